//! Which events are shown.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::EventKind;
use view_macro::view;

use crate::session::{Selection, Session};

/// A kind, the end of its test id, and its name.
type Kind = (EventKind, &'static str, fn() -> Text);

const KINDS: [Kind; 6] = [
    (EventKind::Command, "you", say::list_you),
    (EventKind::Coordinator, "coordinator", say::list_coordinator),
    (EventKind::Callback, "callback", say::list_callback),
    (EventKind::Commit, "commit", say::list_commit),
    (EventKind::Hazard, "hazard", say::list_hazard),
    (EventKind::Client, "client", say::list_client),
];

/// The name of a kind.
pub(super) fn kind_name(kind: EventKind) -> Text {
    let known = KINDS.iter().find(|(one, _, _)| *one == kind);
    known.map_or_else(Text::default, |(_, _, name)| name())
}

/// Kinds, and whether only the selected thing counts.
#[component]
pub(super) fn Filters(
    kind: RwSignal<Option<EventKind>>,
    only_selected: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let button = move |value: Option<EventKind>, key: &str, name: Text| {
        view! {
            <button
                class="events__kind"
                type="button"
                aria-pressed=move || (kind.get() == value).to_string()
                data-testid=format!("event-filter-{key}")
                on:click=move |_| kind.set(value)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="events__filters" role="group" aria-label=say::list_kinds()>
            {button(None, "all", say::list_all())}
            {KINDS.map(|(value, key, name)| button(Some(value), key, name())).collect_view()}
        </div>
        <label class="events__only">
            <input
                type="checkbox"
                data-testid="event-filter-selected"
                prop:checked=move || only_selected.get()
                on:change=move |event| only_selected.set(event_target_checked(&event))
            />
            {move || say::list_only_about(selected_name(session))}
        </label>
    }
}

/// The selected thing in words.
fn selected_name(session: Session) -> Text {
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
    name.map_or_else(say::list_selected, Text::verbatim)
}
