//! Other ways to partitions than a list of topics: patterns, topics created later, `assign()`.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

#[path = "support/prose.rs"]
mod prose;
#[path = "support/story.rs"]
mod story;

use sim_core::scenario::{CommitStyle, Production, TopicSpec};
use sim_core::{Command, Effect};
use story::{Story, Told, consumer};

fn new_topic(name: &str, partitions: u32) -> Command {
    let topic = TopicSpec {
        name: name.to_owned(),
        partitions,
        record_bytes: 100,
        preloaded_per_partition: 0,
        retention_ms: None,
        retention_bytes: None,
        poison: Vec::new(),
        production: Production::Rate {
            records_per_second: 10,
            keys: 0,
        },
    };
    Command::CreateTopic {
        topic: Box::new(topic),
    }
}

/// Callbacks onPartitionsAssigned with their second and number of partitions.
fn assignments(told: &Told) -> Vec<(u64, usize)> {
    let row = |fact: &story::Fact| match &fact.effect {
        Effect::PartitionsAssigned { partitions, .. } => {
            Some((fact.at.as_millis() / 1_000, partitions.len()))
        }
        _ => None,
    };
    told.facts.iter().filter_map(row).collect()
}

#[test]
fn a_pattern_takes_in_a_new_topic_with_the_next_refresh() {
    let told = Story::with_partitions(2)
        .topic("audit", 1)
        .prop("metadata.max.age.ms", 5_000)
        .consumer(consumer("a").subscribes_by_pattern("t.*"))
        .at(7_000, new_topic("trades", 3))
        .at(8_000, new_topic("other", 3))
        .run_to(30_000);
    // t alone after the initial delay; audit and other never; trades once the refresh shows it.
    let seen = assignments(&told);
    assert_eq!(seen.len(), 2, "{seen:?}");
    assert_eq!(seen[0], (3, 2));
    assert_eq!(seen[1].1, 5);
    assert!((7..=14).contains(&seen[1].0), "{seen:?}");
}

#[test]
fn a_topic_list_does_not_see_a_new_topic() {
    let told = Story::with_partitions(2)
        .prop("metadata.max.age.ms", 5_000)
        .consumer(consumer("a"))
        .at(7_000, new_topic("trades", 3))
        .run_to(30_000);
    assert_eq!(assignments(&told), [(3, 2)]);
}

#[test]
fn who_assigns_itself_partitions_is_no_member_and_commits_only_into_an_empty_group() {
    let told = Story::with_partitions(2)
        .preloaded(5)
        .prop("auto.offset.reset", "earliest")
        .consumer(consumer("member").commits(CommitStyle::SyncAfterBatch))
        .consumer(
            consumer("alone")
                .assigns(&["t-0"])
                .commits(CommitStyle::SyncAfterBatch)
                .starts_at(10_000),
        )
        .at(20_000, story::close("member"))
        .at(
            25_000,
            Command::Commit {
                who: "alone".to_owned(),
            },
        )
        .run_to(30_000);
    let alone = |fact: &&story::Fact| matches!(&fact.effect, Effect::CommitFailed { consumer, .. } if consumer.0 == 1);
    let members = told.facts.iter().filter(|fact| {
        matches!(
            fact.effect,
            Effect::MemberAdded { .. } | Effect::MemberRemoved { .. }
        )
    });
    assert_eq!(members.count(), 2, "one member came and left");
    assert!(told.facts.iter().filter(alone).count() <= 1);
    let stored = told.facts.iter().any(|fact| {
        matches!(&fact.effect, Effect::CommitSucceeded { consumer, .. } if consumer.0 == 1 && fact.at.as_millis() >= 25_000)
    });
    assert!(stored, "the group is empty, so its commit is taken");
}
