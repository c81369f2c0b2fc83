//! One consumer's card.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::ConsumerId;
use view_macro::view;

use super::actions::ConsumerActions;
use super::clocks::Clocks;
use super::poll_loop::PollLoop;
use super::read;
use super::tiles::CardTiles;
use super::wire::ConsumerWire;
use crate::features::words;
use crate::owner;
use crate::session::{Selection, Session, SessionCommand};

/// Wire, head, clocks, loop, tiles and actions of a consumer.
#[component]
pub fn ConsumerCard(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let is_down = read(session, id, |view, _| words::is_down(view.status));
    let own = Some(Selection::Consumer(id));
    view! {
        <div class="cards__cell">
            <ConsumerWire id />
            <section
                class=format!("card {}", owner::class(id))
                class:card--down=move || is_down.get()
                class:is-selected=move || session.selection.get() == own
                class:is-hovered=move || session.hover.get() == own
                aria-label=move || name.get()
                data-testid=move || format!("card-{}", name.get())
                on:pointerenter=move |_| session.dispatch(SessionCommand::Hover(own))
                on:pointerleave=move |_| session.dispatch(SessionCommand::Hover(None))
            >
                <CardHead id />
                <Clocks id />
                <PollLoop id />
                <Reads id />
                <PendingSettings id />
                <CardTiles id />
                <ConsumerActions id />
            </section>
        </div>
    }
}

#[component]
fn CardHead(id: ConsumerId) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let letter = read(session, id, |view, _| view.letter.to_string());
    let leads = read(session, id, |view, _| view.is_leader);
    let is_down = read(session, id, |view, _| words::is_down(view.status));
    let status = read(session, id, |view, _| words::status(view));
    let instance = read(session, id, |view, _| {
        view.instance_id.as_ref().map(ToString::to_string)
    });
    let own = Some(Selection::Consumer(id));
    view! {
        <div class="card__head">
            <button
                type="button"
                class="card__who"
                title=say::card_select()
                aria-pressed=move || (session.selection.get() == own).to_string()
                on:click=move |_| session.dispatch(SessionCommand::Select(own))
            >
                <span class=format!("badge {}", owner::class(id)) class:badge--dead=move || is_down.get() aria-hidden="true">
                    {move || letter.get()}
                </span>
                <span class="card__name">{move || name.get()}</span>
            </button>
            <Show when=move || instance.with(Option::is_some)>
                <span class="chip chip--line card__instance" data-term="static-membership" title=say::card_static()>
                    {move || instance.get()}
                </span>
            </Show>
            <Show when=move || leads.get()>
                <span class="chip chip--line card__leader" data-term="group-leader">{say::card_leader()}</span>
            </Show>
            <span
                class=move || format!("{} card__state", status.with(|s| s.1.class()))
                data-testid=move || format!("status-{}", name.get())
            >
                {move || status.with(|s| s.0.clone())}
            </span>
        </div>
    }
}

/// What it reads, where that is not every topic, and its group, where there are several.
#[component]
pub(super) fn Reads(id: ConsumerId) -> impl IntoView {
    let session = Session::get();
    let reads = read(session, id, words::program::reads);
    let name = read(session, id, |view, _| view.name.to_string());
    view! {
        <Show when=move || !reads.with(Text::is_empty)>
            <small class="card__reads" title=move || reads.get() data-testid=move || format!("reads-{}", name.get())>
                {move || reads.get()}
            </small>
        </Show>
    }
}

/// `restart to apply 2 settings`, which opens to say which.
#[component]
pub(super) fn PendingSettings(id: ConsumerId) -> impl IntoView {
    let session = Session::get();
    let pending = read(session, id, |view, _| words::program::pending(view));
    let name = read(session, id, |view, _| view.name.to_string());
    let text = move || say::card_restart_to_apply(pending.with(Vec::len));
    let lines = move || {
        let line = |line: Text| view! { <li>{line}</li> };
        pending.get().into_iter().map(line).collect_view()
    };
    view! {
        <Show when=move || !pending.with(Vec::is_empty)>
            <details class="card__pending" data-testid=move || format!("pending-{}", name.get())>
                <summary>{text}</summary>
                <ul>{lines}</ul>
            </details>
        </Show>
    }
}
