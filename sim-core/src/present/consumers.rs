//! Consumers and their cards.

use super::{groups, letter};
use crate::config::CONSUMER_KEYS;
use crate::consumer::{App, ClassicMembershipState, Client, Consumer, Life};
use crate::event::TimerKey;
use crate::ids::{ConsumerId, PartitionId};
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::view::{
    ClockView, ConsumerStatus, ConsumerView, GroupState, LoopStep, SubscriptionView, WorkersView,
};

/// Below this share of `max.poll.interval.ms` a poll is called late.
const LATE_PERCENT: u64 = 30;

pub(super) fn consumers(simulation: &Simulation) -> Vec<ConsumerView> {
    simulation
        .world
        .consumers
        .iter()
        .map(|consumer| view(simulation, consumer))
        .collect()
}

fn view(simulation: &Simulation, consumer: &Consumer) -> ConsumerView {
    let now = simulation.now();
    let client = consumer.client.as_deref();
    let member = groups::current_member(simulation, consumer);
    let session_ends = member
        .as_ref()
        .and_then(|(group, member)| simulation.queue.timer(TimerKey::Session(*group, member.id)));
    let session_total = member
        .as_ref()
        .map_or(consumer.next_config.session_timeout, |(_, member)| {
            member.session_timeout
        });
    let coordinator = &simulation.world.broker.coordinator;
    let leader = coordinator.groups[consumer.group.index()].leader;
    let (status, status_since) = status(simulation, consumer);
    ConsumerView {
        id: consumer.id,
        name: consumer.name.clone(),
        letter: letter(consumer.id),
        group: consumer.group,
        status,
        status_since,
        is_leader: leader
            .is_some_and(|leader| coordinator.table.get(leader).consumer == consumer.id),
        session: session_ends.map(|ends| ClockView {
            left: ends.since(now),
            total: session_total,
        }),
        session_expired: member.is_none() && consumer.starts > 0 && consumer.assign.is_empty(),
        poll: client
            .filter(|client| client.heartbeat.is_enabled)
            .map(|client| ClockView {
                left: client.heartbeat.poll_deadline.since(now),
                total: client.config.max_poll_interval,
            }),
        step: loop_step(consumer, now),
        auto_commit_due: client
            .and_then(Client::auto_commit_due)
            .map(|due| due.since(now)),
        auto_commit_interval: consumer.next_config.auto_commit_interval,
        assigned: assigned(simulation, consumer.id),
        wire: simulation.history.wires[consumer.id.index()].clone(),
        heard: simulation.history.heard[consumer.id.index()],
        processing: consumer.program.processing,
        commit: consumer.program.commit,
        next_program: consumer.next_program,
        instance_id: client
            .map_or(&consumer.next_config, |client| &client.config)
            .group_instance_id
            .clone(),
        workers: client
            .and_then(|client| client.workers.as_ref())
            .map(|workers| WorkersView {
                mode: workers.pool.mode,
                count: workers.pool.count,
                busy: workers.busy(),
                queued: workers.queued,
            }),
        frozen: consumer.frozen_since.is_some(),
        cut: simulation.network.cut_view(consumer.id),
        generation_id: client.map_or(-1, |client| client.membership.generation_id.0),
        subscription: subscription(consumer),
        started_program: client.map(|_| consumer.started_program),
        pending_settings: pending_settings(consumer),
        last_error: client
            .and_then(|client| client.last_error)
            .or(consumer.life.fatal_error())
            .map(str::to_owned),
    }
}

fn assigned(simulation: &Simulation, consumer: ConsumerId) -> Vec<PartitionId> {
    let mut assigned = simulation.assigned(consumer);
    simulation.world.directory.sort(&mut assigned);
    assigned
}

fn pending_settings(consumer: &Consumer) -> Vec<(&'static str, String)> {
    let Some(client) = consumer.client.as_deref() else {
        return Vec::new();
    };
    let changed = CONSUMER_KEYS.iter().filter_map(|key| {
        let next = consumer.next_config.get(key.name);
        (next != client.config.get(key.name)).then(|| (key.name, next.unwrap_or_default()))
    });
    changed.collect()
}

/// As the running process has it now, or as the next one will begin.
fn subscription(consumer: &Consumer) -> SubscriptionView {
    if !consumer.assign.is_empty() {
        return SubscriptionView::Assign;
    }
    let client = consumer.client.as_deref();
    let pattern = client.map_or(&consumer.pattern, |client| &client.pattern);
    let topics = client.map_or(&consumer.topics, |client| &client.subscription);
    pattern.as_ref().map_or_else(
        || SubscriptionView::Topics(topics.clone()),
        |pattern| SubscriptionView::Pattern(pattern.to_string()),
    )
}

fn loop_step(consumer: &Consumer, now: SimTime) -> LoopStep {
    let Some(client) = consumer.client.as_deref() else {
        return LoopStep::None;
    };
    match &client.app {
        App::Off | App::Idle | App::Turning => LoopStep::None,
        App::Stuck => LoopStep::Callback { name: "assign" },
        App::Listening(callback) => LoopStep::Callback {
            name: callback.kind.name(),
        },
        App::Polling { .. } => LoopStep::Fetch,
        App::Committing { .. } => LoopStep::Commit,
        App::Closing(_) => LoopStep::Close,
        App::HandingOver { rest, total } => {
            let left: u64 = rest.iter().map(crate::protocol::RecordRange::count).sum();
            let permille = (total - left) * 1_000 / (*total).max(1);
            LoopStep::Process {
                done: u32::try_from(total - left).unwrap_or(u32::MAX),
                total: u32::try_from(*total).unwrap_or(u32::MAX),
                permille: u16::try_from(permille).unwrap_or(1_000),
            }
        }
        App::Processing(batch) => {
            let at = consumer.frozen_since.unwrap_or(now);
            LoopStep::Process {
                done: u32::try_from(batch.done_at(at)).unwrap_or(u32::MAX),
                total: u32::try_from(batch.total).unwrap_or(u32::MAX),
                permille: batch.permille_at(at),
            }
        }
    }
}

fn status(simulation: &Simulation, consumer: &Consumer) -> (ConsumerStatus, SimTime) {
    let since = consumer.life_since;
    let client = match (consumer.life, consumer.client.as_deref()) {
        (Life::NotStarted, _) => return (ConsumerStatus::NotStarted, since),
        (Life::Closed, _) => return (ConsumerStatus::Closed, since),
        (Life::Killed, _) => return (ConsumerStatus::Killed, since),
        (Life::Failed(_), _) => return (ConsumerStatus::Failed, since),
        (Life::Closing, _) => return (ConsumerStatus::Closing, since),
        (Life::Starting, _) | (_, None) => return (ConsumerStatus::Starting, since),
        (Life::Running, Some(client)) => client,
    };
    if let Some(frozen) = consumer.frozen_since {
        return (ConsumerStatus::Frozen, frozen);
    }
    if consumer.is_cut {
        return (ConsumerStatus::NetworkCut, since);
    }
    if client.stands_alone {
        let status = if client.assigned.is_empty() {
            ConsumerStatus::Idle
        } else {
            ConsumerStatus::Reading
        };
        return (status, since);
    }
    let is_in_batch = matches!(client.app, App::Processing(_) | App::HandingOver { .. });
    let member = groups::current_member(simulation, consumer);
    let is_current =
        member.is_some_and(|(_, member)| Some(member.id) == client.membership.member_id);
    if is_in_batch && !client.assigned.is_empty() && !is_current {
        return (ConsumerStatus::Fenced, since);
    }
    if is_in_batch && client.heartbeat.is_enabled {
        let left = client
            .heartbeat
            .poll_deadline
            .since(simulation.now())
            .as_micros();
        if left * 100 < client.config.max_poll_interval.as_micros() * LATE_PERCENT {
            return (ConsumerStatus::PollIsLate, since);
        }
    }
    let is_rebalancing = simulation.world.broker.coordinator.groups[consumer.group.index()].state
        != GroupState::Stable;
    let status = match client.membership.state {
        ClassicMembershipState::PreparingRebalance if client.membership.generation_id.0 >= 0 => {
            ConsumerStatus::Rejoined
        }
        ClassicMembershipState::Unjoined if matches!(client.app, App::Idle) => ConsumerStatus::Idle,
        ClassicMembershipState::PreparingRebalance | ClassicMembershipState::Unjoined => {
            ConsumerStatus::Joining
        }
        ClassicMembershipState::CompletingRebalance => ConsumerStatus::Rejoined,
        ClassicMembershipState::Stable if client.membership.rejoin_needed && is_rebalancing => {
            ConsumerStatus::MustRejoin
        }
        ClassicMembershipState::Stable if client.assigned.is_empty() => ConsumerStatus::Idle,
        ClassicMembershipState::Stable => ConsumerStatus::Reading,
    };
    (status, since)
}
