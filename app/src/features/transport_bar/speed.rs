//! Speed on a logarithmic slider; a list on phones.

use leptos::prelude::*;
use locale::say;
use view_macro::view;

use crate::components::slider::Slider;
use crate::format;
use crate::playback::SPEED_STEPS;
use crate::session::{Session, SessionCommand};

/// Speed of the run.
#[component]
pub fn Speed() -> impl IntoView {
    let session = Session::get();
    let speed = Memo::new(move |_| session.playback.with(|state| state.speed));
    let at = Signal::derive(move || nearest(speed.get()));
    let text = Signal::derive(move || format::speed(speed.get()));
    let choose = move |index: usize| {
        if let Some(speed) = SPEED_STEPS.get(index) {
            session.dispatch(SessionCommand::SetSpeed(*speed));
        }
    };
    let options = SPEED_STEPS.iter().enumerate().map(|(index, speed)| {
        view! {
            <option value=index.to_string() selected=move || at.get() == index>
                {format::speed(*speed)}
            </option>
        }
    });
    view! {
        <div class="speed">
            <span class="speed__text">{say::deck_speed()} " " <b data-testid="speed-text">{text}</b></span>
            <Slider
                label=say::deck_speed()
                last=SPEED_STEPS.len() - 1
                at=at
                text=text
                marks=&["0.01", "0.1", "1", "10", "100"]
                testid="speed"
                on_move=choose
            />
            <select
                class="field-input speed__list"
                aria-label=say::deck_speed()
                on:change=move |event| {
                    if let Ok(index) = event_target_value(&event).parse() {
                        choose(index);
                    }
                }
            >
                {options.collect_view()}
            </select>
        </div>
    }
}

/// Position of the step nearest to `speed` on the logarithmic scale.
fn nearest(speed: f64) -> usize {
    let distance = |step: f64| {
        if step > speed {
            step / speed
        } else {
            speed / step
        }
    };
    let steps = SPEED_STEPS.iter().enumerate();
    steps
        .min_by(|(_, left), (_, right)| distance(**left).total_cmp(&distance(**right)))
        .map_or(0, |(index, _)| index)
}
