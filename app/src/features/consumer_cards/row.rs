//! A consumer as a row: for phones, embeds and groups of more than eight.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::ConsumerId;
use sim_core::view::{ConsumerStatus, ConsumerView, LoopStep};
use view_macro::view;

use super::actions::ConsumerActions;
use super::card::{PendingSettings, Reads};
use super::clocks::MeterBar;
use super::read;
use crate::components::icon::Icon;
use crate::features::words;
use crate::owner;
use crate::session::{Selection, Session, SessionCommand};

/// Badge, state, heartbeat, and the actions behind a button.
#[component]
pub fn ConsumerRow(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let open = RwSignal::new(false);
    let name = read(session, id, |view, _| view.name.to_string());
    let letter = read(session, id, |view, _| view.letter.to_string());
    let is_down = read(session, id, |view, _| words::is_down(view.status));
    let state = read(session, id, |view, _| state(view));
    let detail = read(session, id, |view, _| detail(view));
    let own = Some(Selection::Consumer(id));
    let up = move || {
        view! { <RowTail id open /> }
    };
    view! {
        <li
            class="consumer-row"
            class:consumer-row--down=move || is_down.get()
            class:is-selected=move || session.selection.get() == own
            class:is-hovered=move || session.hover.get() == own
            data-testid=move || format!("card-{}", name.get())
            on:pointerenter=move |_| session.dispatch(SessionCommand::Hover(own))
            on:pointerleave=move |_| session.dispatch(SessionCommand::Hover(None))
        >
            <button
                type="button"
                class="consumer-row__who"
                aria-pressed=move || (session.selection.get() == own).to_string()
                on:click=move |_| session.dispatch(SessionCommand::Select(own))
            >
                <span class=format!("badge {}", owner::class(id)) class:badge--dead=move || is_down.get() aria-hidden="true">
                    {move || letter.get()}
                </span>
                <span class="consumer-row__text">
                    <span class="sr">{move || name.get()}</span>
                    <b data-testid=move || format!("status-{}", name.get())>{move || state.get()}</b>
                    <small>{move || detail.get()}</small>
                    <Reads id />
                </span>
            </button>
            <Show when=move || is_down.get() fallback=up>
                <ConsumerActions id />
            </Show>
            <Show when=move || open.get() && !is_down.get()>
                <PendingSettings id />
                <ConsumerActions id />
            </Show>
        </li>
    }
}

/// Heartbeat, and the button that shows the actions.
#[component]
fn RowTail(id: ConsumerId, open: RwSignal<bool>) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let heartbeat = read(session, id, |view, _| words::session_meter(view));
    view! {
        <span class="consumer-row__beat">
            <small>{say::card_row_heartbeat()}</small>
            <MeterBar meter=heartbeat />
        </span>
        <button
            type="button"
            class="btn btn--icon consumer-row__more"
            aria-label=move || say::card_actions(name.get())
            aria-expanded=move || open.get().to_string()
            data-testid=move || format!("actions-{}", name.get())
            on:click=move |_| open.update(|open| *open = !*open)
        >
            <Icon name="down" size=14 />
        </button>
    }
}

/// `Reading 4 partitions`, `Rejoined, has 3`.
fn state(view: &ConsumerView) -> Text {
    let text = words::status(view).0;
    let count = view.assigned.len();
    if view.status == ConsumerStatus::Reading {
        say::card_reading(say::partitions(count))
    } else if count > 0 {
        say::card_has(text, count)
    } else {
        text
    }
}

fn detail(view: &ConsumerView) -> Text {
    // A row has less room than a card.
    if view.status == ConsumerStatus::Killed {
        return say::card_told_nobody();
    }
    if let Some(instead) = words::poll_loop(view).instead {
        return instead;
    }
    match view.step {
        LoopStep::Process { done, total, .. } => {
            say::card_processing(done.to_string(), total.to_string())
        }
        LoopStep::Fetch => say::card_fetching(),
        LoopStep::Callback { name } => say::card_in_callback(name),
        LoopStep::Commit => say::card_committing(),
        LoopStep::Close => say::card_closing(),
        LoopStep::None => Text::default(),
    }
}
