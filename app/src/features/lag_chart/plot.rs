//! Both curves: plotters lays them out, the matrix's brush makes the strokes, on a canvas or as
//! vectors.

use std::fmt;

use locale::{Text, say};
use plotters::coord::Shift;
use plotters::prelude::{
    AreaSeries, ChartBuilder, DashedLineSeries, DrawingArea, DrawingBackend, IntoDrawingArea,
    LineSeries, RGBAColor, ShapeStyle,
};
use plotters_backend::{BackendColor, BackendCoord, BackendStyle, DrawingErrorKind};

use super::curves::{Curves, Points};
use crate::features::matrix::palette::Palette;
use crate::features::matrix::{Align, Area, Brush, Geometry, channels};
use crate::language::said;

/// Gap between the two curves.
const GAP_PX: f64 = 7.0;
/// Narrower gutters have no room for notes.
const NOTE_ROOM_PX: f64 = 110.0;

type Strip<'a> = DrawingArea<Pen<'a>, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;

/// Draws both curves, `top` pixels below the drawing's upper edge.
pub fn plot(brush: &Brush<'_>, geometry: &Geometry, curves: &Curves, top: f64) {
    if geometry.chart_height < 1.0 || draw(brush, geometry, curves, top).is_err() {
        // A canvas of no size: the next resize draws it.
        return;
    }
    let strip = (geometry.chart_height - GAP_PX) / 2.0;
    let lag = (say::chart_lag(), say::chart_lag_note(), curves.lag_max);
    let rate = (say::chart_rate(), say::chart_rate_note(), curves.rate_max);
    label(brush, geometry, top, lag, strip);
    label(brush, geometry, top + strip + GAP_PX, rate, strip);
}

/// What plotters draws with: its pixels are the brush's device pixels.
struct Pen<'a> {
    brush: &'a Brush<'a>,
    size: (u32, u32),
    top: f64,
}

impl Pen<'_> {
    fn points(&self, path: impl IntoIterator<Item = BackendCoord>) -> Vec<(f64, f64)> {
        let scale = self.brush.scale;
        let point = |(x, y)| (f64::from(x) / scale, f64::from(y) / scale + self.top);
        path.into_iter().map(point).collect()
    }
}

fn css(colour: BackendColor) -> String {
    let (red, green, blue) = colour.rgb;
    format!("rgba({red}, {green}, {blue}, {})", colour.alpha)
}

impl DrawingBackend for Pen<'_> {
    type ErrorType = fmt::Error;

    fn get_size(&self) -> (u32, u32) {
        self.size
    }

    fn ensure_prepared(&mut self) -> Result<(), DrawingErrorKind<fmt::Error>> {
        Ok(())
    }

    fn present(&mut self) -> Result<(), DrawingErrorKind<fmt::Error>> {
        Ok(())
    }

    fn draw_pixel(
        &mut self,
        (x, y): BackendCoord,
        colour: BackendColor,
    ) -> Result<(), DrawingErrorKind<fmt::Error>> {
        let corners = self.points([(x, y), (x + 1, y + 1)]);
        let area = Area::between(corners[0].0, corners[0].1, corners[1].0, corners[1].1);
        self.brush.fill(&css(colour), area);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        style: &S,
    ) -> Result<(), DrawingErrorKind<fmt::Error>> {
        let colour = style.color();
        if colour.alpha > 0.0 {
            self.brush.polyline(&self.points(path));
            let width = f64::from(style.stroke_width()) / self.brush.scale;
            self.brush.stroke_path(&css(colour), width);
        }
        Ok(())
    }

    /// The only area is the lag on partitions nobody reads, which has a hatch for its colour.
    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(
        &mut self,
        path: I,
        _style: &S,
    ) -> Result<(), DrawingErrorKind<fmt::Error>> {
        self.brush.polygon(&self.points(path));
        self.brush.hatch_path();
        Ok(())
    }
}

fn draw(brush: &Brush<'_>, geometry: &Geometry, curves: &Curves, top: f64) -> Drawn {
    let scale = brush.scale;
    let size = [geometry.width, geometry.chart_height].map(|it| pixels(it * scale).unsigned_abs());
    let pen = Pen {
        brush,
        size: (size[0], size[1]),
        top,
    };
    let strip = (geometry.chart_height - GAP_PX) / 2.0;
    let (upper, lower) = pen
        .into_drawing_area()
        .split_vertically(pixels((strip + GAP_PX / 2.0) * scale));
    let upper = upper.margin(0, pixels(GAP_PX / 2.0 * scale), 0, 0);
    let lower = lower.margin(pixels(GAP_PX / 2.0 * scale), 0, 0, 0);
    let ink = Ink::new(brush.palette, scale);
    hatched(&upper, geometry, curves)?;
    base_line(&upper, &ink, geometry, curves.lag_max)?;
    line(&upper, ink.curve, geometry, curves.lag_max, &curves.lag)?;
    base_line(&lower, &ink, geometry, curves.rate_max)?;
    dashed(&lower, ink.dash, geometry, curves, scale)?;
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
        let style = |colour: &str, width: f64| {
            let ([red, green, blue], alpha) = channels(colour);
            ShapeStyle {
                color: RGBAColor(red, green, blue, alpha),
                filled: false,
                stroke_width: pixels((width * scale).max(1.0)).unsigned_abs(),
            }
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

fn line(
    area: &Strip<'_>,
    style: ShapeStyle,
    geometry: &Geometry,
    max: f64,
    points: &Points,
) -> Drawn {
    let mut chart = chart!(area, geometry, max);
    chart.draw_series(LineSeries::new(points.iter().copied(), style))?;
    Ok(())
}

fn dashed(
    area: &Strip<'_>,
    style: ShapeStyle,
    geometry: &Geometry,
    curves: &Curves,
    scale: f64,
) -> Drawn {
    let mut chart = chart!(area, geometry, curves.rate_max);
    let dash = pixels(3.0 * scale);
    chart.draw_series(DashedLineSeries::new(
        curves.produced.iter().copied(),
        dash,
        dash,
        style,
    ))?;
    Ok(())
}

fn base_line(area: &Strip<'_>, ink: &Ink, geometry: &Geometry, max: f64) -> Drawn {
    let mut chart = chart!(area, geometry, max);
    let ends = [(geometry.axis.left, 0.0), (geometry.axis.right, 0.0)];
    chart.draw_series(LineSeries::new(ends, ink.base))?;
    Ok(())
}

/// The share of the lag on partitions nobody reads.
fn hatched(area: &Strip<'_>, geometry: &Geometry, curves: &Curves) -> Drawn {
    if curves.stopped.iter().all(|point| point.1 <= 0.0) {
        return Ok(());
    }
    let mut chart = chart!(area, geometry, curves.lag_max);
    let colour = RGBAColor(0, 0, 0, 1.0);
    chart.draw_series(AreaSeries::new(curves.stopped.iter().copied(), 0.0, colour))?;
    Ok(())
}

fn label(
    brush: &Brush<'_>,
    geometry: &Geometry,
    top: f64,
    (title, note, max): (Text, Text, f64),
    strip: f64,
) {
    let palette = brush.palette;
    let middle = top + strip / 2.0;
    let x = geometry.axis.left - 12.0;
    brush.font(600, 11.0);
    brush.text(&said(&title), x, middle - 1.0, &palette.ink, Align::End);
    brush.font(400, 11.0);
    if geometry.axis.left >= NOTE_ROOM_PX {
        brush.text(&said(&note), x, middle + 12.0, &palette.ink_3, Align::End);
    }
    let right = geometry.axis.right + 6.0;
    let most = format!("{max:.0}");
    brush.text(&most, right, top + 9.0, &palette.ink_3, Align::Start);
    brush.text("0", right, top + strip, &palette.ink_3, Align::Start);
}

#[expect(clippy::cast_possible_truncation, reason = "a screen's size in pixels")]
fn pixels(value: f64) -> i32 {
    value.round() as i32
}
