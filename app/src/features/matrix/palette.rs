//! Colours of the canvases, read from the custom properties of `tokens.css` once per theme.
//!
//! A custom property that holds `light-dark(…)` reads back as written, so a probe element resolves
//! each into a colour. Deliberately lacks colours of its own.

use leptos::prelude::document;
use sim_core::ConsumerId;
use wasm_bindgen::JsCast;
use web_sys::{CanvasPattern, CanvasRenderingContext2d, HtmlCanvasElement, HtmlElement};

use crate::owner;

/// Distance between two lines of the hatch along x.
pub const HATCH_PERIOD_PX: f64 = 7.0;
/// Width of its lines.
pub const HATCH_LINE_PX: f64 = 1.2;

/// Colours of one owner.
#[derive(Clone, Debug, Default)]
pub struct OwnerInk {
    /// Body.
    pub fill: String,
    /// Letters and commit notches on it.
    pub on: String,
    /// Hairline around it.
    pub edge: String,
}

/// Colours of a canvas.
#[derive(Clone, Debug, Default)]
pub struct Palette {
    pub surface: String,
    pub ink: String,
    pub ink_2: String,
    pub ink_3: String,
    pub line: String,
    pub line_strong: String,
    pub inverse: String,
    pub on_inverse: String,
    pub stop_ground: String,
    pub stop_line: String,
    pub twice: String,
    pub lost: String,
    pub band: String,
    pub band_edge: String,
    pub veil: String,
    /// Font families, as CSS writes them.
    pub font: String,
    owners: Vec<OwnerInk>,
    hatch: Option<CanvasPattern>,
}

impl Palette {
    /// Reads every colour for `canvas`; `scale` is device pixels per CSS pixel.
    pub fn read(canvas: &HtmlCanvasElement, scale: f64) -> Self {
        let Some(probe) = Probe::new(canvas) else {
            return Self::default();
        };
        let mut palette = Self {
            surface: probe.colour("surface"),
            ink: probe.colour("ink"),
            ink_2: probe.colour("ink-2"),
            ink_3: probe.colour("ink-3"),
            line: probe.colour("line"),
            line_strong: probe.colour("line-strong"),
            inverse: probe.colour("inverse"),
            on_inverse: probe.colour("on-inverse"),
            stop_ground: probe.colour("stop-ground"),
            stop_line: probe.colour("stop-line"),
            twice: probe.colour("twice"),
            lost: probe.colour("lost"),
            band: probe.colour("band"),
            band_edge: probe.colour("band-edge"),
            veil: probe.colour("veil"),
            font: probe.family(),
            owners: (1..=owner::FILLS)
                .map(|number| OwnerInk {
                    fill: probe.colour(&format!("o{number}")),
                    on: probe.colour(&format!("o{number}-on")),
                    edge: probe.colour(&format!("o{number}-edge")),
                })
                .collect(),
            hatch: None,
        };
        probe.remove();
        palette.hatch = hatch(&palette, scale);
        palette
    }

    /// Colours of a consumer; ink while nothing was read yet.
    pub fn owner(&self, consumer: ConsumerId) -> Option<&OwnerInk> {
        self.owners.get(owner::fill(consumer))
    }

    /// Hatch that means nobody reads; in device pixels.
    pub fn hatch(&self) -> Option<&CanvasPattern> {
        self.hatch.as_ref()
    }

    /// Value of `CanvasRenderingContext2d::font`.
    pub fn font(&self, weight: u16, px: f64) -> String {
        format!("{weight} {px}px {}", self.font)
    }
}

/// An invisible element in the canvas's place that resolves colours.
struct Probe {
    element: HtmlElement,
    style: web_sys::CssStyleDeclaration,
}

impl Probe {
    fn new(canvas: &HtmlCanvasElement) -> Option<Self> {
        let element: HtmlElement = document().create_element("span").ok()?.dyn_into().ok()?;
        element.set_hidden(true);
        canvas.parent_element()?.append_child(&element).ok()?;
        let style = leptos::prelude::window()
            .get_computed_style(&element)
            .ok()??;
        Some(Self { element, style })
    }

    fn colour(&self, token: &str) -> String {
        let asked = self
            .element
            .style()
            .set_property("color", &format!("var(--{token})"));
        if asked.is_err() {
            return String::new();
        }
        self.style.get_property_value("color").unwrap_or_default()
    }

    fn family(&self) -> String {
        self.style
            .get_property_value("font-family")
            .unwrap_or_else(|_| "sans-serif".to_owned())
    }

    fn remove(&self) {
        self.element.remove();
    }
}

/// A tile of diagonal lines, drawn in device pixels so that they stay sharp.
fn hatch(palette: &Palette, scale: f64) -> Option<CanvasPattern> {
    let period = (HATCH_PERIOD_PX * scale).round().max(4.0);
    let tile: HtmlCanvasElement = document().create_element("canvas").ok()?.dyn_into().ok()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few device pixels"
    )]
    let pixels = period as u32;
    tile.set_width(pixels);
    tile.set_height(pixels);
    let brush: CanvasRenderingContext2d = tile.get_context("2d").ok()??.dyn_into().ok()?;
    brush.set_fill_style_str(&palette.stop_ground);
    brush.fill_rect(0.0, 0.0, period, period);
    brush.set_stroke_style_str(&palette.stop_line);
    brush.set_line_width(HATCH_LINE_PX * scale);
    brush.begin_path();
    for shift in [-1.0, 0.0, 1.0] {
        brush.move_to(shift * period - 1.0, period + 1.0);
        brush.line_to((shift + 1.0) * period + 1.0, -1.0);
    }
    brush.stroke();
    brush
        .create_pattern_with_html_canvas_element(&tile, "repeat")
        .ok()?
}
