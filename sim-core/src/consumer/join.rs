//! The join state machine on the client: onJoinPrepare, `JoinGroup`, the leader's assignment,
//! `SyncGroup`, onJoinComplete (B.5, B.6).

use std::collections::BTreeSet;
use std::sync::Arc;

use super::requests::Purpose;
use super::{
    App, ClassicMembershipState, Client, CoordinatorLookup, Join, Membership, PrepareCommit,
};
use crate::assignor::{
    AssignorError, AssignorInput, AssignorMember, AssignorTopic, UserData, assignor,
};
use crate::command::CrashPoint;
use crate::config::AssignorName;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect, FatalError, RejoinReason};
use crate::event::ConsumerTimer;
use crate::ids::{GenerationId, MemberId, PartitionId, TopicId};
use crate::protocol::{
    ErrorCode, JoinGroupRequest, JoinGroupResponse, JoinedMember, Request, Subscription,
};
use crate::sorting;
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
            protocol: None,
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

    /// The next step of a join would begin a new one.
    pub(super) fn is_join_to_be_sent(&self) -> bool {
        self.membership.rejoin_needed
            && self.membership.join == Join::None
            && self.membership.prepare_commit == PrepareCommit::NotSent
    }

    /// `joinGroupIfNeeded` with a zero timer: true when nothing is left to do.
    pub(super) fn join_step(&mut self, ctx: &mut Ctx<'_>) -> bool {
        while self.is_rejoin_needed_or_pending() {
            if self.fatal.is_some() || self.coordinator != CoordinatorLookup::Known {
                return false;
            }
            if self.membership.needs_join_prepare && !self.on_join_prepare(ctx) {
                return false;
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
                Join::Done(partitions) => {
                    if !self.is_join_valid() {
                        self.reset_generation_and_member(RejoinReason::Fenced, ctx);
                    } else if !self.begin_assignment(&partitions, ctx) {
                        return false;
                    }
                }
                Join::Revoked(partitions) => {
                    if !self.take_assignment(&partitions, ctx) {
                        return false;
                    }
                }
                Join::Assigned => self.membership.needs_join_prepare = true,
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

    /// The rest of onJoinPrepare or onJoinComplete behind a callback. False if the next one runs.
    pub(super) fn go_on_after_callback(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if matches!(self.membership.prepare_commit, PrepareCommit::Called { .. }) {
            return self.on_join_prepare(ctx);
        }
        match std::mem::replace(&mut self.membership.join, Join::None) {
            Join::Revoked(partitions) => self.take_assignment(&partitions, ctx),
            Join::Assigned => {
                self.membership.needs_join_prepare = true;
                true
            }
            other @ (Join::None
            | Join::Pending
            | Join::Done(_)
            | Join::FailedRetryNow
            | Join::FailedBackOff) => {
                self.membership.join = other;
                true
            }
        }
    }

    fn is_join_valid(&self) -> bool {
        self.membership.state == ClassicMembershipState::Stable && !self.membership.is_reset()
    }

    /// Commit what was read, then give up what must be given up. False while the commit is awaited
    /// or the callback runs.
    fn on_join_prepare(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if let PrepareCommit::Called { was_reset } = self.membership.prepare_commit {
            self.membership.prepare_commit = PrepareCommit::NotSent;
            self.drop_before_join(was_reset, ctx);
            self.membership.is_leader = false;
            self.membership.needs_join_prepare = false;
            return true;
        }
        if self.uses_auto_commit() && !self.commit_before_rejoin(ctx) {
            return false;
        }
        let was_reset = self.membership.is_reset();
        self.membership.prepare_commit = PrepareCommit::Called { was_reset };
        self.give_up_before_join(ctx) && self.on_join_prepare(ctx)
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
            PrepareCommit::NotSent
            | PrepareCommit::RetryFrom { .. }
            | PrepareCommit::Called { .. } => {}
        }
        // COOPERATIVE reads on meanwhile.
        if !self.assigned.is_empty() && !self.is_cooperative() {
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
            PrepareCommit::NotSent
            | PrepareCommit::InFlight { .. }
            | PrepareCommit::Done
            | PrepareCommit::Called { .. } => now.after(self.config.max_poll_interval),
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
        self.is_pattern_fresh = false;
        let request = JoinGroupRequest {
            group: self.group,
            member_id: self.membership.member_id,
            group_instance_id: self.config.group_instance_id.clone(),
            client_id: self.config.client_id.clone(),
            session_timeout: self.config.session_timeout,
            rebalance_timeout: self.config.max_poll_interval,
            subscription: Subscription {
                assignors: self.config.partition_assignment_strategy.clone().into(),
                topics: self.subscription.clone(),
                last_given: self.sticky_user_data(),
                owned: self.assigned.iter().map(|partition| partition.id).collect(),
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
                self.membership.protocol = response.protocol;
                self.membership.state = ClassicMembershipState::CompletingRebalance;
                self.enable_heartbeat(ctx);
                match response.protocol {
                    Some(_) if response.is_leader && response.skip_assignment => {
                        self.resume_as_leader(&response.members, ctx);
                    }
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
            | ErrorCode::FencedInstanceId
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
            ErrorCode::FencedInstanceId => self.fail_join_for_good(FatalError::FencedInstanceId),
            ErrorCode::OffsetOutOfRange => unreachable!("no group answer carries it"),
        }
    }

    /// When a join that cannot go on now should be looked at again.
    pub(super) fn join_retry_at(&self, now: SimTime) -> SimTime {
        let commit = match self.membership.prepare_commit {
            PrepareCommit::RetryFrom { at, .. } => at,
            PrepareCommit::InFlight { give_up } => give_up,
            PrepareCommit::NotSent | PrepareCommit::Done | PrepareCommit::Called { .. } => {
                SimTime::MAX
            }
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
        let members = pending.members.iter();
        let topics = sorting::set_of(members.flat_map(|m| m.subscription.topics.iter().copied()));
        if self.needs_fresh_metadata(pending, &topics, ctx.now) {
            self.request_metadata(topics.into_iter().collect(), ctx);
            return;
        }
        let Some(pending) = self.pending_assignment.take() else {
            return;
        };
        let topics: Vec<TopicId> = topics.into_iter().collect();
        self.watch_topics(&topics);
        let input = self.assignor_input(&topics, &pending.members, ctx);
        let output = match assignor(pending.protocol).assign(&input) {
            Ok(output) => output,
            Err(error) => return self.on_assignor_error(error, ctx),
        };
        self.leader_max_generation = output.leader_max_generation;
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

    /// The leader looks for changes of these topics from now on (B.7).
    fn watch_topics(&mut self, topics: &[TopicId]) {
        self.membership.assignment_snapshot = Some(
            topics
                .iter()
                .map(|topic| (*topic, self.known_count(*topic)))
                .collect(),
        );
    }

    /// KIP-814: a static leader that came back watches the group's topics but assigns nothing.
    fn resume_as_leader(&mut self, members: &[JoinedMember], ctx: &mut Ctx<'_>) {
        let members = members.iter();
        let topics = sorting::set_of(members.flat_map(|m| m.subscription.topics.iter().copied()));
        self.watch_topics(&topics.into_iter().collect::<Vec<_>>());
        self.send_sync(Vec::new(), ctx);
    }

    fn on_assignor_error(&mut self, error: AssignorError, ctx: &mut Ctx<'_>) {
        match error {
            AssignorError::NullPointer => {
                self.fail_join_for_good(FatalError::AssignorNullPointer);
            }
            AssignorError::IllegalState => {
                self.fail_join_for_good(FatalError::AssignorIllegalState);
            }
            // assign() never returns, and it holds the lock the heartbeat thread needs.
            AssignorError::Endless => {
                self.last_error = Some("assign() never returns");
                self.heartbeat.is_enabled = false;
                ctx.cancel_timer(self.timer(ConsumerTimer::HeartbeatThread));
                self.app = App::Stuck;
            }
        }
    }

    /// What a configured `StickyAssignor` sends along.
    fn sticky_user_data(&self) -> Option<(Arc<[PartitionId]>, GenerationId)> {
        let strategy = &self.config.partition_assignment_strategy;
        self.last_given
            .clone()
            .filter(|_| strategy.contains(&AssignorName::Sticky))
    }

    fn assignor_input(
        &self,
        topics: &[TopicId],
        members: &[JoinedMember],
        ctx: &Ctx<'_>,
    ) -> AssignorInput {
        let name = |topic: &TopicId| ctx.directory.topic_name(*topic).clone();
        let named = |partitions: &[PartitionId]| {
            let pair = |id: &PartitionId| {
                let place = ctx.directory.topic_partition(*id);
                (name(&place.topic), place.partition)
            };
            partitions.iter().map(pair).collect::<Vec<_>>()
        };
        let user_data = |(partitions, generation): &(Arc<[PartitionId]>, GenerationId)| UserData {
            generation: generation.0,
            partitions: named(partitions),
        };
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
                    group_instance_id: member.group_instance_id.clone(),
                    rack: None,
                    subscribed: member.subscription.topics.iter().map(name).collect(),
                    owned: named(&member.subscription.owned),
                    generation: member.subscription.generation_id.0,
                    user_data: member.subscription.last_given.as_ref().map(user_data),
                })
                .collect(),
            leader_max_generation: self.leader_max_generation,
        }
    }

    fn send_sync(&mut self, assignments: Vec<(MemberId, Arc<[PartitionId]>)>, ctx: &mut Ctx<'_>) {
        let Some(caller) = self.caller() else {
            return;
        };
        let request = Request::SyncGroup {
            group: self.group,
            caller,
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
