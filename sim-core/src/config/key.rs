//! What is known about a configuration key, as data for forms, help texts and checks.
//!
//! Deliberately lacks values; those are in the typed configurations.

use std::fmt;
use std::str::FromStr;

use locale::{Text, say};

use super::error::ConfigError;
use super::value::ConfigValue;

/// A Kafka release whose defaults can be chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KafkaRelease {
    /// 2.8: sessions of 10 s, range alone, constant retry backoff.
    V2_8,
    /// 3.9: the last release with the Scala group coordinator as its default.
    V3_9,
    /// 4.3: the new group coordinator, adaptive append linger.
    #[default]
    V4_3,
}

impl KafkaRelease {
    /// Every release, oldest first.
    pub const ALL: [Self; 3] = [Self::V2_8, Self::V3_9, Self::V4_3];

    /// The release as Kafka writes it: `4.3`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2_8 => "2.8",
            Self::V3_9 => "3.9",
            Self::V4_3 => "4.3",
        }
    }
}

impl fmt::Display for KafkaRelease {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for KafkaRelease {
    type Err = ConfigError;

    fn from_str(text: &str) -> Result<Self, ConfigError> {
        Self::ALL
            .into_iter()
            .find(|release| release.as_str() == text)
            .ok_or_else(|| ConfigError::invalid("release", text, "2.8, 3.9, 4.3".into()))
    }
}

/// Where a key belongs in a form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ConfigGroup {
    /// When a member counts as dead.
    Liveness,
    /// When progress is written down.
    Commits,
    /// How records and metadata arrive.
    Fetching,
    /// Who is a member, and how long the group waits for members.
    Membership,
    /// Who gets which partitions.
    Assignor,
    /// Where reading starts without a committed offset.
    Reset,
}

/// The type of a value and how it is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ConfigUnit {
    /// Whole milliseconds.
    Millis,
    /// Whole minutes.
    Minutes,
    /// Bytes.
    Bytes,
    /// A plain number.
    Count,
    /// `true` or `false`.
    Boolean,
    /// Free text.
    Text,
    /// One of a few words; see [`ConfigKey::allowed`].
    Choice,
    /// Words separated by commas; see [`ConfigKey::allowed`].
    List,
}

/// What a release uses when a key is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyDefault {
    /// This text, in Kafka's spelling.
    Value(&'static str),
    /// Nothing; Kafka prints `null`.
    Null,
    /// The release has no such key and behaves as if it had this value.
    NotInRelease(&'static str),
}

impl KeyDefault {
    /// The value in effect, `None` for null.
    pub const fn value(self) -> Option<&'static str> {
        match self {
            Self::Value(text) | Self::NotInRelease(text) => Some(text),
            Self::Null => None,
        }
    }
}

/// Everything a form or a help text needs to know about one key.
#[derive(Clone, Copy, Debug)]
pub struct ConfigKey {
    /// Kafka's name: `session.timeout.ms`.
    pub name: &'static str,
    /// Type and unit of the value.
    pub unit: ConfigUnit,
    /// Defaults in the order of [`KafkaRelease::ALL`].
    pub defaults: [KeyDefault; 3],
    /// Least and greatest number, for numeric keys.
    pub bounds: Option<(u64, u64)>,
    /// What is allowed, in words; nothing where `bounds` say it.
    pub allowed: fn() -> Text,
    /// What it does for a rebalance, in one line.
    pub doc: fn() -> Text,
    /// Where it belongs in a form.
    pub group: ConfigGroup,
    /// Whether the simulation reads it. A key that is not modelled is kept but has no effect.
    pub modelled: bool,
}

impl ConfigKey {
    /// What `release` uses when the key is not set.
    pub const fn default_in(&self, release: KafkaRelease) -> KeyDefault {
        match release {
            KafkaRelease::V2_8 => self.defaults[0],
            KafkaRelease::V3_9 => self.defaults[1],
            KafkaRelease::V4_3 => self.defaults[2],
        }
    }

    /// Milliseconds in one unit of the value.
    pub(super) const fn unit_millis(&self) -> u64 {
        match self.unit {
            ConfigUnit::Minutes => 60_000,
            ConfigUnit::Millis
            | ConfigUnit::Bytes
            | ConfigUnit::Count
            | ConfigUnit::Boolean
            | ConfigUnit::Text
            | ConfigUnit::Choice
            | ConfigUnit::List => 1,
        }
    }

    pub(super) const fn has_null(&self) -> bool {
        matches!(self.default_in(KafkaRelease::V4_3), KeyDefault::Null)
    }

    /// What is allowed: the words of `allowed`, or the numeric bounds.
    pub fn allowed_text(&self) -> Text {
        let words = (self.allowed)();
        match self.bounds {
            Some((least, greatest)) if words.is_empty() => {
                say::allowed_range(least.to_string(), greatest.to_string())
            }
            Some(_) | None => words,
        }
    }
}

/// The same default in every release.
pub(super) const fn in_all(text: &'static str) -> [KeyDefault; 3] {
    [KeyDefault::Value(text); 3]
}

/// How one key's text gets in and out of its field.
pub(super) struct Slot<C: 'static> {
    pub(super) get: fn(&C, &'static ConfigKey) -> Option<String>,
    pub(super) set: fn(&mut C, &'static ConfigKey, &str) -> Result<(), ConfigError>,
}

/// Reads `text` as the value of `key`, or says what would be allowed.
pub(super) fn read_value<V: ConfigValue>(key: &ConfigKey, text: &str) -> Result<V, ConfigError> {
    let text = text.trim();
    V::read(text, key).ok_or_else(|| ConfigError::invalid(key.name, text, key.allowed_text()))
}

pub(super) fn find(keys: &'static [ConfigKey], name: &str) -> Result<usize, ConfigError> {
    keys.iter()
        .position(|key| key.name == name)
        .ok_or_else(|| ConfigError::UnknownKey {
            key: name.to_owned(),
            nearest: nearest(keys, name),
        })
}

/// The known key with the fewest edits from `name`, unless more than half of it would change.
fn nearest(keys: &'static [ConfigKey], name: &str) -> Option<&'static str> {
    keys.iter()
        .map(|key| (edit_distance(name, key.name), key.name))
        .min()
        .filter(|&(distance, known)| distance * 2 <= known.len())
        .map(|(_, known)| known)
}

fn edit_distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    for (i, from) in left.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, &to) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(from != to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[right.len()]
}

/// Builds the public key table and the private table of field accessors from one list.
macro_rules! config_keys {
    (
        $(#[$doc:meta])* $vis:vis $keys:ident, $slots:ident for $config:ty;
        $(
            $name:literal => $field:ident {
                $unit:ident, $defaults:expr, $bounds:expr, $allowed:expr,
                $group:ident, $modelled:literal, $text:expr
            }
        )*
    ) => {
        $(#[$doc])*
        $vis static $keys: &[ConfigKey] = &[$(
            ConfigKey {
                name: $name,
                unit: ConfigUnit::$unit,
                defaults: $defaults,
                bounds: $bounds,
                allowed: $allowed,
                doc: $text,
                group: ConfigGroup::$group,
                modelled: $modelled,
            },
        )*];
        static $slots: &[Slot<$config>] = &[$(
            Slot {
                get: |config, key| ConfigValue::write(&config.$field, key),
                set: |config, key, text| {
                    config.$field = read_value(key, text)?;
                    Ok(())
                },
            },
        )*];
    };
}
pub(super) use config_keys;
