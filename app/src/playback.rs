//! A pure clock: wall time × speed → the simulated moment to run to.
//!
//! Deliberately lacks any way to read a clock and any knowledge of what happens in a run.

use sim_core::SimTime;
use sim_core::limits::RUN_TIME_MAX;

/// Slowest speed, simulated seconds per second.
pub const SPEED_MIN: f64 = 0.01;
/// Fastest speed.
pub const SPEED_MAX: f64 = 100.0;
/// Longest wall time one frame may stand for; a hidden tab must not leap ahead.
pub const FRAME_MS_MAX: f64 = 100.0;

/// What the transport shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaybackState {
    /// Running.
    pub playing: bool,
    /// Simulated seconds per second.
    pub speed: f64,
    /// The last frames could not simulate all they were asked for.
    pub behind: bool,
}

impl Default for PlaybackState {
    fn default() -> Self {
        Self {
            playing: false,
            speed: 1.0,
            behind: false,
        }
    }
}

/// Where the playhead should be, with the fraction of a microsecond that slow speeds need.
#[derive(Clone, Copy, Debug, Default)]
pub struct Playback {
    target_us: f64,
}

impl Playback {
    /// Puts the clock at `at`, dropping every backlog.
    pub fn set(&mut self, at: SimTime) {
        self.target_us = micros(at);
    }

    /// Lets `wall_ms` pass at `speed` and answers the moment to run to.
    pub fn advance(&mut self, wall_ms: f64, speed: f64) -> SimTime {
        let wall_ms = wall_ms.clamp(0.0, FRAME_MS_MAX);
        let speed = clamp_speed(speed);
        let end = micros(RUN_TIME_MAX);
        self.target_us = (self.target_us + wall_ms * 1_000.0 * speed).min(end);
        self.target()
    }

    /// The moment to run to.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and RUN_TIME_MAX, which is below 2^53"
    )]
    pub fn target(&self) -> SimTime {
        SimTime::from_micros(self.target_us as u64)
    }
}

/// Brings any number into the allowed speeds; 1 for what is not a number.
pub fn clamp_speed(speed: f64) -> f64 {
    if speed.is_finite() {
        speed.clamp(SPEED_MIN, SPEED_MAX)
    } else {
        1.0
    }
}

/// Speeds on offer: thirds of a decade.
pub const SPEED_STEPS: [f64; 13] = [
    0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0,
];

/// The next speed up or down.
pub fn step_speed(speed: f64, up: bool) -> f64 {
    if up {
        let above = SPEED_STEPS.iter().find(|step| **step > speed * 1.001);
        above.copied().unwrap_or(SPEED_MAX)
    } else {
        let below = SPEED_STEPS.iter().rev().find(|step| **step < speed * 0.999);
        below.copied().unwrap_or(SPEED_MIN)
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "runs are shorter than 2^53 microseconds"
)]
fn micros(at: SimTime) -> f64 {
    at.as_micros() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slow_speeds_keep_the_fraction_of_a_microsecond() {
        let mut clock = Playback::default();
        for _ in 0..1_000 {
            clock.advance(0.25, 0.01);
        }
        assert_eq!(clock.target().as_micros(), 2_500);
    }

    #[test]
    fn a_long_frame_counts_as_a_tenth_of_a_second() {
        let mut clock = Playback::default();
        assert_eq!(clock.advance(5_000.0, 2.0), SimTime::from_millis(200));
        assert_eq!(clock.advance(-3.0, 2.0), SimTime::from_millis(200));
    }

    #[test]
    fn speeds_step_and_stay_in_range() {
        assert!((step_speed(1.0, true) - 2.0).abs() < 1e-9);
        assert!((step_speed(1.0, false) - 0.5).abs() < 1e-9);
        assert!((step_speed(100.0, true) - 100.0).abs() < 1e-9);
        assert!((step_speed(0.3, false) - 0.2).abs() < 1e-9);
        assert!((clamp_speed(f64::NAN) - 1.0).abs() < 1e-9);
    }
}
