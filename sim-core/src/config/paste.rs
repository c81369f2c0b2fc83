//! Settings as teams keep them: `consumer.properties`, librdkafka's JSON, Spring's
//! `application.yml`. Each line gets a verdict.
//!
//! Deliberately lacks an effect: whoever asked applies the keys that are allowed.

mod fix;
mod json;
mod names;
mod properties;
mod yaml;

use locale::{Text, say};

use super::consumer::{CONSUMER_KEYS, ConsumerConfig};
use super::error::ConfigError;
use super::key::find;
use crate::limits::{NAME_CHARS_MAX, PASTE_BYTES_MAX, PASTE_LINES_MAX};

pub use fix::Fix;
pub use properties::escaped;

/// Notation of a pasted text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PasteFormat {
    /// Java's properties, also `spring.kafka.consumer.…` in them.
    Properties,
    /// Keys and values of librdkafka, in lines or as a JSON object.
    Librdkafka,
    /// `application.yml` of Spring Boot.
    Spring,
}

/// What becomes of one line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The key takes the value.
    Applied {
        /// Kafka's key.
        key: &'static str,
        /// Its value in Kafka's spelling.
        value: String,
    },
    /// No key that is known here: kept, without effect.
    Unknown {
        /// The key as written.
        key: String,
        /// Its value.
        value: String,
        /// The known key that looks most like it.
        nearest: Option<&'static str>,
    },
    /// Not of the key's type, or out of its range.
    OutOfRange(ConfigError),
    /// At odds with another setting.
    Conflict(ConfigError),
    /// A later line sets the same key.
    Repeated {
        /// Kafka's key.
        key: &'static str,
        /// The line that counts.
        line: u32,
    },
    /// Cannot be read.
    Unreadable(Text),
}

/// A line with its verdict.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PasteLine {
    /// From 1.
    pub line: u32,
    /// What becomes of it.
    pub verdict: Verdict,
}

/// A pasted text, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paste {
    /// Its notation.
    pub format: PasteFormat,
    /// Verdicts by line; comments and empty lines have none.
    pub lines: Vec<PasteLine>,
}

/// One setting as it stands in the text, or why there is none.
struct Entry {
    line: u32,
    read: Result<(String, String), Text>,
}

impl Entry {
    fn new(line: u32, key: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            line,
            read: Ok((key.into(), value.into())),
        }
    }

    fn unreadable(line: u32, problem: Text) -> Self {
        Self {
            line,
            read: Err(problem),
        }
    }
}

/// Reads a text over the settings `base`, whatever it holds.
///
/// ```
/// use sim_core::config::{ConsumerConfig, KafkaRelease, Verdict, read_paste};
/// let base = ConsumerConfig::defaults(KafkaRelease::V4_3);
/// let paste = read_paste("# billing\nsession.timeout.ms = 10000\n", &base);
/// assert_eq!(paste.lines[0].line, 2);
/// assert!(matches!(&paste.lines[0].verdict, Verdict::Applied { value, .. } if value == "10000"));
/// ```
pub fn read_paste(text: &str, base: &ConsumerConfig) -> Paste {
    if text.len() > PASTE_BYTES_MAX {
        let problem = say::paste_too_long(text.len().to_string(), PASTE_BYTES_MAX.to_string());
        return Paste {
            format: PasteFormat::Properties,
            lines: vec![PasteLine {
                line: 1,
                verdict: Verdict::Unreadable(problem),
            }],
        };
    }
    let (format, mut entries) = entries(text.trim_start_matches('\u{feff}'));
    if entries.len() > PASTE_LINES_MAX {
        let line = entries[PASTE_LINES_MAX].line;
        entries.truncate(PASTE_LINES_MAX);
        entries.push(Entry::unreadable(
            line,
            say::paste_too_many(PASTE_LINES_MAX.to_string()),
        ));
    }
    let mut config = base.clone();
    let mut lines: Vec<PasteLine> = entries
        .into_iter()
        .map(|entry| PasteLine {
            line: entry.line,
            verdict: judge(&mut config, format, entry.read),
        })
        .collect();
    mark_repeats(&mut lines);
    let mut paste = Paste { format, lines };
    paste.mark_conflicts(base);
    paste
}

fn entries(text: &str) -> (PasteFormat, Vec<Entry>) {
    if text.trim_start().starts_with('{') {
        return (PasteFormat::Librdkafka, json::read(text));
    }
    if yaml::is_spring(text) {
        return (PasteFormat::Spring, yaml::read(text));
    }
    let entries = properties::read(text);
    let mut keys = entries.iter().filter_map(|entry| entry.read.as_ref().ok());
    if keys.any(|(key, _)| names::is_of_librdkafka(key)) {
        (PasteFormat::Librdkafka, entries)
    } else {
        (PasteFormat::Properties, entries)
    }
}

fn judge(
    config: &mut ConsumerConfig,
    format: PasteFormat,
    read: Result<(String, String), Text>,
) -> Verdict {
    let (key, value) = match read {
        Ok((key, value)) => names::translated(format, key, value),
        Err(problem) => return Verdict::Unreadable(problem),
    };
    if key.chars().chain(value.chars()).any(char::is_control) {
        return Verdict::Unreadable(say::paste_control());
    }
    if key.len() > NAME_CHARS_MAX {
        return Verdict::Unreadable(say::paste_key_long(
            key.len().to_string(),
            NAME_CHARS_MAX.to_string(),
        ));
    }
    let set = find(CONSUMER_KEYS, &key).and_then(|index| {
        config.set(&key, &value)?;
        Ok(CONSUMER_KEYS[index].name)
    });
    match set {
        Ok(key) => Verdict::Applied {
            key,
            value: value.trim().to_owned(),
        },
        Err(ConfigError::UnknownKey { nearest, .. }) => Verdict::Unknown {
            key,
            value,
            nearest,
        },
        Err(error) => Verdict::OutOfRange(error),
    }
}

/// The last line of a key counts.
fn mark_repeats(lines: &mut [PasteLine]) {
    let mut last: Vec<(&'static str, u32)> = Vec::new();
    for line in lines.iter_mut().rev() {
        let Verdict::Applied { key, .. } = line.verdict else {
            continue;
        };
        match last.iter().find(|(other, _)| *other == key) {
            Some((_, counts)) => line.verdict = Verdict::Repeated { key, line: *counts },
            None => last.push((key, line.line)),
        }
    }
}

impl Paste {
    /// Puts each conflict at the line of the first of its keys that the text sets. Without that
    /// line another setting may be at odds with `base`.
    fn mark_conflicts(&mut self, base: &ConsumerConfig) {
        for wanted in ["heartbeat.interval.ms", "session.timeout.ms"] {
            let mut config = base.clone();
            for (key, value) in self.applied() {
                config
                    .set(key, &value)
                    .expect("it took the value when it was judged");
            }
            let Err(conflict) = config.validate() else {
                return;
            };
            let line = self.lines.iter_mut().find(
                |line| matches!(&line.verdict, Verdict::Applied { key, .. } if *key == wanted),
            );
            if let Some(line) = line {
                line.verdict = Verdict::Conflict(conflict);
            }
        }
    }

    /// Keys that take their values, in the order of their lines.
    pub fn applied(&self) -> Vec<(&'static str, String)> {
        let lines = self.lines.iter();
        lines
            .filter_map(|line| match &line.verdict {
                Verdict::Applied { key, value } => Some((*key, value.clone())),
                Verdict::Unknown { .. }
                | Verdict::OutOfRange(_)
                | Verdict::Conflict(_)
                | Verdict::Repeated { .. }
                | Verdict::Unreadable(_) => None,
            })
            .collect()
    }

    /// Kafka's keys that are not known here, with their values.
    pub fn unknown(&self) -> Vec<(String, String)> {
        let lines = self.lines.iter();
        lines
            .filter_map(|line| match &line.verdict {
                Verdict::Unknown { key, value, .. } if !key.starts_with("spring.") => {
                    Some((key.clone(), value.clone()))
                }
                Verdict::Unknown { .. }
                | Verdict::Applied { .. }
                | Verdict::OutOfRange(_)
                | Verdict::Conflict(_)
                | Verdict::Repeated { .. }
                | Verdict::Unreadable(_) => None,
            })
            .collect()
    }
}

#[cfg(test)]
mod tests;
