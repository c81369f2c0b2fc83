//! Why records were processed again or lost: the cause, the commit that was or was not made, and
//! who processed them before, again, or never.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a question names the few effects it is about"
)]

use locale::{Text, say};

use super::{causes, explain_now_line, figure_of, skipped, steps_to};
use crate::effect::Effect;
use crate::history::StoryEntry;
use crate::ids::{EventId, PartitionId};
use crate::ledger::{LostSpan, ProcessedSpan, RepeatCause, StoredCommit};
use crate::present;
use crate::simulation::Simulation;
use crate::sorting;
use crate::view::{Harm, SkipCause, WhyMark, WhyStep, WhyView};

/// The newest repeat that is wanted; the batch in hand is the newest.
pub(super) fn last_repeat(
    simulation: &Simulation,
    is_wanted: impl Fn(&ProcessedSpan) -> bool,
) -> Option<ProcessedSpan> {
    let in_hand = present::in_hand(simulation).into_iter();
    in_hand
        .map(|(span, _)| span)
        .rfind(|span| span.repeats > 0 && is_wanted(span))
        .or_else(|| {
            let told = simulation.ledger.repeats.iter();
            told.copied().rfind(is_wanted)
        })
}

/// The newest hazard of a partition.
pub(super) fn of_partition(simulation: &Simulation, id: PartitionId) -> Option<WhyView> {
    let repeat = last_repeat(simulation, |span| span.range.partition == id);
    let mut losses = simulation.ledger.losses.iter();
    let loss = losses.rfind(|loss| loss.range.partition == id);
    // What latest jumps over at the start is as it should be, and told at that moment only.
    let skip = skipped::last(simulation, id)
        .filter(|skip| skip.cause != SkipCause::LatestInNewGroup || skip.at == simulation.now());
    let events = [
        loss.map(|loss| loss.event),
        repeat.map(|span| span.event),
        skip.map(|skip| skip.event),
    ];
    let newest = events.into_iter().flatten().max()?;
    let why = match (loss, repeat, skip) {
        (Some(loss), _, _) if loss.event == newest => explain_loss(simulation, loss),
        (_, Some(span), _) if span.event == newest => explain_repeat(simulation, &span),
        (_, _, Some(skip)) => skipped::explain_skip(simulation, id, skip),
        _ => explain_now_line(&present::lab(simulation)),
    };
    Some(why)
}

/// The hazard that one event brought.
pub(super) fn of_event(simulation: &Simulation, id: EventId) -> Option<WhyView> {
    let ledger = &simulation.ledger;
    if let Some(span) = ledger.repeats.iter().find(|span| span.event == id) {
        return Some(explain_repeat(simulation, span));
    }
    if let Some(skip) = ledger.skips.iter().find(|skip| skip.event == id) {
        return Some(skipped::explain_skip(
            simulation,
            skip.range.partition,
            skip,
        ));
    }
    None
}

pub(super) fn explain_repeat(simulation: &Simulation, span: &ProcessedSpan) -> WhyView {
    let id = span.range.partition;
    let name = simulation.world.directory.partition_name(id);
    let kind = span.cause.map(|(kind, _)| kind);
    // Each batch of a zombie is an event of its own, but one story.
    let is_same = |other: &ProcessedSpan| {
        (other.group, other.range.partition) == (span.group, id)
            && (other.cause == span.cause
                || kind == Some(RepeatCause::Zombie)
                    && other.cause.map(|(kind, _)| kind) == kind
                    && other.consumer == span.consumer)
    };
    let in_hand = present::in_hand(simulation);
    let told = simulation.ledger.repeats.iter();
    let all = told.chain(in_hand.iter().map(|(span, _)| span));
    let records: u64 = all
        .filter(|other| is_same(other))
        .map(|other| other.repeats)
        .sum();
    let mut steps = causes_of(simulation, span);
    steps.extend(first_run(simulation, span));
    steps.push(WhyStep {
        at: Some(span.started),
        mark: WhyMark::System,
        fact: say::processes_again(
            present::letter(span.consumer),
            name,
            span.range.from.to_string(),
        ),
        because: resumed_at(span),
        setting: causes::setting_of_repeat(simulation, span),
        event: Some(span.event),
    });
    // The first processing may lie before the cause.
    sorting::sort_by_key(&mut steps, |step| step.at);
    WhyView {
        question: say::why_twice(name),
        answer: say::records_because(say::records(records), causes::repeat_cause(kind)),
        log: figure_of(simulation, id, span.group),
        steps,
        harm: Some(Harm::Twice),
    }
}

/// From the first cause to the assignment that led to the second processing.
fn causes_of(simulation: &Simulation, span: &ProcessedSpan) -> Vec<WhyStep> {
    let id = span.range.partition;
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let cause = span
        .cause
        .and_then(|(_, event)| story.iter().position(|entry| entry.event == event));
    let mut steps = cause
        .map(|index| steps_to(simulation, &story, index))
        .unwrap_or_default();
    steps.extend(commit_on_its_way(span, &story));
    let given = story.iter().rposition(|entry| {
        let is_assignment = matches!(&entry.effect, Effect::PartitionsAssigned { partitions, consumer } if *consumer == span.consumer && partitions.contains(&id));
        is_assignment && entry.at <= span.started
    });
    if let Some(given) = given {
        for step in steps_to(simulation, &story, given) {
            if steps
                .iter()
                .all(|known| known.event != step.event || known.fact != step.fact)
            {
                steps.push(step);
            }
        }
    }
    steps
}

/// The commit that was under way when the reader before was killed.
fn commit_on_its_way(span: &ProcessedSpan, story: &[&StoryEntry]) -> Option<WhyStep> {
    let (kind, killed) = span.cause?;
    let because = match kind {
        RepeatCause::Killed => say::no_commit_on_its_way(),
        RepeatCause::KilledCommitLost => say::commit_never_arrived(),
        RepeatCause::KilledCommitStored => say::commit_was_stored(),
        _ => return None,
    };
    let ended = story.iter().find(|entry| {
        entry.event == killed && matches!(entry.effect, Effect::ProcessEnded { .. })
    })?;
    let sent = story.iter().rev().find_map(|entry| match &entry.effect {
        Effect::CommitUnanswered {
            consumer, offsets, ..
        } if entry.event == killed => {
            let own = offsets.iter().find(|(id, _)| *id == span.range.partition);
            own.map(|(_, offset)| (*consumer, *offset))
        }
        _ => None,
    });
    let fact = match (sent, &ended.effect) {
        (Some((consumer, offset)), _) => {
            say::commit_not_answered(present::letter(consumer), offset.to_string())
        }
        (None, Effect::ProcessEnded { consumer, .. }) => say::why_dead(present::letter(*consumer)),
        _ => return None,
    };
    Some(WhyStep {
        at: Some(ended.at),
        mark: WhyMark::System,
        fact,
        because,
        setting: None,
        event: Some(killed),
    })
}

fn resumed_at(span: &ProcessedSpan) -> Text {
    match (span.resumed, span.cause) {
        (Some(commit), _) => commit_words(commit),
        (None, Some((RepeatCause::OffsetsExpired, _))) => say::no_committed_offset_any_more(),
        (None, _) => say::nothing_had_been_committed(),
    }
}

fn commit_words(commit: StoredCommit) -> Text {
    let who = present::letter(commit.by);
    say::last_commit_says(who, commit.at, commit.offset.to_string())
}

/// Who processed the first of these records before, and when.
fn first_run(simulation: &Simulation, span: &ProcessedSpan) -> Option<WhyStep> {
    let offset = span.range.from;
    let earlier = simulation.ledger.spans.iter().find(|other| {
        other.group == span.group
            && other.range.partition == span.range.partition
            && (other.range.from..other.range.to).contains(&offset)
            && other.event < span.event
    })?;
    let because = say::generation_first_time(earlier.generation_id.0.to_string());
    Some(processed(simulation, earlier, because))
}

fn processed(simulation: &Simulation, span: &ProcessedSpan, because: Text) -> WhyStep {
    let name = simulation
        .world
        .directory
        .partition_name(span.range.partition);
    WhyStep {
        at: Some(span.finished),
        mark: WhyMark::System,
        fact: say::processed_up_to(
            present::letter(span.consumer),
            name,
            span.range.to.to_string(),
        ),
        because,
        setting: None,
        event: Some(span.event),
    }
}

pub(super) fn explain_loss(simulation: &Simulation, last: &LostSpan) -> WhyView {
    let id = last.range.partition;
    let name = simulation.world.directory.partition_name(id);
    let losses = simulation.ledger.losses.iter();
    let records: u64 = losses
        .filter(|loss| (loss.group, loss.range.partition) == (last.group, id))
        .filter(|loss| loss.cause == last.cause)
        .map(|loss| loss.range.count())
        .sum();
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let cause = story.iter().position(|entry| entry.event == last.event);
    let mut steps = Vec::new();
    let before = simulation.ledger.spans.iter().rfind(|span| {
        span.group == last.group
            && span.range.partition == id
            && span.range.to <= last.range.from
            && span.event <= last.event
    });
    steps.extend(before.map(|span| processed(simulation, span, Text::default())));
    steps.extend(last.commit.map(|commit| WhyStep {
        at: Some(commit.at),
        mark: WhyMark::System,
        fact: say::who_commits(present::letter(commit.by), commit.offset.to_string()),
        because: say::from_not_processed(name, last.range.from.to_string()),
        setting: None,
        event: Some(commit.event),
    }));
    steps.extend(
        cause
            .into_iter()
            .flat_map(|index| steps_to(simulation, &story, index)),
    );
    steps.push(WhyStep {
        at: Some(last.at),
        mark: WhyMark::System,
        fact: match last.range.count() {
            1 => say::offset_never_processed(name, last.range.from.to_string()),
            _ => say::offsets_never_processed(
                name,
                last.range.from.to_string(),
                (last.range.to - 1).to_string(),
            ),
        },
        because: say::never_processed_because(),
        setting: None,
        event: Some(last.event),
    });
    sorting::sort_by_key(&mut steps, |step| step.at);
    WhyView {
        question: say::why_lost(name),
        answer: say::records_because(say::records(records), causes::loss_cause(last.cause)),
        log: figure_of(simulation, id, last.group),
        steps,
        harm: Some(Harm::Lost),
    }
}
