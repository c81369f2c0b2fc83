//! What a try is worth.

use crate::edit::Edit;
use crate::file::Lesson;
use crate::measure::Measured;
use crate::rule::Rule;

/// Most points of an exercise: nine for its goals, one for the prediction.
pub const POINTS_MAX: u32 = 10;
/// Points for the prediction.
const FOR_PREDICTION: u32 = 1;
/// Points that each hint costs.
const PER_HINT: u32 = 1;
/// What a passed exercise is worth at least.
const LEAST: u32 = 1;

/// A goal and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalResult {
    /// The goal.
    pub rule: Rule,
    /// The value of its first figure.
    pub value: i64,
    /// Whether it is met.
    pub met: bool,
}

/// What a try is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Goal by goal.
    pub goals: Vec<GoalResult>,
    /// All are met.
    pub passed: bool,
}

impl Grade {
    /// Of a try by its figures.
    pub fn of(lesson: &Lesson, measured: &Measured) -> Self {
        let goals: Vec<GoalResult> = lesson
            .goals
            .iter()
            .map(|goal| GoalResult {
                rule: goal.0.clone(),
                value: goal
                    .0
                    .0
                    .first()
                    .and_then(|it| measured.value(&it.figure))
                    .unwrap_or(0),
                met: goal
                    .0
                    .holds(|figure| measured.value(figure))
                    .unwrap_or(false),
            })
            .collect();
        Self {
            passed: goals.iter().all(|goal| goal.met),
            goals,
        }
    }

    /// Points with a prediction and so many hints: nothing until it is passed.
    pub fn points(&self, predicted: bool, hints: u32) -> u32 {
        if !self.passed {
            return 0;
        }
        let goals = POINTS_MAX - FOR_PREDICTION;
        let earned = goals + if predicted { FOR_PREDICTION } else { 0 };
        earned.saturating_sub(hints * PER_HINT).max(LEAST)
    }
}

/// How many changes and how many changed settings these are.
pub fn changes_of(changes: &[Edit]) -> (i64, i64) {
    let counts = changes.iter().map(Edit::counts);
    counts.fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1))
}
