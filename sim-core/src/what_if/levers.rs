//! The same run with one thing changed, from its first moment on.

use crate::command::{CloseHow, Command};
use crate::config::{AssignorName, ConsumerConfig, OffsetReset};
use crate::recording::Recording;
use crate::scenario::{CommitStyle, ConfigValue, ConsumerSpec, ProgramSpec, ScenarioError};
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};

/// So many of the last kills are tried as closes.
const KILLS_MAX: usize = 3;

/// One change to a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A process that was killed calls `close()` instead.
    Close {
        /// Which.
        who: String,
        /// When.
        at: SimTime,
    },
    /// Every consumer has this setting.
    Setting {
        /// Kafka's key.
        key: &'static str,
        /// Value in Kafka's spelling.
        value: String,
    },
    /// Every consumer has a `group.instance.id` of its own.
    StaticMembers,
    /// `onPartitionsRevoked` commits.
    CommitInRevoked,
    /// Every program commits like this.
    Commit(CommitStyle),
}

impl Change {
    /// The recording with this change, checked.
    pub fn apply(&self, recording: &Recording) -> Result<Recording, ScenarioError> {
        let mut changed = recording.clone();
        match self {
            Self::Close { who, at } => {
                for timed in &mut changed.commands {
                    if timed.at == *at && killed(&timed.command) == Some(who) {
                        timed.command = Command::Close {
                            who: who.clone(),
                            how: CloseHow::Default,
                            timeout_ms: None,
                        };
                    }
                }
            }
            Self::Setting { key, value } => {
                let text = ConfigValue::Text(value.clone());
                changed.scenario.props.insert((*key).to_owned(), text);
                each_consumer(&mut changed, |spec| {
                    spec.props.remove(*key);
                });
            }
            Self::StaticMembers => each_consumer(&mut changed, |spec| {
                let id = ConfigValue::Text(spec.name.clone());
                spec.props
                    .entry("group.instance.id".to_owned())
                    .or_insert(id);
            }),
            Self::CommitInRevoked => each_program(&mut changed, |program| {
                program.listener.commit_in_revoked = true;
            }),
            Self::Commit(style) => each_program(&mut changed, |program| program.commit = *style),
        }
        changed.check()?;
        Ok(changed)
    }
}

fn each_consumer(recording: &mut Recording, mut change: impl FnMut(&mut ConsumerSpec)) {
    recording
        .scenario
        .consumers
        .iter_mut()
        .for_each(&mut change);
    let script = recording.scenario.script.iter_mut();
    for timed in script.chain(&mut recording.commands) {
        if let Command::AddConsumer { consumer } = &mut timed.command {
            change(consumer);
        }
    }
}

fn each_program(recording: &mut Recording, mut change: impl FnMut(&mut ProgramSpec)) {
    each_consumer(recording, |spec| {
        if spec.program.workers.is_none() {
            change(&mut spec.program);
        }
    });
}

fn killed(command: &Command) -> Option<&String> {
    if let Command::Kill { who } | Command::KillAt { who, .. } = command {
        Some(who)
    } else {
        None
    }
}

/// Changes worth trying on a run up to `until`: only such as differ from what it has.
pub fn changes(recording: &Recording, until: SimTime) -> Vec<Change> {
    let mut changes = Vec::new();
    let done = recording.commands.iter().filter(|timed| timed.at <= until);
    let kills = done.rev().filter_map(|timed| {
        let who = killed(&timed.command)?.clone();
        Some(Change::Close { who, at: timed.at })
    });
    changes.extend(kills.take(KILLS_MAX));
    let Some(first) = recording.scenario.consumers.first() else {
        return changes;
    };
    let Ok(config) = recording.scenario.consumer_config(first) else {
        return changes;
    };
    let mut program = first.program;
    settings(&config, &mut changes);
    if config.group_instance_id.is_none() {
        changes.push(Change::StaticMembers);
    }
    if program.workers.take().is_none() {
        habits(&program, &mut changes);
    }
    changes.retain(|change| change.apply(recording).is_ok());
    changes
}

fn settings(config: &ConsumerConfig, changes: &mut Vec<Change>) {
    let mut try_out = |key: &'static str, is_other: bool, value: String| {
        if is_other {
            changes.push(Change::Setting { key, value });
        }
    };
    let session = config.session_timeout.as_millis();
    try_out("session.timeout.ms", session > 6_000, "6000".to_owned());
    try_out("session.timeout.ms", session < 45_000, "45000".to_owned());
    let heartbeat = config.heartbeat_interval.as_millis();
    try_out(
        "heartbeat.interval.ms",
        heartbeat > 1_000,
        "1000".to_owned(),
    );
    let poll = config.max_poll_interval.as_millis();
    try_out(
        "max.poll.interval.ms",
        true,
        (poll.saturating_mul(4)).to_string(),
    );
    let records = config.max_poll_records;
    try_out("max.poll.records", records > 10, (records / 10).to_string());
    let commits = config.auto_commit_interval.as_millis();
    let is_slow = config.enable_auto_commit && commits > 1_000;
    try_out("auto.commit.interval.ms", is_slow, "1000".to_owned());
    let is_cooperative = config.partition_assignment_strategy == [AssignorName::CooperativeSticky];
    let strategy = AssignorName::CooperativeSticky.protocol_name().to_owned();
    try_out("partition.assignment.strategy", !is_cooperative, strategy);
    let is_latest = config.auto_offset_reset == OffsetReset::Latest;
    try_out("auto.offset.reset", is_latest, "earliest".to_owned());
}

fn habits(program: &ProgramSpec, changes: &mut Vec<Change>) {
    if program.commit != CommitStyle::Auto && !program.listener.commit_in_revoked {
        changes.push(Change::CommitInRevoked);
    }
    for style in [CommitStyle::SyncAfterBatch, CommitStyle::SyncPerRecord] {
        if program.commit != style {
            changes.push(Change::Commit(style));
        }
    }
}

/// What a run has cost, over all groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Records processed more than once.
    pub twice: u64,
    /// Records lost.
    pub lost: u64,
    /// Records a reset jumped over.
    pub skipped: u64,
    /// Time without a reader, summed over partitions.
    pub stopped: SimDuration,
    /// Completed rebalances.
    pub rebalances: u64,
}

impl Outcome {
    /// The figures of a run up to now.
    pub fn of(run: &Simulation) -> Self {
        let mut sum = Self {
            stopped: run.stopped_total(),
            ..Self::default()
        };
        for group in run.groups() {
            let totals = run.totals(group);
            sum.twice += totals.twice;
            sum.lost += totals.lost;
            sum.skipped += totals.skipped;
            sum.rebalances += run.rebalances(group);
        }
        sum
    }
}

/// A run from its first moment to `until`, in portions.
#[derive(Debug)]
pub struct Replay {
    simulation: Simulation,
    until: SimTime,
}

impl Replay {
    /// Begins at time 0.
    pub fn new(recording: &Recording, until: SimTime) -> Result<Self, ScenarioError> {
        Ok(Self {
            simulation: Simulation::new(recording)?,
            until,
        })
    }

    /// Goes on for at most `events` events. The run's figures, once it is at its end.
    pub fn work(&mut self, events: u32) -> Option<Outcome> {
        self.simulation
            .run_some(self.until, events)
            .then(|| Outcome::of(&self.simulation))
    }

    /// The run, as far as it is.
    pub fn run(&self) -> &Simulation {
        &self.simulation
    }
}
