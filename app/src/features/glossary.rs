//! What Kafka's terms mean: a card at each marked word, and the list of all in the help.
//!
//! The terms of a language are a file, and what shows them is a part. Both come when the page has
//! rested; in an embed, when it is first used.

mod card;
mod list;

use std::cell::Cell;

use leptos::prelude::*;
use locale::{ENGLISH_TERMS_FILE, Glossary, KOREAN_TERMS_FILE, Language, say};
use view_macro::view;
use wasm_split_helpers::SplitLoaderError;

use self::list::TermList;
use super::later::{PREFETCH_AFTER_MS, arriving, now};
use crate::components::term;
use crate::tree::Tree;
use crate::{dom, files, language, wasm_split};

const STYLES: &str = include_str!("glossary.css");

thread_local! {
    static WANTED: Cell<bool> = const { Cell::new(false) };
    static GLOSSARY: Cell<Option<(Language, &'static Glossary)>> = const { Cell::new(None) };
}

/// Fetches the terms when nothing else is wanted from the network.
pub fn start() {
    if !dom::has("embed") {
        dom::after(PREFETCH_AFTER_MS, want);
        return;
    }
    for event in ["pointerover", "focusin"] {
        dom::listen(&dom::window(), event, |_: web_sys::Event| want());
    }
}

/// The page speaks another language.
pub fn follow_language() {
    if WANTED.replace(false) {
        term::set_finder(None);
        want();
    }
}

/// All terms, in a part of the help that opens.
#[component]
pub fn GlossarySection() -> impl IntoView {
    let is_open = RwSignal::new(false);
    let toggle = move |event: leptos::ev::Event| {
        let details: web_sys::Element = event_target(&event);
        is_open.set(details.has_attribute("open"));
    };
    let list = || now(list()).flatten();
    view! {
        <details class="glossary" data-testid="glossary" on:toggle=toggle>
            <summary data-testid="glossary-open">{say::glossary_title()}</summary>
            {move || is_open.get().then(|| arriving(list, load))}
        </details>
    }
}

/// Fetched once for each language, unless the network fails.
fn want() {
    if !WANTED.replace(true) {
        leptos::task::spawn_local(async {
            let is_here = load().await;
            WANTED.set(is_here);
        });
    }
}

/// The terms and what shows them are here.
async fn load() -> bool {
    let language = language::current();
    let file = match language {
        Language::English => ENGLISH_TERMS_FILE,
        Language::Korean => KOREAN_TERMS_FILE,
    };
    match files::text(file).await {
        // Each function of a part asks for it by itself, and the list is drawn at once or not.
        Some(table) => {
            take(language, table).await.is_ok_and(|is_whole| is_whole) && fetch().await.is_ok()
        }
        None => false,
    }
}

/// Only its calls cross from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(glossary, fallible)]
fn take(of: Language, table: String) -> Result<bool, SplitLoaderError> {
    if of != language::current() {
        return Ok(false);
    }
    if !matches!(GLOSSARY.get(), Some((known, _)) if known == of) {
        // Kept for as long as the page, like the sentences of its language.
        let Some(glossary) = Glossary::read(table.leak()) else {
            return Ok(false);
        };
        if GLOSSARY
            .replace(Some((of, Box::leak(Box::new(glossary)))))
            .is_none()
        {
            dom::add_styles(STYLES);
            card::start();
        }
    }
    term::set_finder(glossary().map(card::finder));
    dom::publish("terms", of.code());
    Ok(true)
}

/// Only its calls cross from one file to the other.
#[allow(
    clippy::unnecessary_wraps,
    reason = "the file may not come, which only the macro sees"
)]
#[wasm_split(glossary, preload(fetch), fallible)]
fn list() -> Result<Option<Tree>, SplitLoaderError> {
    Ok(glossary().map(|glossary| view! { <TermList glossary /> }))
}

/// All is here.
#[cfg(feature = "whole")]
#[expect(clippy::unused_async, reason = "stands in for one that fetches")]
async fn fetch() -> Result<(), SplitLoaderError> {
    Ok(())
}

/// The terms in the language of the page, if they are here.
fn glossary() -> Option<&'static Glossary> {
    let (of, glossary) = GLOSSARY.get()?;
    (of == language::current()).then_some(glossary)
}
