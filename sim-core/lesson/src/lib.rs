//! Lessons: an incident or a claim as a file, the figures of its runs, its goals and its grade.
//!
//! A [`Lesson`] holds a scenario, what a learner may change, goals over [`Figure`]s, and texts whose
//! figures are gaps that a run fills. Nothing here knows what a lesson says; everything it says of an
//! outcome is measured by a [`Measure`].
//!
//! Deliberately lacks YAML (the crate `lesson-reader`), a page and a clock.

mod check;
mod draft;
mod edit;
mod error;
mod figure;
mod file;
mod fix;
mod grade;
mod measure;
mod misread;
mod opened;
mod path;
mod place;
mod predict;
mod prose;
mod rule;
mod said;
#[cfg(feature = "schema")]
pub mod schema;
mod symptom;
mod verdict;

pub use check::Warning;
pub use draft::{draft, scenario_file};
pub use edit::{Edit, ProgramField, ProgramPatch};
pub use error::{LessonError, problem_fix, problem_told};
pub use figure::{Figure, FigureKind, Unit};
pub use file::{Act, Bounds, Goal, Lesson, May, Myth, NamedRun, Symptom, Truth, Try, What};
pub use fix::{Fix, Of};
pub use grade::{GoalResult, Grade, POINTS_MAX, changes_of};
pub use measure::{Measure, Measured};
pub use misread::Misread;
pub use opened::{Opened, open_file};
pub use path::{Path, Stop};
pub use predict::{Answer, Choice, NumberQuestion, PartitionFigure, PartitionQuestion, Predict};
pub use prose::{Block, Piece, Prose, Runs, filled};
pub use rule::{Comparison, Operand, Rule, Sign};
pub use said::Said;
pub use symptom::shown;
pub use verdict::{Check, Report, verify};
