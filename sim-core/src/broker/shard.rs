//! A partition of `__consumer_offsets`: how long the coordinator's writes take (A.14).

use crate::config::{BrokerConfig, Linger};
use crate::java_hash;
use crate::time::{SimDuration, SimTime};

/// Writes are answered when replicated, and answers without a write of their own wait for the
/// writes before them.
#[derive(Clone, Debug, Hash)]
pub(crate) struct Shard {
    /// How long a batch stays open for more writes.
    linger: SimDuration,
    append: SimDuration,
    /// When the batch that was opened last is written.
    flushes_at: SimTime,
    busy_until: SimTime,
}

impl Shard {
    pub(crate) fn new(config: &BrokerConfig, append: SimDuration) -> Self {
        let linger = match config.append_linger {
            Linger::Fixed(linger) if config.new_coordinator => linger,
            // MODEL: an adaptive batch is flushed at once, as on an idle coordinator. The old
            // coordinator gathers nothing.
            Linger::Fixed(_) | Linger::Adaptive => SimDuration::ZERO,
        };
        Self {
            linger,
            append,
            flushes_at: SimTime::ZERO,
            busy_until: SimTime::ZERO,
        }
    }

    /// Appends a record; returns when it is replicated.
    pub(crate) fn append(&mut self, now: SimTime) -> SimTime {
        if now >= self.flushes_at {
            self.flushes_at = now.after(self.linger);
        }
        self.busy_until = self.busy_until.max(self.flushes_at.after(self.append));
        self.busy_until
    }

    pub(crate) fn idle_at(&self, now: SimTime) -> SimTime {
        self.busy_until.max(now)
    }
}

/// Which partition of `__consumer_offsets` keeps a group (`GroupCoordinator.partitionFor`).
pub(crate) fn partition_for(group: &str, partitions: u32) -> u32 {
    java_hash::string_hash(group)
        .checked_abs()
        .map_or(0, i32::unsigned_abs)
        % partitions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::KafkaRelease;

    fn shard(release: KafkaRelease, linger: &str) -> Shard {
        let mut config = BrokerConfig::defaults(release);
        config
            .set("group.coordinator.append.linger.ms", linger)
            .unwrap();
        Shard::new(&config, SimDuration::from_millis(2))
    }

    #[test]
    fn what_comes_while_a_batch_is_open_is_written_with_it() {
        let mut shard = shard(KafkaRelease::V4_3, "10");
        let at = SimTime::from_millis;
        assert_eq!(shard.append(at(100)), at(112));
        assert_eq!(shard.append(at(107)), at(112), "the same batch");
        assert_eq!(shard.append(at(110)), at(122), "the next one");
    }

    #[test]
    fn the_old_coordinator_gathers_nothing() {
        let mut shard = shard(KafkaRelease::V3_9, "10");
        let at = SimTime::from_millis;
        assert_eq!(shard.append(at(100)), at(102));
    }

    #[test]
    fn a_group_has_its_partition_by_the_hash_of_its_name() {
        // Java: Math.abs("billing".hashCode()) % 50.
        assert_eq!(java_hash::string_hash("billing"), -109_829_509);
        assert_eq!(partition_for("billing", 50), 9);
        assert_eq!(partition_for("billing", 1), 0);
    }
}
