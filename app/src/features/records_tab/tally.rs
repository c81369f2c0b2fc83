//! What the counters count, and which records the filters leave.
//!
//! Deliberately lacks the page.

use locale::{Text, say};
use sim_core::view::{PartitionRecords, RecordCause, RecordFate, RecordSpan};

/// A counter: hook, label, and the class of its mark.
type Kind = (&'static str, fn() -> Text, &'static str);

/// The counters.
pub const KINDS: [Kind; 6] = [
    ("committed", say::records_committed, "rec rec--committed o1"),
    (
        "uncommitted",
        say::records_uncommitted,
        "rec rec--uncommitted o1",
    ),
    ("twice", say::records_twice, "rec rec--twice o1"),
    ("lost", say::records_lost, "rec rec--lost"),
    ("skipped", say::records_skipped, "rec rec--skipped"),
    ("pending", say::records_pending, "rec rec--waiting"),
];
/// Position of the counter of repeats.
pub const TWICE: usize = 2;
/// Position of the counter of losses.
pub const LOST: usize = 3;

/// Which counter counts a fate.
pub fn kind(fate: RecordFate) -> usize {
    match fate {
        RecordFate::Committed => 0,
        RecordFate::Uncommitted => 1,
        RecordFate::RunsAgain | RecordFate::Twice => TWICE,
        RecordFate::Lost => LOST,
        RecordFate::Skipped => 4,
        RecordFate::AtRisk | RecordFate::InHand | RecordFate::Waiting => 5,
    }
}

/// A fate in a few words, and its class.
pub fn named(fate: RecordFate) -> (Text, &'static str) {
    match fate {
        RecordFate::Committed => (say::records_fate_committed(), "rec--committed"),
        RecordFate::Uncommitted => (say::records_fate_uncommitted(), "rec--uncommitted"),
        RecordFate::RunsAgain => (say::records_fate_again(), "rec--again"),
        RecordFate::Twice => (say::records_fate_twice(), "rec--twice"),
        RecordFate::Lost => (say::records_fate_lost(), "rec--lost"),
        RecordFate::Skipped => (say::records_fate_skipped(), "rec--skipped"),
        RecordFate::AtRisk => (say::records_fate_risk(), "rec--risk"),
        RecordFate::InHand => (say::records_fate_held(), "rec--held"),
        RecordFate::Waiting => (say::records_fate_waiting(), "rec--waiting"),
    }
}

/// What the filters leave. No counter pressed means all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// A bit for each counter pressed.
    pub kinds: u32,
    /// Only records with this cause.
    pub cause: Option<RecordCause>,
}

impl Filter {
    /// Presses or releases a counter.
    pub fn toggle(&mut self, kind: usize) {
        self.kinds ^= 1 << kind;
    }

    /// Whether a counter is pressed.
    pub fn has(&self, kind: usize) -> bool {
        self.kinds & (1 << kind) != 0
    }

    /// Whether nothing is filtered away.
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }

    /// Whether records are left: by fate and by cause.
    pub fn leaves(&self, span: &RecordSpan) -> bool {
        (self.kinds == 0 || self.has(kind(span.fate)))
            && (self.cause.is_none() || self.cause == span.cause)
    }
}

/// All ranges of all partitions.
fn spans(logs: &[PartitionRecords]) -> impl Iterator<Item = &RecordSpan> {
    logs.iter().flat_map(|log| &log.spans)
}

/// Records by counter, and of the repeats those that are still to come.
pub fn totals(logs: &[PartitionRecords]) -> ([u64; KINDS.len()], u64) {
    let mut totals = [0; KINDS.len()];
    let mut to_come = 0;
    for span in spans(logs) {
        let records = span.to - span.from;
        if span.fate == RecordFate::RunsAgain {
            to_come += records;
        }
        totals[kind(span.fate)] += records;
    }
    (totals, to_come)
}

/// Causes with their records, in order of appearance.
pub fn causes(logs: &[PartitionRecords]) -> Vec<(RecordCause, u64)> {
    let mut causes: Vec<(RecordCause, u64)> = Vec::new();
    for span in spans(logs) {
        let Some(cause) = &span.cause else { continue };
        let records = span.to - span.from;
        match causes.iter_mut().find(|(other, _)| other == cause) {
            Some((_, sum)) => *sum += records,
            None => causes.push((cause.clone(), records)),
        }
    }
    causes
}

#[cfg(test)]
mod tests {
    use sim_core::{EventId, PartitionId};

    use super::*;

    fn span(from: u64, to: u64, fate: RecordFate, event: Option<u64>) -> RecordSpan {
        RecordSpan {
            from,
            to,
            fate,
            consumer: None,
            again: None,
            cause: event.map(|event| RecordCause {
                event: EventId(event),
                text: "killed".into(),
                at: None,
                by_user: true,
            }),
        }
    }

    #[test]
    fn counters_causes_and_filters_agree() {
        let logs = [PartitionRecords {
            partition: PartitionId(0),
            log_end_offset: 20,
            spans: vec![
                span(0, 8, RecordFate::Committed, None),
                span(8, 11, RecordFate::Twice, Some(3)),
                span(11, 16, RecordFate::RunsAgain, Some(3)),
                span(16, 18, RecordFate::Lost, Some(4)),
                span(18, 20, RecordFate::InHand, None),
            ],
        }];
        assert_eq!(totals(&logs), ([8, 0, 8, 2, 0, 2], 5));
        let causes = causes(&logs);
        let records: Vec<u64> = causes.iter().map(|(_, records)| *records).collect();
        assert_eq!(records, [8, 2]);
        let mut filter = Filter::default();
        let left = |filter: &Filter| -> u64 {
            let left = logs[0].spans.iter().filter(|span| filter.leaves(span));
            left.map(|span| span.to - span.from).sum()
        };
        assert_eq!(left(&filter), 20);
        filter.toggle(TWICE);
        filter.toggle(LOST);
        assert_eq!(left(&filter), 10);
        filter.cause = Some(causes[1].0.clone());
        assert_eq!(left(&filter), 2, "fate and cause combine with and");
        filter.toggle(LOST);
        assert_eq!(left(&filter), 0);
    }
}
