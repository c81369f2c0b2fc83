//! The sync phase: the leader's assignment is written, then handed to everybody.

use std::sync::Arc;

use super::{ClassicGroup, Env};
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::{Effect, RemovalReason, TransitionReason};
use crate::event::{Event, TimerKey};
use crate::ids::{GenerationId, MemberId, PartitionId};
use crate::protocol::{Caller, ErrorCode, Response};
use crate::view::GroupState;

fn answer(error: ErrorCode, partitions: Arc<[PartitionId]>) -> Response {
    Response::SyncGroup { error, partitions }
}

impl ClassicGroup {
    /// `classicGroupSyncToClassicGroup`.
    pub(crate) fn on_sync_group(
        &mut self,
        caller: &Caller,
        generation_id: GenerationId,
        assignments: Vec<(MemberId, Arc<[PartitionId]>)>,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        let id = caller.member_id;
        let known = self.validate(caller);
        let error = if known != ErrorCode::None {
            known
        } else if generation_id.0 != self.generation_id {
            ErrorCode::IllegalGeneration
        } else {
            match self.state {
                GroupState::PreparingRebalance => ErrorCode::RebalanceInProgress,
                GroupState::Empty | GroupState::Dead => ErrorCode::UnknownMemberId,
                GroupState::CompletingRebalance | GroupState::Stable => ErrorCode::None,
            }
        };
        if error != ErrorCode::None {
            ctx.reply(to, answer(error, Arc::from([])));
            return;
        }
        self.pending_sync.retain(|pending| *pending != id);
        if self.pending_sync.is_empty() {
            ctx.cancel_timer(TimerKey::Sync(self.id));
        }
        let is_leader = self.leader == Some(id);
        if self.state == GroupState::Stable {
            // The new coordinator does not touch the session here.
            let partitions = self
                .member(id)
                .map(|m| m.assignment.clone())
                .unwrap_or_default();
            ctx.reply(to, answer(ErrorCode::None, partitions));
            return;
        }
        if let Some(member) = self.member_mut(id) {
            member.awaiting_sync = Some(to);
        }
        if is_leader {
            self.staged = assignments;
            ctx.emit(Effect::AssignmentReceived {
                group: self.id,
                generation_id: self.generation_id,
                member: id,
            });
            let stored = env.shard.append(ctx.now);
            let event = Event::AssignmentStored {
                group: self.id,
                generation_id: self.generation_id,
            };
            ctx.queue.push(stored, ctx.cause, event);
        }
    }

    pub(crate) fn on_assignment_stored(
        &mut self,
        generation_id: i32,
        env: &Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        if self.state != GroupState::CompletingRebalance || self.generation_id != generation_id {
            return;
        }
        let staged = std::mem::take(&mut self.staged);
        for member in &mut self.members {
            member.assignment = staged
                .iter()
                .find(|(id, _)| *id == member.id)
                .map(|(_, partitions)| partitions.clone())
                .unwrap_or_default();
        }
        self.transition_to(GroupState::Stable, TransitionReason::AssignmentStored, ctx);
        for index in self.hash_order(env.table) {
            let member = &mut self.members[index];
            let (id, partitions) = (member.id, member.assignment.clone());
            if let Some(to) = member.awaiting_sync.take() {
                self.hear_from(id, env, ctx);
                ctx.reply(to, answer(ErrorCode::None, partitions));
            }
        }
    }

    /// `expirePendingSync`: whoever sent no `SyncGroup` is removed.
    pub(crate) fn on_sync_timer(&mut self, env: &mut Env<'_>, ctx: &mut Ctx<'_>) {
        let is_due = matches!(
            self.state,
            GroupState::CompletingRebalance | GroupState::Stable
        );
        if !is_due || self.pending_sync.is_empty() {
            return;
        }
        for id in std::mem::take(&mut self.pending_sync) {
            // A static member replaced since then leaves its old id here (A.6.6).
            if self.member(id).is_none() {
                continue;
            }
            self.remove_member(id, RemovalReason::NotSynced, env, ctx);
        }
        self.prepare_rebalance(TransitionReason::SyncTimeout, env, ctx);
    }
}
