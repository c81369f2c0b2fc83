//! A lesson, or the lessons of a path, for a room of people and on paper.

use leptos::prelude::*;
use lesson::Lesson;
use locale::{Text, say};
use view_macro::view;

use super::handout::Handout;
use super::present::Presenter;
use crate::lessons::{self, Index};
use crate::session::Session;
use crate::url_state::Shape;
use crate::{files, language};

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Course {
    /// A lesson by its name.
    Lesson(String),
    /// A path by its name.
    Path(String),
}

/// The lessons, with a name for all of them.
#[derive(Clone, Debug)]
pub struct Given {
    /// Heading in each language: that of the path; None for a lesson alone.
    pub title: Option<lesson::Said>,
    /// In the order of the path.
    pub lessons: Vec<Lesson>,
    /// Minutes for each.
    pub minutes: Vec<u32>,
    /// The page that it was opened from.
    pub back: String,
}

/// The page: reads the lessons, then shows them.
#[component]
pub fn CoursePage(
    /// Which.
    course: Course,
    /// For whom.
    shape: Shape,
) -> impl IntoView {
    let session = Session::get();
    let given = RwSignal::new_local(None::<Result<Given, Text>>);
    leptos::task::spawn_local(async move {
        let read = read(course).await;
        given.try_set(Some(read));
    });
    let step = RwSignal::new((0, 0));
    let content = move || match given.get() {
        None => view! { <p class="library__wait" role="status">{say::lessons_loading()}</p> },
        Some(Err(problem)) => {
            view! { <p class="library__wait" role="alert" data-testid="course-refused">{problem}</p> }
        }
        Some(Ok(given)) if shape == Shape::Handout => {
            session.language.track();
            view! { <Handout given /> }
        }
        Some(Ok(given)) => {
            session.language.track();
            view! { <Presenter given place=step /> }
        }
    };
    view! { {content} }
}

async fn read(course: Course) -> Result<Given, Text> {
    match course {
        Course::Lesson(name) => {
            let one = lesson(&name).await?;
            Ok(Given {
                title: None,
                minutes: vec![one.minutes],
                lessons: vec![one],
                back: format!("?lesson={name}"),
            })
        }
        Course::Path(name) => {
            let index: Index = lessons::index().await?;
            let found = index.paths.into_iter().find(|path| path.name == name);
            let path = found.ok_or_else(|| say::lessons_no_path(lessons::shown(&name)))?;
            let mut all = Vec::new();
            for stop in &path.lessons {
                all.push(lesson(&stop.lesson).await?);
            }
            Ok(Given {
                title: Some(path.title),
                lessons: all,
                minutes: path.lessons.iter().map(|stop| stop.minutes).collect(),
                back: format!("?path={name}"),
            })
        }
    }
}

async fn lesson(name: &str) -> Result<Lesson, Text> {
    let file = lessons::file(name).ok_or_else(|| lessons::unknown(name))?;
    let text = files::text(&file).await;
    lessons::read(&text.ok_or_else(|| lessons::unknown(name))?)
}

/// The heading that a room and a paper see: of a claim, the claim.
pub fn heading(lesson: &Lesson) -> String {
    let title = lesson
        .myth
        .as_ref()
        .map_or(&lesson.title, |myth| &myth.claim);
    title.to(language::current()).to_owned()
}

/// What may be answered, in the order of the page.
pub fn choices(lesson: &Lesson) -> Vec<String> {
    if lesson.myth.is_some() {
        let truths = [
            say::lesson_so(),
            say::lesson_not_so(),
            say::lesson_depends(),
        ];
        return truths.iter().map(language::said).collect();
    }
    let Some(predict) = &lesson.predict else {
        return Vec::new();
    };
    let says = |one: &lesson::Choice| one.says.to(language::current()).to_owned();
    predict.choices.iter().map(says).collect()
}
