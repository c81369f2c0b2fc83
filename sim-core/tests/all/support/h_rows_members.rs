//! The reference timelines of static, cooperative and slow members: H7, H8, H10 and H11.

use sim_core::scenario::CommitStyle;
use sim_core::{Api, Effect};

use super::super::story::{Show, Story, consumer, kill, restart};
use super::{COMMITS, PROTOCOL, Row, between, callbacks, first, generations, told_by_heartbeat};

pub fn h7() -> Row {
    let mut row = Row::new(
        "h7",
        "H7 static restart.
         L = 0; c1 (dynamic) and c2 (group.instance.id=s2) start at 1000; commitSync() after each batch. Five records
         come into each partition at 8000, five more at 20000; the process of c2 is killed at 10000, after its heartbeat.
         Ties: at 55000 the session of c2 expires before the heartbeat of c1, because its timer was set earlier.",
    );
    let base = |back_at: u64| {
        let member = |name: &str| {
            consumer(name)
                .starts_at(1_000)
                .commits(CommitStyle::SyncAfterBatch)
        };
        Story::with_partitions(2)
            .prop("auto.offset.reset", "earliest")
            .ticks(8_000, 12_000, 5)
            .consumer(member("c1"))
            .consumer(member("c2").prop("group.instance.id", "s2"))
            .at(10_000, kill("c2"))
            .at(back_at, restart("c2", 0))
    };
    let in_time = base(30_000).run_to(36_500);
    row.check(
        "last heartbeat",
        10_000,
        between(&in_time.sent("c2", Api::Heartbeat), 0, 29_999),
    );
    row.check(
        "back at 30000: the same generation",
        "7000: generation 1 of 2",
        generations(&in_time),
    );
    row.check(
        "back at 30000: no callbacks elsewhere",
        "7000 t-1",
        format!(
            "{}{}{}",
            callbacks(&in_time.assigned("c1")),
            callbacks(&in_time.revoked("c1")),
            callbacks(&in_time.lost("c1"))
        ),
    );
    row.check(
        "back at 30000: its partition again",
        "7000 t-0; 30000 t-0",
        callbacks(&in_time.assigned("c2")),
    );
    row.check(
        "back at 30000: read on from the committed offset",
        "30000 t-0 5..10",
        callbacks(&in_time.batches("c2")[1..2]),
    );
    row.tell(
        "A new process at 30000.",
        &in_time,
        7_000,
        Show {
            records: true,
            positions: true,
            requests: true,
            ..PROTOCOL
        },
    );
    let late = base(60_000).run_to(66_500);
    row.check("back at 60000: evicted", 55_000, first(&late.removed("c2")));
    row.check(
        "back at 60000: two rebalances",
        "7000: generation 1 of 2; 55000: generation 2 of 1; 61000: generation 3 of 2",
        generations(&late),
    );
    row.tell("A new process at 60000.", &late, 20_000, PROTOCOL);
    row
}

pub fn h8() -> Row {
    let mut row = Row::new(
        "h8",
        "H8 static poll timeout. The zero of the row is 10000 here.
         L = 0; c1 (group.instance.id=s1) and c2 (dynamic) start at 0; commitSync() after each batch.
         A record comes into each partition at 10100; the last pass of poll()'s loop before it was at 10000. c1 works on
         it until 330000 or until 410100, c2 needs no time.
         Ties: at 354000 the session of c1 expires before the heartbeat of c2, because its timer was set earlier.",
    );
    let run = |takes: u64, until: u64| {
        let member = |name: &str| consumer(name).commits(CommitStyle::SyncAfterBatch);
        Story::with_partitions(2)
            .prop("auto.offset.reset", "earliest")
            .once(10_100, 1)
            .consumer(member("c1").prop("group.instance.id", "s1").takes_ms(takes))
            .consumer(member("c2"))
            .run_to(until)
    };
    let show = Show {
        requests: true,
        records: true,
        positions: true,
        ..PROTOCOL
    };
    let back = run(319_900, 336_500);
    row.check(
        "poll timeout (0 + 300000)",
        310_000,
        back.moment("poll timeout", |effect| {
            matches!(effect, Effect::PollTimeout { .. })
        }),
    );
    row.check("LeaveGroup sent", 0, back.sent("c1", Api::LeaveGroup).len());
    row.check(
        "last heartbeat (0 + 299000)",
        309_000,
        back.sent("c1", Api::Heartbeat)
            .into_iter()
            .filter(|at| *at < 330_000)
            .max()
            .unwrap_or(0),
    );
    row.check(
        "polls at 320000: onPartitionsLost",
        "330000 t-0",
        callbacks(&back.lost("c1")),
    );
    row.check(
        "polls at 320000: the same assignment",
        "6000 t-0; 330000 t-0",
        callbacks(&back.assigned("c1")),
    );
    row.check(
        "polls at 320000: no rebalance",
        "6000: generation 1 of 2",
        generations(&back),
    );
    row.tell("c1 polls at 330000.", &back, 6_000, show);
    let late = run(400_000, 416_500);
    row.check(
        "polls too late: evicted (0 + 344000)",
        354_000,
        first(&late.removed("c1")),
    );
    row.check(
        "polls too late: two rebalances",
        "6000: generation 1 of 2; 354000: generation 2 of 1; 411000: generation 3 of 2",
        generations(&late),
    );
    row.tell("c1 polls at 410100.", &late, 309_000, show);
    row
}

pub fn h10() -> Row {
    let mut row = Row::new(
        "h10",
        "H10 cooperative scale-out.
         L = 2 ms; c1 starts at 0, c2 at 3500; cooperative-sticky; automatic commits.
         Ties: at 6000 the SyncGroup of c2, the follower, reaches the coordinator before generation 2 is assigned: L
         separates the leader's SyncGroup from its answer, and so from the JoinGroup that follows.",
    );
    let told = Story::with_partitions(3)
        .prop("partition.assignment.strategy", "cooperative-sticky")
        .prop("auto.offset.reset", "earliest")
        .append_ms(2)
        .once(4_000, 10)
        .consumer(consumer("c1").auto_commits())
        .consumer(consumer("c2").auto_commits().starts_at(3_500))
        .run_to(12_500);
    row.check(
        "generations 2 and 3",
        "3000: generation 1 of 1; 6002: generation 2 of 2; 9002: generation 3 of 2",
        generations(&told),
    );
    row.check(
        "c1's onPartitionsAssigned",
        "3002 t-0, t-1, t-2; 6004 nothing; 9004 nothing",
        callbacks(&told.assigned("c1")),
    );
    row.check(
        "c1's onPartitionsRevoked",
        "6004 t-2",
        callbacks(&told.revoked("c1")),
    );
    row.check(
        "c1 commits {0, 1}",
        "6004 10",
        told.committed("c1", "t-1")
            .iter()
            .filter(|(at, _)| (6_003..9_000).contains(at))
            .map(|(at, offset)| format!("{at} {offset}"))
            .collect::<Vec<_>>()
            .join("; "),
    );
    row.check(
        "not t-2 any more",
        0,
        told.committed("c1", "t-2")
            .iter()
            .filter(|(at, _)| *at > 6_003)
            .count(),
    );
    row.check(
        "and rejoins when that is answered (L)",
        6_006,
        told.sent("c1", Api::JoinGroup).last().map_or(0, |at| *at),
    );
    row.check(
        "c2 told 3000 after its join response",
        9_002,
        told_by_heartbeat(&told, "c2"),
    );
    row.check(
        "c2's onPartitionsAssigned",
        "6004 nothing; 9004 t-2",
        callbacks(&told.assigned("c2")),
    );
    row.check(
        "t-2 unowned for about 3 s",
        3_000,
        told.assigned("c2")[1].0 - told.revoked("c1")[0].0,
    );
    row.tell(
        "",
        &told,
        3_000,
        Show {
            requests: true,
            ..COMMITS
        },
    );
    row
}

pub fn h11() -> Row {
    let mut row = Row::new(
        "h11",
        "H11 a slow member stalls the whole group.
         L = 0; c01 to c10 start at 0, EAGER, automatic commits; c05 works 40 s on the batch it gets at 20000, and c11
         joins at that moment. Nine members hear of it at 21000 and then wait for c05.
         Ties: c11's process starts before the record of the same instant is fetched.",
    );
    let mut story = Story::with_partitions(10).once(20_000, 1);
    for number in 1..=10 {
        let takes = if number == 5 { 40_000 } else { 1 };
        story = story.consumer(
            consumer(&format!("c{number:02}"))
                .auto_commits()
                .takes_ms(takes),
        );
    }
    let told = story
        .consumer(consumer("c11").auto_commits().starts_at(20_000))
        .run_to(70_000);
    let others: Vec<String> = (1..=10)
        .filter(|number| *number != 5)
        .map(|number| format!("c{number:02}"))
        .collect();
    let idle: Vec<u64> = others
        .iter()
        .map(|name| told.assigned(name)[1].0 - told.revoked(name).last().map_or(0, |(at, _)| *at))
        .collect();
    row.check(
        "nine give everything up",
        "21000",
        same(
            &others
                .iter()
                .map(|name| told.revoked(name).last().map_or(0, |(at, _)| *at))
                .collect::<Vec<_>>(),
        ),
    );
    row.check(
        "the slow batch ends, generation 2",
        "6000: generation 1 of 10; 60000: generation 2 of 11",
        generations(&told),
    );
    row.check("idle, each of the nine (up to 40000)", "39000", same(&idle));
    row.tell("", &told, 20_000, PROTOCOL);
    row
}

/// The value if all are equal, else all.
fn same(values: &[u64]) -> String {
    if values.windows(2).all(|pair| pair[0] == pair[1]) {
        first(values).to_string()
    } else {
        format!("{values:?}")
    }
}
