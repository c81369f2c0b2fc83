//! One event; a click goes there.

use leptos::prelude::*;
use sim_core::Timeline;
use sim_core::view::{EventKind, EventRow};
use view_macro::view;

use crate::format;
use crate::session::{Selection, Session, SessionCommand};

/// A row of the list.
#[component]
pub(super) fn Row(row: EventRow) -> impl IntoView {
    let session = Session::get();
    let (event, at) = (row.event, row.at);
    let title = row.text.clone();
    let class = match row.kind {
        EventKind::Command => "event is-act",
        EventKind::Hazard => "event is-hazard",
        EventKind::Coordinator | EventKind::Callback | EventKind::Commit | EventKind::Client => {
            "event"
        }
    };
    let selected = move || session.selection.get() == Some(Selection::Event(event));
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
            class:is-selected=selected
            class:is-ahead=is_ahead
            type="button"
            title=title
            data-testid="event-row"
            on:click=go
        >
            <time>{format::millis(at)}</time>
            <span class="event__text">{row.text}</span>
        </button>
    }
}
