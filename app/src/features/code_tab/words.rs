//! Every sentence of the Code tab.

use sim_core::listing::{CodeLine, CodeText, Thread};
use sim_core::what_if::{CrashCost, CrashOutcome};
use sim_core::{SimDuration, SimTime};

use super::map::Figure;
use crate::format;

pub(super) const PENDING: &str = "…";
/// Where there is no process.
pub(super) const NOTHING: &str = "–";
pub(super) const TOO_FAST: &str = "No kill is tried above 10×.";
pub(super) const NOT_REACHED: &str = "not reached";
pub(super) const NOT_COMPARED: &str = "not after 10:00";
pub(super) const STYLES_LABEL: &str = "When the programs commit";
pub(super) const TWICE: &str = "twice";
pub(super) const LOST: &str = "lost";
pub(super) const STOP: &str = "stop, s";
pub(super) const COPY: &str = "Copy program";
pub(super) const COPIED: &str = "Program copied.";
pub(super) const REFUSED: &str = "The clipboard is refused here.";
pub(super) const REFUSED_THEN: &str = "Select the lines and copy them.";
pub(super) const FOOT: [&str; 2] = [
    "Each row is a silent fork: ",
    " at that line's next visit. Click its numbers to go there, a line's number to run to it.",
];
pub(super) const KILL: &str = "kill -9";
pub(super) const CONSUMERS: &str = "Whose program";
pub(super) const LINES: &str = "Program, line by line";

/// The styles of the strip: a bold word and the rest.
pub(super) const STYLES: [(&str, &str); 5] = [
    ("Auto", ""),
    ("Sync", "per batch"),
    ("Sync", "per record"),
    ("Async", "per batch"),
    ("Sync", "before work"),
];

/// The rest of a style's name.
pub(super) fn style_detail(at: usize, interval: Option<SimDuration>) -> String {
    match interval {
        Some(interval) if at == 0 => format!("every {}", duration(interval)),
        Some(_) | None => STYLES[at].1.to_owned(),
    }
}

/// `5 s` or `250 ms`.
fn duration(length: SimDuration) -> String {
    let ms = length.as_millis();
    if ms.is_multiple_of(1_000) {
        format!("{} s", ms / 1_000)
    } else {
        format!("{ms} ms")
    }
}

/// What stands on a line.
pub(super) fn text(line: &CodeLine) -> String {
    match &line.text {
        CodeText::Java(text) => text.clone(),
        CodeText::KeysAtDefault(count) => format!("{count} more keys, all at their defaults"),
        CodeText::AutoCommit(interval) => {
            format!("in poll(): auto-commit, every {}", duration(*interval))
        }
        CodeText::ListenerHeading => "Rebalance listener, on the application thread".to_owned(),
        CodeText::WorkersHeading(count) => format!("Worker threads: {count}"),
        CodeText::HeartbeatHeading => "Heartbeat thread, inside the library".to_owned(),
    }
}

/// A line as a sentence names it.
pub(super) fn name(line: &CodeLine) -> String {
    if let Some(number) = line.number {
        return format!("line {number}");
    }
    if let CodeText::AutoCommit(_) = line.text {
        return "the automatic commit in poll()".to_owned();
    }
    let text = text(line);
    let end = text.find([';', '{']).unwrap_or(text.len());
    text[..end].trim_end().to_owned()
}

/// The same at the start of a sentence. Java keeps its small letters.
fn name_first(line: &CodeLine) -> String {
    let name = name(line);
    if line.number.is_some() || matches!(line.text, CodeText::AutoCommit(_)) {
        format::capitalised(&name)
    } else {
        name
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
pub(super) fn stop(stop: Option<SimDuration>) -> String {
    stop.map_or_else(
        || "120 s+".to_owned(),
        |stop| {
            let tenths = (stop.as_micros() + 50_000) / 100_000;
            format!("{}.{}", tenths / 10, tenths % 10)
        },
    )
}

/// `0.06 s`.
pub(super) fn left(left: SimDuration) -> String {
    let hundredths = left.as_micros().div_ceil(10_000);
    format!("{}.{:02} s", hundredths / 100, hundredths % 100)
}

/// `8 of 14`: the record in hand.
pub(super) fn in_hand((done, total): (u64, u64)) -> String {
    format!("{} of {total}", (done + 1).min(total))
}

/// The letter of a worker.
pub(super) fn thread_letter(thread: Thread) -> String {
    match thread {
        Thread::Application | Thread::Heartbeat => String::new(),
        Thread::Worker(number) => format!("w{}", number + 1),
    }
}

/// The end of "Killed here".
pub(super) fn consequence(outcome: CrashOutcome) -> String {
    let CrashOutcome::Killed(cost) = outcome else {
        return ": not reached within 60 s.".to_owned();
    };
    let records = |count: u64| locale::say::records(count);
    let (run, are) = (
        if cost.twice == 1 { "runs" } else { "run" },
        if cost.lost == 1 { "is" } else { "are" },
    );
    match (cost.lost, cost.twice) {
        (0, 0) => ", no record is lost or runs twice.".to_owned(),
        (0, twice) => format!(", {} {run} twice.", records(twice)),
        (lost, 0) => format!(", {} {are} lost.", records(lost)),
        (lost, twice) => format!(
            ", {} lost, {} {run} twice.",
            records(lost),
            format::count(twice)
        ),
    }
}

/// Which line it is, when it is visited and how long its partitions stop.
pub(super) fn visit(line: &CodeLine, figure: &Figure, now: SimTime) -> String {
    let name = name_first(line);
    let Some(cost) = figure.cost() else {
        let until = format::seconds(figure.from.after(SimDuration::from_secs(60)));
        return format!("{name}: no visit up to {until}.");
    };
    let when = if figure.is_current {
        format!("next visit in {}", left(cost.visit.since(now)))
    } else {
        format!("as of {}", format::seconds(figure.from))
    };
    let stop = match cost.stop {
        Some(stop) if stop == SimDuration::ZERO => return format!("{name}, {when}."),
        Some(length) => format!("{} s without a reader", stop(Some(length))),
        None => "no reader within 120 s".to_owned(),
    };
    format!("{name}, {when}; {stop}.")
}

/// What a row says to those who do not see it.
pub(super) fn spoken(line: &CodeLine, outcome: Option<CrashOutcome>) -> String {
    let name = name(line);
    match outcome {
        None => format!("Kill at {name}: not known yet"),
        Some(CrashOutcome::NotReached) => format!("Kill at {name}: not reached within 60 s"),
        Some(CrashOutcome::Killed(cost)) => format!(
            "Kill at {name}: {} twice, {} lost, stop {} s",
            cost.twice,
            cost.lost,
            stop(cost.stop)
        ),
    }
}

/// `42 twice`, `14 lost`.
pub(super) fn worst_of_style(cost: &CrashCost) -> String {
    if cost.lost > 0 {
        format!("{} {LOST}", number(cost.lost))
    } else {
        format!("{} {TWICE}", number(cost.twice))
    }
}

/// Heading of the listing.
pub(super) fn heading(letter: &str, runs: bool) -> String {
    if runs {
        format!("The program {letter} runs now")
    } else {
        format!("The program {letter} runs next")
    }
}

/// In place of the sentence where there is nothing to kill.
pub(super) fn does_not_run(name: &str) -> String {
    format!("{name} does not run.")
}

pub(super) fn unreached(line: &CodeLine) -> String {
    format!("{} is not reached within 60 s.", name_first(line))
}

/// After a fork.
pub(super) fn killed(fork: Option<&str>, letter: &str, line: &CodeLine, at: SimTime) -> String {
    let what = format!("{letter} killed at {}, {}", name(line), format::seconds(at));
    fork.map_or_else(
        || format!("{what}."),
        |fork| format!("{}: {what}.", format::capitalised(fork)),
    )
}

/// How old the figures are.
pub(super) fn age(figures: impl Iterator<Item = Option<Figure>>, now: SimTime) -> String {
    let mut oldest = None;
    for figure in figures {
        let Some(figure) = figure else {
            return PENDING.to_owned();
        };
        if !figure.is_current && oldest.is_none_or(|from| figure.from < from) {
            oldest = Some(figure.from);
        }
    }
    oldest.map_or_else(
        || format!("current at {}", format::seconds(now)),
        |from| format!("as of {}", format::seconds(from)),
    )
}

/// What pressing a line's number does.
pub(super) fn run_to(line: &CodeLine) -> String {
    format!("Run to the next visit of {}", name(line))
}
