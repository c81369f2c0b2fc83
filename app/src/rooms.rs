//! Pages beside the lab: the way in, and the lessons, whose code has a file of its own.

use leptos::prelude::*;
use lesson::Lesson;
use locale::{Text, say};
use sim_core::link::decode_lesson;
use sim_core::scenario::default_scenario;
use sim_core::{Recording, Timeline};
use view_macro::view;
use wasm_split_helpers::SplitLoaderError;

use crate::features::author::{AuthorDesk, AuthorPage, Source, accept_drops};
use crate::features::fidelity;
use crate::features::glossary;
use crate::features::help::{HelpOpen, Keys};
use crate::features::landing::{Landing, OPENS, incident};
use crate::features::lesson::{Course, CoursePage, LessonDesk, LessonPage};
use crate::features::library::Library;
use crate::features::share::{ShareOpen, file};
use crate::preferences::Theme;
use crate::session::{Session, SessionCommand};
use crate::tree::Tree;
use crate::url_state::{Room, SEED, Shape};
use crate::{
    dom, embed, files, focus, lessons, preferences, shortcuts, tick_loop, url_state, wasm_split,
};

/// What only these pages are drawn by.
const STYLES: [&str; 5] = [
    include_str!("components/qr.css"),
    include_str!("features/lesson/present.css"),
    include_str!("features/lesson/handout.css"),
    include_str!("features/library.css"),
    include_str!("features/lesson.css"),
];
const AUTHOR_STYLES: &str = include_str!("features/author.css");
const HOME_STYLES: [&str; 2] = [
    include_str!("features/library.css"),
    include_str!("features/landing.css"),
];

/// Name of the run that the lab opens with.
pub const FIRST_RUN: &str = "first-run";

/// Why a page is not shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Closed {
    /// Its code could not be fetched.
    NotHere,
    /// What it should show is refused.
    Refused(Text),
}

/// A page that is ready to be mounted.
pub type Page = Box<dyn FnOnce() -> Tree>;

/// What a page needs from outside.
enum Wanted {
    Lessons(Option<String>),
    /// As the build wrote it.
    Lesson(String),
    /// As a person wrote it.
    File(String),
    /// The same in a fragment.
    Packed(String),
    /// A lesson, or all of a path.
    Course(Course, Shape),
}

/// The page of a room; None for the lab.
pub async fn enter(room: Room, shape: Shape, theme: Option<Theme>) -> Result<Option<Page>, Closed> {
    let wanted = match room {
        Room::Path(name) if shape != Shape::Page => Wanted::Course(Course::Path(name), shape),
        Room::Lesson(name) if shape != Shape::Page => Wanted::Course(Course::Lesson(name), shape),
        Room::Lab => return Ok(None),
        Room::Home => return Ok(Some(home(theme))),
        Room::Fidelity(name) => return fidelity::enter(name, theme).await.map(Some),
        Room::Lessons => Wanted::Lessons(None),
        Room::Path(name) => Wanted::Lessons(Some(name)),
        Room::Lesson(name) => {
            let unknown = Closed::Refused(lessons::unknown(&name));
            let file = lessons::file(&name).ok_or(unknown.clone())?;
            Wanted::Lesson(files::text(&file).await.ok_or(unknown)?)
        }
        Room::Source(address) => {
            let text = files::text_at(&address).await;
            Wanted::File(text.ok_or_else(|| Closed::Refused(say::lessons_no_source(address)))?)
        }
        Room::Written(fragment) => Wanted::Packed(fragment),
        Room::Author(lesson) => {
            let fragment = url_state::lesson_fragment();
            let page = author(theme, Source { lesson, fragment }).await;
            return page.map(Some).map_err(|_did_not_come| Closed::NotHere);
        }
    };
    match made(wanted, theme).await {
        Ok(made) => made.map(Some).map_err(Closed::Refused),
        Err(_did_not_come) => Err(Closed::NotHere),
    }
}

/// The way in: as little as shows an incident, so it comes with what every page needs.
fn home(theme: Option<Theme>) -> Page {
    HOME_STYLES.into_iter().for_each(dom::add_styles);
    Box::new(move || landing(theme))
}

/// Where lessons are written.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(rooms, fallible)]
fn author(theme: Option<Theme>, source: Source) -> Result<Page, SplitLoaderError> {
    dom::add_styles(AUTHOR_STYLES);
    Ok(Box::new(move || author_page(theme, source)))
}

/// The run of a name: the first run, or a lesson's.
pub async fn named(name: &str) -> Result<Recording, Text> {
    if name == FIRST_RUN {
        return Ok(Recording::new(default_scenario(), SEED));
    }
    let unknown = || say::scenario_unknown(lessons::shown(name));
    let file = lessons::file(name).ok_or_else(unknown)?;
    let text = files::text(&file).await.ok_or_else(unknown)?;
    recording(text)
        .await
        .unwrap_or_else(|problem| Err(problem.to_string().into()))
}

/// Only its calls cross from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(rooms, fallible)]
fn recording(text: String) -> Result<Result<Recording, Text>, SplitLoaderError> {
    Ok(lessons::read(&text).map(|lesson| lesson.recording()))
}

/// Only its calls cross from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(rooms, fallible)]
fn made(wanted: Wanted, theme: Option<Theme>) -> Result<Result<Page, Text>, SplitLoaderError> {
    STYLES.into_iter().for_each(dom::add_styles);
    Ok(match wanted {
        Wanted::Lessons(path) => Ok(Box::new(move || library(theme, path))),
        Wanted::Course(course, shape) => Ok(Box::new(move || course_page(theme, course, shape))),
        Wanted::Lesson(text) => lessons::read(&text)
            .map(|lesson| -> Page { Box::new(move || lesson_page(theme, lesson, true)) }),
        Wanted::File(text) => lessons::read_file(&text)
            .map(|lesson| -> Page { Box::new(move || lesson_page(theme, lesson, false)) }),
        Wanted::Packed(fragment) => decode_lesson(&fragment)
            .map_err(|error| say::author_broken_link(error.told()))
            .and_then(|text| lessons::read_file(&text))
            .map(|lesson| -> Page { Box::new(move || lesson_page(theme, lesson, false)) }),
    })
}

/// A lesson in a session of its own; one that is not listed is nobody's progress.
fn lesson_page(theme: Option<Theme>, lesson: Lesson, is_listed: bool) -> Tree {
    let timeline =
        Timeline::new(lesson.recording()).expect("a lesson's scenario is checked when it is read");
    let session = Session::new(timeline);
    settle(session, theme, "lesson");
    if dom::has("embed") {
        embed::start(session, true);
    }
    file::accept_visits(session);
    url_state::follow_lessons();
    let desk = LessonDesk::open(session, lesson, is_listed, embed::tell_exercise);
    let languages = move || vec![session.language.get()];
    view! {
        <For each=languages key=|language| language.code() let(_language)>
            <LessonPage desk />
        </For>
    }
}

/// The way in.
fn landing(theme: Option<Theme>) -> Tree {
    let timeline = Timeline::new(incident()).expect("the first run with Kafka's own session");
    let session = Session::new(timeline);
    session.dispatch(SessionCommand::Seek(OPENS));
    settle(session, theme, "home");
    let languages = move || vec![session.language.get()];
    view! {
        <For each=languages key=|language| language.code() let(_language)>
            <Landing />
        </For>
    }
}

/// Starts what a page with a clock has.
pub fn settle(session: Session, theme: Option<Theme>, page: &str) {
    preferences::start(session, theme);
    provide_context(session);
    provide_context(HelpOpen(RwSignal::new(false)));
    provide_context(ShareOpen(RwSignal::new(false)));
    shortcuts::start(session, Keys::Watch);
    focus::start();
    tick_loop::start(session);
    glossary::start();
    dom::publish("page", page);
}

/// A lesson or a path for a room of people, or on paper.
fn course_page(theme: Option<Theme>, course: Course, shape: Shape) -> Tree {
    let session = Session::new(empty());
    preferences::start(session, theme);
    provide_context(session);
    tick_loop::start(session);
    glossary::start();
    dom::publish("page", "course");
    view! { <CoursePage course shape /> }
}

/// The list of lessons, or one path.
fn library(theme: Option<Theme>, path: Option<String>) -> Tree {
    let session = Session::new(empty());
    preferences::start(session, theme);
    provide_context(session);
    file::accept_visits(session);
    dom::publish("page", "lessons");
    let languages = move || vec![session.language.get()];
    view! {
        <For each=languages key=|language| language.code() let(_language)>
            <Library path=path.clone() />
        </For>
    }
}

/// A file and its runs, in a session of their own.
fn author_page(theme: Option<Theme>, source: Source) -> Tree {
    let session = Session::new(empty());
    preferences::start(session, theme);
    provide_context(session);
    provide_context(HelpOpen(RwSignal::new(false)));
    provide_context(ShareOpen(RwSignal::new(false)));
    shortcuts::start(session, Keys::Watch);
    focus::start();
    tick_loop::start(session);
    glossary::start();
    dom::publish("page", "author");
    let desk = AuthorDesk::open(session, source);
    accept_drops(session, desk);
    let languages = move || vec![session.language.get()];
    view! {
        <For each=languages key=|language| language.code() let(_language)>
            <AuthorPage desk />
        </For>
    }
}

/// A run that nobody looks at.
pub fn empty() -> Timeline {
    Timeline::new(Recording::new(default_scenario(), SEED))
        .expect("the default scenario is checked by the core's tests")
}
