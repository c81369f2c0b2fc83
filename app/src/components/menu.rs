//! A button that opens a list of buttons; closes on Escape, on choice and when focus leaves.

use leptos::html;
use leptos::prelude::*;
use view_macro::view;
use wasm_bindgen::JsCast;

/// A menu button.
#[component]
pub fn Menu(
    /// Name for assistive technology.
    label: &'static str,
    /// For tests.
    testid: &'static str,
    /// Class of the button.
    #[prop(default = "btn")]
    class: &'static str,
    /// Opens upwards.
    #[prop(optional)]
    up: bool,
    /// What the button shows.
    #[prop(into)]
    face: ViewFn,
    /// Buttons of class `menu__item`, made anew at each opening.
    children: ChildrenFn,
) -> impl IntoView {
    let is_open = RwSignal::new(false);
    let node = NodeRef::<html::Div>::new();
    let leave = move |event: leptos::ev::FocusEvent| {
        let to = event
            .related_target()
            .and_then(|target| target.dyn_into::<web_sys::Node>().ok());
        let stays = node
            .get_untracked()
            .is_some_and(|root| root.contains(to.as_ref()));
        if !stays {
            is_open.set(false);
        }
    };
    let key = move |event: leptos::ev::KeyboardEvent| {
        if event.key() == "Escape" && is_open.get_untracked() {
            event.prevent_default();
            event.stop_propagation();
            is_open.set(false);
        }
    };
    view! {
        <div class="menu" class:menu--up=up node_ref=node on:focusout=leave on:keydown=key>
            <button
                class=class
                type="button"
                aria-label=label
                aria-expanded=move || is_open.get().to_string()
                data-testid=testid
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {face.run()}
            </button>
            <Show when=move || is_open.get()>
                <div class="menu__list" on:click=move |_| is_open.set(false)>
                    {children()}
                </div>
            </Show>
        </div>
    }
}
