//! Pins of what happened, and the outlines of what is selected or previewed.

use sim_core::view::Pin;

use super::frame::{is_ahead, playhead_span};
use crate::features::matrix::brush::{Align, Area, Brush};
use crate::features::matrix::labels::{self, PinBox, Side};
use crate::features::matrix::rows::{LANE_PX, Row};
use crate::features::matrix::scene::Scene;
use crate::language::said;
use crate::session::Selection;

const PIN_Y: f64 = 31.5;
const PIN_TEXT_Y: f64 = 35.5;

/// Pins and their labels; the fact that the future is kept, where there is room to say it.
pub fn pins(brush: &Brush<'_>, scene: &Scene<'_>) {
    let window = scene.axis.window;
    let visible: Vec<&Pin> = scene
        .view
        .pins
        .iter()
        .filter(|pin| pin.at >= window.from && pin.at <= window.to)
        .collect();
    let boxes: Vec<PinBox> = visible
        .iter()
        .map(|pin| pin_box(brush, scene, pin))
        .collect();
    let (left, right) = (scene.axis.left - 20.0, scene.width - 4.0);
    let sides = labels::pin_labels(&boxes, left, right, &[playhead_span(scene)]);
    for ((pin, place), side) in visible.iter().zip(&boxes).zip(&sides) {
        mark(brush, scene, pin, place.x);
        if let Some(side) = side {
            label(brush, scene, pin, *place, *side);
        }
    }
    ahead(brush, scene, &boxes, &sides);
}

fn is_selected(scene: &Scene<'_>, pin: &Pin) -> bool {
    scene.selection == Some(Selection::Event(pin.event))
}

fn pin_box(brush: &Brush<'_>, scene: &Scene<'_>, pin: &Pin) -> PinBox {
    let selected = is_selected(scene, pin);
    brush.font(pin_weight(pin.by_user || selected), 11.0);
    PinBox {
        x: scene.axis.x(pin.at),
        label: brush.width(&said(&pin.label)),
        by_user: pin.by_user,
        selected,
    }
}

fn pin_weight(strong: bool) -> u16 {
    if strong { 600 } else { 400 }
}

fn mark(brush: &Brush<'_>, scene: &Scene<'_>, pin: &Pin, x: f64) {
    let palette = brush.palette;
    let colour = if is_ahead(scene, pin.at) {
        &palette.ink_3
    } else {
        &palette.ink
    };
    if pin.by_user {
        brush.polygon(&[
            (x - 4.5, PIN_Y - 4.0),
            (x + 4.5, PIN_Y - 4.0),
            (x, PIN_Y + 3.5),
        ]);
        brush.fill_path(colour);
    } else {
        brush.circle(x, PIN_Y, 3.5);
        brush.fill_path(&palette.surface);
        brush.stroke_path(colour, 1.25);
    }
    if is_selected(scene, pin) {
        brush.circle(x, PIN_Y, 7.0);
        brush.stroke_path(&palette.ink, 2.0);
    } else if scene.hover == Some(Selection::Event(pin.event)) {
        brush.circle(x, PIN_Y, 7.0);
        brush.stroke_path(&palette.ink, 1.0);
    }
}

fn label(brush: &Brush<'_>, scene: &Scene<'_>, pin: &Pin, place: PinBox, side: Side) {
    let palette = brush.palette;
    let strong = pin.by_user || place.selected;
    let colour = if is_ahead(scene, pin.at) {
        &palette.ink_3
    } else if strong {
        &palette.ink
    } else {
        &palette.ink_2
    };
    brush.font(pin_weight(strong), 11.0);
    let x = labels::label_span(place, side).0;
    brush.text(&said(&pin.label), x, PIN_TEXT_Y, colour, Align::Start);
}

fn ahead(brush: &Brush<'_>, scene: &Scene<'_>, pins: &[PinBox], sides: &[Option<Side>]) {
    let Some(text) = scene
        .ahead
        .as_ref()
        .filter(|_| scene.view.head > scene.at())
    else {
        return;
    };
    brush.font(400, 11.0);
    let left = scene.head_x() + 12.0;
    let text = said(text);
    let right = left + brush.width(&text);
    let free = pins.iter().zip(sides).all(|(pin, side)| {
        let label = side.map_or((pin.x, pin.x), |side| labels::label_span(*pin, side));
        let from = label.0.min(pin.x - labels::PIN_HALF_PX);
        let to = label.1.max(pin.x + labels::PIN_HALF_PX);
        to + 6.0 < left || from - 6.0 > right
    });
    if free && right < scene.width - 4.0 {
        brush.text(&text, left, PIN_TEXT_Y, &brush.palette.ink_3, Align::Start);
    }
}

/// Outlines of selected and previewed rows.
pub fn outlines(brush: &Brush<'_>, scene: &Scene<'_>) {
    for row in &scene.plan.rows {
        let marks = |mark| {
            scene
                .lab
                .partitions
                .iter()
                .enumerate()
                .any(|(index, partition)| row.holds(index) && scene.marks(mark, partition))
        };
        if marks(scene.selection) {
            outline(brush, scene, row, 1.5);
        } else if marks(scene.hover) {
            outline(brush, scene, row, 1.0);
        }
    }
}

fn outline(brush: &Brush<'_>, scene: &Scene<'_>, row: &Row, width: f64) {
    let area = Area::between(
        scene.axis.left - 2.5,
        row.top - 1.0,
        scene.axis.right + 2.5,
        row.lane() + LANE_PX - 1.0,
    );
    brush.rounded(area, 3.0);
    brush.stroke_path(&brush.palette.ink, width);
}
