//! What producers write: a closed formula per partition, so that production costs no events.
//!
//! MODEL: a producer never pauses, fails or is throttled; the sticky partitioner of null keys is
//! taken at its average, an equal share per partition.

pub mod partitioner;

use crate::ids::PartitionId;
use crate::rng::{Purpose, pure, scale};
use crate::scenario::Production;
use crate::time::SimTime;

/// Production into one partition from `since` on. Offsets before `base` are older.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Source {
    /// Log end when this source began.
    base: u64,
    flow: Flow,
}

#[derive(Clone, Debug, Hash)]
enum Flow {
    Nothing,
    /// `floor(((t − since) · numerator + phase) / denominator)` records.
    Steady {
        since: SimTime,
        numerator: u64,
        denominator: u64,
        phase: u64,
    },
    /// `per_tick` records at `first + i · tick` (microseconds, `first` may be negative).
    Ticks {
        first_us: i64,
        tick_us: u64,
        per_tick: u64,
    },
}

impl Source {
    pub(crate) fn nothing(base: u64) -> Self {
        Self {
            base,
            flow: Flow::Nothing,
        }
    }

    pub(crate) fn ticks(base: u64, first_us: i64, tick_us: u64, per_tick: u64) -> Self {
        if per_tick == 0 {
            return Self::nothing(base);
        }
        Self {
            base,
            flow: Flow::Ticks {
                first_us,
                tick_us,
                per_tick,
            },
        }
    }

    /// `records_per_second · share / shares`, with a phase of the partition's own.
    pub(crate) fn steady(
        base: u64,
        since: SimTime,
        records_per_second: u32,
        share: (u64, u64),
        seed: u64,
        partition: u32,
    ) -> Self {
        let numerator = u64::from(records_per_second) * share.0;
        if numerator == 0 {
            return Self::nothing(base);
        }
        let denominator = 1_000_000 * share.1;
        let phase = pure(seed, Purpose::Production, partition.into(), 0) % denominator;
        Self {
            base,
            flow: Flow::Steady {
                since,
                numerator,
                denominator,
                phase,
            },
        }
    }

    /// Log end when this source began.
    pub(crate) fn base(&self) -> u64 {
        self.base
    }

    /// Log end offset at `at`.
    pub(crate) fn log_end(&self, at: SimTime) -> u64 {
        self.log_end_at(i64::try_from(at.as_micros()).unwrap_or(i64::MAX))
    }

    /// The same for a moment in microseconds, which may be before time 0.
    pub(crate) fn log_end_at(&self, at_us: i64) -> u64 {
        match self.flow {
            Flow::Nothing => self.base,
            Flow::Steady {
                since,
                numerator,
                denominator,
                phase,
            } => {
                let elapsed = u64::try_from(at_us)
                    .unwrap_or(0)
                    .saturating_sub(since.as_micros());
                self.base + mul_add_div(elapsed, numerator, phase, denominator)
            }
            Flow::Ticks {
                first_us,
                tick_us,
                per_tick,
            } => {
                let since_first = i128::from(at_us) - i128::from(first_us);
                if since_first < 0 {
                    return self.base;
                }
                let ticks =
                    u64::try_from(since_first / i128::from(tick_us) + 1).unwrap_or(u64::MAX);
                self.base + ticks.saturating_mul(per_tick)
            }
        }
    }

    /// Timestamp in microseconds of what is older than this source: the start of the run, or the
    /// first tick if that is earlier.
    pub(crate) fn preloaded_at_us(&self) -> i64 {
        match self.flow {
            Flow::Ticks { first_us, .. } => first_us.min(0),
            Flow::Nothing | Flow::Steady { .. } => 0,
        }
    }

    /// First moment at which the record `offset` exists.
    pub(crate) fn appended_at(&self, offset: u64) -> SimTime {
        if offset < self.base {
            return SimTime::ZERO;
        }
        let index = offset - self.base;
        match self.flow {
            Flow::Nothing => SimTime::MAX,
            Flow::Steady {
                since,
                numerator,
                denominator,
                phase,
            } => {
                let needed = u128::from(index + 1) * u128::from(denominator) - u128::from(phase);
                let micros = needed.div_ceil(u128::from(numerator));
                u64::try_from(micros).map_or(SimTime::MAX, |us| {
                    SimTime::from_micros(since.as_micros().saturating_add(us))
                })
            }
            Flow::Ticks {
                first_us,
                tick_us,
                per_tick,
            } => {
                let at = i128::from(first_us) + i128::from(index / per_tick) * i128::from(tick_us);
                SimTime::from_micros(u64::try_from(at.max(0)).unwrap_or(u64::MAX))
            }
        }
    }
}

fn mul_add_div(a: u64, b: u64, plus: u64, divisor: u64) -> u64 {
    if let Some(product) = a
        .checked_mul(b)
        .and_then(|product| product.checked_add(plus))
    {
        return product / divisor;
    }
    let wide = (u128::from(a) * u128::from(b) + u128::from(plus)) / u128::from(divisor);
    u64::try_from(wide).unwrap_or(u64::MAX)
}

/// Share of each partition of a topic: how many of `keys` keys murmur2 sends to it, or an equal
/// part when keys are null.
pub(crate) fn shares(keys: u32, partitions: u32) -> Vec<(u64, u64)> {
    if keys == 0 {
        return vec![(1, partitions.into()); partitions as usize];
    }
    let KeyHomes(homes) = KeyHomes::new(keys, partitions);
    homes
        .into_iter()
        .map(|here| (here.len() as u64, keys.into()))
        .collect()
}

/// Where a key lives: its partition's number, its rank among the keys there, and their count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct KeyPlace {
    pub partition: u32,
    rank: u64,
    of: u64,
}

/// Which keys live in which partition of a topic.
#[derive(Clone, Debug)]
pub(crate) struct KeyHomes(Vec<Vec<u32>>);

impl KeyHomes {
    /// Of a topic with `keys` keys.
    pub(crate) fn new(keys: u32, partitions: u32) -> Self {
        let mut homes = vec![Vec::new(); partitions as usize];
        for key in 0..keys {
            let home = partitioner::partition_for_key(format!("key-{key}").as_bytes(), partitions);
            homes[home as usize].push(key);
        }
        Self(homes)
    }

    /// The key of record `offset` of the partition `id`, which bears that number in its topic;
    /// None if no key lives there.
    pub(crate) fn key_of(
        &self,
        number: usize,
        seed: u64,
        id: PartitionId,
        offset: u64,
    ) -> Option<u32> {
        let here = self.0.get(number).filter(|here| !here.is_empty())?;
        let rank = rank_of(seed, id, offset, here.len() as u64);
        here.get(usize::try_from(rank).ok()?).copied()
    }
}

/// The place of key number `key` of `keys`, if there is such a key.
pub(crate) fn key_place(keys: u32, partitions: u32, key: u32) -> Option<KeyPlace> {
    let KeyHomes(homes) = KeyHomes::new(keys, partitions);
    (0..).zip(homes).find_map(|(partition, here)| {
        let rank = here.iter().position(|it| *it == key)?;
        Some(KeyPlace {
            partition,
            rank: rank as u64,
            of: here.len() as u64,
        })
    })
}

/// Whether record `offset` of the partition `id` has the key that lives at `place`.
pub(crate) fn has_key(place: KeyPlace, seed: u64, id: PartitionId, offset: u64) -> bool {
    rank_of(seed, id, offset, place.of) == place.rank
}

/// Which of the `of` keys of a partition a record has: a function of (seed, partition, offset),
/// equally likely for each.
fn rank_of(seed: u64, id: PartitionId, offset: u64, of: u64) -> u64 {
    scale(pure(seed, Purpose::Key, id.0.into(), offset), of)
}

/// Sources of the partitions of a new topic.
pub(crate) fn initial_sources(
    production: &Production,
    preloaded: u64,
    partitions: u32,
    seed: u64,
    first_partition: u32,
) -> Vec<Source> {
    match *production {
        Production::None => vec![Source::nothing(preloaded); partitions as usize],
        Production::Ticks {
            first_tick_ms,
            tick_ms,
            per_tick_per_partition,
        } => {
            let source = Source::ticks(
                preloaded,
                first_tick_ms.saturating_mul(1_000),
                tick_ms.saturating_mul(1_000),
                per_tick_per_partition.into(),
            );
            vec![source; partitions as usize]
        }
        Production::Rate {
            records_per_second,
            keys,
        } => (first_partition..)
            .zip(shares(keys, partitions))
            .map(|(partition, share)| {
                Source::steady(
                    preloaded,
                    SimTime::ZERO,
                    records_per_second,
                    share,
                    seed,
                    partition,
                )
            })
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_exists_from_its_append_time_on() {
        let sources = [
            Source::steady(5, SimTime::from_millis(3), 67, (49, 600), 7, 3),
            Source::ticks(0, -2_100_000, 250_000, 2),
            Source::steady(0, SimTime::ZERO, 10_000_000, (1, 1), 7, 0),
        ];
        for source in sources {
            for offset in 5..500 {
                let at = source.appended_at(offset);
                assert!(source.log_end(at) > offset, "{source:?} {offset}");
                if at > SimTime::ZERO && at.as_micros() > 3_000 {
                    let before = SimTime::from_micros(at.as_micros() - 1);
                    assert!(source.log_end(before) <= offset, "{source:?} {offset}");
                }
            }
        }
    }

    #[test]
    fn recordings_formula_for_ticks() {
        let source = Source::ticks(0, -2_100_000, 250_000, 2);
        assert_eq!(source.log_end(SimTime::ZERO), 18);
        assert_eq!(source.log_end(SimTime::from_millis(150)), 20);
    }

    #[test]
    fn keyed_shares_follow_murmur2_and_sum_up() {
        let shares = shares(600, 8);
        assert_eq!(shares.iter().map(|(count, _)| count).sum::<u64>(), 600);
        assert!(
            shares.iter().any(|(count, _)| *count != 75),
            "keys never spread evenly"
        );
    }
}
