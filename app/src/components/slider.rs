//! A slider over a fixed list of values, with labels under some of them.

use leptos::prelude::*;
use locale::Text;
use view_macro::view;

/// A labelled range input; it speaks positions in the list.
#[component]
pub fn Slider(
    /// Name for assistive technology.
    #[prop(into)]
    label: Text,
    /// Last position.
    last: usize,
    /// Position now.
    #[prop(into)]
    at: Signal<usize>,
    /// Value in words, for assistive technology.
    #[prop(into)]
    text: Signal<String>,
    /// Texts under the track, evenly spaced.
    marks: &'static [&'static str],
    /// For tests.
    testid: &'static str,
    /// Called with the new position.
    on_move: impl Fn(usize) + 'static,
) -> impl IntoView {
    view! {
        <span class="slider">
            <input
                type="range"
                class="slider__input"
                aria-label=label
                aria-valuetext=move || text.get()
                min="0"
                max=last.to_string()
                step="1"
                data-testid=testid
                prop:value=move || at.get().to_string()
                on:input=move |event| {
                    if let Ok(position) = event_target_value(&event).parse() {
                        on_move(position);
                    }
                }
            />
            <span class="slider__marks" aria-hidden="true">
                {marks.iter().map(|mark| view! { <i>{*mark}</i> }).collect_view()}
            </span>
        </span>
    }
}
