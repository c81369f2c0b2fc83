//! How the chosen consumers commit.

use leptos::prelude::*;
use sim_core::Command;
use sim_core::scenario::CommitStyle;

use super::now;
use crate::features::settings_form::Form;
use crate::features::settings_form::apply::{Target, When, begin_again, target_name};
use crate::session::Session;

/// Records between two commits, where the list offers such a style.
const EVERY: u32 = 100;

const COMMITS: [(CommitStyle, &str); 13] = [
    (CommitStyle::Auto, "automatic, as enable.auto.commit says"),
    (CommitStyle::SyncAfterBatch, "commitSync() after each batch"),
    (CommitStyle::SyncPerRecord, "commitSync() after each record"),
    (
        CommitStyle::SyncEvery { records: EVERY },
        "commitSync() after a batch, every 100 records",
    ),
    (
        CommitStyle::ExplicitEvery { records: EVERY },
        "commitSync(offsets) inside the batch, every 100 records",
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

/// A list of commit styles.
#[component]
pub(super) fn CommitField() -> impl IntoView {
    let session = Session::get();
    let form = expect_context::<Form>();
    let error = RwSignal::new(None::<String>);
    let commit = Memo::new(move |_| now(session, form).map(|(_, commit)| commit));
    let change = move |event: leptos::ev::Event| {
        let index = event_target_value(&event).parse().unwrap_or(0_usize);
        if let Some((style, _)) = COMMITS.get(index) {
            let scope = (form.target.get_untracked(), form.when.get_untracked());
            error.set(set_commit(session, scope, *style).err());
        }
    };
    let options = COMMITS.iter().enumerate().map(|(index, (style, name))| {
        let style = *style;
        view! { <option value=index.to_string() selected=move || commit.get() == Some(style)>{*name}</option> }
    });
    view! {
        <div class="key">
            <div class="key__head"><b>"Commits"</b></div>
            <p class="key__doc">"What the program does itself. Takes effect at its next start."</p>
            <div class="key__value">
                <select class="field-input" aria-label="Commit style" data-testid="commit-style" on:change=change>
                    {options.collect_view()}
                </select>
            </div>
            {move || error.get().map(|text| view! { <p class="key__error" role="alert">{text}</p> })}
        </div>
    }
}

fn set_commit(
    session: Session,
    (target, when): (Target, When),
    commit: CommitStyle,
) -> Result<(), String> {
    let who = target_name(session, target);
    if when == When::NextStart {
        let command = Command::SetCommit { who, commit };
        return session.act(command).map_err(|error| error.to_string());
    }
    let mut recording = session.recording();
    for consumer in &mut recording.scenario.consumers {
        if who.as_ref().is_none_or(|who| *who == consumer.name) {
            consumer.program.commit = commit;
        }
    }
    begin_again(session, recording, "The commit style")
}
