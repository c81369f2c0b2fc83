//! `target/bench.json`: one flat object with names that never change, and the table people read.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;

use serde_json::{Map, Value};

use crate::assignor_bench::ASSIGNORS;
use crate::size::FirstVisit;
use crate::{Outcome, dist, embed, output_folder};

/// Measured once for each scale.
const SCALED: [&str; 5] = [
    "native_events_per_s",
    "wasm_events_per_s",
    "seek_ms_p99",
    "keyframe_clone_ms",
    "keyframe_bytes",
];
/// Consumers x partitions.
const SCALES: [&str; 3] = ["10x100", "100x1000", "100x10000"];
/// Measured once for each load of the page.
const FRAMES: [&str; 8] = [
    "frame_work_ms_p99",
    "frame_simulate_ms_p99",
    "frame_derive_ms_p99",
    "frame_draw_ms_p99",
    "frame_dom_ms_p99",
    "frame_spare_ms_p99",
    "speed_ratio",
    "frames",
];
/// The usual load, and the largest one with its speeds.
const LOADS: [&str; 3] = ["20x200", "100x1000_1x", "100x1000_100x"];
/// Later releases add names here and never rename one.
const SINGLE: [&str; 9] = [
    "first_paint_ms",
    "interactive_ms",
    "first_visit_gzip_bytes",
    "wasm_gzip_bytes",
    "embed_script_bytes",
    "embed_before_click_gzip_bytes",
    "mount_100_leaked_bytes",
    "fingerprint_native",
    "fingerprint_wasm",
];

/// Every name that may stand in the report, in the order of the table.
pub fn names() -> Vec<String> {
    let scaled = SCALED
        .iter()
        .flat_map(|name| SCALES.iter().map(move |scale| format!("{name}_{scale}")));
    let assigned = ASSIGNORS.iter().flat_map(|(word, _)| {
        ["fresh", "steady"].into_iter().flat_map(move |state| {
            SCALES
                .iter()
                .map(move |scale| format!("assign_ms_{word}_{state}_{scale}"))
        })
    });
    let frames = LOADS
        .iter()
        .flat_map(|load| FRAMES.iter().map(move |name| format!("{name}_{load}")));
    scaled
        .chain(assigned)
        .chain(frames)
        .chain(SINGLE.iter().map(|&name| name.to_owned()))
        .collect()
}

/// Measurements so far: numbers, and fingerprints as strings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BenchReport {
    values: BTreeMap<String, Value>,
}

impl BenchReport {
    /// Adds one measurement. An unknown name is an error: scripts rely on the list above.
    pub fn insert(&mut self, name: &str, value: impl Into<Value>) -> Outcome {
        if !names().iter().any(|known| known == name) {
            return Err(format!("\"{name}\" is not a name of bench.json").into());
        }
        let value = value.into();
        if !(value.is_number() || value.is_string()) {
            return Err(format!("{name} must be a number or a string, not {value}").into());
        }
        self.values.insert(name.to_owned(), value);
        Ok(())
    }

    /// Adds every entry of a flat object, such as the page's `window.__bench`.
    pub fn merge(&mut self, measured: Map<String, Value>) -> Outcome {
        measured
            .into_iter()
            .try_for_each(|(name, value)| self.insert(&name, value))
    }

    /// Adds what the built page weighs.
    pub fn insert_sizes(&mut self) -> Outcome {
        let visit = FirstVisit::of(&dist())?;
        self.insert("first_visit_gzip_bytes", visit.gzip_bytes())?;
        self.insert("wasm_gzip_bytes", visit.wasm_gzip_bytes())?;
        let (script, before_click) = embed::script_bytes(&dist())?;
        self.insert("embed_script_bytes", script)?;
        self.insert("embed_before_click_gzip_bytes", before_click)
    }

    /// Writes `target/bench.json`, replacing an older one.
    pub fn write(&self) -> Outcome<PathBuf> {
        let file = output_folder().join("bench.json");
        std::fs::create_dir_all(output_folder())?;
        std::fs::write(&file, serde_json::to_string_pretty(&self.values)? + "\n")?;
        Ok(file)
    }
}

/// The table, with a dash for what was not measured.
impl fmt::Display for BenchReport {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (row, name) in names().iter().enumerate() {
            let value = match self.values.get(name) {
                None => "-".to_owned(),
                Some(value) => value.as_str().map_or_else(|| rounded(value), str::to_owned),
            };
            let line_end = if row == 0 { "" } else { "\n" };
            write!(f, "{line_end}{name:<48} {value:>18}")?;
        }
        Ok(())
    }
}

/// Whole numbers from 1000 on, else three decimals at most.
fn rounded(number: &Value) -> String {
    match number.as_f64() {
        Some(value) if !number.is_f64() || value.abs() >= 1000.0 => format!("{value:.0}"),
        Some(value) => format!("{value:.3}"),
        None => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn known_names_are_taken_and_shown() {
        let mut report = BenchReport::default();
        let Value::Object(page) =
            json!({ "wasm_events_per_s_10x100": 1_234_567.8, "fingerprint_wasm": "00ff" })
        else {
            panic!("an object was written above");
        };
        report.merge(page).unwrap();
        let table = report.to_string();
        assert!(table.contains("1234568"), "{table}");
        assert!(table.contains("00ff"), "{table}");
        assert_eq!(table.lines().count(), names().len());
    }

    #[test]
    fn unknown_names_and_nested_values_are_refused() {
        let mut report = BenchReport::default();
        assert!(report.insert("events_per_second", 1).is_err());
        assert!(report.insert("fingerprint_wasm", json!({})).is_err());
    }
}
