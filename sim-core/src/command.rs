//! What a user, a script or a link may ask of a run.
//!
//! Deliberately lacks effects: applying a command is `simulation.rs`'s job.

use std::fmt;

use locale::{Text, say};
use serde::{Deserialize, Serialize};

use crate::scenario::{CommitStyle, ConsumerSpec, ProcessingTime, ProgramSpec, TopicSpec};
use crate::time::SimTime;

/// One wish, in the vocabulary of scenario files and links. Consumers, topics and groups are
/// named as in the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub enum Command {
    /// Start one more consumer process; the name must be new.
    AddConsumer {
        /// The newcomer.
        consumer: Box<ConsumerSpec>,
    },
    /// Leave gracefully: `wakeup()` then `close()`, after the batch in hand.
    Close {
        /// Consumer name.
        who: String,
        /// Whether it leaves the group (KIP-1092).
        #[serde(default, skip_serializing_if = "CloseHow::is_default")]
        how: CloseHow,
        /// Timeout of `close()` in milliseconds, 0 to 86 400 000; absent = Kafka's 30 s.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        timeout_ms: Option<u64>,
    },
    /// An exception inside the batch, at the record in hand or the next one:
    /// `finally { close(); }`.
    Throw {
        /// Consumer name.
        who: String,
    },
    /// `wakeup()`: `poll()` or `commitSync()` throws, and the loop goes on.
    Wakeup {
        /// Consumer name.
        who: String,
    },
    /// The external call for the record in hand hangs so much longer.
    StopExternal {
        /// Consumer name.
        who: String,
        /// Length in milliseconds, 1 to 86 400 000.
        ms: u64,
    },
    /// `kill -9` when the process next comes to that point of its program.
    KillAt {
        /// Consumer name.
        who: String,
        /// Where.
        point: CrashPoint,
    },
    /// `kill -9`: the process ends at once and tells nobody.
    Kill {
        /// Consumer name.
        who: String,
    },
    /// Start the process again after it was closed or killed, with a fresh client.
    Restart {
        /// Consumer name.
        who: String,
        /// Delay in milliseconds, 0 to 86 400 000; absent = the scenario's `pod_restart_us`.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        after_ms: Option<u64>,
    },
    /// SIGSTOP or a long GC pause: every thread of the process stops.
    Freeze {
        /// Consumer name.
        who: String,
    },
    /// SIGCONT: the process goes on.
    Thaw {
        /// Consumer name.
        who: String,
    },
    /// Sleep once inside the batch, before its next record.
    Block {
        /// Consumer name.
        who: String,
        /// Length in milliseconds, 1 to 86 400 000.
        ms: u64,
    },
    /// Cut the network between the consumer and every broker, or a part of it.
    Cut {
        /// Consumer name.
        who: String,
        /// Which connections.
        #[serde(default, skip_serializing_if = "Link::is_default")]
        link: Link,
        /// Which direction.
        #[serde(default, skip_serializing_if = "Way::is_default")]
        way: Way,
    },
    /// Undo every `Cut` of the consumer, and every loss or delay that has not happened yet.
    Heal {
        /// Consumer name.
        who: String,
    },
    /// The consumer's next request of that kind is lost on the way, and with it whatever follows
    /// on its connection, until `request.timeout.ms` closes it.
    LoseNext {
        /// Consumer name.
        who: String,
        /// Kafka's name of the request: `OffsetCommit`, `Heartbeat`, `Fetch` …
        api: String,
    },
    /// The consumer's next request of that kind is carried out, but its answer is lost, and with it
    /// every later answer on its connection, until `request.timeout.ms` closes it.
    LoseNextAnswer {
        /// Consumer name.
        who: String,
        /// Kafka's name of the request.
        api: String,
    },
    /// The consumer's next request of that kind takes longer; what is sent behind it waits.
    DelayNext {
        /// Consumer name.
        who: String,
        /// Kafka's name of the request.
        api: String,
        /// By how many milliseconds, 1 to 86 400 000.
        ms: u64,
    },
    /// Change the time the application needs per record, from the next record on.
    SetProcessing {
        /// Consumer name.
        who: String,
        /// The new time.
        processing: ProcessingTime,
    },
    /// Slow the CPU of the consumer's machine: its start, its callbacks and every record from the
    /// next one on take that much of their time. It stays so until it is set again.
    SlowCpu {
        /// Consumer name.
        who: String,
        /// 100 (normal) to 10 000.
        percent: u32,
    },
    /// Set a client setting; a running client keeps its old value until it is restarted.
    SetConfig {
        /// Consumer name; absent = every consumer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<String>,
        /// Kafka's key.
        key: String,
        /// Value in Kafka's spelling.
        value: String,
    },
    /// Change how the program commits; takes effect when it is restarted.
    SetCommit {
        /// Consumer name; absent = every consumer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<String>,
        /// The new style.
        commit: CommitStyle,
    },
    /// Create a topic; production into it (none or a rate) begins now.
    CreateTopic {
        /// The new topic; its name must be new.
        topic: Box<TopicSpec>,
    },
    /// Give the consumer another program; takes effect when it is restarted.
    SetProgram {
        /// Consumer name; absent = every consumer.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<String>,
        /// The new program.
        program: Box<ProgramSpec>,
    },
    /// Grow a topic. Partitions can only grow, as in Kafka.
    AddPartitions {
        /// Topic name.
        topic: String,
        /// New total.
        partitions: u32,
    },
    /// Change a topic's production rate.
    SetProduceRate {
        /// Topic name.
        topic: String,
        /// Records per second over the whole topic, 0 to 10 000 000.
        records_per_second: u32,
    },
    /// Produce into partitions that were added (recordings' `produce_new`).
    ProduceNew {
        /// Topic name.
        topic: String,
        /// First partition number.
        from: u32,
        /// One past the last partition number.
        to: u32,
        /// Records per tick and partition.
        per_tick: u32,
        /// Tick length in milliseconds, at least 1.
        tick_ms: u64,
    },
    /// Close and restart every running consumer of a group, one after another.
    RollingRestart {
        /// Group name; absent = the first group.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<String>,
    },
    /// `enforceRebalance()` before the next poll.
    Enforce {
        /// Consumer name.
        who: String,
    },
    /// `commitSync()` without arguments at the next free moment of the loop.
    Commit {
        /// Consumer name.
        who: String,
    },
    /// `unsubscribe()` at the next free moment of the loop.
    Unsubscribe {
        /// Consumer name.
        who: String,
    },
    /// `subscribe(topics)` at the next free moment of the loop.
    Subscribe {
        /// Consumer name.
        who: String,
        /// Topic names.
        topics: Vec<String>,
    },
}

/// Which connections of a consumer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// All of them.
    #[default]
    All,
    /// To the group coordinator: heartbeats, joins, commits.
    Coordinator,
    /// To the partition leaders: fetches, offsets by time, metadata, coordinator lookups.
    Data,
}

/// Which direction of a connection.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// Both.
    #[default]
    Both,
    /// Requests do not arrive.
    ToBroker,
    /// Answers do not arrive.
    FromBroker,
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's signature for skip_serializing_if"
)]
impl Link {
    fn is_default(&self) -> bool {
        *self == Self::All
    }
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's signature for skip_serializing_if"
)]
impl Way {
    fn is_default(&self) -> bool {
        *self == Self::Both
    }
}

impl Command {
    /// `close()` as Kafka's default has it.
    pub fn close(who: impl Into<String>) -> Self {
        Self::Close {
            who: who.into(),
            how: CloseHow::Default,
            timeout_ms: None,
        }
    }

    /// Name of the consumer the command is about, if it is about one.
    pub fn consumer_name(&self) -> Option<&str> {
        match self {
            Self::AddConsumer { consumer } => Some(&consumer.name),
            Self::Close { who, .. }
            | Self::Kill { who }
            | Self::Throw { who }
            | Self::Wakeup { who }
            | Self::StopExternal { who, .. }
            | Self::KillAt { who, .. }
            | Self::Restart { who, .. }
            | Self::Freeze { who }
            | Self::Thaw { who }
            | Self::Block { who, .. }
            | Self::Cut { who, .. }
            | Self::Heal { who }
            | Self::SlowCpu { who, .. }
            | Self::LoseNext { who, .. }
            | Self::LoseNextAnswer { who, .. }
            | Self::DelayNext { who, .. }
            | Self::SetProcessing { who, .. }
            | Self::Enforce { who }
            | Self::Commit { who }
            | Self::Unsubscribe { who }
            | Self::Subscribe { who, .. } => Some(who),
            Self::SetConfig { who, .. }
            | Self::SetCommit { who, .. }
            | Self::SetProgram { who, .. } => who.as_deref(),
            Self::CreateTopic { .. }
            | Self::AddPartitions { .. }
            | Self::SetProduceRate { .. }
            | Self::ProduceNew { .. }
            | Self::RollingRestart { .. } => None,
        }
    }
}

/// Whether `close()` leaves the group (`CloseOptions.GroupMembershipOperation`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CloseHow {
    /// Dynamic members leave, static ones stay.
    #[default]
    Default,
    /// Everybody leaves.
    Leave,
    /// Everybody stays until its session ends.
    Remain,
}

impl CloseHow {
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's signature; only native pointers are as large as the value"
    )]
    fn is_default(&self) -> bool {
        *self == Self::Default
    }
}

/// A point of the program at which a process can be killed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum CrashPoint {
    /// Before it calls `poll()`.
    BeforePoll,
    /// In a batch of which half is processed.
    InBatch,
    /// When its last record is processed, before anything is committed for it.
    AfterProcessing,
    /// When a commit is sent and not answered.
    InCommit,
    /// Inside `onPartitionsRevoked` or `onPartitionsLost`.
    InRevoked,
    /// Inside `onPartitionsAssigned`.
    InAssigned,
    /// When its `JoinGroup` is sent and not answered.
    JoinedWaiting,
    /// As group leader, between the answer to its `JoinGroup` and its `SyncGroup`.
    LeaderSyncing,
    /// When it begins with a batch, of which nothing is processed.
    BatchBegin,
    /// When it begins with the next record of a batch.
    NextRecord,
    /// Before its program calls `commitSync()` or `commitAsync()`.
    BeforeCommit,
    /// Inside `poll()`, when an automatic commit is due and not sent.
    AutoCommit,
    /// Inside `onPartitionsLost`.
    InLost,
    /// Before it calls `close()`.
    BeforeClose,
    /// When a heartbeat is due and not sent.
    Heartbeat,
}

impl CrashPoint {
    /// Every point.
    pub const ALL: [Self; 15] = [
        Self::BeforePoll,
        Self::InBatch,
        Self::AfterProcessing,
        Self::InCommit,
        Self::InRevoked,
        Self::InAssigned,
        Self::JoinedWaiting,
        Self::LeaderSyncing,
        Self::BatchBegin,
        Self::NextRecord,
        Self::BeforeCommit,
        Self::AutoCommit,
        Self::InLost,
        Self::BeforeClose,
        Self::Heartbeat,
    ];
}

/// A command and the moment it takes effect. Order among equal moments is the order in the list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct TimedCommand {
    /// Moment of the run, in milliseconds with up to three decimals.
    #[serde(rename = "at_ms", with = "crate::scenario::time_ms")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub at: SimTime,
    /// What happens then.
    #[serde(flatten)]
    pub command: Command,
}

/// Why a command cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandError {
    /// No consumer of that name.
    UnknownConsumer {
        /// What was asked for.
        name: String,
        /// What exists.
        known: String,
    },
    /// No topic of that name.
    UnknownTopic {
        /// What was asked for.
        name: String,
        /// What exists.
        known: String,
    },
    /// No group of that name.
    UnknownGroup {
        /// What was asked for.
        name: String,
        /// What exists.
        known: String,
    },
    /// The consumer is not in a state in which this makes sense.
    WrongState {
        /// Consumer name.
        name: String,
        /// Its state.
        state: Box<Text>,
        /// What was asked for.
        wish: Box<Text>,
        /// What state it would need.
        needs: Box<Text>,
    },
    /// A field's value is out of range.
    OutOfRange {
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
        /// The allowed range.
        allowed: Text,
    },
    /// A client setting was refused.
    Config(#[from] crate::config::ConfigError),
    /// A field of a consumer or its program was refused.
    Scenario(#[from] crate::scenario::ScenarioError),
    /// A limit of the simulator would be exceeded.
    Limit {
        /// What is limited.
        what: Text,
        /// The limit.
        limit: u64,
    },
}

impl fmt::Display for CommandError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(to)
    }
}

impl CommandError {
    /// In a sentence without its full stop.
    pub fn told(&self) -> Text {
        match self {
            Self::UnknownConsumer { name, known } => say::refusal_who(name, known),
            Self::UnknownTopic { name, known } => say::refusal_topic(name, known),
            Self::UnknownGroup { name, known } => say::refusal_group(name, known),
            Self::WrongState {
                name,
                state,
                wish,
                needs,
            } => say::refusal_state(
                name,
                Text::clone(state),
                Text::clone(wish),
                Text::clone(needs),
            ),
            Self::OutOfRange {
                field,
                value,
                allowed,
            } => say::error_value(*field, value, allowed.clone()),
            Self::Config(error) => error.told(),
            Self::Scenario(error) => error.told(),
            Self::Limit { what, limit } => say::refusal_limit(what.clone(), limit.to_string()),
        }
    }
}
