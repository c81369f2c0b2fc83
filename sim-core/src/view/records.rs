//! What became of records, by ranges of offsets, and the life of a single one.

use super::WhyStep;
use locale::Text;

use crate::ids::{ConsumerId, EventId, PartitionId};
use crate::time::SimTime;

/// What became of a record in a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordFate {
    /// Processed once, and committed.
    Committed,
    /// Processed once, and not committed yet.
    Uncommitted,
    /// Processed once, not committed, and nobody is left to commit it: it will run twice.
    RunsAgain,
    /// Processed more than once.
    Twice,
    /// Committed past, never processed, and nobody alive will.
    Lost,
    /// Jumped over by a reset or a seek.
    Skipped,
    /// Committed past, not processed yet, somebody may still.
    AtRisk,
    /// Returned by `poll()`, not finished.
    InHand,
    /// In the log, not returned to anybody who still has it.
    Waiting,
}

/// Why records will run twice or did, are lost or skipped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordCause {
    /// The event that did it.
    pub event: EventId,
    /// In words that follow `40 records: `.
    pub text: Text,
    /// When, if that is told.
    pub at: Option<SimTime>,
    /// True = you did it.
    pub by_user: bool,
}

/// Neighbouring records with the same fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordSpan {
    /// First offset.
    pub from: u64,
    /// One past the last offset.
    pub to: u64,
    /// What became of them.
    pub fate: RecordFate,
    /// Who processed them first, or has them in hand.
    pub consumer: Option<ConsumerId>,
    /// Who processed them last, if more than once.
    pub again: Option<ConsumerId>,
    /// Why, where there is something to ask.
    pub cause: Option<RecordCause>,
}

/// The log of one partition from offset 0 to its end, without gaps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionRecords {
    /// The partition.
    pub partition: PartitionId,
    /// Next offset to be written.
    pub log_end_offset: u64,
    /// Its records in order.
    pub spans: Vec<RecordSpan>,
}

/// What befell one record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordLife {
    /// What became of it.
    pub fate: RecordFate,
    /// Since when that is so.
    pub since: SimTime,
    /// From its production to now.
    pub steps: Vec<WhyStep>,
}
