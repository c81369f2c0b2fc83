//! From `glossary.ftl` of each language to a table: one term is one message, its name the value.
//!
//! `.forms` are the words that mean it in a sentence, `.code` those that mean it only where they
//! stand alone as code, `.text` says what it is, `.keys` are Kafka's settings and KIPs that belong
//! to it, `.seen` says where the lab shows it. What is the same in each language, `.code` and
//! `.keys`, stands in the English file alone.

use std::collections::BTreeMap;

use fluent_syntax::ast::{Entry, Message, Pattern, PatternElement};
use fluent_syntax::parser;

/// The signs of the table (see `glossary.rs` beside the catalogue): end of a field, and of a term.
const FIELD_END: char = '\u{1}';
const TERM_END: char = '\u{6}';

/// What a term may say of itself, in the order of the table's fields.
const PARTS: [&str; 5] = ["forms", "code", "text", "keys", "seen"];
/// Those that are read from the English file.
const SHARED: [&str; 2] = ["code", "keys"];

/// A term by its parts; its name under the empty one.
type Parts = BTreeMap<String, String>;

/// The tables in English and Korean, each in the order of its names; or all problems.
pub fn tables(english: &str, korean: &str) -> Result<[String; 2], Vec<String>> {
    let mut problems = Vec::new();
    let english = read("en", english, &mut problems);
    let mut korean = read("ko", korean, &mut problems);
    for (id, other) in &mut korean {
        let Some(first) = english.get(id) else {
            problems.push(format!("ko: the term `{id}` is in no English file"));
            continue;
        };
        for part in SHARED {
            if let Some(value) = first.get(part) {
                let own = other.insert(part.to_owned(), value.clone());
                problems.extend(own.map(|_| format!("ko: `{id}` has .{part}; English has it")));
            }
        }
        for part in PARTS {
            if first.contains_key(part) != other.contains_key(part) {
                problems.push(format!("`{id}` has .{part} in one language only"));
            }
        }
    }
    let missing = english.keys().filter(|id| !korean.contains_key(*id));
    problems.extend(missing.map(|id| format!("ko: the term `{id}` is missing")));
    for (language, terms) in [("en", &english), ("ko", &korean)] {
        problems.extend(unclear(language, terms));
    }
    if problems.is_empty() {
        Ok([table(&english), table(&korean)])
    } else {
        Err(problems)
    }
}

fn read(language: &str, text: &str, problems: &mut Vec<String>) -> BTreeMap<String, Parts> {
    let mut terms = BTreeMap::new();
    let resource = match parser::parse(text) {
        Ok(resource) => resource,
        Err((resource, errors)) => {
            problems.extend(errors.iter().map(|error| {
                let line = text[..error.pos.start].lines().count();
                format!("{language}/glossary.ftl:{line}: {error}")
            }));
            resource
        }
    };
    for entry in resource.body {
        if let Entry::Message(message) = entry {
            let id = message.id.name.to_owned();
            match parts(&message) {
                Ok(parts) => {
                    if terms.insert(id.clone(), parts).is_some() {
                        problems.push(format!("{language}: the term `{id}` is there twice"));
                    }
                }
                Err(problem) => problems.push(format!("{language}: the term `{id}` {problem}")),
            }
        }
    }
    terms
}

fn parts(message: &Message<&str>) -> Result<Parts, String> {
    let name = message.value.as_ref().ok_or("has no name")?;
    let mut parts = Parts::from([(String::new(), words(name)?)]);
    for attribute in &message.attributes {
        let part = attribute.id.name;
        if !PARTS.contains(&part) {
            return Err(format!("has .{part}; known are {PARTS:?}"));
        }
        parts.insert(part.to_owned(), words(&attribute.value)?);
    }
    if !parts.contains_key("text") {
        return Err("has no .text".to_owned());
    }
    if !parts.contains_key("forms") && !parts.contains_key("code") {
        return Err("has neither .forms nor .code".to_owned());
    }
    Ok(parts)
}

fn words(pattern: &Pattern<&str>) -> Result<String, String> {
    let mut said = String::new();
    for element in &pattern.elements {
        match element {
            PatternElement::TextElement { value } => said.push_str(&value.replace('\n', " ")),
            PatternElement::Placeable { .. } => return Err("has a gap".to_owned()),
        }
    }
    Ok(said)
}

/// Forms that two terms claim.
fn unclear(language: &str, terms: &BTreeMap<String, Parts>) -> Vec<String> {
    let mut owners = BTreeMap::new();
    let mut problems = Vec::new();
    for (id, parts) in terms {
        let forms = ["forms", "code"].iter().filter_map(|part| parts.get(*part));
        for form in forms.flat_map(|forms| forms.split(',')).map(str::trim) {
            if form.is_empty() {
                problems.push(format!("{language}: the term `{id}` has an empty form"));
            }
            if let Some(other) = owners.insert(form.to_owned(), id) {
                problems.push(format!("{language}: `{other}` and `{id}` claim `{form}`"));
            }
        }
    }
    problems
}

fn table(terms: &BTreeMap<String, Parts>) -> String {
    let name = |parts: &Parts| parts[""].to_lowercase();
    let mut sorted: Vec<_> = terms.iter().collect();
    sorted.sort_by_key(|(_, parts)| name(parts));
    let mut out = String::new();
    for (id, parts) in sorted {
        out.push_str(id);
        for part in [""].iter().chain(&PARTS) {
            out.push(FIELD_END);
            out.push_str(parts.get(*part).map_or("", String::as_str));
        }
        out.push(TERM_END);
    }
    out
}
