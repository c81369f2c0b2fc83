//! Lessons as the page loads them: each as JSON, and a list of all with a small picture of each; and
//! the posters of the embed.

use std::fs;
use std::path::Path as File;

use lesson::{Lesson, Path};
use serde_json::{Value, json};
use sim_core::{SimTime, Simulation};

use crate::lessons::{Content, FOLDER};
use crate::{Outcome, posters, repository};

/// Rows of a small picture.
const ROWS: usize = 4;
/// Where a small picture ends, in its own units.
const WIDTH: u64 = 1_000;

/// Writes `lessons/` of a built page. A lesson that does not pass stops the build.
pub fn pack(dist: &File) -> Outcome {
    let folder = dist.join("lessons");
    fs::create_dir_all(&folder)?;
    let mut list: Vec<Value> = Vec::new();
    let mut paths: Vec<Path> = Vec::new();
    let mut lessons: Vec<Lesson> = Vec::new();
    for file in crate::lessons::files(&repository().join(FOLDER))? {
        let checked = crate::lessons::check(&file, &[])?;
        if let Some(error) = checked.errors.first() {
            return Err(format!("{}: {error}", file.display()).into());
        }
        match checked.content {
            Some(Content::Lesson(lesson, _)) => {
                fs::write(
                    folder.join(format!("{}.json", lesson.name)),
                    lesson.to_json(),
                )?;
                let is_myth = lesson.myth.is_some();
                list.push(json!({
                    "name": lesson.name, "title": lesson.title, "summary": lesson.summary,
                    "minutes": lesson.minutes, "teaches": lesson.teaches, "needs": lesson.needs,
                    "is_myth": is_myth, "picture": picture(&lesson)?,
                }));
                lessons.push(*lesson);
            }
            Some(Content::Path(path)) => paths.push(path),
            None => {}
        }
    }
    posters::write(dist, &lessons)?;
    paths.sort_by_key(Path::minutes);
    fs::write(folder.join("fidelity.json"), fidelity()?.to_string())?;
    let index = json!({ "lessons": list, "paths": paths });
    fs::write(folder.join("index.json"), index.to_string())?;
    fs::write(
        folder.join("lesson.schema.json"),
        lesson::schema::lesson().to_string(),
    )?;
    fs::write(
        folder.join("path.schema.json"),
        lesson::schema::path().to_string(),
    )?;
    Ok(())
}

/// What the last comparison with a real broker found, from its table.
fn fidelity() -> Outcome<Value> {
    let table = fs::read_to_string(repository().join("docs/FIDELITY.md"))?;
    let (mut recordings, mut assignments, mut differ) = (0_u64, 0_u64, 0_u64);
    for line in table.lines().filter(|line| line.starts_with("| ")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let (Some(verdict), Some(compared)) = (cells.get(2), cells.get(3)) else {
            continue;
        };
        let cases = compared.strip_suffix(" cases").map(str::parse::<u64>);
        match (*verdict, cases) {
            ("agrees", Some(cases)) => assignments += cases?,
            ("agrees", None) => recordings += 1,
            ("File" | "Result" | "---" | "not counted", _) => {}
            _ => differ += 1,
        }
    }
    Ok(json!({ "recordings": recordings, "assignments": assignments, "differ": differ }))
}

/// A few rows of the matrix: stretches `[from, to, reader]`, reader −1 for nobody.
fn picture(lesson: &Lesson) -> Outcome<Vec<Vec<(u64, u64, i64)>>> {
    let mut run = Simulation::new(&lesson.recording())?;
    run.run_until(lesson.until);
    let matrix = run.matrix(SimTime::ZERO, lesson.until);
    let step = matrix.rows.len().div_ceil(ROWS).max(1);
    let end = lesson.until.as_micros();
    let place = |at: SimTime| at.as_micros() * WIDTH / end;
    let rows = matrix.rows.iter().step_by(step).map(|row| {
        row.segments
            .iter()
            .map(|segment| {
                let reader = segment.reader.map_or(-1, |reader| i64::from(reader.0));
                (place(segment.from), place(segment.to), reader)
            })
            .filter(|(from, to, _)| to > from)
            .collect()
    });
    Ok(rows.collect())
}
