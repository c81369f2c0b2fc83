//! The short spellings of a lesson file, and what they stand for.

use crate::tree::{Entry, Node, Value};
use crate::{Problem, What};

/// Keys that may be written without their unit when the value has one: `at: 12.4s`.
const TIMES: [(&str, &str); 26] = [
    ("at", "at_ms"),
    ("after", "after_ms"),
    ("start_at", "start_at_ms"),
    ("until", "until_ms"),
    ("from", "from_ms"),
    ("for", "ms"),
    ("timeout", "timeout_ms"),
    ("poll_timeout", "poll_timeout_ms"),
    ("backoff", "backoff_ms"),
    ("ago", "ago_ms"),
    ("first_tick", "first_tick_ms"),
    ("tick", "tick_ms"),
    ("retention", "retention_ms"),
    ("revoked_sleep", "revoked_sleep_ms"),
    ("assigned_sleep", "assigned_sleep_ms"),
    ("lost_sleep", "lost_sleep_ms"),
    ("latency", "latency_us"),
    ("jitter", "jitter_us"),
    ("client_start", "client_start_us"),
    ("append", "append_us"),
    ("pod_restart", "pod_restart_us"),
    ("time", "us"),
    ("min", "min_us"),
    ("max", "max_us"),
    ("median", "median_us"),
    ("slow", "slow_us"),
];

/// Keys of [`TIMES`] that mean nothing without a unit; the others have another meaning too, or a
/// plain reading.
const NEED_UNIT: [&str; 5] = ["at", "after", "start_at", "until", "for"];

/// Endings of keys, what they count in, and its length in nanoseconds.
const UNITS: [(&str, &str, u64); 7] = [
    ("_ms", "ms", 1_000_000),
    (".ms", "ms", 1_000_000),
    ("_us", "µs", 1_000),
    (".seconds", "s", 1_000_000_000),
    (".minutes", "min", 60_000_000_000),
    (".hours", "h", 3_600_000_000_000),
    (".days", "d", 86_400_000_000_000),
];

/// Settings whose values are read as text although they look like numbers.
const TEXTS: [&str; 1] = ["release"];

pub(crate) fn dissolve(node: &mut Node) -> Result<(), Problem> {
    match &mut node.value {
        Value::Scalar { .. } => Ok(()),
        Value::List(items) => items.iter_mut().try_for_each(dissolve),
        Value::Map(entries) => {
            for entry in entries.iter_mut() {
                time(entry)?;
                shorthand(entry);
                dissolve(&mut entry.value)?;
            }
            Ok(())
        }
    }
}

/// Writes a duration as the number that its key counts in.
fn time(entry: &mut Entry) -> Result<(), Problem> {
    let Value::Scalar {
        text,
        is_plain: is_plain @ true,
    } = &mut entry.value.value
    else {
        return Ok(());
    };
    if TEXTS.contains(&entry.key.as_str()) {
        *is_plain = false;
        return Ok(());
    }
    let Some(length_given) = duration(text) else {
        let is_number = text != "0" && text.parse::<f64>().is_ok();
        if is_number && NEED_UNIT.contains(&entry.key.as_str()) {
            return Err(entry.value.place.problem(What::NoUnit {
                key: entry.key.clone(),
                value: text.clone(),
            }));
        }
        if text == "0" && NEED_UNIT.contains(&entry.key.as_str()) {
            entry.key = canonical(&entry.key).unwrap_or(&entry.key).to_owned();
        }
        return Ok(());
    };
    let key = canonical(&entry.key).unwrap_or(&entry.key).to_owned();
    let unit = UNITS
        .iter()
        .find(|(ending, ..)| key.ends_with(ending) || key == ending[1..]);
    let Some((_, unit, length)) = unit else {
        return Ok(());
    };
    let whole = match length_given {
        Length::Nanos(nanos) if nanos % i128::from(*length) == 0 => nanos / i128::from(*length),
        Length::Nanos(_) | Length::Finer => {
            return Err(entry.value.place.problem(What::NotWhole {
                key: entry.key.clone(),
                value: text.clone(),
                unit,
            }));
        }
    };
    *text = whole.to_string();
    entry.key = key;
    Ok(())
}

fn canonical(key: &str) -> Option<&'static str> {
    let found = TIMES.iter().find(|(short, _)| *short == key);
    found.map(|(_, long)| *long)
}

/// The short spelling of a key, if it has one.
pub fn short(key: &str) -> Option<&'static str> {
    let found = TIMES.iter().find(|(_, long)| *long == key);
    found.map(|(short, _)| *short)
}

/// `processing: 20ms` and `production: 100/s`.
fn shorthand(entry: &mut Entry) {
    let Value::Scalar {
        text,
        is_plain: true,
    } = &entry.value.value
    else {
        return;
    };
    let micros = match duration(text) {
        Some(Length::Nanos(nanos)) => Some(nanos / 1_000),
        Some(Length::Finer) | None => None,
    };
    let (kind, name, number) = match (entry.key.as_str(), micros, text.strip_suffix("/s")) {
        ("processing", Some(micros), _) => ("constant", "us", micros.to_string()),
        ("production", _, Some(rate)) => ("rate", "records_per_second", rate.trim().to_owned()),
        _ => return,
    };
    let place = entry.value.place;
    let field = |key: &str, text: String| Entry {
        place,
        key: key.to_owned(),
        value: Node {
            place,
            value: Value::Scalar {
                text,
                is_plain: true,
            },
        },
    };
    entry.value.value = Value::Map(vec![field("kind", kind.to_owned()), field(name, number)]);
}

/// The way back: writes numbers as durations, and what has a short spelling in it.
pub(crate) fn shorten(node: &mut Node) {
    match &mut node.value {
        Value::Scalar { .. } => {}
        Value::List(items) => items.iter_mut().for_each(shorten),
        Value::Map(entries) => {
            for entry in entries.iter_mut() {
                let text = shorthand_of(entry).or_else(|| length_of(entry));
                let Some(text) = text else {
                    shorten(&mut entry.value);
                    continue;
                };
                entry.value.value = Value::Scalar {
                    text,
                    is_plain: true,
                };
                entry.key = short(&entry.key).unwrap_or(&entry.key).to_owned();
            }
        }
    }
}

/// A number with its unit, if the key counts in one.
fn length_of(entry: &Entry) -> Option<String> {
    let Value::Scalar {
        text,
        is_plain: true,
    } = &entry.value.value
    else {
        return None;
    };
    let number: i64 = text.parse().ok()?;
    let key = entry.key.as_str();
    let mut units = UNITS.iter();
    let (.., length) = units.find(|(ending, ..)| key.ends_with(ending) || key == &ending[1..])?;
    // Elsewhere a negative number is no length: -1 is none at all.
    let is_length = number >= 0 || key == "first_tick_ms";
    is_length.then(|| told(i128::from(number) * i128::from(*length)))
}

/// `20ms` of `processing: {kind: constant, us: 20000}`, `100/s` of its likes.
fn shorthand_of(entry: &Entry) -> Option<String> {
    let Value::Map(fields) = &entry.value.value else {
        return None;
    };
    let scalar =
        |index: usize, key: &str| match fields.get(index).map(|it| (&*it.key, &it.value.value)) {
            Some((name, Value::Scalar { text, .. })) if name == key => Some(text.as_str()),
            _ => None,
        };
    if fields.len() != 2 {
        return None;
    }
    match (entry.key.as_str(), scalar(0, "kind")?) {
        ("processing", "constant") => {
            let micros: u64 = scalar(1, "us")?.parse().ok()?;
            Some(told(i128::from(micros) * 1_000))
        }
        ("production", "rate") => Some(format!("{}/s", scalar(1, "records_per_second")?)),
        _ => None,
    }
}

/// A length as people write it.
fn told(nanos: i128) -> String {
    /// Units that take over from some number of theirs on.
    const WHOLE: [(i128, &str, i128); 4] = [
        (86_400_000_000_000, "d", 2),
        (3_600_000_000_000, "h", 2),
        (60_000_000_000, "min", 5),
        (1_000_000_000, "s", 1),
    ];
    for (length, unit, least) in WHOLE {
        if nanos % length == 0 && nanos.abs() >= length * least {
            return format!("{}{unit}", nanos / length);
        }
    }
    if nanos % 1_000_000 == 0 {
        if nanos.abs() < 1_000_000_000 {
            return format!("{}ms", nanos / 1_000_000);
        }
        let text = format!(
            "{}.{:03}",
            nanos / 1_000_000_000,
            nanos.abs() / 1_000_000 % 1_000
        );
        return format!("{}s", text.trim_end_matches('0'));
    }
    format!("{}us", nanos / 1_000)
}

/// How long a duration is.
enum Length {
    Nanos(i128),
    /// Not a whole number of nanoseconds.
    Finer,
}

/// The length of `12.4s`; None for anything else.
fn duration(text: &str) -> Option<Length> {
    let unit_at = text.find(|letter: char| !matches!(letter, '0'..='9' | '.' | '-'))?;
    let (number, unit) = text.split_at(unit_at);
    let length: i128 = match unit {
        "us" | "µs" => 1_000,
        "ms" => 1_000_000,
        "s" => 1_000_000_000,
        "min" => 60_000_000_000,
        "h" => 3_600_000_000_000,
        "d" => 86_400_000_000_000,
        _ => return None,
    };
    let (is_negative, digits) = match number.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, number),
    };
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let are_digits = |text: &str| text.len() <= 18 && text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !are_digits(whole) || !are_digits(part) {
        return None;
    }
    let scale = 10_i128.pow(u32::try_from(part.len()).unwrap_or(0));
    let digits: i128 = format!("{whole}{part}").parse().ok()?;
    let sign = if is_negative { -1 } else { 1 };
    let scaled = digits * length;
    Some(if scaled % scale == 0 {
        Length::Nanos(sign * scaled / scale)
    } else {
        Length::Finer
    })
}
