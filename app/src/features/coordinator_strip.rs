//! The group coordinator: state rail, join barrier, and the dock of partitions nobody reads.
//!
//! While the group is stable and every partition has a reader it is one quiet line.

mod barrier;
mod dock;
mod rail;

use leptos::prelude::*;
use locale::say;
use sim_core::GroupId;
use sim_core::view::{GroupState, GroupView, LabView, PartitionView, ReadState};
use view_macro::view;

use crate::dom;
use crate::session::Session;

use barrier::JoinBarrier;
use dock::Dock;
use rail::{GroupName, QuietLine, StateRail};

/// Milliseconds the strip stays open after the last reason for it, so that it does not flicker.
const LINGER_MS: f64 = 1_000.0;

/// The strip of a group.
#[component]
pub fn CoordinatorStrip(
    /// The group.
    id: GroupId,
    /// There is room for one line only.
    #[prop(into)]
    compact: Signal<bool>,
) -> impl IntoView {
    let session = Session::get();
    let quiet = quiet(session, id);
    let line = move || view! { <QuietLine id /> };
    view! {
        <Show when=move || !quiet.get() && !compact.get() fallback=line>
            <section class="coord" aria-label=say::group_coordinator()>
                <div class="coord__cell">
                    <div class="coord__head">
                        <h2 class="coord__title" data-term="group-coordinator">{say::group_coordinator()}</h2>
                        <GroupName id />
                    </div>
                    <StateRail id />
                </div>
                <JoinBarrier id />
                <Dock id />
            </section>
        </Show>
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
    let is_stable = find(lab, id).is_some_and(|group| group.state == GroupState::Stable);
    is_stable && unread(lab, id).next().is_none()
}

/// Partitions nobody in a group reads. Those nobody asks for are shown with the first group.
fn unread(lab: &LabView, id: GroupId) -> impl Iterator<Item = &PartitionView> {
    let first = lab.groups.first().map(|group| group.id);
    lab.partitions.iter().filter(move |view| {
        matches!(view.state, ReadState::Stopped | ReadState::NeverAssigned)
            && view.group.or(first) == Some(id)
    })
}

fn find(lab: &LabView, id: GroupId) -> Option<&GroupView> {
    lab.groups.iter().find(|group| group.id == id)
}

/// Something read from one group each frame; `Default` once the run no longer knows it.
fn read<T>(session: Session, id: GroupId, read: fn(&GroupView, &LabView) -> T) -> Memo<T>
where
    T: Default + PartialEq + Send + Sync + 'static,
{
    Memo::new(move |_| {
        session
            .lab()
            .with(|lab| find(lab, id).map_or_else(T::default, |group| read(group, lab)))
    })
}
