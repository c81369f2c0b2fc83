//! `kafka-consumer-groups --describe` as an operator sees it before, in and after a rebalance.
//!
//! `UPDATE_EXPECT=1 cargo test -p sim-core --test all cli::` rewrites `golden/cli.txt`.

use crate::story;
use expect_test::expect_file;
use sim_core::cli::Describe;
use sim_core::{SimTime, Timeline};
use story::{Story, close, consumer, kill};

#[test]
fn what_an_operator_sees() {
    let story = Story::with_partitions(3)
        .topic("refunds", 1)
        .prop("session.timeout.ms", 6_000)
        .prop("auto.commit.interval.ms", 1_000)
        .prop("auto.offset.reset", "earliest")
        .ticks(0, 1_000, 3)
        .seed(7);
    let both = |name| consumer(name).subscribes(&["t", "refunds"]).auto_commits();
    let story = story
        .consumer(both("checkout-a"))
        .consumer(both("checkout-b").prop("group.instance.id", "b-0"))
        .at(20_000, kill("checkout-a"))
        .at(40_000, close("checkout-b"));
    let mut timeline = Timeline::new(story.recording()).expect("valid");
    let mut told = Vec::new();
    for (moment, ms) in [
        ("nobody has joined", 0),
        ("both read", 10_000),
        ("a is dead and nobody knows", 24_000),
        ("a has expired and b must join again", 26_500),
        ("b reads all", 35_000),
        ("b has closed and is waited for, being static", 41_000),
        ("nobody is left", 60_000),
    ] {
        timeline.seek(SimTime::from_millis(ms));
        told.push(format!("== {moment}, {ms} ms\n"));
        let group = timeline.lab().groups[0].id;
        for what in Describe::ALL {
            let text = timeline.describe(group, what);
            told.push(format!("$ {}\n{text}\n", what.options()));
        }
    }
    expect_file!["golden/cli.txt"].assert_eq(&told.concat());
}
