//! Consumers: a card each, or a row each where there are many or little room.

mod actions;
mod card;
mod clocks;
mod more_menu;
mod poll_loop;
mod program_actions;
mod restart;
mod row;
mod tiles;
mod wire;

use leptos::prelude::*;
use locale::say;
use sim_core::view::{ConsumerView, LabView};
use sim_core::{ConsumerId, GroupId, Timeline};
use view_macro::view;

use super::motion;
use crate::dom;
use crate::session::Session;

use card::ConsumerCard;
use row::ConsumerRow;

/// More than this need two rows of cards.
const CARDS_IN_ROW: usize = 4;

/// So long after the first Play a reader who did nothing is shown what to do.
const HINT_AFTER_MS: u32 = 3_000;

/// Draws the eye to Kill of the second consumer, once, in a run nobody has touched.
pub fn hint_at_kill(session: Session) {
    let is_untouched = move || {
        let acted = |timeline: &Timeline| !timeline.recording().commands.is_empty();
        session.playback.with_untracked(|state| state.playing) && !session.with_timeline(acted)
    };
    Effect::new(move |done: Option<bool>| {
        if done == Some(true) || !session.playback.with(|state| state.playing) {
            return done == Some(true);
        }
        dom::after(HINT_AFTER_MS, move || {
            let lab = session.lab().get_untracked();
            if let Some(second) = lab.consumers.get(1).filter(|_| is_untouched()) {
                let kill = format!("[data-testid=\"kill-{}\"]", second.name);
                dom::find_all(&kill).iter().for_each(motion::pulse);
            }
        });
        true
    });
}

/// The consumers of a group in letter order.
#[component]
pub fn ConsumerCards(
    /// The group.
    group: GroupId,
    /// There is room for rows only.
    #[prop(into)]
    compact: Signal<bool>,
    /// More consumers than this become rows.
    #[prop(into)]
    cards_max: Signal<usize>,
) -> impl IntoView {
    let session = Session::get();
    let ids = Memo::new(move |_| {
        session.lab().with(|lab| {
            let own = lab.consumers.iter().filter(|view| view.group == group);
            own.map(|view| view.id).collect::<Vec<_>>()
        })
    });
    let as_rows = Memo::new(move |_| compact.get() || ids.with(Vec::len) > cards_max.get());
    let many = Memo::new(move |_| ids.with(Vec::len) > CARDS_IN_ROW);
    let cards = move || {
        view! {
            <section class="cards" class:cards--two-rows=move || many.get() aria-label=say::card_consumers()>
                <For each=move || ids.get() key=|id| *id let(id)>
                    <ConsumerCard id />
                </For>
            </section>
        }
    };
    view! {
        <Show when=move || as_rows.get() fallback=cards>
            <ul class="panel consumer-rows" class:consumer-rows--grid=move || !compact.get() aria-label=say::card_consumers()>
                <For each=move || ids.get() key=|id| *id let(id)>
                    <ConsumerRow id />
                </For>
            </ul>
        </Show>
    }
}

/// The consumer of this id, if the run knows it at the playhead.
fn find(lab: &LabView, id: ConsumerId) -> Option<&ConsumerView> {
    lab.consumers
        .get(id.index())
        .filter(|view| view.id == id)
        .or_else(|| lab.consumers.iter().find(|view| view.id == id))
}

/// Something read from one consumer each frame; `Default` once the run no longer knows it.
fn read<T>(session: Session, id: ConsumerId, read: fn(&ConsumerView, &LabView) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        session.with_lab_in_turn(id.index(), |lab| {
            find(lab, id).map_or_else(T::default, |view| read(view, lab))
        })
    })
}
