//! The same recording gives the same run, whoever watches.

use crate::story;
use sim_core::scenario::{CommitStyle, ProcessingTime, default_scenario};
use sim_core::{Command, Recording, SimTime, Simulation, TimedCommand};
use story::{Fact, Story, Told, close, collect, consumer, cut, freeze, heal, kill, restart, thaw};

const END: SimTime = SimTime::from_millis(120_000);

/// Something of everything: jitter, loss, every fault.
fn eventful(seed: u64) -> Recording {
    let commands = [
        (20_000, kill("consumer-a")),
        (26_000, restart("consumer-a", 0)),
        (30_000, freeze("consumer-b")),
        (35_000, cut("consumer-c")),
        (50_000, thaw("consumer-b")),
        (61_000, heal("consumer-c")),
        (
            70_000,
            Command::AddPartitions {
                topic: "orders".to_owned(),
                partitions: 11,
            },
        ),
        (80_000, close("consumer-c")),
        (90_000, Command::RollingRestart { group: None }),
    ];
    let mut recording = Recording::new(default_scenario(), seed);
    recording.scenario.network.jitter_us = 900;
    recording.scenario.network.loss_per_million = 2_000;
    recording.scenario.consumers[1].program.processing =
        ProcessingTime::HeavyTail { median_us: 15_000 };
    recording.scenario.consumers[2].program.commit = CommitStyle::SyncAfterBatch;
    recording.commands = commands
        .into_iter()
        .map(|(ms, command)| TimedCommand {
            at: SimTime::from_millis(ms),
            command,
        })
        .collect();
    recording
}

fn run(recording: &Recording) -> (u64, Vec<Fact>) {
    let mut simulation = Simulation::new(recording).expect("a valid scenario");
    let facts = collect(&mut simulation, END);
    assert_eq!(simulation.violation(), None, "{}", recording.to_json());
    (simulation.fingerprint(), facts)
}

#[test]
fn the_same_recording_twice_is_the_same_run() {
    let (first, first_facts) = run(&eventful(7));
    let (second, second_facts) = run(&eventful(7));
    assert!(first_facts.len() > 3_000, "{} facts", first_facts.len());
    assert_eq!(first, second);
    assert!(first_facts == second_facts);
}

#[test]
fn a_recording_survives_its_text() {
    let recording = eventful(7);
    let read = Recording::from_json(&recording.to_json()).unwrap();
    assert_eq!(read, recording);
    assert_eq!(run(&read).0, run(&recording).0);
}

#[test]
fn nobody_watching_changes_nothing() {
    let recording = eventful(7);
    let mut unwatched = Simulation::new(&recording).unwrap();
    unwatched.stop_observing();
    unwatched.run_until(END);
    assert_eq!(unwatched.fingerprint(), run(&recording).0);
}

#[test]
fn stepping_in_portions_changes_nothing() {
    let recording = eventful(7);
    let mut simulation = Simulation::new(&recording).unwrap();
    let mut at = 0;
    while at < END.as_millis() {
        at += 777;
        while !simulation.run_some(SimTime::from_millis(at).min(END), 50) {}
    }
    assert_eq!(simulation.fingerprint(), run(&recording).0);
}

#[test]
fn a_clone_goes_on_like_its_original() {
    let recording = eventful(7);
    let mut original = Simulation::new(&recording).unwrap();
    original.run_until(SimTime::from_millis(40_000));
    let mut clone = original.clone();
    original.run_until(END);
    clone.run_until(END);
    assert_eq!(original.fingerprint(), clone.fingerprint());
}

#[test]
fn other_seeds_give_other_runs() {
    let fingerprints: std::collections::BTreeSet<u64> =
        (0..8).map(|seed| run(&eventful(seed)).0).collect();
    assert_eq!(fingerprints.len(), 8);
    let facts: Vec<Vec<Fact>> = [1, 2]
        .into_iter()
        .map(|seed| run(&eventful(seed)).1)
        .collect();
    assert!(facts[0] != facts[1]);
}

#[test]
fn a_story_runs_as_its_recording_says() {
    let story = Story::with_partitions(2)
        .rate(10)
        .jitter_us(500)
        .seed(3)
        .consumer(consumer("a").auto_commits().takes_ms(20));
    let recording = story.recording();
    let told = story.run_to(30_000);
    assert_eq!(
        Told::of(recording, 30_000).simulation.fingerprint(),
        told.simulation.fingerprint()
    );
}
