//! What can be wrong with a configuration, naming key, value and what is allowed.
//!
//! Deliberately lacks recovery: whoever asked shows the text or falls back.

use std::borrow::Cow;

use thiserror::Error;

/// A configuration text or combination that Kafka would refuse.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ConfigError {
    /// No such key.
    #[error("`{key}` is not a known key{}", suggestion(*nearest))]
    UnknownKey {
        /// The key as given.
        key: String,
        /// The known key that looks most like it.
        nearest: Option<&'static str>,
    },
    /// The value is not of the key's type or out of its bounds.
    #[error("`{key}` is {value}; allowed: {allowed}")]
    InvalidValue {
        /// The key.
        key: &'static str,
        /// The value as given.
        value: String,
        /// What is allowed.
        allowed: Cow<'static, str>,
    },
    /// The consumer's constructor throws: a heartbeat must fit into a session.
    #[error(
        "`heartbeat.interval.ms` is {heartbeat_ms}; \
         allowed: less than {session_ms} (`session.timeout.ms`)"
    )]
    HeartbeatNotBelowSession {
        /// The heartbeat interval.
        heartbeat_ms: u64,
        /// The session timeout it must stay below.
        session_ms: u64,
    },
    /// The broker answers `INVALID_SESSION_TIMEOUT` and the consumer's `poll()` throws.
    #[error(
        "`session.timeout.ms` is {session_ms}; allowed: {min_ms} to {max_ms} \
         (broker's group.min/max.session.timeout.ms)"
    )]
    SessionOutOfBrokerBounds {
        /// The session timeout asked for.
        session_ms: u64,
        /// The broker's least.
        min_ms: u64,
        /// The broker's greatest.
        max_ms: u64,
    },
    /// The least session timeout of a broker exceeds its greatest.
    #[error(
        "`group.min.session.timeout.ms` is {min_ms}; \
         allowed: at most {max_ms} (`group.max.session.timeout.ms`)"
    )]
    BrokerBoundsCrossed {
        /// The broker's least session timeout.
        min_ms: u64,
        /// The broker's greatest session timeout.
        max_ms: u64,
    },
    /// A consumer of a group needs an assignor.
    #[error("`partition.assignment.strategy` is empty; allowed: at least one assignor")]
    NoAssignor,
    /// Kafka refuses the same assignor twice.
    #[error(
        "`partition.assignment.strategy` names {name} twice; allowed: each assignor at most once"
    )]
    DuplicateAssignor {
        /// The assignor's protocol name.
        name: &'static str,
    },
}

fn suggestion(nearest: Option<&'static str>) -> String {
    nearest.map_or_else(String::new, |known| format!("; did you mean `{known}`?"))
}

impl ConfigError {
    pub(super) fn invalid(
        key: &'static str,
        value: &str,
        allowed: impl Into<Cow<'static, str>>,
    ) -> Self {
        let value = if value.is_empty() { "empty" } else { value };
        Self::InvalidValue {
            key,
            value: value.to_owned(),
            allowed: allowed.into(),
        }
    }
}
