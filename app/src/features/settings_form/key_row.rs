//! One key: what it does, its value, its default and what is allowed.

use leptos::prelude::*;
use sim_core::config::{BrokerConfig, ConfigKey, ConfigUnit, ConsumerConfig, KafkaRelease};

use super::Form;
use super::apply::{self, Shown, Side};
use crate::session::Session;

/// A row of the form.
#[component]
pub(super) fn KeyRow(side: Side, key: &'static ConfigKey) -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let shown = Memo::new(move |_| {
        session.pulse.track();
        session.story.track();
        apply::read(session, side, key, form.target.get())
    });
    let change = move |text: String| {
        let text = text.trim();
        if text == shown.with_untracked(|shown| shown.value.clone()) {
            error.set(None);
            return;
        }
        let scope = (form.target.get_untracked(), form.when.get_untracked());
        error.set(apply::set(session, side, key, text, scope).err());
    };
    let changed = move || shown.with(|shown| shown.value != shown.default);
    view! {
        <div class="key" class:is-changed=changed data-testid="setting-row" data-key=key.name>
            <div class="key__head">
                <code class="key__name">{key.name}</code>
                {(side == Side::Broker)
                    .then(|| view! { <span class="chip chip--line" title="From 0 s, for every broker">"broker"</span> })}
                {(!key.modelled)
                    .then(|| {
                        view! {
                            <span class="chip" title="Kept and shared with the link; nothing here depends on it.">
                                "not modelled"
                            </span>
                        }
                    })}
            </div>
            <p class="key__doc">{key.doc}</p>
            <div class="key__value">
                <Field side=side key=key shown=shown change=change invalid=Signal::derive(move || error.with(Option::is_some)) />
                <span class="key__unit">{unit(key)}</span>
                <span class="key__bounds">
                    "default " <code>{move || shown.with(|shown| or_none(&shown.default))}</code> <br />
                    {key.allowed_text()}
                </span>
            </div>
            {move || {
                shown
                    .with(|shown| shown.running.clone())
                    .map(|running| {
                        view! {
                            <p class="key__note" data-testid="setting-pending">
                                {format!("Still {} until restarted.", or_none(&running))}
                            </p>
                        }
                    })
            }}
            {move || {
                error.get().map(|text| view! { <p class="key__error" role="alert" data-testid="setting-error">{text}</p> })
            }}
        </div>
    }
}

/// A list for few words, a text field for the rest.
#[component]
fn Field(
    side: Side,
    key: &'static ConfigKey,
    shown: Memo<Shown>,
    change: impl Fn(String) + Copy + Send + 'static,
    #[prop(into)] invalid: Signal<bool>,
) -> impl IntoView {
    let words = words(side, key);
    if words.is_empty() {
        return view! {
            <input
                class="field-input key__input"
                aria-label=key.name
                aria-invalid=move || invalid.get().to_string()
                autocomplete="off"
                spellcheck="false"
                data-testid="setting-input"
                prop:value=move || shown.with(|shown| shown.value.clone())
                on:change=move |event| change(event_target_value(&event))
            />
        }
        .into_any();
    }
    let options = move || {
        let now = shown.with(|shown| shown.value.clone());
        let mut words = words.clone();
        if !words.contains(&now) {
            words.push(now.clone());
        }
        let option = |word: String| view! { <option selected=word == now>{word.clone()}</option> };
        words.into_iter().map(option).collect_view()
    };
    view! {
        <select
            class="field-input key__input"
            aria-label=key.name
            aria-invalid=move || invalid.get().to_string()
            data-testid="setting-input"
            on:change=move |event| change(event_target_value(&event))
        >
            {options}
        </select>
    }
    .into_any()
}

/// The words a choice offers: those of the help text that the key really takes.
fn words(side: Side, key: &ConfigKey) -> Vec<String> {
    match key.unit {
        ConfigUnit::Boolean => vec!["true".to_owned(), "false".to_owned()],
        ConfigUnit::Choice => {
            let words = key
                .allowed
                .split([' ', ','])
                .filter(|word| !word.is_empty());
            words
                .filter(|word| takes(side, key, word))
                .map(str::to_owned)
                .collect()
        }
        ConfigUnit::Millis
        | ConfigUnit::Minutes
        | ConfigUnit::Bytes
        | ConfigUnit::Count
        | ConfigUnit::Text
        | ConfigUnit::List => Vec::new(),
    }
}

fn takes(side: Side, key: &ConfigKey, word: &str) -> bool {
    let release = KafkaRelease::V4_3;
    match side {
        Side::Client => ConsumerConfig::defaults(release)
            .set(key.name, word)
            .is_ok(),
        Side::Broker => BrokerConfig::defaults(release).set(key.name, word).is_ok(),
    }
}

fn unit(key: &ConfigKey) -> &'static str {
    match key.unit {
        ConfigUnit::Millis => "ms",
        ConfigUnit::Minutes => "min",
        ConfigUnit::Bytes => "bytes",
        ConfigUnit::Count
        | ConfigUnit::Boolean
        | ConfigUnit::Text
        | ConfigUnit::Choice
        | ConfigUnit::List => "",
    }
}

fn or_none(text: &str) -> String {
    if text.is_empty() {
        "none".to_owned()
    } else {
        text.to_owned()
    }
}
