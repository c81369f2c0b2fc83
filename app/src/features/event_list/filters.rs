//! Which events are shown.

use leptos::prelude::*;
use sim_core::view::EventKind;
use view_macro::view;

use crate::session::{Selection, Session};

const KINDS: [(EventKind, &str); 6] = [
    (EventKind::Command, "You"),
    (EventKind::Coordinator, "Coordinator"),
    (EventKind::Callback, "Callback"),
    (EventKind::Commit, "Commit"),
    (EventKind::Hazard, "Hazard"),
    (EventKind::Client, "Client"),
];

/// Kinds, and whether only the selected thing counts.
#[component]
pub(super) fn Filters(
    kind: RwSignal<Option<EventKind>>,
    only_selected: RwSignal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let button = move |value: Option<EventKind>, name: &'static str| {
        view! {
            <button
                class="events__kind"
                type="button"
                aria-pressed=move || (kind.get() == value).to_string()
                data-testid=format!("event-filter-{}", name.to_ascii_lowercase())
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
