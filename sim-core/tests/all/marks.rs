//! What the matrix draws of records: processed twice, lost, jumped over.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::scenario::{CommitStyle, ListenerSpec, SeekTo};
use sim_core::view::{LoopStep, MatrixRow, Stretch, Target};
use sim_core::{Link, Recording, SimTime, Timeline, Way};
use story::{Story, consumer, cut_part, freeze, kill, thaw};

fn ms(millis: u64) -> SimTime {
    SimTime::from_millis(millis)
}

fn timeline(recording: Recording, at_ms: u64) -> Timeline {
    let mut timeline = Timeline::new(recording).expect("a valid scenario");
    timeline.seek(ms(at_ms));
    timeline
}

fn row(timeline: &Timeline, partition: usize) -> MatrixRow {
    let view = timeline.matrix(SimTime::ZERO, timeline.at());
    view.rows[partition].clone()
}

fn records(stretches: &[Stretch]) -> u64 {
    stretches.iter().map(|stretch| stretch.records).sum()
}

/// b takes over at 17 s what a had processed without a commit, and works on it for 10 s.
fn taken_over() -> Story {
    Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 10_000)
        .once(8_000, 20)
        .consumer(consumer("a").takes_ms(50))
        .consumer(consumer("b").takes_ms(500))
        .at(10_000, kill("a"))
}

#[test]
fn the_lane_of_repeats_grows_with_the_batch_in_hand_like_its_counter() {
    let mut timeline = timeline(taken_over().recording(), 10_000);
    let mut seen = Vec::new();
    for at in (17_000..32_000).step_by(100) {
        timeline.seek(ms(at));
        let lab = timeline.lab();
        let lane = row(&timeline, 0).twice;
        assert_eq!(records(&lane), lab.counters.extra_runs, "at {at}");
        assert_eq!(lab.partitions[0].records_twice, lab.counters.records_twice);
        if let Some(last) = lane.last() {
            assert!(last.to <= ms(at), "{last:?} at {at}");
            assert!(last.cause.to_string().contains("killed"), "{last:?}");
        }
        seen.push(records(&lane));
    }
    seen.dedup();
    assert_eq!(seen, (0..=20).collect::<Vec<u64>>(), "record by record");
}

#[test]
fn nothing_is_drawn_in_the_time_a_process_stood_still() {
    let story = taken_over().at(22_000, freeze("b")).at(25_000, thaw("b"));
    let mut timeline = timeline(story.recording(), 24_000);
    let lane = row(&timeline, 0).twice;
    let before = records(&lane);
    assert!(before > 0 && lane.iter().all(|stretch| stretch.to <= ms(22_000)));
    timeline.seek(ms(40_000));
    let lane = row(&timeline, 0).twice;
    assert_eq!(records(&lane), 20);
    for stretch in &lane {
        assert!(
            stretch.to <= ms(22_000) || stretch.from >= ms(25_000),
            "{stretch:?}"
        );
    }
    assert_eq!(records(&lane[..1]), before, "finished before the freeze");
}

#[test]
fn the_progress_of_a_batch_leaves_out_the_freeze() {
    let story = taken_over().at(22_000, freeze("b")).at(25_000, thaw("b"));
    let permille = |at: u64| match timeline(story.clone().recording(), at).lab().consumers[1].step {
        LoopStep::Process { permille, .. } => permille,
        ref other => panic!("{other:?}"),
    };
    assert_eq!(permille(22_000), permille(24_900));
    assert!(permille(25_000) < permille(22_000) + 60, "no jump");
}

#[test]
fn a_seek_draws_what_it_jumps_over() {
    let seeks = ListenerSpec {
        seek_in_assigned: Some(SeekTo::End),
        ..ListenerSpec::default()
    };
    let story = Story::with_partitions(2)
        .prop("auto.offset.reset", "earliest")
        .preloaded(30)
        .rate(10)
        .consumer(consumer("a").listens(seeks));
    let timeline = timeline(story.recording(), 20_000);
    let lab = timeline.lab();
    assert!(lab.counters.records_skipped > 0);
    for partition in 0..2 {
        let row = row(&timeline, partition);
        assert_eq!(
            records(&row.skipped),
            lab.partitions[partition].records_skipped
        );
        assert_eq!(row.skipped[0].first_offset, 0);
        assert!(
            row.skipped[0].cause.to_string().contains("seek()"),
            "{row:?}"
        );
        assert!(row.lost.is_empty() && row.twice.is_empty());
    }
}

#[test]
fn the_table_and_the_marks_count_the_same_losses() {
    let story = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .once(8_000, 20)
        .consumer(
            consumer("a")
                .takes_ms(100)
                .commits(CommitStyle::SyncBeforeProcessing),
        )
        .at(8_550, kill("a"));
    let timeline = timeline(story.recording(), 9_000);
    assert_eq!(timeline.lab().partitions[0].records_lost, 15);
    let lost = row(&timeline, 0).lost;
    assert_eq!(records(&lost), 15);
    assert!(lost[0].cause.to_string().contains("killed"), "{lost:?}");
}

fn cut_at(link: Link, way: Way) -> Timeline {
    let story = Story::with_partitions(2)
        .rate(10)
        .consumer(consumer("a").takes_ms(1))
        .consumer(consumer("b").takes_ms(1))
        .at(20_000, cut_part("a", link, way));
    timeline(story.recording(), 20_100)
}

#[test]
fn a_cut_says_which_link_and_which_way() {
    const ROWS: [(Link, Way, &str, &str, bool); 6] = [
        (Link::All, Way::Both, "Network cut", "off", true),
        (
            Link::All,
            Way::FromBroker,
            "Cut ← broker",
            "← broker",
            false,
        ),
        (
            Link::Coordinator,
            Way::Both,
            "Cut ↔ coordinator",
            "↔ coordinator",
            true,
        ),
        (
            Link::Coordinator,
            Way::ToBroker,
            "Cut → coordinator",
            "→ coordinator",
            true,
        ),
        (
            Link::Coordinator,
            Way::FromBroker,
            "Cut ← coordinator",
            "← coordinator",
            false,
        ),
        (Link::Data, Way::Both, "Cut ↔ data", "↔ data", false),
    ];
    for (link, way, label, pin, is_unheard) in ROWS {
        let timeline = cut_at(link, way);
        let lab = timeline.lab();
        let cut = lab.consumers[0].cut.expect("it is cut");
        assert_eq!(
            (cut.label().to_string().as_str(), cut.is_unheard()),
            (label, is_unheard)
        );
        let pins = timeline.matrix(SimTime::ZERO, timeline.at()).pins;
        let last = pins.last().map(|pin| pin.label.to_string());
        assert_eq!(last, Some(format!("cut A {pin}")));
        let far = match link {
            Link::All => "broker",
            Link::Coordinator => "its coordinator",
            Link::Data => "the partition leaders",
        };
        let fact = &lab.now_line.fact;
        assert!(fact.to_string().contains(far), "{fact}");
        assert_eq!(
            fact.to_string().starts_with("Nobody knows yet"),
            is_unheard,
            "{fact}"
        );
        let why = timeline.explain(Target::Consumer(lab.consumers[0].id));
        assert!(why.answer.to_string().contains(far), "{}", why.answer);
        let told = timeline.events(4);
        let is_told = |text: &str| text.contains("cut a link: a") && text.contains(far);
        assert!(
            told.iter().any(|row| is_told(&row.text.to_string())),
            "{told:?}"
        );
    }
}

#[test]
fn two_cuts_of_different_ways_are_a_cut_in_part() {
    let mut mixed = cut_at(Link::Data, Way::FromBroker);
    let more = cut_part("a", Link::Coordinator, Way::ToBroker);
    mixed.act(more).expect("more can be cut");
    mixed.seek(ms(20_200));
    let cut = mixed.lab().consumers[0].cut.expect("it is cut");
    assert_eq!(cut.label(), "Network cut in part");
    assert!(cut.is_unheard());
}
