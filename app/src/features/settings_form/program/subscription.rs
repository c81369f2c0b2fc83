//! What the chosen consumers subscribe to: `subscribe()` and `unsubscribe()`.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::Command;
use sim_core::view::SubscriptionView;
use view_macro::view;

use crate::components::prose::Prose;
use crate::features::settings_form::Form;
use crate::features::settings_form::apply::{Target, When, begin_again, target_name};
use crate::features::words::program::topic_names;
use crate::session::Session;

/// Topic names, and a button for none.
#[component]
pub(super) fn SubscriptionField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<Text>);
    let now = Memo::new(move |_| {
        let target = form.target.get();
        session.lab().with(|lab| {
            let is_chosen = |id| target == Target::All || target == Target::One(id);
            let consumer = lab.consumers.iter().find(|one| is_chosen(one.id))?;
            Some(match &consumer.subscription {
                SubscriptionView::Topics(topics) => (topic_names(topics, lab), None),
                SubscriptionView::Pattern(pattern) => {
                    (String::new(), Some(say::settings_now_pattern(&**pattern)))
                }
                SubscriptionView::Assign => (String::new(), Some(say::settings_now_assign())),
            })
        })
    });
    let set = move |text: String| error.set(subscribe(session, form, &text).err());
    // An emptied field is one that is being rewritten; the button unsubscribes.
    let type_topics = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        if !text.trim().is_empty() {
            set(text);
        }
    };
    let doc = move || {
        let now = now.get().unwrap_or_default().1;
        let parts = now.into_iter().chain([say::settings_subscription_doc()]);
        view! { <Prose text=Text::joined(parts, " ") /> }
    };
    view! {
        <div class="key" role="group" aria-label=say::settings_subscription()>
            <div class="key__head"><b>{say::settings_subscription()}</b></div>
            <p class="key__doc">{doc}</p>
            <div class="key__value">
                <input
                    class="field-input key__topics"
                    aria-label=say::settings_topics()
                    placeholder=say::settings_topics_hint()
                    autocomplete="off"
                    spellcheck="false"
                    data-testid="subscribe-topics"
                    prop:value=move || now.get().unwrap_or_default().0
                    on:change=type_topics
                />
                <button class="btn btn--sm" type="button" data-testid="unsubscribe" on:click=move |_| set(String::new())>
                    "unsubscribe()"
                </button>
            </div>
            {move || {
                error.get().map(|text| view! { <p class="key__error" role="alert" data-testid="subscribe-error"><Prose text /></p> })
            }}
        </div>
    }
}

fn subscribe(session: Session, form: Form, text: &str) -> Result<(), Text> {
    let names = text
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    let topics: Vec<String> = names.map(str::to_owned).collect();
    let who = target_name(session, form.target.get_untracked());
    let is_chosen = |name: &str| who.as_ref().is_none_or(|who| *who == name);
    if form.when.get_untracked() == When::FromZero {
        let mut recording = session.recording();
        for consumer in &mut recording.scenario.consumers {
            if is_chosen(&consumer.name) {
                consumer.subscribe.clone_from(&topics);
                consumer.pattern = None;
                consumer.assign = Vec::new();
            }
        }
        return begin_again(session, recording, say::settings_subscription_changed());
    }
    let names: Vec<String> = session.lab().with_untracked(|lab| {
        let names = lab.consumers.iter().map(|one| one.name.to_string());
        names.filter(|name| is_chosen(name)).collect()
    });
    names.into_iter().try_for_each(|who| {
        let command = if topics.is_empty() {
            Command::Unsubscribe { who }
        } else {
            let topics = topics.clone();
            Command::Subscribe { who, topics }
        };
        session.act(command).map_err(|error| error.told())
    })
}
