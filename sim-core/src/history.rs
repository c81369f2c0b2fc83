//! What the matrix and the wires show: who read which partition when, rebalances, commits, pins.
//! A fold over effects; shared with keyframes, outside the fingerprint.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use crate::command::Link;
use crate::effect::Effect;
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId};
use crate::protocol::{Api, ErrorCode};
use crate::shared_log::SharedLog;
use crate::time::{SimDuration, SimTime};
use crate::view::{Band, GroupState, Segment, WireView};

/// A closed stretch of a matrix row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ClosedSegment {
    pub group: GroupId,
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

/// A partition as one group reads it.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Everybody in the group who believes to own it, latest last.
    readers: Vec<RowReader>,
    pub open: Segment,
    pub was_ever_read: bool,
    pub stopped_since: Option<SimTime>,
    /// Last one who read.
    pub last_reader: Option<ConsumerId>,
}

impl Row {
    fn new(created: SimTime) -> Self {
        Self {
            readers: Vec::new(),
            open: Segment {
                from: created,
                to: created,
                reader: None,
            },
            was_ever_read: false,
            stopped_since: None,
            last_reader: None,
        }
    }

    /// Whether somebody in the group has or had the partition.
    pub(crate) fn is_known(&self) -> bool {
        self.was_ever_read || !self.readers.is_empty()
    }
}

#[derive(Clone, Debug)]
struct Holder {
    /// The group that its process was started in.
    group: GroupId,
    is_frozen: bool,
    is_cut: bool,
    partitions: Vec<PartitionId>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct History {
    /// By group, then partition; a group appears with its first consumer.
    rows: Vec<Vec<Row>>,
    /// When each partition was created.
    created: Vec<SimTime>,
    pub segments: SharedLog<ClosedSegment>,
    pub bands: SharedLog<Band>,
    pub open_bands: Vec<Band>,
    pub commits: SharedLog<CommitMark>,
    pub story: SharedLog<StoryEntry>,
    consumers: Vec<Holder>,
    pub wires: Vec<Option<WireView>>,
    pub heard: Vec<Option<SimTime>>,
    stopped_closed: SimDuration,
    stopped_now: u32,
}

impl History {
    pub(crate) fn add_partition(&mut self, at: SimTime) {
        self.created.push(at);
        for rows in &mut self.rows {
            rows.push(Row::new(at));
        }
    }

    pub(crate) fn add_consumer(&mut self, group: GroupId) {
        self.add_group(group);
        self.consumers.push(Holder {
            group,
            is_frozen: false,
            is_cut: false,
            partitions: Vec::new(),
        });
        self.wires.push(None);
        self.heard.push(None);
    }

    fn add_group(&mut self, group: GroupId) {
        while self.rows.len() <= group.index() {
            self.rows
                .push(self.created.iter().copied().map(Row::new).collect());
        }
    }

    /// A partition as a group reads it; None for a group without consumers.
    pub(crate) fn row(&self, group: GroupId, partition: PartitionId) -> Option<&Row> {
        self.rows.get(group.index())?.get(partition.index())
    }

    /// Who reads a partition in a group now; nobody without a group.
    pub(crate) fn open_segment(&self, group: Option<GroupId>, partition: PartitionId) -> Segment {
        let row = group.and_then(|group| self.row(group, partition));
        row.map_or_else(
            || Row::new(self.created[partition.index()]).open,
            |row| row.open,
        )
    }

    /// What has no reader now, with the moment since when.
    pub(crate) fn stopped(&self) -> impl Iterator<Item = (SimTime, PartitionId, GroupId)> {
        self.rows.iter().enumerate().flat_map(|(group, rows)| {
            let group = GroupId::from_index(group);
            rows.iter().enumerate().filter_map(move |(index, row)| {
                Some((row.stopped_since?, PartitionId::from_index(index), group))
            })
        })
    }

    /// Partitions that had a reader and have none now, each group for itself.
    pub(crate) fn stopped_now(&self) -> u32 {
        self.stopped_now
    }

    /// Sum over groups and partitions of the time without a reader, up to `at`.
    pub(crate) fn stopped_total(&self, at: SimTime) -> SimDuration {
        if self.stopped_now == 0 {
            return self.stopped_closed;
        }
        self.stopped()
            .fold(self.stopped_closed, |sum, (since, ..)| {
                sum + at.since(since)
            })
    }

    pub(crate) fn own_bytes(&self) -> usize {
        self.rows.len() * self.created.len() * (size_of::<Row>() + 2 * size_of::<RowReader>())
            + self.created.len() * size_of::<SimTime>()
            + self
                .consumers
                .iter()
                .map(|c| size_of::<Holder>() + c.partitions.len() * 4)
                .sum::<usize>()
            + self.segments.own_bytes()
            + self.bands.own_bytes()
            + self.commits.own_bytes()
            + self.story.own_bytes()
    }

    fn row_mut(&mut self, consumer: ConsumerId, partition: PartitionId) -> &mut Row {
        let group = self.consumers[consumer.index()].group;
        &mut self.rows[group.index()][partition.index()]
    }

    /// `group_of`: the group that a consumer is in after the step.
    #[expect(clippy::too_many_lines, reason = "one arm per effect")]
    pub(crate) fn apply(
        &mut self,
        effect: &Effect,
        at: SimTime,
        event: EventId,
        group_of: &dyn Fn(ConsumerId) -> GroupId,
    ) {
        match effect {
            Effect::ProcessStarted { consumer } => {
                let group = group_of(*consumer);
                self.add_group(group);
                self.consumers[consumer.index()].group = group;
            }
            Effect::PartitionsAssigned {
                consumer,
                partitions,
            }
            | Effect::PartitionsTaken {
                consumer,
                partitions,
            } => {
                for partition in partitions.iter() {
                    let row = self.row_mut(*consumer, *partition);
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
                if let Some(reader) = self
                    .row_mut(*consumer, *partition)
                    .readers
                    .iter_mut()
                    .find(|r| r.consumer == *consumer)
                {
                    reader.has_position = true;
                }
                self.refresh(*consumer, *partition, at);
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
                    self.row_mut(*consumer, *partition)
                        .readers
                        .retain(|reader| reader.consumer != *consumer);
                    self.refresh(*consumer, *partition, at);
                }
            }
            Effect::ProcessEnded { consumer, .. } => self.on_ended(*consumer, at),
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

    fn on_ended(&mut self, consumer: ConsumerId, at: SimTime) {
        let holder = &mut self.consumers[consumer.index()];
        holder.is_frozen = false;
        for partition in std::mem::take(&mut holder.partitions) {
            self.row_mut(consumer, partition)
                .readers
                .retain(|reader| reader.consumer != consumer);
            self.refresh(consumer, partition, at);
        }
    }

    fn suspend(&mut self, consumer: ConsumerId, at: SimTime, change: impl FnOnce(&mut Holder)) {
        change(&mut self.consumers[consumer.index()]);
        for partition in self.consumers[consumer.index()].partitions.clone() {
            self.refresh(consumer, partition, at);
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

    /// Recomputes who reads a partition in a consumer's group, and closes the open segment if that
    /// changed.
    fn refresh(&mut self, consumer: ConsumerId, partition: PartitionId, at: SimTime) {
        let group = self.consumers[consumer.index()].group;
        let is_active = |reader: &RowReader| {
            let consumer = &self.consumers[reader.consumer.index()];
            reader.has_position && !consumer.is_frozen && !consumer.is_cut
        };
        let row = &self.rows[group.index()][partition.index()];
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
                group,
                partition,
                segment: closed,
            });
        }
        let row = &mut self.rows[group.index()][partition.index()];
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
