//! The question before the run. Its answer is never written down: the run gives it.

use serde::{Deserialize, Serialize};
use sim_core::SimTime;
use sim_core::scenario::time_ms;

use crate::figure::{Figure, FigureKind};
use crate::measure::Measured;
use crate::rule::Rule;
use crate::said::Said;

/// A question that the untouched run answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Predict {
    /// The run is shown up to here before the answer.
    #[serde(default, rename = "at_ms", with = "time_ms")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub at: SimTime,
    /// The question.
    pub question: Said,
    /// Answers to choose from: exactly one of them is right.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// Or a number to guess.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<NumberQuestion>,
    /// Or a partition to click.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub partition: Option<PartitionQuestion>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// What it says.
    pub says: Said,
    /// It is right if this holds of the untouched run.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub when: Rule,
}

/// A number to guess.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberQuestion {
    /// What is guessed. Times are guessed in seconds.
    #[cfg_attr(feature = "schema", schemars(with = "String"))]
    pub of: Figure,
    /// How far off a guess may be, in percent of the figure, 0 to 100.
    #[serde(default)]
    pub within_percent: u32,
}

/// A partition to click.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PartitionQuestion {
    /// Right is a partition with the most of this.
    pub most: PartitionFigure,
}

/// What is measured of each partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum PartitionFigure {
    /// Records that were written and not committed at the end.
    Lag,
    /// Records processed more than once.
    RecordsTwice,
    /// Records lost.
    RecordsLost,
    /// Records that a reset jumped over.
    RecordsSkipped,
    /// Longest time without a reader.
    LongestStopMs,
}

impl PartitionFigure {
    /// As a figure of the whole run.
    pub fn kind(self) -> FigureKind {
        match self {
            Self::Lag => FigureKind::Lag,
            Self::RecordsTwice => FigureKind::RecordsTwice,
            Self::RecordsLost => FigureKind::RecordsLost,
            Self::RecordsSkipped => FigureKind::RecordsSkipped,
            Self::LongestStopMs => FigureKind::LongestStopMs,
        }
    }
}

/// What the run answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// These choices, by place.
    Choices(Vec<usize>),
    /// Numbers from one to the other; times in milliseconds.
    Number {
        /// The figure.
        value: i64,
        /// Least right guess.
        least: i64,
        /// Greatest right guess.
        most: i64,
    },
    /// These partitions.
    Partitions(Vec<String>),
}

impl Predict {
    /// The answer in the untouched run.
    pub fn answer(&self, untouched: &Measured) -> Answer {
        if let Some(question) = &self.number {
            let value = untouched.value(&question.of).unwrap_or(0);
            let off = value.saturating_mul(i64::from(question.within_percent)) / 100;
            return Answer::Number {
                value,
                least: value - off,
                most: value + off,
            };
        }
        if let Some(question) = &self.partition {
            return Answer::Partitions(untouched.partitions_with_most(question.most.kind()));
        }
        let holds = |choice: &Choice| choice.when.holds(|figure| untouched.value(figure));
        let right = self.choices.iter().enumerate();
        let right = right.filter(|(_, choice)| holds(choice) == Some(true));
        Answer::Choices(right.map(|(index, _)| index).collect())
    }
}
