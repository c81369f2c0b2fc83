//! Why: from effects and their reasons to a chain of sentences.
//!
//! A chain is found by walking the told effects backwards from what is asked about to the first
//! cause, each step by the rule of Kafka that links the two. Deliberately lacks stored text.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a question names the few effects it is about"
)]

mod causes;
mod chain;
mod hazards;
mod now;
mod sentences;
mod skipped;

use locale::{Text, say};

use crate::effect::{Effect, ProcessEnd, RemovalReason};
use crate::history::StoryEntry;
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId};
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::view::{Harm, LogFigure, ReadState, Segment, Target, WhyStep, WhyView};
use crate::{present, view};

pub(crate) use causes::{loss_cause, repeat_cause, skip_cause};
pub(crate) use now::now_line;
pub(crate) use sentences::step;

/// Answers the question that `target` raises at the present moment.
pub(crate) fn explain(simulation: &Simulation, target: Target) -> WhyView {
    match target {
        Target::Partition(id) if id.index() < simulation.world.directory.partition_count() => {
            explain_partition(simulation, id)
        }
        Target::Consumer(id) if id.index() < simulation.world.consumers.len() => {
            explain_consumer(simulation, id)
        }
        Target::Event(id) => explain_event(simulation, id),
        Target::Now | Target::Partition(_) | Target::Consumer(_) => explain_now(simulation),
    }
}

fn explain_now(simulation: &Simulation) -> WhyView {
    if let Some((_, id, _)) = simulation.history.stopped().min() {
        return explain_partition(simulation, id);
    }
    if let Some(loss) = simulation.ledger.losses.iter().next_back() {
        return hazards::explain_loss(simulation, loss);
    }
    if let Some(repeat) = hazards::last_repeat(simulation, |_| true) {
        return hazards::explain_repeat(simulation, &repeat);
    }
    let lab = present::lab(simulation);
    WhyView {
        question: say::is_anything_wrong(),
        answer: Text::joined([lab.now_line.fact, lab.now_line.consequence], " "),
        log: None,
        steps: last_told(simulation),
        harm: None,
    }
}

/// Answers why the worst harm so far came: the largest loss, else the most repeats, else the longest
/// stop.
pub(crate) fn worst(simulation: &Simulation) -> Option<WhyView> {
    let losses = simulation.ledger.losses.iter();
    if let Some(loss) = losses.max_by_key(|loss| loss.range.count()) {
        return Some(hazards::explain_loss(simulation, loss));
    }
    let repeats = simulation.ledger.repeats.iter();
    if let Some(repeat) = repeats.max_by_key(|span| span.repeats) {
        return Some(hazards::explain_repeat(simulation, repeat));
    }
    let matrix = present::matrix(simulation, SimTime::ZERO, simulation.now());
    let all = matrix.rows.iter().flat_map(|row| {
        let reading = (row.partition, row.group);
        stops(&row.segments).map(move |stop| (reading, stop))
    });
    let ((id, group), stop) = all.max_by_key(|(_, stop)| stop.to.since(stop.from))?;
    if stop.to == simulation.now() {
        return Some(explain_partition(simulation, id));
    }
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let lab = present::lab(simulation);
    let partition = group.and_then(|group| lab.reading(id, group))?;
    let stopped = chain::stop_of(simulation, &story, partition, stop.from);
    Some(WhyView {
        question: match lab.told_group(partition) {
            Some(group) => say::why_nobody_read_in(group, &partition.name),
            None => say::why_nobody_read(&partition.name),
        },
        answer: say::had_no_reader(stop.from, stop.to),
        log: None,
        steps: stopped
            .map(|index| steps_to(simulation, &story, index))
            .unwrap_or_default(),
        harm: Some(Harm::Stopped),
    })
}

/// Stretches without a reader, after the first one who read.
pub(crate) fn stops(segments: &[Segment]) -> impl Iterator<Item = &Segment> {
    let read = segments
        .iter()
        .skip_while(|segment| segment.reader.is_none());
    read.filter(|segment| segment.reader.is_none())
}

fn last_told(simulation: &Simulation) -> Vec<WhyStep> {
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let stable = |entry: &&StoryEntry| matches!(entry.effect, Effect::JoinPhaseCompleted { .. });
    let Some(last) = story.iter().rposition(stable) else {
        return Vec::new();
    };
    steps_to(simulation, &story, last)
}

/// The chain that ends with the told effect number `end`.
fn steps_to(simulation: &Simulation, story: &[&StoryEntry], end: usize) -> Vec<WhyStep> {
    let mut indices = vec![end];
    while let Some(before) = chain::predecessor(simulation, story, indices[indices.len() - 1]) {
        indices.push(before);
    }
    indices.reverse();
    // "You killed B" says it already.
    indices.retain(|index| {
        !matches!(
            story[*index].effect,
            Effect::ProcessEnded {
                how: ProcessEnd::Killed,
                ..
            }
        )
    });
    indices
        .into_iter()
        .map(|index| sentences::step(simulation, story[index]))
        .collect()
}

fn explain_partition(simulation: &Simulation, id: PartitionId) -> WhyView {
    let lab = present::lab(simulation);
    // Of several groups the one that stands still longest.
    let longest = |view: &&view::PartitionView| {
        (view.stopped_since.is_none(), view.stopped_since, view.group)
    };
    let Some(partition) = lab.readings_of(id).min_by_key(longest) else {
        return explain_now_line(&lab);
    };
    let mut losses = simulation.ledger.losses.iter();
    let loss = losses.rfind(|loss| loss.range.partition == id);
    // At the moment of a loss it matters more than the stop that comes with it.
    if let Some(loss) = loss.filter(|loss| loss.at == simulation.now()) {
        return hazards::explain_loss(simulation, loss);
    }
    let Some(since) = partition.stopped_since else {
        return hazards::of_partition(simulation, id)
            .unwrap_or_else(|| explain_reading(simulation, partition, &lab));
    };
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let mut steps = chain::stop_of(simulation, &story, partition, since)
        .map(|index| steps_to(simulation, &story, index))
        .unwrap_or_default();
    steps.extend(chain::since_stop(simulation, &story, partition, since));
    steps.extend(now::waiting_steps(simulation, &lab, partition));
    let waiting = partition.log_end_offset.saturating_sub(
        partition
            .processed_offset
            .max(partition.committed_offset.unwrap_or(0)),
    );
    WhyView {
        question: match lab.told_group(partition) {
            Some(group) => say::why_nobody_reads_in(group, &partition.name),
            None => say::why_nobody_reads(&partition.name),
        },
        answer: say::stopped_since(waiting, since),
        log: Some(log_figure(partition)),
        steps,
        harm: Some(Harm::Stopped),
    }
}

fn explain_now_line(lab: &view::LabView) -> WhyView {
    WhyView {
        question: say::what_is_going_on(),
        answer: lab.now_line.fact.clone(),
        log: None,
        steps: Vec::new(),
        harm: None,
    }
}

fn log_figure(partition: &view::PartitionView) -> LogFigure {
    let committed_offset = partition
        .committed_offset
        .unwrap_or(partition.log_start_offset);
    LogFigure {
        partition: partition.id,
        committed_offset,
        processed_offset: partition.processed_offset.max(committed_offset),
        log_end_offset: partition.log_end_offset,
        reader: partition.reader,
    }
}

fn explain_reading(
    simulation: &Simulation,
    partition: &view::PartitionView,
    lab: &view::LabView,
) -> WhyView {
    let reader = partition
        .reader
        .filter(|_| partition.state != ReadState::NeverAssigned);
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let given = story.iter().rposition(|entry| match &entry.effect {
        Effect::PartitionsAssigned {
            partitions,
            consumer,
        } => reader == Some(*consumer) && partitions.contains(&partition.id),
        _ => false,
    });
    let mut steps = given
        .map(|index| steps_to(simulation, &story, index))
        .unwrap_or_default();
    let question = match (reader, lab.told_group(partition)) {
        (Some(reader), _) => say::why_reads(present::letter(reader), &partition.name),
        (None, Some(group)) => say::why_nobody_reads_yet_in(group, &partition.name),
        (None, None) => say::why_nobody_reads_yet(&partition.name),
    };
    if reader.is_none() {
        steps.extend(now::waiting_steps(simulation, lab, partition));
    }
    let uncommitted = partition
        .processed_offset
        .saturating_sub(partition.committed_offset.unwrap_or(0));
    let answer = match (reader, partition.committed_offset) {
        (None, _) => say::never_assigned(),
        (Some(_), None) => say::nothing_committed_yet(uncommitted),
        (Some(_), Some(committed)) => say::committed_up_to(uncommitted, committed.to_string()),
    };
    WhyView {
        question,
        answer,
        log: Some(log_figure(partition)),
        steps,
        harm: None,
    }
}

fn figure_of(simulation: &Simulation, id: PartitionId, group: GroupId) -> Option<LogFigure> {
    present::lab(simulation).reading(id, group).map(log_figure)
}

fn explain_consumer(simulation: &Simulation, id: ConsumerId) -> WhyView {
    let lab = present::lab(simulation);
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let about = story
        .iter()
        .rposition(|entry| present::subject(&entry.effect).1 == Some(id));
    let mut steps = about
        .map(|index| steps_to(simulation, &story, index))
        .unwrap_or_default();
    let Some(consumer) = lab.consumers.get(id.index()) else {
        return explain_now_line(&lab);
    };
    let (question, answer, now) = now::consumer_question(&lab, consumer);
    steps.extend(now);
    WhyView {
        question,
        answer,
        log: None,
        steps,
        harm: None,
    }
}

fn explain_event(simulation: &Simulation, id: EventId) -> WhyView {
    let story: Vec<&StoryEntry> = simulation.history.story.iter().collect();
    let told = story.iter().rposition(|entry| entry.event == id);
    if let Some(why) = hazards::of_event(simulation, id) {
        return why;
    }
    let Some(index) = told else {
        return explain_now(simulation);
    };
    let row = present::row(simulation, story[index]);
    WhyView {
        question: say::what_led_to_this(),
        answer: say::at_moment(row.at, row.text),
        log: None,
        steps: steps_to(simulation, &story, index),
        harm: None,
    }
}

/// Which told effect removed a member of `consumer` for silence.
pub(crate) fn is_session_expiry_of(effect: &Effect, consumer: ConsumerId) -> bool {
    matches!(effect, Effect::MemberRemoved { consumer: who, reason: RemovalReason::SessionExpired, was_pending: false, .. } if *who == consumer)
}

pub(crate) fn group_of(simulation: &Simulation, consumer: ConsumerId) -> GroupId {
    simulation.world.consumers[consumer.index()].group
}
