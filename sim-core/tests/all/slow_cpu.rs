//! A machine that is short of CPU: everything the process computes takes longer.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::{Api, Command, Effect, Simulation};
use story::{Story, block, close, consumer, restart};

fn slow_cpu(who: &str, percent: u32) -> Command {
    Command::SlowCpu {
        who: who.to_owned(),
        percent,
    }
}

/// Ten records of 100 ms each, there at 5 s.
fn ten() -> Story {
    Story::with_partitions(1)
        .once(5_000, 10)
        .prop("auto.offset.reset", "earliest")
        .start_cost_ms(100)
        .consumer(consumer("a").takes_ms(100))
}

/// Begin and end of the first stretch of processing.
fn stretch(story: Story) -> (u64, u64) {
    let told = story.run_to(20_000);
    let span = told.simulation.processed().next().expect("a batch");
    (span.started.as_millis(), span.finished.as_millis())
}

#[test]
fn records_take_longer_from_the_next_one_on() {
    assert_eq!(stretch(ten()), (5_000, 6_000));
    assert_eq!(stretch(ten().at(4_000, slow_cpu("a", 300))), (5_000, 8_000));
    // The third record is in hand and keeps its end, 5 300; seven more take 300 ms each.
    assert_eq!(stretch(ten().at(5_250, slow_cpu("a", 300))), (5_000, 7_400));
}

#[test]
fn a_changed_pace_is_stretched_too_and_normal_is_normal_again() {
    let changed = ten()
        .at(1_000, slow_cpu("a", 200))
        .at(2_000, story::takes_ms("a", 10));
    assert_eq!(stretch(changed), (5_000, 5_200));
    let back = ten()
        .at(1_000, slow_cpu("a", 200))
        .at(2_000, slow_cpu("a", 100));
    assert_eq!(stretch(back), (5_000, 6_000));
}

#[test]
fn a_start_takes_longer_and_the_machine_stays_slow() {
    let told = ten()
        .at(8_000, slow_cpu("a", 500))
        .at(9_000, close("a"))
        .at(10_000, restart("a", 0))
        .run_to(12_000);
    let started = told.first(10_000, |effect| {
        matches!(effect, Effect::ProcessStarted { .. })
    });
    assert_eq!(started, Some(10_000));
    let asked = told.sent("a", Api::FindCoordinator);
    assert_eq!(asked.last(), Some(&10_500));
}

#[test]
fn a_sleep_is_as_long_as_ever() {
    let slept = ten()
        .at(4_000, slow_cpu("a", 200))
        .at(5_050, block("a", 1_000));
    assert_eq!(stretch(slept), (5_000, 8_000));
}

#[test]
fn a_slow_cpu_can_cost_the_membership() {
    let told = ten()
        .prop("max.poll.interval.ms", 6_000)
        .at(4_000, slow_cpu("a", 1_000))
        .run_to(16_000);
    assert_eq!(
        told.moments(|effect| matches!(effect, Effect::PollTimeout { .. }))
            .len(),
        1
    );
}

#[test]
fn bad_values_name_field_value_and_range() {
    let simulation = Simulation::new(&ten().recording()).expect("valid");
    for percent in [99, 10_001] {
        let error = simulation
            .can_apply(&slow_cpu("a", percent))
            .expect_err("out of range");
        assert_eq!(
            error.to_string(),
            format!("`percent` is {percent}; allowed: 100 to 10000")
        );
    }
}
