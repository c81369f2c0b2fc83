//! The two clocks that drain: one the coordinator keeps, one the client keeps.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::ConsumerId;
use view_macro::view;

use super::read;
use crate::features::words::{self, Meter};
use crate::session::Session;

/// Heartbeat and next poll().
#[component]
pub fn Clocks(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let heartbeat = read(session, id, |view, _| words::session_meter(view));
    let poll = read(session, id, |view, _| words::poll_meter(view));
    view! {
        <Clock
            term="heartbeat"
            label=say::card_heartbeat()
            title=say::card_heartbeat_title()
            meter=heartbeat
        />
        <Clock
            term="max-poll-interval-ms"
            label=say::card_next_poll()
            title=say::card_next_poll_title()
            meter=poll
        />
    }
}

#[component]
fn Clock(term: &'static str, label: Text, title: Text, meter: Memo<Meter>) -> impl IntoView {
    view! {
        <div class="clock" title=title>
            <span class="clock__label" data-term=term>{label}</span>
            <MeterBar meter />
            <span class="clock__value">{move || meter.with(|meter| meter.text.clone())}</span>
        </div>
    }
}

/// The bar of a clock.
#[component]
pub fn MeterBar(
    /// What it shows.
    meter: Memo<Meter>,
) -> impl IntoView {
    let scale = move || {
        format!(
            "scaleX({})",
            f64::from(meter.with(|meter| meter.permille)) / 1_000.0
        )
    };
    view! {
        <span
            class="meter"
            class:meter--low=move || meter.with(|meter| meter.low)
            class:meter--out=move || meter.with(|meter| meter.out)
        >
            <i style:transform=scale></i>
        </span>
    }
}
