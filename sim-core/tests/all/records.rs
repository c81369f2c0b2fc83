//! The log as ranges of offsets, each with what became of it, and the life of one record.

use crate::swarm;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use sim_core::scenario::{CommitStyle, default_scenario};
use sim_core::view::{RecordFate, RecordSpan};
use sim_core::{
    Command, GroupId, PartitionId, Recording, SimTime, Simulation, TimedCommand, Timeline,
};

fn config() -> ProptestConfig {
    ProptestConfig {
        cases: 60,
        rng_seed: RngSeed::Fixed(4_320_260),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn sum(spans: &[RecordSpan], fates: &[RecordFate]) -> u64 {
    let counted = spans.iter().filter(|span| fates.contains(&span.fate));
    counted.map(|span| span.to - span.from).sum()
}

const ONCE: [RecordFate; 3] = [
    RecordFate::Committed,
    RecordFate::Uncommitted,
    RecordFate::RunsAgain,
];
const PENDING: [RecordFate; 3] = [RecordFate::AtRisk, RecordFate::InHand, RecordFate::Waiting];

/// Ordered, disjoint, from 0 to the end, and different from their neighbours.
fn cover(spans: &[RecordSpan], end: u64) {
    let mut at = 0;
    for span in spans {
        assert_eq!(span.from, at, "{spans:?}");
        assert!(span.from < span.to, "{spans:?}");
        at = span.to;
    }
    assert_eq!(at, end, "{spans:?}");
    let same = |pair: &[RecordSpan]| {
        let next = RecordSpan {
            from: pair[0].from,
            to: pair[0].to,
            ..pair[1].clone()
        };
        pair[0] == next
    };
    assert!(!spans.windows(2).any(same), "{spans:?}");
}

/// Once, twice, lost, skipped, at risk.
type Sums = [u64; 5];

fn check(timeline: &mut Timeline, recording: &Recording, at: SimTime) {
    timeline.seek(at);
    let mut simulation = Simulation::new(recording).expect("valid");
    simulation.run_until(at);
    let counters = timeline.lab().counters;
    let mut seen = Sums::default();
    for group in simulation.groups() {
        for log in timeline.records(group) {
            let fate = simulation.fate(group, log.partition);
            assert_eq!(log.log_end_offset, fate.log_end_offset);
            cover(&log.spans, log.log_end_offset);
            let sums = [
                sum(&log.spans, &ONCE),
                sum(&log.spans, &[RecordFate::Twice]),
                sum(&log.spans, &[RecordFate::Lost]),
                sum(&log.spans, &[RecordFate::Skipped]),
                sum(&log.spans, &[RecordFate::AtRisk]),
            ];
            let ledger = [fate.once, fate.twice, fate.lost, fate.skipped, fate.at_risk];
            // What is finished in the batch in hand is in the ledger when the batch is told.
            let runs = |sums: &Sums| sums[0] + 2 * sums[1];
            if runs(&sums) == runs(&ledger) {
                assert_eq!(sums, ledger, "{:?}", log.spans);
                assert_eq!(sum(&log.spans, &PENDING), fate.pending);
            } else {
                assert!(runs(&sums) > runs(&ledger), "{:?}", log.spans);
            }
            for (seen, sum) in seen.iter_mut().zip(sums) {
                *seen += sum;
            }
        }
    }
    assert_eq!(seen[0], counters.records_once);
    assert_eq!(seen[1], counters.records_twice);
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn ranges_cover_the_log_and_add_up(case in swarm::case(swarm::Limits::Anything)) {
        let recording = case.recording();
        let mut timeline = Timeline::new(recording.clone()).expect("valid");
        for ms in [7_003, 21_007, 40_013, 63_011] {
            check(&mut timeline, &recording, SimTime::from_millis(ms));
        }
    }
}

fn killed(style: CommitStyle) -> Timeline {
    let mut scenario = default_scenario();
    for consumer in &mut scenario.consumers {
        consumer.program.commit = style;
    }
    let who = scenario.consumers[1].name.clone();
    let mut recording = Recording::new(scenario, 7);
    recording.commands = vec![TimedCommand {
        at: SimTime::from_millis(20_010),
        command: Command::Kill { who },
    }];
    Timeline::new(recording).expect("valid")
}

/// The first record of a fate.
fn first(timeline: &Timeline, fate: RecordFate) -> Option<(PartitionId, RecordSpan)> {
    let logs = timeline.records(GroupId(0));
    logs.iter().find_map(|log| {
        let span = log.spans.iter().find(|span| span.fate == fate)?;
        Some((log.partition, span.clone()))
    })
}

fn told(timeline: &Timeline, (partition, offset): (PartitionId, u64)) -> Vec<String> {
    let life = timeline.record_life(GroupId(0), partition, offset);
    let steps = life.expect("written").steps;
    assert!(steps.windows(2).all(|pair| pair[0].at <= pair[1].at));
    steps
        .iter()
        .map(|step| format!("{} {}", step.fact, step.because))
        .collect()
}

#[test]
fn what_will_run_twice_is_foreseen_and_then_does() {
    let mut timeline = killed(CommitStyle::Auto);
    timeline.seek(SimTime::from_millis(21_000));
    let (partition, span) = first(&timeline, RecordFate::RunsAgain).expect("B had not committed");
    let cause = span.cause.expect("a cause");
    assert!(
        cause.by_user && cause.text.to_string().contains("killed"),
        "{cause:?}"
    );
    assert_eq!(cause.at, Some(SimTime::from_millis(20_010)));
    let place = (partition, span.from);
    let before = told(&timeline, place).join("\n");
    assert!(before.contains("Will run twice"), "{before}");
    timeline.seek(SimTime::from_millis(80_000));
    let after = told(&timeline, place).join("\n");
    for words in [
        "Produced",
        "poll() returns it",
        "has processed it again",
        "which covers it",
    ] {
        assert!(after.contains(words), "{words}: {after}");
    }
    let logs = timeline.records(GroupId(0));
    let log = logs.iter().find(|log| log.partition == partition);
    let spans = &log.expect("the partition").spans;
    let now = spans
        .iter()
        .find(|now| now.from <= span.from && span.from < now.to);
    assert_eq!(now.map(|now| now.fate), Some(RecordFate::Twice));
}

#[test]
fn what_is_lost_says_which_commit_covered_it() {
    let mut timeline = killed(CommitStyle::SyncBeforeProcessing);
    timeline.seek(SimTime::from_millis(30_000));
    let (partition, span) = first(&timeline, RecordFate::Lost).expect("committed, then killed");
    assert!(span.cause.is_some());
    let life = told(&timeline, (partition, span.from)).join("\n");
    assert!(life.contains("which covers it"), "{life}");
    assert!(life.contains("Lost: committed past"), "{life}");
    assert!(!life.contains("has processed it"), "{life}");
    let end = timeline.records(GroupId(0))[0].log_end_offset;
    let beyond = timeline.record_life(GroupId(0), timeline.records(GroupId(0))[0].partition, end);
    assert_eq!(beyond, None);
}
