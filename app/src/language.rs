//! The language of the page. English is built in; the table of another is a file beside the page,
//! fetched when it is asked for.

use std::cell::Cell;

use leptos::prelude::*;
use locale::{Catalog, KOREAN_FILE, Language, Text, say};

use crate::features::glossary;
use crate::session::Session;
use crate::{dom, files, preferences};

thread_local! {
    static CATALOG: Cell<&'static Catalog> = Cell::new(Catalog::english());
}

/// A text in the language of the page.
pub fn said(text: &Text) -> String {
    catalog().say(text)
}

/// The sentences of the page's language.
pub fn catalog() -> &'static Catalog {
    CATALOG.get()
}

/// The language of the page.
pub fn current() -> Language {
    catalog().language()
}

/// What the link asks for, what was chosen earlier, or what the browser prefers.
pub fn wanted(from_link: Option<Language>) -> Language {
    let browser = || Language::parse(&dom::window().navigator().language()?);
    from_link
        .or_else(preferences::language)
        .or_else(browser)
        .unwrap_or_default()
}

/// Makes it the language of the page; false if its table cannot be had.
pub async fn load(language: Language) -> bool {
    let catalog = match language {
        Language::English => Some(Catalog::english()),
        Language::Korean => files::text(KOREAN_FILE).await.and_then(|table| {
            // Kept for as long as the page: switching back and forth fetches it again at most
            // from the browser's cache.
            let catalog = Catalog::read(language, table.leak())?;
            Some(&*Box::leak(Box::new(catalog)))
        }),
    };
    if let Some(catalog) = catalog {
        CATALOG.set(catalog);
        glossary::follow_language();
    }
    // Also if it failed: the shell has already promised the language.
    dom::set_language(current().code());
    catalog.is_some()
}

/// Switches the page over and remembers it.
pub fn switch(session: Session, language: Language) {
    leptos::task::spawn_local(async move {
        if show(session, language).await {
            preferences::set_language(language);
        }
    });
}

/// Switches the page over; false if the language cannot be had.
pub async fn show(session: Session, language: Language) -> bool {
    let is_loaded = load(language).await;
    if is_loaded {
        session.language.set(language);
        session.request_frame();
    } else {
        session.say(say::language_not_loaded(language.name()), false);
    }
    is_loaded
}
