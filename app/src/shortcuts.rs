//! Keys → commands, while the lab has focus and no text field does.

use leptos::prelude::*;
use sim_core::SimTime;
use wasm_bindgen::JsCast;

use crate::features::code_tab;
use crate::features::help::{HelpOpen, Keys};
use crate::features::settings_form::find_a_setting;
use crate::features::share::ShareOpen;
use crate::features::stage_head::{add_consumer, add_partition, rolling_restart};
use crate::features::top_bar::toggle_compare;
use crate::session::{Selection, Session, SessionCommand, SideTab};
use crate::{dom, focus, preferences};

/// Listens for as long as the page lives.
pub fn start(session: Session, keys: Keys) {
    let help = expect_context::<HelpOpen>().0;
    let share = expect_context::<ShareOpen>().0;
    dom::listen(
        &dom::window(),
        "keydown",
        move |event: web_sys::KeyboardEvent| {
            let taken = event.default_prevented()
                || event.ctrl_key()
                || event.meta_key()
                || event.alt_key();
            if taken || help.get_untracked() || !preferences::keys_are_on() {
                return;
            }
            let target = event
                .target()
                .and_then(|target| target.dyn_into::<web_sys::Element>().ok());
            if target
                .as_ref()
                .is_some_and(|target| keeps(target, &event.key()))
            {
                return;
            }
            if event.key() == "?" {
                help.set(true);
                event.prevent_default();
            } else if keys == Keys::Watch {
                if let Some(command) = watch(&event) {
                    session.dispatch(command);
                    event.prevent_default();
                }
            } else if event.key().eq_ignore_ascii_case("s") {
                share.set(true);
                event.prevent_default();
            } else if run(session, &event, target.as_ref()) {
                event.prevent_default();
            }
        },
    );
}

/// True where a key means something to the focused control itself.
fn keeps(target: &web_sys::Element, key: &str) -> bool {
    const TEXT: &str = "input:not([type=checkbox]), select, textarea, [contenteditable], dialog";
    const PRESS: &str = "button, a[href], summary, [role=button], input[type=checkbox]";
    const MOVE: &str = "[role=grid], [role=slider], [role=tablist], .menu__list";
    let within = |selector: &str| target.closest(selector).ok().flatten().is_some();
    let is_arrow = key.starts_with("Arrow");
    let scrolls = matches!(
        key,
        "ArrowUp" | "ArrowDown" | "Home" | "End" | "PageUp" | "PageDown"
    );
    let presses = match key {
        "Enter" => true,
        // After a click Space plays: nobody means to press the same button again.
        " " => !focus::by_pointer(),
        _ => false,
    };
    within(TEXT)
        || (presses && within(PRESS))
        || ((is_arrow || scrolls) && within(MOVE))
        || (scrolls && within(".side__body") && !within(".code__kill"))
}

/// Does what a key says; false for keys without a meaning.
fn run(
    session: Session,
    event: &web_sys::KeyboardEvent,
    target: Option<&web_sys::Element>,
) -> bool {
    if target.is_some_and(|target| press_on_card(target, &event.key())) {
        return true;
    }
    let is_code = session.tab.with_untracked(|tab| *tab == SideTab::Code);
    if is_code && code_tab::press(&event.key()) {
        return true;
    }
    if let Some(command) = watch(event).or_else(|| plain(event)) {
        session.dispatch(command);
        return true;
    }
    match event.key().to_ascii_lowercase().as_str() {
        "arrowdown" => select_next(session, true),
        "arrowup" => select_next(session, false),
        "enter" => return focus_actions(session),
        "n" => add_consumer(session),
        "p" => add_partition(session),
        "r" => rolling_restart(session, None),
        "c" => toggle_compare(session),
        "/" => find_a_setting(session),
        _ => return false,
    }
    true
}

/// Keys that only move the moment.
fn watch(event: &web_sys::KeyboardEvent) -> Option<SessionCommand> {
    let step = if event.shift_key() { 1 } else { 100 };
    Some(match event.key().to_ascii_lowercase().as_str() {
        " " => SessionCommand::Toggle,
        "." | "pagedown" => SessionCommand::NextEvent,
        "," | "pageup" => SessionCommand::PreviousEvent,
        "arrowright" => SessionCommand::StepMillis(step),
        "arrowleft" => SessionCommand::StepMillis(-step),
        "[" => SessionCommand::Slower,
        "]" => SessionCommand::Faster,
        "home" => SessionCommand::Seek(SimTime::ZERO),
        "end" => SessionCommand::SeekHead,
        _ => return None,
    })
}

/// Keys that are one session command of the lab.
fn plain(event: &web_sys::KeyboardEvent) -> Option<SessionCommand> {
    Some(match event.key().to_ascii_lowercase().as_str() {
        "escape" => SessionCommand::Select(None),
        "w" => SessionCommand::ShowTab(SideTab::Why),
        "o" => SessionCommand::ShowTab(SideTab::Code),
        "e" => SessionCommand::ShowTab(SideTab::Events),
        "l" => SessionCommand::ShowTab(SideTab::Records),
        "g" => SessionCommand::ShowTab(SideTab::Settings),
        "1" => SessionCommand::Predict(Some(0)),
        "2" => SessionCommand::Predict(Some(1)),
        "3" => SessionCommand::Predict(Some(2)),
        _ => return None,
    })
}

/// X, K, Z, U and L press the buttons of the card that has focus, and only there: they destroy.
fn press_on_card(target: &web_sys::Element, key: &str) -> bool {
    let verbs: &[&str] = match key.to_ascii_lowercase().as_str() {
        "x" => &["close"],
        "k" => &["kill"],
        "z" => &["freeze", "thaw"],
        "u" => &["cut", "heal"],
        "l" => &["slow"],
        _ => return false,
    };
    let Some(acts) = target.closest(".acts").ok().flatten() else {
        return false;
    };
    verbs.iter().any(|verb| {
        let button = acts.query_selector(&format!("[data-testid^=\"{verb}-\"]"));
        let button = button.ok().flatten().and_then(html);
        button.inspect(web_sys::HtmlElement::click).is_some()
    })
}

fn html(element: web_sys::Element) -> Option<web_sys::HtmlElement> {
    element.dyn_into().ok()
}

/// Selects the next partition, or the next consumer if one is selected.
fn select_next(session: Session, down: bool) {
    let lab = session.lab().get_untracked();
    let next = |now: Option<usize>, count: usize| match now {
        _ if count == 0 => None,
        None => Some(0),
        Some(at) if down => Some((at + 1) % count),
        Some(at) => Some((at + count - 1) % count),
    };
    let selection = match session.selection.get_untracked() {
        Some(Selection::Consumer(id)) => {
            let now = lab.consumers.iter().position(|one| one.id == id);
            next(now, lab.consumers.len()).map(|at| Selection::Consumer(lab.consumers[at].id))
        }
        Some(Selection::Partition(id)) => {
            let ids: Vec<_> = lab.partition_ids().collect();
            let now = ids.iter().position(|one| *one == id);
            next(now, ids.len()).map(|at| Selection::Partition(ids[at]))
        }
        Some(Selection::Event(_)) | None => {
            next(None, lab.consumers.len()).map(|at| Selection::Consumer(lab.consumers[at].id))
        }
    };
    session.dispatch(SessionCommand::Select(selection));
}

/// Moves the focus to the actions of the selected consumer.
fn focus_actions(session: Session) -> bool {
    let Some(Selection::Consumer(id)) = session.selection.get_untracked() else {
        return false;
    };
    let name = session.lab().with_untracked(|lab| {
        let consumer = lab.consumers.iter().find(|one| one.id == id);
        consumer.map(|one| one.name.to_string())
    });
    let Some(name) = name else {
        return false;
    };
    let selector = format!("[data-testid=\"close-{name}\"], [data-testid=\"restart-{name}\"]");
    let button = dom::document().query_selector(&selector).ok().flatten();
    button
        .and_then(html)
        .is_some_and(|button| button.focus().is_ok())
}
