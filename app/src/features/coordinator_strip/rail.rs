//! Name, generation and state of a group.

use leptos::prelude::*;
use locale::say;
use sim_core::GroupId;
use sim_core::view::GroupState;
use view_macro::view;

use super::{read, unread};
use crate::components::prose::marked;
use crate::features::matrix::scene::letter;
use crate::features::words;
use crate::owner;
use crate::session::Session;

/// More members than this are not named one by one.
const BADGES_MAX: usize = 5;

/// All of it in one line.
#[component]
pub fn QuietLine(
    /// The group.
    id: GroupId,
) -> impl IntoView {
    let session = Session::get();
    let members = read(session, id, |group, _| {
        group
            .members
            .iter()
            .map(|member| member.consumer)
            .collect::<Vec<_>>()
    });
    let few = Memo::new(move |_| members.with(Vec::len) <= BADGES_MAX);
    let stopped = Memo::new(move |_| session.lab().with(|lab| unread(lab, id).count()));
    let sentence = move || match (stopped.get(), members.with(Vec::len)) {
        (0, 0) => say::group_line_empty(),
        (0, count) if count > BADGES_MAX => say::group_line_members(count),
        (0, _) => say::group_line_read(),
        (count, _) => say::group_line_stopped(count),
    };
    view! {
        <section class="coord-line" aria-label=say::group_coordinator()>
            <h2 class="coord__title" data-term="group-coordinator">{say::group_coordinator()}</h2>
            <StateRail id />
            <GroupName id />
            <span class="coord-line__in">
                <For each=move || if few.get() { members.get() } else { Vec::new() } key=|member| *member let(member)>
                    <span class=format!("badge badge--sm {}", owner::class(member)) aria-hidden="true">
                        {move || session.lab().with(|lab| letter(lab, member).to_owned())}
                    </span>
                </For>
                <span>{sentence}</span>
            </span>
        </section>
    }
}

/// Name and generation.
#[component]
pub fn GroupName(
    /// The group.
    id: GroupId,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |group, _| group.name.to_string());
    let in_bold = |name| view! { <b>{name}</b> };
    let generation = read(session, id, |group, _| words::generation(group));
    view! {
        <p class="coord__note">
            {move || marked(&say::group_named(name.get()), in_bold)} " · "
            <span data-term="generation" data-testid="group-generation">{move || generation.get()}</span>
        </p>
    }
}

/// Kafka's states in order; the current one inverted.
#[component]
pub fn StateRail(
    /// The group.
    id: GroupId,
) -> impl IntoView {
    const RAIL: [GroupState; 4] = [
        GroupState::Empty,
        GroupState::PreparingRebalance,
        GroupState::CompletingRebalance,
        GroupState::Stable,
    ];
    let session = Session::get();
    let state = read(session, id, |group, _| Some(group.state));
    let now = move || state.get().map_or("Dead", GroupState::name);
    let steps = RAIL.map(|step| {
        let is_current = move || state.get() == Some(step);
        view! {
            <li data-term=term(step) aria-current=move || is_current().then_some("step")>{step.name()}</li>
        }
    });
    view! {
        <ol class="rail" aria-label=say::group_state() data-testid="group-state" data-state=now>
            {steps.into_iter().collect_view()}
        </ol>
    }
}

/// A state in the glossary.
fn term(state: GroupState) -> &'static str {
    match state {
        GroupState::Empty => "empty",
        GroupState::PreparingRebalance => "preparing-rebalance",
        GroupState::CompletingRebalance => "completing-rebalance",
        GroupState::Stable => "stable",
        GroupState::Dead => "dead",
    }
}
