//! Right of the work: the grade, goal by goal, the explanation and what comes next.

use leptos::prelude::*;
use lesson::{Operand, POINTS_MAX};
use locale::{Text, say};
use view_macro::view;

use super::brief::mark;
use super::desk::{Attempt, Desk};
use super::link::LinkButton;
use super::prose::Rendered;
use crate::components::icon::Icon;
use crate::features::notices::copy;
use crate::language;
use crate::lessons::Index;
use crate::session::Session;
use crate::tree::Tree;
use crate::{dom, lessons, url_state};

/// The column.
#[component]
pub fn Verdict() -> impl IntoView {
    let desk = Desk::get();
    let is_myth = desk.with(|lesson| lesson.myth.is_some());
    view! {
        <aside class="side result" aria-label=say::lesson_result() tabindex="0">
            {move || if is_myth { claim(desk) } else { grade(desk) }}
            <Next />
        </aside>
    }
}

/// What Kafka makes of the claim, once the runs were seen.
fn claim(desk: Desk) -> Tree {
    if !desk.seen.get() {
        return waiting(say::lesson_claim_waits());
    }
    let lesson = desk.lesson();
    let Some(myth) = &lesson.myth else {
        return waiting(Text::default());
    };
    let verdict = match myth.verdict {
        lesson::Truth::Right => say::lesson_so(),
        lesson::Truth::Wrong => say::lesson_not_so(),
        lesson::Truth::Depends => say::lesson_depends(),
    };
    let why = lesson.why.clone();
    view! {
        <div class="result__top" data-testid="lesson-verdict">
            <p class="result__k">{say::lesson_result()}</p>
            <p class="result__h">{verdict}</p>
        </div>
        <div class="explain">
            <Rendered text=myth.because.clone() run="untouched" />
            <Rendered text=why run="untouched" />
        </div>
        {sources(desk)}
    }
}

fn grade(desk: Desk) -> Tree {
    if desk.with(|lesson| lesson.goals.is_empty()) {
        return waiting(say::lesson_no_goal());
    }
    let Some(attempt) = desk.attempt.get() else {
        return waiting(if desk.seen.get() {
            say::lesson_try_now()
        } else {
            say::lesson_run_first()
        });
    };
    let passed = attempt.grade.passed;
    let predicted = desk.is_right() == Some(true);
    let hints = u32::try_from(desk.hints.get()).unwrap_or(u32::MAX);
    let points = attempt.grade.points(predicted, hints);
    let marks = (0..POINTS_MAX).map(|place| {
        let class = if place < points { "is-on" } else { "" };
        view! { <i class=class></i> }
    });
    let rows = attempt.grade.goals.iter().map(|goal| {
        let first = goal.rule.0.first();
        let label = first.map_or_else(Text::default, |it| it.figure.kind.label());
        let value = first.map_or_else(Text::default, |it| it.figure.kind.told(goal.value));
        let limit = first.map_or_else(Text::default, |it| {
            let with = match &it.with {
                Operand::Number(number) => it.figure.kind.told(*number),
                Operand::Figure(figure) => figure.kind.label(),
            };
            Text::joined([Text::verbatim(it.sign.mark()), with], " ")
        });
        view! {
            <li>
                {mark(Some(goal.met))}
                <span>{label}</span>
                <b>{value}</b>
                <small>{limit}</small>
            </li>
        }
    });
    let rows: Vec<Tree> = rows.collect();
    let marks: Vec<Tree> = marks.collect();
    let asks = desk.with(|lesson| lesson.predict.is_some());
    let predicted_row = asks.then(|| {
        view! {
            <li>
                {mark(Some(predicted))}
                <span>{say::lesson_prediction()}</span>
                <b>{u32::from(predicted)}</b>
                <small>{say::lesson_of_one()}</small>
            </li>
        }
    });
    let heading = if passed {
        say::lesson_passed()
    } else {
        say::lesson_not_yet()
    };
    view! {
        <div class="result__top" role="status" data-testid="lesson-grade">
            <p class="result__k">{say::lesson_result()}</p>
            <p class="result__h">{heading}</p>
            <p class="result__s">{say::lesson_points(points.to_string(), POINTS_MAX.to_string())}</p>
            <div class="score" aria-hidden="true">{marks}</div>
        </div>
        <ul class="checks">
            {rows}
            {predicted_row}
        </ul>
        {explanation(desk, &attempt)}
        {passed.then(|| sources(desk))}
    }
}

/// Why it passed, or what is known of just this wrong try.
fn explanation(desk: Desk, attempt: &Attempt) -> Tree {
    let lesson = desk.lesson();
    if attempt.grade.passed {
        let because = lesson
            .solution
            .as_ref()
            .map(|it| it.because.clone())
            .unwrap_or_default();
        let why = lesson.why.clone();
        return view! {
            <div class="explain" data-testid="lesson-why">
                <h2>{say::lesson_why()}</h2>
                <Rendered text=because run="solution" />
                <Rendered text=why run="solution" />
            </div>
        };
    }
    let known = lesson
        .wrong
        .iter()
        .position(|wrong| wrong.changes == attempt.edits);
    let Some(place) = known else {
        return view! { <p class="explain">{say::lesson_unknown_try()}</p> };
    };
    let because = lesson.wrong[place].because.clone();
    // Texts name their run for as long as the page lives, and lessons have few wrong tries.
    let run = ["wrong1", "wrong2", "wrong3", "wrong4"]
        .get(place)
        .copied()
        .unwrap_or("wrong1");
    view! {
        <div class="explain" data-testid="lesson-because"><Rendered text=because run=run /></div>
    }
}

fn sources(desk: Desk) -> Tree {
    let items = desk
        .with(|lesson| lesson.sources.clone())
        .into_iter()
        .map(|source| {
            if source.starts_with("https://") {
                view! { <li><a href=source.clone() rel="noreferrer">{source}</a></li> }
            } else {
                view! { <li>{source}</li> }
            }
        });
    let items: Vec<Tree> = items.collect();
    view! {
        <details class="explain">
            <summary>{say::lesson_sources()}</summary>
            <ul class="result__sources">{items}</ul>
        </details>
    }
}

fn waiting(text: Text) -> Tree {
    view! {
        <div class="result__top">
            <p class="result__k">{say::lesson_result()}</p>
            <p class="result__wait">{text}</p>
        </div>
    }
}

/// The address of a listed lesson by its name; any other is where this page is.
fn lesson_link(desk: Desk, name: &str) -> String {
    if desk.is_listed {
        url_state::lesson_link(name)
    } else {
        dom::window().location().href().unwrap_or_default()
    }
}

/// Address and name of what follows a lesson: the next one of its path, or after the last the path.
fn after(index: &Index, name: &str) -> Option<(String, Text)> {
    let along = url_state::query().along;
    let path = index.path_of(name, along.as_deref())?;
    let language = language::current();
    Some(if let Some(next) = index.after(path, name) {
        let title = say::lesson_next(next.title.to(language));
        (url_state::stop(&path.name, &next.name), title)
    } else {
        let title = say::lesson_path_end(path.title.to(language));
        (format!("?path={}", path.name), title)
    })
}

/// The next lesson, another try, the link.
#[component]
fn Next() -> impl IntoView {
    let session = Session::get();
    let desk = Desk::get();
    let name = desk.with(|lesson| lesson.name.clone());
    // A frame shows one lesson; what leads elsewhere is the host page's.
    let is_framed = dom::has("embed");
    let next = RwSignal::new_local(None::<(String, Text)>);
    {
        let name = name.clone();
        leptos::task::spawn_local(async move {
            if !is_framed && let Ok(index) = lessons::index().await {
                next.try_set(after(&index, &name));
            }
        });
    }
    let link = move || {
        next.get().map(|(href, words)| {
            let done = desk
                .attempt
                .with(|it| it.as_ref().is_some_and(|it| it.grade.passed));
            let class = if done { "btn btn--solid" } else { "btn" };
            view! {
                <a class=class href=href data-testid="lesson-next">
                    {words}
                    <Icon name="right" size=14 />
                </a>
            }
        })
    };
    let has_goals = desk.with(|lesson| !lesson.goals.is_empty());
    let again = has_goals.then(|| {
        view! {
            <button class="btn" type="button" data-testid="lesson-again" on:click=move |_| desk.try_again()>
                {say::lesson_again()}
            </button>
        }
    });
    let links = if is_framed {
        view! { <span hidden></span> }
    } else if desk.is_listed {
        view! {
            <LinkButton name=name.clone() />
            <a class="btn" href=format!("?lesson={name}&present=1") data-testid="lesson-present">{say::course_present()}</a>
        }
    } else {
        view! {
            <button
                class="btn"
                type="button"
                data-testid="lesson-link"
                on:click=move |_| copy(session, lesson_link(desk, &name), say::lesson_link_copied())
            >
                <Icon name="share" size=14 />
                {say::lesson_copy_link()}
            </button>
        }
    };
    view! {
        <div class="result__next">
            {link}
            <div class="result__row">
                {again}
                {links}
            </div>
        </div>
    }
}
