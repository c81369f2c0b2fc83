//! Changing a consumer's program: at once, at its next start, or from 0 s.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::Command;
use sim_core::scenario::ProgramSpec;

use super::parts::Block;
use crate::features::settings_form::Form;
use crate::features::settings_form::apply::{Target, When, begin_again, target_name};
use crate::features::words;
use crate::session::Session;

/// Why a change is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Refusal {
    /// In words.
    Because(Text),
    /// Commits of the program's own do not go with workers; one of the two can give way.
    CommitsAndWorkers(Text),
}

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
    block: &Block,
    edit: &dyn Fn(&mut ProgramSpec),
) -> Result<(), Refusal> {
    let who = target_name(session, form.target.get_untracked());
    if form.when.get_untracked() == When::FromZero {
        let mut recording = session.recording();
        for consumer in &mut recording.scenario.consumers {
            if who.as_ref().is_none_or(|who| *who == consumer.name) {
                edit(&mut consumer.program);
                fits_together(&consumer.program)?;
            }
        }
        return begin_again(session, recording, say::settings_program_changed())
            .map_err(Refusal::Because);
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
    for (_, program) in &programs {
        fits_together(program)?;
    }
    let act = |command: Command| {
        let acted = session.act(command);
        acted.map_err(|error| Refusal::Because(error.told()))
    };
    if block.is_live {
        return programs.into_iter().try_for_each(|(who, program)| {
            let processing = program.processing;
            act(Command::SetProcessing { who, processing })
        });
    }
    let set = |who: Option<String>, program: ProgramSpec| {
        let program = Box::new(program);
        act(Command::SetProgram { who, program })
    };
    // One act, and so one Undo, where they are all alike.
    match programs.first().map(|(_, program)| *program) {
        Some(program) if who.is_none() && programs.iter().all(|(_, one)| *one == program) => {
            set(None, program)
        }
        _ => programs
            .into_iter()
            .try_for_each(|(name, program)| set(Some(name), program)),
    }
}

fn fits_together(program: &ProgramSpec) -> Result<(), Refusal> {
    if program.workers.is_none() || program.commit.check_with_workers("commit").is_ok() {
        return Ok(());
    }
    let style = words::program::commit(program.commit);
    Err(Refusal::CommitsAndWorkers(say::settings_workers_commit(
        style,
    )))
}

/// A whole number, or what to say instead.
pub(super) fn whole(text: &str) -> Result<u64, Text> {
    text.trim()
        .parse()
        .map_err(|_not_a_number| say::settings_not_whole(text.escape_default().to_string()))
}

/// Milliseconds with up to three decimals → microseconds.
pub(super) fn micros(text: &str) -> Result<u64, Text> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let is_part = part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let part = format!("{part:0<3}");
    let total = || {
        let thousands = whole.parse::<u64>().ok()?.checked_mul(1_000)?;
        thousands.checked_add(part.parse::<u64>().ok()?)
    };
    total()
        .filter(|_| is_part)
        .ok_or_else(say::settings_millis_wrong)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::features::words::program::millis;

    #[test]
    fn milliseconds_go_both_ways() {
        assert_eq!(micros("20"), Ok(20_000));
        assert_eq!(micros("0.5"), Ok(500));
        assert!(micros("1.2345").is_err());
        assert!(micros("-1").is_err());
        assert_eq!(millis(20_000), "20");
        assert_eq!(millis(500), "0.5");
    }
}
