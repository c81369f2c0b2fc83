//! One event on one line; a click goes there.

use leptos::prelude::*;
use sim_core::Timeline;
use sim_core::view::{EventKind, EventRow};
use view_macro::view;

use super::filters::kind_name;
use crate::format;
use crate::owner;
use crate::session::{Selection, Session, SessionCommand};

/// A row of the list.
#[component]
pub(super) fn Row(row: EventRow) -> impl IntoView {
    let session = Session::get();
    let (event, at) = (row.event, row.at);
    let title = row.text.clone();
    let kind = kind_name(row.kind);
    let badge = row.consumer.zip(row.letter).map(|(id, letter)| {
        let class = format!("badge badge--sm {}", owner::class(id));
        view! { <span class=class>{letter.to_string()}</span> }
    });
    let class = match row.kind {
        EventKind::Command => "event is-act",
        EventKind::Hazard => "event is-hazard",
        EventKind::Coordinator | EventKind::Callback | EventKind::Commit | EventKind::Client => {
            "event"
        }
    };
    let own = Some(Selection::Event(event));
    let subjects = (row.consumer.map(Selection::Consumer), row.partitions);
    let is_about = move |mark: Option<Selection>| match mark {
        Some(Selection::Consumer(_)) => mark == subjects.0,
        Some(Selection::Partition(id)) => subjects.1.contains(&id),
        Some(Selection::Event(_)) => mark == own,
        None => false,
    };
    let is_about_too = is_about.clone();
    let selected = move || is_about(session.selection.get());
    let hovered = move || is_about_too(session.hover.get());
    let is_ahead = move || {
        session.pulse.track();
        at > session.with_timeline(Timeline::at)
    };
    let go = move |_| {
        session.dispatch(SessionCommand::Pause);
        session.dispatch(SessionCommand::Seek(at));
        session.dispatch(SessionCommand::Select(Some(Selection::Event(event))));
    };
    view! {
        <button
            class=class
            class:is-selected=move || session.selection.get() == own
            class:is-about=selected
            class:is-hovered=hovered
            class:is-ahead=is_ahead
            type="button"
            title=title
            data-testid="event-row"
            on:click=go
            on:pointerenter=move |_| session.dispatch(SessionCommand::Hover(own))
            on:pointerleave=move |_| session.dispatch(SessionCommand::Hover(None))
        >
            <time>{format::millis(at)}</time>
            <i class="event__mark" aria-hidden="true"></i>
            <span class="event__who">{badge}</span>
            <span class="event__kind">{kind}</span>
            <span class="event__text">{row.text}</span>
        </button>
    }
}
