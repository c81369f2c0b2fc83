//! The join barrier: who is in, who is missing, and why.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::{GroupState, GroupView, LabView};
use sim_core::{ConsumerId, GroupId, sorting};
use view_macro::view;

use super::read;
use crate::features::matrix::scene::letter;
use crate::features::words;
use crate::owner;
use crate::session::{Selection, Session, SessionCommand};

/// Members shown one by one; missing ones come first, the rest is a number.
const SLOTS_MAX: usize = 6;

/// A member at the barrier.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Slot {
    consumer: ConsumerId,
    letter: String,
    is_in: bool,
    why: Text,
    detail: Text,
}

/// One slot per member.
#[component]
pub fn JoinBarrier(
    /// The group.
    id: GroupId,
) -> impl IntoView {
    let session = Session::get();
    let slots = read(session, id, slots);
    let rest = read(session, id, |group, _| {
        group.members.len().saturating_sub(SLOTS_MAX)
    });
    let note = read(session, id, |group, lab| match group.state {
        GroupState::PreparingRebalance | GroupState::CompletingRebalance => {
            words::phase(group, lab.at)
        }
        GroupState::Stable => say::group_no_rebalance(),
        GroupState::Empty | GroupState::Dead => Text::default(),
    });
    let places = Memo::new(move |_| {
        slots.with(|slots| slots.iter().map(|slot| slot.consumer).collect::<Vec<_>>())
    });
    let nobody = move || {
        view! { <p class="coord__none">{say::group_nobody_joined()}</p> }
    };
    view! {
        <div class="coord__cell" data-testid="join-barrier">
            <div class="coord__head">
                <h2 class="coord__title" data-term="join-barrier">{say::group_barrier()}</h2>
                <p class="coord__note">{move || note.get()}</p>
            </div>
            <Show when=move || !places.with(Vec::is_empty) fallback=nobody>
                <ul class="barrier">
                    <For each=move || places.get() key=|consumer| *consumer let(consumer)>
                        <BarrierSlot consumer slots />
                    </For>
                    <Show when=move || rest.get() != 0>
                        <li class="barrier__rest">{move || say::group_more_members(rest.get())}</li>
                    </Show>
                </ul>
            </Show>
        </div>
    }
}

#[component]
fn BarrierSlot(consumer: ConsumerId, slots: Memo<Vec<Slot>>) -> impl IntoView {
    let session = Session::get();
    let slot = Memo::new(move |_| {
        slots.with(|slots| slots.iter().find(|slot| slot.consumer == consumer).cloned())
    });
    let of = move |read: fn(&Slot) -> Text| {
        slot.with(|slot| slot.as_ref().map_or_else(Text::default, read))
    };
    let is_in = move || slot.with(|slot| slot.as_ref().is_some_and(|slot| slot.is_in));
    let own = Some(Selection::Consumer(consumer));
    view! {
        <li>
            <button
                type="button"
                class="barrier__slot"
                on:click=move |_| session.dispatch(SessionCommand::Select(own))
            >
                <span
                    class=format!("badge {}", owner::class(consumer))
                    class:badge--missing=move || !is_in()
                    aria-hidden="true"
                >
                    {move || of(|slot| (&slot.letter).into())}
                </span>
                <span>
                    <b>{move || of(|slot| slot.why.clone())}</b>
                    {move || of(|slot| slot.detail.clone())}
                </span>
            </button>
        </li>
    }
}

fn slots(group: &GroupView, lab: &LabView) -> Vec<Slot> {
    let mut slots: Vec<Slot> = group
        .members
        .iter()
        .map(|member| {
            let (why, detail) = words::barrier(member.barrier, member.session_ends, lab.at);
            Slot {
                consumer: member.consumer,
                letter: letter(lab, member.consumer).to_owned(),
                is_in: words::is_in(member.barrier),
                why,
                detail,
            }
        })
        .collect();
    if slots.len() > SLOTS_MAX {
        sorting::sort_by_key(&mut slots, |slot| (slot.is_in, slot.consumer));
        slots.truncate(SLOTS_MAX);
    }
    slots
}
