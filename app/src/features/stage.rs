//! The stage: coordinator, cards, counters, matrix and curves.

use leptos::prelude::*;
use view_macro::view;

use super::consumer_cards::ConsumerCards;
use super::coordinator_strip::CoordinatorStrip;
use super::fate_counters::FateCounters;
use super::matrix::Matrix;
use crate::dom;

/// Below these sizes consumers are rows and the coordinator is a line.
const SMALL: &str = "(max-width: 740px), (max-height: 560px)";

/// Four cards stand in one row.
const WIDE: &str = "(min-width: 1400px)";
/// Two rows of cards leave room for the matrix.
const TALL: &str = "(min-height: 1040px)";

/// Everything between the heading and the deck.
#[component]
pub fn Stage() -> impl IntoView {
    let compact = holds(SMALL);
    let (wide, tall) = (holds(WIDE), holds(TALL));
    let cards_max = Signal::derive(move || match (tall.get(), wide.get()) {
        (true, _) => 8,
        (false, true) => 4,
        (false, false) => 3,
    });
    view! {
        <div class="stage__body" data-testid="stage">
            <CoordinatorStrip compact />
            <ConsumerCards compact cards_max />
            <FateCounters />
            <Matrix />
        </div>
    }
}

/// Whether a media query holds, as a signal.
fn holds(query: &'static str) -> Signal<bool> {
    let holding = RwSignal::new(dom::media_matches(query));
    dom::on_media_change(query, move || {
        holding.try_set(dom::media_matches(query));
    });
    holding.into()
}
