//! One record from its production to now.

use super::{contains, records};
use crate::explain;
use crate::history::StoryEntry;
use crate::ids::{EventId, GroupId, PartitionId};
use crate::present::{in_hand, letter};
use crate::protocol::RecordRange;
use crate::simulation::Simulation;
use crate::sorting;
use crate::time::SimTime;
use crate::view::{RecordFate, RecordLife, RecordSpan, WhyMark, WhyStep};

/// Whose record it is: group, partition, offset.
type Place = (GroupId, PartitionId, u64);

/// What befell one record; nothing if it is not written yet.
pub(crate) fn life(simulation: &Simulation, place: Place) -> Option<RecordLife> {
    let (group, partition, offset) = place;
    let all = records(simulation, group);
    let log = all.iter().find(|log| log.partition == partition)?;
    let span = log
        .spans
        .iter()
        .find(|span| contains((span.from, span.to), offset))?;
    let mut steps = vec![produced(simulation, partition, offset)];
    steps.extend(returns(simulation, place));
    let runs = runs(simulation, place);
    let second = runs.get(1).and_then(|step| step.at);
    steps.extend(runs);
    steps.extend(commits(simulation, place));
    steps.extend(cause(simulation, span));
    sorting::sort_by_key(&mut steps, |step| step.at);
    let caused = span.cause.and_then(|cause| cause.at);
    let last = steps.last().and_then(|step| step.at);
    let since = second.or(caused).or(last).unwrap_or(simulation.now());
    steps.push(now(simulation, place, span));
    Some(RecordLife {
        fate: span.fate,
        since,
        steps,
    })
}

fn told(at: SimTime, fact: impl Into<String>, because: String, event: Option<EventId>) -> WhyStep {
    WhyStep {
        at: Some(at),
        mark: WhyMark::System,
        fact: fact.into(),
        because,
        setting: None,
        event,
    }
}

fn produced(simulation: &Simulation, partition: PartitionId, offset: u64) -> WhyStep {
    let at = simulation.world.broker.logs[partition.index()].written_at(offset);
    let name = simulation.world.directory.partition_name(partition);
    let when = if at == SimTime::ZERO {
        ", before the run began"
    } else {
        ""
    };
    told(at, "Produced", format!("to {name}{when}."), None)
}

/// How many others a range has beside one.
fn company(range: RecordRange) -> String {
    match range.count() {
        1 => "alone".to_owned(),
        2 => "with 1 other".to_owned(),
        count => format!("with {} others", count - 1),
    }
}

fn is_of(range: RecordRange, partition: PartitionId, offset: u64) -> bool {
    range.partition == partition && contains((range.from, range.to), offset)
}

fn returns(simulation: &Simulation, (group, partition, offset): Place) -> Vec<WhyStep> {
    let returned = simulation.ledger.returned.iter();
    returned
        .filter(|span| span.group == group && is_of(span.range, partition, offset))
        .map(|span| {
            let because = format!("{} of its partition.", company(span.range));
            let fact = format!("{}’s poll() returns it", letter(span.consumer));
            told(span.at, fact, because, Some(span.event))
        })
        .collect()
}

fn runs(simulation: &Simulation, (group, partition, offset): Place) -> Vec<WhyStep> {
    let in_hand = in_hand(simulation);
    let known = simulation.ledger.spans.iter();
    known
        .chain(in_hand.iter().map(|(span, _)| span))
        .filter(|span| span.group == group && is_of(span.range, partition, offset))
        .enumerate()
        .map(|(before, span)| {
            let again = if before == 0 { "" } else { " again" };
            let fact = format!("{} has processed it{again}", letter(span.consumer));
            let because = format!(
                "{}, from {} to {}, in generation {}.",
                company(span.range),
                span.started,
                span.finished,
                span.generation_id.0
            );
            told(span.finished, fact, because, Some(span.event))
        })
        .collect()
}

/// The commits that covered it, each the first after one that did not.
fn commits(simulation: &Simulation, (group, partition, offset): Place) -> Vec<WhyStep> {
    let mut is_covered = false;
    let mut steps = Vec::new();
    for moved in simulation.ledger.commits.iter() {
        let commit = moved.commit;
        let covers = commit.offset > offset;
        if moved.group != group || moved.partition != partition || covers == is_covered {
            continue;
        }
        is_covered = covers;
        let fact = format!("{} commits {},", letter(commit.by), commit.offset);
        let because = if covers {
            "which covers it."
        } else {
            "which does not cover it any more."
        };
        let step = told(commit.at, fact, because.to_owned(), Some(commit.event));
        steps.push(step);
    }
    steps
}

/// The event that decided, as the event list tells it.
fn cause(simulation: &Simulation, span: &RecordSpan) -> Option<WhyStep> {
    let event = span.cause?.event;
    let story = &simulation.history.story;
    let first: &StoryEntry = story.since(|entry| entry.event < event).next()?;
    (first.event == event).then(|| explain::step(simulation, first))
}

fn now(simulation: &Simulation, (group, partition, _): Place, span: &RecordSpan) -> WhyStep {
    let committed = simulation.committed_offset(group, partition);
    let next = format!(
        "whoever reads on begins at the committed {}",
        committed.unwrap_or(0)
    );
    let (fact, because) = match span.fate {
        RecordFate::Committed => ("Processed once,", "and committed"),
        RecordFate::Uncommitted => ("Processed once,", "not committed yet"),
        RecordFate::RunsAgain => ("Will run twice:", &*next),
        RecordFate::Twice => ("Ran more than once:", ""),
        RecordFate::Lost => ("Lost:", "committed past, and nobody will process it"),
        RecordFate::Skipped => ("Skipped:", "nobody reads it unless a position goes back"),
        RecordFate::AtRisk => ("At risk:", "committed past, and not processed yet"),
        RecordFate::InHand => ("In hand,", "not finished yet"),
        RecordFate::Waiting => ("Waiting", "to be read"),
    };
    let why = span.cause.map(|cause| cause.text).unwrap_or_default();
    let joint = if because.is_empty() || why.is_empty() {
        ""
    } else {
        "; "
    };
    let because = format!("{because}{joint}{why}.");
    WhyStep {
        mark: WhyMark::Now,
        ..told(simulation.now(), fact, because, None)
    }
}
