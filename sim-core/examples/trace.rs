//! Runs the default scenario (or a recording file) and prints what happened, one effect a line.
//!
//! `cargo trace [SECONDS] [SEED] [FILE]`
#![allow(clippy::print_stdout, reason = "an example prints")]
#![allow(
    clippy::disallowed_methods,
    reason = "an example reads the file it is given"
)]

use sim_core::{Effect, Recording, SimTime, Simulation, scenario::default_scenario};

fn main() {
    let mut args = std::env::args().skip(1);
    let seconds: u64 = args.next().and_then(|text| text.parse().ok()).unwrap_or(20);
    let seed: u64 = args.next().and_then(|text| text.parse().ok()).unwrap_or(7);
    let recording = args.next().map_or_else(
        || Recording::new(default_scenario(), seed),
        |path| {
            Recording::from_json(&std::fs::read_to_string(path).expect("readable file"))
                .expect("valid recording")
        },
    );
    let mut simulation = Simulation::new(&recording).expect("valid recording");
    let limit = SimTime::from_millis(seconds * 1_000);
    while let Some(step) = simulation.step(limit) {
        for effect in step.effects {
            if !matches!(
                effect,
                Effect::RequestSent { .. }
                    | Effect::ResponseSent { .. }
                    | Effect::MemberHeard { .. }
            ) {
                println!(
                    "{:>10.3} {:>6} {effect:?}",
                    step.at.as_secs_f64(),
                    step.event.0
                );
            }
        }
    }
    println!(
        "fingerprint {:016x} events {}",
        simulation.fingerprint(),
        simulation.event().0
    );
}
