//! Counters that are toggles, and the causes.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::view::RecordCause;
use view_macro::view;

use super::Ledger;
use super::tally::{KINDS, TWICE, causes, totals};
use crate::format;
use crate::tree::Tree;

/// Causes that are listed; the rest are rare.
const CAUSES_MAX: usize = 12;

/// The counters; pressed ones leave only their records.
pub(super) fn fate_filter(ledger: Ledger) -> Tree {
    let counter = move |index: usize| {
        let (key, label, mark) = KINDS[index];
        let number = move || {
            let (totals, to_come) = ledger.logs.with(|logs| totals(logs));
            if index == TWICE && to_come > 0 {
                let have = format::count(totals[index] - to_come);
                return format!("{have} + {}", format::count(to_come));
            }
            format::count(totals[index])
        };
        view! {
            <button
                class="records__fate"
                type="button"
                aria-pressed=move || ledger.filter.get().has(index).to_string()
                data-testid=format!("records-{key}")
                on:click=move |_| ledger.filter.update(|filter| filter.toggle(index))
            >
                <i class=mark aria-hidden="true"></i>
                <b>{number}</b>
                <span>{label()}</span>
            </button>
        }
    };
    let counters: Vec<Tree> = (0..KINDS.len()).map(counter).collect();
    view! {
        <div class="records__fates" role="group" aria-label=say::records_only_fates()>
            {counters}
        </div>
    }
}

/// The causes; a pressed one leaves only its records.
pub(super) fn cause_filter(ledger: Ledger) -> Tree {
    let button = move |cause: Option<RecordCause>, records: u64| {
        let by_user = cause.as_ref().is_some_and(|cause| cause.by_user);
        let mark = match cause {
            Some(_) if by_user => "mark is-act",
            Some(_) => "mark",
            None => "",
        };
        let text: Text = cause
            .as_ref()
            .map_or_else(say::records_any_cause, |cause| cause.text.clone());
        let at = cause
            .as_ref()
            .and_then(|cause| cause.at)
            .map(format::seconds);
        let text = Text::joined([text].into_iter().chain(at), ", ");
        let chosen = cause.clone();
        view! {
            <button
                class="records__cause"
                type="button"
                aria-pressed=move || (ledger.filter.get().cause == cause).to_string()
                data-testid="records-cause"
                on:click=move |_| ledger.filter.update(|filter| filter.cause.clone_from(&chosen))
            >
                <i class=mark aria-hidden="true"></i>
                <span>{text}</span>
                <b>{format::count(records)}</b>
            </button>
        }
    };
    let buttons = move || {
        let known = ledger.logs.with(|logs| causes(logs));
        if known.is_empty() {
            return None;
        }
        let all = known.iter().map(|(_, records)| records).sum();
        let known = known.into_iter().take(CAUSES_MAX);
        let mut buttons = vec![button(None, all)];
        buttons.extend(known.map(|(cause, records)| button(Some(cause), records)));
        Some(view! {
            <div class="records__causes" role="group" aria-label=say::records_only_causes()>
                {buttons}
            </div>
        })
    };
    view! { {buttons} }
}
