//! The wire between a card and the coordinator: request up, reply down, cross for silence.

use leptos::prelude::*;
use sim_core::ConsumerId;
use view_macro::view;

use super::read;
use crate::features::words::{self, Wire};
use crate::session::Session;

/// The last message between this consumer and the coordinator.
#[component]
pub fn ConsumerWire(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let wire = read(session, id, |view, lab| words::wire(view, lab.at));
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
            Wire::Bare => String::new(),
            Wire::Up(label) | Wire::Down(label) => (*label).to_owned(),
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
            <svg width="9" height="8" aria-hidden="true">
                <path d=glyph></path>
            </svg>
            <span>{label}</span>
        </p>
    }
}
