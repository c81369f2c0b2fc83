//! Time travel: seeks equal the forward run, forks leave the old future alone, undo returns.

use proptest::prelude::*;
use sim_core::scenario::default_scenario;
use sim_core::{Command, Recording, SimTime, Simulation, TimedCommand, Timeline};

fn at(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

fn kill(who: &str) -> Command {
    Command::Kill {
        who: who.to_owned(),
    }
}

/// A run with a kill, a freeze, a thaw and a restart in it.
fn eventful() -> Recording {
    let mut recording = Recording::new(default_scenario(), 7);
    let who = || "consumer-c".to_owned();
    recording.commands = [
        (9_000, kill("consumer-b")),
        (12_500, Command::Freeze { who: who() }),
        (15_000, Command::Thaw { who: who() }),
        (
            31_000,
            Command::Restart {
                who: "consumer-b".to_owned(),
                after_ms: None,
            },
        ),
    ]
    .map(|(millis, command)| TimedCommand {
        at: at(millis),
        command,
    })
    .into();
    recording
}

fn forward(recording: &Recording, to: SimTime) -> u64 {
    let mut simulation = Simulation::new(recording).expect("a valid scenario");
    simulation.run_until(to);
    simulation.fingerprint()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn random_seeks_equal_the_forward_run(targets in prop::collection::vec(0_u64..60_000, 1..12)) {
        let recording = eventful();
        let mut timeline = Timeline::new(recording.clone()).unwrap();
        for target in targets {
            timeline.seek(at(target));
            prop_assert_eq!(timeline.at(), at(target));
            prop_assert_eq!(timeline.fingerprint(), forward(&recording, at(target)));
        }
    }

    #[test]
    fn slices_of_any_size_reach_the_same_state(events in 1_u32..400, target in 1_u64..40_000) {
        let recording = eventful();
        let mut timeline = Timeline::new(recording.clone()).unwrap();
        while !timeline.seek_some(at(target), events) {}
        prop_assert_eq!(timeline.fingerprint(), forward(&recording, at(target)));
    }
}

#[test]
fn acting_at_the_live_end_extends_the_branch() {
    let mut timeline = Timeline::new(Recording::new(default_scenario(), 7)).unwrap();
    timeline.seek(at(10_000));
    let acted = timeline.act(kill("consumer-b")).unwrap();
    assert_eq!(acted.forked, None);
    timeline.seek(at(30_000));
    assert_eq!(
        timeline.fingerprint(),
        forward(&timeline.recording(), at(30_000))
    );
}

#[test]
fn acting_in_the_past_forks_and_the_old_future_stays() {
    let mut timeline = Timeline::new(eventful()).expect("valid");
    timeline.seek(at(40_000));
    let future = timeline.fingerprint();
    timeline.seek(at(8_000));
    let close = Command::close("consumer-b".to_owned());
    let acted = timeline.act(close).unwrap();
    assert_eq!(acted.forked.as_deref(), Some("fork 2"));
    timeline.seek(at(40_000));
    assert_ne!(timeline.fingerprint(), future);
    assert_eq!(
        timeline.recording().commands.len(),
        1,
        "the kill was later than the fork"
    );
    assert_eq!(
        timeline.fingerprint(),
        forward(&timeline.recording(), at(40_000))
    );

    assert!(timeline.undo());
    assert_eq!(timeline.at(), at(8_000));
    timeline.seek(at(40_000));
    assert_eq!(timeline.fingerprint(), future);
    let names: Vec<String> = timeline.branches().into_iter().map(|b| b.name).collect();
    assert_eq!(names, ["main", "fork 2"]);
    timeline.switch_branch(1);
    assert_eq!(timeline.at(), at(40_000));
    assert_ne!(timeline.fingerprint(), future);
}

/// main, fork 2 from 8 s on, and fork 3 of that one from 20 s on, which is in view.
fn three_branches() -> Timeline {
    let mut timeline = Timeline::new(eventful()).expect("valid");
    timeline.seek(at(40_000));
    for (moment, who) in [(8_000, "consumer-b"), (20_000, "consumer-a")] {
        timeline.seek(at(moment));
        let closed = timeline.act(Command::close(who.to_owned()));
        closed.expect("it runs");
        timeline.seek(at(40_000));
    }
    timeline
}

fn family(timeline: &Timeline) -> Vec<(String, Option<(usize, SimTime)>)> {
    let branches = timeline.branches().into_iter();
    branches.map(|one| (one.name, one.parent)).collect()
}

#[test]
fn branches_are_renamed() {
    let mut timeline = three_branches();
    timeline.rename_branch(1, "  without b ").unwrap();
    assert_eq!(timeline.branches()[1].name, "without b");
    for name in ["", "main", "a\nb", &"n".repeat(41)] {
        let refused = timeline.rename_branch(1, name).unwrap_err().to_string();
        assert!(refused.contains("1 to 40 characters"), "{refused}");
    }
    timeline.rename_branch(0, "fork 4").unwrap();
    assert_eq!(timeline.next_name().unwrap(), "fork 5");
}

#[test]
fn a_deleted_branch_leaves_its_children_and_comes_back() {
    let mut timeline = three_branches();
    let (before, child) = (family(&timeline), timeline.fingerprint());
    assert!(timeline.delete_branch(1));
    let left = [
        ("main".to_owned(), None),
        ("fork 3".to_owned(), Some((0, at(8_000)))),
    ];
    assert_eq!(family(&timeline), left);
    assert_eq!(timeline.fingerprint(), child, "fork 3 is still in view");
    assert!(!timeline.delete_branch(1), "it is deleted already");
    assert!(timeline.delete_branch(2));
    assert!(timeline.branches()[0].is_current, "the parent is in view");
    assert!(!timeline.delete_branch(0), "the last one stays");
    assert_eq!(timeline.next_name().unwrap(), "fork 4");

    assert!(timeline.undo() && timeline.undo());
    assert_eq!(family(&timeline), before);
    assert_eq!((timeline.at(), timeline.fingerprint()), (at(40_000), child));
    timeline.switch_branch(1);
    timeline.seek(at(30_000));
    let recording = timeline.recording();
    assert_eq!(timeline.fingerprint(), forward(&recording, at(30_000)));
}

#[test]
fn the_first_branch_can_go() {
    let mut timeline = three_branches();
    timeline.switch_branch(0);
    assert!(timeline.delete_branch(0));
    let branches = timeline.branches();
    assert!(branches[0].is_current && branches[0].parent.is_none());
    assert_eq!(branches[1].parent, Some((1, at(20_000))));
    let recording = timeline.recording();
    assert_eq!(timeline.fingerprint(), forward(&recording, timeline.at()));
}

#[test]
fn undo_takes_back_an_act_at_the_live_end() {
    let mut timeline = Timeline::new(Recording::new(default_scenario(), 7)).unwrap();
    timeline.seek(at(10_000));
    timeline.act(kill("consumer-b")).unwrap();
    timeline.seek(at(25_000));
    assert!(timeline.undo());
    assert_eq!(timeline.at(), at(10_000));
    assert!(timeline.recording().commands.is_empty());
    timeline.seek(at(25_000));
    let untouched = Recording::new(default_scenario(), 7);
    assert_eq!(timeline.fingerprint(), forward(&untouched, at(25_000)));
    assert!(!timeline.can_undo());
}

#[test]
fn a_refused_command_changes_nothing() {
    let mut timeline = Timeline::new(eventful()).expect("valid");
    timeline.seek(at(20_000));
    timeline.seek(at(10_000));
    let before = timeline.fingerprint();
    let error = timeline.act(kill("consumer-b")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "\"consumer-b\" is killed; kill needs a running process"
    );
    assert_eq!(timeline.fingerprint(), before);
    assert_eq!(timeline.branches().len(), 1);
}

#[test]
fn stepping_by_events_goes_there_and_back() {
    let mut timeline = Timeline::new(eventful()).expect("valid");
    timeline.seek(at(8_999));
    assert!(timeline.next_event());
    assert_eq!(timeline.at(), at(9_000));
    let there = timeline.position();
    assert!(timeline.next_event());
    assert!(timeline.position() > there);
    assert!(timeline.previous_event());
    assert_eq!(timeline.position(), there);
}

#[test]
fn a_recording_survives_its_text() {
    let recording = eventful();
    let text = recording.to_json();
    assert_eq!(Recording::from_json(&text).unwrap(), recording);
    let error = Recording::from_json(&text.replace("\"partitions\":8", "\"partitions\":0"));
    assert_eq!(
        error.unwrap_err().to_string(),
        "`topics.orders.partitions` is 0; allowed: 1 to 20000"
    );
}
