//! Positions of newly assigned partitions: committed offset, reset policy, validation (B.5, C.2).

use super::requests::Purpose;
use super::{Client, FetchState};
use crate::config::OffsetReset;
use crate::ctx::Ctx;
use crate::effect::{Effect, FatalError, PositionSource};
use crate::ids::PartitionId;
use crate::protocol::{CommittedOffset, Request, WantedOffset};
use crate::scenario::CommitStyle;
use crate::time::{SimDuration, SimTime};

impl Client {
    fn in_state(&self, state: FetchState) -> impl Iterator<Item = PartitionId> + '_ {
        self.assigned
            .iter()
            .filter(move |partition| partition.state == state)
            .map(|partition| partition.id)
    }

    /// `updateFetchPositions`: false while committed offsets are awaited, which blocks `poll()`.
    pub(super) fn update_positions(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if self.commit_style == CommitStyle::Outside {
            self.seek_outside_offsets(ctx);
        }
        let unknown: Vec<PartitionId> = self.in_state(FetchState::Initializing).collect();
        if !unknown.is_empty() {
            if !self.is_in_flight(|purpose| *purpose == Purpose::Committed) {
                let request = Request::OffsetFetch {
                    group: self.group,
                    partitions: unknown,
                };
                self.send_group(Purpose::Committed, request, ctx);
            }
            return false;
        }
        if !self.reset_positions(ctx) {
            return true;
        }
        let to_validate = self.take_askable(FetchState::AwaitValidation, ctx.now);
        if !to_validate.is_empty() {
            self.send_data(
                Purpose::Validate,
                Request::OffsetForLeaderEpoch {
                    partitions: to_validate,
                },
                ctx,
            );
        }
        true
    }

    /// `ListOffsets` for what has no position, one request per policy. False if there is none.
    fn reset_positions(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let mut by_policy: Vec<(OffsetReset, Vec<PartitionId>)> = Vec::new();
        for id in self.take_askable(FetchState::AwaitReset, ctx.now) {
            let asked = self.partition(id).and_then(|partition| partition.reset_to);
            let policy = asked.unwrap_or(self.config.auto_offset_reset);
            if policy == OffsetReset::None {
                self.fatal = Some(FatalError::NoOffsetForPartition);
                return false;
            }
            match by_policy.iter_mut().find(|(known, _)| *known == policy) {
                Some((_, partitions)) => partitions.push(id),
                None => by_policy.push((policy, vec![id])),
            }
        }
        for (policy, partitions) in by_policy {
            let wanted = match policy {
                OffsetReset::Earliest => WantedOffset::Earliest,
                OffsetReset::ByDuration(age) => {
                    WantedOffset::Timestamp(milliseconds_ago(age, ctx.now))
                }
                OffsetReset::Latest | OffsetReset::None => WantedOffset::Latest,
            };
            let request = Request::ListOffsets { partitions, wanted };
            self.send_data(Purpose::Reset(policy), request, ctx);
        }
        true
    }

    /// Whether some partition still waits for its committed offset.
    pub(super) fn is_initializing(&self) -> bool {
        self.in_state(FetchState::Initializing).next().is_some()
    }

    /// Whether some partition still waits for its position; then `poll()` looks again every
    /// `retry.backoff.ms`.
    pub(super) fn lacks_position(&self) -> bool {
        self.assigned.iter().any(|partition| {
            matches!(
                partition.state,
                FetchState::AwaitReset | FetchState::AwaitValidation
            )
        })
    }

    /// The program's listener seeks to the offsets it keeps with its results; a partition without
    /// one is left to Kafka.
    fn seek_outside_offsets(&mut self, ctx: &mut Ctx<'_>) {
        let (consumer, group) = (self.id, self.group);
        let new: Vec<PartitionId> = self.in_state(FetchState::Initializing).collect();
        for id in new {
            let stored = ctx.outside.offset(group, id);
            if let Some((position, partition)) = stored.zip(self.partition_mut(id)) {
                partition.position = position;
                partition.has_leader_epoch = false;
                partition.state = FetchState::Fetching;
                ctx.emit(Effect::PositionSet {
                    consumer,
                    group,
                    partition: id,
                    position,
                    source: PositionSource::Outside,
                });
            }
        }
    }

    /// Partitions in `state` that were not asked about within `request.timeout.ms`.
    fn take_askable(&mut self, state: FetchState, now: SimTime) -> Vec<PartitionId> {
        let again = now.after(self.config.request_timeout);
        let mut askable = Vec::new();
        for partition in &mut self.assigned {
            if partition.state == state && partition.ask_again <= now {
                partition.ask_again = again;
                askable.push(partition.id);
            }
        }
        askable
    }

    pub(super) fn on_committed(
        &mut self,
        offsets: Vec<(PartitionId, Option<CommittedOffset>)>,
        ctx: &mut Ctx<'_>,
    ) {
        for (id, committed) in offsets {
            let (consumer, group) = (self.id, self.group);
            let Some(partition) = self
                .partition_mut(id)
                .filter(|p| p.state == FetchState::Initializing)
            else {
                continue;
            };
            partition.ask_again = SimTime::ZERO;
            let Some(committed) = committed else {
                partition.state = FetchState::AwaitReset;
                continue;
            };
            partition.position = committed.offset;
            partition.has_leader_epoch = committed.has_leader_epoch;
            if committed.has_leader_epoch {
                partition.state = FetchState::AwaitValidation;
                continue;
            }
            partition.state = FetchState::Fetching;
            ctx.emit(Effect::PositionSet {
                consumer,
                group,
                partition: id,
                position: committed.offset,
                source: PositionSource::Committed,
            });
        }
    }

    pub(super) fn on_validated(&mut self, partitions: &[PartitionId], ctx: &mut Ctx<'_>) {
        for id in partitions {
            let (consumer, group) = (self.id, self.group);
            if let Some(partition) = self
                .partition_mut(*id)
                .filter(|p| p.state == FetchState::AwaitValidation)
            {
                partition.state = FetchState::Fetching;
                let position = partition.position;
                ctx.emit(Effect::PositionSet {
                    consumer,
                    group,
                    partition: *id,
                    position,
                    source: PositionSource::Committed,
                });
            }
        }
    }

    pub(super) fn on_reset(
        &mut self,
        policy: OffsetReset,
        offsets: Vec<(PartitionId, Option<u64>)>,
        ctx: &mut Ctx<'_>,
    ) {
        for (id, offset) in offsets {
            let Some(offset) = offset else {
                self.find_no_record(id);
                continue;
            };
            let (consumer, group) = (self.id, self.group);
            if let Some(partition) = self
                .partition_mut(id)
                .filter(|p| p.state == FetchState::AwaitReset)
            {
                partition.state = FetchState::Fetching;
                partition.position = offset;
                partition.has_leader_epoch = false;
                let was_sought = partition.reset_to.take().is_some();
                let source = if was_sought {
                    PositionSource::Seek
                } else {
                    PositionSource::Reset(policy)
                };
                ctx.emit(Effect::PositionSet {
                    consumer,
                    group,
                    partition: id,
                    position: offset,
                    source,
                });
            }
        }
    }

    /// No record is young enough. A reset is asked again when `request.timeout.ms` is over (C.7);
    /// `offsetsForTimes()` has no entry then, and the program seeks to the end.
    fn find_no_record(&mut self, id: PartitionId) {
        let waiting = self
            .partition_mut(id)
            .filter(|p| p.state == FetchState::AwaitReset && p.reset_to.is_some());
        if let Some(partition) = waiting {
            partition.reset_to = Some(OffsetReset::Latest);
            partition.ask_again = SimTime::ZERO;
        }
    }

    /// A position request got no answer: it may be sent again after the backoff.
    pub(super) fn on_positions_failed(&mut self, state: FetchState, ctx: &Ctx<'_>) {
        let again = ctx.now.after(self.config.retry_backoff);
        for partition in &mut self.assigned {
            if partition.state == state {
                partition.ask_again = again;
            }
        }
    }

    /// `handleOffsetOutOfRange`: back to the reset policy, or an exception out of `poll()`.
    pub(super) fn on_out_of_range(&mut self, id: PartitionId) {
        if self.config.auto_offset_reset == OffsetReset::None {
            self.fatal = Some(FatalError::OffsetOutOfRange);
        } else if let Some(partition) = self.partition_mut(id) {
            partition.state = FetchState::AwaitReset;
            partition.ask_again = SimTime::ZERO;
        }
    }
}

/// `AutoOffsetResetStrategy.timestamp`: the clock at the request minus `age`, in milliseconds.
fn milliseconds_ago(age: SimDuration, now: SimTime) -> i64 {
    let micros = i128::from(now.as_micros()) - i128::from(age.as_micros());
    i64::try_from(micros.div_euclid(1_000)).unwrap_or(i64::MIN)
}
