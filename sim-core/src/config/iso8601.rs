//! Durations as Java's `Duration` reads and prints them: `PT6M`, `P1DT2H30.5S`.
//!
//! Deliberately lacks negative parts, which `auto.offset.reset` refuses, and parts below 1 µs.

use crate::time::SimDuration;

const DAY: (char, u64) = ('d', 86_400_000_000);
const TIME_UNITS: [(char, u64); 3] = [('h', 3_600_000_000), ('m', 60_000_000), ('s', 1_000_000)];

/// Reads a lower-case duration.
pub(super) fn read(text: &str) -> Option<SimDuration> {
    let text = text.strip_prefix('p')?;
    let (date, time) = match text.split_once('t') {
        Some((date, time)) if !time.is_empty() => (date, time),
        Some(_) => return None,
        None => (text, ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let date = read_parts(date, &[DAY])?;
    let time = read_parts(time, &TIME_UNITS)?;
    Some(SimDuration::from_micros(date.checked_add(time)?))
}

/// Sums `<number><unit>` parts; each unit at most once and in the order given.
fn read_parts(mut text: &str, mut units: &[(char, u64)]) -> Option<u64> {
    let mut sum = 0_u64;
    while !text.is_empty() {
        let end = text.find(|c: char| c.is_ascii_lowercase())?;
        let (number, rest) = text.split_at(end);
        let unit = rest.chars().next()?;
        let place = units.iter().position(|&(name, _)| name == unit)?;
        let micros = if unit == 's' {
            read_seconds(number)?
        } else {
            read_digits(number)?.checked_mul(units[place].1)?
        };
        sum = sum.checked_add(micros)?;
        units = &units[place + 1..];
        text = &rest[1..];
    }
    Some(sum)
}

fn read_seconds(number: &str) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, "0"));
    let micros = read_digits(whole)?.checked_mul(1_000_000)?;
    if fraction.len() > 9 {
        return None;
    }
    read_digits(fraction)?;
    let padded: String = fraction.chars().chain("000000".chars()).take(6).collect();
    micros.checked_add(read_digits(&padded)?)
}

fn read_digits(text: &str) -> Option<u64> {
    let all_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    if all_digits { text.parse().ok() } else { None }
}

/// Writes hours, minutes and seconds, leaving out what is zero.
pub(super) fn write(duration: SimDuration) -> String {
    let micros = duration.as_micros();
    let part = |count: u64, letter: char| match count {
        0 => String::new(),
        _ => format!("{count}{letter}"),
    };
    let hours = part(micros / 3_600_000_000, 'H');
    let minutes = part(micros % 3_600_000_000 / 60_000_000, 'M');
    let (whole, fraction) = (micros % 60_000_000 / 1_000_000, micros % 1_000_000);
    let seconds = match fraction {
        0 if micros == 0 => "0S".to_owned(),
        0 => part(whole, 'S'),
        _ => format!(
            "{whole}.{}S",
            format!("{fraction:06}").trim_end_matches('0')
        ),
    };
    format!("PT{hours}{minutes}{seconds}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_written_as_java_does() {
        let check = |text: &str, micros: u64, written: &str| {
            let read = read(text).unwrap();
            assert_eq!(read.as_micros(), micros, "{text}");
            assert_eq!(write(read), written);
        };
        check("pt6m", 360_000_000, "PT6M");
        check("p1dt2h30.5s", 93_630_500_000, "PT26H30.5S");
        check("p2d", 172_800_000_000, "PT48H");
        check("pt0s", 0, "PT0S");
        check("pt1h1m1.000001s", 3_661_000_001, "PT1H1M1.000001S");
    }

    #[test]
    fn other_texts_are_refused() {
        for text in [
            "", "p", "pt", "6m", "pt6", "pt-6m", "pt6m1h", "p1h", "pt1.2.3s", "ptm",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
