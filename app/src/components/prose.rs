//! Sentences with `code` in them, as error messages write it.

use leptos::prelude::*;
use locale::Text;
use view_macro::view;

use crate::language::said;

/// A sentence; what stands between backticks is set as code.
#[component]
pub fn Prose(
    /// The sentence.
    #[prop(into)]
    text: Text,
) -> impl IntoView {
    let text = said(&text);
    let parts = text.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 1 {
            view! { <code>{part.to_owned()}</code> }.into_any()
        } else {
            part.to_owned().into_any()
        }
    });
    parts.collect_view()
}
