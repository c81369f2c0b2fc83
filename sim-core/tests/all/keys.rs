//! A key that says it is modelled changes some run; one that says it is not changes none.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::config::{BROKER_KEYS, CONSUMER_KEYS, ConfigKey};
use sim_core::scenario::CommitStyle;
use sim_core::{Command, Link, SimTime, Simulation, Way};
use story::{C, Fact, Story, block, close, consumer, cut, cut_part, heal, kill, restart};

/// A run in which everything happens that a key could matter to.
fn eventful() -> Story {
    eventful_with(consumer("b"))
}

fn eventful_with(b: C) -> Story {
    let add = Command::AddPartitions {
        topic: "t".to_owned(),
        partitions: 4,
    };
    Story::with_partitions(3)
        .preloaded(600)
        .rate(40)
        .retention_ms(20_000)
        .latency_ms(2)
        .consumer(consumer("a").auto_commits().takes_ms(5))
        .consumer(b.commits(CommitStyle::SyncAfterBatch).takes_ms(5))
        .at(12_000, block("a", 7_000))
        .at(30_000, kill("b"))
        .at(32_000, restart("b", 0))
        .at(60_000, add)
        .at(70_000, cut("b"))
        .at(160_000, heal("b"))
        .at(200_000, cut_part("b", Link::Coordinator, Way::Both))
        .at(300_000, heal("b"))
        .at(400_000, close("a"))
        .at(401_000, close("b"))
        .at(1_100_000, restart("a", 0))
}

/// Commands may be refused: a setting may have ended the consumer they are for.
fn facts(story: Story) -> Vec<Fact> {
    let mut simulation = Simulation::new(&story.recording()).expect("a valid scenario");
    story::collect(&mut simulation, SimTime::from_millis(1_130_000))
}

/// Another value than the default for each key.
const OTHER_VALUES: [(&str, &str); 37] = [
    ("group.id", "others"),
    ("group.instance.id", "zz"),
    ("client.id", "zz"),
    ("client.rack", "zz"),
    ("session.timeout.ms", "8000"),
    ("heartbeat.interval.ms", "1000"),
    ("auto.commit.interval.ms", "1000"),
    ("max.poll.interval.ms", "5000"),
    ("max.poll.records", "20"),
    ("enable.auto.commit", "false"),
    ("auto.offset.reset", "earliest"),
    ("partition.assignment.strategy", "cooperative-sticky"),
    ("isolation.level", "read_committed"),
    ("fetch.min.bytes", "100000"),
    ("fetch.max.wait.ms", "100"),
    ("fetch.max.bytes", "2048"),
    ("max.partition.fetch.bytes", "1024"),
    ("request.timeout.ms", "10000"),
    ("default.api.timeout.ms", "20000"),
    ("retry.backoff.ms", "700"),
    ("retry.backoff.max.ms", "200"),
    ("reconnect.backoff.ms", "500"),
    ("reconnect.backoff.max.ms", "60"),
    ("metadata.max.age.ms", "5000"),
    ("group.min.session.timeout.ms", "60000"),
    ("group.max.session.timeout.ms", "10000"),
    ("group.initial.rebalance.delay.ms", "0"),
    ("group.max.size", "1"),
    ("log.retention.check.interval.ms", "3000"),
    ("offsets.retention.minutes", "1"),
    ("offsets.retention.check.interval.ms", "30000"),
    ("offsets.commit.timeout.ms", "1"),
    ("offset.metadata.max.bytes", "1"),
    ("offsets.topic.num.partitions", "1"),
    ("group.coordinator.append.linger.ms", "200"),
    ("group.coordinator.threads", "1"),
    ("group.coordinator.new.enable", "false"),
];

fn other_value(key: &ConfigKey) -> &'static str {
    let other = OTHER_VALUES.iter().find(|(name, _)| *name == key.name);
    let (_, value) = other.unwrap_or_else(|| panic!("{} is new: give it another value", key.name));
    value
}

/// What a key needs beside that to matter.
fn stage_for(key: &ConfigKey) -> Story {
    match key.name {
        "offsets.retention.check.interval.ms" => eventful().broker("offsets.retention.minutes", 1),
        "group.coordinator.new.enable" => {
            eventful().broker("group.coordinator.append.linger.ms", 200)
        }
        // Another group whose writes would be in the way.
        "offsets.topic.num.partitions" => eventful()
            .append_ms(20)
            .consumer(consumer("z").group("audit").auto_commits().takes_ms(5)),
        // Only what does not have enough waits.
        "fetch.max.wait.ms" => eventful().prop("fetch.min.bytes", 100_000),
        _ => eventful(),
    }
}

#[track_caller]
fn check(key: &ConfigKey, set: impl FnOnce(Story, &str) -> Story) {
    let changed = facts(set(stage_for(key), other_value(key)));
    let is_other = changed != facts(stage_for(key));
    assert_eq!(is_other, key.modelled, "{} matters", key.name);
}

#[test]
fn a_consumer_key_does_what_it_says() {
    for key in CONSUMER_KEYS {
        check(key, |story, value| {
            if key.name == "group.id" {
                // For all of them it would be no more than another name.
                return eventful_with(consumer("b").prop(key.name, value));
            }
            story.prop(key.name, value)
        });
    }
}

#[test]
fn a_broker_key_does_what_it_says() {
    for key in BROKER_KEYS {
        check(key, |story, value| story.broker(key.name, value));
    }
}
