//! One told effect, one step: a fact, its reason, the setting that decided.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

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
fn words(simulation: &Simulation, effect: &Effect) -> (String, String, Setting) {
    let letter = |consumer: &ConsumerId| present::letter(*consumer);
    let of_member = |member: &MemberId| {
        present::letter(
            simulation
                .world
                .broker
                .coordinator
                .table
                .get(*member)
                .consumer,
        )
    };
    let plain = |fact: String, because: &str| (fact, because.to_owned(), None);
    match effect {
        Effect::CommandApplied { command, consumer } => command_words(
            command,
            &consumer.map(|c| letter(&c).to_string()).unwrap_or_default(),
        ),
        Effect::ProcessStarted { consumer } => plain(
            format!("{} starts.", letter(consumer)),
            "A new process asks for a new member id.",
        ),
        Effect::ProcessEnded { consumer, how } => match how {
            ProcessEnd::Killed => plain(
                format!("{} is dead.", letter(consumer)),
                "A killed process cannot send LeaveGroup, so the coordinator knows nothing yet.",
            ),
            ProcessEnd::Closed => plain(
                format!("{} has left.", letter(consumer)),
                "close() committed, gave its partitions up and sent LeaveGroup.",
            ),
            ProcessEnd::Failed(error) => {
                plain(format!("{} ended.", letter(consumer)), error.name())
            }
        },
        Effect::CloseBegun { consumer } => plain(
            format!("{} calls close().", letter(consumer)),
            "It commits, gives its partitions up and sends LeaveGroup.",
        ),
        Effect::Frozen { consumer } => plain(
            format!("{} stands still.", letter(consumer)),
            "No thread runs, so no heartbeat is sent.",
        ),
        Effect::NetworkCut {
            consumer,
            link,
            way,
        } => plain(
            format!("{} {}.", letter(consumer), present::cut_words(*link, *way)),
            cut_consequence(*link, *way),
        ),
        Effect::MemberRemoved {
            consumer,
            reason: RemovalReason::SessionExpired,
            ..
        } => (
            format!("{}’s session expires,", letter(consumer)),
            "counted from the last thing the coordinator heard of it.".to_owned(),
            setting(simulation, *consumer, "session.timeout.ms"),
        ),
        Effect::MemberRemoved {
            consumer,
            reason: RemovalReason::NotRejoined,
            ..
        } => (
            format!("{} is dropped:", letter(consumer)),
            "it did not rejoin within the rebalance timeout.".to_owned(),
            setting(simulation, *consumer, "max.poll.interval.ms"),
        ),
        Effect::MemberRemoved { consumer, .. } => plain(
            format!("{} leaves the group.", letter(consumer)),
            "The coordinator got its LeaveGroup.",
        ),
        Effect::PollTimeout { consumer, .. } => (
            format!("{}’s client leaves by itself:", letter(consumer)),
            "poll() did not come back in time. The coordinator times no polls.".to_owned(),
            setting(simulation, *consumer, "max.poll.interval.ms"),
        ),
        Effect::GroupTransition {
            to: GroupState::PreparingRebalance,
            reason,
            ..
        } => {
            let because = match reason {
                TransitionReason::MemberAdded(member) => {
                    format!("{} came in. Everybody must join again.", of_member(member))
                }
                TransitionReason::MemberReplaced(member) => format!(
                    "{} came back, and its assignor list changes the group's choice.",
                    of_member(member)
                ),
                TransitionReason::LeaderRejoined(member) => {
                    format!("The leader {} joined again.", of_member(member))
                }
                TransitionReason::MetadataChanged(member) => {
                    format!("{} joined again.", of_member(member))
                }
                TransitionReason::MemberLeft(member) => format!(
                    "{} is gone; its partitions need an owner.",
                    of_member(member)
                ),
                TransitionReason::SessionExpired(member) => format!(
                    "The coordinator removed {} and waits for the others to rejoin.",
                    of_member(member)
                ),
                TransitionReason::SyncTimeout
                | TransitionReason::JoinPhaseOver
                | TransitionReason::NobodyLeft
                | TransitionReason::AssignmentStored => String::new(),
            };
            ("A rebalance opens.".to_owned(), because, None)
        }
        Effect::RejoinRequested {
            consumer,
            reason: RejoinReason::Revoked,
        } => plain(
            format!("{} asks for a second round", letter(consumer)),
            "COOPERATIVE: what it gave up can only be assigned in the next generation.",
        ),
        Effect::RejoinRequested { consumer, .. } => (
            format!("{} hears of it", letter(consumer)),
            "in an answer, and acts in its next poll().".to_owned(),
            setting(simulation, *consumer, "heartbeat.interval.ms"),
        ),
        Effect::PartitionsRevoked {
            consumer,
            partitions,
        } => plain(
            format!(
                "{} gives up {}.",
                letter(consumer),
                present::partition_list(simulation, partitions)
            ),
            if is_cooperative(simulation, *consumer) {
                "COOPERATIVE: only what moves to another member is revoked."
            } else {
                "EAGER: before it rejoins, a member gives up everything."
            },
        ),
        Effect::PartitionsLost {
            consumer,
            partitions,
        } => plain(
            format!(
                "{} has lost {}.",
                letter(consumer),
                present::partition_list(simulation, partitions)
            ),
            "It is not the owner any more and may not commit.",
        ),
        Effect::JoinPhaseCompleted {
            generation_id,
            leader,
            protocol,
            ..
        } => (
            format!("Generation {generation_id} begins."),
            format!(
                "Everybody is in. The leader {} assigns with {}.",
                leader
                    .map(|leader| letter(&leader).to_string())
                    .unwrap_or_default(),
                protocol.map_or("nothing", crate::config::AssignorName::protocol_name)
            ),
            None,
        ),
        Effect::PartitionsAssigned {
            consumer,
            partitions,
        } => plain(
            format!(
                "{} gets {}.",
                letter(consumer),
                present::partition_list(simulation, partitions)
            ),
            "It continues at the committed offsets.",
        ),
        Effect::OffsetsExpired {
            partitions, reason, ..
        } => (
            format!(
                "Committed offsets of {} expire.",
                present::partition_list(simulation, partitions)
            ),
            match reason {
                ExpiryReason::GroupEmpty => "The group was empty for that long.",
                ExpiryReason::NotSubscribed => {
                    "No member subscribes to the topic, and the last commit is that old."
                }
                ExpiryReason::NeverJoined => "Nobody ever joined, and the commit is that old.",
            }
            .to_owned(),
            broker_setting(simulation, "offsets.retention.minutes"),
        ),
        Effect::LogStartMoved { partition, by, .. } => plain(
            format!(
                "The beginning of {} is deleted:",
                simulation.world.directory.partition_name(*partition)
            ),
            by.key(),
        ),
        other => plain(capitalised(&present::event_text(simulation, other)), ""),
    }
}

/// What a cut leaves working.
pub(super) fn cut_consequence(link: Link, way: Way) -> &'static str {
    match (link, way) {
        (Link::All, Way::Both | Way::ToBroker) => {
            "Its heartbeats do not arrive, and it cannot fetch."
        }
        (Link::All, Way::FromBroker) => {
            "Its heartbeats arrive, but it gets no answers and no records."
        }
        (Link::Coordinator, Way::Both | Way::ToBroker) => {
            "Its heartbeats do not arrive, but it reads on."
        }
        (Link::Coordinator, Way::FromBroker) => {
            "Its heartbeats arrive, but not their answers; it reads on."
        }
        (Link::Data, _) => "It cannot fetch, but its heartbeats go on.",
    }
}

fn is_cooperative(simulation: &Simulation, consumer: ConsumerId) -> bool {
    let client = simulation.world.consumers[consumer.index()]
        .client
        .as_deref();
    client.is_some_and(crate::consumer::Client::is_cooperative)
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        format!("{}{}.", first.to_ascii_uppercase(), chars.as_str())
    })
}

fn command_words(command: &Command, who: &str) -> (String, String, Setting) {
    let (fact, because) = match command {
        Command::Kill { .. } => (
            format!("You killed {who}."),
            "A killed process cannot send LeaveGroup, so the coordinator knows nothing yet.",
        ),
        Command::Close { .. } => (
            format!("You closed {who}."),
            "It finishes its batch, commits, and sends LeaveGroup.",
        ),
        Command::Freeze { .. } => (
            format!("You froze {who}."),
            "Every thread of it stops, the heartbeat thread too.",
        ),
        Command::Thaw { .. } => (
            format!("You thawed {who}."),
            "It goes on as if nothing had happened.",
        ),
        Command::Cut { link, way, .. } => (
            format!("You cut a link: {who} {}.", present::cut_words(*link, *way)),
            cut_consequence(*link, *way),
        ),
        Command::Heal { .. } => (format!("You healed {who}’s network."), ""),
        Command::Block { .. } => (
            format!("You blocked {who}."),
            "Its heartbeat thread goes on; its poll() does not.",
        ),
        Command::SetProcessing { .. } => (
            format!("You changed {who}’s pace."),
            "It holds from its next record on.",
        ),
        Command::SlowCpu { percent, .. } => (
            format!("You slowed {who}’s CPU to {percent} % of the time."),
            "It holds from its next record on, and for every start.",
        ),
        Command::AddConsumer { .. } => (
            "You added a consumer.".to_owned(),
            "A new member makes everybody join again.",
        ),
        Command::Restart { .. } => (
            format!("You restarted {who}."),
            "A new process is a new member.",
        ),
        Command::CreateTopic { .. } => (
            "You created a topic.".to_owned(),
            "Subscriptions by pattern see it with their next metadata refresh.",
        ),
        Command::AddPartitions { .. } => (
            "You added partitions.".to_owned(),
            "Only the group leader’s next metadata refresh shows them.",
        ),
        Command::RollingRestart { .. } => (
            "You began a rolling restart.".to_owned(),
            "One pod after the other closes and comes back.",
        ),
        other => fault_words(other, who),
    };
    (fact, because.to_owned(), None)
}

/// Faults of a program and of single messages.
fn fault_words(command: &Command, who: &str) -> (String, &'static str) {
    match command {
        Command::Throw { .. } => (
            format!("You made {who}’s program throw."),
            "finally { close(); } runs in the middle of the batch.",
        ),
        Command::KillAt { point, .. } => (
            format!("You had {who} killed {}.", present::crash_point(*point)),
            "A killed process cannot send LeaveGroup, so the coordinator knows nothing yet.",
        ),
        Command::StopExternal { .. } => (
            format!("You let {who}’s external call hang."),
            "Its heartbeat thread goes on; its poll() does not.",
        ),
        Command::LoseNext { api, .. } => (
            format!("You let {who}’s next {api} get lost."),
            "Nobody tells it: request.timeout.ms does, and closes the connection.",
        ),
        Command::LoseNextAnswer { api, .. } => (
            format!("You let the answer to {who}’s next {api} get lost."),
            "The broker did it; the client does not know.",
        ),
        Command::DelayNext { api, .. } => (
            format!("You delayed {who}’s next {api}."),
            "What is sent behind it on that connection waits.",
        ),
        _ => ("You acted.".to_owned(), ""),
    }
}
