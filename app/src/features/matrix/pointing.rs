//! Gestures on the matrix: scrub, select, preview.
//!
//! Deliberately lacks state of its own: everything ends in a `SessionCommand`.

use leptos::prelude::*;
use sim_core::limits::RUN_TIME_MAX;
use sim_core::view::{LabView, PartitionView};
use sim_core::{EventId, PartitionId, SimTime};
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, MouseEvent, PointerEvent};

use super::mark::Mark;
use super::rig::Rig;
use super::rows::{HEADER_PX, RowKind};
use super::scene::place;
use crate::session::{Selection, SessionCommand};

/// How far from the playhead or a pin a press still counts.
const REACH_PX: f64 = 6.0;
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
    Row(PartitionId),
    /// Nothing.
    Blank,
}

impl Rig {
    /// Pointer down: on the axis or the playhead it scrubs.
    pub fn press(&self, event: &PointerEvent) {
        let at = match self.spot(event) {
            Spot::Time(at) if event.button() == 0 => Some(at),
            Spot::Time(_) | Spot::Pin(..) | Spot::Row(_) | Spot::Blank => None,
        };
        self.state.update_value(|state| {
            state.dragging = at.is_some();
            state.scrubbed = at.is_some();
        });
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
            Spot::Row(id) => {
                let row = Some(Selection::Partition(id));
                self.session().dispatch(SessionCommand::Select(row));
            }
            Spot::Time(_) | Spot::Blank => {}
        }
    }

    /// Pointer moved: scrub while pressed, else preview.
    pub fn drag(&self, event: &PointerEvent) {
        if self.state.with_value(|state| state.dragging) {
            let at = self.moment(f64::from(event.offset_x()));
            self.session().dispatch(SessionCommand::Seek(at));
            return;
        }
        let spot = self.spot(event);
        let cursor = match spot {
            Spot::Time(_) => "ew-resize",
            Spot::Pin(..) | Spot::Row(_) => "pointer",
            Spot::Blank => "default",
        };
        if let Some(target) = target(event) {
            target.style().set_property("cursor", cursor).ok();
            target.set_title(&match spot {
                Spot::Row(id) => self.mark_near(id, f64::from(event.offset_x())),
                Spot::Time(_) | Spot::Pin(..) | Spot::Blank => String::new(),
            });
        }
        self.preview(match spot {
            Spot::Row(id) => Some(Selection::Partition(id)),
            Spot::Pin(id, _) => Some(Selection::Event(id)),
            Spot::Time(_) | Spot::Blank => None,
        });
    }

    /// Pointer up.
    pub fn release(&self) {
        self.state.update_value(|state| state.dragging = false);
        self.session().request_frame();
    }

    /// Pointer gone.
    pub fn leave(&self) {
        self.preview(None);
    }

    /// Arrows: left and right move the moment, up and down the selected row.
    pub fn key(&self, event: &KeyboardEvent) {
        if event.ctrl_key() || event.alt_key() || event.meta_key() {
            return;
        }
        let step = if event.shift_key() { 1 } else { 100 };
        let command = match event.key().as_str() {
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
        let next = match (current, below) {
            (None, true) => 0,
            (None, false) => last,
            (Some(index), true) => (index + 1).min(last),
            (Some(index), false) => index.saturating_sub(1),
        };
        let id = lab.partitions.get(next)?.id;
        Some(SessionCommand::Select(Some(Selection::Partition(id))))
    }

    fn preview(&self, hover: Option<Selection>) {
        if self.session().hover.get_untracked() != hover {
            self.session().dispatch(SessionCommand::Hover(hover));
        }
    }

    fn moment(&self, x: f64) -> SimTime {
        self.geometry()
            .with_value(|geometry| geometry.axis.at(x, RUN_TIME_MAX))
    }

    fn spot(&self, event: &MouseEvent) -> Spot {
        let (x, y) = (f64::from(event.offset_x()), f64::from(event.offset_y()));
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
        self.row_at(&lab, y).map_or(Spot::Blank, Spot::Row)
    }

    fn pin_near(&self, x: f64) -> Option<Spot> {
        let axis = self.geometry().with_value(|geometry| geometry.axis);
        let from = axis.at(x - REACH_PX, SimTime::MAX);
        let to = axis.at(x + REACH_PX, SimTime::MAX);
        let view = self.with_timeline(|timeline| timeline.matrix(from, to));
        let view = view.unwrap_or_default();
        let distance = |at: SimTime| (axis.x(at) - x).abs();
        view.pins
            .iter()
            .filter(|pin| distance(pin.at) <= REACH_PX)
            .min_by(|a, b| distance(a.at).total_cmp(&distance(b.at)))
            .map(|pin| Spot::Pin(pin.event, pin.at))
    }

    /// The worst mark of a row under the pointer in words; empty where there is none.
    fn mark_near(&self, id: PartitionId, x: f64) -> String {
        let axis = self.geometry().with_value(|geometry| geometry.axis);
        let from = axis.at(x - REACH_PX, SimTime::MAX);
        let to = axis.at(x + REACH_PX, SimTime::MAX);
        let view = self.with_timeline(|timeline| timeline.matrix(from, to));
        let view = view.unwrap_or_default();
        let row = view.rows.iter().find(|row| row.partition == id);
        row.and_then(|row| {
            Mark::ALL.into_iter().find_map(|kind| {
                let last = kind.stretches(row).last();
                last.map(|stretch| kind.words(stretch))
            })
        })
        .unwrap_or_default()
    }

    fn row_at(&self, lab: &LabView, y: f64) -> Option<PartitionId> {
        let kind = self
            .state
            .with_value(|state| state.plan.row_at(y).map(|row| row.kind))?;
        match kind {
            RowKind::Partition(index) => lab.partitions.get(index).map(|view| view.id),
            RowKind::Topic { start, end } => lab
                .partitions
                .get(start..end)?
                .iter()
                .max_by_key(|view| worst(view))
                .map(|view| view.id),
        }
    }
}

/// Of a whole topic the partition that stands still longest, then the one with the most lag.
fn worst(view: &PartitionView) -> (bool, u64) {
    (view.stopped_since.is_some(), view.lag)
}

fn target(event: &PointerEvent) -> Option<HtmlElement> {
    event.target()?.dyn_into::<Element>().ok()?.dyn_into().ok()
}
