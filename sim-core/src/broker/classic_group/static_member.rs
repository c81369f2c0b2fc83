//! Static members (KIP-345): known by `group.instance.id`, replaced in place when they come back.

use super::{ClassicGroup, Env, Member};
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::{Effect, TransitionReason};
use crate::event::TimerKey;
use crate::ids::MemberId;
use crate::protocol::{ErrorCode, JoinGroupRequest, JoinGroupResponse, Response};
use crate::view::GroupState;

impl ClassicGroup {
    pub(super) fn static_member(&self, instance: &str) -> Option<&Member> {
        self.members
            .iter()
            .find(|member| member.group_instance_id.as_deref() == Some(instance))
    }

    /// `classicGroupJoinNewStaticMember`: no second round trip for the id.
    pub(super) fn join_static(
        &mut self,
        request: JoinGroupRequest,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        let Some(instance) = request.group_instance_id.clone() else {
            return;
        };
        let old = self.static_member(&instance).map(|member| member.id);
        let id = env
            .table
            .hand_out(&instance, &request.client_id, to.consumer);
        match old {
            None => self.add_member(id, request, to, env, ctx),
            Some(old) => self.replace(old, id, request, to, env, ctx),
        }
    }

    /// `updateStaticMemberThenRebalanceOrCompleteJoin` (A.6).
    fn replace(
        &mut self,
        old: MemberId,
        id: MemberId,
        request: JoinGroupRequest,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        let selected = self.select_protocol();
        let was_leader = self.leader == Some(old);
        let Some(member) = self.member_mut(old) else {
            return;
        };
        member.answer_parked(ErrorCode::FencedInstanceId, ctx);
        // The old assignment stays; the session runs with the timeout of before.
        let session_timeout = member.session_timeout;
        member.id = id;
        member.is_new = false;
        member.subscription = request.subscription;
        member.session_timeout = request.session_timeout;
        member.rebalance_timeout = request.rebalance_timeout;
        if was_leader {
            self.leader = Some(id);
        }
        ctx.cancel_timer(TimerKey::Session(self.id, old));
        self.arm_session(id, session_timeout, ctx);
        ctx.emit(Effect::MemberReplaced {
            group: self.id,
            old_member: old,
            member: id,
            consumer: to.consumer,
        });
        let reason = TransitionReason::MemberReplaced(id);
        match self.state {
            GroupState::Stable if self.select_protocol() == selected => {
                self.welcome_back(id, was_leader, to, env, ctx);
            }
            GroupState::Stable | GroupState::CompletingRebalance => {
                self.await_join(id, to, ctx);
                self.prepare_rebalance(reason, env, ctx);
            }
            GroupState::PreparingRebalance => {
                self.await_join(id, to, ctx);
                self.maybe_complete_join(env, ctx);
            }
            GroupState::Empty | GroupState::Dead => {
                let response = JoinGroupResponse::failed(ErrorCode::UnknownMemberId, None);
                ctx.reply(to, Response::JoinGroup(response));
            }
        }
    }

    fn await_join(&mut self, id: MemberId, to: ReplyTo, ctx: &Ctx<'_>) {
        if let Some(member) = self.member_mut(id) {
            member.awaiting_join = Some((to, ctx.now));
        }
    }

    /// Same generation, no rebalance; answered when the changed group record is replicated. A leader
    /// learns the members but assigns nothing (KIP-814).
    fn welcome_back(
        &self,
        id: MemberId,
        is_leader: bool,
        to: ReplyTo,
        env: &mut Env<'_>,
        ctx: &mut Ctx<'_>,
    ) {
        let members = if is_leader {
            self.joined_members(env)
        } else {
            Vec::new()
        };
        let mut response = self.join_response(id, self.generation_id, is_leader, members);
        response.skip_assignment = is_leader;
        let stored = env.shard.append(ctx.now);
        ctx.reply_at(stored, to, Response::JoinGroup(response));
    }
}
