//! Changes and what they saved, in words. What stands between backticks is Java's or Kafka's.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::Harm;
use sim_core::what_if::{Change, Outcome};
use sim_core::{Recording, SimTime};

use crate::features::words::program;
use crate::format;
use crate::session::Session;

/// What the figures are about, and how they were got.
pub(super) fn measured(harm: Harm, until: SimTime) -> Text {
    let until = (until.as_micros() / 1_000_000).to_string();
    match harm {
        Harm::Stopped => say::panel_measured_stopped(until),
        Harm::Twice => say::panel_measured_twice(until),
        Harm::Lost => say::panel_measured_lost(until),
    }
}

/// `close() would have saved 34.2 partition-s and 298 repeats. Fork?`
pub(super) fn lead(change: &Change, base: &Outcome, with: &Outcome) -> Text {
    let parts = [Harm::Stopped, Harm::Twice, Harm::Lost]
        .map(|harm| (harm, base.saved(harm, with)))
        .into_iter()
        .filter(|(_, saved)| *saved > 0)
        .map(|(harm, saved)| match harm {
            Harm::Stopped => say::panel_saved_stopped(tenths(saved)),
            Harm::Twice => say::panel_saved_twice(saved),
            Harm::Lost => say::panel_saved_lost(saved),
        });
    let saved = parts.reduce(say::list_end).unwrap_or_default();
    say::panel_levers_lead(short(change), saved)
}

fn short(change: &Change) -> Text {
    match change {
        Change::Close { .. } => "`close()`".into(),
        Change::Setting { key, value } => format!("`{key}` {value}").into(),
        Change::StaticMembers => "`group.instance.id`".into(),
        Change::CommitInRevoked => say::panel_change_revoked(),
        Change::Commit(style) => program::commit(*style),
    }
}

/// What is different.
pub(super) fn change(session: Session, recording: &Recording, change: &Change) -> Text {
    match change {
        Change::Close { who, at } => {
            let letter = session.lab().with_untracked(|lab| {
                let consumer = lab.consumers.iter().find(|one| *one.name == **who);
                consumer.map_or_else(|| who.clone(), |one| one.letter.to_string())
            });
            say::panel_change_close(letter, format::seconds(*at))
        }
        Change::Setting { key, value } => {
            let first = recording.scenario.consumers.first();
            let config = first.and_then(|first| recording.scenario.consumer_config(first).ok());
            let now = config
                .and_then(|config| config.get(key))
                .unwrap_or_default();
            let now = now.replace("org.apache.kafka.clients.consumer.", "");
            say::panel_change_setting(*key, value.clone(), now.replace(',', ", "))
        }
        Change::StaticMembers => say::panel_change_static(),
        Change::CommitInRevoked | Change::Commit(_) => short(change),
    }
}

/// Before and after.
pub(super) fn figure(harm: Harm, base: &Outcome, with: &Outcome) -> String {
    let (before, after) = (base.of_harm(harm), with.of_harm(harm));
    match harm {
        Harm::Stopped => format!("{} → {}", tenths(before), tenths(after)),
        Harm::Twice | Harm::Lost => {
            format!("{} → {}", format::count(before), format::count(after))
        }
    }
}

/// What else is different, for better or worse.
pub(super) fn others(harm: Harm, base: &Outcome, with: &Outcome) -> Text {
    let all = [Harm::Stopped, Harm::Twice, Harm::Lost].into_iter();
    let different = all.filter(|other| {
        let figures = |figures| figure(*other, figures, figures);
        *other != harm && figures(base) != figures(with)
    });
    let parts = different.map(|other| {
        let figures = figure(other, base, with);
        match other {
            Harm::Stopped => say::panel_other_stopped(figures),
            Harm::Twice => say::panel_other_twice(figures),
            Harm::Lost => say::panel_other_lost(figures),
        }
    });
    Text::joined(parts, " · ")
}

/// `34.2`, of milliseconds; cut, as the counter is.
fn tenths(millis: u64) -> String {
    let tenths = millis / 100;
    format!("{}.{}", format::count(tenths / 10), tenths % 10)
}
