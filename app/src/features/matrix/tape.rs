//! The axis above runs beside each other: one scrubber, and what was done to all of them.
//!
//! Deliberately lacks rows.

use leptos::html;
use leptos::prelude::*;
use locale::say;
use sim_core::Timeline;
use sim_core::view::{MatrixView, Pin};
use view_macro::view;
use web_sys::{KeyboardEvent, PointerEvent, WheelEvent};

use super::axis::Window;
use super::rig::Rig;
use crate::format;
use crate::session::{Lanes, Session};

/// The axis, to be shown before the runs that have it.
#[component]
pub fn Tape(
    /// What draws it.
    rig: Rig,
    /// A line through all runs that follows its playhead.
    line: NodeRef<html::I>,
) -> impl IntoView {
    let session = Session::get();
    let (canvas, plot) = rig.hang(session);
    session.on_frame(move |_| {
        let axis = rig.geometry().with_value(|geometry| geometry.axis);
        let at = session.with_timeline(Timeline::at);
        if let Some(line) = line.get_untracked() {
            let place = if axis.window.holds(at) {
                format!("{}px", axis.x(at))
            } else {
                "-9999px".to_owned()
            };
            line.style().set_property("--x", &place).ok();
        }
    });
    let seconds = Memo::new(move |_| {
        session.pulse.track();
        session.with_timeline(|timeline| (timeline.at(), timeline.head()))
    });
    view! {
        <div class="matrix__plot" node_ref=plot>
            <canvas
                node_ref=canvas
                class="matrix__canvas"
                data-testid="tape"
                tabindex="0"
                role="slider"
                aria-label=say::matrix_slider()
                aria-valuemin="0"
                aria-valuemax=move || seconds.get().1.as_millis().to_string()
                aria-valuenow=move || seconds.get().0.as_millis().to_string()
                aria-valuetext=move || format::seconds(seconds.get().0)
                on:pointerdown=move |event: PointerEvent| rig.press(&event)
                on:pointermove=move |event: PointerEvent| rig.drag(&event)
                on:pointerup=move |event: PointerEvent| rig.release(&event)
                on:pointercancel=move |event: PointerEvent| rig.release(&event)
                on:pointerleave=move |_| rig.leave()
                on:wheel=move |event: WheelEvent| rig.wheel(&event)
                on:keydown=move |event: KeyboardEvent| rig.key(&event)
            ></canvas>
        </div>
    }
}

/// Acts that all of these runs have at the same moment.
pub(super) fn common_pins(lanes: Lanes, window: Window) -> MatrixView {
    let pins = |index| {
        let view = lanes.with(index, |lane| lane.matrix(window.from, window.to));
        view.unwrap_or_default()
    };
    let mut common = pins(0);
    common.pins.retain(|pin| pin.by_user);
    for index in 1..lanes.count() {
        let other = pins(index);
        common
            .pins
            .retain(|pin| other.pins.iter().any(|it| is_same(it, pin)));
    }
    common
}

fn is_same(one: &Pin, other: &Pin) -> bool {
    (one.at, &one.label) == (other.at, &other.label)
}

/// Leaves out of a run's pins what the tape shows.
pub(super) fn leave_out(pins: &mut Vec<Pin>, common: &[Pin]) {
    pins.retain(|pin| !common.iter().any(|it| is_same(it, pin)));
}
