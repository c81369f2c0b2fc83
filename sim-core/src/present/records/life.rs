//! One record from its production to now.

use locale::{Text, say};

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
    let caused = span.cause.as_ref().and_then(|cause| cause.at);
    let last = steps.last().and_then(|step| step.at);
    let since = second.or(caused).or(last).unwrap_or(simulation.now());
    steps.push(now(simulation, place, span));
    Some(RecordLife {
        fate: span.fate,
        since,
        steps,
    })
}

fn told(at: SimTime, fact: Text, because: Text, event: Option<EventId>) -> WhyStep {
    WhyStep {
        at: Some(at),
        mark: WhyMark::System,
        fact,
        because,
        setting: None,
        event,
    }
}

fn produced(simulation: &Simulation, partition: PartitionId, offset: u64) -> WhyStep {
    let at = simulation.world.broker.logs[partition.index()].written_at(offset);
    let name = simulation.world.directory.partition_name(partition);
    let because = if at == SimTime::ZERO {
        say::life_to_before(name)
    } else {
        say::life_to(name)
    };
    told(at, say::life_produced(), because, None)
}

fn is_of(range: RecordRange, partition: PartitionId, offset: u64) -> bool {
    range.partition == partition && contains((range.from, range.to), offset)
}

fn returns(simulation: &Simulation, (group, partition, offset): Place) -> Vec<WhyStep> {
    let returned = simulation.ledger.returned.iter();
    returned
        .filter(|span| span.group == group && is_of(span.range, partition, offset))
        .map(|span| {
            let because = say::life_company(span.range.count() - 1);
            let fact = say::life_returns(letter(span.consumer));
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
            let fact = if before == 0 {
                say::life_processed(letter(span.consumer))
            } else {
                say::life_processed_again(letter(span.consumer))
            };
            let because = say::life_run(
                span.range.count() - 1,
                span.started,
                span.finished,
                span.generation_id.0.to_string(),
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
        let fact = say::life_commits(letter(commit.by), commit.offset.to_string());
        let because = if covers {
            say::life_covers()
        } else {
            say::life_uncovers()
        };
        let step = told(commit.at, fact, because, Some(commit.event));
        steps.push(step);
    }
    steps
}

/// The event that decided, as the event list tells it.
fn cause(simulation: &Simulation, span: &RecordSpan) -> Option<WhyStep> {
    let event = span.cause.as_ref()?.event;
    let story = &simulation.history.story;
    let first: &StoryEntry = story.since(|entry| entry.event < event).next()?;
    (first.event == event).then(|| explain::step(simulation, first))
}

fn now(simulation: &Simulation, (group, partition, _): Place, span: &RecordSpan) -> WhyStep {
    let committed = simulation.committed_offset(group, partition);
    let next = committed.unwrap_or(0).to_string();
    let why = span.cause.as_ref().map(|cause| cause.text.clone());
    let (fact, because) = match (span.fate, why) {
        (RecordFate::Committed, _) => (say::fate_committed(), say::fate_committed_because()),
        (RecordFate::Uncommitted, _) => (say::fate_uncommitted(), say::fate_uncommitted_because()),
        (RecordFate::RunsAgain, None) => {
            (say::fate_runs_again(), say::fate_runs_again_because(next))
        }
        (RecordFate::RunsAgain, Some(why)) => (
            say::fate_runs_again(),
            say::fate_runs_again_cause(next, why),
        ),
        (RecordFate::Twice, why) => (
            say::fate_twice(),
            say::fate_cause(why.unwrap_or_else(|| explain::repeat_cause(None))),
        ),
        (RecordFate::Lost, why) => (
            say::fate_lost(),
            say::fate_lost_cause(why.unwrap_or_default()),
        ),
        (RecordFate::Skipped, why) => (
            say::fate_skipped(),
            say::fate_skipped_cause(why.unwrap_or_default()),
        ),
        (RecordFate::AtRisk, _) => (say::fate_at_risk(), say::fate_at_risk_because()),
        (RecordFate::InHand, _) => (say::fate_in_hand(), say::fate_in_hand_because()),
        (RecordFate::Waiting, _) => (say::fate_waiting(), say::fate_waiting_because()),
    };
    WhyStep {
        mark: WhyMark::Now,
        ..told(simulation.now(), fact, because, None)
    }
}
