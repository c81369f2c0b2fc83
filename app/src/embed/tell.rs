//! Tells the host page what happens, at most four times a second.

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use sim_core::{EventId, Timeline};
use wasm_bindgen::prelude::*;

use super::host;
use super::message::{Told, seconds};
use crate::dom;
use crate::session::Session;

/// Milliseconds between two messages about the time.
const REST_MS: f64 = 250.0;
/// Events told at once: a jump over an hour is no reason for thousands.
const EVENTS_MAX: usize = 64;

/// What was told last.
struct Last {
    ms: Cell<f64>,
    waits: Cell<bool>,
    time: Cell<Option<(f64, bool)>>,
    event: Cell<EventId>,
    is_broken: Cell<bool>,
}

/// Tells for as long as the page lives.
pub fn start(session: Session) {
    let last = Rc::new(Last {
        ms: Cell::new(f64::NEG_INFINITY),
        waits: Cell::new(false),
        time: Cell::new(None),
        event: Cell::new(session.with_timeline(Timeline::position)),
        is_broken: Cell::new(false),
    });
    Effect::new(move |_| {
        session.pulse.track();
        session.playback.track();
        if last.waits.replace(true) {
            return;
        }
        let rest = last.ms.get() + REST_MS - dom::now_ms();
        let last = Rc::clone(&last);
        dom::after(whole(rest), move || {
            last.waits.set(false);
            last.ms.set(dom::now_ms());
            tell(session, &last);
        });
    });
}

/// What changed since the last time.
fn tell(session: Session, last: &Last) {
    let t = seconds(session.with_timeline(Timeline::at));
    let playing = session.playback.with_untracked(|state| state.playing);
    if last.time.replace(Some((t, playing))) != Some((t, playing)) {
        host::tell(&Told::TimeUpdate { t, playing });
    }
    let position = session.with_timeline(Timeline::position);
    let told = last.event.replace(position);
    if told < position {
        let rows = session.with_timeline(|timeline| timeline.events(EVENTS_MAX));
        for row in rows.into_iter().filter(|row| row.event > told) {
            host::tell(&row.into());
        }
    }
    let violation = session.lab().with_untracked(|lab| lab.violation.clone());
    if last.is_broken.replace(violation.is_some()) != violation.is_some()
        && let Some(text) = violation
    {
        host::tell(&Told::Violation { text });
    }
}

/// Tells how tall the page is whenever that changes.
pub fn follow_height() {
    let Some(root) = dom::root() else {
        return;
    };
    let measured = root.clone();
    let told = Cell::new(0);
    let changed = Closure::<dyn FnMut()>::new(move || {
        let height = whole(measured.get_bounding_client_rect().height().ceil());
        if told.replace(height) != height {
            host::tell(&Told::Resize { height });
        }
    });
    match web_sys::ResizeObserver::new(changed.as_ref().unchecked_ref()) {
        Ok(observer) => observer.observe(&root),
        Err(problem) => dom::note(&format!("no height for the host page: {problem:?}")),
    }
    changed.forget();
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "milliseconds and pixels, clamped to what u32 holds"
)]
fn whole(number: f64) -> u32 {
    number.clamp(0.0, f64::from(u32::MAX)) as u32
}
