//! What would make a refused line right, where that is known.

use super::{Paste, PasteLine, Verdict};
use crate::config::consumer::CONSUMER_KEYS;
use crate::config::error::ConfigError;
use crate::config::key::{ConfigKey, KafkaRelease};

/// Heartbeats that fit into a session; Kafka advises a third.
const HEARTBEATS: u64 = 3;

/// A change to one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The word that comes in.
    pub word: String,
    /// The line with it.
    pub line: String,
}

impl Fix {
    /// Replaces what stands in the line exactly once.
    fn new(source: &str, from: &str, word: impl Into<String>) -> Option<Self> {
        let word = word.into();
        let line = source.replacen(from, &word, 1);
        let is_clear = !from.is_empty() && source.matches(from).count() == 1;
        is_clear.then_some(Self { word, line })
    }
}

impl Paste {
    /// What to write instead of `source`, the text of `line`.
    pub fn fix(&self, line: &PasteLine, source: &str, release: KafkaRelease) -> Option<Fix> {
        match &line.verdict {
            Verdict::Unknown {
                key,
                nearest: Some(known),
                ..
            } => {
                let is_set = self.applied().iter().any(|(other, _)| other == known);
                Fix::new(source, key, *known).filter(|_| !is_set)
            }
            Verdict::OutOfRange(ConfigError::InvalidValue { key, value, .. }) => {
                let known = CONSUMER_KEYS.iter().find(|known| known.name == *key)?;
                Fix::new(source, value, known.nearest_allowed(value, release)?)
            }
            Verdict::Conflict(ConfigError::HeartbeatNotBelowSession {
                heartbeat_ms,
                session_ms,
            }) => {
                let heartbeat = (session_ms / HEARTBEATS).to_string();
                let session = heartbeat_ms.saturating_mul(HEARTBEATS).to_string();
                Fix::new(source, &heartbeat_ms.to_string(), heartbeat)
                    .or_else(|| Fix::new(source, &session_ms.to_string(), session))
            }
            Verdict::Unknown { nearest: None, .. }
            | Verdict::OutOfRange(_)
            | Verdict::Conflict(_)
            | Verdict::Applied { .. }
            | Verdict::Repeated { .. }
            | Verdict::Unreadable(_) => None,
        }
    }
}

impl ConfigKey {
    /// The allowed number next to `text`; the default, if `text` is no number.
    pub fn nearest_allowed(&self, text: &str, release: KafkaRelease) -> Option<String> {
        match (self.bounds, text.parse::<i64>()) {
            (Some((least, greatest)), Ok(number)) => {
                let number = u64::try_from(number).unwrap_or(0);
                Some(number.clamp(least, greatest).to_string())
            }
            _ => self.default_in(release).value().map(str::to_owned),
        }
    }
}
