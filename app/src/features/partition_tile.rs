//! A partition as a tile: who owns it, and a small log of committed, read and waiting records.

mod contents;

use leptos::prelude::*;
use sim_core::{ConsumerId, PartitionId};
use view_macro::view;

use crate::dom;
use crate::session::{Selection, Session, SessionCommand};

use contents::{said, tile};

/// Above this speed nothing flies; states switch.
const FLIGHT_SPEED_MAX: f64 = 4.0;
/// How long a tile in a new place is marked.
const NEW_MS: u32 = 1_000;

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
    // A tile that leaves takes no pointerleave with it.
    on_cleanup(move || {
        if session.hover.try_get_untracked().flatten() == own {
            session.dispatch(SessionCommand::Hover(None));
        }
    });
    let percent = |permille: u16| format!("{}%", f64::from(permille) / 10.0);
    view! {
        <button
            type="button"
            class=move || tile.with(|tile| format!("tile {}", tile.class))
            class:is-selected=move || session.selection.get() == own
            class:is-hovered=move || session.hover.get() == own
            class:is-new=move || is_new.get()
            data-testid=move || tile.with(|tile| format!("tile-{}", tile.name))
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
            <span class="sr">{move || words.get()}</span>
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
