//! Where the threads are: written into the lines each frame, past the reactive page.
//!
//! Deliberately lacks any change of layout: every line has its place for it.

use std::cell::{Cell, RefCell};

use sim_core::listing::{CodeLine, Listing, Thread, ThreadView};
use sim_core::{ConsumerId, SimDuration, Timeline};
use wasm_bindgen::JsCast;

use super::words;
use crate::language::said;
use crate::session::Session;

/// What is written on one line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Lit {
    /// `data-lit`: the application thread, or another one.
    kind: &'static str,
    who: String,
    left: String,
    /// What is left of the time, in thousandths.
    permille: Option<u64>,
}

/// What stands on the lines now.
#[derive(Default)]
pub(super) struct LitLines {
    written: RefCell<Vec<(usize, Lit)>>,
    /// Another listing stands in the same elements.
    is_unknown: Cell<bool>,
}

impl LitLines {
    /// Another listing takes the place of this one, and its elements.
    pub(super) fn forget(&self) {
        self.is_unknown.set(true);
    }

    /// Writes what is different from the frame before.
    pub(super) fn show(
        &self,
        session: Session,
        who: ConsumerId,
        listing: &Listing,
        lines: &web_sys::Element,
    ) {
        let threads = session.with_timeline(|timeline: &Timeline| timeline.threads(who));
        let mut next: Vec<(usize, Lit)> = Vec::new();
        for thread in &threads {
            let place = |line: &CodeLine| line.place == Some(thread.place);
            let Some(at) = listing.lines.iter().position(place) else {
                continue;
            };
            if let Some((_, lit)) = next.iter_mut().find(|(other, _)| *other == at) {
                // Several workers on one line; the first to finish has its time shown.
                lit.who = format!("{} {}", lit.who, words::thread_letter(thread.thread));
            } else {
                next.push((at, lit(thread)));
            }
        }
        let mut shown = self.written.borrow_mut();
        if self.is_unknown.take() {
            *shown = (0..listing.lines.len())
                .map(|at| (at, Lit::default()))
                .collect();
        } else if *shown == next {
            return;
        }
        for (at, _) in shown.iter() {
            if !next.iter().any(|(other, _)| other == at) {
                write(lines, *at, &Lit::default());
            }
        }
        for (at, lit) in &next {
            if !shown.contains(&(*at, lit.clone())) {
                write(lines, *at, lit);
            }
        }
        *shown = next;
    }
}

fn lit(thread: &ThreadView) -> Lit {
    let kind = match thread.thread {
        Thread::Application => "application",
        Thread::Heartbeat | Thread::Worker(_) => "other",
    };
    let letter = words::thread_letter(thread.thread);
    let total = thread.total.map_or(0, SimDuration::as_micros);
    Lit {
        kind,
        who: thread
            .records
            .map_or(letter, |records| said(&words::in_hand(records))),
        left: thread
            .left
            .map_or_else(String::new, |left| said(&words::left(left))),
        permille: thread
            .left
            .filter(|_| total > 0)
            .map(|left| (left.as_micros() * 1_000 / total).min(1_000)),
    }
}

/// The line's children are its number, its text and the place for this: records or letters, time
/// and meter.
fn write(lines: &web_sys::Element, at: usize, lit: &Lit) {
    let line = u32::try_from(at)
        .ok()
        .and_then(|at| lines.children().item(at));
    let Some(line) = line else {
        return;
    };
    let set = |name: &str, value: &str| drop(line.set_attribute(name, value));
    set("data-lit", lit.kind);
    let Some(place) = line.query_selector(".code__lit").ok().flatten() else {
        return;
    };
    let parts = place.children();
    for (part, text) in [(0, &lit.who), (1, &lit.left)] {
        if let Some(part) = parts.item(part) {
            part.set_text_content(Some(text));
        }
    }
    let meter = parts
        .item(2)
        .and_then(|meter| meter.dyn_into::<web_sys::HtmlElement>().ok());
    let Some(meter) = meter else {
        return;
    };
    meter.set_hidden(lit.permille.is_none());
    let bar = meter
        .first_element_child()
        .and_then(|bar| bar.dyn_into::<web_sys::HtmlElement>().ok());
    if let (Some(bar), Some(permille)) = (bar, lit.permille) {
        let scale = format!("scaleX({}.{:03})", permille / 1_000, permille % 1_000);
        drop(bar.style().set_property("transform", &scale));
    }
}
