//! A modal on the browser's own `<dialog>`, which traps focus and closes on Escape.

use leptos::html;
use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;

use super::icon::Icon;

/// A titled modal.
#[component]
pub fn Dialog(
    /// Shown or not.
    open: RwSignal<bool>,
    /// Its name.
    #[prop(into)]
    title: Text,
    /// For tests.
    testid: &'static str,
    /// Content.
    children: Children,
) -> impl IntoView {
    let node = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let wanted = open.get();
        if let Some(dialog) = node.get()
            && dialog.open() != wanted
        {
            if wanted {
                // Refused only when the element is not in the page any more.
                drop(dialog.show_modal());
            } else {
                dialog.close();
            }
        }
    });
    view! {
        <dialog
            class="dialog"
            node_ref=node
            aria-label=title.clone()
            data-testid=testid
            on:close=move |_| open.set(false)
        >
            <div class="dialog__head">
                <h2>{title}</h2>
                <button
                    class="btn btn--quiet btn--icon"
                    type="button"
                    aria-label=say::part_close()
                    data-testid=format!("{testid}-close")
                    on:click=move |_| open.set(false)
                >
                    <Icon name="cross" size=14 />
                </button>
            </div>
            {children()}
        </dialog>
    }
}
