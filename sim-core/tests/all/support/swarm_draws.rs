//! What the swarm draws at random: programs, settings, acts and the stage they happen on.

use super::*;

pub(super) fn processing() -> impl Strategy<Value = ProcessingTime> {
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

pub(super) fn commits(limits: Limits) -> impl Strategy<Value = CommitStyle> {
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

pub(super) fn reset(limits: Limits) -> impl Strategy<Value = &'static str> {
    let none = u32::from(limits == Limits::Anything);
    prop_oneof![
        6 => Just("earliest"),
        6 => Just("latest"),
        2 => Just("by_duration:PT0.5S"),
        2 => Just("by_duration:PT20S"),
        none => Just("none"),
    ]
}

pub(super) fn actor(limits: Limits, latest_start: u64) -> impl Strategy<Value = Actor> {
    let program = (
        processing(),
        commits(limits),
        prop::option::weighted(0.25, workers(limits)),
        on_poison(),
        select(vec![Sink::Plain, Sink::Idempotent]),
        (listener(limits), prop::bool::weighted(0.2)),
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

pub(super) fn listener(limits: Limits) -> impl Strategy<Value = ListenerSpec> {
    let sleep = || prop_oneof![4 => Just(0), 1 => 1_u64..3_000];
    // Whoever seeks back at each assignment, or commits what others are ahead of, may never
    // catch up.
    let never = u32::from(limits == Limits::Anything);
    let seek = prop_oneof![
        12 => Just(None),
        never => select(vec![SeekTo::Beginning, SeekTo::End,  SeekTo::AgoMs(3_000)])
            .prop_map(Some),
    ];
    let keeps = prop::bool::weighted(0.1 * f64::from(never));
    let rare = (keeps, seek);
    (any::<bool>(), any::<bool>(), sleep(), sleep(), rare).prop_map(
        |(commit_in_revoked, own_lost, revoked_sleep_ms, assigned_sleep_ms, rare)| ListenerSpec {
            commit_in_revoked,
            own_lost,
            revoked_sleep_ms,
            assigned_sleep_ms,
            keeps_offsets: rare.0,
            seek_in_assigned: rare.1,
            ..ListenerSpec::default()
        },
    )
}

pub(super) fn on_poison() -> impl Strategy<Value = OnPoison> {
    select(vec![
        OnPoison::Crash,
        OnPoison::Kill,
        OnPoison::Skip,
        OnPoison::DeadLetter,
        OnPoison::RetryInPlace { backoff_ms: 100 },
    ])
}

pub(super) fn workers(limits: Limits) -> impl Strategy<Value = WorkerPool> {
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

pub(super) fn setting(limits: Limits) -> impl Strategy<Value = (&'static str, String)> {
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

pub(super) fn link() -> impl Strategy<Value = Link> {
    select(vec![Link::All, Link::Coordinator, Link::Data])
}

pub(super) fn way() -> impl Strategy<Value = Way> {
    select(vec![Way::Both, Way::ToBroker, Way::FromBroker])
}

/// A request of any kind that is lost, unanswered or late.
pub(super) fn fault() -> impl Strategy<Value = Act> {
    let apis: Vec<&'static str> = Api::ALL.into_iter().map(Api::name).collect();
    (
        0_usize..6,
        select(apis),
        prop::option::of(1_u64..20_000),
        any::<bool>(),
    )
        .prop_map(|(who, api, delay, answer)| Act::Fault(who, api, delay, answer))
}
pub(super) fn act(limits: Limits) -> impl Strategy<Value = Act> {
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
        (who(), select(CrashPoint::ALL.to_vec())).prop_map(|(who, point)| Act::KillAt(who, point)),
    ];
    prop_oneof![3 => harm, 2 => work, 1 => program]
}

/// Harm that ends by itself: some acts, each so many milliseconds after the first.
pub(super) fn episode(limits: Limits) -> impl Strategy<Value = Vec<(u64, Act)>> {
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
pub(super) fn everybody_away(who: usize, gap: u64) -> Vec<(u64, Act)> {
    let mut acts: Vec<(u64, Act)> = (0..6).map(|index| (0, Act::Kill(index))).collect();
    acts.push((1, Act::Restart(who, Some(gap))));
    acts
}

#[expect(clippy::too_many_lines, reason = "one draw per field")]
pub(super) fn stage(limits: Limits) -> impl Strategy<Value = Stage> {
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
