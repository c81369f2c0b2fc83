//! The matrix as rows of text.
//!
//! Deliberately lacks the page.

use sim_core::view::{LabView, MatrixRow, MatrixView, PartitionView, ReadState};
use sim_core::{PartitionId, SimDuration, SimTime};

use super::scene::letter;

/// One row, ready to print.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TableRow {
    /// The partition.
    pub id: PartitionId,
    /// Its name.
    pub name: String,
    /// Reader, committed, position, log end, lag, stopped seconds, ran twice.
    pub cells: [String; 7],
}

/// One row per partition as of the playhead; `view` must reach from 0 s up to it.
pub fn table(lab: &LabView, view: &MatrixView) -> Vec<TableRow> {
    lab.partitions
        .iter()
        .enumerate()
        .map(|(index, partition)| {
            let history = view
                .rows
                .get(index)
                .filter(|row| row.partition == partition.id)
                .or_else(|| view.rows.iter().find(|row| row.partition == partition.id));
            line(lab, partition, history)
        })
        .collect()
}

fn line(lab: &LabView, partition: &PartitionView, history: Option<&MatrixRow>) -> TableRow {
    let optional = |offset: Option<u64>| offset.map_or_else(|| "–".to_owned(), |o| o.to_string());
    let reader = match (partition.state, partition.reader) {
        (ReadState::Stopped | ReadState::NeverAssigned, _) | (_, None) => "nobody".to_owned(),
        (_, Some(reader)) => letter(lab, reader).to_owned(),
    };
    let (stopped_s, twice) = history.map_or((0.0, 0), |row| totals(row, lab.at));
    TableRow {
        id: partition.id,
        name: partition.name.to_string(),
        cells: [
            reader,
            optional(partition.committed_offset),
            optional(partition.position),
            partition.log_end_offset.to_string(),
            partition.lag.to_string(),
            format!("{stopped_s:.1}"),
            twice.to_string(),
        ],
    }
}

/// Seconds without a reader after the first one, and records that ran again, up to `at`.
fn totals(row: &MatrixRow, at: SimTime) -> (f64, u64) {
    let stopped = row
        .segments
        .iter()
        .skip_while(|segment| segment.reader.is_none())
        .filter(|segment| segment.reader.is_none() && segment.from < at)
        .map(|segment| segment.to.min(at).since(segment.from).as_micros())
        .sum::<u64>();
    let twice = row
        .twice
        .iter()
        .filter(|stretch| stretch.to <= at)
        .map(|stretch| stretch.records)
        .sum();
    (SimDuration::from_micros(stopped).as_secs_f64(), twice)
}

#[cfg(test)]
mod tests {
    use sim_core::ConsumerId;
    use sim_core::view::{Segment, Stretch};

    use super::*;

    #[test]
    fn totals_count_up_to_the_playhead_and_not_before_the_first_reader() {
        let ms = SimTime::from_millis;
        let segment = |from, to, reader| Segment {
            from: ms(from),
            to: ms(to),
            reader,
        };
        let reader = Some(ConsumerId(0));
        let row = MatrixRow {
            partition: PartitionId(0),
            segments: vec![
                segment(0, 3_000, None),
                segment(3_000, 5_000, reader),
                segment(5_000, 9_000, None),
            ],
            commits: Vec::new(),
            twice: vec![Stretch {
                from: ms(4_000),
                to: ms(4_500),
                records: 7,
                first_offset: 0,
                event: sim_core::EventId(1),
            }],
            lost: Vec::new(),
        };
        let (stopped, twice) = totals(&row, ms(6_500));
        assert!((stopped - 1.5).abs() < 1e-9);
        assert_eq!(twice, 7);
        assert_eq!(totals(&row, ms(4_200)).1, 0);
    }
}
