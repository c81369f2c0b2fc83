//! What producers append: records per second of each topic.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::Command;
use sim_core::scenario::{Production, TopicSpec};
use view_macro::view;

use crate::session::Session;

/// One number per topic.
#[component]
pub(super) fn TrafficForm() -> impl IntoView {
    let session = Session::get();
    let topics = Memo::new(move |_| {
        session.story.track();
        rates(session)
    });
    let rows = move || {
        let topics = topics.get().into_iter();
        topics
            .map(|(name, rate)| view! { <RateField name=name rate=rate /> })
            .collect_view()
    };
    view! {
        <section class="settings__group">
            <h3>{say::settings_load()}</h3>
            {rows}
        </section>
    }
}

#[component]
fn RateField(name: String, rate: u32) -> impl IntoView {
    let session = Session::get();
    let error = RwSignal::new(None::<Text>);
    let topic = name.clone();
    let change = move |event: leptos::ev::Event| {
        let Ok(records_per_second) = event_target_value(&event).trim().parse() else {
            error.set(Some(say::settings_rate_wrong()));
            return;
        };
        let topic = topic.clone();
        let command = Command::SetProduceRate {
            topic,
            records_per_second,
        };
        error.set(session.act(command).err().map(|problem| problem.told()));
    };
    view! {
        <div class="key">
            <div class="key__value">
                <b class="key__topic">{name.clone()}</b>
                <input
                    class="field-input key__number"
                    aria-label=say::settings_rate_into(name)
                    inputmode="numeric"
                    data-testid="produce-rate"
                    prop:value=rate.to_string()
                    on:change=change
                />
                <span class="key__unit">{say::settings_rate_unit()}</span>
            </div>
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}

/// Topics with the rate last asked for on this branch.
fn rates(session: Session) -> Vec<(String, u32)> {
    let recording = session.recording();
    let at = session.with_timeline(sim_core::Timeline::at);
    let first = |topic: &TopicSpec| {
        let rate = match topic.production {
            Production::Rate {
                records_per_second, ..
            } => records_per_second,
            Production::None | Production::Ticks { .. } => 0,
        };
        (topic.name.clone(), rate)
    };
    let mut rates: Vec<(String, u32)> = recording.scenario.topics.iter().map(first).collect();
    let script = recording.scenario.script.iter();
    let acts = script.chain(&recording.commands);
    for timed in acts.filter(|timed| timed.at <= at) {
        if let Command::CreateTopic { topic } = &timed.command {
            rates.push(first(topic));
        } else if let Command::SetProduceRate {
            topic,
            records_per_second,
        } = &timed.command
            && let Some((_, rate)) = rates.iter_mut().find(|(name, _)| name == topic)
        {
            *rate = *records_per_second;
        }
    }
    rates
}
