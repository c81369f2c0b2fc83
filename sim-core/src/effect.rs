//! Facts, in the past tense. Effects only observe: throwing them away never changes a run.
//!
//! Ledger, metrics, matrix, explanations and tests are folds over them.

use std::sync::Arc;

use locale::Text;

use crate::command::{Command, Link, Way};
use crate::config::{AssignorName, OffsetReset};
use crate::ids::{ConsumerId, GenerationId, GroupId, MemberId, PartitionId, TopicId};
use crate::protocol::{Api, ErrorCode, RecordRange};
use crate::scenario::OnPoison;
use crate::time::SimTime;
use crate::view::GroupState;

/// A fact about the run.
#[derive(Clone, Debug, PartialEq)]
#[expect(
    missing_docs,
    reason = "field names are the glossary's; variants say what happened"
)]
pub enum Effect {
    /// A command took effect.
    CommandApplied {
        command: Arc<Command>,
        consumer: Option<ConsumerId>,
    },
    /// A command of the tape could not be applied in this run.
    CommandRefused { command: Arc<Command>, why: Text },
    /// A consumer process began.
    ProcessStarted { consumer: ConsumerId },
    /// A consumer process ended.
    ProcessEnded {
        consumer: ConsumerId,
        how: ProcessEnd,
    },
    /// `close()` began.
    CloseBegun { consumer: ConsumerId },
    /// Every thread of the process stopped.
    Frozen { consumer: ConsumerId },
    /// The process goes on.
    Thawed { consumer: ConsumerId },
    /// The link, or a part of it, was cut.
    NetworkCut {
        consumer: ConsumerId,
        link: Link,
        way: Way,
    },
    /// The link works again.
    NetworkHealed { consumer: ConsumerId },
    /// A message of the consumer got lost or is late, as was planned.
    MessageFailed {
        consumer: ConsumerId,
        api: Api,
        fault: Fault,
    },
    /// A request left the client; `arrives` is None if it is lost, and while the link is cut.
    RequestSent {
        consumer: ConsumerId,
        api: Api,
        arrives: Option<SimTime>,
    },
    /// A response left the broker.
    ResponseSent {
        consumer: ConsumerId,
        api: Api,
        error: ErrorCode,
        arrives: Option<SimTime>,
    },

    /// `JoinGroup` without id was answered with one (KIP-394).
    MemberIdHandedOut {
        group: GroupId,
        member: MemberId,
        consumer: ConsumerId,
    },
    /// A member was really added.
    MemberAdded {
        group: GroupId,
        member: MemberId,
        consumer: ConsumerId,
        is_static: bool,
    },
    /// A static member came back: `member` is its new id.
    MemberReplaced {
        group: GroupId,
        old_member: MemberId,
        member: MemberId,
        consumer: ConsumerId,
    },
    /// A member (or a handed-out id) was removed.
    MemberRemoved {
        group: GroupId,
        member: MemberId,
        consumer: ConsumerId,
        reason: RemovalReason,
        was_pending: bool,
    },
    /// The coordinator moved a group to another state.
    GroupTransition {
        group: GroupId,
        from: GroupState,
        to: GroupState,
        generation_id: i32,
        reason: TransitionReason,
    },
    /// The initial rebalance waits for one more window.
    InitialDelayExtended { group: GroupId, until: SimTime },
    /// A join phase ended and generation `generation_id` began.
    JoinPhaseCompleted {
        group: GroupId,
        generation_id: i32,
        members: u32,
        leader: Option<ConsumerId>,
        protocol: Option<AssignorName>,
    },
    /// The leader's `SyncGroup` reached the coordinator.
    AssignmentReceived {
        group: GroupId,
        generation_id: i32,
        member: MemberId,
    },
    /// The coordinator heard from a member (re-armed its session).
    MemberHeard {
        group: GroupId,
        member: MemberId,
        consumer: ConsumerId,
    },
    /// Offsets were stored.
    OffsetsStored {
        group: GroupId,
        consumer: ConsumerId,
        offsets: Arc<[(PartitionId, u64)]>,
    },

    /// The client learnt that it must rejoin.
    RejoinRequested {
        consumer: ConsumerId,
        reason: RejoinReason,
    },
    /// `groupMetadata()` changed.
    GenerationChanged {
        consumer: ConsumerId,
        generation_id: GenerationId,
        member: Option<MemberId>,
    },
    /// `onPartitionsRevoked` ran.
    PartitionsRevoked {
        consumer: ConsumerId,
        partitions: Arc<[PartitionId]>,
    },
    /// `onPartitionsLost` ran.
    PartitionsLost {
        consumer: ConsumerId,
        partitions: Arc<[PartitionId]>,
    },
    /// `assign()`: no callback, no group.
    PartitionsTaken {
        consumer: ConsumerId,
        partitions: Arc<[PartitionId]>,
    },
    /// `onPartitionsAssigned` ran (with the added ones only).
    PartitionsAssigned {
        consumer: ConsumerId,
        partitions: Arc<[PartitionId]>,
    },
    /// EAGER with automatic commits: partitions are frozen until their commit is answered.
    RevocationPending { consumer: ConsumerId },
    /// A partition got a valid position without reading.
    PositionSet {
        consumer: ConsumerId,
        group: GroupId,
        partition: PartitionId,
        position: u64,
        source: PositionSource,
    },
    /// A commit was answered without error.
    CommitSucceeded {
        consumer: ConsumerId,
        how: CommitHow,
        offsets: Arc<[(PartitionId, u64)]>,
    },
    /// A commit failed, by the broker's answer or the client's own refusal.
    CommitFailed {
        consumer: ConsumerId,
        how: CommitHow,
        error: CommitError,
    },
    /// The process was killed before this commit of it was answered.
    CommitUnanswered {
        consumer: ConsumerId,
        group: GroupId,
        offsets: Arc<[(PartitionId, u64)]>,
    },
    /// The client left because `poll()` did not come back in `max.poll.interval.ms`.
    PollTimeout {
        consumer: ConsumerId,
        last_poll: SimTime,
    },
    /// The client does not know its coordinator any more.
    CoordinatorLost { consumer: ConsumerId },
    /// `poll()` returned records.
    BatchReturned {
        consumer: ConsumerId,
        group: GroupId,
        generation_id: GenerationId,
        ranges: Arc<[RecordRange]>,
    },
    /// The application finished records.
    RecordsProcessed {
        consumer: ConsumerId,
        group: GroupId,
        generation_id: GenerationId,
        range: RecordRange,
        started: SimTime,
        finished: SimTime,
    },
    /// `wakeup()` made `poll()` or `commitSync()` throw.
    WokenUp { consumer: ConsumerId },
    /// A program met a record that it cannot process.
    PoisonMet {
        consumer: ConsumerId,
        group: GroupId,
        partition: PartitionId,
        offset: u64,
        answer: OnPoison,
        /// Records this consumer has produced to `<topic>.DLT` so far.
        dead_letters: u64,
    },
    /// Records in hand will not be processed by this process.
    RecordsAbandoned {
        consumer: ConsumerId,
        group: GroupId,
        range: RecordRange,
    },

    /// A topic grew: partition numbers `from..to` are new.
    PartitionsAdded { topic: TopicId, from: u32, to: u32 },
    /// Retention deleted what was before `offset`.
    LogStartMoved {
        partition: PartitionId,
        offset: u64,
        by: RetentionRule,
    },
    /// Committed offsets are too old and gone.
    OffsetsExpired {
        group: GroupId,
        partitions: Arc<[PartitionId]>,
        reason: ExpiryReason,
    },
    /// An empty group without offsets is forgotten; the next generation is 1 again.
    GroupDeleted { group: GroupId },
    /// A model rule was broken: a defect of the simulator.
    InvariantBroken { what: String },
}

/// Which limit of a topic moved its log start.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RetentionRule {
    /// `retention.ms`.
    Time,
    /// `retention.bytes`.
    Size,
}

impl RetentionRule {
    /// Kafka's name of the limit.
    pub fn key(self) -> &'static str {
        match self {
            Self::Time => "retention.ms",
            Self::Size => "retention.bytes",
        }
    }
}

/// Which offsets aged, and from when on (KIP-211).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ExpiryReason {
    /// Nobody was in the group for `offsets.retention.minutes`.
    GroupEmpty,
    /// No member subscribed to the topic, and the last commit is that old.
    NotSubscribed,
    /// Nobody ever joined the group, and the last commit is that old.
    NeverJoined,
}

/// What happens to a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fault {
    /// The request is lost.
    RequestLost,
    /// The request is carried out, its answer is lost.
    AnswerLost,
    /// The request takes longer.
    RequestDelayed,
}

/// How a process ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ProcessEnd {
    /// `kill -9`.
    Killed,
    /// `close()` returned.
    Closed,
    /// An exception ended it.
    Failed(FatalError),
}

/// Exceptions that end a consumer, with Kafka's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FatalError {
    /// No committed offset and `auto.offset.reset=none`.
    NoOffsetForPartition,
    /// Position out of range and `auto.offset.reset=none`.
    OffsetOutOfRange,
    /// No common assignor.
    InconsistentGroupProtocol,
    /// Session timeout outside the broker's bounds.
    InvalidSessionTimeout,
    /// Group is full.
    GroupMaxSizeReached,
    /// The leader's assignor threw `NullPointerException` (E.4.9).
    AssignorNullPointer,
    /// The leader's assignor threw `IllegalStateException` (E.4.9).
    AssignorIllegalState,
    /// Another process has the same `group.instance.id`.
    FencedInstanceId,
    /// The program threw at a record that it cannot process.
    PoisonRecord,
    /// The program threw.
    Thrown,
}

impl FatalError {
    /// Kafka's exception name.
    pub fn name(self) -> &'static str {
        match self {
            Self::NoOffsetForPartition => "NoOffsetForPartitionException",
            Self::OffsetOutOfRange => "OffsetOutOfRangeException",
            Self::InconsistentGroupProtocol => "InconsistentGroupProtocolException",
            Self::InvalidSessionTimeout => "InvalidSessionTimeoutException",
            Self::GroupMaxSizeReached => "GroupMaxSizeReachedException",
            Self::AssignorNullPointer => "NullPointerException",
            Self::AssignorIllegalState => "IllegalStateException",
            Self::FencedInstanceId => "FencedInstanceIdException",
            Self::Thrown => "an exception in the batch",
            Self::PoisonRecord => "an exception at a poison record",
        }
    }
}

/// Why the coordinator removed a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RemovalReason {
    /// `LeaveGroup`.
    Left,
    /// Nothing heard for its session timeout.
    SessionExpired,
    /// Did not rejoin before the join phase ended.
    NotRejoined,
    /// Sent no `SyncGroup` before the sync phase ended.
    NotSynced,
    /// `group.max.size`.
    GroupFull,
}

/// Why a group changed state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TransitionReason {
    /// A member was added.
    MemberAdded(MemberId),
    /// The leader joined again.
    LeaderRejoined(MemberId),
    /// A member joined again with changed metadata.
    MetadataChanged(MemberId),
    /// A member left.
    MemberLeft(MemberId),
    /// A session expired.
    SessionExpired(MemberId),
    /// Members sent no `SyncGroup` in time.
    SyncTimeout,
    /// Everybody joined, or the time was over.
    JoinPhaseOver,
    /// Nobody is left.
    NobodyLeft,
    /// The leader's assignment is stored.
    AssignmentStored,
    /// A static member came back under a new member id.
    MemberReplaced(MemberId),
}

/// Why a client rejoins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RejoinReason {
    /// A heartbeat was answered `REBALANCE_IN_PROGRESS`.
    HeartbeatSaidSo,
    /// A commit was answered `REBALANCE_IN_PROGRESS`.
    CommitSaidSo,
    /// Leader: partitions of a subscribed topic changed.
    MetadataChanged,
    /// `subscribe()` with other topics.
    SubscriptionChanged,
    /// `enforceRebalance()`.
    Enforced,
    /// The member id or generation is not valid any more.
    Fenced,
    /// Poll interval exceeded.
    PollTimeout,
    /// COOPERATIVE: it revoked partitions, which only a next round can give away.
    Revoked,
}

/// Where a position came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PositionSource {
    /// The group's committed offset.
    Committed,
    /// The program's own store; it called `seek()`.
    Outside,
    /// `auto.offset.reset`.
    Reset(OffsetReset),
    /// The program's own `seek()`.
    Seek,
}

/// Which commit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommitHow {
    /// `auto.commit.interval.ms`.
    Auto,
    /// Automatic, before rejoining.
    AutoOnRejoin,
    /// Automatic, in `close()`.
    AutoOnClose,
    /// `commitSync()` after a batch.
    SyncAfterBatch,
    /// `commitSync()` before a batch.
    SyncBeforeProcessing,
    /// `commitSync()` asked for by command.
    SyncByCommand,
    /// `commitSync()` of what was processed, inside `onPartitionsRevoked`.
    SyncInRevoked,
    /// `commitSync({p: offset + 1})` after a record.
    SyncPerRecord,
    /// `commitSync(map of processed offsets)`.
    SyncProcessed,
    /// `commitSync(map of processed offsets)` before `close()`.
    SyncOnClose,
    /// `commitSync(map of finished prefixes)` of a program with workers.
    SyncFinished,
    /// `commitAsync()` after a batch.
    Async,
    /// `commitAsync(offsets)` once more, from the callback of one that failed.
    AsyncRetry,
}

/// Why a commit failed, with Kafka's exception names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CommitError {
    /// `CommitFailedException`.
    CommitFailed,
    /// `RebalanceInProgressException`.
    RebalanceInProgress,
    /// The time of commitSync or of an automatic commit was over: `TimeoutException`.
    Timeout,
    /// `FencedInstanceIdException`: ends the consumer.
    FencedInstanceId,
    /// commitAsync did not reach the coordinator: `RetriableCommitFailedException`.
    Retriable,
}

impl CommitError {
    /// Kafka's exception name.
    pub fn name(self) -> &'static str {
        match self {
            Self::CommitFailed => "CommitFailedException",
            Self::RebalanceInProgress => "RebalanceInProgressException",
            Self::Timeout => "TimeoutException",
            Self::FencedInstanceId => "FencedInstanceIdException",
            Self::Retriable => "RetriableCommitFailedException",
        }
    }
}
