//! Rows about members that are too slow, or silent.

use sim_core::scenario::CommitStyle;
use sim_core::{Effect, Link, Way};

use super::super::story::{Story, Told, consumer, cut, cut_part, freeze, takes_ms, thaw};
use super::{DETECTION_AND_REB, NONE, REB, Row, SESSION, cost, member, pair, row, two, until_read};

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
