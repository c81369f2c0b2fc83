//! What to write in place of something in a file, where that is known.

use std::ops::Range;

/// One replacement on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What is replaced.
    pub of: Of,
    /// What stands there then, as the file has it.
    pub right: String,
}

/// What a fix takes the place of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Of {
    /// This word.
    Word(String),
    /// The value behind this key.
    Value(String),
}

impl Fix {
    /// Another word.
    pub(crate) fn word(wrong: impl Into<String>, right: impl Into<String>) -> Self {
        Self {
            of: Of::Word(wrong.into()),
            right: right.into(),
        }
    }

    /// Another value of a key.
    pub(crate) fn value(key: impl Into<String>, right: impl Into<String>) -> Self {
        Self {
            of: Of::Value(key.into()),
            right: right.into(),
        }
    }

    /// As a sentence names it.
    pub fn told(&self) -> &str {
        self.right.trim_matches('"')
    }

    /// The part of a line that it takes the place of; None if the line does not have it.
    pub fn place(&self, line: &str) -> Option<Range<usize>> {
        match &self.of {
            Of::Word(word) => find(line, word),
            Of::Value(key) => value_of(line, key),
        }
    }
}

/// A word that is no part of a longer one.
fn find(line: &str, word: &str) -> Option<Range<usize>> {
    let is_inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.');
    let places = line.match_indices(word).map(|(at, _)| at..at + word.len());
    let mut places = places.filter(|place| {
        !line[..place.start].ends_with(is_inside) && !line[place.end..].starts_with(is_inside)
    });
    places.next().filter(|_| !word.is_empty())
}

/// The scalar behind a key.
fn value_of(line: &str, key: &str) -> Option<Range<usize>> {
    let key = find(line, key)?;
    let rest = line[key.end..].trim_start_matches(['"', '\'']);
    let rest = rest.trim_start().strip_prefix(':')?.trim_start();
    let start = line.len() - rest.len();
    let quote = rest
        .chars()
        .next()
        .filter(|sign| matches!(sign, '"' | '\''));
    let length = if let Some(quote) = quote {
        rest[1..].find(quote)? + 2
    } else {
        let is_flow = line[..start].contains(['{', '[']);
        let end = if is_flow {
            rest.find([',', '}', ']'])
        } else {
            rest.find(" #")
        };
        rest[..end.unwrap_or(rest.len())].trim_end().len()
    };
    let is_scalar = length > 0 && !rest.starts_with(['{', '[', '|', '>']);
    is_scalar.then_some(start..start + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(fix: &Fix, line: &str) -> Option<String> {
        let place = fix.place(line)?;
        Some(format!(
            "{}{}{}",
            &line[..place.start],
            fix.right,
            &line[place.end..]
        ))
    }

    #[test]
    fn a_fix_takes_the_place_of_just_that() {
        let word = Fix::word("untill", "until");
        assert_eq!(applied(&word, "untill: 90s").as_deref(), Some("until: 90s"));
        assert_eq!(applied(&word, "untills: 90s"), None);
        let key = Fix::word("session.timeout", "session.timeout.ms");
        assert_eq!(
            applied(&key, "{session.timeout.ms: 1, session.timeout: 9}").as_deref(),
            Some("{session.timeout.ms: 1, session.timeout.ms: 9}")
        );
        let at = Fix::value("at", "20s");
        for (line, fixed) in [
            (
                "script: [{at: 20, do: kill}]",
                "script: [{at: 20s, do: kill}]",
            ),
            ("  at: 20 # later", "  at: 20s # later"),
            ("\"at\": \"20\"", "\"at\": 20s"),
        ] {
            assert_eq!(applied(&at, line).as_deref(), Some(fixed));
        }
        assert_eq!(applied(&at, "at: {x: 1}"), None);
        assert_eq!(applied(&at, "what: 20"), None);
        assert_eq!(
            applied(&Fix::value("title", "\"5\""), "title: 5").as_deref(),
            Some("title: \"5\"")
        );
    }
}
