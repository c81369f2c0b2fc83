//! The event list: one sentence per effect worth telling.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use crate::command::{CloseHow, Command, CrashPoint, Link, Way};
use crate::effect::{Effect, Fault, ProcessEnd, RejoinReason, RemovalReason, TransitionReason};
use crate::explain;
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

pub(crate) fn partition_list(simulation: &Simulation, partitions: &[PartitionId]) -> String {
    const SHOWN: usize = 8;
    let names: Vec<&str> = partitions
        .iter()
        .take(SHOWN)
        .map(|id| &**simulation.world.directory.partition_name(*id))
        .collect();
    match partitions.len() {
        0 => "nothing".to_owned(),
        count if count > SHOWN => format!("{} and {} more", names.join(", "), count - SHOWN),
        _ => names.join(", "),
    }
}

#[expect(clippy::too_many_lines, reason = "one arm per effect")]
pub(crate) fn text(simulation: &Simulation, effect: &Effect) -> String {
    let name = |consumer: &ConsumerId| &*simulation.world.consumers[consumer.index()].name;
    match effect {
        Effect::CommandApplied { command, .. } => command_text(command),
        Effect::CommandRefused { why, .. } => format!("Not applied: {why}"),
        Effect::ProcessStarted { consumer } => format!("{} starts", name(consumer)),
        Effect::ProcessEnded { consumer, how } => match how {
            ProcessEnd::Killed => format!("{} is dead; no LeaveGroup was sent", name(consumer)),
            ProcessEnd::Closed => format!("close() of {} returns", name(consumer)),
            ProcessEnd::Failed(error) => format!("{} ends with {}", name(consumer), error.name()),
        },
        Effect::CloseBegun { consumer } => format!("{} calls close()", name(consumer)),
        Effect::Frozen { consumer } => format!("every thread of {} stops", name(consumer)),
        Effect::Thawed { consumer } => format!("{} goes on", name(consumer)),
        Effect::NetworkCut {
            consumer,
            link,
            way,
        } => format!("{} {}", name(consumer), cut_words(*link, *way)),
        Effect::MessageFailed {
            consumer,
            api,
            fault,
        } => match fault {
            Fault::RequestLost => format!("{} of {} is lost", api.name(), name(consumer)),
            Fault::AnswerLost => {
                format!("the answer to {} of {} is lost", api.name(), name(consumer))
            }
            Fault::RequestDelayed => format!("{} of {} is late", api.name(), name(consumer)),
        },
        Effect::NetworkHealed { consumer } => {
            format!("{} reaches the broker again", name(consumer))
        }
        Effect::RejoinRequested { consumer, reason } => {
            format!("{} must rejoin: {}", name(consumer), rejoin_reason(*reason))
        }
        Effect::GenerationChanged {
            consumer,
            generation_id,
            ..
        } => format!("{} is in generation {}", name(consumer), generation_id.0),
        Effect::PartitionsRevoked {
            consumer,
            partitions,
        } => format!(
            "{}: onPartitionsRevoked({})",
            name(consumer),
            partition_list(simulation, partitions)
        ),
        Effect::PartitionsLost {
            consumer,
            partitions,
        } => format!(
            "{}: onPartitionsLost({})",
            name(consumer),
            partition_list(simulation, partitions)
        ),
        Effect::PartitionsAssigned {
            consumer,
            partitions,
        } => format!(
            "{}: onPartitionsAssigned({})",
            name(consumer),
            partition_list(simulation, partitions)
        ),
        Effect::PartitionsTaken {
            consumer,
            partitions,
        } => format!(
            "{}: assign({}), outside the group",
            name(consumer),
            partition_list(simulation, partitions)
        ),
        Effect::RevocationPending { consumer } => format!(
            "{} commits before it rejoins; its partitions stand still",
            name(consumer)
        ),
        Effect::CommitFailed {
            consumer, error, ..
        } => format!("{}: commit failed with {}", name(consumer), error.name()),
        Effect::CommitUnanswered { consumer, .. } => {
            format!("a commit of {} is on its way while it dies", name(consumer))
        }
        Effect::PollTimeout { consumer, .. } => format!(
            "{} leaves: poll() was not called for max.poll.interval.ms",
            name(consumer)
        ),
        Effect::CoordinatorLost { consumer } => {
            format!("{} does not reach its coordinator", name(consumer))
        }
        Effect::RecordsAbandoned {
            consumer, range, ..
        } => {
            let partition = simulation.world.directory.partition_name(range.partition);
            format!(
                "{} leaves {} of {partition} in hand unprocessed",
                name(consumer),
                explain::records(range.count())
            )
        }
        Effect::WokenUp { consumer } => format!("{}: WakeupException", name(consumer)),
        Effect::PoisonMet {
            consumer,
            partition,
            offset,
            answer,
            dead_letters,
            ..
        } => {
            let partition = simulation.world.directory.partition_name(*partition);
            let what = poison_answer(*answer, *dead_letters);
            format!(
                "{} cannot process {partition} offset {offset}: {what}",
                name(consumer)
            )
        }
        other => coordinator_text(simulation, other),
    }
}

fn coordinator_text(simulation: &Simulation, effect: &Effect) -> String {
    let name = |consumer: &ConsumerId| &*simulation.world.consumers[consumer.index()].name;
    match effect {
        Effect::MemberIdHandedOut { consumer, .. } => {
            format!("{} gets a member id: MEMBER_ID_REQUIRED", name(consumer))
        }
        Effect::MemberAdded { consumer, .. } => format!("{} is added to the group", name(consumer)),
        Effect::MemberReplaced { consumer, .. } => format!(
            "{} takes over its group.instance.id under a new member id",
            name(consumer)
        ),
        Effect::MemberRemoved {
            consumer, reason, ..
        } => format!("{} is removed: {}", name(consumer), removal_reason(*reason)),
        Effect::GroupTransition { to, reason, .. } => format!(
            "group is {}: {}",
            to.name(),
            transition_reason(simulation, *reason)
        ),
        Effect::InitialDelayExtended { until, .. } => {
            format!("a member came within the initial delay; wait until {until}")
        }
        Effect::JoinPhaseCompleted {
            generation_id,
            members,
            leader,
            protocol,
            ..
        } => {
            let leader =
                leader.map_or_else(|| "nobody".to_owned(), |leader| name(&leader).to_owned());
            let protocol = protocol.map_or("none", crate::config::AssignorName::protocol_name);
            let word = if *members == 1 { "member" } else { "members" };
            format!(
                "join phase over: generation {generation_id}, {members} {word}, leader {leader}, assignor {protocol}"
            )
        }
        Effect::AssignmentReceived { generation_id, .. } => {
            format!("the leader’s assignment for generation {generation_id} is in")
        }
        Effect::PartitionsAdded { topic, from, to } => {
            let topic = simulation.world.directory.topic_name(*topic);
            format!("{topic} grows from {from} to {to} partitions")
        }
        Effect::LogStartMoved {
            partition,
            offset,
            by,
        } => {
            let name = simulation.world.directory.partition_name(*partition);
            format!("{} deletes {name} up to {offset}", by.key())
        }
        Effect::OffsetsExpired {
            group, partitions, ..
        } => format!(
            "committed offsets of {} expire: {}",
            simulation.world.group_names[group.index()],
            partition_list(simulation, partitions)
        ),
        Effect::GroupDeleted { group } => format!(
            "{} is empty and without offsets: the group is deleted",
            simulation.world.group_names[group.index()]
        ),
        Effect::InvariantBroken { what } => format!("defect of the lab: {what}"),
        _ => String::new(),
    }
}

fn command_text(command: &Command) -> String {
    match command {
        Command::AddConsumer { consumer } => format!("you added {}", consumer.name),
        Command::Close { who, how, .. } => match how {
            CloseHow::Default => format!("you closed {who}"),
            CloseHow::Leave => format!("you closed {who}, which leaves the group"),
            CloseHow::Remain => format!("you closed {who}, which stays in the group"),
        },
        Command::Throw { who } => format!("you made the program of {who} throw"),
        Command::Wakeup { who } => format!("you called wakeup() of {who}"),
        Command::StopExternal { who, ms } => {
            format!("the external call of {who} takes {ms} ms longer")
        }
        Command::KillAt { who, point } => {
            format!("you have {who} killed {}", crash_point(*point))
        }
        Command::Kill { who } => format!("you killed {who}"),
        Command::Restart { who, .. } => format!("you restarted {who}"),
        Command::Freeze { who } => format!("you froze {who}"),
        Command::Thaw { who } => format!("you thawed {who}"),
        Command::Block { who, ms } => format!("you blocked {who} for {ms} ms inside its batch"),
        Command::Cut { who, link, way } => {
            format!("you cut a link: {who} {}", cut_words(*link, *way))
        }
        Command::LoseNext { who, api } => format!("the next {api} of {who} will be lost"),
        Command::LoseNextAnswer { who, api } => {
            format!("the answer to the next {api} of {who} will be lost")
        }
        Command::DelayNext { who, api, ms } => {
            format!("the next {api} of {who} will take {ms} ms longer")
        }
        Command::Heal { who } => format!("you healed the network of {who}"),
        Command::SetProcessing { who, .. } => format!("you changed the time per record of {who}"),
        Command::SlowCpu { who, percent } => {
            format!("everything {who} computes takes {percent} % of its time")
        }
        Command::SetConfig { who, key, value } => format!(
            "you set {key}={value} for {}",
            who.as_deref().unwrap_or("everybody")
        ),
        Command::SetCommit { who, .. } => format!(
            "you changed how {} commits",
            who.as_deref().unwrap_or("everybody")
        ),
        Command::CreateTopic { topic } => {
            let partitions = explain::counted(topic.partitions.into(), "partition");
            format!("{} is created with {partitions}", topic.name)
        }
        Command::SetProgram { who, .. } => format!(
            "you changed the program of {}",
            who.as_deref().unwrap_or("everybody")
        ),
        Command::AddPartitions { topic, partitions } => {
            format!("you grew {topic} to {partitions} partitions")
        }
        Command::SetProduceRate {
            topic,
            records_per_second,
        } => format!("you set {topic} to {records_per_second} records/s"),
        Command::ProduceNew {
            topic, from, to, ..
        } => format!("producers write to {topic}-{from} … {topic}-{}", to - 1),
        Command::RollingRestart { .. } => "you began a rolling restart".to_owned(),
        Command::Enforce { who } => format!("{who} calls enforceRebalance()"),
        Command::Commit { who } => format!("{who} calls commitSync()"),
        Command::Unsubscribe { who } => format!("{who} calls unsubscribe()"),
        Command::Subscribe { who, topics } => format!("{who} subscribes to {}", topics.join(", ")),
    }
}

/// What a cut means to its consumer, after its name.
pub(crate) fn cut_words(link: Link, way: Way) -> &'static str {
    match (link, way) {
        (Link::All, Way::Both) => "is cut off from the broker",
        (Link::All, Way::ToBroker) => "reaches no broker, but would hear it",
        (Link::All, Way::FromBroker) => "hears nothing from the broker",
        (Link::Coordinator, Way::Both) => "is cut off from its coordinator",
        (Link::Coordinator, Way::ToBroker) => "does not reach its coordinator, but would hear it",
        (Link::Coordinator, Way::FromBroker) => "hears nothing from its coordinator",
        (Link::Data, Way::Both) => "is cut off from the partition leaders",
        (Link::Data, Way::ToBroker) => "does not reach the partition leaders, but would hear them",
        (Link::Data, Way::FromBroker) => "hears nothing from the partition leaders",
    }
}

/// Where a process is killed.
pub(crate) fn crash_point(point: CrashPoint) -> &'static str {
    match point {
        CrashPoint::BeforePoll => "before its next poll()",
        CrashPoint::InBatch => "in the middle of a batch",
        CrashPoint::AfterProcessing => "behind the last record of a batch",
        CrashPoint::InCommit => "inside a commit",
        CrashPoint::InRevoked => "inside onPartitionsRevoked",
        CrashPoint::InAssigned => "inside onPartitionsAssigned",
        CrashPoint::JoinedWaiting => "when its JoinGroup is out",
        CrashPoint::LeaderSyncing => "as leader, before its SyncGroup",
        CrashPoint::BatchBegin => "when it begins with its next batch",
        CrashPoint::NextRecord => "when it begins with its next record",
        CrashPoint::BeforeCommit => "before its next commit",
        CrashPoint::AutoCommit => "before its next automatic commit",
        CrashPoint::InLost => "inside onPartitionsLost",
        CrashPoint::BeforeClose => "before close()",
        CrashPoint::Heartbeat => "before its next heartbeat",
    }
}

fn poison_answer(answer: OnPoison, dead_letters: u64) -> String {
    match answer {
        OnPoison::Crash => "the exception leaves the loop, close() runs".to_owned(),
        OnPoison::Kill => "the process dies".to_owned(),
        OnPoison::Skip => "it is passed over".to_owned(),
        OnPoison::DeadLetter => {
            format!("it goes to the dead-letter topic, number {dead_letters} there")
        }
        OnPoison::RetryInPlace { backoff_ms } => {
            format!("it is tried again every {backoff_ms} ms, and nothing else")
        }
    }
}

fn rejoin_reason(reason: RejoinReason) -> &'static str {
    match reason {
        RejoinReason::HeartbeatSaidSo => "its heartbeat was answered REBALANCE_IN_PROGRESS",
        RejoinReason::CommitSaidSo => "its commit was answered REBALANCE_IN_PROGRESS",
        RejoinReason::MetadataChanged => "it leads the group and sees other partition counts",
        RejoinReason::SubscriptionChanged => "its subscription changed",
        RejoinReason::Enforced => "enforceRebalance()",
        RejoinReason::Fenced => {
            "the coordinator does not accept its member id or generation any more"
        }
        RejoinReason::PollTimeout => "it left because poll() came too late",
        RejoinReason::Revoked => "it revoked partitions, which the next round can give away",
    }
}

fn removal_reason(reason: RemovalReason) -> &'static str {
    match reason {
        RemovalReason::Left => "LeaveGroup",
        RemovalReason::SessionExpired => "nothing heard for session.timeout.ms",
        RemovalReason::NotRejoined => "it did not rejoin in time",
        RemovalReason::NotSynced => "it sent no SyncGroup in time",
        RemovalReason::GroupFull => "the group is full",
    }
}

fn transition_reason(simulation: &Simulation, reason: TransitionReason) -> String {
    let name = |member: MemberId| {
        let consumer = simulation
            .world
            .broker
            .coordinator
            .table
            .get(member)
            .consumer;
        simulation.world.consumers[consumer.index()].name.clone()
    };
    match reason {
        TransitionReason::MemberAdded(member) => format!("{} was added", name(member)),
        TransitionReason::MemberReplaced(member) => {
            format!("{} came back with other assignors", name(member))
        }
        TransitionReason::LeaderRejoined(member) => {
            format!("the leader {} joined again", name(member))
        }
        TransitionReason::MetadataChanged(member) => format!("{} joined again", name(member)),
        TransitionReason::MemberLeft(member) => format!("{} left", name(member)),
        TransitionReason::SessionExpired(member) => {
            format!("the session of {} expired", name(member))
        }
        TransitionReason::SyncTimeout => "members sent no SyncGroup".to_owned(),
        TransitionReason::JoinPhaseOver => "everybody joined or the time was over".to_owned(),
        TransitionReason::NobodyLeft => "nobody is left".to_owned(),
        TransitionReason::AssignmentStored => "the assignment is stored".to_owned(),
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
