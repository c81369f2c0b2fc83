//! Which partitions are looked at for which group: one reading per partition and group that asks
//! for it or ever had it, and one without a group for a partition that nobody asks for.

use super::Simulation;
use crate::consumer::Consumer;
use crate::history::Row;
use crate::ids::{GroupId, PartitionId, TopicId};
use crate::sorting;
use crate::world::World;

/// A partition as one group reads it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Reading {
    pub partition: PartitionId,
    pub group: Option<GroupId>,
    /// Somebody of the group subscribes to its topic or assigns it to itself.
    pub is_asked_for: bool,
}

impl Simulation {
    /// All readings: topics in order of creation, then groups, then number.
    pub(crate) fn readings(&self) -> Vec<Reading> {
        let directory = &self.world.directory;
        let mut readings = Vec::with_capacity(directory.partition_count());
        for topic in directory.topic_ids() {
            let start = readings.len();
            self.add_readings(topic, &mut readings);
            sorting::sort_by_key(&mut readings[start..], |reading| {
                let tp = directory.topic_partition(reading.partition);
                (reading.group, tp.partition)
            });
        }
        readings
    }

    fn add_readings(&self, topic: TopicId, to: &mut Vec<Reading>) {
        let subscribed = self.groups_that(|consumer| subscribes(&self.world, consumer, topic));
        // Who assigns one partition of a topic to itself asks for no other, unless nobody does.
        let first = self
            .groups_that(|consumer| asks_for(&self.world, consumer, topic))
            .first()
            .copied();
        let consumers = self.world.consumers.iter();
        let assigning: Vec<&Consumer> = consumers
            .filter(|consumer| !consumer.assign.is_empty())
            .collect();
        let still = self.groups_that(|consumer| still_subscribes(&self.world, consumer, topic));
        let assigns = |group: GroupId, partition: PartitionId| {
            let assigns = |one: &&Consumer| one.group == group && one.assign.contains(&partition);
            assigning.iter().any(assigns)
        };
        let had = |group: GroupId, partition: PartitionId| {
            let row = self.history.row(group, partition);
            row.is_some_and(Row::is_known)
        };
        for partition in self.world.directory.partitions_of(topic).iter().copied() {
            let before = to.len();
            for group in self.groups() {
                let assigns = assigns(group, partition);
                if assigns || subscribed.contains(&group) || had(group, partition) {
                    to.push(Reading {
                        partition,
                        group: Some(group),
                        is_asked_for: assigns || still.contains(&group),
                    });
                }
            }
            if to.len() == before {
                to.push(Reading {
                    partition,
                    group: first,
                    is_asked_for: false,
                });
            }
        }
    }

    /// Groups with such a consumer, in order.
    fn groups_that(&self, has: impl Fn(&Consumer) -> bool) -> Vec<GroupId> {
        let consumers = self.world.consumers.iter();
        let mut groups: Vec<GroupId> = consumers
            .filter(|consumer| has(consumer))
            .map(|consumer| consumer.group)
            .collect();
        sorting::sort(&mut groups);
        groups.dedup();
        groups
    }
}

/// Whether a consumer reads the topic by name or by pattern.
fn subscribes(world: &World, consumer: &Consumer, topic: TopicId) -> bool {
    let name = world.directory.topic_name(topic);
    let pattern = consumer.pattern.as_ref();
    consumer.topics.contains(&topic) || pattern.is_some_and(|pattern| pattern.matches(name))
}

/// The same of what a running process subscribes to now: its program may have changed that.
fn still_subscribes(world: &World, consumer: &Consumer, topic: TopicId) -> bool {
    let Some(client) = consumer.client.as_deref() else {
        return subscribes(world, consumer, topic);
    };
    let name = world.directory.topic_name(topic);
    let pattern = client.pattern.as_ref();
    client.subscription.contains(&topic) || pattern.is_some_and(|pattern| pattern.matches(name))
}

/// Whether a consumer reads the topic by name, by pattern or by `assign()`.
fn asks_for(world: &World, consumer: &Consumer, topic: TopicId) -> bool {
    let is_in = |id: &PartitionId| world.directory.topic_partition(*id).topic == topic;
    subscribes(world, consumer, topic) || consumer.assign.iter().any(is_in)
}
