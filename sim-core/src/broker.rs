//! The broker: routes requests, keeps logs, parks long-polling fetches.
//!
//! Deliberately lacks replication and other brokers; both come with the cluster.

pub(crate) mod classic_group;
mod fetch;
pub(crate) mod group_coordinator;
pub(crate) mod log;
pub(crate) mod member_table;
mod offset_expiry;
pub(crate) mod offset_store;
mod shard;

use std::collections::BTreeMap;

use crate::config::BrokerConfig;
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::Effect;
use crate::event::TimerKey;
use crate::ids::{ConnectionId, PartitionId};
use crate::protocol::{Request, Response, WantedOffset};
use crate::time::SimDuration;

use fetch::ParkedFetch;
use group_coordinator::GroupCoordinator;
use log::PartitionLog;

#[derive(Clone, Debug, Hash)]
pub(crate) struct Broker {
    pub logs: Vec<PartitionLog>,
    pub coordinator: GroupCoordinator,
    parked: BTreeMap<ConnectionId, ParkedFetch>,
    pub retention_check_interval: SimDuration,
    /// `fetch.max.bytes` of the broker, which caps the clients'.
    fetch_max_bytes: u32,
}

impl Broker {
    pub(crate) fn new(config: &BrokerConfig, coordinator: GroupCoordinator) -> Self {
        Self {
            logs: Vec::new(),
            coordinator,
            parked: BTreeMap::new(),
            retention_check_interval: config.log_retention_check_interval,
            fetch_max_bytes: config.fetch_max_bytes,
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
                let topics = topics.unwrap_or_else(|| ctx.directory.topic_ids().collect());
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
                caller,
                generation_id,
                assignments,
            } => {
                self.coordinator
                    .on_sync_group(group, &caller, generation_id, assignments, to, ctx);
            }
            Request::Heartbeat {
                group,
                caller,
                generation_id,
            } => self
                .coordinator
                .on_heartbeat(group, &caller, generation_id, to, ctx),
            Request::LeaveGroup { group, caller } => {
                self.coordinator.on_leave_group(group, &caller, to, ctx);
            }
            Request::OffsetCommit {
                group,
                caller,
                generation_id,
                offsets,
            } => {
                self.coordinator.on_offset_commit(
                    group,
                    caller.as_ref(),
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
}
