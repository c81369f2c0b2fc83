//! Translates a recording into a scenario and a list of actions, or names what the model lacks.

use std::collections::BTreeMap;
use std::fmt;

use sim_core::scenario::{
    CommitStyle, ConsumerSpec, CostSpec, ListenerSpec, NetworkSpec, ProcessingTime, Production,
    ProgramSpec, Scenario, TopicSpec,
};
use sim_core::{CloseHow, Command, SimTime};

use super::beat::{VISIBLE_AFTER_MS, ticks, ticks_before};
use super::recording::{Action, ActionKind, Consumer, EventKind, KafkaRecording, Topic};
use super::trace::Millis;

/// Loopback, one way.
const LATENCY_US: u64 = 250;
/// Log write of the coordinator.
const APPEND_US: u64 = 2_000;
/// From `start` to the first entry at the coordinator: the median of all recorded starts.
const START_US: u64 = 13_000;
/// Metadata and `FindCoordinator` share a round trip, `JoinGroup` needs one way more.
const LOOKUP_US: u64 = 3 * LATENCY_US;
/// What `sleep` takes beyond its argument, with the loop around it.
const SLEEP_OVERHEAD_US: u64 = 225;
/// The leader's turn-around, measured from its `JoinGroup` answer to its `SyncGroup`.
const ASSIGN_US: u64 = 3_500;
/// From the end of a commit to the next `poll()`: the recorded loop logs in between.
const TURN_US: u64 = 600;
/// How late timers of the client are: recorded heartbeats come 1 ms late (median of 1460) from inside
/// `poll()` and 3 to 5 ms late in the ten ticks of a batch.
const TIMER_SLACK_US: u64 = 800;
/// The recorded records are far below every fetch limit.
const RECORD_BYTES: u32 = 100;

/// Something recorded that the model does not have.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Feature(pub String);

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A recording as the simulator can play it.
#[derive(Clone, Debug)]
pub struct Plan {
    pub scenario: Scenario,
    pub steps: Vec<Step>,
    pub end: Millis,
}

/// An action with the way it finds its place in the simulated run.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    pub at: Millis,
    pub command: Command,
    pub place: Place,
}

/// Where an action belongs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At its time, whatever happens then.
    Time,
    /// Between two turns of the application's loop.
    LoopTurn,
    /// In the batch that `poll()` returned at this time.
    Batch { polled: Millis },
}

/// The plan of a recording, or everything that is missing for one.
pub fn plan(recording: &KafkaRecording) -> Result<Plan, Vec<Feature>> {
    let mut missing = Vec::new();
    let consumers = recording
        .consumers
        .iter()
        .map(|(name, consumer)| consumer_spec(name, consumer, &mut missing))
        .collect();
    let there = recording.topics.iter().filter(|t| !t.created_by_script);
    let topics = there.map(topic_spec).collect();
    let mut steps = Vec::new();
    let mut end = 0;
    for action in &recording.script {
        if action.what_is_end() {
            end = action.at_ms;
        } else if let Some(step) = step(action, recording, &mut missing) {
            steps.push(step);
        }
    }
    for topic in &recording.topics {
        steps.extend(ticks(recording, topic, end));
    }
    steps.sort_by_key(|step| step.at);
    if !missing.is_empty() {
        missing.sort();
        missing.dedup();
        return Err(missing);
    }
    let spreads = recording.member_ids.iter();
    let scenario = Scenario {
        format: sim_core::scenario::FORMAT,
        name: recording.name.clone(),
        title: String::new(),
        release: "4.3".to_owned(),
        broker: recording.broker.clone(),
        network: NetworkSpec {
            latency_us: LATENCY_US,
            jitter_us: 0,
            loss_per_million: 0,
        },
        costs: CostSpec {
            client_start_us: START_US - LOOKUP_US,
            append_us: APPEND_US,
            timer_slack_us: TIMER_SLACK_US,
            turn_us: TURN_US,
            assign_us: ASSIGN_US,
            ..CostSpec::default()
        },
        topics,
        props: BTreeMap::new(),
        consumers,
        script: Vec::new(),
        member_hash_spreads: spreads
            .map(|(id, hash)| (id.clone(), hash.java_hash_spread))
            .collect(),
    };
    Ok(Plan {
        scenario,
        steps,
        end,
    })
}

impl Action {
    fn what_is_end(&self) -> bool {
        matches!(self.what, ActionKind::End)
    }
}

fn lack(missing: &mut Vec<Feature>, what: impl Into<String>) {
    missing.push(Feature(what.into()));
}

fn topic_spec(topic: &Topic) -> TopicSpec {
    TopicSpec {
        name: topic.name.clone(),
        partitions: topic.partitions,
        record_bytes: RECORD_BYTES,
        preloaded_per_partition: topic.preloaded_per_partition + produced_before(topic),
        // Each tick is a step of the plan.
        production: Production::None,
        retention_ms: None,
        retention_bytes: None,
        poison: Vec::new(),
    }
}

/// Records of ticks before the start of the script.
fn produced_before(topic: &Topic) -> u64 {
    let before = |beat| ticks_before(beat) * u64::from(beat.per_tick_per_partition);
    topic.production.map_or(0, before)
}

fn consumer_spec(name: &str, consumer: &Consumer, missing: &mut Vec<Feature>) -> ConsumerSpec {
    let mut props = consumer.props.clone();
    let group = props
        .remove("group.id")
        .map_or_else(String::new, |id| id.text());
    ConsumerSpec {
        name: name.to_owned(),
        group,
        subscribe: consumer.subscribe.topics.clone(),
        pattern: consumer.subscribe.regex.clone(),
        assign: consumer.subscribe.assign.clone(),
        start_at_ms: SimTime::ZERO,
        idle: true,
        props,
        program: ProgramSpec {
            poll_timeout_ms: consumer.poll_timeout_ms,
            processing: processing(consumer.process_ms),
            commit: commit_style(&consumer.commit_mode, missing),
            // The recorded listener has an onPartitionsLost of its own, which only reports.
            listener: ListenerSpec {
                own_lost: true,
                ..consumer.listener
            },
            ..ProgramSpec::default()
        },
    }
}

fn processing(ms: u64) -> ProcessingTime {
    ProcessingTime::Constant {
        us: ms * 1_000 + SLEEP_OVERHEAD_US,
    }
}

fn commit_style(mode: &str, missing: &mut Vec<Feature>) -> CommitStyle {
    match mode {
        "auto" => CommitStyle::Auto,
        "sync_after_batch" => CommitStyle::SyncAfterBatch,
        "commit_before_processing" => CommitStyle::SyncBeforeProcessing,
        "sync_per_record" => CommitStyle::SyncPerRecord,
        "async_after_batch" => CommitStyle::AsyncAfterBatch,
        "async_after_batch_plus_sync_on_close" => CommitStyle::AsyncAfterBatchPlusSyncOnClose,
        "none" => CommitStyle::None,
        other => {
            lack(missing, format!("commit_mode {other}"));
            CommitStyle::None
        }
    }
}

fn close_how(how: Option<&str>, missing: &mut Vec<Feature>) -> CloseHow {
    match how {
        None | Some("default") => CloseHow::Default,
        Some("leave") => CloseHow::Leave,
        Some("remain") => CloseHow::Remain,
        Some(how) => {
            lack(missing, format!("CloseOptions ({how})"));
            CloseHow::Default
        }
    }
}

fn step(action: &Action, recording: &KafkaRecording, missing: &mut Vec<Feature>) -> Option<Step> {
    let who = || action.who.clone().unwrap_or_default();
    let at = action.at_ms;
    let (at, place, command) = match &action.what {
        ActionKind::Start => {
            let after_ms = Some(0);
            let command = Command::Restart {
                who: who(),
                after_ms,
            };
            (at, Place::Time, command)
        }
        ActionKind::Close { how } => {
            let how = close_how(how.as_deref(), missing);
            let command = Command::Close {
                who: who(),
                how,
                timeout_ms: None,
            };
            (at, Place::LoopTurn, command)
        }
        ActionKind::Kill => (at, Place::Time, Command::Kill { who: who() }),
        ActionKind::Sigstop => (at, Place::Time, Command::Freeze { who: who() }),
        ActionKind::Sigcont => (at, Place::Time, Command::Thaw { who: who() }),
        ActionKind::Block { ms } => {
            let place = batch_of(recording, &who(), at)
                .map_or(Place::Time, |polled| Place::Batch { polled });
            let command = Command::Block {
                who: who(),
                ms: *ms,
            };
            (at, place, command)
        }
        ActionKind::Process { ms } => {
            let processing = processing(*ms);
            let command = Command::SetProcessing {
                who: who(),
                processing,
            };
            (at, Place::Time, command)
        }
        ActionKind::Enforce => (at, Place::LoopTurn, Command::Enforce { who: who() }),
        ActionKind::Unsubscribe => (at, Place::LoopTurn, Command::Unsubscribe { who: who() }),
        ActionKind::Subscribe { topics } => {
            let topics = topics.clone();
            (
                at,
                Place::LoopTurn,
                Command::Subscribe { who: who(), topics },
            )
        }
        // With or without a map: between two batches the processed offsets are the positions.
        ActionKind::Commit => (at, Place::LoopTurn, Command::Commit { who: who() }),
        ActionKind::AddPartitions {
            topic,
            partitions,
            done_ms,
        } => {
            let (topic, partitions) = (topic.clone(), *partitions);
            (
                *done_ms,
                Place::Time,
                Command::AddPartitions { topic, partitions },
            )
        }
        ActionKind::ProduceNew {
            topic,
            from,
            to,
            per_tick,
            tick_ms,
        } => {
            let command = Command::ProduceNew {
                topic: topic.clone(),
                from: *from,
                to: *to,
                per_tick: *per_tick,
                tick_ms: *tick_ms,
            };
            (at + VISIBLE_AFTER_MS, Place::Time, command)
        }
        ActionKind::CreateTopic { topic } => {
            let Some(spec) = recording.topics.iter().find(|one| one.name == *topic) else {
                lack(
                    missing,
                    format!("create_topic of {topic}, which `topics` does not list"),
                );
                return None;
            };
            let topic = Box::new(topic_spec(spec));
            (at, Place::Time, Command::CreateTopic { topic })
        }
        ActionKind::End => return None,
    };
    Some(Step { at, command, place })
}

/// When the batch was polled in which `who` was blocked at `at`.
fn batch_of(recording: &KafkaRecording, who: &str, at: Millis) -> Option<Millis> {
    recording
        .events
        .iter()
        .filter(|event| event.who == who && event.at_ms <= at)
        .filter(|event| matches!(event.what, EventKind::Poll { .. }))
        .map(|event| event.at_ms)
        .next_back()
}
