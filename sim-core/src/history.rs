//! What the matrix and the wires show: who read which partition when, rebalances, commits, pins.
//! A fold over effects; shared with keyframes, outside the fingerprint.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use crate::command::Link;
use crate::effect::{Effect, ProcessEnd};
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId};
use crate::protocol::{Api, ErrorCode};
use crate::shared_log::SharedLog;
use crate::time::{SimDuration, SimTime};
use crate::view::{Band, GroupState, Segment, WireView};

/// A closed stretch of a matrix row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClosedSegment {
    pub partition: PartitionId,
    pub segment: Segment,
}

/// An effect that a person may want to read, with its place in the run.
#[derive(Clone, Debug)]
pub(crate) struct StoryEntry {
    pub event: EventId,
    pub at: SimTime,
    pub effect: Effect,
}

/// A commit by a consumer, for the notches in its rows.
#[derive(Clone, Copy, Debug)]
pub(crate) struct CommitMark {
    pub at: SimTime,
    pub consumer: ConsumerId,
}

#[derive(Clone, Copy, Debug)]
struct RowReader {
    consumer: ConsumerId,
    has_position: bool,
}

#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Everybody who believes to own it, latest last.
    readers: Vec<RowReader>,
    pub open: Segment,
    pub was_ever_read: bool,
    pub stopped_since: Option<SimTime>,
    /// Last one who read.
    pub last_reader: Option<ConsumerId>,
}

#[derive(Clone, Debug, Default)]
struct Suspension {
    is_frozen: bool,
    is_cut: bool,
    partitions: Vec<PartitionId>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    pub rows: Vec<Row>,
    pub segments: SharedLog<ClosedSegment>,
    pub bands: SharedLog<Band>,
    pub open_bands: Vec<Band>,
    pub commits: SharedLog<CommitMark>,
    pub story: SharedLog<StoryEntry>,
    consumers: Vec<Suspension>,
    pub wires: Vec<Option<WireView>>,
    pub heard: Vec<Option<SimTime>>,
    stopped_closed: SimDuration,
    stopped_now: u32,
}

impl History {
    pub(crate) fn add_partition(&mut self, at: SimTime) {
        self.rows.push(Row {
            readers: Vec::new(),
            open: Segment {
                from: at,
                to: at,
                reader: None,
            },
            was_ever_read: false,
            stopped_since: None,
            last_reader: None,
        });
    }

    pub(crate) fn add_consumer(&mut self) {
        self.consumers.push(Suspension::default());
        self.wires.push(None);
        self.heard.push(None);
    }

    /// Partitions that had a reader and have none now.
    pub(crate) fn stopped_now(&self) -> u32 {
        self.stopped_now
    }

    /// Sum over partitions of the time without a reader, up to `at`.
    pub(crate) fn stopped_total(&self, at: SimTime) -> SimDuration {
        if self.stopped_now == 0 {
            return self.stopped_closed;
        }
        let open = self.rows.iter().filter_map(|row| row.stopped_since);
        open.fold(self.stopped_closed, |sum, since| sum + at.since(since))
    }

    pub(crate) fn own_bytes(&self) -> usize {
        self.rows.len() * (size_of::<Row>() + 2 * size_of::<RowReader>())
            + self
                .consumers
                .iter()
                .map(|c| size_of::<Suspension>() + c.partitions.len() * 4)
                .sum::<usize>()
            + self.segments.own_bytes()
            + self.bands.own_bytes()
            + self.commits.own_bytes()
            + self.story.own_bytes()
    }

    #[expect(clippy::too_many_lines, reason = "one arm per effect")]
    pub(crate) fn apply(&mut self, effect: &Effect, at: SimTime, event: EventId) {
        match effect {
            Effect::PartitionsAssigned {
                consumer,
                partitions,
            }
            | Effect::PartitionsTaken {
                consumer,
                partitions,
            } => {
                for partition in partitions.iter() {
                    let row = &mut self.rows[partition.index()];
                    row.readers.retain(|reader| reader.consumer != *consumer);
                    row.readers.push(RowReader {
                        consumer: *consumer,
                        has_position: false,
                    });
                }
                self.consumers[consumer.index()]
                    .partitions
                    .extend(partitions.iter());
            }
            Effect::PositionSet {
                consumer,
                partition,
                ..
            } => {
                if let Some(reader) = self.rows[partition.index()]
                    .readers
                    .iter_mut()
                    .find(|r| r.consumer == *consumer)
                {
                    reader.has_position = true;
                }
                self.refresh(*partition, at);
            }
            Effect::PartitionsRevoked {
                consumer,
                partitions,
            }
            | Effect::PartitionsLost {
                consumer,
                partitions,
            } => {
                self.consumers[consumer.index()]
                    .partitions
                    .retain(|partition| !partitions.contains(partition));
                for partition in partitions.iter() {
                    self.rows[partition.index()]
                        .readers
                        .retain(|reader| reader.consumer != *consumer);
                    self.refresh(*partition, at);
                }
            }
            Effect::ProcessEnded { consumer, how } => self.on_ended(*consumer, *how, at),
            Effect::Frozen { consumer } => self.suspend(*consumer, at, |s| s.is_frozen = true),
            Effect::Thawed { consumer } => self.suspend(*consumer, at, |s| s.is_frozen = false),
            // Without its coordinator a client reads on.
            Effect::NetworkCut {
                link: Link::Coordinator,
                ..
            } => {}
            Effect::NetworkCut { consumer, .. } => {
                self.suspend(*consumer, at, |s| s.is_cut = true);
            }
            Effect::NetworkHealed { consumer } => self.suspend(*consumer, at, |s| s.is_cut = false),
            Effect::RequestSent {
                consumer,
                api,
                arrives,
            } => self.wire(*consumer, *api, ErrorCode::None, true, at, *arrives),
            Effect::ResponseSent {
                consumer,
                api,
                error,
                arrives,
            } => self.wire(*consumer, *api, *error, false, at, *arrives),
            Effect::MemberHeard { consumer, .. } => self.heard[consumer.index()] = Some(at),
            Effect::CommitSucceeded { consumer, .. } => self.commits.push(CommitMark {
                at,
                consumer: *consumer,
            }),
            Effect::GroupTransition {
                group,
                to,
                generation_id,
                ..
            } => self.on_transition(*group, *to, *generation_id, at, event),
            _ => {}
        }
        if is_notable(effect) {
            self.story.push(StoryEntry {
                event,
                at,
                effect: effect.clone(),
            });
        }
    }

    fn on_ended(&mut self, consumer: ConsumerId, _how: ProcessEnd, at: SimTime) {
        let suspension = std::mem::take(&mut self.consumers[consumer.index()]);
        self.consumers[consumer.index()].is_cut = suspension.is_cut;
        for partition in suspension.partitions {
            self.rows[partition.index()]
                .readers
                .retain(|reader| reader.consumer != consumer);
            self.refresh(partition, at);
        }
    }

    fn suspend(&mut self, consumer: ConsumerId, at: SimTime, change: impl FnOnce(&mut Suspension)) {
        change(&mut self.consumers[consumer.index()]);
        for partition in self.consumers[consumer.index()].partitions.clone() {
            self.refresh(partition, at);
        }
    }

    fn wire(
        &mut self,
        consumer: ConsumerId,
        api: Api,
        error: ErrorCode,
        up: bool,
        at: SimTime,
        arrives: Option<SimTime>,
    ) {
        let is_group_api = matches!(
            api,
            Api::JoinGroup | Api::SyncGroup | Api::Heartbeat | Api::LeaveGroup | Api::OffsetCommit
        );
        if !is_group_api {
            return;
        }
        let label = if error == ErrorCode::None {
            api.name()
        } else {
            error.name()
        };
        self.wires[consumer.index()] = Some(WireView {
            up,
            label,
            sent: at,
            arrives: arrives.unwrap_or(SimTime::MAX),
        });
    }

    fn on_transition(
        &mut self,
        group: GroupId,
        to: GroupState,
        generation_id: i32,
        at: SimTime,
        event: EventId,
    ) {
        if to == GroupState::CompletingRebalance {
            return;
        }
        if let Some(index) = self.open_bands.iter().position(|band| band.group == group) {
            let band = self.open_bands.remove(index);
            // A join phase that is reopened before it was Stable continues under the next number.
            if to != GroupState::Empty || at > band.from {
                self.bands.push(Band {
                    to: Some(at),
                    ..band
                });
            }
        }
        if to == GroupState::PreparingRebalance {
            self.open_bands.push(Band {
                from: at,
                to: None,
                generation_id: generation_id + 1,
                group,
                event,
            });
        }
    }

    /// Recomputes who reads a partition, and closes the open segment if that changed.
    fn refresh(&mut self, partition: PartitionId, at: SimTime) {
        let is_active = |reader: &RowReader| {
            let consumer = &self.consumers[reader.consumer.index()];
            reader.has_position && !consumer.is_frozen && !consumer.is_cut
        };
        let row = &self.rows[partition.index()];
        let reader = row
            .readers
            .iter()
            .rfind(|reader| is_active(reader))
            .map(|reader| reader.consumer);
        if reader == row.open.reader {
            return;
        }
        let closed = Segment { to: at, ..row.open };
        if closed.from < closed.to {
            self.segments.push(ClosedSegment {
                partition,
                segment: closed,
            });
        }
        let row = &mut self.rows[partition.index()];
        row.open = Segment {
            from: at,
            to: at,
            reader,
        };
        if let Some(reader) = reader {
            row.was_ever_read = true;
            row.last_reader = Some(reader);
            if let Some(since) = row.stopped_since.take() {
                self.stopped_now -= 1;
                self.stopped_closed += at.since(since);
            }
        } else {
            row.stopped_since = Some(at);
            self.stopped_now += 1;
        }
    }
}

/// Whether a person would want to read it: everything but the steady hum.
fn is_notable(effect: &Effect) -> bool {
    match effect {
        Effect::RequestSent { .. }
        | Effect::ResponseSent { .. }
        | Effect::MemberHeard { .. }
        | Effect::OffsetsStored { .. }
        | Effect::PositionSet { .. }
        | Effect::CommitSucceeded { .. }
        | Effect::BatchReturned { .. }
        | Effect::RecordsProcessed { .. } => false,
        Effect::CommandApplied { .. }
        | Effect::CommandRefused { .. }
        | Effect::ProcessStarted { .. }
        | Effect::ProcessEnded { .. }
        | Effect::CloseBegun { .. }
        | Effect::Frozen { .. }
        | Effect::Thawed { .. }
        | Effect::NetworkCut { .. }
        | Effect::NetworkHealed { .. }
        | Effect::MessageFailed { .. }
        | Effect::MemberIdHandedOut { .. }
        | Effect::MemberAdded { .. }
        | Effect::MemberReplaced { .. }
        | Effect::MemberRemoved { .. }
        | Effect::GroupTransition { .. }
        | Effect::InitialDelayExtended { .. }
        | Effect::JoinPhaseCompleted { .. }
        | Effect::AssignmentReceived { .. }
        | Effect::RejoinRequested { .. }
        | Effect::GenerationChanged { .. }
        | Effect::PartitionsRevoked { .. }
        | Effect::PartitionsLost { .. }
        | Effect::PartitionsAssigned { .. }
        | Effect::PartitionsTaken { .. }
        | Effect::RevocationPending { .. }
        | Effect::CommitFailed { .. }
        | Effect::CommitUnanswered { .. }
        | Effect::PollTimeout { .. }
        | Effect::CoordinatorLost { .. }
        | Effect::RecordsAbandoned { .. }
        | Effect::PoisonMet { .. }
        | Effect::WokenUp { .. }
        | Effect::PartitionsAdded { .. }
        | Effect::LogStartMoved { .. }
        | Effect::OffsetsExpired { .. }
        | Effect::GroupDeleted { .. }
        | Effect::InvariantBroken { .. } => true,
    }
}
