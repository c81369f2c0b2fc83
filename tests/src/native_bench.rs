//! Measurements of the model without a browser: events per second, seeks, keyframes.
//!
//! Deliberately lacks judgement; floors are read by people.

use std::time::{Duration, Instant};

use serde_json::json;
use sim_core::scenario::standard_load;
use sim_core::{Recording, SimTime, Simulation, Timeline};

use crate::Outcome;
use crate::bench_report::BenchReport;

const SEED: u64 = 7;
const SCALES: [(u32, u32); 3] = [(10, 100), (100, 1_000), (100, 10_000)];
/// Simulated before measuring, so that the group is stable.
const WARM_UP: SimTime = SimTime::from_millis(10_000);
const WALL: Duration = Duration::from_secs(3);
const HOUR: SimTime = SimTime::from_millis(3_600_000);
const SEEKS: u64 = 200;
const CLONES: u32 = 20;
/// Simulated length of the run whose fingerprint is compared with the page's.
const FINGERPRINT_AT: SimTime = SimTime::from_millis(600_000);

/// Adds every native measurement.
pub fn measure(report: &mut BenchReport) -> Outcome {
    for (consumers, partitions) in SCALES {
        let scale = format!("{consumers}x{partitions}");
        let recording = Recording::new(standard_load(consumers, partitions), SEED);
        let rate = events_per_second(&recording)?;
        report.insert(&format!("native_events_per_s_{scale}"), rate.round())?;
        let (p99, bytes, clone) = hour(&recording)?;
        report.insert(&format!("seek_ms_p99_{scale}"), millis(p99))?;
        report.insert(&format!("keyframe_bytes_{scale}"), bytes)?;
        report.insert(&format!("keyframe_clone_ms_{scale}"), millis(clone))?;
    }
    let print = fingerprint(&Recording::new(standard_load(10, 100), SEED))?;
    report.insert("fingerprint_native", json!(format!("{print:016x}")))
}

/// Fingerprint after ten simulated minutes; the page computes the same one in wasm.
pub fn fingerprint(recording: &Recording) -> Outcome<u64> {
    let mut simulation = Simulation::new(recording)?;
    simulation.run_until(FINGERPRINT_AT);
    Ok(simulation.fingerprint())
}

fn events_per_second(recording: &Recording) -> Outcome<f64> {
    let mut simulation = Simulation::new(recording)?;
    simulation.run_until(WARM_UP);
    let first = simulation.event().0;
    let began = Instant::now();
    while began.elapsed() < WALL {
        simulation.run_some(SimTime::MAX, 10_000);
    }
    let events = u32::try_from(simulation.event().0 - first)?;
    Ok(f64::from(events) / began.elapsed().as_secs_f64())
}

/// p99 of random seeks in a one-hour run; size and clone time of its last state.
fn hour(recording: &Recording) -> Outcome<(Duration, usize, Duration)> {
    let mut timeline = Timeline::new(recording.clone())?;
    timeline.seek(HOUR);
    let mut times: Vec<Duration> = Vec::new();
    let mut random = SEED;
    for _ in 0..SEEKS {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let to = SimTime::from_micros((random >> 20) % HOUR.as_micros());
        let began = Instant::now();
        timeline.seek(to);
        times.push(began.elapsed());
    }
    times.sort_unstable();
    timeline.seek(HOUR);
    let state = timeline.simulation();
    let began = Instant::now();
    for _ in 0..CLONES {
        std::hint::black_box(state.clone());
    }
    let p99 = times[times.len() * 99 / 100];
    Ok((p99, state.keyframe_bytes(), began.elapsed() / CLONES))
}

fn millis(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
