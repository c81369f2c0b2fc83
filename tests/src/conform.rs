//! Recordings of real Kafka, played again by the simulator and compared.
//!
//! A folder holds recordings (`*.json` with a `protocol`), vectors of the assignors (`*.jsonl`)
//! and texts (`*.md`); anything else in it is an error. Deliberately lacks knowledge of where the
//! folders are.

mod beat;
mod compare;
mod drawn;
mod drive;
mod exhibit;
mod fidelity;
mod plan;
mod ranges;
mod recording;
#[cfg(test)]
mod tests;
mod trace;
mod watch;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sim_core::Recording;
use sim_core::assignor::AssignorName;

use crate::vectors::run_vectors;
use compare::{Compared, compare};
use drive::drive;
use plan::{Feature, plan};
use recording::KafkaRecording;
use trace::Trace;

pub use exhibit::pack;

/// Recordings and vectors of the consumer protocol (KIP-848) wait for it.
const NEW_PROTOCOL: &str = "new protocol, not modelled yet";

/// Why a folder cannot be compared.
#[derive(Debug, thiserror::Error)]
pub enum ConformError {
    /// A file or folder cannot be read.
    #[error("{path}: {error}")]
    Read {
        /// Which one.
        path: PathBuf,
        /// The system's words.
        error: io::Error,
    },
    /// A file is not JSON of the expected form.
    #[error("{path}, line {}, column {}: {error}", error.line(), error.column())]
    Form {
        /// Which one.
        path: PathBuf,
        /// What the reader found.
        error: serde_json::Error,
    },
    /// A field has a value that nobody knows.
    #[error("{path}: `{field}` is {value}; allowed: {allowed}")]
    Field {
        /// Which file.
        path: PathBuf,
        /// The field.
        field: &'static str,
        /// Its value.
        value: String,
        /// What it may be.
        allowed: &'static str,
    },
    /// Neither a recording nor vectors nor a text.
    #[error("{path}: not a recording (.json with `protocol`), vectors (.jsonl) or a text (.md)")]
    Stranger {
        /// Which file.
        path: PathBuf,
    },
}

/// How one file fared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// No difference.
    Passed,
    /// The differences, worst first.
    Failed(Vec<String>),
    /// What the model lacks for it as a whole.
    Later(Vec<String>),
}

/// One file's result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileResult {
    /// File name without its ending.
    pub name: String,
    /// How it fared.
    pub verdict: Verdict,
    /// What was compared, in a few words.
    pub figures: String,
}

/// Everything that was compared.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// In the order of the folders, and inside one by name.
    pub files: Vec<FileResult>,
}

impl Report {
    /// How many files agree.
    pub fn passed(&self) -> usize {
        let passed = |file: &&FileResult| file.verdict == Verdict::Passed;
        self.files.iter().filter(passed).count()
    }

    /// How many files differ.
    pub fn failed(&self) -> usize {
        let failed = |file: &&FileResult| matches!(file.verdict, Verdict::Failed(_));
        self.files.iter().filter(failed).count()
    }

    /// Per missing feature the files that wait for it.
    pub fn later(&self) -> BTreeMap<&str, Vec<&str>> {
        let mut waiting: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for file in &self.files {
            if let Verdict::Later(features) = &file.verdict {
                for feature in features {
                    waiting.entry(feature).or_default().push(&file.name);
                }
            }
        }
        waiting
    }

    /// The table of `docs/FIDELITY.md`.
    pub fn fidelity(&self) -> String {
        fidelity::page(self)
    }

    /// One line per file, what is missing, and the count as the last line.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.files.iter().map(file_line).collect();
        let later = self.later();
        if !later.is_empty() {
            lines.push(String::new());
            lines.push("Counted neither way:".to_owned());
            for (feature, names) in later {
                lines.push(format!("  {feature}: {}", names.join(" ")));
            }
        }
        lines.push(String::new());
        lines.push(format!(
            "{} passed, {} failed",
            self.passed(),
            self.failed()
        ));
        lines
    }
}

fn file_line(file: &FileResult) -> String {
    let name = &file.name;
    match &file.verdict {
        Verdict::Passed if file.figures.is_empty() => format!("ok {name}"),
        Verdict::Passed => format!("ok {name} : {}", file.figures),
        Verdict::Failed(differences) => match differences.as_slice() {
            [] => format!("FAIL {name}"),
            [only] => format!("FAIL {name} : {only}"),
            [first, rest @ ..] => format!("FAIL {name} : {first} (and {} more)", rest.len()),
        },
        Verdict::Later(features) => format!("later {name} : {}", features.join(", ")),
    }
}

/// Compares every file below `folders`.
pub fn run(folders: &[PathBuf]) -> Result<Report, ConformError> {
    let mut report = Report::default();
    for folder in folders {
        let mut paths = Vec::new();
        walk(folder, &mut paths)?;
        for path in paths {
            if let Some(result) = run_file(&path)? {
                report.files.push(result);
            }
        }
    }
    Ok(report)
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), ConformError> {
    let failed = |error| ConformError::Read {
        path: folder.to_owned(),
        error,
    };
    let mut entries: Vec<PathBuf> = fs::read_dir(folder)
        .map_err(failed)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()
        .map_err(failed)?;
    entries.sort();
    for path in entries {
        if path.is_dir() {
            walk(&path, found)?;
        } else {
            found.push(path);
        }
    }
    Ok(())
}

/// Compares one file; None for a text.
fn run_file(path: &Path) -> Result<Option<FileResult>, ConformError> {
    let name = path
        .file_stem()
        .map_or_else(String::new, |stem| stem.to_string_lossy().into());
    let ending = path
        .extension()
        .map_or_else(String::new, |ending| ending.to_string_lossy().into_owned());
    let (verdict, figures) = match ending.as_str() {
        "md" => return Ok(None),
        "json" => run_recording(path, &read(path)?)?,
        "jsonl" => run_vector_file(path)?,
        _ => {
            return Err(ConformError::Stranger {
                path: path.to_owned(),
            });
        }
    };
    Ok(Some(FileResult {
        name,
        verdict,
        figures,
    }))
}

fn read(path: &Path) -> Result<String, ConformError> {
    fs::read_to_string(path).map_err(|error| ConformError::Read {
        path: path.to_owned(),
        error,
    })
}

fn run_recording(path: &Path, text: &str) -> Result<(Verdict, String), ConformError> {
    let form = |error| ConformError::Form {
        path: path.to_owned(),
        error,
    };
    let value: Value = serde_json::from_str(text).map_err(form)?;
    match value
        .get("protocol")
        .map(|protocol| protocol.as_str().unwrap_or_default())
    {
        Some("classic") => Ok(judge(&serde_json::from_str(text).map_err(form)?)),
        Some("consumer" | "mixed") => {
            Ok((Verdict::Later(vec![NEW_PROTOCOL.to_owned()]), String::new()))
        }
        Some(other) => Err(ConformError::Field {
            path: path.to_owned(),
            field: "protocol",
            value: format!("\"{}\"", other.escape_default()),
            allowed: "classic, consumer, mixed",
        }),
        None => Err(ConformError::Stranger {
            path: path.to_owned(),
        }),
    }
}

/// A classic recording, played again.
struct Replayed {
    run: Recording,
    simulated: Trace,
    compared: Compared,
}

/// Plays a classic recording, or says why that cannot be done.
fn replay(recording: &KafkaRecording) -> Result<Replayed, Vec<String>> {
    let plan = plan(recording).map_err(|missing| {
        let missing = missing.into_iter().map(|Feature(name)| name);
        let missing = missing.map(|name| format!("the model lacks {name}"));
        missing.collect::<Vec<_>>()
    })?;
    let driven = drive(&plan, recording.tolerance_ms);
    let (run, simulated) = driven.map_err(|error| vec![error.to_string()])?;
    let compared = compare(recording, &simulated);
    Ok(Replayed {
        run,
        simulated,
        compared,
    })
}

/// A classic recording that the model cannot play is a failure, never a skip.
fn judge(recording: &KafkaRecording) -> (Verdict, String) {
    match replay(recording) {
        Ok(Replayed { compared, .. }) => {
            let lines = compared.differences.iter().map(ToString::to_string);
            (verdict(lines.collect()), compared.figures.to_string())
        }
        Err(why) => (Verdict::Failed(why), String::new()),
    }
}

fn verdict(differences: Vec<String>) -> Verdict {
    if differences.is_empty() {
        Verdict::Passed
    } else {
        Verdict::Failed(differences)
    }
}

fn run_vector_file(path: &Path) -> Result<(Verdict, String), ConformError> {
    if let Some(missing) = lacking_assignor(path)? {
        return Ok((Verdict::Later(vec![missing]), String::new()));
    }
    let cases = run_vectors(path);
    let figures = format!("{} cases", cases.len());
    let differences: Vec<String> = cases
        .into_iter()
        .filter_map(|case| {
            case.result
                .err()
                .map(|error| format!("{}: {error}", case.name))
        })
        .collect();
    Ok((verdict(differences), figures))
}

/// The assignor of a vector file, if the model does not have it.
fn lacking_assignor(path: &Path) -> Result<Option<String>, ConformError> {
    let text = read(path)?;
    let first = text.lines().next().unwrap_or_default();
    let value: Value = serde_json::from_str(first).map_err(|error| ConformError::Form {
        path: path.to_owned(),
        error,
    })?;
    let Some(name) = value.get("assignor").and_then(Value::as_str) else {
        return Ok(None);
    };
    let is_known = AssignorName::parse(name).is_some();
    Ok((!is_known).then(|| NEW_PROTOCOL.to_owned()))
}
