//! A row of tabs; arrow keys move between them.

use leptos::prelude::*;
use locale::Text;
use view_macro::view;

use crate::dom;

/// A tab's name and test id.
pub type Tab = (fn() -> Text, &'static str);

/// Tabs by position; the panel below has the id `panel-<testid>`.
#[component]
pub fn Tabs(
    /// Name for assistive technology.
    #[prop(into)]
    label: Text,
    /// The tabs.
    tabs: &'static [Tab],
    /// Position now.
    #[prop(into)]
    at: Signal<usize>,
    /// Called with the new position.
    on_choose: impl Fn(usize) + Copy + 'static,
) -> impl IntoView {
    let key = move |event: leptos::ev::KeyboardEvent| {
        let step = match event.key().as_str() {
            "ArrowRight" => 1,
            "ArrowLeft" => tabs.len() - 1,
            _ => return,
        };
        event.prevent_default();
        let next = (at.get_untracked() + step) % tabs.len();
        on_choose(next);
        dom::focus_child(&event, next);
    };
    let buttons = tabs.iter().enumerate().map(|(index, (name, testid))| {
        view! {
            <button
                role="tab"
                type="button"
                id=format!("tab-{testid}")
                aria-controls=format!("panel-{testid}")
                aria-selected=move || (at.get() == index).to_string()
                tabindex=move || if at.get() == index { 0 } else { -1 }
                data-testid=format!("tab-{testid}")
                on:click=move |_| on_choose(index)
            >
                {name()}
            </button>
        }
    });
    view! {
        <div class="tabs" role="tablist" aria-label=label on:keydown=key>
            {buttons.collect_view()}
        </div>
    }
}
