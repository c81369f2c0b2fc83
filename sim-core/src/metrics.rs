//! Lag and throughput over time, sampled on a fixed grid. Outside the fingerprint.

use crate::shared_log::SharedLog;
use crate::time::{SimDuration, SimTime};
use crate::view::Sample;

#[derive(Clone, Debug)]
pub(crate) struct Metrics {
    pub samples: SharedLog<Sample>,
    pub next: SimTime,
    interval: SimDuration,
    /// Records finished in closed batches, repeats included.
    pub processed: u64,
}

impl Metrics {
    /// A sample costs as much as there are partitions, so large runs get fewer.
    pub(crate) fn new(partitions: usize) -> Self {
        let interval = match partitions {
            0..=40 => SimDuration::from_millis(250),
            41..=200 => SimDuration::from_secs(1),
            _ => SimDuration::from_secs(2),
        };
        Self {
            samples: SharedLog::default(),
            next: SimTime::ZERO,
            interval,
            processed: 0,
        }
    }

    pub(crate) fn push(&mut self, sample: Sample) {
        self.next = sample.at.after(self.interval);
        self.samples.push(sample);
    }
}
