//! Other ways to partitions than a list of topics: patterns, topics created later, `assign()`.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::cli::Describe;
use sim_core::scenario::{CommitStyle, ConsumerSpec, Production, TopicSpec};
use sim_core::view::{ConsumerStatus, LabView, ReadState, SubscriptionView, Target};
use sim_core::{Command, Effect, Progress, SimTime, Timeline, TopicId};
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

/// The last moment of the run as the page shows it.
fn lab(told: &Told, ms: u64) -> LabView {
    let mut timeline = Timeline::new(told.recording.clone()).expect("a valid recording");
    let end = SimTime::from_millis(ms);
    while timeline.advance(end, 10_000) == Progress::Behind {}
    timeline.lab()
}

#[test]
fn a_newcomer_is_checked_against_the_topics_of_its_moment() {
    let told = Story::with_partitions(2)
        .consumer(consumer("a"))
        .at(5_000, new_topic("trades", 3))
        .adds(6_000, consumer("b").subscribes(&["trades"]))
        .adds(7_000, consumer("c").assigns(&["trades-2"]))
        .run_to(20_000);
    assert_eq!(told.assigned("b").len(), 1);
    let lab = lab(&told, 20_000);
    assert_eq!(lab.consumers[2].status, ConsumerStatus::Reading);
    assert_eq!(lab.consumers[2].subscription, SubscriptionView::Assign);
    assert!(!lab.consumers[2].session_expired, "it never had a session");

    let refused = told.simulation.can_apply(&Command::AddConsumer {
        consumer: Box::new(ConsumerSpec {
            name: "d".to_owned(),
            subscribe: Vec::new(),
            assign: vec!["trades-3".to_owned()],
            ..told.recording.scenario.consumers[0].clone()
        }),
    });
    let error = refused.expect_err("trades has no partition 3").to_string();
    assert!(
        error.starts_with("`consumers.d.assign` is \"trades-3\""),
        "{error}"
    );
}

#[test]
fn a_topic_needs_a_legal_name() {
    let told = Story::with_partitions(1)
        .consumer(consumer("a"))
        .run_to(1_000);
    let refused = told.simulation.can_apply(&new_topic("a topic", 1));
    let error = refused.expect_err("it has a space").to_string();
    assert!(error.starts_with("`topics.name` is \"a topic\""), "{error}");
}

#[test]
fn a_changed_group_id_moves_a_consumer_at_its_next_start() {
    let told = Story::with_partitions(2)
        .consumer(consumer("a"))
        .consumer(consumer("b"))
        .at(
            8_000,
            Command::SetConfig {
                who: Some("b".to_owned()),
                key: "group.id".to_owned(),
                value: "audit".to_owned(),
            },
        )
        .at(9_000, story::close("b"))
        .at(10_000, story::restart("b", 0))
        .run_to(30_000);
    let group_of = |ms| {
        let lab = lab(&told, ms);
        let group = lab.consumers[1].group;
        (
            lab.groups[group.index()].name.to_string(),
            lab.consumers[1].assigned.len(),
        )
    };
    assert_eq!(group_of(8_900), ("billing".to_owned(), 1));
    assert_eq!(group_of(30_000), ("audit".to_owned(), 2));
}

#[test]
fn unsubscribe_leaves_a_consumer_idle_and_subscribe_ends_a_pattern() {
    let who = || "a".to_owned();
    let told = Story::with_partitions(2)
        .topic("audit", 1)
        .consumer(consumer("a").subscribes_by_pattern("t.*"))
        .at(8_000, Command::Unsubscribe { who: who() })
        .at(
            12_000,
            Command::Subscribe {
                who: who(),
                topics: vec!["audit".to_owned()],
            },
        )
        .at(16_000, story::kill("a"))
        .at(17_000, story::restart("a", 0))
        .run_to(90_000);
    let seen = |ms| {
        let one = lab(&told, ms).consumers.remove(0);
        (one.status, one.subscription, one.assigned.len())
    };
    let topics = |ids: &[TopicId]| SubscriptionView::Topics(ids.into());
    let pattern = SubscriptionView::Pattern("t.*".to_owned());
    assert_eq!(seen(7_000), (ConsumerStatus::Reading, pattern, 2));
    assert_eq!(seen(11_000), (ConsumerStatus::Idle, topics(&[]), 0));
    assert_eq!(
        seen(90_000),
        (ConsumerStatus::Reading, topics(&[TopicId(1)]), 1)
    );
}

#[test]
fn what_a_group_has_unsubscribed_from_keeps_its_offsets_and_has_no_consumer() {
    let who = || "a".to_owned();
    let story = Story::with_partitions(2)
        .prop("auto.commit.interval.ms", 1_000)
        .ticks(0, 1_000, 3)
        .consumer(consumer("a").auto_commits())
        .at(8_000, Command::Unsubscribe { who: who() });
    let mut timeline = Timeline::new(story.recording()).expect("valid");
    timeline.seek(SimTime::from_millis(7_000));
    assert!(timeline.lab().partitions.iter().all(|it| it.is_asked_for));
    timeline.seek(SimTime::from_millis(12_000));
    let before = timeline.lab();
    timeline.seek(SimTime::from_millis(20_000));
    let lab = timeline.lab();
    assert_eq!(lab.partitions.len(), 2, "its rows stay");
    for (partition, before) in lab.partitions.iter().zip(&before.partitions) {
        assert_eq!(partition.state, ReadState::Stopped);
        assert!(!partition.is_asked_for);
        assert!(partition.committed_offset.is_some());
        assert_eq!(partition.committed_offset, before.committed_offset);
        assert!(partition.lag > before.lag, "nobody reads what comes");
    }
    let now = lab.now_line.fact.to_string();
    assert_eq!(now, "Nobody asks for 2 partitions any more.");
    let why = timeline.explain(Target::Partition(lab.partitions[0].id));
    let last = why.steps.last().expect("a step").fact.to_string();
    assert!(last.contains("subscribes to its topic any more"), "{last}");
    // As kafka-consumer-groups prints it: offsets and lag, and "-" for who reads.
    let printed = timeline.describe(lab.groups[0].id, Describe::Offsets);
    let rows: Vec<Vec<&str>> = printed
        .lines()
        .skip(1)
        .map(|line| line.split_whitespace().collect())
        .collect();
    assert_eq!(rows.len(), 2, "{printed}");
    for (row, partition) in rows.iter().zip(&lab.partitions) {
        assert_eq!(
            row[3],
            partition.committed_offset.expect("committed").to_string()
        );
        assert_eq!(row[5], partition.lag.to_string());
        assert_eq!(row[6..], ["-", "-", "-"]);
    }
}
