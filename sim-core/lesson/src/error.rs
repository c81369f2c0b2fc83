//! Why a lesson file is refused: line, field, value, what is allowed, and a fix where one is known.

use std::fmt;

use locale::{Text, say};
use sim_core::ScenarioError;
use sim_core::config::{BROKER_KEYS, CONSUMER_KEYS, ConfigError, KafkaRelease};

use crate::fix::Fix;
use crate::misread::Misread;
use crate::place;

/// One thing wrong with a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonError {
    /// Line in the file, from 1, where it is known.
    pub line: Option<usize>,
    /// Path of the field.
    pub field: String,
    /// What is wrong, with the value and what is allowed, without its full stop.
    pub what: Text,
    /// What to write instead, where that is known.
    pub fix: Option<Box<Fix>>,
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

    /// A word that is none of those that are allowed.
    pub(crate) fn word(field: &str, value: &str, allowed: &[String]) -> Self {
        let list = if allowed.is_empty() {
            say::lesson_nothing()
        } else {
            Text::verbatim(allowed.join(", "))
        };
        let right = near(value, allowed.iter().map(String::as_str));
        Self {
            fix: right.map(|right| Box::new(Fix::word(value, right))),
            ..Self::value(field, value.to_owned(), list)
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
            fix: fix.map(Box::new),
        }
    }

    /// What the JSON reader said, on its line.
    pub(crate) fn syntax(json: &str, error: &serde_json::Error) -> Self {
        let said = error.to_string();
        let end = said.rfind(" at line ").unwrap_or(said.len());
        let said = &said[..end];
        let line = Some(error.line());
        let field = sim_core::json::field_before(json, error);
        if let Some(problem) = Misread::unsealed(said) {
            let field = field.or_else(|| key_before(json, error.line()));
            let field = field.unwrap_or_default();
            return Self {
                line,
                ..Self::misread(field, &problem)
            };
        }
        // A value needs its field; what is unknown, missing or there twice is named anyway.
        let field = field.filter(|_| said.starts_with("invalid"));
        let problem = sim_core::json::problem(error);
        let what = match &field {
            Some(field) => say::lesson_in_field(field, problem),
            None => problem,
        };
        let retyped = field
            .as_ref()
            .and_then(|field| Some(Fix::value(field, retyped(said)?)));
        Self {
            line,
            field: field.unwrap_or_default(),
            what,
            fix: retyped.or_else(|| nearest_field(said)).map(Box::new),
        }
    }

    /// A rule, a figure or a text that is none.
    pub(crate) fn misread(field: String, problem: &Misread) -> Self {
        let what = if field.is_empty() {
            problem.told()
        } else {
            say::lesson_of_field(&field, problem.told())
        };
        Self {
            line: None,
            field,
            what,
            fix: problem.fix().map(Box::new),
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
        let has_it = |fix: &str| self.what.to_string().contains(fix);
        let fix = self.fix.as_ref().map(|fix| fix.told());
        match fix.filter(|fix| !has_it(fix)) {
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
        What::Syntax(said) => say::yaml_syntax(said),
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

/// What to write instead, where that is known.
pub fn problem_fix(problem: &lesson_reader::Problem) -> Option<Fix> {
    use lesson_reader::What;
    match &problem.what {
        What::NoUnit { key, value } => Some(Fix::value(key, format!("{value}s"))),
        What::TooLong
        | What::TooDeep
        | What::Syntax(_)
        | What::Empty
        | What::SecondDocument
        | What::Unsupported
        | What::Key
        | What::RepeatedKey(_)
        | What::NotWhole { .. } => None,
    }
}

/// The key a refused setting is about, and what would be right.
fn config_fix(error: &ConfigError) -> (String, Option<Fix>) {
    match error {
        ConfigError::UnknownKey { key, nearest } => {
            (key.clone(), nearest.map(|near| Fix::word(key, near)))
        }
        ConfigError::InvalidValue { key, value, .. } => {
            let keys = CONSUMER_KEYS.iter().chain(BROKER_KEYS);
            let known = keys.into_iter().find(|known| known.name == *key);
            let near = known.and_then(|known| known.nearest_allowed(value, KafkaRelease::V4_3));
            ((*key).to_owned(), near.map(|near| Fix::value(*key, near)))
        }
        ConfigError::HeartbeatNotBelowSession { session_ms, .. } => {
            let key = "heartbeat.interval.ms";
            let fix = Fix::value(key, (session_ms / 3).to_string());
            (key.to_owned(), Some(fix))
        }
        ConfigError::SessionOutOfBrokerBounds {
            session_ms,
            min_ms,
            max_ms,
        } => {
            let key = "session.timeout.ms";
            let fix = Fix::value(key, (*session_ms).clamp(*min_ms, *max_ms).to_string());
            (key.to_owned(), Some(fix))
        }
        ConfigError::BrokerBoundsCrossed { .. } => {
            ("group.min.session.timeout.ms".to_owned(), None)
        }
        ConfigError::NoAssignor | ConfigError::DuplicateAssignor { .. } => {
            ("partition.assignment.strategy".to_owned(), None)
        }
    }
}

/// The allowed word nearest to the unknown one in serde's sentence about a field or a variant.
fn nearest_field(said: &str) -> Option<Fix> {
    let mut words = said.split('`').skip(1).step_by(2);
    let unknown = words.next()?;
    if !said.starts_with("unknown ") {
        return None;
    }
    let words = words.flat_map(|word| [lesson_reader::short(word), Some(word)]);
    near(unknown, words.flatten()).map(|right| Fix::word(unknown, right))
}

/// The last key up to the end of a line: that of a list, whose items have none.
fn key_before(json: &str, line: usize) -> Option<String> {
    let read: usize = json.split_inclusive('\n').take(line).map(str::len).sum();
    let read = &json[..json[..read].rfind("\":")?];
    Some(read[read.rfind('"')? + 1..].to_owned())
}

/// A value as it should have been written: a text in quotes, a number or a switch without.
fn retyped(said: &str) -> Option<String> {
    let (found, wanted) = said
        .strip_prefix("invalid type: ")?
        .rsplit_once(", expected ")?;
    if wanted == "a string" || wanted == sim_core::json::TEXTS {
        let plain = found.split('`').nth(1)?;
        return Some(format!("\"{plain}\""));
    }
    let text = found.strip_prefix("string \"")?.strip_suffix('"')?;
    match wanted {
        "a boolean" => match text {
            "true" | "yes" | "on" => Some("true".to_owned()),
            "false" | "no" | "off" => Some("false".to_owned()),
            _ => None,
        },
        "u64" | "u32" | "u16" | "u8" => text.parse::<u64>().ok().map(|number| number.to_string()),
        "i64" => text.parse::<i64>().ok().map(|number| number.to_string()),
        _ => None,
    }
}

/// The word nearest to another one, if any is near.
pub(crate) fn near<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let near = known.map(|known| (distance(word, known), known)).min()?;
    (near.0 <= 1 + word.len() / 3).then_some(near.1)
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
