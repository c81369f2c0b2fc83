//! Configuration of a classic consumer.
//!
//! Deliberately lacks keys of the consumer protocol (KIP-848).

use std::sync::Arc;

use locale::{Text, say};

use super::broker::BrokerConfig;
use super::error::ConfigError;
use super::key::{
    ConfigGroup, ConfigKey, ConfigUnit, KafkaRelease, KeyDefault, Slot, config_keys, find, in_all,
    read_value,
};
use super::value::{AssignorName, ConfigValue, IsolationLevel, OffsetReset};
use crate::time::SimDuration;
use KeyDefault::{NotInRelease, Null, Value};

/// How long `close()` waits when it is given no timeout. A constant of the client, not a key.
pub const CLOSE_TIMEOUT: SimDuration = SimDuration::from_secs(30);

/// Settings of one consumer; the keys are in [`CONSUMER_KEYS`].
///
/// ```
/// use sim_core::config::{ConsumerConfig, KafkaRelease};
/// let mut config = ConsumerConfig::defaults(KafkaRelease::V4_3);
/// config.set("session.timeout.ms", "10000").unwrap();
/// assert_eq!(config.get("session.timeout.ms").as_deref(), Some("10000"));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConsumerConfig {
    /// `group.id`
    pub group_id: Option<Arc<str>>,
    /// `group.instance.id`
    pub group_instance_id: Option<Arc<str>>,
    /// `client.id`; empty lets the client make one up.
    pub client_id: Arc<str>,
    /// `client.rack`
    pub client_rack: Option<Arc<str>>,
    /// `session.timeout.ms`
    pub session_timeout: SimDuration,
    /// `heartbeat.interval.ms`
    pub heartbeat_interval: SimDuration,
    /// `max.poll.interval.ms`
    pub max_poll_interval: SimDuration,
    /// `max.poll.records`
    pub max_poll_records: u32,
    /// `enable.auto.commit`
    pub enable_auto_commit: bool,
    /// `auto.commit.interval.ms`
    pub auto_commit_interval: SimDuration,
    /// `auto.offset.reset`
    pub auto_offset_reset: OffsetReset,
    /// `partition.assignment.strategy`
    pub partition_assignment_strategy: Vec<AssignorName>,
    /// `isolation.level`
    pub isolation_level: IsolationLevel,
    /// `fetch.min.bytes`
    pub fetch_min_bytes: u32,
    /// `fetch.max.wait.ms`
    pub fetch_max_wait: SimDuration,
    /// `fetch.max.bytes`
    pub fetch_max_bytes: u32,
    /// `max.partition.fetch.bytes`
    pub max_partition_fetch_bytes: u32,
    /// `request.timeout.ms`
    pub request_timeout: SimDuration,
    /// `default.api.timeout.ms`
    pub default_api_timeout: SimDuration,
    /// `retry.backoff.ms`
    pub retry_backoff: SimDuration,
    /// `retry.backoff.max.ms`; equal to `retry_backoff` where the backoff is constant.
    pub retry_backoff_max: SimDuration,
    /// `reconnect.backoff.ms`
    pub reconnect_backoff: SimDuration,
    /// `reconnect.backoff.max.ms`; where only `reconnect.backoff.ms` is set, equal to that.
    pub reconnect_backoff_max: SimDuration,
    has_reconnect_max: bool,
    /// `metadata.max.age.ms`
    pub metadata_max_age: SimDuration,
}

impl ConsumerConfig {
    /// What a consumer of `release` uses when nothing is set.
    pub fn defaults(release: KafkaRelease) -> Self {
        let is_2_8 = release == KafkaRelease::V2_8;
        Self {
            group_id: None,
            group_instance_id: None,
            client_id: "".into(),
            client_rack: None,
            session_timeout: SimDuration::from_secs(if is_2_8 { 10 } else { 45 }),
            heartbeat_interval: SimDuration::from_secs(3),
            max_poll_interval: SimDuration::from_secs(300),
            max_poll_records: 500,
            enable_auto_commit: true,
            auto_commit_interval: SimDuration::from_secs(5),
            auto_offset_reset: OffsetReset::Latest,
            partition_assignment_strategy: if is_2_8 {
                vec![AssignorName::Range]
            } else {
                vec![AssignorName::Range, AssignorName::CooperativeSticky]
            },
            isolation_level: IsolationLevel::ReadUncommitted,
            fetch_min_bytes: 1,
            fetch_max_wait: SimDuration::from_millis(500),
            fetch_max_bytes: 52_428_800,
            max_partition_fetch_bytes: 1_048_576,
            request_timeout: SimDuration::from_secs(30),
            default_api_timeout: SimDuration::from_secs(60),
            retry_backoff: SimDuration::from_millis(100),
            retry_backoff_max: SimDuration::from_millis(if is_2_8 { 100 } else { 1_000 }),
            reconnect_backoff: SimDuration::from_millis(50),
            reconnect_backoff_max: SimDuration::from_millis(1_000),
            has_reconnect_max: false,
            metadata_max_age: SimDuration::from_secs(300),
        }
    }

    /// Sets the field of `key` from Kafka's spelling. On an error nothing changes.
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), ConfigError> {
        let index = find(CONSUMER_KEYS, key)?;
        (SLOTS[index].set)(self, &CONSUMER_KEYS[index], value)?;
        // `CommonClientConfigs.postProcessReconnectBackoffConfigs`
        match key {
            "reconnect.backoff.max.ms" => self.has_reconnect_max = true,
            "reconnect.backoff.ms" if !self.has_reconnect_max => {
                self.reconnect_backoff_max = self.reconnect_backoff;
            }
            _ => {}
        }
        Ok(())
    }

    /// The value of `key` in Kafka's spelling; `None` for null and for unknown keys.
    pub fn get(&self, key: &str) -> Option<String> {
        let index = find(CONSUMER_KEYS, key).ok()?;
        (SLOTS[index].get)(self, &CONSUMER_KEYS[index])
    }

    /// Whether offsets are committed without being asked: never outside a group.
    pub fn commits_automatically(&self) -> bool {
        self.enable_auto_commit && self.group_id.is_some()
    }

    /// Rules that join several keys and make Kafka's constructor throw.
    pub fn validate(&self) -> Result<(), ConfigError> {
        if self.heartbeat_interval >= self.session_timeout {
            return Err(ConfigError::HeartbeatNotBelowSession {
                heartbeat_ms: self.heartbeat_interval.as_millis(),
                session_ms: self.session_timeout.as_millis(),
            });
        }
        let names = &self.partition_assignment_strategy;
        if names.is_empty() {
            return Err(ConfigError::NoAssignor);
        }
        match (1..names.len()).find(|&i| names[..i].contains(&names[i])) {
            Some(i) => Err(ConfigError::DuplicateAssignor {
                name: names[i].protocol_name(),
            }),
            None => Ok(()),
        }
    }

    /// The rule that only the broker checks: a session timeout out of its bounds is a legal
    /// setting with which `JoinGroup` is answered `INVALID_SESSION_TIMEOUT`.
    pub fn check_session_bounds(&self, broker: &BrokerConfig) -> Result<(), ConfigError> {
        let (min, max) = (
            broker.group_min_session_timeout,
            broker.group_max_session_timeout,
        );
        if (min..=max).contains(&self.session_timeout) {
            return Ok(());
        }
        Err(ConfigError::SessionOutOfBrokerBounds {
            session_ms: self.session_timeout.as_millis(),
            min_ms: min.as_millis(),
            max_ms: max.as_millis(),
        })
    }
}

const INT: Option<(u64, u64)> = Some((0, 2_147_483_647));
// MODEL: Kafka puts no lower bound on `session.timeout.ms` and `heartbeat.interval.ms`; 0 is out
// here, since a heartbeat every 0 ms would never let time pass.
const POSITIVE_INT: Option<(u64, u64)> = Some((1, 2_147_483_647));
// MODEL: Kafka takes any 64-bit number of milliseconds; time here is microseconds in 64 bits.
const LONG: Option<(u64, u64)> = Some((0, 9_223_372_036_854_775));

config_keys! {
    /// Every key of [`ConsumerConfig`].
    pub CONSUMER_KEYS, SLOTS for ConsumerConfig;

    "group.id" => group_id {
        Text, [Null; 3], None, say::allowed_not_empty, Membership, true,
        say::key_group_id
    }
    "group.instance.id" => group_instance_id {
        Text, [Null; 3], None, say::allowed_not_empty, Membership, true,
        say::key_group_instance_id
    }
    "client.id" => client_id {
        Text, in_all(""), None, say::allowed_text, Membership, true,
        say::key_client_id
    }
    "client.rack" => client_rack {
        Text, in_all(""), None, say::allowed_text, Assignor, false,
        say::key_client_rack
    }
    "session.timeout.ms" => session_timeout {
        Millis, [Value("10000"), Value("45000"), Value("45000")], POSITIVE_INT, Text::default, Liveness, true,
        say::key_session_timeout_ms
    }
    "heartbeat.interval.ms" => heartbeat_interval {
        Millis, in_all("3000"), POSITIVE_INT, Text::default, Liveness, true,
        say::key_heartbeat_interval_ms
    }
    "max.poll.interval.ms" => max_poll_interval {
        Millis, in_all("300000"), POSITIVE_INT, Text::default, Liveness, true,
        say::key_max_poll_interval_ms
    }
    "max.poll.records" => max_poll_records {
        Count, in_all("500"), POSITIVE_INT, Text::default, Fetching, true,
        say::key_max_poll_records
    }
    "enable.auto.commit" => enable_auto_commit {
        Boolean, in_all("true"), None, say::allowed_boolean, Commits, true,
        say::key_enable_auto_commit
    }
    "auto.commit.interval.ms" => auto_commit_interval {
        Millis, in_all("5000"), INT, Text::default, Commits, true,
        say::key_auto_commit_interval_ms
    }
    "auto.offset.reset" => auto_offset_reset {
        Choice, in_all("latest"), None,
        say::allowed_reset, Reset, true,
        say::key_auto_offset_reset
    }
    "partition.assignment.strategy" => partition_assignment_strategy {
        List, [
            Value("org.apache.kafka.clients.consumer.RangeAssignor"),
            Value(
                "org.apache.kafka.clients.consumer.RangeAssignor,\
                 org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
            ),
            Value(
                "org.apache.kafka.clients.consumer.RangeAssignor,\
                 org.apache.kafka.clients.consumer.CooperativeStickyAssignor"
            )
        ], None,
        say::allowed_assignors, Assignor, true,
        say::key_partition_assignment_strategy
    }
    "isolation.level" => isolation_level {
        Choice, in_all("read_uncommitted"),
        None, say::allowed_isolation, Fetching, false,
        say::key_isolation_level
    }
    "fetch.min.bytes" => fetch_min_bytes {
        Bytes, in_all("1"), INT, Text::default, Fetching, true,
        say::key_fetch_min_bytes
    }
    "fetch.max.wait.ms" => fetch_max_wait {
        Millis, in_all("500"), INT, Text::default, Fetching, true,
        say::key_fetch_max_wait_ms
    }
    "fetch.max.bytes" => fetch_max_bytes {
        Bytes, in_all("52428800"), INT, Text::default, Fetching, true,
        say::key_fetch_max_bytes
    }
    "max.partition.fetch.bytes" => max_partition_fetch_bytes {
        Bytes, in_all("1048576"), INT, Text::default, Fetching, true,
        say::key_max_partition_fetch_bytes
    }
    "request.timeout.ms" => request_timeout {
        Millis, in_all("30000"), INT, Text::default, Fetching, true,
        say::key_request_timeout_ms
    }
    "default.api.timeout.ms" => default_api_timeout {
        Millis, in_all("60000"), INT, Text::default, Commits, true,
        say::key_default_api_timeout_ms
    }
    "retry.backoff.ms" => retry_backoff {
        Millis, in_all("100"), LONG, Text::default, Fetching, true,
        say::key_retry_backoff_ms
    }
    "retry.backoff.max.ms" => retry_backoff_max {
        Millis, [NotInRelease("100"), Value("1000"), Value("1000")], LONG, Text::default, Fetching, true,
        say::key_retry_backoff_max_ms
    }
    "reconnect.backoff.ms" => reconnect_backoff {
        Millis, in_all("50"), LONG, Text::default, Fetching, true,
        say::key_reconnect_backoff_ms
    }
    "reconnect.backoff.max.ms" => reconnect_backoff_max {
        Millis, in_all("1000"), LONG, Text::default, Fetching, true,
        say::key_reconnect_backoff_max_ms
    }
    "metadata.max.age.ms" => metadata_max_age {
        Millis, in_all("300000"), LONG, Text::default, Fetching, true,
        say::key_metadata_max_age_ms
    }
}
