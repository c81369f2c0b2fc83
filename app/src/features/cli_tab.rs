//! What an operator sees of a group at the playhead: what `kafka-consumer-groups` prints, and the
//! lines that the broker and the clients log.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::GroupId;
use sim_core::cli::Describe;
use sim_core::view::{EventKind, EventRow, GroupState, LabView};
use view_macro::view;

use super::group_choice::{group_choice, shown_group};
use super::notices::copy;
use crate::format;
use crate::session::Session;
use crate::tree::Tree;

/// Lines of the log that are shown, and events among which they are looked for.
const LOG_LINES: usize = 12;
const LOG_READ: usize = 300;
/// The node whose log the coordinator's lines are in.
const BROKER: &str = "broker-1";

/// The tab.
#[component]
pub fn CliTab() -> impl IntoView {
    let session = Session::get();
    let chosen = RwSignal::new(None::<u64>);
    let group = move || {
        session.pulse.track();
        shown_group(session, chosen.get())
    };
    let blocks = Describe::ALL.map(|what| block(session, what, group));
    let lines = move || {
        let group = group();
        let lab = session.lab().get_untracked();
        let rows = session.with_timeline(|timeline| timeline.events(LOG_READ));
        let wanted = rows.iter().filter(|row| is_logged(row, group, &lab));
        let skipped = wanted.clone().count().saturating_sub(LOG_LINES);
        wanted
            .skip(skipped)
            .map(|row| line(row, &lab))
            .collect::<Vec<_>>()
    };
    view! {
        <div class="cli" data-testid="cli">
            {group_choice(session, chosen)}
            {blocks.into_iter().collect::<Vec<_>>()}
            <h3 class="cli__head">{say::cli_logs()}</h3>
            <table class="cli__log" data-testid="cli-log">
                <thead>
                    <tr>
                        <th>{say::cli_log_time()}</th>
                        <th>{say::cli_log_who()}</th>
                        <th>{say::cli_log_what()}</th>
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
}

/// A command with what it prints.
fn block(
    session: Session,
    what: Describe,
    group: impl Fn() -> GroupId + Copy + Send + Sync + 'static,
) -> Tree {
    let prompt = move || {
        let name = group_name(session, group());
        format!(
            "kafka-consumer-groups --bootstrap-server {BROKER}:9092 {} --group {name}",
            what.options()
        )
    };
    let printed = Memo::new(move |_| {
        let group = group();
        session.with_timeline(|timeline| timeline.describe(group, what))
    });
    let note = move || {
        let group = group();
        let is_silent = printed.with(String::is_empty);
        session.lab().with_untracked(|lab| {
            let state = lab.groups.iter().find(|one| one.id == group)?.state;
            Some(view! { <p class="cli__note">{remark(what, state, is_silent)?}</p> })
        })
    };
    let testid = match what {
        Describe::Offsets => "cli-offsets",
        Describe::Members => "cli-members",
        Describe::State => "cli-state",
    };
    view! {
        <section class="cli__block">
            <div class="cli__prompt">
                <code>"$ " {prompt}</code>
                <button
                    class="btn btn--sm"
                    type="button"
                    aria-label=say::cli_copy_label()
                    data-testid=format!("{testid}-copy")
                    on:click=move |_| {
                        let text = format!("$ {}\n{}", untrack(prompt), printed.get_untracked());
                        copy(session, text, say::cli_copied());
                    }
                >
                    {say::cli_copy()}
                </button>
            </div>
            <pre class="cli__out" tabindex="0" aria-label=what.options() data-testid=testid>
                {printed}
            </pre>
            {note}
        </section>
    }
}

fn group_name(session: Session, group: GroupId) -> String {
    session.lab().with_untracked(|lab| {
        let named = lab.groups.iter().find(|one| one.id == group);
        named.map_or_else(String::new, |one| one.name.to_string())
    })
}

/// What the tool's silence means, or what is missing in its table.
fn remark(what: Describe, state: GroupState, is_silent: bool) -> Option<Text> {
    let is_rebalancing = match state {
        GroupState::PreparingRebalance | GroupState::CompletingRebalance => true,
        GroupState::Empty | GroupState::Stable | GroupState::Dead => false,
    };
    match (what, is_silent, is_rebalancing) {
        (Describe::Offsets, true, true) => Some(say::cli_no_table_rebalancing()),
        (Describe::Offsets, true, false) => Some(say::cli_no_table_offsets()),
        (Describe::Members, true, _) => Some(say::cli_no_table_members()),
        (Describe::Offsets | Describe::Members, false, true) => Some(say::cli_rebalancing()),
        (Describe::Offsets | Describe::Members, false, false) | (Describe::State, _, _) => None,
    }
}

/// Whether the broker or a client of the group would log it.
fn is_logged(row: &EventRow, group: GroupId, lab: &LabView) -> bool {
    let is_of_group = row.consumer.is_none_or(|id| {
        let consumer = lab.consumers.iter().find(|one| one.id == id);
        consumer.is_some_and(|one| one.group == group)
    });
    is_of_group
        && match row.kind {
            EventKind::Coordinator
            | EventKind::Callback
            | EventKind::Commit
            | EventKind::Client => true,
            EventKind::Command | EventKind::Hazard => false,
        }
}

fn line(row: &EventRow, lab: &LabView) -> Tree {
    let client = match row.kind {
        EventKind::Coordinator => None,
        EventKind::Callback
        | EventKind::Commit
        | EventKind::Client
        | EventKind::Command
        | EventKind::Hazard => row.consumer,
    };
    let client = client.and_then(|id| lab.consumers.iter().find(|one| one.id == id));
    let who = client.map_or_else(|| BROKER.to_owned(), |one| one.name.to_string());
    view! {
        <tr>
            <td>{format::millis(row.at)}</td>
            <td>{who}</td>
            <td>{row.text.clone()}</td>
        </tr>
    }
}
