//! A part of every consumer's program that the learner may change.

use leptos::prelude::*;
use lesson::{Edit, ProgramField, ProgramPatch};
use locale::{Text, say};
use sim_core::scenario::{ProcessingTime, ProgramSpec, WorkerPool};
use view_macro::view;

use super::changes::{put, row};
use super::desk::Desk;
use crate::features::words::program::{COMMITS, MODES, POISON, SINKS, millis, place};
use crate::format;
use crate::language::said;
use crate::tree::Tree;

/// Records that may wait for workers that the learner puts in.
const QUEUE: u32 = 1_000;
/// Workers that the learner puts in.
const WORKERS: u32 = 4;
/// Longest time that is taken, in milliseconds: an hour.
const MILLIS_MAX: f64 = 3.6e6;

/// What a part is changed with.
enum Control {
    /// One of these, the present one by place.
    Choice(Vec<Text>, usize, fn(usize, &ProgramSpec) -> ProgramPatch),
    /// A number, the present one as text.
    Number(String, fn(f64) -> ProgramPatch),
}

/// The row of a part.
pub fn program_row(desk: Desk, field: ProgramField) -> Tree {
    let spec = desk.with(|lesson| {
        let first = lesson.scenario.consumers.first();
        first.map_or_else(ProgramSpec::default, |it| it.program)
    });
    let set = move |program: Option<ProgramPatch>| {
        let edit = program.map(|program| Edit {
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
    let (label, control) = match choice(field, &spec) {
        Some(found) => found,
        None => number(field, &spec),
    };
    let control = match control {
        Control::Choice(names, now, patch) => {
            let options = names.iter().enumerate().map(|(index, name)| {
                let name = said(name);
                view! { <option value=index.to_string() selected=index == now>{name}</option> }
            });
            let options: Vec<Tree> = options.collect();
            let changed = move |event: leptos::ev::Event| {
                let chosen = event_target_value(&event).parse().unwrap_or(now);
                set((chosen != now).then(|| patch(chosen, &spec)));
            };
            view! {
                <select class="field-input" data-testid=testid on:change=changed>{options}</select>
            }
        }
        Control::Number(now, patch) => {
            let changed = move |event: leptos::ev::Event| {
                let number = format::decimal(event_target_value(&event).trim());
                set(number
                    .filter(|it| (0.0..MILLIS_MAX).contains(it))
                    .map(patch));
            };
            view! {
                <input class="field-input" inputmode="decimal" placeholder=now data-testid=testid on:change=changed />
            }
        }
    };
    row(said(&label), String::new(), control)
}

/// The parts that are one of several.
fn choice(field: ProgramField, spec: &ProgramSpec) -> Option<(Text, Control)> {
    let switch = |now: bool, patch| {
        Control::Choice(
            vec![say::lesson_no(), say::lesson_yes()],
            usize::from(now),
            patch,
        )
    };
    Some(match field {
        ProgramField::Commit => {
            let names = COMMITS.iter().map(|(_, name)| name()).collect();
            let patch = |at: usize, _: &ProgramSpec| ProgramPatch {
                commit: COMMITS.get(at).map(|it| it.0),
                ..ProgramPatch::default()
            };
            let now = place(&COMMITS, &spec.commit);
            (
                say::lesson_field_commit(),
                Control::Choice(names, now, patch),
            )
        }
        ProgramField::OnPoison => {
            let names = POISON.iter().map(|(_, name)| name()).collect();
            let patch = |at: usize, _: &ProgramSpec| ProgramPatch {
                on_poison: POISON.get(at).map(|it| it.0),
                ..ProgramPatch::default()
            };
            let now = place(&POISON, &spec.on_poison);
            (
                say::lesson_field_poison(),
                Control::Choice(names, now, patch),
            )
        }
        ProgramField::Sink => {
            let names = SINKS.iter().map(|(_, name)| name()).collect();
            let patch = |at: usize, _: &ProgramSpec| ProgramPatch {
                sink: SINKS.get(at).map(|it| it.0),
                ..ProgramPatch::default()
            };
            let now = place(&SINKS, &spec.sink);
            (say::lesson_field_sink(), Control::Choice(names, now, patch))
        }
        ProgramField::Workers => {
            let names = MODES.iter().map(|(_, name)| name()).collect();
            let now = place(&MODES, &spec.workers.map(|it| it.mode));
            (
                say::lesson_field_workers(),
                Control::Choice(names, now, workers),
            )
        }
        ProgramField::CommitInRevoked => {
            let patch = |at: usize, _: &ProgramSpec| ProgramPatch {
                commit_in_revoked: Some(at == 1),
                ..ProgramPatch::default()
            };
            let now = spec.listener.commit_in_revoked;
            (say::lesson_field_revoked(), switch(now, patch))
        }
        ProgramField::OwnLost => {
            let patch = |at: usize, _: &ProgramSpec| ProgramPatch {
                own_lost: Some(at == 1),
                ..ProgramPatch::default()
            };
            (
                say::lesson_field_lost(),
                switch(spec.listener.own_lost, patch),
            )
        }
        ProgramField::Processing | ProgramField::PollTimeoutMs => return None,
    })
}

/// Workers in a mode, as many as there are now.
fn workers(at: usize, spec: &ProgramSpec) -> ProgramPatch {
    let mode = MODES.get(at).and_then(|it| it.0);
    let workers = mode.map(|mode| WorkerPool {
        mode,
        count: spec.workers.map_or(WORKERS, |it| it.count),
        queue: spec.workers.map_or(QUEUE, |it| it.queue),
    });
    ProgramPatch {
        workers,
        ..ProgramPatch::default()
    }
}

/// The parts that are numbers: times.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "below MILLIS_MAX"
)]
fn number(field: ProgramField, spec: &ProgramSpec) -> (Text, Control) {
    if field == ProgramField::PollTimeoutMs {
        let patch = |ms: f64| ProgramPatch {
            poll_timeout_ms: Some(ms.round() as u64),
            ..ProgramPatch::default()
        };
        let now = spec.poll_timeout_ms.to_string();
        return (say::lesson_field_poll(), Control::Number(now, patch));
    }
    let now = match spec.processing {
        ProcessingTime::Constant { us } => millis(us),
        ProcessingTime::Uniform { .. }
        | ProcessingTime::HeavyTail { .. }
        | ProcessingTime::SlowKey { .. } => String::new(),
    };
    let patch = |ms: f64| ProgramPatch {
        processing: Some(ProcessingTime::Constant {
            us: (ms * 1_000.0).round() as u64,
        }),
        ..ProgramPatch::default()
    };
    (say::lesson_field_time(), Control::Number(now, patch))
}
