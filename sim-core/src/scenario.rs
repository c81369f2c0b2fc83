//! Scenario schema: what stands on the stage at time 0.
//!
//! Field names are final: JSON inside links, YAML for people. Deliberately lacks behaviour;
//! checks live in `scenario/check.rs`, defaults per Kafka release in `config`.

mod check;
mod listener;
mod pattern;
mod presets;
mod program;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::command::TimedCommand;

pub use check::ScenarioError;
pub use listener::{ListenerSpec, SeekTo};
pub(crate) use pattern::TopicPattern;
pub use presets::{default_scenario, standard_load};
pub use program::{
    CommitStyle, OnPoison, PoisonRecord, ProcessingTime, ProgramSpec, Sink, WorkerMode, WorkerPool,
};

/// Version of the scenario and recording format this build writes.
pub const FORMAT: u32 = 1;

/// A complete description of a run's start.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Format version; 1.
    #[serde(default = "format_version")]
    pub format: u32,
    /// Short name, used in links. A lesson lends its own.
    #[serde(default)]
    pub name: String,
    /// One line for people.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub title: String,
    /// Kafka release whose defaults apply: `2.8`, `3.9` or `4.3`.
    #[serde(default = "newest_release")]
    pub release: String,
    /// Broker settings that differ from the release's defaults.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub broker: BTreeMap<String, ConfigValue>,
    /// Network between clients and brokers.
    #[serde(default)]
    pub network: NetworkSpec,
    /// Costs that are not Kafka settings.
    #[serde(default)]
    pub costs: CostSpec,
    /// Topics, in creation order.
    pub topics: Vec<TopicSpec>,
    /// Client settings shared by all consumers.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub props: BTreeMap<String, ConfigValue>,
    /// Consumers, in order of letters A, B, C …
    pub consumers: Vec<ConsumerSpec>,
    /// Commands that belong to the story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub script: Vec<TimedCommand>,
    /// Hash spreads (`h ^ h >>> 16` of the Java string hash) of member ids by name
    /// (`consumer#n`, n-th member id of that consumer), where a recording dictates them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub member_hash_spreads: BTreeMap<String, u32>,
}

fn format_version() -> u32 {
    FORMAT
}
fn newest_release() -> String {
    "4.3".to_owned()
}

/// A setting's value as people write it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum ConfigValue {
    /// true or false.
    Bool(bool),
    /// Whole number.
    Number(i64),
    /// Anything else, in Kafka's spelling.
    Text(String),
}

impl ConfigValue {
    /// Kafka's spelling.
    pub fn text(&self) -> String {
        match self {
            Self::Bool(value) => value.to_string(),
            Self::Number(value) => value.to_string(),
            Self::Text(value) => value.clone(),
        }
    }
}

/// Links between every client and every broker.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct NetworkSpec {
    /// One-way latency in microseconds, 0 to 10 000 000.
    pub latency_us: u64,
    /// Added at random to each message, 0 to this many microseconds.
    pub jitter_us: u64,
    /// Messages per million that TCP must send again, which costs them 200 ms.
    pub loss_per_million: u32,
}

impl Default for NetworkSpec {
    fn default() -> Self {
        Self {
            latency_us: 1_000,
            jitter_us: 0,
            loss_per_million: 0,
        }
    }
}

/// Costs outside Kafka's settings, measured on real brokers and clients.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct CostSpec {
    /// From process start to the client's first request, in microseconds (default 13 ms).
    pub client_start_us: u64,
    /// Coordinator log append with replication, in microseconds (default 2 ms).
    pub append_us: u64,
    /// How long a restarted pod is away, in microseconds (default 5 s).
    pub pod_restart_us: u64,
    /// How late the client's periodic timers are, in microseconds (default 0; 800 on a busy Linux
    /// host). The heartbeat thread's ticks are half as late; outside `poll()` a heartbeat
    /// waits for such a tick.
    pub timer_slack_us: u64,
    /// From the end of a batch, or of its commit, to the next `poll()`, in microseconds (default 0).
    pub turn_us: u64,
    /// The leader's assignor, in microseconds (default 0).
    pub assign_us: u64,
}

impl Default for CostSpec {
    fn default() -> Self {
        Self {
            client_start_us: 13_000,
            append_us: 2_000,
            pod_restart_us: 5_000_000,
            timer_slack_us: 0,
            turn_us: 0,
            assign_us: 0,
        }
    }
}

/// A topic and what is produced into it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct TopicSpec {
    /// Kafka topic name.
    pub name: String,
    /// Partitions at time 0.
    pub partitions: u32,
    /// Size of every record in bytes.
    #[serde(default = "record_bytes")]
    pub record_bytes: u32,
    /// Records in every partition before time 0.
    #[serde(default)]
    pub preloaded_per_partition: u64,
    /// What is appended during the run.
    #[serde(default)]
    pub production: Production,
    /// `retention.ms`: records older than this are deleted; absent = never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_ms: Option<u64>,
    /// `retention.bytes` of each partition: more than this is deleted; absent = never.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_bytes: Option<u64>,
    /// Records that no program can process.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub poison: Vec<PoisonRecord>,
}

fn record_bytes() -> u32 {
    512
}

/// How records come into a topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Production {
    /// Nothing.
    #[default]
    None,
    /// A steady rate over the whole topic.
    Rate {
        /// Records per second over the topic.
        records_per_second: u32,
        /// Number of different keys, murmur2 decides their partition; 0 = null keys, spread by
        /// the sticky partitioner.
        #[serde(default)]
        keys: u32,
    },
    /// As in the recordings: a fixed number into every partition at each tick.
    Ticks {
        /// First tick in milliseconds; may be before time 0.
        first_tick_ms: i64,
        /// Tick length in milliseconds, at least 1.
        tick_ms: u64,
        /// Records per tick and partition.
        per_tick_per_partition: u32,
    },
}

/// A consumer process and the program it runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ConsumerSpec {
    /// Name, unique in the scenario; also the default `client.id`.
    pub name: String,
    /// `group.id`.
    #[serde(default = "default_group")]
    pub group: String,
    /// Topics it subscribes to.
    #[serde(default)]
    pub subscribe: Vec<String>,
    /// `subscribe(Pattern)`: topic names with `.*` for anything and `|` between alternatives.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pattern: Option<String>,
    /// Partitions (`topic-number`) it takes by `assign()`; then it subscribes to nothing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assign: Vec<String>,
    /// Moment of the process start in milliseconds.
    #[serde(default, with = "time_ms")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub start_at_ms: crate::time::SimTime,
    /// Not started before a `restart` command (recordings start consumers by script).
    #[serde(default, skip_serializing_if = "core::ops::Not::not")]
    pub idle: bool,
    /// Client settings that differ from the shared ones.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub props: BTreeMap<String, ConfigValue>,
    /// The application.
    #[serde(default)]
    pub program: ProgramSpec,
}

fn default_group() -> String {
    "billing".to_owned()
}

/// Milliseconds with up to three decimals, stored as whole microseconds.
pub mod time_ms {
    use serde::de::{Error, Unexpected};
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::json::MILLISECONDS;
    use crate::time::SimTime;

    #[expect(clippy::cast_precision_loss, reason = "bounded by RUN_TIME_MAX")]
    #[allow(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's signature; only native pointers are as large as the value"
    )]
    /// As a number.
    pub fn serialize<S: Serializer>(at: &SimTime, serializer: S) -> Result<S::Ok, S::Error> {
        if at.as_micros().is_multiple_of(1_000) {
            serializer.serialize_u64(at.as_millis())
        } else {
            serializer.serialize_f64(at.as_micros() as f64 / 1_000.0)
        }
    }

    /// From a number within the longest run.
    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<SimTime, D::Error> {
        let millis = f64::deserialize(deserializer)?;
        SimTime::from_fractional_millis(millis)
            .ok_or_else(|| D::Error::invalid_value(Unexpected::Float(millis), &MILLISECONDS))
    }
}
