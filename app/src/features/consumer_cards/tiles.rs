//! What a card holds: the tiles of its partitions.

use leptos::prelude::*;
use locale::say;
use sim_core::ConsumerId;
use sim_core::view::ConsumerStatus;
use view_macro::view;

use super::{CARDS_IN_ROW, read};
use crate::features::partition_tile::PartitionTile;
use crate::features::words;
use crate::session::Session;

/// Tiles a card shows; the rest is a number.
const TILES_MAX: usize = 6;
/// Tiles in a line, and empty places a card without partitions shows.
const SLOTS: usize = 3;

/// The tiles of a card; smaller ones where there are more than one line of them.
#[component]
pub fn CardTiles(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let assigned = read(session, id, |view, _| view.assigned.clone());
    let group = read(session, id, |view, _| view.group);
    let shown = move || {
        assigned.with(|all| {
            let room = if all.len() > TILES_MAX {
                TILES_MAX - 1
            } else {
                TILES_MAX
            };
            let tiles = all.iter().take(room);
            tiles
                .map(|partition| (*partition, group.get()))
                .collect::<Vec<_>>()
        })
    };
    let hidden = move || {
        assigned.with(|all| {
            if all.len() > TILES_MAX {
                all.len() - (TILES_MAX - 1)
            } else {
                0
            }
        })
    };
    let leaves = read(session, id, |view, _| {
        words::is_down(view.status) || view.status == ConsumerStatus::Closing
    });
    let slots = move || {
        let word = if leaves.get() {
            say::card_slot_empty
        } else {
            say::card_slot_none_yet
        };
        (0..SLOTS)
            .map(|_| view! { <span class="slot"><span>{word()}</span></span> })
            .collect_view()
    };
    let crowded = read(session, id, |view, lab| {
        view.assigned.len() > SLOTS || lab.consumers.len() > CARDS_IN_ROW
    });
    view! {
        <div class="card__tiles" class:is-crowded=move || crowded.get()>
            <For each=shown key=|tile| *tile let(tile)>
                <PartitionTile id=tile.0 group=tile.1 holder=id />
            </For>
            <Show when=move || hidden() != 0>
                <span class="slot slot--more"><span>{move || format!("+{}", hidden())}</span></span>
            </Show>
            <Show when=move || assigned.with(Vec::is_empty)>{slots()}</Show>
        </div>
    }
}
