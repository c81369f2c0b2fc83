//! The part of YAML in which `spring.kafka.consumer` is usually written: maps by indentation,
//! plain or quoted values, lists of values.
//!
//! Deliberately lacks anchors, tags, maps in braces, texts over several lines and placeholders;
//! each is told with its line.

use locale::{Text, say};

use super::Entry;
use super::properties::unescaped;

/// Whether the text looks like Spring's, not like properties.
pub(super) fn is_spring(text: &str) -> bool {
    text.lines().any(|line| {
        let rest = line.strip_prefix("spring");
        let rest = rest.or_else(|| line.strip_prefix("kafka"));
        rest.is_some_and(|rest| {
            let key = rest.split('=').next().unwrap_or(rest);
            key.trim_end().ends_with(':') || key.contains(": ")
        })
    })
}

/// Kafka's settings with their full paths, in the order of their lines.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    // Indentation and name of each open map.
    let mut open: Vec<(usize, String)> = Vec::new();
    // A text over several lines is passed over as far as it is indented.
    let mut passed_over: Option<usize> = None;
    for (raw, line) in text.lines().zip(1_u32..) {
        let content = raw.trim_start_matches(' ');
        let indent = raw.len() - content.len();
        let content = without_comment(content).trim_end();
        if content.is_empty() || content == "---" || passed_over.is_some_and(|at| indent > at) {
            continue;
        }
        passed_over = None;
        if content.starts_with('\t') {
            entries.push(Entry::unreadable(line, say::paste_yaml_tabs()));
            continue;
        }
        if let Some(item) = content.strip_prefix("- ") {
            add_item(&mut entries, &path(&open), line, item);
            continue;
        }
        open.retain(|(at, _)| *at < indent);
        let Some((name, value)) = pair(content) else {
            entries.push(Entry::unreadable(line, say::paste_yaml_form()));
            continue;
        };
        open.push((indent, name));
        if value.starts_with(['|', '>']) {
            passed_over = Some(indent);
        }
        if !value.is_empty() {
            entries.push(match plain(value) {
                Ok(value) => Entry::new(line, path(&open), value),
                Err(problem) => Entry::unreadable(line, problem),
            });
            open.pop();
        }
    }
    entries.retain(|entry| {
        let key = entry.read.as_ref().map(|(key, _)| key.as_str());
        key.map_or(true, |key| {
            key.starts_with("spring.kafka.") || key.starts_with("kafka.")
        })
    });
    entries
}

fn path(open: &[(usize, String)]) -> String {
    let names: Vec<&str> = open.iter().map(|(_, name)| name.as_str()).collect();
    names.join(".")
}

/// An item of a list belongs to the value before it.
fn add_item(entries: &mut Vec<Entry>, path: &str, line: u32, item: &str) {
    let item = match plain(item.trim()) {
        Ok(item) => item,
        Err(problem) => return entries.push(Entry::unreadable(line, problem)),
    };
    if let Some(Entry {
        read: Ok((key, value)),
        ..
    }) = entries.last_mut()
        && *key == path
    {
        value.push(',');
        value.push_str(&item);
        return;
    }
    entries.push(Entry::new(line, path, item));
}

/// Name and value of `name: value`.
fn pair(content: &str) -> Option<(String, &str)> {
    let (name, value) = match content.split_once(": ") {
        Some(pair) => pair,
        None => (content.strip_suffix(':')?, ""),
    };
    let name = name.trim().trim_matches(['"', '\'']);
    // Spring writes names with dots in brackets: "[session.timeout.ms]".
    let name = name.trim_start_matches('[').trim_end_matches(']');
    (!name.is_empty()).then(|| (name.to_owned(), value.trim()))
}

/// Cuts ` # …` off, unless quotes are open.
fn without_comment(content: &str) -> &str {
    let mut quote = None;
    let mut before = ' ';
    for (index, sign) in content.char_indices() {
        match quote {
            Some(open) if sign == open => quote = None,
            None if sign == '#' && before == ' ' => return &content[..index],
            None if matches!(sign, '"' | '\'') && matches!(before, ' ' | '[' | ',') => {
                quote = Some(sign);
            }
            Some(_) | None => {}
        }
        before = sign;
    }
    content
}

/// A value without quotes; a list in brackets with commas.
fn plain(value: &str) -> Result<String, Text> {
    if let Some(list) = value.strip_prefix('[') {
        let list = list.strip_suffix(']').ok_or_else(say::paste_yaml_list)?;
        let items: Result<Vec<String>, Text> =
            list.split(',').map(|item| scalar(item.trim())).collect();
        return Ok(items?.join(","));
    }
    scalar(value)
}

fn scalar(value: &str) -> Result<String, Text> {
    if value.contains("${") {
        return Err(say::paste_yaml_placeholder());
    }
    let quoted = |quote: char| {
        let inner = value.strip_prefix(quote)?.strip_suffix(quote)?;
        Some(inner)
    };
    if let Some(inner) = quoted('"') {
        return unescaped(inner);
    }
    if let Some(inner) = quoted('\'') {
        return Ok(inner.replace("''", "'"));
    }
    Err(match value.chars().next() {
        Some('&') => say::paste_yaml_anchor(),
        Some('*') => say::paste_yaml_alias(),
        Some('!') => say::paste_yaml_tag(),
        Some('{') => say::paste_yaml_map(),
        Some('[') => say::paste_yaml_nested(),
        Some('|' | '>') => say::paste_yaml_lines(),
        Some('"' | '\'') => say::paste_yaml_quote(),
        Some(_) | None => return Ok(value.to_owned()),
    })
}
