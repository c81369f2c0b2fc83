//! One told effect, one step: a fact, its reason, the setting that decided.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use locale::{Text, say};

use crate::command::{Command, Link, Way};
use crate::effect::{
    Effect, ExpiryReason, ProcessEnd, RejoinReason, RemovalReason, TransitionReason,
};
use crate::history::StoryEntry;
use crate::ids::{ConsumerId, MemberId};
use crate::present;
use crate::simulation::Simulation;
use crate::view::{GroupState, WhyMark, WhyStep};

pub(super) type Setting = Option<(&'static str, String, String)>;

pub(crate) fn step(simulation: &Simulation, entry: &StoryEntry) -> WhyStep {
    let (fact, because, setting) = words(simulation, &entry.effect);
    let is_yours = matches!(entry.effect, Effect::CommandApplied { .. });
    WhyStep {
        at: Some(entry.at),
        mark: if is_yours {
            WhyMark::You
        } else {
            WhyMark::System
        },
        fact,
        because,
        setting,
        event: Some(entry.event),
    }
}

/// Value and default of a client setting of `consumer`.
pub(super) fn setting(simulation: &Simulation, consumer: ConsumerId, key: &'static str) -> Setting {
    let consumer = simulation.world.consumers.get(consumer.index())?;
    let config = consumer
        .client
        .as_deref()
        .map_or(&consumer.next_config, |client| &client.config);
    let release = simulation.release();
    let default = crate::config::ConsumerConfig::defaults(release)
        .get(key)
        .unwrap_or_default();
    Some((key, config.get(key)?, default))
}

/// Value and default of a setting of the broker.
pub(super) fn broker_setting(simulation: &Simulation, key: &'static str) -> Setting {
    let config = &simulation.world.broker.coordinator.config;
    let default = crate::config::BrokerConfig::defaults(simulation.release());
    Some((key, config.get(key)?, default.get(key)?))
}

#[expect(clippy::too_many_lines, reason = "one arm per effect")]
fn words(simulation: &Simulation, effect: &Effect) -> (Text, Text, Setting) {
    let letter = |consumer: &ConsumerId| present::letter(*consumer);
    let plain = |fact: Text, because: Text| (fact, because, None);
    match effect {
        Effect::CommandApplied { command, consumer } => {
            let who = consumer.map(present::letter);
            let (fact, because) = command_words(command, &who.unwrap_or_default());
            plain(fact, because)
        }
        Effect::ProcessStarted { consumer } => {
            plain(say::why_starts(letter(consumer)), say::why_starts_because())
        }
        Effect::ProcessEnded { consumer, how } => match how {
            ProcessEnd::Killed => plain(say::why_dead(letter(consumer)), say::why_knows_nothing()),
            ProcessEnd::Closed => plain(
                say::why_has_left(letter(consumer)),
                say::why_has_left_because(),
            ),
            ProcessEnd::Failed(error) => {
                plain(say::why_ended(letter(consumer)), error.name().into())
            }
        },
        Effect::CloseBegun { consumer } => plain(
            say::why_calls_close(letter(consumer)),
            say::why_calls_close_because(),
        ),
        Effect::Frozen { consumer } => plain(
            say::why_stands_still(letter(consumer)),
            say::why_stands_still_because(),
        ),
        Effect::NetworkCut {
            consumer,
            link,
            way,
        } => plain(
            Text::sentence(present::cut_text(&letter(consumer), *link, *way)),
            cut_consequence(*link, *way),
        ),
        Effect::MemberRemoved {
            consumer,
            reason: RemovalReason::SessionExpired,
            ..
        } => (
            say::why_session_expires(letter(consumer)),
            say::why_session_expires_because(),
            setting(simulation, *consumer, "session.timeout.ms"),
        ),
        Effect::MemberRemoved {
            consumer,
            reason: RemovalReason::NotRejoined,
            ..
        } => (
            say::why_is_dropped(letter(consumer)),
            say::why_is_dropped_because(),
            setting(simulation, *consumer, "max.poll.interval.ms"),
        ),
        Effect::MemberRemoved { consumer, .. } => {
            plain(say::why_leaves(letter(consumer)), say::why_leaves_because())
        }
        Effect::PollTimeout { consumer, .. } => (
            say::why_client_leaves(letter(consumer)),
            say::why_client_leaves_because(),
            setting(simulation, *consumer, "max.poll.interval.ms"),
        ),
        Effect::GroupTransition {
            to: GroupState::PreparingRebalance,
            reason,
            ..
        } => plain(
            say::why_rebalance_opens(),
            opening_reason(simulation, *reason),
        ),
        Effect::RejoinRequested {
            consumer,
            reason: RejoinReason::Revoked,
        } => plain(
            say::why_second_round(letter(consumer)),
            say::why_second_round_because(),
        ),
        Effect::RejoinRequested { consumer, .. } => (
            say::why_hears(letter(consumer)),
            say::why_hears_because(),
            setting(simulation, *consumer, "heartbeat.interval.ms"),
        ),
        Effect::PartitionsRevoked {
            consumer,
            partitions,
        } => plain(
            say::why_gives_up(
                letter(consumer),
                present::partition_list(simulation, partitions),
            ),
            if is_cooperative(simulation, *consumer) {
                say::why_gives_up_cooperative()
            } else {
                say::why_gives_up_eager()
            },
        ),
        Effect::PartitionsLost {
            consumer,
            partitions,
        } => plain(
            say::why_has_lost(
                letter(consumer),
                present::partition_list(simulation, partitions),
            ),
            say::why_has_lost_because(),
        ),
        Effect::JoinPhaseCompleted {
            generation_id,
            leader,
            protocol,
            ..
        } => plain(
            say::why_generation_begins(generation_id.to_string()),
            say::why_generation_begins_because(
                leader.map(present::letter).unwrap_or_default(),
                protocol.map_or("nothing", crate::config::AssignorName::protocol_name),
            ),
        ),
        Effect::PartitionsAssigned {
            consumer,
            partitions,
        } => plain(
            say::why_gets(
                letter(consumer),
                present::partition_list(simulation, partitions),
            ),
            say::why_gets_because(),
        ),
        Effect::OffsetsExpired {
            partitions, reason, ..
        } => (
            say::why_offsets_expire(present::partition_list(simulation, partitions)),
            match reason {
                ExpiryReason::GroupEmpty => say::why_expired_empty(),
                ExpiryReason::NotSubscribed => say::why_expired_unsubscribed(),
                ExpiryReason::NeverJoined => say::why_expired_never_joined(),
            },
            broker_setting(simulation, "offsets.retention.minutes"),
        ),
        Effect::LogStartMoved { partition, by, .. } => plain(
            say::why_beginning_deleted(simulation.world.directory.partition_name(*partition)),
            by.key().into(),
        ),
        other => plain(
            Text::sentence(present::event_text(simulation, other)),
            Text::default(),
        ),
    }
}

/// Why a group began to prepare a rebalance.
fn opening_reason(simulation: &Simulation, reason: TransitionReason) -> Text {
    let of_member = |member: MemberId| {
        let table = &simulation.world.broker.coordinator.table;
        present::letter(table.get(member).consumer)
    };
    match reason {
        TransitionReason::MemberAdded(member) => say::why_came_in(of_member(member)),
        TransitionReason::MemberReplaced(member) => say::why_came_back(of_member(member)),
        TransitionReason::LeaderRejoined(member) => say::why_leader_joined(of_member(member)),
        TransitionReason::MetadataChanged(member) => say::why_joined_again(of_member(member)),
        TransitionReason::MemberLeft(member) => say::why_gone(of_member(member)),
        TransitionReason::SessionExpired(member) => say::why_removed(of_member(member)),
        TransitionReason::SyncTimeout
        | TransitionReason::JoinPhaseOver
        | TransitionReason::NobodyLeft
        | TransitionReason::AssignmentStored => Text::default(),
    }
}

/// What a cut leaves working.
pub(super) fn cut_consequence(link: Link, way: Way) -> Text {
    match (link, way) {
        (Link::All, Way::Both | Way::ToBroker) => say::cut_result_all(),
        (Link::All, Way::FromBroker) => say::cut_result_all_in(),
        (Link::Coordinator, Way::Both | Way::ToBroker) => say::cut_result_coordinator(),
        (Link::Coordinator, Way::FromBroker) => say::cut_result_coordinator_in(),
        (Link::Data, _) => say::cut_result_data(),
    }
}

fn is_cooperative(simulation: &Simulation, consumer: ConsumerId) -> bool {
    let client = simulation.world.consumers[consumer.index()]
        .client
        .as_deref();
    client.is_some_and(crate::consumer::Client::is_cooperative)
}

fn command_words(command: &Command, who: &str) -> (Text, Text) {
    match command {
        Command::Kill { .. } => (say::why_you_killed(who), say::why_knows_nothing()),
        Command::Close { .. } => (say::why_you_closed(who), say::why_you_closed_because()),
        Command::Freeze { .. } => (say::why_you_froze(who), say::why_you_froze_because()),
        Command::Thaw { .. } => (say::why_you_thawed(who), say::why_you_thawed_because()),
        Command::Cut { link, way, .. } => (
            say::why_you_cut(present::cut_text(who, *link, *way)),
            cut_consequence(*link, *way),
        ),
        Command::Heal { .. } => (say::why_you_healed(who), Text::default()),
        Command::Block { .. } => (say::why_you_blocked(who), say::why_poll_stops()),
        Command::SetProcessing { .. } => (say::why_you_pace(who), say::why_you_pace_because()),
        Command::SlowCpu { percent, .. } => (
            say::why_you_cpu(who, percent.to_string()),
            say::why_you_cpu_because(),
        ),
        Command::AddConsumer { .. } => (say::why_you_added(), say::why_you_added_because()),
        Command::Restart { .. } => (
            say::why_you_restarted(who),
            say::why_you_restarted_because(),
        ),
        Command::CreateTopic { .. } => (say::why_you_topic(), say::why_you_topic_because()),
        Command::AddPartitions { .. } => {
            (say::why_you_partitions(), say::why_you_partitions_because())
        }
        Command::RollingRestart { .. } => (say::why_you_rolling(), say::why_you_rolling_because()),
        other => fault_words(other, who),
    }
}

/// Faults of a program and of single messages.
fn fault_words(command: &Command, who: &str) -> (Text, Text) {
    match command {
        Command::Throw { .. } => (say::why_you_throw(who), say::why_you_throw_because()),
        Command::KillAt { point, .. } => (
            Text::sentence(present::killed_at(who, *point)),
            say::why_knows_nothing(),
        ),
        Command::StopExternal { .. } => (say::why_you_hang(who), say::why_poll_stops()),
        Command::LoseNext { api, .. } => (
            say::why_you_lose(who, api.clone()),
            say::why_you_lose_because(),
        ),
        Command::LoseNextAnswer { api, .. } => (
            say::why_you_lose_answer(who, api.clone()),
            say::why_you_lose_answer_because(),
        ),
        Command::DelayNext { api, .. } => (
            say::why_you_delay(who, api.clone()),
            say::why_you_delay_because(),
        ),
        _ => (say::why_you_acted(), Text::default()),
    }
}
