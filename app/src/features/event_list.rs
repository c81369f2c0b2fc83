//! What happened, newest first, filtered by kind, consumer and partition.

mod filters;
mod row;

use std::sync::Arc;

use leptos::prelude::*;
use locale::say;
use sim_core::Timeline;
use sim_core::limits::STEP_WINDOW;
use sim_core::view::{EventKind, EventRow};
use view_macro::view;

use self::filters::Filters;
use self::row::Row;
use crate::components::virtual_list::VirtualList;
use crate::format;
use crate::session::{Selection, Session};

/// Rows while playing; the whole window is read when the run rests.
const PLAYING_ROWS: usize = 300;
const ROW_PX: u32 = 28;

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
                <p class="events__none">{say::list_none()}</p>
            </Show>
            <VirtualList
                items=rows
                row_px=ROW_PX
                label=say::list_label()
                testid="event-list"
                row=|row| view! { <Row row=row /> }
            />
            <Chosen rows />
        </div>
    }
}

/// The whole text of the event that was chosen, which a line may cut.
#[component]
fn Chosen(rows: Memo<Arc<Vec<EventRow>>>) -> impl IntoView {
    let session = Session::get();
    let chosen = Memo::new(move |_| match session.selection.get() {
        Some(Selection::Event(id)) => rows.with(|rows| {
            let row = rows.iter().find(|row| row.event == id)?;
            Some((format::millis(row.at), row.text.clone()))
        }),
        Some(Selection::Consumer(_) | Selection::Partition(_)) | None => None,
    });
    view! {
        {move || {
            chosen.get().map(|(at, text)| {
                view! { <p class="events__chosen" data-testid="event-chosen"><b>{at}</b>" "{text}</p> }
            })
        }}
    }
}

fn concerns(row: &EventRow, about: Option<Selection>) -> bool {
    match about {
        None | Some(Selection::Event(_)) => true,
        Some(Selection::Consumer(id)) => row.consumer == Some(id),
        Some(Selection::Partition(id)) => row.partitions.contains(&id),
    }
}
