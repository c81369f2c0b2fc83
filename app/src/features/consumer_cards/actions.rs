//! What can be done to one consumer.

use leptos::prelude::*;
use sim_core::{Command, ConsumerId};

use super::program_actions::{BlockMenu, SlowAct};
use super::read;
use crate::features::words;
use crate::session::{Session, SessionCommand};

/// Close, Kill, Freeze, Cut, Slow and Block; Restart for a consumer that is down.
#[component]
pub fn ConsumerActions(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let is_down = read(session, id, |view, _| words::is_down(view.status));
    let never_ran = read(session, id, |view, _| {
        view.status == sim_core::view::ConsumerStatus::NotStarted
    });
    let name = read(session, id, |view, _| view.name.to_string());
    let restart = move || {
        view! {
            <button
                type="button"
                data-testid=move || format!("restart-{}", name.get())
                on:click=move |_| act(session, Command::Restart { who: name.get_untracked(), after_ms: None })
            >
                {move || if never_ran.get() { "Start" } else { "Restart" }}
            </button>
        }
    };
    view! {
        <div class="acts" role="group" aria-label=move || format!("Act on {}", name.get())>
            <Show when=move || !is_down.get() fallback=restart>
                <Act id verb="close" face="Close" title="Finish the batch, then close(): LeaveGroup is sent"
                    make=|who| Command::close(who) />
                <Act id verb="kill" face="Kill" title="kill -9: the process ends and tells nobody"
                    make=|who| Command::Kill { who } />
                <FreezeAct id />
                <CutAct id />
                <SlowAct id />
                <BlockMenu id />
            </Show>
        </div>
    }
}

#[component]
fn Act(
    id: ConsumerId,
    verb: &'static str,
    face: &'static str,
    title: &'static str,
    make: fn(String) -> Command,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    view! {
        <button
            type="button"
            title=title
            data-testid=move || format!("{verb}-{}", name.get())
            on:click=move |_| act(session, make(name.get_untracked()))
        >
            {face}
        </button>
    }
}

#[component]
fn FreezeAct(id: ConsumerId) -> impl IntoView {
    let session = Session::get();
    let frozen = read(session, id, |view, _| view.frozen);
    let freeze = move || {
        view! {
            <Act id verb="freeze" face="Freeze" title="SIGSTOP or a long GC pause: every thread stops"
                make=|who| Command::Freeze { who } />
        }
    };
    view! {
        <Show when=move || frozen.get() fallback=freeze>
            <Act id verb="thaw" face="Thaw" title="SIGCONT: the process goes on"
                make=|who| Command::Thaw { who } />
        </Show>
    }
}

#[component]
fn CutAct(id: ConsumerId) -> impl IntoView {
    let session = Session::get();
    let cut = read(session, id, |view, _| view.cut);
    let sever = move || {
        view! {
            <Act id verb="cut" face="Cut" title="Cut the network between this consumer and the broker"
                make=|who| Command::Cut { who } />
        }
    };
    view! {
        <Show when=move || cut.get() fallback=sever>
            <Act id verb="heal" face="Heal" title="Connect it again"
                make=|who| Command::Heal { who } />
        </Show>
    }
}

/// Acts on the run.
pub(super) fn act(session: Session, command: Command) {
    session.dispatch(SessionCommand::Act(command));
}
