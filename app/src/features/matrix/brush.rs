//! A canvas, its palette and the few strokes the matrix needs.
//!
//! Deliberately lacks anything about partitions.

use std::cell::Cell;
use std::f64::consts::TAU;

use web_sys::CanvasRenderingContext2d;

use super::palette::Palette;

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

/// Draws on one canvas.
#[derive(Debug)]
pub struct Brush<'a> {
    /// The canvas.
    pub ctx: &'a CanvasRenderingContext2d,
    /// Its colours.
    pub palette: &'a Palette,
    /// Device pixels per CSS pixel.
    pub scale: f64,
    font: Cell<(u16, u32)>,
    align: Cell<Align>,
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
        }
    }

    /// A filled rectangle.
    pub fn fill(&self, colour: &str, area: Area) {
        self.ctx.set_fill_style_str(colour);
        self.ctx.fill_rect(area.x, area.y, area.width, area.height);
    }

    /// A hairline just inside a rectangle.
    pub fn frame(&self, colour: &str, area: Area) {
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(1.0);
        self.ctx.stroke_rect(
            area.x + 0.5,
            area.y + 0.5,
            (area.width - 1.0).max(0.0),
            (area.height - 1.0).max(0.0),
        );
    }

    /// A rectangle in the hatch that means nobody reads; in device pixels, so that lines are sharp.
    pub fn hatch(&self, area: Area) {
        let Some(pattern) = self.palette.hatch() else {
            self.fill(&self.palette.stop_ground, area);
            return;
        };
        self.ctx.save();
        self.ctx.reset_transform().ok();
        self.ctx.set_fill_style_canvas_pattern(pattern);
        self.ctx.fill_rect(
            area.x * self.scale,
            area.y * self.scale,
            area.width * self.scale,
            area.height * self.scale,
        );
        self.ctx.restore();
    }

    /// Straight lines of one colour and width.
    pub fn lines(
        &self,
        colour: &str,
        width: f64,
        lines: impl IntoIterator<Item = ((f64, f64), (f64, f64))>,
    ) {
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(width);
        self.ctx.begin_path();
        for (from, to) in lines {
            self.ctx.move_to(from.0, from.1);
            self.ctx.line_to(to.0, to.1);
        }
        self.ctx.stroke();
    }

    /// As [`Brush::lines`], dashed.
    pub fn dashed(&self, colour: &str, lines: impl IntoIterator<Item = ((f64, f64), (f64, f64))>) {
        let dash = js_sys::Array::of2(&2.0.into(), &2.0.into());
        self.ctx.set_line_dash(&dash).ok();
        self.lines(colour, 1.0, lines);
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

    /// A closed polygon.
    pub fn polygon(&self, points: &[(f64, f64)]) {
        self.ctx.begin_path();
        for (index, (x, y)) in points.iter().enumerate() {
            if index == 0 {
                self.ctx.move_to(*x, *y);
            } else {
                self.ctx.line_to(*x, *y);
            }
        }
        self.ctx.close_path();
    }

    /// A circle.
    pub fn circle(&self, x: f64, y: f64, radius: f64) {
        self.ctx.begin_path();
        self.ctx.arc(x, y, radius, 0.0, TAU).ok();
    }

    /// A rectangle with round corners.
    pub fn rounded(&self, area: Area, radius: f64) {
        self.ctx.begin_path();
        self.ctx
            .round_rect_with_f64(area.x, area.y, area.width, area.height, radius)
            .ok();
    }

    /// Fills the last path.
    pub fn fill_path(&self, colour: &str) {
        self.ctx.set_fill_style_str(colour);
        self.ctx.fill();
    }

    /// Strokes the last path.
    pub fn stroke_path(&self, colour: &str, width: f64) {
        self.ctx.set_stroke_style_str(colour);
        self.ctx.set_line_width(width);
        self.ctx.stroke();
    }
}
