//! What Why says of duplicates, losses and skips: the cause, the commit that was or was not made,
//! and who processed the records.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::ledger::RepeatCause;
use sim_core::scenario::{CommitStyle, ListenerSpec, SeekTo};
use sim_core::view::{Target, WhyView};
use sim_core::{Link, PartitionId, SimTime, Timeline, Way};
use story::{Story, consumer, cut_part, kill};

fn why(story: &Story, at_ms: u64) -> WhyView {
    let mut timeline = Timeline::new(story.recording()).expect("a valid scenario");
    timeline.seek(SimTime::from_millis(at_ms));
    timeline.explain(Target::Partition(PartitionId(0)))
}

fn text(why: &WhyView) -> String {
    let steps = why.steps.iter();
    let lines = steps.map(|step| format!("{} {}", step.fact, step.because));
    format!("{} {}", why.answer, lines.collect::<Vec<_>>().join(" | "))
}

/// a commits each batch of ten without waiting; the broker is 20 ms away. b takes over.
fn asynchronous() -> Story {
    Story::with_partitions(1)
        .latency_ms(20)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 10_000)
        .prop("max.poll.records", 10)
        .once(9_000, 100)
        .consumer(
            consumer("a")
                .takes_ms(10)
                .commits(CommitStyle::AsyncAfterBatch),
        )
        .consumer(consumer("b").takes_ms(10))
}

fn causes(story: Story, ms: u64) -> Vec<RepeatCause> {
    let told = story.run_to(ms);
    let spans = told.simulation.processed();
    let mut causes: Vec<_> = spans
        .filter_map(|span| span.cause.map(|(cause, _)| cause))
        .collect();
    causes.dedup();
    causes
}

/// When a sent its commit after the batch that ends at 40.
fn commit_sent() -> u64 {
    let told = asynchronous().run_to(12_000);
    let sent = told.sent("a", sim_core::Api::OffsetCommit);
    sent[3]
}

#[test]
fn a_kill_with_a_commit_on_its_way_says_whether_the_broker_got_it() {
    let sent = commit_sent();
    let story = asynchronous().at(sent + 10, kill("a"));
    assert_eq!(
        causes(story.clone(), 40_000),
        [RepeatCause::KilledCommitStored]
    );
    let words = text(&why(&story, 40_000));
    assert!(
        words.contains(
            "A’s commit of 40 was not answered. It was on its way, and the broker stored it."
        ),
        "{words}"
    );
    assert!(words.contains("says 40."), "{words}");
    let story = asynchronous()
        .at(sent - 1, cut_part("a", Link::Coordinator, Way::ToBroker))
        .at(sent + 10, kill("a"));
    assert_eq!(
        causes(story.clone(), 40_000),
        [RepeatCause::KilledCommitLost]
    );
    let words = text(&why(&story, 40_000));
    assert!(
        words.contains(
            "A’s commit of 40 was not answered. It was on its way, and the broker never got it."
        ),
        "{words}"
    );
}

#[test]
fn a_plain_kill_says_that_no_commit_was_on_its_way() {
    let story = asynchronous().at(commit_sent() + 75, kill("a"));
    assert_eq!(causes(story.clone(), 40_000), [RepeatCause::Killed]);
    let words = text(&why(&story, 40_000));
    assert!(words.contains("No commit was on its way."), "{words}");
}

#[test]
fn a_repeat_is_told_while_its_batch_is_in_hand_with_both_processings_and_the_commit() {
    let story = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 10_000)
        .once(8_000, 20)
        .consumer(consumer("a").takes_ms(50))
        .consumer(consumer("b").takes_ms(1_000))
        .at(10_000, kill("a"));
    let mut timeline = Timeline::new(story.recording()).expect("a valid scenario");
    timeline.seek(SimTime::from_millis(17_000));
    while timeline.lab().counters.records_twice == 0 {
        let next = timeline.at().after(sim_core::SimDuration::from_millis(100));
        timeline.seek(next);
    }
    let words = text(&timeline.explain(Target::Partition(PartitionId(0))));
    for part in [
        "1 record: the reader before was killed",
        "A processed t-0 up to 20.",
        "B processes t-0 from 0 on again. Nothing had been committed for it.",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn a_loss_names_the_commit_and_the_offsets() {
    let story = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .once(8_000, 20)
        .consumer(
            consumer("a")
                .takes_ms(100)
                .commits(CommitStyle::SyncBeforeProcessing),
        )
        .at(8_550, kill("a"));
    let words = text(&why(&story, 8_550));
    for part in [
        "A processed t-0 up to 5.",
        "A commits 20.",
        "t-0 offsets 5 to 19 are never processed",
    ] {
        assert!(words.contains(part), "{part}: {words}");
    }
}

#[test]
fn a_seek_is_not_told_as_a_reset() {
    let seeks = ListenerSpec {
        seek_in_assigned: Some(SeekTo::End),
        ..ListenerSpec::default()
    };
    let story = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .preloaded(1)
        .consumer(consumer("a").listens(seeks));
    let why = why(&story, 20_000);
    let words = text(&why);
    assert!(
        words.contains("1 record: the program’s own seek()"),
        "{words}"
    );
    assert!(words.contains("A’s program calls seek()"), "{words}");
    assert!(!words.contains("auto.offset.reset"), "{words}");
}
