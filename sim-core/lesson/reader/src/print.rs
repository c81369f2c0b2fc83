//! A tree as JSON with each token on the line of its node.

use std::fmt::Write as _;

use crate::tree::{Node, Place, Value};

pub(crate) fn json(root: &Node) -> String {
    let mut page = Page {
        text: String::new(),
        line: 1,
    };
    page.node(root);
    page.text.push('\n');
    page.text
}

struct Page {
    text: String,
    line: usize,
}

impl Page {
    /// Breaks lines until it is on that of `place`.
    fn go_to(&mut self, place: Place) {
        while self.line < place.line {
            self.text.push('\n');
            self.line += 1;
        }
    }

    fn node(&mut self, node: &Node) {
        self.go_to(node.place);
        match &node.value {
            Value::Scalar { text, is_plain } => match is_plain.then(|| bare(text)).flatten() {
                Some(bare) => self.text.push_str(&bare),
                None => self.string(text),
            },
            Value::List(items) => {
                self.text.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        self.text.push_str(", ");
                    }
                    self.node(item);
                }
                self.text.push(']');
            }
            Value::Map(entries) => {
                self.text.push('{');
                for (index, entry) in entries.iter().enumerate() {
                    if index > 0 {
                        self.text.push_str(", ");
                    }
                    self.go_to(entry.place);
                    self.string(&entry.key);
                    self.text.push_str(": ");
                    self.node(&entry.value);
                }
                self.text.push('}');
            }
        }
    }

    fn string(&mut self, text: &str) {
        self.text.push_str(&quoted(text));
    }
}

/// A text in quotes, as JSON and YAML have them.
pub(crate) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            control if (control as u32) < 0x20 => {
                let code = control as u32;
                write!(quoted, "\\u{code:04x}").expect("a string takes everything");
            }
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

/// What an unquoted scalar is, if it is no text: YAML's core schema.
fn bare(text: &str) -> Option<String> {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Some("null".to_owned()),
        "true" | "True" | "TRUE" => return Some("true".to_owned()),
        "false" | "False" | "FALSE" => return Some("false".to_owned()),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    let (whole, rest) = digits.split_once('.').unwrap_or((digits, "0"));
    let are_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    if !are_digits(whole) || !are_digits(rest) {
        return None;
    }
    let sign = if text.starts_with('-') { "-" } else { "" };
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    Some(if digits.contains('.') {
        format!("{sign}{whole}.{rest}")
    } else {
        format!("{sign}{whole}")
    })
}
