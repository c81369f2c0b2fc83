//! The way back for a consumer that is down.

use leptos::prelude::*;
use locale::say;
use sim_core::view::ConsumerStatus;
use sim_core::{Command, ConsumerId, SimDuration, SimTime};
use view_macro::view;

use super::actions::act;
use super::read;
use crate::format;
use crate::session::Session;

/// Starts the process again, and says when while it waits for its start.
#[component]
pub(super) fn Restart(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let name = read(session, id, |view, _| view.name.to_string());
    let never_ran = read(session, id, |view, _| {
        view.status == ConsumerStatus::NotStarted
    });
    let due = due(session, id, name);
    let face = move || match due.get() {
        Some(at) => say::card_starts_at(format::seconds(at)),
        None if never_ran.get() => say::card_start(),
        None => say::card_restart(),
    };
    let start = move |_| {
        if due.get_untracked().is_none() {
            let who = name.get_untracked();
            act(
                session,
                Command::Restart {
                    who,
                    after_ms: None,
                },
            );
        }
    };
    view! {
        <button
            type="button"
            aria-disabled=move || due.with(Option::is_some).to_string()
            data-testid=move || format!("restart-{}", name.get())
            on:click=start
        >
            {face}
        </button>
    }
}

/// When the process that was asked for starts, while it has not.
fn due(session: Session, id: ConsumerId, name: Memo<String>) -> Memo<Option<SimTime>> {
    let asked = Memo::new(move |_| {
        session.story.track();
        let recording = session.recording();
        let pod_restart = SimDuration::from_micros(recording.scenario.costs.pod_restart_us);
        let who = name.get();
        let mut asked = Vec::new();
        for timed in recording.commands {
            if let Command::Restart {
                who: other,
                after_ms,
            } = timed.command
                && other == who
            {
                let wait = after_ms.map_or(pod_restart, SimDuration::from_millis);
                asked.push((timed.at, timed.at.after(wait)));
            }
        }
        asked
    });
    let down = read(session, id, |view, lab| (view.status_since, lab.at));
    Memo::new(move |_| {
        let (since, now) = down.get();
        let waits = |(at, due): &&(SimTime, SimTime)| since <= *at && *at <= now && now < *due;
        asked.with(|asked| asked.iter().rev().find(waits).map(|(_, due)| *due))
    })
}
