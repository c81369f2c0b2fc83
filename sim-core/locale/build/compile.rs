//! From Fluent's files to functions and tables; says everything that is wrong with the files.
//!
//! Of Fluent, messages with variables, literals and choices by number are taken. A line break
//! inside a message is a space.

use std::collections::BTreeMap;
use std::fmt::Write;

use fluent_syntax::ast::{
    Entry, Expression, InlineExpression, Message, Pattern, PatternElement, Variant, VariantKey,
};
use fluent_syntax::parser;

/// The signs of a table (see `catalog.rs`): a gap, a choice, end of a key, of a variant, of the
/// choice, and of a message.
const GAP: char = '\u{1}';
const CHOICE: char = '\u{2}';
const KEY_END: char = '\u{3}';
const VARIANT_END: char = '\u{4}';
const CHOICE_END: char = '\u{5}';
const MESSAGE_END: char = '\u{6}';

/// Words no function or argument may be called by.
const RESERVED: [&str; 14] = [
    "as", "box", "crate", "else", "fn", "for", "if", "in", "loop", "match", "move", "type", "use",
    "where",
];

/// Particles whose form depends on the sound before them, which is not known of a variable.
const PARTICLES: [&str; 16] = [
    "은", "는", "이", "가", "을", "를", "과", "와", "으로", "로", "이다", "이라", "라", "이나",
    "나", "야",
];

/// One file.
pub struct Source {
    pub name: String,
    pub text: String,
}

/// What the build writes.
pub struct Made {
    pub functions: String,
    pub english: String,
    pub korean: String,
}

/// A message of one language: its variables with whether they choose, and its template.
struct Read {
    variables: Vec<(String, bool)>,
    template: Vec<Piece>,
    place: String,
}

enum Piece {
    Words(String),
    Gap(String),
    Choice(String, Vec<(String, Vec<Piece>)>),
}

/// Everything, or all problems.
pub fn compile(english: &[Source], korean: &[Source]) -> Result<Made, Vec<String>> {
    let mut problems = Vec::new();
    let english = read_all(english, &["one"], &mut problems);
    let korean = read_all(korean, &[], &mut problems);
    for (id, message) in &korean {
        if !english.contains_key(id) {
            problems.push(format!("{}: `{id}` is in no English file", message.place));
        }
        problems.extend(particles(id, message));
    }
    for (id, message) in &english {
        match korean.get(id) {
            Some(other) => problems.extend(differing(id, message, other)),
            None => problems.push(format!("{}: `{id}` has no Korean", message.place)),
        }
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Made {
        functions: functions(&english),
        english: table(&english, &english),
        korean: table(&korean, &english),
    })
}

fn read_all(
    sources: &[Source],
    plurals: &[&str],
    problems: &mut Vec<String>,
) -> BTreeMap<String, Read> {
    let mut messages = BTreeMap::new();
    for Source { name, text } in sources {
        let resource = match parser::parse(text.as_str()) {
            Ok(resource) => resource,
            Err((_resource, errors)) => {
                problems.extend(errors.iter().map(|error| {
                    let line = text[..error.pos.start].lines().count();
                    format!("{name}:{line}: {error}")
                }));
                continue;
            }
        };
        for entry in resource.body {
            match entry {
                Entry::Message(message) => {
                    let id = message.id.name.to_owned();
                    match read(&message, name, plurals) {
                        Ok(read) => {
                            if let Some(first) = messages.insert(id.clone(), read) {
                                problems.push(format!("{name}: `{id}` is in {} too", first.place));
                            }
                        }
                        Err(problem) => problems.push(format!("{name}: `{id}` {problem}")),
                    }
                }
                Entry::Term(term) => problems.push(format!(
                    "{name}: `-{}` is a term; write the words out",
                    term.id.name
                )),
                Entry::Comment(_)
                | Entry::GroupComment(_)
                | Entry::ResourceComment(_)
                | Entry::Junk { .. } => {}
            }
        }
    }
    messages
}

fn read(message: &Message<&str>, place: &str, plurals: &[&str]) -> Result<Read, String> {
    if !message.attributes.is_empty() {
        return Err("has an attribute; make it a message".to_owned());
    }
    let value = message.value.as_ref().ok_or("is empty")?;
    let function = function_name(message.id.name);
    if RESERVED.contains(&function.as_str()) {
        return Err("is a word of Rust".to_owned());
    }
    let mut variables = Vec::new();
    let template = pieces(value, plurals, &mut variables)?;
    Ok(Read {
        variables,
        template,
        place: place.to_owned(),
    })
}

fn pieces(
    pattern: &Pattern<&str>,
    plurals: &[&str],
    variables: &mut Vec<(String, bool)>,
) -> Result<Vec<Piece>, String> {
    let mut made = Vec::new();
    for element in &pattern.elements {
        made.push(match element {
            PatternElement::TextElement { value } => Piece::Words(value.replace('\n', " ")),
            PatternElement::Placeable { expression } => match expression {
                Expression::Inline(InlineExpression::StringLiteral { value }) => {
                    Piece::Words((*value).to_owned())
                }
                Expression::Inline(inline) => {
                    Piece::Gap(note(variables, variable(inline)?, false)?)
                }
                Expression::Select { selector, variants } => {
                    let number = note(variables, variable(selector)?, true)?;
                    Piece::Choice(number, choice(variants, plurals, variables)?)
                }
            },
        });
    }
    Ok(made)
}

fn variable<'a>(inline: &InlineExpression<&'a str>) -> Result<&'a str, String> {
    match inline {
        InlineExpression::VariableReference { id } => Ok(id.name),
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::FunctionReference { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. }
        | InlineExpression::Placeable { .. } => {
            Err("uses more of Fluent than variables, literals and choices".to_owned())
        }
    }
}

fn note(variables: &mut Vec<(String, bool)>, name: &str, chooses: bool) -> Result<String, String> {
    if RESERVED.contains(&name) || name.contains(|c: char| !c.is_ascii_lowercase() && c != '_') {
        return Err(format!("has a variable `${name}`; small letters, please"));
    }
    match variables.iter_mut().find(|(known, _)| known == name) {
        Some((_, known)) => *known |= chooses,
        None => variables.push((name.to_owned(), chooses)),
    }
    Ok(name.to_owned())
}

/// Variants by key; the default comes last, under the empty key.
fn choice(
    variants: &[Variant<&str>],
    plurals: &[&str],
    variables: &mut Vec<(String, bool)>,
) -> Result<Vec<(String, Vec<Piece>)>, String> {
    let mut made = Vec::new();
    let mut last = None;
    for Variant {
        key,
        value,
        default,
    } in variants
    {
        let text = pieces(value, plurals, variables)?;
        let key = match key {
            VariantKey::Identifier { name } | VariantKey::NumberLiteral { value: name } => *name,
        };
        let is_known = plurals.contains(&key) || key == "other" || key.parse::<u64>().is_ok();
        if !is_known {
            return Err(format!("has a variant [{key}], which this language lacks"));
        }
        if *default {
            last = Some((String::new(), text));
        } else {
            made.push((key.to_owned(), text));
        }
    }
    made.extend(last);
    Ok(made)
}

/// The same variables must stand in both languages.
fn differing(id: &str, english: &Read, korean: &Read) -> Option<String> {
    let names = |read: &Read| {
        let mut names: Vec<String> = read
            .variables
            .iter()
            .map(|(name, _)| name.clone())
            .collect();
        names.sort();
        names
    };
    let (here, there) = (names(english), names(korean));
    (here != there).then(|| {
        let place = &korean.place;
        format!("{place}: `{id}` has the variables {there:?}, in English {here:?}")
    })
}

/// Around a variable, a sentence is worded so that no such particle follows it.
fn particles(id: &str, message: &Read) -> Vec<String> {
    fn walk(pieces: &[Piece], found: &mut Vec<String>) {
        for pair in pieces.windows(2) {
            if let [Piece::Gap(name), Piece::Words(words)] = pair {
                let end = words.find([' ', '.', ',', '?', '!']).unwrap_or(words.len());
                if PARTICLES.contains(&&words[..end]) {
                    found.push(format!("{{ ${name} }}{}", &words[..end]));
                }
            }
        }
        for piece in pieces {
            if let Piece::Choice(_, variants) = piece {
                for (_, text) in variants {
                    walk(text, found);
                }
            }
        }
    }
    let mut found = Vec::new();
    walk(&message.template, &mut found);
    let say = |what| {
        let place = &message.place;
        format!("{place}: `{id}` says {what}, whose particle would depend on the variable's sound")
    };
    found.into_iter().map(say).collect()
}

fn function_name(id: &str) -> String {
    id.replace('-', "_")
}

/// One function for each message; its arguments are the variables in the order of the English.
fn functions(english: &BTreeMap<String, Read>) -> String {
    let mut out = String::new();
    for (number, (id, message)) in english.iter().enumerate() {
        let name = function_name(id);
        // Neither all choose nor any: an exact number is wanted where one chooses.
        let arguments: Vec<String> = message
            .variables
            .iter()
            .map(|(name, chooses)| {
                let kind = if *chooses { "Number" } else { "Gap" };
                format!("{name}: impl Into<{kind}>")
            })
            .collect();
        let gaps: Vec<String> = message
            .variables
            .iter()
            .map(|(name, chooses)| match chooses {
                true => format!("{name}.into().into()"),
                false => format!("{name}.into()"),
            })
            .collect();
        let shown = shown(&message.template).replace(['[', ']', '`'], "");
        let written = writeln!(
            out,
            "/// {shown}\npub fn {name}({}) -> Text {{\n    Text::message({number}, vec![{}])\n}}",
            arguments.join(", "),
            gaps.join(", "),
        );
        written.expect("a string takes everything");
    }
    let count = english.len();
    writeln!(out, "pub(crate) const COUNT: usize = {count};").expect("a string takes everything");
    out
}

/// The English of a message, for the function's documentation.
fn shown(template: &[Piece]) -> String {
    let piece = |piece: &Piece| match piece {
        Piece::Words(words) => words.clone(),
        Piece::Gap(name) => format!("`{name}`"),
        Piece::Choice(_, variants) => variants
            .last()
            .map(|(_, text)| shown(text))
            .unwrap_or_default(),
    };
    template.iter().map(piece).collect()
}

/// All templates in the order of the English ids.
fn table(messages: &BTreeMap<String, Read>, english: &BTreeMap<String, Read>) -> String {
    let mut out = String::new();
    for (id, first) in english {
        let template = &messages[id].template;
        write(template, &first.variables, &mut out);
        out.push(MESSAGE_END);
    }
    out
}

fn write(template: &[Piece], variables: &[(String, bool)], out: &mut String) {
    let place = |name: &str| {
        let index = variables.iter().position(|(known, _)| known == name);
        // A variable that only the other language has was told as a problem before.
        char::from(b'0' + u8::try_from(index.unwrap_or_default()).expect("few variables"))
    };
    for piece in template {
        match piece {
            Piece::Words(words) => out.push_str(words),
            Piece::Gap(name) => out.extend([GAP, place(name)]),
            Piece::Choice(name, variants) => {
                out.extend([CHOICE, place(name)]);
                for (key, text) in variants {
                    out.push_str(key);
                    out.push(KEY_END);
                    write(text, variables, out);
                    out.push(VARIANT_END);
                }
                out.push(CHOICE_END);
            }
        }
    }
}
