//! The broker: routes requests, keeps logs, parks long-polling fetches.
//!
//! Deliberately lacks replication and other brokers; both come with the cluster.

pub(crate) mod classic_group;
pub(crate) mod group_coordinator;
pub(crate) mod log;
pub(crate) mod member_table;
mod offset_expiry;
pub(crate) mod offset_store;

use std::collections::BTreeMap;

use crate::config::BrokerConfig;
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::Effect;
use crate::event::TimerKey;
use crate::ids::{ConnectionId, PartitionId};
use crate::protocol::{FetchRequest, Fetched, RecordRange, Request, Response, WantedOffset};
use crate::time::{SimDuration, SimTime};

use group_coordinator::GroupCoordinator;
use log::PartitionLog;

#[derive(Clone, Debug, Hash)]
pub(crate) struct Broker {
    pub logs: Vec<PartitionLog>,
    pub coordinator: GroupCoordinator,
    parked: BTreeMap<ConnectionId, ParkedFetch>,
    retention_check_interval: SimDuration,
}

#[derive(Clone, Debug, Hash)]
struct ParkedFetch {
    to: ReplyTo,
    request: FetchRequest,
    deadline: SimTime,
}

/// What a fetch can return now.
struct Readable {
    answers: Vec<Fetched>,
    has_error: bool,
    bytes: u64,
}

impl Broker {
    pub(crate) fn new(config: &BrokerConfig, coordinator: GroupCoordinator) -> Self {
        Self {
            logs: Vec::new(),
            coordinator,
            parked: BTreeMap::new(),
            retention_check_interval: config.log_retention_check_interval,
        }
    }

    /// `log.retention.check.interval.ms` is over: deletes what the topics do not keep.
    ///
    /// MODEL: intervals count from time 0; Kafka's first check is 30 s after the broker's start.
    pub(crate) fn on_retention_check(&mut self, ctx: &mut Ctx<'_>) {
        for (index, log) in self.logs.iter_mut().enumerate() {
            if let Some(by) = log.clean(ctx.now) {
                ctx.emit(Effect::LogStartMoved {
                    partition: PartitionId::from_index(index),
                    offset: log.log_start_offset,
                    by,
                });
            }
        }
        let next = ctx.now.after(self.retention_check_interval);
        ctx.set_timer(next, TimerKey::LogRetention);
    }

    pub(crate) fn on_request(&mut self, request: Request, to: ReplyTo, ctx: &mut Ctx<'_>) {
        match request {
            Request::Metadata { topics } => {
                let counts = topics.iter().map(|topic| {
                    (
                        *topic,
                        PartitionId::from_index(ctx.directory.partitions_of(*topic).len()).0,
                    )
                });
                let partition_counts = counts.collect();
                ctx.reply(to, Response::Metadata { partition_counts });
            }
            Request::FindCoordinator => ctx.reply(to, Response::FindCoordinator),
            Request::JoinGroup(request) => self.coordinator.on_join_group(request, to, ctx),
            Request::SyncGroup {
                group,
                member_id,
                generation_id,
                assignments,
            } => {
                self.coordinator.on_sync_group(
                    group,
                    member_id,
                    generation_id,
                    assignments,
                    to,
                    ctx,
                );
            }
            Request::Heartbeat {
                group,
                member_id,
                generation_id,
            } => self
                .coordinator
                .on_heartbeat(group, member_id, generation_id, to, ctx),
            Request::LeaveGroup { group, member_id } => {
                self.coordinator.on_leave_group(group, member_id, to, ctx);
            }
            Request::OffsetCommit {
                group,
                member_id,
                generation_id,
                offsets,
            } => {
                self.coordinator.on_offset_commit(
                    group,
                    member_id,
                    generation_id,
                    &offsets,
                    to,
                    ctx,
                );
            }
            Request::OffsetFetch { group, partitions } => {
                self.coordinator.on_offset_fetch(group, partitions, to, ctx);
            }
            Request::ListOffsets { partitions, wanted } => {
                self.on_list_offsets(&partitions, wanted, to, ctx);
            }
            Request::OffsetForLeaderEpoch { partitions } => {
                ctx.reply(to, Response::OffsetForLeaderEpoch { partitions });
            }
            Request::Fetch(request) => self.on_fetch(request, to, ctx),
            Request::CloseFetchSession => ctx.reply(to, Response::FetchSessionClosed),
        }
    }

    fn on_list_offsets(
        &self,
        partitions: &[PartitionId],
        wanted: WantedOffset,
        to: ReplyTo,
        ctx: &mut Ctx<'_>,
    ) {
        let offset = |partition: &PartitionId| {
            let log = &self.logs[partition.index()];
            match wanted {
                WantedOffset::Earliest => Some(log.log_start_offset),
                WantedOffset::Latest => Some(log.high_watermark(ctx.now)),
                WantedOffset::Timestamp(at) => log.offset_for_timestamp(at, ctx.now),
            }
        };
        let offsets = partitions
            .iter()
            .map(|partition| (*partition, offset(partition)))
            .collect();
        ctx.reply(to, Response::ListOffsets { offsets });
    }

    fn on_fetch(&mut self, request: FetchRequest, to: ReplyTo, ctx: &mut Ctx<'_>) {
        // MODEL: finding out that there is nothing takes a millisecond; else a client with
        // fetch.max.wait.ms=0 and no latency would ask for ever at one instant.
        let deadline = ctx
            .now
            .after(request.max_wait.max(SimDuration::from_millis(1)));
        self.parked.insert(
            to.connection,
            ParkedFetch {
                to,
                request,
                deadline,
            },
        );
        self.answer_or_park(to.connection, ctx);
    }

    pub(crate) fn on_fetch_timer(&mut self, connection: ConnectionId, ctx: &mut Ctx<'_>) {
        if self.parked.contains_key(&connection) {
            self.answer_or_park(connection, ctx);
        }
    }

    /// Production changed: parked fetches may have to wake at other times.
    pub(crate) fn recheck_parked(&mut self, ctx: &mut Ctx<'_>) {
        let connections: Vec<ConnectionId> = self.parked.keys().copied().collect();
        for connection in connections {
            self.answer_or_park(connection, ctx);
        }
    }

    /// `ReplicaManager.fetchMessages` and `DelayedFetch`: answers when enough bytes are there,
    /// at an error, or when `fetch.max.wait.ms` is over.
    fn answer_or_park(&mut self, connection: ConnectionId, ctx: &mut Ctx<'_>) {
        let Some(parked) = self.parked.get(&connection) else {
            return;
        };
        let readable = self.read(&parked.request, ctx.now);
        let is_enough = readable.bytes >= u64::from(parked.request.min_bytes) || readable.has_error;
        if is_enough || parked.request.partitions.is_empty() || ctx.now >= parked.deadline {
            let to = parked.to;
            self.parked.remove(&connection);
            ctx.cancel_timer(TimerKey::Fetch(connection));
            let partitions = readable.answers;
            ctx.reply(to, Response::Fetch { partitions });
            return;
        }
        // Only a record that is still to come can change the answer; what is there already and
        // was left out is over a limit of the request.
        let next_record = parked.request.partitions.iter().map(|(partition, offset)| {
            let log = &self.logs[partition.index()];
            log.readable_at(log.high_watermark(ctx.now).max(*offset))
        });
        let wake = next_record
            .min()
            .unwrap_or(SimTime::MAX)
            .min(parked.deadline);
        ctx.set_timer(wake, TimerKey::Fetch(connection));
    }

    fn read(&self, request: &FetchRequest, now: SimTime) -> Readable {
        let mut readable = Readable {
            answers: Vec::new(),
            has_error: false,
            bytes: 0,
        };
        let mut budget = u64::from(request.max_bytes);
        for (partition, offset) in &request.partitions {
            let log = &self.logs[partition.index()];
            let end = log.high_watermark(now);
            if *offset < log.log_start_offset || *offset > end {
                readable.has_error = true;
                readable.answers.push(Fetched::OutOfRange {
                    partition: *partition,
                    offset: *offset,
                });
                continue;
            }
            let size = u64::from(log.record_bytes);
            let limit = budget.min(request.partition_max_bytes.into()) / size;
            // The first non-empty partition may exceed the limits by one record, so that
            // progress is guaranteed.
            let limit = if readable.bytes == 0 {
                limit.max(1)
            } else {
                limit
            };
            let to = end.min(offset.saturating_add(limit));
            if to > *offset {
                let bytes = (to - offset) * size;
                readable.bytes += bytes;
                budget = budget.saturating_sub(bytes);
                readable.answers.push(Fetched::Records(RecordRange {
                    partition: *partition,
                    from: *offset,
                    to,
                }));
            }
        }
        readable
    }
}
