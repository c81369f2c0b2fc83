//! One flat JSON object, as clients of librdkafka are given it, with the lines of its keys.
//!
//! Deliberately lacks nesting: what stands inside further braces is passed over and told.

use locale::{Text, say};

use super::Entry;
use super::properties::unescaped;

struct Reader<'a> {
    rest: &'a str,
    line: u32,
    entries: Vec<Entry>,
}

/// Settings in the order of their lines.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let mut reader = Reader {
        rest: text,
        line: 1,
        entries: Vec::new(),
    };
    if let Err(problem) = reader.object() {
        reader.entries.push(Entry::unreadable(reader.line, problem));
    }
    reader.entries
}

impl<'a> Reader<'a> {
    fn object(&mut self) -> Result<(), Text> {
        self.expect('{')?;
        if self.peek() == Some('}') {
            return self.end();
        }
        loop {
            self.blank();
            let line = self.line;
            let key = self.string()?;
            self.expect(':')?;
            match self.peek() {
                Some('{' | '[') => {
                    self.pass_over()?;
                    let problem = say::paste_json_nested(key);
                    self.entries.push(Entry::unreadable(line, problem));
                }
                Some('"') => {
                    let value = self.string()?;
                    self.entries.push(Entry::new(line, key, value));
                }
                Some(_) | None => {
                    let value = self.word()?;
                    self.entries.push(Entry::new(line, key, value));
                }
            }
            match self.peek() {
                Some(',') => self.expect(',')?,
                Some(_) | None => return self.end(),
            }
        }
    }

    fn end(&mut self) -> Result<(), Text> {
        self.expect('}')?;
        self.blank();
        if self.rest.is_empty() {
            Ok(())
        } else {
            Err(say::paste_json_after())
        }
    }

    fn blank(&mut self) {
        let rest = self.rest.trim_start();
        self.pass(self.rest.len() - rest.len());
    }

    /// Passes over so many bytes.
    fn pass(&mut self, bytes: usize) -> &'a str {
        let (passed, rest) = self.rest.split_at(bytes);
        let lines = passed.bytes().filter(|byte| *byte == b'\n').count();
        self.line += u32::try_from(lines).unwrap_or(u32::MAX);
        self.rest = rest;
        passed
    }

    fn peek(&mut self) -> Option<char> {
        self.blank();
        self.rest.chars().next()
    }

    fn expect(&mut self, wanted: char) -> Result<(), Text> {
        match self.peek() {
            Some(found) if found == wanted => {
                self.pass(wanted.len_utf8());
                Ok(())
            }
            Some(found) => Err(say::paste_json_sign(wanted, found)),
            None => Err(say::paste_json_end(wanted)),
        }
    }

    fn string(&mut self) -> Result<String, Text> {
        self.expect('"')?;
        let mut is_escaped = false;
        let end = self.rest.bytes().position(|byte| {
            let is_end = byte == b'"' && !is_escaped;
            is_escaped = byte == b'\\' && !is_escaped;
            is_end
        });
        let end = end.ok_or_else(say::paste_json_string)?;
        let text = unescaped(self.pass(end));
        self.pass(1);
        text
    }

    /// A number, `true`, `false` or `null`.
    fn word(&mut self) -> Result<String, Text> {
        let end = self
            .rest
            .find(|sign: char| !sign.is_ascii_alphanumeric() && !"+-.".contains(sign));
        let word = self.pass(end.unwrap_or(self.rest.len()));
        match word {
            "" => Err(say::paste_json_value()),
            "null" => Ok(String::new()),
            _ => Ok(word.to_owned()),
        }
    }

    /// Passes over a list or an object, however deep.
    fn pass_over(&mut self) -> Result<(), Text> {
        let mut depth = 0_u32;
        loop {
            match self.peek() {
                Some('"') => {
                    self.string()?;
                    continue;
                }
                Some('{' | '[') => depth += 1,
                Some('}' | ']') => depth -= 1,
                Some(_) => {}
                None => return Err(say::paste_json_open()),
            }
            let sign = self.rest.chars().next().map_or(0, char::len_utf8);
            self.pass(sign);
            if depth == 0 {
                return Ok(());
            }
        }
    }
}
