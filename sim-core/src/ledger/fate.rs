//! What became of one partition's records in one group, and who is reading them.

use super::StoredCommit;
use super::causes::{LossCause, RepeatCause};
use super::coverage::Coverage;
use crate::effect::PositionSource;
use crate::ids::{ConsumerId, EventId};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Reader {
    pub(super) consumer: ConsumerId,
    pub(super) position: u64,
    /// Returned by `poll()` and not finished, sorted.
    pub(super) in_hand: Vec<(u64, u64)>,
    /// Still believes to own it.
    pub(super) owns: bool,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct PartitionFate {
    pub coverage: Coverage,
    pub committed: Option<u64>,
    pub skipped: Vec<(u64, u64)>,
    pub lost: Vec<(u64, u64)>,
    pub(super) at_risk: u64,
    pub extra_effects: u64,
    /// Processed more than once.
    pub twice: u64,
    pub(super) readers: Vec<Reader>,
    /// The committed offset has expired, and none was stored since. `committed` stays: what was
    /// below it unprocessed is lost until a reset says otherwise.
    pub(super) expired: Option<EventId>,
    /// How the last owner before the present one ended, and by which event.
    pub(super) handover: Option<(RepeatCause, EventId)>,
    pub(super) stored: Option<StoredCommit>,
    /// What that commit makes of records that nobody is left to process.
    pub(super) stored_loss: Option<LossCause>,
    pub(super) resumed: Option<StoredCommit>,
    /// Highest committed offset, and who moved the commit back below it.
    pub(super) highest: u64,
    pub(super) moved_back: Option<(RepeatCause, EventId)>,
    /// A commit without an answer when its process was killed: whose, and up to where.
    pub(super) on_its_way: Option<(ConsumerId, u64)>,
}

impl PartitionFate {
    /// A reader begins where `source` says: what its repeats will be due to.
    pub(super) fn hand_over(&mut self, source: PositionSource, event: EventId) {
        match source {
            PositionSource::Committed if self.moved_back.is_some() => {
                self.handover = self.moved_back;
            }
            PositionSource::Reset(_) if self.handover.is_none() || self.stored.is_some() => {
                self.handover = Some((RepeatCause::Reset, event));
            }
            PositionSource::Seek => self.handover = Some((RepeatCause::Sought, event)),
            PositionSource::Committed | PositionSource::Outside | PositionSource::Reset(_) => {}
        }
    }

    /// Whether a reader has finished everything before `offset`.
    pub(crate) fn is_passed(&self, offset: u64) -> bool {
        let has_finished = |reader: &Reader| {
            reader.owns
                && reader.position >= offset
                && reader.in_hand.iter().all(|(from, _)| *from >= offset)
        };
        self.readers.iter().any(has_finished)
    }

    /// Who holds `offset` unfinished.
    pub(crate) fn holder(&self, offset: u64) -> Option<ConsumerId> {
        let holds = |reader: &&Reader| reader.in_hand.iter().any(|span| contains(*span, offset));
        self.readers.iter().find(holds).map(|it| it.consumer)
    }

    /// `offset` was processed and lies beyond the commit: how it comes that nobody is left to
    /// commit it, so that it will be processed again.
    pub(crate) fn runs_again(&self, offset: u64) -> Option<(RepeatCause, EventId)> {
        let committed = self.committed.filter(|_| self.expired.is_none())?;
        let is_behind = |reader: &Reader| reader.owns && reader.position > offset;
        let is_kept = self.holder(offset).is_none() && self.readers.iter().any(is_behind);
        self.handover.filter(|_| offset >= committed && !is_kept)
    }

    /// Offsets at which what becomes of a record may change.
    pub(crate) fn bounds(&self) -> Vec<u64> {
        let mut bounds: Vec<u64> = self.committed.into_iter().collect();
        let held = self.readers.iter().flat_map(|reader| &reader.in_hand);
        for (from, to) in held.chain(&self.lost).chain(&self.skipped) {
            bounds.extend([*from, *to]);
        }
        bounds.extend(self.readers.iter().map(|reader| reader.position));
        bounds
    }

    pub(crate) fn at_risk(&self) -> u64 {
        self.at_risk
    }

    /// How the killing of `consumer` looks to whoever reads on.
    pub(super) fn killed(&self, consumer: ConsumerId) -> RepeatCause {
        let stored = self.stored.map_or(0, |commit| commit.offset);
        match self.on_its_way {
            Some((who, to)) if who == consumer && stored < to => RepeatCause::KilledCommitLost,
            Some((who, _)) if who == consumer => RepeatCause::KilledCommitStored,
            Some(_) | None => RepeatCause::Killed,
        }
    }

    pub(super) fn store(&mut self, stored: StoredCommit, loss: LossCause) {
        let is_owner = self
            .readers
            .iter()
            .any(|r| r.consumer == stored.by && r.owns);
        let is_posthumous = self.on_its_way.is_some_and(|(who, _)| who == stored.by);
        let loss = match loss {
            LossCause::CommittedThenGivenUp if is_posthumous => LossCause::CommittedThenKilled,
            LossCause::CommittedThenGivenUp if !is_owner => LossCause::LateCommit,
            other => other,
        };
        // What an earlier commit put at risk stays its doing.
        if loss != LossCause::CommittedThenGivenUp {
            self.stored_loss = Some(loss);
        } else if self.at_risk == 0 {
            self.stored_loss = None;
        }
        self.committed = Some(stored.offset);
        self.stored = Some(stored);
        if stored.offset >= self.highest {
            self.highest = stored.offset;
            self.moved_back = None;
            if is_posthumous && let Some((RepeatCause::KilledCommitLost, killed)) = self.handover {
                self.handover = Some((self.killed(stored.by), killed));
            }
            return;
        }
        let cause = if is_owner {
            RepeatCause::StaleCommit
        } else {
            RepeatCause::LateCommit
        };
        self.moved_back = Some((cause, stored.event));
    }
}

/// Records of `from..to` that some living process may still process, and the rest.
pub(super) fn split_by_readers(from: u64, to: u64, readers: &[Reader]) -> (u64, Vec<(u64, u64)>) {
    // Whoever has its position at or before a record reads everything from there on.
    let first_readable = readers
        .iter()
        .filter(|r| r.owns)
        .map(|r| r.position)
        .min()
        .unwrap_or(u64::MAX);
    let unread_to = to.min(first_readable.max(from));
    let mut hopeful = to - unread_to;
    let mut hopeless = vec![(from, unread_to)];
    for (low, high) in readers.iter().flat_map(|r| r.in_hand.iter().copied()) {
        hopeful += subtract(&mut hopeless, low, high);
    }
    hopeless.retain(|(from, to)| from < to);
    (hopeful, hopeless)
}

/// Adds a range to sorted ones. The same record twice in the same hands counts once.
pub(super) fn hold(ranges: &mut Vec<(u64, u64)>, (from, to): (u64, u64)) {
    subtract(ranges, from, to);
    let place = ranges.partition_point(|(low, _)| *low < from);
    ranges.insert(place, (from, to));
}

/// Whether a range holds `offset`.
pub(crate) fn contains((from, to): (u64, u64), offset: u64) -> bool {
    from <= offset && offset < to
}

/// Offsets in disjoint ranges.
pub(crate) fn length(ranges: &[(u64, u64)]) -> u64 {
    ranges.iter().map(|(from, to)| to - from).sum()
}

/// Takes `from..to` out of sorted ranges; returns how many offsets were in them.
pub(super) fn subtract(ranges: &mut Vec<(u64, u64)>, from: u64, to: u64) -> u64 {
    if ranges.is_empty() {
        return 0;
    }
    let before = length(ranges);
    let kept: Vec<(u64, u64)> = ranges
        .iter()
        .flat_map(|(low, high)| [(*low, (*high).min(from)), ((*low).max(to), *high)])
        .filter(|(low, high)| low < high)
        .collect();
    *ranges = kept;
    before - length(ranges)
}

/// The parts of a range outside others.
pub(crate) fn without(span: (u64, u64), holes: &[(u64, u64)]) -> Vec<(u64, u64)> {
    let mut rest = vec![span];
    for (from, to) in holes {
        subtract(&mut rest, *from, *to);
    }
    rest.retain(|(from, to)| from < to);
    rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subtract_cuts_and_counts() {
        let mut ranges = vec![(0, 10), (20, 30)];
        assert_eq!(subtract(&mut ranges, 5, 25), 10);
        assert_eq!(ranges, [(0, 5), (25, 30)]);
    }

    #[test]
    fn a_reader_behind_a_gap_keeps_hope() {
        let reader = |position, in_hand, owns| Reader {
            consumer: ConsumerId(0),
            position,
            in_hand,
            owns,
        };
        assert_eq!(split_by_readers(10, 20, &[]), (0, vec![(10, 20)]));
        assert_eq!(
            split_by_readers(10, 20, &[reader(15, Vec::new(), true)]),
            (5, vec![(10, 15)])
        );
        assert_eq!(
            split_by_readers(10, 20, &[reader(30, vec![(12, 14)], false)]),
            (2, vec![(10, 12), (14, 20)])
        );
    }
}
