//! Numbers and moments as people read them.

use sim_core::{SimDuration, SimTime};

/// `24.6 s`.
pub fn seconds(at: SimTime) -> String {
    let tenths = (at.as_micros() + 50_000) / 100_000;
    format!("{}.{} s", tenths / 10, tenths % 10)
}

/// `1 record`, `40 records`.
pub fn records(number: u64) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{} record{ending}", count(number))
}

/// `24.600 s`, cut to whole milliseconds.
pub fn millis(at: SimTime) -> String {
    at.to_string()
}

/// `9.1 s`, or `4:56` from a minute on.
pub fn left(duration: SimDuration) -> String {
    let micros = duration.as_micros();
    if micros >= 60_000_000 {
        let seconds = micros.div_ceil(1_000_000);
        format!("{}:{:02}", seconds / 60, seconds % 60)
    } else {
        let tenths = micros.div_ceil(100_000);
        format!("{}.{} s", tenths / 10, tenths % 10)
    }
}

/// `1×`, `0.05×`.
pub fn speed(speed: f64) -> String {
    let text = format!("{speed:.2}");
    format!("{}×", text.trim_end_matches('0').trim_end_matches('.'))
}

/// Whole number with thin spaces between groups of three from 10 000 on.
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push('\u{202f}');
        }
        out.push(digit);
    }
    out
}

/// `fork 2` → `Fork 2`. The page's words are ASCII; the tables of all other letters are large.
pub fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), chars.as_str())
    })
}

/// Reads `12`, `12.5` or `-3`. The library's reader also takes exponents and rounds the last bit of
/// the longest numbers right, with tables of ten kilobytes.
pub fn decimal(text: &str) -> Option<f64> {
    let (sign, digits) = text
        .strip_prefix('-')
        .map_or((1.0, text), |rest| (-1.0, rest));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if whole.is_empty() && part.is_empty() {
        return None;
    }
    let read = |digits: &str, value: f64| {
        digits.chars().try_fold(value, |value, digit| {
            Some(value * 10.0 + f64::from(digit.to_digit(10)?))
        })
    };
    let scale = part.chars().fold(1.0, |scale, _| scale * 10.0);
    let value = read(part, read(whole, 0.0)?)? / scale;
    value.is_finite().then_some(sign * value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_read_well() {
        assert_eq!(count(9_999), "9999");
        assert_eq!(count(1_234_567), "1\u{202f}234\u{202f}567");
        assert_eq!(speed(1.0), "1×");
        assert_eq!(speed(0.05), "0.05×");
        assert_eq!(speed(100.0), "100×");
        assert_eq!(speed(0.5), "0.5×");
        assert_eq!(seconds(SimTime::from_millis(24_560)), "24.6 s");
        assert_eq!(left(SimDuration::from_millis(295_100)), "4:56");
        assert_eq!(left(SimDuration::from_millis(9_020)), "9.1 s");
        assert_eq!(capitalised("fork 2"), "Fork 2");
    }

    #[test]
    fn decimals_are_read_as_the_library_reads_them() {
        for text in [
            "0",
            "12",
            "12.5",
            "0.001",
            ".5",
            "3.",
            "-3",
            "604800.000001",
            "1234567.89",
        ] {
            assert_eq!(decimal(text), text.parse().ok(), "{text}");
        }
        for text in [
            "", ".", "-", "1e3", "inf", "NaN", "1,5", "1.2.3", "+1", " 1",
        ] {
            assert_eq!(decimal(text), None, "{text}");
        }
        assert_eq!(decimal(&"9".repeat(400)), None);
    }
}
