//! Random scenarios and random commands, and the commands that undo all harm.
#![allow(dead_code, reason = "every test file uses its own part")]
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use proptest::prelude::*;
use proptest::sample::select;
use sim_core::scenario::{
    CommitStyle, ListenerSpec, OnPoison, ProcessingTime, Sink, WorkerMode, WorkerPool,
};
use sim_core::{Api, CloseHow, Command, CrashPoint, Link, Recording, SimTime, TimedCommand, Way};

use super::story::{self, C, Story, consumer};

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

fn processing() -> impl Strategy<Value = ProcessingTime> {
    prop_oneof![
        (0_u64..200_000).prop_map(|us| ProcessingTime::Constant { us }),
        Just(ProcessingTime::Constant { us: 2_000_000 }),
        (0_u64..5_000, 5_000_u64..300_000)
            .prop_map(|(min_us, max_us)| ProcessingTime::Uniform { min_us, max_us }),
        (1_u64..10_000).prop_map(|median_us| ProcessingTime::HeavyTail { median_us }),
        (0_u64..50_000, 0_u32..40, 0_u64..500_000)
            .prop_map(|(us, key, slow_us)| ProcessingTime::SlowKey { us, key, slow_us }),
    ]
}

fn commits(limits: Limits) -> impl Strategy<Value = CommitStyle> {
    let never = u32::from(limits == Limits::Anything);
    let synchronous = prop_oneof![
        2 => Just(CommitStyle::SyncAfterBatch),
        1 => Just(CommitStyle::SyncBeforeProcessing),
        // A round trip per record is too slow for the backlog of a run that must heal.
        never => Just(CommitStyle::SyncPerRecord),
        // More would be more lag than a healed group may have.
        1 => (1_u32..30).prop_map(|records| CommitStyle::SyncEvery { records }),
        1 => (10_u32..30).prop_map(|records| CommitStyle::ExplicitEvery { records }),
    ];
    let asynchronous = prop_oneof![
        Just(CommitStyle::AsyncAfterBatch),
        Just(CommitStyle::AsyncRetry),
        Just(CommitStyle::AsyncRetrySequenceGuard),
        Just(CommitStyle::AsyncRetryOffsetGuard),
        Just(CommitStyle::AsyncAfterBatchPlusSyncOnClose),
    ];
    prop_oneof![
        6 => Just(CommitStyle::Auto),
        6 => synchronous,
        3 => asynchronous,
        never => Just(CommitStyle::Outside),
        never => Just(CommitStyle::None),
    ]
}

fn reset(limits: Limits) -> impl Strategy<Value = &'static str> {
    let none = u32::from(limits == Limits::Anything);
    prop_oneof![
        6 => Just("earliest"),
        6 => Just("latest"),
        2 => Just("by_duration:PT0.5S"),
        2 => Just("by_duration:PT20S"),
        none => Just("none"),
    ]
}

fn actor(limits: Limits, latest_start: u64) -> impl Strategy<Value = Actor> {
    let program = (
        processing(),
        commits(limits),
        prop::option::weighted(0.25, workers(limits)),
        on_poison(),
        select(vec![Sink::Plain, Sink::Idempotent]),
        (listener(), prop::bool::weighted(0.2)),
    );
    (0..=latest_start, 0_usize..5, 0_usize..3, program).prop_map(
        move |(starts_at, group, topics, program)| Actor {
            starts_at,
            // Mostly one group.
            group: group / 4,
            topics,
            takes: program.0,
            commits: if program.2.is_some() {
                CommitStyle::Auto
            } else {
                program.1
            },
            workers: program.2,
            on_poison: program.3,
            sink: program.4,
            listener: program.5.0,
            // A static member that restarts with another subscription is given nothing of it.
            is_static: program.5.1 && limits == Limits::Anything,
        },
    )
}

fn listener() -> impl Strategy<Value = ListenerSpec> {
    let sleep = || prop_oneof![4 => Just(0), 1 => 1_u64..3_000];
    (any::<bool>(), any::<bool>(), sleep(), sleep()).prop_map(
        |(commit_in_revoked, own_lost, revoked_sleep_ms, assigned_sleep_ms)| ListenerSpec {
            commit_in_revoked,
            own_lost,
            revoked_sleep_ms,
            assigned_sleep_ms,
            ..ListenerSpec::default()
        },
    )
}

fn on_poison() -> impl Strategy<Value = OnPoison> {
    select(vec![
        OnPoison::Crash,
        OnPoison::Kill,
        OnPoison::Skip,
        OnPoison::DeadLetter,
        OnPoison::RetryInPlace { backoff_ms: 100 },
    ])
}

fn workers(limits: Limits) -> impl Strategy<Value = WorkerPool> {
    let mut modes = vec![WorkerMode::AutoCommit, WorkerMode::FinishedPrefix];
    // One batch per poll() is too slow for the backlog of a run that must heal.
    if limits == Limits::Anything {
        modes.push(WorkerMode::PauseResume);
    }
    (1_u32..9, 1_u32..60, select(modes)).prop_map(|(count, queue, mode)| WorkerPool {
        count,
        queue,
        mode,
    })
}

fn setting(limits: Limits) -> impl Strategy<Value = (&'static str, String)> {
    // A fetch that waits for more than it may bring limits the capacity of a consumer.
    let slow = u32::from(limits == Limits::Anything);
    prop_oneof![
        2 => (1_u32..600).prop_map(|n| ("max.poll.records", n.to_string())),
        1 => (5_000_u64..20_000).prop_map(|n| ("max.poll.interval.ms", n.to_string())),
        1 => (0_u64..8_000).prop_map(|n| ("auto.commit.interval.ms", n.to_string())),
        1 => (0_u64..2_000).prop_map(|n| ("fetch.max.wait.ms", n.to_string())),
        slow => (0_u64..5_000).prop_map(|n| ("fetch.min.bytes", n.saturating_sub(1_000).to_string())),
        slow => (select(vec!["max.partition.fetch.bytes", "fetch.max.bytes"]), 0_u64..3_000)
            .prop_map(|(key, n)| (key, n.to_string())),
        1 => (6_000_u64..8_000).prop_map(|n| ("request.timeout.ms", n.to_string())),
        1 => reset(limits).prop_map(|text| ("auto.offset.reset", text.to_owned())),
        4 => select(vec!["range", "roundrobin", "roundrobin,range"]).prop_map(|text| ("partition.assignment.strategy", text.to_owned())),
    ]
}

fn link() -> impl Strategy<Value = Link> {
    select(vec![Link::All, Link::Coordinator, Link::Data])
}

fn way() -> impl Strategy<Value = Way> {
    select(vec![Way::Both, Way::ToBroker, Way::FromBroker])
}

/// A request of any kind that is lost, unanswered or late.
fn fault() -> impl Strategy<Value = Act> {
    let apis: Vec<&'static str> = Api::ALL.into_iter().map(Api::name).collect();
    (
        0_usize..6,
        select(apis),
        prop::option::of(1_u64..20_000),
        any::<bool>(),
    )
        .prop_map(|(who, api, delay, answer)| Act::Fault(who, api, delay, answer))
}
const CRASH_POINTS: [CrashPoint; 8] = [
    CrashPoint::BeforePoll,
    CrashPoint::InBatch,
    CrashPoint::AfterProcessing,
    CrashPoint::InCommit,
    CrashPoint::InRevoked,
    CrashPoint::InAssigned,
    CrashPoint::JoinedWaiting,
    CrashPoint::LeaderSyncing,
];

fn act(limits: Limits) -> impl Strategy<Value = Act> {
    let who = || 0_usize..6;
    let harm = prop_oneof![
        2 => who().prop_map(Act::Kill),
        2 => (who(), select(vec![CloseHow::Default, CloseHow::Leave, CloseHow::Remain]), prop::option::of(0_u64..3_000))
            .prop_map(|(who, how, timeout)| Act::Close(who, how, timeout)),
        4 => (who(), prop::option::of(0_u64..6_000)).prop_map(|(who, after)| Act::Restart(who, after)),
        2 => who().prop_map(Act::Freeze),
        2 => who().prop_map(Act::Thaw),
        2 => (who(), link(), way()).prop_map(|(who, link, way)| Act::Cut(who, link, way)),
        2 => who().prop_map(Act::Heal),
        3 => (who(), 1_u64..12_000).prop_map(|(who, ms)| Act::Block(who, ms)),
        3 => fault(),
    ];
    let work = prop_oneof![
        2 => (who(), processing()).prop_map(|(who, takes)| Act::Takes(who, takes)),
        2 => (who(), 100..=CPU_PERCENT_MAX).prop_map(|(who, percent)| Act::SlowCpu(who, percent)),
        3 => actor(limits, 0).prop_map(Act::Add),
        2 => (0_usize..2, 1_u32..4).prop_map(|(topic, more)| Act::Grow(topic, more)),
        2 => (0_usize..2, 0_u32..200).prop_map(|(topic, rate)| Act::Rate(topic, rate)),
        1 => (0_usize..2).prop_map(Act::ProduceNew),
        4 => (prop::option::of(who()), setting(limits)).prop_map(|(who, (key, value))| Act::Config(who, key, value)),
        1 => (prop::option::of(who()), commits(limits)).prop_map(|(who, style)| Act::Commits(who, style)),
        1 => (0_usize..2).prop_map(Act::Rolling),
        2 => who().prop_map(Act::Enforce),
        3 => who().prop_map(Act::Commit),
        1 => who().prop_map(Act::Unsubscribe),
        2 => (who(), 0_usize..3).prop_map(|(who, topics)| Act::Subscribe(who, topics)),
    ];
    let program = prop_oneof![
        who().prop_map(Act::Throw),
        who().prop_map(Act::Wakeup),
        (who(), 1_u64..12_000).prop_map(|(who, ms)| Act::StopExternal(who, ms)),
        (who(), select(CRASH_POINTS.to_vec())).prop_map(|(who, point)| Act::KillAt(who, point)),
    ];
    prop_oneof![3 => harm, 2 => work, 1 => program]
}

/// Harm that ends by itself: some acts, each so many milliseconds after the first.
fn episode(limits: Limits) -> impl Strategy<Value = Vec<(u64, Act)>> {
    let who = || 0_usize..6;
    let gap = || prop_oneof![0_u64..1_000, 1_000_u64..20_000];
    prop_oneof![
        3 => act(limits).prop_map(|act| vec![(0, act)]),
        1 => (who(), gap()).prop_map(|(who, gap)| vec![(0, Act::Freeze(who)), (gap, Act::Thaw(who))]),
        1 => (who(), gap()).prop_map(|(who, gap)| vec![(0, Act::Cut(who, Link::All, Way::Both)), (gap, Act::Heal(who))]),
        1 => (who(), link(), way(), gap()).prop_map(|(who, link, way, gap)| vec![(0, Act::Cut(who, link, way)), (gap, Act::Heal(who))]),
        1 => (who(), gap()).prop_map(|(who, gap)| vec![(0, Act::Kill(who)), (0, Act::Restart(who, Some(gap)))]),
        1 => (who(), gap()).prop_map(|(who, gap)| vec![(0, Act::Cut(who, Link::All, Way::Both)), (gap, Act::Kill(who)), (gap + 100, Act::Heal(who)), (gap + 200, Act::Restart(who, None))]),
        1 => (who(), gap()).prop_map(|(who, gap)| vec![(0, Act::Enforce(who)), (gap, Act::Enforce(who))]),
        1 => (who(), gap()).prop_map(|(who, gap)| vec![(0, Act::Close(who, CloseHow::Default, None)), (gap + 2_000, Act::Restart(who, None))]),
        1 => (who(), 60_000_u64..80_000).prop_map(|(who, gap)| everybody_away(who, gap)),
    ]
}

/// All are gone for so long that their offsets expire; then one comes back.
fn everybody_away(who: usize, gap: u64) -> Vec<(u64, Act)> {
    let mut acts: Vec<(u64, Act)> = (0..6).map(|index| (0, Act::Kill(index))).collect();
    acts.push((1, Act::Restart(who, Some(gap))));
    acts
}

fn stage(limits: Limits) -> impl Strategy<Value = Stage> {
    let output = prop_oneof![
        1 => Just(Output::Nothing),
        3 => (1_u32..150).prop_map(Output::Rate),
        2 => (50_u64..3_000, 1_u32..6).prop_map(|(tick, count)| Output::Ticks(tick, count)),
    ];
    let network = (
        0_u64..4,
        prop_oneof![Just(0), 0_u64..3_000],
        prop_oneof![3 => Just(0), 1 => 0_u32..20_000],
        0_u64..6,
    );
    let timeouts = (
        500_u64..3_000,
        5_000_u64..20_000,
        prop_oneof![2 => 1_u32..20, 1 => Just(500)],
        4_000_u64..30_000,
        1_000_u64..METADATA_AGE_MAX_MS,
    );
    let others = (
        reset(limits),
        select(vec![
            "range",
            "roundrobin",
            "range,roundrobin",
            "sticky",
            "cooperative-sticky",
            "range,cooperative-sticky",
        ]),
        prop_oneof![2 => Just(100), 1 => 1_u32..4],
        0_u64..1_000,
        (
            prop::option::weighted(0.3, 1_000_u64..30_000),
            prop::option::weighted(0.3, 0_u64..20_000),
            500_u64..20_000,
            prop_oneof![500_u64..20_000, Just(600_000)],
        )
            .prop_map(|(ms, bytes, check_ms, offsets_check_ms)| Kept {
                ms,
                bytes,
                check_ms,
                offsets_check_ms,
            }),
        prop::option::weighted(0.4, 0_u64..300),
    );
    (
        (1_u32..6, 0_u32..4),
        output,
        0_u64..60,
        network,
        timeouts,
        others,
    )
        .prop_map(
            move |(partitions, production, preloaded, network, timeouts, others)| Stage {
                partitions,
                production,
                preloaded,
                latency_ms: network.0,
                jitter_us: network.1,
                loss_per_million: network.2,
                append_ms: network.3,
                heartbeat_ms: timeouts.0,
                max_poll_interval_ms: timeouts.1,
                max_poll_records: timeouts.2,
                request_timeout_ms: timeouts.3,
                metadata_age_ms: timeouts.4,
                reset: others.0,
                assignors: others.1,
                max_size: if limits == Limits::Anything {
                    others.2
                } else {
                    100
                },
                seed: others.3,
                kept: others.4,
                // What blocks for ever does not heal.
                poison: others.5.filter(|_| limits == Limits::Anything),
            },
        )
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
