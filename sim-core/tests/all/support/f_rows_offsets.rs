//! Rows about commits that do not say what was done, about resets, and about static members.

use sim_core::effect::{FatalError, ProcessEnd};
use sim_core::scenario::{CommitStyle, ListenerSpec, ProcessingTime, WorkerMode};
use sim_core::{Command, Effect};

use super::super::story::{
    Story, Told, close, consumer, cut, heal, kill, lose_next_answer, restart,
};
use super::{
    DETECTION_AND_REB, NONE, REB, Row, cost, handover, member, pair, row, two, until_read,
};

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

pub fn offset_map_kept_across_a_rebalance() -> Row {
    let keeps = ListenerSpec {
        keeps_offsets: true,
        ..ListenerSpec::default()
    };
    let style = CommitStyle::ExplicitEvery { records: 30 };
    let told = two(100)
        .consumer(member("b", style).listens(keeps))
        .consumer(
            member("a", CommitStyle::SyncAfterBatch)
                .takes_ms(1)
                .starts_at(9_500),
        )
        .at(18_000, close("a"))
        .run_to(60_000);
    row(
        "an offset map is kept across a rebalance and committed later",
        "b processed 50 of t-0 and committed 30; a commits 100, then b 50; a leaves",
        cost(70..=70, NONE, 0..=REB, "LateCommit, RevokedUncommitted"),
        &told,
        "t-0",
        handover(&told, "a", "t-0", 18_000),
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
