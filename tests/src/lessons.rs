//! Lesson files in folders: read, checked, run, and packed for the page.

use std::collections::BTreeMap;
use std::path::{Path as File, PathBuf};

use lesson::{Lesson, LessonError, Path, Report, verify};
use locale::Language;

use crate::Outcome;

/// The project's own lessons.
pub const FOLDER: &str = "public/lessons";

/// What became of one file.
#[derive(Debug)]
pub struct Checked {
    /// Where it is.
    pub file: PathBuf,
    /// What must be mended, each with its line if it is known.
    pub errors: Vec<String>,
    /// What is hardly meant.
    pub warnings: Vec<String>,
    /// What it holds, if it could be read.
    pub content: Option<Content>,
}

/// What a file holds.
#[derive(Debug)]
pub enum Content {
    /// A lesson and its runs.
    Lesson(Box<Lesson>, Box<Report>),
    /// A path.
    Path(Path),
}

/// Every lesson file below a folder, sorted.
pub fn files(folder: &File) -> Outcome<Vec<PathBuf>> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        let entries =
            std::fs::read_dir(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        for entry in entries {
            let path = entry?.path();
            let ending = path.extension().and_then(|ending| ending.to_str());
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(".schema.json") {
                // What the built page serves for editors.
            } else if matches!(ending, Some("yaml" | "yml" | "json")) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// Reads, checks and runs one file. `languages` must all be written.
pub fn check(file: &File, languages: &[Language]) -> Outcome<Checked> {
    let text = std::fs::read_to_string(file)?;
    let mut checked = Checked {
        file: file.to_path_buf(),
        errors: Vec::new(),
        warnings: Vec::new(),
        content: None,
    };
    let json = match lesson_reader::read(&text) {
        Ok(json) => json,
        Err(problem) => {
            let what = lesson::problem_told(&problem);
            checked
                .errors
                .push(format!("line {}: {what}", problem.line));
            return Ok(checked);
        }
    };
    if json.contains("\"lessons\":") {
        match Path::from_json(&json) {
            Ok(path) => checked.content = Some(Content::Path(path)),
            Err(error) => checked.errors.push(error.to_string()),
        }
        return Ok(checked);
    }
    let lesson = match Lesson::from_json(&json) {
        Ok(lesson) => lesson,
        Err(errors) => {
            checked
                .errors
                .extend(errors.iter().map(LessonError::to_string));
            return Ok(checked);
        }
    };
    let mut report = verify(&lesson);
    report.locate(&json);
    let stem = file.file_stem().and_then(|stem| stem.to_str());
    if stem != Some(&lesson.name) {
        let what = format!("`name` is \"{}\"; allowed: the file's name", lesson.name);
        checked.errors.push(what);
    }
    for language in languages {
        for field in lesson.untold(*language) {
            checked
                .errors
                .push(format!("`{field}` lacks {}", language.code()));
        }
    }
    checked
        .errors
        .extend(report.errors.iter().map(LessonError::to_string));
    checked
        .warnings
        .extend(report.warnings.iter().map(LessonError::to_string));
    checked.content = Some(Content::Lesson(Box::new(lesson), Box::new(report)));
    Ok(checked)
}

/// Lessons that paths and other lessons name must be there.
pub fn check_names(all: &mut [Checked]) {
    let mut names: BTreeMap<String, usize> = BTreeMap::new();
    for checked in all.iter() {
        if let Some(Content::Lesson(lesson, _)) = &checked.content {
            *names.entry(lesson.name.clone()).or_default() += 1;
        }
    }
    for checked in all {
        let wanted: Vec<String> = match &checked.content {
            Some(Content::Lesson(lesson, _)) => lesson.needs.clone(),
            Some(Content::Path(path)) => path
                .lessons
                .iter()
                .map(|stop| stop.lesson.clone())
                .collect(),
            None => Vec::new(),
        };
        for name in wanted.into_iter().filter(|name| !names.contains_key(name)) {
            checked
                .errors
                .push(format!("no lesson is named \"{name}\""));
        }
    }
}

/// Every figure of every run, a line for each figure.
pub fn table(lesson: &Lesson, report: &Report) -> Vec<String> {
    let names: Vec<String> = lesson
        .all_runs()
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let mut lines = vec![format!("{:24}{}", "", columns(&names))];
    for (kind, name) in lesson::FigureKind::ALL {
        let figure = lesson::Figure {
            run: None,
            kind,
            partition: None,
        };
        let values: Vec<String> = names
            .iter()
            .map(|run| {
                let value = report.runs.get(run).and_then(|run| run.value(&figure));
                value.map_or("?".to_owned(), |value| value.to_string())
            })
            .collect();
        lines.push(format!("{name:24}{}", columns(&values)));
    }
    for (run, grade) in &report.grades {
        for goal in &grade.goals {
            let met = if goal.met { "met   " } else { "missed" };
            lines.push(format!("{met} {run:12} {} ({})", goal.rule, goal.value));
        }
    }
    let catalog = locale::Catalog::english();
    for symptom in &lesson.symptoms {
        if let Ok(mut run) = sim_core::Simulation::new(&lesson.recording()) {
            run.run_until(symptom.at);
            lines.push(lesson::shown(symptom, &run, catalog));
        }
    }
    lines
}

fn columns(cells: &[String]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| format!("{cell:>12}")).collect();
    cells.concat()
}

#[cfg(test)]
mod tests {
    use lesson::{Piece, Prose, Said};
    use locale::{ENGLISH_TERMS, Glossary, KOREAN_TERMS};

    use super::*;
    use crate::repository;

    fn terms(glossary: &Glossary, text: &Said, language: Language) -> Vec<&'static str> {
        let prose = Prose::parse(text.to(language)).expect("the lesson was checked");
        let mut met = Vec::new();
        for piece in prose.blocks.iter().flat_map(|block| &block.pieces) {
            match piece {
                Piece::Words(words) | Piece::Strong(words) => {
                    glossary.find(words, &mut met);
                }
                Piece::Code(code) => {
                    glossary.whole(code, &mut met);
                }
                Piece::Figure(_) => {}
            }
        }
        met
    }

    #[test]
    fn each_lesson_explains_its_terms_in_both_languages() {
        let tables = [
            (Language::English, ENGLISH_TERMS),
            (Language::Korean, KOREAN_TERMS),
        ];
        for file in files(&repository().join(FOLDER)).expect("it is there") {
            let text = std::fs::read_to_string(&file).expect("it can be read");
            let json = lesson_reader::read(&text).expect("it is checked");
            let Ok(lesson) = Lesson::from_json(&json) else {
                continue;
            };
            for (language, table) in tables {
                let glossary = Glossary::read(table).expect("the build makes it");
                let of = |text: &Said| terms(&glossary, text, language).len();
                let (situation, why) = (of(&lesson.situation), of(&lesson.why));
                let because = lesson.myth.as_ref().map_or(0, |myth| of(&myth.because));
                let place = (&lesson.name, language);
                assert!(situation >= 1, "{place:?}: none in the situation");
                assert!(why + because >= 2, "{place:?}: {why} and {because}");
            }
        }
    }
}
