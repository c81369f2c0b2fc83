//! A button that opens a list of buttons; closes on Escape, on choice and when focus leaves.
//!
//! The list is a popover: nothing around it can cut it off.

use leptos::html;
use leptos::prelude::*;
use locale::Text;
use view_macro::view;
use wasm_bindgen::JsCast;

/// A menu button.
#[component]
pub fn Menu(
    /// Name for assistive technology; empty where the face is one.
    #[prop(into)]
    label: Text,
    /// For tests.
    testid: &'static str,
    /// Class of the button.
    #[prop(default = "btn")]
    class: &'static str,
    /// Opens upwards, if there is room for it.
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
    let list = NodeRef::<html::Div>::new();
    Effect::new(move |_| {
        if let (Some(root), Some(list)) = (node.get(), list.get()) {
            place(&root, &list, up);
        }
    });
    // Before the choice is made: a dialog that it opens gives the focus back to the button.
    let take_focus = move |_| {
        let button = node
            .get_untracked()
            .and_then(|root| root.query_selector("button").ok().flatten());
        if let Some(button) = button.and_then(|it| it.dyn_into::<web_sys::HtmlElement>().ok()) {
            // Refused only when the element is not in the page any more.
            drop(button.focus());
        }
    };
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
        <div class="menu" node_ref=node on:focusout=leave on:keydown=key>
            <button
                class=class
                type="button"
                aria-label=(!label.is_empty()).then_some(label)
                aria-expanded=move || is_open.get().to_string()
                data-testid=testid
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {face.run()}
            </button>
            <Show when=move || is_open.get()>
                <div class="menu__list" popover="manual" node_ref=list on:click:capture=take_focus on:click=move |_| is_open.set(false)>
                    {children()}
                </div>
            </Show>
        </div>
    }
}

/// Pixels between list and button, and between list and window.
const GAP: f64 = 4.0;
/// Room that a list should have; with less it opens to the larger side.
const ROOM: f64 = 420.0;

/// Shows the list above or below the button, as tall as there is room.
fn place(root: &web_sys::Element, popup: &web_sys::HtmlElement, up: bool) {
    // A browser without popovers shows it anyway.
    drop(popup.show_popover());
    let Some(page) = document().document_element() else {
        return;
    };
    let width = f64::from(page.client_width());
    let height = f64::from(page.client_height());
    let button = root.get_bounding_client_rect();
    let (above, below) = (
        button.top() - 2.0 * GAP,
        height - button.bottom() - 2.0 * GAP,
    );
    let is_above = if up {
        above >= ROOM.min(below)
    } else {
        below < ROOM.min(above)
    };
    let own_width: f64 = popup.offset_width().into();
    let left = (button.right() - own_width).min(width - own_width).max(GAP);
    let (side, distance, tallest) = if is_above {
        ("bottom", height - button.top() + GAP, above)
    } else {
        ("top", button.bottom() + GAP, below)
    };
    for (property, pixels) in [
        ("left", left),
        (side, distance),
        ("max-height", tallest.min(ROOM)),
    ] {
        // Refused only for a property that does not exist.
        drop(popup.style().set_property(property, &format!("{pixels}px")));
    }
}
