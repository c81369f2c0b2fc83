//! Why a reset jumped over records.

use locale::{Text, say};

use super::{causes, figure_of, sentences};
use crate::effect::Effect;
use crate::history::StoryEntry;
use crate::ids::PartitionId;
use crate::ledger::SkippedSpan;
use crate::present;
use crate::simulation::Simulation;
use crate::view::{SkipCause, WhyMark, WhyStep, WhyView};

/// The last skip of a partition.
pub(super) fn last(simulation: &Simulation, id: PartitionId) -> Option<&SkippedSpan> {
    let mut newest_first = simulation.ledger.skips.iter().rev();
    newest_first.find(|span| span.range.partition == id)
}

pub(super) fn explain_skip(
    simulation: &Simulation,
    id: PartitionId,
    last: &SkippedSpan,
) -> WhyView {
    let name = simulation.world.directory.partition_name(id);
    let of_last = |span: &&SkippedSpan| {
        span.range.partition == id && span.group == last.group && span.event == last.event
    };
    let spans: Vec<&SkippedSpan> = simulation.ledger.skips.iter().filter(of_last).collect();
    let mut causes: Vec<(SkipCause, u64)> = Vec::new();
    for span in &spans {
        match causes.iter_mut().find(|(cause, _)| *cause == span.cause) {
            Some((_, records)) => *records += span.range.count(),
            None => causes.push((span.cause, span.range.count())),
        }
    }
    let parts = causes.iter().map(|(cause, records)| {
        say::records_because(say::records(*records), causes::skip_cause(*cause))
    });
    let answer = Text::joined(parts, " ");
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let told_before = |entry: &&&StoryEntry| {
        entry.event <= last.event
            && causes
                .iter()
                .any(|(cause, _)| is_reason(*cause, &entry.effect, last))
    };
    let mut steps: Vec<WhyStep> = story
        .iter()
        .rev()
        .find(told_before)
        .map(|entry| sentences::step(simulation, entry))
        .into_iter()
        .collect();
    let (letter, to) = (present::letter(last.consumer), last.range.to.to_string());
    let is_own = last.cause == SkipCause::Sought;
    let (fact, because) = if is_own {
        (say::seek_called(letter), say::seek_goes_on(to))
    } else {
        (say::no_usable_offset(letter), say::reset_decides(to))
    };
    let key = (!is_own).then_some("auto.offset.reset");
    steps.push(WhyStep {
        at: Some(last.at),
        mark: WhyMark::System,
        fact,
        because,
        setting: key.and_then(|key| sentences::setting(simulation, last.consumer, key)),
        event: Some(last.event),
    });
    WhyView {
        question: say::why_skipped(name),
        answer,
        log: figure_of(simulation, id, last.group),
        steps,
        harm: None,
    }
}

/// Whether a told effect is what `cause` speaks of.
fn is_reason(cause: SkipCause, effect: &Effect, span: &SkippedSpan) -> bool {
    match (cause, effect) {
        (SkipCause::DeletedByRetention, Effect::LogStartMoved { partition, .. }) => {
            *partition == span.range.partition
        }
        (
            SkipCause::OffsetsExpired,
            Effect::OffsetsExpired {
                group, partitions, ..
            },
        ) => *group == span.group && partitions.contains(&span.range.partition),
        (SkipCause::LatestOnNewPartition, Effect::PartitionsAdded { .. }) => true,
        _ => false,
    }
}
