//! A poster's sheet: where everything stands, and each mark as a stroke.
//!
//! Strokes of one kind and colour make one path, because a poster is downloaded before anybody
//! asked for the lab.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sim_core::{ConsumerId, SimTime};

/// The page's own colours.
const TOKENS: &str = include_str!("../../../app/styles/tokens.css");
const ROLES: [&str; 12] = [
    "surface",
    "line",
    "line-strong",
    "ink",
    "ink-2",
    "ink-3",
    "stop-ground",
    "stop-line",
    "twice",
    "lost",
    "band",
    "band-edge",
];
/// Different fills; the next eight carry a core line.
const FILLS: usize = 8;
const WIDTH: f64 = 720.0;
/// Of the plot.
const LEFT: f64 = 108.0;
const RIGHT: f64 = 698.0;
const PANEL: f64 = 62.0;
const AXIS: f64 = PANEL + 26.0;
const PINS: f64 = PANEL + 36.0;
const CAP: f64 = PANEL + 60.0;
const ROWS: f64 = PANEL + 68.0;
/// Aimed at between two labels of the axis.
const LABEL_EVERY: f64 = 76.0;
const STEPS_S: [u64; 13] = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1_200, 1_800, 3_600];

/// What of a poster is not the same in every one. Below 520 px of width texts grow, and what then
/// finds no room goes.
const STYLE: &str = "text{font:400 11px system-ui,sans-serif;fill:var(--ink-2)}\
.t{font-size:15px;font-weight:650;fill:var(--ink)}.s{font-size:13px;fill:var(--ink)}\
.a{fill:var(--ink-3);text-anchor:middle}.n{text-anchor:end}.l{font-weight:650;fill:var(--on)}\
.k{font-weight:600;fill:var(--ink)}.b{fill:var(--c);stroke:var(--e)}.o{stroke:var(--on);fill:none}\
.h{fill:url(#n);stroke:var(--stop-line)}.x{fill:var(--twice)}\
.d{fill:var(--lost);stroke:var(--surface);stroke-width:1.5}\
#light:target{color-scheme:light}#dark:target{color-scheme:dark}\
@media(max-width:520px){text,.s{font-size:22px}.t{font-size:26px}.l{transform:translateY(4px)}.w{display:none}}";

/// A row's top and height.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    top: f64,
    height: f64,
}

impl Place {
    fn middle(self) -> f64 {
        self.top + self.height / 2.0
    }
}

/// The drawing so far.
#[derive(Debug)]
pub struct Sheet {
    window: (SimTime, SimTime),
    rows: usize,
    under: String,
    bodies: BTreeMap<ConsumerId, [String; 3]>,
    letters: String,
    hatches: String,
    twice: String,
    over: String,
    legend: String,
    legend_x: f64,
}

impl Sheet {
    pub fn new(rows: usize, window: (SimTime, SimTime)) -> Self {
        Self {
            window,
            rows,
            under: String::new(),
            bodies: BTreeMap::new(),
            letters: String::new(),
            hatches: String::new(),
            twice: String::new(),
            over: String::new(),
            legend: String::new(),
            legend_x: 12.0,
        }
    }

    fn pitch(&self) -> f64 {
        if self.rows > 6 { 28.0 } else { 33.0 }
    }

    /// Lower edge of the plot.
    fn bottom(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "a dozen rows")]
        let rows = self.rows as f64;
        ROWS + rows * self.pitch() + 4.0
    }

    pub fn place(&self, index: usize) -> Place {
        #[expect(clippy::cast_precision_loss, reason = "a dozen rows")]
        let index = index as f64;
        Place {
            top: ROWS + index * self.pitch(),
            height: self.pitch() - 8.0,
        }
    }

    /// The pixel of a moment, inside the plot.
    pub fn x(&self, at: SimTime) -> f64 {
        let (from, to) = (self.window.0.as_secs_f64(), self.window.1.as_secs_f64());
        let part = (at.as_secs_f64() - from) / (to - from);
        LEFT + part.clamp(0.0, 1.0) * (RIGHT - LEFT)
    }

    /// Microseconds between two labels of the axis.
    pub fn step(&self) -> u64 {
        let span = self.window.1.as_secs_f64() - self.window.0.as_secs_f64();
        let wanted = span * LABEL_EVERY / (RIGHT - LEFT);
        let fits =
            |seconds: &&u64| SimTime::from_micros(**seconds * 1_000_000).as_secs_f64() >= wanted;
        STEPS_S.iter().find(fits).copied().unwrap_or(7_200) * 1_000_000
    }

    pub fn head(&mut self, title: &str, summary: &str) {
        self.under += &text("t", 12.0, 24.0, title);
        let class = if wide(summary) * 2.0 > WIDTH {
            "s w"
        } else {
            "s"
        };
        self.under += &text(class, 12.0, 48.0, summary);
        self.under += &text("n w", WIDTH - 12.0, 24.0, "Rebalance Lab");
    }

    pub fn panel(&mut self) {
        let (width, height) = (WIDTH - 1.0, self.bottom() - PANEL);
        add(
            &mut self.under,
            format_args!(
                "<rect x=\".5\" y=\"{PANEL}\" width=\"{width}\" height=\"{height}\" rx=\"10\" \
                 fill=\"var(--surface)\" stroke=\"var(--line)\"/>\
                 <path d=\"M{LEFT} {AXIS}H{RIGHT}\" stroke=\"var(--line-strong)\"/>"
            ),
        );
    }

    pub fn tick(&mut self, at: SimTime, label: &str) {
        let (x, bottom) = (self.x(at), self.bottom());
        let class = if x > RIGHT - 8.0 { "a w" } else { "a" };
        self.under += &text(class, x, AXIS - 7.0, label);
        add(
            &mut self.under,
            format_args!(
                "<path d=\"M{0} {1}v4\" stroke=\"var(--line-strong)\"/>\
                 <path d=\"M{0} {CAP}V{2}\" stroke=\"var(--line)\"/>",
                number(x),
                number(AXIS - 4.0),
                number(bottom),
            ),
        );
    }

    pub fn band(&mut self, from: SimTime, to: SimTime) {
        let (left, right) = (self.x(from), self.x(to));
        let (height, width) = (self.bottom() - CAP, (right - left).max(1.5));
        add(
            &mut self.under,
            format_args!(
                "<path d=\"M{0} {CAP}h{1}v{2}h-{1}Z\" fill=\"var(--band)\"/>",
                number(left),
                number(width),
                number(height),
            ),
        );
    }

    /// A rebalance's edges, cap and label; returns from where the next label may stand.
    pub fn cap(&mut self, span: (SimTime, SimTime), label: &str, free_from: f64) -> f64 {
        let (left, right) = (self.x(span.0), self.x(span.1));
        let (width, bottom) = ((right - left).max(1.5), self.bottom());
        add(
            &mut self.over,
            format_args!(
                "<path d=\"M{0} {CAP}V{2}M{1} {CAP}V{2}\" stroke=\"var(--band-edge)\" \
                 stroke-dasharray=\"2 2\"/><path d=\"M{0} {CAP}h{3}v-3h-{3}Z\" fill=\"var(--ink)\"/>",
                number(left),
                number(left + width),
                number(bottom),
                number(width),
            ),
        );
        let wide = wide(label);
        let x = left.min(RIGHT - wide);
        if x < free_from {
            return free_from;
        }
        self.over += &text("k w", x, CAP - 7.0, label);
        x + wide + 6.0
    }

    /// The topic goes where there is little room, the number stays.
    pub fn row_name(&mut self, place: Place, name: &str) {
        let (topic, partition) = name.rsplit_once('-').unwrap_or(("", name));
        add(
            &mut self.under,
            format_args!(
                "<text class=\"n\" x=\"{}\" y=\"{}\"><tspan class=\"w\">{}-</tspan>{}</text>",
                number(LEFT - 10.0),
                number(place.middle() + 4.0),
                escaped(topic),
                escaped(partition),
            ),
        );
    }

    pub fn hatch(&mut self, place: Place, left: f64, right: f64) {
        self.hatches += &rectangle(left, place.top, right - left, place.height);
    }

    pub fn body(&mut self, place: Place, left: f64, right: f64, reader: ConsumerId) {
        let [body, core, _] = self.bodies.entry(reader).or_default();
        *body += &rectangle(left, place.top, right - left, place.height);
        if reader.index() / FILLS % 2 == 1 {
            add(
                core,
                format_args!(
                    "M{} {}H{}",
                    number(left),
                    number(place.middle()),
                    number(right)
                ),
            );
        }
    }

    pub fn notch(&mut self, place: Place, x: f64, reader: ConsumerId) {
        let [_, _, notches] = self.bodies.entry(reader).or_default();
        let bottom = place.top + place.height - 0.5;
        add(
            notches,
            format_args!("M{} {}v-5", number(x), number(bottom)),
        );
    }

    pub fn letter(&mut self, place: Place, x: f64, letter: &str, reader: ConsumerId) {
        let class = format!("l o{}", reader.index() % FILLS + 1);
        self.letters += &text(&class, x, place.middle() + 4.0, letter);
    }

    pub fn twice(&mut self, place: Place, left: f64, right: f64) {
        let width = (right - left).max(2.0);
        self.twice += &rectangle(left, place.top + place.height + 1.0, width, 3.0);
    }

    pub fn diamond(&mut self, place: Place, x: f64) {
        self.over += &diamond(x, place.middle());
    }

    pub fn arrows(&mut self, place: Place, x: f64) {
        self.over += &arrows(x, place.middle());
    }

    pub fn pin(&mut self, x: f64, by_user: bool) {
        let mark = if by_user {
            format!(
                "<path d=\"M{} {}h9l-4.5 7.5Z\" fill=\"var(--ink)\"/>",
                number(x - 4.5),
                number(PINS - 4.0)
            )
        } else {
            format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"3.5\" fill=\"var(--surface)\" stroke=\"var(--ink)\"/>",
                number(x),
                number(PINS)
            )
        };
        self.over += &mark;
    }

    pub fn pin_label(&mut self, x: f64, label: &str, by_user: bool, busy: &mut Vec<(f64, f64)>) {
        let wide = wide(label);
        let choices = [x + 8.0, x - 8.0 - wide];
        let is_free = |from: &f64| {
            *from >= LEFT - 20.0
                && from + wide <= WIDTH - 8.0
                && busy
                    .iter()
                    .all(|(left, right)| from + wide + 3.0 < *left || from - 2.0 > *right)
        };
        if let Some(from) = choices.into_iter().find(is_free) {
            busy.push((from, from + wide));
            let class = if by_user { "k w" } else { "w" };
            self.over += &text(class, from, PINS + 4.0, label);
        }
    }

    fn legend_row(&self) -> f64 {
        self.bottom() + 18.0
    }

    fn says(&mut self, mark: &str, label: &str) {
        let (x, y) = (self.legend_x + 24.0, self.legend_row());
        self.legend += mark;
        self.legend += &text("", x, y + 4.0, label);
        // Twice as wide where texts are.
        self.legend_x = x + 2.0 * wide(label) + 12.0;
    }

    pub fn says_hatch(&mut self, label: &str) {
        let area = rectangle(self.legend_x, self.legend_row() - 5.0, 16.0, 10.0);
        self.says(&format!("<path class=\"h\" d=\"{area}\"/>"), label);
    }

    pub fn says_twice(&mut self, label: &str) {
        let area = rectangle(self.legend_x, self.legend_row() - 1.5, 16.0, 3.0);
        self.says(&format!("<path class=\"x\" d=\"{area}\"/>"), label);
    }

    pub fn says_lost(&mut self, label: &str) {
        self.says(&diamond(self.legend_x + 8.0, self.legend_row()), label);
    }

    pub fn says_skipped(&mut self, label: &str) {
        self.says(&arrows(self.legend_x + 8.0, self.legend_row()), label);
    }

    pub fn finish(self, title: &str) -> String {
        let height = self.legend_row() + 14.0;
        let mut owners: Vec<usize> = self
            .bodies
            .keys()
            .map(|it| it.index() % FILLS + 1)
            .collect();
        owners.sort_unstable();
        owners.dedup();
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{0}\" \
             viewBox=\"0 0 {WIDTH} {0}\" role=\"img\"><title>{1}</title><style>{2}{STYLE}</style>\
             <g id=\"light\"><g id=\"dark\"><defs><pattern id=\"n\" width=\"7\" height=\"7\" patternUnits=\"userSpaceOnUse\">\
             <rect width=\"7\" height=\"7\" fill=\"var(--stop-ground)\"/>\
             <path d=\"M-1 1L1-1M-1 8L8-1M6 8L8 6\" stroke=\"var(--stop-line)\" stroke-width=\"1.2\"/>\
             </pattern></defs>{3}",
            number(height),
            escaped(title),
            colours(&owners),
            self.under,
        );
        add(
            &mut svg,
            format_args!("<path class=\"h\" d=\"{}\"/>", self.hatches),
        );
        for (reader, [body, core, notches]) in &self.bodies {
            let owner = reader.index() % FILLS + 1;
            add(
                &mut svg,
                format_args!(
                    "<g class=\"o{owner}\"><path class=\"b\" d=\"{body}\"/>\
                     <path class=\"o\" stroke-width=\"2\" d=\"{core}\"/>\
                     <path class=\"o\" d=\"{notches}\"/></g>"
                ),
            );
        }
        svg += &self.letters;
        add(
            &mut svg,
            format_args!("<path class=\"x\" d=\"{}\"/>", self.twice),
        );
        for rest in [&self.over, &self.legend, "</g></g></svg>\n"] {
            svg += rest;
        }
        svg
    }
}

/// The colours of the page that the poster uses.
fn colours(owners: &[usize]) -> String {
    let mut all = String::from("svg{color-scheme:light dark}svg,g[id]{");
    for role in ROLES {
        add(&mut all, format_args!("--{role}:{};", token(role)));
    }
    all += "}";
    for owner in owners {
        let [fill, on, edge] = ["", "-on", "-edge"].map(|part| token(&format!("o{owner}{part}")));
        add(
            &mut all,
            format_args!(".o{owner}{{--c:{fill};--on:{on};--e:{edge}}}"),
        );
    }
    all
}

/// A custom property as the style sheet writes it.
fn token(name: &str) -> &'static str {
    let begin = format!("--{name}: ");
    let found = TOKENS
        .split_once(&begin)
        .and_then(|(_, rest)| rest.split_once(';'));
    found.map_or("", |(value, _)| value)
}

fn add(to: &mut String, what: std::fmt::Arguments<'_>) {
    to.write_fmt(what).expect("a string takes every text");
}

fn rectangle(x: f64, y: f64, width: f64, height: f64) -> String {
    let [x, y, width, height] = [x, y, width, height].map(number);
    format!("M{x} {y}h{width}v{height}h-{width}Z")
}

fn diamond(x: f64, y: f64) -> String {
    let (x, y) = (number(x), number(y - 6.0));
    format!("<path class=\"d\" d=\"M{x} {y}l6 6-6 6-6-6Z\"/>")
}

fn arrows(x: f64, y: f64) -> String {
    let (x, y) = (number(x - 6.0), number(y - 5.0));
    let path = format!("M{x} {y}l5 5-5 5m6 0l5-5-5-5");
    format!(
        "<path d=\"{path}\" fill=\"none\" stroke=\"var(--surface)\" stroke-width=\"5\"/>\
         <path d=\"{path}\" fill=\"none\" stroke=\"var(--ink)\" stroke-width=\"2\"/>"
    )
}

fn text(class: &str, x: f64, y: f64, words: &str) -> String {
    let class = if class.is_empty() {
        String::new()
    } else {
        format!(" class=\"{class}\"")
    };
    format!(
        "<text{class} x=\"{}\" y=\"{}\">{}</text>",
        number(x),
        number(y),
        escaped(words)
    )
}

/// About how wide a label is.
fn wide(label: &str) -> f64 {
    let sign = |sign: char| if sign.is_ascii() { 6.4 } else { 11.5 };
    label.chars().map(sign).sum()
}

/// With one decimal at most.
fn number(value: f64) -> String {
    ((value * 10.0).round() / 10.0).to_string()
}

fn escaped(words: &str) -> String {
    words.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_colour_is_the_pages() {
        for role in ROLES {
            assert!(
                token(role).contains("light-dark("),
                "{role}: {}",
                token(role)
            );
        }
        for owner in 1..=FILLS {
            assert!(token(&format!("o{owner}")).starts_with('#'), "{owner}");
        }
    }
}
