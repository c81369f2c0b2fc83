//! `seek()` in `onPartitionsAssigned`: to the beginning, the end, an offset or a time.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::effect::{FatalError, PositionSource, ProcessEnd};
use sim_core::scenario::{ListenerSpec, SeekTo};
use sim_core::{Api, Effect};
use story::{C, Story, Told, consumer};

fn seeks(to: SeekTo) -> C {
    consumer("a").listens(ListenerSpec {
        seek_in_assigned: Some(to),
        ..ListenerSpec::default()
    })
}

/// Where `seek()` set positions, with the moment.
fn positions(told: &Told) -> Vec<(u64, u64)> {
    let row = |fact: &story::Fact| match fact.effect {
        Effect::PositionSet {
            position,
            source: PositionSource::Seek,
            ..
        } => Some((fact.at.as_millis(), position)),
        _ => None,
    };
    told.facts.iter().filter_map(row).collect()
}

#[test]
fn the_listener_seeks_where_it_says() {
    // Records come each second since ten minutes before the run; the group is stable at 3 s.
    let sought = |to: SeekTo| {
        let told = Story::with_partitions(1)
            .ticks(-600_000, 1_000, 1)
            .prop("auto.offset.reset", "none")
            .consumer(seeks(to))
            .run_to(5_000);
        positions(&told)
    };
    assert_eq!(sought(SeekTo::Beginning), [(3_000, 0)]);
    assert_eq!(sought(SeekTo::Offset(17)), [(3_000, 17)]);
    assert_eq!(sought(SeekTo::End), [(3_000, 604)]);
    assert_eq!(sought(SeekTo::AgoMs(60_000)), [(3_000, 543)]);
}

#[test]
fn where_no_record_is_that_young_it_seeks_to_the_end() {
    let told = Story::with_partitions(1)
        .preloaded(7)
        .latency_ms(1)
        .consumer(seeks(SeekTo::AgoMs(1_000)))
        .run_to(5_000);
    assert_eq!(
        told.sent("a", Api::ListOffsets).len(),
        2,
        "for the time, then for the end"
    );
    assert_eq!(
        positions(&told)
            .into_iter()
            .map(|(_, to)| to)
            .collect::<Vec<_>>(),
        [7]
    );
}

#[test]
fn beyond_the_log_end_the_reset_policy_decides() {
    let story = |reset: &str| {
        Story::with_partitions(1)
            .preloaded(7)
            .prop("auto.offset.reset", reset)
            .consumer(seeks(SeekTo::Offset(40)))
            .run_to(5_000)
    };
    let resets = |told: &Told| {
        let all = told.facts.iter().filter_map(|fact| match fact.effect {
            Effect::PositionSet {
                position,
                source: PositionSource::Reset(_),
                ..
            } => Some(position),
            _ => None,
        });
        all.collect::<Vec<_>>()
    };
    let told = story("latest");
    assert_eq!(positions(&told), [(3_000, 40)]);
    assert_eq!(resets(&told), [7]);
    assert_eq!(
        told.fate("t-0").skipped,
        7,
        "never read, and nothing beyond them"
    );
    let told = story("earliest");
    assert_eq!(resets(&told), [0]);
    assert_eq!(told.fate("t-0").once, 7);
    let (_, end) = story("none").ended("a").expect("the exception ends it");
    assert_eq!(end, ProcessEnd::Failed(FatalError::OffsetOutOfRange));
}
