//! A canvas, its palette and the few strokes the matrix and its curves need; the same strokes as a
//! vector drawing.
//!
//! Deliberately lacks anything about partitions.

mod svg;

use std::cell::Cell;
use std::f64::consts::TAU;

use web_sys::CanvasRenderingContext2d;

use self::svg::Svg;
use super::palette::Palette;

pub use self::svg::channels;

/// "Device pixels" of a vector drawing: the curves' points lie on quarters of a pixel.
const SVG_SCALE: f64 = 4.0;

/// Where text stands relative to its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// Starts there.
    Start,
    /// Centred on it.
    Middle,
    /// Ends there.
    End,
}

/// A rectangle in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Area {
    pub x: f64,
    pub y: f64,
    pub width: f64,
    pub height: f64,
}

impl Area {
    /// From edges.
    pub fn between(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self {
            x: left,
            y: top,
            width: (right - left).max(0.0),
            height: (bottom - top).max(0.0),
        }
    }
}

/// Draws on one canvas, or the same as a vector drawing.
#[derive(Debug)]
pub struct Brush<'a> {
    /// The canvas; it measures texts for a vector drawing too.
    ctx: &'a CanvasRenderingContext2d,
    /// Its colours.
    pub palette: &'a Palette,
    /// Device pixels per CSS pixel.
    pub scale: f64,
    font: Cell<(u16, u32)>,
    align: Cell<Align>,
    svg: Option<Svg>,
}

impl<'a> Brush<'a> {
    /// Clears the canvas and starts a drawing of `width` × `height` CSS pixels.
    pub fn begin(
        ctx: &'a CanvasRenderingContext2d,
        palette: &'a Palette,
        scale: f64,
        width: f64,
        height: f64,
    ) -> Self {
        ctx.reset_transform().ok();
        ctx.clear_rect(0.0, 0.0, (width * scale).ceil(), (height * scale).ceil());
        ctx.scale(scale, scale).ok();
        ctx.set_text_align("left");
        ctx.set_global_alpha(1.0);
        Self {
            ctx,
            palette,
            scale,
            font: Cell::new((0, 0)),
            align: Cell::new(Align::Start),
            svg: None,
        }
    }

    /// Draws what follows so many pixels higher.
    pub fn lift(&self, pixels: f64) {
        self.ctx.translate(0.0, -pixels).ok();
    }

    /// From here on draws vectors instead.
    #[must_use]
    pub fn into_svg(self) -> Self {
        Self {
            svg: Some(Svg::new()),
            scale: SVG_SCALE,
            ..self
        }
    }

    /// The vector drawing, if it is one.
    pub fn finish(self, title: &str, width: f64, height: f64) -> Option<String> {
        let palette = self.palette;
        self.svg
            .map(|svg| svg.finish(palette, title, width, height))
    }

    /// Opacity of what follows.
    pub fn alpha(&self, alpha: f64) {
        match &self.svg {
            Some(svg) => svg.opacity.set(alpha),
            None => self.ctx.set_global_alpha(alpha),
        }
    }

    /// A filled rectangle.
    pub fn fill(&self, colour: &str, area: Area) {
        if let Some(svg) = &self.svg {
            svg.rectangle(area);
            svg.fill(colour);
            return;
        }
        self.ctx.set_fill_style_str(colour);
        self.ctx.fill_rect(area.x, area.y, area.width, area.height);
    }

    /// A hairline just inside a rectangle.
    pub fn frame(&self, colour: &str, area: Area) {
        let inner = Area {
            x: area.x + 0.5,
            y: area.y + 0.5,
            width: (area.width - 1.0).max(0.0),
            height: (area.height - 1.0).max(0.0),
        };
        if let Some(svg) = &self.svg {
            svg.rectangle(inner);
            svg.stroke(colour, 1.0, false);
            return;
        }
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(1.0);
        self.ctx
            .stroke_rect(inner.x, inner.y, inner.width, inner.height);
    }

    /// A rectangle in the hatch that means nobody reads.
    pub fn hatch(&self, area: Area) {
        let (right, bottom) = (area.x + area.width, area.y + area.height);
        self.polygon(&[
            (area.x, area.y),
            (right, area.y),
            (right, bottom),
            (area.x, bottom),
        ]);
        self.hatch_path();
    }

    /// Fills the last path with that hatch; in device pixels, so that lines are sharp.
    pub fn hatch_path(&self) {
        if let Some(svg) = &self.svg {
            svg.hatch();
            return;
        }
        let Some(pattern) = self.palette.hatch() else {
            self.fill_path(&self.palette.stop_ground);
            return;
        };
        self.ctx.save();
        self.ctx.reset_transform().ok();
        self.ctx.set_fill_style_canvas_pattern(pattern);
        self.ctx.fill();
        self.ctx.restore();
    }

    /// Straight lines of one colour and width.
    pub fn lines(
        &self,
        colour: &str,
        width: f64,
        lines: impl IntoIterator<Item = ((f64, f64), (f64, f64))>,
    ) {
        self.begin_path();
        for (from, to) in lines {
            self.line(from, to);
        }
        self.stroke_path(colour, width);
    }

    /// As [`Brush::lines`], dashed.
    pub fn dashed(&self, colour: &str, lines: impl IntoIterator<Item = ((f64, f64), (f64, f64))>) {
        self.begin_path();
        for (from, to) in lines {
            self.line(from, to);
        }
        if let Some(svg) = &self.svg {
            svg.stroke(colour, 1.0, true);
            return;
        }
        let dash = js_sys::Array::of2(&2.0.into(), &2.0.into());
        self.ctx.set_line_dash(&dash).ok();
        self.stroke_path(colour, 1.0);
        self.ctx.set_line_dash(&js_sys::Array::new()).ok();
    }

    /// Sets weight and size of the following texts.
    pub fn font(&self, weight: u16, px: f64) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "font sizes in quarters of a pixel"
        )]
        let key = (weight, (px * 4.0) as u32);
        if self.font.replace(key) != key {
            self.ctx.set_font(&self.palette.font(weight, px));
        }
    }

    /// Text on the base line `y`.
    pub fn text(&self, text: &str, x: f64, y: f64, colour: &str, align: Align) {
        if let Some(svg) = &self.svg {
            let (weight, quarters) = self.font.get();
            svg.label(text, (x, y), colour, align, (weight, quarters));
            return;
        }
        if self.align.replace(align) != align {
            self.ctx.set_text_align(match align {
                Align::Start => "left",
                Align::Middle => "center",
                Align::End => "right",
            });
        }
        self.ctx.set_fill_style_str(colour);
        self.ctx.fill_text(text, x, y).ok();
    }

    /// Width of a text in the current font.
    pub fn width(&self, text: &str) -> f64 {
        self.ctx
            .measure_text(text)
            .map_or(0.0, |metrics| metrics.width())
    }

    fn begin_path(&self) {
        match &self.svg {
            Some(svg) => svg.begin(),
            None => self.ctx.begin_path(),
        }
    }

    fn line(&self, from: (f64, f64), to: (f64, f64)) {
        if let Some(svg) = &self.svg {
            svg.step("M", &[from.0, from.1]);
            svg.step("L", &[to.0, to.1]);
            return;
        }
        self.ctx.move_to(from.0, from.1);
        self.ctx.line_to(to.0, to.1);
    }

    /// A path through points.
    pub fn polyline(&self, points: &[(f64, f64)]) {
        self.begin_path();
        for (index, (x, y)) in points.iter().enumerate() {
            let is_first = index == 0;
            match &self.svg {
                Some(svg) => svg.step(if is_first { "M" } else { "L" }, &[*x, *y]),
                None if is_first => self.ctx.move_to(*x, *y),
                None => self.ctx.line_to(*x, *y),
            }
        }
    }

    /// A closed polygon.
    pub fn polygon(&self, points: &[(f64, f64)]) {
        self.polyline(points);
        match &self.svg {
            Some(svg) => svg.step("Z", &[]),
            None => self.ctx.close_path(),
        }
    }

    /// A circle.
    pub fn circle(&self, x: f64, y: f64, radius: f64) {
        self.begin_path();
        if let Some(svg) = &self.svg {
            svg.step("M", &[x - radius, y]);
            for way in [2.0, -2.0] {
                svg.step("a", &[radius, radius, 0.0, 0.0, 0.0, way * radius, 0.0]);
            }
            return;
        }
        self.ctx.arc(x, y, radius, 0.0, TAU).ok();
    }

    /// A rectangle with round corners.
    pub fn rounded(&self, area: Area, radius: f64) {
        self.begin_path();
        if let Some(svg) = &self.svg {
            let Area {
                x,
                y,
                width,
                height,
            } = area;
            let (w, h, r) = (width - 2.0 * radius, height - 2.0 * radius, radius);
            svg.step("M", &[x + r, y]);
            svg.step("h", &[w]);
            svg.step("a", &[r, r, 0.0, 0.0, 1.0, r, r]);
            svg.step("v", &[h]);
            svg.step("a", &[r, r, 0.0, 0.0, 1.0, -r, r]);
            svg.step("h", &[-w]);
            svg.step("a", &[r, r, 0.0, 0.0, 1.0, -r, -r]);
            svg.step("v", &[-h]);
            svg.step("a", &[r, r, 0.0, 0.0, 1.0, r, -r]);
            return;
        }
        self.ctx
            .round_rect_with_f64(area.x, area.y, area.width, area.height, radius)
            .ok();
    }

    /// Fills the last path.
    pub fn fill_path(&self, colour: &str) {
        if let Some(svg) = &self.svg {
            svg.fill(colour);
            return;
        }
        self.ctx.set_fill_style_str(colour);
        self.ctx.fill();
    }

    /// Strokes the last path.
    pub fn stroke_path(&self, colour: &str, width: f64) {
        if let Some(svg) = &self.svg {
            svg.stroke(colour, width, false);
            return;
        }
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(width);
        self.ctx.stroke();
    }
}
