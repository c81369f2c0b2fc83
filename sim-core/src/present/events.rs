//! The event list: one sentence per effect worth telling.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use locale::{Text, say};

use super::letter;
use crate::command::{CloseHow, Command, CrashPoint, Link, Way};
use crate::effect::{Effect, Fault, ProcessEnd, RejoinReason, RemovalReason, TransitionReason};
use crate::history::StoryEntry;
use crate::ids::{ConsumerId, MemberId, PartitionId};
use crate::scenario::OnPoison;
use crate::simulation::Simulation;
use crate::view::{EventKind, EventRow, GroupState};

/// The newest `limit` rows, oldest first.
pub(crate) fn events(simulation: &Simulation, limit: usize) -> Vec<EventRow> {
    let mut rows: Vec<EventRow> = simulation
        .history
        .story
        .iter()
        .rev()
        .take(limit)
        .map(|entry| row(simulation, entry))
        .collect();
    rows.reverse();
    rows
}

pub(crate) fn row(simulation: &Simulation, entry: &StoryEntry) -> EventRow {
    let (kind, consumer, partitions) = subject(&entry.effect);
    EventRow {
        event: entry.event,
        at: entry.at,
        kind,
        consumer,
        letter: consumer.map(letter),
        partitions,
        text: text(simulation, &entry.effect),
    }
}

/// What an effect is about.
pub(crate) fn subject(effect: &Effect) -> (EventKind, Option<ConsumerId>, Vec<PartitionId>) {
    match effect {
        Effect::CommandApplied { consumer, .. } => (EventKind::Command, *consumer, Vec::new()),
        Effect::CommandRefused { .. } => (EventKind::Command, None, Vec::new()),
        Effect::MemberIdHandedOut { consumer, .. }
        | Effect::MemberAdded { consumer, .. }
        | Effect::MemberReplaced { consumer, .. }
        | Effect::MemberRemoved { consumer, .. } => {
            (EventKind::Coordinator, Some(*consumer), Vec::new())
        }
        Effect::PartitionsRevoked {
            consumer,
            partitions,
        }
        | Effect::PartitionsLost {
            consumer,
            partitions,
        }
        | Effect::PartitionsTaken {
            consumer,
            partitions,
        }
        | Effect::PartitionsAssigned {
            consumer,
            partitions,
        } => (EventKind::Callback, Some(*consumer), partitions.to_vec()),
        Effect::OffsetsExpired { partitions, .. } => {
            (EventKind::Coordinator, None, partitions.to_vec())
        }
        Effect::LogStartMoved { partition, .. } => (EventKind::Coordinator, None, vec![*partition]),
        Effect::CommitFailed { consumer, .. } | Effect::CommitUnanswered { consumer, .. } => {
            (EventKind::Commit, Some(*consumer), Vec::new())
        }
        Effect::PoisonMet {
            consumer,
            partition,
            ..
        } => (EventKind::Hazard, Some(*consumer), vec![*partition]),
        Effect::RecordsAbandoned {
            consumer, range, ..
        } => (EventKind::Hazard, Some(*consumer), vec![range.partition]),
        Effect::ProcessStarted { consumer }
        | Effect::ProcessEnded { consumer, .. }
        | Effect::CloseBegun { consumer }
        | Effect::Frozen { consumer }
        | Effect::Thawed { consumer }
        | Effect::NetworkCut { consumer, .. }
        | Effect::MessageFailed { consumer, .. }
        | Effect::NetworkHealed { consumer }
        | Effect::RejoinRequested { consumer, .. }
        | Effect::GenerationChanged { consumer, .. }
        | Effect::RevocationPending { consumer }
        | Effect::PollTimeout { consumer, .. }
        | Effect::WokenUp { consumer }
        | Effect::CoordinatorLost { consumer } => (EventKind::Client, Some(*consumer), Vec::new()),
        _ => (EventKind::Coordinator, None, Vec::new()),
    }
}

pub(crate) fn partition_list(simulation: &Simulation, partitions: &[PartitionId]) -> Text {
    const SHOWN: usize = 8;
    let names: Vec<&str> = partitions
        .iter()
        .take(SHOWN)
        .map(|id| &**simulation.world.directory.partition_name(*id))
        .collect();
    match partitions.len() {
        0 => say::nothing(),
        count if count > SHOWN => say::list_and_more(names.join(", "), count - SHOWN),
        _ => Text::verbatim(names.join(", ")),
    }
}

/// A callback or call with its partitions, as Java would write it.
fn call(who: &str, method: &str, partitions: &Text) -> Text {
    Text::joined(
        [
            Text::verbatim(format!("{who}: {method}(")),
            partitions.clone(),
            Text::verbatim(")"),
        ],
        "",
    )
}

#[expect(clippy::too_many_lines, reason = "one arm per effect")]
pub(crate) fn text(simulation: &Simulation, effect: &Effect) -> Text {
    let name = |consumer: &ConsumerId| &*simulation.world.consumers[consumer.index()].name;
    match effect {
        Effect::CommandApplied { command, .. } => command_text(command),
        Effect::CommandRefused { why, .. } => say::event_refused(why.clone()),
        Effect::ProcessStarted { consumer } => say::event_starts(name(consumer)),
        Effect::ProcessEnded { consumer, how } => match how {
            ProcessEnd::Killed => say::event_dead(name(consumer)),
            ProcessEnd::Closed => say::event_close_returns(name(consumer)),
            ProcessEnd::Failed(error) => say::event_ends_with(name(consumer), error.name()),
        },
        Effect::CloseBegun { consumer } => say::event_calls_close(name(consumer)),
        Effect::Frozen { consumer } => say::event_frozen(name(consumer)),
        Effect::Thawed { consumer } => say::event_thawed(name(consumer)),
        Effect::NetworkCut {
            consumer,
            link,
            way,
        } => cut_text(name(consumer), *link, *way),
        Effect::MessageFailed {
            consumer,
            api,
            fault,
        } => match fault {
            Fault::RequestLost => say::event_request_lost(api.name(), name(consumer)),
            Fault::AnswerLost => say::event_answer_lost(api.name(), name(consumer)),
            Fault::RequestDelayed => say::event_request_late(api.name(), name(consumer)),
        },
        Effect::NetworkHealed { consumer } => say::event_healed(name(consumer)),
        Effect::RejoinRequested { consumer, reason } => {
            say::event_must_rejoin(name(consumer), rejoin_reason(*reason))
        }
        Effect::GenerationChanged {
            consumer,
            generation_id,
            ..
        } => say::event_in_generation(name(consumer), generation_id.0.to_string()),
        Effect::PartitionsRevoked {
            consumer,
            partitions,
        } => call(
            name(consumer),
            "onPartitionsRevoked",
            &partition_list(simulation, partitions),
        ),
        Effect::PartitionsLost {
            consumer,
            partitions,
        } => call(
            name(consumer),
            "onPartitionsLost",
            &partition_list(simulation, partitions),
        ),
        Effect::PartitionsAssigned {
            consumer,
            partitions,
        } => call(
            name(consumer),
            "onPartitionsAssigned",
            &partition_list(simulation, partitions),
        ),
        Effect::PartitionsTaken {
            consumer,
            partitions,
        } => say::event_taken(name(consumer), partition_list(simulation, partitions)),
        Effect::RevocationPending { consumer } => say::event_revocation_pending(name(consumer)),
        Effect::CommitFailed {
            consumer, error, ..
        } => say::event_commit_failed(name(consumer), error.name()),
        Effect::CommitUnanswered { consumer, .. } => say::event_commit_unanswered(name(consumer)),
        Effect::PollTimeout { consumer, .. } => say::event_poll_timeout(name(consumer)),
        Effect::CoordinatorLost { consumer } => say::event_coordinator_lost(name(consumer)),
        Effect::RecordsAbandoned {
            consumer, range, ..
        } => say::event_abandoned(
            name(consumer),
            say::records(range.count()),
            simulation.world.directory.partition_name(range.partition),
        ),
        Effect::WokenUp { consumer } => {
            Text::verbatim(format!("{}: WakeupException", name(consumer)))
        }
        Effect::PoisonMet {
            consumer,
            partition,
            offset,
            answer,
            dead_letters,
            ..
        } => say::event_poison(
            name(consumer),
            simulation.world.directory.partition_name(*partition),
            offset.to_string(),
            poison_answer(*answer, *dead_letters),
        ),
        other => coordinator_text(simulation, other),
    }
}

fn coordinator_text(simulation: &Simulation, effect: &Effect) -> Text {
    let name = |consumer: &ConsumerId| &*simulation.world.consumers[consumer.index()].name;
    match effect {
        Effect::MemberIdHandedOut { consumer, .. } => say::event_member_id(name(consumer)),
        Effect::MemberAdded { consumer, .. } => say::event_member_added(name(consumer)),
        Effect::MemberReplaced { consumer, .. } => say::event_member_replaced(name(consumer)),
        Effect::MemberRemoved {
            consumer, reason, ..
        } => say::event_member_removed(name(consumer), removal_reason(*reason)),
        Effect::GroupTransition { to, reason, .. } => {
            say::event_group_is(to.name(), transition_reason(simulation, *reason))
        }
        Effect::InitialDelayExtended { until, .. } => say::event_delay_extended(*until),
        Effect::JoinPhaseCompleted {
            generation_id,
            members,
            leader,
            protocol,
            ..
        } => say::event_join_over(
            *members,
            generation_id.to_string(),
            leader.map_or_else(say::nobody, |leader| {
                Text::verbatim(name(&leader).to_owned())
            }),
            protocol.map_or("none", crate::config::AssignorName::protocol_name),
        ),
        Effect::AssignmentReceived { generation_id, .. } => {
            say::event_assignment_in(generation_id.to_string())
        }
        Effect::PartitionsAdded { topic, from, to } => {
            let topic = simulation.world.directory.topic_name(*topic);
            say::event_partitions_added(topic, *from, *to)
        }
        Effect::LogStartMoved {
            partition,
            offset,
            by,
        } => {
            let name = simulation.world.directory.partition_name(*partition);
            say::event_log_start(by.key(), name, offset.to_string())
        }
        Effect::OffsetsExpired {
            group, partitions, ..
        } => say::event_offsets_expired(
            &simulation.world.group_names[group.index()],
            partition_list(simulation, partitions),
        ),
        Effect::GroupDeleted { group } => {
            say::event_group_deleted(&simulation.world.group_names[group.index()])
        }
        Effect::InvariantBroken { what } => say::event_lab_defect(what),
        _ => Text::default(),
    }
}

/// A consumer, or all of them.
fn target(who: Option<&String>) -> Text {
    who.map_or_else(say::everybody, |who| Text::verbatim(who.clone()))
}

fn command_text(command: &Command) -> Text {
    match command {
        Command::AddConsumer { consumer } => say::you_added(&consumer.name),
        Command::Close { who, how, .. } => match how {
            CloseHow::Default => say::you_closed(who),
            CloseHow::Leave => say::you_closed_leave(who),
            CloseHow::Remain => say::you_closed_remain(who),
        },
        Command::Throw { who } => say::you_made_throw(who),
        Command::Wakeup { who } => say::you_woke(who),
        Command::StopExternal { who, ms } => say::you_external(who, ms.to_string()),
        Command::KillAt { who, point } => killed_at(who, *point),
        Command::Kill { who } => say::you_killed(who),
        Command::Restart { who, .. } => say::you_restarted(who),
        Command::Freeze { who } => say::you_froze(who),
        Command::Thaw { who } => say::you_thawed(who),
        Command::Block { who, ms } => say::you_blocked(who, ms.to_string()),
        Command::Cut { who, link, way } => say::you_cut(cut_text(who, *link, *way)),
        Command::LoseNext { who, api } => say::you_lose(api.clone(), who),
        Command::LoseNextAnswer { who, api } => say::you_lose_answer(api.clone(), who),
        Command::DelayNext { who, api, ms } => say::you_delay(api.clone(), who, ms.to_string()),
        Command::Heal { who } => say::you_healed(who),
        Command::SetProcessing { who, .. } => say::you_pace(who),
        Command::SlowCpu { who, percent } => say::you_cpu(who, percent.to_string()),
        Command::SetConfig { who, key, value } => {
            say::you_set(key, value.clone(), target(who.as_ref()))
        }
        Command::SetCommit { who, .. } => say::you_commit_style(target(who.as_ref())),
        Command::CreateTopic { topic } => {
            say::you_topic(&topic.name, say::partitions(topic.partitions))
        }
        Command::SetProgram { who, .. } => say::you_program(target(who.as_ref())),
        Command::AddPartitions { topic, partitions } => say::you_grew(topic, *partitions),
        Command::SetProduceRate {
            topic,
            records_per_second,
        } => say::you_rate(topic, records_per_second.to_string()),
        Command::ProduceNew {
            topic, from, to, ..
        } => say::you_produce_new(format!("{topic}-{from}"), format!("{topic}-{}", to - 1)),
        Command::RollingRestart { .. } => say::you_rolling(),
        Command::Enforce { who } => say::you_enforce(who),
        Command::Commit { who } => say::you_commit(who),
        Command::Unsubscribe { who } => say::you_unsubscribe(who),
        Command::Subscribe { who, topics } => say::you_subscribe(who, topics.join(", ")),
    }
}

/// What a cut means to its consumer.
pub(crate) fn cut_text(who: &str, link: Link, way: Way) -> Text {
    match (link, way) {
        (Link::All, Way::Both) => say::cut_all(who),
        (Link::All, Way::ToBroker) => say::cut_all_out(who),
        (Link::All, Way::FromBroker) => say::cut_all_in(who),
        (Link::Coordinator, Way::Both) => say::cut_coordinator(who),
        (Link::Coordinator, Way::ToBroker) => say::cut_coordinator_out(who),
        (Link::Coordinator, Way::FromBroker) => say::cut_coordinator_in(who),
        (Link::Data, Way::Both) => say::cut_data(who),
        (Link::Data, Way::ToBroker) => say::cut_data_out(who),
        (Link::Data, Way::FromBroker) => say::cut_data_in(who),
    }
}

/// Where a process is killed.
pub(crate) fn killed_at(who: &str, point: CrashPoint) -> Text {
    match point {
        CrashPoint::BeforePoll => say::killed_before_poll(who),
        CrashPoint::InBatch => say::killed_in_batch(who),
        CrashPoint::AfterProcessing => say::killed_after_processing(who),
        CrashPoint::InCommit => say::killed_in_commit(who),
        CrashPoint::InRevoked => say::killed_in_revoked(who),
        CrashPoint::InAssigned => say::killed_in_assigned(who),
        CrashPoint::JoinedWaiting => say::killed_joined(who),
        CrashPoint::LeaderSyncing => say::killed_leader(who),
        CrashPoint::BatchBegin => say::killed_batch_begin(who),
        CrashPoint::NextRecord => say::killed_next_record(who),
        CrashPoint::BeforeCommit => say::killed_before_commit(who),
        CrashPoint::AutoCommit => say::killed_auto_commit(who),
        CrashPoint::InLost => say::killed_in_lost(who),
        CrashPoint::BeforeClose => say::killed_before_close(who),
        CrashPoint::Heartbeat => say::killed_heartbeat(who),
    }
}

fn poison_answer(answer: OnPoison, dead_letters: u64) -> Text {
    match answer {
        OnPoison::Crash => say::poison_crash(),
        OnPoison::Kill => say::poison_kill(),
        OnPoison::Skip => say::poison_skip(),
        OnPoison::DeadLetter => say::poison_dead_letter(dead_letters),
        OnPoison::RetryInPlace { backoff_ms } => say::poison_retry(backoff_ms.to_string()),
    }
}

fn rejoin_reason(reason: RejoinReason) -> Text {
    match reason {
        RejoinReason::HeartbeatSaidSo => say::rejoin_heartbeat(),
        RejoinReason::CommitSaidSo => say::rejoin_commit(),
        RejoinReason::MetadataChanged => say::rejoin_metadata(),
        RejoinReason::SubscriptionChanged => say::rejoin_subscription(),
        RejoinReason::Enforced => Text::verbatim("enforceRebalance()"),
        RejoinReason::Fenced => say::rejoin_fenced(),
        RejoinReason::PollTimeout => say::rejoin_poll(),
        RejoinReason::Revoked => say::rejoin_revoked(),
    }
}

fn removal_reason(reason: RemovalReason) -> Text {
    match reason {
        RemovalReason::Left => Text::verbatim("LeaveGroup"),
        RemovalReason::SessionExpired => say::removed_session(),
        RemovalReason::NotRejoined => say::removed_not_rejoined(),
        RemovalReason::NotSynced => say::removed_not_synced(),
        RemovalReason::GroupFull => say::removed_full(),
    }
}

fn transition_reason(simulation: &Simulation, reason: TransitionReason) -> Text {
    let name = |member: MemberId| {
        let consumer = simulation
            .world
            .broker
            .coordinator
            .table
            .get(member)
            .consumer;
        &simulation.world.consumers[consumer.index()].name
    };
    match reason {
        TransitionReason::MemberAdded(member) => say::because_added(name(member)),
        TransitionReason::MemberReplaced(member) => say::because_replaced(name(member)),
        TransitionReason::LeaderRejoined(member) => say::because_leader(name(member)),
        TransitionReason::MetadataChanged(member) => say::because_joined_again(name(member)),
        TransitionReason::MemberLeft(member) => say::because_left(name(member)),
        TransitionReason::SessionExpired(member) => say::because_session(name(member)),
        TransitionReason::SyncTimeout => say::because_no_sync(),
        TransitionReason::JoinPhaseOver => say::because_join_over(),
        TransitionReason::NobodyLeft => say::because_nobody(),
        TransitionReason::AssignmentStored => say::because_stored(),
    }
}

/// The state a transition led to, for explanations.
pub(crate) fn opened_rebalance(effect: &Effect) -> Option<TransitionReason> {
    match effect {
        Effect::GroupTransition {
            to: GroupState::PreparingRebalance,
            reason,
            ..
        } => Some(*reason),
        _ => None,
    }
}
