//! The rebalance listener of the chosen consumers.

use leptos::prelude::*;
use sim_core::scenario::{ListenerSpec, SeekTo};
use view_macro::view;

use super::edit::{change, next, whole};
use crate::features::settings_form::Form;
use crate::session::Session;

type Sleep = fn(&mut ListenerSpec) -> &mut u64;
type Switch = fn(&mut ListenerSpec) -> &mut bool;

const SLEEPS: [(&str, &str, Sleep); 3] = [
    ("onPartitionsRevoked", "revoked-sleep", |one| {
        &mut one.revoked_sleep_ms
    }),
    ("onPartitionsAssigned", "assigned-sleep", |one| {
        &mut one.assigned_sleep_ms
    }),
    ("onPartitionsLost", "lost-sleep", |one| {
        &mut one.lost_sleep_ms
    }),
];

const SWITCHES: [(&str, &str, Switch); 2] = [
    (
        "commitSync() in onPartitionsRevoked",
        "commit-in-revoked",
        |one| &mut one.commit_in_revoked,
    ),
    ("an onPartitionsLost of its own", "own-lost", |one| {
        &mut one.own_lost
    }),
];

const SEEKS: [(Option<SeekTo>, &str); 3] = [
    (None, "seeks nowhere"),
    (Some(SeekTo::Beginning), "seekToBeginning() on assignment"),
    (Some(SeekTo::End), "seekToEnd() on assignment"),
];

/// What the three callbacks do.
#[component]
pub(super) fn ListenerField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let now = Memo::new(move |_| next(session, form).listener);
    let switch = move |(name, testid, part): (&'static str, &'static str, Switch)| {
        let flip = move |event: leptos::ev::Event| {
            let on = event_target_checked(&event);
            let edit = |listener: &mut ListenerSpec| *part(listener) = on;
            error.set(change(session, form, |one| edit(&mut one.listener)).err());
        };
        let is_on = move || *part(&mut now.get());
        view! {
            <label class="key__switch">
                <input type="checkbox" data-testid=testid prop:checked=is_on on:change=flip />
                {name}
            </label>
        }
    };
    let sleep = move |(name, testid, part): (&'static str, &'static str, Sleep)| {
        let set = move |event: leptos::ev::Event| {
            let set = |ms: u64| change(session, form, |one| *part(&mut one.listener) = ms);
            error.set(whole(&event_target_value(&event)).and_then(set).err());
        };
        view! {
            <label class="key__switch">
                <input
                    class="field-input key__number"
                    inputmode="numeric"
                    data-testid=testid
                    prop:value=move || part(&mut now.get()).to_string()
                    on:change=set
                />
                {format!("ms in {name}")}
            </label>
        }
    };
    let seek = move |event: leptos::ev::Event| {
        let index = event_target_value(&event).parse().unwrap_or(0_usize);
        let to = SEEKS.get(index).and_then(|(to, _)| *to);
        error.set(change(session, form, |one| one.listener.seek_in_assigned = to).err());
    };
    let seeks = SEEKS.iter().enumerate().map(|(index, (to, name))| {
        let is_now = move || now.get().seek_in_assigned == *to;
        view! { <option value=index.to_string() selected=is_now>{*name}</option> }
    });
    view! {
        <div class="key">
            <div class="key__head"><b>"Rebalance listener"</b></div>
            <p class="key__doc">"Takes effect at its next start."</p>
            {SWITCHES.map(switch).into_iter().collect_view()}
            {SLEEPS.map(sleep).into_iter().collect_view()}
            <div class="key__value">
                <select class="field-input" aria-label="Seek on assignment" data-testid="seek-in-assigned" on:change=seek>
                    {seeks.collect_view()}
                </select>
            </div>
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}
