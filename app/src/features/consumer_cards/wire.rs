//! The wire between a card and the coordinator: request up, reply down, cross for silence.

use leptos::prelude::*;
use leptos::svg;
use locale::Text;
use sim_core::view::WireView;
use sim_core::{ConsumerId, SimDuration};
use view_macro::view;

use super::read;
use crate::dom;
use crate::features::motion;
use crate::features::words::{self, Wire};
use crate::session::Session;

/// Shortest and longest time a message takes on the screen, in milliseconds.
const TRAVEL_MS: (f64, f64) = (120.0, 600.0);

/// The last message between this consumer and the coordinator.
#[component]
pub fn ConsumerWire(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let wire = read(session, id, |view, lab| words::wire(view, lab.at));
    let arrow = NodeRef::<svg::Svg>::new();
    let message = read(session, id, |view, _| view.wire.clone());
    Effect::new(move |before: Option<Option<WireView>>| {
        let message = message.get();
        let is_newer = |new: &WireView, old: &WireView| {
            new.sent > old.sent || (new.sent == old.sent && new.up != old.up)
        };
        if let (Some(new), Some(Some(old)), Some(arrow)) = (&message, before, arrow.get_untracked())
            && is_newer(new, &old)
            && motion::is_slow(session)
            && !dom::is_calm()
        {
            let speed = session.playback.with_untracked(|state| state.speed);
            motion::travel(&arrow, new.up, travel_ms(new, speed));
        }
        message
    });
    let kind = Memo::new(move |_| {
        wire.with(|wire| match wire {
            Wire::Bare => "wire wire--bare",
            Wire::Up(_) => "wire wire--up",
            Wire::Down(_) => "wire wire--down",
            Wire::Silent(_) => "wire wire--silent",
        })
    });
    let label = move || {
        wire.with(|wire| match wire {
            Wire::Bare => Text::default(),
            Wire::Up(label) | Wire::Down(label) => Text::verbatim(*label),
            Wire::Silent(text) => text.clone(),
        })
    };
    let glyph = move || match kind.get() {
        "wire wire--up" => "M0 7h9L4.5 0z",
        "wire wire--down" => "M0 0h9L4.5 7z",
        "wire wire--silent" => {
            "M.7 0 4.500 3.2 8.3 0 9 .7 5.5 4 9 7.300 8.3 8 4.500 4.800.7 8 0 7.300 3.500 4 0 .7z"
        }
        _ => "",
    };
    view! {
        <p class=move || kind.get()>
            <svg node_ref=arrow width="9" height="8" aria-hidden="true">
                <path d=glyph></path>
            </svg>
            <span>{label}</span>
        </p>
    }
}

/// What the message takes in the run, at the speed it is played; a lost one takes longest.
fn travel_ms(message: &WireView, speed: f64) -> f64 {
    let latency = message
        .arrives
        .since(message.sent)
        .min(SimDuration::from_secs(60));
    (latency.as_secs_f64() * 1_000.0 / speed).clamp(TRAVEL_MS.0, TRAVEL_MS.1)
}

#[cfg(test)]
mod tests {
    use sim_core::SimTime;

    use super::*;

    #[test]
    fn a_message_takes_its_latency_between_120_and_600_ms() {
        let message = |arrives| WireView {
            up: true,
            label: "JoinGroup",
            sent: SimTime::from_millis(1_000),
            arrives,
        };
        let takes = |arrives, speed| travel_ms(&message(arrives), speed).round();
        let later = |ms: u64| SimTime::from_millis(1_000 + ms);
        assert!((takes(later(1), 1.0) - 120.0).abs() < 1e-9);
        assert!((takes(later(100), 0.5) - 200.0).abs() < 1e-9);
        assert!((takes(later(100), 0.1) - 600.0).abs() < 1e-9);
        assert!((takes(SimTime::MAX, 1.0) - 600.0).abs() < 1e-9);
    }
}
