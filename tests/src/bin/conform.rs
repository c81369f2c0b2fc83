//! Compares the model with recordings of real Kafka: `conform [DIR...]`.

#![expect(clippy::print_stdout, reason = "printing is its purpose")]

use std::path::PathBuf;
use std::process::ExitCode;

use lab_tests::{Outcome, conform, repository};

fn main() -> Outcome<ExitCode> {
    let mut folders: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let is_own = folders.is_empty();
    if is_own {
        folders.push(repository().join("tests/fixtures/kafka"));
    }
    let report = conform::run(&folders)?;
    for line in report.lines() {
        println!("{line}");
    }
    if is_own {
        std::fs::write(repository().join("docs/FIDELITY.md"), report.fidelity())?;
    }
    Ok(if report.failed() == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}
