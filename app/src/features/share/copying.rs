//! Buttons that copy a text and say so where they stand: a modal covers the page's messages.

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;
use wasm_bindgen_futures::JsFuture;

use crate::components::icon::Icon;
use crate::dom;
use crate::tree::Tree;

/// Milliseconds for which a button says that it copied.
const SHOWN_MS: u32 = 2_000;

/// What was tried to copy last, by test id, and whether it went well.
#[derive(Clone, Copy, Debug)]
pub struct Copied(RwSignal<Option<(&'static str, bool)>>);

impl Default for Copied {
    fn default() -> Self {
        Self(RwSignal::new(None))
    }
}

/// A button that copies what a signal holds.
#[component]
pub fn CopyButton(
    /// What it says.
    #[prop(into)]
    label: Text,
    /// For tests, after `share-copy-`.
    testid: &'static str,
    /// The main one of the dialog.
    #[prop(optional)]
    is_main: bool,
    /// Shared by all buttons of the dialog.
    copied: Copied,
    /// What is copied.
    text: Signal<String>,
) -> impl IntoView {
    let is_done = move || copied.0.get() == Some((testid, true));
    let press = move |_| {
        let text = text.get_untracked();
        let clipboard = dom::clipboard();
        leptos::task::spawn_local(async move {
            let is_copied = match clipboard {
                Some(clipboard) => JsFuture::from(clipboard.write_text(&text)).await.is_ok(),
                None => false,
            };
            let now = Some((testid, is_copied));
            copied.0.try_set(now);
            if is_copied {
                dom::after(SHOWN_MS, move || {
                    if copied.0.try_get_untracked() == Some(now) {
                        copied.0.try_set(None);
                    }
                });
            }
        });
    };
    let face = move || {
        let (icon, label) = if is_done() {
            ("check", say::share_copied())
        } else {
            ("copy", label.clone())
        };
        view! { <Icon name=icon size=13 /> {label} }
    };
    view! {
        <button
            class=if is_main { "btn btn--solid" } else { "btn btn--sm" }
            type="button"
            data-testid=format!("share-copy-{testid}")
            on:click=press
        >
            {face}
        </button>
    }
}

/// Says for all to hear what the last button did; a refusal also to be seen.
pub fn copied_status(copied: Copied) -> Tree {
    let told = move || match copied.0.get() {
        None => Text::default(),
        Some((_, true)) => say::share_copied(),
        Some((_, false)) => say::share_refused(),
    };
    let is_refused = move || matches!(copied.0.get(), Some((_, false)));
    view! {
        <p class="share__status" class:sr=move || !is_refused() role="status" data-testid="share-status">
            {told}
        </p>
    }
}
