//! A classic group's state machine: `JoinGroup` and `SyncGroup` phases, sessions, generations.
//!
//! Follows `GroupMetadataManager` and `ClassicGroup` of Kafka 4.3 (KIP-62, KIP-345, KIP-394,
//! KIP-814).

mod join;
mod static_member;
mod sync;

use std::sync::Arc;

use crate::config::{AssignorName, BrokerConfig};
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::{Effect, RemovalReason, TransitionReason};
use crate::event::TimerKey;
use crate::ids::{GenerationId, GroupId, MemberId, PartitionId};
use crate::java_hash;
use crate::protocol::{Caller, ErrorCode, JoinGroupResponse, Response, Subscription};
use crate::time::{SimDuration, SimTime};
use crate::view::GroupState;

use super::member_table::MemberTable;
use super::shard::Shard;

/// `CLASSIC_GROUP_NEW_MEMBER_JOIN_TIMEOUT_MS`: fixed in Kafka.
const NEW_MEMBER_JOIN_TIMEOUT: SimDuration = SimDuration::from_secs(300);

/// What a group needs from its coordinator.
#[derive(Debug)]
pub(crate) struct Env<'a> {
    pub shard: &'a mut Shard,
    pub table: &'a mut MemberTable,
    pub config: &'a BrokerConfig,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct Member {
    pub id: MemberId,
    /// `group.instance.id` of a static member.
    pub group_instance_id: Option<Arc<str>>,
    pub session_timeout: SimDuration,
    rebalance_timeout: SimDuration,
    pub subscription: Subscription,
    /// Added, and no join phase completed since.
    is_new: bool,
    pub awaiting_join: Option<(ReplyTo, SimTime)>,
    pub awaiting_sync: Option<ReplyTo>,
    assignment: Arc<[PartitionId]>,
    /// Last moment its session timer was armed.
    pub heard: SimTime,
}

impl Member {
    /// What the last assignment gave it.
    pub(crate) fn assignment(&self) -> &[PartitionId] {
        &self.assignment
    }

    /// Answers whatever request of this member is parked.
    fn answer_parked(&mut self, error: ErrorCode, ctx: &mut Ctx<'_>) {
        if let Some((to, _)) = self.awaiting_join.take() {
            let response = JoinGroupResponse::failed(error, None);
            ctx.reply(to, Response::JoinGroup(response));
        }
        if let Some(to) = self.awaiting_sync.take() {
            let partitions = Arc::from([]);
            ctx.reply(to, Response::SyncGroup { error, partitions });
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum JoinPhase {
    /// Not in a join phase.
    None,
    /// Group was Empty: only the timer ends the phase (A.7).
    Initial {
        delay: SimDuration,
        remaining: SimDuration,
    },
    /// Ends when everybody joined, or with the timer.
    Regular,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct ClassicGroup {
    pub id: GroupId,
    pub state: GroupState,
    pub state_since: SimTime,
    pub generation_id: i32,
    pub leader: Option<MemberId>,
    pub protocol: Option<AssignorName>,
    pub members: Vec<Member>,
    /// Most members at once so far: a Java hash map never shrinks, and its size decides the order.
    members_max: usize,
    /// Ids handed out that have not come back (KIP-394).
    pub pending_join: Vec<MemberId>,
    pub pending_sync: Vec<MemberId>,
    new_member_added: bool,
    join_phase: JoinPhase,
    /// The leader's assignment while it is being written.
    staged: Vec<(MemberId, Arc<[PartitionId]>)>,
    pub rebalances: u64,
}

impl ClassicGroup {
    pub(crate) fn new(id: GroupId) -> Self {
        Self {
            id,
            state: GroupState::Empty,
            state_since: SimTime::ZERO,
            generation_id: 0,
            leader: None,
            protocol: None,
            members: Vec::new(),
            members_max: 0,
            pending_join: Vec::new(),
            pending_sync: Vec::new(),
            new_member_added: false,
            join_phase: JoinPhase::None,
            staged: Vec::new(),
            rebalances: 0,
        }
    }

    pub(crate) fn is_in_initial_delay(&self) -> bool {
        matches!(self.join_phase, JoinPhase::Initial { .. })
    }

    pub(crate) fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// `validateMember`: the instance id first, then the member id.
    fn validate(&self, caller: &Caller) -> ErrorCode {
        if let Some(instance) = &caller.group_instance_id {
            match self.static_member(instance) {
                None => return ErrorCode::UnknownMemberId,
                Some(member) if member.id != caller.member_id => {
                    return ErrorCode::FencedInstanceId;
                }
                Some(_) => {}
            }
        }
        if self.member(caller.member_id).is_none() {
            return ErrorCode::UnknownMemberId;
        }
        ErrorCode::None
    }

    fn member_mut(&mut self, id: MemberId) -> Option<&mut Member> {
        self.members.iter_mut().find(|member| member.id == id)
    }

    /// Positions of `members` in the order in which a Java hash map iterates them.
    fn hash_order(&self, table: &MemberTable) -> Vec<usize> {
        let spreads: Vec<u32> = self
            .members
            .iter()
            .map(|m| table.get(m.id).hash_spread)
            .collect();
        java_hash::hash_map_order_after(&spreads, self.members_max)
    }

    fn group_rebalance_timeout(&self) -> SimDuration {
        self.members
            .iter()
            .map(|m| m.rebalance_timeout)
            .max()
            .unwrap_or_default()
    }

    fn has_all_members_joined(&self) -> bool {
        self.pending_join.is_empty() && self.members.iter().all(|m| m.awaiting_join.is_some())
    }

    /// The only place that changes the state. Asserts that Kafka allows the move.
    fn transition_to(&mut self, to: GroupState, reason: TransitionReason, ctx: &mut Ctx<'_>) {
        use GroupState::{CompletingRebalance, Dead, Empty, PreparingRebalance, Stable};
        let from = self.state;
        let is_legal = match to {
            PreparingRebalance => matches!(from, Empty | Stable | CompletingRebalance),
            CompletingRebalance | Empty => from == PreparingRebalance,
            Stable => from == CompletingRebalance,
            Dead => true,
        };
        assert!(
            is_legal,
            "group moved from {} to {}",
            from.name(),
            to.name()
        );
        self.state = to;
        self.state_since = ctx.now;
        ctx.emit(Effect::GroupTransition {
            group: self.id,
            from,
            to,
            generation_id: self.generation_id,
            reason,
        });
    }

    fn arm_session(&mut self, id: MemberId, timeout: SimDuration, ctx: &mut Ctx<'_>) {
        ctx.set_timer(ctx.now.after(timeout), TimerKey::Session(self.id, id));
        if let Some(member) = self.member_mut(id) {
            member.heard = ctx.now;
        }
    }

    /// Re-arms a member's session: the complete list of callers is A.11.
    fn hear_from(&mut self, id: MemberId, env: &Env<'_>, ctx: &mut Ctx<'_>) {
        let Some(timeout) = self.member(id).map(|member| member.session_timeout) else {
            return;
        };
        self.arm_session(id, timeout, ctx);
        let consumer = env.table.get(id).consumer;
        ctx.emit(Effect::MemberHeard {
            group: self.id,
            member: id,
            consumer,
        });
    }

    fn prepare_rebalance(
        &mut self,
        reason: TransitionReason,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        if self.state == GroupState::CompletingRebalance {
            self.refuse_parked_syncs(env, ctx);
        }
        ctx.cancel_timer(TimerKey::Sync(self.id));
        self.pending_sync.clear();
        let is_initial = self.state == GroupState::Empty;
        self.transition_to(GroupState::PreparingRebalance, reason, ctx);
        if is_initial {
            let delay = env.config.group_initial_rebalance_delay;
            let remaining = self.group_rebalance_timeout().saturating_sub(delay);
            self.join_phase = JoinPhase::Initial { delay, remaining };
            ctx.set_timer(ctx.now.after(delay), TimerKey::Join(self.id));
            return;
        }
        self.join_phase = JoinPhase::Regular;
        if self.has_all_members_joined() {
            self.complete_join(env, ctx);
        } else {
            // Evaluated once, at entry: later joiners do not extend it.
            let ends = ctx.now.after(self.group_rebalance_timeout());
            ctx.set_timer(ends, TimerKey::Join(self.id));
        }
    }

    fn refuse_parked_syncs(&mut self, env: &Env<'_>, ctx: &mut Ctx<'_>) {
        self.staged.clear();
        for index in 0..self.members.len() {
            self.members[index].assignment = Arc::from([]);
            if let Some(to) = self.members[index].awaiting_sync.take() {
                // As GroupMetadataManager.propagateAssignment does whatever the answer is.
                self.hear_from(self.members[index].id, env, ctx);
                ctx.reply(
                    to,
                    Response::SyncGroup {
                        error: ErrorCode::RebalanceInProgress,
                        partitions: Arc::from([]),
                    },
                );
            }
        }
    }

    fn remove_member(
        &mut self,
        id: MemberId,
        reason: RemovalReason,
        env: &Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        ctx.cancel_timer(TimerKey::Session(self.id, id));
        let was_pending = self.pending_join.contains(&id);
        self.pending_join.retain(|pending| *pending != id);
        self.pending_sync.retain(|pending| *pending != id);
        if let Some(index) = self.members.iter().position(|member| member.id == id) {
            let mut member = self.members.remove(index);
            member.answer_parked(ErrorCode::UnknownMemberId, ctx);
        }
        if self.leader == Some(id) {
            self.leader = self
                .hash_order(env.table)
                .first()
                .map(|index| self.members[*index].id);
        }
        ctx.emit(Effect::MemberRemoved {
            group: self.id,
            member: id,
            consumer: env.table.get(id).consumer,
            reason,
            was_pending,
        });
    }

    /// `expireClassicGroupMemberHeartbeat`.
    pub(crate) fn on_session_expired(
        &mut self,
        id: MemberId,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        if self.pending_join.contains(&id) {
            self.remove_member(id, RemovalReason::SessionExpired, env, ctx);
            self.complete_join_if_all_joined(env, ctx);
            return;
        }
        let Some(member) = self.member(id) else {
            return;
        };
        let is_waiting = member.awaiting_join.is_some() || member.awaiting_sync.is_some();
        if is_waiting && !member.is_new {
            // The broker cannot tell a dead client from one whose request it parks.
            return;
        }
        self.remove_member(id, RemovalReason::SessionExpired, env, ctx);
        match self.state {
            GroupState::Stable | GroupState::CompletingRebalance => {
                self.prepare_rebalance(TransitionReason::SessionExpired(id), env, ctx);
            }
            GroupState::PreparingRebalance => self.complete_join_if_all_joined(env, ctx),
            GroupState::Empty | GroupState::Dead => {}
        }
    }

    fn complete_join_if_all_joined(&mut self, env: &mut Env<'_>, ctx: &mut Ctx<'_>) {
        if self.state == GroupState::PreparingRebalance && self.has_all_members_joined() {
            self.complete_join(env, ctx);
        }
    }

    pub(crate) fn on_heartbeat(
        &mut self,
        caller: &Caller,
        generation_id: GenerationId,
        env: &Env<'_>,
        ctx: &mut Ctx<'_>,
    ) -> ErrorCode {
        let id = caller.member_id;
        let known = self.validate(caller);
        if known != ErrorCode::None {
            return known;
        }
        if generation_id.0 != self.generation_id {
            return ErrorCode::IllegalGeneration;
        }
        self.hear_from(id, env, ctx);
        match self.state {
            GroupState::PreparingRebalance => ErrorCode::RebalanceInProgress,
            GroupState::CompletingRebalance | GroupState::Stable => ErrorCode::None,
            GroupState::Empty | GroupState::Dead => ErrorCode::UnknownMemberId,
        }
    }

    pub(crate) fn on_leave(
        &mut self,
        caller: &Caller,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) -> ErrorCode {
        let id = caller.member_id;
        let is_pending = self.pending_join.contains(&id);
        let known = self.validate(caller);
        if !is_pending && known != ErrorCode::None {
            return known;
        }
        self.remove_member(id, RemovalReason::Left, env, ctx);
        match self.state {
            GroupState::Stable | GroupState::CompletingRebalance if !is_pending => {
                self.prepare_rebalance(TransitionReason::MemberLeft(id), env, ctx);
            }
            GroupState::PreparingRebalance => self.maybe_complete_join(env, ctx),
            GroupState::Stable
            | GroupState::CompletingRebalance
            | GroupState::Empty
            | GroupState::Dead => {}
        }
        ErrorCode::None
    }

    /// `validateOffsetCommit`; a valid commit re-arms the session except in `CompletingRebalance`.
    pub(crate) fn on_offset_commit(
        &mut self,
        caller: Option<&Caller>,
        generation_id: GenerationId,
        env: &Env<'_>,
        ctx: &mut Ctx<'_>,
    ) -> ErrorCode {
        let Some(caller) = caller else {
            // assign() consumers and tools: only into an empty group.
            let is_free = self.state == GroupState::Empty && generation_id.0 < 0;
            return if is_free {
                ErrorCode::None
            } else {
                ErrorCode::UnknownMemberId
            };
        };
        let known = self.validate(caller);
        if known != ErrorCode::None {
            return known;
        }
        if generation_id.0 != self.generation_id {
            return ErrorCode::IllegalGeneration;
        }
        let id = caller.member_id;
        match self.state {
            GroupState::CompletingRebalance => ErrorCode::RebalanceInProgress,
            GroupState::PreparingRebalance | GroupState::Stable => {
                self.hear_from(id, env, ctx);
                ErrorCode::None
            }
            GroupState::Empty | GroupState::Dead => ErrorCode::UnknownMemberId,
        }
    }
}
