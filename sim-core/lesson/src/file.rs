//! The shape of a lesson file. Field names are final.

use serde::{Deserialize, Serialize};
use sim_core::scenario::time_ms;
use sim_core::{Recording, Scenario, SimTime, TimedCommand};

use crate::edit::{Edit, ProgramField};
use crate::error::LessonError;
use crate::predict::Predict;
use crate::rule::Rule;
use crate::said::Said;

/// Version of the lesson format that this build reads.
pub const FORMAT: u32 = 1;

/// A lesson: an exercise, a myth, or only a scenario with its seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// Version of this format; 1.
    pub format: u32,
    /// Name in links, `a-z`, `0-9` and `-`; equal to the file's.
    pub name: String,
    /// Heading.
    pub title: Said,
    /// One line for lists.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub summary: Said,
    /// Time a group needs for it, 1 to 240.
    #[serde(default = "ten")]
    pub minutes: u32,
    /// Settings and terms it teaches.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teaches: Vec<String>,
    /// Lessons to have done before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Where it comes from: issues, KIPs, documentation.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<String>,
    /// Seed of every random stream.
    #[serde(default = "seven")]
    pub seed: u64,
    /// What stands on the stage, and the story.
    pub scenario: Scenario,
    /// Figures count from here.
    #[serde(default, rename = "from_ms", with = "time_ms")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub from: SimTime,
    /// The run ends here.
    #[serde(rename = "until_ms", with = "time_ms")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub until: SimTime,
    /// What the learner is told first.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub situation: Said,
    /// What operators see.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<Symptom>,
    /// The question before the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub predict: Option<Predict>,
    /// What happened, once it ran.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub happened: Said,
    /// Further runs that texts and rules speak of.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub runs: Vec<NamedRun>,
    /// What the learner must reach.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub goals: Vec<Goal>,
    /// What the learner may change.
    #[serde(default, skip_serializing_if = "May::is_nothing")]
    pub may: May,
    /// One after the other, each a little plainer.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hints: Vec<Said>,
    /// A way to reach the goals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub solution: Option<Try>,
    /// Ways that look right and are not.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wrong: Vec<Try>,
    /// The explanation, once the goals are met.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub why: Said,
    /// A claim put to the test.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub myth: Option<Myth>,
}

fn ten() -> u32 {
    10
}
fn seven() -> u64 {
    7
}

/// Something that operators see at a moment of the untouched run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Symptom {
    /// When.
    #[serde(rename = "at_ms", with = "time_ms")]
    #[cfg_attr(feature = "schema", schemars(with = "f64"))]
    pub at: SimTime,
    /// What they look at.
    pub show: What,
    /// Which group; the first, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Whose log; everybody's, if absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub who: Option<String>,
    /// Last lines of a log, 1 to 20.
    #[serde(default = "five")]
    pub lines: usize,
}

fn five() -> usize {
    5
}

/// What operators look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// `kafka-consumer-groups --describe`
    Offsets,
    /// `kafka-consumer-groups --describe --members --verbose`
    Members,
    /// `kafka-consumer-groups --describe --state`
    State,
    /// Log lines.
    Log,
}

/// A goal, in figures of the learner's run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(transparent)]
pub struct Goal(#[cfg_attr(feature = "schema", schemars(with = "String"))] pub Rule);

/// What a learner may change.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct May {
    /// Client settings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<String>,
    /// Broker settings.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub broker: Vec<String>,
    /// Parts of the program.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub program: Vec<ProgramField>,
    /// How many consumers there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consumers: Option<Bounds>,
    /// Consumers that may be put into another group.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<String>,
    /// Other turns of the story.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub acts: Vec<Act>,
}

impl May {
    /// True if nothing may be changed.
    pub fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// A range with both ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    /// Least.
    pub least: u32,
    /// Most.
    pub most: u32,
}

/// Another turn of the story: commands that come in, and one that they replace.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// Its name in changes.
    pub name: String,
    /// What the learner reads.
    pub says: Said,
    /// Number of the script's command that does not happen then, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instead: Option<usize>,
    /// What happens then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<TimedCommand>,
}

/// A run besides the untouched one, the solution and the wrong tries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct NamedRun {
    /// Its name in texts and rules.
    pub name: String,
    /// What readers see beside it.
    #[serde(default, skip_serializing_if = "Said::is_empty")]
    pub says: Said,
    /// What is different in it. It may change whatever it likes.
    pub changes: Vec<Edit>,
}

/// A try and what is to be said of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Try {
    /// A few words for tables.
    pub says: Said,
    /// What is changed.
    pub changes: Vec<Edit>,
    /// Why it works, or why it does not.
    pub because: Said,
}

/// A claim put to the test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Myth {
    /// As it is commonly taught.
    pub claim: Said,
    /// What Kafka makes of it.
    pub verdict: Truth,
    /// The verdict with its figures.
    pub because: Said,
    /// What must hold in the runs for the verdict to stand.
    pub proof: Vec<Goal>,
}

/// What becomes of a claim.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Truth {
    /// It is so.
    Right,
    /// It is not so.
    Wrong,
    /// Sometimes.
    Depends,
}

impl Lesson {
    /// Reads the JSON of a lesson; its lines are those of the file (see `lesson-reader`).
    pub fn from_json(json: &str) -> Result<Self, Vec<LessonError>> {
        match Self::with_errors(json) {
            (Some(lesson), errors) if errors.is_empty() => Ok(lesson),
            (_, errors) => Err(errors),
        }
    }

    /// The same for those who look at a file while it is written: the lesson as soon as its scenario
    /// can run, whatever else is wrong with it.
    pub fn with_errors(json: &str) -> (Option<Self>, Vec<LessonError>) {
        let mut lesson: Self = match serde_json::from_str(json) {
            Ok(lesson) => lesson,
            Err(error) => return (None, vec![LessonError::syntax(json, &error)]),
        };
        if lesson.scenario.name.is_empty() {
            lesson.scenario.name.clone_from(&lesson.name);
        }
        let errors = lesson.errors();
        let errors = errors.into_iter().map(|error| error.located(json));
        let errors: Vec<LessonError> = errors.collect();
        let runs = lesson.until > lesson.from && lesson.scenario.check().is_ok();
        (runs.then_some(lesson), errors)
    }

    /// As JSON in one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("lessons hold only JSON values")
    }

    /// The run as it is without any change.
    pub fn recording(&self) -> Recording {
        Recording::new(self.scenario.clone(), self.seed)
    }

    /// The run with changes.
    pub fn recording_with(&self, changes: &[Edit]) -> Result<Recording, LessonError> {
        let mut recording = self.recording();
        for (index, edit) in changes.iter().enumerate() {
            edit.apply(self, &mut recording)
                .map_err(|error| error.under(&format!("[{index}]")))?;
        }
        recording.scenario.script.sort_by_key(|timed| timed.at);
        recording
            .check()
            .map_err(|error| LessonError::scenario("", &error))?;
        Ok(recording)
    }

    /// Every run by name, with its changes: `untouched`, `solution`, `wrong1` …, and named ones.
    pub fn all_runs(&self) -> Vec<(String, &[Edit])> {
        let mut runs: Vec<(String, &[Edit])> = vec![("untouched".to_owned(), &[])];
        runs.extend(
            self.solution
                .iter()
                .map(|it| ("solution".to_owned(), &it.changes[..])),
        );
        for (index, wrong) in self.wrong.iter().enumerate() {
            runs.push((format!("wrong{}", index + 1), &wrong.changes));
        }
        for run in &self.runs {
            runs.push((run.name.clone(), &run.changes));
        }
        runs
    }
}

impl LessonError {
    /// With its field inside another.
    pub(crate) fn under(mut self, path: &str) -> Self {
        self.field = format!("{path}.{}", self.field);
        self
    }
}

/// What a lesson may be called.
pub(crate) fn is_name(name: &str) -> bool {
    let legal = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
    !name.is_empty() && name.len() <= 60 && name.chars().all(legal)
}
