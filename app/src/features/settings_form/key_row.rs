//! One key: what it does, its value, its default and what is allowed.

mod field;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::config::{ConfigKey, ConfigUnit};
use view_macro::view;

use self::field::Field;
use super::Form;
use super::apply::{self, Side};
use crate::components::prose::Prose;
use crate::components::term::Terms;
use crate::session::Session;
use crate::tree::Tree;

/// A row of the form.
#[component]
pub(super) fn KeyRow(side: Side, key: &'static ConfigKey) -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<Text>);
    // What would be taken instead of what was refused.
    let instead = RwSignal::new(None::<String>);
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
        let allowed = key.nearest_allowed(text, apply::release(session));
        instead.set(allowed.filter(|allowed| allowed != text));
        error.set(apply::set(session, side, key, text, scope).err());
    };
    let changed = move || shown.with(|shown| shown.value != shown.default);
    view! {
        <div class="key" class:is-changed=changed class:is-not-modelled=!key.modelled data-testid="setting-row" data-key=key.name>
            <div class="key__head">
                <code class="key__name">{key.name}</code>
                {(side == Side::Broker)
                    .then(|| view! { <span class="chip chip--line" title=say::settings_broker_hint()>{say::settings_broker()}</span> })}
                {(!key.modelled)
                    .then(|| {
                        view! {
                            <span class="chip" title=say::settings_not_modelled_hint()>
                                {say::settings_not_modelled()}
                            </span>
                        }
                    })}
            </div>
            <p class="key__doc"><Terms text=(key.doc)() /></p>
            <div class="key__value">
                <Field side=side key=key shown=shown change=change invalid=Signal::derive(move || error.with(Option::is_some)) />
                <span class="key__unit">{unit(key)}</span>
                <span class="key__bounds key__default">{move || shown.with(|shown| or_none(&shown.default))}</span>
                <span class="key__bounds key__default-named">
                    {move || {
                        let default = shown.with(|shown| or_none(&shown.default));
                        view! { <Prose text=say::settings_default(default) /> }
                    }}
                </span>
                <span class="key__bounds key__allowed">{key.allowed_text()}</span>
            </div>
            {move || {
                shown
                    .with(|shown| shown.running.clone())
                    .map(|running| {
                        view! {
                            <p class="key__note" data-testid="setting-pending">
                                {say::settings_still(or_none(&running))}
                            </p>
                        }
                    })
            }}
            {move || {
                error.get().map(|text| view! { <p class="key__error" role="alert" data-testid="setting-error"><Prose text />" "{move || instead.get().map(|value| fix(value, change))}</p> })
            }}
        </div>
    }
}

/// Takes what is allowed instead of what was refused.
fn fix(value: String, change: impl Fn(String) + 'static) -> Tree {
    let label = say::settings_use(&value);
    view! {
        <button
            class="btn btn--sm"
            type="button"
            data-testid="setting-fix"
            on:click=move |_| change(value.clone())
        >
            {label}
        </button>
    }
}

fn unit(key: &ConfigKey) -> Text {
    match key.unit {
        ConfigUnit::Millis => "ms".into(),
        ConfigUnit::Minutes => say::settings_minutes(),
        ConfigUnit::Bytes => say::settings_bytes(),
        ConfigUnit::Count
        | ConfigUnit::Boolean
        | ConfigUnit::Text
        | ConfigUnit::Choice
        | ConfigUnit::List => Text::default(),
    }
}

fn or_none(text: &str) -> Text {
    if text.is_empty() {
        say::settings_none()
    } else {
        text.to_owned().into()
    }
}
