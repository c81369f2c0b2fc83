//! A way through lessons: a workshop.

use serde::{Deserialize, Serialize};

use crate::error::LessonError;
use crate::file::FORMAT;
use crate::said::Said;

/// Lessons in an order, with the time for each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Path {
    /// Version of this format; 1.
    pub format: u32,
    /// Name in links; equal to the file's.
    pub name: String,
    /// Heading.
    pub title: Said,
    /// A sentence or two.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub summary: Said,
    /// The lessons.
    pub lessons: Vec<Stop>,
}

/// A lesson on a path.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Stop {
    /// Its name.
    pub lesson: String,
    /// Time for it, 1 to 240.
    pub minutes: u32,
}

impl Path {
    /// Reads the JSON of a path.
    pub fn from_json(json: &str) -> Result<Self, LessonError> {
        let path: Self =
            serde_json::from_str(json).map_err(|error| LessonError::syntax(json, &error))?;
        if path.format != FORMAT {
            return Err(LessonError::value("format", path.format, FORMAT).located(json));
        }
        for (index, stop) in path.lessons.iter().enumerate() {
            if !(1..=240).contains(&stop.minutes) {
                let field = format!("lessons[{index}].minutes");
                return Err(LessonError::value(field, stop.minutes, "1 to 240").located(json));
            }
        }
        Ok(path)
    }

    /// Its whole length.
    pub fn minutes(&self) -> u32 {
        self.lessons.iter().map(|stop| stop.minutes).sum()
    }
}
