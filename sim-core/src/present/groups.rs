//! Groups and the join barrier.

use crate::broker::classic_group::{ClassicGroup, Member};
use crate::consumer::{App, ClassicMembershipState, Consumer};
use crate::event::TimerKey;
use crate::ids::GroupId;
use crate::simulation::Simulation;
use crate::sorting;
use crate::view::{Barrier, GroupMemberView, GroupState, GroupView};

pub(super) fn groups(simulation: &Simulation) -> Vec<GroupView> {
    let world = &simulation.world;
    let table = &world.broker.coordinator.table;
    world
        .broker
        .coordinator
        .groups
        .iter()
        .map(|group| {
            let phase = match group.state {
                GroupState::PreparingRebalance => simulation.queue.timer(TimerKey::Join(group.id)),
                GroupState::CompletingRebalance => simulation.queue.timer(TimerKey::Sync(group.id)),
                GroupState::Empty | GroupState::Stable | GroupState::Dead => None,
            };
            let mut members: Vec<GroupMemberView> = group
                .members
                .iter()
                .map(|member| member_view(simulation, group, member))
                .collect();
            sorting::sort_by_key(&mut members, |member| member.consumer);
            GroupView {
                id: group.id,
                name: world.group_names[group.id.index()].clone(),
                state: group.state,
                generation_id: group.generation_id,
                state_since: group.state_since,
                phase_ends: phase,
                in_initial_delay: group.is_in_initial_delay(),
                protocol: group
                    .protocol
                    .map(crate::config::AssignorName::protocol_name),
                leader: group.leader.map(|leader| table.get(leader).consumer),
                members,
                rebalances: group.rebalances,
            }
        })
        .collect()
}

fn member_view(simulation: &Simulation, group: &ClassicGroup, member: &Member) -> GroupMemberView {
    let entry = simulation.world.broker.coordinator.table.get(member.id);
    let consumer = &simulation.world.consumers[entry.consumer.index()];
    GroupMemberView {
        consumer: entry.consumer,
        member_id: entry.name.clone(),
        barrier: barrier(simulation, group, member, consumer),
        session_ends: simulation
            .queue
            .timer(TimerKey::Session(group.id, member.id)),
        is_leader: group.leader == Some(member.id),
    }
}

fn barrier(
    simulation: &Simulation,
    group: &ClassicGroup,
    member: &Member,
    consumer: &Consumer,
) -> Barrier {
    match group.state {
        GroupState::Empty | GroupState::Stable | GroupState::Dead => return Barrier::NoRebalance,
        GroupState::CompletingRebalance => {
            let is_missing = group.pending_sync.contains(&member.id);
            return if is_missing {
                Barrier::AwaitingSync
            } else {
                Barrier::Synced
            };
        }
        GroupState::PreparingRebalance => {}
    }
    if let Some((_, since)) = member.awaiting_join {
        return Barrier::Joined { since };
    }
    let client = consumer.client.as_deref();
    let Some(client) = client.filter(|client| client.membership.member_id == Some(member.id))
    else {
        return Barrier::Silent {
            since: consumer.life_since.max(member.heard),
        };
    };
    if let Some(since) = consumer.frozen_since {
        return Barrier::Silent { since };
    }
    let cut = simulation.network.cut_view(consumer.id);
    if cut.is_some_and(|cut| cut.coordinator.is_some()) {
        return Barrier::Silent {
            since: member.heard,
        };
    }
    if client.membership.state == ClassicMembershipState::PreparingRebalance {
        return Barrier::OnTheWay;
    }
    if !client.membership.rejoin_needed {
        return Barrier::NotTold {
            next_heartbeat: client.heartbeat_due(),
        };
    }
    if let App::Processing(batch) = &client.app {
        return Barrier::InBatch {
            done: u32::try_from(batch.done_at(simulation.now())).unwrap_or(u32::MAX),
            total: u32::try_from(batch.total).unwrap_or(u32::MAX),
            ends: batch.ends_at(),
        };
    }
    if client.is_committing_for_rejoin() {
        Barrier::Committing
    } else {
        Barrier::OnTheWay
    }
}

/// The group member that is `consumer`'s present one, if the coordinator knows it.
pub(super) fn current_member(
    simulation: &Simulation,
    consumer: &Consumer,
) -> Option<(GroupId, Member)> {
    let coordinator = &simulation.world.broker.coordinator;
    let group = &coordinator.groups[consumer.group.index()];
    let member = group
        .members
        .iter()
        .rfind(|member| coordinator.table.get(member.id).consumer == consumer.id)?;
    Some((group.id, member.clone()))
}
