//! The way to Why where the side panel is out of sight: below the stage on a narrow page, over
//! it in an embed.

use leptos::prelude::*;
use locale::{Text, say};
use view_macro::view;

use super::why_panel::target;
use crate::components::icon::Icon;
use crate::dom;
use crate::session::{Session, SessionCommand, SideTab};

/// Question and answer at the lower edge of a narrow page; a finger gets to the panel by it. It is
/// no button, which would cover others: keys reach the panel's tabs next, or with W.
#[component]
pub fn WhyPeek() -> impl IntoView {
    let session = Session::get();
    let narrow = dom::narrow();
    let why = Memo::new(move |_| {
        session.pulse.track();
        let selection = session.selection.get();
        if !narrow.get() || dom::has("embed") {
            return (Text::default(), Text::default());
        }
        if session.prediction.with(Option::is_some) {
            return (say::panel_held(), Text::default());
        }
        let why = session.with_timeline(|timeline| timeline.explain(target(selection)));
        (why.question, why.answer)
    });
    let go = move |_| {
        session.dispatch(SessionCommand::ShowTab(SideTab::Why));
        dom::show_first(".side");
    };
    view! {
        <Show when=move || narrow.get() && !dom::has("embed")>
            <aside class="why-peek" aria-label=say::panel_open() data-testid="why-peek" on:click=go>
                <b>{move || why.with(|why| why.0.clone())}</b>
                <Icon name="down" />
                <span>{move || why.with(|why| why.1.clone())}</span>
            </aside>
        </Show>
    }
}

/// Opens and closes the panel over the stage of an embed.
#[component]
pub fn WhyButton() -> impl IntoView {
    let session = Session::get();
    let is_open = RwSignal::new(false);
    let toggle = move |_| {
        is_open.update(|open| *open = !*open);
        if is_open.get_untracked() {
            session.dispatch(SessionCommand::ShowTab(SideTab::Why));
            dom::publish("side", "open");
        } else {
            dom::unpublish("side");
        }
    };
    view! {
        <button
            class="btn deck__why"
            type="button"
            aria-expanded=move || is_open.get().to_string()
            data-testid="why-button"
            on:click=toggle
        >
            {move || if is_open.get() { say::panel_close() } else { say::panel_open() }}
        </button>
    }
}
