//! What each cause costs in records done twice, records not done, and time without a reader: table F
//! of the protocol specification, every row that one broker can show.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a row looks only at the facts it is about"
)]

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use sim_core::scenario::CommitStyle;
use sim_core::{Command, Effect};

use super::story::{C, Story, Told, consumer};

#[path = "f_rows_members.rs"]
mod members;
#[path = "f_rows_offsets.rs"]
mod offsets;
#[path = "f_rows_silence.rs"]
mod silence;

pub use members::{
    close_auto_commit, close_during_a_pending_rebalance, close_of_a_static_member,
    close_without_a_commit, commit_before_processing_then_crash, cooperative_auto_commit,
    cooperative_commit_in_revoked, cooperative_commit_sync_during_the_join,
    cooperative_without_a_commit, crash_auto_commit, crash_commit_async_per_batch,
    crash_commit_sync_per_batch, crash_commit_sync_per_record,
    crash_of_the_leader_between_join_and_sync, crash_while_join_group_parked, eager_auto_commit,
    eager_commit_in_revoked, eager_without_a_commit, exception_in_mid_batch_then_close,
    unsubscribe_auto_commit,
};
pub use offsets::{
    commit_timed_out_but_applied, committed_offset_below_the_log_start_earliest,
    committed_offset_below_the_log_start_latest, committed_offset_below_the_log_start_none,
    idle_new_group_latest, idle_partition_by_duration,
    late_worker_commit_after_a_cooperative_revoke, new_partition_earliest, new_partition_latest,
    offset_map_kept_across_a_rebalance, offsets_expired_earliest, offsets_expired_latest,
    stale_async_commit_retried, static_restart_within_the_session,
    two_processes_with_one_instance_id, workers_and_auto_commit_crash,
    workers_and_auto_commit_rejoin,
};
pub use silence::{
    cooperative_batch_longer_than_the_session_while_joining, cut_off_from_all_brokers,
    cut_off_from_the_coordinator_only, pause_longer_than_the_poll_interval,
    pause_shorter_than_the_session, poll_interval_exceeded,
    poll_interval_exceeded_static_back_in_time, poll_interval_exceeded_static_evicted,
    session_timeout_of_a_paused_process,
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

/// Every row.
#[allow(dead_code, reason = "an example prints all rows")]
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
        offset_map_kept_across_a_rebalance(),
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
#[allow(dead_code, reason = "an example prints all rows")]
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
