//! Keeps the keyboard's focus when the control that has it goes away: a killed consumer has no
//! Kill button, an answered question no answers. The focus moves to what took its place.
//!
//! Who points and clicks has no use for that, and expects Space to play, not to press the button
//! that was clicked last.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

use crate::dom;

/// What Tab reaches, in the page's terms.
const REACHED: &str = "button:not(:disabled, [tabindex=\"-1\"]), a[href], input, select";
/// Within these the nearest control is a good successor; outside them Play is.
const PLACES: &str = ".menu, .acts, .card, .consumer-row, .side, .fates, .notice";
const PLAY: &str = "[data-testid=\"play\"]";

thread_local! {
    static POINTED: Cell<bool> = const { Cell::new(false) };
}

/// The focused element and those around it, innermost first.
type Trail = Rc<RefCell<Vec<Element>>>;

/// Watches for as long as the page lives.
pub fn start() {
    let trail: Trail = Rc::default();
    let followed = Rc::clone(&trail);
    dom::listen(
        &dom::window(),
        "focusin",
        move |event: web_sys::FocusEvent| {
            let target = event.target().and_then(|target| target.dyn_into().ok());
            followed.replace(target.map_or_else(Vec::new, trail_of));
        },
    );
    let pointed = |_: web_sys::Event| POINTED.set(true);
    dom::listen(&dom::window(), "pointerdown", pointed);
    dom::listen(
        &dom::window(),
        "keydown",
        move |event: web_sys::KeyboardEvent| {
            if event.key() == "Tab" {
                POINTED.set(false);
            }
        },
    );
    dom::on_change_below_body(move || {
        let next = successor(&trail.borrow());
        if let Some(next) = next {
            // Refused only when the element is not in the page any more.
            drop(next.focus());
        }
    });
}

/// The focus is where the pointer last pressed, not where keys brought it.
pub fn by_pointer() -> bool {
    POINTED.get()
}

fn trail_of(element: Element) -> Vec<Element> {
    std::iter::successors(Some(element), |inner| inner.parent_element()).collect()
}

/// What should have the focus, if its owner was removed and nothing else took it.
fn successor(trail: &[Element]) -> Option<HtmlElement> {
    let owner = trail.first()?;
    if owner.is_connected() || by_pointer() || dom::has_focus() {
        return None;
    }
    let near = trail
        .iter()
        .filter(|element| element.is_connected() && element.closest(PLACES).is_ok_and(is_some))
        .find_map(|element| element.query_selector(REACHED).ok().flatten());
    let found = near.or_else(|| dom::document().query_selector(PLAY).ok().flatten());
    found?.dyn_into().ok()
}

fn is_some(place: Option<Element>) -> bool {
    place.is_some()
}
