//! The drawn run, and each goal over all runs.

use std::rc::Rc;

use leptos::prelude::*;
use lesson::{Comparison, Figure, Grade, Lesson, Report, Rule};
use locale::{Text, say};
use sim_core::{SimTime, Timeline};
use view_macro::view;

use super::desk::{Desk, Stage};
use crate::features::lesson::mark;
use crate::features::matrix::LaneMatrix;
use crate::features::matrix::axis::Window;
use crate::features::notices::Messages;
use crate::language::{self, said};
use crate::session::Session;
use crate::tree::Tree;

/// Milliseconds of a frame in which the run catches up with the playhead.
const CATCH_UP_MS: f64 = 6.0;
/// Rows of a matrix that is no taller.
const ROWS_MAX: u32 = 16;

/// The right half of the page.
#[component]
pub fn Results() -> impl IntoView {
    let session = Session::get();
    let desk = Desk::get();
    session.on_frame(move |_| {
        let at = session.with_timeline(Timeline::at);
        if !desk.lanes.follow(at, CATCH_UP_MS) {
            session.request_frame();
        }
    });
    let drawn = move || {
        if desk.drawn.get() == 0 {
            return view! { <p class="arun__none">{say::author_no_run()}</p> };
        }
        let rows = desk.lesson.with_untracked(|lesson| {
            let topics = lesson.iter().flat_map(|lesson| &lesson.scenario.topics);
            topics.map(|topic| topic.partitions).sum::<u32>()
        });
        let window = Window {
            from: SimTime::ZERO,
            to: untrack(|| desk.until()),
        };
        view! {
            <div class="arun__mx" style:--rows=rows.min(ROWS_MAX).to_string()>
                <LaneMatrix lanes=desk.lanes index=0 name=say::author_run() window />
            </div>
        }
    };
    view! {
        <main class="arun" aria-label=say::author_run() tabindex="-1">
            <Messages />
            <p class="arun__now" role="status" data-testid="author-now">{move || now(desk)}</p>
            <section class="panel arun__panel" class:is-stale=move || desk.stage.get() == Stage::Bad>
                {move || choices(desk)}
                {drawn}
            </section>
            {move || table(desk)}
            <p class="arun__rule">{say::author_rule()}</p>
        </main>
    }
}

/// What is so now, in a sentence or two.
fn now(desk: Desk) -> Vec<Text> {
    let (errors, warnings) = desk.counts();
    let space = || Text::verbatim(" ");
    match desk.stage.get() {
        Stage::Waits => vec![say::author_loading()],
        Stage::Bad if desk.lesson.with(Option::is_none) => vec![say::author_bad()],
        Stage::Bad => vec![say::author_bad(), space(), say::author_stale()],
        Stage::Runs => vec![say::author_running()],
        Stage::Done if errors > 0 => vec![say::author_bad()],
        Stage::Done => {
            let kind = desk.lesson.with(|lesson| {
                let lesson = lesson.as_ref()?;
                Some((lesson.goals.is_empty(), lesson.myth.is_some()))
            });
            vec![match kind {
                Some((_, true)) => say::author_claim(),
                Some((true, false)) | None => say::author_watch_only(),
                Some((false, false)) if warnings > 0 => say::author_ready_but(),
                Some((false, false)) => say::author_ready(),
            }]
        }
    }
}

/// Every run by name with its label, the solution last.
fn labels(lesson: &Lesson) -> Vec<(String, Text)> {
    let language = language::current();
    let mut labels = vec![("untouched".to_owned(), say::author_untouched())];
    for number in 1..=lesson.wrong.len() {
        labels.push((
            format!("wrong{number}"),
            say::author_wrong(number.to_string()),
        ));
    }
    let solution = lesson.solution.iter();
    labels.extend(solution.map(|_| ("solution".to_owned(), say::author_solution())));
    for run in &lesson.runs {
        let says = match run.says.to(language) {
            "" => run.name.clone(),
            says => says.to_owned(),
        };
        labels.push((run.name.clone(), Text::verbatim(says)));
    }
    labels
}

/// Which run is drawn.
fn choices(desk: Desk) -> Option<Tree> {
    let lesson = desk.lesson.get()?;
    let button = |(name, label): (String, Text)| {
        let testid = format!("author-run-{name}");
        let chosen = name.clone();
        view! {
            <button
                type="button"
                data-testid=testid
                aria-pressed=move || desk.shown.with(|shown| *shown == chosen).to_string()
                on:click=move |_| desk.choose(&name)
            >
                {label}
            </button>
        }
    };
    let buttons: Vec<Tree> = labels(&lesson).into_iter().map(button).collect();
    Some(view! {
        <div class="seg arun__which" role="group" aria-label=say::author_which()>{buttons}</div>
    })
}

/// Goals from top to bottom, runs from left to right.
fn table(desk: Desk) -> Option<Tree> {
    let lesson = desk.lesson.get()?;
    let report = desk.report.get()?;
    if report.grades.is_empty() || lesson.goals.is_empty() {
        return None;
    }
    let grades: Vec<(String, Text, Text, &Grade)> = labels(&lesson)
        .into_iter()
        .filter_map(|(name, label)| {
            let (_, grade) = report.grades.iter().find(|(run, _)| *run == name)?;
            Some((says(&lesson, &name), label, grade, name))
        })
        .map(|(says, label, grade, name)| (name, label, says, grade))
        .collect();
    let heads = grades.iter().map(|(name, label, says, _)| {
        view! { <th scope="col" class:is-solution=name == "solution">{label.clone()}<small>{says.clone()}</small></th> }
    });
    let heads: Vec<Tree> = heads.collect();
    let rows = lesson.goals.iter().enumerate();
    let rows = rows.map(|(index, goal)| goal_row(index, &goal.0, &grades, &report));
    let rows: Vec<Tree> = rows.collect();
    let sums = grades.iter().map(|(name, _, _, grade)| {
        let words = if grade.passed {
            say::author_met()
        } else {
            say::author_not_met()
        };
        view! { <td class:is-solution=name == "solution" class:is-met=grade.passed>{words}</td> }
    });
    let sums: Vec<Tree> = sums.collect();
    Some(view! {
        <section class="panel agoals" aria-label=say::author_goals() class:is-stale=move || desk.stage.get() != Stage::Done>
            <div class="agoals__scroll" tabindex="0" role="group" aria-label=say::author_goals()>
                <table data-testid="author-goals">
                    <thead><tr><th scope="col">{say::author_goal()}</th>{heads}</tr></thead>
                    <tbody>
                        {rows}
                        <tr class="agoals__sum"><th scope="row">{say::author_all_goals()}</th>{sums}</tr>
                    </tbody>
                </table>
            </div>
        </section>
    })
}

/// What a try is called.
fn says(lesson: &Lesson, name: &str) -> Text {
    let language = language::current();
    let number = name
        .strip_prefix("wrong")
        .and_then(|it| it.parse::<usize>().ok());
    let attempt = match number {
        Some(number) => lesson.wrong.get(number - 1),
        None if name == "solution" => lesson.solution.as_ref(),
        None => None,
    };
    Text::verbatim(attempt.map_or_else(String::new, |it| it.says.to(language).to_owned()))
}

/// A goal, with what each run makes of it.
fn goal_row(
    index: usize,
    rule: &Rule,
    grades: &[(String, Text, Text, &Grade)],
    report: &Rc<Report>,
) -> Tree {
    let words: Vec<String> = rule.0.iter().map(|one| said(&one.told())).collect();
    let is_weak = grades
        .iter()
        .all(|(.., grade)| grade.goals.get(index).is_some_and(|goal| goal.met));
    let weak = is_weak.then(|| view! { <small>{say::author_nothing_checked()}</small> });
    let cells = grades.iter().map(|(name, _, _, grade)| {
        let met = grade.goals.get(index).map(|goal| goal.met);
        let value = |one: &Comparison| {
            let figure: &Figure = &one.figure;
            let value = report.runs.get(name)?.value(figure)?;
            Some(said(&figure.kind.told(value)))
        };
        let values: Vec<String> = rule.0.iter().filter_map(value).collect();
        view! {
            <td class:is-solution=name == "solution">
                <span class="agoals__cell">{mark(met)}<span>{values.join(", ")}</span></span>
            </td>
        }
    });
    let cells: Vec<Tree> = cells.collect();
    view! {
        <tr class:is-weak=is_weak>
            <th scope="row">{words.join(", ")}{weak}</th>
            {cells}
        </tr>
    }
}
