//! A consumer process: application loop, classic client, heartbeat thread.
//!
//! The application thread and the heartbeat thread share the client's state, as in Kafka; what
//! each may read from the sockets, and when, is the point (B.3, B.4). Reaches others only
//! through [`Ctx`].

mod app_loop;
mod assignment;
mod async_commits;
pub(crate) mod batch;
mod calls;
mod close;
mod commit;
mod cpu;
mod crash;
mod fetcher;
mod heartbeat;
mod join;
pub(crate) mod listener;
mod metadata;
mod pace;
mod poison;
mod positions;
mod process;
mod program;
mod requests;
mod responses;
pub(crate) mod workers;

use std::collections::VecDeque;
use std::sync::Arc;

use locale::{Text, say};

use crate::command::{CloseHow, CrashPoint};
use crate::config::{AssignorName, ConsumerConfig, OffsetReset};
use crate::effect::{CommitHow, FatalError, ProcessEnd};
use crate::event::{ConsumerTimer, TimerKey};
use crate::ids::{ConnectionId, ConsumerId, GenerationId, GroupId, MemberId, PartitionId, TopicId};
use crate::protocol::{Caller, CommittedOffset, RecordRange, Response};
use crate::rng::Stream;
use crate::scenario::{
    CommitStyle, CostSpec, ListenerSpec, OnPoison, ProcessingTime, ProgramSpec, TopicPattern,
    WorkerMode, WorkerPool,
};
use crate::time::{SimDuration, SimTime};

use async_commits::AsyncCommits;
use batch::Batch;
use cpu::Cpu;
pub(crate) use listener::{Callback, CallbackKind};
use pace::PaceCache;
use program::Progress;
use requests::InFlight;
use workers::Workers;

/// What the program around the client does.
#[derive(Clone, Copy, Debug, Hash)]
pub(crate) struct Program {
    pub poll_timeout: SimDuration,
    pub processing: ProcessingTime,
    pub commit: CommitStyle,
    pub listener: ListenerSpec,
    pub workers: Option<WorkerPool>,
    pub on_poison: OnPoison,
    pub pod_restart: SimDuration,
}

impl Program {
    pub(crate) fn new(spec: &ProgramSpec, pod_restart: SimDuration) -> Self {
        Self {
            poll_timeout: SimDuration::from_millis(spec.poll_timeout_ms),
            processing: spec.processing,
            commit: spec.commit,
            listener: spec.listener,
            workers: spec.workers,
            on_poison: spec.on_poison,
            pod_restart,
        }
    }
}

/// What a real client's host adds (`CostSpec`).
#[derive(Clone, Copy, Debug, Hash)]
pub(crate) struct Costs {
    start: SimDuration,
    timer_slack: SimDuration,
    turn: SimDuration,
    assign: SimDuration,
}

impl From<&CostSpec> for Costs {
    fn from(spec: &CostSpec) -> Self {
        Self {
            start: SimDuration::from_micros(spec.client_start_us),
            timer_slack: SimDuration::from_micros(spec.timer_slack_us),
            turn: SimDuration::from_micros(spec.turn_us),
            assign: SimDuration::from_micros(spec.assign_us),
        }
    }
}

/// Life of the process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Life {
    /// Not started yet.
    NotStarted,
    /// Started; constructor and first metadata.
    Starting,
    Running,
    /// Inside `close()`.
    Closing,
    Closed,
    Killed,
    Failed(FatalError),
}

impl Life {
    pub(crate) fn is_alive(self) -> bool {
        matches!(self, Self::Starting | Self::Running | Self::Closing)
    }

    /// Name of the exception that ended it.
    pub(crate) fn fatal_error(self) -> Option<&'static str> {
        if let Self::Failed(error) = self {
            Some(error.name())
        } else {
            None
        }
    }

    /// In a word.
    pub(crate) fn told(self) -> Text {
        match self {
            Self::NotStarted => say::state_not_started(),
            Self::Starting => say::state_starting(),
            Self::Running => say::state_running(),
            Self::Closing => say::state_closing(),
            Self::Closed => say::state_closed(),
            Self::Killed => say::state_killed(),
            Self::Failed(_) => say::state_failed(),
        }
    }
}

/// Client-side member state (`AbstractCoordinator.MemberState`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum ClassicMembershipState {
    /// No part of a group. `JoinGroup` sent → `PreparingRebalance`.
    Unjoined,
    /// `JoinGroup` sent. Answered → `CompletingRebalance`; error → `Unjoined`.
    PreparingRebalance,
    /// `SyncGroup` sent (or the leader is assigning). Answered → `Stable`; error → `Unjoined`.
    CompletingRebalance,
    /// Assignment received.
    Stable,
}

/// The pending join of `joinGroupIfNeeded`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Join {
    None,
    /// `JoinGroup` or `SyncGroup` is out, or the leader waits for metadata.
    Pending,
    /// `SyncGroup` was answered.
    Done(Arc<[PartitionId]>),
    /// onJoinComplete: what moves away is revoked.
    Revoked(Arc<[PartitionId]>),
    /// onJoinComplete: the new assignment stands, its callback was called.
    Assigned,
    /// To be retried at once.
    FailedRetryNow,
    /// To be retried after `retry.backoff.ms`.
    FailedBackOff,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct Membership {
    pub state: ClassicMembershipState,
    pub generation_id: GenerationId,
    pub member_id: Option<MemberId>,
    pub is_leader: bool,
    /// The assignor the coordinator chose for this generation.
    pub protocol: Option<AssignorName>,
    pub rejoin_needed: bool,
    needs_join_prepare: bool,
    join: Join,
    /// No new `JoinGroup` before this moment.
    retry_at: SimTime,
    /// Awaited automatic commit of onJoinPrepare, and when the wait is given up.
    prepare_commit: PrepareCommit,
    /// Leader: partition counts it assigned from (B.7).
    assignment_snapshot: Option<Vec<(TopicId, u32)>>,
    /// What the last `JoinGroup` offered; `subscribe()` with something else means to join again.
    joined_subscription: Option<Arc<[TopicId]>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum PrepareCommit {
    NotSent,
    InFlight {
        give_up: SimTime,
    },
    RetryFrom {
        at: SimTime,
        give_up: SimTime,
    },
    Done,
    /// The callback of onJoinPrepare was called.
    Called {
        was_reset: bool,
    },
}

/// What the client knows about its coordinator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CoordinatorLookup {
    Unknown { retry_at: SimTime },
    Finding,
    Known,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct Heartbeat {
    /// Set by the `JoinGroup` answer, cleared by the thread itself.
    pub is_enabled: bool,
    /// Next heartbeat.
    due: SimTime,
    session_deadline: SimTime,
    pub poll_deadline: SimTime,
    last_poll: SimTime,
    /// Start of the thread's ticks, and their length.
    tick_anchor: SimTime,
    tick: SimDuration,
    failures: u32,
    /// How much later than asked a waiting thread wakes.
    slack: SimDuration,
}

/// Fetch state of an assigned partition (`SubscriptionState.FetchStates`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum FetchState {
    /// Waits for the committed offset.
    Initializing,
    /// Waits for `ListOffsets`.
    AwaitReset,
    /// Waits for `OffsetsForLeaderEpoch`.
    AwaitValidation,
    /// Has a valid position.
    Fetching,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct AssignedPartition {
    pub id: PartitionId,
    pub state: FetchState,
    pub position: u64,
    /// The position stems from consumed records or a commit that did (C.1, B.5 step 6).
    has_leader_epoch: bool,
    /// `seekToBeginning()` or `seekToEnd()` asked for it; else the reset policy holds.
    reset_to: Option<OffsetReset>,
    /// Order in which partitions enter the fetch session: those that brought data come last (D.3).
    fetch_rank: u64,
    /// EAGER rejoin with automatic commits: frozen until the commit is answered (B.6.2).
    pub is_revocation_pending: bool,
    /// The program called `pause()`.
    pub is_paused: bool,
    /// A position request is out; not sent again before this moment.
    ask_again: SimTime,
}

/// What one fetch brought of one partition.
#[derive(Clone, Copy, Debug, Hash)]
struct CompletedFetch {
    /// Empty if the offset was out of range.
    range: RecordRange,
    /// The fetch position the data belongs to; stale data is dropped.
    next: u64,
    is_out_of_range: bool,
}

#[derive(Clone, Debug, Hash)]
struct Fetcher {
    is_in_flight: bool,
    has_session: bool,
    /// Partitions of the fetch session at the broker with their ranks in it, sorted by id.
    session: Vec<(PartitionId, u64)>,
    /// The answer in flight is not the session's first one.
    rotates: bool,
    buffer: VecDeque<CompletedFetch>,
    next_rank: u64,
}

#[derive(Clone, Debug, Hash)]
struct Committer {
    /// Next periodic automatic commit.
    auto_due: SimTime,
    /// A blocking commit of the application thread.
    sync: Option<SyncCommit>,
    async_commits: AsyncCommits,
}

#[derive(Clone, Debug, Hash)]
struct SyncCommit {
    how: CommitHow,
    offsets: Arc<[(PartitionId, CommittedOffset)]>,
    gives_up: SimTime,
    attempts: u32,
    state: SyncCommitState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum SyncCommitState {
    Sent,
    /// Waits for the coordinator or the backoff.
    RetryAt(SimTime),
}

/// What the application thread is doing.
#[derive(Clone, Debug, Hash)]
pub(crate) enum App {
    /// No process, or its constructor runs.
    Off,
    /// Inside `poll()`, blocked on the network until the wake-up timer or a response.
    Polling {
        until: SimTime,
        wait: PollWait,
    },
    /// Nothing subscribed.
    Idle,
    /// Between a batch and the next `poll()`.
    Turning,
    /// Inside the assignor, which never returns (E.4.9).
    Stuck,
    Processing(Batch),
    /// Waits for room in the workers' queue, with what is left of `total` records.
    HandingOver {
        rest: VecDeque<RecordRange>,
        total: u64,
    },
    /// Inside `commitSync()`.
    Committing {
        then: AfterCommit,
    },
    /// Inside a callback of the rebalance listener.
    Listening(Callback),
    Closing(CloseStage),
}

/// What the application does when `commitSync()` returns.
#[derive(Clone, Debug, Hash)]
pub(crate) enum AfterCommit {
    /// The batch that was committed before it is processed.
    Begin(Arc<[RecordRange]>),
    /// The rest of the batch.
    GoOn(Batch),
    Loop,
    Close,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PollWait {
    /// For the coordinator lookup.
    Coordinator,
    /// For `OffsetFetch`.
    Positions,
    /// In `pollForFetches`.
    Network,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CloseStage {
    /// Synchronous automatic commit.
    Commit,
    /// `LeaveGroup` is out.
    Leave,
    /// The closing fetch is out.
    FetchSession,
}

/// Calls the application makes when it is next free.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum AppCall {
    Close {
        how: CloseHow,
        timeout: Option<SimDuration>,
    },
    /// An exception leaves the loop.
    Throw(FatalError),
    Commit,
    Enforce,
    Unsubscribe,
    Subscribe(Arc<[TopicId]>),
}

/// Everything that dies with the process.
#[derive(Clone, Debug, Hash)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a flag of its own that somebody sets and somebody else looks at"
)]
pub(crate) struct Client {
    pub id: ConsumerId,
    pub group: GroupId,
    /// `assign()`: no part of the group, whatever its `group.id`.
    pub stands_alone: bool,
    pub poll_timeout: SimDuration,
    pub processing: ProcessingTime,
    seed: u64,
    costs: Costs,
    is_frozen: bool,
    pub config: ConsumerConfig,
    pub commit_style: CommitStyle,
    listener: ListenerSpec,
    progress: Progress,
    pace_cache: PaceCache,
    pub workers: Option<Workers>,
    on_poison: OnPoison,
    dead_letters: u64,
    /// The orchestrator starts the process again when it has ended.
    comes_back: bool,
    pub app: App,
    pub membership: Membership,
    pub coordinator: CoordinatorLookup,
    pub heartbeat: Heartbeat,
    pub subscription: Arc<[TopicId]>,
    /// `subscribe(Pattern)`; then `subscription` is what it matches.
    pub pattern: Option<Arc<TopicPattern>>,
    is_pattern_fresh: bool,
    /// Sorted by id.
    pub assigned: Vec<AssignedPartition>,
    /// `StickyAssignor`'s memory: survives revocation and loss, dies with the process.
    last_given: Option<(Arc<[PartitionId]>, GenerationId)>,
    /// Highest generation the assignor object has seen as leader (E.4.2); −1 before.
    leader_max_generation: i32,
    fetcher: Fetcher,
    committer: Committer,
    /// Known partition counts, and when they must be refreshed.
    metadata: Vec<(TopicId, u32)>,
    metadata_due: SimTime,
    metadata_in_flight: bool,
    /// Leader: members to assign once metadata of all their topics is here.
    pending_assignment: Option<join::PendingAssignment>,
    data_connection: ConnectionId,
    coordinator_connection: ConnectionId,
    /// A lost coordinator connection is not opened again before this moment.
    reconnect_at: SimTime,
    /// Connections in a row that did not come about, for the growing backoff.
    data_failures: u32,
    coordinator_failures: u32,
    reconnect_jitter: Stream,
    in_flight: Vec<InFlight>,
    next_correlation: u32,
    /// Responses that no thread has read yet.
    inbox: VecDeque<(InFlight, Response)>,
    calls: VecDeque<AppCall>,
    close_by: SimTime,
    close_how: CloseHow,
    close_timeout: Option<SimDuration>,
    crash_at: Option<CrashPoint>,
    has_to_throw: bool,
    is_woken: bool,
    /// A sleep that the next batch begins with.
    pending_block: SimDuration,
    fatal: Option<FatalError>,
    /// The exception that `close()` is running for.
    failed_with: Option<FatalError>,
    /// Set when the process has nothing left to do.
    exit: Option<ProcessEnd>,
    backoff: Stream,
    lookup_failures: u32,
    /// Last error its loop logged, for the card.
    pub last_error: Option<&'static str>,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct Consumer {
    pub id: ConsumerId,
    pub name: Arc<str>,
    pub group: GroupId,
    /// The group of its next start (`group.id`).
    pub next_group: GroupId,
    pub topics: Arc<[TopicId]>,
    pub pattern: Option<Arc<TopicPattern>>,
    /// Partitions it takes by `assign()` instead of subscribing.
    pub assign: Arc<[PartitionId]>,
    /// Settings of the next start.
    pub next_config: ConsumerConfig,
    /// What runs now; a process that is down has its last one.
    pub program: Program,
    /// What the next start runs.
    pub next_program: ProgramSpec,
    /// What the running process was started with, its changed pace included.
    pub started_program: ProgramSpec,
    pub life: Life,
    /// When `life` or the suspension last changed.
    pub life_since: SimTime,
    pub frozen_since: Option<SimTime>,
    pub is_cut: bool,
    pub client: Option<Box<Client>>,
    /// Timers that fired while the process was frozen, in firing order.
    deferred: Vec<ConsumerTimer>,
    costs: Costs,
    cpu: Cpu,
    pub seed: u64,
    pub starts: u32,
    /// Records its program has produced to dead-letter topics.
    dead_letters: u64,
}

impl Client {
    fn timer(&self, timer: ConsumerTimer) -> TimerKey {
        TimerKey::Consumer(self.id, timer)
    }

    pub(crate) fn partition(&self, id: PartitionId) -> Option<&AssignedPartition> {
        let index = self
            .assigned
            .binary_search_by_key(&id, |partition| partition.id)
            .ok()?;
        Some(&self.assigned[index])
    }

    /// Itself, as group requests name it; None without a member id.
    fn caller(&self) -> Option<Caller> {
        Some(Caller {
            member_id: self.membership.member_id?,
            group_instance_id: self.config.group_instance_id.clone(),
        })
    }

    fn partition_mut(&mut self, id: PartitionId) -> Option<&mut AssignedPartition> {
        let index = self
            .assigned
            .binary_search_by_key(&id, |partition| partition.id)
            .ok()?;
        Some(&mut self.assigned[index])
    }

    /// When the next automatic commit is due, if they are on.
    pub(crate) fn auto_commit_due(&self) -> Option<SimTime> {
        self.uses_auto_commit().then_some(self.committer.auto_due)
    }

    fn uses_auto_commit(&self) -> bool {
        let workers_commit = self
            .workers
            .as_ref()
            .is_some_and(|workers| workers.pool.mode != WorkerMode::AutoCommit);
        self.config.enable_auto_commit && self.commit_style == CommitStyle::Auto && !workers_commit
    }

    /// A `JoinGroup` or `SyncGroup` is unanswered (`AbstractCoordinator.rebalanceInProgress`).
    pub(crate) fn is_rebalance_in_progress(&self) -> bool {
        matches!(
            self.membership.state,
            ClassicMembershipState::PreparingRebalance
                | ClassicMembershipState::CompletingRebalance
        )
    }

    /// Some thread waits on the sockets, so answers are read when they arrive.
    fn app_reads_network(&self) -> bool {
        matches!(
            self.app,
            App::Polling { .. } | App::Committing { .. } | App::Closing(_)
        ) || self.is_committing_in_callback()
    }

    pub(crate) fn is_committing_for_rejoin(&self) -> bool {
        matches!(
            self.membership.prepare_commit,
            PrepareCommit::InFlight { .. } | PrepareCommit::RetryFrom { .. }
        )
    }

    pub(crate) fn heartbeat_due(&self) -> SimTime {
        self.heartbeat.due
    }
}
