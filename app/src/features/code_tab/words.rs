//! The sentences of the Code tab that depend on figures, lines and time.

use locale::{Text, say};
use sim_core::listing::{CodeLine, CodeText, Thread};
use sim_core::what_if::{CrashCost, CrashOutcome};
use sim_core::{SimDuration, SimTime};

use super::map::Figure;
use crate::format;

pub(super) const PENDING: &str = "…";
/// Where there is no process.
pub(super) const NOTHING: &str = "–";

/// The styles of the strip.
const STYLES: [fn() -> Text; 5] = [
    say::code_style_auto,
    say::code_style_sync_batch,
    say::code_style_sync_record,
    say::code_style_async_batch,
    say::code_style_sync_before,
];

/// A style's name; its first word stands between backticks.
pub(super) fn style(at: usize, interval: Option<SimDuration>) -> Text {
    match interval {
        Some(interval) if at == 0 => say::code_style_auto_every(duration(interval)),
        Some(_) | None => STYLES[at](),
    }
}

/// `5 s` or `250 ms`.
fn duration(length: SimDuration) -> Text {
    let ms = length.as_millis();
    if ms.is_multiple_of(1_000) {
        say::seconds((ms / 1_000).to_string())
    } else {
        say::milliseconds(ms.to_string())
    }
}

/// What stands on a line.
pub(super) fn text(line: &CodeLine) -> Text {
    match &line.text {
        CodeText::Java(text) => text.clone().into(),
        CodeText::KeysAtDefault(count) => say::code_keys_at_default(*count),
        CodeText::AutoCommit(interval) => say::code_in_poll(duration(*interval)),
        CodeText::ListenerHeading => say::code_listener(),
        CodeText::WorkersHeading(count) => say::code_workers(*count),
        CodeText::HeartbeatHeading => say::code_heartbeat(),
    }
}

/// A line as a sentence names it.
pub(super) fn name(line: &CodeLine) -> Text {
    if let Some(number) = line.number {
        return say::code_line(number.to_string());
    }
    match &line.text {
        CodeText::AutoCommit(_) => say::code_auto_commit(),
        CodeText::Java(text) => {
            let end = text.find([';', '{']).unwrap_or(text.len());
            text[..end].trim_end().to_owned().into()
        }
        CodeText::KeysAtDefault(_)
        | CodeText::ListenerHeading
        | CodeText::WorkersHeading(_)
        | CodeText::HeartbeatHeading => text(line),
    }
}

/// The same at the start of a sentence. Java keeps its small letters.
fn name_first(line: &CodeLine) -> Text {
    match (line.number, &line.text) {
        (Some(number), _) => say::code_line_first(number.to_string()),
        (None, CodeText::AutoCommit(_)) => say::code_auto_commit_first(),
        (
            None,
            CodeText::Java(_)
            | CodeText::KeysAtDefault(_)
            | CodeText::ListenerHeading
            | CodeText::WorkersHeading(_)
            | CodeText::HeartbeatHeading,
        ) => name(line),
    }
}

/// A number in its column.
pub(super) fn number(count: u64) -> String {
    if count > 999 {
        "999+".to_owned()
    } else {
        count.to_string()
    }
}

/// `44.6`, in seconds.
fn tenths(stop: SimDuration) -> String {
    let tenths = (stop.as_micros() + 50_000) / 100_000;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `44.6`, in its column.
pub(super) fn stop(stop: Option<SimDuration>) -> Text {
    stop.map_or_else(say::code_stop_endless, |stop| tenths(stop).into())
}

/// `0.06 s`.
pub(super) fn left(left: SimDuration) -> Text {
    let hundredths = left.as_micros().div_ceil(10_000);
    say::seconds(format!("{}.{:02}", hundredths / 100, hundredths % 100))
}

/// `8 of 14`: the record in hand.
pub(super) fn in_hand((done, total): (u64, u64)) -> Text {
    say::code_in_hand((done + 1).min(total).to_string(), total.to_string())
}

/// The letter of a worker.
pub(super) fn thread_letter(thread: Thread) -> String {
    match thread {
        Thread::Application | Thread::Heartbeat => String::new(),
        Thread::Worker(number) => format!("w{}", number + 1),
    }
}

/// What a kill does; the word for the line is between backticks.
pub(super) fn consequence(outcome: CrashOutcome) -> Text {
    let CrashOutcome::Killed(cost) = outcome else {
        return say::code_here_unreached();
    };
    match (cost.lost, cost.twice) {
        (0, 0) => say::code_here_none(),
        (0, twice) => say::code_here_twice(twice),
        (lost, 0) => say::code_here_lost(lost),
        (lost, twice) => say::code_here_lost_and_twice(lost, twice),
    }
}

/// Which line it is, when it is visited and how long its partitions stop.
pub(super) fn visit(line: &CodeLine, figure: &Figure, now: SimTime) -> Text {
    let name = name_first(line);
    let Some(cost) = figure.cost() else {
        let until = figure.from.after(SimDuration::from_secs(60));
        return say::code_no_visit(name, format::seconds(until));
    };
    let when = if figure.is_current {
        say::code_next_visit(left(cost.visit.since(now)))
    } else {
        say::code_as_of(format::seconds(figure.from))
    };
    match cost.stop {
        Some(SimDuration::ZERO) => say::code_visit(name, when),
        Some(stop) => say::code_visit_stops(name, when, tenths(stop)),
        None => say::code_visit_stops_long(name, when),
    }
}

/// What a row says to those who do not see it.
pub(super) fn spoken(line: &CodeLine, outcome: Option<CrashOutcome>) -> Text {
    let name = name(line);
    match outcome {
        None => say::code_kill_unknown(name),
        Some(CrashOutcome::NotReached) => say::code_kill_unreached(name),
        Some(CrashOutcome::Killed(cost)) => {
            let (twice, lost) = (cost.twice.to_string(), cost.lost.to_string());
            match cost.stop {
                Some(stop) => say::code_kill_costs(name, twice, lost, tenths(stop)),
                None => say::code_kill_costs_endless(name, twice, lost),
            }
        }
    }
}

/// `42 twice`, `14 lost`.
pub(super) fn worst_of_style(cost: &CrashCost) -> Text {
    if cost.lost > 0 {
        say::code_style_lost(number(cost.lost))
    } else {
        say::code_style_twice(number(cost.twice))
    }
}

pub(super) fn unreached(line: &CodeLine) -> Text {
    say::code_unreached(name_first(line))
}

/// After a fork.
pub(super) fn killed(fork: Option<&str>, letter: &str, line: &CodeLine, at: SimTime) -> Text {
    let (line, at) = (name(line), format::seconds(at));
    match fork {
        Some(fork) => say::code_killed_fork(format::branch_first(fork), letter, line, at),
        None => say::code_killed(letter, line, at),
    }
}

/// How old the figures are.
pub(super) fn age(figures: impl Iterator<Item = Option<Figure>>, now: SimTime) -> Text {
    let mut oldest = None;
    for figure in figures {
        let Some(figure) = figure else {
            return PENDING.into();
        };
        if !figure.is_current && oldest.is_none_or(|from| figure.from < from) {
            oldest = Some(figure.from);
        }
    }
    oldest.map_or_else(
        || say::code_current(format::seconds(now)),
        |from| say::code_as_of(format::seconds(from)),
    )
}
