//! Which told effect led to which: one rule of Kafka per link.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use super::{group_of, is_session_expiry_of, sentences};
use crate::command::Command;
use crate::effect::{Effect, RejoinReason, RemovalReason, TransitionReason};
use crate::history::StoryEntry;
use crate::ids::{ConsumerId, GroupId, MemberId};
use crate::present::opened_rebalance;
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::view::{GroupState, PartitionView, WhyStep};

type Story<'a> = [&'a StoryEntry];

/// The told effect that led to number `index`, if any did.
#[expect(clippy::too_many_lines, reason = "one arm per effect")]
pub(super) fn predecessor(
    simulation: &Simulation,
    story: &Story<'_>,
    index: usize,
) -> Option<usize> {
    let before = |wanted: &dyn Fn(&Effect) -> bool| {
        story[..index]
            .iter()
            .rposition(|entry| wanted(&entry.effect))
    };
    let consumer_of = |member: MemberId| {
        simulation
            .world
            .broker
            .coordinator
            .table
            .get(member)
            .consumer
    };
    match &story[index].effect {
        Effect::PartitionsAssigned { consumer, .. }
        | Effect::GenerationChanged { consumer, .. } => {
            let group = group_of(simulation, *consumer);
            before(&|effect| is_join_completed(effect, group))
        }
        Effect::JoinPhaseCompleted { group, .. } => before(&|effect| opens(effect, *group)),
        Effect::GroupTransition {
            to: GroupState::PreparingRebalance,
            reason,
            ..
        } => match reason {
            TransitionReason::SessionExpired(member) | TransitionReason::MemberLeft(member) => {
                let consumer = consumer_of(*member);
                before(
                    &|effect| matches!(effect, Effect::MemberRemoved { consumer: who, .. } if *who == consumer),
                )
            }
            TransitionReason::MemberAdded(member) | TransitionReason::MemberReplaced(member) => {
                let consumer = consumer_of(*member);
                before(&|effect| is_start_or_fall(effect, consumer))
            }
            TransitionReason::LeaderRejoined(member)
            | TransitionReason::MetadataChanged(member) => {
                let consumer = consumer_of(*member);
                before(
                    &|effect| matches!(effect, Effect::RejoinRequested { consumer: who, .. } if *who == consumer),
                )
            }
            TransitionReason::SyncTimeout
            | TransitionReason::JoinPhaseOver
            | TransitionReason::NobodyLeft
            | TransitionReason::AssignmentStored => None,
        },
        Effect::MemberRemoved {
            consumer,
            reason: RemovalReason::Left,
            ..
        } => before(
            &|effect| matches!(effect, Effect::PollTimeout { consumer: who, .. } | Effect::CloseBegun { consumer: who } if who == consumer),
        ),
        Effect::MemberRemoved { consumer, .. } => {
            before(&|effect| is_disturbance(effect, *consumer))
        }
        Effect::PartitionsRevoked { consumer, .. } | Effect::RevocationPending { consumer } => {
            before(
                &|effect| matches!(effect, Effect::RejoinRequested { consumer: who, .. } | Effect::CloseBegun { consumer: who } if who == consumer),
            )
        }
        Effect::PartitionsLost { consumer, .. } => before(&|effect| {
            is_session_expiry_of(effect, *consumer)
                || matches!(effect, Effect::PollTimeout { consumer: who, .. } if who == consumer)
        }),
        Effect::RejoinRequested { consumer, reason } => match reason {
            RejoinReason::HeartbeatSaidSo | RejoinReason::CommitSaidSo => {
                let group = group_of(simulation, *consumer);
                before(&|effect| opens(effect, group))
            }
            RejoinReason::MetadataChanged => {
                before(&|effect| matches!(effect, Effect::PartitionsAdded { .. }))
            }
            RejoinReason::PollTimeout => before(
                &|effect| matches!(effect, Effect::PollTimeout { consumer: who, .. } if who == consumer),
            ),
            RejoinReason::Fenced => before(
                &|effect| matches!(effect, Effect::MemberRemoved { consumer: who, .. } if who == consumer),
            ),
            RejoinReason::Revoked => before(
                &|effect| matches!(effect, Effect::GenerationChanged { consumer: who, .. } if who == consumer),
            ),
            RejoinReason::SubscriptionChanged | RejoinReason::Enforced => {
                before(&|effect| is_command_on(effect, *consumer))
            }
        },
        Effect::PollTimeout { consumer, .. } => {
            before(&|effect| is_slowing_command(effect, *consumer))
        }
        Effect::CloseBegun { consumer } => before(&|effect| {
            is_command_on(effect, *consumer)
                || matches!(effect, Effect::CommandApplied { command, .. } if matches!(**command, Command::RollingRestart { .. }))
        }),
        Effect::ProcessEnded { consumer, .. } => before(&|effect| {
            matches!(effect, Effect::CloseBegun { consumer: who } if who == consumer)
                || is_command_on(effect, *consumer)
        }),
        Effect::PartitionsAdded { .. } => {
            before(&|effect| matches!(effect, Effect::CommandApplied { .. }))
        }
        Effect::Frozen { consumer }
        | Effect::Thawed { consumer }
        | Effect::NetworkCut { consumer, .. }
        | Effect::MessageFailed { consumer, .. }
        | Effect::NetworkHealed { consumer }
        | Effect::RecordsAbandoned { consumer, .. } => {
            before(&|effect| is_command_on(effect, *consumer))
        }
        Effect::CommitFailed { consumer, .. } => before(&|effect| {
            matches!(effect, Effect::MemberRemoved { consumer: who, .. } if who == consumer)
                || opens(effect, group_of(simulation, *consumer))
        }),
        _ => None,
    }
}

fn is_join_completed(effect: &Effect, group: GroupId) -> bool {
    matches!(effect, Effect::JoinPhaseCompleted { group: of, .. } if *of == group)
}

fn opens(effect: &Effect, group: GroupId) -> bool {
    opened_rebalance(effect).is_some()
        && matches!(effect, Effect::GroupTransition { group: of, .. } if *of == group)
}

fn is_command_on(effect: &Effect, consumer: ConsumerId) -> bool {
    matches!(effect, Effect::CommandApplied { consumer: Some(who), .. } if *who == consumer)
}

fn is_start_or_fall(effect: &Effect, consumer: ConsumerId) -> bool {
    match effect {
        Effect::ProcessStarted { consumer: who } | Effect::PollTimeout { consumer: who, .. } => {
            *who == consumer
        }
        other => is_session_expiry_of(other, consumer),
    }
}

fn is_disturbance(effect: &Effect, consumer: ConsumerId) -> bool {
    let Effect::CommandApplied {
        command,
        consumer: Some(who),
    } = effect
    else {
        return false;
    };
    *who == consumer
        && matches!(
            **command,
            Command::Kill { .. }
                | Command::KillAt { .. }
                | Command::Freeze { .. }
                | Command::Cut { .. }
                | Command::LoseNext { .. }
                | Command::LoseNextAnswer { .. }
                | Command::DelayNext { .. }
                | Command::Block { .. }
        )
}

fn is_slowing_command(effect: &Effect, consumer: ConsumerId) -> bool {
    let Effect::CommandApplied {
        command,
        consumer: Some(who),
    } = effect
    else {
        return false;
    };
    *who == consumer
        && matches!(
            **command,
            Command::Block { .. }
                | Command::SetProcessing { .. }
                | Command::SlowCpu { .. }
                | Command::StopExternal { .. }
                | Command::Freeze { .. }
        )
}

/// The told effect by which `partition` lost its reader in the group at `since`.
pub(super) fn stop_of(
    simulation: &Simulation,
    story: &Story<'_>,
    partition: &PartitionView,
    since: SimTime,
) -> Option<usize> {
    let is_own = |consumer: &ConsumerId| {
        let last = partition.reader == Some(*consumer);
        last || Some(group_of(simulation, *consumer)) == partition.group
    };
    let at: Vec<usize> = (0..story.len())
        .filter(|index| story[*index].at == since)
        .collect();
    let takes_it = |index: &usize| match &story[*index].effect {
        Effect::PartitionsRevoked {
            consumer,
            partitions,
        }
        | Effect::PartitionsLost {
            consumer,
            partitions,
        } => is_own(consumer) && partitions.contains(&partition.id),
        _ => false,
    };
    let ends = |index: &usize| match &story[*index].effect {
        Effect::ProcessEnded { consumer, .. }
        | Effect::Frozen { consumer }
        | Effect::NetworkCut { consumer, .. } => is_own(consumer),
        _ => false,
    };
    at.iter()
        .copied()
        .find(takes_it)
        .or_else(|| at.iter().copied().find(ends))
}

/// What happened to the group since the stop: expiry, rebalance, who heard of it.
pub(super) fn since_stop(
    simulation: &Simulation,
    story: &Story<'_>,
    partition: &PartitionView,
    since: SimTime,
) -> Vec<WhyStep> {
    let row = partition
        .group
        .and_then(|group| simulation.history.row(group, partition.id));
    let reader = row.and_then(|row| row.last_reader);
    let is_groups = |group: GroupId| Some(group) == partition.group;
    let later = story.iter().filter(|entry| entry.at >= since);
    let is_step = |effect: &Effect| {
        reader.is_some_and(|reader| is_session_expiry_of(effect, reader))
            || matches!(effect, Effect::MemberRemoved { consumer, reason: RemovalReason::Left, .. } if Some(*consumer) == reader)
            || partition.group.is_some_and(|group| opens(effect, group))
            || matches!(effect, Effect::JoinPhaseCompleted { group, .. } if is_groups(*group))
    };
    later
        .filter(|entry| entry.at > since && is_step(&entry.effect))
        .map(|entry| sentences::step(simulation, entry))
        .collect()
}
