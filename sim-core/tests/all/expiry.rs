//! Committed offsets do not live for ever: which ones expire when, and what a reader does that
//! finds none.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::{prose, story};
use sim_core::effect::ExpiryReason;
use sim_core::ledger::RepeatCause;
use sim_core::view::SkipCause;
use sim_core::{Command, Effect, GroupId};
use story::{Story, Told, close, consumer, kill, restart};

/// Moments of expiry, with names of what expired.
fn expiries(told: &Told) -> Vec<(u64, String, ExpiryReason)> {
    let row = |fact: &story::Fact| match &fact.effect {
        Effect::OffsetsExpired {
            partitions, reason, ..
        } => Some((
            fact.at.as_millis(),
            prose::partitions(&told.simulation, partitions),
            *reason,
        )),
        _ => None,
    };
    told.facts.iter().filter_map(row).collect()
}

/// A record a second; offsets are kept for a minute, which is looked at every ten seconds.
fn short_memory() -> Story {
    Story::with_partitions(1)
        .ticks(500, 1_000, 1)
        .broker("offsets.retention.minutes", 1)
        .broker("offsets.retention.check.interval.ms", 10_000)
}

/// a reads and commits until 10 s and comes back at 80 s.
fn away_for(ms: u64, reset: &str) -> Told {
    short_memory()
        .prop("auto.offset.reset", reset)
        .consumer(consumer("a").auto_commits())
        .at(10_000, close("a"))
        .at(10_000 + ms, restart("a", 0))
        .run_to(100_600)
}

#[test]
fn an_empty_group_forgets_after_a_minute_and_earliest_runs_everything_again() {
    let told = away_for(70_000, "earliest");
    assert_eq!(
        expiries(&told),
        [(70_000, "t-0".to_owned(), ExpiryReason::GroupEmpty)]
    );
    let fate = told.fate("t-0");
    assert_eq!((fate.twice, fate.once, fate.pending), (10, 91, 0));
    let causes: Vec<_> = told
        .simulation
        .processed()
        .filter_map(|span| span.cause.map(|(cause, _)| (cause, span.repeats)))
        .collect();
    assert_eq!(causes, [(RepeatCause::OffsetsExpired, 10)]);
}

#[test]
fn with_latest_the_gap_is_skipped() {
    let told = away_for(70_000, "latest");
    let last = told.simulation.skips().last().expect("a skip");
    assert_eq!(
        (last.range.from, last.range.to, last.cause),
        (10, 83, SkipCause::OffsetsExpired)
    );
    assert_eq!(told.fate("t-0").twice, 0);
}

#[test]
fn who_comes_back_in_time_goes_on_where_it_was() {
    let told = away_for(59_000, "latest");
    assert!(expiries(&told).is_empty());
    let fate = told.fate("t-0");
    assert_eq!((fate.twice, fate.pending), (0, 0));
}

#[test]
fn what_counts_is_when_the_group_became_empty_not_when_it_committed() {
    // Killed at 30.5 s; the session ends 45 s after its last heartbeat, and only then the group is
    // empty. The last commit was long before.
    let told = short_memory()
        .prop("auto.offset.reset", "earliest")
        .consumer(consumer("a").auto_commits())
        .at(30_500, kill("a"))
        .run_to(200_000);
    let empty = told.entered(sim_core::view::GroupState::Empty);
    assert_eq!(empty, [75_000]);
    assert_eq!(expiries(&told)[0].0, 140_000);
}

#[test]
fn the_empty_group_itself_goes_with_its_offsets() {
    let told = away_for(70_000, "earliest");
    assert_eq!(
        told.moments(|effect| matches!(effect, Effect::GroupDeleted { .. })),
        [70_000]
    );
    // Its generations begin anew.
    let generations: Vec<i32> = told.generations().iter().map(|row| row.1).collect();
    assert_eq!(generations, [1, 2, 1]);
    assert_eq!(told.simulation.rebalances(GroupId(0)), 3);
}

#[test]
fn a_group_without_any_offset_is_deleted_at_the_next_check() {
    let told = short_memory()
        .consumer(consumer("a"))
        .at(8_000, close("a"))
        .run_to(15_000);
    assert_eq!(
        told.moments(|effect| matches!(effect, Effect::GroupDeleted { .. })),
        [10_000]
    );
}

fn subscribe(who: &str, topic: &str) -> Command {
    Command::Subscribe {
        who: who.to_owned(),
        topics: vec![topic.to_owned()],
    }
}

#[test]
fn a_stable_group_forgets_only_topics_that_nobody_subscribes() {
    let told = short_memory()
        .topic("u", 1)
        .prop("auto.offset.reset", "earliest")
        .once(500, 3)
        .consumer(consumer("a").subscribes(&["t", "u"]).auto_commits())
        .at(20_000, subscribe("a", "u"))
        .run_to(400_000);
    let last_commit = told.committed("a", "t-0").last().expect("commits").0;
    assert_eq!(last_commit, 20_000);
    assert_eq!(
        expiries(&told),
        [(80_000, "t-0".to_owned(), ExpiryReason::NotSubscribed)]
    );
    let u = told.partition("u-0");
    assert_eq!(told.simulation.committed_offset(GroupId(0), u), Some(3));
}

#[test]
fn the_same_offset_committed_again_is_young_again() {
    // u is idle, but every automatic commit renews it; it expires a minute after the last one,
    // which came before the rejoin.
    let told = short_memory()
        .topic("u", 1)
        .once(500, 3)
        .prop("auto.offset.reset", "earliest")
        .consumer(consumer("a").subscribes(&["t", "u"]).auto_commits())
        .at(150_000, subscribe("a", "t"))
        .run_to(300_000);
    assert_eq!(
        expiries(&told),
        [(210_000, "u-0".to_owned(), ExpiryReason::NotSubscribed)]
    );
}
