//! A glyph from the sprite in `index.html`.

use leptos::prelude::*;
use view_macro::view;

/// A 16 × 16 glyph; decoration only, so name the button that holds it.
#[component]
pub fn Icon(
    /// Symbol without its `i-`.
    name: &'static str,
    /// Pixels.
    #[prop(default = 16)]
    size: u32,
) -> impl IntoView {
    view! {
        <svg width=size height=size aria-hidden="true">
            <use href=format!("#i-{name}")></use>
        </svg>
    }
}
