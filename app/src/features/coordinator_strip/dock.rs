//! The dock: partitions nobody reads.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::{LabView, ReadState};
use sim_core::{GroupId, PartitionId, sorting};
use view_macro::view;

use super::unread;
use crate::components::prose::marked;
use crate::features::partition_tile::PartitionTile;
use crate::format;
use crate::session::Session;

/// Tiles shown when all fit.
const TILES_MAX: usize = 6;
/// Tiles shown beside a count when they do not.
const TILES_BESIDE_COUNT: usize = 2;

/// Tiles of stopped partitions, or a count and a few of them.
#[component]
pub fn Dock(
    /// The group that has to deal them out.
    id: GroupId,
) -> impl IntoView {
    let session = Session::get();
    let unread = Memo::new(move |_| session.lab().with(|lab| longest_first(lab, id)));
    let shown = move || {
        unread.with(|all| {
            let room = if all.len() > TILES_MAX {
                TILES_BESIDE_COUNT
            } else {
                TILES_MAX
            };
            all.iter().take(room).copied().collect::<Vec<_>>()
        })
    };
    let hidden = move || {
        unread.with(|all| {
            if all.len() > TILES_MAX {
                all.len() - TILES_BESIDE_COUNT
            } else {
                0
            }
        })
    };
    let is_crowded = move || unread.with(|all| all.len() > 3 && all.len() <= TILES_MAX);
    let in_bold = |count| view! { <b data-testid="dock-more">{count}</b> };
    let note = Memo::new(move |_| session.lab().with(|lab| longest(lab, id)));
    let all_read = move || view! { <p class="coord__none">{say::group_all_read()}</p> };
    view! {
        <div class="coord__cell" data-testid="dock">
            <div class="coord__head">
                <h2 class="coord__title" data-term="unread">{say::group_nobody_reads()}</h2>
                <p class="coord__note">{move || note.get()}</p>
            </div>
            <Show when=move || !unread.with(Vec::is_empty) fallback=all_read>
                <div class="dock" class:is-crowded=is_crowded>
                    <For each=shown key=|partition| *partition let(partition)>
                        <PartitionTile id=partition group=id />
                    </For>
                    <Show when=move || hidden() != 0>
                        <p class="dock__rest">
                            {move || marked(&say::group_more_tiles(hidden()), in_bold)}
                        </p>
                    </Show>
                </div>
            </Show>
        </div>
    }
}

/// Those stopped longest first.
fn longest_first(lab: &LabView, id: GroupId) -> Vec<PartitionId> {
    let mut all: Vec<_> = unread(lab, id)
        .map(|view| (view.stopped_since, view.id))
        .collect();
    sorting::sort_by_key(&mut all, |(since, _)| *since);
    all.into_iter().map(|(_, id)| id).collect()
}

fn longest(lab: &LabView, id: GroupId) -> Text {
    let since = unread(lab, id).filter_map(|view| view.stopped_since).min();
    if unread(lab, id).any(|view| view.stopped_since.is_some())
        && unread(lab, id).all(|view| !view.is_asked_for)
    {
        return say::group_not_asked_for();
    }
    let never = unread(lab, id).any(|view| view.state == ReadState::NeverAssigned);
    match since {
        Some(since) => say::group_stopped_for(format::left(lab.at.since(since))),
        None if never => say::group_not_assigned(),
        None => Text::default(),
    }
}
