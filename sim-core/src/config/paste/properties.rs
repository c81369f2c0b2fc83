//! Java's properties, as `java.util.Properties.load` reads them.
//!
//! Deliberately lacks XML and the expansion of placeholders.

use locale::{Text, say};

use super::Entry;

/// Settings in the order of their lines.
pub(super) fn read(text: &str) -> Vec<Entry> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut lines = text.split('\n').zip(1_u32..);
    let mut entries = Vec::new();
    while let Some((line, number)) = lines.next() {
        let line = line.trim_start_matches(is_blank);
        if line.is_empty() || line.starts_with(['#', '!']) {
            continue;
        }
        let mut logical = line.to_owned();
        while continues(&logical) {
            logical.pop();
            match lines.next() {
                Some((more, _)) => logical.push_str(more.trim_start_matches(is_blank)),
                None => break,
            }
        }
        entries.push(match split(&logical) {
            Ok((key, value)) => Entry::new(number, key, value),
            Err(problem) => Entry::unreadable(number, problem),
        });
    }
    entries
}

fn is_blank(sign: char) -> bool {
    matches!(sign, ' ' | '\t' | '\u{c}')
}

/// An odd number of backslashes at the end.
fn continues(line: &str) -> bool {
    line.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 1
}

/// Key and value, unescaped.
fn split(line: &str) -> Result<(String, String), Text> {
    let mut is_escaped = false;
    let mut end = line.len();
    for (index, sign) in line.char_indices() {
        if !is_escaped && (is_blank(sign) || sign == '=' || sign == ':') {
            end = index;
            break;
        }
        is_escaped = sign == '\\' && !is_escaped;
    }
    let (key, rest) = line.split_at(end);
    let rest = rest.trim_start_matches(is_blank);
    let value = rest.strip_prefix(['=', ':']).unwrap_or(rest);
    Ok((
        unescaped(key)?,
        unescaped(value.trim_start_matches(is_blank))?,
    ))
}

/// Text without backslashes; `\uXXXX` is a unit of UTF-16, as in Java.
pub(super) fn unescaped(text: &str) -> Result<String, Text> {
    let mut units = Vec::with_capacity(text.len());
    let mut signs = text.chars();
    while let Some(sign) = signs.next() {
        let plain = if sign == '\\' {
            match signs.next() {
                Some('u') => {
                    units.push(unit(&mut signs)?);
                    continue;
                }
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some(other) => other,
                None => break,
            }
        } else {
            sign
        };
        units.extend_from_slice(plain.encode_utf16(&mut [0; 2]));
    }
    Ok(String::from_utf16_lossy(&units))
}

fn unit(signs: &mut std::str::Chars<'_>) -> Result<u16, Text> {
    let mut unit = 0_u16;
    for _ in 0..4 {
        let digit = signs.next().and_then(|sign| sign.to_digit(16));
        let digit = digit.and_then(|digit| u16::try_from(digit).ok());
        let digit = digit.ok_or_else(say::paste_unicode)?;
        unit = unit << 4 | digit;
    }
    Ok(unit)
}

/// A key or value so that [`read`] gives it back.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (index, sign) in text.chars().enumerate() {
        match sign {
            '\\' | '=' | ':' => out.extend(['\\', sign]),
            '#' | '!' | ' ' if index == 0 => out.extend(['\\', sign]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other => out.push(other),
        }
    }
    out
}
