//! Left of the work: the situation, the goal, what may be changed, what operators saw, hints.

use leptos::prelude::*;
use lesson::{Comparison, Goal};
use locale::say;
use sim_core::Simulation;
use view_macro::view;

use super::changes::Changes;
use super::desk::Desk;
use super::prose::Rendered;
use crate::components::icon::Icon;
use crate::components::term::{self, Met};
use crate::language::{self, said};
use crate::tree::Tree;

/// The column; where `narrow`, what is done comes after the runs.
#[component]
pub fn Brief(narrow: Signal<bool>) -> impl IntoView {
    let desk = Desk::get();
    let lesson = desk.lesson();
    let language = language::current();
    let is_myth = lesson.myth.is_some();
    let title = lesson
        .myth
        .as_ref()
        .map_or(&lesson.title, |myth| &myth.claim);
    let title = title.to(language).to_owned();
    let title = move || {
        if is_myth {
            return term::words(&title, &mut Met::here());
        }
        let title = title.clone();
        view! { {title} }
    };
    let has_goals = !lesson.goals.is_empty();
    let is_here = move || has_goals && !narrow.get();
    let symptoms = symptoms(desk);
    let has_symptoms = !symptoms.is_empty();
    view! {
        <section class="brief" aria-label=say::lesson_brief() tabindex="0">
            <p class="brief__kind">{if is_myth { say::lesson_claim() } else { say::lesson_exercise() }}</p>
            <h1 data-testid="lesson-title">{title}</h1>
            <div class="brief__lead"><Rendered text=lesson.situation.clone() run="untouched" /></div>
            {move || is_here().then(|| view! { <Goals /><Changes /> })}
            {has_symptoms.then(|| view! { <h2>{say::lesson_operators()}</h2> })}
            {symptoms}
            {move || is_here().then(|| view! { <Hints /> })}
        </section>
    }
}

/// What is to be done, in the order of doing, where everything stands in one column.
#[component]
pub fn Tasks() -> impl IntoView {
    view! {
        <section class="panel brief__tasks" aria-label=say::lesson_goal() data-testid="lesson-tasks">
            <Goals />
            <Changes />
            <Hints />
        </section>
    }
}

/// Each goal, with what became of it.
#[component]
fn Goals() -> impl IntoView {
    let desk = Desk::get();
    let goals = desk.with(|lesson| lesson.goals.clone());
    let rows = goals.into_iter().enumerate().map(|(index, goal)| {
        let met = Memo::new(move |_| {
            desk.attempt.with(|attempt| {
                let goals = attempt.as_ref().map(|attempt| &attempt.grade.goals);
                goals.and_then(|goals| Some(goals.get(index)?.met))
            })
        });
        let words = goal_words(&goal);
        view! {
            <li>
                {move || mark(met.get())}
                <span>{words}</span>
            </li>
        }
    });
    view! {
        <h2>{say::lesson_goal()}</h2>
        <ul class="goals" data-testid="lesson-goals">{rows.collect_view()}</ul>
    }
}

/// What a goal asks for.
pub fn goal_words(goal: &Goal) -> String {
    let words = goal.0.0.iter().map(|one| said(&Comparison::told(one)));
    words.collect::<Vec<_>>().join(", ")
}

/// Met, missed, or not tried.
pub fn mark(met: Option<bool>) -> Tree {
    match met {
        Some(true) => view! {
            <span class="mark mark--yes"><Icon name="check" size=13 /><span class="sr">{say::lesson_met()}</span></span>
        },
        Some(false) => view! {
            <span class="mark mark--no"><Icon name="cross" size=13 /><span class="sr">{say::lesson_missed()}</span></span>
        },
        None => view! { <span class="mark mark--open"></span> },
    }
}

/// What operators saw of the untouched run; computed once.
pub fn symptoms(desk: Desk) -> Vec<Tree> {
    let lesson = desk.lesson();
    let show = |symptom: &lesson::Symptom| {
        let mut run = Simulation::new(&lesson.recording()).ok()?;
        run.run_until(symptom.at);
        let text = lesson::shown(symptom, &run, language::catalog());
        let at = said(&crate::format::seconds(symptom.at));
        Some(view! {
            <figure class="brief__symptom">
                <figcaption>{at}</figcaption>
                <pre class="log" tabindex="0" data-testid="lesson-symptom"><code>{text}</code></pre>
            </figure>
        })
    };
    lesson.symptoms.iter().filter_map(show).collect()
}

/// One hint after the other.
#[component]
fn Hints() -> impl IntoView {
    let desk = Desk::get();
    let hints = desk.with(|lesson| lesson.hints.clone());
    let count = hints.len();
    let shown = {
        move || {
            let open = hints.iter().take(desk.hints.get());
            open.map(|hint| {
                let hint = hint.clone();
                view! { <div class="brief__hint"><Rendered text=hint run="untouched" /></div> }
            })
            .collect_view()
        }
    };
    let left = move || count - desk.hints.get().min(count);
    view! {
        <div role="status" data-testid="lesson-hints">{shown}</div>
        <div class="brief__hints">
            <span>{move || say::lesson_hints_left(locale::Number(left() as u64))}</span>
            <button
                class="btn btn--sm"
                type="button"
                data-testid="lesson-hint"
                disabled=move || left() == 0
                on:click=move |_| desk.hints.update(|hints| *hints += 1)
            >
                {say::lesson_hint()}
            </button>
        </div>
    }
}
