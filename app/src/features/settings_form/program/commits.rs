//! How the chosen consumers commit.

use leptos::prelude::*;
use sim_core::scenario::CommitStyle;
use view_macro::view;

use super::edit::{change, next, whole};
use crate::features::settings_form::Form;
use crate::session::Session;

/// Records between two commits, until another number is written.
const EVERY: u32 = 100;

const COMMITS: [(CommitStyle, &str); 13] = [
    (CommitStyle::Auto, "automatic, as enable.auto.commit says"),
    (CommitStyle::SyncAfterBatch, "commitSync() after each batch"),
    (CommitStyle::SyncPerRecord, "commitSync() after each record"),
    (
        CommitStyle::SyncEvery { records: EVERY },
        "commitSync() after a batch, every N records",
    ),
    (
        CommitStyle::ExplicitEvery { records: EVERY },
        "commitSync(offsets) inside the batch, every N records",
    ),
    (
        CommitStyle::SyncBeforeProcessing,
        "commitSync() before processing",
    ),
    (
        CommitStyle::AsyncAfterBatch,
        "commitAsync() after each batch",
    ),
    (
        CommitStyle::AsyncRetry,
        "commitAsync(), failures sent again",
    ),
    (
        CommitStyle::AsyncRetrySequenceGuard,
        "commitAsync(), sent again if none is newer",
    ),
    (
        CommitStyle::AsyncRetryOffsetGuard,
        "commitAsync(), sent again if the offset is higher",
    ),
    (
        CommitStyle::AsyncAfterBatchPlusSyncOnClose,
        "commitAsync(), and commitSync() before close()",
    ),
    (CommitStyle::Outside, "offsets kept with the results"),
    (CommitStyle::None, "never"),
];

/// A list of commit styles, and N where the style has one.
#[component]
pub(super) fn CommitField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let commit = Memo::new(move |_| next(session, form).commit);
    let set = move |style: CommitStyle| {
        error.set(change(session, form, |program| program.commit = style).err());
    };
    let choose = move |event: leptos::ev::Event| {
        let index = event_target_value(&event).parse().unwrap_or(0_usize);
        if let Some((style, _)) = COMMITS.get(index) {
            set(*style);
        }
    };
    let count = move |event: leptos::ev::Event| match whole(&event_target_value(&event)) {
        Ok(records) => set(with_every(commit.get_untracked(), records)),
        Err(text) => error.set(Some(text)),
    };
    let options = COMMITS.iter().enumerate().map(|(index, (style, name))| {
        let style = *style;
        let is_now = move || with_every(commit.get(), EVERY) == style;
        view! { <option value=index.to_string() selected=is_now>{*name}</option> }
    });
    view! {
        <div class="key">
            <div class="key__head"><b>"Commits"</b></div>
            <p class="key__doc">"What the program does itself. Takes effect at its next start."</p>
            <div class="key__value">
                <select class="field-input" aria-label="Commit style" data-testid="commit-style" on:change=choose>
                    {options.collect_view()}
                </select>
                <Show when=move || every(commit.get()).is_some()>
                    <input
                        class="field-input key__number"
                        aria-label="Records between two commits"
                        inputmode="numeric"
                        data-testid="commit-every"
                        prop:value=move || every(commit.get()).unwrap_or(EVERY).to_string()
                        on:change=count
                    />
                </Show>
            </div>
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}

fn every(style: CommitStyle) -> Option<u32> {
    if let CommitStyle::SyncEvery { records } | CommitStyle::ExplicitEvery { records } = style {
        Some(records)
    } else {
        None
    }
}

/// The same style with another N.
fn with_every(mut style: CommitStyle, every: u32) -> CommitStyle {
    if let CommitStyle::SyncEvery { records } | CommitStyle::ExplicitEvery { records } = &mut style
    {
        *records = every;
    }
    style
}
