//! What the learner has reached, kept in this browser; forgotten where storage is refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::preferences;

const KEY: &str = "rebalance-lab.progress";

/// What was reached in one lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reached {
    /// Best points; of a myth, 1 if the claim was judged rightly.
    pub points: u32,
    /// All goals were met, or the claim was judged.
    pub passed: bool,
}

/// By lesson.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Progress {
    /// Version of this format; 1.
    format: u32,
    lessons: BTreeMap<String, Reached>,
}

impl Progress {
    /// What is kept.
    pub fn kept() -> Self {
        let kept = preferences::read(KEY);
        kept.and_then(|text| Self::from_json(&text).ok())
            .unwrap_or_default()
    }

    /// Reads an exported file.
    pub fn from_json(text: &str) -> serde_json::Result<Self> {
        serde_json::from_str(text)
    }

    /// As an exported file.
    pub fn to_json(&self) -> String {
        let mut own = self.clone();
        own.format = 1;
        serde_json::to_string_pretty(&own).expect("progress holds only JSON values")
    }

    /// Of one lesson.
    pub fn of(&self, lesson: &str) -> Option<Reached> {
        self.lessons.get(lesson).copied()
    }

    /// Notes what was reached, if it is more than before, and keeps it.
    pub fn note(lesson: &str, reached: Reached) {
        let mut all = Self::kept();
        let before = all.of(lesson).unwrap_or_default();
        let best = Reached {
            points: before.points.max(reached.points),
            passed: before.passed || reached.passed,
        };
        all.lessons.insert(lesson.to_owned(), best);
        all.keep();
    }

    /// Takes over another's, the better of both, and keeps it.
    pub fn join(other: &Self) {
        for (lesson, reached) in &other.lessons {
            Self::note(lesson, *reached);
        }
    }

    fn keep(&self) {
        preferences::store(KEY, &self.to_json());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_back_and_nonsense_is_refused() {
        let mut progress = Progress::default();
        let reached = Reached {
            points: 9,
            passed: true,
        };
        progress.lessons.insert("kill-or-close".to_owned(), reached);
        let again = Progress::from_json(&progress.to_json()).expect("what it wrote");
        assert_eq!(again.of("kill-or-close"), Some(reached));
        assert!(Progress::from_json("[]").is_err());
        assert!(Progress::from_json(r#"{"format":1,"lessons":{},"x":1}"#).is_err());
    }
}
