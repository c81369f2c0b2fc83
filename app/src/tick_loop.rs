//! The only requestAnimationFrame: wall time in, one revision and one drawing out.
//!
//! Deliberately lacks any influence on what happens in a run: wall time only decides how far to
//! run. A hidden tab receives no frames and so stands still.
#![allow(
    clippy::disallowed_methods,
    reason = "the one module that may ask for frames"
)]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use leptos::prelude::*;
use sim_core::Timeline;
use wasm_bindgen::prelude::*;

use crate::dom;
use crate::session::{Frame, Session};

/// Milliseconds between two pulses while playing.
const PULSE_MS: f64 = 250.0;
/// Milliseconds of a frame that all work together may take before forks wait for the next one.
const WORK_MS: f64 = 8.0;
/// Milliseconds of a frame for forks.
const SPARE_MS: f64 = 3.0;
/// Frames whose work is remembered: 30 s at 60 Hz.
const WORK_FRAMES_MAX: usize = 1_800;

/// Main-thread milliseconds of one frame.
#[derive(Clone, Copy, Debug)]
pub struct FrameCost {
    /// Events of the simulation.
    pub simulate: f64,
    /// Views of the stage.
    pub derive: f64,
    /// Canvases.
    pub draw: f64,
    /// Everything that follows from the views in the page, before the browser lays out.
    pub dom: f64,
    /// Silent forks, in what the others left over.
    pub spare: f64,
}

impl FrameCost {
    /// The whole frame.
    pub fn total(&self) -> f64 {
        self.simulate + self.derive + self.draw + self.dom + self.spare
    }
}

/// Costs of the last frames.
#[derive(Clone, Debug, Default)]
pub struct FrameWork(Rc<RefCell<VecDeque<FrameCost>>>);

impl FrameWork {
    /// Forgets everything.
    pub fn clear(&self) {
        self.0.borrow_mut().clear();
    }

    /// The measured frames, oldest first.
    pub fn to_vec(&self) -> Vec<FrameCost> {
        self.0.borrow().iter().copied().collect()
    }

    fn push(&self, cost: FrameCost) {
        let mut ring = self.0.borrow_mut();
        if ring.len() == WORK_FRAMES_MAX {
            ring.pop_front();
        }
        ring.push_back(cost);
    }
}

/// The frame callback, which asks for itself again.
type FrameSlot = Rc<RefCell<Option<Closure<dyn FnMut(f64)>>>>;

#[derive(Debug, Default)]
struct Clock {
    last_ms: Cell<Option<f64>>,
    pulsed_ms: Cell<f64>,
    /// The last frame had no time for forks.
    was_full: Cell<bool>,
    /// Revision whose fingerprint stands on the page; None while the run moves.
    printed: Cell<Option<u64>>,
    pending: Cell<bool>,
}

/// Starts the loop; frames run while the session plays or asks for one.
pub fn start(session: Session) -> FrameWork {
    let work = FrameWork::default();
    let clock = Rc::new(Clock::default());
    let measured = work.clone();
    let frame: FrameSlot = Rc::default();
    let again = Rc::clone(&frame);
    let state = Rc::clone(&clock);
    *frame.borrow_mut() = Some(Closure::new(move |now_ms: f64| {
        state.pending.set(false);
        if tick(session, &state, now_ms, &measured) {
            request(&state, &again);
        } else {
            state.last_ms.set(None);
        }
    }));
    Effect::new(move |_| {
        session.frame_wanted.track();
        session.selection.track();
        session.hover.track();
        session.ghost.track();
        session.palette.track();
        request(&clock, &frame);
    });
    work
}

fn request(clock: &Clock, frame: &FrameSlot) {
    if clock.pending.replace(true) {
        return;
    }
    if let Some(frame) = frame.borrow().as_ref() {
        let asked = dom::window().request_animation_frame(frame.as_ref().unchecked_ref());
        clock.pending.set(asked.is_ok());
    }
}

/// One frame; true if another is wanted.
fn tick(session: Session, clock: &Clock, now_ms: f64, work: &FrameWork) -> bool {
    let began = dom::now_ms();
    let wall_ms = clock.last_ms.get().map_or(0.0, |last| now_ms - last);
    clock.last_ms.set(Some(now_ms));
    let playing = session.playback.with_untracked(|state| state.playing);
    let calm = dom::is_calm();
    let moved = session.simulate(wall_ms);
    let simulated = dom::now_ms();
    let pulse = now_ms - clock.pulsed_ms.get() >= PULSE_MS;
    // A frame that tells everything is full; were all such, forks would never have a turn.
    let is_full = moved && pulse && !clock.was_full.get();
    clock.was_full.set(is_full);
    if moved {
        // The last moment of a long seek shows at once, whenever it comes.
        let pulse = pulse || !session.is_busy();
        if pulse {
            clock.pulsed_ms.set(now_ms);
        }
        if pulse || !calm {
            session.publish(pulse);
        }
    }
    session.lab().with_untracked(|_| ());
    session.follow_close_up();
    let derived = dom::now_ms();
    session.draw(&Frame {
        now_ms,
        palette: session.palette.get_untracked(),
        calm,
        playing,
    });
    show_place(session, clock);
    let drawn = dom::now_ms();
    if session.has_jobs() && !is_full {
        session.do_jobs((began + WORK_MS).min(drawn + SPARE_MS));
    }
    let spared = dom::now_ms();
    let work = work.clone();
    // Effects run after this frame's callback and before this task: the DOM's share counts too.
    wasm_bindgen_futures::spawn_local(async move {
        work.push(FrameCost {
            simulate: simulated - began,
            derive: derived - simulated,
            draw: drawn - derived,
            dom: dom::now_ms() - spared,
            spare: spared - drawn,
        });
    });
    session.is_busy() || session.has_jobs()
}

/// Publishes the moment on `<html>`, and once the run rests its fingerprint, which takes as long
/// as a large frame.
fn show_place(session: Session, clock: &Clock) {
    let at = session.with_timeline(Timeline::at);
    dom::publish("at", &at.as_micros().to_string());
    dom::publish("ready", "1");
    let resting = (!session.is_busy()).then(|| session.revision.get_untracked());
    if clock.printed.replace(resting) == resting {
        return;
    }
    if resting.is_none() {
        dom::unpublish("fingerprint");
        return;
    }
    let print = session.with_timeline(Timeline::fingerprint);
    dom::publish("fingerprint", &format!("{print:016x}"));
}
