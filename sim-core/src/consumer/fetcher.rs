//! Fetching: one request per broker in flight, the 4.x buffered-node rule, `max.poll.records`
//! (D.1, D.2).

use std::sync::Arc;

use super::requests::Purpose;
use super::{AssignedPartition, Client, CompletedFetch, FetchState, Fetcher};
use crate::config::OffsetReset;
use crate::ctx::Ctx;
use crate::ids::PartitionId;
use crate::protocol::{FetchRequest, Fetched, RecordRange, Request};
use crate::sorting;

impl Fetcher {
    pub(super) fn new() -> Self {
        Self {
            is_in_flight: false,
            has_session: false,
            session: Vec::new(),
            rotates: false,
            buffer: std::collections::VecDeque::new(),
            next_rank: 1,
        }
    }

    /// The broker answers in the order of the fetch session: what it knows keeps its place, what
    /// is new comes last, what is not wanted any more is forgotten (`FetchSession`).
    /// Brings `wanted` into that order.
    fn enter_session(&mut self, wanted: &mut [(PartitionId, FetchEntry)]) {
        for (id, entry) in wanted.iter_mut() {
            let known = self.session.binary_search_by_key(id, |(known, _)| *known);
            entry.session_rank = known.map_or(u64::MAX, |place| self.session[place].1);
        }
        sorting::sort_by_key(wanted, |(id, entry)| {
            (entry.session_rank, entry.fetch_rank, *id)
        });
        for (_, entry) in wanted
            .iter_mut()
            .filter(|(_, entry)| entry.session_rank == u64::MAX)
        {
            entry.session_rank = self.next_rank;
            self.next_rank += 1;
        }
        self.session.clear();
        self.session
            .extend(wanted.iter().map(|(id, entry)| (*id, entry.session_rank)));
        sorting::sort(&mut self.session);
    }

    /// A partition that brought data goes to the session's end, but not in a session's first answer.
    fn rotate(&mut self, partition: PartitionId) {
        if self.rotates
            && let Ok(place) = self
                .session
                .binary_search_by_key(&partition, |(known, _)| *known)
        {
            self.session[place].1 = self.next_rank;
            self.next_rank += 1;
        }
    }
}

/// A partition on its way into a fetch request.
struct FetchEntry {
    position: u64,
    fetch_rank: u64,
    session_rank: u64,
}

impl Client {
    /// `isFetchableAndSubscribed`: also its topic must still be on the list, if there is one.
    fn is_fetchable(&self, partition: &AssignedPartition, ctx: &Ctx<'_>) -> bool {
        let has_list = !self.stands_alone && self.pattern.is_none();
        partition.state == FetchState::Fetching
            && !partition.is_revocation_pending
            && !partition.is_paused
            && (!has_list || self.is_subscribed(partition.id, ctx))
    }

    /// `subscribe()` lets go of what it has of other topics.
    pub(super) fn drop_unsubscribed(&mut self, ctx: &Ctx<'_>) {
        let mut buffer = std::mem::take(&mut self.fetcher.buffer);
        buffer.retain(|fetch| self.is_subscribed(fetch.range.partition, ctx));
        self.fetcher.buffer = buffer;
    }

    /// Sends a fetch unless one is in flight or something fetchable is still buffered.
    pub(super) fn send_fetches(&mut self, ctx: &mut Ctx<'_>) {
        if self.fetcher.is_in_flight {
            return;
        }
        let is_buffered = |fetch: &CompletedFetch| {
            self.partition(fetch.range.partition)
                .is_some_and(|partition| self.is_fetchable(partition, ctx))
        };
        if self.fetcher.buffer.iter().any(is_buffered) {
            return;
        }
        let fetchable = self.assigned.iter().filter(|p| self.is_fetchable(p, ctx));
        let entry = |p: &AssignedPartition| FetchEntry {
            position: p.position,
            fetch_rank: p.fetch_rank,
            session_rank: 0,
        };
        let mut wanted: Vec<(PartitionId, FetchEntry)> =
            fetchable.map(|p| (p.id, entry(p))).collect();
        if wanted.is_empty() {
            return;
        }
        self.fetcher.enter_session(&mut wanted);
        let request = FetchRequest {
            partitions: wanted
                .iter()
                .map(|(id, entry)| (*id, entry.position))
                .collect(),
            max_wait: self.config.fetch_max_wait,
            min_bytes: self.config.fetch_min_bytes,
            max_bytes: self.config.fetch_max_bytes,
            partition_max_bytes: self.config.max_partition_fetch_bytes,
        };
        self.fetcher.is_in_flight = true;
        self.fetcher.rotates = self.fetcher.has_session;
        self.fetcher.has_session = true;
        self.send_data(Purpose::Fetch, Request::Fetch(request), ctx);
    }

    pub(super) fn on_fetched(&mut self, partitions: Vec<Fetched>) {
        self.fetcher.is_in_flight = false;
        for fetched in partitions {
            let (range, is_out_of_range) = match fetched {
                Fetched::Records(range) => (range, false),
                Fetched::OutOfRange { partition, offset } => {
                    let nothing = RecordRange {
                        partition,
                        from: offset,
                        to: offset,
                    };
                    (nothing, true)
                }
            };
            self.fetcher.rotate(range.partition);
            let rank = self.fetcher.next_rank;
            self.fetcher.next_rank += 1;
            if let Some(partition) = self
                .partition_mut(range.partition)
                .filter(|p| p.state == FetchState::Fetching)
            {
                partition.fetch_rank = rank;
                self.fetcher.buffer.push_back(CompletedFetch {
                    range,
                    next: range.from,
                    is_out_of_range,
                });
            }
        }
    }

    pub(super) fn on_fetch_failed(&mut self) {
        self.fetcher.is_in_flight = false;
        self.fetcher.session.clear();
    }

    /// `FetchCollector.collectFetch`: drains one completed fetch after the other up to
    /// `max.poll.records`, and advances the positions. Errors are looked at here, too.
    pub(super) fn collect(&mut self, ctx: &Ctx<'_>) -> Option<Arc<[RecordRange]>> {
        let mut left = u64::from(self.config.max_poll_records);
        let mut collected: Vec<RecordRange> = Vec::new();
        // Data of paused partitions is set aside and kept.
        let mut aside: Vec<CompletedFetch> = Vec::new();
        while left > 0
            && let Some(mut fetch) = self.fetcher.buffer.pop_front()
        {
            let is_fetchable = self
                .partition(fetch.range.partition)
                .is_some_and(|partition| self.is_fetchable(partition, ctx));
            let Some(partition) = self.partition_mut(fetch.range.partition) else {
                continue;
            };
            if partition.is_paused {
                aside.push(fetch);
                continue;
            }
            if !is_fetchable || partition.position != fetch.next {
                continue;
            }
            if fetch.is_out_of_range {
                // An exception waits until what was collected before it is returned.
                let throws = self.config.auto_offset_reset == OffsetReset::None;
                if throws && !collected.is_empty() {
                    self.fetcher.buffer.push_front(fetch);
                    break;
                }
                self.on_out_of_range(fetch.range.partition);
                continue;
            }
            let available = fetch.range.to - fetch.next;
            let taken = available.min(left);
            partition.position += taken;
            partition.has_leader_epoch = true;
            if taken > 0 {
                collected.push(RecordRange {
                    partition: fetch.range.partition,
                    from: fetch.next,
                    to: fetch.next + taken,
                });
            }
            // A read that asked for no more than there was does not hit the end, so the fetch
            // counts as buffered until the next poll.
            if taken == left {
                fetch.next += taken;
                self.fetcher.buffer.push_front(fetch);
            }
            left -= taken;
        }
        for fetch in aside.into_iter().rev() {
            self.fetcher.buffer.push_front(fetch);
        }
        (!collected.is_empty()).then(|| collected.into())
    }
}
