//! Silent forks tell what really would have come: each figure is checked against a run in which it
//! happened.

use crate::story;
use sim_core::scenario::{CommitStyle, default_scenario};
use sim_core::view::Harm;
use sim_core::what_if::{
    Change, CrashCost, CrashOutcome, CrashProbe, Lever, LeverSearch, Outcome, Replay, changes,
};
use sim_core::{
    Command, CrashPoint, Recording, SimDuration, SimTime, Simulation, TimedCommand, Timeline,
};
use story::{Story, consumer};

/// a and b share two partitions; each record takes 50 ms, ten to a batch.
fn pair(style: CommitStyle) -> Story {
    let member = |name| consumer(name).commits(style).takes_ms(50);
    Story::with_partitions(2)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 6_000)
        .prop("auto.commit.interval.ms", 3_000)
        .prop("max.poll.records", 10)
        .ticks(0, 1_000, 10)
        .consumer(member("a"))
        .consumer(member("b"))
}

fn at(story: &Story, ms: u64) -> Simulation {
    let mut run = Simulation::new(&story.recording()).expect("a valid scenario");
    run.run_until(SimTime::from_millis(ms));
    run
}

fn probe(run: &Simulation, point: CrashPoint) -> CrashOutcome {
    let consumer = run.consumers().next().expect("a");
    let mut probe = CrashProbe::new(run.clone(), consumer, point).expect("it runs");
    loop {
        if let Some(outcome) = probe.work(7) {
            return outcome;
        }
    }
}

fn cost(style: CommitStyle, point: CrashPoint) -> CrashCost {
    match probe(&at(&pair(style), 20_120), point) {
        CrashOutcome::Killed(cost) => cost,
        CrashOutcome::NotReached => panic!("{style:?} never comes to {point:?}"),
    }
}

#[test]
fn a_fork_leaves_the_run_alone() {
    let run = at(&pair(CommitStyle::Auto), 20_120);
    let before = run.fingerprint();
    let _ = probe(&run, CrashPoint::NextRecord);
    assert_eq!(run.fingerprint(), before);
}

#[test]
fn commit_sync_after_each_batch_repeats_what_is_done_of_it() {
    let style = CommitStyle::SyncAfterBatch;
    assert_eq!(cost(style, CrashPoint::BeforePoll).twice, 0);
    assert_eq!(cost(style, CrashPoint::BatchBegin).twice, 0);
    let in_hand = cost(style, CrashPoint::NextRecord);
    assert_eq!(
        (in_hand.visit, in_hand.twice),
        (SimTime::from_millis(20_150), 3)
    );
    let done = cost(style, CrashPoint::BeforeCommit);
    assert_eq!((done.visit, done.twice), (SimTime::from_millis(20_500), 10));
    assert_eq!(
        cost(style, CrashPoint::InCommit).twice,
        0,
        "it reaches the broker"
    );
}

#[test]
fn a_commit_before_the_work_loses_the_rest_of_the_batch() {
    let style = CommitStyle::SyncBeforeProcessing;
    let in_hand = cost(style, CrashPoint::NextRecord);
    assert_eq!((in_hand.twice, in_hand.lost), (0, 7));
    assert_eq!(cost(style, CrashPoint::BeforeCommit).lost, 0);
    assert_eq!(
        cost(style, CrashPoint::BatchBegin).lost,
        10,
        "all are committed"
    );
}

#[test]
fn automatic_commits_repeat_everything_since_the_last_one() {
    let point = CrashPoint::AutoCommit;
    let kill = cost(CommitStyle::Auto, point);
    // The same, happened.
    let who = || "a".to_owned();
    let story = pair(CommitStyle::Auto);
    let killed = story
        .clone()
        .at(20_120, Command::KillAt { who: who(), point });
    let (killed, unharmed) = (killed.run_to(40_000), story.run_to(40_000));
    let (at, _) = killed.ended("a").expect("it dies");
    assert_eq!(kill.visit.as_millis(), at);
    let twice = |told: &story::Told| told.fate("t-0").twice + told.fate("t-1").twice;
    assert_eq!(kill.twice, twice(&killed) - twice(&unharmed));
    assert!(kill.twice > 0);
    let id = killed.partition("t-0");
    let read_again = killed.first(at, |effect| {
        matches!(effect, sim_core::Effect::PositionSet { partition, .. } if *partition == id)
    });
    assert_eq!(
        kill.stop.map(SimDuration::as_millis),
        read_again.map(|again| again - at)
    );
}

#[test]
fn a_point_that_is_not_visited_is_not_reached() {
    let run = at(&pair(CommitStyle::Auto), 20_120);
    for point in [
        CrashPoint::BeforeClose,
        CrashPoint::BeforeCommit,
        CrashPoint::InLost,
    ] {
        assert_eq!(probe(&run, point), CrashOutcome::NotReached, "{point:?}");
    }
}

#[test]
fn where_nobody_is_left_the_bound_is_reached() {
    let alone = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .ticks(0, 1_000, 10)
        .consumer(consumer("a").auto_commits().takes_ms(50));
    let CrashOutcome::Killed(cost) = probe(&at(&alone, 20_120), CrashPoint::NextRecord) else {
        panic!("it works on a batch");
    };
    assert_eq!(cost.stop, None);
}

#[test]
fn a_dead_process_has_no_next_visit() {
    let story = pair(CommitStyle::Auto).at(10_000, story::kill("a"));
    let run = at(&story, 20_120);
    let consumer = run.consumers().next().expect("a");
    assert!(CrashProbe::new(run, consumer, CrashPoint::NextRecord).is_err());
}

/// The default scenario, and a kill at 12 s.
fn killed_b() -> Recording {
    let mut recording = Recording::new(default_scenario(), 7);
    recording.commands.push(TimedCommand {
        at: SimTime::from_millis(12_000),
        command: story::kill("consumer-b"),
    });
    recording
}

#[test]
fn a_kill_in_the_past_does_not_count_what_was_recorded_after_it() {
    let recording = killed_b();
    let kill = recording.commands.first().expect("the kill").at;
    let before = SimTime::from_micros(kill.as_micros() - 1_000_000);
    let open = |recording: Recording| {
        let mut timeline = Timeline::new(recording).expect("a valid scenario");
        timeline.seek(before);
        timeline
    };
    let mut calm = recording.clone();
    calm.commands.clear();
    let (past, calm) = (open(recording), open(calm));
    let of = |run: &Simulation| probe(run, CrashPoint::BeforePoll);
    assert_eq!(of(&past.continuation()), of(calm.simulation()));
    assert_ne!(of(past.simulation()), of(calm.simulation()));
}

fn outcome(recording: &Recording) -> Outcome {
    let mut replay = Replay::new(recording, SimTime::from_millis(60_000)).expect("valid");
    loop {
        if let Some(outcome) = replay.work(1_000) {
            return outcome;
        }
    }
}

fn measured(recording: &Recording) -> Vec<(Change, Outcome)> {
    let changes = changes(recording, SimTime::from_millis(60_000));
    let each = changes.into_iter().map(|change| {
        let outcome = outcome(&change.apply(recording).expect("tried before"));
        (change, outcome)
    });
    each.collect()
}

#[test]
fn a_close_instead_of_the_kill_saves_the_stop_and_the_repeats() {
    let recording = killed_b();
    let base = outcome(&recording);
    let all = measured(&recording);
    let close = |(change, outcome): &(Change, Outcome)| {
        matches!(change, Change::Close { who, .. } if who == "consumer-b").then_some(*outcome)
    };
    let closed = all.iter().find_map(close).expect("the first thing to try");
    assert_eq!(closed.twice, 0);
    assert!(base.twice > 0);
    assert!(
        closed.stopped.as_millis() * 2 < base.stopped.as_millis(),
        "{closed:?} {base:?}"
    );
    let setting = |wanted: &str| {
        let one = |(change, outcome): &(Change, Outcome)| {
            matches!(change, Change::Setting { key, .. } if *key == wanted).then_some(*outcome)
        };
        all.iter().find_map(one).expect(wanted)
    };
    assert!(setting("session.timeout.ms").stopped < base.stopped);
    assert!(setting("auto.commit.interval.ms").twice < base.twice);
}

#[test]
fn what_a_lever_says_is_what_its_fork_shows() {
    let recording = killed_b();
    for (change, outcome) in measured(&recording) {
        let mut timeline = Timeline::new(recording.clone()).expect("valid");
        timeline.seek(SimTime::from_millis(60_000));
        let changed = change.apply(&recording).expect("tried before");
        let name = timeline.vary(changed.clone()).expect("room for a branch");
        assert_eq!((name.as_str(), timeline.at()), ("fork 2", SimTime::ZERO));
        timeline.seek(SimTime::from_millis(60_000));
        assert_eq!(Outcome::of(timeline.simulation()), outcome, "{change:?}");
        assert_eq!(timeline.recording(), changed);
        assert!(timeline.undo());
        assert_eq!(timeline.recording(), recording, "back on the branch before");
        assert_eq!(timeline.at(), SimTime::from_millis(60_000));
        timeline.switch_branch(1);
        assert_eq!(timeline.recording(), changed, "a fork stays in the list");
    }
}

#[test]
fn static_members_and_commits_reach_consumers_that_were_added_later() {
    let story = Story::with_partitions(1)
        .consumer(consumer("a").commits(CommitStyle::None))
        .adds(5_000, consumer("b").commits(CommitStyle::None));
    let recording = story.recording();
    let specs = |recording: &Recording| {
        let json = recording.to_json();
        json.matches("\"group.instance.id\"").count() + json.matches("commit_in_revoked").count()
    };
    for change in [Change::StaticMembers, Change::CommitInRevoked] {
        let changed = change.apply(&recording).expect("valid");
        assert_eq!(specs(&changed), 2, "{change:?}");
    }
}

/// The levers for `harm`, as of 40 s.
fn levers(harm: Harm, portion: u32) -> (Outcome, Vec<Lever>) {
    let (now, until) = (SimTime::from_millis(40_000), SimTime::from_millis(60_000));
    let mut search = LeverSearch::new(killed_b(), harm, now, until).expect("valid");
    while !search.work(portion) {}
    search.levers()
}

#[test]
fn the_levers_of_a_stop_are_those_that_shorten_it_best_first() {
    let (base, levers) = levers(Harm::Stopped, 1_000);
    assert!(
        matches!(levers[0].change, Change::Close { .. }),
        "{levers:?}"
    );
    assert!(levers.len() > 1 && levers.len() <= 5, "{levers:?}");
    assert!(levers.iter().map(|lever| lever.outcome.stopped).is_sorted());
    for lever in &levers {
        assert!(
            base.saved(Harm::Stopped, &lever.outcome) >= 100,
            "{lever:?}"
        );
        let changed = lever.change.apply(&killed_b()).expect("tried before");
        assert_eq!(outcome(&changed), lever.outcome, "{lever:?}");
    }
    assert_eq!(base, outcome(&killed_b()));
}

#[test]
fn the_levers_of_a_repeat_are_counted_in_records() {
    let (base, levers) = levers(Harm::Twice, 77);
    let left: Vec<u64> = levers.iter().map(|lever| lever.outcome.twice).collect();
    assert_eq!(left.first(), Some(&0), "{levers:?}");
    assert!(left.is_sorted() && left.iter().all(|twice| *twice < base.twice));
}

#[test]
fn where_nothing_was_lost_no_lever_claims_to_have_helped() {
    assert_eq!(levers(Harm::Lost, 1_000).1, []);
}
