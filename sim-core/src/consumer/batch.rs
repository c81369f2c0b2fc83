//! The batch in hand: how far the application has come, without an event per record.

use std::sync::Arc;

use crate::ids::GenerationId;
use crate::protocol::RecordRange;
use crate::rng::{Purpose, pure, scale};
use crate::scenario::ProcessingTime;
use crate::time::{SimDuration, SimTime};

/// Records that `poll()` returned. Record number `done` ends at `current_ends`; after it comes a
/// `gap` (a block), then the rest at the pace of `processing`.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Batch {
    pub ranges: Arc<[RecordRange]>,
    pub total: u64,
    pub generation_id: GenerationId,
    pub started: SimTime,
    done: u64,
    current_ends: SimTime,
    gap: SimDuration,
    processing: ProcessingTime,
    seed: u64,
}

/// Time for one record: a function of (seed, partition, offset).
pub(crate) fn record_time(
    processing: ProcessingTime,
    seed: u64,
    partition: u32,
    offset: u64,
) -> SimDuration {
    let bits = || pure(seed, Purpose::Processing, partition.into(), offset);
    match processing {
        ProcessingTime::Constant { us } => SimDuration::from_micros(us),
        ProcessingTime::Uniform { min_us, max_us } => {
            SimDuration::from_micros(min_us + scale(bits(), max_us - min_us + 1))
        }
        ProcessingTime::HeavyTail { median_us } => heavy_tail(median_us, bits()),
    }
}

/// Pareto with shape 1.5 through `median_us`, at most 1 000 times it.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "libm's pow is the same everywhere; the result is bounded by the cut"
)]
fn heavy_tail(median_us: u64, bits: u64) -> SimDuration {
    const SHAPE: f64 = 1.5;
    let uniform = ((bits >> 11) as f64 + 1.0) / (1_u64 << 53) as f64;
    let factor = libm::pow(0.5, 1.0 / SHAPE) * libm::pow(uniform, -1.0 / SHAPE);
    SimDuration::from_micros((median_us as f64 * factor.min(1_000.0)) as u64)
}

impl Batch {
    pub(crate) fn begin(
        ranges: Arc<[RecordRange]>,
        generation_id: GenerationId,
        now: SimTime,
        block: SimDuration,
        processing: ProcessingTime,
        seed: u64,
    ) -> Self {
        let mut batch = Self {
            total: ranges.iter().map(RecordRange::count).sum(),
            ranges,
            generation_id,
            started: now,
            done: 0,
            current_ends: now,
            gap: SimDuration::ZERO,
            processing,
            seed,
        };
        batch.current_ends = now.after(block).after(batch.time_of(0));
        batch
    }

    fn time_of(&self, index: u64) -> SimDuration {
        if let ProcessingTime::Constant { us } = self.processing {
            return SimDuration::from_micros(us);
        }
        let mut left = index;
        for range in self.ranges.iter() {
            if left < range.count() {
                return record_time(
                    self.processing,
                    self.seed,
                    range.partition.0,
                    range.from + left,
                );
            }
            left -= range.count();
        }
        SimDuration::ZERO
    }

    /// (records finished by `at`, end of the record in hand then).
    fn progress(&self, at: SimTime) -> (u64, SimTime) {
        if at < self.current_ends || self.done >= self.total {
            return (self.done, self.current_ends);
        }
        let mut index = self.done + 1;
        let mut begins = self.current_ends.after(self.gap);
        if at < begins || index >= self.total {
            return (index, begins.after(self.time_of(index)));
        }
        if let ProcessingTime::Constant { us } = self.processing {
            let more = at
                .since(begins)
                .as_micros()
                .checked_div(us)
                .unwrap_or(u64::MAX)
                .min(self.total - index);
            index += more;
            begins = begins.after(SimDuration::from_micros(us.saturating_mul(more)));
            return (index, begins.after(SimDuration::from_micros(us)));
        }
        while index < self.total {
            let ends = begins.after(self.time_of(index));
            if ends > at {
                return (index, ends);
            }
            begins = ends;
            index += 1;
        }
        (index, begins)
    }

    /// Records finished by `at`.
    pub(crate) fn done_at(&self, at: SimTime) -> u64 {
        self.progress(at).0.min(self.total)
    }

    pub(crate) fn ends_at(&self) -> SimTime {
        if self.done >= self.total {
            return self.current_ends;
        }
        let begins = self.current_ends.after(self.gap);
        let rest = self.total - self.done - 1;
        if rest == 0 {
            return self.current_ends;
        }
        if let ProcessingTime::Constant { us } = self.processing {
            return begins.after(SimDuration::from_micros(us.saturating_mul(rest)));
        }
        (self.done + 1..self.total).fold(begins, |at, index| at.after(self.time_of(index)))
    }

    /// Brings `done` up to `now`; the record in hand keeps its end.
    fn settle(&mut self, now: SimTime) {
        let (done, ends) = self.progress(now);
        if done > self.done {
            self.done = done;
            self.current_ends = ends;
            self.gap = SimDuration::ZERO;
        }
    }

    pub(crate) fn set_processing(&mut self, processing: ProcessingTime, now: SimTime) {
        self.settle(now);
        self.processing = processing;
    }

    /// Sleeps before the next record. False if there is none in this batch.
    pub(crate) fn block(&mut self, sleep: SimDuration, now: SimTime) -> bool {
        self.settle(now);
        if self.done + 1 >= self.total {
            return false;
        }
        self.gap += sleep;
        true
    }

    /// The process stood still from `from` to `now`: the sleep or record in hand ends now at the
    /// earliest, the rest takes its time afterwards.
    pub(crate) fn resume(&mut self, from: SimTime, now: SimTime) {
        self.settle(from);
        if self.done < self.total && self.current_ends < now {
            let gap_end = self.current_ends.after(self.gap);
            let was_in_gap = from >= self.current_ends;
            self.current_ends = if was_in_gap { self.current_ends } else { now };
            if was_in_gap && gap_end < now {
                self.gap = now.since(self.current_ends);
            }
        }
    }

    /// The first `count` records, or those after them, as ranges.
    pub(crate) fn split(&self, count: u64) -> (Vec<RecordRange>, Vec<RecordRange>) {
        let (mut done, mut rest) = (Vec::new(), Vec::new());
        let mut left = count;
        for range in self.ranges.iter() {
            let cut = range.from + left.min(range.count());
            left = left.saturating_sub(range.count());
            if cut > range.from {
                done.push(RecordRange { to: cut, ..*range });
            }
            if cut < range.to {
                rest.push(RecordRange {
                    from: cut,
                    ..*range
                });
            }
        }
        (done, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::PartitionId;

    fn batch(processing: ProcessingTime) -> Batch {
        let ranges = [(0, 0, 4), (1, 10, 16)].map(|(partition, from, to)| RecordRange {
            partition: PartitionId(partition),
            from,
            to,
        });
        Batch::begin(
            ranges.into(),
            GenerationId(1),
            SimTime::from_millis(100),
            SimDuration::ZERO,
            processing,
            7,
        )
    }

    #[test]
    fn constant_pace_is_closed_form() {
        let batch = batch(ProcessingTime::Constant { us: 20_000 });
        assert_eq!(batch.ends_at(), SimTime::from_millis(300));
        assert_eq!(batch.done_at(SimTime::from_millis(119)), 0);
        assert_eq!(batch.done_at(SimTime::from_millis(120)), 1);
        assert_eq!(batch.done_at(SimTime::from_millis(299)), 9);
        assert_eq!(batch.done_at(SimTime::from_millis(300)), 10);
    }

    #[test]
    fn a_block_sleeps_between_two_records() {
        let mut batch = batch(ProcessingTime::Constant { us: 20_000 });
        assert!(batch.block(SimDuration::from_millis(1_000), SimTime::from_millis(130)));
        assert_eq!(batch.done_at(SimTime::from_millis(1_159)), 2);
        assert_eq!(batch.done_at(SimTime::from_millis(1_160)), 3);
        assert_eq!(batch.ends_at(), SimTime::from_millis(1_300));
    }

    #[test]
    fn a_freeze_lets_only_the_record_in_hand_finish() {
        let mut batch = batch(ProcessingTime::Constant { us: 20_000 });
        batch.resume(SimTime::from_millis(130), SimTime::from_millis(5_000));
        assert_eq!(batch.done_at(SimTime::from_millis(5_000)), 2);
        assert_eq!(batch.ends_at(), SimTime::from_millis(5_160));
    }

    #[test]
    fn a_changed_pace_holds_from_the_next_record() {
        let mut batch = batch(ProcessingTime::Constant { us: 20_000 });
        batch.set_processing(
            ProcessingTime::Constant { us: 200_000 },
            SimTime::from_millis(130),
        );
        assert_eq!(batch.ends_at(), SimTime::from_millis(140 + 8 * 200));
    }

    #[test]
    fn random_paces_agree_with_their_end() {
        for processing in [
            ProcessingTime::Uniform {
                min_us: 10,
                max_us: 5_000,
            },
            ProcessingTime::HeavyTail { median_us: 300 },
        ] {
            let batch = batch(processing);
            let end = batch.ends_at();
            assert_eq!(batch.done_at(end), batch.total);
            assert!(batch.done_at(SimTime::from_micros(end.as_micros() - 1)) < batch.total);
        }
    }

    #[test]
    fn split_cuts_inside_a_range() {
        let (done, rest) = batch(ProcessingTime::Constant { us: 1 }).split(5);
        assert_eq!(
            done.iter().map(RecordRange::count).collect::<Vec<_>>(),
            [4, 1]
        );
        assert_eq!(
            rest.iter().map(|r| (r.from, r.to)).collect::<Vec<_>>(),
            [(11, 16)]
        );
    }
}
