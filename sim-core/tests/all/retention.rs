//! What a broker deletes: records by age and size, and who then finds nothing where it wants to
//! read on.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::effect::{FatalError, PositionSource, ProcessEnd, RetentionRule};
use sim_core::scenario::{CommitStyle, Production, ScenarioError, TopicSpec};
use sim_core::view::SkipCause;
use sim_core::{Api, Command, Effect, ErrorCode, Simulation};
use story::{Story, Told, close, consumer, freeze, restart, thaw};

/// Moments at which the log start moved, and where to.
fn log_starts(told: &Told) -> Vec<(u64, u64, RetentionRule)> {
    let row = |fact: &story::Fact| match fact.effect {
        Effect::LogStartMoved { offset, by, .. } => Some((fact.at.as_millis(), offset, by)),
        _ => None,
    };
    told.facts.iter().filter_map(row).collect()
}

/// Positions that a reset gave, with the moment.
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

/// Skipped ranges with their causes.
fn skips(told: &Told) -> Vec<(u64, u64, SkipCause)> {
    told.simulation
        .skips()
        .map(|span| (span.range.from, span.range.to, span.cause))
        .collect()
}

fn out_of_range_answers(told: &Told) -> usize {
    told.moments(|effect| {
        matches!(
            effect,
            Effect::ResponseSent {
                api: Api::Fetch,
                error: ErrorCode::OffsetOutOfRange,
                ..
            }
        )
    })
    .len()
}

/// One record a second into one partition; the broker looks every ten seconds.
fn ticking() -> Story {
    Story::with_partitions(1)
        .ticks(0, 1_000, 1)
        .broker("log.retention.check.interval.ms", 10_000)
}

#[test]
fn records_go_by_age_at_the_next_check() {
    let told = ticking().retention_ms(15_000).run_to(45_000);
    // At 20 s what was written before 5 s goes; what is exactly 15 s old stays.
    assert_eq!(
        log_starts(&told),
        [
            (20_000, 5, RetentionRule::Time),
            (30_000, 15, RetentionRule::Time),
            (40_000, 25, RetentionRule::Time)
        ]
    );
}

#[test]
fn records_go_by_size_and_never_more_than_that() {
    // 100 bytes each: 450 bytes are kept by five records.
    let told = ticking().retention_bytes(450).run_to(25_000);
    assert_eq!(
        log_starts(&told),
        [
            (10_000, 6, RetentionRule::Size),
            (20_000, 16, RetentionRule::Size)
        ]
    );
}

#[test]
fn without_a_limit_nothing_is_deleted_and_nothing_is_scheduled() {
    let told = ticking().run_to(600_000);
    assert!(log_starts(&told).is_empty());
}

#[test]
fn earliest_begins_where_the_log_begins() {
    let told = ticking()
        .retention_ms(15_000)
        .prop("auto.offset.reset", "earliest")
        .consumer(consumer("a").starts_at(32_000).auto_commits())
        .run_to(39_000);
    assert_eq!(resets(&told), [(35_000, 15)]);
    assert_eq!(skips(&told), [(0, 15, SkipCause::DeletedByRetention)]);
    let fate = told.fate("t-0");
    assert_eq!(
        (fate.skipped, fate.once, fate.pending, fate.log_end_offset),
        (15, 25, 0, 40)
    );
}

/// Down from 8 to 61 s, with 5 committed and three lives of the log gone by.
fn away_too_long(reset: &str) -> Told {
    let at_first = if reset == "none" { "earliest" } else { reset };
    ticking()
        .retention_ms(15_000)
        .prop("auto.offset.reset", at_first)
        .consumer(consumer("a").commits(CommitStyle::SyncAfterBatch))
        .at(8_500, close("a"))
        .at(9_000, set("auto.offset.reset", reset))
        .at(61_500, restart("a", 0))
        .run_to(69_500)
}

fn set(key: &str, value: &str) -> Command {
    Command::SetConfig {
        who: None,
        key: key.to_owned(),
        value: value.to_owned(),
    }
}

#[test]
fn a_committed_offset_that_was_deleted_falls_back_to_earliest() {
    let told = away_too_long("earliest");
    assert_eq!(told.committed("a", "t-0").last().map(|at| at.1), Some(70));
    // Committed 9; the log begins at 45.
    assert_eq!(out_of_range_answers(&told), 1);
    assert_eq!(resets(&told).last(), Some(&(64_500, 45)));
    assert_eq!(skips(&told), [(9, 45, SkipCause::DeletedByRetention)]);
    assert_eq!(told.fate("t-0").skipped, 36);
}

#[test]
fn with_latest_the_backlog_that_is_still_there_is_jumped_over_too() {
    let told = away_too_long("latest");
    assert_eq!(resets(&told).last(), Some(&(64_500, 65)));
    let last: Vec<_> = skips(&told).into_iter().skip(1).collect();
    assert_eq!(
        last,
        [
            (9, 45, SkipCause::DeletedByRetention),
            (45, 65, SkipCause::DeletedByRetention)
        ]
    );
}

#[test]
fn without_a_policy_poll_throws() {
    let told = away_too_long("none");
    assert_eq!(
        told.facts.iter().rev().find_map(|fact| match fact.effect {
            Effect::ProcessEnded { how, .. } => Some(how),
            _ => None,
        }),
        Some(ProcessEnd::Failed(FatalError::OffsetOutOfRange))
    );
    assert_eq!(told.simulation.skips().count(), 0);
}

#[test]
fn the_exception_waits_until_what_came_with_it_is_returned() {
    // Both partitions have a committed offset; only the log of u lost it. The answer brings
    // records of t and an error for u: poll() returns the records, and throws at the next call.
    let told = Story::with_partitions(1)
        .ticks(0, 1_000, 1)
        .broker("log.retention.check.interval.ms", 10_000)
        .topic("u", 1)
        .ticks(0, 1_000, 1)
        .retention_ms(5_000)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 6_000)
        .consumer(
            consumer("a")
                .subscribes(&["t", "u"])
                .commits(CommitStyle::SyncAfterBatch)
                .takes_ms(10),
        )
        .at(8_500, close("a"))
        .at(9_000, set("auto.offset.reset", "none"))
        .at(41_500, restart("a", 0))
        .run_to(60_000);
    let after: Vec<_> = told
        .batches("a")
        .into_iter()
        .filter(|(at, _)| *at > 41_500)
        .collect();
    assert_eq!(after, [(44_500, "t-0 9..45".to_owned())]);
    assert_eq!(
        told.facts.iter().rev().find_map(|fact| match fact.effect {
            Effect::ProcessEnded { how, .. } => Some((fact.at.as_millis(), how)),
            _ => None,
        }),
        // 36 records of 10 ms, then the next poll() throws and close() runs.
        Some((44_860, ProcessEnd::Failed(FatalError::OffsetOutOfRange)))
    );
}

#[test]
fn a_frozen_reader_finds_its_position_deleted() {
    let told = ticking()
        .retention_ms(5_000)
        .prop("auto.offset.reset", "earliest")
        .consumer(consumer("a"))
        .at(8_500, freeze("a"))
        .at(31_500, thaw("a"))
        .run_to(35_500);
    // The fetch that was out brought record 9; then position 10 is gone, the log begins at 25.
    assert_eq!(skips(&told), [(10, 25, SkipCause::DeletedByRetention)]);
    let fate = told.fate("t-0");
    assert_eq!((fate.once, fate.skipped, fate.pending), (21, 15, 0));
}

#[test]
fn latest_says_whether_group_or_partition_is_new() {
    let told = Story::with_partitions(1)
        .preloaded(3)
        .prop("metadata.max.age.ms", 5_000)
        .consumer(consumer("a"))
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
                per_tick: 2,
                tick_ms: 100_000,
            },
        )
        .run_to(30_000);
    assert_eq!(
        skips(&told),
        [
            (0, 3, SkipCause::LatestInNewGroup),
            (0, 2, SkipCause::LatestOnNewPartition)
        ]
    );
}

#[test]
fn limits_out_of_range_name_field_value_and_range() {
    let mut recording = ticking().recording();
    recording.scenario.topics[0].retention_ms = Some(u64::MAX);
    let error = Simulation::new(&recording).expect_err("too long");
    assert!(
        matches!(&error, ScenarioError::Range { field, .. } if field == "topics.t.retention_ms"),
        "{error}"
    );
    recording.scenario.topics[0].retention_ms = None;
    recording.scenario.broker.insert(
        "log.retention.check.interval.ms".to_owned(),
        sim_core::scenario::ConfigValue::Number(0),
    );
    let error = Simulation::new(&recording).expect_err("never");
    assert!(
        error
            .to_string()
            .contains("`log.retention.check.interval.ms` is 0; allowed: 1 to"),
        "{error}"
    );
}

#[test]
fn a_topic_made_during_the_run_is_cleaned_too() {
    let topic = TopicSpec {
        name: "u".to_owned(),
        partitions: 1,
        record_bytes: 100,
        preloaded_per_partition: 0,
        retention_ms: Some(2_000),
        retention_bytes: None,
        poison: Vec::new(),
        production: Production::Rate {
            records_per_second: 10,
            keys: 0,
        },
    };
    let create = Command::CreateTopic {
        topic: Box::new(topic),
    };
    let told = Story::with_partitions(1)
        .broker("log.retention.check.interval.ms", 5_000)
        .at(7_000, create)
        .run_to(16_000);
    let moments: Vec<u64> = log_starts(&told).iter().map(|(at, ..)| *at).collect();
    assert_eq!(moments, [10_000, 15_000], "the checks of the broker go on");
}
