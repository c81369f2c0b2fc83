//! What a client does by `retry.backoff.ms`, and what it no longer reads after `subscribe()` or
//! once it is fenced.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::effect::{FatalError, ProcessEnd};
use sim_core::scenario::CommitStyle;
use sim_core::{Api, Command, Effect};
use story::{Story, block, consumer, lose_next_answer};

#[test]
fn a_failed_automatic_commit_is_sent_again_after_the_backoff() {
    let told = Story::with_partitions(1)
        .prop("retry.backoff.ms", 2_000)
        .prop("retry.backoff.max.ms", 2_000)
        .prop("reconnect.backoff.ms", 0)
        .prop("auto.commit.interval.ms", 20_000)
        .consumer(consumer("a").auto_commits())
        .at(10_000, lose_next_answer("a", "OffsetCommit"))
        .run_to(60_000);
    let lost = told.moment("lost coordinator", |effect| {
        matches!(effect, Effect::CoordinatorLost { .. })
    });
    let commits = told.sent("a", Api::OffsetCommit);
    let next = commits.iter().find(|at| **at >= lost);
    assert_eq!(next, Some(&(lost + 2_000)), "{commits:?}");
}

#[test]
fn the_heartbeat_thread_looks_once_per_backoff() {
    let told = Story::with_partitions(1)
        .preloaded(2)
        .prop("auto.offset.reset", "earliest")
        .prop("max.poll.interval.ms", 5_550)
        .prop("retry.backoff.ms", 1_000)
        .consumer(consumer("a"))
        .at(2_000, block("a", 60_000))
        .run_to(30_000);
    // The batch begins at 3 s; the thread last acted with its heartbeat at 6 s.
    assert_eq!(told.sent("a", Api::Heartbeat), [6_000]);
    assert_eq!(told.sent("a", Api::LeaveGroup), [9_000]);
}

#[test]
fn a_fenced_asynchronous_commit_ends_the_program_at_its_next_poll() {
    let told = Story::with_partitions(1)
        .rate(20)
        .prop("group.instance.id", "one")
        .consumer(consumer("a").commits(CommitStyle::AsyncAfterBatch))
        .consumer(consumer("b").starts_at(19_000))
        .run_to(30_000);
    let (at, how) = told.ended("a").expect("it is fenced");
    assert_eq!(how, ProcessEnd::Failed(FatalError::FencedInstanceId));
    let heartbeat = told.sent("a", Api::Heartbeat).pop();
    assert_eq!(heartbeat, Some(18_000), "before the next one");
    assert!((19_000..19_200).contains(&at), "{at}");
}

#[test]
fn a_topic_that_left_the_subscription_is_not_read_on() {
    let subscribe = Command::Subscribe {
        who: "a".to_owned(),
        topics: vec!["u".to_owned()],
    };
    let told = Story::with_partitions(1)
        .preloaded(10_000)
        .topic("u", 1)
        .preloaded(10_000)
        .latency_ms(20)
        .prop("auto.offset.reset", "earliest")
        .prop("max.poll.records", 50)
        .prop("partition.assignment.strategy", "cooperative-sticky")
        .consumer(
            consumer("a")
                .subscribes(&["t", "u"])
                .auto_commits()
                .takes_ms(1),
        )
        .at(4_000, subscribe)
        .run_to(8_000);
    let batches = told.batches("a");
    let reads = |from: u64, to: u64, topic: &str| {
        let mut window = batches.iter().filter(|(at, _)| (from..to).contains(at));
        window.any(|(_, ranges)| ranges.contains(topic))
    };
    // The batch in hand ends at 4030; then the commit before the join takes 40 ms.
    assert!(reads(3_000, 4_000, "t-0"), "{batches:?}");
    assert!(!reads(4_001, 8_000, "t-0"), "{batches:?}");
    assert!(reads(4_001, 8_000, "u-0"), "{batches:?}");
}

#[test]
fn settings_of_zero_let_time_go_on() {
    for key in [
        "auto.commit.interval.ms",
        "metadata.max.age.ms",
        "retry.backoff.ms",
        "request.timeout.ms",
        "default.api.timeout.ms",
        "fetch.max.wait.ms",
        "fetch.min.bytes",
    ] {
        let told = Story::with_partitions(1)
            .rate(10)
            .prop(key, 0)
            .consumer(consumer("a").auto_commits())
            .run_to(10_000);
        assert!(told.facts.len() < 200_000, "{key}: {}", told.facts.len());
    }
}

#[test]
fn metadata_is_not_asked_for_more_often_than_the_backoff_allows() {
    let told = Story::with_partitions(1)
        .prop("metadata.max.age.ms", 10)
        .latency_ms(1)
        .consumer(consumer("a"))
        .run_to(20_000);
    let count = told.sent("a", Api::Metadata).len();
    assert!((20..=200).contains(&count), "{count}");
}
