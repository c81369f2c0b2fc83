//! Why a reset jumped over records.

use super::{figure_of, sentences};
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
    let parts: Vec<String> = causes
        .iter()
        .map(|(cause, records)| format!("{records} records: {}.", skip_cause(*cause)))
        .collect();
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
    steps.push(WhyStep {
        at: Some(last.at),
        mark: WhyMark::System,
        fact: format!("{} has no usable offset,", present::letter(last.consumer)),
        because: format!(
            "so auto.offset.reset decides; it goes on at {}.",
            last.range.to
        ),
        setting: sentences::setting(simulation, last.consumer, "auto.offset.reset"),
        event: Some(last.event),
    });
    WhyView {
        question: format!("Why were records of {name} skipped?"),
        answer: parts.join(" "),
        log: figure_of(simulation, id),
        steps,
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

/// What a skip's cause means, after "N records: ".
pub(crate) fn skip_cause(cause: SkipCause) -> &'static str {
    match cause {
        SkipCause::LatestInNewGroup => {
            "they were there before the group had an offset, and latest begins at the end"
        }
        SkipCause::LatestOnNewPartition => {
            "they came into a new partition before it was read, and latest begins at the end"
        }
        SkipCause::DeletedByRetention => "retention deleted what was not read in time",
        SkipCause::Sought => "the program’s own seek() jumped over them",
        SkipCause::ByDuration => "they were older than by_duration reaches back",
        SkipCause::OffsetsExpired => {
            "the group’s committed offsets had expired, and the reset jumped over them"
        }
    }
}
