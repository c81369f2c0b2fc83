//! What else can be done to one consumer: ways to end, lost messages, half a network, a slow CPU.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::{CloseHow, Command, ConsumerId, CrashPoint, Link, Way};
use view_macro::view;

use super::actions::act;
use super::read;
use crate::components::menu::Menu;
use crate::session::Session;

/// How long "hang" lasts.
const HANG_MS: u64 = 10_000;

type Make = fn(String) -> Command;
type Name = fn() -> Text;
/// What it is called and what it does.
type Item = (Name, Make);

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

const PROGRAM: &[Item] = &[
    (say::card_close_remain, |who| closed(who, CloseHow::Remain)),
    (say::card_close_leave, |who| closed(who, CloseHow::Leave)),
    (|| "wakeup()".into(), |who| Command::Wakeup { who }),
    (|| "commitSync()".into(), |who| Command::Commit { who }),
    (
        || "enforceRebalance()".into(),
        |who| Command::Enforce { who },
    ),
    (
        || "unsubscribe()".into(),
        |who| Command::Unsubscribe { who },
    ),
    (say::card_throw, |who| Command::Throw { who }),
    (say::card_hang, |who| Command::StopExternal {
        who,
        ms: HANG_MS,
    }),
];

const KILL_AT: &[Item] = &[
    (say::card_kill_before_poll, |who| {
        kill_at(who, CrashPoint::BeforePoll)
    }),
    (say::card_kill_next_record, |who| {
        kill_at(who, CrashPoint::NextRecord)
    }),
    (say::card_kill_in_batch, |who| {
        kill_at(who, CrashPoint::InBatch)
    }),
    (say::card_kill_processed, |who| {
        kill_at(who, CrashPoint::AfterProcessing)
    }),
    (say::card_kill_in_commit, |who| {
        kill_at(who, CrashPoint::InCommit)
    }),
    (say::card_kill_auto_commit, |who| {
        kill_at(who, CrashPoint::AutoCommit)
    }),
    (say::card_kill_heartbeat, |who| {
        kill_at(who, CrashPoint::Heartbeat)
    }),
    (
        || say::card_kill_in_callback("onPartitionsRevoked"),
        |who| kill_at(who, CrashPoint::InRevoked),
    ),
    (
        || say::card_kill_in_callback("onPartitionsAssigned"),
        |who| kill_at(who, CrashPoint::InAssigned),
    ),
    (
        || say::card_kill_in_callback("onPartitionsLost"),
        |who| kill_at(who, CrashPoint::InLost),
    ),
    (say::card_kill_before_close, |who| {
        kill_at(who, CrashPoint::BeforeClose)
    }),
    (say::card_kill_joined, |who| {
        kill_at(who, CrashPoint::JoinedWaiting)
    }),
    (say::card_kill_leader, |who| {
        kill_at(who, CrashPoint::LeaderSyncing)
    }),
];

const CUT: &[Item] = &[
    (say::card_cut_coordinator, |who| {
        cut(who, Link::Coordinator, Way::Both)
    }),
    (say::card_cut_data, |who| cut(who, Link::Data, Way::Both)),
    (say::card_cut_requests, |who| {
        cut(who, Link::All, Way::ToBroker)
    }),
    (say::card_cut_answers, |who| {
        cut(who, Link::All, Way::FromBroker)
    }),
];

const LOSE: &[Item] = &[
    (|| "OffsetCommit".into(), |who| lose(who, "OffsetCommit")),
    (
        || say::card_lose_answer("OffsetCommit"),
        |who| lose_answer(who, "OffsetCommit"),
    ),
    (|| "Heartbeat".into(), |who| lose(who, "Heartbeat")),
    (|| "JoinGroup".into(), |who| lose(who, "JoinGroup")),
    (|| "SyncGroup".into(), |who| lose(who, "SyncGroup")),
    (|| "Fetch".into(), |who| lose(who, "Fetch")),
];

const CPU: &[Item] = &[
    (say::card_cpu_twice, |who| slow(who, 200)),
    (say::card_cpu_five, |who| slow(who, 500)),
    (say::card_cpu_normal, |who| slow(who, 100)),
];

const SECTIONS: [(Name, &[Item]); 5] = [
    (say::card_program, PROGRAM),
    (say::card_kill_at, KILL_AT),
    (say::card_cut_off, CUT),
    (say::card_lose, LOSE),
    (|| "CPU".into(), CPU),
];

/// The rare acts, behind one button.
#[component]
pub fn MoreMenu(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let item = move |(text, make): &'static Item| {
        view! {
            <button
                type="button"
                class="menu__item"
                data-testid="more-item"
                on:click=move |_| act(session, make(name.get_untracked()))
            >
                {text()}
            </button>
        }
    };
    let section = move |(title, items): (Name, &'static [Item])| {
        view! {
            <div role="group" aria-label=title()>
                <p class="menu__title" aria-hidden="true">{title()}</p>
                {items.iter().map(item).collect_view()}
            </div>
        }
    };
    view! {
        <Menu label=say::card_more_acts() testid="more" class="acts__more" up=true face=|| view! { {say::card_more()} }>
            {SECTIONS.map(section).into_iter().collect_view()}
        </Menu>
    }
}
