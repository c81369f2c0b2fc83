//! The life of one record.

use leptos::prelude::*;
use locale::say;
use sim_core::{PartitionId, SimTime, Timeline};
use view_macro::view;

use super::Ledger;
use super::tally::named;
use crate::features::why_panel::chain::Chain;
use crate::session::{Selection, SessionCommand};
use crate::tree::Tree;
use crate::{dom, format};

/// Pixels of a life that should be in view.
const ROOM_PX: f64 = 320.0;

/// Shows a record, and goes to the moment since which it is what it is now.
pub(super) fn show(ledger: Ledger, partition: PartitionId, offset: u64) {
    let session = ledger.session;
    let group = untrack(move || ledger.group());
    let (life, at) = session.with_timeline(|timeline| {
        let life = timeline.record_life(group, partition, offset);
        (life, timeline.at())
    });
    ledger.record.set(Some((partition, offset)));
    // The selection of a consumer, which goes now, may have chosen the group.
    ledger.group.set(Some(group.0.into()));
    session.dispatch(SessionCommand::Select(Some(Selection::Partition(
        partition,
    ))));
    if let Some(life) = life {
        if ledger.back.get_untracked().is_none() && life.since < at {
            ledger.back.set(Some(at));
        }
        go(ledger, life.since);
    }
    // After the page has been changed.
    dom::after(0, bring_into_view);
}

/// Scrolls to the life where it would begin too far below.
fn bring_into_view() {
    let life = dom::document()
        .query_selector(".records__one")
        .ok()
        .flatten();
    if let (Some(life), Some(root)) = (life, dom::root()) {
        let room = f64::from(root.client_height()) - life.get_bounding_client_rect().top();
        if room < ROOM_PX {
            life.scroll_into_view();
        }
    }
}

fn go(ledger: Ledger, at: SimTime) {
    ledger.session.dispatch(SessionCommand::Pause);
    ledger.session.dispatch(SessionCommand::Seek(at));
}

/// The record that was chosen, while its partition is selected.
pub(super) fn one_record(ledger: Ledger) -> Tree {
    let shown = move || {
        let (partition, offset) = ledger.record.get()?;
        if ledger.partition() != Some(partition) {
            return None;
        }
        ledger.session.pulse.track();
        let group = ledger.group();
        let life = ledger
            .session
            .with_timeline(|timeline| timeline.record_life(group, partition, offset))?;
        let name = ledger.session.lab().with_untracked(|lab| {
            let view = lab.partitions.iter().find(|one| one.id == partition)?;
            Some(view.name.to_string())
        })?;
        let title = say::records_one_title(name, offset, named(life.fate).0);
        let steps = life.steps;
        Some(view! {
            <section class="records__one" aria-label=say::records_one() data-testid="records-one">
                <h3 class="records__title" data-testid="records-one-title">{title}</h3>
                <div class="records__steps">
                    {neighbour(ledger, partition, offset.checked_sub(1))}
                    {neighbour(ledger, partition, Some(offset + 1))}
                    {back(ledger)}
                </div>
                <Chain
                    steps=Signal::derive(move || steps.clone())
                    follow=move |at| go(ledger, at)
                />
            </section>
        })
    };
    view! { {shown} }
}

/// The record before or after.
fn neighbour(ledger: Ledger, partition: PartitionId, offset: Option<u64>) -> Option<Tree> {
    let offset = offset?;
    Some(view! {
        <button
            class="btn btn--sm"
            type="button"
            aria-label=say::records_go_to(offset.to_string())
            on:click=move |_| ledger.record.set(Some((partition, offset)))
        >
            {format::count(offset)}
        </button>
    })
}

/// The way back to where the playhead was.
fn back(ledger: Ledger) -> Option<Tree> {
    let from = ledger.back.get()?;
    let now = ledger.session.with_timeline(Timeline::at);
    (now < from).then(|| {
        view! {
            <button
                class="btn btn--sm"
                type="button"
                data-testid="records-back"
                on:click=move |_| {
                    ledger.back.set(None);
                    ledger.session.dispatch(SessionCommand::Seek(from));
                }
            >
                {say::panel_back_to(format::seconds(from))}
            </button>
        }
    })
}
