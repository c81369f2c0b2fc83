//! Partitions, their tiles, and what is in hand but not yet in the ledger.

use crate::consumer::{App, Consumer, FetchState};
use crate::ids::ConsumerId;
use crate::ledger::coverage::Change;
use crate::ledger::{ProcessedSpan, length};
use crate::simulation::{Reading, Simulation};
use crate::view::{PartitionView, ReadState};

type InHand = [(ProcessedSpan, Change)];
/// What is in hand of one partition.
type Runs<'a> = Vec<(&'a ProcessedSpan, &'a Change)>;

pub(super) fn partitions(simulation: &Simulation, in_hand: &InHand) -> Vec<PartitionView> {
    let mut runs: Vec<Runs<'_>> = vec![Vec::new(); simulation.world.directory.partition_count()];
    for (span, change) in in_hand {
        runs[span.range.partition.index()].push((span, change));
    }
    let readings = simulation.readings().into_iter();
    readings
        .map(|reading| view(simulation, reading, &runs[reading.partition.index()]))
        .collect()
}

fn view(simulation: &Simulation, reading: Reading, runs: &Runs<'_>) -> PartitionView {
    let Reading {
        partition: id,
        group,
        is_asked_for,
    } = reading;
    let world = &simulation.world;
    let now = simulation.now();
    let row = group.and_then(|group| simulation.history.row(group, id));
    let open_reader = simulation.history.open_segment(group, id).reader;
    let runs = || runs.iter().filter(|(span, _)| Some(span.group) == group);
    let committed = group.and_then(|group| world.committed_offset(group, id));
    let fate = group.and_then(|group| simulation.ledger.fate(group, id));
    let processed = fate.map_or(0, |fate| fate.coverage.end());
    let reader = open_reader
        .or_else(|| assignee(simulation, reading))
        .or(row.and_then(|row| row.last_reader));
    let assigned = reader
        .and_then(|reader| world.consumers[reader.index()].client.as_deref())
        .and_then(|client| client.partition(id));
    let state = match (open_reader, assigned) {
        (Some(_), Some(partition)) if partition.is_revocation_pending => ReadState::BeingRevoked,
        (Some(_), _) => ReadState::Reading,
        (None, Some(partition)) if partition.state != FetchState::Fetching => {
            ReadState::AssignedNotFetched
        }
        (None, _) if row.is_some_and(|row| row.was_ever_read) => ReadState::Stopped,
        (None, _) => ReadState::NeverAssigned,
    };
    let log_end_offset = world.log_end_offset(id, now);
    let frontier = runs().map(|(span, _)| span.range.to).max();
    PartitionView {
        id,
        group,
        topic: world.directory.topic_partition(id).topic,
        name: world.directory.partition_name(id).clone(),
        reader,
        state,
        is_asked_for,
        log_start_offset: world.broker.logs[id.index()].log_start_offset,
        committed_offset: committed,
        processed_offset: processed.max(frontier.unwrap_or(0)),
        position: assigned
            .filter(|partition| partition.state == FetchState::Fetching)
            .map(|partition| partition.position),
        log_end_offset,
        lag: world.lag(group, id, now),
        stopped_since: row.and_then(|row| row.stopped_since),
        records_twice: runs().map(|(_, change)| change.second).sum::<u64>()
            + fate.map_or(0, |fate| fate.twice),
        records_lost: fate.map_or(0, |fate| length(&fate.lost)),
        records_skipped: fate.map_or(0, |fate| length(&fate.skipped)),
    }
}

/// Who in the group has it assigned without a valid position yet.
fn assignee(simulation: &Simulation, reading: Reading) -> Option<ConsumerId> {
    let holder = |consumer: &&Consumer| {
        let client = consumer.client.as_deref();
        Some(consumer.group) == reading.group
            && client.is_some_and(|client| client.partition(reading.partition).is_some())
    };
    simulation
        .world
        .consumers
        .iter()
        .filter(holder)
        .map(|consumer| consumer.id)
        .next()
}

/// What is finished in batches that are still in hand: what the ledger will say, and what it will
/// change.
pub(crate) fn in_hand(simulation: &Simulation) -> Vec<(ProcessedSpan, Change)> {
    let mut found = Vec::new();
    for consumer in &simulation.world.consumers {
        let Some(client) = consumer.client.as_deref() else {
            continue;
        };
        let App::Processing(batch) = &client.app else {
            continue;
        };
        let at = consumer.frozen_since.unwrap_or(simulation.now());
        for piece in batch.unreported_pieces_at(at) {
            found.push(simulation.ledger.preview(ProcessedSpan {
                group: consumer.group,
                range: piece.range,
                consumer: consumer.id,
                generation_id: batch.generation_id,
                started: piece.started,
                finished: piece.finished,
                told: simulation.now(),
                repeats: 0,
                cause: None,
                resumed: None,
                event: simulation.event(),
            }));
        }
    }
    found
}
