//! Values of configuration keys: reading and writing Kafka's spellings.
//!
//! Deliberately lacks defaults and rules that join several keys.

use std::fmt;
use std::sync::Arc;

use super::iso8601;
use super::key::ConfigKey;
use crate::time::SimDuration;

/// A type that a key's text can be read into and written from.
pub(super) trait ConfigValue: Sized {
    /// The value of `text`, or `None` if `key` does not allow it.
    fn read(text: &str, key: &ConfigKey) -> Option<Self>;
    /// Kafka's spelling, or `None` for null.
    fn write(&self, key: &ConfigKey) -> Option<String>;
}

/// What a consumer does when a partition has no usable committed offset: `auto.offset.reset`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum OffsetReset {
    /// Start at the log start offset.
    Earliest,
    /// Start at the high watermark when the partition leader answers.
    Latest,
    /// Throw out of `poll()`.
    None,
    /// Start at the first record younger than this (KIP-1106, since 4.0).
    ByDuration(SimDuration),
}

/// Whether records of open transactions are withheld: `isolation.level`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum IsolationLevel {
    /// Read up to the high watermark.
    ReadUncommitted,
    /// Read up to the last stable offset.
    ReadCommitted,
}

/// How long the group coordinator gathers records before it writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Linger {
    /// Write as soon as what is already queued was taken in; Kafka spells it −1.
    Adaptive,
    /// Wait this long.
    Fixed(SimDuration),
}

/// A client-side assignor of `partition.assignment.strategy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AssignorName {
    /// Ranges per topic; the same numbers of every topic to the same member.
    Range,
    /// All partitions dealt out in turn.
    RoundRobin,
    /// Balanced, keeping as much as possible, eager.
    Sticky,
    /// Balanced, keeping as much as possible, in two phases.
    CooperativeSticky,
}

impl AssignorName {
    /// Every client-side assignor.
    pub const ALL: [Self; 4] = [
        Self::Range,
        Self::RoundRobin,
        Self::Sticky,
        Self::CooperativeSticky,
    ];

    /// The name in `JoinGroup`: `cooperative-sticky`.
    pub const fn protocol_name(self) -> &'static str {
        match self {
            Self::Range => "range",
            Self::RoundRobin => "roundrobin",
            Self::Sticky => "sticky",
            Self::CooperativeSticky => "cooperative-sticky",
        }
    }

    /// The class without its package: `CooperativeStickyAssignor`.
    pub const fn class_name(self) -> &'static str {
        match self {
            Self::Range => "RangeAssignor",
            Self::RoundRobin => "RoundRobinAssignor",
            Self::Sticky => "StickyAssignor",
            Self::CooperativeSticky => "CooperativeStickyAssignor",
        }
    }

    /// Reads a protocol name, a class name, or a class name with Kafka's package.
    pub fn parse(text: &str) -> Option<Self> {
        let short = text.strip_prefix(ASSIGNOR_PACKAGE).unwrap_or(text);
        Self::ALL
            .into_iter()
            .find(|name| short == name.class_name() || text == name.protocol_name())
    }
}

/// Package of the assignor classes, with its final dot.
const ASSIGNOR_PACKAGE: &str = "org.apache.kafka.clients.consumer.";

impl fmt::Display for AssignorName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.protocol_name())
    }
}

fn read_number(text: &str, key: &ConfigKey) -> Option<u64> {
    let number: u64 = text.parse().ok()?;
    let (least, greatest) = key.bounds?;
    (least..=greatest).contains(&number).then_some(number)
}

impl ConfigValue for SimDuration {
    fn read(text: &str, key: &ConfigKey) -> Option<Self> {
        read_number(text, key).map(|number| Self::from_millis(number * key.unit_millis()))
    }
    fn write(&self, key: &ConfigKey) -> Option<String> {
        Some((self.as_millis() / key.unit_millis()).to_string())
    }
}

impl ConfigValue for u32 {
    fn read(text: &str, key: &ConfigKey) -> Option<Self> {
        read_number(text, key).and_then(|number| Self::try_from(number).ok())
    }
    fn write(&self, _key: &ConfigKey) -> Option<String> {
        Some(self.to_string())
    }
}

impl ConfigValue for bool {
    fn read(text: &str, _key: &ConfigKey) -> Option<Self> {
        if text.eq_ignore_ascii_case("true") {
            Some(true)
        } else if text.eq_ignore_ascii_case("false") {
            Some(false)
        } else {
            None
        }
    }
    fn write(&self, _key: &ConfigKey) -> Option<String> {
        Some(self.to_string())
    }
}

impl ConfigValue for Arc<str> {
    fn read(text: &str, _key: &ConfigKey) -> Option<Self> {
        Some(text.into())
    }
    fn write(&self, _key: &ConfigKey) -> Option<String> {
        Some(String::from(&**self))
    }
}

/// A key whose default is null cannot be set to an empty text; for any other, empty means none.
impl ConfigValue for Option<Arc<str>> {
    fn read(text: &str, key: &ConfigKey) -> Option<Self> {
        match (text.is_empty(), key.has_null()) {
            (false, _) => Some(Some(text.into())),
            (true, false) => Some(None),
            (true, true) => None,
        }
    }
    fn write(&self, key: &ConfigKey) -> Option<String> {
        match self {
            Some(text) => Some(String::from(&**text)),
            None if key.has_null() => None,
            None => Some(String::new()),
        }
    }
}

impl ConfigValue for OffsetReset {
    fn read(text: &str, _key: &ConfigKey) -> Option<Self> {
        let lower = text.to_ascii_lowercase();
        match lower.as_str() {
            "earliest" => Some(Self::Earliest),
            "latest" => Some(Self::Latest),
            "none" => Some(Self::None),
            _ => iso8601::read(lower.strip_prefix("by_duration:")?).map(Self::ByDuration),
        }
    }
    fn write(&self, _key: &ConfigKey) -> Option<String> {
        Some(match self {
            Self::Earliest => "earliest".to_owned(),
            Self::Latest => "latest".to_owned(),
            Self::None => "none".to_owned(),
            Self::ByDuration(age) => format!("by_duration:{}", iso8601::write(*age)),
        })
    }
}

impl ConfigValue for IsolationLevel {
    fn read(text: &str, _key: &ConfigKey) -> Option<Self> {
        match text {
            "read_uncommitted" => Some(Self::ReadUncommitted),
            "read_committed" => Some(Self::ReadCommitted),
            _ => None,
        }
    }
    fn write(&self, _key: &ConfigKey) -> Option<String> {
        let text = match self {
            Self::ReadUncommitted => "read_uncommitted",
            Self::ReadCommitted => "read_committed",
        };
        Some(text.to_owned())
    }
}

impl ConfigValue for Linger {
    fn read(text: &str, key: &ConfigKey) -> Option<Self> {
        if text == "-1" {
            return Some(Self::Adaptive);
        }
        SimDuration::read(text, key).map(Self::Fixed)
    }
    fn write(&self, key: &ConfigKey) -> Option<String> {
        match self {
            Self::Adaptive => Some("-1".to_owned()),
            Self::Fixed(wait) => wait.write(key),
        }
    }
}

impl ConfigValue for Vec<AssignorName> {
    fn read(text: &str, _key: &ConfigKey) -> Option<Self> {
        let names: Self = text
            .split(',')
            .map(|name| AssignorName::parse(name.trim()))
            .collect::<Option<_>>()?;
        let repeated = (1..names.len()).any(|i| names[..i].contains(&names[i]));
        (!repeated).then_some(names)
    }
    /// Writes class names with their package, as Kafka's documentation lists them.
    fn write(&self, _key: &ConfigKey) -> Option<String> {
        let names: Vec<String> = self
            .iter()
            .map(|name| format!("{ASSIGNOR_PACKAGE}{}", name.class_name()))
            .collect();
        Some(names.join(","))
    }
}
