//! Records that were processed, now or in the batch in hand: how many of them again, and why.

use super::causes::RepeatCause;
use super::coverage::Change;
use super::fate::subtract;
use super::{Ledger, PartitionFate, ProcessedSpan};
use crate::scenario::Sink;

impl Ledger {
    /// `span` comes without repeats; the ledger finds them.
    pub(super) fn on_processed(&mut self, span: ProcessedSpan) {
        let is_plain = self.sink(span.consumer) == Sink::Plain;
        let range = span.range;
        let fate = self.fate_mut(span.group, range.partition);
        let change = fate.coverage.add(range.from, range.to);
        let was_lost = subtract(&mut fate.lost, range.from, range.to);
        let was_skipped = subtract(&mut fate.skipped, range.from, range.to);
        if let Some(reader) = fate
            .readers
            .iter_mut()
            .find(|r| r.consumer == span.consumer)
        {
            subtract(&mut reader.in_hand, range.from, range.to);
        }
        let extra_effects = if is_plain { change.extra() } else { 0 };
        fate.extra_effects += extra_effects;
        fate.twice += change.second;
        let span = judged(span, change, fate);
        let totals = self.totals.entry(span.group).or_default();
        totals.extra_effects += extra_effects;
        totals.once = totals.once + change.first - change.second;
        totals.twice += change.second;
        totals.extra_runs += change.extra();
        totals.lost -= was_lost;
        totals.skipped -= was_skipped;
        if span.repeats > 0 {
            self.repeats.push(span);
        }
        self.spans.push(span);
    }

    /// What `span`, which is finished but not told yet, will be and change.
    pub(crate) fn preview(&self, span: ProcessedSpan) -> (ProcessedSpan, Change) {
        let range = span.range;
        let Some(fate) = self.fate(span.group, range.partition) else {
            let change = Change {
                first: range.count(),
                ..Change::default()
            };
            return (span, change);
        };
        let change = fate.coverage.preview(range.from, range.to);
        (judged(span, change, fate), change)
    }
}

fn judged(span: ProcessedSpan, change: Change, fate: &PartitionFate) -> ProcessedSpan {
    let is_zombie = !fate
        .readers
        .iter()
        .any(|r| r.consumer == span.consumer && r.owns);
    let cause = if is_zombie {
        Some((RepeatCause::Zombie, span.event))
    } else {
        fate.handover
    };
    ProcessedSpan {
        repeats: change.extra(),
        cause: cause.filter(|_| change.extra() > 0),
        resumed: fate.resumed,
        ..span
    }
}
