//! Just enough reading of Rust and CSS for the rules: comments and strings blanked, words found.

use std::ops::Range;

/// What a stretch of Rust source is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Code,
    Comment,
    Literal,
}

/// Rust source with comments and the content of strings replaced by spaces, line for line.
pub(super) fn code_only(source: &str) -> String {
    let mut code = String::with_capacity(source.len());
    for (part, place) in parts(source) {
        match part {
            Part::Code => code.push_str(&source[place]),
            Part::Comment | Part::Literal => blank(&mut code, &source[place]),
        }
    }
    code
}

/// Where the string literals of Rust source are, with their quotes.
pub(super) fn literals(source: &str) -> impl Iterator<Item = Range<usize>> {
    let parts = parts(source).into_iter();
    parts.filter_map(|(part, place)| (part == Part::Literal).then_some(place))
}

fn parts(source: &str) -> Vec<(Part, Range<usize>)> {
    let mut parts = Vec::new();
    let mut at = 0;
    while let Some(first) = source[at..].chars().next() {
        let rest = &source[at..];
        let (part, length) = if rest.starts_with("//") {
            (Part::Comment, rest.find('\n').unwrap_or(rest.len()))
        } else if rest.starts_with("/*") {
            let end = rest.find("*/").map_or(rest.len(), |end| end + 2);
            (Part::Comment, end)
        } else if let Some(length) = raw_string(rest) {
            (Part::Literal, length)
        } else if first == '"' {
            (Part::Literal, string(rest))
        } else if rest.starts_with("'\"'") {
            (Part::Literal, 3)
        } else if is_word(first) {
            // A whole word: the `r` of a raw string must not be the end of a word such as `for`.
            let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
            (Part::Code, end)
        } else {
            (Part::Code, first.len_utf8())
        };
        parts.push((part, at..at + length));
        at += length;
    }
    parts
}

/// `code_only` without what follows the first `#[cfg(test)]`: unit tests stand at a file's end.
pub(super) fn product_code(source: &str) -> String {
    let code = code_only(source);
    let end = code.find("#[cfg(test)]").unwrap_or(code.len());
    code[..end].to_owned()
}

/// CSS with comments replaced by spaces, line for line.
pub(super) fn css_only(source: &str) -> String {
    let mut css = String::with_capacity(source.len());
    let mut rest = source;
    while let Some(start) = rest.find("/*") {
        css.push_str(&rest[..start]);
        let end = rest[start..]
            .find("*/")
            .map_or(rest.len(), |end| start + end + 2);
        blank(&mut css, &rest[start..end]);
        rest = &rest[end..];
    }
    css.push_str(rest);
    css
}

/// Line numbers, counted from 1, on which `word` stands as a whole word (it may hold `::`).
pub(super) fn lines_with_word(code: &str, word: &str) -> Vec<usize> {
    let holds = |line: &str| {
        line.match_indices(word).any(|(start, _)| {
            let before = line[..start].chars().next_back();
            let after = line[start + word.len()..].chars().next();
            let open_end = word.ends_with(|c| !is_word(c));
            !before.is_some_and(is_word) && (open_end || !after.is_some_and(is_word))
        })
    };
    let numbered = (1..).zip(code.lines());
    numbered
        .filter(|(_number, line)| holds(line))
        .map(|(number, _line)| number)
        .collect()
}

/// What directly follows each `root::` in the code, with its line: `a` of `root::a::B`, and the
/// first parts of every member of `root::{…}`.
pub(super) fn names_under<'a>(code: &'a str, root: &str) -> Vec<(usize, &'a str)> {
    let path = format!("{root}::");
    let mut names = Vec::new();
    for (start, _) in code.match_indices(&path) {
        if code[..start].ends_with(|c| is_word(c) || c == ':') {
            continue;
        }
        let line = 1 + code[..start].matches('\n').count();
        let rest = &code[start + path.len()..];
        let members = if rest.starts_with('{') {
            group_members(rest)
        } else {
            vec![rest]
        };
        names.extend(members.into_iter().map(|member| (line, first_word(member))));
    }
    names
}

/// The members of a `{…}` group at the start of `text`, each with all that follows it.
fn group_members(text: &str) -> Vec<&str> {
    let mut depth = 0_u32;
    let mut members = Vec::new();
    for (at, letter) in text.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        if depth == 1 && matches!(letter, '{' | ',') {
            members.push(text[at + 1..].trim_start());
        }
    }
    members.retain(|member| !first_word(member).is_empty());
    members
}

pub(super) fn first_word(text: &str) -> &str {
    &text[..text.find(|c| !is_word(c)).unwrap_or(text.len())]
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn blank(code: &mut String, skipped: &str) {
    code.extend(
        skipped
            .chars()
            .map(|letter| if letter == '\n' { '\n' } else { ' ' }),
    );
}

/// The length of the string literal at the start of `text`.
fn string(text: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in text.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

/// The length of the raw string literal at the start of `text`, if there is one.
fn raw_string(text: &str) -> Option<usize> {
    let after = text.strip_prefix('r')?;
    let hashes = after.len() - after.trim_start_matches('#').len();
    let body = after[hashes..].strip_prefix('"')?;
    let end = format!("\"{}", "#".repeat(hashes));
    let length = body.find(&end).map_or(body.len(), |at| at + end.len());
    Some(1 + hashes + 1 + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_strings_are_blanked() {
        let source = "let a = \"x // y\"; // Instant\nfor /* b\nc */ d in r#\"e\"f\"# { '\"' }";
        let code = code_only(source);
        assert_eq!(code.lines().count(), source.lines().count());
        assert!(code.contains("let a ="), "{code}");
        for gone in ["x //", "Instant", "c */", "e\"f"] {
            assert!(!code.contains(gone), "{gone} is still in {code}");
        }
        assert!(code.contains("d in"), "{code}");
    }

    #[test]
    fn names_are_found_in_paths_and_groups() {
        let code = "use crate::a::B;\nuse crate::{c, d::{E, F}, G};\nfn f(x: mycrate::h) {}";
        assert_eq!(
            names_under(code, "crate"),
            [(1, "a"), (2, "c"), (2, "d"), (2, "G")]
        );
    }

    #[test]
    fn words_are_whole() {
        let code = "log::info();\nlogger::x();\nMyHashMapLike\nHashMap<";
        assert_eq!(lines_with_word(code, "log::"), [1]);
        assert_eq!(lines_with_word(code, "HashMap"), [4]);
    }
}
