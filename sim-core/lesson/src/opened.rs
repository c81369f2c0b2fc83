//! A file that somebody hands to the page, YAML or JSON: which kind it is, and why it is refused.

use locale::{Text, say};
use serde::Deserialize;
use serde::de::IgnoredAny;
use sim_core::link::{Place, from_file};
use sim_core::{Recording, Scenario};

use crate::error::{LessonError, problem_told};
use crate::file::Lesson;

/// Seed of a scenario that names none.
const SEED: u64 = 7;
/// Name of a scenario that has none.
const NAME: &str = "scenario";

/// What a file holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Opened {
    /// A lesson.
    Lesson(Box<Lesson>),
    /// A run: a scenario, a recording, or what the lab saved.
    Run(Box<Place>),
}

/// What tells the kinds apart; nothing else is looked at.
#[derive(Deserialize)]
struct Kind {
    /// Of a file that the lab saved.
    version: Option<IgnoredAny>,
    /// Of a bare scenario.
    topics: Option<IgnoredAny>,
    /// Of a recording.
    format: Option<IgnoredAny>,
    /// Of a lesson, which has one of these at least.
    title: Option<IgnoredAny>,
    name: Option<IgnoredAny>,
    until_ms: Option<IgnoredAny>,
    goals: Option<IgnoredAny>,
}

/// Reads a file, or says in a sentence without its full stop what is wrong with it.
pub fn open_file(text: &str) -> Result<Opened, Text> {
    let saved = |text: &str| {
        let place = from_file(text).map_err(|error| error.told())?;
        Ok(Opened::Run(Box::new(place)))
    };
    let json = match lesson_reader::read(text) {
        Ok(json) => json,
        // A run that the lab saved may be larger, and what begins like JSON is meant to be.
        Err(_) if text.trim_start().starts_with('{') => return saved(text),
        Err(problem) => {
            let line = problem.line.to_string();
            return Err(say::lesson_at_line(line, problem_told(&problem)));
        }
    };
    let Ok(kind) = serde_json::from_str::<Kind>(&json) else {
        return saved(text);
    };
    if kind.version.is_some() {
        return saved(&json);
    }
    let of_lesson = [&kind.title, &kind.name, &kind.until_ms, &kind.goals];
    if kind.topics.is_some() {
        let scenario: Scenario = shape(&json)?;
        return run(Recording::new(scenario, SEED), "", &json);
    }
    if of_lesson.into_iter().any(Option::is_some) {
        let lesson = Lesson::from_json(&json);
        return match lesson {
            Ok(lesson) => Ok(Opened::Lesson(Box::new(lesson))),
            Err(errors) => Err(errors.first().map(LessonError::told).unwrap_or_default()),
        };
    }
    if kind.format.is_some() {
        return run(shape(&json)?, "scenario", &json);
    }
    saved(text)
}

fn shape<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, Text> {
    serde_json::from_str(json).map_err(|error| LessonError::syntax(json, &error).told())
}

/// A recording whose scenario is at a path of the file.
fn run(mut recording: Recording, at: &str, json: &str) -> Result<Opened, Text> {
    if recording.scenario.name.is_empty() {
        NAME.clone_into(&mut recording.scenario.name);
    }
    match recording.check() {
        Ok(()) => Ok(Opened::Run(Box::new(Place::start_of(recording)))),
        Err(error) => Err(LessonError::scenario(at, &error).located(json).told()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCENARIO: &str =
        "topics: [{name: orders, partitions: 4}]\nconsumers:\n  - {name: a, subscribe: [orders]}\n";

    fn said(text: &str) -> String {
        open_file(text).expect_err(text).to_string()
    }

    #[test]
    fn kinds_are_told_apart() {
        let is_run = |text: &str| matches!(open_file(text), Ok(Opened::Run(_)));
        assert!(is_run(SCENARIO));
        let indented = format!("  {}\n", SCENARIO.trim_end().replace('\n', "\n  "));
        assert!(is_run(&format!(
            "format: 1\nseed: 9\nscenario:\n{indented}"
        )));
        assert!(is_run(&format!(
            "version: 2\nseed: 9\nscenario:\n  name: x\n{indented}"
        )));
        let first = Recording::new(sim_core::scenario::default_scenario(), SEED);
        assert!(is_run(&sim_core::link::to_file(&Place::start_of(first))));
        let lesson = format!("format: 1\nname: x\ntitle: X\nuntil: 9s\nscenario:\n{indented}");
        assert!(matches!(open_file(&lesson), Ok(Opened::Lesson(_))));
    }

    #[test]
    fn refusals_name_line_field_value_and_range() {
        let many = SCENARIO.replace("partitions: 4", "partitions: 4000000000");
        assert!(said(&many).starts_with("line 1: "), "{}", said(&many));
        assert!(said(&many).contains("partitions"), "{}", said(&many));
        let word = SCENARIO.replace("partitions: 4", "partitions: four");
        assert_eq!(
            said(&word),
            "line 1: `partitions` is \"four\"; allowed: a whole number from 0 to 4294967295"
        );
        let unknown = format!("{SCENARIO}consumer: 1\n");
        assert!(
            said(&unknown).starts_with("line 4: unknown `consumer`"),
            "{}",
            said(&unknown)
        );
        assert!(
            said("a: [1\nb: 2").starts_with("line "),
            "{}",
            said("a: [1\nb: 2")
        );
        assert!(said("<svg/>").contains("not JSON"));
    }
}
