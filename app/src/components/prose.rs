//! Sentences with `code` in them, as error messages write it.

use leptos::prelude::*;
use locale::Text;
use view_macro::view;

use crate::language::said;
use crate::tree::Tree;

/// A sentence; what stands between backticks is set as code.
#[component]
pub fn Prose(
    /// The sentence.
    #[prop(into)]
    text: Text,
) -> impl IntoView {
    let parts = marked(&text, |code| view! { <code>{code}</code> });
    view! { {parts} }
}

/// The parts of a text; what stands between backticks is set in a way of its own.
pub fn marked(text: &Text, mark: impl Fn(String) -> Tree) -> Vec<Tree> {
    let text = said(text);
    let parts = text.split('`').map(str::to_owned).enumerate();
    let one = |(index, part): (usize, String)| {
        if index % 2 == 1 {
            mark(part)
        } else {
            view! { {part} }
        }
    };
    parts.map(one).collect()
}
