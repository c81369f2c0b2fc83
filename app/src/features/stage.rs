//! The stage: coordinator, cards, counters, matrix and curves.

use leptos::prelude::*;

use super::consumer_cards::ConsumerCards;
use super::coordinator_strip::CoordinatorStrip;
use super::fate_counters::FateCounters;
use super::matrix::Matrix;
use crate::dom;

/// Below these sizes consumers are rows and the coordinator is a line.
const SMALL: &str = "(max-width: 740px), (max-height: 560px)";

/// Everything between the heading and the deck.
#[component]
pub fn Stage() -> impl IntoView {
    let compact = is_small();
    view! {
        <div class="stage__body" data-testid="stage">
            <CoordinatorStrip compact />
            <ConsumerCards compact />
            <FateCounters />
            <Matrix />
        </div>
    }
}

/// Whether the page is too small for cards.
fn is_small() -> Signal<bool> {
    let small = RwSignal::new(dom::media_matches(SMALL));
    dom::on_media_change(SMALL, move || {
        small.try_set(dom::media_matches(SMALL));
    });
    small.into()
}
