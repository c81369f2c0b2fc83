//! Sentences with `code` in them, as error messages write it.

use leptos::prelude::*;
use view_macro::view;

/// A sentence; what stands between backticks is set as code.
#[component]
pub fn Prose(
    /// The sentence.
    text: String,
) -> impl IntoView {
    let parts = text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            view! { <code>{part.to_owned()}</code> }.into_any()
        } else {
            part.to_owned().into_any()
        }
    });
    parts.collect_view()
}
