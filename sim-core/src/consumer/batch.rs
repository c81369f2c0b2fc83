//! The batch in hand: how far the application has come, without an event per record.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use super::pace::Pace;
use crate::ids::{GenerationId, PartitionId};
use crate::protocol::RecordRange;
use crate::time::{SimDuration, SimTime};

/// Records that `poll()` returned. Record number `done` ends at `current_ends`; after it comes a
/// `gap` (a block), then the rest at the pace of `processing`, up to `stop`: there the
/// application does something else than process, so no record beyond it begins by itself.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Batch {
    pub ranges: Arc<[RecordRange]>,
    pub total: u64,
    pub generation_id: GenerationId,
    pub started: SimTime,
    /// Finished when the pace was last looked at.
    done: u64,
    current_ends: SimTime,
    gap: SimDuration,
    /// So many are finished when the application next looks up.
    stop: u64,
    /// So many the ledger knows of; the next one began at `segment_began`.
    reported: u64,
    segment_began: SimTime,
    /// The next record is never finished.
    is_stuck: bool,
    pace: Pace,
    pauses: Pauses,
}

/// When the process stood still. Told and drawn, but nothing is decided by it: not a part of the
/// fingerprint.
#[derive(Clone, Debug, Default)]
struct Pauses(Vec<Pause>);

impl Hash for Pauses {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

#[derive(Clone, Copy, Debug)]
struct Pause {
    from: SimTime,
    to: SimTime,
    /// Records finished by then.
    done: u64,
}

/// Finished records of one partition, and the time they took.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    pub range: RecordRange,
    pub started: SimTime,
    pub finished: SimTime,
}

impl Batch {
    pub(crate) fn begin(
        ranges: Arc<[RecordRange]>,
        generation_id: GenerationId,
        now: SimTime,
        block: SimDuration,
        pace: Pace,
    ) -> Self {
        let mut batch = Self {
            total: ranges.iter().map(RecordRange::count).sum(),
            ranges,
            generation_id,
            started: now,
            done: 0,
            current_ends: now,
            gap: SimDuration::ZERO,
            stop: 0,
            reported: 0,
            segment_began: now,
            is_stuck: false,
            pace,
            pauses: Pauses::default(),
        };
        batch.stop = batch.total;
        batch.current_ends = now.after(block).after(batch.time_of(0));
        batch
    }

    fn time_of(&self, index: u64) -> SimDuration {
        if let Some(time) = self.pace.constant() {
            return time;
        }
        self.record(index)
            .map_or(SimDuration::ZERO, |(partition, offset)| {
                self.pace.time_of(partition, offset)
            })
    }

    /// Partition and offset of record number `index`.
    pub(crate) fn record(&self, index: u64) -> Option<(PartitionId, u64)> {
        let mut left = index;
        for range in self.ranges.iter() {
            if left < range.count() {
                return Some((range.partition, range.from + left));
            }
            left -= range.count();
        }
        None
    }

    /// The application looks up when `stop` records are finished.
    pub(crate) fn stop_after(&mut self, stop: u64) {
        self.stop = stop.clamp(self.done, self.total);
    }

    /// Whether the application has no more to do with this batch.
    pub(crate) fn is_finished(&self) -> bool {
        self.done >= self.total
    }

    /// The application looks up when the one in hand is finished, or half of all if that is later.
    pub(crate) fn stop_soon(&mut self, at_half: bool, now: SimTime) {
        self.settle(now);
        let half = if at_half { self.total / 2 } else { 0 };
        self.stop = self.stop.min(half.max(self.done + 1));
    }

    /// The record in hand takes so much longer. False if nothing is in hand.
    pub(crate) fn stall(&mut self, time: SimDuration, now: SimTime) -> bool {
        self.settle(now);
        if self.done >= self.stop {
            return false;
        }
        self.current_ends = self.current_ends.after(time);
        true
    }

    /// Looks how far it is now: the record in hand will not be finished.
    pub(crate) fn break_off(&mut self, now: SimTime) {
        self.settle(now);
        self.stop = self.done;
    }

    /// The next record will never be finished.
    pub(crate) fn stick(&mut self) {
        self.stop = self.done;
        self.is_stuck = true;
    }

    /// The next record needs no time and counts as finished.
    pub(crate) fn pass_over(&mut self) {
        self.done += 1;
        self.stop = self.stop.max(self.done);
    }

    /// Records finished before the present stop.
    pub(crate) fn done(&self) -> u64 {
        self.done
    }

    /// At the stop: what the ledger does not know yet is finished now. The next record begins
    /// when the application goes on.
    pub(crate) fn reach_stop(&mut self) {
        self.done = self.stop;
    }

    /// The application goes on with the next record.
    pub(crate) fn go_on(&mut self, now: SimTime) {
        if self.done > 0 {
            let block = std::mem::take(&mut self.gap);
            self.current_ends = now.after(block).after(self.time_of(self.done));
            self.segment_began = now;
        }
    }

    /// When `stop` records are finished.
    pub(crate) fn stops_at(&self) -> SimTime {
        self.finishes_at(self.stop)
    }

    /// Takes what is finished and unknown to the ledger, up to record number `count`, the last
    /// one at `at`.
    pub(crate) fn take_unreported(&mut self, count: u64, at: SimTime) -> Vec<Piece> {
        let pieces = self.pieces(count, at);
        self.reported = self.reported.max(count);
        pieces
    }

    /// What is finished by `at` and unknown to the ledger.
    pub(crate) fn unreported_pieces_at(&self, at: SimTime) -> Vec<Piece> {
        let count = self.done_at(at);
        let last = if self.done < count {
            self.finishes_at(count)
        } else {
            at
        };
        self.pieces(count, last.min(at))
    }

    /// Records up to number `count`, cut where the process stood still.
    fn pieces(&self, count: u64, at: SimTime) -> Vec<Piece> {
        let (mut first, mut began) = (self.reported, self.segment_began);
        let mut pieces = Vec::new();
        for pause in &self.pauses.0 {
            if pause.from >= self.segment_began && pause.to <= at {
                let done = pause.done.clamp(first, count.max(first));
                pieces.extend(self.spread((first, done), (began, pause.from)));
                (first, began) = (done, pause.to);
            }
        }
        pieces.extend(self.spread((first, count), (began, at)));
        pieces
    }

    /// Gives each partition its share of the time.
    fn spread(&self, (first, count): (u64, u64), (began, at): (SimTime, SimTime)) -> Vec<Piece> {
        let length = u128::from(at.since(began).as_micros());
        let moment = |index: u64| {
            let part = length * u128::from(index) / u128::from(count.saturating_sub(first).max(1));
            began.after(SimDuration::from_micros(
                u64::try_from(part).expect("a part of a length"),
            ))
        };
        let mut index = 0;
        let ranges = self.between(first, count).into_iter();
        ranges
            .map(|range| {
                let started = moment(index);
                index += range.count();
                Piece {
                    range,
                    started,
                    finished: moment(index),
                }
            })
            .collect()
    }

    /// How far the whole batch is at `at`, in thousandths of the time it takes without the pauses.
    pub(crate) fn permille_at(&self, at: SimTime) -> u16 {
        let paused = |to: SimTime| {
            let pauses = self.pauses.0.iter().filter(|pause| pause.to <= to);
            pauses.fold(SimDuration::ZERO, |sum, pause| {
                sum + pause.to.since(pause.from)
            })
        };
        let worked = |to: SimTime| {
            let time = to.since(self.started).as_micros();
            time.saturating_sub(paused(to).as_micros())
        };
        let (all, now) = (worked(self.ends_at()).max(1), worked(at));
        u16::try_from(u128::from(now.min(all)) * 1_000 / u128::from(all)).unwrap_or(1_000)
    }

    /// Records finished by `at` that the ledger does not know of.
    pub(crate) fn unreported_at(&self, at: SimTime) -> u64 {
        self.done_at(at).saturating_sub(self.reported)
    }

    /// What is not finished by `at`, as ranges.
    pub(crate) fn rest_at(&self, at: SimTime) -> Vec<RecordRange> {
        self.between(self.done_at(at).max(self.reported), self.total)
    }

    /// (records finished by `at`, end of the record in hand then).
    fn progress(&self, at: SimTime) -> (u64, SimTime) {
        if at < self.current_ends || self.done >= self.stop {
            return (self.done, self.current_ends);
        }
        let mut index = self.done + 1;
        let mut begins = self.current_ends.after(self.gap);
        if at < begins || index >= self.stop {
            return (index, begins.after(self.time_of(index)));
        }
        if let Some(us) = self.pace.constant().map(SimDuration::as_micros) {
            let more = at
                .since(begins)
                .as_micros()
                .checked_div(us)
                .unwrap_or(u64::MAX)
                .min(self.stop - index);
            index += more;
            begins = begins.after(SimDuration::from_micros(us.saturating_mul(more)));
            return (index, begins.after(SimDuration::from_micros(us)));
        }
        while index < self.stop {
            let ends = begins.after(self.time_of(index));
            if ends > at {
                return (index, ends);
            }
            begins = ends;
            index += 1;
        }
        (index, begins)
    }

    /// What is left at `at` of the record in hand, and its whole time.
    pub(crate) fn record_in_hand(&self, at: SimTime) -> (SimDuration, SimDuration) {
        let (done, ends) = self.progress(at);
        (ends.since(at), self.time_of(done))
    }

    /// Records finished by `at`.
    pub(crate) fn done_at(&self, at: SimTime) -> u64 {
        self.progress(at).0.min(self.stop)
    }

    /// When everything is finished, without what the application does at its stops.
    pub(crate) fn ends_at(&self) -> SimTime {
        self.finishes_at(self.total)
    }

    fn finishes_at(&self, count: u64) -> SimTime {
        if self.is_stuck {
            return SimTime::MAX;
        }
        if self.done >= count {
            return self.segment_began;
        }
        let begins = self.current_ends.after(self.gap);
        let rest = count - self.done - 1;
        if rest == 0 {
            return self.current_ends;
        }
        if let Some(us) = self.pace.constant().map(SimDuration::as_micros) {
            return begins.after(SimDuration::from_micros(us.saturating_mul(rest)));
        }
        (self.done + 1..count).fold(begins, |at, index| at.after(self.time_of(index)))
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

    pub(crate) fn set_pace(&mut self, pace: Pace, now: SimTime) {
        self.settle(now);
        self.pace = pace;
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
        self.pauses.0.push(Pause {
            from,
            to: now,
            done: self.done,
        });
        if self.done < self.total && self.current_ends < now {
            let gap_end = self.current_ends.after(self.gap);
            let was_in_gap = from >= self.current_ends;
            self.current_ends = if was_in_gap { self.current_ends } else { now };
            if was_in_gap && gap_end < now {
                self.gap = now.since(self.current_ends);
            }
        }
    }

    /// Records number `from` up to `to`, as ranges.
    pub(crate) fn between(&self, from: u64, to: u64) -> Vec<RecordRange> {
        let mut first = 0;
        let mut found = Vec::new();
        for range in self.ranges.iter() {
            let cut = |index: u64| range.from + index.clamp(first, first + range.count()) - first;
            let (low, high) = (cut(from), cut(to));
            if low < high {
                found.push(RecordRange {
                    partition: range.partition,
                    from: low,
                    to: high,
                });
            }
            first += range.count();
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::ProcessingTime;

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
            Pace::of(processing, 7),
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
    fn frozen_time_is_nobodys() {
        let mut batch = batch(ProcessingTime::Constant { us: 20_000 });
        assert_eq!(batch.permille_at(SimTime::from_millis(150)), 250);
        batch.resume(SimTime::from_millis(150), SimTime::from_millis(5_000));
        // The record in hand ends with the thaw, so half of it costs no time.
        assert_eq!(
            batch.permille_at(SimTime::from_millis(5_000)),
            50 * 1_000 / 190
        );
        let pieces = batch.unreported_pieces_at(SimTime::from_millis(5_060));
        let told: Vec<(u64, u64, u64)> = pieces
            .iter()
            .map(|piece| {
                let ms = (piece.started.as_millis(), piece.finished.as_millis());
                (piece.range.count(), ms.0, ms.1)
            })
            .collect();
        // Two before; the other two of that partition and two of the next after it.
        assert_eq!(told, [(2, 100, 150), (2, 5_000, 5_030), (2, 5_030, 5_060)]);
    }

    #[test]
    fn a_changed_pace_holds_from_the_next_record() {
        let mut batch = batch(ProcessingTime::Constant { us: 20_000 });
        batch.set_pace(
            Pace::of(ProcessingTime::Constant { us: 200_000 }, 7),
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
    fn between_cuts_inside_a_range() {
        let batch = batch(ProcessingTime::Constant { us: 1 });
        let counts = |from, to| -> Vec<u64> {
            let ranges = batch.between(from, to);
            ranges.iter().map(RecordRange::count).collect()
        };
        assert_eq!(counts(0, 5), [4, 1]);
        assert_eq!(counts(3, 5), [1, 1]);
        assert_eq!(counts(4, 10), [6]);
        assert_eq!(batch.between(5, 10)[0].from, 11);
    }

    #[test]
    fn at_a_stop_no_further_record_begins() {
        let mut batch = batch(ProcessingTime::Constant { us: 20_000 });
        batch.stop_after(3);
        assert_eq!(batch.stops_at(), SimTime::from_millis(160));
        assert_eq!(batch.done_at(SimTime::from_millis(900)), 3);
        batch.reach_stop();
        let finished = batch.take_unreported(3, SimTime::from_millis(160));
        assert_eq!(
            (finished[0].range.count(), finished[0].started),
            (3, SimTime::from_millis(100))
        );
        batch.stop_after(10);
        batch.go_on(SimTime::from_millis(500));
        assert_eq!(batch.stops_at(), SimTime::from_millis(640));
        assert_eq!(batch.unreported_at(SimTime::from_millis(540)), 2);
        assert_eq!(batch.rest_at(SimTime::from_millis(540))[0].from, 11);
    }

    #[test]
    fn a_block_asked_for_in_the_record_before_a_stop_comes_after_it() {
        let mut batch = batch(ProcessingTime::Constant { us: 20_000 });
        batch.stop_after(3);
        assert!(batch.block(SimDuration::from_millis(1_000), SimTime::from_millis(145)));
        assert_eq!(batch.stops_at(), SimTime::from_millis(160));
        batch.reach_stop();
        batch.stop_after(10);
        batch.go_on(SimTime::from_millis(160));
        assert_eq!(batch.stops_at(), SimTime::from_millis(1_300));
    }
}
