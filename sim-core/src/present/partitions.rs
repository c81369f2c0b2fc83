//! Partitions, their tiles, and what is in hand but not yet in the ledger.

use std::sync::Arc;

use crate::consumer::{App, Consumer, FetchState};
use crate::ids::{GroupId, PartitionId, TopicId};
use crate::ledger::coverage::Change;
use crate::ledger::{ProcessedSpan, length};
use crate::scenario::TopicPattern;
use crate::simulation::Simulation;
use crate::sorting;
use crate::view::{PartitionView, ReadState};
use crate::world::World;

type InHand = [(ProcessedSpan, Change)];
/// What is in hand of one partition.
type Runs<'a> = Vec<(&'a ProcessedSpan, &'a Change)>;

pub(super) fn partitions(simulation: &Simulation, in_hand: &InHand) -> Vec<PartitionView> {
    let world = &simulation.world;
    let mut ids: Vec<PartitionId> = (0..world.directory.partition_count())
        .map(PartitionId::from_index)
        .collect();
    // Topics in scenario order, then number.
    sorting::sort_by_key(&mut ids, |id| {
        let tp = world.directory.topic_partition(*id);
        (tp.topic, tp.partition)
    });
    let groups: Vec<Option<GroupId>> = world
        .directory
        .topic_ids()
        .map(|topic| first_group_of(simulation, topic))
        .collect();
    let mut runs: Vec<Runs<'_>> = vec![Vec::new(); ids.len()];
    for (span, change) in in_hand {
        runs[span.range.partition.index()].push((span, change));
    }
    ids.into_iter()
        .map(|id| {
            let group = groups[world.directory.topic_partition(id).topic.index()];
            view(simulation, id, group, &runs[id.index()])
        })
        .collect()
}

/// The first group with a consumer that asks for the topic.
fn first_group_of(simulation: &Simulation, topic: TopicId) -> Option<GroupId> {
    let world = &simulation.world;
    let asking = world
        .consumers
        .iter()
        .filter(|consumer| asks_for(world, consumer, topic));
    asking.map(|consumer| consumer.group).min()
}

/// Whether a consumer reads the topic by name, by pattern or by `assign()`.
pub(crate) fn asks_for(world: &World, consumer: &Consumer, topic: TopicId) -> bool {
    let matches = |pattern: &Arc<TopicPattern>| pattern.matches(world.directory.topic_name(topic));
    let is_in = |id: &PartitionId| world.directory.topic_partition(*id).topic == topic;
    consumer.topics.contains(&topic)
        || consumer.pattern.as_ref().is_some_and(matches)
        || consumer.assign.iter().any(is_in)
}

fn view(
    simulation: &Simulation,
    id: PartitionId,
    group: Option<GroupId>,
    runs: &Runs<'_>,
) -> PartitionView {
    let world = &simulation.world;
    let now = simulation.now();
    let row = &simulation.history.rows[id.index()];
    let committed = group.and_then(|group| world.committed_offset(group, id));
    let processed = group
        .and_then(|group| simulation.ledger.fate(group, id))
        .map_or(0, |fate| fate.coverage.end());
    let reader = row
        .open
        .reader
        .or_else(|| assignee(simulation, id))
        .or(row.last_reader);
    let assigned = reader
        .and_then(|reader| world.consumers[reader.index()].client.as_deref())
        .and_then(|client| client.partition(id));
    let state = match (row.open.reader, assigned) {
        (Some(_), Some(partition)) if partition.is_revocation_pending => ReadState::BeingRevoked,
        (Some(_), _) => ReadState::Reading,
        (None, Some(partition)) if partition.state != FetchState::Fetching => {
            ReadState::AssignedNotFetched
        }
        (None, _) if row.was_ever_read => ReadState::Stopped,
        (None, _) => ReadState::NeverAssigned,
    };
    let log_end_offset = world.log_end_offset(id, now);
    let frontier = runs.iter().map(|(span, _)| span.range.to).max();
    let fates = || simulation.ledger.fates(id);
    PartitionView {
        id,
        topic: world.directory.topic_partition(id).topic,
        name: world.directory.partition_name(id).clone(),
        reader,
        state,
        log_start_offset: world.broker.logs[id.index()].log_start_offset,
        committed_offset: committed,
        processed_offset: processed.max(frontier.unwrap_or(0)),
        position: assigned
            .filter(|partition| partition.state == FetchState::Fetching)
            .map(|partition| partition.position),
        log_end_offset,
        lag: group.map_or(log_end_offset, |group| world.lag(group, id, now)),
        stopped_since: row.stopped_since,
        records_twice: runs.iter().map(|(_, change)| change.second).sum::<u64>()
            + fates().map(|fate| fate.twice).sum::<u64>(),
        records_lost: fates().map(|fate| length(&fate.lost)).sum(),
        records_skipped: fates().map(|fate| length(&fate.skipped)).sum(),
    }
}

/// Who has it assigned without a valid position yet.
fn assignee(simulation: &Simulation, id: PartitionId) -> Option<crate::ids::ConsumerId> {
    let holder = |consumer: &&crate::consumer::Consumer| {
        consumer
            .client
            .as_deref()
            .is_some_and(|client| client.partition(id).is_some())
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
