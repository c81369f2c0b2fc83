//! One fact, one line of prose, with the names the scenario uses.
#![allow(clippy::too_many_lines, reason = "told in one piece")]

use std::fmt::Write as _;

use sim_core::config::OffsetReset;
use sim_core::effect::{
    CommitHow, PositionSource, ProcessEnd, RejoinReason, RemovalReason, TransitionReason,
};
use sim_core::view::GroupState;
use sim_core::{
    Api, CloseHow, Command, ConsumerId, Effect, ErrorCode, Link, MemberId, PartitionId,
    RecordRange, SimTime, Simulation, Way,
};

use super::story::{Fact, Show};

const COORDINATOR: &str = "coordinator";

/// Seconds, to the millisecond, aligned; microseconds follow where they are not zero.
pub fn clock(at: SimTime) -> String {
    let millis = at.as_millis();
    let micros = at.as_micros() % 1_000;
    let text = format!("{:>4}.{:03}", millis / 1_000, millis % 1_000);
    if micros == 0 {
        text
    } else {
        format!("{text}'{micros:03}")
    }
}

/// `t-0, t-1`, runs of one topic shortened to `t-0..7`, or `nothing`.
pub fn partitions(simulation: &Simulation, partitions: &[PartitionId]) -> String {
    if partitions.is_empty() {
        return "nothing".to_owned();
    }
    let names: Vec<&str> = partitions
        .iter()
        .map(|id| simulation.partition_name(*id))
        .collect();
    names.join(", ")
}

/// `t-0 5..10` for offsets 5 to 9.
pub fn ranges(simulation: &Simulation, ranges: &[RecordRange]) -> String {
    let name = |range: &RecordRange| {
        format!(
            "{} {}..{}",
            simulation.partition_name(range.partition),
            range.from,
            range.to
        )
    };
    ranges.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn offsets(simulation: &Simulation, offsets: &[(PartitionId, u64)]) -> String {
    let name = |(partition, offset): &(PartitionId, u64)| {
        format!("{} {offset}", simulation.partition_name(*partition))
    };
    offsets.iter().map(name).collect::<Vec<_>>().join(", ")
}

fn members(count: u32) -> String {
    if count == 1 {
        "1 member".to_owned()
    } else {
        format!("{count} members")
    }
}

/// Who did it and what it was; None for what `show` leaves out.
pub fn line(simulation: &Simulation, fact: &Fact, show: Show) -> Option<(String, String)> {
    let name = |id: &ConsumerId| simulation.consumer_name(*id).to_owned();
    let member = |id: &MemberId| simulation.member_label(*id);
    let by_coordinator = |what: String| Some((COORDINATOR.to_owned(), what));
    let by = |id: &ConsumerId, what: &str| Some((name(id), what.to_owned()));
    match &fact.effect {
        Effect::CommandApplied { command, .. } => Some(("you".to_owned(), command_line(command))),
        Effect::CommandRefused { why, .. } => Some(("you".to_owned(), format!("refused: {why}"))),
        Effect::ProcessStarted { consumer } => by(consumer, "process starts"),
        Effect::ProcessEnded { consumer, how } => Some((name(consumer), end_line(*how))),
        Effect::CloseBegun { consumer } => by(consumer, "close() begins"),
        // The command says it; a heartbeat's shadow; the broker's side of a commit; a batch follows.
        Effect::Frozen { .. }
        | Effect::Thawed { .. }
        | Effect::NetworkCut { .. }
        | Effect::NetworkHealed { .. }
        | Effect::MessageFailed { .. }
        | Effect::MemberHeard { .. }
        | Effect::OffsetsStored { .. }
        | Effect::ResponseSent {
            api: Api::Fetch | Api::Metadata,
            ..
        } => None,
        Effect::RequestSent {
            consumer,
            api,
            arrives,
        } => {
            let what = if arrives.is_some() {
                format!("{} →", api.name())
            } else {
                format!("{} → (held back by the cut)", api.name())
            };
            is_shown(*api, show).then(|| (name(consumer), what))
        }
        Effect::ResponseSent {
            consumer,
            api,
            error,
            ..
        } => is_shown(*api, show).then(|| {
            let error = if *error == ErrorCode::None {
                ""
            } else {
                error.name()
            };
            (
                COORDINATOR.to_owned(),
                format!("→ {} {} {error}", name(consumer), api.name())
                    .trim_end()
                    .to_owned(),
            )
        }),
        Effect::MemberIdHandedOut { member: id, .. } => by_coordinator(format!(
            "JoinGroup without id: take {} (MEMBER_ID_REQUIRED)",
            member(id)
        )),
        Effect::MemberAdded { member: id, .. } => {
            by_coordinator(format!("{} is added", member(id)))
        }
        Effect::MemberReplaced {
            old_member,
            member: id,
            ..
        } => by_coordinator(format!("{} replaces {}", member(id), member(old_member))),
        Effect::MemberRemoved {
            member: id, reason, ..
        } => by_coordinator(format!("{} is removed: {}", member(id), removal(*reason))),
        Effect::GroupTransition {
            from, to, reason, ..
        } => {
            // The end of the join phase has a line of its own.
            let is_told = matches!(to, GroupState::CompletingRebalance | GroupState::Empty);
            if is_told {
                None
            } else {
                by_coordinator(format!(
                    "{} → {}: {}",
                    from.name(),
                    to.name(),
                    transition(simulation, *reason)
                ))
            }
        }
        Effect::InitialDelayExtended { until, .. } => by_coordinator(format!(
            "somebody joined in this window: waits until {}",
            clock(*until).trim()
        )),
        Effect::JoinPhaseCompleted {
            generation_id,
            members: 0,
            ..
        } => by_coordinator(format!(
            "join phase over: generation {generation_id}, nobody; Empty"
        )),
        Effect::JoinPhaseCompleted {
            generation_id,
            members: count,
            leader,
            protocol,
            ..
        } => by_coordinator(format!(
            "join phase over: generation {generation_id}, {}, leader {}, {}",
            members(*count),
            leader.as_ref().map_or_else(|| "none".to_owned(), name),
            protocol.map_or("no assignor", sim_core::config::AssignorName::protocol_name),
        )),
        Effect::AssignmentReceived {
            generation_id,
            member: id,
            ..
        } => by_coordinator(format!(
            "assignment of generation {generation_id} from {}; being written",
            member(id)
        )),
        Effect::RejoinRequested { consumer, reason } => {
            Some((name(consumer), format!("must rejoin: {}", rejoin(*reason))))
        }
        Effect::GenerationChanged {
            consumer,
            generation_id,
            member: id,
        } => {
            let id = id.as_ref().map_or_else(|| "nobody".to_owned(), member);
            Some((
                name(consumer),
                format!("is {id} in generation {}", generation_id.0),
            ))
        }
        Effect::PartitionsRevoked {
            consumer,
            partitions: list,
        } => Some((
            name(consumer),
            format!("onPartitionsRevoked({})", partitions(simulation, list)),
        )),
        Effect::PartitionsLost {
            consumer,
            partitions: list,
        } => Some((
            name(consumer),
            format!("onPartitionsLost({})", partitions(simulation, list)),
        )),
        Effect::PartitionsAssigned {
            consumer,
            partitions: list,
        } => Some((
            name(consumer),
            format!("onPartitionsAssigned({})", partitions(simulation, list)),
        )),
        Effect::RevocationPending { consumer } => {
            by(consumer, "stops reading and commits before it rejoins")
        }
        Effect::PositionSet {
            consumer,
            partition,
            position,
            source,
            ..
        } => show.positions.then(|| {
            let source = match source {
                PositionSource::Committed => "committed".to_owned(),
                PositionSource::Seek => "seek()".to_owned(),
                PositionSource::Outside => "from its own store".to_owned(),
                PositionSource::Reset(policy) => format!("auto.offset.reset={}", reset(*policy)),
            };
            (
                name(consumer),
                format!(
                    "reads {} from {position} ({source})",
                    simulation.partition_name(*partition)
                ),
            )
        }),
        Effect::CommitSucceeded {
            consumer,
            how,
            offsets: list,
        } => show.commits.then(|| {
            (
                name(consumer),
                format!("{}: {}", commit(*how), offsets(simulation, list)),
            )
        }),
        Effect::CommitFailed {
            consumer,
            how,
            error,
        } => Some((
            name(consumer),
            format!("{}: {}", commit(*how), error.name()),
        )),
        Effect::CommitUnanswered {
            consumer, offsets, ..
        } => Some((
            name(consumer),
            format!(
                "its commit of {} was not answered",
                self::offsets(simulation, offsets)
            ),
        )),
        Effect::PollTimeout {
            consumer,
            last_poll,
        } => Some((
            name(consumer),
            format!(
                "last poll() at {}: max.poll.interval.ms is over",
                clock(*last_poll).trim()
            ),
        )),
        Effect::CoordinatorLost { consumer } => {
            by(consumer, "does not know its coordinator any more")
        }
        Effect::BatchReturned {
            consumer,
            ranges: list,
            ..
        } => show.records.then(|| {
            (
                name(consumer),
                format!("poll() returns {}", ranges(simulation, list)),
            )
        }),
        Effect::RecordsProcessed {
            consumer, range, ..
        } => show.records.then(|| {
            (
                name(consumer),
                format!("has processed {}", ranges(simulation, &[*range])),
            )
        }),
        Effect::WokenUp { consumer } => Some((name(consumer), "WakeupException".to_owned())),
        Effect::PoisonMet {
            consumer,
            partition,
            offset,
            answer,
            ..
        } => Some((
            name(consumer),
            format!(
                "cannot process {} {offset}: {answer:?}",
                simulation.partition_name(*partition)
            ),
        )),
        Effect::RecordsAbandoned {
            consumer, range, ..
        } => Some((
            name(consumer),
            format!("never gets to {}", ranges(simulation, &[*range])),
        )),
        Effect::PartitionsTaken {
            consumer,
            partitions: list,
        } => Some((
            name(consumer),
            format!("assign({})", partitions(simulation, list)),
        )),
        Effect::PartitionsAdded { topic, from, to } => Some((
            simulation.topic_name(*topic).to_owned(),
            format!("grows from {from} to {to} partitions"),
        )),
        Effect::LogStartMoved {
            partition,
            offset,
            by,
        } => Some((
            "broker".to_owned(),
            format!(
                "{} deletes {} up to {offset}",
                by.key(),
                simulation.partition_name(*partition)
            ),
        )),
        Effect::OffsetsExpired {
            partitions: list, ..
        } => by_coordinator(format!(
            "offsets of {} expire",
            partitions(simulation, list)
        )),
        Effect::GroupDeleted { group } => {
            by_coordinator(format!("{} is deleted", simulation.group_name(*group)))
        }
        Effect::InvariantBroken { what } => Some(("DEFECT".to_owned(), what.clone())),
    }
}

fn is_shown(api: Api, show: Show) -> bool {
    match api {
        Api::Heartbeat => show.heartbeats,
        Api::JoinGroup | Api::SyncGroup | Api::LeaveGroup => show.requests,
        Api::Metadata | Api::Fetch => show.fetches,
        Api::FindCoordinator
        | Api::OffsetCommit
        | Api::OffsetFetch
        | Api::ListOffsets
        | Api::OffsetForLeaderEpoch => false,
    }
}

fn reset(policy: OffsetReset) -> &'static str {
    match policy {
        OffsetReset::Earliest => "earliest",
        OffsetReset::Latest => "latest",
        OffsetReset::None => "none",
        OffsetReset::ByDuration(_) => "by_duration",
    }
}

fn removal(reason: RemovalReason) -> &'static str {
    match reason {
        RemovalReason::Left => "it left",
        RemovalReason::SessionExpired => "its session is over",
        RemovalReason::NotRejoined => "it did not rejoin in time",
        RemovalReason::NotSynced => "it sent no SyncGroup in time",
        RemovalReason::GroupFull => "group.max.size",
    }
}

fn transition(simulation: &Simulation, reason: TransitionReason) -> String {
    let member = |id: MemberId| simulation.member_label(id);
    match reason {
        TransitionReason::MemberAdded(id) => format!("{} was added", member(id)),
        TransitionReason::MemberReplaced(id) => format!("{} came back", member(id)),
        TransitionReason::LeaderRejoined(id) => format!("leader {} rejoined", member(id)),
        TransitionReason::MetadataChanged(id) => format!("{} rejoined", member(id)),
        TransitionReason::MemberLeft(id) => format!("{} left", member(id)),
        TransitionReason::SessionExpired(id) => format!("{} was not heard", member(id)),
        TransitionReason::SyncTimeout => "a SyncGroup is missing".to_owned(),
        TransitionReason::JoinPhaseOver => "the join phase is over".to_owned(),
        TransitionReason::NobodyLeft => "nobody is left".to_owned(),
        TransitionReason::AssignmentStored => "the assignment is stored".to_owned(),
    }
}

fn rejoin(reason: RejoinReason) -> &'static str {
    match reason {
        RejoinReason::HeartbeatSaidSo => "heartbeat answered REBALANCE_IN_PROGRESS",
        RejoinReason::CommitSaidSo => "commit answered REBALANCE_IN_PROGRESS",
        RejoinReason::MetadataChanged => "as leader it sees other partitions",
        RejoinReason::SubscriptionChanged => "other subscription",
        RejoinReason::Enforced => "enforceRebalance()",
        RejoinReason::Fenced => "its member id or generation is not valid any more",
        RejoinReason::PollTimeout => "it has left the group",
        RejoinReason::Revoked => "what it revoked can now be given away",
    }
}

fn commit(how: CommitHow) -> &'static str {
    match how {
        CommitHow::Auto => "automatic commit",
        CommitHow::AutoOnRejoin => "automatic commit before rejoining",
        CommitHow::AutoOnClose => "automatic commit in close()",
        CommitHow::SyncAfterBatch => "commitSync() after the batch",
        CommitHow::SyncBeforeProcessing => "commitSync() before the batch",
        CommitHow::SyncByCommand => "commitSync()",
        CommitHow::SyncInRevoked => "commitSync() in onPartitionsRevoked",
        CommitHow::SyncPerRecord => "commitSync() after the record",
        CommitHow::SyncProcessed => "commitSync() of what is processed",
        CommitHow::SyncFinished => "commitSync() of what the workers finished",
        CommitHow::SyncOnClose => "commitSync() before close()",
        CommitHow::Async => "commitAsync()",
        CommitHow::AsyncRetry => "commitAsync() once more",
    }
}

fn end_line(how: ProcessEnd) -> String {
    match how {
        ProcessEnd::Killed => "process is dead".to_owned(),
        ProcessEnd::Closed => "close() returned, process ends".to_owned(),
        ProcessEnd::Failed(error) => format!("process ends with {}", error.name()),
    }
}

fn command_line(command: &Command) -> String {
    match command {
        Command::AddConsumer { consumer } => format!("add {}", consumer.name),
        Command::Close {
            who,
            how: CloseHow::Default,
            ..
        } => format!("close {who}"),
        Command::Close { who, how, .. } => format!("close {who} ({how:?})"),
        Command::Throw { who } => format!("{who} throws"),
        Command::Wakeup { who } => format!("wake {who} up"),
        Command::StopExternal { who, ms } => {
            format!("{who} waits {ms} ms for an external call")
        }
        Command::KillAt { who, point } => format!("kill {who} at {point:?}"),
        Command::Kill { who } => format!("kill {who}"),
        Command::Restart {
            who,
            after_ms: Some(0),
        } => format!("restart {who}"),
        Command::Restart {
            who,
            after_ms: Some(ms),
        } => format!("restart {who} in {ms} ms"),
        Command::Restart {
            who,
            after_ms: None,
        } => format!("restart {who} as fast as a pod can"),
        Command::Freeze { who } => format!("freeze {who}"),
        Command::Thaw { who } => format!("thaw {who}"),
        Command::Block { who, ms } => format!("let {who} sleep {ms} ms inside its batch"),
        Command::Cut {
            who,
            link: Link::All,
            way: Way::Both,
        } => format!("cut the network of {who}"),
        Command::Cut { who, link, way } => format!("cut the network of {who} ({link:?}, {way:?})"),
        Command::LoseNext { who, api } => format!("lose the next {api} of {who}"),
        Command::LoseNextAnswer { who, api } => {
            format!("lose the answer to the next {api} of {who}")
        }
        Command::DelayNext { who, api, ms } => format!("delay the next {api} of {who} by {ms} ms"),
        Command::Heal { who } => format!("heal the network of {who}"),
        Command::SetProcessing { who, processing } => {
            format!("{who} needs per record: {processing:?}")
        }
        Command::SlowCpu { who, percent } => format!("{who} computes at {percent} % of the time"),
        Command::SetConfig { who, key, value } => {
            format!("set {key}={value} for {}", who.as_deref().unwrap_or("all"))
        }
        Command::SetCommit { who, commit } => {
            format!("{} commits {commit:?}", who.as_deref().unwrap_or("all"))
        }
        Command::CreateTopic { topic } => {
            format!(
                "create topic {} with {} partitions",
                topic.name, topic.partitions
            )
        }
        Command::SetProgram { who, program } => {
            format!("{} runs {program:?}", who.as_deref().unwrap_or("all"))
        }
        Command::AddPartitions { topic, partitions } => {
            format!("grow {topic} to {partitions} partitions")
        }
        Command::SetProduceRate {
            topic,
            records_per_second,
        } => format!("produce {records_per_second} records/s into {topic}"),
        Command::ProduceNew {
            topic,
            from,
            to,
            per_tick,
            tick_ms,
        } => format!("produce {per_tick} records every {tick_ms} ms into {topic}-{from}..{to}"),
        Command::RollingRestart { .. } => "rolling restart".to_owned(),
        Command::Enforce { who } => format!("{who}: enforceRebalance()"),
        Command::Commit { who } => format!("{who}: commitSync()"),
        Command::Unsubscribe { who } => format!("{who}: unsubscribe()"),
        Command::Subscribe { who, topics } => format!("{who}: subscribe({})", topics.join(", ")),
    }
}

/// What became of the records, group by group; nothing if there were none.
pub fn summary(simulation: &Simulation) -> String {
    let mut text = String::new();
    for group in simulation.groups() {
        let fates: Vec<_> = simulation
            .partitions()
            .map(|partition| simulation.fate(group, partition))
            .collect();
        let sum = |part: fn(&sim_core::Fate) -> u64| fates.iter().map(part).sum::<u64>();
        if sum(|fate| fate.log_end_offset) == 0 {
            continue;
        }
        writeln!(
            text,
            "\n{} at {}: {} records, {} processed once, {} more than once, {} lost, {} skipped, {} pending",
            simulation.group_name(group),
            clock(simulation.now()).trim(),
            sum(|fate| fate.log_end_offset),
            sum(|fate| fate.once),
            sum(|fate| fate.twice),
            sum(|fate| fate.lost),
            sum(|fate| fate.skipped),
            sum(|fate| fate.pending),
        ).expect("writing to a string");
    }
    text
}
