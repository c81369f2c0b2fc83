//! A partition's log as offsets: start, high watermark, end. No record is ever an object.
//!
//! MODEL: one replica, so the high watermark is the log end; batch boundaries are not modelled.

use crate::effect::RetentionRule;
use crate::production::Source;
use crate::time::{SimDuration, SimTime};

/// How long and how much of a topic is kept (`retention.ms`, `retention.bytes`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Retention {
    pub age: Option<SimDuration>,
    pub bytes: Option<u64>,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct PartitionLog {
    pub log_start_offset: u64,
    pub record_bytes: u32,
    pub retention: Retention,
    source: Source,
    /// Sources before this one that wrote something, oldest first.
    earlier: Vec<Source>,
}

impl PartitionLog {
    pub(crate) fn new(record_bytes: u32, retention: Retention, source: Source) -> Self {
        Self {
            log_start_offset: 0,
            record_bytes,
            retention,
            source,
            earlier: Vec::new(),
        }
    }

    pub(crate) fn log_end_offset(&self, at: SimTime) -> u64 {
        self.source.log_end(at)
    }

    pub(crate) fn high_watermark(&self, at: SimTime) -> u64 {
        self.log_end_offset(at)
    }

    /// First moment at which `offset` can be read.
    pub(crate) fn readable_at(&self, offset: u64) -> SimTime {
        self.source.appended_at(offset)
    }

    /// When `offset` was written; before the run began is its start.
    pub(crate) fn written_at(&self, offset: u64) -> SimTime {
        let sources = self.earlier.iter().rev();
        let mut sources = [&self.source].into_iter().chain(sources);
        sources
            .find(|source| source.base() <= offset)
            .map_or(SimTime::ZERO, |source| source.appended_at(offset))
    }

    /// From now on records come from another source, which starts at the log's end.
    pub(crate) fn set_source(&mut self, source: Source) {
        let ended = std::mem::replace(&mut self.source, source);
        if ended.base() < self.source.base() {
            self.earlier.push(ended);
        }
    }

    /// First kept offset whose record was written at or after `timestamp_ms`, which may be before
    /// time 0; None if there is none below the high watermark.
    pub(crate) fn offset_for_timestamp(&self, timestamp_ms: i64, now: SimTime) -> Option<u64> {
        let first = self
            .first_written_at(timestamp_ms)
            .max(self.log_start_offset);
        (first < self.high_watermark(now)).then_some(first)
    }

    /// First offset whose record was written at or after `timestamp_ms`.
    fn first_written_at(&self, timestamp_ms: i64) -> u64 {
        let before_us = timestamp_ms.saturating_mul(1_000).saturating_sub(1);
        let oldest = self.earlier.first().unwrap_or(&self.source);
        if oldest.base() > 0 && oldest.preloaded_at_us() > before_us {
            return 0;
        }
        let ends = self.earlier.iter().skip(1).chain([&self.source]);
        for (source, next) in self.earlier.iter().zip(ends) {
            let first = source.log_end_at(before_us);
            if first < next.base() {
                return first;
            }
        }
        self.source.log_end_at(before_us)
    }

    /// Deletes what `retention` does not keep any more; says by which limit if that was something.
    ///
    /// MODEL: as if every record were a segment: Kafka deletes whole segments, and of the active
    /// one only by age, so there more is kept for longer.
    pub(crate) fn clean(&mut self, now: SimTime) -> Option<RetentionRule> {
        let end = self.log_end_offset(now);
        let by_age = self.retention.age.map_or(0, |age| {
            let now_ms = i64::try_from(now.as_millis()).unwrap_or(i64::MAX);
            let age_ms = i64::try_from(age.as_millis()).unwrap_or(i64::MAX);
            self.first_written_at(now_ms.saturating_sub(age_ms))
        });
        let by_size = self.retention.bytes.map_or(0, |bytes| {
            end.saturating_sub(bytes.div_ceil(self.record_bytes.into()))
        });
        let start = by_age.max(by_size).clamp(self.log_start_offset, end);
        let has_moved = start > self.log_start_offset;
        self.log_start_offset = start;
        // Sources of which nothing is left.
        let gone = (0..self.earlier.len()).rposition(|index| {
            let next = self.earlier.get(index + 1).unwrap_or(&self.source);
            next.base() <= start
        });
        if let Some(last) = gone {
            self.earlier.drain(..=last);
        }
        let rule = if by_age >= by_size {
            RetentionRule::Time
        } else {
            RetentionRule::Size
        };
        has_moved.then_some(rule)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn ms(at: u64) -> SimTime {
        SimTime::from_millis(at)
    }

    fn log(retention: Retention, source: Source) -> PartitionLog {
        PartitionLog::new(100, retention, source)
    }

    /// 5 old records, then one each second from 1 s on.
    fn ticking(retention: Retention) -> PartitionLog {
        log(retention, Source::ticks(5, 1_000_000, 1_000_000, 1))
    }

    #[test]
    fn a_timestamp_finds_the_first_record_that_is_not_older() {
        let log = ticking(Retention::default());
        let find = |timestamp| log.offset_for_timestamp(timestamp, ms(10_000));
        assert_eq!(find(-60_000), Some(0));
        assert_eq!(find(0), Some(0), "what was there at the start is of time 0");
        assert_eq!(find(1), Some(5));
        assert_eq!(find(1_000), Some(5));
        assert_eq!(find(1_001), Some(6));
        assert_eq!(find(10_000), Some(14));
        assert_eq!(find(10_001), None);
    }

    #[test]
    fn ticks_before_the_run_have_their_times() {
        let log = log(
            Retention::default(),
            Source::ticks(2, -2_000_000, 1_000_000, 1),
        );
        let find = |timestamp| log.offset_for_timestamp(timestamp, ms(10_000));
        assert_eq!(find(-2_000), Some(0));
        assert_eq!(find(-1_999), Some(3));
        assert_eq!(find(-500), Some(4));
    }

    #[test]
    fn times_survive_a_change_of_the_rate() {
        let mut log = ticking(Retention::default());
        log.set_source(Source::nothing(log.log_end_offset(ms(3_000))));
        log.set_source(Source::ticks(8, 8_000_000, 1_000_000, 1));
        let find = |timestamp| log.offset_for_timestamp(timestamp, ms(10_000));
        assert_eq!(find(2_500), Some(7));
        assert_eq!(find(3_000), Some(7));
        assert_eq!(find(3_001), Some(8));
        assert_eq!(find(8_500), Some(9));
    }

    #[test]
    fn age_keeps_what_is_exactly_as_old() {
        let mut log = ticking(Retention {
            age: Some(SimDuration::from_secs(4)),
            bytes: None,
        });
        assert_eq!(log.clean(ms(4_000)), None);
        assert_eq!(log.clean(ms(5_000)), Some(RetentionRule::Time));
        assert_eq!(log.log_start_offset, 5);
        log.clean(ms(6_000));
        assert_eq!(log.log_start_offset, 6);
    }

    #[test]
    fn size_never_leaves_less_than_it_says() {
        let mut log = ticking(Retention {
            age: None,
            bytes: Some(250),
        });
        assert_eq!(log.clean(ms(5_000)), Some(RetentionRule::Size));
        assert_eq!(log.log_start_offset, 7, "three of ten records are kept");
        assert_eq!(log.clean(ms(5_000)), None);
    }

    #[test]
    fn an_old_source_goes_with_its_last_record() {
        let mut log = ticking(Retention {
            age: Some(SimDuration::from_secs(1)),
            bytes: None,
        });
        log.set_source(Source::ticks(8, 20_000_000, 1_000_000, 1));
        log.clean(ms(30_000));
        assert_eq!((log.log_start_offset, log.earlier.len()), (17, 0));
    }
}
