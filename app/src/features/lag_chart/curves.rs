//! From samples to points: thinned to the pixels there are, rates smoothed over a second or more.
//!
//! Deliberately lacks drawing.

use sim_core::SimTime;
use sim_core::view::{LabView, ReadState, Sample};

use crate::features::matrix::axis::TimeAxis;

/// Pixels between two points.
const POINT_PX: f64 = 2.0;
/// Pixels over which a rate is averaged.
const RATE_PX: f64 = 14.0;
/// Shortest time over which a rate is averaged, in seconds.
const RATE_S_MIN: f64 = 1.0;

/// A curve in pixels along x and in its own unit along y.
pub type Points = Vec<(f64, f64)>;

/// Everything that is drawn.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Curves {
    /// Records of lag.
    pub lag: Points,
    /// Those on partitions nobody reads.
    pub stopped: Points,
    /// Records finished per second.
    pub processed: Points,
    /// Records written per second.
    pub produced: Points,
    /// Round upper bound of the lag.
    pub lag_max: f64,
    /// Round upper bound of the rates.
    pub rate_max: f64,
}

impl Curves {
    /// The curves of `samples`, oldest first, on `axis`.
    pub fn new(samples: &[Sample], axis: &TimeAxis) -> Self {
        let kept = thinned(samples, axis);
        let point = |value: fn(&Sample) -> u64| -> Points {
            kept.iter()
                .map(|sample| (axis.x(sample.at), float(value(sample))))
                .collect()
        };
        let lag = point(|sample| sample.lag);
        let stopped = point(|sample| sample.lag_stopped);
        let width = (axis.right - axis.left).max(1.0);
        let span_s = (axis.window.span().as_secs_f64() * RATE_PX / width).max(RATE_S_MIN);
        let processed = rates(&kept, axis, span_s, |sample| sample.processed);
        let produced = rates(&kept, axis, span_s, |sample| sample.produced);
        Self {
            lag_max: nice_max(highest(&lag)),
            rate_max: nice_max(highest(&processed).max(highest(&produced))),
            lag,
            stopped,
            processed,
            produced,
        }
    }
}

/// Adds the playhead's own moment at the live end, so that curves reach it.
pub fn add_now(samples: &mut Vec<Sample>, lab: &LabView, head: SimTime) {
    let is_new = samples.last().is_none_or(|last| last.at < lab.at);
    if lab.at < head || !is_new {
        return;
    }
    let stopped = lab.partitions.iter().filter(|partition| {
        matches!(
            partition.state,
            ReadState::Stopped | ReadState::NeverAssigned
        )
    });
    let counters = &lab.counters;
    samples.push(Sample {
        at: lab.at,
        lag: counters.lag,
        lag_stopped: stopped.map(|partition| partition.lag).sum(),
        produced: counters.records_total,
        processed: counters.records_once + counters.records_twice + counters.extra_runs,
    });
}

/// The last sample of every few pixels.
fn thinned(samples: &[Sample], axis: &TimeAxis) -> Vec<Sample> {
    let mut kept: Vec<Sample> = Vec::new();
    let mut column = f64::NEG_INFINITY;
    for sample in samples {
        let here = (axis.x(sample.at) / POINT_PX).floor();
        match kept.last_mut() {
            Some(last) if here <= column => *last = *sample,
            _ => kept.push(*sample),
        }
        column = here;
    }
    kept
}

fn rates(samples: &[Sample], axis: &TimeAxis, span_s: f64, total: fn(&Sample) -> u64) -> Points {
    let mut points = Vec::with_capacity(samples.len());
    let mut start = 0;
    for (index, sample) in samples.iter().enumerate() {
        while start + 1 < index && sample.at.since(samples[start + 1].at).as_secs_f64() >= span_s {
            start += 1;
        }
        let first = &samples[start];
        let elapsed = sample.at.since(first.at).as_secs_f64();
        // Nothing can be said before half of the span has passed.
        if elapsed >= span_s / 2.0 {
            let change = float(total(sample).saturating_sub(total(first)));
            points.push((axis.x(sample.at), change / elapsed));
        }
    }
    points
}

/// Whole records per second over all of `samples`.
pub fn per_second(samples: &[Sample], total: fn(&Sample) -> u64) -> u64 {
    let (Some(first), Some(last)) = (samples.first(), samples.last()) else {
        return 0;
    };
    let micros = last.at.since(first.at).as_micros();
    let change = total(last).saturating_sub(total(first));
    change
        .saturating_mul(1_000_000)
        .checked_div(micros)
        .unwrap_or(0)
}

fn highest(points: &[(f64, f64)]) -> f64 {
    points.iter().map(|point| point.1).fold(0.0, f64::max)
}

/// 10, 20, 50, 100 … at or above `value`.
fn nice_max(value: f64) -> f64 {
    let mut decade = 10.0;
    while decade < 1e15 {
        for factor in [1.0, 2.0, 5.0] {
            if decade * factor >= value {
                return decade * factor;
            }
        }
        decade *= 10.0;
    }
    decade
}

#[expect(clippy::cast_precision_loss, reason = "pixels")]
fn float(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::matrix::axis::Window;

    fn axis() -> TimeAxis {
        TimeAxis {
            window: Window {
                from: SimTime::ZERO,
                to: SimTime::from_millis(40_000),
            },
            left: 100.0,
            right: 900.0,
        }
    }

    fn steady(count: u64, step_ms: u64) -> Vec<Sample> {
        (0..count)
            .map(|index| Sample {
                at: SimTime::from_millis(index * step_ms),
                lag: index % 50,
                lag_stopped: 0,
                produced: index * step_ms / 10,
                processed: index * step_ms / 20,
            })
            .collect()
    }

    #[test]
    fn a_steady_rate_is_flat() {
        let curves = Curves::new(&steady(400, 100), &axis());
        assert!(
            curves
                .produced
                .iter()
                .all(|(_, rate)| (rate - 100.0).abs() < 2.0)
        );
        assert!(
            curves
                .processed
                .iter()
                .all(|(_, rate)| (rate - 50.0).abs() < 2.0)
        );
        assert!((curves.rate_max - 200.0).abs() < 1e-9 || (curves.rate_max - 100.0).abs() < 1e-9);
    }

    #[test]
    fn many_samples_become_as_many_points_as_fit() {
        let curves = Curves::new(&steady(40_000, 1), &axis());
        assert!(curves.lag.len() <= 402, "{}", curves.lag.len());
    }

    #[test]
    fn words_use_the_same_rate() {
        assert_eq!(per_second(&steady(11, 100), |sample| sample.produced), 100);
        assert_eq!(per_second(&[], |sample| sample.produced), 0);
    }

    #[test]
    fn scales_are_round() {
        assert!((nice_max(0.0) - 10.0).abs() < 1e-9);
        assert!((nice_max(765.0) - 1_000.0).abs() < 1e-9);
        assert!((nice_max(104.0) - 200.0).abs() < 1e-9);
    }
}
