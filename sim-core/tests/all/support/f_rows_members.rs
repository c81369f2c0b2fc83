//! Rows about members that die, leave or are rebalanced.

use sim_core::effect::CommitError;
use sim_core::scenario::{CommitStyle, ListenerSpec};
use sim_core::{Command, CrashPoint, Effect};

use super::super::story::{Story, Told, close, kill, lose_next};
use super::{
    BY_HAND, Bounds, Cost, DETECTION_AND_REB, NONE, REB, Row, SESSION, commit, cost, handover,
    member, pair, row, two, until_read,
};

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
        cost(15..=15, NONE, DETECTION_AND_REB, "KilledCommitLost"),
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
