//! Kafka's settings, the consumers' programs and the load, as forms.
//!
//! A running consumer never rereads its settings, so a change waits for its next start, or the
//! run begins again from 0 s with the same acts.

mod apply;
mod key_row;
mod paste;
mod program;
mod scope;
mod traffic;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::config::{BROKER_KEYS, CONSUMER_KEYS, ConfigGroup, ConfigKey};
use view_macro::view;
use wasm_bindgen::JsCast;

use self::apply::{Side, Target, When};
use self::key_row::KeyRow;
pub use self::paste::Pasted;
use self::paste::{PasteForm, take_file};
use self::program::ProgramForm;
use self::scope::{Pending, Scope};
use self::traffic::TrafficForm;
use crate::dom;
use crate::features::later;
use crate::language::said;
use crate::session::{Selection, Session, SessionCommand, SideTab};
use crate::tree::Tree;

const GROUPS: [(ConfigGroup, fn() -> Text); 6] = [
    (ConfigGroup::Liveness, say::settings_group_liveness),
    (ConfigGroup::Commits, say::settings_group_commits),
    (ConfigGroup::Fetching, say::settings_group_fetching),
    (ConfigGroup::Membership, say::settings_group_membership),
    (ConfigGroup::Assignor, say::settings_group_assignor),
    (ConfigGroup::Reset, say::settings_group_reset),
];

/// What the whole form shares.
#[derive(Clone, Copy)]
struct Form {
    target: RwSignal<Target>,
    when: RwSignal<When>,
    search: RwSignal<String>,
    /// Only keys that differ from the release's defaults.
    changed_only: RwSignal<bool>,
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
        changed_only: RwSignal::new(false),
    };
    provide_context(form);
    let Pasted(text) = expect_context::<Pasted>();
    view! {
        <div
            class="settings"
            on:dragover=|event: web_sys::DragEvent| event.prevent_default()
            on:drop=move |event: web_sys::DragEvent| take_file(session, text, &event)
            class:has-changed-only=move || form.changed_only.get()
            data-testid="settings"
        >
            <Scope />
            <Pending />
            <div class="settings__find">
                <input
                    class="field-input settings__search"
                    type="search"
                    placeholder=say::settings_find()
                    aria-label=say::settings_find()
                    aria-keyshortcuts="/"
                    data-testid="settings-search"
                    on:input=move |event| form.search.set(event_target_value(&event).to_ascii_lowercase())
                />
                <div class="seg" role="group" aria-label=say::settings_which_keys()>
                    {filter(form, false, say::settings_all(), "settings-all")}
                    {filter(form, true, say::settings_changed(), "settings-changed")}
                </div>
            </div>
            <nav class="settings__jumps" aria-label=say::settings_groups()>
                {GROUPS.map(|(group, title)| jump(group, title())).into_iter().collect_view()}
            </nav>
            <PasteForm />
            <ProgramForm />
            <TrafficForm />
            <div class="settings__columns">
                <span>{say::settings_column_key()}</span>
                <span>{say::settings_column_value()}</span>
                <span>{say::settings_column_default()}</span>
                <span>{say::settings_column_allowed()}</span>
            </div>
            {GROUPS.map(|(group, title)| view! { <Group group=group title=title() /> }).collect_view()}
        </div>
    }
}

fn filter(form: Form, changed: bool, name: Text, testid: &'static str) -> AnyView {
    view! {
        <button
            type="button"
            aria-pressed=move || (form.changed_only.get() == changed).to_string()
            data-testid=testid
            on:click=move |_| form.changed_only.set(changed)
        >
            {name}
        </button>
    }
    .into_any()
}

/// Goes to the keys of a group.
fn jump(group: ConfigGroup, title: Text) -> Tree {
    let go = move |_| {
        for heading in dom::find_all(&format!("[data-group=\"{group:?}\"]")) {
            heading.scroll_into_view();
            heading.focus().ok();
        }
    };
    view! {
        <button type="button" data-testid=format!("jump-{group:?}") on:click=go>
            {title}
            <span>{keys_of(group).count().to_string()}</span>
        </button>
    }
}

fn keys_of(group: ConfigGroup) -> impl Iterator<Item = (Side, &'static ConfigKey)> {
    let client = CONSUMER_KEYS.iter().map(|key| (Side::Client, key));
    let broker = BROKER_KEYS.iter().map(|key| (Side::Broker, key));
    client
        .chain(broker)
        .filter(move |(_, key)| key.group == group)
}

/// Shows the form and goes to its search.
pub fn find_a_setting(session: Session) {
    session.dispatch(SessionCommand::ShowTab(SideTab::Settings));
    later::when_here(|| {
        let field = dom::document().query_selector(".settings__search");
        let field = field.ok().flatten().and_then(|field| field.dyn_into().ok());
        field.inspect(|field: &web_sys::HtmlElement| drop(field.focus()));
    });
}

#[component]
fn Group(group: ConfigGroup, title: Text) -> impl IntoView {
    let form = expect_context::<Form>();
    let rows: Vec<(Side, &'static ConfigKey)> = keys_of(group).collect();
    let has = move |key: &ConfigKey| {
        form.search.with(|words| {
            words.is_empty()
                || key.name.contains(words)
                || said(&(key.doc)()).to_ascii_lowercase().contains(words)
        })
    };
    let is_empty = {
        let rows = rows.clone();
        move || !rows.iter().any(|(_, key)| has(key))
    };
    view! {
        <section class="settings__group" hidden=is_empty>
            <h3 tabindex="-1" data-group=format!("{group:?}")>{title}</h3>
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
