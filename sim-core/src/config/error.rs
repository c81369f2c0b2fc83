//! What can be wrong with a configuration, naming key, value and what is allowed.
//!
//! Deliberately lacks recovery: whoever asked shows the text or falls back.

use std::fmt;

use locale::{Text, say};
use thiserror::Error;

/// A configuration text or combination that Kafka would refuse.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// No such key.
    UnknownKey {
        /// The key as given.
        key: String,
        /// The known key that looks most like it.
        nearest: Option<&'static str>,
    },
    /// The value is not of the key's type or out of its bounds.
    InvalidValue {
        /// The key.
        key: &'static str,
        /// The value as given.
        value: String,
        /// What is allowed.
        allowed: Text,
    },
    /// The consumer's constructor throws: a heartbeat must fit into a session.
    HeartbeatNotBelowSession {
        /// The heartbeat interval.
        heartbeat_ms: u64,
        /// The session timeout it must stay below.
        session_ms: u64,
    },
    /// The broker answers `INVALID_SESSION_TIMEOUT` and the consumer's `poll()` throws.
    SessionOutOfBrokerBounds {
        /// The session timeout asked for.
        session_ms: u64,
        /// The broker's least.
        min_ms: u64,
        /// The broker's greatest.
        max_ms: u64,
    },
    /// The least session timeout of a broker exceeds its greatest.
    BrokerBoundsCrossed {
        /// The broker's least session timeout.
        min_ms: u64,
        /// The broker's greatest session timeout.
        max_ms: u64,
    },
    /// A consumer of a group needs an assignor.
    NoAssignor,
    /// Kafka refuses the same assignor twice.
    DuplicateAssignor {
        /// The assignor's protocol name.
        name: &'static str,
    },
}

impl fmt::Display for ConfigError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(to)
    }
}

impl ConfigError {
    /// In a sentence without its full stop.
    pub fn told(&self) -> Text {
        match self {
            Self::UnknownKey { key, nearest } => match nearest {
                Some(nearest) => say::error_unknown_key_near(key, *nearest),
                None => say::error_unknown_key(key),
            },
            Self::InvalidValue {
                key,
                value,
                allowed,
            } => {
                let value = match value.as_str() {
                    "" => say::error_empty(),
                    value => Text::verbatim(value.to_owned()),
                };
                say::error_value(*key, value, allowed.clone())
            }
            Self::HeartbeatNotBelowSession {
                heartbeat_ms,
                session_ms,
            } => say::error_heartbeat(heartbeat_ms.to_string(), session_ms.to_string()),
            Self::SessionOutOfBrokerBounds {
                session_ms,
                min_ms,
                max_ms,
            } => say::error_session(
                session_ms.to_string(),
                min_ms.to_string(),
                max_ms.to_string(),
            ),
            Self::BrokerBoundsCrossed { min_ms, max_ms } => {
                say::error_broker_bounds(min_ms.to_string(), max_ms.to_string())
            }
            Self::NoAssignor => say::error_no_assignor(),
            Self::DuplicateAssignor { name } => say::error_assignor_twice(*name),
        }
    }

    pub(super) fn invalid(key: &'static str, value: &str, allowed: Text) -> Self {
        Self::InvalidValue {
            key,
            value: value.to_owned(),
            allowed,
        }
    }
}
