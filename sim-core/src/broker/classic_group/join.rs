//! The join phase: who may join, when the phase ends, and what it decides.

use std::sync::Arc;

use super::{ClassicGroup, Env, JoinPhase, Member, NEW_MEMBER_JOIN_TIMEOUT};
use crate::config::AssignorName;
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::{Effect, RemovalReason, TransitionReason};
use crate::event::TimerKey;
use crate::ids::{GenerationId, MemberId};
use crate::protocol::{
    Caller, ErrorCode, JoinGroupRequest, JoinGroupResponse, JoinedMember, Response,
};
use crate::view::GroupState;

/// Java hash-map order of the protocol names, which breaks ties of the vote (A.9).
const TIE_ORDER: [AssignorName; 4] = [
    AssignorName::Sticky,
    AssignorName::Range,
    AssignorName::RoundRobin,
    AssignorName::CooperativeSticky,
];

impl ClassicGroup {
    /// `classicGroupJoinToClassicGroup`, in Kafka's order of decisions (A.4).
    pub(crate) fn on_join_group(
        &mut self,
        request: JoinGroupRequest,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        let bounds = env.config.group_min_session_timeout..=env.config.group_max_session_timeout;
        let refusal = if !bounds.contains(&request.session_timeout) {
            Some(ErrorCode::InvalidSessionTimeout)
        } else if !self.accepts(&request, env) {
            if let Some(id) = request
                .member_id
                .filter(|id| self.member(*id).is_some() || self.pending_join.contains(id))
            {
                self.remove_member(id, RemovalReason::GroupFull, env, ctx);
            }
            Some(ErrorCode::GroupMaxSizeReached)
        } else if !self.supports(&request) {
            Some(ErrorCode::InconsistentGroupProtocol)
        } else {
            None
        };
        if let Some(error) = refusal {
            ctx.reply(
                to,
                Response::JoinGroup(JoinGroupResponse::failed(error, request.member_id)),
            );
            return;
        }
        match request.member_id {
            None if request.group_instance_id.is_some() => {
                self.join_static(request, to, env, ctx);
            }
            None => self.hand_out_id(&request, to, env, ctx),
            Some(id) if self.pending_join.contains(&id) => {
                self.add_member(id, request, to, env, ctx);
            }
            Some(id) => self.rejoin(id, request, to, env, ctx),
        }
    }

    /// `acceptJoiningMember`.
    fn accepts(&self, request: &JoinGroupRequest, env: &Env<'_>) -> bool {
        let max = env.config.group_max_size as usize;
        let known = request.member_id.and_then(|id| self.member(id));
        match self.state {
            GroupState::Empty | GroupState::Dead => true,
            GroupState::PreparingRebalance => {
                let awaiting = self
                    .members
                    .iter()
                    .filter(|m| m.awaiting_join.is_some())
                    .count();
                known.is_some_and(|member| member.awaiting_join.is_some()) || awaiting < max
            }
            GroupState::CompletingRebalance | GroupState::Stable => {
                known.is_some() || self.members.len() < max
            }
        }
    }

    /// At least one offered assignor is supported by all other members.
    fn supports(&self, request: &JoinGroupRequest) -> bool {
        let offered = &request.subscription.assignors;
        if self.state == GroupState::Empty {
            return !offered.is_empty();
        }
        offered.iter().any(|name| {
            self.members
                .iter()
                .all(|m| m.subscription.assignors.contains(name))
        })
    }

    /// KIP-394: answers `MEMBER_ID_REQUIRED`; the state does not change.
    fn hand_out_id(
        &mut self,
        request: &JoinGroupRequest,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        let client_id = request.client_id.clone();
        let id = env.table.hand_out(&client_id, &client_id, to.consumer);
        self.pending_join.push(id);
        self.arm_session(id, request.session_timeout, ctx);
        ctx.emit(Effect::MemberIdHandedOut {
            group: self.id,
            member: id,
            consumer: to.consumer,
        });
        ctx.reply(
            to,
            Response::JoinGroup(JoinGroupResponse::failed(
                ErrorCode::MemberIdRequired,
                Some(id),
            )),
        );
    }

    pub(super) fn add_member(
        &mut self,
        id: MemberId,
        request: JoinGroupRequest,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        self.pending_join.retain(|pending| *pending != id);
        let is_static = request.group_instance_id.is_some();
        self.members.push(Member {
            id,
            group_instance_id: request.group_instance_id,
            session_timeout: request.session_timeout,
            rebalance_timeout: request.rebalance_timeout,
            subscription: request.subscription,
            is_new: true,
            awaiting_join: Some((to, ctx.now)),
            awaiting_sync: None,
            assignment: Arc::from([]),
            heard: ctx.now,
        });
        self.members_max = self.members_max.max(self.members.len());
        self.leader.get_or_insert(id);
        self.arm_session(id, NEW_MEMBER_JOIN_TIMEOUT, ctx);
        if matches!(self.join_phase, JoinPhase::Initial { .. }) {
            self.new_member_added = true;
        }
        ctx.emit(Effect::MemberAdded {
            group: self.id,
            member: id,
            consumer: to.consumer,
            is_static,
        });
        if self.state == GroupState::PreparingRebalance {
            self.maybe_complete_join(env, ctx);
        } else {
            self.prepare_rebalance(TransitionReason::MemberAdded(id), env, ctx);
        }
    }

    fn rejoin(
        &mut self,
        id: MemberId,
        request: JoinGroupRequest,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        let generation_id = self.generation_id;
        let is_leader = self.leader == Some(id);
        let state = self.state;
        let caller = Caller {
            member_id: id,
            group_instance_id: request.group_instance_id.clone(),
        };
        let known = self.validate(&caller);
        let Some(member) = self.member_mut(id).filter(|_| known == ErrorCode::None) else {
            ctx.reply(
                to,
                Response::JoinGroup(JoinGroupResponse::failed(known, None)),
            );
            return;
        };
        let is_same = member.subscription == request.subscription;
        let answer_at_once = match state {
            GroupState::CompletingRebalance => is_same,
            GroupState::Stable => is_same && !is_leader,
            GroupState::PreparingRebalance | GroupState::Empty | GroupState::Dead => false,
        };
        if answer_at_once {
            let members = if is_leader {
                self.joined_members(env)
            } else {
                Vec::new()
            };
            let response = self.join_response(id, generation_id, is_leader, members);
            ctx.reply(to, Response::JoinGroup(response));
            return;
        }
        member.subscription = request.subscription;
        member.session_timeout = request.session_timeout;
        member.rebalance_timeout = request.rebalance_timeout;
        member.awaiting_join = Some((to, ctx.now));
        if state == GroupState::PreparingRebalance {
            self.maybe_complete_join(env, ctx);
        } else {
            let reason = if is_leader {
                TransitionReason::LeaderRejoined(id)
            } else {
                TransitionReason::MetadataChanged(id)
            };
            self.prepare_rebalance(reason, env, ctx);
        }
    }

    /// Ends a regular join phase when everybody is in; an initial one only its timer ends.
    pub(super) fn maybe_complete_join(&mut self, env: &mut Env<'_>, ctx: &mut Ctx<'_>) {
        if self.join_phase == JoinPhase::Regular {
            self.complete_join_if_all_joined(env, ctx);
        }
    }

    pub(crate) fn on_join_timer(&mut self, env: &mut Env<'_>, ctx: &mut Ctx<'_>) {
        if self.state != GroupState::PreparingRebalance {
            return;
        }
        if let JoinPhase::Initial { delay, remaining } = self.join_phase
            && self.new_member_added
            && remaining.as_micros() > 0
        {
            self.new_member_added = false;
            let next = env.config.group_initial_rebalance_delay.min(remaining);
            self.join_phase = JoinPhase::Initial {
                delay: next,
                remaining: remaining.saturating_sub(delay),
            };
            let until = ctx.now.after(next);
            ctx.set_timer(until, TimerKey::Join(self.id));
            ctx.emit(Effect::InitialDelayExtended {
                group: self.id,
                until,
            });
            return;
        }
        self.complete_join(env, ctx);
    }

    /// `completeClassicGroupJoin`.
    pub(super) fn complete_join(&mut self, env: &mut Env<'_>, ctx: &mut Ctx<'_>) {
        ctx.cancel_timer(TimerKey::Join(self.id));
        self.join_phase = JoinPhase::None;
        self.new_member_added = false;
        // Static members that did not rejoin are kept, with what they subscribed to before.
        let is_absent = |m: &&Member| m.awaiting_join.is_none();
        let absent: Vec<MemberId> = self
            .members
            .iter()
            .filter(is_absent)
            .filter(|m| m.group_instance_id.is_none())
            .map(|m| m.id)
            .collect();
        let leader_is_absent = self
            .leader
            .and_then(|leader| self.member(leader))
            .is_some_and(|leader| is_absent(&leader));
        for id in absent {
            self.remove_member(id, RemovalReason::NotRejoined, env, ctx);
        }
        let order = self.hash_order(env.table);
        if leader_is_absent {
            let awaiting = order
                .iter()
                .map(|index| &self.members[*index])
                .find(|m| m.awaiting_join.is_some());
            if let Some(leader) = awaiting {
                self.leader = Some(leader.id);
            } else if !self.members.is_empty() {
                // Only static members are left and none is here: the phase begins again.
                self.join_phase = JoinPhase::Regular;
                let ends = ctx.now.after(self.group_rebalance_timeout());
                ctx.set_timer(ends, TimerKey::Join(self.id));
                return;
            }
        }
        self.generation_id += 1;
        self.rebalances += 1;
        if self.members.is_empty() {
            self.protocol = None;
            self.leader = None;
            env.shard.append(ctx.now);
            self.transition_to(GroupState::Empty, TransitionReason::NobodyLeft, ctx);
            self.emit_completed(env, ctx);
            return;
        }
        self.protocol = self.select_protocol();
        self.transition_to(
            GroupState::CompletingRebalance,
            TransitionReason::JoinPhaseOver,
            ctx,
        );
        self.emit_completed(env, ctx);
        self.answer_joins(&order, env, ctx);
        self.pending_sync = self.members.iter().map(|m| m.id).collect();
        let ends = ctx.now.after(self.group_rebalance_timeout());
        ctx.set_timer(ends, TimerKey::Sync(self.id));
    }

    fn emit_completed(&self, env: &Env<'_>, ctx: &mut Ctx<'_>) {
        ctx.emit(Effect::JoinPhaseCompleted {
            group: self.id,
            generation_id: self.generation_id,
            members: MemberId::from_index(self.members.len()).0,
            leader: self.leader.map(|leader| env.table.get(leader).consumer),
            protocol: self.protocol,
        });
    }

    fn answer_joins(&mut self, order: &[usize], env: &Env<'_>, ctx: &mut Ctx<'_>) {
        for index in order {
            let id = self.members[*index].id;
            self.members[*index].is_new = false;
            self.hear_from(id, env, ctx);
            let is_leader = self.leader == Some(id);
            if let Some((to, _)) = self.members[*index].awaiting_join.take() {
                let members = if is_leader {
                    self.joined_members(env)
                } else {
                    Vec::new()
                };
                let response = self.join_response(id, self.generation_id, is_leader, members);
                ctx.reply(to, Response::JoinGroup(response));
            }
        }
    }

    pub(super) fn join_response(
        &self,
        id: MemberId,
        generation_id: i32,
        is_leader: bool,
        members: Vec<JoinedMember>,
    ) -> JoinGroupResponse {
        JoinGroupResponse {
            error: ErrorCode::None,
            generation_id: GenerationId(generation_id),
            member_id: Some(id),
            is_leader,
            protocol: self.protocol,
            skip_assignment: false,
            members,
        }
    }

    pub(super) fn joined_members(&self, env: &Env<'_>) -> Vec<JoinedMember> {
        self.members
            .iter()
            .map(|member| {
                let entry = env.table.get(member.id);
                JoinedMember {
                    member_id: member.id,
                    name: entry.name.clone(),
                    hash_spread: entry.hash_spread,
                    group_instance_id: member.group_instance_id.clone(),
                    subscription: member.subscription.clone(),
                }
            })
            .collect()
    }

    /// Each member votes for its first assignor that all support; most votes win (A.9).
    pub(super) fn select_protocol(&self) -> Option<AssignorName> {
        let is_candidate = |name: &AssignorName| {
            self.members
                .iter()
                .all(|m| m.subscription.assignors.contains(name))
        };
        let mut votes = [0_u32; TIE_ORDER.len()];
        for member in &self.members {
            let vote = member
                .subscription
                .assignors
                .iter()
                .find(|name| is_candidate(name));
            if let Some(slot) = TIE_ORDER.iter().position(|name| Some(name) == vote) {
                votes[slot] += 1;
            }
        }
        let best = votes.iter().max().copied().filter(|most| *most > 0)?;
        votes
            .iter()
            .position(|count| *count == best)
            .map(|slot| TIE_ORDER[slot])
    }
}
