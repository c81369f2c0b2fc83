//! The control for one value.

use leptos::prelude::*;
use sim_core::config::{BrokerConfig, ConfigKey, ConfigUnit, ConsumerConfig, KafkaRelease};
use view_macro::view;

use crate::features::settings_form::apply::{Shown, Side};

/// A list for few words, a text field for the rest.
#[component]
pub(super) fn Field(
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
        let option = |word: String| view! { <option selected=word == now>{word}</option> };
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
            let allowed = (key.allowed)().to_string();
            allowed
                .split([' ', ','])
                .filter(|word| !word.is_empty() && takes(side, key, word))
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
