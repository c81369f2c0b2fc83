//! Kafka's settings, the consumers' programs and the load, as forms.
//!
//! A running consumer never rereads its settings, so a change waits for its next start, or the
//! run begins again from 0 s with the same acts.

mod apply;
mod key_row;
mod program;
mod traffic;

use leptos::prelude::*;
use sim_core::ConsumerId;
use sim_core::config::{BROKER_KEYS, CONSUMER_KEYS, ConfigGroup, ConfigKey};

use self::apply::{Side, Target, When};
use self::key_row::KeyRow;
use self::program::ProgramForm;
use self::traffic::TrafficForm;
use super::stage_head::rolling_restart;
use crate::session::{Selection, Session};

const GROUPS: [(ConfigGroup, &str); 6] = [
    (ConfigGroup::Liveness, "Liveness"),
    (ConfigGroup::Commits, "Commits"),
    (ConfigGroup::Fetching, "Fetching"),
    (ConfigGroup::Membership, "Membership"),
    (ConfigGroup::Assignor, "Assignor"),
    (ConfigGroup::Reset, "Reset"),
];

/// What the whole form shares.
#[derive(Clone, Copy)]
struct Form {
    target: RwSignal<Target>,
    when: RwSignal<When>,
    search: RwSignal<String>,
}

/// The settings tab.
#[component]
pub fn SettingsForm() -> impl IntoView {
    let session = Session::get();
    let chosen = match session.selection.get_untracked() {
        Some(Selection::Consumer(id)) => Target::One(id),
        Some(Selection::Partition(_) | Selection::Event(_)) | None => Target::All,
    };
    let form = Form {
        target: RwSignal::new(chosen),
        when: RwSignal::new(When::NextStart),
        search: RwSignal::new(String::new()),
    };
    provide_context(form);
    view! {
        <div class="settings" data-testid="settings">
            <Scope />
            <Pending />
            <input
                class="field-input settings__search"
                type="search"
                placeholder="Find a key or a word"
                aria-label="Find a key or a word"
                data-testid="settings-search"
                on:input=move |event| form.search.set(event_target_value(&event).to_lowercase())
            />
            <ProgramForm />
            <TrafficForm />
            {GROUPS.map(|(group, title)| view! { <Group group=group title=title /> }).collect_view()}
        </div>
    }
}

/// Whom and when a change concerns.
#[component]
fn Scope() -> impl IntoView {
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
            view! { <option value=id.0.to_string() selected=selected>{format!("{name} only")}</option> }
        };
        consumers.get().into_iter().map(row).collect_view()
    };
    let retarget = move |event: leptos::ev::Event| {
        let target = event_target_value(&event)
            .parse()
            .map_or(Target::All, |index| Target::One(ConsumerId(index)));
        form.target.set(target);
    };
    let when = |value: When, name: &'static str, testid: &'static str| {
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
                "Applies to"
                <select class="field-input" data-testid="settings-target" on:change=retarget>
                    <option value="all">"all consumers"</option>
                    {options}
                </select>
            </label>
            <div class="seg" role="group" aria-label="When">
                {when(When::NextStart, "at next start", "settings-when-next")}
                {when(When::FromZero, "from 0 s, same acts", "settings-when-zero")}
            </div>
        </div>
    }
}

/// Which consumers still run on old values.
#[component]
fn Pending() -> impl IntoView {
    let session = Session::get();
    let lab = session.lab();
    let waiting = Memo::new(move |_| {
        lab.with(|lab| {
            let waiting = lab
                .consumers
                .iter()
                .filter(|one| !one.pending_settings.is_empty());
            waiting
                .map(|one| one.letter.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        })
    });
    let note = move || {
        let who = waiting.get();
        (!who.is_empty()).then(|| {
            view! {
                <div class="settings__pending" data-testid="settings-pending">
                    <p>{format!("A running consumer never rereads its settings: {who} must restart.")}</p>
                    <button
                        class="btn btn--sm"
                        type="button"
                        data-testid="settings-rolling-restart"
                        on:click=move |_| rolling_restart(session)
                    >
                        "Rolling restart"
                    </button>
                </div>
            }
        })
    };
    view! { {note} }
}

#[component]
fn Group(group: ConfigGroup, title: &'static str) -> impl IntoView {
    let form = expect_context::<Form>();
    let keys = |side: Side, all: &'static [ConfigKey]| {
        all.iter()
            .filter(move |key| key.group == group)
            .map(move |key| (side, key))
    };
    let rows: Vec<(Side, &'static ConfigKey)> = keys(Side::Client, CONSUMER_KEYS)
        .chain(keys(Side::Broker, BROKER_KEYS))
        .collect();
    let has = move |key: &ConfigKey| {
        form.search.with(|words| {
            words.is_empty() || key.name.contains(words) || key.doc.to_lowercase().contains(words)
        })
    };
    let is_empty = {
        let rows = rows.clone();
        move || !rows.iter().any(|(_, key)| has(key))
    };
    view! {
        <section class="settings__group" hidden=is_empty>
            <h3>{title}</h3>
            {rows
                .into_iter()
                .map(|(side, key)| {
                    view! {
                        <div class="settings__row" hidden=move || !has(key)>
                            <KeyRow side=side key=key />
                        </div>
                    }
                })
                .collect_view()}
        </section>
    }
}
