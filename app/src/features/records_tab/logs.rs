//! Each partition's log as a bar of ranges, and the ranges of the selected one as a list.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::{LabView, PartitionRecords, RecordSpan};
use sim_core::{ConsumerId, PartitionId};
use view_macro::view;
use wasm_bindgen::JsCast;
use web_sys::MouseEvent;

use super::tally::{Filter, named};
use super::{Ledger, one};
use crate::session::{Selection, SessionCommand};
use crate::tree::Tree;
use crate::{format, owner};

/// Partitions that are shown; with more the filters help.
const LOGS_MAX: usize = 60;
/// Ranges that are listed, newest first.
const LISTED_MAX: usize = 24;
/// A hook, a name, a title, and the records a bar of some 340 pixels holds.
type Reach = (&'static str, fn() -> Text, fn() -> Text, Option<u64>);

/// The whole log, one pixel a record, and five.
const REACHES: [Reach; 3] = [
    (
        "All",
        say::records_zoom_all,
        say::records_zoom_all_title,
        None,
    ),
    (
        "1:1",
        || "1:1".into(),
        say::records_zoom_one_title,
        Some(340),
    ),
    (
        "1:5",
        || "1:5".into(),
        say::records_zoom_five_title,
        Some(68),
    ),
];

/// How much of the log a bar holds, and which part.
pub(super) fn zoom(ledger: Ledger) -> Tree {
    let button = |(key, name, title, reach): Reach| {
        view! {
            <button
                type="button"
                title=title()
                aria-pressed=move || (ledger.reach.get() == reach).to_string()
                data-testid=format!("records-zoom-{key}")
                on:click=move |_| {
                    let end = ledger.window().1;
                    ledger.reach.set(reach);
                    ledger.first.set(end.saturating_sub(reach.unwrap_or(end)));
                }
            >
                {name()}
            </button>
        }
    };
    let brush = move || {
        let (first, end) = ledger.window();
        let all = ledger
            .logs
            .with(|logs| logs.iter().map(|log| log.log_end_offset).max());
        let last = all.unwrap_or(0).saturating_sub(end - first);
        (last > 0).then(|| {
            view! {
                <input
                    type="range"
                    class="slider__input records__brush"
                    aria-label=say::records_first_offset()
                    min="0"
                    max=last.to_string()
                    data-testid="records-brush"
                    prop:value=first.to_string()
                    on:input=move |event| {
                        if let Ok(first) = event_target_value(&event).parse() {
                            ledger.first.set(first);
                        }
                    }
                />
            }
        })
    };
    let buttons: Vec<Tree> = REACHES.into_iter().map(button).collect();
    view! {
        <div class="records__zoom">
            <div class="seg" role="group" aria-label=say::records_zoom()>
                {buttons}
            </div>
            <span data-testid="records-window">
                {move || {
                    let (first, end) = ledger.window();
                    say::records_window(first, end - 1)
                }}
            </span>
        </div>
        {brush}
    }
}

/// All partitions that the filters leave.
pub(super) fn logs(ledger: Ledger) -> Tree {
    let rows = move || {
        let filter = ledger.filter.get();
        let selected = ledger.partition();
        let window = ledger.window();
        let lab = ledger.session.lab().get_untracked();
        let logs = ledger.logs.get();
        let left = logs
            .iter()
            .filter(|log| filter.is_open() || log.spans.iter().any(|span| filter.leaves(span)));
        let shown = left.take(LOGS_MAX);
        let rows: Vec<Tree> = shown
            .map(|log| {
                row(
                    ledger,
                    log,
                    &lab,
                    (&filter, window, selected == Some(log.partition)),
                )
            })
            .collect();
        if rows.is_empty() {
            return view! { <p class="records__none">{say::records_none_left()}</p> };
        }
        view! { <ul class="records__logs">{rows}</ul> }
    };
    view! { {rows} }
}

/// A partition: name, ends, bar; selected also its ranges.
fn row(
    ledger: Ledger,
    log: &PartitionRecords,
    lab: &LabView,
    (filter, window, is_selected): (&Filter, (u64, u64), bool),
) -> Tree {
    let (partition, end) = (log.partition, log.log_end_offset);
    let view = lab.partitions.iter().find(|one| one.id == partition);
    let name = view.map_or_else(String::new, |one| one.name.to_string());
    let (first, last) = window;
    let inside = log
        .spans
        .iter()
        .filter(|span| span.to > first && span.from < last);
    let bar: Vec<Tree> = inside
        .map(|span| piece(span, lab, filter, window))
        .collect();
    let own = Some(Selection::Partition(partition));
    let press = move |event: MouseEvent| {
        if let Some(offset) = offset_at(&event, window).filter(|offset| *offset < end) {
            one::show(ledger, partition, offset);
        }
    };
    let own_ranges = is_selected.then(|| ranges(ledger, log, lab, filter));
    view! {
        <li class="records__log" class:is-selected=is_selected>
            <button
                class="records__name"
                type="button"
                aria-pressed=is_selected.to_string()
                data-testid=format!("records-log-{name}")
                on:click=move |_| ledger.session.dispatch(SessionCommand::Select(own))
            >
                <b>{name.clone()}</b>
                <span>{say::records_log_end(end)}</span>
            </button>
            <div class="records__bar" data-testid=format!("records-bar-{name}") on:click=press>
                {bar}
            </div>
            {own_ranges}
        </li>
    }
}

/// The offset under the pointer.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "a place inside a bar"
)]
fn offset_at(event: &MouseEvent, (first, last): (u64, u64)) -> Option<u64> {
    let bar = event.current_target()?;
    let bar = bar.dyn_into::<web_sys::Element>().ok()?;
    let place = bar.get_bounding_client_rect();
    let share = (f64::from(event.client_x()) - place.left()) / place.width().max(1.0);
    Some(first + (share.clamp(0.0, 1.0) * (last - first) as f64) as u64)
}

/// A range in the bar.
fn piece(span: &RecordSpan, lab: &LabView, filter: &Filter, (first, last): (u64, u64)) -> Tree {
    let (from, to) = (span.from.max(first) - first, span.to.min(last) - first);
    let reach = (last - first).max(1);
    let percent = |offset: u64| {
        let tenths = offset.saturating_mul(10_000) / reach;
        format!("{}.{:02}%", tenths / 100, tenths % 100)
    };
    let colours = span.consumer.map_or("", owner::class);
    let faint = if filter.leaves(span) { "" } else { " is-faint" };
    // A letter needs some twelve pixels.
    let has_room = (to - from).saturating_mul(16) > reach;
    let letters = if has_room {
        who(span, lab)
    } else {
        String::new()
    };
    view! {
        <i
            class=format!("rec {} {colours}{faint}", named(span.fate).1)
            style:left=percent(from)
            style:width=percent(to - from)
            title=words(span, lab)
        >
            {letters}
        </i>
    }
}

/// `A`, or `A, D` if D processed it again.
fn who(span: &RecordSpan, lab: &LabView) -> String {
    let letter = |id: ConsumerId| {
        let consumer = lab.consumers.iter().find(|one| one.id == id);
        consumer.map_or_else(String::new, |one| one.letter.to_string())
    };
    let first = span.consumer.map(letter).unwrap_or_default();
    match span.again.map(letter) {
        Some(again) if again != first => format!("{first}, {again}"),
        Some(_) | None => first,
    }
}

/// `1390 to 1417, B: will run twice`.
fn words(span: &RecordSpan, lab: &LabView) -> Text {
    let (first, last) = (span.from, span.to - 1);
    let place = if first == last {
        format::count(first).into()
    } else {
        say::records_range(first, last)
    };
    let (who, (fate, _)) = (who(span, lab), named(span.fate));
    if who.is_empty() {
        say::records_range_fate(place, fate)
    } else {
        say::records_range_fate_who(place, who, fate)
    }
}

/// The ranges of the selected partition, newest first.
fn ranges(ledger: Ledger, log: &PartitionRecords, lab: &LabView, filter: &Filter) -> Tree {
    let partition: PartitionId = log.partition;
    let left = log.spans.iter().rev().filter(|span| filter.leaves(span));
    let buttons: Vec<Tree> = left
        .take(LISTED_MAX)
        .map(|span| {
            let (from, class) = (span.from, named(span.fate).1);
            let colours = span.consumer.map_or("", owner::class);
            view! {
                <button
                    class="records__range"
                    type="button"
                    data-testid="records-range"
                    on:click=move |_| one::show(ledger, partition, from)
                >
                    <i class=format!("rec {class} {colours}") aria-hidden="true"></i>
                    <span>{words(span, lab)}</span>
                    <b>{format::count(span.to - span.from)}</b>
                </button>
            }
        })
        .collect();
    view! { <div class="records__ranges">{buttons}</div> }
}
