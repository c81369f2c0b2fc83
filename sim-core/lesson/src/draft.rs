//! A run of the lab as a file for people: a scenario, or the beginning of a lesson.
//!
//! What was done by hand becomes the scenario's script, so the run stays what it was. Defaults are
//! left out. Deliberately lacks goals and words, which only an author has.

use std::collections::BTreeSet;

use lesson_reader::{Problem, write};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use sim_core::limits::RUN_TIME_MAX;
use sim_core::scenario::time_ms;
use sim_core::{Recording, Scenario, SimTime};

use crate::file::{FORMAT, is_name};

/// A lesson without goals: what can be told of a run without its author.
#[derive(Serialize)]
struct Draft<'a> {
    format: u32,
    name: &'a str,
    title: &'a str,
    seed: u64,
    scenario: &'a Scenario,
    #[serde(rename = "until_ms", with = "time_ms")]
    until: SimTime,
}

/// A scenario with its seed, in the shape of a recording.
#[derive(Serialize)]
struct File<'a> {
    format: u32,
    seed: u64,
    scenario: &'a Scenario,
}

/// The beginning of a lesson about a run that was looked at until then. `comment` stands above it.
pub fn draft(recording: &Recording, until: SimTime, comment: &str) -> Result<String, Problem> {
    let scenario = told(recording);
    let name = lesson_name(&scenario.name);
    let last = scenario
        .script
        .last()
        .map_or(SimTime::ZERO, |timed| timed.at);
    let seconds = until.max(last).as_micros() / 1_000_000 + 1;
    let title = if scenario.title.is_empty() {
        &name
    } else {
        &scenario.title
    };
    let draft = Draft {
        format: FORMAT,
        name: &name,
        title,
        seed: recording.seed,
        scenario: &scenario,
        until: SimTime::from_millis(seconds * 1_000).min(RUN_TIME_MAX),
    };
    let mut spared = spared(&scenario);
    if scenario.name == name {
        // It is the lesson's then.
        spared.insert("/scenario/name".to_owned());
    }
    written(&draft, &spared, comment)
}

/// A run as the file of its scenario. `comment` stands above it.
pub fn scenario_file(recording: &Recording, comment: &str) -> Result<String, Problem> {
    let scenario = told(recording);
    let file = File {
        format: recording.format,
        seed: recording.seed,
        scenario: &scenario,
    };
    written(&file, &spared(&scenario), comment)
}

fn written(
    file: &impl Serialize,
    without: &BTreeSet<String>,
    comment: &str,
) -> Result<String, Problem> {
    let json = serde_json::to_string(file).expect("scenarios hold only JSON values");
    let yaml = write(&json, without)?;
    Ok(format!("# {comment}\n{yaml}"))
}

/// The scenario with all that was done as its script.
fn told(recording: &Recording) -> Scenario {
    let mut scenario = recording.scenario.clone();
    scenario.script.extend(recording.commands.iter().cloned());
    // Stable, as the run itself sorts them.
    scenario.script.sort_by_key(|timed| timed.at);
    scenario
}

/// A name that a lesson may have, from one that a scenario has.
fn lesson_name(name: &str) -> String {
    let letter = |letter: char| {
        if letter.is_ascii_alphanumeric() {
            letter.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let name: String = name.chars().map(letter).take(60).collect();
    if is_name(&name) && name.contains(|letter| letter != '-') {
        name
    } else {
        "my-lesson".to_owned()
    }
}

/// Paths of a file below `/scenario` without which it reads the same.
fn spared(scenario: &Scenario) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    // The lists by their items: each is read by itself.
    let frame = Scenario {
        topics: Vec::new(),
        consumers: Vec::new(),
        script: Vec::new(),
        ..scenario.clone()
    };
    spare(&frame, "/scenario", &mut paths);
    let items = |name: &str, index: usize| format!("/scenario/{name}/{index}");
    for (index, topic) in scenario.topics.iter().enumerate() {
        spare(topic, &items("topics", index), &mut paths);
    }
    for (index, consumer) in scenario.consumers.iter().enumerate() {
        spare(consumer, &items("consumers", index), &mut paths);
    }
    for (index, timed) in scenario.script.iter().enumerate() {
        spare(timed, &items("script", index), &mut paths);
    }
    paths
}

/// Adds the paths of entries without which `whole` reads back the same.
fn spare<T: Serialize + DeserializeOwned + PartialEq>(
    whole: &T,
    at: &str,
    to: &mut BTreeSet<String>,
) {
    let mut value = serde_json::to_value(whole).expect("scenarios hold only JSON values");
    let mut places = Vec::new();
    entries(&value, String::new(), &mut places);
    for (parent, key) in places {
        let Some(Value::Object(fields)) = value.pointer_mut(&parent) else {
            // Gone with what it stood in.
            continue;
        };
        let Some(taken) = fields.remove(&key) else {
            continue;
        };
        let reads_same = serde_json::from_value::<T>(value.clone()).is_ok_and(|it| it == *whole);
        if reads_same {
            to.insert(format!("{at}{parent}/{key}"));
        } else if let Some(Value::Object(fields)) = value.pointer_mut(&parent) {
            fields.insert(key, taken);
        }
    }
}

/// Every entry of every map: where the map is, and the key; what is around comes first.
fn entries(value: &Value, at: String, to: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            to.extend(fields.keys().map(|key| (at.clone(), key.clone())));
            for (key, field) in fields {
                entries(field, format!("{at}/{key}"), to);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                entries(item, format!("{at}/{index}"), to);
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use sim_core::scenario::{default_scenario, standard_load};
    use sim_core::{Command, Simulation, TimedCommand};

    use super::*;
    use crate::{Lesson, Opened, open_file};

    fn run() -> Recording {
        let mut recording = Recording::new(default_scenario(), 11);
        let mut act = |micros, command| {
            recording.commands.push(TimedCommand {
                at: SimTime::from_micros(micros),
                command,
            });
        };
        act(
            22_400_123,
            Command::Kill {
                who: "consumer-b".to_owned(),
            },
        );
        act(
            30_000_000,
            Command::SetConfig {
                who: None,
                key: "session.timeout.ms".to_owned(),
                value: "10000".to_owned(),
            },
        );
        act(31_000_000, Command::close("consumer-a"));
        recording
    }

    fn fingerprint(recording: &Recording) -> u64 {
        let mut run = Simulation::new(recording).expect("it runs");
        run.run_until(SimTime::from_millis(60_000));
        run.fingerprint()
    }

    #[test]
    fn a_draft_is_a_lesson_of_the_same_run() {
        let run = run();
        let text = draft(&run, SimTime::from_millis(40_100), "A draft.").expect("it is short");
        let json = lesson_reader::read(&text).expect("it is YAML");
        let lesson = Lesson::from_json(&json).unwrap_or_else(|errors| panic!("{errors:?}\n{text}"));
        assert_eq!(lesson.until, SimTime::from_millis(41_000));
        assert_eq!(lesson.recording().scenario, told(&run));
        assert_eq!(
            fingerprint(&lesson.recording()),
            fingerprint(&run),
            "{text}"
        );
        let report = crate::verify(&lesson);
        assert_eq!(
            (report.errors, report.warnings),
            (Vec::new(), Vec::new()),
            "{text}"
        );
        // For people: no defaults, times with their units, the exact moment of the act.
        assert!(
            !text.contains("latency") && !text.contains("20000000"),
            "{text}"
        );
        assert!(
            text.contains("at_ms: 22400.123") && text.contains("at: 30s"),
            "{text}"
        );
    }

    #[test]
    fn a_scenario_file_opens_as_the_same_run() {
        let busy = Recording::new(standard_load(9, 4), 3);
        for run in [run(), busy] {
            let text = scenario_file(&run, "A scenario.").expect("it is short");
            let Ok(Opened::Run(place)) = open_file(&text) else {
                panic!("it is a run: {text}");
            };
            assert_eq!(place.recording.scenario, told(&run), "{text}");
            assert_eq!(fingerprint(&place.recording), fingerprint(&run), "{text}");
        }
    }

    #[test]
    fn a_name_of_a_scenario_becomes_one_of_a_lesson() {
        assert_eq!(lesson_name("My run 2"), "my-run-2");
        assert_eq!(lesson_name("첫 실행"), "my-lesson");
        assert_eq!(lesson_name(""), "my-lesson");
    }
}
