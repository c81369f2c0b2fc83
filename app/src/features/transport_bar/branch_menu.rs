//! Branches of the run, Undo, and what acting now would do.

use leptos::prelude::*;
use sim_core::Timeline;
use view_macro::view;

use crate::components::icon::Icon;
use crate::components::menu::Menu;
use crate::format;
use crate::session::{Session, SessionCommand};

/// Name of the branch in view; opens the list.
#[component]
pub fn BranchMenu() -> impl IntoView {
    let session = Session::get();
    let current = Memo::new(move |_| {
        session.story.track();
        let branches = session.with_timeline(Timeline::branches);
        let name = branches
            .iter()
            .find(|branch| branch.is_current)
            .map(|branch| branch.name.clone());
        name.unwrap_or_default()
    });
    let face = move || {
        view! {
            <Icon name="fork" size=15 />
            <span class="sr">"Branch"</span>
            <b data-testid="branch-name">{move || current.get()}</b>
            <Icon name="down" size=13 />
        }
    };
    view! {
        <Menu
            label=""
            testid="branch-menu"
            class="btn btn--quiet deck__branch"
            up=true
            face=face
        >
            <Branches />
            <div class="menu__rule"></div>
            <button
                class="menu__item"
                type="button"
                data-testid="undo"
                disabled=move || !session.can_undo()
                on:click=move |_| session.dispatch(SessionCommand::Undo)
            >
                "Undo the last act"
            </button>
        </Menu>
        <ForkNote />
    }
}

#[component]
fn Branches() -> impl IntoView {
    let session = Session::get();
    session
        .with_timeline(Timeline::branches)
        .into_iter()
        .map(|branch| {
            let index = branch.index;
            let from = branch.parent.map_or_else(
                || format!("to {}", format::seconds(branch.head)),
                |(_, at)| format!("from {}", format::seconds(at)),
            );
            view! {
                <button
                    class="menu__item"
                    type="button"
                    aria-current=branch.is_current.to_string()
                    data-testid="branch-item"
                    on:click=move |_| session.dispatch(SessionCommand::SwitchBranch(index))
                >
                    {branch.is_current.then(|| view! { <Icon name="check" size=13 /> })}
                    {branch.name}
                    <small>{from}</small>
                </button>
            }
        })
        .collect_view()
}

/// Before the live end an act does not continue this branch.
#[component]
fn ForkNote() -> impl IntoView {
    let session = Session::get();
    let fork = Memo::new(move |_| {
        session.pulse.track();
        session.with_timeline(|timeline| {
            let in_past = timeline.at() < timeline.head();
            in_past.then(|| timeline.branches().len() + 1)
        })
    });
    let note = move || {
        fork.get().map(|number| {
            view! { "In the past: acting here starts " <b>{format!("fork {number}")}</b> }
        })
    };
    view! { <span class="deck__note" data-testid="fork-note">{note}</span> }
}
