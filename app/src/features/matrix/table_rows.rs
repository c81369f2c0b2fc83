//! The matrix as rows of text.
//!
//! Deliberately lacks the page.

use locale::{Text, say};
use sim_core::view::{LabView, MatrixRow, MatrixView, PartitionView, ReadState};
use sim_core::{PartitionId, SimDuration, SimTime};

use super::scene::{history, letter};

/// One row, ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableRow {
    /// The partition.
    pub id: PartitionId,
    /// Its name, with its group where the topic has several.
    pub name: String,
    /// Reader, committed, position, log end, lag, stopped seconds, ran twice, lost, skipped.
    pub cells: [Text; 9],
}

/// One row per partition and group as of the playhead; `view` must reach from 0 s up to it.
pub fn table(lab: &LabView, view: &MatrixView) -> Vec<TableRow> {
    lab.partitions
        .iter()
        .enumerate()
        .map(|(index, partition)| line(lab, partition, history(view, index, partition)))
        .collect()
}

fn line(lab: &LabView, partition: &PartitionView, history: Option<&MatrixRow>) -> TableRow {
    let optional = |offset: Option<u64>| offset.map_or_else(|| "–".into(), Text::from);
    let reader = match (partition.state, partition.reader) {
        (ReadState::Stopped, _) if !partition.is_asked_for => say::tile_not_asked_for(),
        (ReadState::Stopped | ReadState::NeverAssigned, _) | (_, None) => say::nobody(),
        (_, Some(reader)) => letter(lab, reader).to_owned().into(),
    };
    let stopped_s = history.map_or(0.0, |row| stopped(row, lab.at));
    TableRow {
        id: partition.id,
        name: lab.reading_name(partition),
        cells: [
            reader,
            optional(partition.committed_offset),
            optional(partition.position),
            partition.log_end_offset.into(),
            partition.lag.into(),
            format!("{stopped_s:.1}").into(),
            partition.records_twice.into(),
            partition.records_lost.into(),
            partition.records_skipped.into(),
        ],
    }
}

/// Seconds without a reader after the first one, up to `at`.
fn stopped(row: &MatrixRow, at: SimTime) -> f64 {
    let stopped = row
        .segments
        .iter()
        .skip_while(|segment| segment.reader.is_none())
        .filter(|segment| segment.reader.is_none() && segment.from < at)
        .map(|segment| segment.to.min(at).since(segment.from).as_micros())
        .sum::<u64>();
    SimDuration::from_micros(stopped).as_secs_f64()
}

#[cfg(test)]
mod tests {
    use sim_core::ConsumerId;
    use sim_core::view::Segment;

    use super::*;

    #[test]
    fn a_stop_counts_up_to_the_playhead_and_not_before_the_first_reader() {
        let ms = SimTime::from_millis;
        let segment = |from, to, reader| Segment {
            from: ms(from),
            to: ms(to),
            reader,
        };
        let reader = Some(ConsumerId(0));
        let row = MatrixRow {
            partition: PartitionId(0),
            group: None,
            segments: vec![
                segment(0, 3_000, None),
                segment(3_000, 5_000, reader),
                segment(5_000, 9_000, None),
            ],
            commits: Vec::new(),
            twice: Vec::new(),
            lost: Vec::new(),
            skipped: Vec::new(),
        };
        assert!((stopped(&row, ms(6_500)) - 1.5).abs() < 1e-9);
    }
}
