//! What is assigned, and which listener callback gets which partitions (B.6.2).

use std::sync::Arc;

use super::listener::{CallbackKind, CalledFrom};
use super::{AssignedPartition, Client, FetchState, Join};
use crate::config::AssignorName;
use crate::ctx::Ctx;
use crate::effect::{Effect, RejoinReason};
use crate::ids::PartitionId;
use crate::sorting;
use crate::time::SimTime;

impl AssignedPartition {
    pub(super) fn new(id: PartitionId) -> Self {
        Self {
            id,
            state: FetchState::Initializing,
            position: 0,
            has_leader_epoch: false,
            reset_to: None,
            fetch_rank: 0,
            is_revocation_pending: false,
            is_paused: false,
            ask_again: SimTime::ZERO,
        }
    }
}

impl Client {
    /// Every assignor of the list is cooperative, so the member revokes only what moves (B.6.3).
    pub(crate) fn is_cooperative(&self) -> bool {
        self.config
            .partition_assignment_strategy
            .iter()
            .all(|name| *name == AssignorName::CooperativeSticky)
    }

    /// Assigned partitions that `wanted` picks, in the order callbacks see them.
    fn owned(&self, wanted: impl Fn(PartitionId) -> bool, ctx: &Ctx<'_>) -> Arc<[PartitionId]> {
        let mut partitions: Vec<PartitionId> = self
            .assigned
            .iter()
            .map(|partition| partition.id)
            .filter(|id| wanted(*id))
            .collect();
        ctx.directory.sort(&mut partitions);
        partitions.into()
    }

    pub(super) fn is_subscribed(&self, id: PartitionId, ctx: &Ctx<'_>) -> bool {
        let topic = ctx.directory.topic_partition(id).topic;
        self.subscription.contains(&topic)
    }

    /// The callback of onJoinPrepare. True if it returned at once or there was none.
    pub(super) fn give_up_before_join(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let from = CalledFrom::Poll {
            until: self.poll_until(),
        };
        if self.membership.is_reset() {
            let lost = self.owned(|_| true, ctx);
            return lost.is_empty() || self.call_listener(CallbackKind::Lost, lost, from, ctx);
        }
        if self.is_cooperative() {
            // What is no longer subscribed; the rest stays and is read on.
            let foreign = self.owned(|id| !self.is_subscribed(id, ctx), ctx);
            return foreign.is_empty()
                || self.call_listener(CallbackKind::Revoked, foreign, from, ctx);
        }
        // EAGER: everything, even if that is nothing.
        let all = self.owned(|_| true, ctx);
        self.call_listener(CallbackKind::Revoked, all, from, ctx)
    }

    /// The assignment once the callback of onJoinPrepare has returned. `was_reset`: the generation
    /// was gone when it was called.
    pub(super) fn drop_before_join(&mut self, was_reset: bool, ctx: &Ctx<'_>) {
        if was_reset || !self.is_cooperative() {
            self.assigned.clear();
        } else {
            let topics = &self.subscription;
            self.assigned
                .retain(|p| topics.contains(&ctx.directory.topic_partition(p.id).topic));
        }
    }

    /// `onLeavePrepare`: lost if the generation is gone or a rebalance runs, else revoked. True if
    /// the callback returned at once or there was nothing to give up.
    pub(super) fn give_up_all(&mut self, from: CalledFrom, ctx: &mut Ctx<'_>) -> bool {
        let all = self.owned(|_| true, ctx);
        if all.is_empty() || self.stands_alone {
            return true;
        }
        let is_lost = self.membership.is_reset() || self.is_rebalance_in_progress();
        let kind = if is_lost {
            CallbackKind::Lost
        } else {
            CallbackKind::Revoked
        };
        self.call_listener(kind, all, from, ctx)
    }

    /// onJoinComplete up to `onPartitionsRevoked`. False while that callback runs.
    pub(super) fn begin_assignment(
        &mut self,
        partitions: &Arc<[PartitionId]>,
        ctx: &mut Ctx<'_>,
    ) -> bool {
        if !self.membership.is_leader {
            self.membership.assignment_snapshot = None;
        }
        ctx.emit(Effect::GenerationChanged {
            consumer: self.id,
            generation_id: self.membership.generation_id,
            member: self.membership.member_id,
        });
        if partitions.iter().any(|id| !self.is_subscribed(*id, ctx)) {
            self.membership.rejoin_needed = true;
            self.membership.needs_join_prepare = true;
            return true;
        }
        self.membership.join = Join::Revoked(partitions.clone());
        if !self.is_cooperative() {
            return true;
        }
        let revoked = self.owned(|id| !partitions.contains(&id), ctx);
        if revoked.is_empty() {
            return true;
        }
        self.request_rejoin(RejoinReason::Revoked, ctx);
        let from = CalledFrom::Poll {
            until: self.poll_until(),
        };
        self.call_listener(CallbackKind::Revoked, revoked, from, ctx)
    }

    /// onJoinComplete from the assignor's `onAssignment` on: what stays keeps its position and its
    /// buffer, what is new reads its position from the committed offset. False while
    /// `onPartitionsAssigned` runs.
    pub(super) fn take_assignment(
        &mut self,
        partitions: &Arc<[PartitionId]>,
        ctx: &mut Ctx<'_>,
    ) -> bool {
        let generation_id = self.membership.generation_id;
        if self.membership.protocol == Some(AssignorName::Sticky) {
            self.last_given = Some((partitions.clone(), generation_id));
        }
        self.committer.auto_due = ctx.now.after(self.config.auto_commit_interval);
        let mut added: Vec<PartitionId> = partitions
            .iter()
            .copied()
            .filter(|id| self.partition(*id).is_none())
            .collect();
        self.assigned.retain(|kept| partitions.contains(&kept.id));
        self.assigned
            .extend(added.iter().map(|id| AssignedPartition::new(*id)));
        sorting::sort_by_key(&mut self.assigned, |partition| partition.id);
        ctx.directory.sort(&mut added);
        self.membership.join = Join::Assigned;
        let from = CalledFrom::Poll {
            until: self.poll_until(),
        };
        self.call_listener(CallbackKind::Assigned, added.into(), from, ctx)
    }
}
