//! What moves, and only because a state of the run changed: tiles to their new places, messages
//! on their wires, a ring around what the reader should see.
//!
//! Deliberately lacks layout: transforms and rings only.

mod flights;

use leptos::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::dom;
use crate::session::Session;

pub use flights::start;

/// Above this speed nothing flies; states switch.
pub const SPEED_MAX: f64 = 4.0;
/// Fast first, then slower; as `--ease`.
const EASE: &str = "cubic-bezier(.2,0,0,1)";
/// Milliseconds a ring stays.
const RING_MS: u32 = 1_000;
/// Milliseconds the steps of an answer take to appear.
const FADE_MS: f64 = 180.0;
/// Milliseconds of the one pulse.
const PULSE_MS: f64 = 900.0;

/// The run is slow enough for the eye.
pub fn is_slow(session: Session) -> bool {
    session
        .playback
        .with_untracked(|state| state.speed <= SPEED_MAX)
}

/// Puts an ink ring around an element for a second.
pub fn ring(element: &HtmlElement) {
    if element.set_attribute("data-ring", "").is_err() {
        return;
    }
    let element = element.clone();
    dom::after(RING_MS, move || {
        if let Err(problem) = element.remove_attribute("data-ring") {
            dom::note(&format!("a ring stays: {problem:?}"));
        }
    });
}

/// Draws the eye to a control once.
pub fn pulse(element: &HtmlElement) {
    const FRAMES: &str = r#"[{"boxShadow":"inset 0 0 0 0 transparent"},
        {"boxShadow":"inset 0 0 0 2px var(--ink)"},{"boxShadow":"inset 0 0 0 0 transparent"}]"#;
    if dom::is_calm() {
        ring(element);
    } else {
        dom::animate(element, FRAMES, PULSE_MS, "linear");
    }
}

/// Lets something new appear instead of jumping in.
pub fn fade_in(element: &Element) {
    if !dom::is_calm() {
        dom::animate(element, r#"[{"opacity":0},{"opacity":1}]"#, FADE_MS, EASE);
    }
}

/// Moves the arrow of a wire from the sender's end to the receiver's, where it rests.
pub fn travel(arrow: &Element, up: bool, millis: f64) {
    let from = if up { 12 } else { -12 };
    let frames = format!(r#"[{{"transform":"translateY({from}px)"}},{{"transform":"none"}}]"#);
    dom::animate(arrow, &frames, millis, "linear");
}
