//! Times per record between the form's numbers and the scenario's.

use sim_core::scenario::ProcessingTime;

/// Kind, lower and upper time in microseconds.
pub(super) fn parts_of(processing: ProcessingTime) -> (usize, u64, u64) {
    match processing {
        ProcessingTime::Constant { us } => (0, us, us),
        ProcessingTime::Uniform { min_us, max_us } => (1, min_us, max_us),
        ProcessingTime::HeavyTail { median_us } => (2, median_us, median_us),
        // The form has no field for the key; it shows the others' time.
        ProcessingTime::SlowKey { us, slow_us, .. } => (0, us, slow_us),
    }
}

/// The time of kind, lower and upper bound in microseconds.
pub(super) fn made_of(kind: usize, low: u64, high: u64) -> ProcessingTime {
    match kind {
        1 => ProcessingTime::Uniform {
            min_us: low,
            max_us: high,
        },
        2 => ProcessingTime::HeavyTail { median_us: low },
        _ => ProcessingTime::Constant { us: low },
    }
}

/// Milliseconds with up to three decimals → microseconds.
pub(super) fn micros(text: &str) -> Option<u64> {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    if part.len() > 3 || !part.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = format!("{part:0<3}").parse::<u64>().ok()?;
    whole
        .parse::<u64>()
        .ok()?
        .checked_mul(1_000)?
        .checked_add(part)
}

/// Microseconds as milliseconds.
pub(super) fn millis(micros: u64) -> String {
    let text = format!("{}.{:03}", micros / 1_000, micros % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_go_both_ways() {
        assert_eq!(micros("20"), Some(20_000));
        assert_eq!(micros("0.5"), Some(500));
        assert_eq!(micros("1.2345"), None);
        assert_eq!(micros("-1"), None);
        assert_eq!(millis(20_000), "20");
        assert_eq!(millis(500), "0.5");
    }
}
