//! Runs files of recorded assignor answers against sim-core.
//!
//! The form of the files is described beside them. Deliberately lacks knowledge of where they
//! are: the conformance test and the `conform` command pass paths.

mod partitioner;
mod step;

use std::fs;
use std::path::Path;

use serde::Deserialize;
use sim_core::assignor::AssignorName;

use step::Step;

/// One line of a file: passed, or what differs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseResult {
    /// File name without its ending, and the case.
    pub name: String,
    /// What differs from Kafka's answer.
    pub result: Result<(), String>,
}

/// Runs every case of one `.jsonl` file. A file that cannot be read is one failed case.
pub fn run_vectors(path: &Path) -> Vec<CaseResult> {
    let stem = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into());
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) => {
            let result = Err(format!("{}: {error}", path.display()));
            return vec![CaseResult { name: stem, result }];
        }
    };
    let run = if stem == "partitioner" {
        partitioner::run_line
    } else {
        run_case
    };
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(number, line)| {
            let (name, result) = run(line);
            CaseResult {
                name: format!("{stem}:{number} {name}"),
                result,
            }
        })
        .collect()
}

#[derive(Deserialize)]
struct Case {
    #[serde(rename = "case")]
    name: String,
    assignor: String,
    title: String,
    exception: Option<String>,
    steps: Vec<Step>,
}

fn run_case(line: &str) -> (String, Result<(), String>) {
    let case: Case = match serde_json::from_str(line) {
        Ok(case) => case,
        Err(error) => return (String::new(), Err(error.to_string())),
    };
    let result = match AssignorName::parse(&case.assignor) {
        Some(name) => (0..)
            .zip(&case.steps)
            .try_for_each(|(i, step): (usize, _)| {
                step.run(name, case.exception.as_deref())
                    .map_err(|error| format!("step {i}, {}: {error}", step.event))
            }),
        None => Err(format!("there is no assignor {} here", case.assignor)),
    };
    (format!("{} ({})", case.name, case.title), result)
}
