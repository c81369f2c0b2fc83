//! What each cause costs in records done twice, records not done, and time without a reader: table F
//! of the protocol specification, every row that one broker can show.

#![allow(dead_code, reason = "every test file uses its own part")]
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a row looks only at the facts it is about"
)]

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use sim_core::effect::{CommitError, FatalError, ProcessEnd};
use sim_core::scenario::{CommitStyle, ListenerSpec, ProcessingTime, WorkerMode};
use sim_core::{Command, CrashPoint, Effect, Link, Way};

use super::story::{
    C, Story, Told, close, consumer, cut, cut_part, freeze, heal, kill, lose_next,
    lose_next_answer, restart, takes_ms, thaw,
};

/// Inclusive bounds, in records or milliseconds.
pub type Bounds = RangeInclusive<u64>;

/// What a cause costs, and what the ledger calls it.
#[derive(Clone, Debug)]
pub struct Cost {
    pub repeats: Bounds,
    pub losses: Bounds,
    pub stall_ms: Bounds,
    /// Causes of repeats and losses, sorted by name.
    pub causes: &'static str,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    pub cause: &'static str,
    pub setup: &'static str,
    pub expected: Cost,
    pub repeats: u64,
    pub losses: u64,
    pub stall_ms: u64,
    pub causes: String,
}

const NONE: Bounds = 0..=0;

fn cost(repeats: Bounds, losses: Bounds, stall_ms: Bounds, causes: &'static str) -> Cost {
    Cost {
        repeats,
        losses,
        stall_ms,
        causes,
    }
}

/// Looks at one partition: losses are what was lost and what a reset jumped over.
fn row(
    cause: &'static str,
    setup: &'static str,
    expected: Cost,
    told: &Told,
    partition: &str,
    stall_ms: u64,
) -> Row {
    let (fate, id) = (told.fate(partition), told.partition(partition));
    let repeats = told
        .simulation
        .processed()
        .filter(|span| span.range.partition == id)
        .filter_map(|span| span.cause.map(|(cause, _)| format!("{cause:?}")));
    let losses = told
        .simulation
        .losses()
        .filter(|span| span.range.partition == id)
        .map(|span| format!("{:?}", span.cause));
    let skips = told
        .simulation
        .skips()
        .filter(|span| span.range.partition == id)
        .map(|span| format!("{:?}", span.cause));
    let mut causes: Vec<String> = repeats.chain(losses).chain(skips).collect();
    causes.sort_unstable();
    causes.dedup();
    Row {
        cause,
        setup,
        expected,
        repeats: fate.twice,
        losses: fate.lost + fate.skipped,
        stall_ms,
        causes: causes.join(", "),
    }
}

/// From `from_ms` to the next moment at which somebody can read the partition.
fn until_read(told: &Told, partition: &str, from_ms: u64) -> u64 {
    let id = told.partition(partition);
    let next = told.first(
        from_ms,
        |effect| matches!(effect, Effect::PositionSet { partition, .. } if *partition == id),
    );
    next.map_or(u64::MAX, |at| at - from_ms)
}

/// The same from the moment at which `who` last gave something up before it was read again.
fn handover(told: &Told, who: &str, partition: &str, from_ms: u64) -> u64 {
    let given = told
        .revoked(who)
        .into_iter()
        .chain(told.lost(who))
        .find(|(at, names)| *at >= from_ms && names.contains(partition));
    given.map_or(u64::MAX, |(at, _)| until_read(told, partition, at))
}

/// Two partitions with so many records at 8000, and sessions of 10 s.
fn two(records: u32) -> Story {
    Story::with_partitions(2)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 10_000)
        .prop("auto.commit.interval.ms", 2_000)
        .prop("max.poll.records", 10)
        .once(8_000, records)
}

/// A second for a batch of ten.
fn member(name: &str, style: CommitStyle) -> C {
    consumer(name).commits(style).takes_ms(100)
}

/// a owns t-0 and b owns t-1 from 6000 on; both poll at 8000, 9000, 10000 ...
fn pair(style: CommitStyle) -> Story {
    two(100)
        .consumer(member("a", style))
        .consumer(member("b", style))
}

/// When b, who polls each second, can have taken over: its heartbeat and its batch.
const REB: u64 = 4_000;
const SESSION: u64 = 10_000;
/// Heartbeats come every 3 s.
const DETECTION_AND_REB: Bounds = SESSION - 3_000..=SESSION + REB;

const BY_HAND: CommitStyle = CommitStyle::None;

fn commit(who: &str) -> Command {
    Command::Commit {
        who: who.to_owned(),
    }
}

// Crashes.

fn crash(
    cause: &'static str,
    setup: &'static str,
    style: CommitStyle,
    repeats: Bounds,
    losses: Bounds,
    causes: &'static str,
) -> Row {
    let told = pair(style).at(13_550, kill("a")).run_to(60_000);
    let expected = cost(repeats, losses, DETECTION_AND_REB, causes);
    let stall = until_read(&told, "t-0", 13_550);
    row(cause, setup, expected, &told, "t-0", stall)
}

pub fn crash_auto_commit() -> Row {
    crash(
        "crash, automatic commits",
        "committed 40 at 12000, 55 processed at 13550",
        CommitStyle::Auto,
        15..=15,
        NONE,
        "Killed",
    )
}

pub fn crash_commit_sync_per_batch() -> Row {
    crash(
        "crash, commitSync per batch",
        "committed 50, 55 processed",
        CommitStyle::SyncAfterBatch,
        5..=5,
        NONE,
        "Killed",
    )
}

pub fn crash_commit_sync_per_record() -> Row {
    crash(
        "crash, commitSync per record",
        "in the 56th record",
        CommitStyle::SyncPerRecord,
        0..=1,
        NONE,
        "",
    )
}

pub fn crash_commit_async_per_batch() -> Row {
    let style = CommitStyle::AsyncAfterBatch;
    let told = pair(style)
        .at(12_500, lose_next("a", "OffsetCommit"))
        .at(13_550, kill("a"))
        .run_to(60_000);
    row(
        "crash, commitAsync per batch",
        "the commit of 50 never arrives, 55 processed",
        cost(15..=15, NONE, DETECTION_AND_REB, "Killed"),
        &told,
        "t-0",
        until_read(&told, "t-0", 13_550),
    )
}

pub fn crash_while_join_group_parked() -> Row {
    let style = CommitStyle::SyncAfterBatch;
    let told = two(10)
        // The first in the list leads.
        .consumer(member("b", style).takes_ms(1_000))
        .consumer(member("a", style))
        .consumer(member("c", style).starts_at(8_500))
        .at(14_000, kill("a"))
        .run_to(60_000);
    row(
        "crash while JoinGroup is parked",
        "killed 14000, b's batch ends the join phase at 18000",
        cost(NONE, NONE, 4_000 + SESSION..=4_000 + SESSION + REB, ""),
        &told,
        "t-0",
        until_read(&told, "t-0", 14_000),
    )
}

pub fn crash_of_the_leader_between_join_and_sync() -> Row {
    let style = CommitStyle::SyncAfterBatch;
    let told = two(1)
        .consumer(member("a", style))
        .consumer(member("b", style))
        .consumer(member("c", style).starts_at(8_500))
        .at(
            8_600,
            Command::KillAt {
                who: "a".to_owned(),
                point: CrashPoint::LeaderSyncing,
            },
        )
        .run_to(60_000);
    let died = told.ended("a").map_or(0, |(at, _)| at);
    let stall = ["t-0", "t-1"].map(|name| until_read(&told, name, died));
    row(
        "crash of the leader between Join and Sync",
        "the whole group waits for its session",
        cost(NONE, NONE, SESSION..=SESSION + 500, ""),
        &told,
        "t-0",
        stall[0].max(stall[1]),
    )
}

pub fn commit_before_processing_then_crash() -> Row {
    crash(
        "commit before processing, crash",
        "committed 60, 55 processed",
        CommitStyle::SyncBeforeProcessing,
        NONE,
        5..=5,
        "CommittedThenKilled",
    )
}

// Leaving.

fn leaving(
    cause: &'static str,
    setup: &'static str,
    story: Story,
    command: Command,
    expected: Cost,
) -> Row {
    let told = story.at(13_550, command).run_to(60_000);
    let stall = handover(&told, "a", "t-0", 13_550);
    row(cause, setup, expected, &told, "t-0", stall)
}

pub fn close_auto_commit() -> Row {
    leaving(
        "close(), automatic commits, batch finished",
        "closed at 14000",
        pair(CommitStyle::Auto),
        close("a"),
        cost(NONE, NONE, 0..=REB, ""),
    )
}

pub fn close_of_a_static_member() -> Row {
    let style = CommitStyle::Auto;
    leaving(
        "close() of a static member that stays away",
        "its last commit at 14000 renews its session",
        two(100)
            .consumer(member("a", style).prop("group.instance.id", "a"))
            .consumer(member("b", style)),
        close("a"),
        cost(NONE, NONE, SESSION..=SESSION + REB, ""),
    )
}

pub fn exception_in_mid_batch_then_close() -> Row {
    leaving(
        "exception in mid-batch → close(), automatic commits",
        "close() commits 60, 55 processed",
        pair(CommitStyle::Auto),
        Command::Throw {
            who: "a".to_owned(),
        },
        cost(NONE, 5..=5, 0..=REB, "CommittedByClose"),
    )
}

pub fn close_during_a_pending_rebalance() -> Row {
    // b works 10 s on its batch, so the join phase that c begins is open until 18000.
    let style = CommitStyle::Auto;
    let told = two(100)
        .prop("partition.assignment.strategy", "cooperative-sticky")
        .consumer(member("a", style))
        .consumer(member("b", style).takes_ms(1_000))
        .consumer(member("c", style).starts_at(8_500))
        .at(13_550, close("a"))
        .run_to(150_000);
    row(
        "close() during a pending rebalance, automatic commits",
        "COOPERATIVE: told at 9000 (committed 10 or 20), 60 processed",
        cost(
            40..=50,
            NONE,
            4_000..=4_000 + 20_000 + REB,
            "ClosedInRebalance",
        ),
        &told,
        "t-0",
        handover(&told, "a", "t-0", 13_550),
    )
}

pub fn close_without_a_commit() -> Row {
    leaving(
        "close(), manual commits, none at the end",
        "committed 40 at 12000, closed at 14000",
        pair(CommitStyle::SyncEvery { records: 40 }),
        close("a"),
        cost(20..=20, NONE, 0..=REB, "ClosedUncommitted"),
    )
}

pub fn unsubscribe_auto_commit() -> Row {
    leaving(
        "unsubscribe(), automatic commits",
        "committed 40 at 12000, next due 14000, unsubscribed at 14000",
        pair(CommitStyle::Auto),
        Command::Unsubscribe {
            who: "a".to_owned(),
        },
        cost(20..=20, NONE, 0..=REB, "Unsubscribed"),
    )
}

// Rebalances.

fn commits_in_revoked() -> ListenerSpec {
    ListenerSpec {
        commit_in_revoked: true,
        ..ListenerSpec::default()
    }
}

/// c joins at 12500; the heartbeats of 15000 tell a and b, and b finishes a batch of 2.5 s first.
fn eager(cause: &'static str, style: CommitStyle, listener: ListenerSpec, expected: Cost) -> Row {
    let told = two(100)
        .consumer(member("a", style).listens(listener))
        .consumer(member("b", style).listens(listener).takes_ms(250))
        .consumer(member("c", style).starts_at(12_500))
        .at(11_500, commit("a"))
        .run_to(60_000);
    let stalls = [("a", "t-0"), ("b", "t-1")];
    let stall = stalls.map(|(who, name)| handover(&told, who, name, 12_500));
    let stall = stall[0].max(stall[1]);
    row(
        cause,
        "c joins; t-0 stays with a",
        expected,
        &told,
        "t-0",
        stall,
    )
}

pub fn eager_auto_commit() -> Row {
    let expected = cost(NONE, NONE, 0..=2_500, "");
    eager(
        "EAGER rebalance, automatic commits",
        CommitStyle::Auto,
        ListenerSpec::default(),
        expected,
    )
}

pub fn eager_commit_in_revoked() -> Row {
    let expected = cost(NONE, NONE, 0..=2_500, "");
    eager(
        "EAGER rebalance, commit in onPartitionsRevoked",
        BY_HAND,
        commits_in_revoked(),
        expected,
    )
}

pub fn eager_without_a_commit() -> Row {
    // Committed 40 at 12000; revoked at 15000 or 16000.
    let expected = cost(30..=40, NONE, 0..=2_500, "RevokedUncommitted");
    eager(
        "EAGER rebalance, manual, no commit in the callback",
        BY_HAND,
        ListenerSpec::default(),
        expected,
    )
}

/// a owns both partitions, with five records a second each, a batch a second; c joins at 12500 and
/// gets t-1. Committed at 12000.
fn cooperative_told(style: CommitStyle, listener: ListenerSpec) -> Told {
    Story::with_partitions(2)
        .prop("auto.offset.reset", "earliest")
        .prop("partition.assignment.strategy", "cooperative-sticky")
        .prop("max.poll.records", 10)
        .ticks(4_000, 1_000, 5)
        .consumer(member("a", style).listens(listener))
        .consumer(member("c", style).starts_at(12_500))
        .at(11_500, commit("a"))
        .run_to(60_000)
}

fn cooperative(
    cause: &'static str,
    style: CommitStyle,
    listener: ListenerSpec,
    expected: Cost,
) -> Row {
    let told = cooperative_told(style, listener);
    assert_eq!(
        told.fate("t-0").twice,
        0,
        "{cause}: what stays is not repeated"
    );
    let stall = handover(&told, "a", "t-1", 12_500);
    row(
        cause,
        "c joins and gets t-1, five records a second; t-0 repeats nothing",
        expected,
        &told,
        "t-1",
        stall,
    )
}

pub fn cooperative_auto_commit() -> Row {
    let expected = cost(5..=20, NONE, 0..=REB, "CooperativeGap");
    cooperative(
        "COOPERATIVE rebalance, automatic commits",
        CommitStyle::Auto,
        ListenerSpec::default(),
        expected,
    )
}

pub fn cooperative_commit_in_revoked() -> Row {
    let expected = cost(NONE, NONE, 0..=REB, "");
    cooperative(
        "COOPERATIVE rebalance, commit in onPartitionsRevoked",
        BY_HAND,
        commits_in_revoked(),
        expected,
    )
}

pub fn cooperative_without_a_commit() -> Row {
    // Told at 15000 and revoked two or three polls later.
    let expected = cost(15..=35, NONE, 0..=REB, "RevokedUncommitted");
    cooperative(
        "COOPERATIVE rebalance, manual, no commit in the callback",
        BY_HAND,
        ListenerSpec::default(),
        expected,
    )
}

pub fn cooperative_commit_sync_during_the_join() -> Row {
    let told = cooperative_told(CommitStyle::SyncAfterBatch, ListenerSpec::default());
    let refused = told.moments(|effect| {
        matches!(
            effect,
            Effect::CommitFailed {
                error: CommitError::RebalanceInProgress,
                ..
            }
        )
    });
    let first = refused.first().copied().unwrap_or(u64::MAX);
    let next = told
        .committed("a", "t-0")
        .into_iter()
        .find(|(at, _)| *at > first);
    row(
        "COOPERATIVE: commitSync in the loop during the join",
        "RebalanceInProgressException; the stall is the time in which no commit succeeds",
        cost(NONE, NONE, 1_000..=REB, ""),
        &told,
        "t-1",
        next.map_or(u64::MAX, |(at, _)| at - first),
    )
}

// Whoever is too slow, or silent.

/// a needs so long for a record of its ten; b needs no time.
fn slow(takes: u64) -> Story {
    let style = CommitStyle::SyncAfterBatch;
    two(10)
        .prop("max.poll.interval.ms", 6_000)
        .consumer(member("a", style).takes_ms(takes))
        .consumer(member("b", style).takes_ms(0))
}

fn slow_static(takes: u64, session: u64) -> Story {
    let style = CommitStyle::SyncAfterBatch;
    two(10)
        .prop("max.poll.interval.ms", 6_000)
        .prop("session.timeout.ms", session)
        .consumer(
            member("a", style)
                .takes_ms(takes)
                .prop("group.instance.id", "a"),
        )
        .consumer(member("b", style).takes_ms(0))
}

fn poll_timeout(told: &Told) -> u64 {
    told.first(0, |effect| matches!(effect, Effect::PollTimeout { .. }))
        .unwrap_or(u64::MAX)
}

pub fn poll_interval_exceeded() -> Row {
    let told = slow(1_000).at(17_500, takes_ms("a", 1)).run_to(60_000);
    row(
        "max.poll.interval.ms exceeded (dynamic)",
        "a batch of ten in 10 s, limit 6 s; b does it while a still does",
        cost(10..=10, NONE, 0..=REB, "PollTimeout"),
        &told,
        "t-0",
        until_read(&told, "t-0", poll_timeout(&told)),
    )
}

pub fn poll_interval_exceeded_static_back_in_time() -> Row {
    let told = slow_static(1_000, 45_000)
        .at(17_500, takes_ms("a", 1))
        .run_to(40_000);
    assert_eq!(told.generations().len(), 1, "no rebalance");
    row(
        "max.poll.interval.ms exceeded (static), back in time",
        "it reads its own batch again; no rebalance",
        cost(10..=10, NONE, 0..=5_000, "PollTimeout"),
        &told,
        "t-0",
        until_read(&told, "t-0", poll_timeout(&told)),
    )
}

pub fn poll_interval_exceeded_static_evicted() -> Row {
    let told = slow_static(2_000, SESSION)
        .at(27_500, takes_ms("a", 1))
        .run_to(60_000);
    row(
        "max.poll.interval.ms exceeded (static), evicted",
        "a session after its last heartbeat",
        cost(
            10..=10,
            NONE,
            SESSION - 3_000..=SESSION + REB,
            "PollTimeout",
        ),
        &told,
        "t-0",
        until_read(&told, "t-0", poll_timeout(&told)),
    )
}

fn paused(story: Story, until: u64) -> Told {
    story
        .at(13_550, freeze("a"))
        .at(until, thaw("a"))
        .run_to(60_000)
}

pub fn session_timeout_of_a_paused_process() -> Row {
    let told = paused(pair(CommitStyle::SyncAfterBatch), 35_000);
    row(
        "paused for longer than the session",
        "committed 50, 55 processed; the rest of the batch and at most one more as a zombie",
        cost(10..=20, NONE, DETECTION_AND_REB, "Frozen"),
        &told,
        "t-0",
        until_read(&told, "t-0", 13_550),
    )
}

pub fn pause_shorter_than_the_session() -> Row {
    let told = paused(pair(CommitStyle::SyncAfterBatch), 18_000);
    assert_eq!(told.generations().len(), 1, "no rebalance");
    let batches = told.batches("a");
    let gap = batches.windows(2).map(|two| two[1].0 - two[0].0).max();
    row(
        "paused for less than session and poll interval",
        "4450 ms; the time of the record in hand passes meanwhile",
        cost(NONE, NONE, 4_400..=4_450, ""),
        &told,
        "t-0",
        gap.unwrap_or(0) - 1_000,
    )
}

pub fn pause_longer_than_the_poll_interval() -> Row {
    let story = pair(CommitStyle::SyncAfterBatch).prop("max.poll.interval.ms", 12_000);
    let told = paused(story, 35_000);
    row(
        "paused for longer than the poll interval",
        "as above; its LeaveGroup names a member that is gone",
        cost(10..=20, NONE, DETECTION_AND_REB, "Frozen"),
        &told,
        "t-0",
        until_read(&told, "t-0", 13_550),
    )
}

pub fn cut_off_from_the_coordinator_only() -> Row {
    let run = |until| {
        Story::with_partitions(2)
            .prop("auto.offset.reset", "earliest")
            .prop("session.timeout.ms", SESSION)
            .ticks(8_000, 1_000, 1)
            .consumer(consumer("a").auto_commits().takes_ms(1))
            .consumer(consumer("b").auto_commits().takes_ms(1))
            .at(13_550, cut_part("a", Link::Coordinator, Way::Both))
            .run_to(until)
    };
    let (told, later) = (run(60_500), run(120_500));
    assert!(
        later.fate("t-0").twice >= told.fate("t-0").twice + 40,
        "it has no end"
    );
    row(
        "cut off from the coordinator only",
        "without end: 45 s at a record a second",
        cost(30..=50, NONE, DETECTION_AND_REB, "CutOff"),
        &told,
        "t-0",
        until_read(&told, "t-0", 13_550),
    )
}

pub fn cut_off_from_all_brokers() -> Row {
    let told = pair(CommitStyle::Auto).at(13_550, cut("a")).run_to(90_000);
    row(
        "cut off from all brokers",
        "committed 40; 55 processed and 45 in the buffer",
        cost(15..=60, NONE, DETECTION_AND_REB, "CutOff"),
        &told,
        "t-0",
        until_read(&told, "t-0", 13_550),
    )
}

pub fn cooperative_batch_longer_than_the_session_while_joining() -> Row {
    let style = CommitStyle::Auto;
    let told = two(30)
        .prop("session.timeout.ms", 6_000)
        .prop("partition.assignment.strategy", "cooperative-sticky")
        .consumer(member("a", style).takes_ms(1_000))
        .consumer(member("c", style).takes_ms(1).starts_at(9_000))
        .run_to(100_000);
    let joined = told.generations()[1].0;
    let first_of_c = told
        .assigned("c")
        .first()
        .map_or(u64::MAX, |(at, _)| *at - joined);
    row(
        "COOPERATIVE: a batch longer than the session while JoinGroup is pending",
        "batches of 10 s, session 6 s: nobody is assigned anything until it is evicted",
        cost(10..=30, NONE, 6_000..=6_000 + 3_000, "Zombie"),
        &told,
        "t-0",
        first_of_c,
    )
}

// Commits that do not say what was done.

/// A record with key 2 takes 400 ms, others 10 ms; four workers behind a queue of 100.
fn workers() -> Story {
    Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 6_000)
        .prop("auto.commit.interval.ms", 1_000)
        .prop("max.poll.records", 10)
        .keyed_rate(20, 4)
        .consumer(
            consumer("a")
                .takes(ProcessingTime::SlowKey {
                    us: 10_000,
                    key: 2,
                    slow_us: 400_000,
                })
                .polls_for_ms(100)
                .auto_commits()
                .workers(4, 100, WorkerMode::AutoCommit),
        )
}

pub fn workers_and_auto_commit_crash() -> Row {
    let told = workers()
        .at(15_010, kill("a"))
        .at(16_000, restart("a", 0))
        .run_to(60_000);
    row(
        "automatic commits and workers, crash",
        "up to the queue and what is in hand",
        cost(0..=100, 1..=104, 3_000..=9_000, "HandedOver"),
        &told,
        "t-0",
        until_read(&told, "t-0", 15_010),
    )
}

pub fn workers_and_auto_commit_rejoin() -> Row {
    let style = CommitStyle::Auto;
    let told = two(100)
        .prop("auto.commit.interval.ms", 60_000)
        .consumer(member("a", style).workers(1, 200, WorkerMode::AutoCommit))
        .consumer(member("b", style))
        .consumer(member("c", style).starts_at(12_500))
        .at(17_050, kill("a"))
        .run_to(60_000);
    row(
        "automatic commits and workers, rejoin and then a crash",
        "the rejoin of 15000 commits all 100 that were handed over; 90 processed at 17050",
        cost(NONE, 10..=10, DETECTION_AND_REB, "HandedOver"),
        &told,
        "t-0",
        until_read(&told, "t-0", 17_050),
    )
}

pub fn late_worker_commit_after_a_cooperative_revoke() -> Row {
    let style = CommitStyle::Auto;
    let told = two(40)
        .prop("partition.assignment.strategy", "cooperative-sticky")
        .consumer(member("a", style).takes_ms(200).polls_for_ms(100).workers(
            1,
            100,
            WorkerMode::FinishedPrefix,
        ))
        .consumer(
            member("c", CommitStyle::SyncAfterBatch)
                .takes_ms(1)
                .starts_at(9_000),
        )
        .at(18_000, close("c"))
        .run_to(60_000);
    row(
        "a worker's commit after a COOPERATIVE revoke",
        "c has committed 40; a's worker commits what it finished of t-1; c leaves",
        cost(1..=40, NONE, 0..=REB, "LateCommit, Zombie"),
        &told,
        "t-1",
        handover(&told, "c", "t-1", 18_000),
    )
}

pub fn stale_async_commit_retried() -> Row {
    let told = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("request.timeout.ms", 5_000)
        .once(5_000, 10)
        .prop("max.poll.records", 2)
        .consumer(member("a", CommitStyle::AsyncRetry))
        .at(5_100, cut("a"))
        .at(10_300, heal("a"))
        .at(20_000, close("a"))
        .at(21_000, restart("a", 0))
        .run_to(40_000);
    row(
        "a stale asynchronous commit is retried",
        "ten processed, 2 stored after 10; then a restart",
        cost(8..=8, NONE, 4_000..=4_000, "StaleCommit"),
        &told,
        "t-0",
        handover(&told, "a", "t-0", 20_000),
    )
}

pub fn commit_timed_out_but_applied() -> Row {
    let told = pair(CommitStyle::SyncAfterBatch)
        .prop("request.timeout.ms", 5_000)
        .at(12_500, lose_next_answer("a", "OffsetCommit"))
        .run_to(60_000);
    let batches = told.batches("a");
    let gap = batches.windows(2).map(|two| two[1].0 - two[0].0).max();
    row(
        "a commit timed out but was applied",
        "commitSync sends the same again after request.timeout.ms (5 s)",
        cost(NONE, NONE, 5_000..=5_500, ""),
        &told,
        "t-0",
        gap.unwrap_or(0) - 1_000,
    )
}

// Resets.

fn new_partition(reset: &str) -> Told {
    Story::with_partitions(1)
        .preloaded(3)
        .prop("metadata.max.age.ms", 5_000)
        .prop("auto.offset.reset", reset)
        .consumer(consumer("a").auto_commits())
        .at(
            10_000,
            Command::AddPartitions {
                topic: "t".to_owned(),
                partitions: 2,
            },
        )
        .at(
            10_000,
            Command::ProduceNew {
                topic: "t".to_owned(),
                from: 1,
                to: 2,
                per_tick: 1,
                tick_ms: 500,
            },
        )
        .run_to(30_000)
}

pub fn new_partition_latest() -> Row {
    let told = new_partition("latest");
    row(
        "new partition, reset=latest",
        "two records a second, metadata.max.age.ms of 5 s",
        cost(NONE, 1..=12, 500..=5_500, "LatestOnNewPartition"),
        &told,
        "t-1",
        until_read(&told, "t-1", 10_000),
    )
}

pub fn new_partition_earliest() -> Row {
    let told = new_partition("earliest");
    row(
        "new partition, reset=earliest",
        "the same delay without the loss",
        cost(NONE, NONE, 500..=5_500, ""),
        &told,
        "t-1",
        until_read(&told, "t-1", 10_000),
    )
}

pub fn idle_partition_by_duration() -> Row {
    let told = Story::with_partitions(1)
        .prop("auto.offset.reset", "by_duration:PT5S")
        .ticks(10_000, 1_000, 1)
        .consumer(consumer("a").auto_commits())
        .run_to(60_500);
    row(
        "idle partition, reset=by_duration shorter than 30 s",
        "nothing at the lookup of 3000; from 10000 a record a second; PT5S at 33000",
        cost(NONE, 18..=18, 23_000..=23_100, "ByDuration"),
        &told,
        "t-0",
        until_read(&told, "t-0", 10_000),
    )
}

pub fn idle_new_group_latest() -> Row {
    let told = Story::with_partitions(1)
        .once(12_000, 5)
        .consumer(member("a", CommitStyle::SyncAfterBatch))
        .at(10_000, close("a"))
        .at(15_000, restart("a", 0))
        .run_to(30_000);
    row(
        "idle new group, reset=latest, nothing ever committed",
        "five records while it is away from 10000 to 15000",
        cost(NONE, 5..=5, 8_000..=8_000, "LatestInNewGroup"),
        &told,
        "t-0",
        until_read(&told, "t-0", 10_000),
    )
}

fn expired(reset: &str) -> Told {
    Story::with_partitions(1)
        .ticks(500, 1_000, 1)
        .broker("offsets.retention.minutes", 1)
        .broker("offsets.retention.check.interval.ms", 10_000)
        .prop("auto.offset.reset", reset)
        .consumer(consumer("a").auto_commits())
        .at(10_000, close("a"))
        .at(80_000, restart("a", 0))
        .run_to(100_600)
}

pub fn offsets_expired_earliest() -> Row {
    let told = expired("earliest");
    row(
        "offsets expired, reset=earliest",
        "away for 70 s, kept for 60 s: the whole log again",
        cost(10..=10, NONE, 73_000..=73_000, "OffsetsExpired"),
        &told,
        "t-0",
        until_read(&told, "t-0", 10_000),
    )
}

pub fn offsets_expired_latest() -> Row {
    let told = expired("latest");
    row(
        "offsets expired, reset=latest",
        "3 before the group began, 73 between commit and restart",
        cost(
            NONE,
            76..=76,
            73_000..=73_000,
            "LatestInNewGroup, OffsetsExpired",
        ),
        &told,
        "t-0",
        until_read(&told, "t-0", 10_000),
    )
}

fn behind_the_log(reset: &str) -> Told {
    let set = Command::SetConfig {
        who: None,
        key: "auto.offset.reset".to_owned(),
        value: reset.to_owned(),
    };
    Story::with_partitions(1)
        .ticks(0, 1_000, 1)
        .broker("log.retention.check.interval.ms", 10_000)
        .retention_ms(15_000)
        .prop("auto.offset.reset", "earliest")
        .consumer(consumer("a").commits(CommitStyle::SyncAfterBatch))
        .at(8_500, close("a"))
        .at(9_000, set)
        .at(61_500, restart("a", 0))
        .run_to(69_500)
}

pub fn committed_offset_below_the_log_start_earliest() -> Row {
    let told = behind_the_log("earliest");
    row(
        "committed offset below the log start, reset=earliest",
        "committed 9, the log begins at 45",
        cost(NONE, 36..=36, 56_000..=56_000, "DeletedByRetention"),
        &told,
        "t-0",
        until_read(&told, "t-0", 8_500),
    )
}

pub fn committed_offset_below_the_log_start_latest() -> Row {
    let told = behind_the_log("latest");
    row(
        "committed offset below the log start, reset=latest",
        "and the backlog up to 65",
        cost(NONE, 56..=56, 56_000..=56_000, "DeletedByRetention"),
        &told,
        "t-0",
        until_read(&told, "t-0", 8_500),
    )
}

pub fn committed_offset_below_the_log_start_none() -> Row {
    let told = behind_the_log("none");
    let how = told.facts.iter().rev().find_map(|fact| match fact.effect {
        Effect::ProcessEnded { how, .. } => Some((fact.at.as_millis(), how)),
        _ => None,
    });
    assert_eq!(
        how.map(|(_, how)| how),
        Some(ProcessEnd::Failed(FatalError::OffsetOutOfRange))
    );
    row(
        "committed offset below the log start, reset=none",
        "poll() throws",
        cost(NONE, NONE, 56_000..=56_100, ""),
        &told,
        "t-0",
        how.map_or(0, |(at, _)| at - 8_500),
    )
}

// Static members.

pub fn static_restart_within_the_session() -> Row {
    let style = CommitStyle::SyncAfterBatch;
    let told = two(100)
        .consumer(member("a", style).prop("group.instance.id", "a"))
        .consumer(member("b", style))
        .at(13_550, kill("a"))
        .at(15_000, restart("a", 0))
        .run_to(60_000);
    assert_eq!(told.generations().len(), 1, "no rebalance");
    row(
        "static restart within the session",
        "committed 50, 55 processed; no rebalance",
        cost(5..=5, NONE, 1_450..=1_450, "Killed"),
        &told,
        "t-0",
        until_read(&told, "t-0", 13_550),
    )
}

pub fn two_processes_with_one_instance_id() -> Row {
    let style = CommitStyle::SyncAfterBatch;
    let told = two(100)
        .consumer(member("a", style).prop("group.instance.id", "a"))
        .consumer(member("b", style))
        .consumer(
            member("c", style)
                .prop("group.instance.id", "a")
                .starts_at(12_550),
        )
        .run_to(60_000);
    assert_eq!(
        told.ended("a").map(|(_, how)| how),
        Some(ProcessEnd::Failed(FatalError::FencedInstanceId))
    );
    row(
        "two processes with one instance id",
        "committed 40 when the second joins; the first finishes its batch and is fenced",
        cost(10..=10, NONE, 0..=0, "Zombie"),
        &told,
        "t-0",
        until_read(&told, "t-0", 12_550),
    )
}

/// Every row.
pub fn all() -> Vec<Row> {
    vec![
        crash_auto_commit(),
        crash_commit_sync_per_batch(),
        crash_commit_sync_per_record(),
        crash_commit_async_per_batch(),
        crash_while_join_group_parked(),
        crash_of_the_leader_between_join_and_sync(),
        commit_before_processing_then_crash(),
        close_auto_commit(),
        close_of_a_static_member(),
        exception_in_mid_batch_then_close(),
        close_during_a_pending_rebalance(),
        close_without_a_commit(),
        unsubscribe_auto_commit(),
        eager_auto_commit(),
        eager_commit_in_revoked(),
        eager_without_a_commit(),
        cooperative_auto_commit(),
        cooperative_commit_in_revoked(),
        cooperative_without_a_commit(),
        cooperative_commit_sync_during_the_join(),
        poll_interval_exceeded(),
        poll_interval_exceeded_static_back_in_time(),
        poll_interval_exceeded_static_evicted(),
        session_timeout_of_a_paused_process(),
        pause_shorter_than_the_session(),
        pause_longer_than_the_poll_interval(),
        cut_off_from_the_coordinator_only(),
        cut_off_from_all_brokers(),
        cooperative_batch_longer_than_the_session_while_joining(),
        workers_and_auto_commit_crash(),
        workers_and_auto_commit_rejoin(),
        late_worker_commit_after_a_cooperative_revoke(),
        stale_async_commit_retried(),
        commit_timed_out_but_applied(),
        new_partition_latest(),
        new_partition_earliest(),
        idle_partition_by_duration(),
        idle_new_group_latest(),
        offsets_expired_earliest(),
        offsets_expired_latest(),
        committed_offset_below_the_log_start_earliest(),
        committed_offset_below_the_log_start_latest(),
        committed_offset_below_the_log_start_none(),
        static_restart_within_the_session(),
        two_processes_with_one_instance_id(),
    ]
}

fn bounds(bounds: &Bounds) -> String {
    if bounds.start() == bounds.end() {
        bounds.start().to_string()
    } else {
        format!("{}–{}", bounds.start(), bounds.end())
    }
}

impl Row {
    /// What is not as expected, in words.
    pub fn differences(&self) -> Vec<String> {
        let mut found = Vec::new();
        for (what, expected, measured) in [
            ("repeats", &self.expected.repeats, self.repeats),
            ("losses", &self.expected.losses, self.losses),
            ("stall", &self.expected.stall_ms, self.stall_ms),
        ] {
            if !expected.contains(&measured) {
                found.push(format!("{what}: {measured}, expected {}", bounds(expected)));
            }
        }
        if self.causes != self.expected.causes {
            found.push(format!(
                "causes: {:?}, expected {:?}",
                self.causes, self.expected.causes
            ));
        }
        found
    }
}

/// Expected against measured, as a table.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let mut line = |cells: [&str; 5], mark: &str| {
        let [cause, repeats, losses, stall, causes] = cells;
        writeln!(
            text,
            "{cause:<72} {repeats:<16} {losses:<14} {stall:<22} {causes}{mark}"
        )
        .expect("writing to a string");
    };
    line(
        [
            "cause",
            "repeats",
            "losses",
            "stall in ms",
            "what the ledger says",
        ],
        "",
    );
    for row in rows {
        let cell = |expected: &Bounds, measured: u64| {
            if expected.start() == expected.end() {
                measured.to_string()
            } else {
                format!("{measured} ({})", bounds(expected))
            }
        };
        let mark = if row.differences().is_empty() {
            String::new()
        } else {
            format!("  ← {}", row.differences().join("; "))
        };
        line(
            [
                row.cause,
                &cell(&row.expected.repeats, row.repeats),
                &cell(&row.expected.losses, row.losses),
                &cell(&row.expected.stall_ms, row.stall_ms),
                &row.causes,
            ],
            &mark,
        );
    }
    text.push_str("(expected, where it is a range, in brackets)\n");
    text
}
