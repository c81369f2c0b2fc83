//! A vector drawing as text, stroke by stroke.
//!
//! Deliberately lacks anything a viewer without scripts and style sheets would not show.

use std::cell::{Cell, RefCell};

use super::{Align, Area};
use crate::features::matrix::palette::{HATCH_LINE_PX, HATCH_PERIOD_PX, Palette};
use crate::format::decimal;

/// The drawing so far, and the path that is filled or stroked next.
#[derive(Debug)]
pub struct Svg {
    text: RefCell<String>,
    path: RefCell<String>,
    /// Opacity of what follows.
    pub opacity: Cell<f64>,
}

impl Svg {
    pub fn new() -> Self {
        Self {
            text: RefCell::default(),
            path: RefCell::default(),
            opacity: Cell::new(1.0),
        }
    }

    /// Starts a path.
    pub fn begin(&self) {
        self.path.borrow_mut().clear();
    }

    /// A command of a path, with coordinates in hundredths.
    pub fn step(&self, command: &str, numbers: &[f64]) {
        let mut path = self.path.borrow_mut();
        path.push_str(command);
        for (index, value) in numbers.iter().enumerate() {
            if index > 0 {
                path.push(' ');
            }
            path.push_str(&number(*value));
        }
    }

    pub fn rectangle(&self, area: Area) {
        self.begin();
        self.step("M", &[area.x, area.y]);
        self.step("h", &[area.width]);
        self.step("v", &[area.height]);
        self.step("h", &[-area.width]);
        self.step("Z", &[]);
    }

    pub fn fill(&self, colour: &str) {
        self.draw(&ink("fill", colour));
    }

    pub fn hatch(&self) {
        self.draw("fill=\"url(#nobody)\"");
    }

    pub fn stroke(&self, colour: &str, width: f64, dashed: bool) {
        let dash = if dashed {
            " stroke-dasharray=\"2 2\""
        } else {
            ""
        };
        let (ink, width) = (ink("stroke", colour), number(width));
        self.draw(&format!(
            "fill=\"none\" {ink} stroke-width=\"{width}\"{dash}"
        ));
    }

    fn draw(&self, attributes: &str) {
        let path = self.path.borrow();
        if !path.is_empty() {
            let opacity = self.faint();
            let line = format!("<path d=\"{path}\" {attributes}{opacity}/>\n");
            self.text.borrow_mut().push_str(&line);
        }
    }

    fn faint(&self) -> String {
        match self.opacity.get() {
            opacity if opacity < 1.0 => format!(" opacity=\"{}\"", number(opacity)),
            _ => String::new(),
        }
    }

    /// A text in a font of some weight and so many quarters of a pixel.
    pub fn label(
        &self,
        text: &str,
        (x, y): (f64, f64),
        colour: &str,
        align: Align,
        (weight, quarters): (u16, u32),
    ) {
        let anchor = match align {
            Align::Start => "start",
            Align::Middle => "middle",
            Align::End => "end",
        };
        let line = format!(
            "<text x=\"{}\" y=\"{}\" {} font-weight=\"{weight}\" font-size=\"{}\" \
             text-anchor=\"{anchor}\"{}>{}</text>\n",
            number(x),
            number(y),
            ink("fill", colour),
            number(f64::from(quarters) / 4.0),
            self.faint(),
            escaped(text),
        );
        self.text.borrow_mut().push_str(&line);
    }

    /// The whole drawing.
    pub fn finish(self, palette: &Palette, title: &str, width: f64, height: f64) -> String {
        let (period, line) = (HATCH_PERIOD_PX, number(HATCH_LINE_PX));
        let far = period + 1.0;
        let stripes = format!(
            "M-1 1L1 -1M-1 {far}L{far} -1M{} {far}L{far} {}",
            period - 1.0,
            period - 1.0
        );
        let (width, height) = (number(width), number(height));
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
             viewBox=\"0 0 {width} {height}\" role=\"img\" font-family=\"{}\">\n\
             <title>{}</title>\n\
             <defs><pattern id=\"nobody\" width=\"{period}\" height=\"{period}\" \
             patternUnits=\"userSpaceOnUse\"><rect width=\"{period}\" height=\"{period}\" {}/>\
             <path d=\"{stripes}\" {} stroke-width=\"{line}\"/></pattern></defs>\n{}</svg>\n",
            escaped(&palette.font),
            escaped(title),
            ink("fill", &palette.stop_ground),
            ink("stroke", &palette.stop_line),
            self.text.into_inner(),
        )
    }
}

/// A number with at most two decimals.
fn number(value: f64) -> String {
    ((value * 100.0).round() / 100.0).to_string()
}

/// A colour and, apart from it, its opacity: not every viewer knows `rgba()`.
fn ink(attribute: &str, colour: &str) -> String {
    let ([red, green, blue], alpha) = channels(colour);
    let faint = (alpha < 1.0).then(|| format!(" {attribute}-opacity=\"{alpha}\""));
    let faint = faint.unwrap_or_default();
    format!("{attribute}=\"rgb({red},{green},{blue})\"{faint}")
}

/// Text as XML takes it.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '"' => safe.push_str("&quot;"),
            sign if sign.is_control() => safe.push(' '),
            sign => safe.push(sign),
        }
    }
    safe
}

/// `rgb(1, 2, 3)`, `rgba(1, 2, 3, 0.5)` or `rgb(1 2 3 / 0.5)` as numbers.
pub fn channels(colour: &str) -> ([u8; 3], f64) {
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
    ([0, 1, 2].map(channel), alpha)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn computed_colours_are_understood() {
        assert_eq!(channels("rgb(20, 23, 27)"), ([20, 23, 27], 1.0));
        assert_eq!(channels("rgba(20, 23, 27, 0.055)"), ([20, 23, 27], 0.055));
        assert_eq!(channels("rgb(255 255 255 / 0.5)"), ([255; 3], 0.5));
        assert_eq!(channels(""), ([0; 3], 1.0));
    }

    #[test]
    fn strokes_become_elements() {
        let svg = Svg::new();
        svg.rectangle(Area::between(1.0, 2.0, 4.456, 6.0));
        svg.fill("rgba(1, 2, 3, 0.5)");
        svg.opacity.set(0.6);
        svg.label(
            "a<\"b\"&\n",
            (1.0, 2.0),
            "rgb(0, 0, 0)",
            Align::End,
            (650, 45),
        );
        let text = svg.finish(&Palette::default(), "t", 10.0, 20.0);
        assert!(
            text.contains(
                "<path d=\"M1 2h3.46v4h-3.46Z\" fill=\"rgb(1,2,3)\" fill-opacity=\"0.5\"/>"
            ),
            "{text}"
        );
        assert!(text.contains(
            "font-size=\"11.25\" text-anchor=\"end\" opacity=\"0.6\">a&lt;&quot;b&quot;&amp; </text>"
        ), "{text}");
    }
}
