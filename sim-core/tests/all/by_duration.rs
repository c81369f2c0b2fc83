//! `auto.offset.reset=by_duration`: begin with the first record that is young enough (KIP-1106).

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::effect::PositionSource;
use sim_core::view::SkipCause;
use sim_core::{Api, Effect};
use story::{Story, Told, consumer};

/// Positions a reset gave, with the moment.
fn resets(told: &Told) -> Vec<(u64, u64)> {
    let row = |fact: &story::Fact| match fact.effect {
        Effect::PositionSet {
            position,
            source: PositionSource::Reset(_),
            ..
        } => Some((fact.at.as_millis(), position)),
        _ => None,
    };
    told.facts.iter().filter_map(row).collect()
}

fn begins(age: &str) -> Story {
    Story::with_partitions(1)
        .ticks(-600_000, 1_000, 1)
        .prop("auto.offset.reset", format!("by_duration:{age}"))
}

#[test]
fn reading_begins_with_the_first_record_that_is_young_enough() {
    // Records come each second since ten minutes before the run; the lookup is at 3 s.
    let position = |age: &str| {
        let told = begins(age).consumer(consumer("a")).run_to(5_000);
        resets(&told)[0]
    };
    assert_eq!(position("PT10S"), (3_000, 593));
    assert_eq!(position("PT9.999S"), (3_000, 594));
    assert_eq!(position("PT1M"), (3_000, 543));
    assert_eq!(position("PT1H"), (3_000, 0), "everything is younger");
    assert_eq!(
        position("PT0S"),
        (3_000, 603),
        "written at that very moment"
    );
}

#[test]
fn what_is_older_was_skipped_because_of_the_duration() {
    let told = begins("PT10S").consumer(consumer("a")).run_to(5_500);
    let skips: Vec<_> = told
        .simulation
        .skips()
        .map(|span| (span.range.count(), span.cause))
        .collect();
    assert_eq!(skips, [(593, SkipCause::ByDuration)]);
    let fate = told.fate("t-0");
    assert_eq!((fate.skipped, fate.once, fate.pending), (593, 13, 0));
}

#[test]
fn no_record_young_enough_means_no_position_until_the_request_timeout() {
    // Asked at 3 s: nothing there. The record of 10 s waits; asked again at 33 s with a new time.
    let told = Story::with_partitions(1)
        .once(10_000, 1)
        .prop("auto.offset.reset", "by_duration:PT1M")
        .consumer(consumer("a").auto_commits())
        .run_to(40_000);
    assert_eq!(told.sent("a", Api::ListOffsets), [3_000, 33_000]);
    assert_eq!(resets(&told), [(33_000, 0)]);
    assert_eq!(told.batches("a"), [(33_000, "t-0 0..1".to_owned())]);
}

#[test]
fn a_duration_shorter_than_the_request_timeout_skips_records_of_an_idle_partition() {
    let told = Story::with_partitions(1)
        .ticks(10_000, 10_000, 1)
        .prop("auto.offset.reset", "by_duration:PT5S")
        .consumer(consumer("a").auto_commits())
        .run_to(65_000);
    // At 33 s the record of 30 s is the only one of the last five seconds.
    assert_eq!(resets(&told), [(33_000, 2)]);
    assert_eq!(told.fate("t-0").skipped, 2);
}

#[test]
fn the_answer_is_asked_for_again_and_again_with_a_recomputed_time() {
    let told = Story::with_partitions(1)
        .once(50_000, 1)
        .prop("auto.offset.reset", "by_duration:PT5S")
        .prop("request.timeout.ms", 10_000)
        .consumer(consumer("a"))
        .run_to(100_000);
    // Only the lookup of 53 s finds the record of 50 s.
    let asked = told.sent("a", Api::ListOffsets);
    assert_eq!(asked, [3_000, 13_000, 23_000, 33_000, 43_000, 53_000]);
    assert_eq!(resets(&told), [(53_000, 0)]);
}

#[test]
fn a_committed_offset_is_still_better_than_any_duration() {
    let told = begins("PT10S")
        .consumer(consumer("a").auto_commits())
        .at(20_500, story::close("a"))
        .at(60_500, story::restart("a", 0))
        .run_to(70_500);
    assert_eq!(resets(&told).len(), 1);
    assert_eq!((told.fate("t-0").pending, told.fate("t-0").twice), (0, 0));
}
