//! All terms, with a field that finds some of them.

use leptos::prelude::*;
use locale::{Glossary, Number, Term, say};
use view_macro::view;

use crate::tree::Tree;

/// The list in the help.
#[component]
pub(super) fn TermList(glossary: &'static Glossary) -> impl IntoView {
    let filter = RwSignal::new(String::new());
    let fits = move |term: &Term| {
        filter.with(|filter| {
            let has = |text: &str| text.to_ascii_lowercase().contains(filter);
            has(term.name) || has(term.keys) || has(term.id)
        })
    };
    let count = Memo::new(move |_| glossary.terms().iter().filter(|term| fits(term)).count());
    let rows = glossary.terms().iter();
    let rows: Vec<Tree> = rows
        .map(|term| row(term, Signal::derive(move || !fits(term))))
        .collect();
    let found = move || match count.get() {
        0 => say::glossary_none(),
        some => say::glossary_count(Number(some as u64)),
    };
    view! {
        <label class="glossary__find">
            <span>{say::glossary_filter()}</span>
            <input
                class="field-input"
                type="search"
                data-testid="glossary-filter"
                on:input=move |event| filter.set(event_target_value(&event).trim().to_ascii_lowercase())
            />
        </label>
        <p class="glossary__count" role="status" data-testid="glossary-count">{found}</p>
        <dl class="glossary__terms" data-testid="glossary-terms">{rows}</dl>
    }
}

fn row(term: &'static Term, hidden: Signal<bool>) -> Tree {
    let seen = (!term.seen.is_empty()).then(|| say::glossary_seen(term.seen));
    view! {
        <div class="glossary__row" hidden=move || hidden.get()>
            <dt>{term.name}</dt>
            <dd>
                {term.text}
                {(!term.keys.is_empty()).then(|| view! { <code>{term.keys}</code> })}
                {seen.map(|seen| view! { <small>{seen}</small> })}
            </dd>
        </div>
    }
}
