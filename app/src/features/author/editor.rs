//! The text with its line numbers, and what is wrong beside each line and in a list.

use std::ops::Range;

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;
use wasm_bindgen::JsCast;

use super::desk::{Desk, Problem, Stage};
use crate::components::icon::Icon;
use crate::components::prose::Prose;
use crate::dom;
use crate::tree::Tree;

/// Pixels of a line; the style sheet has the same.
const LINE_PX: i32 = 20;
/// Lines that stay above one that is gone to.
const ABOVE: i32 = 4;

/// The left half of the page.
#[component]
pub fn Editor() -> impl IntoView {
    let desk = Desk::get();
    let lines = Memo::new(move |_| desk.text.with(|text| text.split('\n').count()));
    let width = Memo::new(move |_| desk.text.with(|text| text.split('\n').map(columns).max()));
    let numbers = move || {
        let numbers: Vec<String> = (1..=lines.get()).map(|line| line.to_string()).collect();
        numbers.join("\n")
    };
    let is_bad = move || desk.counts().0 > 0;
    view! {
        <section class="edit" aria-label=say::author_file()>
            <header class="edit__head">
                <b>{move || desk.file_name()}</b>
                <Count />
                <span class="topbar__grow"></span>
                {waits(desk)}
            </header>
            <div class="edit__body" data-testid="author-body">
                <div
                    class="edit__sheet"
                    style:--lines=move || lines.get().to_string()
                    style:--columns=move || width.get().unwrap_or(0).to_string()
                >
                    <pre class="edit__numbers" aria-hidden="true">{numbers}</pre>
                    <div class="edit__notes" aria-hidden="true">{move || notes(desk)}</div>
                    <textarea
                        class="edit__text"
                        id="author-text"
                        aria-label=say::author_text()
                        aria-describedby="author-problems"
                        aria-invalid=move || is_bad().to_string()
                        autocomplete="off"
                        autocapitalize="off"
                        spellcheck="false"
                        wrap="off"
                        data-testid="author-text"
                        prop:value=move || desk.text.get()
                        on:input=move |event| desk.type_in(event_target_value(&event))
                    ></textarea>
                </div>
            </div>
            <Problems />
        </section>
    }
}

fn waits(desk: Desk) -> Tree {
    view! {
        {move || {
            let waits = desk.stage.get() == Stage::Waits;
            waits.then(|| view! { <span role="status">{say::author_loading()}</span> })
        }}
    }
}

/// How many errors and warnings.
#[component]
fn Count() -> impl IntoView {
    let desk = Desk::get();
    view! {
        <span class="edit__count" data-testid="author-errors">
            <Icon name="cross" size=11 />
            {move || say::author_errors(desk.counts().0)}
        </span>
        <span class="edit__count" data-testid="author-warnings">
            <Icon name="warn" size=13 />
            {move || say::author_warnings(desk.counts().1)}
        </span>
    }
}

/// Beside each line what is wrong with it; the list says the same to those who do not see it.
fn notes(desk: Desk) -> Vec<Tree> {
    let text = desk.text.get();
    let lines: Vec<&str> = text.split('\n').collect();
    let note = |problem: &Problem| {
        let length = lines.get(problem.line - 1).map_or(0, |line| columns(line));
        let class = if problem.is_warning {
            "edit__note is-warning"
        } else {
            "edit__note"
        };
        let line = problem.line.to_string();
        let what = problem.what.clone();
        view! {
            <p class=class style:--line=line style:--from=length.to_string()>
                <span><Icon name=icon(problem) size=12 /> {crate::language::said(&what).replace('`', "")}</span>
            </p>
        }
    };
    desk.problems
        .with(|problems| problems.iter().map(note).collect())
}

fn icon(problem: &Problem) -> &'static str {
    if problem.is_warning { "warn" } else { "cross" }
}

/// Everything that is wrong, each a way to its line.
#[component]
fn Problems() -> impl IntoView {
    let desk = Desk::get();
    let row = move |problem: Problem| {
        let line = problem.line;
        let kind: Text = if problem.is_warning {
            say::author_warning()
        } else {
            say::author_error()
        };
        let name = icon(&problem);
        let fix = desk.text.with_untracked(|text| mended(text, &problem));
        let fix = fix.map(|fix| {
            let words = say::author_fix(fix.right.clone());
            view! {
                <button type="button" class="btn btn--sm edit__fix" data-testid="author-fix" on:click=move |_| write(desk, &fix)>
                    {words}
                </button>
            }
        });
        view! {
            <li class="edit__row">
                <button
                    type="button"
                    class="edit__problem"
                    title=say::author_go(line.to_string())
                    data-testid="author-problem"
                    on:click=move |_| go_to(line)
                >
                    <Icon name=name size=13 />
                    <span class="sr">{kind}</span>
                    <b>{say::author_line(line.to_string())}</b>
                    <span><Prose text=problem.what /></span>
                </button>
                {fix}
            </li>
        }
    };
    let rows = move || {
        let rows: Vec<Tree> = desk.problems.get().into_iter().map(row).collect();
        rows
    };
    let none = move || desk.problems.with(Vec::is_empty);
    view! {
        <ul class="edit__problems" id="author-problems" aria-label=say::author_problems() hidden=none>
            {rows}
        </ul>
    }
}

/// A replacement in the text.
struct Mended {
    /// Its line, from 1.
    line: usize,
    /// The bytes of the text in whose place it comes.
    place: Range<usize>,
    /// What stands there then.
    right: String,
}

/// What mends a problem in just this text.
fn mended(text: &str, problem: &Problem) -> Option<Mended> {
    let fix = problem.fix.as_ref()?;
    let place = fix.place(text.lines().nth(problem.line - 1)?)?;
    let before = start_of(text, problem.line);
    Some(Mended {
        line: problem.line,
        place: before + place.start..before + place.end,
        right: fix.right.clone(),
    })
}

/// The byte at which a line begins.
fn start_of(text: &str, line: usize) -> usize {
    let before = text.split_inclusive('\n').take(line - 1);
    before.map(str::len).sum()
}

/// Writes as a hand would, so that the browser's own undo takes it back.
fn write(desk: Desk, fix: &Mended) {
    go_to(fix.line);
    let Some(field) = field() else {
        return;
    };
    let text = field.value();
    let (Some(before), Some(wrong)) = (text.get(..fix.place.start), text.get(fix.place.clone()))
    else {
        return;
    };
    let (from, length) = (units(before), units(wrong));
    drop(field.set_selection_range(from, from + length));
    if !dom::type_in(&fix.right) {
        drop(field.set_range_text(&fix.right));
        desk.type_in(field.value());
    }
}

fn field() -> Option<web_sys::HtmlTextAreaElement> {
    let field = dom::document().get_element_by_id("author-text");
    field?.dyn_into().ok()
}

/// As the browser counts a text.
fn units(text: &str) -> u32 {
    u32::try_from(text.encode_utf16().count()).unwrap_or(u32::MAX)
}

/// Puts the caret on a line and the line into view.
fn go_to(line: usize) {
    let Some(field) = field() else {
        return;
    };
    let text = field.value();
    let before = start_of(&text, line);
    let length = text[before..].split('\n').next().map_or(0, units);
    let from = units(&text[..before]);
    // Refused only where the page is not shown.
    drop(field.focus());
    drop(field.set_selection_range(from, from + length));
    if let Ok(Some(body)) = field.closest(".edit__body") {
        let line = i32::try_from(line).unwrap_or(i32::MAX / LINE_PX);
        body.set_scroll_top((line - 1 - ABOVE).max(0) * LINE_PX);
        body.set_scroll_left(0);
    }
}

/// Columns that a line takes: Hangul and its likes take two.
fn columns(line: &str) -> usize {
    let wide = |letter: char| {
        usize::from(
            matches!(letter, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}'),
        )
    };
    line.chars().map(|letter| 1 + wide(letter)).sum()
}
