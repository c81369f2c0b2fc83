//! A tree as a person would write it in YAML: short things in one line, long texts in blocks.

use crate::tree::{Entry, Node, Value};

/// A list or a block that is not longer than this stands in one line.
const LINE_CHARS_MAX: usize = 88;
/// Spaces of one level.
const STEP: usize = 2;
/// Words that unquoted are no text.
const WORDS: [&str; 11] = [
    "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "~", "",
];

pub(crate) fn yaml(root: &Node) -> String {
    let mut page = String::new();
    block(root, 0, &mut page);
    page
}

/// A node in lines of its own, each `indent` spaces in.
fn block(node: &Node, indent: usize, page: &mut String) {
    match &node.value {
        Value::Map(entries) if !entries.is_empty() => {
            for (index, entry) in entries.iter().enumerate() {
                if index > 0 {
                    space(indent, page);
                }
                page.push_str(&key(&entry.key));
                page.push(':');
                below(&entry.value, indent, page);
            }
        }
        Value::List(items) if !items.is_empty() => {
            for (index, item) in items.iter().enumerate() {
                if index > 0 {
                    space(indent, page);
                }
                page.push_str("- ");
                match flow(item).filter(|text| indent + text.chars().count() <= LINE_CHARS_MAX) {
                    Some(text) => line(&text, page),
                    None => block(item, indent + STEP, page),
                }
            }
        }
        Value::Scalar { .. } | Value::Map(_) | Value::List(_) => match block_text(node) {
            // Even a text that is all of a file stands to the right of its mark.
            Some(text) => lines(text, indent.max(STEP), page),
            None => line(&flow(node).unwrap_or_default(), page),
        },
    }
}

/// What stands after a key.
fn below(node: &Node, indent: usize, page: &mut String) {
    if let Some(text) = block_text(node) {
        page.push(' ');
        lines(text, indent + STEP, page);
        return;
    }
    let is_long = |text: &String| indent + text.chars().count() > LINE_CHARS_MAX;
    match flow(node) {
        Some(text) if matches!(node.value, Value::Scalar { .. }) || !is_long(&text) => {
            page.push(' ');
            line(&text, page);
        }
        Some(_) | None => {
            page.push('\n');
            space(indent + STEP, page);
            block(node, indent + STEP, page);
        }
    }
}

/// The text of a node that is written over several lines.
fn block_text(node: &Node) -> Option<&str> {
    match &node.value {
        Value::Scalar {
            text,
            is_plain: false,
        } if is_block_text(text) => Some(text),
        Value::Scalar { .. } | Value::Map(_) | Value::List(_) => None,
    }
}

/// A block scalar: its mark, and each line `indent` spaces in.
fn lines(text: &str, indent: usize, page: &mut String) {
    line(if text.ends_with('\n') { "|" } else { "|-" }, page);
    for part in text.trim_end_matches('\n').split('\n') {
        if !part.is_empty() {
            space(indent, page);
        }
        line(part, page);
    }
}

fn space(count: usize, page: &mut String) {
    page.extend(std::iter::repeat_n(' ', count));
}

fn line(text: &str, page: &mut String) {
    page.push_str(text);
    page.push('\n');
}

/// A node in one line; None if a text in it has several.
fn flow(node: &Node) -> Option<String> {
    Some(match &node.value {
        Value::Scalar {
            text,
            is_plain: true,
        } => text.clone(),
        Value::Scalar { text, .. } if is_block_text(text) => return None,
        Value::Scalar { text, .. } => string(text),
        Value::List(items) => {
            let items: Option<Vec<String>> = items.iter().map(flow).collect();
            format!("[{}]", items?.join(", "))
        }
        Value::Map(entries) => {
            let entry =
                |entry: &Entry| Some(format!("{}: {}", key(&entry.key), flow(&entry.value)?));
            let entries: Option<Vec<String>> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(", "))
        }
    })
}

/// Several lines that a block scalar gives back as they are.
fn is_block_text(text: &str) -> bool {
    let body = text.strip_suffix('\n').unwrap_or(text);
    body.contains('\n')
        && !body.starts_with([' ', '\n', '\t'])
        && !body.ends_with('\n')
        && body
            .chars()
            .all(|letter| letter == '\n' || !letter.is_control())
}

fn key(key: &str) -> String {
    let is_word = |letter: char| letter.is_ascii_alphanumeric() || "_.-".contains(letter);
    if key.starts_with(|first: char| first.is_ascii_alphabetic())
        && key.chars().all(is_word)
        && !WORDS.contains(&key)
    {
        key.to_owned()
    } else {
        crate::print::quoted(key)
    }
}

/// A text, unquoted where nothing in it means something else.
fn string(text: &str) -> String {
    let is_plain = |letter: char| letter.is_alphanumeric() || " _.-/()".contains(letter);
    let reads_as_text = text.starts_with(char::is_alphabetic)
        && text.chars().all(is_plain)
        && !text.ends_with(' ')
        && !WORDS.contains(&text);
    if reads_as_text {
        text.to_owned()
    } else {
        crate::print::quoted(text)
    }
}
