//! Gestures on the matrix: scrub, select, preview.
//!
//! Deliberately lacks state of its own: everything ends in a `SessionCommand`.

use std::ops::Range;

use leptos::prelude::*;
use locale::Text;
use sim_core::limits::RUN_TIME_MAX;
use sim_core::view::{LabView, MatrixRow, PartitionView};
use sim_core::{EventId, GroupId, PartitionId, SimTime};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent, WheelEvent};

use super::axis::{TimeAxis, Zoom};
use super::head;
use super::mark::Mark;
use super::rig::{Geometry, Rig, State};
use super::rows::{HEADER_PX, RowKind};
use super::scene::place;
use crate::dom;
use crate::language::said;
use crate::session::{Selection, SessionCommand};

/// How far from the playhead or a pin a press still counts.
const REACH_PX: f64 = 6.0;
/// A press that moves less is a click.
const PULL_PX: f64 = 4.0;
/// What a line of a wheel that counts lines stands for.
const LINE_PX: f64 = 32.0;
/// This much of the wheel doubles the stretch, nearly.
const WHEEL_ZOOM_PX: f64 = 400.0;
/// This much of it moves the stretch by its length.
const WHEEL_PAN_PX: f64 = 800.0;
/// What a key or a button moves the stretch by.
pub(super) const PAN_STEP: f64 = 0.25;
/// The axis ends and the pins begin here.
const PINS_TOP_PX: f64 = 23.0;
/// The pins end here.
const PINS_BOTTOM_PX: f64 = 40.0;

/// What lies under the pointer.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Spot {
    /// Axis or playhead: a press scrubs.
    Time(SimTime),
    /// A pin.
    Pin(EventId, SimTime),
    /// A row.
    Row(PartitionId, Option<GroupId>),
    /// Nothing.
    Blank,
}

impl Rig {
    /// Pointer down: on the axis or the playhead it scrubs.
    pub fn press(&self, event: &PointerEvent) {
        let at = match self.spot(event) {
            Spot::Time(at) if event.button() == 0 => Some(at),
            Spot::Time(_) | Spot::Pin(..) | Spot::Row(..) | Spot::Blank => None,
        };
        let x = self.place(event).0;
        let fingers = self.state.try_update_value(|state| {
            state.dragging = at.is_some();
            state.scrubbed = at.is_some();
            state.fingers.retain(|(id, _)| *id != event.pointer_id());
            state.fingers.push((event.pointer_id(), x));
            state.hold();
            state.fingers.len()
        });
        self.pull_playhead(at.is_some());
        if fingers > Some(1) {
            return;
        }
        if let Some(at) = at {
            if let Some(target) = target(event) {
                target.set_pointer_capture(event.pointer_id()).ok();
            }
            self.session().dispatch(SessionCommand::Seek(at));
        }
    }

    /// Click, or a tap that did not scroll the page: select what lies there.
    pub fn click(&self, event: &MouseEvent) {
        if self.state.with_value(|state| state.scrubbed) {
            return;
        }
        match self.spot(event) {
            Spot::Pin(id, at) => {
                self.session()
                    .dispatch(SessionCommand::Select(Some(Selection::Event(id))));
                self.session().dispatch(SessionCommand::Seek(at));
            }
            Spot::Row(id, _) => {
                let row = Some(Selection::Partition(id));
                self.session().dispatch(SessionCommand::Select(row));
            }
            Spot::Time(_) | Spot::Blank => {}
        }
    }

    /// Pointer moved: scrub or move the stretch while pressed, else preview.
    pub fn drag(&self, event: &PointerEvent) {
        if self.pull(event) {
            return;
        }
        if self.state.with_value(|state| state.dragging) {
            let at = self.moment(self.place(event).0);
            self.session().dispatch(SessionCommand::Seek(at));
            return;
        }
        let spot = self.spot(event);
        let cursor = match spot {
            Spot::Time(_) => "ew-resize",
            Spot::Pin(..) | Spot::Row(..) => "pointer",
            Spot::Blank => "default",
        };
        if let Some(target) = target(event) {
            target.style().set_property("cursor", cursor).ok();
            target.set_title(&match spot {
                Spot::Row(id, group) => said(&self.mark_near((id, group), self.place(event).0)),
                Spot::Time(_) | Spot::Pin(..) | Spot::Blank => String::new(),
            });
        }
        self.preview(match spot {
            Spot::Row(id, _) => Some(Selection::Partition(id)),
            Spot::Pin(id, _) => Some(Selection::Event(id)),
            Spot::Time(_) | Spot::Blank => None,
        });
    }

    /// Pointer up.
    pub fn release(&self, event: &PointerEvent) {
        self.state.update_value(|state| {
            state.dragging = false;
            state.fingers.retain(|(id, _)| *id != event.pointer_id());
            state.hold();
        });
        self.pull_playhead(false);
        self.session().request_frame();
    }

    /// One finger off the axis moves the stretch in view, two move, spread and squeeze it.
    fn pull(&self, event: &PointerEvent) -> bool {
        let x = self.place(event).0;
        let Geometry { axis, .. } = self.geometry().get_value();
        let width = (axis.right - axis.left).max(1.0);
        let head = head(self.session());
        let pulled = self.state.try_update_value(|state| {
            let own = |finger: &&mut (i32, f64)| finger.0 == event.pointer_id();
            state.fingers.iter_mut().find(own)?.1 = x;
            let (window, middle, spread) = state.grip;
            let (now, apart) = state.spread();
            let is_whole = window.from == SimTime::ZERO && window.to >= head;
            match state.fingers.len() {
                1 if state.dragging || (!state.scrubbed && (now - middle).abs() < PULL_PX) => None,
                1 if is_whole => None,
                1 => Some(Zoom::panned(window, (middle - now) / width, head)),
                _ if spread < 1.0 || apart < 1.0 => None,
                _ => {
                    let gripped = TimeAxis { window, ..axis };
                    let between = gripped.at(middle, SimTime::MAX);
                    Some(match Zoom::about(window, between, spread / apart) {
                        Zoom::Held(near) => Zoom::panned(near, (middle - now) / width, head),
                        other @ (Zoom::Auto | Zoom::Span(_) | Zoom::All) => other,
                    })
                }
            }
            .inspect(|_| {
                state.dragging = false;
                state.scrubbed = true;
            })
        });
        let Some(zoom) = pulled.flatten().filter(|_| !self.is_lane()) else {
            return false;
        };
        if let Some(target) = target(event) {
            target.set_pointer_capture(event.pointer_id()).ok();
        }
        self.show(zoom);
        true
    }

    /// The wheel zooms at the pointer; with Shift, or sideways, it moves the stretch. Over the rows
    /// of a page that scrolls it scrolls the page.
    pub fn wheel(&self, event: &WheelEvent) {
        let pixels = if event.delta_mode() == WheelEvent::DOM_DELTA_PIXEL {
            1.0
        } else {
            LINE_PX
        };
        let (dx, dy) = (event.delta_x() * pixels, event.delta_y() * pixels);
        let is_sideways = dx.abs() > dy.abs();
        let wants = event.shift_key() || is_sideways || event.ctrl_key() || event.meta_key();
        let on_axis = self.place(event).1 < HEADER_PX;
        if !wants && !on_axis && page_scrolls(event) {
            return;
        }
        event.prevent_default();
        let by = if is_sideways { dx } else { dy };
        if event.shift_key() || is_sideways {
            self.pan(by / WHEEL_PAN_PX);
            return;
        }
        let step = 1.0 + (by.abs() / WHEEL_ZOOM_PX).min(0.5);
        let factor = if by > 0.0 { step } else { 1.0 / step };
        let at = self.moment(self.place(event).0);
        self.show(Zoom::about(self.window(), at, factor));
    }

    /// Pointer gone.
    pub fn leave(&self) {
        self.preview(None);
    }

    /// Arrows: left and right move the moment, up and down the selected row. Plus and minus zoom,
    /// the angle brackets move the stretch in view.
    pub fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let key = event.key();
        let zoom = |closer| self.show(Zoom::scaled(self.window(), closer));
        match key.as_str() {
            "+" | "=" => zoom(true),
            "-" => zoom(false),
            "<" => self.pan(-PAN_STEP),
            ">" => self.pan(PAN_STEP),
            "Enter" if self.folds_at_selection() => {}
            _ => return self.step(event, &key),
        }
        event.prevent_default();
        event.stop_propagation();
    }

    fn step(&self, event: &KeyboardEvent, key: &str) {
        let step = if event.shift_key() { 1 } else { 100 };
        let command = match key {
            "ArrowLeft" => Some(SessionCommand::StepMillis(-step)),
            "ArrowRight" => Some(SessionCommand::StepMillis(step)),
            "ArrowUp" => self.neighbour(false),
            "ArrowDown" => self.neighbour(true),
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if let Some(command) = command {
            self.session().dispatch(command);
        }
    }

    fn neighbour(&self, below: bool) -> Option<SessionCommand> {
        let selection = self.session().selection.get_untracked();
        let lab = self.lab();
        let current = match selection {
            Some(Selection::Partition(id)) => place(&lab, id),
            Some(Selection::Consumer(_) | Selection::Event(_)) | None => None,
        };
        let last = lab.partitions.len().checked_sub(1)?;
        let next = match (current.map(|index| self.row_span(index)), below) {
            (None, true) => 0,
            (None, false) => last,
            (Some(row), true) => row.end,
            (Some(row), false) => row.start.checked_sub(1)?,
        };
        // A partition that a second group reads is selected already.
        let is_first = |index: &usize| {
            let view = lab.partitions.get(*index);
            view.is_some_and(|view| place(&lab, view.id) == Some(*index))
        };
        let next = if below {
            (next..=last).find(is_first)
        } else {
            (0..=next).rev().find(is_first)
        };
        let id = lab.partitions.get(next?)?.id;
        Some(SessionCommand::Select(Some(Selection::Partition(id))))
    }

    /// The partitions that share a row with the one at `index`.
    fn row_span(&self, index: usize) -> Range<usize> {
        self.state
            .with_value(|state| match state.plan.row_of(index).map(|row| row.kind) {
                Some(RowKind::Topic { start, end, .. }) => start..end,
                Some(RowKind::Partition(_)) | None => index..index + 1,
            })
    }

    fn preview(&self, hover: Option<Selection>) {
        if self.session().hover.get_untracked() != hover {
            self.session().dispatch(SessionCommand::Hover(hover));
        }
    }

    /// Where the pointer is, in pixels of the drawing.
    fn place(&self, event: &MouseEvent) -> (f64, f64) {
        let enlarged = self.state.with_value(|state| state.enlarged).max(1.0);
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
        (x / enlarged, y / enlarged + self.lift())
    }

    fn moment(&self, x: f64) -> SimTime {
        self.geometry()
            .with_value(|geometry| geometry.axis.at(x, RUN_TIME_MAX))
    }

    fn spot(&self, event: &MouseEvent) -> Spot {
        let (x, y) = self.place(event);
        let axis = self.geometry().with_value(|geometry| geometry.axis);
        let inside = x >= axis.left - REACH_PX && x <= axis.right + REACH_PX;
        let lab = self.lab();
        // An event of a run beside others means nothing to the other views.
        if inside
            && !self.is_lane()
            && (PINS_TOP_PX..PINS_BOTTOM_PX).contains(&y)
            && let Some(pin) = self.pin_near(x)
        {
            return pin;
        }
        if inside && (y < HEADER_PX - 8.0 || (axis.x(lab.at) - x).abs() <= REACH_PX) {
            return Spot::Time(self.moment(x));
        }
        self.row_at(&lab, y)
            .map_or(Spot::Blank, |(id, group)| Spot::Row(id, group))
    }

    fn pin_near(&self, x: f64) -> Option<Spot> {
        let axis = self.geometry().with_value(|geometry| geometry.axis);
        let from = axis.at(x - REACH_PX, SimTime::MAX);
        let to = axis.at(x + REACH_PX, SimTime::MAX);
        let view = self.matrix(from, to);
        let distance = |at: SimTime| (axis.x(at) - x).abs();
        view.pins
            .iter()
            .filter(|pin| distance(pin.at) <= REACH_PX)
            .min_by(|a, b| distance(a.at).total_cmp(&distance(b.at)))
            .map(|pin| Spot::Pin(pin.event, pin.at))
    }

    /// The worst mark of a row under the pointer in words; empty where there is none.
    fn mark_near(&self, reading: (PartitionId, Option<GroupId>), x: f64) -> Text {
        let axis = self.geometry().with_value(|geometry| geometry.axis);
        let from = axis.at(x - REACH_PX, SimTime::MAX);
        let to = axis.at(x + REACH_PX, SimTime::MAX);
        let view = self.matrix(from, to);
        let is_it = |row: &&MatrixRow| (row.partition, row.group) == reading;
        let row = view.rows.iter().find(is_it);
        row.and_then(|row| {
            Mark::ALL.into_iter().find_map(|kind| {
                let last = kind.stretches(row).last();
                last.map(|stretch| kind.words(stretch))
            })
        })
        .unwrap_or_default()
    }

    fn row_at(&self, lab: &LabView, y: f64) -> Option<(PartitionId, Option<GroupId>)> {
        let kind = self
            .state
            .with_value(|state| state.plan.row_at(y).map(|row| row.kind))?;
        let view = match kind {
            RowKind::Partition(index) => lab.partitions.get(index),
            RowKind::Topic { start, end, .. } => lab
                .partitions
                .get(start..end)?
                .iter()
                .max_by_key(|view| worst(view)),
        };
        view.map(|view| (view.id, view.group))
    }
}

/// Of a whole topic the partition that stands still longest, then the one with the most lag.
fn worst(view: &PartitionView) -> (bool, u64) {
    (view.stopped_since.is_some(), view.lag)
}

impl State {
    /// Where the fingers are on average, and how far apart.
    fn spread(&self) -> (f64, f64) {
        match self.fingers[..] {
            [] => (0.0, 0.0),
            [(_, x)] => (x, 0.0),
            [(_, a), (_, b), ..] => (f64::midpoint(a, b), (a - b).abs()),
        }
    }

    /// Pulling starts from here.
    fn hold(&mut self) {
        let (middle, apart) = self.spread();
        self.grip = (self.window, middle, apart);
    }
}

/// The page, or the stage in it, has more than fits.
fn page_scrolls(event: &WheelEvent) -> bool {
    let target = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok());
    let stage = target.and_then(|target| target.closest(".stage").ok().flatten());
    let overflows = |box_: &Element| box_.scroll_height() > box_.client_height() + 1;
    stage.is_some_and(|stage| overflows(&stage)) || dom::root().is_some_and(|root| overflows(&root))
}

fn target(event: &PointerEvent) -> Option<HtmlElement> {
    event.target()?.dyn_into::<Element>().ok()?.dyn_into().ok()
}
