//! What happened, newest first, filtered by kind, consumer and partition.

use std::sync::Arc;

use leptos::prelude::*;
use sim_core::Timeline;
use sim_core::limits::STEP_WINDOW;
use sim_core::view::{EventKind, EventRow};

use crate::components::virtual_list::VirtualList;
use crate::format;
use crate::session::{Selection, Session, SessionCommand};

/// Rows while playing; the whole window is read when the run rests.
const PLAYING_ROWS: usize = 300;
const ROW_PX: u32 = 44;
const KINDS: [(EventKind, &str); 6] = [
    (EventKind::Command, "You"),
    (EventKind::Coordinator, "Coordinator"),
    (EventKind::Callback, "Callback"),
    (EventKind::Commit, "Commit"),
    (EventKind::Hazard, "Hazard"),
    (EventKind::Client, "Client"),
];

/// Rows of one story; those right of the playhead stay, as the recorded future does.
#[derive(Clone, Debug, PartialEq)]
struct Known {
    story: u64,
    rows: Arc<Vec<EventRow>>,
}

fn read(session: Session, before: Option<&Known>) -> Known {
    session.pulse.track();
    let story = session.story.get();
    let at = session.with_timeline(Timeline::at);
    if let Some(before) = before
        && before.story == story
        && before.rows.last().is_some_and(|row| row.at > at)
    {
        return before.clone();
    }
    let playing = session.playback.with(|state| state.playing);
    let limit = if playing { PLAYING_ROWS } else { STEP_WINDOW };
    let rows = Arc::new(session.with_timeline(|timeline| timeline.events(limit)));
    Known { story, rows }
}

/// The event list with its filters.
#[component]
pub fn EventList() -> impl IntoView {
    let session = Session::get();
    let kind = RwSignal::new(None::<EventKind>);
    let only_selected = RwSignal::new(false);
    let known = Memo::new(move |before: Option<&Known>| read(session, before));
    let rows = Memo::new(move |_| {
        let about = only_selected
            .get()
            .then(|| session.selection.get())
            .flatten();
        let kind = kind.get();
        let wanted =
            |row: &&EventRow| kind.is_none_or(|kind| kind == row.kind) && concerns(row, about);
        let newest_first = known.with(|known| {
            known
                .rows
                .iter()
                .rev()
                .filter(wanted)
                .cloned()
                .collect::<Vec<_>>()
        });
        Arc::new(newest_first)
    });
    view! {
        <div class="events">
            <Filters kind=kind only_selected=only_selected />
            <Show when=move || rows.with(|rows| rows.is_empty())>
                <p class="events__none">"Nothing of this kind has happened yet."</p>
            </Show>
            <VirtualList
                items=rows
                row_px=ROW_PX
                label="Events, newest first"
                testid="event-list"
                row=|row| view! { <Row row=row /> }
            />
        </div>
    }
}

#[component]
fn Filters(kind: RwSignal<Option<EventKind>>, only_selected: RwSignal<bool>) -> impl IntoView {
    let session = Session::get();
    let button = move |value: Option<EventKind>, name: &'static str| {
        view! {
            <button
                class="events__kind"
                type="button"
                aria-pressed=move || (kind.get() == value).to_string()
                data-testid=format!("event-filter-{}", name.to_lowercase())
                on:click=move |_| kind.set(value)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="events__filters" role="group" aria-label="Filter by kind">
            {button(None, "All")}
            {KINDS.map(|(value, name)| button(Some(value), name)).collect_view()}
        </div>
        <label class="events__only">
            <input
                type="checkbox"
                data-testid="event-filter-selected"
                prop:checked=move || only_selected.get()
                on:change=move |event| only_selected.set(event_target_checked(&event))
            />
            {move || format!("Only about {}", selected_name(session))}
        </label>
    }
}

#[component]
fn Row(row: EventRow) -> impl IntoView {
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

fn concerns(row: &EventRow, about: Option<Selection>) -> bool {
    match about {
        None | Some(Selection::Event(_)) => true,
        Some(Selection::Consumer(id)) => row.consumer == Some(id),
        Some(Selection::Partition(id)) => row.partitions.contains(&id),
    }
}

/// The selected thing in words.
fn selected_name(session: Session) -> String {
    let lab = session.lab().get_untracked();
    let name = match session.selection.get() {
        Some(Selection::Consumer(id)) => {
            let consumer = lab.consumers.iter().find(|one| one.id == id);
            consumer.map(|one| one.name.to_string())
        }
        Some(Selection::Partition(id)) => {
            let partition = lab.partitions.iter().find(|one| one.id == id);
            partition.map(|one| one.name.to_string())
        }
        Some(Selection::Event(_)) | None => None,
    };
    name.unwrap_or_else(|| "the selected consumer or partition".to_owned())
}
