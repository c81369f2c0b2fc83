//! Settings as a team keeps them, pasted in: each line is judged, what is allowed is applied at
//! once, and the result goes out as `consumer.properties`.

mod drop;
mod verdicts;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::config::{CONSUMER_KEYS, ConsumerConfig, Paste, escaped, read_paste};
use view_macro::view;

pub(super) use self::drop::take_file;
use self::verdicts::{Counts, verdicts};
use super::Form;
use super::apply::{self, Side, Target, When};
use crate::components::prose::Prose;
use crate::session::Session;

/// What was pasted; it outlives the tab.
#[derive(Clone, Copy, Debug)]
pub struct Pasted(pub RwSignal<String>);

/// The field, the verdicts and the ways on.
#[component]
pub(super) fn PasteForm() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let Pasted(text) = expect_context::<Pasted>();
    let error = RwSignal::new(None::<Text>);
    let paste = Memo::new(move |_| {
        session.story.track();
        text.with(|text| read_paste(text, &base(session, form.target.get())))
    });
    let counts = Memo::new(move |_| paste.with(Counts::of));
    let apply = move |_| {
        let pairs = paste.with_untracked(Paste::applied);
        let scope = (form.target.get_untracked(), form.when.get_untracked());
        error.set(apply::set_many(session, &pairs, scope).err());
    };
    let export = move |event: leptos::ev::MouseEvent| {
        let kept = paste.with_untracked(Paste::unknown);
        let text = properties(session, form.target.get_untracked(), &kept);
        let link = String::from(js_sys::encode_uri_component(&text));
        let link = format!("data:text/plain;charset=utf-8,{link}");
        event_target::<web_sys::Element>(&event)
            .set_attribute("href", &link)
            .expect("href is the name of an attribute");
    };
    view! {
        <section class="settings__group paste" data-testid="paste">
            <h3>{say::settings_paste()}</h3>
            <p class="key__doc">{say::settings_paste_hint()}</p>
            <textarea
                class="field-input paste__text"
                rows=move || if text.with(String::is_empty) { "2" } else { "8" }
                aria-label=say::settings_paste_label()
                placeholder="session.timeout.ms=10000"
                autocomplete="off"
                spellcheck="false"
                data-testid="paste-text"
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            ></textarea>
            <p class="paste__sum" role="status" data-testid="paste-sum">
                {move || counts.get().told()}
            </p>
            <ol class="paste__lines">
                {move || paste.with(|paste| verdicts(paste, text, apply::release(session)))}
            </ol>
            <div class="paste__ways">
                <button
                    class="btn btn--sm"
                    type="button"
                    disabled=move || counts.with(|counts| counts.applied == 0)
                    data-testid="paste-apply"
                    on:click=apply
                >
                    {move || apply_label(counts.get().applied, form.when.get())}
                </button>
                <a
                    class="btn btn--sm"
                    href="data:,"
                    download="consumer.properties"
                    data-testid="paste-export"
                    on:click=export
                >
                    {say::settings_paste_export()}
                </a>
            </div>
            {move || {
                error.get().map(|text| view! { <p class="key__error" role="alert"><Prose text /></p> })
            }}
        </section>
    }
}

fn apply_label(number: usize, when: When) -> Text {
    match when {
        When::FromZero => say::settings_paste_fork(number),
        When::NextStart => say::settings_paste_next(number),
    }
}

/// The settings that a paste comes on top of.
fn base(session: Session, target: Target) -> ConsumerConfig {
    let scenario = session.recording().scenario;
    let name = apply::target_name(session, target);
    let mut specs = scenario.consumers.iter();
    let spec = specs.find(|one| name.as_ref().is_none_or(|name| one.name == *name));
    spec.and_then(|spec| scenario.consumer_config(spec).ok())
        .unwrap_or_else(|| ConsumerConfig::defaults(apply::release(session)))
}

/// What differs from the release's defaults, and the keys that are only kept.
fn properties(session: Session, target: Target, kept: &[(String, String)]) -> String {
    let mut lines = String::new();
    let mut add = |key: &str, value: &str| {
        lines.push_str(&escaped(key));
        lines.push('=');
        lines.push_str(&escaped(value));
        lines.push('\n');
    };
    for key in CONSUMER_KEYS {
        let shown = apply::read(session, Side::Client, key, target);
        if shown.value != shown.default {
            add(key.name, &shown.value);
        }
    }
    for (key, value) in kept {
        add(key, value);
    }
    lines
}
