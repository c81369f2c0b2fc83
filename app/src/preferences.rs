//! What the reader chose for this browser; forgotten where storage is refused.

use leptos::prelude::*;

use locale::Language;

use crate::dom;
use crate::session::Session;

/// Colours of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system.
    #[default]
    Auto,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

const THEME_KEY: &str = "rebalance-lab.theme";
const LANGUAGE_KEY: &str = "rebalance-lab.language";
const KEYS_KEY: &str = "rebalance-lab.keys";
const DARK: &str = "(prefers-color-scheme: dark)";

impl Theme {
    /// From a link or the storage.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "auto" => Some(Self::Auto),
            "light" => Some(Self::Light),
            "dark" => Some(Self::Dark),
            _ => None,
        }
    }

    /// As in links.
    pub fn name(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The theme that the page shows now.
pub fn shown_theme() -> Theme {
    let shown = dom::root().and_then(|root| root.dataset().get("theme"));
    shown
        .and_then(|theme| Theme::parse(&theme))
        .unwrap_or_default()
}

/// Shows the link's theme or the one chosen earlier, and follows the system's for the canvases.
pub fn start(session: Session, from_link: Option<Theme>) {
    let stored = || Theme::parse(&read(THEME_KEY)?);
    show_theme(session, from_link.or_else(stored).unwrap_or_default());
    dom::on_media_change(DARK, move || {
        session.palette.update(|palette| *palette += 1);
    });
}

/// Shows colours without remembering them.
pub fn show_theme(session: Session, theme: Theme) {
    match theme {
        Theme::Auto => dom::unpublish("theme"),
        Theme::Light => dom::publish("theme", "light"),
        Theme::Dark => dom::publish("theme", "dark"),
    }
    session.palette.update(|palette| *palette += 1);
}

/// Switches between light and dark and remembers it.
pub fn toggle_theme(session: Session) {
    let next = match shown_theme() {
        Theme::Dark => Theme::Light,
        Theme::Auto if dom::media_matches(DARK) => Theme::Light,
        Theme::Light | Theme::Auto => Theme::Dark,
    };
    show_theme(session, next);
    store(THEME_KEY, next.name());
}

/// Whether single keys act on the lab.
pub fn keys_are_on() -> bool {
    read(KEYS_KEY).as_deref() != Some("off")
}

/// Switches the single keys on or off and remembers it.
pub fn set_keys(on: bool) {
    store(KEYS_KEY, if on { "on" } else { "off" });
}

/// The language chosen earlier.
pub fn language() -> Option<Language> {
    Language::parse(&read(LANGUAGE_KEY)?)
}

/// Remembers the language.
pub fn set_language(language: Language) {
    store(LANGUAGE_KEY, language.code());
}

fn storage() -> Option<web_sys::Storage> {
    // Throws in a sandboxed frame.
    dom::window().local_storage().ok().flatten()
}

pub(crate) fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

pub(crate) fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or refused storage only means that the choice is not remembered.
        drop(storage.set_item(key, value));
    }
}
