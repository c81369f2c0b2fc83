//! Changes and what they saved, in words. What stands between backticks is Java's or Kafka's.

use leptos::prelude::*;
use sim_core::view::Harm;
use sim_core::what_if::{Change, Outcome};
use sim_core::{Recording, SimTime};

use crate::features::words::program;
use crate::format;
use crate::session::Session;

pub(super) const WAITING: &str = "Running this again with one change at a time …";
pub(super) const NOTHING: &str = "No single change that was tried would have helped.";

/// What the figures are about, and how they were got.
pub(super) fn measured(harm: Harm, until: SimTime) -> String {
    let what = match harm {
        Harm::Stopped => "Partition-s stopped,",
        Harm::Twice => "Records processed twice,",
        Harm::Lost => "Records lost,",
    };
    let until = until.as_micros() / 1_000_000;
    format!("{what} measured in the same run until {until} s.")
}

/// `close() would have saved 34.2 partition-s and 298 repeats. Fork?`
pub(super) fn lead(change: &Change, base: &Outcome, with: &Outcome) -> String {
    let saved = |harm| base.saved(harm, with);
    let parts = [
        (
            Harm::Stopped,
            saved(Harm::Stopped),
            format!("{} partition-s", tenths(saved(Harm::Stopped))),
        ),
        (
            Harm::Twice,
            saved(Harm::Twice),
            counted(saved(Harm::Twice), "repeat", "repeats"),
        ),
        (
            Harm::Lost,
            saved(Harm::Lost),
            counted(saved(Harm::Lost), "loss", "losses"),
        ),
    ];
    let parts: Vec<String> = parts
        .into_iter()
        .filter(|(_, saved, _)| *saved > 0)
        .map(|(_, _, text)| text)
        .collect();
    format!(
        "{} would have saved {}. Fork?",
        short(change),
        parts.join(" and ")
    )
}

fn short(change: &Change) -> String {
    match change {
        Change::Close { .. } => "`close()`".to_owned(),
        Change::Setting { key, value } => format!("`{key}` {value}"),
        Change::StaticMembers => "`group.instance.id`".to_owned(),
        Change::CommitInRevoked => "A commit in `onPartitionsRevoked()`".to_owned(),
        Change::Commit(style) => program::commit(*style),
    }
}

/// What is different.
pub(super) fn change(session: Session, recording: &Recording, change: &Change) -> String {
    match change {
        Change::Close { who, at } => {
            let letter = session.lab().with_untracked(|lab| {
                let consumer = lab.consumers.iter().find(|one| *one.name == **who);
                consumer.map_or_else(|| who.clone(), |one| one.letter.to_string())
            });
            format!(
                "`close()` instead of the kill of {letter} at {}",
                format::seconds(*at)
            )
        }
        Change::Setting { key, value } => {
            let first = recording.scenario.consumers.first();
            let config = first.and_then(|first| recording.scenario.consumer_config(first).ok());
            let now = config
                .and_then(|config| config.get(key))
                .unwrap_or_default();
            let now = now.replace("org.apache.kafka.clients.consumer.", "");
            format!("`{key}` {value} (now {})", now.replace(',', ", "))
        }
        Change::StaticMembers => "`group.instance.id` for every consumer".to_owned(),
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
pub(super) fn others(harm: Harm, base: &Outcome, with: &Outcome) -> String {
    const NAMES: [(Harm, &str); 3] = [
        (Harm::Stopped, "partition-s stopped"),
        (Harm::Twice, "processed twice"),
        (Harm::Lost, "lost"),
    ];
    let parts = NAMES.into_iter().filter(|(other, _)| {
        let figures = |figures| figure(*other, figures, figures);
        *other != harm && figures(base) != figures(with)
    });
    let parts: Vec<String> = parts
        .map(|(other, name)| format!("{name} {}", figure(other, base, with)))
        .collect();
    parts.join(" · ")
}

/// `34.2`, of milliseconds; cut, as the counter is.
fn tenths(millis: u64) -> String {
    let tenths = millis / 100;
    format!("{}.{}", format::count(tenths / 10), tenths % 10)
}

fn counted(number: u64, one: &str, many: &str) -> String {
    let word = if number == 1 { one } else { many };
    format!("{} {word}", format::count(number))
}
