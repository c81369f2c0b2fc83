//! The card of a term: shown where the pointer rests, at the focus or on a tap.
//!
//! It stays while the pointer is on it, closes on Escape, never takes the focus and never lies
//! over what it explains.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::prelude::*;
use leptos::tachys::view::Mountable;
use locale::{Glossary, Term, say};
use view_macro::view;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

use super::glossary;
use crate::components::term::{Finder, Place};
use crate::dom;
use crate::tree::{Built, Tree};

const ID: &str = "term-card";
/// What has a card.
const TERMS: &str = "[data-term]";
/// Those in a sentence, which keys reach.
const MARKED: &str = ".term";
/// What a press means something to.
const PRESSED: &str = "button, a, input, select, label, summary, [role=tab]";

/// Where the card lies in the document: in the same landmark, and in the dialog, for what is
/// outside of a modal one is out of the pointer's reach.
const AROUND: &str = "dialog, main, aside, header, .brief";

/// How long the pointer rests on a word before its card opens, and on a label of the stage, which
/// many only pass.
const REST_MS: u32 = 200;
const REST_ON_LABEL_MS: u32 = 500;
/// How long the card waits for the pointer on its way to it.
const LEAVE_MS: u32 = 250;
/// Pixels between a word and its card, and between the card and the window.
const GAP: f64 = 6.0;
/// Height that a card should have; with less it opens to the larger side.
const ROOM: f64 = 260.0;

/// The one card of the page.
struct Card {
    node: HtmlElement,
    /// What it shows, which goes with the next.
    shown: RefCell<Option<Built>>,
    /// What it explains; None while it is closed.
    anchor: RefCell<Option<Element>>,
    /// The browser's own tooltip there, which waits while the card says the same.
    title: RefCell<Option<(Element, String)>>,
    /// Closed by the reader, and not to open again before the pointer has left.
    dismissed: RefCell<Option<Element>>,
    /// What was meant to happen later has been overtaken if this went on.
    turn: Cell<u32>,
}

/// Finds the terms of a glossary.
pub fn finder(glossary: &'static Glossary) -> Finder {
    Rc::new(
        move |text: &str, place: Place, met: &mut Vec<&'static str>| match place {
            Place::Words => glossary.find(text, met),
            Place::Code => glossary.whole(text, met).into_iter().collect(),
        },
    )
}

/// Listens for as long as the page lives.
pub fn start() {
    let Some(card) = Card::new().map(Rc::new) else {
        return;
    };
    let window = dom::window();
    let with = |does: fn(&Rc<Card>, &Element)| {
        let card = Rc::clone(&card);
        move |event: web_sys::Event| {
            if let Some(target) = target(&event) {
                does(&card, &target);
            }
        }
    };
    let pointed = with(Card::rest_on);
    dom::listen(
        &window,
        "pointerover",
        move |event: web_sys::PointerEvent| {
            if event.pointer_type() != "touch" {
                pointed(event.into());
            }
        },
    );
    dom::listen_first(&window, "pointerdown", with(Card::press));
    dom::listen(&window, "click", with(Card::click));
    dom::listen(&window, "focusin", with(Card::focus));
    dom::listen(&window, "focusout", with(Card::blur));
    let here = Rc::clone(&card);
    dom::listen_first(&window, "keydown", move |event: web_sys::KeyboardEvent| {
        if event.key() == "Escape" && here.dismiss() {
            event.prevent_default();
            event.stop_propagation();
        }
    });
    for event in ["scroll", "resize"] {
        let here = Rc::clone(&card);
        dom::listen_first(&window, event, move |_: web_sys::Event| here.place());
    }
    dom::on_change_below_body(move || {
        let is_gone = |anchor: &Element| !anchor.is_connected();
        if card.anchor.borrow().as_ref().is_some_and(is_gone) {
            card.close();
        }
    });
}

impl Card {
    fn new() -> Option<Self> {
        let node = dom::document().create_element("div").ok()?;
        let node: HtmlElement = node.dyn_into().ok()?;
        node.set_id(ID);
        node.set_class_name(ID);
        node.set_hidden(true);
        for (name, value) in [
            ("role", "tooltip"),
            ("popover", "manual"),
            ("data-testid", ID),
        ] {
            node.set_attribute(name, value).ok()?;
        }
        Some(Self {
            node,
            shown: RefCell::default(),
            anchor: RefCell::default(),
            title: RefCell::default(),
            dismissed: RefCell::default(),
            turn: Cell::default(),
        })
    }

    /// The pointer has come to an element.
    fn rest_on(self: &Rc<Self>, target: &Element) {
        let anchor = within(target, TERMS);
        self.turn.set(self.turn.get() + 1);
        if self.holds(target) || (anchor.is_some() && anchor == *self.anchor.borrow()) {
            return;
        }
        if self.dismissed.borrow().is_some() && anchor == *self.dismissed.borrow() {
            return;
        }
        self.dismissed.replace(None);
        let Some(anchor) = anchor else {
            if !self.has_focus() {
                self.later(LEAVE_MS, Self::close);
            }
            return;
        };
        let is_word = anchor.class_list().contains("term");
        let rest = if is_word { REST_MS } else { REST_ON_LABEL_MS };
        self.later(rest, move |card| card.open(&anchor));
    }

    /// A press outside closes the card and is left to whom it is for.
    fn press(self: &Rc<Self>, target: &Element) {
        if !self.holds(target) {
            self.turn.set(self.turn.get() + 1);
            self.close();
            self.dismissed.replace(within(target, TERMS));
        }
    }

    /// A tap opens the card, unless it means something else there.
    fn click(self: &Rc<Self>, target: &Element) {
        let anchor = within(target, TERMS);
        if let Some(anchor) = anchor.filter(|anchor| within(anchor, PRESSED).is_none()) {
            self.open(&anchor);
        }
    }

    fn focus(self: &Rc<Self>, target: &Element) {
        if target.matches(MARKED).unwrap_or(false) {
            self.open(target);
        }
    }

    fn blur(self: &Rc<Self>, target: &Element) {
        let is_own = self.anchor.borrow().as_ref() == Some(target);
        if is_own && !self.node.matches(":hover").unwrap_or(false) {
            self.close();
        }
    }

    /// True if there was something to close.
    fn dismiss(&self) -> bool {
        self.turn.set(self.turn.get() + 1);
        let anchor = self.anchor.borrow().clone();
        self.close();
        let was_open = anchor.is_some();
        self.dismissed.replace(anchor);
        was_open
    }

    fn open(&self, anchor: &Element) {
        if self.anchor.borrow().as_ref() == Some(anchor) || !anchor.is_connected() {
            return;
        }
        self.close();
        self.dismissed.replace(None);
        let id = anchor.get_attribute("data-term").unwrap_or_default();
        let Some(term) = glossary().and_then(|glossary| glossary.term(&id)) else {
            return;
        };
        if let Some(titled) = within(anchor, "[title]") {
            let title = titled.get_attribute("title").unwrap_or_default();
            drop(titled.remove_attribute("title"));
            self.title.replace(Some((titled, title)));
        }
        let here = self.title.borrow().as_ref().map(|(_, title)| title.clone());
        let mut built = content(term, here).build();
        built.mount(&self.node, None);
        self.shown.replace(Some(built));
        let around = within(anchor, AROUND).or_else(|| dom::document().body().map(Into::into));
        if let Some(around) = around {
            drop(around.append_child(&self.node));
        }
        if anchor.matches(MARKED).unwrap_or(false) {
            drop(anchor.set_attribute("aria-describedby", ID));
        }
        self.anchor.replace(Some(anchor.clone()));
        self.node.set_hidden(false);
        // A browser without popovers shows it anyway.
        drop(self.node.show_popover());
        self.place();
    }

    fn close(&self) {
        let Some(anchor) = self.anchor.take() else {
            return;
        };
        drop(anchor.remove_attribute("aria-describedby"));
        if let Some((titled, title)) = self.title.take()
            && !titled.has_attribute("title")
        {
            drop(titled.set_attribute("title", &title));
        }
        drop(self.node.hide_popover());
        self.node.set_hidden(true);
        if let Some(mut shown) = self.shown.take() {
            shown.unmount();
        }
        self.node.remove();
    }

    /// Below what it explains, or above where there is more room; follows what scrolls.
    fn place(&self) {
        let Some(anchor) = self.anchor.borrow().clone() else {
            return;
        };
        let Some(page) = dom::document().document_element() else {
            return;
        };
        let (width, height) = (
            f64::from(page.client_width()),
            f64::from(page.client_height()),
        );
        let word = anchor.get_bounding_client_rect();
        if word.bottom() < 0.0 || word.top() > height {
            return self.close();
        }
        let above = word.top() - 2.0 * GAP;
        let below = height - word.bottom() - 2.0 * GAP;
        let own = f64::from(self.node.offset_width());
        let left = word.left().min(width - own - GAP).max(GAP);
        let (side, other, distance, tallest) = if below < ROOM.min(above) {
            ("bottom", "top", height - word.top() + GAP, above)
        } else {
            ("top", "bottom", word.bottom() + GAP, below)
        };
        let style = self.node.style();
        for (property, value) in [
            ("left", format!("{left}px")),
            (side, format!("{distance}px")),
            (other, "auto".to_owned()),
            ("max-height", format!("{tallest}px")),
        ] {
            // Refused only for a property that does not exist.
            drop(style.set_property(property, &value));
        }
    }

    fn holds(&self, target: &Element) -> bool {
        self.node.contains(Some(target))
    }

    /// The focus is on what the card explains.
    fn has_focus(&self) -> bool {
        let active = dom::document().active_element();
        active.is_some() && active == *self.anchor.borrow()
    }

    fn later(self: &Rc<Self>, millis: u32, does: impl FnOnce(&Self) + 'static) {
        let (card, turn) = (Rc::clone(self), self.turn.get());
        dom::after(millis, move || {
            if card.turn.get() == turn {
                does(&card);
            }
        });
    }
}

fn target(event: &web_sys::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

fn within(target: &Element, selector: &str) -> Option<Element> {
    target.closest(selector).ok().flatten()
}

/// What a card says; `here` is what the page itself says of the place.
fn content(term: &'static Term, here: Option<String>) -> Tree {
    let seen = (!term.seen.is_empty()).then(|| say::glossary_seen(term.seen));
    view! {
        <p class="term-card__name">{term.name}</p>
        <p>{term.text}</p>
        {(!term.keys.is_empty()).then(|| view! { <p><code>{term.keys}</code></p> })}
        {seen.map(|seen| view! { <p class="term-card__seen">{seen}</p> })}
        {here.map(|here| view! { <p class="term-card__here">{here}</p> })}
    }
}
