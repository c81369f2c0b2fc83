//! Worked examples of assignment, run through whole groups: who ends with what, what moves when a
//! member fails, and how a group changes its assignor.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use std::collections::BTreeMap;

use sim_core::effect::{FatalError, ProcessEnd};
use sim_core::{Command, Effect, ErrorCode};
use story::{Story, Told, close, consumer, kill, restart};

const STRATEGY: &str = "partition.assignment.strategy";
const ALL: [&str; 4] = ["range", "roundrobin", "sticky", "cooperative-sticky"];

/// Who owns what at the end, from what the callbacks said.
fn owned(told: &Told) -> BTreeMap<String, Vec<String>> {
    let mut owned: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for id in told.simulation.consumers() {
        let name = told.simulation.consumer_name(id);
        owned.insert(name.to_owned(), Vec::new());
    }
    for fact in &told.facts {
        let (consumer, partitions, is_given) = match &fact.effect {
            Effect::PartitionsAssigned {
                consumer,
                partitions,
            } => (consumer, partitions.to_vec(), true),
            Effect::PartitionsRevoked {
                consumer,
                partitions,
            }
            | Effect::PartitionsLost {
                consumer,
                partitions,
            } => (consumer, partitions.to_vec(), false),
            Effect::ProcessEnded { consumer, .. } => {
                (consumer, told.simulation.partitions().collect(), false)
            }
            _ => continue,
        };
        let names: Vec<String> = partitions
            .iter()
            .map(|id| told.simulation.partition_name(*id).to_owned())
            .collect();
        let mine = owned
            .get_mut(told.simulation.consumer_name(*consumer))
            .expect("a consumer of the run");
        mine.retain(|name| !names.contains(name));
        if is_given {
            mine.extend(names);
            mine.sort_unstable();
        }
    }
    owned
}

/// What each owns, in one line: `t-0 t-1 | t-2`.
fn shares(told: &Told) -> String {
    let all: Vec<String> = owned(told).values().map(|names| names.join(" ")).collect();
    all.join(" | ")
}

fn counts(told: &Told) -> Vec<usize> {
    owned(told).values().map(Vec::len).collect()
}

/// Members come in the order of their names, for sorting and for hashing.
fn group_of_three(partitions: u32, strategy: &str) -> Story {
    Story::with_partitions(partitions)
        .prop(STRATEGY, strategy)
        .prop("session.timeout.ms", 10_000)
        .hash_order(&["c1#1", "c2#1", "c3#1"])
}

fn five_for_three(strategy: &str) -> Story {
    ["c1", "c2", "c3"]
        .into_iter()
        .fold(group_of_three(5, strategy), |story, name| {
            story.consumer(consumer(name))
        })
}

#[test]
fn a_five_partitions_for_three_consumers() {
    let told = |strategy| shares(&five_for_three(strategy).run_to(20_000));
    assert_eq!(told("range"), "t-0 t-1 | t-2 t-3 | t-4");
    for strategy in ["roundrobin", "sticky", "cooperative-sticky"] {
        assert_eq!(told(strategy), "t-0 t-3 | t-1 t-4 | t-2", "{strategy}");
    }
}

#[test]
fn b_a_consumer_that_subscribes_to_one_topic_of_two() {
    let told = |strategy| {
        group_of_three(6, strategy)
            .topic("u", 2)
            .consumer(consumer("c1").subscribes(&["t", "u"]))
            .consumer(consumer("c2").subscribes(&["t", "u"]))
            .consumer(consumer("c3").subscribes(&["t"]))
            .run_to(20_000)
    };
    assert_eq!(
        shares(&told("range")),
        "t-0 t-1 u-0 | t-2 t-3 u-1 | t-4 t-5"
    );
    assert_eq!(
        shares(&told("roundrobin")),
        "t-0 t-3 u-0 | t-1 t-4 u-1 | t-2 t-5"
    );
    for strategy in ["sticky", "cooperative-sticky"] {
        let mut counts = counts(&told(strategy));
        counts.sort_unstable();
        assert_eq!(counts, [2, 3, 3], "{strategy}");
        assert!(
            !owned(&told(strategy))["c3"]
                .iter()
                .any(|name| name.starts_with('u'))
        );
    }
}

/// How many partitions have another owner after c3 has failed, and how many a survivor gave up.
fn moved(strategy: &str) -> (usize, usize) {
    let before = owned(&five_for_three(strategy).run_to(20_000));
    let told = five_for_three(strategy)
        .at(20_000, kill("c3"))
        .run_to(60_000);
    let after = owned(&told);
    let owner = |all: &BTreeMap<String, Vec<String>>, name: &String| {
        all.iter()
            .find(|(_, names)| names.contains(name))
            .map(|(who, _)| who.clone())
    };
    let names: Vec<String> = told
        .simulation
        .partitions()
        .map(|id| told.simulation.partition_name(id).to_owned())
        .collect();
    let moved = names
        .iter()
        .filter(|name| owner(&before, name) != owner(&after, name))
        .count();
    assert!(names.iter().all(|name| owner(&after, name).is_some()));
    let revoked: usize = ["c1", "c2"]
        .iter()
        .flat_map(|who| told.revoked(who))
        .filter(|(at, names)| *at > 20_000 && names != "nothing")
        .map(|(_, names)| names.split(", ").count())
        .sum();
    (moved, revoked)
}

#[test]
fn c_the_third_fails() {
    // Roundrobin deals anew: the orphan and two more change hands.
    assert_eq!(moved("roundrobin"), (3, 4));
    assert_eq!(moved("range"), (2, 4));
    // Sticky moves the orphan only, but EAGER members give everything up meanwhile.
    assert_eq!(moved("sticky"), (1, 4));
    assert_eq!(moved("cooperative-sticky"), (1, 0));
}

#[test]
fn d_two_topics_and_one_consumer_of_both() {
    for strategy in ["range", "roundrobin"] {
        let told = group_of_three(5, strategy)
            .topic("u", 5)
            .consumer(consumer("c1").subscribes(&["t"]))
            .consumer(consumer("c2").subscribes(&["u"]))
            .consumer(consumer("c3").subscribes(&["t", "u"]))
            .run_to(20_000);
        assert_eq!(counts(&told), [3, 3, 4], "{strategy}");
    }
}

#[test]
fn cooperative_and_eager_end_at_the_same_balance() {
    for strategy in ALL {
        let told = group_of_three(6, strategy)
            .consumer(consumer("c1"))
            .consumer(consumer("c2").starts_at(10_000))
            .consumer(consumer("c3").starts_at(25_000))
            .run_to(60_000);
        assert_eq!(counts(&told), [2, 2, 2], "{strategy}");
    }
}

/// The assignor of each completed generation with members.
fn protocols(told: &Told) -> Vec<&'static str> {
    let chosen = told.facts.iter().filter_map(|fact| match fact.effect {
        Effect::JoinPhaseCompleted { protocol, .. } => {
            protocol.map(sim_core::config::AssignorName::protocol_name)
        }
        _ => None,
    });
    chosen.collect()
}

#[test]
fn the_default_list_stays_eager() {
    let told = Story::with_partitions(4)
        .consumer(consumer("c1"))
        .consumer(consumer("c2").starts_at(10_000))
        .run_to(20_000);
    assert_eq!(protocols(&told), ["range", "range"]);
    assert_eq!(told.revoked("c1")[0].1, "t-0, t-1, t-2, t-3");
    let told = Story::with_partitions(4)
        .prop(STRATEGY, "cooperative-sticky")
        .consumer(consumer("c1"))
        .consumer(consumer("c2").starts_at(10_000))
        .run_to(20_000);
    assert_eq!(told.revoked("c1").len(), 1);
    assert_eq!(told.revoked("c1")[0].1.split(", ").count(), 2);
}

fn refused(told: &Told) -> usize {
    told.moments(|effect| {
        matches!(
            effect,
            Effect::ResponseSent {
                error: ErrorCode::InconsistentGroupProtocol,
                ..
            }
        )
    })
    .len()
}

#[test]
fn lists_without_a_common_assignor_are_refused() {
    let told = Story::with_partitions(4)
        .consumer(consumer("c1").prop(STRATEGY, "range"))
        .consumer(
            consumer("c2")
                .prop(STRATEGY, "roundrobin")
                .starts_at(10_000),
        )
        .run_to(20_000);
    assert_eq!(refused(&told), 1);
    assert_eq!(
        told.ended("c2").map(|(_, how)| how),
        Some(ProcessEnd::Failed(FatalError::InconsistentGroupProtocol))
    );
    assert_eq!(told.generations().len(), 1, "c1 notices nothing");
    assert_eq!(counts(&told), [4, 0]);
}

/// Changes the list of a consumer and restarts it.
fn bounce(story: Story, at: u64, who: &str, list: &str) -> Story {
    let set = Command::SetConfig {
        who: Some(who.to_owned()),
        key: STRATEGY.to_owned(),
        value: list.to_owned(),
    };
    story
        .at(at, set)
        .at(at, close(who))
        .at(at + 1_000, restart(who, 0))
}

fn eager_pair() -> Story {
    Story::with_partitions(4)
        .consumer(consumer("c1").prop(STRATEGY, "range"))
        .consumer(consumer("c2").prop(STRATEGY, "range"))
}

#[test]
fn two_bounces_lead_from_eager_to_cooperative() {
    let mut story = eager_pair();
    let both = "cooperative-sticky,range";
    for (at, who, list) in [
        (20_000, "c1", both),
        (40_000, "c2", both),
        (60_000, "c1", "cooperative-sticky"),
        (80_000, "c2", "cooperative-sticky"),
    ] {
        story = bounce(story, at, who, list);
    }
    let told = story.adds(100_000, consumer("c3").prop(STRATEGY, "cooperative-sticky"));
    let told = told.run_to(130_000);
    assert_eq!(refused(&told), 0);
    let chosen = protocols(&told);
    assert_eq!(chosen.first(), Some(&"range"));
    assert_eq!(chosen.last(), Some(&"cooperative-sticky"));
    let mut counts = counts(&told);
    counts.sort_unstable();
    assert_eq!(counts, [1, 1, 2]);
    // The newcomer takes one partition from one member, nobody gives up everything.
    let given: Vec<String> = ["c1", "c2"]
        .iter()
        .flat_map(|who| told.revoked(who))
        .filter(|(at, _)| *at > 100_000)
        .map(|(_, names)| names)
        .collect();
    assert_eq!(given.len(), 1, "{given:?}");
    assert_eq!(given[0].split(", ").count(), 1, "{given:?}");
}

#[test]
fn the_shortcut_in_one_bounce_is_refused() {
    let told = bounce(eager_pair(), 20_000, "c1", "cooperative-sticky").run_to(60_000);
    assert!(refused(&told) > 0);
    assert_eq!(counts(&told), [0, 4], "c2 is left with everything");
}
