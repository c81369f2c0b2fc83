//! Whom a change concerns, when it takes effect, and who still runs on old values.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::ConsumerId;
use view_macro::view;

use super::Form;
use super::apply::{Target, When};
use crate::features::stage_head::rolling_restart;
use crate::features::words::program::waits_for_restart;
use crate::session::Session;

/// Whom and when a change concerns.
#[component]
pub(super) fn Scope() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let lab = session.lab();
    let consumers = Memo::new(move |_| {
        lab.with(|lab| {
            lab.consumers
                .iter()
                .map(|one| (one.id, one.name.to_string()))
                .collect::<Vec<_>>()
        })
    });
    let options = move || {
        let row = |(id, name): (ConsumerId, String)| {
            let selected = form.target.get_untracked() == Target::One(id);
            view! { <option value=id.0.to_string() selected=selected>{say::settings_one_only(name)}</option> }
        };
        consumers.get().into_iter().map(row).collect_view()
    };
    let retarget = move |event: leptos::ev::Event| {
        let target = event_target_value(&event)
            .parse()
            .map_or(Target::All, |index| Target::One(ConsumerId(index)));
        form.target.set(target);
    };
    let when = |value: When, name: Text, testid: &'static str| {
        view! {
            <button
                type="button"
                aria-pressed=move || (form.when.get() == value).to_string()
                data-testid=testid
                on:click=move |_| form.when.set(value)
            >
                {name}
            </button>
        }
    };
    view! {
        <div class="settings__scope">
            <label class="settings__label">
                {say::settings_applies_to()}
                <select class="field-input" data-testid="settings-target" on:change=retarget>
                    <option value="all">{say::settings_all_consumers()}</option>
                    {options}
                </select>
            </label>
            <div class="seg" role="group" aria-label=say::settings_when()>
                {when(When::NextStart, say::settings_at_next_start(), "settings-when-next")}
                {when(When::FromZero, say::settings_from_zero(), "settings-when-zero")}
            </div>
        </div>
    }
}

/// Which consumers still run on old values.
#[component]
pub(super) fn Pending() -> impl IntoView {
    let session = Session::get();
    let lab = session.lab();
    let waiting = Memo::new(move |_| {
        lab.with(|lab| {
            let waiting: Vec<_> = lab
                .consumers
                .iter()
                .filter(|one| waits_for_restart(one))
                .collect();
            let letters: Vec<&str> = waiting.iter().map(|one| &*one.letter).collect();
            let group = waiting.first().map(|one| one.group);
            (letters.join(", "), group)
        })
    });
    let note = move || {
        let (who, group) = waiting.get();
        group.map(|group| {
            view! {
                <div class="settings__pending" data-testid="settings-pending">
                    <p>{say::settings_must_restart(who)}</p>
                    <button
                        class="btn btn--sm"
                        type="button"
                        data-testid="settings-rolling-restart"
                        on:click=move |_| rolling_restart(session, Some(group))
                    >
                        {say::settings_rolling_restart()}
                    </button>
                </div>
            }
        })
    };
    view! { {note} }
}
