//! What the learner may change, and the button that runs it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use lesson::Edit;
use locale::say;
use sim_core::config::{BROKER_KEYS, KafkaRelease};
use sim_core::scenario::ConfigValue;
use sim_core::{ConsumerId, Timeline};
use view_macro::view;

use super::desk::Desk;
use super::program_row::program_row;
use crate::language::{self, said};
use crate::session::Session;
use crate::tree::Tree;

/// The rows and the button.
#[component]
pub fn Changes() -> impl IntoView {
    let desk = Desk::get();
    let lesson = desk.lesson();
    let may = &lesson.may;
    let mut rows: Vec<Tree> = Vec::new();
    rows.extend(may.set.iter().map(|key| setting(desk, key, false)));
    rows.extend(may.broker.iter().map(|key| setting(desk, key, true)));
    rows.extend(may.program.iter().map(|field| program_row(desk, *field)));
    rows.extend(may.group.iter().map(|who| group(desk, who)));
    if let Some(bounds) = may.consumers {
        rows.push(consumers(desk, bounds.least, bounds.most));
    }
    let acts = may.acts.iter().map(|act| {
        let words = act.says.to(language::current()).to_owned();
        act_row(desk, act.name.clone(), words)
    });
    rows.extend(acts);
    let used = move || {
        let (count, _) = desk.edits.with(|edits| lesson::changes_of(edits));
        say::lesson_changed(locale::Number(u64::try_from(count).unwrap_or(0)))
    };
    view! {
        <h2>
            {say::lesson_may_change()}
            <span class="chip" role="status">{used}</span>
        </h2>
        <div class="changes" data-testid="lesson-changes">{rows}</div>
        <p class="changes__refused" role="alert">{move || desk.refused.get().unwrap_or_default()}</p>
        <button
            class="btn btn--solid changes__run"
            type="button"
            data-testid="lesson-run"
            disabled=move || !desk.seen.get()
            on:click=move |_| desk.run()
        >
            {move || if desk.seen.get() { say::lesson_run() } else { say::lesson_run_locked() }}
        </button>
    }
}

/// Puts one change in place of those that are alike, or takes it away.
pub(super) fn put(desk: Desk, is_alike: impl Fn(&Edit) -> bool, edit: Option<Edit>) {
    desk.edits.update(|edits| {
        edits.retain(|other| !is_alike(other));
        edits.extend(edit);
    });
}

pub(super) fn row(key: String, was: String, control: Tree) -> Tree {
    view! {
        <label class="changes__row">
            <code>{key}</code>
            <span class="changes__was">{(!was.is_empty()).then(|| say::lesson_was(was))}</span>
            {control}
        </label>
    }
}

/// A setting of every consumer, or of the broker.
fn setting(desk: Desk, key: &str, is_broker: bool) -> Tree {
    let key = key.to_owned();
    let session = Session::get();
    let was = if is_broker {
        broker_value(desk, &key)
    } else {
        session.with_timeline(|timeline: &Timeline| {
            let all = timeline.settings(ConsumerId::from_index(0));
            let found = all.into_iter().find(|(known, _)| *known == key);
            let value = found.map(|(_, value)| value).unwrap_or_default();
            value.replace("org.apache.kafka.clients.consumer.", "")
        })
    };
    let change = {
        let key = key.clone();
        let was = was.clone();
        move |text: String| {
            let text = text.trim().to_owned();
            let is_alike = {
                let key = key.clone();
                move |edit: &Edit| edit.set.contains_key(&key) || edit.broker.contains_key(&key)
            };
            let is_changed = !text.is_empty() && text != was;
            let map = BTreeMap::from([(key.clone(), value(&text))]);
            let edit = if is_broker {
                Edit {
                    broker: map,
                    ..Edit::default()
                }
            } else {
                Edit {
                    set: map,
                    ..Edit::default()
                }
            };
            put(desk, is_alike, is_changed.then_some(edit));
        }
    };
    let testid = format!("change-{key}");
    let control = if key == "group.instance.id" {
        own_id(testid, change)
    } else {
        value_field(desk, key.clone(), was.clone(), testid, change)
    };
    row(key, was, control)
}

/// Whether each consumer has its own name as `group.instance.id`.
fn own_id(testid: String, change: impl Fn(String) + 'static) -> Tree {
    let desk = Desk::get();
    let is_set = move || {
        desk.edits.with(|edits| {
            edits
                .iter()
                .any(|it| it.set.contains_key("group.instance.id"))
        })
    };
    let changed = move |event: leptos::ev::Event| {
        let is_on = event_target_checked(&event);
        change(if is_on {
            "{name}".to_owned()
        } else {
            String::new()
        });
    };
    view! {
        <input type="checkbox" data-testid=testid prop:checked=is_set on:change=changed />
        <span>{say::lesson_own_id()}</span>
    }
}

fn value_field(
    desk: Desk,
    key: String,
    was: String,
    testid: String,
    change: impl Fn(String) + 'static,
) -> Tree {
    let shown = move || {
        desk.edits.with(|edits| {
            let value = |it: &Edit| it.set.get(&key).or_else(|| it.broker.get(&key)).cloned();
            let found = edits.iter().find_map(value);
            found.map(|it| it.text()).unwrap_or_default()
        })
    };
    let mode = if was.parse::<i64>().is_ok() {
        "numeric"
    } else {
        "text"
    };
    view! {
        <input
            class="field-input"
            inputmode=mode
            placeholder=was
            data-testid=testid
            prop:value=shown
            on:change=move |event| change(event_target_value(&event))
        />
    }
}

/// A number where it is one, as lesson files have it.
fn value(text: &str) -> ConfigValue {
    match (text, text.parse::<i64>()) {
        (_, Ok(number)) => ConfigValue::Number(number),
        ("true", _) => ConfigValue::Bool(true),
        ("false", _) => ConfigValue::Bool(false),
        _ => ConfigValue::Text(text.to_owned()),
    }
}

fn broker_value(desk: Desk, key: &str) -> String {
    desk.with(|lesson| {
        let set = lesson.scenario.broker.get(key).map(ConfigValue::text);
        set.or_else(|| {
            let known = BROKER_KEYS.iter().find(|known| known.name == key)?;
            let release = lesson
                .scenario
                .kafka_release()
                .unwrap_or(KafkaRelease::V4_3);
            known.default_in(release).value().map(str::to_owned)
        })
        .unwrap_or_default()
    })
}

/// Another group for one consumer.
fn group(desk: Desk, who: &str) -> Tree {
    let who = who.to_owned();
    let was = desk.with(|lesson| {
        let found = lesson.scenario.consumers.iter().find(|it| it.name == who);
        found.map(|it| it.group.clone()).unwrap_or_default()
    });
    let label = format!("group.id ({who})");
    let before = was.clone();
    let change = move |event: leptos::ev::Event| {
        let text = event_target_value(&event).trim().to_owned();
        let is_changed = !text.is_empty() && text != before;
        let edit = is_changed.then(|| Edit {
            who: Some(who.clone()),
            group: Some(text),
            ..Edit::default()
        });
        let name = who.clone();
        put(
            desk,
            move |it| it.group.is_some() && it.who.as_ref() == Some(&name),
            edit,
        );
    };
    let control = view! { <input class="field-input" placeholder=was.clone() data-testid="change-group" on:change=change /> };
    row(label, was, control)
}

/// How many consumers.
fn consumers(desk: Desk, least: u32, most: u32) -> Tree {
    let was = desk
        .with(|lesson| lesson.scenario.consumers.len())
        .to_string();
    let before = was.clone();
    let change = move |event: leptos::ev::Event| {
        let text = event_target_value(&event);
        let count = text.trim().parse::<u32>().ok();
        let edit = count
            .filter(|it| it.to_string() != before)
            .map(|count| Edit {
                consumers: Some(count.clamp(least, most)),
                ..Edit::default()
            });
        put(desk, |it| it.consumers.is_some(), edit);
    };
    let control = view! {
        <input class="field-input" inputmode="numeric" placeholder=was.clone() data-testid="change-consumers" on:change=change />
    };
    row(
        said(&say::lesson_field_consumers(
            least.to_string(),
            most.to_string(),
        )),
        was,
        control,
    )
}

/// Another turn of the story.
fn act_row(desk: Desk, name: String, words: String) -> Tree {
    let shown = {
        let name = name.clone();
        move || {
            desk.edits
                .with(|edits| edits.iter().any(|it| it.act.as_ref() == Some(&name)))
        }
    };
    let testid = format!("change-{name}");
    let change = move |event: leptos::ev::Event| {
        let edit = event_target_checked(&event).then(|| Edit {
            act: Some(name.clone()),
            ..Edit::default()
        });
        let name = name.clone();
        put(desk, move |it| it.act.as_ref() == Some(&name), edit);
    };
    view! {
        <label class="changes__act">
            <input type="checkbox" data-testid=testid prop:checked=shown on:change=change />
            <span>{words}</span>
        </label>
    }
}
