//! The stage: coordinator, cards, counters, matrix and curves.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::GroupId;
use sim_core::view::LabView;
use view_macro::view;

use super::consumer_cards::{ConsumerCards, hint_at_kill};
use super::coordinator_strip::CoordinatorStrip;
use super::fate_counters::FateCounters;
use super::matrix::Matrix;
use crate::dom;
use crate::session::Session;
use crate::tree::Tree;

/// Below these sizes consumers are rows and the coordinator is a line.
const SMALL: &str = "(max-width: 740px), (max-height: 560px)";

/// Two groups have room beside each other.
const WIDE: &str = "(min-width: 1400px)";
/// Four cards stand in one row.
const FOUR: &str = "(min-width: 1100px)";
/// Two rows of cards leave room for the matrix.
const TALL: &str = "(min-height: 1040px)";

/// Cards of each of two groups beside each other; more become rows.
const CARDS_MAX_BESIDE: usize = 2;

/// Everything between the heading and the deck.
#[component]
pub fn Stage() -> impl IntoView {
    let session = Session::get();
    hint_at_kill(session);
    let compact = holds(SMALL);
    let (wide, four, tall) = (holds(WIDE), holds(FOUR), holds(TALL));
    let groups = Memo::new(move |_| session.lab().with(|lab| groups(lab)));
    let has_room = Memo::new(move |_| wide.get() && !compact.get() && groups.with(Vec::len) == 2);
    let chosen = RwSignal::new(None::<GroupId>);
    let shown = Memo::new(move |_| {
        groups.with(|groups| {
            let all: Vec<GroupId> = groups.iter().map(|(id, _)| *id).collect();
            match chosen.get().filter(|id| all.contains(id)) {
                Some(id) => vec![id],
                None if has_room.get() => all,
                None => all.into_iter().take(1).collect(),
            }
        })
    });
    let beside = Memo::new(move |_| shown.with(Vec::len) > 1);
    let cards_max = Signal::derive(move || match (beside.get(), tall.get(), four.get()) {
        (true, _, _) => CARDS_MAX_BESIDE,
        (false, true, _) => 8,
        (false, false, true) => 4,
        (false, false, false) => 3,
    });
    view! {
        <div class="stage__body" data-testid="stage">
            {group_switch(groups, shown, has_room, chosen)}
            <div class="stage__groups" class:stage__groups--two=move || beside.get()>
                <For each=move || shown.get() key=|id| *id let(id)>
                    <div class="stage__group">
                        <CoordinatorStrip id compact />
                        <ConsumerCards group=id compact cards_max />
                    </div>
                </For>
            </div>
            <FateCounters />
            <Matrix />
        </div>
    }
}

/// Groups in scenario order.
fn groups(lab: &LabView) -> Vec<(GroupId, String)> {
    let groups = lab.groups.iter();
    groups
        .map(|group| (group.id, group.name.to_string()))
        .collect()
}

/// Which group is on the stage, where there are several.
fn group_switch(
    groups: Memo<Vec<(GroupId, String)>>,
    shown: Memo<Vec<GroupId>>,
    has_room: Memo<bool>,
    chosen: RwSignal<Option<GroupId>>,
) -> Tree {
    let one = move |(id, name): (Option<GroupId>, Text)| {
        let is_on = move || match id {
            Some(id) => shown.with(|shown| shown[..] == [id]),
            None => shown.with(Vec::len) > 1,
        };
        view! {
            <button
                type="button"
                class="btn btn--sm"
                aria-pressed=move || is_on().to_string()
                data-testid="stage-group"
                on:click=move |_| chosen.set(id)
            >
                {name}
            </button>
        }
    };
    let buttons = move || {
        let groups = groups.get();
        (groups.len() > 1).then(|| {
            let both = has_room.get().then(|| (None, say::stage_both()));
            let each = groups.into_iter().map(|(id, name)| (Some(id), name.into()));
            let buttons: Vec<Tree> = both.into_iter().chain(each).map(one).collect();
            view! { <div class="stage__switch" role="group" aria-label=say::stage_groups()>{buttons}</div> }
        })
    };
    view! { {buttons} }
}

/// Whether a media query holds, as a signal.
fn holds(query: &'static str) -> Signal<bool> {
    let holding = RwSignal::new(dom::media_matches(query));
    dom::on_media_change(query, move || {
        holding.try_set(dom::media_matches(query));
    });
    holding.into()
}
