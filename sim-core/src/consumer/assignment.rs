//! What is assigned, and the three listener callbacks in their order and arguments.

use std::sync::Arc;

use super::{AssignedPartition, Client, FetchState};
use crate::command::CrashPoint;
use crate::ctx::Ctx;
use crate::effect::Effect;
use crate::ids::PartitionId;
use crate::time::SimTime;

impl Client {
    fn take_assignment(&mut self, ctx: &Ctx<'_>) -> Arc<[PartitionId]> {
        let mut partitions: Vec<PartitionId> = self
            .assigned
            .drain(..)
            .map(|partition| partition.id)
            .collect();
        ctx.directory.sort(&mut partitions);
        partitions.into()
    }

    /// `onPartitionsRevoked` with everything, even if that is nothing (EAGER).
    pub(super) fn revoke_all(&mut self, ctx: &mut Ctx<'_>) {
        let partitions = self.take_assignment(ctx);
        self.forget_processed(&partitions);
        ctx.emit(Effect::PartitionsRevoked {
            consumer: self.id,
            partitions,
        });
        self.visit(CrashPoint::InRevoked, ctx);
    }

    /// `onPartitionsLost`, only if there was something.
    pub(super) fn lose_all(&mut self, ctx: &mut Ctx<'_>) {
        let partitions = self.take_assignment(ctx);
        if !partitions.is_empty() {
            self.forget_processed(&partitions);
            ctx.emit(Effect::PartitionsLost {
                consumer: self.id,
                partitions,
            });
            self.visit(CrashPoint::InRevoked, ctx);
        }
    }

    /// `onLeavePrepare`: lost if the generation is gone or a rebalance runs, else revoked.
    pub(super) fn give_up_all(&mut self, ctx: &mut Ctx<'_>) {
        if self.assigned.is_empty() {
            return;
        }
        if self.membership.is_reset() || self.is_rebalance_in_progress() {
            self.lose_all(ctx);
        } else {
            self.revoke_all(ctx);
        }
    }

    /// `onJoinComplete` for EAGER: every partition is new, its position is read again.
    pub(super) fn on_join_complete(&mut self, partitions: &Arc<[PartitionId]>, ctx: &mut Ctx<'_>) {
        let is_foreign = |id: &PartitionId| {
            !self
                .subscription
                .contains(&ctx.directory.topic_partition(*id).topic)
        };
        if partitions.iter().any(is_foreign) {
            self.membership.rejoin_needed = true;
            return;
        }
        if !self.membership.is_leader {
            self.membership.assignment_snapshot = None;
        }
        self.committer.auto_due = ctx.now.after(self.config.auto_commit_interval);
        self.assigned = partitions
            .iter()
            .map(|id| AssignedPartition {
                id: *id,
                state: FetchState::Initializing,
                position: 0,
                has_leader_epoch: false,
                fetch_rank: 0,
                is_revocation_pending: false,
                is_paused: false,
                ask_again: SimTime::ZERO,
            })
            .collect();
        self.assigned.sort_by_key(|partition| partition.id);
        ctx.emit(Effect::GenerationChanged {
            consumer: self.id,
            generation_id: self.membership.generation_id,
            member: self.membership.member_id,
        });
        let mut sorted = partitions.to_vec();
        ctx.directory.sort(&mut sorted);
        ctx.emit(Effect::PartitionsAssigned {
            consumer: self.id,
            partitions: sorted.into(),
        });
        self.visit(CrashPoint::InAssigned, ctx);
    }
}
