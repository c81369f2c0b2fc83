//! Playhead, live end, and whether the simulation keeps up.

use leptos::prelude::*;
use locale::say;
use sim_core::Timeline;
use view_macro::view;

use crate::format;
use crate::session::Session;

/// Playhead, live end, and whether the simulation keeps up.
#[component]
pub(super) fn ClockTime() -> impl IntoView {
    let session = Session::get();
    let moment = Memo::new(move |_| {
        session.revision.track();
        session.with_timeline(Timeline::at)
    });
    let head = Memo::new(move |_| {
        session.revision.track();
        let head = session.with_timeline(Timeline::head);
        format::seconds(head)
    });
    let behind = Memo::new(move |_| session.playback.with(|state| state.behind));
    view! {
        <span class="clocktime">
            <output data-testid="clock" aria-live="off">
                {move || format::millis(moment.get())}
            </output>
            <small data-testid="head">{move || say::deck_simulated(head.get())}</small>
            <Show when=move || behind.get()>
                <small
                    class="clocktime__behind"
                    data-testid="behind"
                    title=say::deck_behind_title()
                >
                    {say::deck_behind()}
                </small>
            </Show>
        </span>
    }
}
