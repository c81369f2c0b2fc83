//! The group coordinator: state rail, join barrier, and the dock of partitions nobody reads.
//!
//! While the group is stable and every partition has a reader it is one quiet line.

mod barrier;
mod dock;

use leptos::prelude::*;
use sim_core::GroupId;
use sim_core::view::{GroupState, GroupView, LabView, ReadState};

use crate::dom;
use crate::features::words;
use crate::owner;
use crate::session::Session;

use barrier::JoinBarrier;
use dock::Dock;

/// Milliseconds the strip stays open after the last reason for it, so that it does not flicker.
const LINGER_MS: f64 = 1_000.0;

/// One strip per group.
#[component]
pub fn CoordinatorStrip(
    /// There is room for one line only.
    #[prop(into)]
    compact: Signal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let ids = Memo::new(move |_| {
        session
            .lab()
            .with(|lab| lab.groups.iter().map(|group| group.id).collect::<Vec<_>>())
    });
    view! {
        <For each=move || ids.get() key=|id| *id let(id)>
            <GroupStrip id compact />
        </For>
    }
}

#[component]
fn GroupStrip(id: GroupId, compact: Signal<bool>) -> impl IntoView {
    let session = Session::get();
    let quiet = quiet(session, id);
    let line = move || view! { <QuietLine id /> };
    view! {
        <Show when=move || !quiet.get() && !compact.get() fallback=line>
            <section class="coord" aria-label="Group coordinator">
                <div class="coord__cell">
                    <div class="coord__head">
                        <h2 class="coord__title">"Group coordinator"</h2>
                        <GroupName id />
                    </div>
                    <StateRail id />
                </div>
                <JoinBarrier id />
                <Dock />
            </section>
        </Show>
    }
}

#[component]
fn QuietLine(id: GroupId) -> impl IntoView {
    let session = Session::get();
    let members = read(session, id, |group, _| {
        group
            .members
            .iter()
            .map(|member| member.consumer)
            .collect::<Vec<_>>()
    });
    let stopped = Memo::new(move |_| session.lab().with(|lab| lab.counters.stopped_partitions));
    let sentence = move || match (stopped.get(), members.with(Vec::len)) {
        (0, 0) => "no members".to_owned(),
        (0, _) => "every partition has a reader".to_owned(),
        (1, _) => "1 partition stopped".to_owned(),
        (count, _) => format!("{count} partitions stopped"),
    };
    view! {
        <section class="coord-line" aria-label="Group coordinator">
            <h2 class="coord__title">"Group coordinator"</h2>
            <StateRail id />
            <GroupName id />
            <span class="coord-line__in">
                <For each=move || members.get() key=|member| *member let(member)>
                    <span class=format!("badge badge--sm {}", owner::class(member)) aria-hidden="true">
                        {move || session.lab().with(|lab| super::matrix::scene::letter(lab, member).to_owned())}
                    </span>
                </For>
                <span>{sentence}</span>
            </span>
        </section>
    }
}

#[component]
fn GroupName(id: GroupId) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |group, _| group.name.to_string());
    let generation = read(session, id, |group, _| words::generation(group));
    view! {
        <p class="coord__note">
            "group " <b>{move || name.get()}</b> " · "
            <span data-testid="group-generation">{move || generation.get()}</span>
        </p>
    }
}

/// Kafka's states in order; the current one inverted.
#[component]
fn StateRail(id: GroupId) -> impl IntoView {
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
            <li aria-current=move || is_current().then_some("step")>{step.name()}</li>
        }
    });
    view! {
        <ol class="rail" aria-label="Group state" data-testid="group-state" data-state=now>
            {steps.into_iter().collect_view()}
        </ol>
    }
}

/// True while there is nothing to explain about the group.
fn quiet(session: Session, id: GroupId) -> Memo<bool> {
    let settled = Memo::new(move |before: Option<&(bool, f64)>| {
        session.pulse.track();
        let playing = session.playback.with(|state| state.playing);
        let calm = session.lab().with_untracked(|lab| is_settled(lab, id));
        let now = dom::now_ms();
        let busy_at = before.map_or(f64::MIN, |before| before.1);
        if calm {
            (!playing || now - busy_at > LINGER_MS, busy_at)
        } else {
            (false, now)
        }
    });
    Memo::new(move |_| settled.get().0)
}

fn is_settled(lab: &LabView, id: GroupId) -> bool {
    let stopped = lab
        .partitions
        .iter()
        .any(|view| matches!(view.state, ReadState::Stopped | ReadState::NeverAssigned));
    !stopped && find(lab, id).is_some_and(|group| group.state == GroupState::Stable)
}

fn find(lab: &LabView, id: GroupId) -> Option<&GroupView> {
    lab.groups.iter().find(|group| group.id == id)
}

/// Something read from one group each frame; `Default` once the run no longer knows it.
fn read<T>(
    session: Session,
    id: GroupId,
    read: impl Fn(&GroupView, &LabView) -> T + Send + Sync + 'static,
) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        session
            .lab()
            .with(|lab| find(lab, id).map_or_else(T::default, |group| read(group, lab)))
    })
}
