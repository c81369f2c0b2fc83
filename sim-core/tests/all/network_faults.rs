//! Broken links: one side, one direction, or a single message.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::effect::{CommitHow, Fault};
use sim_core::scenario::CommitStyle;
use sim_core::view::GroupState;
use sim_core::{Api, Command, CommandError, Effect, Link, Simulation, Way};
use story::{
    Story, Told, consumer, cut_part, delay_next, heal, lose_next, lose_next_answer, restart,
};

/// One consumer that reads a record a second, sessions of 10 s, requests of 5 s.
fn alone(commits: CommitStyle) -> Story {
    Story::with_partitions(1)
        .ticks(250, 1_000, 1)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 10_000)
        .prop("request.timeout.ms", 5_000)
        .consumer(consumer("a").commits(commits).takes_ms(1))
}

fn faults(told: &Told) -> Vec<(u64, Api, Fault)> {
    let row = |fact: &story::Fact| match fact.effect {
        Effect::MessageFailed { api, fault, .. } => Some((fact.at.as_millis(), api, fault)),
        _ => None,
    };
    told.facts.iter().filter_map(row).collect()
}

fn lookups(told: &Told, from_ms: u64) -> Vec<u64> {
    let sent = told.sent("a", Api::FindCoordinator);
    sent.into_iter().filter(|at| *at >= from_ms).collect()
}

#[test]
fn without_its_coordinator_a_consumer_reads_on_while_another_reads_the_same() {
    let told = alone(CommitStyle::Auto)
        .consumer(consumer("b").auto_commits().takes_ms(1))
        .at(20_500, cut_part("a", Link::Coordinator, Way::Both))
        .run_to(60_500);
    // Last heard at its automatic commit of 20 s or its heartbeat of 18 s.
    assert_eq!(told.removed("a").len(), 1);
    assert_eq!(
        told.assigned("b").last().map(|row| row.1.as_str()),
        Some("t-0")
    );
    let fate = told.fate("t-0");
    assert!(fate.twice > 20, "a is a zombie without end: {fate:?}");
    assert!(told.lost("a").is_empty(), "nobody told it");
}

#[test]
fn without_the_data_link_heartbeats_go_on_and_nothing_is_read() {
    let told = alone(CommitStyle::Auto)
        .at(20_500, cut_part("a", Link::Data, Way::Both))
        .at(50_500, heal("a"))
        .run_to(60_500);
    assert!(told.removed("a").is_empty());
    let read: Vec<u64> = told.batches("a").into_iter().map(|row| row.0).collect();
    assert!(
        read.iter().all(|at| !(20_500..50_500).contains(at)),
        "{read:?}"
    );
    assert_eq!(told.fate("t-0").pending, 0);
}

#[test]
fn a_cut_of_one_direction_still_lets_the_other_through() {
    let heard_after = |way: Way| {
        let told = alone(CommitStyle::None)
            .at(20_500, cut_part("a", Link::Coordinator, way))
            .run_to(25_000);
        told.first(20_500, |effect| {
            matches!(effect, Effect::MemberHeard { .. })
        })
    };
    assert_eq!(heard_after(Way::ToBroker), None);
    assert_eq!(heard_after(Way::FromBroker), Some(21_000));
}

#[test]
fn heal_heals_every_cut_and_forgets_what_was_planned() {
    let told = alone(CommitStyle::SyncAfterBatch)
        .at(20_500, cut_part("a", Link::Coordinator, Way::ToBroker))
        .at(20_600, cut_part("a", Link::Data, Way::FromBroker))
        .at(20_700, lose_next("a", "LeaveGroup"))
        .at(23_000, heal("a"))
        .at(30_100, story::close("a"))
        .run_to(40_000);
    assert!(faults(&told).is_empty());
    assert_eq!(told.removed("a"), [30_100]);
    assert_eq!(
        told.simulation.group_state(sim_core::GroupId(0)),
        GroupState::Empty
    );
}

#[test]
fn a_lost_commit_is_noticed_by_its_request_timeout_and_sent_again() {
    let told = alone(CommitStyle::SyncAfterBatch)
        .at(10_000, lose_next("a", "OffsetCommit"))
        .run_to(20_000);
    // The record of 10 250 is done at 10 251.
    assert_eq!(
        faults(&told),
        [(10_251, Api::OffsetCommit, Fault::RequestLost)]
    );
    let stored = told.first(10_251, |effect| {
        matches!(effect, Effect::OffsetsStored { .. })
    });
    // 5 s of silence; then the coordinator is looked up and the connection made again.
    let stored = stored.expect("the retry comes through");
    assert!((15_291..=15_600).contains(&stored), "{stored}");
    assert_eq!(
        told.first(10_000, |effect| matches!(
            effect,
            Effect::CoordinatorLost { .. }
        )),
        Some(15_251)
    );
    assert!(told.removed("a").is_empty());
}

#[test]
fn a_commit_that_timed_out_may_have_been_applied() {
    let told = alone(CommitStyle::SyncAfterBatch)
        .at(10_000, lose_next_answer("a", "OffsetCommit"))
        .run_to(20_500);
    assert_eq!(
        faults(&told),
        [(10_251, Api::OffsetCommit, Fault::AnswerLost)]
    );
    // Stored at once, and a second time with the same offset when the client tries again.
    let stored: Vec<(u64, u64)> = told
        .committed("a", "t-0")
        .into_iter()
        .filter(|(at, _)| (10_250..16_000).contains(at))
        .collect();
    assert_eq!(stored[0], (10_251, 11));
    assert_eq!(
        (stored[1].1, stored[1].0 > 15_251),
        (11, true),
        "{stored:?}"
    );
    let reported = told.first(10_000, |effect| {
        matches!(
            effect,
            Effect::CommitSucceeded {
                how: CommitHow::SyncAfterBatch,
                ..
            }
        )
    });
    assert_eq!(reported, Some(stored[1].0));
    assert_eq!(told.fate("t-0").twice, 0);
}

#[test]
fn killed_before_the_retry_the_applied_commit_is_what_counts() {
    let told = alone(CommitStyle::SyncAfterBatch)
        .at(10_000, lose_next_answer("a", "OffsetCommit"))
        .at(11_000, story::kill("a"))
        .at(11_000, restart("a", 0))
        .run_to(40_500);
    assert_eq!(told.fate("t-0").twice, 0);
}

#[test]
fn behind_a_lost_heartbeat_nothing_arrives_on_that_connection() {
    let told = alone(CommitStyle::SyncAfterBatch)
        .at(11_500, lose_next("a", "Heartbeat"))
        .run_to(30_000);
    assert_eq!(
        faults(&told),
        [(12_000, Api::Heartbeat, Fault::RequestLost)]
    );
    // The commits behind it wait until the connection is given up at 17 s.
    let next = told.first(12_000, |effect| {
        matches!(effect, Effect::OffsetsStored { .. })
    });
    assert!(next.is_some_and(|at| at > 17_000), "{next:?}");
    assert!(told.removed("a").is_empty(), "the session lasts longer");
}

#[test]
fn a_delayed_request_keeps_its_place() {
    let told = alone(CommitStyle::SyncAfterBatch)
        .at(10_000, delay_next("a", "OffsetCommit", 2_000))
        .run_to(20_000);
    let stored: Vec<u64> = told
        .committed("a", "t-0")
        .into_iter()
        .map(|row| row.0)
        .filter(|at| *at > 10_000)
        .collect();
    assert_eq!(stored[0], 12_251);
    // The heartbeat of 12 s waits behind it.
    let heard = told.moments(|effect| matches!(effect, Effect::MemberHeard { .. }));
    assert!(
        !heard.iter().any(|at| (10_252..12_251).contains(at)),
        "{heard:?}"
    );
    assert!(heard.contains(&12_251));
}

#[test]
fn a_lost_fetch_stops_reading_for_the_request_timeout() {
    let told = alone(CommitStyle::None)
        .at(10_300, lose_next("a", "Fetch"))
        .run_to(30_500);
    let read: Vec<u64> = told.batches("a").into_iter().map(|row| row.0).collect();
    let gap = read.windows(2).map(|pair| pair[1] - pair[0]).max();
    assert!(
        gap.is_some_and(|gap| (5_000..7_000).contains(&gap)),
        "{read:?}"
    );
    assert_eq!(told.fate("t-0").pending, 0);
}

#[test]
fn reconnecting_backs_off_while_no_connection_comes_about() {
    let told = Story::with_partitions(1)
        .prop("session.timeout.ms", 6_000)
        .prop("request.timeout.ms", 1_000)
        .prop("heartbeat.interval.ms", 500)
        .prop("retry.backoff.ms", 1)
        .prop("retry.backoff.max.ms", 1)
        .consumer(consumer("a").polls_for_ms(60_000))
        .at(10_000, cut_part("a", Link::Coordinator, Way::Both))
        .run_to(60_000);
    let lost = told.moments(|effect| matches!(effect, Effect::CoordinatorLost { .. }));
    assert!(lost.len() > 5, "{lost:?}");
    // After each loss the lookups fail until the backoff is over; its length is the time from the
    // loss to the last of them.
    let pauses: Vec<u64> = lost
        .windows(2)
        .map(|pair| {
            let tries = lookups(&told, pair[0]);
            let connected = tries.into_iter().take_while(|at| *at < pair[1]).last();
            connected.map_or(0, |at| at - pair[0])
        })
        .collect();
    let about = |pause: u64, mean: u64| (mean * 79 / 100..=mean * 125 / 100 + 2).contains(&pause);
    for (pause, mean) in pauses.iter().zip([50, 100, 200, 400, 800, 1_000, 1_000]) {
        assert!(about(*pause, mean.min(1_000)), "{pauses:?}");
    }
}

#[test]
fn bad_values_name_field_value_and_range() {
    let simulation = Simulation::new(&alone(CommitStyle::Auto).recording()).expect("valid");
    let error = simulation
        .can_apply(&lose_next("a", "Fetsch"))
        .expect_err("no such request");
    assert!(
        matches!(&error, CommandError::OutOfRange { field: "api", value, .. } if value == "Fetsch"),
        "{error}"
    );
    assert!(error.to_string().contains("OffsetCommit"), "{error}");
    let error = simulation
        .can_apply(&delay_next("a", "Fetch", 0))
        .expect_err("no delay");
    assert_eq!(error.to_string(), "`ms` is 0; allowed: 1 to 86400000");
    assert!(simulation.can_apply(&heal("a")).is_err());
}

#[test]
fn old_links_still_cut_everything() {
    let command: Command = serde_json::from_str(r#"{"do":"cut","who":"a"}"#).expect("the old form");
    assert_eq!(command, story::cut("a"));
    let text = serde_json::to_string(&command).expect("plain data");
    assert_eq!(text, r#"{"do":"cut","who":"a"}"#);
    let part = cut_part("a", Link::Coordinator, Way::FromBroker);
    let text = serde_json::to_string(&part).expect("plain data");
    assert_eq!(
        text,
        r#"{"do":"cut","who":"a","link":"coordinator","way":"from_broker"}"#
    );
}
