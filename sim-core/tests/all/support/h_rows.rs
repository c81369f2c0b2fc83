//! The reference timelines H1–H11 of the protocol specification: each row's run, its
//! trace, and its numbers, expected against simulated.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]
#![allow(clippy::too_many_lines, reason = "told in one piece")]

use std::fmt::Write as _;

use sim_core::scenario::CommitStyle;
use sim_core::view::GroupState;
use sim_core::{Api, Effect};

use super::story::{Show, Story, Told, block, close, consumer, freeze, kill};

#[path = "h_rows_members.rs"]
mod members;

pub use members::{h7, h8, h10, h11};

/// One number of a row.
#[derive(Clone, Debug)]
pub struct Check {
    pub what: String,
    pub expected: String,
    pub simulated: String,
}

/// One row.
#[derive(Clone, Debug)]
pub struct Row {
    pub name: &'static str,
    /// What it is, and its latency, starts, commit mode and tie order.
    pub heading: String,
    pub checks: Vec<Check>,
    /// Golden text.
    pub trace: String,
}

impl Row {
    fn new(name: &'static str, heading: &str) -> Self {
        Self {
            name,
            heading: heading.to_owned(),
            checks: Vec::new(),
            trace: String::new(),
        }
    }

    fn check(&mut self, what: &str, expected: impl ToString, simulated: impl ToString) {
        self.checks.push(Check {
            what: what.to_owned(),
            expected: expected.to_string(),
            simulated: simulated.to_string(),
        });
    }

    /// Appends a run's trace from `from_ms` on, under the row's heading or a title of its own.
    fn tell(&mut self, title: &str, told: &Told, from_ms: u64, show: Show) {
        let heading = if self.trace.is_empty() {
            format!("{}\n\n{title}", self.heading)
        } else {
            title.to_owned()
        };
        if !self.trace.is_empty() {
            self.trace.push('\n');
        }
        self.trace
            .push_str(&told.trace(heading.trim(), from_ms, show));
    }
}

/// Every row.
#[allow(dead_code, reason = "an example prints all rows")]
pub fn all() -> Vec<Row> {
    vec![
        h1(),
        h2(),
        h3(),
        h4(),
        h5(),
        h6(),
        h7(),
        h8(),
        h9(),
        h10(),
        h11(),
    ]
}

const HEARTBEATS: Show = Show {
    heartbeats: true,
    positions: true,
    ..Show::PROTOCOL
};
const PROTOCOL: Show = Show::PROTOCOL;
const COMMITS: Show = Show {
    commits: true,
    ..Show::PROTOCOL
};

/// Generations as text: `6000: generation 1 of 2`.
fn generations(told: &Told) -> String {
    let row = |(at, generation, members): (u64, i32, u32)| {
        format!("{at}: generation {generation} of {members}")
    };
    told.generations()
        .into_iter()
        .map(row)
        .collect::<Vec<_>>()
        .join("; ")
}

/// `3002 t-0, t-1` for each callback.
fn callbacks(list: &[(u64, String)]) -> String {
    let texts: Vec<String> = list
        .iter()
        .map(|(at, what)| format!("{at} {what}"))
        .collect();
    texts.join("; ")
}

fn first(moments: &[u64]) -> u64 {
    moments.first().copied().unwrap_or(u64::MAX)
}

pub fn h1() -> Row {
    let mut row = Row::new(
        "h1",
        "H1 first consumer, new group.
         L = 2 ms; c1 starts at 0; it never commits.
         Ties: requests of one connection in the order sent; L separates SyncGroup from its answer.",
    );
    let told = Story::with_partitions(2)
        .append_ms(2)
        .consumer(consumer("c1"))
        .run_to(7_000);
    row.check(
        "JoinGroup(\"\") and JoinGroup(id) sent",
        "0, 0",
        told.sent("c1", Api::JoinGroup)
            .iter()
            .map(u64::to_string)
            .collect::<Vec<_>>()
            .join(", "),
    );
    row.check(
        "added",
        0,
        told.moment("added", |effect| {
            matches!(effect, Effect::MemberAdded { .. })
        }),
    );
    row.check(
        "generation 1",
        "3000: generation 1 of 1",
        generations(&told),
    );
    row.check(
        "SyncGroup sent",
        3_000,
        first(&told.sent("c1", Api::SyncGroup)),
    );
    row.check(
        "Stable = 3000 + L",
        3_002,
        first(&told.entered(GroupState::Stable)),
    );
    row.check(
        "onPartitionsAssigned",
        "3002 t-0, t-1",
        callbacks(&told.assigned("c1")),
    );
    row.check(
        "OffsetFetch",
        3_002,
        first(&told.sent("c1", Api::OffsetFetch)),
    );
    row.check(
        "ListOffsets",
        3_002,
        first(&told.sent("c1", Api::ListOffsets)),
    );
    row.check("first fetch", 3_002, first(&told.sent("c1", Api::Fetch)));
    row.check(
        "first heartbeat",
        6_000,
        first(&told.sent("c1", Api::Heartbeat)),
    );
    row.tell("", &told, 0, HEARTBEATS);
    row
}

pub fn h2() -> Row {
    let mut row = Row::new(
        "h2",
        "H2 second consumer joins inside the initial delay.
         L = 0; c1 starts at 0, c2 and c3 as said; they never commit.
         Ties: the window's timer was set earlier, so it fires before a join of the same instant.",
    );
    let run = |starts: &[u64]| {
        let mut story = Story::with_partitions(3);
        for (index, at) in starts.iter().enumerate() {
            story = story.consumer(consumer(&format!("c{}", index + 1)).starts_at(*at));
        }
        story.run_to(10_000)
    };
    let second = run(&[0, 1_000]);
    row.check(
        "second at 1000",
        "6000: generation 1 of 2",
        generations(&second),
    );
    row.tell("c2 starts at 1000.", &second, 0, PROTOCOL);
    let late = run(&[0, 2_999]);
    row.check(
        "second at 2999",
        "6000: generation 1 of 2",
        generations(&late),
    );
    row.tell("c2 starts at 2999.", &late, 2_999, PROTOCOL);
    let third = run(&[0, 2_999, 5_999]);
    row.check(
        "third at 5999",
        "9000: generation 1 of 3",
        generations(&third),
    );
    row.tell("c2 starts at 2999, c3 at 5999.", &third, 5_999, PROTOCOL);
    row
}

pub fn h3() -> Row {
    let mut row = Row::new(
        "h3",
        "H3 second consumer joins a stable group.
         L = 2 ms; c1 starts at 0, c2 at 3500; they never commit, so rejoining costs no commit.
         Ties: only in the last run, at 303500: the timer of c2 as a new member (300 s, fixed) was set before the
         rebalance timeout of 300 s, so it fires first.",
    );
    let base = || {
        Story::with_partitions(2)
            .append_ms(2)
            .consumer(consumer("c1"))
            .consumer(consumer("c2").starts_at(3_500))
    };
    let idle = base().run_to(8_000);
    row.check(
        "Preparing",
        3_500,
        idle.entered(GroupState::PreparingRebalance)[1],
    );
    row.check(
        "c1 told by its heartbeat",
        6_000,
        told_by_heartbeat(&idle, "c1"),
    );
    row.check(
        "generation 2",
        "3000: generation 1 of 1; 6000: generation 2 of 2",
        generations(&idle),
    );
    row.check(
        "Stable = 6000 + L",
        6_002,
        idle.entered(GroupState::Stable)[1],
    );
    row.tell("c1 waits inside poll().", &idle, 3_000, HEARTBEATS);

    // The batch: one record that comes at 3900 and takes 12 s.
    let busy = Story::with_partitions(1)
        .append_ms(2)
        .once(3_900, 1)
        .consumer(consumer("c1").takes_ms(12_000))
        .consumer(consumer("c2").starts_at(3_500))
        .run_to(20_000);
    row.check(
        "c1 in a batch until 15900",
        "3000: generation 1 of 1; 15900: generation 2 of 2",
        generations(&busy),
    );
    row.check(
        "its heartbeats meanwhile",
        "6000, 9000, 12000, 15000",
        between(&busy.sent("c1", Api::Heartbeat), 3_500, 15_900),
    );
    row.check("c1 removed", 0, busy.removed("c1").len());
    row.tell(
        "c1 is inside a batch from 3900 to 15900.",
        &busy,
        3_000,
        Show {
            records: true,
            ..HEARTBEATS
        },
    );

    let frozen = Story::with_partitions(2)
        .append_ms(2)
        .consumer(consumer("c1").prop("session.timeout.ms", 400_000))
        .consumer(consumer("c2").starts_at(3_500))
        .at(3_400, freeze("c1"))
        .run_to(310_000);
    row.check(
        "rebalance timeout would have been",
        303_500,
        first(&frozen.removed("c1")),
    );
    row.tell(
        "c1 is frozen, and its session.timeout.ms of 400000 outlasts the rebalance timeout.",
        &frozen,
        3_000,
        PROTOCOL,
    );
    row
}

fn told_by_heartbeat(told: &Told, who: &str) -> u64 {
    let id = told.consumer(who);
    told.first(0, |effect| matches!(effect, Effect::RejoinRequested { consumer, reason: sim_core::effect::RejoinReason::HeartbeatSaidSo } if *consumer == id)).unwrap_or(u64::MAX)
}

fn between(moments: &[u64], from: u64, to: u64) -> String {
    moments
        .iter()
        .filter(|at| (from..=to).contains(*at))
        .map(u64::to_string)
        .collect::<Vec<_>>()
        .join(", ")
}

pub fn h4() -> Row {
    let mut row = Row::new(
        "h4",
        "H4 crash.
         L = 0; c1 and c2 start at 2500; they never commit, so the last heartbeat is the last thing heard.
         Ties: at 143500 the session of c2 expires before the heartbeat of c1, because its timer was set earlier.",
    );
    let told = Story::with_partitions(2)
        .consumer(consumer("c1").starts_at(2_500))
        .consumer(consumer("c2").starts_at(2_500))
        .at(100_000, kill("c2"))
        .run_to(150_000);
    let last = told.sent("c2", Api::Heartbeat).last().copied().unwrap_or(0);
    row.check("last heartbeat handled", 98_500, last);
    row.check("crash", 100_000, told.ended("c2").map_or(0, |(at, _)| at));
    row.check(
        "removed (45 s after the heartbeat)",
        143_500,
        first(&told.removed("c2")),
    );
    row.check(
        "Preparing",
        143_500,
        told.entered(GroupState::PreparingRebalance)[1],
    );
    row.check(
        "c1 told by its next heartbeat",
        143_500,
        told_by_heartbeat(&told, "c1"),
    );
    row.check(
        "no initial delay",
        "8500: generation 1 of 2; 143500: generation 2 of 1",
        generations(&told),
    );
    row.tell("", &told, 97_000, HEARTBEATS);

    // Away from the tie: c1 joins the group later, so its heartbeats fall elsewhere.
    let told = Story::with_partitions(2)
        .consumer(
            consumer("c2")
                .prop("heartbeat.interval.ms", 2_500)
                .starts_at(8_000),
        )
        .consumer(consumer("c1").starts_at(8_000))
        .at(100_000, kill("c2"))
        .run_to(150_000);
    row.check(
        "other heartbeats: last of c2",
        99_000,
        told.sent("c2", Api::Heartbeat).last().copied().unwrap_or(0),
    );
    row.check(
        "other heartbeats: c2 removed",
        144_000,
        first(&told.removed("c2")),
    );
    row.check(
        "other heartbeats: c1 rejoins within 3 s",
        146_000,
        told_by_heartbeat(&told, "c1"),
    );
    row.tell(
        "c2 with heartbeat.interval.ms=2500, both start at 8000: no tie.",
        &told,
        97_000,
        PROTOCOL,
    );
    row
}

pub fn h5() -> Row {
    let mut row = Row::new(
        "h5",
        "H5 the last member leaves.
         L = 2 ms; c1 starts at 0 and closes at 10000, c2 starts at 12345 (and c3 at 15000); they never commit.
         Ties: none.",
    );
    let base = || {
        Story::with_partitions(1)
            .append_ms(2)
            .consumer(consumer("c1"))
            .consumer(consumer("c2").starts_at(12_345))
    };
    let alone = base().at(10_000, close("c1")).run_to(20_000);
    row.check(
        "Empty at once, one generation more",
        "3000: generation 1 of 1; 10000: generation 2 of 0; 15345: generation 3 of 1",
        generations(&alone),
    );
    row.check(
        "Preparing and Empty",
        "10000 and 10000",
        format!(
            "{} and {}",
            alone.entered(GroupState::PreparingRebalance)[1],
            first(&alone.entered(GroupState::Empty))
        ),
    );
    row.tell("", &alone, 10_000, PROTOCOL);
    let third = base()
        .consumer(consumer("c3").starts_at(15_000))
        .at(10_000, close("c1"))
        .run_to(20_000);
    row.check(
        "or later by the rule of H2",
        "3000: generation 1 of 1; 10000: generation 2 of 0; 18345: generation 3 of 2",
        generations(&third),
    );
    row.tell(
        "c3 joins at 15000, inside the window.",
        &third,
        12_345,
        PROTOCOL,
    );
    row
}

pub fn h6() -> Row {
    let mut row = Row::new(
        "h6",
        "H6 poll interval exceeded.
         L = 0; c1 starts at 0; commitSync() after each batch.
         A record comes at 50100; the last pass of poll()'s loop before it was at 50000, when an empty fetch was
         answered (they are parked for 500 ms each, from 3000 on). The batch takes 400 s.
         Ties: none.",
    );
    let told = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .once(50_100, 1)
        .consumer(
            consumer("c1")
                .commits(CommitStyle::SyncAfterBatch)
                .takes_ms(400_000),
        )
        .run_to(460_000);
    let leave = told.moment("poll timeout", |effect| {
        matches!(effect, Effect::PollTimeout { .. })
    });
    let last_poll = told.facts.iter().find_map(|fact| match fact.effect {
        Effect::PollTimeout { last_poll, .. } => Some(last_poll.as_millis()),
        _ => None,
    });
    row.check("last pass of the loop", 50_000, last_poll.unwrap_or(0));
    row.check("LeaveGroup (+ at most 100 ms)", 350_000, leave);
    row.check(
        "LeaveGroup reaches the coordinator",
        350_000,
        first(&told.removed("c1")),
    );
    let failed = told.moment("commit", |effect| {
        matches!(
            effect,
            Effect::CommitFailed {
                error: sim_core::effect::CommitError::CommitFailed,
                ..
            }
        )
    });
    row.check("its own commitSync: CommitFailedException", 450_100, failed);
    row.check(
        "next poll: onPartitionsLost",
        "450100 t-0",
        callbacks(&told.lost("c1")),
    );
    row.check(
        "JoinGroup(\"\")",
        450_100,
        told.sent("c1", Api::JoinGroup)[2],
    );
    row.tell(
        "",
        &told,
        3_000,
        Show {
            records: true,
            positions: true,
            requests: true,
            ..PROTOCOL
        },
    );
    row
}

pub fn h9() -> Row {
    let mut row = Row::new(
        "h9",
        "H9 the clock of automatic commits.
         L = 100 ms; c1 starts at 0; automatic commits. 1000 records come at 4000, one per poll, 200 ms each,
         so poll() is called at 4000, 4200, 4400 ...
         Ties: none.",
    );
    let base = || {
        Story::with_partitions(2)
            .append_ms(100)
            .once(4_000, 1_000)
            .consumer(
                consumer("c1")
                    .auto_commits()
                    .prop("max.poll.records", 1)
                    .takes_ms(200),
            )
    };
    let told = base().run_to(14_000);
    row.check(
        "onJoinComplete",
        3_100,
        told.assigned("c1").first().map_or(0, |(at, _)| *at),
    );
    let sent = told.sent("c1", Api::OffsetCommit);
    row.check(
        "poll at 8000 commits nothing, poll at 8200 does; due again 13200",
        "8200, 13200",
        between(&sent, 0, 14_000),
    );
    let batches = told
        .batches("c1")
        .iter()
        .filter(|(at, _)| *at < 8_200)
        .count();
    let first_commit: u64 = told
        .simulation
        .partitions()
        .map(|id| committed_at(&told, id, 8_200))
        .sum();
    row.check(
        "commits what polls before 8200 returned",
        batches,
        first_commit,
    );
    row.tell("", &told, 3_000, COMMITS);

    let rebalance = Story::with_partitions(2)
        .append_ms(100)
        .once(4_000, 1_000)
        .consumer(
            consumer("c1")
                .auto_commits()
                .prop("max.poll.records", 1)
                .takes_ms(200),
        )
        .consumer(consumer("c2").auto_commits().starts_at(8_700))
        .at(8_500, block("c1", 3_000))
        .run_to(18_000);
    row.check(
        "a rebalance that finishes at 12000",
        12_000,
        rebalance.assigned("c1")[1].0,
    );
    row.check(
        "commit at that rejoin, then due at 17000",
        "8200, 11800, 17000",
        between(&rebalance.sent("c1", Api::OffsetCommit), 0, 18_000),
    );
    row.tell(
        "c2 starts at 8700; c1 sleeps 3000 ms in the batch that begins at 8600, polls at 11800.",
        &rebalance,
        8_000,
        COMMITS,
    );
    row
}

fn committed_at(told: &Told, partition: sim_core::PartitionId, at: u64) -> u64 {
    let name = told.simulation.partition_name(partition).to_owned();
    told.committed("c1", &name)
        .iter()
        .find(|(moment, _)| *moment == at)
        .map_or(0, |(_, offset)| *offset)
}

/// Expected against simulated, as a table.
#[allow(dead_code, reason = "an example prints all rows")]
pub fn table(rows: &[Row]) -> String {
    let mut lines = vec![[
        "row".to_owned(),
        "what".to_owned(),
        "expected".to_owned(),
        "simulated".to_owned(),
    ]];
    for row in rows {
        for check in &row.checks {
            lines.push([
                row.name.to_uppercase(),
                check.what.clone(),
                check.expected.clone(),
                check.simulated.clone(),
            ]);
        }
    }
    let width = |column: usize| {
        lines
            .iter()
            .map(|line| line[column].chars().count())
            .max()
            .unwrap_or(0)
    };
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [name, what, expected, simulated] in &lines {
        let mark = if expected == simulated || name == "row" {
            ""
        } else {
            "  ← differs"
        };
        writeln!(
            text,
            "{name:<0$}  {what:<1$}  {expected:<2$}  {simulated}{mark}",
            widths[0], widths[1], widths[2]
        )
        .expect("writing to a string");
    }
    text
}
