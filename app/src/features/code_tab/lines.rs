//! The listing: numbers, Java, and three figures beside the lines at which a process can die.

use std::rc::Rc;

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::CrashPoint;
use sim_core::listing::{CodeLine, CodeText, Place};
use sim_core::what_if::CrashOutcome;
use view_macro::view;
use web_sys::MouseEvent;

use super::lit::LitLines;
use super::styles::StyleMaps;
use super::{Code, acts, words};
use crate::tree::Tree;

/// The column in which a line is the worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Column {
    Twice,
    Lost,
    Stop,
}

/// The figures of a line as texts.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Cells {
    twice: String,
    lost: String,
    stop: Text,
    /// Zeros are grey.
    has_twice: bool,
    has_lost: bool,
    /// Length of the bar in percent.
    share: u64,
    is_stale: bool,
    worst: Option<Column>,
    spoken: Text,
}

/// The program.
pub(super) fn lines(code: Code) -> impl IntoView {
    let node = NodeRef::<leptos::html::Div>::new();
    let lit = Rc::new(LitLines::default());
    let fresh = Rc::clone(&lit);
    code.session.on_frame(move |_| {
        let (Some(lines), Some(who)) = (node.get_untracked(), code.who.get_untracked()) else {
            return;
        };
        code.listing.with_untracked(|listing| {
            lit.show(code.session, who, listing, &lines);
            let points = listing
                .lines
                .iter()
                .filter_map(|line| line.place?.crash_point());
            let points: Vec<CrashPoint> = points.filter(|_| code.runs.get_untracked()).collect();
            code.map.follow(who, &points);
        });
    });
    // The same under all styles, so that switching compares.
    let scale = Memo::new(move |_| {
        code.map.version.track();
        code.figures.with(|figures| {
            let costs = figures.rows.iter().filter_map(|row| row.figure?.cost());
            let styles = code.map.with_styles(StyleMaps::most_twice);
            let most = costs.map(|cost| cost.twice).max().unwrap_or(0);
            most.max(styles).max(1)
        })
    });
    let rows = move || {
        fresh.forget();
        code.pointed.set(None);
        code.session.request_frame();
        let lines = code.listing.get().lines.into_iter().enumerate();
        lines
            .map(|(at, line)| row(code, at, line, scale))
            .collect::<Vec<_>>()
    };
    view! {
        <div
            class="code__lines"
            role="group"
            aria-label=say::code_lines()
            node_ref=node
            data-testid="code-lines"
            on:pointerleave=move |_| code.pointed.set(None)
        >
            {rows}
        </div>
    }
}

fn row(code: Code, at: usize, line: CodeLine, scale: Memo<u64>) -> Tree {
    if let CodeText::KeysAtDefault(_) = line.text {
        return defaults(code, &line);
    }
    let point = line.place.and_then(Place::crash_point);
    let is_heading = matches!(
        line.text,
        CodeText::ListenerHeading | CodeText::WorkersHeading(_) | CodeText::HeartbeatHeading
    );
    let text = words::text(&line);
    let (is_changed, is_note) = (
        line.is_changed,
        line.number.is_none() && line.place.is_some(),
    );
    let indent = format!("{}ch", 2 * line.indent);
    let lit = line.place.map(|_| {
        view! {
            <span class="code__lit">
                <span></span>
                <b></b>
                <span class="meter" hidden=true><i></i></span>
            </span>
        }
    });
    view! {
        <div
            class="code__line"
            class:is-changed=is_changed
            class:is-heading=is_heading
            class:is-note=is_note
            class:is-shown=move || is_shown(code, at)
            data-testid=format!("line-{at}")
        >
            {number(code, &line, point)}
            <span class="code__text" style:padding-left=indent title=text.clone()>{text}</span>
            {lit}
            {point.map(|point| kill(code, at, line, point, scale))}
        </div>
    }
}

/// The sentence is about this line.
fn is_shown(code: Code, at: usize) -> bool {
    code.shown
        .with(|row| row.as_ref().is_some_and(|row| row.at == at))
}

fn number(code: Code, line: &CodeLine, point: Option<CrashPoint>) -> Tree {
    let shown = line.number.map(|number| number.to_string());
    let Some((point, shown)) = point.zip(shown.clone()) else {
        return view! { <span class="code__number">{shown}</span> };
    };
    let says = say::code_run_to(words::name(line));
    let line = line.clone();
    view! {
        <button
            type="button"
            class="code__number"
            title=says.clone()
            aria-label=says
            data-testid=format!("run-to-{shown}")
            on:click=move |_| acts::run_to(code, &line, point)
        >
            {shown}
        </button>
    }
}

fn cells(code: Code, at: usize, line: &CodeLine, scale: u64) -> Cells {
    code.figures.with(|figures| {
        let row = figures.rows.iter().find(|row| row.at == at);
        let figure = row.and_then(|row| row.figure);
        let outcome = figure.map(|figure| figure.outcome);
        let blank = |text: Text| (String::new(), String::new(), text, 0, 0, None);
        let (twice, lost, stop, runs, losses, worst) = match outcome {
            None if code.runs.get() => blank(words::PENDING.into()),
            None => blank(words::NOTHING.into()),
            Some(CrashOutcome::NotReached) => blank(say::code_not_reached()),
            Some(CrashOutcome::Killed(cost)) => (
                words::number(cost.twice),
                words::number(cost.lost),
                words::stop(cost.stop),
                cost.twice,
                cost.lost,
                Some(if cost.lost > 0 {
                    Column::Lost
                } else if cost.twice > 0 {
                    Column::Twice
                } else {
                    Column::Stop
                }),
            ),
        };
        Cells {
            twice,
            lost,
            stop,
            has_twice: runs > 0,
            has_lost: losses > 0,
            share: runs * 100 / scale,
            is_stale: figure.is_some_and(|figure| !figure.is_current),
            worst: worst.filter(|_| figures.worst == Some(at)),
            spoken: words::spoken(line, outcome),
        }
    })
}

/// The figures, which are one button.
fn kill(code: Code, at: usize, line: CodeLine, point: CrashPoint, scale: Memo<u64>) -> Tree {
    let named = line.clone();
    let cells = Memo::new(move |_| cells(code, at, &named, scale.get()));
    let read = move |part: fn(&Cells) -> String| move || cells.with(part);
    let said = move |part: fn(&Cells) -> Text| move || cells.with(part);
    let is = move |part: fn(&Cells) -> bool| move || cells.with(part);
    // One row is reached with Tab: the one that had the focus, else the worst.
    let tab = move || if is_shown(code, at) { "0" } else { "-1" };
    view! {
        <button
            type="button"
            class="code__kill"
            class:is-stale=is(|cells| cells.is_stale)
            class:is-worst=is(|cells| cells.worst.is_some())
            tabindex=tab
            data-testid=format!("kill-{at}")
            on:click=move |event: MouseEvent| acts::fork(code, &line, point, event.shift_key())
            on:focus=move |_| code.pointed.set(Some(at))
            on:blur=move |_| code.pointed.set(None)
            on:pointerenter=move |_| code.pointed.set(Some(at))
        >
            <b
                class:is-some=is(|cells| cells.has_twice)
                class:is-inverted=is(|cells| cells.worst == Some(Column::Twice))
            >
                {read(|cells| cells.twice.clone())}
            </b>
            <span class="code__bar">
                <i style:transform=read(|cells| format!("scaleX({})", format_share(cells.share)))></i>
            </span>
            <b
                class:is-some=is(|cells| cells.has_lost)
                class:is-lost=is(|cells| cells.has_lost)
                class:is-inverted=is(|cells| cells.worst == Some(Column::Lost))
            >
                {read(|cells| cells.lost.clone())}
            </b>
            <b
                class="code__stop"
                class:is-inverted=is(|cells| cells.worst == Some(Column::Stop))
            >
                {said(|cells| cells.stop.clone())}
            </b>
            <span class="sr">{said(|cells| cells.spoken.clone())}</span>
        </button>
    }
}

fn format_share(percent: u64) -> String {
    format!("{}.{:02}", percent / 100, percent % 100)
}

/// The keys nobody changed, folded.
fn defaults(code: Code, line: &CodeLine) -> Tree {
    let is_open = RwSignal::new(false);
    let keys = move || {
        let who = code.who.get_untracked().filter(|_| is_open.get())?;
        let mut all = code
            .session
            .with_timeline(|timeline| timeline.settings(who));
        code.listing.with_untracked(|listing| {
            all.retain(|(key, _)| {
                if *key == "client.id" {
                    return false;
                }
                let put = format!("p.put(\"{key}\"");
                let sets = |line: &CodeLine| matches!(&line.text, CodeText::Java(java) if java.starts_with(&put));
                !listing.lines.iter().any(sets)
            });
        });
        let one = |(key, value): (&'static str, String)| {
            let value = if value.is_empty() {
                "null".to_owned()
            } else {
                value
            };
            view! { <li>{key}" = "{value}</li> }
        };
        Some(view! { <ul class="code__keys">{all.into_iter().map(one).collect::<Vec<_>>()}</ul> })
    };
    view! {
        <div class="code__line code__line--fold">
            <button
                type="button"
                class="code__fold"
                aria-expanded=move || is_open.get().to_string()
                data-testid="code-keys"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {words::text(line)}
            </button>
            {keys}
        </div>
    }
}
