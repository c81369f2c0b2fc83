//! The poll loop: fetch, process n of m, commit.

use leptos::prelude::*;
use locale::say;
use sim_core::ConsumerId;
use view_macro::view;

use super::read;
use crate::features::words;
use crate::session::Session;

/// Three steps, or one sentence where there is no loop.
#[component]
pub fn PollLoop(
    /// The consumer.
    id: ConsumerId,
) -> impl IntoView {
    let session = Session::get();
    let steps = read(session, id, |view, _| words::poll_loop(view));
    let instead = Memo::new(move |_| steps.with(|steps| steps.instead.clone()));
    let is_on = move |step| steps.with(|steps| steps.step == Some(step));
    let scale = move || {
        let permille = steps.with(|steps| {
            if steps.step == Some(1) {
                steps.permille
            } else {
                0
            }
        });
        format!("scaleX({})", f64::from(permille) / 1_000.0)
    };
    let sentence = move || {
        view! {
            <div class="loop loop--instead">
                <span>{move || instead.get()}</span>
            </div>
        }
    };
    view! {
        <Show when=move || instead.with(Option::is_none) fallback=sentence>
            <div class="loop" role="group" aria-label=say::card_poll_loop()>
                <span class:is-on=move || is_on(0)>{say::card_fetch()}</span>
                <span class:is-on=move || is_on(1)>
                    {move || steps.with(|steps| steps.process.clone())}
                    <i style:transform=scale></i>
                </span>
                <span class:is-on=move || is_on(2)>
                    {move || steps.with(|steps| steps.commit.clone())}
                </span>
            </div>
        </Show>
    }
}
