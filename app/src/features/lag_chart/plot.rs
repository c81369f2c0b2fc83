//! The strokes of both curves: plotters draws them, the canvas hatches and labels them.

use plotters::coord::Shift;
use plotters::prelude::{
    AreaSeries, ChartBuilder, DashedLineSeries, DrawingArea, IntoDrawingArea, LineSeries,
    RGBAColor, ShapeStyle,
};
use plotters_canvas::CanvasBackend;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

use super::curves::{Curves, Points};
use crate::features::matrix::palette::Palette;
use crate::features::matrix::{Geometry, fit};
use crate::format::decimal;

/// Gap between the two curves.
const GAP_PX: f64 = 7.0;
/// Narrower gutters have no room for notes.
const NOTE_ROOM_PX: f64 = 110.0;

type Area = DrawingArea<CanvasBackend, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

/// Draws both curves into their strip of the plot.
pub fn plot(canvas: &HtmlCanvasElement, palette: &Palette, geometry: &Geometry, curves: &Curves) {
    let scale = geometry.scale;
    place(canvas, geometry);
    fit(
        canvas,
        geometry.width * scale,
        geometry.chart_height * scale,
    );
    if geometry.chart_height < 1.0 {
        return;
    }
    let Some(ctx) = canvas
        .get_context("2d")
        .ok()
        .flatten()
        .and_then(|ctx| ctx.dyn_into::<CanvasRenderingContext2d>().ok())
    else {
        return;
    };
    ctx.reset_transform().ok();
    ctx.clear_rect(
        0.0,
        0.0,
        f64::from(canvas.width()),
        f64::from(canvas.height()),
    );
    if draw(canvas, &ctx, palette, geometry, curves).is_err() {
        // A canvas of no size: the next resize draws it.
        return;
    }
    ctx.scale(scale, scale).ok();
    let strip = (geometry.chart_height - GAP_PX) / 2.0;
    let lag = ("Lag", "hatched: stopped", curves.lag_max);
    let rate = ("Records/s", "dashed: produced", curves.rate_max);
    label(&ctx, palette, geometry, 0.0, lag, strip);
    label(&ctx, palette, geometry, strip + GAP_PX, rate, strip);
}

fn place(canvas: &HtmlCanvasElement, geometry: &Geometry) {
    let style = canvas.style();
    for (key, value) in [
        ("top", geometry.chart_top),
        ("width", geometry.width),
        ("height", geometry.chart_height),
    ] {
        style.set_property(key, &format!("{value}px")).ok();
    }
}

fn draw(
    canvas: &HtmlCanvasElement,
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    geometry: &Geometry,
    curves: &Curves,
) -> Drawn {
    let scale = geometry.scale;
    let Some(backend) = CanvasBackend::with_canvas_object(canvas.clone()) else {
        return Ok(());
    };
    let strip = (geometry.chart_height - GAP_PX) / 2.0;
    let (upper, lower) = backend
        .into_drawing_area()
        .split_vertically(pixels((strip + GAP_PX / 2.0) * scale));
    let upper = upper.margin(0, pixels(GAP_PX / 2.0 * scale), 0, 0);
    let lower = lower.margin(pixels(GAP_PX / 2.0 * scale), 0, 0, 0);
    let ink = Ink::new(palette, scale);
    hatched(&upper, ctx, palette, geometry, curves)?;
    base_line(&upper, &ink, geometry, curves.lag_max)?;
    line(&upper, ink.curve, geometry, curves.lag_max, &curves.lag)?;
    base_line(&lower, &ink, geometry, curves.rate_max)?;
    dashed(&lower, ink.dash, geometry, curves)?;
    line(
        &lower,
        ink.curve,
        geometry,
        curves.rate_max,
        &curves.processed,
    )
}

struct Ink {
    curve: ShapeStyle,
    dash: ShapeStyle,
    base: ShapeStyle,
}

impl Ink {
    fn new(palette: &Palette, scale: f64) -> Self {
        let style = |colour: &str, width: f64| ShapeStyle {
            color: rgba(colour),
            filled: false,
            stroke_width: stroke(width * scale),
        };
        Self {
            curve: style(&palette.ink, 1.5),
            dash: style(&palette.ink_3, 1.0),
            base: style(&palette.line_strong, 1.0),
        }
    }
}

/// A coordinate system of pixels × unit over a strip.
macro_rules! chart {
    ($area:expr, $geometry:expr, $max:expr) => {
        ChartBuilder::on($area).build_cartesian_2d(0.0..$geometry.width, 0.0..$max * 1.04)?
    };
}

fn line(area: &Area, style: ShapeStyle, geometry: &Geometry, max: f64, points: &Points) -> Drawn {
    let mut chart = chart!(area, geometry, max);
    chart.draw_series(LineSeries::new(points.iter().copied(), style))?;
    Ok(())
}

fn dashed(area: &Area, style: ShapeStyle, geometry: &Geometry, curves: &Curves) -> Drawn {
    let mut chart = chart!(area, geometry, curves.rate_max);
    let dash = pixels(3.0 * geometry.scale);
    chart.draw_series(DashedLineSeries::new(
        curves.produced.iter().copied(),
        dash,
        dash,
        style,
    ))?;
    Ok(())
}

fn base_line(area: &Area, ink: &Ink, geometry: &Geometry, max: f64) -> Drawn {
    let mut chart = chart!(area, geometry, max);
    let ends = [(geometry.axis.left, 0.0), (geometry.axis.right, 0.0)];
    chart.draw_series(LineSeries::new(ends, ink.base))?;
    Ok(())
}

/// The share of the lag on partitions nobody reads: an area, then hatch wherever it covers.
fn hatched(
    area: &Area,
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    geometry: &Geometry,
    curves: &Curves,
) -> Drawn {
    if curves.stopped.iter().all(|point| point.1 <= 0.0) {
        return Ok(());
    }
    let mut chart = chart!(area, geometry, curves.lag_max);
    let fill = rgba(&palette.stop_ground);
    chart.draw_series(AreaSeries::new(curves.stopped.iter().copied(), 0.0, fill))?;
    if let Some(pattern) = palette.hatch() {
        ctx.save();
        ctx.set_global_composite_operation("source-atop").ok();
        ctx.set_fill_style_canvas_pattern(pattern);
        let scale = geometry.scale;
        ctx.fill_rect(
            0.0,
            0.0,
            geometry.width * scale,
            geometry.chart_height * scale,
        );
        ctx.restore();
    }
    Ok(())
}

fn label(
    ctx: &CanvasRenderingContext2d,
    palette: &Palette,
    geometry: &Geometry,
    top: f64,
    (title, note, max): (&str, &str, f64),
    strip: f64,
) {
    let middle = top + strip / 2.0;
    let x = geometry.axis.left - 12.0;
    ctx.set_text_align("right");
    ctx.set_font(&palette.font(600, 11.0));
    ctx.set_fill_style_str(&palette.ink);
    ctx.fill_text(title, x, middle - 1.0).ok();
    ctx.set_font(&palette.font(400, 11.0));
    ctx.set_fill_style_str(&palette.ink_3);
    if geometry.axis.left >= NOTE_ROOM_PX {
        ctx.fill_text(note, x, middle + 12.0).ok();
    }
    ctx.set_text_align("left");
    let right = geometry.axis.right + 6.0;
    ctx.fill_text(&format!("{max:.0}"), right, top + 9.0).ok();
    ctx.fill_text("0", right, top + strip).ok();
}

/// `rgb(1, 2, 3)`, `rgba(1, 2, 3, 0.5)` or `rgb(1 2 3 / 0.5)` as a plotters colour.
fn rgba(colour: &str) -> RGBAColor {
    let numbers: Vec<f64> = colour
        .split(|c: char| !(c.is_ascii_digit() || c == '.'))
        .filter_map(decimal)
        .collect();
    let channel = |index: usize| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to a byte"
        )]
        let byte = numbers.get(index).copied().unwrap_or(0.0).clamp(0.0, 255.0) as u8;
        byte
    };
    let alpha = numbers.get(3).copied().unwrap_or(1.0);
    RGBAColor(channel(0), channel(1), channel(2), alpha)
}

#[expect(clippy::cast_possible_truncation, reason = "a screen's size in pixels")]
fn pixels(value: f64) -> i32 {
    value.round() as i32
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a few pixels"
)]
fn stroke(value: f64) -> u32 {
    value.round().max(1.0) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_colours_are_understood() {
        assert_eq!(rgba("rgb(20, 23, 27)"), RGBAColor(20, 23, 27, 1.0));
        assert_eq!(
            rgba("rgba(20, 23, 27, 0.055)"),
            RGBAColor(20, 23, 27, 0.055)
        );
        assert_eq!(
            rgba("rgb(255 255 255 / 0.5)"),
            RGBAColor(255, 255, 255, 0.5)
        );
        assert_eq!(rgba(""), RGBAColor(0, 0, 0, 1.0));
    }
}
