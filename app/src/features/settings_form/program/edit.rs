//! Changing a consumer's program: at its next start, or from 0 s.

use leptos::prelude::*;
use sim_core::Command;
use sim_core::scenario::ProgramSpec;

use crate::features::settings_form::Form;
use crate::features::settings_form::apply::{Target, When, begin_again, target_name};
use crate::session::Session;

/// What the chosen (or first) consumer runs at its next start.
pub(super) fn next(session: Session, form: Form) -> ProgramSpec {
    let target = form.target.get();
    session.lab().with(|lab| {
        let consumer = match target {
            Target::All => lab.consumers.first(),
            Target::One(id) => lab.consumers.iter().find(|one| one.id == id),
        };
        consumer.map_or_else(ProgramSpec::default, |one| one.next_program)
    })
}

/// Changes one thing in the program of each chosen consumer and leaves the rest of it.
pub(super) fn change(
    session: Session,
    form: Form,
    edit: impl Fn(&mut ProgramSpec),
) -> Result<(), String> {
    let who = target_name(session, form.target.get_untracked());
    if form.when.get_untracked() == When::FromZero {
        let mut recording = session.recording();
        for consumer in &mut recording.scenario.consumers {
            if who.as_ref().is_none_or(|who| *who == consumer.name) {
                edit(&mut consumer.program);
            }
        }
        return begin_again(session, recording, "The program");
    }
    let programs: Vec<(String, ProgramSpec)> = session.lab().with_untracked(|lab| {
        let chosen = lab
            .consumers
            .iter()
            .filter(|one| who.as_ref().is_none_or(|who| **who == *one.name));
        chosen
            .map(|one| {
                let mut program = one.next_program;
                edit(&mut program);
                (one.name.to_string(), program)
            })
            .collect()
    });
    let first = programs.first().map(|(_, program)| *program);
    let act = |who: Option<String>, program: ProgramSpec| {
        let program = Box::new(program);
        session
            .act(Command::SetProgram { who, program })
            .map_err(|error| error.to_string())
    };
    // One act, and so one Undo, where they are all alike.
    match first {
        Some(program) if who.is_none() && programs.iter().all(|(_, one)| *one == program) => {
            act(None, program)
        }
        _ => programs
            .into_iter()
            .try_for_each(|(name, program)| act(Some(name), program)),
    }
}

/// A whole number, or what to say instead.
pub(super) fn whole<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.trim()
        .parse()
        .map_err(|_not_a_number| format!("\"{}\" is not a whole number.", text.escape_default()))
}
