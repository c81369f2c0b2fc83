//! What is wrong with a text that should be JSON of some shape, in the reader's language.
//!
//! Deliberately lacks the shapes; those who read them ask here what a refusal means.

use std::fmt;

use locale::{Text, say};
use serde::de::DeserializeOwned;
use serde_json::error::Category;

/// Most of a foreign text that a message repeats.
const SHOWN_CHARS_MAX: usize = 60;
/// Most of a list of known names that a message repeats.
const KNOWN_CHARS_MAX: usize = 240;
/// What a type asks for that is one text or a text per language.
pub const TEXTS: &str = "a text or a text per language";
/// What a type asks for where a number alone would not say it; see `scenario::time_ms`.
pub(crate) const MILLISECONDS: &str = "milliseconds";

/// Why a text is not what it should be.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct JsonError {
    /// The field and value the reader had reached, or the place.
    near: Text,
    /// What is wrong there.
    problem: Text,
}

impl fmt::Display for JsonError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.told().fmt(to)
    }
}

impl JsonError {
    /// In a sentence without its full stop.
    pub fn told(&self) -> Text {
        say::json_wrong(self.near.clone(), self.problem.clone())
    }
}

/// Reads a text.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, JsonError> {
    serde_json::from_str(text).map_err(|error| JsonError {
        near: near(text, &error),
        problem: problem(&error),
    })
}

/// A foreign text as a message repeats it: short, and with signs that show nothing or turn the
/// direction of writing spelled out.
pub fn shown(text: &str) -> String {
    cut(text, SHOWN_CHARS_MAX)
}

fn cut(text: &str, most: usize) -> String {
    let mut shown = String::new();
    for (index, sign) in text.chars().enumerate() {
        if index == most {
            shown.push('…');
            break;
        }
        if is_invisible(sign) {
            shown.extend(sign.escape_unicode());
        } else {
            shown.push(sign);
        }
    }
    shown
}

/// Controls, marks without width, and what turns the direction of writing.
pub(crate) fn is_invisible(sign: char) -> bool {
    sign.is_control()
        || matches!(sign, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The text up to the place at which the reader stopped, and the rest.
fn split<'a>(text: &'a str, error: &serde_json::Error) -> (&'a str, &'a str) {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(0, |(at, _)| at + 1),
    };
    // The reader counts bytes.
    let stop = text.floor_char_boundary((line_start + error.column()).min(text.len()));
    text.split_at(stop)
}

/// The last field in a text, from its quotes on.
fn last_field(read: &str) -> Option<&str> {
    let colon = read.rfind("\":")?;
    let quote = read.get(..colon)?.rfind('"')?;
    read.get(quote..)
}

/// The name of the field whose value the reader stopped at. None where it had read a whole object
/// before it minded: what of that is wrong is not known.
pub fn field_before(text: &str, error: &serde_json::Error) -> Option<String> {
    let (read, _) = split(text, error);
    let field = last_field(read).filter(|_| !read.trim_end().ends_with(['}', ']']))?;
    field.split('"').nth(1).map(shown)
}

/// The last field before the place at which the reader stopped, with its value.
fn near(text: &str, error: &serde_json::Error) -> Text {
    let (read, rest) = split(text, error);
    let Some(field) = last_field(read) else {
        return say::json_place(error.line().to_string(), error.column().to_string());
    };
    let rest = rest.split([',', '}', ']', '{', '[', '\n']).next();
    let near = format!("{field}{}", rest.unwrap_or_default());
    let near = near.trim_end_matches([',', '}', ']']);
    format!("`{}`", shown(near)).into()
}

/// What the reader says, without its place and its English.
pub fn problem(error: &serde_json::Error) -> Text {
    let told = error.to_string();
    let told = told
        .rfind(" at line ")
        .map_or(told.as_str(), |end| &told[..end]);
    match error.classify() {
        Category::Eof => say::json_cut(),
        Category::Syntax if told.starts_with("recursion") => say::json_deep(),
        Category::Syntax if told.starts_with("number") => say::json_number(),
        Category::Syntax | Category::Io => say::json_syntax(),
        Category::Data => data_problem(told),
    }
}

/// What does not fit into the shape.
fn data_problem(told: &str) -> Text {
    let first = || shown(told.split('`').nth(1).unwrap_or_default());
    if told.starts_with("missing") {
        return say::json_missing(first());
    }
    if told.starts_with("duplicate") {
        return say::json_twice(first());
    }
    if told.starts_with("unknown") {
        // The name itself may hold anything, so the list is what follows the last sign of it.
        let list = told.rsplit_once(", expected ").map_or("", |(_, list)| list);
        let list = list.trim_start_matches("one of ").replace(" or ", ", ");
        return say::json_unknown(first(), cut(&list, KNOWN_CHARS_MAX));
    }
    match told.rsplit_once(", expected ") {
        Some((found, wanted)) => say::json_expected(value(found), allowed(wanted)),
        None => say::json_other(),
    }
}

/// The value itself, from what the reader calls it: `` integer `-3` ``, `string "x"`, `sequence`.
fn value(found: &str) -> String {
    let kind = found.split_once(": ").map_or(found, |(_, value)| value);
    let quoted = |mark: char| {
        let start = kind.find(mark)?;
        let end = kind.rfind(mark)?;
        kind.get(start..=end).filter(|_| start < end)
    };
    if kind.starts_with("string") {
        return shown(quoted('"').unwrap_or_default());
    }
    if let Some(number) = quoted('`') {
        return shown(number.trim_matches('`'));
    }
    match kind {
        "sequence" => "[…]".to_owned(),
        "map" => "{…}".to_owned(),
        other => shown(other),
    }
}

/// What a type asks for, in people's words.
fn allowed(wanted: &str) -> Text {
    let whole = |least: i64, most: u64| say::allowed_whole(least.to_string(), most.to_string());
    match wanted {
        "u64" => whole(0, u64::MAX),
        "u32" => whole(0, u32::MAX.into()),
        "u16" => whole(0, u16::MAX.into()),
        "u8" => whole(0, u8::MAX.into()),
        "i64" => whole(i64::MIN, i64::MAX.unsigned_abs()),
        "f64" => say::allowed_number(),
        MILLISECONDS => {
            let most = crate::limits::RUN_TIME_MAX.as_millis().to_string();
            say::allowed_range_of("0", most, "ms")
        }
        TEXTS => say::allowed_texts(),
        "a boolean" => "true, false".into(),
        "a string" | "a borrowed string" => say::allowed_text(),
        "a sequence" => say::allowed_list(),
        _ => say::allowed_object(),
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only refusals are looked at")]
    struct Shape {
        seed: u64,
        #[serde(default)]
        name: String,
        #[serde(default)]
        list: Vec<u32>,
    }

    fn said(text: &str) -> String {
        read::<Shape>(text).expect_err(text).to_string()
    }

    #[test]
    fn refusals_name_field_value_and_range() {
        let seed = said(r#"{"seed":-3}"#);
        assert_eq!(
            seed,
            "its JSON is wrong near `\"seed\":-3`: -3; allowed: a whole number from 0 to 18446744073709551615"
        );
        for (text, part) in [
            (r#"{"seed":NaN}"#, "near `\"seed\":NaN`: this is not JSON"),
            (r#"{"seed":"7"}"#, "\"7\"; allowed: a whole number"),
            (r#"{"seed":1.5}"#, "1.5; allowed: a whole number"),
            (r#"{"seed":1e999}"#, "a number is too large"),
            (r#"{"name":[]}"#, "[…]; allowed: any text"),
            (r#"{"list":{}}"#, "{…}; allowed: a list"),
            (r#"{"list":[4294967296]}"#, "0 to 4294967295"),
            (
                r#"{"sed":1}"#,
                "unknown `sed`; known: `seed`, `name`, `list`",
            ),
            (r#"{"seed":1,"seed":2}"#, "`seed` stands there twice"),
            ("{}", "`seed` is missing"),
            ("[", "it ends too early"),
            ("7", "allowed: an object"),
            ("nothing", "near line 1, column 2: this is not JSON"),
        ] {
            let said = said(text);
            assert!(said.contains(part), "{text}: {said}");
        }
    }

    #[test]
    fn foreign_texts_are_short_and_visible() {
        let said = said("{\"a\u{202e}b, expected c` d\":1}");
        assert!(said.contains("\\u{202e}"), "{said}");
        assert_eq!(shown(&"x".repeat(99)).chars().count(), SHOWN_CHARS_MAX + 1);
        assert_eq!(shown("한국어"), "한국어");
    }
}
