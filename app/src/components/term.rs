//! Kafka's terms in a text: each is marked where a block first names it, as soon as somebody has
//! brought a finder.
//!
//! Deliberately lacks the terms and their card; `features/glossary` has both, in a part.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

use leptos::prelude::*;
use locale::{Found, Text};
use view_macro::view;

use crate::language::said;
use crate::tree::Tree;

/// Where a text may name a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere in a sentence.
    Words,
    /// As all of a piece of code.
    Code,
}

/// Finds terms in the language of the page, except for those that were met before.
pub type Finder = Rc<dyn Fn(&str, Place, &mut Vec<&'static str>) -> Vec<Found>>;

/// Terms that a block has named; None where none is marked.
#[derive(Clone, Debug)]
pub struct Met(Option<Vec<&'static str>>);

/// In the context of what is printed: nothing below is marked.
#[derive(Clone, Copy, Debug)]
pub struct Unmarked;

impl Met {
    /// None so far, in this part of the page.
    pub fn here() -> Self {
        Self(use_context::<Unmarked>().is_none().then(Vec::new))
    }
}

thread_local! {
    static FINDER: RefCell<Option<Finder>> = const { RefCell::new(None) };
    static CHANGES: ArcRwSignal<u32> = ArcRwSignal::new(0);
}

/// From now on texts are searched with this, those that are shown already, too.
pub fn set_finder(finder: Option<Finder>) {
    FINDER.with_borrow_mut(|place| *place = finder);
    CHANGES.with(|changes| changes.update(|count| *count += 1));
}

/// Follows whether there is a finder.
pub fn track() {
    CHANGES.with(Track::track);
}

/// Words of a sentence, their terms marked.
pub fn words(text: &str, met: &mut Met) -> Tree {
    track();
    let piece = |place: Range<usize>| {
        let words = text[place].to_owned();
        view! { {words} }
    };
    let mut pieces = Vec::new();
    let mut end = 0;
    for Found { place, term } in found(text, Place::Words, met) {
        pieces.push(piece(end..place.start));
        end = place.end;
        pieces.push(mark(term, piece(place)));
    }
    pieces.push(piece(end..text.len()));
    view! { {pieces} }
}

/// A piece of code, marked if it is a term.
pub fn code(text: &str, met: &mut Met) -> Tree {
    track();
    let term = found(text, Place::Code, met).pop();
    let text = text.to_owned();
    let code = view! { <code>{text}</code> };
    if let Some(Found { term, .. }) = term {
        mark(term, code)
    } else {
        code
    }
}

/// A sentence, its `code` set as such and its terms marked.
pub fn sentence(text: &Text, met: &mut Met) -> Vec<Tree> {
    let text = said(text);
    let parts = text.split('`').enumerate();
    let one = |(index, part): (usize, &str)| match index % 2 {
        1 => code(part, met),
        _ => words(part, met),
    };
    parts.map(one).collect()
}

/// A sentence of its own.
#[component]
pub fn Terms(
    /// The sentence.
    #[prop(into)]
    text: Text,
) -> impl IntoView {
    let met = Met::here();
    view! { {move || sentence(&text, &mut met.clone())} }
}

fn found(text: &str, place: Place, met: &mut Met) -> Vec<Found> {
    let finder = FINDER.with_borrow(Clone::clone);
    match (finder, &mut met.0) {
        (Some(finder), Some(met)) => finder(text, place, met),
        (None, _) | (Some(_), None) => Vec::new(),
    }
}

/// Keys reach it; it says nothing but its own words until its card is asked for.
fn mark(term: &'static str, words: Tree) -> Tree {
    view! { <dfn class="term" tabindex="0" data-term=term>{words}</dfn> }
}
