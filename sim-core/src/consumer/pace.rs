//! How long the application needs for a record: a function of (seed, partition, offset).

use std::sync::Arc;

use super::Client;
use crate::ctx::Ctx;
use crate::ids::{PartitionId, TopicId};
use crate::production::{KeyPlace, has_key, key_place};
use crate::rng::{Purpose, pure, scale};
use crate::scenario::ProcessingTime;
use crate::time::SimDuration;

/// The slow key's place in each topic that has it.
///
/// MODEL: a record's key is drawn among the keys that live in its partition now; a topic that
/// grows deals the keys of its old records anew.
pub(super) type SlowPlaces = Arc<[(PartitionId, KeyPlace)]>;

/// The pace of one batch or worker.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Pace {
    processing: ProcessingTime,
    seed: u64,
    slow: Option<SlowPlaces>,
}

/// The places as they were last computed, and for what.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct PaceCache {
    key: u32,
    partitions: u64,
    places: Option<SlowPlaces>,
}

impl Pace {
    /// The time, if it is the same for every record.
    pub(super) fn constant(&self) -> Option<SimDuration> {
        if let ProcessingTime::Constant { us } = self.processing {
            Some(SimDuration::from_micros(us))
        } else {
            None
        }
    }

    pub(super) fn time_of(&self, partition: PartitionId, offset: u64) -> SimDuration {
        let bits = || pure(self.seed, Purpose::Processing, partition.0.into(), offset);
        match self.processing {
            ProcessingTime::Constant { us } => SimDuration::from_micros(us),
            ProcessingTime::Uniform { min_us, max_us } => {
                SimDuration::from_micros(min_us + scale(bits(), max_us - min_us + 1))
            }
            ProcessingTime::HeavyTail { median_us } => heavy_tail(median_us, bits()),
            ProcessingTime::SlowKey { us, slow_us, .. } => {
                let mut places = self.slow.iter().flat_map(|places| places.iter());
                let is_slow = places.any(|(home, place)| {
                    *home == partition && has_key(*place, self.seed, partition, offset)
                });
                SimDuration::from_micros(if is_slow { slow_us } else { us })
            }
        }
    }

    #[cfg(test)]
    pub(super) fn of(processing: ProcessingTime, seed: u64) -> Self {
        Self {
            processing,
            seed,
            slow: None,
        }
    }
}

impl Client {
    /// The present pace.
    pub(super) fn pace(&mut self, ctx: &Ctx<'_>) -> Pace {
        let slow = if let ProcessingTime::SlowKey { key, .. } = self.processing {
            Some(self.slow_places(key, ctx))
        } else {
            None
        };
        Pace {
            processing: self.processing,
            seed: self.seed,
            slow,
        }
    }

    fn slow_places(&mut self, key: u32, ctx: &Ctx<'_>) -> SlowPlaces {
        let partitions = ctx.directory.partition_count() as u64;
        if let Some(places) = &self.pace_cache.places
            && (self.pace_cache.key, self.pace_cache.partitions) == (key, partitions)
        {
            return places.clone();
        }
        let home = |topic: TopicId| {
            let partitions = ctx.directory.partitions_of(topic);
            let count = PartitionId::from_index(partitions.len()).0;
            let place = key_place(ctx.directory.keys_of(topic), count, key)?;
            Some((partitions[place.partition as usize], place))
        };
        let places: SlowPlaces = ctx.directory.topic_ids().filter_map(home).collect();
        self.pace_cache = PaceCache {
            key,
            partitions,
            places: Some(places.clone()),
        };
        places
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
