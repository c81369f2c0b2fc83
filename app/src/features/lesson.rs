//! An exercise or a claim on one page: situation, question, run, changes, grade, explanation.
//!
//! Deliberately lacks figures of its own: everything is measured by the lesson's runs.

mod brief;
mod changes;
mod course;
mod desk;
mod handout;
mod link;
mod present;
mod program_row;
mod prose;
mod question;
mod result;
mod runs;

use leptos::prelude::*;
use lesson::Lesson;
use locale::say;
use view_macro::view;

use self::brief::{Brief, Tasks};
use self::desk::Desk;
use self::question::Question;
use self::result::Verdict;
use self::runs::Runs;
use crate::features::help::{Help, Keys};
use crate::features::notices::{Messages, ToastLine};
use crate::features::top_bar::{Brand, PageTools};
use crate::features::transport_bar::SmallDeck;
use crate::session::Session;
use crate::{dom, language, url_state};

pub use brief::mark;
pub use course::{Course, CoursePage};
pub use desk::Desk as LessonDesk;
pub use link::LinkButton;
pub use prose::Rendered;

/// The page of a lesson.
#[component]
pub fn LessonPage(desk: Desk) -> impl IntoView {
    provide_context(desk);
    let phone = dom::narrow();
    let is_framed = dom::has("embed");
    let narrow = Signal::derive(move || is_framed || phone.get());
    let has_goals = desk.with(|lesson| !lesson.goals.is_empty());
    follow_result(desk, narrow);
    view! {
        <div class="app app--lesson" data-testid="lesson-page">
            <LessonBar />
            <Brief narrow />
            <main class="work" aria-label=say::lesson_work() tabindex="0">
                <Messages />
                <Question />
                <Runs />
                {move || (has_goals && narrow.get()).then(|| view! { <Tasks /> })}
            </main>
            <Verdict />
            <SmallDeck />
            <ToastLine />
            <Help keys=Keys::Watch />
        </div>
    }
}

/// Where everything stands in one column, a grade is scrolled to, and so is a new beginning.
fn follow_result(desk: Desk, narrow: Signal<bool>) {
    Effect::new(move |had: Option<bool>| {
        let has = desk.attempt.with(Option::is_some);
        if had.is_some_and(|had| had || has) && narrow.get_untracked() {
            let place = if has { ".result" } else { ".brief__tasks" };
            dom::after(0, move || dom::show_first(place));
        }
        has
    });
}

/// Where this lesson can be changed.
fn author_link(desk: Desk) -> String {
    match url_state::lesson_fragment() {
        Some(fragment) if !desk.is_listed => format!("?page=author{fragment}"),
        _ if desk.is_listed => desk.with(|lesson| format!("?page=author&lesson={}", lesson.name)),
        _ => "?page=author".to_owned(),
    }
}

/// Where the learner is, and the way out.
#[component]
fn LessonBar() -> impl IntoView {
    let session = Session::get();
    let desk = Desk::get();
    let title = desk.with(|lesson: &Lesson| lesson.title.to(language::current()).to_owned());
    let back = match url_state::query().along {
        Some(path) => {
            view! { <a class="btn btn--quiet" href=format!("?path={path}") data-testid="lesson-path">{say::lesson_path()}</a> }
        }
        None => {
            view! { <a class="btn btn--quiet" href="?page=lessons" data-testid="lesson-all">{say::lesson_all()}</a> }
        }
    };
    view! {
        <header class="topbar">
            <Brand />
            <span class="topbar__rule"></span>
            {back}
            <span class="lesson__crumb">{title}</span>
            <span class="topbar__grow"></span>
            <a class="btn btn--quiet" href=author_link(desk) data-testid="lesson-edit">{say::author_edit()}</a>
            <a
                class="btn btn--quiet"
                href=move || {
                    session.story.track();
                    url_state::lab_link(&desk.recording())
                }
                data-testid="lesson-lab"
            >
                {say::lesson_open_lab()}
            </a>
            <PageTools help=true />
        </header>
    }
}
