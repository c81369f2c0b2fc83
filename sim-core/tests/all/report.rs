//! The texts a run is taken away as: events as CSV and JSON, the report as Markdown.
//!
//! `UPDATE_EXPECT=1 cargo test -p sim-core --test all report::` rewrites `golden/report.*`.

use crate::story;
use expect_test::expect_file;
use locale::Catalog;
use serde_json::Value;
use sim_core::scenario::default_scenario;
use sim_core::{Recording, SimDuration, SimTime, Timeline, report};
use story::{Story, close, consumer, kill};

const LINK: &str = "https://example.org/lab/#s=abc";

fn run(to_ms: u64) -> Timeline {
    let reader = |name| consumer(name).subscribes(&["t"]).auto_commits();
    let story = Story::with_partitions(3)
        .prop("session.timeout.ms", 6_000)
        .prop("auto.offset.reset", "earliest")
        .ticks(0, 1_000, 3)
        .seed(7)
        .consumer(reader("checkout-a"))
        .consumer(reader("checkout-b").prop("max.poll.records", 5))
        .at(20_000, kill("checkout-a"))
        .at(40_000, close("checkout-b"));
    let mut timeline = Timeline::new(story.recording()).expect("valid");
    timeline.seek(SimTime::from_millis(to_ms));
    timeline
}

#[test]
fn a_run_becomes_texts() {
    let timeline = run(45_000);
    let csv = report::csv(&timeline, Catalog::english());
    assert!(csv.ends_with("\r\n") && !csv.replace("\r\n", "").contains('\n'));
    expect_file!["golden/report.csv"].assert_eq(&csv.replace("\r\n", "\n"));
    expect_file!["golden/report.json"].assert_eq(&report::json(&timeline, Catalog::english()));
    expect_file!["golden/report.md"].assert_eq(&report::markdown(
        &timeline,
        LINK,
        Catalog::english(),
    ));
}

#[test]
fn csv_and_json_hold_the_told_events_up_to_the_playhead() {
    let mut timeline = run(45_000);
    timeline.seek(SimTime::from_millis(21_000));
    let told = timeline.events(usize::MAX);
    assert_eq!(
        report::csv(&timeline, Catalog::english()).lines().count(),
        told.len() + 1
    );
    let read: Value =
        serde_json::from_str(&report::json(&timeline, Catalog::english())).expect("it is JSON");
    let rows = read["events"].as_array().expect("an array");
    assert_eq!(rows.len(), told.len());
    for (row, event) in rows.iter().zip(&told) {
        assert_eq!(row["event"], event.event.0);
        assert_eq!(row["text"], event.text.to_string());
        assert!(row["time_ms"].as_f64().is_some_and(|ms| ms <= 21_000.0));
    }
    assert_eq!(read["run"]["seed"], 7);
    assert_eq!(read["run"]["playhead_ms"], 21_000);
}

#[test]
fn stopped_times_of_the_partitions_add_up_to_the_counter() {
    let timeline = run(45_000);
    let text = report::markdown(&timeline, LINK, Catalog::english());
    let rows = text.split("## Partitions").nth(1).expect("a section");
    let cells = rows.lines().filter_map(|line| line.split(" | ").nth(1));
    let seconds = cells.filter_map(|cell| cell.strip_suffix(" s"));
    let sum: f64 = seconds.filter_map(|cell| cell.parse::<f64>().ok()).sum();
    let counted = SimDuration::from_millis(timeline.lab().counters.stopped_partition_ms);
    assert!(sum > 0.0);
    assert!(
        (sum - counted.as_secs_f64()).abs() < 0.01,
        "{sum} {counted}"
    );
}

#[test]
fn names_are_no_markup() {
    let mut scenario = default_scenario();
    scenario.title = "<b>|x| # [y](javascript:z)".to_owned();
    let timeline = Timeline::new(Recording::new(scenario, 7)).expect("valid");
    let text = report::markdown(&timeline, LINK, Catalog::english());
    let title = text.lines().next().expect("a title");
    assert_eq!(title, r"# \<b>\|x\| \# \[y\](javascript:z)");
}
