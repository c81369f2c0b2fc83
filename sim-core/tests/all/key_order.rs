//! Records of one key that are processed in another order than they were written, because the
//! topic got more partitions.

use crate::story;
use sim_core::{Command, SimTime, Simulation};
use story::{Story, consumer};

fn grow(partitions: u32) -> Command {
    Command::AddPartitions {
        topic: "t".to_owned(),
        partitions,
    }
}

/// One key in one partition, read from 6 s on, with a backlog of 200 records that takes 20 s; at
/// 12 s a second partition takes the key, and a second consumer reads it soon.
fn one_key_moves(keys: u32) -> Story {
    let quick = |name| {
        consumer(name)
            .takes_ms(100)
            .prop("max.poll.records", 1)
            .prop("metadata.max.age.ms", 500)
            .prop("auto.offset.reset", "earliest")
    };
    Story::with_partitions(1)
        .preloaded(200)
        .keyed_rate(4, keys)
        .consumer(quick("a"))
        .consumer(quick("b"))
        .at(12_000, grow(GROWN))
}

/// Of so many partitions the last one has `key-0`: murmur2 says so.
const GROWN: u32 = 2;

fn at(story: &Story, ms: u64) -> Simulation {
    let mut run = Simulation::new(&story.recording()).expect("a valid scenario");
    run.run_until(SimTime::from_millis(ms));
    run
}

#[test]
fn who_reads_the_new_partition_overtakes_the_backlog_of_the_old_one() {
    let run = at(&one_key_moves(1), 60_000);
    let old = run.partitions().next().expect("the first");
    let backlog = run.processed().filter(|span| span.range.partition == old);
    let drained = backlog.map(|span| span.finished).max().expect("it is read");
    let moved = run.processed().filter(|span| span.range.partition != old);
    let ahead: u64 = moved
        .filter(|span| span.finished < drained)
        .map(|span| span.range.count())
        .sum();
    assert!(ahead > 10, "{ahead}");
    assert_eq!(run.out_of_order(), ahead);
}

#[test]
fn a_record_that_waits_is_overtaken_by_all_that_came_since() {
    let run = at(&one_key_moves(1), 22_000);
    let old = run.partitions().next().expect("the first");
    let moved = run.processed().filter(|span| span.range.partition != old);
    let ahead: u64 = moved.map(|span| span.range.count()).sum();
    assert!(ahead > 5, "{ahead}");
    // What is in hand has been begun and counts once it is done.
    assert!(run.out_of_order() >= ahead && run.out_of_order() <= ahead + 1);
}

#[test]
fn order_stands_without_keys_without_growth_and_without_a_backlog() {
    assert_eq!(at(&one_key_moves(0), 60_000).out_of_order(), 0);
    let same = Story::with_partitions(2)
        .preloaded(100)
        .keyed_rate(4, 1)
        .consumer(consumer("a").takes_ms(100));
    assert_eq!(at(&same, 60_000).out_of_order(), 0);
    let drained = one_key_moves(1).preloaded(0);
    assert_eq!(at(&drained, 60_000).out_of_order(), 0);
}

#[test]
fn observing_it_changes_nothing() {
    let run = at(&one_key_moves(7), 20_000);
    let before = run.fingerprint();
    let _ = run.out_of_order();
    assert_eq!(run.fingerprint(), before);
}
