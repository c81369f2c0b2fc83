//! Why a lesson file is refused: line, field, value, what is allowed, and a fix where one is known.

use std::fmt;

use locale::{Text, say};
use sim_core::ScenarioError;
use sim_core::config::{BROKER_KEYS, CONSUMER_KEYS, ConfigError, KafkaRelease};

use crate::place;

/// How the JSON reader's own sentences about a shape begin.
const READERS: [&str; 6] = [
    "missing field",
    "duplicate field",
    "unknown field",
    "unknown variant",
    "invalid type",
    "invalid value",
];

/// One thing wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonError {
    /// Line in the file, from 1, where it is known.
    pub line: Option<usize>,
    /// Path of the field.
    pub field: String,
    /// What is wrong, with the value and what is allowed, without its full stop.
    pub what: Text,
    /// What to write instead of the value, where that is known.
    pub fix: Option<String>,
}

impl fmt::Display for LessonError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(to, "{}", self.told())
    }
}

impl LessonError {
    /// A value that is not allowed.
    pub(crate) fn value(
        field: impl Into<String>,
        value: impl Into<Text>,
        allowed: impl Into<Text>,
    ) -> Self {
        let field = field.into();
        Self {
            line: None,
            what: say::error_value(&field, value.into(), allowed.into()),
            field,
            fix: None,
        }
    }

    /// What the scenario's own checks say; `at` is the path of the scenario.
    pub(crate) fn scenario(at: &str, error: &ScenarioError) -> Self {
        let (field, fix) = match error {
            ScenarioError::Syntax { .. } => (String::new(), None),
            ScenarioError::Range { field, .. } => (field.clone(), None),
            ScenarioError::Config { field, error } => {
                let (key, fix) = config_fix(error);
                (format!("{field}.{key}"), fix)
            }
        };
        Self {
            line: None,
            field: format!("{at}.{field}"),
            what: error.told(),
            fix,
        }
    }

    /// What the JSON reader said, on its line.
    pub(crate) fn syntax(json: &str, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let said = said.split(" at line ").next().unwrap_or_default();
        // What rules and figures say of themselves is no sentence of the reader's.
        let is_readers = error.classify() != serde_json::error::Category::Data
            || READERS.iter().any(|start| said.starts_with(start));
        let problem = if is_readers {
            sim_core::json::problem(error)
        } else {
            Text::verbatim(said.to_owned())
        };
        // A value needs its field; what is unknown, missing or there twice is named anyway.
        let field = sim_core::json::field_before(json, error);
        let field = field.filter(|_| said.starts_with("invalid"));
        let what = match &field {
            Some(field) => say::lesson_in_field(field, problem),
            None => problem,
        };
        Self {
            line: Some(error.line()),
            field: field.unwrap_or_default(),
            what,
            fix: nearest_field(said),
        }
    }

    /// With the line of its field, if the file has it.
    pub(crate) fn located(mut self, json: &str) -> Self {
        self.line = self
            .line
            .or_else(|| Some(place::line_of(json, &self.field)));
        self
    }

    /// In a sentence with its line and its fix.
    pub fn told(&self) -> Text {
        let what = match self.line {
            Some(line) => say::lesson_at_line(line.to_string(), self.what.clone()),
            None => self.what.clone(),
        };
        let has_it = |fix: &String| self.what.to_string().contains(fix.as_str());
        match self.fix.as_ref().filter(|fix| !has_it(fix)) {
            Some(fix) => say::lesson_with_fix(what, fix),
            None => what,
        }
    }
}

/// What the reader of YAML says of a file, in a sentence.
pub fn problem_told(problem: &lesson_reader::Problem) -> Text {
    use lesson_reader::{BYTES_MAX, DEPTH_MAX, What};
    match &problem.what {
        What::TooLong => say::yaml_too_long(BYTES_MAX.to_string()),
        What::TooDeep => say::yaml_too_deep(DEPTH_MAX.to_string()),
        What::Syntax(said) => Text::verbatim(said.clone()),
        What::Empty => say::yaml_empty(),
        What::SecondDocument => say::yaml_second_document(),
        What::Unsupported => say::yaml_unsupported(),
        What::Key => say::yaml_key(),
        What::RepeatedKey(key) => say::yaml_repeated_key(key),
        What::NoUnit { key, value } => {
            say::error_value(key, value, say::yaml_unit(format!("{value}s")))
        }
        What::NotWhole { key, value, unit } => say::error_value(key, value, say::yaml_whole(*unit)),
    }
}

/// The key a refused setting is about, and what would be right.
fn config_fix(error: &ConfigError) -> (String, Option<String>) {
    match error {
        ConfigError::UnknownKey { key, nearest } => (key.clone(), nearest.map(str::to_owned)),
        ConfigError::InvalidValue { key, value, .. } => {
            let keys = CONSUMER_KEYS.iter().chain(BROKER_KEYS);
            let known = keys.into_iter().find(|known| known.name == *key);
            let fix = known.and_then(|known| known.nearest_allowed(value, KafkaRelease::V4_3));
            ((*key).to_owned(), fix)
        }
        ConfigError::HeartbeatNotBelowSession { session_ms, .. } => (
            "heartbeat.interval.ms".to_owned(),
            Some((session_ms / 3).to_string()),
        ),
        ConfigError::SessionOutOfBrokerBounds {
            session_ms,
            min_ms,
            max_ms,
        } => (
            "session.timeout.ms".to_owned(),
            Some((*session_ms).clamp(*min_ms, *max_ms).to_string()),
        ),
        ConfigError::BrokerBoundsCrossed { .. } => {
            ("group.min.session.timeout.ms".to_owned(), None)
        }
        ConfigError::NoAssignor | ConfigError::DuplicateAssignor { .. } => {
            ("partition.assignment.strategy".to_owned(), None)
        }
    }
}

/// The allowed word nearest to the unknown one in serde's sentence about a field or a variant.
fn nearest_field(said: &str) -> Option<String> {
    let mut words = said.split('`').skip(1).step_by(2);
    let unknown = words.next()?;
    if !said.starts_with("unknown ") {
        return None;
    }
    let near = words.map(|word| (distance(unknown, word), word)).min()?;
    (near.0 <= 1 + unknown.len() / 3).then(|| near.1.to_owned())
}

/// Letters to change, add or take away between two words.
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != *y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
