//! Partitions, their tiles, and what is in hand but not yet in the ledger.

use std::sync::Arc;

use crate::consumer::{App, Consumer, FetchState};
use crate::ids::{GroupId, PartitionId, TopicId};
use crate::ledger::coverage::Change;
use crate::scenario::{Sink, TopicPattern};
use crate::simulation::Simulation;
use crate::sorting;
use crate::view::{PartitionView, ReadState};
use crate::world::World;

pub(super) fn partitions(simulation: &Simulation) -> Vec<PartitionView> {
    let world = &simulation.world;
    let mut ids: Vec<PartitionId> = (0..world.directory.partition_count())
        .map(PartitionId::from_index)
        .collect();
    // Topics in scenario order, then number.
    sorting::sort_by_key(&mut ids, |id| {
        let tp = world.directory.topic_partition(*id);
        (tp.topic, tp.partition)
    });
    let frontiers = frontiers(simulation);
    let groups: Vec<Option<GroupId>> = world
        .directory
        .topic_ids()
        .map(|topic| first_group_of(simulation, topic))
        .collect();
    ids.into_iter()
        .map(|id| {
            let group = groups[world.directory.topic_partition(id).topic.index()];
            view(simulation, id, group, frontiers[id.index()])
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
    in_hand: u64,
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
    PartitionView {
        id,
        topic: world.directory.topic_partition(id).topic,
        name: world.directory.partition_name(id).clone(),
        reader,
        state,
        log_start_offset: world.broker.logs[id.index()].log_start_offset,
        committed_offset: committed,
        processed_offset: processed.max(in_hand),
        position: assigned
            .filter(|partition| partition.state == FetchState::Fetching)
            .map(|partition| partition.position),
        log_end_offset,
        lag: group.map_or(log_end_offset, |group| world.lag(group, id, now)),
        stopped_since: row.stopped_since,
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

/// Per partition, one past the last record finished in a batch that is still in hand.
fn frontiers(simulation: &Simulation) -> Vec<u64> {
    let mut frontiers = vec![0; simulation.world.directory.partition_count()];
    for_each_done(
        simulation,
        |_| true,
        |range| {
            let frontier = &mut frontiers[range.partition.index()];
            *frontier = range.to.max(*frontier);
        },
    );
    frontiers
}

/// What the finished part of all batches in hand will add to the ledger.
pub(super) fn in_hand(simulation: &Simulation, group: GroupId) -> Change {
    add_up(simulation, group, |consumer| consumer.group == group)
}

/// The same for programs with that sink.
pub(super) fn in_hand_of(simulation: &Simulation, group: GroupId, sink: Sink) -> Change {
    add_up(simulation, group, |consumer| {
        consumer.group == group && simulation.ledger.sink(consumer.id) == sink
    })
}

fn add_up(
    simulation: &Simulation,
    group: GroupId,
    is_wanted: impl Fn(&Consumer) -> bool,
) -> Change {
    let mut sum = Change::default();
    for_each_done(simulation, is_wanted, |range| {
        let change = simulation.ledger.fate(group, range.partition).map_or(
            Change {
                first: range.count(),
                ..Change::default()
            },
            |fate| fate.coverage.preview(range.from, range.to),
        );
        sum.first += change.first;
        sum.second += change.second;
        sum.more += change.more;
    });
    sum
}

fn for_each_done(
    simulation: &Simulation,
    is_wanted: impl Fn(&Consumer) -> bool,
    mut act: impl FnMut(crate::protocol::RecordRange),
) {
    for consumer in &simulation.world.consumers {
        if !is_wanted(consumer) {
            continue;
        }
        let Some(client) = consumer.client.as_deref() else {
            continue;
        };
        if let App::Processing(batch) = &client.app {
            let at = consumer.frozen_since.unwrap_or(simulation.now());
            batch
                .unreported_ranges_at(at)
                .into_iter()
                .for_each(&mut act);
        }
    }
}
