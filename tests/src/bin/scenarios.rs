//! Checks lesson files and runs everything in them: `scenarios check [DIR...]`; prints their JSON
//! Schema: `scenarios schema`; packs the project's own for the page: `scenarios pack DIST`.

use std::fmt::Display;
use std::io::{self, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;

use lab_tests::lessons::{self, Checked, FOLDER};
use lab_tests::{Outcome, conform, lesson_pack, repository};
use locale::Language;

const USAGE: &str = "Usage: scenarios check [DIR...] | figures FILE | schema | pack DIST";

fn main() -> Outcome<ExitCode> {
    let is_closed = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    match run() {
        // Whoever reads has seen enough, as `| head` does.
        Err(error) if error.downcast_ref::<io::Error>().is_some_and(is_closed) => {
            Ok(ExitCode::SUCCESS)
        }
        other => other,
    }
}

/// Prints a line.
fn tell(line: impl Display) -> Outcome {
    Ok(writeln!(io::stdout(), "{line}")?)
}

fn run() -> Outcome<ExitCode> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first().map(String::as_str) {
        Some("check") => check(&arguments[1..]),
        Some("figures") if arguments.len() == 2 => figures(&arguments[1]),
        Some("schema") => {
            tell(format_args!("{:#}", lesson::schema::lesson()))?;
            Ok(ExitCode::SUCCESS)
        }
        Some("pack") if arguments.len() == 2 => {
            let dist = PathBuf::from(&arguments[1]);
            lesson_pack::pack(&dist)?;
            conform::pack(&dist)?;
            Ok(ExitCode::SUCCESS)
        }
        _ => {
            tell(USAGE)?;
            Ok(ExitCode::from(2))
        }
    }
}

fn check(folders: &[String]) -> Outcome<ExitCode> {
    let is_own = folders.is_empty();
    let folders: Vec<PathBuf> = if is_own {
        vec![repository().join(FOLDER)]
    } else {
        folders.iter().map(PathBuf::from).collect()
    };
    let languages: &[Language] = if is_own { &Language::ALL } else { &[] };
    let mut all = Vec::new();
    for folder in &folders {
        for file in lessons::files(folder)? {
            all.push(lessons::check(&file, languages)?);
        }
    }
    lessons::check_names(&mut all);
    let is_good =
        |checked: &Checked| checked.errors.is_empty() && (!is_own || checked.warnings.is_empty());
    for checked in &all {
        let file = checked
            .file
            .strip_prefix(repository())
            .unwrap_or(&checked.file);
        let verdict = if is_good(checked) { "ok    " } else { "FAILED" };
        tell(format_args!("{verdict} {}", file.display()))?;
        for error in &checked.errors {
            tell(format_args!("       error: {error}"))?;
        }
        for warning in &checked.warnings {
            tell(format_args!("       warning: {warning}"))?;
        }
    }
    let passed = all.iter().filter(|checked| is_good(checked)).count();
    let failed = all.len() - passed;
    tell(format_args!("{passed} passed, {failed} failed"))?;
    let is_fine = failed == 0 && passed > 0;
    Ok(if is_fine {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Every figure of every run of a file, for whoever writes its goals.
fn figures(file: &str) -> Outcome<ExitCode> {
    let checked = lessons::check(&PathBuf::from(file), &[])?;
    for line in checked.errors.iter().chain(&checked.warnings) {
        tell(line)?;
    }
    let Some(lessons::Content::Lesson(lesson, report)) = checked.content else {
        return Ok(ExitCode::FAILURE);
    };
    for line in lessons::table(&lesson, &report) {
        tell(line)?;
    }
    Ok(ExitCode::SUCCESS)
}
