//! Fetches: what one may bring, and how long it waits for enough (`ReplicaManager.fetchMessages`,
//! `DelayedFetch`).
//!
//! MODEL: a record is a batch of its own, so a limit cuts between records.

use super::Broker;
use crate::ctx::{Ctx, ReplyTo};
use crate::event::TimerKey;
use crate::ids::ConnectionId;
use crate::protocol::{FetchRequest, Fetched, RecordRange, Response};
use crate::time::{SimDuration, SimTime};

/// A fetch that waits in the purgatory.
#[derive(Clone, Debug, Hash)]
pub(super) struct ParkedFetch {
    to: ReplyTo,
    request: FetchRequest,
    deadline: SimTime,
}

/// What a fetch would bring now.
struct Readable {
    partitions: Vec<Fetched>,
    has_error: bool,
    /// Read within the limits; the last record of a partition may be cut off.
    bytes: u64,
}

impl Broker {
    pub(super) fn on_fetch(&mut self, mut request: FetchRequest, to: ReplyTo, ctx: &mut Ctx<'_>) {
        request.max_bytes = request.max_bytes.min(self.fetch_max_bytes);
        request.min_bytes = request.min_bytes.min(request.max_bytes);
        let readable = self.read(&request, ctx.now);
        let is_impatient = request.max_wait == SimDuration::ZERO || request.min_bytes == 0;
        let is_answered = readable.has_error
            || request.partitions.is_empty()
            || (readable.bytes > 0 && is_impatient)
            || readable.bytes >= u64::from(request.min_bytes.max(1));
        if is_answered {
            let partitions = readable.partitions;
            ctx.reply(to, Response::Fetch { partitions });
            return;
        }
        // MODEL: finding out that there is nothing takes a millisecond; else a client that does
        // not want to wait would ask for ever at one instant, if there is no latency.
        let wait = if is_impatient {
            SimDuration::from_millis(1)
        } else {
            request.max_wait
        };
        let parked = ParkedFetch {
            to,
            request,
            deadline: ctx.now.after(wait),
        };
        self.parked.insert(to.connection, parked);
        self.on_fetch_timer(to.connection, ctx);
    }

    /// Production changed: parked fetches may have to wake at other times.
    pub(crate) fn recheck_parked(&mut self, ctx: &mut Ctx<'_>) {
        let connections: Vec<ConnectionId> = self.parked.keys().copied().collect();
        for connection in connections {
            self.on_fetch_timer(connection, ctx);
        }
    }

    /// Answers a parked fetch if enough came or its time is over.
    pub(crate) fn on_fetch_timer(&mut self, connection: ConnectionId, ctx: &mut Ctx<'_>) {
        let Some(parked) = self.parked.get(&connection) else {
            return;
        };
        let min_bytes = u64::from(parked.request.min_bytes.max(1));
        if ctx.now < parked.deadline && self.accumulated(&parked.request, ctx.now) < min_bytes {
            let wake = self.enough_at(&parked.request, ctx.now, parked.deadline);
            ctx.set_timer(wake, TimerKey::Fetch(connection));
            return;
        }
        let to = parked.to;
        let partitions = self.read(&parked.request, ctx.now).partitions;
        self.parked.remove(&connection);
        ctx.cancel_timer(TimerKey::Fetch(connection));
        ctx.reply(to, Response::Fetch { partitions });
    }

    /// Bytes behind the positions, each partition up to its limit (`DelayedFetch.tryComplete`;
    /// neither `fetch.max.bytes` nor whole records matter there).
    fn accumulated(&self, request: &FetchRequest, at: SimTime) -> u64 {
        let limit = u64::from(request.partition_max_bytes);
        let bytes = request.partitions.iter().map(|(partition, offset)| {
            let log = &self.logs[partition.index()];
            let records = log.high_watermark(at).saturating_sub(*offset);
            records.saturating_mul(log.record_bytes.into()).min(limit)
        });
        bytes.fold(0, u64::saturating_add)
    }

    /// First moment after `now` at which enough has accumulated, or the deadline.
    fn enough_at(&self, request: &FetchRequest, now: SimTime, deadline: SimTime) -> SimTime {
        let min_bytes = u64::from(request.min_bytes.max(1));
        let is_enough_alone =
            |bytes: u32| u64::from(bytes.min(request.partition_max_bytes)) >= min_bytes;
        let logs = || {
            request
                .partitions
                .iter()
                .map(|(partition, _)| &self.logs[partition.index()])
        };
        if logs().all(|log| is_enough_alone(log.record_bytes)) {
            // Nothing is there, and any record will do.
            let next = logs().map(|log| log.readable_at(log.high_watermark(now)));
            return next.min().unwrap_or(SimTime::MAX).min(deadline);
        }
        let (mut too_early, mut enough) = (now.as_micros(), deadline.as_micros());
        if self.accumulated(request, deadline) < min_bytes {
            return deadline;
        }
        while enough - too_early > 1 {
            let middle = too_early.midpoint(enough);
            if self.accumulated(request, SimTime::from_micros(middle)) < min_bytes {
                too_early = middle;
            } else {
                enough = middle;
            }
        }
        SimTime::from_micros(enough)
    }

    /// Reads in the order of the request, as far as the limits go.
    fn read(&self, request: &FetchRequest, now: SimTime) -> Readable {
        let mut readable = Readable {
            partitions: Vec::new(),
            has_error: false,
            bytes: 0,
        };
        let mut budget = u64::from(request.max_bytes);
        for (partition, offset) in &request.partitions {
            let log = &self.logs[partition.index()];
            let end = log.high_watermark(now);
            if *offset < log.log_start_offset || *offset > end {
                readable.has_error = true;
                readable.partitions.push(Fetched::OutOfRange {
                    partition: *partition,
                    offset: *offset,
                });
                continue;
            }
            let size = u64::from(log.record_bytes);
            let mut limit = budget.min(request.partition_max_bytes.into());
            // The first partition that has something may exceed the limits by one record, so that
            // progress is guaranteed.
            if readable.bytes == 0 {
                limit = limit.max(size);
            }
            let bytes = (end - offset).saturating_mul(size).min(limit);
            // A record that is cut off counts as read, but not if nothing comes before it.
            if bytes >= size {
                readable.bytes += bytes;
                budget = budget.saturating_sub(bytes);
                readable.partitions.push(Fetched::Records(RecordRange {
                    partition: *partition,
                    from: *offset,
                    to: offset + bytes / size,
                }));
            }
        }
        readable
    }
}
