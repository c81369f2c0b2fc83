//! Grid, rebalance bands, axis and playhead.

use locale::say;
use sim_core::view::Band;
use sim_core::{SimTime, sorting};

use crate::features::matrix::brush::{Align, Area, Brush};
use crate::features::matrix::rows::HEADER_PX;
use crate::features::matrix::scene::Scene;
use crate::format;
use crate::language::said;

const AXIS_Y: f64 = 22.5;
const AXIS_TEXT_Y: f64 = 15.0;
const BAND_LABEL_Y: f64 = 50.0;
const CAP_TOP: f64 = 54.0;
const CAP_PX: f64 = 3.0;
const TAG_PX: f64 = 19.0;

/// Faint lines at the labelled moments.
pub fn grid(brush: &Brush<'_>, scene: &Scene<'_>) {
    let lines = scene.axis.ticks().majors().map(|at| {
        let x = scene.axis.x(at);
        ((x, HEADER_PX - 8.0), (x, scene.height - 1.0))
    });
    brush.lines(&brush.palette.line, 1.0, lines);
}

fn band_span(scene: &Scene<'_>, band: &Band) -> Option<(f64, f64)> {
    let end = band.to.unwrap_or(scene.view.head);
    if end < scene.axis.window.from || band.from > scene.axis.window.to {
        return None;
    }
    let left = scene.axis.x_inside(band.from);
    Some((left, scene.axis.x_inside(end).max(left + 1.5)))
}

/// Pale grounds of the rebalances.
pub fn bands(brush: &Brush<'_>, scene: &Scene<'_>) {
    for band in &scene.view.bands {
        if let Some((left, right)) = band_span(scene, band) {
            let area = Area::between(left, CAP_TOP + CAP_PX, right, scene.height - 1.0);
            brush.fill(&brush.palette.band, area);
        }
    }
}

/// Pixels of the bands' edges, sorted.
pub fn band_edges(scene: &Scene<'_>) -> Vec<f64> {
    let mut edges: Vec<f64> = scene
        .view
        .bands
        .iter()
        .filter_map(|band| band_span(scene, band))
        .flat_map(|(left, right)| [left, right])
        .collect();
    sorting::sort_by(&mut edges, f64::total_cmp);
    edges
}

/// Caps, dashed edges and `gen n`; a label that would cover the one before is left out.
pub fn band_marks(brush: &Brush<'_>, scene: &Scene<'_>) {
    let bottom = scene.height - 1.0;
    brush.dashed(
        &brush.palette.band_edge,
        band_edges(scene)
            .into_iter()
            .map(|x| ((x, CAP_TOP + CAP_PX), (x, bottom))),
    );
    let mut free_from = f64::MIN;
    for band in &scene.view.bands {
        let Some((left, right)) = band_span(scene, band) else {
            continue;
        };
        let cap = Area::between(
            left,
            CAP_TOP,
            (right - 0.5).max(left + 1.5),
            CAP_TOP + CAP_PX,
        );
        brush.fill(&brush.palette.ink, cap);
        let selected = scene.selection == Some(crate::session::Selection::Event(band.event));
        brush.font(if selected { 700 } else { 550 }, 11.0);
        let label = said(&say::matrix_generation(band.generation_id.to_string()));
        let width = brush.width(&label);
        let x = left.min(scene.axis.right - width);
        if x >= free_from {
            brush.text(&label, x, BAND_LABEL_Y, &brush.palette.ink, Align::Start);
            free_from = x + width + 6.0;
        }
    }
}

/// Ticks and their labels; those under the playhead's tag are left out.
pub fn axis(brush: &Brush<'_>, scene: &Scene<'_>) {
    let axis = &scene.axis;
    let ticks = axis.ticks();
    let base = [((axis.left, AXIS_Y), (axis.right, AXIS_Y))];
    let small = ticks.minors().map(|at| {
        let x = axis.x(at);
        ((x, AXIS_Y - 2.0), (x, AXIS_Y))
    });
    let large = ticks.majors().map(|at| {
        let x = axis.x(at);
        ((x, AXIS_Y - 4.0), (x, AXIS_Y))
    });
    let lines = base.into_iter().chain(small).chain(large);
    brush.lines(&brush.palette.line_strong, 1.0, lines);
    let tag = tag(brush, scene);
    brush.font(400, 11.0);
    for (index, at) in ticks.majors().enumerate() {
        let label = said(&ticks.label(at, index == 0));
        let half = brush.width(&label) / 2.0;
        let x = axis
            .x(at)
            .max(axis.left + if index == 0 { half } else { 0.0 });
        let hidden = x + half > tag.x - 4.0 && x - half < tag.x + tag.width + 4.0;
        if !hidden && x + half <= scene.width {
            brush.text(&label, x, AXIS_TEXT_Y, &brush.palette.ink_3, Align::Middle);
        }
    }
}

fn tag(brush: &Brush<'_>, scene: &Scene<'_>) -> Area {
    brush.font(650, 11.0);
    let width = brush.width(&tag_text(scene)) + 16.0;
    let x = (scene.head_x() - width / 2.0).clamp(1.0, (scene.width - width - 1.0).max(1.0));
    Area {
        x,
        y: 1.5,
        width,
        height: TAG_PX,
    }
}

fn tag_text(scene: &Scene<'_>) -> String {
    let at = scene.at();
    if scene.axis.window.span().as_millis() < 5_000 {
        said(&format::millis(at))
    } else {
        said(&format::seconds(at))
    }
}

/// The playhead with its time.
pub fn playhead(brush: &Brush<'_>, scene: &Scene<'_>) {
    let at = scene.at();
    if at < scene.axis.window.from || at > scene.axis.window.to {
        return;
    }
    let x = scene.head_x();
    let line = [((x, 20.0), (x, scene.height - 1.0))];
    brush.lines(&brush.palette.ink, 1.5, line);
    let tag = tag(brush, scene);
    brush.rounded(tag, 4.0);
    brush.fill_path(&brush.palette.inverse);
    brush.text(
        &tag_text(scene),
        tag.x + tag.width / 2.0,
        AXIS_TEXT_Y,
        &brush.palette.on_inverse,
        Align::Middle,
    );
}

/// Pixels the playhead's tag and line keep free among the pins.
pub fn playhead_span(scene: &Scene<'_>) -> (f64, f64) {
    let x = scene.head_x();
    (x - 2.0, x + 2.0)
}

/// True for moments right of the playhead.
pub fn is_ahead(scene: &Scene<'_>, at: SimTime) -> bool {
    at > scene.at()
}
