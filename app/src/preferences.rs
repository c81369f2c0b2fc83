//! What the reader chose for this browser; forgotten where storage is refused.

use leptos::prelude::*;

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
}

/// Shows `theme` and tells the canvases.
pub fn show_theme(session: Session, theme: Theme) {
    if let Some(root) = dom::root() {
        let data = root.dataset();
        match theme {
            Theme::Auto => data.delete("theme"),
            Theme::Light => dom::publish("theme", "light"),
            Theme::Dark => dom::publish("theme", "dark"),
        }
    }
    session.palette.update(|palette| *palette += 1);
}

/// Switches between light and dark and remembers it.
pub fn toggle_theme(session: Session) {
    let shown = dom::root().and_then(|root| root.dataset().get("theme"));
    let is_dark = shown.map_or_else(|| dom::media_matches(DARK), |theme| theme == "dark");
    let next = if is_dark { "light" } else { "dark" };
    show_theme(session, Theme::parse(next).unwrap_or_default());
    store(THEME_KEY, next);
}

/// The theme chosen earlier.
pub fn stored_theme() -> Option<Theme> {
    Theme::parse(&read(THEME_KEY)?)
}

/// Follows the system's theme for the canvases.
pub fn follow_system(session: Session) {
    dom::on_media_change(DARK, move || {
        session.palette.update(|palette| *palette += 1);
    });
}

fn storage() -> Option<web_sys::Storage> {
    // Throws in a sandboxed frame.
    dom::window().local_storage().ok().flatten()
}

fn read(key: &str) -> Option<String> {
    storage()?.get_item(key).ok().flatten()
}

fn store(key: &str, value: &str) {
    if let Some(storage) = storage() {
        // A full or refused storage only means that the choice is not remembered.
        drop(storage.set_item(key, value));
    }
}
