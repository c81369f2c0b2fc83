//! How much one fetch brings, and how long the broker lets it wait. Every record has 100 bytes; a
//! new group with one consumer has its positions, and sends its first fetch, at 3 s.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::Api;
use story::{Story, Told, consumer};

fn earliest(partitions: u32) -> Story {
    Story::with_partitions(partitions).prop("auto.offset.reset", "earliest")
}

/// The first `count` batches as ("moment", "ranges").
fn batches(told: &Told, count: usize) -> Vec<(u64, String)> {
    told.batches("a").into_iter().take(count).collect()
}

fn row(at: u64, ranges: &str) -> (u64, String) {
    (at, ranges.to_owned())
}

#[test]
fn a_fetch_waits_for_the_least_bytes() {
    let told = earliest(1)
        .ticks(10_000, 1_000, 1)
        .prop("fetch.min.bytes", 300)
        .prop("fetch.max.wait.ms", 10_000)
        .consumer(consumer("a").polls_for_ms(20_000))
        .run_to(14_500);
    // The third record makes it enough.
    assert_eq!(batches(&told, 2), [row(12_000, "t-0 0..3")]);
}

#[test]
fn but_not_longer_than_the_longest_wait() {
    let told = earliest(1)
        .ticks(10_000, 1_000, 1)
        .prop("fetch.min.bytes", 300)
        .prop("fetch.max.wait.ms", 2_500)
        .consumer(consumer("a").polls_for_ms(20_000))
        .run_to(14_000);
    assert_eq!(
        told.sent("a", Api::Fetch)[..4],
        [3_000, 5_500, 8_000, 10_500]
    );
    assert_eq!(
        batches(&told, 2),
        [row(10_500, "t-0 0..1"), row(13_000, "t-0 1..4")]
    );
}

#[test]
fn waiting_for_many_bytes_costs_no_event_per_record() {
    let told = earliest(1)
        .rate(10_000)
        .prop("fetch.min.bytes", 900_000)
        .prop("fetch.max.wait.ms", 10_000)
        .prop("max.partition.fetch.bytes", 1_000_000)
        .prop("max.poll.records", 100_000)
        .consumer(consumer("a").polls_for_ms(20_000))
        .run_to(20_000);
    assert!(
        told.simulation.event().0 < 400,
        "{}",
        told.simulation.event().0
    );
    assert!(told.batches("a").len() > 10);
}

#[test]
fn the_whole_fetch_has_a_limit() {
    let told = earliest(1)
        .preloaded(5)
        .prop("fetch.max.bytes", 250)
        .consumer(consumer("a"))
        .run_to(4_000);
    // The third record is cut off each time.
    assert_eq!(
        batches(&told, 3),
        [
            row(3_000, "t-0 0..2"),
            row(3_000, "t-0 2..4"),
            row(3_000, "t-0 4..5")
        ]
    );
}

#[test]
fn what_one_partition_takes_the_others_do_not_get() {
    let told = earliest(2)
        .preloaded(3)
        .prop("fetch.max.bytes", 250)
        .consumer(consumer("a"))
        .run_to(4_000);
    // 250 of 250 bytes are t-0's; then t-0 has one record left, and t-1 gets what remains.
    assert_eq!(batches(&told, 2)[0], row(3_000, "t-0 0..2"));
    assert_eq!(batches(&told, 2)[1], row(3_000, "t-0 2..3, t-1 0..1"));
}

#[test]
fn each_partition_has_a_limit() {
    let told = earliest(2)
        .preloaded(4)
        .prop("max.partition.fetch.bytes", 350)
        .consumer(consumer("a"))
        .run_to(4_000);
    assert_eq!(
        batches(&told, 2),
        [
            row(3_000, "t-0 0..3, t-1 0..3"),
            row(3_000, "t-0 3..4, t-1 3..4")
        ]
    );
}

#[test]
fn one_record_always_comes_through_but_only_one() {
    for key in ["fetch.max.bytes", "max.partition.fetch.bytes"] {
        let told = earliest(2)
            .preloaded(2)
            .prop(key, 50)
            .consumer(consumer("a"))
            .run_to(4_000);
        let sizes: Vec<u64> = told
            .simulation
            .processed()
            .map(|span| span.range.count())
            .collect();
        assert_eq!(sizes, [1, 1, 1, 1], "{key}");
    }
}

#[test]
fn the_least_is_never_more_than_the_most() {
    let told = earliest(1)
        .preloaded(2)
        .prop("fetch.min.bytes", 100_000)
        .prop("fetch.max.bytes", 200)
        .consumer(consumer("a"))
        .run_to(4_000);
    assert_eq!(batches(&told, 1), [row(3_000, "t-0 0..2")]);
}

#[test]
fn the_broker_has_a_limit_of_its_own() {
    let told = earliest(1)
        .preloaded(15)
        .broker("fetch.max.bytes", 1_024)
        .consumer(consumer("a"))
        .run_to(4_000);
    assert_eq!(
        batches(&told, 2),
        [row(3_000, "t-0 0..10"), row(3_000, "t-0 10..15")]
    );
}

#[test]
fn a_record_that_is_cut_off_counts_as_read() {
    let told = earliest(1)
        .preloaded(3)
        .prop("fetch.min.bytes", 250)
        .prop("max.partition.fetch.bytes", 250)
        .consumer(consumer("a"))
        .run_to(4_000);
    assert_eq!(batches(&told, 1), [row(3_000, "t-0 0..2")]);
}

#[test]
fn a_parked_fetch_counts_each_partition_only_up_to_its_limit() {
    // A record would exceed the limit and be let through, but while the fetch waits only 50 of its
    // bytes count: it waits in vain, to the end. Found at once, the same record is enough.
    let limits = |story: Story| {
        story
            .prop("fetch.min.bytes", 100)
            .prop("max.partition.fetch.bytes", 50)
            .consumer(consumer("a"))
            .run_to(4_000)
    };
    assert_eq!(
        batches(&limits(earliest(1).once(3_100, 1)), 1),
        [row(3_500, "t-0 0..1")]
    );
    assert_eq!(
        batches(&limits(earliest(1).preloaded(1)), 1),
        [row(3_000, "t-0 0..1")]
    );
}

#[test]
fn no_wait_means_whatever_is_there() {
    for (key, value) in [("fetch.max.wait.ms", 0), ("fetch.min.bytes", 0)] {
        let told = earliest(1)
            .once(3_100, 1)
            .prop(key, value)
            .consumer(consumer("a"))
            .run_to(3_200);
        let at = batches(&told, 1)[0].0;
        assert!((3_100..=3_101).contains(&at), "{key}: {at}");
    }
}
