//! What can be done to one consumer.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::{Command, ConsumerId, Link, Way};
use view_macro::view;

use super::more_menu::MoreMenu;
use super::program_actions::{BlockMenu, SlowAct};
use super::read;
use super::restart::Restart;
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
    let frozen = read(session, id, |view, _| view.frozen);
    let cut = read(session, id, |view, _| view.cut.is_some());
    let name = read(session, id, |view, _| view.name.to_string());
    let restart = move || view! { <Restart id /> };
    view! {
        <div class="acts" role="group" aria-label=move || say::card_act_on(name.get())>
            <Show when=move || !is_down.get() fallback=restart>
                <Act id verb="close" face=say::card_close() title=say::card_close_title()
                    make=Command::close />
                <Act id verb="kill" face=say::card_kill() title=say::card_kill_title()
                    make=|who| Command::Kill { who } />
                <Switch id verbs=FREEZE on=frozen />
                <Switch id verbs=CUT on=cut />
                <SlowAct id />
                <BlockMenu id />
                <MoreMenu id />
            </Show>
        </div>
    }
}

#[component]
fn Act(
    id: ConsumerId,
    verb: &'static str,
    face: Text,
    title: Text,
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

/// What one side of a [`Switch`] says and does.
#[derive(Clone, Copy)]
struct Verb {
    hook: &'static str,
    face: fn() -> Text,
    title: fn() -> Text,
    make: fn(String) -> Command,
}

const FREEZE: [Verb; 2] = [
    Verb {
        hook: "freeze",
        face: say::card_freeze,
        title: say::card_freeze_title,
        make: |who| Command::Freeze { who },
    },
    Verb {
        hook: "thaw",
        face: say::card_thaw,
        title: say::card_thaw_title,
        make: |who| Command::Thaw { who },
    },
];
const CUT: [Verb; 2] = [
    Verb {
        hook: "cut",
        face: say::card_cut,
        title: say::card_cut_title,
        make: |who| Command::Cut {
            who,
            link: Link::All,
            way: Way::Both,
        },
    },
    Verb {
        hook: "heal",
        face: say::card_heal,
        title: say::card_heal_title,
        make: |who| Command::Heal { who },
    },
];

/// One button for an act and its opposite, so that the focus stays on it.
#[component]
fn Switch(id: ConsumerId, verbs: [Verb; 2], on: Memo<bool>) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let now = move || verbs[usize::from(on.get())];
    view! {
        <button
            type="button"
            class:is-on=move || on.get()
            title=move || (now().title)()
            data-testid=move || format!("{}-{}", now().hook, name.get())
            on:click=move |_| {
                let verb = verbs[usize::from(on.get_untracked())];
                act(session, (verb.make)(name.get_untracked()));
            }
        >
            {move || (now().face)()}
        </button>
    }
}

/// Acts on the run.
pub(super) fn act(session: Session, command: Command) {
    session.dispatch(SessionCommand::Act(command));
}
