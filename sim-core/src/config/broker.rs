//! Configuration of a broker, as far as groups, their offsets and their records depend on it.
//!
//! Deliberately lacks keys of what is not modelled, such as log segments.

use locale::{Text, say};

use super::error::ConfigError;
use super::key::{
    ConfigGroup, ConfigKey, ConfigUnit, KafkaRelease, KeyDefault, Slot, config_keys, find, in_all,
    read_value,
};
use super::value::{ConfigValue, Linger};
use crate::time::SimDuration;
use KeyDefault::{NotInRelease, Value};

/// Settings of the group coordinator; the keys are in [`BROKER_KEYS`].
///
/// ```
/// use sim_core::config::{BrokerConfig, KafkaRelease};
/// let mut config = BrokerConfig::defaults(KafkaRelease::V4_3);
/// config.set("group.initial.rebalance.delay.ms", "0").unwrap();
/// assert!(config.set("group.max.size", "0").is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BrokerConfig {
    /// `group.min.session.timeout.ms`
    pub group_min_session_timeout: SimDuration,
    /// `group.max.session.timeout.ms`
    pub group_max_session_timeout: SimDuration,
    /// `group.initial.rebalance.delay.ms`
    pub group_initial_rebalance_delay: SimDuration,
    /// `group.max.size`
    pub group_max_size: u32,
    /// `log.retention.check.interval.ms`
    pub log_retention_check_interval: SimDuration,
    /// `fetch.max.bytes`, the broker's own.
    pub fetch_max_bytes: u32,
    /// `offsets.retention.minutes`
    pub offsets_retention: SimDuration,
    /// `offsets.retention.check.interval.ms`
    pub offsets_retention_check_interval: SimDuration,
    /// `offsets.commit.timeout.ms`
    pub offsets_commit_timeout: SimDuration,
    /// `offset.metadata.max.bytes`; Kafka counts characters.
    pub offset_metadata_max_bytes: u32,
    /// `offsets.topic.num.partitions`
    pub offsets_topic_num_partitions: u32,
    /// `group.coordinator.append.linger.ms`
    pub append_linger: Linger,
    /// `group.coordinator.threads`
    pub coordinator_threads: u32,
    /// `group.coordinator.new.enable`, an internal key: the coordinator rewritten in Java.
    pub new_coordinator: bool,
}

impl BrokerConfig {
    /// What a broker of `release` uses when nothing is set.
    pub fn defaults(release: KafkaRelease) -> Self {
        Self {
            group_min_session_timeout: SimDuration::from_millis(6_000),
            group_max_session_timeout: SimDuration::from_millis(1_800_000),
            group_initial_rebalance_delay: SimDuration::from_millis(3_000),
            group_max_size: 2_147_483_647,
            log_retention_check_interval: SimDuration::from_millis(300_000),
            fetch_max_bytes: 57_671_680,
            offsets_retention: SimDuration::from_secs(10_080 * 60),
            offsets_retention_check_interval: SimDuration::from_millis(600_000),
            offsets_commit_timeout: SimDuration::from_millis(5_000),
            offset_metadata_max_bytes: 4_096,
            offsets_topic_num_partitions: 50,
            append_linger: match release {
                KafkaRelease::V2_8 => Linger::Fixed(SimDuration::ZERO),
                KafkaRelease::V3_9 => Linger::Fixed(SimDuration::from_millis(10)),
                KafkaRelease::V4_3 => Linger::Adaptive,
            },
            coordinator_threads: if release >= KafkaRelease::V4_3 { 4 } else { 1 },
            new_coordinator: release >= KafkaRelease::V4_3,
        }
    }

    /// Sets the field of `key` from Kafka's spelling. On an error nothing changes.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), ConfigError> {
        let index = find(BROKER_KEYS, key)?;
        (SLOTS[index].set)(self, &BROKER_KEYS[index], value)
    }

    /// The value of `key` in Kafka's spelling; `None` for unknown keys.
    pub fn get(&self, key: &str) -> Option<String> {
        let index = find(BROKER_KEYS, key).ok()?;
        (SLOTS[index].get)(self, &BROKER_KEYS[index])
    }

    /// Rules that join several keys.
    pub fn validate(&self) -> Result<(), ConfigError> {
        if self.group_min_session_timeout > self.group_max_session_timeout {
            return Err(ConfigError::BrokerBoundsCrossed {
                min_ms: self.group_min_session_timeout.as_millis(),
                max_ms: self.group_max_session_timeout.as_millis(),
            });
        }
        Ok(())
    }
}

const INT: Option<(u64, u64)> = Some((0, 2_147_483_647));
const POSITIVE_INT: Option<(u64, u64)> = Some((1, 2_147_483_647));
// MODEL: Kafka takes any 64-bit number of milliseconds; time here is microseconds in 64 bits.
const POSITIVE_LONG: Option<(u64, u64)> = Some((1, 9_223_372_036_854_775));

config_keys! {
    /// Every key of [`BrokerConfig`].
    pub BROKER_KEYS, SLOTS for BrokerConfig;

    "group.min.session.timeout.ms" => group_min_session_timeout {
        Millis, in_all("6000"), INT, Text::default, Liveness, true,
        say::broker_key_group_min_session_timeout_ms
    }
    "group.max.session.timeout.ms" => group_max_session_timeout {
        Millis, in_all("1800000"), INT, Text::default, Liveness, true,
        say::broker_key_group_max_session_timeout_ms
    }
    "group.initial.rebalance.delay.ms" => group_initial_rebalance_delay {
        Millis, in_all("3000"), INT, Text::default, Membership, true,
        say::broker_key_group_initial_rebalance_delay_ms
    }
    "group.max.size" => group_max_size {
        Count, in_all("2147483647"), POSITIVE_INT, Text::default, Membership, true,
        say::broker_key_group_max_size
    }
    "log.retention.check.interval.ms" => log_retention_check_interval {
        Millis, in_all("300000"), POSITIVE_LONG, Text::default, Reset, true,
        say::broker_key_log_retention_check_interval_ms
    }
    "fetch.max.bytes" => fetch_max_bytes {
        Bytes, in_all("57671680"), Some((1_024, 2_147_483_647)), Text::default, Fetching, true,
        say::broker_key_fetch_max_bytes
    }
    "offsets.retention.minutes" => offsets_retention {
        Minutes, in_all("10080"), POSITIVE_INT, Text::default, Commits, true,
        say::broker_key_offsets_retention_minutes
    }
    "offsets.retention.check.interval.ms" => offsets_retention_check_interval {
        Millis, in_all("600000"), POSITIVE_INT, Text::default, Commits, true,
        say::broker_key_offsets_retention_check_interval_ms
    }
    "offsets.commit.timeout.ms" => offsets_commit_timeout {
        Millis, in_all("5000"), POSITIVE_INT, Text::default, Commits, false,
        say::broker_key_offsets_commit_timeout_ms
    }
    "offset.metadata.max.bytes" => offset_metadata_max_bytes {
        Count, in_all("4096"), INT, Text::default, Commits, false,
        say::broker_key_offset_metadata_max_bytes
    }
    "offsets.topic.num.partitions" => offsets_topic_num_partitions {
        Count, in_all("50"), POSITIVE_INT, Text::default, Commits, true,
        say::broker_key_offsets_topic_num_partitions
    }
    "group.coordinator.append.linger.ms" => append_linger {
        Millis, [NotInRelease("0"), Value("10"), Value("-1")], INT,
        say::allowed_linger, Commits, true,
        say::broker_key_group_coordinator_append_linger_ms
    }
    "group.coordinator.threads" => coordinator_threads {
        Count, [NotInRelease("1"), Value("1"), Value("4")], POSITIVE_INT, Text::default, Membership, false,
        say::broker_key_group_coordinator_threads
    }
    "group.coordinator.new.enable" => new_coordinator {
        Boolean, [NotInRelease("false"), Value("false"), Value("true")], None,
        say::allowed_boolean, Membership, true,
        say::broker_key_group_coordinator_new_enable
    }
}
