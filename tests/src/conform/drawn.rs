//! A recorded run as a matrix: who had which partition when, what was committed and written, what
//! ran twice or never, rebalances, and what was done.
//!
//! Only recorded facts, by the rules that the simulator's own matrix follows. Deliberately lacks
//! anything simulated.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ranges::Span;
use super::recording::{
    Action, ActionKind, CoordinatorEntry, Event, EventKind, KafkaRecording, Topic,
};
use super::trace::Millis;

/// The reason with which a client leaves that polls too late.
const POLL_TIMEOUT: &str = "poll timeout";

/// What is drawn.
#[derive(Debug, Serialize)]
pub struct Drawn {
    /// The processes; a place here is `who` below.
    pub consumers: Vec<String>,
    pub rows: Vec<Row>,
    pub bands: Vec<Band>,
    pub pins: Vec<Pin>,
}

/// A partition.
#[derive(Debug, Serialize)]
pub struct Row {
    pub name: String,
    pub topic: usize,
    /// When it came to be.
    pub since: Millis,
    /// Records before the first of `written`.
    pub preloaded: u64,
    /// From when on, every how many milliseconds, how many records.
    pub written: Vec<(Millis, u64, u64)>,
    /// From, to, who.
    pub segments: Vec<(Millis, Millis, usize)>,
    /// When the committed offset became what.
    pub committed: Vec<(Millis, u64)>,
    /// The batches in which records ran that had run before: from, to, records, first offset.
    pub twice: Vec<(Millis, Millis, u64, u64)>,
    /// Batches that ended with their process and whose records nobody ran: when, records, first.
    pub lost: Vec<(Millis, u64, u64)>,
    /// Polls that began behind records which nobody ran: when, records, first offset.
    pub skipped: Vec<(Millis, u64, u64)>,
}

/// A rebalance: from, to (none while it lasts), the generation it led to.
pub type Band = (Millis, Option<Millis>, i32);

/// Something that was done or that happened.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub struct Pin {
    pub at: Millis,
    pub what: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub who: Option<usize>,
    /// A topic, or an exception.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partitions: Option<u32>,
}

/// A poll of one partition.
struct Read {
    at: Millis,
    /// None if its process ended first.
    done: Option<Millis>,
    who: String,
    span: Span,
}

/// Draws a recording.
pub fn drawn(recording: &KafkaRecording) -> Drawn {
    let consumers: Vec<String> = recording.consumers.keys().cloned().collect();
    let rows = recording.topics.iter().enumerate();
    let rows = rows.flat_map(|(place, topic)| rows_of(recording, &consumers, place, topic));
    Drawn {
        rows: rows.collect(),
        bands: bands(&recording.coordinator),
        pins: pins(recording, &consumers),
        consumers,
    }
}

/// When the script ended.
pub fn end(recording: &KafkaRecording) -> Millis {
    let times = recording.script.iter().map(|action| action.at_ms);
    times.max().unwrap_or(0)
}

fn rows_of(
    recording: &KafkaRecording,
    consumers: &[String],
    place: usize,
    topic: &Topic,
) -> Vec<Row> {
    let end = end(recording);
    let mut created = 0;
    let mut grown: Vec<(u32, Millis)> = Vec::new();
    for action in &recording.script {
        if let ActionKind::CreateTopic { topic: name } = &action.what
            && *name == topic.name
        {
            created = action.at_ms;
        }
        if let ActionKind::AddPartitions {
            topic: name,
            partitions,
            done_ms,
        } = &action.what
            && *name == topic.name
        {
            grown.push((*partitions, *done_ms));
        }
    }
    let most = grown.iter().map(|(count, _)| *count).max().unwrap_or(0);
    let numbers = 0..topic.partitions.max(most);
    let row = |number: u32| {
        let name = format!("{}-{number}", topic.name);
        let is_old = number < topic.partitions;
        let added = grown.iter().find(|(count, _)| number < *count);
        let since = added.filter(|_| !is_old).map_or(created, |(_, at)| *at);
        let reads = reads(recording, &name);
        let never = recording.outcome.never_processed.get(&name);
        let (lost, skipped) = never.map_or_else(Default::default, |ranges| {
            unprocessed(recording, &reads, ranges)
        });
        let twice = recording.outcome.processed_more_than_once.get(&name);
        Row {
            topic: place,
            since,
            preloaded: if is_old {
                topic.preloaded_per_partition
            } else {
                0
            },
            written: written(recording, topic, number, since),
            segments: segments(recording, consumers, &name, end),
            committed: committed(recording, &name),
            twice: twice.map_or_else(Vec::new, |ranges| repeats(recording, &reads, ranges)),
            lost,
            skipped,
            name,
        }
    };
    numbers.map(row).collect()
}

fn written(
    recording: &KafkaRecording,
    topic: &Topic,
    number: u32,
    since: Millis,
) -> Vec<(Millis, u64, u64)> {
    let mut written = Vec::new();
    if let Some(ticks) = topic.production.filter(|_| number < topic.partitions) {
        let tick = Millis::try_from(ticks.tick_ms.max(1)).unwrap_or(Millis::MAX);
        let missed = if topic.created_by_script {
            (since - ticks.first_tick_ms).max(0) / tick + 1
        } else {
            0
        };
        let first = ticks.first_tick_ms + missed * tick;
        written.push((first, ticks.tick_ms, ticks.per_tick_per_partition.into()));
    }
    for action in &recording.script {
        if let ActionKind::ProduceNew {
            topic: name,
            from,
            to,
            per_tick,
            tick_ms,
        } = &action.what
            && *name == topic.name
            && (*from..*to).contains(&number)
        {
            written.push((action.at_ms, *tick_ms, (*per_tick).into()));
        }
    }
    written
}

/// Who had the partition when: of two who believe that they have it the later one, and nobody while
/// a process stands still.
fn segments(
    recording: &KafkaRecording,
    consumers: &[String],
    partition: &str,
    end: Millis,
) -> Vec<(Millis, Millis, usize)> {
    let mut holders: Vec<String> = Vec::new();
    let mut frozen: BTreeSet<String> = BTreeSet::new();
    let mut found: Vec<(Millis, Millis, usize)> = Vec::new();
    let mut open: Option<(Millis, String)> = None;
    for (at, who, turn) in turns(recording, partition) {
        match turn {
            Turn::Takes => {
                holders.retain(|one| *one != who);
                holders.push(who);
            }
            Turn::Gives => holders.retain(|one| *one != who),
            Turn::Stops => drop(frozen.insert(who)),
            Turn::GoesOn => drop(frozen.remove(&who)),
        }
        let reader = holders.iter().rfind(|one| !frozen.contains(*one));
        if reader == open.as_ref().map(|(_, who)| who) {
            continue;
        }
        let reader = reader.cloned();
        if let Some((from, who)) = open.take() {
            push_segment(&mut found, (from, at), &who, consumers);
        }
        open = reader.map(|who| (at, who));
    }
    if let Some((from, who)) = open {
        push_segment(&mut found, (from, end), &who, consumers);
    }
    found
}

fn push_segment(
    found: &mut Vec<(Millis, Millis, usize)>,
    (from, to): (Millis, Millis),
    who: &str,
    consumers: &[String],
) {
    let place = consumers.iter().position(|name| name == who);
    if let Some(place) = place.filter(|_| from < to) {
        found.push((from, to, place));
    }
}

/// What changes who has a partition.
#[derive(Clone, Copy)]
enum Turn {
    Takes,
    Gives,
    Stops,
    GoesOn,
}

fn turns(recording: &KafkaRecording, partition: &str) -> Vec<(Millis, String, Turn)> {
    let seen = recording.events.iter().filter_map(|event| {
        let turn = seen_turn(recording, event, partition)?;
        Some((event.at_ms, event.who.clone(), turn))
    });
    let done = recording.script.iter().filter_map(|action| {
        let turn = done_turn(&action.what)?;
        Some((action.at_ms, action.who.clone()?, turn))
    });
    let mut turns: Vec<(Millis, String, Turn)> = seen.chain(done).collect();
    turns.sort_by_key(|(at, _, _)| *at);
    turns
}

fn seen_turn(recording: &KafkaRecording, event: &Event, partition: &str) -> Option<Turn> {
    let names = |list: &[String]| list.iter().any(|name| name == partition);
    match &event.what {
        EventKind::Assigned { partitions } => names(partitions).then_some(Turn::Takes),
        EventKind::Revoked { partitions } | EventKind::Lost { partitions } => {
            names(partitions).then_some(Turn::Gives)
        }
        EventKind::Start => {
            let own = recording.consumers.get(&event.who)?;
            names(&own.subscribe.assign).then_some(Turn::Takes)
        }
        EventKind::CloseEnd | EventKind::Fatal { .. } => Some(Turn::Gives),
        EventKind::Generation { .. }
        | EventKind::Poll { .. }
        | EventKind::Commit { .. }
        | EventKind::AutoCommit { .. }
        | EventKind::PollError { .. }
        | EventKind::BlockBegin
        | EventKind::BlockEnd
        | EventKind::CloseBegin
        | EventKind::UnsubscribeBegin
        | EventKind::UnsubscribeEnd
        | EventKind::Subscribe
        | EventKind::EnforceRebalance => None,
    }
}

fn done_turn(what: &ActionKind) -> Option<Turn> {
    match what {
        ActionKind::Kill => Some(Turn::Gives),
        ActionKind::Sigstop => Some(Turn::Stops),
        ActionKind::Sigcont => Some(Turn::GoesOn),
        ActionKind::Start
        | ActionKind::Close { .. }
        | ActionKind::Block { .. }
        | ActionKind::Process { .. }
        | ActionKind::Enforce
        | ActionKind::Unsubscribe
        | ActionKind::Subscribe { .. }
        | ActionKind::Commit
        | ActionKind::AddPartitions { .. }
        | ActionKind::CreateTopic { .. }
        | ActionKind::ProduceNew { .. }
        | ActionKind::End => None,
    }
}

/// The committed offset over time. A commit without offsets was `commitSync()`: the positions of
/// what its consumer had.
fn committed(recording: &KafkaRecording, partition: &str) -> Vec<(Millis, u64)> {
    let mut found: Vec<(Millis, u64)> = Vec::new();
    let mut positions: BTreeMap<&str, u64> = BTreeMap::new();
    for event in &recording.events {
        let who = event.who.as_str();
        match &event.what {
            EventKind::Poll {
                records,
                done_ms,
                commits_ok,
            } => {
                let Some((_, last)) = records.get(partition) else {
                    continue;
                };
                positions.insert(who, last + 1);
                if let (Some(done), Some(1..)) = (*done_ms, *commits_ok) {
                    found.push((done, last + 1));
                }
            }
            EventKind::Revoked { partitions } | EventKind::Lost { partitions } => {
                if partitions.iter().any(|name| name == partition) {
                    positions.remove(who);
                }
            }
            EventKind::AutoCommit { offsets } => {
                let offset = offsets.get(partition);
                found.extend(offset.map(|offset| (event.at_ms, *offset)));
            }
            EventKind::Commit { offsets, result } if result == "ok" => {
                let offset = match offsets {
                    Some(offsets) => offsets.get(partition),
                    None => positions.get(who),
                };
                found.extend(offset.map(|offset| (event.at_ms, *offset)));
            }
            EventKind::Commit { .. }
            | EventKind::Start
            | EventKind::Generation { .. }
            | EventKind::Assigned { .. }
            | EventKind::PollError { .. }
            | EventKind::Fatal { .. }
            | EventKind::BlockBegin
            | EventKind::BlockEnd
            | EventKind::CloseBegin
            | EventKind::CloseEnd
            | EventKind::UnsubscribeBegin
            | EventKind::UnsubscribeEnd
            | EventKind::Subscribe
            | EventKind::EnforceRebalance => {}
        }
    }
    found.sort_by_key(|(at, _)| *at);
    found
}

fn reads(recording: &KafkaRecording, partition: &str) -> Vec<Read> {
    let polls = recording.events.iter().filter_map(|event| {
        let EventKind::Poll {
            records, done_ms, ..
        } = &event.what
        else {
            return None;
        };
        let (first, last) = *records.get(partition)?;
        Some(Read {
            at: event.at_ms,
            done: *done_ms,
            who: event.who.clone(),
            span: Span {
                from: first,
                to: last + 1,
            },
        })
    });
    polls.collect()
}

/// When the process ended that polled, or the run.
fn process_end(recording: &KafkaRecording, read: &Read) -> Millis {
    let kills = recording.script.iter().filter(|action: &&Action| {
        matches!(action.what, ActionKind::Kill) && action.who.as_ref() == Some(&read.who)
    });
    let kills = kills.map(|action| action.at_ms);
    let closed = recording.events.iter().filter(|event| {
        matches!(event.what, EventKind::CloseEnd | EventKind::Fatal { .. }) && event.who == read.who
    });
    let ends = kills.chain(closed.map(|event| event.at_ms));
    let after = ends.filter(|at| *at >= read.at).min();
    after.unwrap_or_else(|| end(recording))
}

fn overlap(a: Span, b: Span) -> Option<Span> {
    let (from, to) = (a.from.max(b.from), a.to.min(b.to));
    (from < to).then_some(Span { from, to })
}

fn spans(ranges: &[(u64, u64)]) -> impl Iterator<Item = Span> {
    ranges.iter().map(|(first, last)| Span {
        from: *first,
        to: last + 1,
    })
}

/// The batches in which what ran more than once ran again.
fn repeats(
    recording: &KafkaRecording,
    reads: &[Read],
    ranges: &[(u64, u64)],
) -> Vec<(Millis, Millis, u64, u64)> {
    let mut found = Vec::new();
    let mut seen: Vec<Span> = Vec::new();
    for read in reads {
        let own: Vec<Span> = spans(ranges)
            .filter_map(|range| overlap(range, read.span))
            .collect();
        for again in own.iter().flat_map(|span| {
            let seen = &seen;
            seen.iter().filter_map(|before| overlap(*before, *span))
        }) {
            let to = read.done.unwrap_or_else(|| process_end(recording, read));
            found.push((read.at, to, again.count(), again.from));
        }
        for span in own {
            let is_new = !seen
                .iter()
                .any(|before| overlap(*before, span) == Some(span));
            seen.extend(is_new.then_some(span));
        }
    }
    found
}

type Marks = Vec<(Millis, u64, u64)>;

/// What nobody ran: lost with the process that had it in hand, or jumped over.
fn unprocessed(
    recording: &KafkaRecording,
    reads: &[Read],
    ranges: &[(u64, u64)],
) -> (Marks, Marks) {
    let (mut lost, mut skipped) = (Vec::new(), Vec::new());
    for range in spans(ranges) {
        let in_hand = reads
            .iter()
            .rfind(|read| overlap(range, read.span).is_some());
        let behind = reads.iter().find(|read| read.span.from >= range.to);
        match (in_hand, behind) {
            (Some(read), _) => {
                lost.push((process_end(recording, read), range.count(), range.from));
            }
            (None, Some(read)) => skipped.push((read.at, range.count(), range.from)),
            (None, None) => {}
        }
    }
    (lost, skipped)
}

/// Rebalances of a classic group, from `PreparingRebalance` until the leader's assignment is in.
fn bands(entries: &[CoordinatorEntry]) -> Vec<Band> {
    let mut found: Vec<Band> = Vec::new();
    for entry in entries {
        let is_start = entry.kind == "prepare_rebalance";
        let is_end = matches!(
            entry.kind.as_str(),
            "assignment_received" | "empty" | "converted_to_consumer_group"
        );
        let open = found.last_mut().filter(|band| band.1.is_none());
        if let Some(band) = open.filter(|_| is_start || is_end) {
            band.1 = Some(entry.at_ms);
        }
        if is_start {
            let generation = entry.generation.unwrap_or(0) + 1;
            found.push((entry.at_ms, None, generation));
        }
    }
    found
}

fn pins(recording: &KafkaRecording, consumers: &[String]) -> Vec<Pin> {
    let place = |who: &str| consumers.iter().position(|name| name == who);
    let pin = |at, what: &str, who: Option<&str>| Pin {
        at,
        what: what.to_owned(),
        who: who.and_then(place),
        name: None,
        partitions: None,
    };
    let mut pins: Vec<Pin> = Vec::new();
    for action in &recording.script {
        let Some((what, name, partitions)) = act(&action.what) else {
            continue;
        };
        pins.push(Pin {
            name: name.cloned(),
            partitions,
            ..pin(action.at_ms, what, action.who.as_deref())
        });
    }
    for entry in &recording.coordinator {
        let reason = entry.reason.as_deref().unwrap_or_default();
        let what = match entry.kind.as_str() {
            "session_expired" => "session",
            "not_rejoined_removed" => "dropped",
            "leave" if reason.contains(POLL_TIMEOUT) => "poll_late",
            _ => continue,
        };
        let member = entry.member.as_deref().unwrap_or_default();
        let who = member.split('#').next();
        pins.push(pin(entry.at_ms, what, who));
    }
    for event in &recording.events {
        if let EventKind::Fatal { exception } = &event.what {
            pins.push(Pin {
                name: Some(exception.clone()),
                ..pin(event.at_ms, "failed", Some(&event.who))
            });
        }
    }
    pins.sort_by_key(|pin| pin.at);
    pins
}

/// What was done, in a word, with the topic and its new number of partitions.
fn act(what: &ActionKind) -> Option<(&'static str, Option<&String>, Option<u32>)> {
    Some(match what {
        ActionKind::Start => ("start", None, None),
        ActionKind::Close { .. } => ("close", None, None),
        ActionKind::Kill => ("kill", None, None),
        ActionKind::Sigstop => ("freeze", None, None),
        ActionKind::Sigcont => ("thaw", None, None),
        ActionKind::Block { .. } => ("block", None, None),
        ActionKind::Process { .. } => ("pace", None, None),
        ActionKind::Enforce => ("enforce", None, None),
        ActionKind::Unsubscribe => ("unsubscribe", None, None),
        ActionKind::Subscribe { .. } => ("subscribe", None, None),
        ActionKind::Commit => ("commit", None, None),
        ActionKind::AddPartitions {
            topic, partitions, ..
        } => ("partitions", Some(topic), Some(*partitions)),
        ActionKind::CreateTopic { topic } => ("topic", Some(topic), None),
        ActionKind::ProduceNew { .. } | ActionKind::End => return None,
    })
}

#[cfg(test)]
mod tests;
