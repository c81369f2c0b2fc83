//! Between the two runs: each difference as a line from the recorded moment to the simulated one,
//! with its milliseconds where there is room.
//!
//! Deliberately lacks anything to press: the table below says and does the same.

use std::cell::{Cell, RefCell};
use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use locale::say;
use sim_core::{SimTime, sorting};
use view_macro::view;
use web_sys::{HtmlCanvasElement, PointerEvent};

use super::exhibit::Stage;
use super::file::{Beat, Exhibit};
use crate::features::matrix::axis::TimeAxis;
use crate::features::matrix::palette::Palette;
use crate::features::matrix::{Align, Brush, context, fit};
use crate::language::said;
use crate::session::{Frame, Session};

/// Height of the strip.
const HEIGHT_PX: f64 = 44.0;
/// Base line of the figures.
const TEXT_Y: f64 = 26.0;
/// The figures' own room, above and below which the lines are.
const FIGURES_PX: (f64, f64) = (14.0, 30.0);
/// Between two figures.
const GAP_PX: f64 = 8.0;
/// How far from a line the pointer still means it.
const REACH_PX: f64 = 6.0;

/// Signed: by how many milliseconds the simulated run was later.
pub fn signed(off: i64) -> String {
    match off {
        0 => "0".to_owned(),
        1.. => format!("+{off}"),
        _ => format!("−{}", off.unsigned_abs()),
    }
}

/// Moments of a beat.
fn moments(beat: &Beat) -> (SimTime, SimTime) {
    let at = |millis: i64| SimTime::from_millis(u64::try_from(millis).unwrap_or(0));
    (at(beat.kafka), at(beat.simulated))
}

/// The strip, and a line through each run where the difference lies that is pointed out.
#[component]
pub fn Strip(exhibit: Arc<Exhibit>, stage: Stage) -> impl IntoView {
    let session = Session::get();
    let canvas = NodeRef::<html::Canvas>::new();
    let lines = RwSignal::new(None::<(f64, f64)>);
    let drawing = Drawing {
        exhibit: Arc::clone(&exhibit),
        stage,
        palette: RefCell::default(),
        key: Cell::new(None),
        axis: Cell::new(TimeAxis::default()),
    };
    session.on_frame(move |frame| {
        let Some(canvas) = canvas.get_untracked() else {
            return;
        };
        if drawing.draw(&canvas, frame) {
            session.request_frame();
        }
        let places = drawing.lines();
        if lines.get_untracked() != places {
            lines.set(places);
        }
    });
    Effect::new(move |_| {
        stage.shown();
        session.request_frame();
    });
    let moved = move |event: PointerEvent| {
        let axis = stage.rigs.0.geometry().get_value().axis;
        let near = nearest(&exhibit.beats, &axis, f64::from(event.offset_x()));
        if stage.hovered.get_untracked() != near {
            stage.hovered.set(near);
        }
    };
    let through = move |pick: fn((f64, f64)) -> f64| {
        move || {
            lines
                .get()
                .map_or_else(String::new, |both| format!("{}px", pick(both)))
        }
    };
    let hidden = move || lines.get().is_none();
    view! {
        <div class="exhibit__strip">
            <canvas
                node_ref=canvas
                role="img"
                aria-label=say::fidelity_strip()
                data-testid="strip"
                on:pointermove=moved
                on:pointerleave=move |_| stage.hovered.set(None)
            ></canvas>
            <i class="exhibit__at exhibit__at--recorded" hidden=hidden style:left=through(|it| it.0)></i>
            <i class="exhibit__at exhibit__at--simulated" hidden=hidden style:left=through(|it| it.1)></i>
        </div>
    }
}

/// The beat whose line is nearest to a pixel.
fn nearest(beats: &[Beat], axis: &TimeAxis, x: f64) -> Option<usize> {
    let distance = |beat: &Beat| {
        let (kafka, simulated) = moments(beat);
        (axis.x(kafka) - x).abs().min((axis.x(simulated) - x).abs())
    };
    let all = beats.iter().map(distance).enumerate();
    let near = all.filter(|(_, distance)| *distance <= REACH_PX);
    near.min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(place, _)| place)
}

/// What the strip remembers between two frames.
struct Drawing {
    exhibit: Arc<Exhibit>,
    stage: Stage,
    palette: RefCell<Palette>,
    key: Cell<Option<(u64, u64)>>,
    axis: Cell<TimeAxis>,
}

impl Drawing {
    /// Draws; true if the axis has moved, so that the lanes are to be looked at again.
    fn draw(&self, canvas: &HtmlCanvasElement, frame: &Frame) -> bool {
        let geometry = self.stage.rigs.0.geometry().get_value();
        let Some(ctx) = context(canvas).filter(|_| geometry.width > 80.0) else {
            return true;
        };
        let scale = geometry.scale;
        fit(canvas, geometry.width * scale, HEIGHT_PX * scale);
        let key = Some((frame.palette, scale.to_bits()));
        if self.key.replace(key) != key {
            self.palette.replace(Palette::read(canvas, scale));
        }
        let palette = self.palette.borrow();
        let brush = Brush::begin(&ctx, &palette, scale, geometry.width, HEIGHT_PX);
        self.paint(&brush, &geometry.axis);
        self.axis.replace(geometry.axis) != geometry.axis
    }

    fn paint(&self, brush: &Brush<'_>, axis: &TimeAxis) {
        let palette = brush.palette;
        let shown = self.stage.hovered.get_untracked();
        let shown = shown.or_else(|| self.stage.chosen.get_untracked());
        let figures = figures(&self.exhibit.beats, axis, shown, &|text| {
            brush.font(400, 11.0);
            brush.width(text)
        });
        let (top, bottom) = FIGURES_PX;
        for (place, beat) in self.exhibit.beats.iter().enumerate() {
            let (kafka, simulated) = moments(beat);
            let (from, to) = (axis.x(kafka), axis.x(simulated));
            if from < axis.left || from > axis.right {
                continue;
            }
            let is_shown = shown == Some(place);
            let (colour, line) = if is_shown {
                (&palette.ink, 2.0)
            } else {
                (&palette.ink_3, 1.0)
            };
            let has_figure = figures.iter().any(|figure| figure.place == place);
            if has_figure {
                let middle = f64::midpoint(from, to);
                let ends = [
                    ((from, 0.0), (middle, top)),
                    ((middle, bottom), (to, HEIGHT_PX)),
                ];
                brush.lines(colour, line, ends);
            } else {
                let tick = 6.0;
                let ends = [
                    ((from, 0.0), (from, tick)),
                    ((to, HEIGHT_PX - tick), (to, HEIGHT_PX)),
                ];
                brush.lines(colour, line, ends);
            }
        }
        for figure in figures {
            let is_shown = shown == Some(figure.place);
            let (weight, colour) = if is_shown {
                (650, &palette.ink)
            } else {
                (400, &palette.ink_2)
            };
            brush.font(weight, 11.0);
            brush.text(&figure.text, figure.x, TEXT_Y, colour, Align::Middle);
        }
        brush.font(400, 11.0);
        let name = said(&say::fidelity_strip_name());
        let name = if brush.width(&name) < axis.left - 16.0 {
            name
        } else {
            "ms".to_owned()
        };
        brush.text(&name, axis.left - 12.0, TEXT_Y, &palette.ink_2, Align::End);
    }

    /// Where the difference lies that is pointed out, on each run.
    fn lines(&self) -> Option<(f64, f64)> {
        let shown = self.stage.hovered.get_untracked();
        let shown = shown.or_else(|| self.stage.chosen.get_untracked())?;
        let (kafka, simulated) = moments(self.exhibit.beats.get(shown)?);
        let axis = self.axis.get();
        let inside = |at| axis.window.holds(at);
        (inside(kafka) && inside(simulated)).then(|| (axis.x(kafka), axis.x(simulated)))
    }
}

/// The milliseconds of a beat, and where they stand.
#[derive(Debug, PartialEq)]
struct Figure {
    place: usize,
    x: f64,
    text: String,
}

/// Figures that do not touch each other: the one that is pointed out first, then the largest.
fn figures(
    beats: &[Beat],
    axis: &TimeAxis,
    shown: Option<usize>,
    width: &dyn Fn(&str) -> f64,
) -> Vec<Figure> {
    let mut order: Vec<usize> = (0..beats.len()).collect();
    sorting::sort_by_key(&mut order, |place| {
        let off = beats[*place].off().unsigned_abs();
        (shown != Some(*place), u64::MAX - off, *place)
    });
    let mut taken: Vec<(f64, f64)> = Vec::new();
    let mut found = Vec::new();
    for place in order {
        let (kafka, simulated) = moments(&beats[place]);
        let x = f64::midpoint(axis.x(kafka), axis.x(simulated));
        if x < axis.left || x > axis.right {
            continue;
        }
        let text = signed(beats[place].off());
        let half = width(&text) / 2.0;
        let own = (x - half - GAP_PX / 2.0, x + half + GAP_PX / 2.0);
        if taken
            .iter()
            .all(|other| own.1 <= other.0 || other.1 <= own.0)
        {
            taken.push(own);
            found.push(Figure { place, x, text });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::features::matrix::axis::Window;

    use super::*;

    fn beat(kafka: i64, simulated: i64) -> Beat {
        Beat {
            kind: "assigned".to_owned(),
            who: None,
            partitions: Vec::new(),
            generation: None,
            members: None,
            kafka,
            simulated,
        }
    }

    #[test]
    fn the_largest_difference_gets_the_room() {
        let axis = TimeAxis {
            window: Window {
                from: SimTime::ZERO,
                to: SimTime::from_millis(10_000),
            },
            left: 0.0,
            right: 1_000.0,
        };
        let beats = [beat(1_000, 1_002), beat(1_050, 1_000), beat(9_000, 9_000)];
        let places = |shown| -> Vec<usize> {
            let found = figures(&beats, &axis, shown, &|_| 20.0);
            found.into_iter().map(|figure| figure.place).collect()
        };
        assert_eq!(places(None), [1, 2]);
        assert_eq!(places(Some(0)), [0, 2]);
        assert_eq!(nearest(&beats, &axis, 104.0), Some(1));
        assert_eq!(nearest(&beats, &axis, 500.0), None);
    }

    #[test]
    fn a_difference_has_its_sign() {
        assert_eq!([signed(6), signed(0), signed(-132)], ["+6", "0", "−132"]);
    }
}
