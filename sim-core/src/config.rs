//! Kafka's configuration keys: typed values, defaults by release, bounds, spelling.
//!
//! Deliberately lacks behaviour: what a setting does to a group is in the consumer and the broker.
//! [`ConfigKey::modelled`] says whether anything there reads it yet.

mod broker;
mod consumer;
mod error;
mod iso8601;
mod key;
mod paste;
mod value;

pub use broker::{BROKER_KEYS, BrokerConfig};
pub use consumer::{CLOSE_TIMEOUT, CONSUMER_KEYS, ConsumerConfig};
pub use error::ConfigError;
pub use key::{ConfigGroup, ConfigKey, ConfigUnit, KafkaRelease, KeyDefault};
pub use paste::{Fix, Paste, PasteFormat, PasteLine, Verdict, escaped, read_paste};
pub use value::{AssignorName, IsolationLevel, Linger, OffsetReset};

#[cfg(test)]
mod tests;
