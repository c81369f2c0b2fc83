//! The recordings' file format.
//!
//! Only what a comparison needs is read; the form is described beside the files. Deliberately
//! lacks any judgement of what the model can do.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;
use sim_core::scenario::{ConfigValue, ListenerSpec};

/// One run of a script against real Kafka.
#[derive(Clone, Debug, Deserialize)]
pub struct KafkaRecording {
    pub name: String,
    /// One English sentence.
    pub title: String,
    pub protocol: String,
    pub broker: BTreeMap<String, ConfigValue>,
    pub topics: Vec<Topic>,
    pub consumers: BTreeMap<String, Consumer>,
    pub member_ids: BTreeMap<String, MemberHash>,
    pub script: Vec<Action>,
    pub events: Vec<Event>,
    pub coordinator: Vec<CoordinatorEntry>,
    #[serde(rename = "final")]
    pub outcome: Outcome,
    pub tolerance_ms: i64,
    pub unstable: Vec<String>,
}

/// A topic and its production.
#[derive(Clone, Debug, Deserialize)]
pub struct Topic {
    pub name: String,
    pub partitions: u32,
    #[serde(default)]
    pub preloaded_per_partition: u64,
    pub production: Option<Ticks>,
    #[serde(default)]
    pub created_by_script: bool,
}

/// Records at a fixed beat.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Ticks {
    pub first_tick_ms: i64,
    pub tick_ms: u64,
    pub per_tick_per_partition: u32,
}

/// A process and the program around its client.
#[derive(Clone, Debug, Deserialize)]
pub struct Consumer {
    pub props: BTreeMap<String, ConfigValue>,
    pub subscribe: Subscribe,
    pub poll_timeout_ms: u64,
    pub process_ms: u64,
    pub commit_mode: String,
    #[serde(default)]
    pub listener: ListenerSpec,
}

/// What it subscribes to.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Subscribe {
    pub topics: Vec<String>,
    pub regex: Option<String>,
    pub assign: Vec<String>,
}

/// What is left of a member id without its UUID.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct MemberHash {
    pub java_hash_spread: u32,
}

/// One action of the script, at the moment it took effect.
#[derive(Clone, Debug, Deserialize)]
pub struct Action {
    pub at_ms: i64,
    pub who: Option<String>,
    #[serde(flatten)]
    pub what: ActionKind,
}

/// What the script did.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case")]
pub enum ActionKind {
    Start,
    Close {
        how: Option<String>,
    },
    Kill,
    Sigstop,
    Sigcont,
    Block {
        ms: u64,
    },
    Process {
        ms: u64,
    },
    Enforce,
    Unsubscribe,
    Subscribe {
        topics: Vec<String>,
    },
    Commit,
    AddPartitions {
        topic: String,
        partitions: u32,
        done_ms: i64,
    },
    CreateTopic {
        topic: String,
    },
    ProduceNew {
        topic: String,
        from: u32,
        to: u32,
        per_tick: u32,
        tick_ms: u64,
    },
    End,
}

/// What a consumer reported.
#[derive(Clone, Debug, Deserialize)]
pub struct Event {
    pub at_ms: i64,
    pub who: String,
    #[serde(flatten)]
    pub what: EventKind,
}

/// Offset ranges of a poll, last offset included.
pub type Ranges = BTreeMap<String, (u64, u64)>;

/// The kinds of reports.
#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum EventKind {
    Start,
    Generation {
        generation: i32,
        member: Option<String>,
    },
    Assigned {
        partitions: Vec<String>,
    },
    Revoked {
        partitions: Vec<String>,
    },
    Lost {
        partitions: Vec<String>,
    },
    Poll {
        records: Ranges,
        done_ms: Option<i64>,
        /// Acknowledged commits of this batch, where they were too many to list.
        commits_ok: Option<u64>,
    },
    Commit {
        offsets: Option<BTreeMap<String, u64>>,
        result: String,
    },
    AutoCommit {
        offsets: BTreeMap<String, u64>,
    },
    PollError {
        exception: String,
    },
    Fatal {
        exception: String,
    },
    BlockBegin,
    BlockEnd,
    CloseBegin,
    CloseEnd,
    UnsubscribeBegin,
    UnsubscribeEnd,
    Subscribe,
    EnforceRebalance,
}

/// A line of the coordinator's log.
#[derive(Clone, Debug, Deserialize)]
pub struct CoordinatorEntry {
    pub at_ms: i64,
    pub kind: String,
    pub generation: Option<i32>,
    /// A count, or with the new protocol a list.
    pub members: Option<Value>,
    pub member: Option<String>,
    pub old_member: Option<String>,
    pub reason: Option<String>,
}

/// The group at the end.
#[derive(Clone, Debug, Deserialize)]
pub struct Outcome {
    pub state: String,
    pub members: Vec<FinalMember>,
    pub committed: BTreeMap<String, u64>,
    pub processed_more_than_once: BTreeMap<String, Vec<(u64, u64)>>,
    #[serde(rename = "never_processed_below_committed_or_processed")]
    pub never_processed: BTreeMap<String, Vec<(u64, u64)>>,
}

/// A member at the end.
#[derive(Clone, Debug, Deserialize)]
pub struct FinalMember {
    pub member: String,
    pub assigned: Vec<String>,
}
