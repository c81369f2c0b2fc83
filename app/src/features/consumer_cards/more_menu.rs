//! What else can be done to one consumer: ways to end, lost messages, half a network, a slow CPU.

use leptos::prelude::*;
use sim_core::{CloseHow, Command, ConsumerId, CrashPoint, Link, Way};
use view_macro::view;

use super::actions::act;
use super::read;
use crate::components::menu::Menu;
use crate::session::Session;

/// How long "hang" lasts.
const HANG_MS: u64 = 10_000;

type Make = fn(String) -> Command;

fn closed(who: String, how: CloseHow) -> Command {
    Command::Close {
        who,
        how,
        timeout_ms: None,
    }
}

fn kill_at(who: String, point: CrashPoint) -> Command {
    Command::KillAt { who, point }
}

fn cut(who: String, link: Link, way: Way) -> Command {
    Command::Cut { who, link, way }
}

fn lose(who: String, api: &str) -> Command {
    let api = api.to_owned();
    Command::LoseNext { who, api }
}

fn lose_answer(who: String, api: &str) -> Command {
    let api = api.to_owned();
    Command::LoseNextAnswer { who, api }
}

fn slow(who: String, percent: u32) -> Command {
    Command::SlowCpu { who, percent }
}

const PROGRAM: &[(&str, Make)] = &[
    ("Close and stay a member", |who| {
        closed(who, CloseHow::Remain)
    }),
    ("Close and leave, static too", |who| {
        closed(who, CloseHow::Leave)
    }),
    ("wakeup()", |who| Command::Wakeup { who }),
    ("commitSync()", |who| Command::Commit { who }),
    ("enforceRebalance()", |who| Command::Enforce { who }),
    ("unsubscribe()", |who| Command::Unsubscribe { who }),
    ("Throw an exception", |who| Command::Throw { who }),
    ("Hang 10 s in an external call", |who| {
        Command::StopExternal { who, ms: HANG_MS }
    }),
];

const KILL_AT: &[(&str, Make)] = &[
    ("before poll()", |who| kill_at(who, CrashPoint::BeforePoll)),
    ("before its next record", |who| {
        kill_at(who, CrashPoint::NextRecord)
    }),
    ("inside a batch", |who| kill_at(who, CrashPoint::InBatch)),
    ("after processing, before the commit", |who| {
        kill_at(who, CrashPoint::AfterProcessing)
    }),
    ("while a commit travels", |who| {
        kill_at(who, CrashPoint::InCommit)
    }),
    ("before an automatic commit", |who| {
        kill_at(who, CrashPoint::AutoCommit)
    }),
    ("before its next heartbeat", |who| {
        kill_at(who, CrashPoint::Heartbeat)
    }),
    ("in onPartitionsRevoked", |who| {
        kill_at(who, CrashPoint::InRevoked)
    }),
    ("in onPartitionsAssigned", |who| {
        kill_at(who, CrashPoint::InAssigned)
    }),
    ("in onPartitionsLost", |who| {
        kill_at(who, CrashPoint::InLost)
    }),
    ("before close()", |who| {
        kill_at(who, CrashPoint::BeforeClose)
    }),
    ("while its JoinGroup waits", |who| {
        kill_at(who, CrashPoint::JoinedWaiting)
    }),
    ("as leader, before SyncGroup", |who| {
        kill_at(who, CrashPoint::LeaderSyncing)
    }),
];

const CUT: &[(&str, Make)] = &[
    ("from the coordinator only", |who| {
        cut(who, Link::Coordinator, Way::Both)
    }),
    ("from the data only", |who| cut(who, Link::Data, Way::Both)),
    ("requests only", |who| cut(who, Link::All, Way::ToBroker)),
    ("answers only", |who| cut(who, Link::All, Way::FromBroker)),
];

const LOSE: &[(&str, Make)] = &[
    ("OffsetCommit", |who| lose(who, "OffsetCommit")),
    ("answer to OffsetCommit", |who| {
        lose_answer(who, "OffsetCommit")
    }),
    ("Heartbeat", |who| lose(who, "Heartbeat")),
    ("JoinGroup", |who| lose(who, "JoinGroup")),
    ("SyncGroup", |who| lose(who, "SyncGroup")),
    ("Fetch", |who| lose(who, "Fetch")),
];

const CPU: &[(&str, Make)] = &[
    ("2 times slower", |who| slow(who, 200)),
    ("5 times slower", |who| slow(who, 500)),
    ("normal", |who| slow(who, 100)),
];

const SECTIONS: [(&str, &[(&str, Make)]); 5] = [
    ("Program", PROGRAM),
    ("Kill at the next moment", KILL_AT),
    ("Cut off", CUT),
    ("Lose the next", LOSE),
    ("CPU", CPU),
];

/// The rare acts, behind one button.
#[component]
pub fn MoreMenu(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let item = move |(text, make): &'static (&'static str, Make)| {
        view! {
            <button
                type="button"
                class="menu__item"
                data-testid="more-item"
                on:click=move |_| act(session, make(name.get_untracked()))
            >
                {*text}
            </button>
        }
    };
    let section = move |(title, items): (&'static str, &'static [(&'static str, Make)])| {
        view! {
            <div role="group" aria-label=title>
                <p class="menu__title" aria-hidden="true">{title}</p>
                {items.iter().map(item).collect_view()}
            </div>
        }
    };
    view! {
        <Menu label="More acts" testid="more" class="acts__more" up=true face=|| "More">
            {SECTIONS.map(section).into_iter().collect_view()}
        </Menu>
    }
}
