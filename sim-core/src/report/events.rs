//! What was told, one row per event, for spreadsheets and programs.

use locale::Catalog;
use serde::Serialize;

use super::branch_name;
use crate::recording::MODEL;
use crate::scenario::time_ms;
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::timeline::Timeline;
use crate::view::EventRow;

const COLUMNS: &str = "time_ms,event,kind,member,consumer,partitions,text";
/// A cell that begins with one of these would be computed by a spreadsheet.
const FORMULA_SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

#[derive(Serialize)]
struct Header<'a> {
    model: u32,
    seed: u64,
    scenario: &'a str,
    branch: &'a str,
    #[serde(with = "time_ms")]
    playhead_ms: SimTime,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(with = "time_ms")]
    time_ms: SimTime,
    event: u64,
    kind: &'static str,
    member: Option<String>,
    consumer: Option<&'a str>,
    partitions: Vec<&'a str>,
    text: String,
}

impl<'a> Row<'a> {
    fn new(simulation: &'a Simulation, row: &'a EventRow, catalog: &Catalog) -> Self {
        let letter = |id| crate::present::letter(id).to_string();
        let name = |id| simulation.consumer_name(id);
        let partitions = row.partitions.iter();
        Self {
            time_ms: row.at,
            event: row.event.0,
            kind: row.kind.name(),
            member: row.consumer.map(letter),
            consumer: row.consumer.map(name),
            partitions: partitions
                .map(|id| simulation.partition_name(*id))
                .collect(),
            text: catalog.say(&row.text),
        }
    }
}

/// Every told event up to the playhead, oldest first: RFC 4180, and no cell is a formula.
pub fn csv(timeline: &Timeline, catalog: &Catalog) -> String {
    let mut text = String::from(COLUMNS);
    text.push_str("\r\n");
    for row in timeline.events(usize::MAX) {
        let row = Row::new(timeline.simulation(), &row, catalog);
        let partitions = row.partitions.join(" ");
        let words = [
            row.kind,
            row.member.as_deref().unwrap_or_default(),
            row.consumer.unwrap_or_default(),
            &partitions,
            &row.text,
        ];
        let mut cells = vec![millis(row.time_ms), row.event.to_string()];
        cells.extend(words.map(cell));
        text.push_str(&cells.join(","));
        text.push_str("\r\n");
    }
    text
}

/// The same rows as an array, under what identifies the run.
pub fn json(timeline: &Timeline, catalog: &Catalog) -> String {
    let recording = timeline.recording();
    let header = Header {
        model: MODEL,
        seed: recording.seed,
        scenario: &recording.scenario.name,
        branch: &branch_name(timeline),
        playhead_ms: timeline.at(),
    };
    let events = timeline.events(usize::MAX);
    let rows: Vec<String> = events
        .iter()
        .map(|row| line(&Row::new(timeline.simulation(), row, catalog)))
        .collect();
    format!(
        "{{\"run\":{},\n\"events\":[\n{}\n]}}\n",
        line(&header),
        rows.join(",\n")
    )
}

fn line(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("texts and numbers are JSON values")
}

/// Milliseconds, with three decimals where they are not whole.
fn millis(at: SimTime) -> String {
    match at.as_micros() % 1_000 {
        0 => at.as_millis().to_string(),
        rest => format!("{}.{rest:03}", at.as_millis()),
    }
}

fn cell(text: &str) -> String {
    let guard = if text.starts_with(FORMULA_SIGNS) {
        "'"
    } else {
        ""
    };
    if text.contains(['"', ',', '\r', '\n']) {
        format!("\"{guard}{}\"", text.replace('"', "\"\""))
    } else {
        format!("{guard}{text}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_computed() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a, \"b\""), "\"a, \"\"b\"\"\"");
        assert_eq!(cell("two\nlines"), "\"two\nlines\"");
        assert_eq!(cell("=HYPERLINK(\"x\",1)"), "\"'=HYPERLINK(\"\"x\"\",1)\"");
        for sign in FORMULA_SIGNS {
            assert!(cell(&format!("{sign}1")).contains(&format!("'{sign}")));
        }
    }

    #[test]
    fn moments_keep_their_microseconds() {
        assert_eq!(millis(SimTime::from_millis(20_010)), "20010");
        assert_eq!(millis(SimTime::from_micros(20_010_007)), "20010.007");
    }
}
