//! Lessons that come with the page: their list, and each by its name.

use lesson::{Lesson, Path, Said};
use locale::{Text, say};
use serde::Deserialize;

use crate::files;

/// What there is.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Index {
    /// Every lesson, by name.
    pub lessons: Vec<Listed>,
    /// Every path, the shortest first.
    pub paths: Vec<Path>,
}

/// A lesson as lists show it.
#[derive(Clone, Debug, Deserialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// Its heading.
    pub title: Said,
    /// One line.
    #[serde(default)]
    pub summary: Said,
    /// Time it takes.
    pub minutes: u32,
    /// What it teaches.
    #[serde(default)]
    pub teaches: Vec<String>,
    /// Lessons before it.
    #[serde(default)]
    pub needs: Vec<String>,
    /// A claim put to the test.
    pub is_myth: bool,
    /// A few rows of its matrix: from, to, reader (−1 for nobody), in thousandths of its run.
    pub picture: Vec<Vec<(u64, u64, i64)>>,
}

impl Index {
    /// A lesson by name.
    pub fn find(&self, name: &str) -> Option<&Listed> {
        self.lessons.iter().find(|one| one.name == name)
    }

    /// The path on which a lesson stands: the one it was opened on, else the first that goes on
    /// after it.
    pub fn path_of(&self, name: &str, along: Option<&str>) -> Option<&Path> {
        let has = |path: &&Path| path.lessons.iter().any(|stop| stop.lesson == name);
        let opened = self
            .paths
            .iter()
            .find(|path| Some(path.name.as_str()) == along);
        let other = || {
            self.paths
                .iter()
                .find(|path| self.after(path, name).is_some())
        };
        opened.filter(has).or_else(other)
    }

    /// The lesson after one on a path.
    pub fn after(&self, path: &Path, name: &str) -> Option<&Listed> {
        let here = path.lessons.iter().position(|stop| stop.lesson == name)?;
        self.find(&path.lessons.get(here + 1)?.lesson)
    }
}

/// The list of all lessons.
pub async fn index() -> Result<Index, Text> {
    let text = files::text("lessons/index.json").await;
    let text = text.ok_or_else(say::lessons_no_index)?;
    serde_json::from_str(&text).map_err(|error| say::lessons_bad_index(error.to_string()))
}

/// The file of a lesson; None for what is no name.
pub fn file(name: &str) -> Option<String> {
    files::named("lessons", name)
}

/// That there is no such lesson.
pub fn unknown(name: &str) -> Text {
    say::lessons_unknown(shown(name))
}

/// A name as a message repeats it.
pub fn shown(name: &str) -> String {
    name.chars().take(60).collect()
}

/// Reads a lesson.
pub fn read(text: &str) -> Result<Lesson, Text> {
    Lesson::from_json(text).map_err(|errors| {
        let first = errors.into_iter().next();
        first.map_or_else(Text::default, |error| error.told())
    })
}

/// Reads a lesson as a person wrote it.
pub fn read_file(text: &str) -> Result<Lesson, Text> {
    let json = lesson_reader::read(text).map_err(|problem| {
        let line = problem.line.to_string();
        say::lesson_at_line(line, lesson::problem_told(&problem))
    })?;
    read(&json)
}
