//! What happened in one run, in the recordings' terms: a recorded and a simulated run become the
//! same kind of value, so that comparing them needs no knowledge of either.

use std::collections::{BTreeMap, BTreeSet};

use super::ranges::Span;
use super::recording::{EventKind, KafkaRecording};

/// Milliseconds since the start of the script.
pub type Millis = i64;

/// Offsets by partition (`topic-number`).
pub type Offsets = BTreeMap<String, u64>;

/// One run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Trace {
    pub callbacks: Vec<Callback>,
    pub generations: Vec<GenerationSeen>,
    pub coordinator: Vec<CoordinatorFact>,
    pub errors: Vec<ErrorSeen>,
    pub commits: Vec<CommitSeen>,
    pub polls: Vec<PollSeen>,
    pub outcome: Outcome,
}

/// A call of the rebalance listener.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Callback {
    pub at: Millis,
    pub who: String,
    /// `assigned`, `revoked` or `lost`.
    pub kind: &'static str,
    pub partitions: BTreeSet<String>,
}

/// `groupMetadata()` changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GenerationSeen {
    pub who: String,
    pub generation: i32,
    pub member: Option<String>,
}

/// A line of the coordinator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoordinatorFact {
    pub at: Millis,
    pub kind: String,
    pub generation: Option<i32>,
    /// How many members.
    pub members: Option<u64>,
    pub member: Option<String>,
}

/// A failed commit, or an exception out of `poll()`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorSeen {
    pub who: String,
    pub exception: String,
}

/// An acknowledged commit that names offsets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CommitSeen {
    pub at: Millis,
    pub who: String,
    pub is_automatic: bool,
    pub offsets: Offsets,
}

/// A poll that returned records.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PollSeen {
    pub at: Millis,
    /// None if the work was never finished.
    pub done: Option<Millis>,
    pub who: String,
    /// Records per partition.
    pub counts: Offsets,
}

/// The group at the end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    pub state: String,
    pub members: BTreeMap<String, BTreeSet<String>>,
    pub committed: Offsets,
    pub processed_twice: BTreeMap<String, Vec<Span>>,
    pub never_processed: BTreeMap<String, Vec<Span>>,
}

/// Entries of the coordinator that are compared.
pub const COORDINATOR_KINDS: [&str; 8] = [
    "prepare_rebalance",
    "join_complete",
    "empty",
    "leave",
    "session_expired",
    "not_rejoined_removed",
    "static_member_added",
    "static_member_replaced",
];

impl From<&KafkaRecording> for Trace {
    fn from(recording: &KafkaRecording) -> Self {
        let mut trace = Self {
            outcome: Outcome::from(&recording.outcome),
            ..Self::default()
        };
        for event in &recording.events {
            trace.add_event(event.at_ms, &event.who, &event.what);
        }
        let wanted = recording
            .coordinator
            .iter()
            .filter(|entry| COORDINATOR_KINDS.contains(&entry.kind.as_str()));
        trace.coordinator = wanted
            .map(|entry| CoordinatorFact {
                at: entry.at_ms,
                kind: entry.kind.clone(),
                generation: entry.generation,
                members: entry.members.as_ref().and_then(serde_json::Value::as_u64),
                member: entry.old_member.clone().or_else(|| entry.member.clone()),
            })
            .collect();
        trace
    }
}

impl Trace {
    fn add_event(&mut self, at: Millis, who: &str, what: &EventKind) {
        let who = who.to_owned();
        match what {
            EventKind::Assigned { partitions } => {
                self.add_callback(at, who, "assigned", partitions);
            }
            EventKind::Revoked { partitions } => self.add_callback(at, who, "revoked", partitions),
            EventKind::Lost { partitions } => self.add_callback(at, who, "lost", partitions),
            EventKind::Generation { generation, member } => self.generations.push(GenerationSeen {
                who,
                generation: *generation,
                member: member.clone(),
            }),
            EventKind::Poll {
                records, done_ms, ..
            } => self.polls.push(PollSeen {
                at,
                done: *done_ms,
                who,
                counts: records
                    .iter()
                    .map(|(partition, (first, last))| (partition.clone(), last + 1 - first))
                    .collect(),
            }),
            EventKind::AutoCommit { offsets } => self.commits.push(CommitSeen {
                at,
                who,
                is_automatic: true,
                offsets: offsets.clone(),
            }),
            EventKind::Commit { offsets, result } => {
                if result != "ok" {
                    self.errors.push(ErrorSeen {
                        who,
                        exception: result.clone(),
                    });
                } else if let Some(offsets) = offsets {
                    self.commits.push(CommitSeen {
                        at,
                        who,
                        is_automatic: false,
                        offsets: offsets.clone(),
                    });
                }
            }
            EventKind::PollError { exception } | EventKind::Fatal { exception } => {
                self.errors.push(ErrorSeen {
                    who,
                    exception: exception.clone(),
                });
            }
            EventKind::Start
            | EventKind::BlockBegin
            | EventKind::BlockEnd
            | EventKind::CloseBegin
            | EventKind::CloseEnd
            | EventKind::UnsubscribeBegin
            | EventKind::UnsubscribeEnd
            | EventKind::Subscribe
            | EventKind::EnforceRebalance => {}
        }
    }

    fn add_callback(&mut self, at: Millis, who: String, kind: &'static str, partitions: &[String]) {
        self.callbacks.push(Callback {
            at,
            who,
            kind,
            partitions: partitions.iter().cloned().collect(),
        });
    }
}

impl From<&super::recording::Outcome> for Outcome {
    fn from(outcome: &super::recording::Outcome) -> Self {
        let spans = |recorded: &BTreeMap<String, Vec<(u64, u64)>>| {
            recorded
                .iter()
                .map(|(partition, ranges)| {
                    let spans = ranges.iter().map(|(first, last)| Span {
                        from: *first,
                        to: last + 1,
                    });
                    (partition.clone(), spans.collect())
                })
                .collect()
        };
        Self {
            state: outcome.state.clone(),
            members: outcome
                .members
                .iter()
                .map(|member| {
                    let assigned = member.assigned.iter().cloned().collect();
                    (member.member.clone(), assigned)
                })
                .collect(),
            committed: outcome.committed.clone(),
            processed_twice: spans(&outcome.processed_more_than_once),
            never_processed: spans(&outcome.never_processed),
        }
    }
}
