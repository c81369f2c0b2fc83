//! Partition × time.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use super::{in_hand, letter};
use locale::{Text, say};

use crate::command::{Command, Link, Way};
use crate::effect::{Effect, ProcessEnd, RemovalReason};
use crate::explain;
use crate::history::StoryEntry;
use crate::ids::{GroupId, PartitionId};
use crate::protocol::RecordRange;
use crate::simulation::{Reading, Simulation};
use crate::time::SimTime;
use crate::view::{Band, MatrixRow, MatrixView, Pin, Segment, Stretch, link_label};

/// Which row is whose: by group, then partition.
struct Places(Vec<Vec<Option<usize>>>);

impl Places {
    fn new(simulation: &Simulation, readings: &[Reading]) -> Self {
        let none = vec![None; simulation.world.directory.partition_count()];
        let mut places = vec![none; simulation.groups().count()];
        for (row, reading) in readings.iter().enumerate() {
            if let Some(group) = reading.group {
                places[group.index()][reading.partition.index()] = Some(row);
            }
        }
        Self(places)
    }

    fn find(&self, group: GroupId, partition: PartitionId) -> Option<usize> {
        *self.0.get(group.index())?.get(partition.index())?
    }
}

/// Rows, bands and pins that touch the window `from..to`.
pub(crate) fn matrix(simulation: &Simulation, from: SimTime, to: SimTime) -> MatrixView {
    let head = simulation.now();
    let to = to.min(head);
    let history = &simulation.history;
    let readings = simulation.readings();
    let places = Places::new(simulation, &readings);
    let mut rows: Vec<MatrixRow> = readings
        .into_iter()
        .map(
            |Reading {
                 partition, group, ..
             }| MatrixRow {
                partition,
                group,
                segments: Vec::new(),
                commits: Vec::new(),
                twice: Vec::new(),
                lost: Vec::new(),
                skipped: Vec::new(),
            },
        )
        .collect();
    for closed in history.segments.since(|closed| closed.segment.to < from) {
        let row = places.find(closed.group, closed.partition);
        if let Some(row) = row.filter(|_| closed.segment.from <= to) {
            rows[row].segments.push(clip(closed.segment, from, to));
        }
    }
    for row in &mut rows {
        let open = history.open_segment(row.group, row.partition);
        if open.from <= to {
            row.segments
                .push(clip(Segment { to: head, ..open }, from, to));
        }
    }
    add_commits(simulation, &mut rows, from, to);
    add_hazards(simulation, &places, &mut rows, (from, to));
    MatrixView {
        rows,
        bands: bands(simulation, from, to),
        pins: pins(simulation, from, to),
        head,
    }
}

fn clip(segment: Segment, from: SimTime, to: SimTime) -> Segment {
    Segment {
        from: segment.from.max(from),
        to: segment.to.min(to),
        reader: segment.reader,
    }
}

fn add_commits(simulation: &Simulation, rows: &mut [MatrixRow], from: SimTime, to: SimTime) {
    // Rows in which a consumer reads: a few of many.
    let mut read: Vec<Vec<usize>> = vec![Vec::new(); simulation.world.consumers.len()];
    for (index, row) in rows.iter().enumerate() {
        for reader in row.segments.iter().filter_map(|segment| segment.reader) {
            let own = &mut read[reader.index()];
            if own.last() != Some(&index) {
                own.push(index);
            }
        }
    }
    for mark in simulation.history.commits.since(|mark| mark.at < from) {
        if mark.at > to {
            break;
        }
        for index in read.get(mark.consumer.index()).into_iter().flatten() {
            let row = &mut rows[*index];
            let is_readers = |segment: &Segment| {
                segment.reader == Some(mark.consumer)
                    && segment.from <= mark.at
                    && mark.at <= segment.to
            };
            if row.segments.iter().rev().any(is_readers) {
                row.commits.push(mark.at);
            }
        }
    }
}

fn add_hazards(
    simulation: &Simulation,
    places: &Places,
    rows: &mut [MatrixRow],
    (from, to): (SimTime, SimTime),
) {
    let place = |group, range: RecordRange| places.find(group, range.partition);
    let ledger = &simulation.ledger;
    let in_hand = in_hand(simulation);
    let told = ledger.repeats.since(|span| span.told < from);
    let open = in_hand.iter().map(|(span, _)| span);
    for span in told.chain(open.filter(|span| span.repeats > 0)) {
        let row = place(span.group, span.range);
        if let Some(row) = row.filter(|_| span.started <= to && span.finished >= from) {
            rows[row].twice.push(Stretch {
                from: span.started,
                to: span.finished,
                records: span.repeats,
                first_offset: span.range.from,
                cause: explain::repeat_cause(span.cause.map(|(cause, _)| cause)),
                event: span.event,
            });
        }
    }
    let moment = |at, range: RecordRange, cause, event| Stretch {
        from: at,
        to: at,
        records: range.count(),
        first_offset: range.from,
        cause,
        event,
    };
    for loss in ledger.losses.since(|loss| loss.at < from) {
        let row = place(loss.group, loss.range);
        if let Some(row) = row.filter(|_| loss.at <= to) {
            let cause = explain::loss_cause(loss.cause);
            let stretch = moment(loss.at, loss.range, cause, loss.event);
            rows[row].lost.push(stretch);
        }
    }
    for skip in ledger.skips.since(|skip| skip.at < from) {
        let row = place(skip.group, skip.range);
        if let Some(row) = row.filter(|_| skip.at <= to) {
            let cause = explain::skip_cause(skip.cause);
            let stretch = moment(skip.at, skip.range, cause, skip.event);
            rows[row].skipped.push(stretch);
        }
    }
}

fn bands(simulation: &Simulation, from: SimTime, to: SimTime) -> Vec<Band> {
    let history = &simulation.history;
    let closed = history
        .bands
        .since(|band| band.to.is_some_and(|end| end < from));
    let all = closed.chain(&history.open_bands);
    all.filter(|band| band.from <= to).copied().collect()
}

fn pins(simulation: &Simulation, from: SimTime, to: SimTime) -> Vec<Pin> {
    let story = simulation.history.story.since(|entry| entry.at < from);
    story
        .take_while(|entry| entry.at <= to)
        .filter_map(|entry| pin(simulation, entry))
        .collect()
}

fn pin(simulation: &Simulation, entry: &StoryEntry) -> Option<Pin> {
    let name = |consumer| letter(consumer);
    let (by_user, label) = match &entry.effect {
        Effect::CommandApplied { command, consumer } => {
            let who = consumer
                .map(|consumer| name(consumer).to_string())
                .unwrap_or_default();
            (true, command_label(simulation, command, &who))
        }
        Effect::MemberRemoved {
            consumer,
            reason: RemovalReason::SessionExpired,
            was_pending: false,
            ..
        } => (false, say::pin_session(name(*consumer))),
        Effect::MemberRemoved {
            consumer,
            reason: RemovalReason::NotRejoined,
            ..
        } => (false, say::pin_dropped(name(*consumer))),
        Effect::PollTimeout { consumer, .. } => (false, say::pin_poll_late(name(*consumer))),
        Effect::ProcessEnded {
            consumer,
            how: ProcessEnd::Failed(error),
        } => (
            false,
            Text::verbatim(format!("{}: {}", name(*consumer), error.name())),
        ),
        _ => return None,
    };
    Some(Pin {
        at: entry.at,
        by_user,
        label,
        event: entry.event,
    })
}

fn command_label(simulation: &Simulation, command: &Command, who: &str) -> Text {
    match command {
        Command::AddConsumer { consumer } => {
            let letter = simulation
                .world
                .consumer_named(&consumer.name)
                .map(letter)
                .unwrap_or_default();
            say::pin_added(letter)
        }
        Command::Close { .. } => say::pin_closed(who),
        Command::Kill { .. } => say::pin_killed(who),
        Command::Throw { .. } => say::pin_throws(who),
        Command::Wakeup { .. } => say::pin_woke(who),
        Command::StopExternal { .. } => say::pin_external(who),
        Command::KillAt { .. } => say::pin_kill_at(who),
        Command::Restart { .. } => say::pin_restart(who),
        Command::Freeze { .. } => say::pin_froze(who),
        Command::Thaw { .. } => say::pin_thawed(who),
        Command::Block { .. } => say::pin_blocked(who),
        Command::Cut {
            link: Link::All,
            way: Way::Both,
            ..
        } => say::pin_cut_off(who),
        Command::Cut { link, way, .. } => say::pin_cut(who, link_label(*link, *way)),
        Command::LoseNext { api, .. } => say::pin_loses(who, api.clone()),
        Command::LoseNextAnswer { api, .. } => say::pin_loses_answer(who, api.clone()),
        Command::DelayNext { api, .. } => say::pin_late(api.clone(), who),
        Command::Heal { .. } => say::pin_healed(who),
        Command::SetProcessing { .. } => say::pin_pace(who),
        Command::SlowCpu { percent, .. } => say::pin_cpu(who, percent.to_string()),
        Command::SetConfig { key, .. } => say::pin_set(key),
        Command::SetCommit { .. } => say::pin_commit_style(),
        Command::CreateTopic { topic } => say::pin_topic(&topic.name),
        Command::SetProgram { .. } => say::pin_program(),
        Command::AddPartitions { topic, partitions } => say::pin_partitions(topic, *partitions),
        Command::SetProduceRate {
            topic,
            records_per_second,
        } => say::pin_rate(topic, records_per_second.to_string()),
        Command::ProduceNew { topic, .. } => say::pin_produce_new(topic),
        Command::RollingRestart { .. } => say::pin_rolling(),
        Command::Enforce { .. } => say::pin_enforces(who),
        Command::Commit { .. } => say::pin_commits(who),
        Command::Unsubscribe { .. } => say::pin_unsubscribes(who),
        Command::Subscribe { .. } => say::pin_subscribes(who),
    }
}
