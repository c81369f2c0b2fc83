//! A partition as a tile: who owns it, and a small log of committed, read and waiting records.

use leptos::prelude::*;
use sim_core::view::{LabView, PartitionView, ReadState};
use sim_core::{ConsumerId, PartitionId};

use super::matrix::scene::{letter, place};
use crate::session::{Selection, Session, SessionCommand};
use crate::{dom, owner};

/// Records a small log shows at least.
const LOG_RECORDS_MIN: u64 = 150;
/// Above this speed nothing flies; states switch.
const FLIGHT_SPEED_MAX: f64 = 4.0;
/// How long a tile in a new place is marked.
const NEW_MS: u32 = 1_000;

/// A tile's contents; positions in thousandths of the log shown.
#[derive(Clone, Debug, Default, PartialEq)]
struct Tile {
    name: String,
    class: String,
    lag: u64,
    committed: u16,
    read: u16,
    position: u16,
}

/// The tile of a partition on the card of `holder`, or in the dock.
#[component]
pub fn PartitionTile(
    /// The partition.
    id: PartitionId,
    /// Whose card it lies on.
    #[prop(optional)]
    holder: Option<ConsumerId>,
) -> impl IntoView {
    let session = Session::get();
    let tile = Memo::new(move |_| session.lab().with(|lab| tile(lab, id, holder)));
    let words = Memo::new(move |_| {
        session.pulse.track();
        session.lab().with_untracked(|lab| said(lab, id))
    });
    let own = Some(Selection::Partition(id));
    let is_new = arrival(session);
    let percent = |permille: u16| format!("{}%", f64::from(permille) / 10.0);
    view! {
        <button
            type="button"
            class=move || tile.with(|tile| format!("tile {}", tile.class))
            class:is-selected=move || session.selection.get() == own
            class:is-hovered=move || session.hover.get() == own
            class:is-new=move || is_new.get()
            data-testid=move || tile.with(|tile| format!("tile-{}", tile.name))
            aria-label=move || words.get()
            aria-pressed=move || (session.selection.get() == own).to_string()
            on:click=move |_| session.dispatch(SessionCommand::Select(own))
            on:pointerenter=move |_| session.dispatch(SessionCommand::Hover(own))
            on:pointerleave=move |_| session.dispatch(SessionCommand::Hover(None))
        >
            <span class="tile__name">
                <span>{move || tile.with(|tile| tile.name.clone())}</span>
            </span>
            <span class="tile__body">
                <span class="tile__log">
                    <i class="tile__committed" style:width=move || percent(tile.with(|t| t.committed))></i>
                    <i
                        class="tile__read"
                        style:left=move || percent(tile.with(|t| t.committed))
                        style:width=move || percent(tile.with(|t| t.read))
                    ></i>
                    <i class="tile__position" style:left=move || percent(tile.with(|t| t.position))></i>
                </span>
                <span class="tile__lag">
                    "lag " <b>{move || tile.with(|tile| tile.lag)}</b>
                </span>
            </span>
        </button>
    }
}

/// True for a second after the tile came here while the run plays slowly enough to follow.
fn arrival(session: Session) -> RwSignal<bool> {
    let slow = session
        .playback
        .with_untracked(|state| state.playing && state.speed <= FLIGHT_SPEED_MAX);
    let is_new = RwSignal::new(slow);
    if slow {
        dom::after(NEW_MS, move || {
            is_new.try_set(false);
        });
    }
    is_new
}

fn tile(lab: &LabView, id: PartitionId, holder: Option<ConsumerId>) -> Tile {
    let Some(partition) = place(lab, id).and_then(|index| lab.partitions.get(index)) else {
        return Tile::default();
    };
    let end = partition.log_end_offset;
    let span = (partition.lag + partition.lag / 6)
        .max(LOG_RECORDS_MIN)
        .min(end.max(20));
    let start = end.max(span) - span;
    let share = |offset: u64| {
        let inside = offset.saturating_sub(start).min(span);
        let permille = u16::try_from(inside.saturating_mul(1_000) / span.max(1)).unwrap_or(1_000);
        permille - permille % 5
    };
    let committed = partition
        .committed_offset
        .unwrap_or(partition.log_start_offset);
    let committed_share = share(committed);
    Tile {
        name: partition.name.to_string(),
        class: class(partition, holder),
        lag: partition.lag,
        committed: committed_share,
        read: share(partition.processed_offset.max(committed)) - committed_share,
        position: share(partition.position.unwrap_or(partition.processed_offset)),
    }
}

/// CSS classes: the owner's colours, and what makes the tile differ from a normal one.
fn class(partition: &PartitionView, holder: Option<ConsumerId>) -> String {
    if let (Some(holder), Some(reader)) = (holder, partition.reader)
        && holder != reader
    {
        return format!("{} tile--lapsed", owner::class(holder));
    }
    let colours = partition.reader.map_or("", owner::class);
    match partition.state {
        ReadState::Reading => colours.to_owned(),
        ReadState::AssignedNotFetched => format!("{colours} tile--arriving"),
        ReadState::BeingRevoked => format!("{colours} tile--leaving"),
        ReadState::Stopped | ReadState::NeverAssigned => "tile--stop".to_owned(),
    }
}

fn said(lab: &LabView, id: PartitionId) -> String {
    let Some(partition) = place(lab, id).and_then(|index| lab.partitions.get(index)) else {
        return String::new();
    };
    let reader = partition
        .reader
        .map_or("nobody", |reader| letter(lab, reader));
    let who = match partition.state {
        ReadState::Stopped | ReadState::NeverAssigned => "nobody reads it".to_owned(),
        ReadState::Reading => format!("read by {reader}"),
        ReadState::AssignedNotFetched => format!("assigned to {reader}, not fetched yet"),
        ReadState::BeingRevoked => format!("{reader} is giving it up"),
    };
    let offset = |offset: Option<u64>| offset.map_or_else(|| "none".to_owned(), |o| o.to_string());
    format!(
        "{}, {who}, lag {}, position {}, committed {}, log end {}",
        partition.name,
        partition.lag,
        offset(partition.position),
        offset(partition.committed_offset),
        partition.log_end_offset,
    )
}
