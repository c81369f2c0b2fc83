//! What the learner may change, and the button that runs it.

use std::collections::BTreeMap;

use leptos::prelude::*;
use lesson::{Edit, ProgramField, ProgramPatch};
use locale::{Text, say};
use sim_core::config::{BROKER_KEYS, KafkaRelease};
use sim_core::scenario::{ConfigValue, ProcessingTime, ProgramSpec, WorkerPool};
use sim_core::{ConsumerId, Timeline};
use view_macro::view;

use super::desk::Desk;
use crate::features::words::program::{COMMITS, MODES, POISON, SINKS, millis, place};
use crate::format;
use crate::language::{self, said};
use crate::session::Session;
use crate::tree::Tree;

/// Records that may wait for workers that the learner puts in.
const QUEUE: u32 = 1_000;
/// Workers that the learner puts in.
const WORKERS: u32 = 4;

/// The rows and the button.
#[component]
pub fn Changes() -> impl IntoView {
    let desk = Desk::get();
    let lesson = desk.lesson();
    let may = &lesson.may;
    let mut rows: Vec<Tree> = Vec::new();
    rows.extend(may.set.iter().map(|key| setting(desk, key, false)));
    rows.extend(may.broker.iter().map(|key| setting(desk, key, true)));
    rows.extend(may.program.iter().map(|field| program(desk, *field)));
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
fn put(desk: Desk, is_alike: impl Fn(&Edit) -> bool, edit: Option<Edit>) {
    desk.edits.update(|edits| {
        edits.retain(|other| !is_alike(other));
        edits.extend(edit);
    });
}

fn row(key: String, was: String, control: Tree) -> Tree {
    view! {
        <label class="changes__row">
            <code>{key}</code>
            <span class="changes__was">{was}</span>
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
            found.map(|(_, value)| value).unwrap_or_default()
        })
    };
    let is_own = key == "group.instance.id";
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
    let control = if is_own {
        view! {
            <input
                type="checkbox"
                data-testid=testid
                prop:checked=move || desk.edits.with(|edits| edits.iter().any(|it| it.set.contains_key("group.instance.id")))
                on:change=move |event| change(if event_target_checked(&event) { "{name}".to_owned() } else { String::new() })
            />
            <span>{say::lesson_own_id()}</span>
        }
    } else {
        let shown = {
            let key = key.clone();
            move || {
                desk.edits.with(|edits| {
                    let found = edits
                        .iter()
                        .find_map(|it| it.set.get(&key).or_else(|| it.broker.get(&key)));
                    found.map(ConfigValue::text).unwrap_or_default()
                })
            }
        };
        view! {
            <input
                class="field-input"
                placeholder=was.clone()
                data-testid=testid
                prop:value=shown
                on:change=move |event| change(event_target_value(&event))
            />
        }
    };
    row(key, was, control)
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

/// A part of every consumer's program.
fn program(desk: Desk, field: ProgramField) -> Tree {
    let spec = desk.with(|lesson| {
        let first = lesson.scenario.consumers.first();
        first.map_or_else(ProgramSpec::default, |it| it.program)
    });
    let set = move |patch: Option<ProgramPatch>| {
        let edit = patch.map(|program| Edit {
            program,
            ..Edit::default()
        });
        put(
            desk,
            move |edit| edit.program.fields().contains(&field),
            edit,
        );
    };
    let testid = format!("change-{}", field.name());
    let list_id = testid.clone();
    let choice = move |names: Vec<Text>, now: usize, patch: Box<dyn Fn(usize) -> ProgramPatch>| {
        let options: Vec<Tree> = names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let name = said(name);
                view! { <option value=index.to_string() selected=index == now>{name}</option> }
            })
            .collect();
        view! {
            <select
                class="field-input"
                data-testid=list_id.clone()
                on:change=move |event| {
                    let chosen = event_target_value(&event).parse().unwrap_or(now);
                    set((chosen != now).then(|| patch(chosen)));
                }
            >
                {options}
            </select>
        }
    };
    let nothing = ProgramPatch::default;
    let switch = |now: bool| (vec![say::lesson_no(), say::lesson_yes()], usize::from(now));
    let (label, control) = match field {
        ProgramField::Commit => {
            let names = COMMITS.iter().map(|(_, name)| name()).collect();
            let now = place(&COMMITS, &spec.commit);
            let patch = move |at: usize| ProgramPatch {
                commit: COMMITS.get(at).map(|it| it.0),
                ..nothing()
            };
            (
                say::lesson_field_commit(),
                choice(names, now, Box::new(patch)),
            )
        }
        ProgramField::OnPoison => {
            let names = POISON.iter().map(|(_, name)| name()).collect();
            let now = place(&POISON, &spec.on_poison);
            let patch = move |at: usize| ProgramPatch {
                on_poison: POISON.get(at).map(|it| it.0),
                ..nothing()
            };
            (
                say::lesson_field_poison(),
                choice(names, now, Box::new(patch)),
            )
        }
        ProgramField::Sink => {
            let names = SINKS.iter().map(|(_, name)| name()).collect();
            let now = place(&SINKS, &spec.sink);
            let patch = move |at: usize| ProgramPatch {
                sink: SINKS.get(at).map(|it| it.0),
                ..nothing()
            };
            (
                say::lesson_field_sink(),
                choice(names, now, Box::new(patch)),
            )
        }
        ProgramField::Workers => {
            let names = MODES.iter().map(|(_, name)| name()).collect();
            let now = place(&MODES, &spec.workers.map(|it| it.mode));
            let pool = spec.workers;
            let patch = move |at: usize| {
                let mode = MODES.get(at).and_then(|it| it.0);
                let workers = mode.map(|mode| WorkerPool {
                    mode,
                    count: pool.map_or(WORKERS, |it| it.count),
                    queue: pool.map_or(QUEUE, |it| it.queue),
                });
                ProgramPatch {
                    workers,
                    ..nothing()
                }
            };
            (
                say::lesson_field_workers(),
                choice(names, now, Box::new(patch)),
            )
        }
        ProgramField::CommitInRevoked => {
            let (names, now) = switch(spec.listener.commit_in_revoked);
            let patch = move |at: usize| ProgramPatch {
                commit_in_revoked: Some(at == 1),
                ..nothing()
            };
            (
                say::lesson_field_revoked(),
                choice(names, now, Box::new(patch)),
            )
        }
        ProgramField::OwnLost => {
            let (names, now) = switch(spec.listener.own_lost);
            let patch = move |at: usize| ProgramPatch {
                own_lost: Some(at == 1),
                ..nothing()
            };
            (
                say::lesson_field_lost(),
                choice(names, now, Box::new(patch)),
            )
        }
        ProgramField::Processing => {
            let now = match spec.processing {
                ProcessingTime::Constant { us } => millis(us),
                ProcessingTime::Uniform { .. }
                | ProcessingTime::HeavyTail { .. }
                | ProcessingTime::SlowKey { .. } => String::new(),
            };
            let patch = |ms: f64| {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked"
                )]
                let us = (ms * 1_000.0).round() as u64;
                ProgramPatch {
                    processing: Some(ProcessingTime::Constant { us }),
                    ..ProgramPatch::default()
                }
            };
            (say::lesson_field_time(), number(&testid, now, set, patch))
        }
        ProgramField::PollTimeoutMs => {
            let now = spec.poll_timeout_ms.to_string();
            let patch = |ms: f64| {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "checked"
                )]
                let poll_timeout_ms = Some(ms.round() as u64);
                ProgramPatch {
                    poll_timeout_ms,
                    ..ProgramPatch::default()
                }
            };
            (say::lesson_field_poll(), number(&testid, now, set, patch))
        }
    };
    row(said(&label), String::new(), control)
}

fn number(
    testid: &str,
    now: String,
    set: impl Fn(Option<ProgramPatch>) + 'static,
    patch: fn(f64) -> ProgramPatch,
) -> Tree {
    view! {
        <input
            class="field-input"
            inputmode="decimal"
            placeholder=now
            data-testid=testid.to_owned()
            on:change=move |event| {
                let number = format::decimal(event_target_value(&event).trim());
                set(number.filter(|it| (0.0..3.6e6).contains(it)).map(patch));
            }
        />
    }
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
