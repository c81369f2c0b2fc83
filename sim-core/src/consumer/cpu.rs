//! How slow the CPU of a process is: one factor for everything that computes. Sleeping and waiting
//! take as long as ever.

use crate::scenario::ProcessingTime;
use crate::time::SimDuration;

/// Percent of the normal time that everything takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Cpu(u32);

impl Cpu {
    /// As fast as the scenario says.
    pub(crate) const NORMAL: Self = Self(100);

    pub(crate) const fn at_percent(percent: u32) -> Self {
        Self(percent)
    }

    fn micros(self, us: u64) -> u64 {
        let scaled = u128::from(us) * u128::from(self.0) / 100;
        u64::try_from(scaled).unwrap_or(u64::MAX)
    }

    /// What a computation of that length takes here.
    pub(crate) fn time(self, length: SimDuration) -> SimDuration {
        SimDuration::from_micros(self.micros(length.as_micros()))
    }

    /// The time per record here; the draws stay the same.
    pub(crate) fn processing(self, processing: ProcessingTime) -> ProcessingTime {
        match processing {
            ProcessingTime::Constant { us } => ProcessingTime::Constant {
                us: self.micros(us),
            },
            ProcessingTime::Uniform { min_us, max_us } => ProcessingTime::Uniform {
                min_us: self.micros(min_us),
                max_us: self.micros(max_us),
            },
            ProcessingTime::HeavyTail { median_us } => ProcessingTime::HeavyTail {
                median_us: self.micros(median_us),
            },
            ProcessingTime::SlowKey { us, key, slow_us } => ProcessingTime::SlowKey {
                us: self.micros(us),
                key,
                slow_us: self.micros(slow_us),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn everything_takes_its_percentage() {
        let slow = Cpu::at_percent(250);
        assert_eq!(
            slow.time(SimDuration::from_millis(13)),
            SimDuration::from_micros(32_500)
        );
        assert_eq!(
            slow.processing(ProcessingTime::Uniform {
                min_us: 10,
                max_us: 30
            }),
            ProcessingTime::Uniform {
                min_us: 25,
                max_us: 75
            }
        );
        let pace = ProcessingTime::HeavyTail { median_us: 7 };
        assert_eq!(Cpu::NORMAL.processing(pace), pace);
    }
}
