//! All lessons: paths, incidents, claims; what was done of each.

use leptos::prelude::*;
use lesson::Path;
use locale::{Language, Number, Text, say};
use serde::Deserialize;
use view_macro::view;
use wasm_split_helpers::SplitLoaderError;

use crate::components::icon::Icon;
use crate::features::lesson::LinkButton;
use crate::features::matrix::export::save_text;
use crate::features::notices::{Messages, ToastLine};
use crate::features::top_bar::{Brand, PageTools};
use crate::lessons::{self, Index, Listed};
use crate::progress::Progress;
use crate::session::Session;
use crate::tree::Tree;
use crate::{dom, files, language, url_state, wasm_split};

/// Milliseconds for which a message is seen before the list is drawn anew.
const RELOAD_MS: u32 = 900;
/// Paths shown where there is more to see.
const CARDS: usize = 3;

/// The page.
#[component]
pub fn Library(
    /// Only this path, by name.
    path: Option<String>,
) -> impl IntoView {
    let index = RwSignal::new_local(None::<Result<Index, Text>>);
    leptos::task::spawn_local(async move {
        let loaded = lessons::index().await;
        index.try_set(Some(loaded));
    });
    let content = move || match index.get() {
        None => view! { <p class="library__wait" role="status">{say::lessons_loading()}</p> },
        Some(Err(problem)) => view! { <p class="library__wait" role="alert">{problem}</p> },
        Some(Ok(index)) => match &path {
            Some(name) => match index.paths.iter().find(|it| it.name == *name) {
                Some(found) => path_page(found, &index),
                None => {
                    view! { <p class="library__wait" role="alert">{say::lessons_no_path(name)}</p> }
                }
            },
            None => everything(&index),
        },
    };
    view! {
        <div class="page" data-testid="library">
            <header class="topbar">
                <Brand />
                <span class="topbar__rule"></span>
                <a class="btn btn--quiet" href="?page=lessons">{say::lessons_title()}</a>
                <a class="btn btn--quiet" href="?page=lab">{say::lessons_sandbox()}</a>
                <a class="btn btn--quiet" href="?page=fidelity">{say::landing_fidelity()}</a>
                <a class="btn btn--quiet" href="?page=author" data-testid="to-author">{say::author_write()}</a>
                <span class="topbar__grow"></span>
                <PageTools />
            </header>
            <main class="page__body" tabindex="-1">
                <Messages />
                {content}
            </main>
            <ToastLine />
        </div>
    }
}

/// What other pages show of the lessons' part.
#[derive(Clone, Copy, Debug)]
pub enum Beside {
    /// The shortest paths.
    Paths,
    /// What was compared with a real broker.
    Fidelity,
}

/// Shows it when its code has come; without it the page is still whole.
pub fn beside(what: Beside) -> Tree {
    let shown = RwSignal::new_local(None::<StoredValue<Option<Tree>, LocalStorage>>);
    let owner = Owner::current().unwrap_or_default();
    leptos::task::spawn_local(async move {
        if let Ok(tree) = made(owner, what).await {
            shown.try_set(Some(StoredValue::new_local(Some(tree))));
        }
    });
    view! { {move || shown.get().and_then(|tree| tree.try_update_value(Option::take).flatten())} }
}

/// Only its calls cross from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(home, fallible)]
fn made(owner: Owner, what: Beside) -> Result<Tree, SplitLoaderError> {
    Ok(owner.with(|| match what {
        Beside::Paths => view! { <PathCards /> },
        Beside::Fidelity => view! { <Fidelity /> },
    }))
}

/// The shortest paths, each with its next lesson.
#[component]
fn PathCards() -> impl IntoView {
    let index = RwSignal::new_local(None::<Index>);
    leptos::task::spawn_local(async move {
        let loaded = lessons::index().await.ok();
        index.try_set(loaded);
    });
    let cards = move || {
        let index = index.get()?;
        let progress = Progress::kept();
        let language = language::current();
        let some = index.paths.iter().take(CARDS);
        let cards: Vec<Tree> = some
            .map(|path| card(path, &index, &progress, language))
            .collect();
        Some(view! { <div class="cards-row" data-testid="home-paths">{cards}</div> })
    };
    view! { {cards} }
}

/// Progress as a file: saved here, read there.
#[component]
fn ProgressFile() -> impl IntoView {
    let session = Session::get();
    let save = move |_| {
        let text = Progress::kept().to_json();
        save_text(
            session,
            text,
            "application/json",
            "rebalance-lab-progress.json",
        );
    };
    let chosen = move |event: leptos::ev::Event| {
        let target: wasm_bindgen::JsValue = event_target(&event);
        let Some((file, _)) = dom::first_file(&target) else {
            return;
        };
        leptos::task::spawn_local(async move {
            let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            let text = text
                .ok()
                .and_then(|text| text.as_string())
                .unwrap_or_default();
            match Progress::from_json(&text) {
                Ok(other) => {
                    Progress::join(&other);
                    session.say(say::lessons_progress_read(), false);
                    dom::after(RELOAD_MS, || drop(dom::window().location().reload()));
                }
                Err(problem) => session.warn(
                    say::lessons_progress_refused(sim_core::json::problem(&problem)),
                    say::lessons_progress_stays(),
                ),
            }
        });
    };
    view! {
        <p class="page__more">
            <button class="btn btn--sm" type="button" data-testid="progress-save" on:click=save>
                {say::lessons_progress_save()}
            </button>
            <label class="btn btn--sm">
                {say::lessons_progress_open()}
                <input class="sr" type="file" accept=".json,application/json" data-testid="progress-open" on:change=chosen />
            </label>
        </p>
    }
}

fn everything(index: &Index) -> Tree {
    let progress = Progress::kept();
    let language = language::current();
    let paths: Vec<Tree> = index
        .paths
        .iter()
        .map(|path| card(path, index, &progress, language))
        .collect();
    let of = |is_myth: bool| -> Vec<Tree> {
        let some = index.lessons.iter().filter(|one| one.is_myth == is_myth);
        some.map(|one| line(one, None, one.minutes, &progress, language))
            .collect()
    };
    let (incidents, myths) = (of(false), of(true));
    view! {
        <h1>{say::lessons_title()}</h1>
        <p class="page__lead">{say::lessons_lead()}</p>
        <h2>{say::lessons_paths()}</h2>
        <div class="cards-row">{paths}</div>
        <ProgressFile />
        <h2>{say::lessons_incidents()}</h2>
        <ol class="panel lesson-list" data-testid="incidents">{incidents}</ol>
        <h2>{say::lessons_myths()}</h2>
        <ol class="panel lesson-list" data-testid="myths">{myths}</ol>
    }
}

fn done(path: &Path, progress: &Progress) -> usize {
    let passed = path
        .lessons
        .iter()
        .filter(|stop| progress.of(&stop.lesson).is_some_and(|it| it.passed));
    passed.count()
}

/// The way to the next lesson of a path, or once more to its first.
fn go(path: &Path, index: &Index, progress: &Progress, class: &'static str) -> Option<Tree> {
    let next = path
        .lessons
        .iter()
        .find(|stop| progress.of(&stop.lesson).is_none_or(|it| !it.passed));
    let one = index.find(&next.or(path.lessons.first())?.lesson)?;
    let title = one.title.to(language::current()).to_owned();
    let words = match (next, done(path, progress)) {
        (None, _) => say::lessons_again(title),
        (Some(_), 0) => say::lessons_start(title),
        (Some(_), _) => say::lessons_continue(title),
    };
    let href = url_state::stop(&path.name, &one.name);
    Some(
        view! { <a class=class href=href data-testid="path-go">{words}<Icon name="right" size=14 /></a> },
    )
}

fn card(path: &Path, index: &Index, progress: &Progress, language: Language) -> Tree {
    let title = path.title.to(language).to_owned();
    let summary = path.summary.to(language).to_owned();
    let href = format!("?path={}", path.name);
    let facts = say::lessons_length(
        path.minutes().to_string(),
        Number(path.lessons.len() as u64),
    );
    view! {
        <article class="panel path-card">
            <h3><a href=href data-testid=format!("path-{}", path.name)>{title}</a></h3>
            <p class="path-card__facts">{facts}</p>
            <p>{summary}</p>
            {steps(path, progress)}
            {go(path, index, progress, "btn")}
        </article>
    }
}

fn steps(path: &Path, progress: &Progress) -> Tree {
    let count = done(path, progress);
    let words = crate::language::said(&say::lessons_passed(
        count.to_string(),
        path.lessons.len().to_string(),
    ));
    let steps = path.lessons.iter().map(|stop| {
        let passed = progress.of(&stop.lesson).is_some_and(|it| it.passed);
        let class = if passed { "is-done" } else { "" };
        view! { <i class=class></i> }
    });
    let steps: Vec<Tree> = steps.collect();
    view! { <span class="progress" role="img" aria-label=words>{steps}</span> }
}

fn path_page(path: &Path, index: &Index) -> Tree {
    let progress = Progress::kept();
    let language = language::current();
    let mut from = 0;
    let rows = path.lessons.iter().enumerate().filter_map(|(place, stop)| {
        let one = index.find(&stop.lesson)?;
        let at = Some((path.name.as_str(), place + 1));
        Some(line(one, at, stop.minutes, &progress, language))
    });
    let rows: Vec<Tree> = rows.collect();
    let total = path.minutes().max(1);
    let plan = path.lessons.iter().enumerate().map(|(place, stop)| {
        let passed = progress.of(&stop.lesson).is_some_and(|it| it.passed);
        let class = if passed { "plan__stop is-done" } else { "plan__stop" };
        let share = stop.minutes * 1_000 / total;
        from += stop.minutes;
        let words = crate::language::said(&say::lessons_minutes(stop.minutes.to_string()));
        view! { <li class=class style:--share=share.to_string()><b>{place + 1}</b><span>{words}</span></li> }
    });
    let plan: Vec<Tree> = plan.collect();
    let title = path.title.to(language).to_owned();
    let summary = path.summary.to(language).to_owned();
    let facts = say::lessons_length(
        path.minutes().to_string(),
        Number(path.lessons.len() as u64),
    );
    view! {
        <h1 data-testid="path-title">{title}</h1>
        <p class="page__lead">{summary}</p>
        <p class="path-card__facts">{facts}</p>
        <p class="page__acts">
            {go(path, index, &progress, "btn btn--solid")}
            <a class="btn" href=format!("?path={}&present=1", path.name) data-testid="path-present">{say::course_present()}</a>
            <a class="btn" href=format!("?path={}&handout=1", path.name) data-testid="path-handout">{say::course_handout()}</a>
        </p>
        <ol class="plan" aria-label=say::lessons_plan()>{plan}</ol>
        <ol class="panel lesson-list" data-testid="path-lessons">{rows}</ol>
        <ProgressFile />
    }
}

/// A lesson of a list; on a path with that and its number.
fn line(
    one: &Listed,
    at: Option<(&str, usize)>,
    minutes: u32,
    progress: &Progress,
    language: Language,
) -> Tree {
    let reached = progress.of(&one.name);
    let passed = reached.is_some_and(|it| it.passed);
    let title = one.title.to(language).to_owned();
    let summary = one.summary.to(language).to_owned();
    let href = match at {
        Some((path, _)) => url_state::stop(path, &one.name),
        None => format!("?lesson={}", one.name),
    };
    let state = if passed {
        view! { <span class="mark mark--yes"><Icon name="check" size=13 /><span class="sr">{say::lessons_done()}</span></span> }
    } else {
        view! { <span class="mark mark--open"></span> }
    };
    let points = reached
        .filter(|_| !one.is_myth)
        .map(|it| say::lessons_points(it.points.to_string()));
    let number = at.map(|(_, number)| view! { <span class="lesson-list__no">{number}</span> });
    view! {
        <li>
            {state}
            {number}
            <a class="lesson-list__title" href=href data-testid=format!("lesson-{}", one.name)>{title}</a>
            <span class="lesson-list__summary">{summary}</span>
            {picture(one)}
            <span class="lesson-list__time">{say::lessons_minutes(minutes.to_string())}</span>
            <span class="lesson-list__points">{points.unwrap_or_default()}</span>
            <span class="lesson-list__link"><LinkButton name=one.name.clone() /></span>
        </li>
    }
}

/// A few rows of the lesson's matrix.
fn picture(one: &Listed) -> Tree {
    let rows = one.picture.iter().enumerate().flat_map(|(row, parts)| {
        let y = row * 12 + 1;
        parts.iter().map(move |(from, to, reader)| {
            let class = match reader {
                -1 => "thumb__none".to_owned(),
                reader => format!("thumb__own o{}", reader % 8 + 1),
            };
            let width = (to - from).max(2);
            view! { <rect class=class x=from.to_string() y=y.to_string() width=width.to_string() height="9"></rect> }
        })
    });
    let rows: Vec<Tree> = rows.collect();
    view! {
        <svg class="thumb" viewBox="0 0 1000 48" preserveAspectRatio="none" width="125" height="48" aria-hidden="true">{rows}</svg>
    }
}

/// What was compared with a real broker, as the build found it.
#[derive(Clone, Debug, Deserialize)]
struct Compared {
    recordings: u64,
    assignments: u64,
    differ: u64,
}

#[component]
fn Fidelity() -> impl IntoView {
    let figures = RwSignal::new(None::<Compared>);
    leptos::task::spawn_local(async move {
        let text = files::text("lessons/fidelity.json").await;
        figures.try_set(text.and_then(|text| serde_json::from_str(&text).ok()));
    });
    let shown = move || {
        let figures = figures.get()?;
        let one = |number: u64, words: Text| {
            view! { <div><b>{locale::grouped(number)}</b><span>{words}</span></div> }
        };
        Some(view! {
            <section class="fidelity" aria-label=say::landing_fidelity()>
                <h2>{say::landing_fidelity()}</h2>
                {one(figures.recordings, say::landing_recordings())}
                {one(figures.assignments, say::landing_assignments())}
                {one(figures.differ, say::landing_differ())}
                <p class="page__more"><a class="btn" href="?page=fidelity" data-testid="every-recording">{say::fidelity_every()}<Icon name="right" size=14 /></a></p>
            </section>
        })
    };
    view! { {shown} }
}
