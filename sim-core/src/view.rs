//! What the page may know: plain data with public fields, in the page's terms.
//!
//! Deliberately lacks references into the model; every view is a copy.

mod readings;
mod records;
mod why;

use std::sync::Arc;

use locale::{Text, say};

use crate::command::{Link, Way};
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId, TopicId};
use crate::scenario::{CommitStyle, ProcessingTime, ProgramSpec, WorkerMode};
use crate::time::{SimDuration, SimTime};

pub use records::{PartitionRecords, RecordCause, RecordFate, RecordLife, RecordSpan};
pub use why::{Harm, LogFigure, Target, WhyMark, WhyStep, WhyView};

/// The whole stage at one moment.
#[derive(Clone, Debug, PartialEq)]
pub struct LabView {
    /// The moment.
    pub at: SimTime,
    /// Events processed so far.
    pub event: EventId,
    /// One sentence of fact, one of consequence.
    pub now_line: NowLine,
    /// Groups in scenario order.
    pub groups: Vec<GroupView>,
    /// Consumers in letter order.
    pub consumers: Vec<ConsumerView>,
    /// Partitions by topic (scenario order), group, then number: one entry for each group that asks
    /// for it or has read it.
    pub partitions: Vec<PartitionView>,
    /// Totals since the start.
    pub counters: CountersView,
    /// A broken invariant of the model, if one was ever seen (a defect of the lab itself).
    pub violation: Option<String>,
}

/// The sentence above the stage.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct NowLine {
    /// What is so (shown bold).
    pub fact: Text,
    /// What follows from it.
    pub consequence: Text,
}

/// Group states with Kafka's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum GroupState {
    /// No members. Join → `PreparingRebalance`.
    Empty,
    /// Waiting for every member's `JoinGroup`. All joined or timeout → `CompletingRebalance`.
    PreparingRebalance,
    /// Waiting for the leader's `SyncGroup`. Assignment stored → `Stable`.
    CompletingRebalance,
    /// Everyone has an assignment.
    Stable,
    /// Gone.
    Dead,
}

impl GroupState {
    /// Kafka's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Empty => "Empty",
            Self::PreparingRebalance => "PreparingRebalance",
            Self::CompletingRebalance => "CompletingRebalance",
            Self::Stable => "Stable",
            Self::Dead => "Dead",
        }
    }
}

/// A group as its coordinator sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupView {
    /// The group.
    pub id: GroupId,
    /// `group.id`.
    pub name: Arc<str>,
    /// Coordinator state.
    pub state: GroupState,
    /// Current generation (0 before the first).
    pub generation_id: i32,
    /// When the state was entered.
    pub state_since: SimTime,
    /// When the running phase (initial delay, join or sync) ends at the latest.
    pub phase_ends: Option<SimTime>,
    /// True while the coordinator only waits for `group.initial.rebalance.delay.ms`.
    pub in_initial_delay: bool,
    /// Chosen assignor's protocol name.
    pub protocol: Option<&'static str>,
    /// The group leader's consumer.
    pub leader: Option<ConsumerId>,
    /// Members the coordinator knows, by name of consumer.
    pub members: Vec<GroupMemberView>,
    /// Completed rebalances.
    pub rebalances: u64,
}

/// A member as the coordinator sees it.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupMemberView {
    /// Whose member id this is.
    pub consumer: ConsumerId,
    /// The id string.
    pub member_id: Arc<str>,
    /// Where it stands in the running rebalance.
    pub barrier: Barrier,
    /// When its session ends if nothing more is heard (None while the timer is off or ignored).
    pub session_ends: Option<SimTime>,
    /// True for the group leader.
    pub is_leader: bool,
}

/// A member's place at the join barrier, and why it is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Barrier {
    /// No rebalance is running.
    NoRebalance,
    /// Its `JoinGroup` is parked since then.
    Joined {
        /// Arrival.
        since: SimTime,
    },
    /// Its `SyncGroup` is in (or its assignment delivered).
    Synced,
    /// Join phase over, its `SyncGroup` has not come yet.
    AwaitingSync,
    /// Has not heard of the rebalance; its next heartbeat tells it.
    NotTold {
        /// When that heartbeat is due.
        next_heartbeat: SimTime,
    },
    /// Knows, but is inside a batch.
    InBatch {
        /// Records done.
        done: u32,
        /// Records in the batch.
        total: u32,
        /// End of the batch.
        ends: SimTime,
    },
    /// Commits before it rejoins.
    Committing,
    /// Its process is dead, frozen or cut off: only the session timeout helps.
    Silent {
        /// Since when nothing was heard.
        since: SimTime,
    },
    /// Its request is on the way.
    OnTheWay,
}

/// What a consumer is doing, as its card says it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConsumerStatus {
    /// Process not started yet.
    NotStarted,
    /// Starting or finding the coordinator.
    Starting,
    /// Member id asked for or `JoinGroup` parked, nothing owned.
    Joining,
    /// Owns partitions, normal.
    Reading,
    /// Member without partitions.
    Idle,
    /// Knows that it must rejoin, but is in a batch.
    MustRejoin,
    /// `JoinGroup` of a running rebalance is in.
    Rejoined,
    /// Process frozen.
    Frozen,
    /// The network is cut, whole or in part.
    NetworkCut,
    /// `max.poll.interval.ms` is (nearly: below 30 %) used up.
    PollIsLate,
    /// Works on a batch it no longer owns.
    Fenced,
    /// `close()` is running.
    Closing,
    /// Closed.
    Closed,
    /// Killed.
    Killed,
    /// Ended by an exception.
    Failed,
}

/// A clock that drains.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ClockView {
    /// What is left; zero when expired.
    pub left: SimDuration,
    /// Full length (the setting).
    pub total: SimDuration,
}

/// Step of the poll loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoopStep {
    /// No process.
    None,
    /// Inside `poll()`, nothing in hand.
    Fetch,
    /// Processing a batch.
    Process {
        /// Records finished.
        done: u32,
        /// Records in the batch.
        total: u32,
        /// Progress of the whole batch in thousandths, for a bar.
        permille: u16,
    },
    /// Inside a callback of the rebalance listener, or (`assign`) of the assignor.
    Callback {
        /// The Java method.
        name: &'static str,
    },
    /// Inside `commitSync()`.
    Commit,
    /// Inside `close()`.
    Close,
}

/// Last message on the wire between a card and the coordinator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireView {
    /// True = from the consumer up to the coordinator.
    pub up: bool,
    /// Kafka API or error name, e.g. `JoinGroup`, `REBALANCE_IN_PROGRESS`.
    pub label: &'static str,
    /// When it was sent.
    pub sent: SimTime,
    /// When it arrives (later than now while it travels).
    pub arrives: SimTime,
}

/// Worker threads and what waits for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WorkersView {
    /// How polling and commits go with them.
    pub mode: WorkerMode,
    /// Threads.
    pub count: u32,
    /// Threads with a record in hand.
    pub busy: u64,
    /// Records that wait.
    pub queued: u64,
}

/// Which links of a consumer are cut, and which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutView {
    /// To the group coordinator.
    pub coordinator: Option<Way>,
    /// To the partition leaders.
    pub data: Option<Way>,
}

impl CutView {
    /// Its requests do not reach the coordinator.
    pub fn is_unheard(self) -> bool {
        self.coordinator.is_some_and(|way| way != Way::FromBroker)
    }

    /// As one command could have done it; None for a mixture.
    pub fn link_and_way(self) -> Option<(Link, Way)> {
        match (self.coordinator, self.data) {
            (Some(way), None) => Some((Link::Coordinator, way)),
            (None, Some(way)) => Some((Link::Data, way)),
            (Some(way), Some(other)) if way == other => Some((Link::All, way)),
            (Some(_), Some(_)) | (None, None) => None,
        }
    }

    /// A few words with the other end and the way that is cut: `Cut → coordinator`.
    pub fn label(self) -> Text {
        match self.link_and_way() {
            Some((Link::All, Way::Both)) => say::cut_chip(),
            Some((link, way)) => say::cut_chip_link(link_label(link, way)),
            None => say::cut_chip_part(),
        }
    }
}

/// `→ coordinator`: what is cut, seen from the consumer.
pub(crate) fn link_label(link: Link, way: Way) -> Text {
    let arrow = match way {
        Way::Both => "↔",
        Way::ToBroker => "→",
        Way::FromBroker => "←",
    };
    let end = match link {
        Link::All => say::link_broker(),
        Link::Coordinator => say::link_coordinator(),
        Link::Data => say::link_data(),
    };
    Text::joined([Text::verbatim(arrow), end], " ")
}

/// A consumer and its card.
#[derive(Clone, Debug, PartialEq)]
pub struct ConsumerView {
    /// The consumer.
    pub id: ConsumerId,
    /// Its name.
    pub name: Arc<str>,
    /// A to Z, then A2, B2 …
    pub letter: Arc<str>,
    /// Its group.
    pub group: GroupId,
    /// Card state.
    pub status: ConsumerStatus,
    /// When that state's cause happened (killed at, closed at, frozen at, cut at).
    pub status_since: SimTime,
    /// Group leader.
    pub is_leader: bool,
    /// Session clock as the coordinator keeps it; None when the coordinator has no member.
    pub session: Option<ClockView>,
    /// Session expired or never existed for a dead process.
    pub session_expired: bool,
    /// `max.poll.interval.ms` clock as the client keeps it.
    pub poll: Option<ClockView>,
    /// Loop step.
    pub step: LoopStep,
    /// Until the next automatic commit is due; None when off.
    pub auto_commit_due: Option<SimDuration>,
    /// `auto.commit.interval.ms`.
    pub auto_commit_interval: SimDuration,
    /// Partitions of its own assignment, sorted.
    pub assigned: Vec<PartitionId>,
    /// Last group message.
    pub wire: Option<WireView>,
    /// Last heartbeat heard by the coordinator.
    pub heard: Option<SimTime>,
    /// Its time per record now.
    pub processing: ProcessingTime,
    /// How its program commits.
    pub commit: CommitStyle,
    /// What its next start runs.
    pub next_program: ProgramSpec,
    /// `group.instance.id` of its process, or of the next one while there is none.
    pub instance_id: Option<Arc<str>>,
    /// Its worker threads, if it has some.
    pub workers: Option<WorkersView>,
    /// Frozen.
    pub frozen: bool,
    /// What of its network is cut.
    pub cut: Option<CutView>,
    /// Generation the client believes in (−1 none).
    pub generation_id: i32,
    /// What it asks to read.
    pub subscription: SubscriptionView,
    /// What its process was started with, its changed pace included; None without a process.
    pub started_program: Option<ProgramSpec>,
    /// Settings that will take effect at its next start, as (key, value).
    pub pending_settings: Vec<(&'static str, String)>,
    /// Error that ended it, or last error its loop logged.
    pub last_error: Option<String>,
}

/// How a consumer comes to its partitions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SubscriptionView {
    /// `subscribe(topics)`; empty after `unsubscribe()`.
    Topics(Arc<[TopicId]>),
    /// `subscribe(Pattern)`.
    Pattern(String),
    /// `assign(partitions)`: it is in no group.
    Assign,
}

/// Who reads a partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ReadState {
    /// Nobody ever had it.
    NeverAssigned,
    /// A running consumer reads it.
    Reading,
    /// Assigned; position not known yet.
    AssignedNotFetched,
    /// Its owner is about to give it up (waits for its commit).
    BeingRevoked,
    /// Nobody reads.
    Stopped,
}

/// A partition as one group reads it, and its tile.
#[derive(Clone, Debug, PartialEq)]
pub struct PartitionView {
    /// The partition.
    pub id: PartitionId,
    /// The group whose reading this is; None where nobody asks for the partition.
    pub group: Option<GroupId>,
    /// Its topic.
    pub topic: TopicId,
    /// `topic-number`.
    pub name: Arc<str>,
    /// Reader in the group, or last reader when stopped.
    pub reader: Option<ConsumerId>,
    /// State.
    pub state: ReadState,
    /// Somebody of the group subscribes to its topic or assigns it to itself. What was committed
    /// stays where nobody does any more.
    pub is_asked_for: bool,
    /// First offset kept.
    pub log_start_offset: u64,
    /// Committed by the group; None = nothing committed.
    pub committed_offset: Option<u64>,
    /// Furthest record finished in the group, plus one.
    pub processed_offset: u64,
    /// Reader's position.
    pub position: Option<u64>,
    /// Next offset to be written.
    pub log_end_offset: u64,
    /// `log_end_offset − committed_offset`.
    pub lag: u64,
    /// Since when nobody in the group reads.
    pub stopped_since: Option<SimTime>,
    /// Processed more than once by the group.
    pub records_twice: u64,
    /// Lost to the group.
    pub records_lost: u64,
    /// Jumped over by the group.
    pub records_skipped: u64,
}

/// Why a reset jumped over records that nobody in the group had processed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SkipCause {
    /// `latest` in a group without an offset for the partition.
    LatestInNewGroup,
    /// `latest` on a partition that was added after the group began to read.
    LatestOnNewPartition,
    /// Retention deleted the records, or the committed offset, before they were read.
    DeletedByRetention,
    /// Older than `by_duration` says.
    ByDuration,
    /// The group's committed offset had expired.
    OffsetsExpired,
    /// The program's own `seek()`.
    Sought,
}

/// Totals; the legend of the matrix.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct CountersView {
    /// Completed join phases.
    pub rebalances: u64,
    /// Rebalances running now.
    pub rebalances_open: u32,
    /// Milliseconds times partitions without a reader, each group for itself.
    pub stopped_partition_ms: u64,
    /// Partitions stopped now, each group for itself.
    pub stopped_partitions: u32,
    /// Records in all logs.
    pub records_total: u64,
    /// Not processed yet (includes `at_risk`), summed over groups.
    pub records_pending: u64,
    /// Processed exactly once.
    pub records_once: u64,
    /// Processed more than once.
    pub records_twice: u64,
    /// Processings beyond the first.
    pub extra_runs: u64,
    /// Those of them that took effect again, because the sink is not idempotent.
    pub extra_effects: u64,
    /// Committed past, never processed, and nobody alive will.
    pub records_lost: u64,
    /// Committed past, not processed yet, somebody may still.
    pub at_risk: u64,
    /// Jumped over by a reset.
    pub records_skipped: u64,
    /// Why the last ones were skipped.
    pub last_skip: Option<SkipCause>,
    /// Sum of lag.
    pub lag: u64,
}

/// Partition × time.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct MatrixView {
    /// One row per partition and group, same order as `LabView::partitions`.
    pub rows: Vec<MatrixRow>,
    /// Rebalances.
    pub bands: Vec<Band>,
    /// Things that happened.
    pub pins: Vec<Pin>,
    /// Everything up to here is simulated; right of the playhead it is "recorded ahead".
    pub head: SimTime,
}

/// A row of the matrix.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixRow {
    /// The partition.
    pub partition: PartitionId,
    /// The group whose reading this is; None where nobody asks for the partition.
    pub group: Option<GroupId>,
    /// Who read when, without gaps, clipped to the window.
    pub segments: Vec<Segment>,
    /// Moments of commits by its reader.
    pub commits: Vec<SimTime>,
    /// Stretches in which records ran that had run before, up to the record in hand.
    pub twice: Vec<Stretch>,
    /// Moments at which records were lost.
    pub lost: Vec<Stretch>,
    /// Moments at which a reader jumped over records.
    pub skipped: Vec<Stretch>,
}

/// A stretch of one row with one reader or none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Start.
    pub from: SimTime,
    /// End (the head for an open one).
    pub to: SimTime,
    /// Reader; None = nobody.
    pub reader: Option<ConsumerId>,
}

/// A stretch of time with a number of records in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// Start.
    pub from: SimTime,
    /// End.
    pub to: SimTime,
    /// Records.
    pub records: u64,
    /// First offset.
    pub first_offset: u64,
    /// Why, in words that follow `40 records: `.
    pub cause: Text,
    /// Event that reported it.
    pub event: EventId,
}

/// A rebalance on the time axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Band {
    /// `PreparingRebalance` entered.
    pub from: SimTime,
    /// Stable again; None while open.
    pub to: Option<SimTime>,
    /// Generation it leads to.
    pub generation_id: i32,
    /// Which group.
    pub group: GroupId,
    /// Event that opened it.
    pub event: EventId,
}

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// When.
    pub at: SimTime,
    /// True = you did it.
    pub by_user: bool,
    /// A few words, e.g. `killed B`.
    pub label: Text,
    /// The event.
    pub event: EventId,
}

/// Points of the lag and throughput curves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Sample {
    /// When.
    pub at: SimTime,
    /// Sum of lag.
    pub lag: u64,
    /// Lag on partitions nobody reads.
    pub lag_stopped: u64,
    /// Records ever written.
    pub produced: u64,
    /// Records ever finished, repeats included.
    pub processed: u64,
}

/// A line of the event list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventRow {
    /// The event.
    pub event: EventId,
    /// When.
    pub at: SimTime,
    /// Kind, for filters and icons.
    pub kind: EventKind,
    /// Consumer it is about.
    pub consumer: Option<ConsumerId>,
    /// Its letter.
    pub letter: Option<Arc<str>>,
    /// Partitions it is about.
    pub partitions: Vec<PartitionId>,
    /// One sentence with Kafka's names.
    pub text: Text,
}

/// Kinds of event rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EventKind {
    /// You or the script acted.
    Command,
    /// The coordinator changed something.
    Coordinator,
    /// A listener callback ran.
    Callback,
    /// An offset was committed or refused.
    Commit,
    /// Records ran twice, were lost or skipped.
    Hazard,
    /// Client and process life.
    Client,
}

impl EventKind {
    /// Its name in files and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Command => "command",
            Self::Coordinator => "coordinator",
            Self::Callback => "callback",
            Self::Commit => "commit",
            Self::Hazard => "hazard",
            Self::Client => "client",
        }
    }
}

/// A branch of the timeline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BranchView {
    /// Its number, which it keeps when others are deleted.
    pub index: usize,
    /// `main`, `fork 2` …
    pub name: String,
    /// Parent branch and where this one leaves it.
    pub parent: Option<(usize, SimTime)>,
    /// Simulated up to here.
    pub head: SimTime,
    /// In view now.
    pub is_current: bool,
}
