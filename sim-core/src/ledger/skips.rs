//! Records that a reset jumped over, and why it did.

use crate::config::OffsetReset;
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId};
use crate::protocol::RecordRange;
use crate::time::SimTime;
use crate::view::SkipCause;

/// Records that became skipped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SkippedSpan {
    /// In which group.
    pub group: GroupId,
    /// Which records.
    pub range: RecordRange,
    /// Whose reset it was.
    pub consumer: ConsumerId,
    /// When.
    pub at: SimTime,
    /// Why.
    pub cause: SkipCause,
    /// Event that did it.
    pub event: EventId,
}

/// What the log and the group looked like when a position was reset.
#[derive(Clone, Copy, Debug)]
pub(super) struct ResetSituation {
    /// None: the program's own `seek()`.
    pub policy: Option<OffsetReset>,
    pub log_start_offset: u64,
    /// The position or the committed offset was outside the log.
    pub was_out_of_range: bool,
    pub has_expired: bool,
    pub is_new_partition: bool,
}

impl ResetSituation {
    /// Splits what was jumped over by cause.
    pub(super) fn causes(self, (from, to): (u64, u64)) -> Vec<(u64, u64, SkipCause)> {
        let deleted_to = self.log_start_offset.clamp(from, to);
        let kept = if self.policy.is_none() {
            SkipCause::Sought
        } else if self.has_expired {
            SkipCause::OffsetsExpired
        } else if self.was_out_of_range {
            SkipCause::DeletedByRetention
        } else if matches!(self.policy, Some(OffsetReset::ByDuration(_))) {
            SkipCause::ByDuration
        } else if self.is_new_partition {
            SkipCause::LatestOnNewPartition
        } else {
            SkipCause::LatestInNewGroup
        };
        let mut parts = vec![
            (from, deleted_to, SkipCause::DeletedByRetention),
            (deleted_to, to, kept),
        ];
        parts.retain(|(from, to, _)| from < to);
        parts
    }
}

/// The logs as the ledger knows them from effects.
#[derive(Clone, Debug, Default)]
pub(super) struct LogWatch {
    starts: Vec<u64>,
    /// Partitions of the scenario.
    initial: usize,
    /// When each later one was added.
    added: Vec<EventId>,
}

impl LogWatch {
    pub(super) fn new(partitions: usize) -> Self {
        Self {
            starts: Vec::new(),
            initial: partitions,
            added: Vec::new(),
        }
    }

    pub(super) fn on_added(&mut self, count: u32, event: EventId) {
        self.added.extend((0..count).map(|_| event));
    }

    pub(super) fn on_start_moved(&mut self, partition: PartitionId, offset: u64) {
        if self.starts.len() <= partition.index() {
            self.starts.resize(partition.index() + 1, 0);
        }
        self.starts[partition.index()] = offset;
    }

    pub(super) fn start_of(&self, partition: PartitionId) -> u64 {
        self.starts.get(partition.index()).copied().unwrap_or(0)
    }

    /// Whether the partition was added after `event`.
    pub(super) fn is_newer_than(&self, partition: PartitionId, event: EventId) -> bool {
        partition
            .index()
            .checked_sub(self.initial)
            .and_then(|index| self.added.get(index))
            .is_some_and(|added| *added > event)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_deleted_is_told_from_what_was_jumped_over() {
        let latest = ResetSituation {
            policy: Some(OffsetReset::Latest),
            log_start_offset: 4,
            was_out_of_range: false,
            has_expired: false,
            is_new_partition: true,
        };
        assert_eq!(
            latest.causes((0, 9)),
            [
                (0, 4, SkipCause::DeletedByRetention),
                (4, 9, SkipCause::LatestOnNewPartition)
            ]
        );
        let expired = ResetSituation {
            has_expired: true,
            ..latest
        };
        assert_eq!(expired.causes((6, 9)), [(6, 9, SkipCause::OffsetsExpired)]);
    }
}
