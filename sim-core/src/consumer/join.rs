//! The join state machine on the client: onJoinPrepare, `JoinGroup`, the leader's assignment,
//! `SyncGroup`, onJoinComplete (B.5, B.6).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::requests::Purpose;
use super::{
    App, ClassicMembershipState, Client, CoordinatorLookup, Join, Membership, PrepareCommit,
};
use crate::assignor::{AssignorInput, AssignorMember, AssignorTopic, assignor};
use crate::command::CrashPoint;
use crate::config::AssignorName;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect, FatalError, RejoinReason};
use crate::ids::{GenerationId, MemberId, PartitionId, TopicId};
use crate::protocol::{
    ErrorCode, JoinGroupRequest, JoinGroupResponse, JoinedMember, Request, Subscription,
};
use crate::time::SimTime;

/// The leader's duty while it waits for metadata of topics only others subscribe to.
#[derive(Clone, Debug, Hash)]
pub(super) struct PendingAssignment {
    protocol: AssignorName,
    members: Vec<JoinedMember>,
    /// A refresh ended since the `JoinGroup` answer.
    is_metadata_fresh: bool,
}

impl Membership {
    pub(super) fn new() -> Self {
        Self {
            state: ClassicMembershipState::Unjoined,
            generation_id: GenerationId::NONE,
            member_id: None,
            is_leader: false,
            rejoin_needed: true,
            needs_join_prepare: true,
            join: Join::None,
            retry_at: SimTime::ZERO,
            prepare_commit: PrepareCommit::NotSent,
            assignment_snapshot: None,
            joined_subscription: None,
        }
    }

    /// No generation or no member id: what is owned is lost, not revoked.
    pub(super) fn is_reset(&self) -> bool {
        self.generation_id == GenerationId::NONE || self.member_id.is_none()
    }
}

impl Client {
    pub(super) fn request_rejoin(&mut self, reason: RejoinReason, ctx: &mut Ctx<'_>) {
        if !self.membership.rejoin_needed {
            self.membership.rejoin_needed = true;
            if !matches!(self.app, App::Closing(_)) {
                ctx.emit(Effect::RejoinRequested {
                    consumer: self.id,
                    reason,
                });
            }
        }
    }

    /// "Full reset" of B.2.
    pub(super) fn reset_generation_and_member(&mut self, reason: RejoinReason, ctx: &mut Ctx<'_>) {
        self.membership.member_id = None;
        self.reset(reason, ctx);
    }

    /// "Keep id" reset of B.2 (3.2+).
    pub(super) fn reset_generation(&mut self, ctx: &mut Ctx<'_>) {
        self.reset(RejoinReason::Fenced, ctx);
    }

    fn reset(&mut self, reason: RejoinReason, ctx: &mut Ctx<'_>) {
        let membership = &mut self.membership;
        membership.state = ClassicMembershipState::Unjoined;
        membership.generation_id = GenerationId::NONE;
        membership.needs_join_prepare = true;
        // A JoinGroup or SyncGroup that is out stays out: its answer is waited for before the
        // next one is sent (`joinFuture`). Only a leader that has not assigned yet has none out.
        if self.pending_assignment.take().is_some() {
            membership.join = Join::FailedRetryNow;
        }
        self.request_rejoin(reason, ctx);
    }

    /// `rejoinNeededOrPending`, with the leader's look at its metadata (B.7).
    pub(super) fn notice_rejoin_reasons(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(snapshot) = &self.membership.assignment_snapshot
            && snapshot
                .iter()
                .any(|(topic, count)| self.known_count(*topic) != *count)
        {
            self.request_rejoin(RejoinReason::MetadataChanged, ctx);
        }
        let joined = self.membership.joined_subscription.as_ref();
        if joined.is_some_and(|joined| *joined != self.subscription) {
            self.request_rejoin(RejoinReason::SubscriptionChanged, ctx);
        }
    }

    pub(super) fn is_rejoin_needed_or_pending(&self) -> bool {
        self.membership.rejoin_needed || self.membership.join != Join::None
    }

    /// `joinGroupIfNeeded` with a zero timer: true when nothing is left to do.
    pub(super) fn join_step(&mut self, ctx: &mut Ctx<'_>) -> bool {
        while self.is_rejoin_needed_or_pending() {
            if self.fatal.is_some() || self.coordinator != CoordinatorLookup::Known {
                return false;
            }
            if self.membership.needs_join_prepare {
                if !self.on_join_prepare(ctx) {
                    return false;
                }
                self.membership.needs_join_prepare = false;
            }
            match std::mem::replace(&mut self.membership.join, Join::None) {
                Join::None => {
                    if ctx.now < self.membership.retry_at {
                        return false;
                    }
                    self.send_join(ctx);
                }
                Join::Pending => {
                    self.membership.join = Join::Pending;
                    if !self.read_inbox(ctx) {
                        return false;
                    }
                }
                Join::Done(partitions) => self.finish_join(&partitions, ctx),
                Join::FailedRetryNow => self.membership.rejoin_needed = true,
                Join::FailedBackOff => {
                    self.membership.rejoin_needed = true;
                    self.membership.retry_at = ctx.now.after(self.config.retry_backoff);
                    return false;
                }
            }
        }
        true
    }

    fn finish_join(&mut self, partitions: &Arc<[PartitionId]>, ctx: &mut Ctx<'_>) {
        if self.membership.state == ClassicMembershipState::Stable && !self.membership.is_reset() {
            self.on_join_complete(partitions, ctx);
            self.membership.needs_join_prepare = true;
        } else {
            self.reset_generation_and_member(RejoinReason::Fenced, ctx);
        }
    }

    /// EAGER: commit what was read, then give everything up. False while the commit is awaited.
    fn on_join_prepare(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if self.uses_auto_commit() && !self.commit_before_rejoin(ctx) {
            return false;
        }
        self.membership.prepare_commit = PrepareCommit::NotSent;
        if self.membership.is_reset() {
            self.lose_all(ctx);
        } else {
            self.revoke_all(ctx);
        }
        self.membership.is_leader = false;
        true
    }

    fn commit_before_rejoin(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let now = ctx.now;
        match self.membership.prepare_commit {
            PrepareCommit::Done => return true,
            PrepareCommit::InFlight { give_up } | PrepareCommit::RetryFrom { give_up, .. }
                if now >= give_up =>
            {
                return true;
            }
            PrepareCommit::InFlight { .. } => {
                self.read_inbox(ctx);
                return self.membership.prepare_commit == PrepareCommit::Done;
            }
            PrepareCommit::RetryFrom { at, .. } if now < at => return false,
            PrepareCommit::NotSent | PrepareCommit::RetryFrom { .. } => {}
        }
        if !self.assigned.is_empty() {
            for partition in &mut self.assigned {
                partition.is_revocation_pending = true;
            }
            ctx.emit(Effect::RevocationPending { consumer: self.id });
        }
        let offsets = self.all_consumed();
        if offsets.is_empty() {
            return true;
        }
        if self.membership.state != ClassicMembershipState::Stable {
            self.report_commit(
                CommitHow::AutoOnRejoin,
                Err(self.local_refusal()),
                &offsets,
                ctx,
            );
            return true;
        }
        let give_up = match self.membership.prepare_commit {
            PrepareCommit::RetryFrom { give_up, .. } => give_up,
            PrepareCommit::NotSent | PrepareCommit::InFlight { .. } | PrepareCommit::Done => {
                now.after(self.config.max_poll_interval)
            }
        };
        self.membership.prepare_commit = PrepareCommit::InFlight { give_up };
        self.send_commit(CommitHow::AutoOnRejoin, offsets, ctx);
        false
    }

    /// The awaited commit of onJoinPrepare was answered.
    pub(super) fn on_prepare_commit_response(&mut self, is_retriable: bool, ctx: &Ctx<'_>) {
        if let PrepareCommit::InFlight { give_up } = self.membership.prepare_commit {
            self.membership.prepare_commit = if is_retriable {
                PrepareCommit::RetryFrom {
                    at: ctx.now.after(self.config.retry_backoff),
                    give_up,
                }
            } else {
                PrepareCommit::Done
            };
        }
    }

    fn send_join(&mut self, ctx: &mut Ctx<'_>) {
        self.membership.state = ClassicMembershipState::PreparingRebalance;
        self.membership.join = Join::Pending;
        self.membership.joined_subscription = Some(self.subscription.clone());
        let request = JoinGroupRequest {
            group: self.group,
            member_id: self.membership.member_id,
            client_id: self.config.client_id.clone(),
            session_timeout: self.config.session_timeout,
            rebalance_timeout: self.config.max_poll_interval,
            subscription: Subscription {
                assignors: self.config.partition_assignment_strategy.clone().into(),
                topics: self.subscription.clone(),
                owned: Arc::from([]),
                generation_id: self.membership.generation_id,
            },
        };
        self.send_group(Purpose::Join, Request::JoinGroup(request), ctx);
        if self.membership.member_id.is_some() {
            self.visit(CrashPoint::JoinedWaiting, ctx);
        }
    }

    pub(super) fn on_join_response(
        &mut self,
        response: JoinGroupResponse,
        is_current: bool,
        ctx: &mut Ctx<'_>,
    ) {
        match response.error {
            // Reset since it was sent (`UnjoinedGroupException`).
            ErrorCode::None
                if self.membership.state != ClassicMembershipState::PreparingRebalance =>
            {
                self.fail_join(Join::FailedBackOff);
            }
            ErrorCode::None => {
                self.membership.generation_id = response.generation_id;
                self.membership.member_id = response.member_id;
                self.membership.is_leader = response.is_leader;
                self.membership.state = ClassicMembershipState::CompletingRebalance;
                self.enable_heartbeat(ctx);
                match response.protocol {
                    Some(protocol) if response.is_leader => {
                        self.pending_assignment = Some(PendingAssignment {
                            protocol,
                            members: response.members,
                            is_metadata_fresh: false,
                        });
                        self.visit(CrashPoint::LeaderSyncing, ctx);
                        self.assign_as_leader(ctx);
                    }
                    Some(_) | None => self.send_sync(Vec::new(), ctx),
                }
            }
            ErrorCode::MemberIdRequired => {
                self.membership.member_id = response.member_id;
                self.fail_join(Join::FailedRetryNow);
            }
            ErrorCode::UnknownMemberId
            | ErrorCode::IllegalGeneration
            | ErrorCode::RebalanceInProgress
            | ErrorCode::InconsistentGroupProtocol
            | ErrorCode::InvalidSessionTimeout
            | ErrorCode::GroupMaxSizeReached
            | ErrorCode::OffsetOutOfRange
            | ErrorCode::Disconnected => self.fail_join_for_now(response.error, is_current, ctx),
        }
    }

    /// `is_current`: the generation is still the one the request was sent with; else an error
    /// does not reset it once more.
    pub(super) fn fail_join_for_now(
        &mut self,
        error: ErrorCode,
        is_current: bool,
        ctx: &mut Ctx<'_>,
    ) {
        match error {
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration if !is_current => {
                self.fail_join(Join::FailedRetryNow);
            }
            ErrorCode::UnknownMemberId => {
                self.reset_generation_and_member(RejoinReason::Fenced, ctx);
                self.fail_join(Join::FailedRetryNow);
            }
            ErrorCode::IllegalGeneration => {
                self.reset_generation(ctx);
                self.fail_join(Join::FailedRetryNow);
            }
            ErrorCode::RebalanceInProgress | ErrorCode::MemberIdRequired | ErrorCode::None => {
                self.fail_join(Join::FailedRetryNow);
            }
            ErrorCode::Disconnected => {
                self.lose_coordinator(ctx);
                self.fail_join(Join::FailedBackOff);
            }
            ErrorCode::InconsistentGroupProtocol => {
                self.fail_join_for_good(FatalError::InconsistentGroupProtocol);
            }
            ErrorCode::InvalidSessionTimeout => {
                self.fail_join_for_good(FatalError::InvalidSessionTimeout);
            }
            ErrorCode::GroupMaxSizeReached => {
                self.fail_join_for_good(FatalError::GroupMaxSizeReached);
            }
            ErrorCode::OffsetOutOfRange => unreachable!("no group answer carries it"),
        }
    }

    /// When a join that cannot go on now should be looked at again.
    pub(super) fn join_retry_at(&self, now: SimTime) -> SimTime {
        let commit = match self.membership.prepare_commit {
            PrepareCommit::RetryFrom { at, .. } => at,
            PrepareCommit::InFlight { give_up } => give_up,
            PrepareCommit::NotSent | PrepareCommit::Done => SimTime::MAX,
        };
        let retry = self.membership.retry_at;
        if retry > now {
            commit.min(retry)
        } else {
            commit
        }
    }

    fn fail_join(&mut self, outcome: Join) {
        self.membership.state = ClassicMembershipState::Unjoined;
        self.membership.join = outcome;
    }

    fn fail_join_for_good(&mut self, error: FatalError) {
        self.fail_join(Join::None);
        self.fatal = Some(error);
    }

    /// The leader waits for a refresh in every generation in which others subscribe to topics that
    /// it does not (`groupSubscribe`), and whenever one is due or under way (`ensureFreshMetadata`).
    fn needs_fresh_metadata(
        &self,
        pending: &PendingAssignment,
        topics: &BTreeSet<TopicId>,
        now: SimTime,
    ) -> bool {
        let is_known = |topic: &TopicId| self.metadata.iter().any(|(known, _)| known == topic);
        let is_foreign = |topic: &TopicId| !self.subscription.contains(topic);
        let is_stale =
            self.metadata_in_flight || now >= self.metadata_due || topics.iter().any(is_foreign);
        !topics.iter().all(is_known) || (is_stale && !pending.is_metadata_fresh)
    }

    pub(super) fn on_fresh_metadata(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(pending) = &mut self.pending_assignment {
            pending.is_metadata_fresh = true;
            self.assign_as_leader(ctx);
        }
    }

    /// Runs the assignor as soon as the metadata is fit for it.
    fn assign_as_leader(&mut self, ctx: &mut Ctx<'_>) {
        let Some(pending) = &self.pending_assignment else {
            return;
        };
        let topics: BTreeSet<TopicId> = pending
            .members
            .iter()
            .flat_map(|m| m.subscription.topics.iter().copied())
            .collect();
        if self.needs_fresh_metadata(pending, &topics, ctx.now) {
            self.request_metadata(topics.into_iter().collect(), ctx);
            return;
        }
        let Some(pending) = self.pending_assignment.take() else {
            return;
        };
        let topics: Vec<TopicId> = topics.into_iter().collect();
        self.membership.assignment_snapshot = Some(
            topics
                .iter()
                .map(|topic| (*topic, self.known_count(*topic)))
                .collect(),
        );
        let input = self.assignor_input(&topics, &pending.members, ctx);
        let Ok(output) = assignor(pending.protocol).assign(&input) else {
            self.fail_join_for_good(FatalError::AssignorFailed);
            return;
        };
        let to_id = |(topic, number): &(u32, u32)| {
            ctx.directory.partitions_of(topics[*topic as usize])[*number as usize]
        };
        let assignments = pending
            .members
            .iter()
            .zip(&output.per_member)
            .map(|(member, partitions)| (member.member_id, partitions.iter().map(to_id).collect()))
            .collect();
        self.send_sync(assignments, ctx);
    }

    fn assignor_input(
        &self,
        topics: &[TopicId],
        members: &[JoinedMember],
        ctx: &Ctx<'_>,
    ) -> AssignorInput {
        let name = |topic: &TopicId| ctx.directory.topic_name(*topic).clone();
        AssignorInput {
            topics: topics
                .iter()
                .map(|topic| AssignorTopic {
                    name: name(topic),
                    partition_count: self.known_count(*topic),
                    racks: None,
                })
                .collect(),
            members: members
                .iter()
                .map(|member| AssignorMember {
                    id: member.name.clone(),
                    hash_spread: member.hash_spread,
                    group_instance_id: None,
                    rack: None,
                    subscribed: member.subscription.topics.iter().map(name).collect(),
                    owned: Vec::new(),
                    generation: member.subscription.generation_id.0,
                    user_data: None,
                })
                .collect(),
            leader_max_generation: -1,
        }
    }

    fn send_sync(&mut self, assignments: Vec<(MemberId, Arc<[PartitionId]>)>, ctx: &mut Ctx<'_>) {
        let Some(member_id) = self.membership.member_id else {
            return;
        };
        let request = Request::SyncGroup {
            group: self.group,
            member_id,
            generation_id: self.membership.generation_id,
            assignments,
        };
        self.send_group(Purpose::Sync, request, ctx);
    }

    pub(super) fn on_sync_response(
        &mut self,
        error: ErrorCode,
        partitions: Arc<[PartitionId]>,
        is_current: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let is_joining = self.membership.state == ClassicMembershipState::CompletingRebalance;
        if error != ErrorCode::None {
            self.fail_join_for_now(error, is_current, ctx);
        } else if is_joining && is_current {
            self.membership.state = ClassicMembershipState::Stable;
            self.membership.rejoin_needed = false;
            self.membership.join = Join::Done(partitions);
        } else {
            // Reset since it was sent: this rebalance is void, the next one begins at once.
            self.fail_join(Join::FailedRetryNow);
        }
    }
}
