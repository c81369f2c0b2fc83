//! What can be done with a line: run to it, kill there, copy all.

use leptos::prelude::*;
use locale::say;
use sim_core::listing::{CodeLine, CodeText};
use sim_core::what_if::CrashOutcome;
use sim_core::{Command, CrashPoint, SimTime};
use wasm_bindgen::JsCast;

use super::{Code, words};
use crate::dom;
use crate::features::notices::copy_or_warn;
use crate::language::said;
use crate::session::{Compared, Selection, SessionCommand};

/// So much of the run without a kill is there to be compared with the one with it.
const COMPARED_MS: u64 = 30_000;

/// When the line is visited next; says so if it is not.
fn next_visit(code: Code, line: &CodeLine, point: CrashPoint) -> Option<SimTime> {
    let who = code.who.get_untracked()?;
    code.session.dispatch(SessionCommand::Pause);
    match code.map.ask(who, point) {
        Some(CrashOutcome::Killed(cost)) => return Some(cost.visit),
        Some(CrashOutcome::NotReached) => code.session.say(words::unreached(line), false),
        None => {
            if let Some(name) = untrack(|| code.view(|view| view.name.to_string())) {
                code.session.say(say::code_does_not_run(name), false);
            }
        }
    }
    None
}

/// Runs to the next visit of a line.
pub(super) fn run_to(code: Code, line: &CodeLine, point: CrashPoint) {
    if let Some(visit) = next_visit(code, line, point) {
        code.session.dispatch(SessionCommand::Seek(visit));
    }
}

/// Runs to the next visit of a line and kills the process there; shows that beside the run
/// without it if it is to be compared.
pub(super) fn fork(code: Code, line: &CodeLine, point: CrashPoint, compares: bool) {
    let session = code.session;
    let Some(visit) = next_visit(code, line, point) else {
        return;
    };
    let names = untrack(|| code.view(|view| (view.id, view.name.to_string(), view.letter.clone())));
    let Some((id, who, letter)) = names else {
        return;
    };
    let branch = || {
        session.with_timeline(|timeline| {
            let shown = timeline.branches().into_iter().find(|one| one.is_current);
            shown.map(|one| (one.index, one.name))
        })
    };
    if compares {
        // The run without the kill goes on as well, or there is nothing to compare with.
        let ahead = visit.since(code.now()).as_micros() / 1_000 + COMPARED_MS;
        let ahead = i64::try_from(ahead).unwrap_or(i64::MAX);
        session.dispatch(SessionCommand::StepMillis(ahead));
        session.dispatch(SessionCommand::StepMillis(-ahead));
    }
    let before = branch();
    if let Err(error) = session.act(Command::KillAt { who, point }) {
        session.say(error.told(), false);
        return;
    }
    session.dispatch(SessionCommand::Seek(visit));
    // The dead one stays in view.
    session.dispatch(SessionCommand::Select(Some(Selection::Consumer(id))));
    let fork = branch().filter(|now| before.as_ref() != Some(now));
    let name = fork.as_ref().map(|(_, name)| name.as_str());
    session.say(words::killed(name, &letter, line, visit), true);
    if let (true, Some((old, _)), Some((new, _))) = (compares, before, fork) {
        session.dispatch(SessionCommand::Compare(Some(Compared::Branches(vec![
            old, new,
        ]))));
    }
}

/// The program as text.
fn program(lines: &[CodeLine]) -> String {
    let mut text = String::new();
    for line in lines {
        let (mark, words) = match &line.text {
            CodeText::Java(java) => ("", java.clone()),
            CodeText::KeysAtDefault(_)
            | CodeText::AutoCommit(_)
            | CodeText::ListenerHeading
            | CodeText::WorkersHeading(_)
            | CodeText::HeartbeatHeading => ("// ", said(&words::text(line))),
        };
        for _ in 0..line.indent {
            text.push_str("    ");
        }
        text.push_str(mark);
        text.push_str(&words);
        text.push('\n');
    }
    text
}

/// Copies the program.
pub(super) fn copy(code: Code) {
    let text = code
        .listing
        .with_untracked(|listing| program(&listing.lines));
    let refused = (say::code_copy_refused(), say::code_copy_by_hand());
    copy_or_warn(code.session, text, say::code_copied(), refused);
}

/// Keys of the tab: Up and Down move between lines, J goes to the worst, F forks at the line, T
/// takes the next style of committing. False for others.
pub fn press(key: &str) -> bool {
    match key.to_ascii_lowercase().as_str() {
        "arrowdown" => step(1),
        "arrowup" => step(-1),
        "j" => focus(find(".code__kill.is-worst")),
        "f" => click(find(".code__kill[tabindex=\"0\"]")),
        "t" => {
            let next = find(".styles > [aria-pressed=true] + button");
            click(next.or_else(|| find(".styles > button")))
        }
        _ => false,
    }
}

fn find(selector: &str) -> Option<web_sys::HtmlElement> {
    let found = dom::document().query_selector(selector).ok().flatten()?;
    found.dyn_into().ok()
}

fn focus(element: Option<web_sys::HtmlElement>) -> bool {
    element.is_some_and(|element| element.focus().is_ok())
}

fn click(element: Option<web_sys::HtmlElement>) -> bool {
    element.inspect(web_sys::HtmlElement::click).is_some()
}

/// Moves the focus between the lines that have figures; into them first.
fn step(by: i32) -> bool {
    let Ok(rows) = dom::document().query_selector_all(".code__kill") else {
        return false;
    };
    let active = dom::document().active_element();
    let all: Vec<web_sys::HtmlElement> = (0..rows.length())
        .filter_map(|at| rows.item(at)?.dyn_into().ok())
        .collect();
    let is_active = |row: &web_sys::HtmlElement| active.as_ref() == Some(row.as_ref());
    let Some(now) = all.iter().position(is_active) else {
        return focus(find(".code__kill[tabindex=\"0\"]"));
    };
    let next = if by > 0 {
        all.get(now + 1)
    } else {
        now.checked_sub(1).and_then(|at| all.get(at))
    };
    focus(next.cloned())
}
