//! The stage: coordinator, cards, counters, matrix and curves.

use leptos::prelude::*;

/// Everything between the heading and the deck.
#[component]
pub fn Stage() -> impl IntoView {
    view! { <div class="stage__body" data-testid="stage"></div> }
}
