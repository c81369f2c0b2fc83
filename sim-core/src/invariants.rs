//! What must never happen. Checked after each step, on what the step touched.
//!
//! Real Kafka hazards (duplicates, zombies) are not here: they are lessons, not bugs.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use crate::broker::classic_group::ClassicGroup;
use crate::effect::Effect;
use crate::ids::{GroupId, PartitionId};
use crate::time::SimTime;
use crate::view::GroupState;
use crate::world::World;

/// Checks the parts of the world that `effects` touched. Returns the first broken rule.
pub(crate) fn check_step(world: &World, effects: &[Effect], now: SimTime) -> Option<String> {
    for effect in effects {
        let broken = match effect {
            Effect::PartitionsAssigned {
                partitions,
                consumer,
            } => {
                let group = world.consumers[consumer.index()].group;
                single_owner(world, group, partitions)
            }
            Effect::GroupTransition { group, .. } => group_is_sound(world, *group),
            Effect::OffsetsStored { offsets, .. } => offsets_inside_log(world, offsets),
            Effect::LogStartMoved { partition, .. } => log_starts_inside(world, *partition, now),
            Effect::InvariantBroken { what } => Some(what.clone()),
            _ => None,
        };
        if broken.is_some() {
            return broken;
        }
    }
    None
}

/// Within one generation a partition has at most one owner among members that are current.
fn single_owner(world: &World, group: GroupId, partitions: &[PartitionId]) -> Option<String> {
    let state = &world.broker.coordinator.groups[group.index()];
    for partition in partitions {
        let owners = world.consumers.iter().filter(|consumer| {
            consumer.group == group
                && consumer.client.as_deref().is_some_and(|client| {
                    client.membership.generation_id.0 == state.generation_id
                        && client
                            .membership
                            .member_id
                            .is_some_and(|id| state.member(id).is_some())
                        && client.partition(*partition).is_some()
                })
        });
        if owners.count() > 1 {
            let name = world.directory.partition_name(*partition);
            return Some(format!(
                "{name} has two owners in generation {}",
                state.generation_id
            ));
        }
    }
    None
}

fn group_is_sound(world: &World, group: GroupId) -> Option<String> {
    let group = &world.broker.coordinator.groups[group.index()];
    let has_members = !group.members.is_empty();
    let is_sound = match group.state {
        GroupState::Stable | GroupState::CompletingRebalance => {
            has_members && leader_is_member(group)
        }
        GroupState::Empty => !has_members,
        GroupState::PreparingRebalance | GroupState::Dead => true,
    };
    (!is_sound).then(|| {
        format!(
            "group {} is {} with {} members",
            group.id.0,
            group.state.name(),
            group.members.len()
        )
    })
}

fn leader_is_member(group: &ClassicGroup) -> bool {
    group
        .leader
        .is_some_and(|leader| group.member(leader).is_some())
}

fn log_starts_inside(world: &World, partition: PartitionId, now: SimTime) -> Option<String> {
    let log = &world.broker.logs[partition.index()];
    let (start, end) = (log.log_start_offset, log.log_end_offset(now));
    (start > end).then(|| {
        let name = world.directory.partition_name(partition);
        format!("{name} begins at {start} and ends at {end}")
    })
}

fn offsets_inside_log(world: &World, offsets: &[(PartitionId, u64)]) -> Option<String> {
    offsets.iter().find_map(|(partition, offset)| {
        let exists = partition.index() < world.broker.logs.len();
        (!exists).then(|| format!("offset {offset} committed for an unknown partition"))
    })
}
