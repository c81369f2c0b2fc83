//! Worker threads, poison records and the sink of the chosen consumers.

use leptos::prelude::*;
use sim_core::scenario::{OnPoison, ProgramSpec, Sink, WorkerMode, WorkerPool};
use view_macro::view;

use super::edit::{change, next, whole};
use crate::features::settings_form::Form;
use crate::session::Session;

/// Threads and room of a new pool.
const POOL: (u32, u32) = (4, 1_000);

const MODES: [(Option<WorkerMode>, &str); 4] = [
    (None, "none: the polling thread processes"),
    (Some(WorkerMode::AutoCommit), "workers, automatic commits"),
    (
        Some(WorkerMode::FinishedPrefix),
        "workers, commits the finished prefix",
    ),
    (
        Some(WorkerMode::PauseResume),
        "workers, pause() and resume()",
    ),
];

const POISON: [(OnPoison, &str); 5] = [
    (OnPoison::Crash, "the exception ends the loop"),
    (OnPoison::Kill, "the process dies at once"),
    (OnPoison::Skip, "logged and passed over"),
    (OnPoison::DeadLetter, "sent to a dead-letter topic"),
    (
        OnPoison::RetryInPlace { backoff_ms: 1_000 },
        "tried again every second",
    ),
];

const SINKS: [(Sink, &str); 2] = [
    (Sink::Plain, "a repeat takes effect again"),
    (Sink::Idempotent, "idempotent: a repeat changes nothing"),
];

/// Worker threads and their queue.
#[component]
pub(super) fn WorkersField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let pool = Memo::new(move |_| next(session, form).workers);
    let choose = move |index: usize| {
        let mode = MODES.get(index).and_then(|(mode, _)| *mode);
        error.set(change(session, form, |one| one.workers = pool_of(one, mode)).err());
    };
    let number = move |name: &'static str,
                       testid: &'static str,
                       part: fn(&mut WorkerPool) -> &mut u32| {
        let set = move |event: leptos::ev::Event| {
            let set = |value: u32| {
                change(session, form, |one| {
                    if let Some(pool) = &mut one.workers {
                        *part(pool) = value;
                    }
                })
            };
            error.set(whole(&event_target_value(&event)).and_then(set).err());
        };
        let value = move || pool.get().map(|mut pool| part(&mut pool).to_string());
        view! {
            <label class="key__switch">
                <input class="field-input key__number" inputmode="numeric" data-testid=testid prop:value=value on:change=set />
                {name}
            </label>
        }
    };
    let numbers = move || {
        view! {
            {number("threads", "worker-count", |pool| &mut pool.count)}
            {number("records may wait", "worker-queue", |pool| &mut pool.queue)}
        }
    };
    view! {
        <div class="key">
            <div class="key__head"><b>"Workers"</b></div>
            <p class="key__doc">"With workers their mode says what is committed. Takes effect at its next start."</p>
            <Choice
                label="Workers"
                testid="worker-mode"
                names=MODES.map(|(_, name)| name).to_vec()
                now=Signal::derive(move || place(&MODES, pool.get().map(|pool| pool.mode)))
                choose
            />
            <Show when=move || pool.get().is_some()>{numbers()}</Show>
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}

/// What happens to poison records and to repeats.
#[component]
pub(super) fn OutcomeFields() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let now = Memo::new(move |_| next(session, form));
    let set = move |edit: &dyn Fn(&mut ProgramSpec)| {
        error.set(change(session, form, |one| edit(one)).err());
    };
    view! {
        <div class="key">
            <div class="key__head"><b>"Poison records and sink"</b></div>
            <p class="key__doc">"Takes effect at its next start."</p>
            <Choice
                label="A record that cannot be processed"
                testid="on-poison"
                names=POISON.map(|(_, name)| name).to_vec()
                now=Signal::derive(move || place(&POISON, now.get().on_poison))
                choose=move |index| set(&|one| one.on_poison = POISON[index.min(POISON.len() - 1)].0)
            />
            <Choice
                label="Sink"
                testid="sink"
                names=SINKS.map(|(_, name)| name).to_vec()
                now=Signal::derive(move || place(&SINKS, now.get().sink))
                choose=move |index| set(&|one| one.sink = SINKS[index.min(SINKS.len() - 1)].0)
            />
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}

#[component]
fn Choice(
    label: &'static str,
    testid: &'static str,
    names: Vec<&'static str>,
    #[prop(into)] now: Signal<usize>,
    choose: impl Fn(usize) + 'static,
) -> impl IntoView {
    let options = names.into_iter().enumerate().map(move |(index, name)| {
        view! { <option value=index.to_string() selected=move || now.get() == index>{name}</option> }
    });
    let change = move |event: leptos::ev::Event| {
        choose(event_target_value(&event).parse().unwrap_or(0));
    };
    view! {
        <div class="key__value">
            <select class="field-input" aria-label=label data-testid=testid on:change=change>
                {options.collect_view()}
            </select>
        </div>
    }
}

fn place<T: PartialEq>(all: &[(T, &str)], now: T) -> usize {
    all.iter().position(|(one, _)| *one == now).unwrap_or(0)
}

/// The pool it has, or a new one, in that mode.
fn pool_of(program: &ProgramSpec, mode: Option<WorkerMode>) -> Option<WorkerPool> {
    let (count, queue) = program
        .workers
        .map_or(POOL, |pool| (pool.count, pool.queue));
    mode.map(|mode| WorkerPool { count, queue, mode })
}
