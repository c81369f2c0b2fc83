//! Numbers and moments as people read them.

pub use locale::grouped as count;
use locale::{Text, say};
use sim_core::{SimDuration, SimTime};

/// `24.6 s`.
pub fn seconds(at: SimTime) -> Text {
    say::seconds(seconds_number(at))
}

/// `24.6`.
pub fn seconds_number(at: SimTime) -> String {
    tenths((at.as_micros() + 50_000) / 100_000)
}

/// `24.600 s`, cut to whole milliseconds.
pub fn millis(at: SimTime) -> Text {
    at.into()
}

/// `24.6` of 246.
fn tenths(tenths: u64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// `9.1 s`, or `4:56` from a minute on.
pub fn left(duration: SimDuration) -> Text {
    let micros = duration.as_micros();
    if micros >= 60_000_000 {
        let seconds = micros.div_ceil(1_000_000);
        format!("{}:{:02}", seconds / 60, seconds % 60).into()
    } else {
        say::seconds(tenths(micros.div_ceil(100_000)))
    }
}

/// `1×`, `0.05×`.
pub fn speed(speed: f64) -> String {
    let text = format!("{speed:.2}");
    format!("{}×", text.trim_end_matches('0').trim_end_matches('.'))
}

/// `fork 2` → `Fork 2`. The page's words are ASCII; the tables of all other letters are large.
fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}", first.to_ascii_uppercase(), chars.as_str())
    })
}

/// A branch as it is shown: a number in the language of the page while nobody renamed it.
pub fn branch(name: &str) -> Text {
    let number = fork_number(name).map(say::act_fork);
    number.unwrap_or_else(|| Text::verbatim(name.to_owned()))
}

/// The same at the start of a sentence.
pub fn branch_first(name: &str) -> Text {
    let number = fork_number(name).map(say::act_fork_first);
    number.unwrap_or_else(|| capitalised(name).into())
}

/// `2` of `fork 2`.
fn fork_number(name: &str) -> Option<&str> {
    let number = name.strip_prefix("fork ")?;
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then_some(number)
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
    fn branches_keep_the_names_that_readers_gave() {
        for name in ["main", "fork 2", "fork two", "fork "] {
            assert_eq!(branch(name), name);
        }
        assert_eq!(branch_first("main"), "Main");
        assert_eq!(branch_first("fork 2"), "Fork 2");
        assert!(fork_number("fork 2").is_some());
        assert!(fork_number("fork 2b").is_none());
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
