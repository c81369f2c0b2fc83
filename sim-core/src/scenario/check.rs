//! Checks of a scenario: each error names field, value and allowed range.

use std::collections::BTreeSet;
use std::fmt;
use std::fmt::Display;

use locale::{Text, say};

use super::{
    ConfigValue, ConsumerSpec, CostSpec, FORMAT, ListenerSpec, Production, Scenario, SeekTo,
    TopicPattern, TopicSpec,
};
use crate::config::{BrokerConfig, ConfigError, ConsumerConfig, KafkaRelease};
use crate::json::{self, JsonError};
use crate::limits::{
    COMMANDS_MAX, CONSUMERS_MAX, GROUPS_MAX, KEYS_MAX, LATENCY_US_MAX, NAME_CHARS_MAX,
    PARTITIONS_MAX, POISON_MAX, PROCESSING_US_MAX, PRODUCE_RATE_MAX, RETENTION_MAX,
    TITLE_CHARS_MAX, TOPICS_MAX,
};

/// Why a scenario or recording is refused.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ScenarioError {
    /// Not JSON of the expected shape.
    Syntax(JsonError),
    /// A field's value is not allowed.
    Range {
        /// Path of the field.
        field: String,
        /// Its value.
        value: Text,
        /// The allowed range.
        allowed: Text,
    },
    /// A Kafka setting is not allowed.
    Config {
        /// Path of the settings.
        field: String,
        /// What is wrong.
        error: ConfigError,
    },
}

impl fmt::Display for ScenarioError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(to)
    }
}

impl ScenarioError {
    /// A value out of range.
    pub fn range(field: impl Display, value: impl Into<Text>, allowed: impl Into<Text>) -> Self {
        Self::Range {
            field: field.to_string(),
            value: value.into(),
            allowed: allowed.into(),
        }
    }

    /// In a sentence without its full stop.
    pub fn told(&self) -> Text {
        match self {
            Self::Syntax(error) => error.told(),
            Self::Range {
                field,
                value,
                allowed,
            } => say::error_value(field, value.clone(), allowed.clone()),
            Self::Config { field, error } => say::refusal_config(field, error.told()),
        }
    }
}

pub(super) fn within(
    field: impl Display,
    value: u64,
    min: u64,
    max: u64,
    unit: impl Into<Text>,
) -> Result<(), ScenarioError> {
    if (min..=max).contains(&value) {
        return Ok(());
    }
    let unit = unit.into();
    let (min, max) = (min.to_string(), max.to_string());
    let allowed = if unit.is_empty() {
        say::allowed_range(min, max)
    } else {
        say::allowed_range_of(min, max, unit)
    };
    Err(ScenarioError::range(field, value, allowed))
}

fn name(field: &str, value: &str) -> Result<(), ScenarioError> {
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    if value.is_empty() || value.chars().count() > NAME_CHARS_MAX || !value.chars().all(legal) {
        return Err(ScenarioError::range(
            field,
            format!("\"{}\"", value.escape_default()),
            say::allowed_name(NAME_CHARS_MAX),
        ));
    }
    Ok(())
}

/// A title is one line of anything that can be seen.
fn title(title: &str) -> Result<(), ScenarioError> {
    if title.chars().count() > TITLE_CHARS_MAX || title.chars().any(json::is_invisible) {
        return Err(ScenarioError::range(
            "title",
            format!("\"{}\"", json::shown(title)),
            say::allowed_title(TITLE_CHARS_MAX),
        ));
    }
    Ok(())
}

impl Scenario {
    /// The Kafka release whose defaults apply.
    pub fn kafka_release(&self) -> Result<KafkaRelease, ScenarioError> {
        match self.release.as_str() {
            "2.8" => Ok(KafkaRelease::V2_8),
            "3.9" => Ok(KafkaRelease::V3_9),
            "4.3" => Ok(KafkaRelease::V4_3),
            other => Err(ScenarioError::range(
                "release",
                format!("\"{}\"", other.escape_default()),
                "2.8, 3.9, 4.3",
            )),
        }
    }

    /// Broker settings: release defaults with the scenario's changes.
    pub fn broker_config(&self) -> Result<BrokerConfig, ScenarioError> {
        let mut config = BrokerConfig::defaults(self.kafka_release()?);
        for (key, value) in &self.broker {
            config
                .set(key, &value.text())
                .map_err(|error| ScenarioError::Config {
                    field: "broker".to_owned(),
                    error,
                })?;
        }
        Ok(config)
    }

    /// Settings of one consumer: release defaults, shared props, its own props.
    pub fn consumer_config(&self, spec: &ConsumerSpec) -> Result<ConsumerConfig, ScenarioError> {
        let mut config = ConsumerConfig::defaults(self.kafka_release()?);
        config.client_id = spec.name.as_str().into();
        config.group_id = Some(spec.group.as_str().into());
        for (is_own, props) in [(false, &self.props), (true, &spec.props)] {
            for (key, value) in props {
                config
                    .set(key, &value.text())
                    .map_err(|error| ScenarioError::Config {
                        field: spec.props_field(is_own),
                        error,
                    })?;
            }
        }
        Ok(config)
    }

    /// Partitions at time 0, over all topics.
    pub(crate) fn partition_count(&self) -> usize {
        self.topics
            .iter()
            .map(|topic| topic.partitions as usize)
            .sum()
    }

    /// Names of the groups, in order of first mention.
    pub fn group_names(&self) -> Vec<String> {
        let mut names: Vec<String> = Vec::new();
        for consumer in &self.consumers {
            let group = self.group_of(consumer);
            if !names.contains(&group) {
                names.push(group);
            }
        }
        if names.is_empty() {
            names.push("billing".to_owned());
        }
        names
    }

    /// Checks a group's name.
    pub(crate) fn check_group(group: &str) -> Result<(), ScenarioError> {
        name("consumers.group", group)
    }

    /// A consumer's `group.id`: of the settings, or else its `group`.
    fn group_of(&self, spec: &ConsumerSpec) -> String {
        let props = spec.props.get("group.id");
        let props = props.or_else(|| self.props.get("group.id"));
        props.map_or_else(|| spec.group.clone(), ConfigValue::text)
    }

    /// Checks every field against its allowed range.
    pub fn check(&self) -> Result<(), ScenarioError> {
        if self.format != FORMAT {
            return Err(ScenarioError::range("format", self.format, FORMAT));
        }
        name("name", &self.name)?;
        title(&self.title)?;
        within(
            "network.latency_us",
            self.network.latency_us,
            0,
            LATENCY_US_MAX,
            "µs",
        )?;
        within(
            "network.jitter_us",
            self.network.jitter_us,
            0,
            LATENCY_US_MAX,
            "µs",
        )?;
        within(
            "network.loss_per_million",
            self.network.loss_per_million.into(),
            0,
            500_000,
            "",
        )?;
        self.costs.check()?;
        within(
            "script",
            self.script.len() as u64,
            0,
            COMMANDS_MAX as u64,
            say::unit_entries(),
        )?;
        if self.script.windows(2).any(|pair| pair[0].at > pair[1].at) {
            return Err(ScenarioError::range(
                "script",
                say::unordered_times(),
                say::allowed_ascending(),
            ));
        }
        self.broker_config()?;
        self.check_topics()?;
        self.check_consumers()
    }

    fn check_topics(&self) -> Result<(), ScenarioError> {
        within(
            "topics",
            self.topics.len() as u64,
            1,
            TOPICS_MAX as u64,
            say::unit_topics(),
        )?;
        let mut seen = BTreeSet::new();
        let mut partitions = 0_u64;
        for topic in &self.topics {
            if !seen.insert(&topic.name) {
                return Err(ScenarioError::range(
                    "topics.name",
                    &topic.name,
                    say::allowed_unique_names(),
                ));
            }
            topic.check()?;
            partitions += u64::from(topic.partitions);
        }
        within(
            "topics",
            partitions,
            1,
            PARTITIONS_MAX as u64,
            say::unit_partitions(),
        )
    }

    fn check_consumers(&self) -> Result<(), ScenarioError> {
        within(
            "consumers",
            self.consumers.len() as u64,
            0,
            CONSUMERS_MAX as u64,
            say::unit_consumers(),
        )?;
        within(
            "consumers.group",
            self.group_names().len() as u64,
            1,
            GROUPS_MAX as u64,
            say::unit_groups(),
        )?;
        let mut seen = BTreeSet::new();
        for consumer in &self.consumers {
            if !seen.insert(&consumer.name) {
                return Err(ScenarioError::range(
                    "consumers.name",
                    &consumer.name,
                    say::allowed_unique_names(),
                ));
            }
            self.check_consumer(consumer)?;
        }
        Ok(())
    }

    /// Checks one consumer against this scenario's topics and broker.
    pub fn check_consumer(&self, spec: &ConsumerSpec) -> Result<(), ScenarioError> {
        name("consumers.name", &spec.name)?;
        Self::check_group(&self.group_of(spec))?;
        let field = |key: &str| format!("consumers.{}.{key}", spec.name);
        if let Some(pattern) = &spec.pattern {
            TopicPattern::parse(&field("pattern"), pattern)?;
            if !spec.subscribe.is_empty() || !spec.assign.is_empty() {
                return Err(ScenarioError::range(
                    field("pattern"),
                    format!("\"{}\"", pattern.escape_default()),
                    say::allowed_nothing_pattern(),
                ));
            }
        }
        if !spec.assign.is_empty() && !spec.subscribe.is_empty() {
            return Err(ScenarioError::range(
                field("assign"),
                spec.assign.join(", "),
                say::allowed_nothing_assign(),
            ));
        }
        for partition in &spec.assign {
            let is_known = self.topics.iter().any(|topic| {
                let number = partition
                    .strip_prefix(topic.name.as_str())
                    .and_then(|rest| rest.strip_prefix('-'));
                let number: Option<u32> = number.and_then(|digits| digits.parse().ok());
                number.is_some_and(|number| number < topic.partitions)
            });
            if !is_known {
                return Err(ScenarioError::range(
                    field("assign"),
                    format!("\"{}\"", partition.escape_default()),
                    say::allowed_partition(),
                ));
            }
        }
        for topic in &spec.subscribe {
            if !self.topics.iter().any(|known| known.name == *topic) {
                let known: Vec<&str> = self.topics.iter().map(|t| t.name.as_str()).collect();
                return Err(ScenarioError::range(
                    field("subscribe"),
                    format!("\"{}\"", topic.escape_default()),
                    known.join(", "),
                ));
            }
        }
        spec.program.check(field)?;
        let config = self.consumer_config(spec)?;
        config.validate().map_err(|error| ScenarioError::Config {
            field: spec.props_field(!spec.props.is_empty() || self.props.is_empty()),
            error,
        })
    }
}

impl ConsumerSpec {
    /// Where a setting of it stands: its own or one of all consumers.
    fn props_field(&self, is_own: bool) -> String {
        if is_own {
            format!("consumers.{}.props", self.name)
        } else {
            "props".to_owned()
        }
    }
}

impl TopicSpec {
    fn check_poison(&self) -> Result<(), ScenarioError> {
        let field = |key: &str| format!("topics.{}.{key}", self.name);
        within(
            field("poison"),
            self.poison.len() as u64,
            0,
            POISON_MAX as u64,
            say::unit_records(),
        )?;
        for poison in &self.poison {
            let partition = u64::from(poison.partition);
            let max = u64::from(self.partitions) - 1;
            within(field("poison.partition"), partition, 0, max, "")?;
            within(field("poison.offset"), poison.offset, 0, 1 << 40, "")?;
        }
        Ok(())
    }

    /// Checks every field against its allowed range.
    pub(crate) fn check(&self) -> Result<(), ScenarioError> {
        name("topics.name", &self.name)?;
        let field = |key: &str| format!("topics.{}.{key}", self.name);
        within(
            field("partitions"),
            self.partitions.into(),
            1,
            PARTITIONS_MAX as u64,
            "",
        )?;
        within(
            field("record_bytes"),
            self.record_bytes.into(),
            1,
            1 << 30,
            say::unit_bytes(),
        )?;
        within(
            field("preloaded_per_partition"),
            self.preloaded_per_partition,
            0,
            1 << 40,
            "",
        )?;
        self.check_poison()?;
        if let Some(age) = self.retention_ms {
            within(field("retention_ms"), age, 0, RETENTION_MAX, "ms")?;
        }
        if let Some(bytes) = self.retention_bytes {
            within(
                field("retention_bytes"),
                bytes,
                0,
                RETENTION_MAX,
                say::unit_bytes(),
            )?;
        }
        self.production.check(&field("production"))
    }
}

impl Production {
    fn check(&self, field: &str) -> Result<(), ScenarioError> {
        let field = |key: &str| format!("{field}.{key}");
        match *self {
            Production::None => Ok(()),
            Production::Rate {
                records_per_second,
                keys,
            } => {
                within(
                    field("records_per_second"),
                    records_per_second.into(),
                    0,
                    PRODUCE_RATE_MAX.into(),
                    "",
                )?;
                within(field("keys"), keys.into(), 0, KEYS_MAX.into(), "")
            }
            Production::Ticks {
                first_tick_ms,
                tick_ms,
                per_tick_per_partition,
            } => {
                within(field("tick_ms"), tick_ms, 1, 86_400_000, "ms")?;
                within(
                    field("per_tick_per_partition"),
                    per_tick_per_partition.into(),
                    0,
                    PRODUCE_RATE_MAX.into(),
                    "",
                )?;
                if (-604_800_000..=604_800_000).contains(&first_tick_ms) {
                    Ok(())
                } else {
                    Err(ScenarioError::range(
                        field("first_tick_ms"),
                        first_tick_ms,
                        "-604800000 to 604800000 ms",
                    ))
                }
            }
        }
    }
}

impl CostSpec {
    fn check(&self) -> Result<(), ScenarioError> {
        for (key, us, max) in [
            ("client_start_us", self.client_start_us, PROCESSING_US_MAX),
            ("append_us", self.append_us, LATENCY_US_MAX),
            ("pod_restart_us", self.pod_restart_us, PROCESSING_US_MAX),
            ("timer_slack_us", self.timer_slack_us, 100_000),
            ("turn_us", self.turn_us, 100_000),
            ("assign_us", self.assign_us, LATENCY_US_MAX),
        ] {
            within(format!("costs.{key}"), us, 0, max, "µs")?;
        }
        Ok(())
    }
}

impl ListenerSpec {
    pub(super) fn check(&self, field: &str) -> Result<(), ScenarioError> {
        for (key, ms) in [
            ("revoked_sleep_ms", self.revoked_sleep_ms),
            ("assigned_sleep_ms", self.assigned_sleep_ms),
            ("lost_sleep_ms", self.lost_sleep_ms),
        ] {
            within(
                format!("{field}.{key}"),
                ms,
                0,
                PROCESSING_US_MAX / 1_000,
                "ms",
            )?;
        }
        if let Some(SeekTo::AgoMs(ms)) = self.seek_in_assigned {
            let key = format!("{field}.seek_in_assigned.ago_ms");
            within(key, ms, 0, 86_400_000, "ms")?;
        }
        Ok(())
    }
}
