//! What the page may know of the core, where time comes from, and what its style sheets hold.

use super::scan::{code_only, css_only, first_word, lines_with_word, names_under};
use super::{Finding, Tree};

/// The core's inner types: the page speaks in views and effects.
const HIDDEN_FROM_THE_PAGE: [&str; 5] = ["Event", "ScheduledEvent", "World", "event", "world"];
const TICK_LOOP: &str = "app/src/tick_loop.rs";
const TICKING: [&str; 6] = [
    "request_animation_frame",
    "requestAnimationFrame",
    "AnimationFrame",
    "set_interval",
    "set_interval_with_handle",
    "Interval::new",
];
const TOKENS: &str = "app/styles/tokens.css";
const COLOUR_FUNCTIONS: [&str; 11] = [
    "rgb",
    "rgba",
    "hsl",
    "hsla",
    "hwb",
    "lab",
    "lch",
    "oklab",
    "oklch",
    "color",
    "device-cmyk",
];
const NAMED_COLOURS: [&str; 24] = [
    "black", "white", "red", "green", "blue", "yellow", "orange", "purple", "pink", "brown",
    "gray", "grey", "cyan", "magenta", "lime", "navy", "teal", "silver", "gold", "maroon", "olive",
    "violet", "crimson", "tomato",
];

pub(super) fn page_sees_the_facade_only(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.under("app/src/", &["rs"]) {
        let code = code_only(source);
        for (line, name) in names_under(&code, "sim_core") {
            if HIDDEN_FROM_THE_PAGE.contains(&name) {
                findings.push(Finding::new(
                    path,
                    line,
                    format!("the page may not name `sim_core::{name}`"),
                ));
            }
        }
    }
    findings
}

pub(super) fn one_tick_loop(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.under("app/src/", &["rs"]) {
        if path == TICK_LOOP {
            continue;
        }
        let code = code_only(source);
        for word in TICKING {
            let lines = lines_with_word(&code, word);
            findings.extend(lines.into_iter().map(|line| {
                Finding::new(path, line, format!("`{word}` belongs in {TICK_LOOP} alone"))
            }));
        }
    }
    findings
}

/// Holds the style sheets that come with a part.
const PARTS: [(&str, &str); 4] = [
    ("app/src/features/fidelity.rs", "src/features/"),
    ("app/src/features/glossary.rs", "src/features/"),
    ("app/src/features/later.rs", "src/features/"),
    ("app/src/rooms.rs", "src/"),
];

/// Trunk resolves no `@import`, so each style sheet needs its link, or to be in a part; and each
/// link its file.
pub(super) fn css_is_linked(tree: &Tree) -> Vec<Finding> {
    let path = "app/index.html";
    let index = tree.get(path).unwrap_or_default();
    let quoted: Vec<&str> = index.split('"').collect();
    let mut findings = Vec::new();
    for (sheet, css) in tree.under("app/", &["css"]) {
        let href = sheet.trim_start_matches("app/");
        let is_in_part = PARTS.iter().any(|(part, folder)| {
            let name = href.trim_start_matches(folder);
            let part = tree.get(part).unwrap_or_default();
            part.contains(&format!("include_str!(\"{name}\")"))
        });
        if !quoted.contains(&href) && !is_in_part {
            findings.push(Finding::new(sheet, 0, format!("not linked in {path}")));
        }
        findings.extend(
            lines_with_word(&css_only(css), "@import")
                .into_iter()
                .map(|line| {
                    Finding::new(
                        sheet,
                        line,
                        format!("`@import` is not resolved; link it in {path}"),
                    )
                }),
        );
    }
    let hrefs = quoted
        .iter()
        .filter(|href| href.rsplit_once('.').is_some_and(|(_, end)| end == "css"));
    for href in hrefs {
        if tree.get(&format!("app/{href}")).is_none() {
            findings.push(Finding::new(
                path,
                0,
                format!("links {href}, which does not exist"),
            ));
        }
    }
    findings
}

/// Colours are named once, in the tokens, for both themes.
pub(super) fn colours_are_tokens(tree: &Tree) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, source) in tree.under("app/", &["css"]) {
        if path == TOKENS {
            continue;
        }
        for (line, value) in declared_values(&css_only(source)) {
            if let Some(colour) = literal_colour(&value) {
                findings.push(Finding::new(
                    path,
                    line,
                    format!("`{colour}` belongs in {TOKENS}"),
                ));
            }
        }
    }
    findings
}

/// The values of all declarations, with their lines. What ends in `{` is a selector.
fn declared_values(css: &str) -> Vec<(usize, String)> {
    let mut values = Vec::new();
    let mut line = 1;
    for statement in css.split_inclusive(['{', '}', ';']) {
        let ends_at = line + statement.matches('\n').count();
        if let Some((_property, value)) = statement.split_once(':')
            && !statement.ends_with('{')
        {
            values.push((ends_at, value.trim_end_matches(['}', ';']).to_owned()));
        }
        line = ends_at;
    }
    values
}

fn literal_colour(value: &str) -> Option<String> {
    let mut rest = value;
    while let Some(letter) = rest.chars().next() {
        let skip = if let Some(end) = rest.strip_prefix("url(").and_then(|inner| inner.find(')')) {
            "url(".len() + end
        } else if letter == '"' || letter == '\'' {
            rest[1..].find(letter).map_or(rest.len(), |end| end + 2)
        } else if let Some(digits) = rest.strip_prefix('#') {
            let digits = first_word(digits);
            if digits.len() >= 3 && digits.chars().all(|digit| digit.is_ascii_hexdigit()) {
                return Some(format!("#{digits}"));
            }
            1
        } else if letter.is_alphanumeric() || letter == '-' || letter == '_' {
            // A whole word: `--red-edge` and `white-space` name no colour.
            let end = rest.find(|c: char| !c.is_alphanumeric() && c != '-' && c != '_');
            let end = end.unwrap_or(rest.len());
            let word = rest[..end].to_ascii_lowercase();
            let is_call = rest[end..].starts_with('(');
            if (is_call && COLOUR_FUNCTIONS.contains(&word.as_str()))
                || (!is_call && NAMED_COLOURS.contains(&word.as_str()))
            {
                return Some(word);
            }
            end
        } else {
            letter.len_utf8()
        };
        rest = &rest[skip..];
    }
    None
}
