//! Random scenarios and random commands, and the commands that undo all harm.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

#[path = "swarm_draws.rs"]
mod draws;

use proptest::prelude::*;
use proptest::sample::select;
use sim_core::scenario::{
    CommitStyle, ListenerSpec, OnPoison, ProcessingTime, SeekTo, Sink, WorkerMode, WorkerPool,
};
use sim_core::{Api, CloseHow, Command, CrashPoint, Link, Recording, SimTime, TimedCommand, Way};

use super::story::{self, C, Story, consumer};
use draws::{actor, episode, stage};

/// Harm is done before this moment, in milliseconds.
pub const HEAL_AT_MS: u64 = 60_000;
/// Commands that heal are repeated, because some need what others did first: a process that was
/// asked to close before it was frozen closes after the thaw, and must be started once more.
const HEAL_ROUNDS_MS: [u64; 6] = [0, 500, 2_000, 10_000, 30_000, 60_000];
/// Production after healing, records per second and topic.
const HEALED_RATE: u32 = 5;
/// Records of two topics that may lie between two commits: rate times the longest commit
/// interval, a metadata refresh's wait for new partitions, and a batch.
pub const HEALED_LAG_MAX: u64 = 400;
/// Longest `metadata.max.age.ms` of a case.
const METADATA_AGE_MAX_MS: u64 = 20_000;
/// Slowest CPU.
const CPU_PERCENT_MAX: u32 = 300;
/// Longest time for one record: 1 000 times the median of a heavy tail, on the slowest CPU.
const RECORD_MAX_MS: u64 = 30_000;

/// What may be drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limits {
    /// Everything the scenario's vocabulary has.
    Anything,
    /// Only what can heal: somebody commits, and there is a reset policy.
    Healable,
}

/// A random scenario with random commands.
#[derive(Clone)]
pub struct Case {
    pub session_ms: u64,
    stage: Stage,
    acts: Vec<(u64, Act)>,
    actors: Vec<Actor>,
}

#[derive(Clone, Debug)]
struct Stage {
    partitions: (u32, u32),
    production: Output,
    preloaded: u64,
    latency_ms: u64,
    jitter_us: u64,
    loss_per_million: u32,
    append_ms: u64,
    heartbeat_ms: u64,
    max_poll_interval_ms: u64,
    max_poll_records: u32,
    request_timeout_ms: u64,
    metadata_age_ms: u64,
    reset: &'static str,
    assignors: &'static str,
    max_size: u32,
    kept: Kept,
    seed: u64,
    /// Offset of a poison record in the first partition.
    poison: Option<u64>,
}

/// What the topics keep, and how often that is looked at.
#[derive(Clone, Copy, Debug)]
struct Kept {
    ms: Option<u64>,
    bytes: Option<u64>,
    check_ms: u64,
    /// `offsets.retention.check.interval.ms`; offsets are kept for a minute.
    offsets_check_ms: u64,
}

#[derive(Clone, Copy, Debug)]
enum Output {
    Nothing,
    Rate(u32),
    Ticks(u64, u32),
}

#[derive(Clone, Copy, Debug)]
struct Actor {
    starts_at: u64,
    group: usize,
    topics: usize,
    takes: ProcessingTime,
    commits: CommitStyle,
    workers: Option<WorkerPool>,
    on_poison: OnPoison,
    sink: Sink,
    listener: ListenerSpec,
    /// A static member: `group.instance.id` is its name.
    is_static: bool,
}

#[derive(Clone, Debug)]
enum Act {
    Kill(usize),
    Close(usize, CloseHow, Option<u64>),
    Throw(usize),
    Wakeup(usize),
    StopExternal(usize, u64),
    KillAt(usize, CrashPoint),
    Restart(usize, Option<u64>),
    Freeze(usize),
    Thaw(usize),
    Cut(usize, Link, Way),
    Fault(usize, &'static str, Option<u64>, bool),
    Heal(usize),
    Block(usize, u64),
    Takes(usize, ProcessingTime),
    SlowCpu(usize, u32),
    Add(Actor),
    Grow(usize, u32),
    Rate(usize, u32),
    ProduceNew(usize),
    Config(Option<usize>, &'static str, String),
    Commits(Option<usize>, CommitStyle),
    Rolling(usize),
    Enforce(usize),
    Commit(usize),
    Unsubscribe(usize),
    Subscribe(usize, usize),
}

/// Scenarios with up to four consumers at the start and up to 30 commands.
pub fn case(limits: Limits) -> impl Strategy<Value = Case> {
    let episodes = prop::collection::vec((0_u64..HEAL_AT_MS, episode(limits)), 0..24);
    let actors = prop::collection::vec(actor(limits, 8_000), 1..5);
    (6_000_u64..12_000, stage(limits), episodes, actors).prop_map(
        |(session_ms, stage, episodes, actors)| {
            let mut acts: Vec<(u64, Act)> = episodes
                .into_iter()
                .flat_map(|(at, acts)| acts.into_iter().map(move |(later, act)| (at + later, act)))
                .collect();
            acts.retain(|(at, _)| *at < HEAL_AT_MS);
            acts.sort_by_key(|(at, _)| *at);
            Case {
                session_ms,
                stage,
                acts,
                actors,
            }
        },
    )
}

/// A case is its recording; the message of the failure holds it.
impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} commands on {} consumers",
            self.acts.len(),
            self.actors.len()
        )
    }
}

impl Case {
    fn topics(&self, choice: usize) -> Vec<&'static str> {
        match choice {
            _ if self.stage.partitions.1 == 0 => vec!["t"],
            0 => vec!["t"],
            1 => vec!["u"],
            _ => vec!["t", "u"],
        }
    }

    fn spec(&self, name: &str, actor: Actor) -> C {
        let spec = if actor.is_static {
            consumer(name).prop("group.instance.id", name)
        } else {
            consumer(name)
        };
        spec.listens(actor.listener)
            .starts_at(actor.starts_at)
            .group(["billing", "search"][actor.group.min(1)])
            .subscribes(&self.topics(actor.topics))
            .takes(actor.takes)
            .commits(actor.commits)
            .pool(actor.workers)
            .on_poison(actor.on_poison)
            .sink(actor.sink)
            // A paused program takes one batch per poll().
            .polls_for_ms(if actor.workers.is_some() { 20 } else { 1_000 })
    }

    fn name(&self, who: usize) -> String {
        let known = self.actors.len()
            + self
                .acts
                .iter()
                .filter(|(_, act)| matches!(act, Act::Add(_)))
                .count();
        format!("c{}", who % known)
    }

    #[expect(clippy::too_many_lines, reason = "one line per setting")]
    fn story(&self) -> Story {
        let stage = &self.stage;
        let mut story = Story::with_partitions(stage.partitions.0).preloaded(stage.preloaded);
        story = self.keep(self.produce(story));
        if let Some(offset) = stage.poison {
            story = story.poison(0, offset);
        }
        if stage.partitions.1 > 0 {
            story = story.topic("u", stage.partitions.1);
            story = self.keep(self.produce(story));
        }
        story = story
            .broker("offsets.retention.minutes", 1)
            .broker(
                "offsets.retention.check.interval.ms",
                stage.kept.offsets_check_ms,
            )
            .broker("log.retention.check.interval.ms", stage.kept.check_ms)
            .latency_ms(stage.latency_ms)
            .jitter_us(stage.jitter_us)
            .loss_per_million(stage.loss_per_million)
            .append_ms(stage.append_ms)
            .seed(stage.seed)
            .broker("group.max.size", stage.max_size)
            .prop("session.timeout.ms", self.session_ms)
            .prop("heartbeat.interval.ms", stage.heartbeat_ms)
            .prop("max.poll.interval.ms", stage.max_poll_interval_ms)
            .prop("max.poll.records", stage.max_poll_records)
            .prop("request.timeout.ms", stage.request_timeout_ms)
            .prop("metadata.max.age.ms", stage.metadata_age_ms)
            .prop("auto.offset.reset", stage.reset)
            .prop("partition.assignment.strategy", stage.assignors);
        for (index, actor) in self.actors.iter().enumerate() {
            story = story.consumer(self.spec(&format!("c{index}"), *actor));
        }
        let mut names = self.actors.len();
        let mut sizes = [stage.partitions.0, stage.partitions.1];
        for (at, act) in &self.acts {
            story = match act {
                Act::Add(actor) => {
                    names += 1;
                    let spec = self.spec(&format!("c{}", names - 1), *actor);
                    story.adds(*at, spec)
                }
                Act::Grow(topic, more) => {
                    sizes[*topic] += more;
                    let partitions = sizes[*topic];
                    story.at(
                        *at,
                        Command::AddPartitions {
                            topic: ["t", "u"][*topic].to_owned(),
                            partitions,
                        },
                    )
                }
                Act::ProduceNew(topic) => {
                    let (from, to) = (sizes[*topic].saturating_sub(1), sizes[*topic]);
                    story.at(
                        *at,
                        Command::ProduceNew {
                            topic: ["t", "u"][*topic].to_owned(),
                            from,
                            to,
                            per_tick: 2,
                            tick_ms: 300,
                        },
                    )
                }
                other => story.at(*at, self.command(other)),
            };
        }
        story
    }

    fn produce(&self, story: Story) -> Story {
        match self.stage.production {
            Output::Nothing => story,
            Output::Rate(rate) => story.rate(rate),
            Output::Ticks(tick, count) => story.ticks(100, tick, count),
        }
    }

    fn keep(&self, mut story: Story) -> Story {
        let Kept { ms, bytes, .. } = self.stage.kept;
        if let Some(ms) = ms {
            story = story.retention_ms(ms);
        }
        if let Some(bytes) = bytes {
            story = story.retention_bytes(bytes);
        }
        story
    }

    #[expect(clippy::too_many_lines, reason = "one arm per act")]
    fn command(&self, act: &Act) -> Command {
        let who = |index: &usize| self.name(*index);
        match act {
            Act::Kill(index) => Command::Kill { who: who(index) },
            Act::Close(index, how, timeout_ms) => Command::Close {
                who: who(index),
                how: *how,
                timeout_ms: *timeout_ms,
            },
            Act::Throw(index) => Command::Throw { who: who(index) },
            Act::Wakeup(index) => Command::Wakeup { who: who(index) },
            Act::StopExternal(index, ms) => Command::StopExternal {
                who: who(index),
                ms: *ms,
            },
            Act::KillAt(index, point) => Command::KillAt {
                who: who(index),
                point: *point,
            },
            Act::Restart(index, after_ms) => Command::Restart {
                who: who(index),
                after_ms: *after_ms,
            },
            Act::Freeze(index) => Command::Freeze { who: who(index) },
            Act::Thaw(index) => Command::Thaw { who: who(index) },
            Act::Cut(index, link, way) => Command::Cut {
                who: who(index),
                link: *link,
                way: *way,
            },
            Act::Fault(index, api, Some(ms), _) => story::delay_next(&who(index), api, *ms),
            Act::Fault(index, api, None, true) => story::lose_next_answer(&who(index), api),
            Act::Fault(index, api, None, false) => story::lose_next(&who(index), api),
            Act::Heal(index) => Command::Heal { who: who(index) },
            Act::Block(index, ms) => Command::Block {
                who: who(index),
                ms: *ms,
            },
            Act::Takes(index, processing) => Command::SetProcessing {
                who: who(index),
                processing: *processing,
            },
            Act::SlowCpu(index, percent) => Command::SlowCpu {
                who: who(index),
                percent: *percent,
            },
            Act::Rate(topic, rate) => Command::SetProduceRate {
                topic: ["t", "u"][*topic].to_owned(),
                records_per_second: *rate,
            },
            Act::Config(index, key, value) => Command::SetConfig {
                who: index.as_ref().map(who),
                key: (*key).to_owned(),
                value: value.clone(),
            },
            Act::Commits(index, commit) => Command::SetCommit {
                who: index.as_ref().map(who),
                commit: *commit,
            },
            Act::Rolling(group) => Command::RollingRestart {
                group: Some(["billing", "search"][*group].to_owned()),
            },
            Act::Enforce(index) => Command::Enforce { who: who(index) },
            Act::Commit(index) => Command::Commit { who: who(index) },
            Act::Unsubscribe(index) => Command::Unsubscribe { who: who(index) },
            Act::Subscribe(index, topics) => Command::Subscribe {
                who: who(index),
                topics: self
                    .topics(*topics)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            },
            Act::Add(_) | Act::Grow(..) | Act::ProduceNew(_) => {
                unreachable!("these need what came before")
            }
        }
    }

    /// The same case, with programs that process inline and all commit like that.
    pub fn all_commit(mut self, style: CommitStyle) -> Self {
        let conform = |actor: &mut Actor| {
            actor.commits = style;
            actor.workers = None;
            // Reading goes on where the last commit says.
            actor.listener.seek_in_assigned = None;
            actor.listener.keeps_offsets = false;
        };
        self.actors.iter_mut().for_each(conform);
        for (_, act) in &mut self.acts {
            match act {
                Act::Add(actor) => conform(actor),
                Act::Commits(_, commit) => *commit = style,
                _ => {}
            }
        }
        self
    }

    /// Scenario with its commands as a recording: what a link would hold.
    pub fn recording(&self) -> Recording {
        let mut recording = self.story().recording();
        recording.commands = std::mem::take(&mut recording.scenario.script);
        recording
    }

    /// The same, and then everything is made good again.
    pub fn healed_recording(&self) -> Recording {
        let mut recording = self.recording();
        let count = self.actors.len()
            + self
                .acts
                .iter()
                .filter(|(_, act)| matches!(act, Act::Add(_)))
                .count();
        for round in HEAL_ROUNDS_MS {
            let mut do_now = |command| {
                recording.commands.push(TimedCommand {
                    at: SimTime::from_millis(HEAL_AT_MS + round),
                    command,
                });
            };
            for topic in ["t", "u"] {
                do_now(Command::SetProduceRate {
                    topic: topic.to_owned(),
                    records_per_second: HEALED_RATE,
                });
            }
            for who in (0..count).map(|index| format!("c{index}")) {
                if round == 0 {
                    do_now(Command::Thaw { who: who.clone() });
                    do_now(Command::Heal { who: who.clone() });
                }
                do_now(Command::SlowCpu {
                    who: who.clone(),
                    percent: 100,
                });
                do_now(Command::SetProcessing {
                    who: who.clone(),
                    processing: ProcessingTime::Constant { us: 500 },
                });
                do_now(Command::Restart {
                    who: who.clone(),
                    after_ms: Some(0),
                });
                do_now(Command::Subscribe {
                    who,
                    topics: self.topics(2).into_iter().map(str::to_owned).collect(),
                });
            }
        }
        recording
    }

    /// When the last healing command was given.
    pub fn healed_at_ms() -> u64 {
        HEAL_AT_MS + HEAL_ROUNDS_MS[HEAL_ROUNDS_MS.len() - 1]
    }

    /// Session and rebalance timeout, and what the application itself still sleeps or works on.
    pub fn time_to_heal_ms(&self) -> u64 {
        let blocks: u64 = self
            .acts
            .iter()
            .map(|(_, act)| match act {
                Act::Block(_, ms) | Act::StopExternal(_, ms) => *ms,
                _ => 0,
            })
            .sum();
        let rebalance = 20_000_u64.max(self.stage.max_poll_interval_ms);
        self.session_ms + rebalance + blocks + RECORD_MAX_MS
    }

    /// Partitions added just before are found, assigned and read.
    pub fn time_to_settle_ms() -> u64 {
        METADATA_AGE_MAX_MS + 30_000
    }
}
