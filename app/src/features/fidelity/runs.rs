//! Both runs as the matrix draws them: the recorded one from its facts, the simulated one as it is.

use std::sync::Arc;

use locale::{Text, say};
use sim_core::scenario::{CommitStyle, ProcessingTime};
use sim_core::view::{
    Band, ConsumerStatus, ConsumerView, CountersView, LabView, LoopStep, MatrixRow, MatrixView,
    NowLine, PartitionView, Pin, ReadState, Segment, Stretch, SubscriptionView,
};
use sim_core::{
    ConsumerId, EventId, GroupId, PartitionId, SimDuration, SimTime, Timeline, TopicId,
};

use super::file::{self, Exhibit, Row};
use crate::session::Shown;

/// No event of a simulation stands behind what was recorded.
const ONLY_GROUP: GroupId = GroupId(0);
const NO_EVENT: EventId = EventId(0);

/// Letter of a process: `A` for the first.
pub fn letter(who: usize) -> String {
    char::from_digit(u32::try_from(10 + who % 26).unwrap_or(10), 36)
        .map_or_else(String::new, |letter| {
            letter.to_ascii_uppercase().to_string()
        })
}

fn ms(at: u64) -> SimTime {
    SimTime::from_millis(at)
}

/// A recorded run.
#[derive(Debug)]
pub struct Recorded(pub Arc<Exhibit>);

impl Shown for Recorded {
    fn lab(&self, at: SimTime) -> LabView {
        let rows = self.0.rows.iter().enumerate();
        let there = rows.filter(|(_, row)| ms(row.since) <= at);
        let partitions: Vec<PartitionView> = there
            .map(|(index, row)| partition(PartitionId::from_index(index), row, at))
            .collect();
        let names = self.0.consumers.iter().enumerate();
        LabView {
            at,
            event: NO_EVENT,
            now_line: NowLine::default(),
            groups: Vec::new(),
            consumers: names.map(|(index, name)| consumer(index, name)).collect(),
            counters: CountersView {
                lag: partitions.iter().map(|it| it.lag).sum(),
                ..CountersView::default()
            },
            partitions,
            violation: None,
        }
    }

    fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView {
        let head = ms(self.0.end);
        let to = to.min(head);
        let rows = self.0.rows.iter().enumerate();
        let bands = self.0.bands.iter().map(|(start, end, generation)| Band {
            from: ms(*start),
            to: end.map(ms),
            generation_id: *generation,
            group: ONLY_GROUP,
            event: NO_EVENT,
        });
        let pins = self.0.pins.iter().map(pin);
        MatrixView {
            rows: rows
                .map(|(index, row)| matrix_row(PartitionId::from_index(index), row, (from, to)))
                .collect(),
            bands: bands
                .filter(|band| band.from <= to && band.to.is_none_or(|end| end >= from))
                .collect(),
            pins: pins.filter(|pin| pin.at >= from && pin.at <= to).collect(),
            head,
        }
    }

    fn follow(&mut self, _at: SimTime, _events: u32) -> bool {
        true
    }
}

fn matrix_row(partition: PartitionId, row: &Row, (from, to): (SimTime, SimTime)) -> MatrixRow {
    let inside = |at: &SimTime| *at >= from && *at <= to;
    let moments = |marks: &[(u64, u64, u64)], cause: fn() -> Text| {
        let all = marks.iter().map(|(at, records, first)| Stretch {
            from: ms(*at),
            to: ms(*at),
            records: *records,
            first_offset: *first,
            cause: cause(),
            event: NO_EVENT,
        });
        all.filter(|it| inside(&it.from)).collect()
    };
    let twice = row
        .twice
        .iter()
        .map(|(start, end, records, first)| Stretch {
            from: ms(*start),
            to: ms(*end),
            records: *records,
            first_offset: *first,
            cause: say::fidelity_cause_twice(),
            event: NO_EVENT,
        });
    let commits = row.committed.iter().map(|(at, _)| ms(*at));
    MatrixRow {
        partition,
        group: Some(ONLY_GROUP),
        segments: segments(row, from, to),
        commits: commits.filter(inside).collect(),
        twice: twice.filter(|it| it.from <= to && it.to >= from).collect(),
        lost: moments(&row.lost, say::fidelity_cause_lost),
        skipped: moments(&row.skipped, say::fidelity_cause_skipped),
    }
}

/// Without gaps: between two readers nobody reads.
fn segments(row: &Row, from: SimTime, to: SimTime) -> Vec<Segment> {
    let mut found = Vec::new();
    let mut at = ms(row.since);
    let mut push = |start: SimTime, end: SimTime, reader| {
        let (start, end) = (start.max(from), end.min(to));
        if start < end {
            found.push(Segment {
                from: start,
                to: end,
                reader,
            });
        }
    };
    for (start, end, who) in &row.segments {
        push(at, ms(*start), None);
        push(ms(*start), ms(*end), Some(ConsumerId(*who)));
        at = ms(*end);
    }
    push(at, to, None);
    found
}

fn partition(id: PartitionId, row: &Row, at: SimTime) -> PartitionView {
    let begun = row.segments.iter().rfind(|(from, _, _)| ms(*from) <= at);
    let stopped_since = begun.map(|(_, to, _)| ms(*to)).filter(|to| *to < at);
    let state = match (begun, stopped_since) {
        (None, _) => ReadState::NeverAssigned,
        (Some(_), Some(_)) => ReadState::Stopped,
        (Some(_), None) => ReadState::Reading,
    };
    let committed = row.committed.iter().rfind(|(when, _)| ms(*when) <= at);
    let committed_offset = committed.map(|(_, offset)| *offset);
    let log_end_offset = log_end(row, at);
    PartitionView {
        id,
        group: Some(ONLY_GROUP),
        topic: TopicId(row.topic),
        name: row.name.as_str().into(),
        reader: begun.map(|(_, _, who)| ConsumerId(*who)),
        state,
        is_asked_for: true,
        log_start_offset: 0,
        committed_offset,
        processed_offset: committed_offset.unwrap_or(0),
        position: None,
        log_end_offset,
        lag: log_end_offset.saturating_sub(committed_offset.unwrap_or(0)),
        stopped_since,
        records_twice: 0,
        records_lost: 0,
        records_skipped: 0,
    }
}

/// The recorded producer kept a beat.
fn log_end(row: &Row, at: SimTime) -> u64 {
    let at = i64::try_from(at.as_millis()).unwrap_or(i64::MAX);
    let written = row.written.iter().filter(|(from, _, _)| *from <= at);
    let written = written.map(|(from, every, records)| {
        let ticks = (at - from) / (*every).max(1) + 1;
        u64::try_from(ticks).unwrap_or(0) * records
    });
    row.preloaded + written.sum::<u64>()
}

/// Its letter is all that the matrix shows of it.
fn consumer(index: usize, name: &str) -> ConsumerView {
    ConsumerView {
        id: ConsumerId::from_index(index),
        name: name.into(),
        letter: letter(index).into(),
        group: ONLY_GROUP,
        status: ConsumerStatus::NotStarted,
        status_since: SimTime::ZERO,
        is_leader: false,
        session: None,
        session_expired: false,
        poll: None,
        step: LoopStep::None,
        auto_commit_due: None,
        auto_commit_interval: SimDuration::ZERO,
        assigned: Vec::new(),
        wire: None,
        heard: None,
        processing: ProcessingTime::Constant { us: 0 },
        commit: CommitStyle::Auto,
        next_program: sim_core::scenario::ProgramSpec::default(),
        instance_id: None,
        workers: None,
        frozen: false,
        cut: None,
        generation_id: -1,
        subscription: SubscriptionView::Topics(Arc::default()),
        started_program: None,
        pending_settings: Vec::new(),
        last_error: None,
    }
}

fn pin(pin: &file::Pin) -> Pin {
    let who = pin
        .who
        .map_or_else(String::new, |who| letter(ConsumerId(who).index()));
    let name = pin.name.clone().unwrap_or_default();
    let (by_user, label) = match pin.what.as_str() {
        "start" => (true, say::fidelity_started(who)),
        "close" => (true, say::pin_closed(who)),
        "kill" => (true, say::pin_killed(who)),
        "freeze" => (true, say::pin_froze(who)),
        "thaw" => (true, say::pin_thawed(who)),
        "block" => (true, say::pin_blocked(who)),
        "pace" => (true, say::pin_pace(who)),
        "enforce" => (true, say::pin_enforces(who)),
        "unsubscribe" => (true, say::pin_unsubscribes(who)),
        "subscribe" => (true, say::pin_subscribes(who)),
        "commit" => (true, say::pin_commits(who)),
        "partitions" => {
            let count = pin.partitions.unwrap_or(0);
            (true, say::pin_partitions(name, count))
        }
        "topic" => (true, say::pin_topic(name)),
        "session" => (false, say::pin_session(who)),
        "dropped" => (false, say::pin_dropped(who)),
        "poll_late" => (false, say::pin_poll_late(who)),
        _ => (false, Text::verbatim(format!("{who}: {name}"))),
    };
    Pin {
        at: ms(pin.at),
        by_user,
        label,
        event: NO_EVENT,
    }
}

/// Longest way from a callback to the position with which reading begins.
const POSITION_AFTER: SimDuration = SimDuration::from_secs(2);

/// The simulated run, by the rules of the recorded one: a partition has its reader from the callback
/// on, and neither a beat of the recorded producer nor a process's first start is an act of its own
/// kind.
#[derive(Debug)]
pub struct Simulated {
    timeline: Timeline,
    beats: Vec<Text>,
    starts: Vec<(Text, Text)>,
    /// Callbacks that gave a partition: when, whom, which.
    assigned: Vec<(SimTime, ConsumerId, String)>,
}

impl Simulated {
    /// From its start.
    pub fn new(timeline: Timeline, exhibit: &Exhibit) -> Self {
        let topics = exhibit
            .rows
            .iter()
            .filter_map(|row| row.name.rsplit_once('-'));
        let mut topics: Vec<&str> = topics.map(|(topic, _)| topic).collect();
        topics.dedup();
        let letters = (0..exhibit.consumers.len()).map(letter);
        let calls = exhibit.beats.iter().filter(|beat| beat.kind == "assigned");
        let assigned = calls.filter_map(|beat| {
            let who = exhibit.place(beat)?;
            let at = ms(u64::try_from(beat.simulated).ok()?);
            let each = beat.partitions.iter();
            Some(each.map(move |name| (at, ConsumerId::from_index(who), name.clone())))
        });
        Self {
            timeline,
            beats: topics.into_iter().map(say::pin_produce_new).collect(),
            starts: letters
                .map(|who| (say::pin_restart(who.clone()), say::fidelity_started(who)))
                .collect(),
            assigned: assigned.flatten().collect(),
        }
    }

    /// Where the segments of a row begin if reading begins with the callback: inside the time
    /// before, in which nobody read.
    fn starts(&self, name: &str, segments: &[Segment]) -> Vec<SimTime> {
        let mut before = None;
        let mut starts = Vec::new();
        for segment in segments {
            let calls = self.assigned.iter().filter(|(at, who, partition)| {
                segment.reader == Some(*who)
                    && partition == name
                    && before.is_some_and(|before| before <= *at)
                    && *at <= segment.from
            });
            let last = calls.map(|(at, _, _)| *at).max();
            starts.push(last.unwrap_or(segment.from));
            before = segment.reader.is_none().then_some(segment.from);
        }
        starts
    }
}

impl Shown for Simulated {
    fn lab(&self, _at: SimTime) -> LabView {
        self.timeline.lab()
    }

    fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView {
        let around = POSITION_AFTER.as_micros();
        let early = SimTime::from_micros(from.as_micros().saturating_sub(around));
        let mut view = self.timeline.matrix(early, to.after(POSITION_AFTER));
        view.pins.retain(|pin| !self.beats.contains(&pin.label));
        for pin in &mut view.pins {
            let known = self.starts.iter().find(|(label, _)| *label == pin.label);
            if let Some((_, started)) = known {
                pin.label = started.clone();
            }
        }
        let lab = self.timeline.lab();
        for row in &mut view.rows {
            let name = lab.partitions.iter().find(|it| it.id == row.partition);
            let Some(name) = name.map(|it| &it.name) else {
                continue;
            };
            let starts = self.starts(name, &row.segments);
            for (place, segment) in row.segments.iter_mut().enumerate() {
                let next = starts.get(place + 1).copied().unwrap_or(segment.to);
                segment.from = starts[place].max(from);
                segment.to = segment.to.min(next).min(to);
            }
            row.segments.retain(|it| it.from < it.to);
        }
        view
    }

    fn follow(&mut self, at: SimTime, events: u32) -> bool {
        self.timeline.seek_some(at, events)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            name: "t-0".to_owned(),
            topic: 0,
            since: 0,
            preloaded: 100,
            written: vec![(-500, 250, 2)],
            segments: vec![(1_000, 4_000, 0), (6_000, 9_000, 1)],
            committed: vec![(2_000, 104), (3_000, 110)],
            twice: vec![(6_100, 6_300, 10, 110)],
            lost: Vec::new(),
            skipped: Vec::new(),
        }
    }

    #[test]
    fn between_two_readers_nobody_reads() {
        let found = segments(&row(), ms(500), ms(9_500));
        let plain: Vec<(u64, u64, Option<u32>)> = found
            .iter()
            .map(|it| {
                (
                    it.from.as_millis(),
                    it.to.as_millis(),
                    it.reader.map(|who| who.0),
                )
            })
            .collect();
        assert_eq!(
            plain,
            [
                (500, 1_000, None),
                (1_000, 4_000, Some(0)),
                (4_000, 6_000, None),
                (6_000, 9_000, Some(1)),
                (9_000, 9_500, None),
            ]
        );
    }

    #[test]
    fn simulated_reading_begins_with_the_callback_too() {
        let run = Simulated {
            timeline: crate::rooms::empty(),
            beats: Vec::new(),
            starts: Vec::new(),
            assigned: vec![(ms(4_200), ConsumerId(0), "t-0".to_owned())],
        };
        let segment = |from, to, reader: Option<u32>| Segment {
            from: ms(from),
            to: ms(to),
            reader: reader.map(ConsumerId),
        };
        let moved = [segment(1_000, 4_300, None), segment(4_300, 9_000, Some(0))];
        assert_eq!(run.starts("t-0", &moved), [ms(1_000), ms(4_200)]);
        assert_eq!(run.starts("t-1", &moved), [ms(1_000), ms(4_300)]);
        // A process that stood still since goes on where it goes on.
        let thawed = [segment(4_250, 5_000, None), segment(5_000, 9_000, Some(0))];
        assert_eq!(run.starts("t-0", &thawed), [ms(4_250), ms(5_000)]);
    }

    #[test]
    fn a_stage_has_what_stood_then() {
        let at = |millis| partition(PartitionId(0), &row(), ms(millis));
        assert_eq!(at(900).state, ReadState::NeverAssigned);
        let reading = at(2_500);
        assert_eq!(reading.state, ReadState::Reading);
        assert_eq!((reading.log_end_offset, reading.lag), (126, 22));
        let stopped = at(5_000);
        assert_eq!(stopped.stopped_since, Some(ms(4_000)));
        assert_eq!(stopped.committed_offset, Some(110));
    }
}
