//! A partition as a tile: who owns it, and a small log of committed, read and waiting records.

mod contents;

use leptos::prelude::*;
use sim_core::{ConsumerId, GroupId, PartitionId};
use view_macro::view;

use crate::session::{Selection, Session, SessionCommand};

use contents::{said, tile};

/// The tile of a partition on the card of `holder`, or in the dock.
#[component]
pub fn PartitionTile(
    /// The partition.
    id: PartitionId,
    /// As this group reads it.
    group: GroupId,
    /// Whose card it lies on.
    #[prop(optional)]
    holder: Option<ConsumerId>,
) -> impl IntoView {
    let session = Session::get();
    let tile = Memo::new(move |_| session.lab().with(|lab| tile(lab, id, group, holder)));
    let words = Memo::new(move |_| {
        session.pulse.track();
        session.lab().with_untracked(|lab| said(lab, id, group))
    });
    let own = Some(Selection::Partition(id));
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
            data-testid=move || tile.with(|tile| format!("tile-{}", tile.name))
            data-group=group.0.to_string()
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
                    <span data-term="lag">"lag"</span> " " <b>{move || tile.with(|tile| tile.lag)}</b>
                </span>
            </span>
            <span class="sr">{move || words.get()}</span>
        </button>
    }
}
