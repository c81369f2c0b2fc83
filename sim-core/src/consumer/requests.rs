//! Requests in flight: correlation, time-outs, lost connections.

use std::sync::Arc;

use super::{Client, CoordinatorLookup};
use crate::config::OffsetReset;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect};
use crate::event::{ConsumerTimer, Correlation};
use crate::ids::{ConnectionId, GenerationId, PartitionId};
use crate::network::Peer;
use crate::protocol::{CommittedOffset, Request, Response};
use crate::rng::Stream;
use crate::time::{SimDuration, SimTime};

/// `JoinGroup` may stay parked this much longer than the rebalance timeout (`JOIN_GROUP_TIMEOUT_LAPSE`).
const JOIN_GROUP_TIMEOUT_LAPSE: SimDuration = SimDuration::from_secs(5);

/// Why a request was sent; decides what its answer does.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Purpose {
    Metadata,
    FindCoordinator,
    Join,
    Sync,
    Heartbeat,
    Leave,
    Commit {
        how: CommitHow,
        offsets: Arc<[(PartitionId, CommittedOffset)]>,
    },
    Committed,
    Reset(OffsetReset),
    Validate,
    Fetch,
    CloseFetch,
}

#[derive(Clone, Debug, Hash)]
pub(super) struct InFlight {
    pub correlation: Correlation,
    pub connection: ConnectionId,
    pub purpose: Purpose,
    /// Generation of the client when it was sent.
    pub generation_id: GenerationId,
    deadline: SimTime,
}

impl Client {
    fn send(
        &mut self,
        connection: ConnectionId,
        purpose: Purpose,
        timeout: SimDuration,
        request: Request,
        ctx: &mut Ctx<'_>,
    ) {
        // The leader's assignor has to run first.
        let is_assignment =
            matches!(&request, Request::SyncGroup { assignments, .. } if !assignments.is_empty());
        let delay = if is_assignment {
            self.costs.assign
        } else {
            SimDuration::ZERO
        };
        let correlation = self.next_correlation;
        self.next_correlation += 1;
        self.in_flight.push(InFlight {
            correlation,
            connection,
            purpose,
            generation_id: self.membership.generation_id,
            deadline: ctx.now.after(timeout),
        });
        ctx.send(connection, correlation, request, delay);
        self.arm_request_timeout(ctx);
    }

    /// To the broker as data node.
    pub(super) fn send_data(&mut self, purpose: Purpose, request: Request, ctx: &mut Ctx<'_>) {
        self.send(
            self.data_connection,
            purpose,
            self.config.request_timeout,
            request,
            ctx,
        );
    }

    /// To the coordinator, on its own connection.
    pub(super) fn send_group(&mut self, purpose: Purpose, request: Request, ctx: &mut Ctx<'_>) {
        let timeout = if purpose == Purpose::Join {
            self.config
                .request_timeout
                .max(self.config.max_poll_interval + JOIN_GROUP_TIMEOUT_LAPSE)
        } else {
            self.config.request_timeout
        };
        self.send(self.coordinator_connection, purpose, timeout, request, ctx);
    }

    /// Commits that were sent, and whose answers have not come.
    pub(super) fn tell_unanswered_commits(&self, ctx: &mut Ctx<'_>) {
        for request in &self.in_flight {
            if let Purpose::Commit { offsets, .. } = &request.purpose {
                let offsets = offsets.iter();
                ctx.emit(Effect::CommitUnanswered {
                    consumer: self.id,
                    group: self.group,
                    offsets: offsets.map(|(id, to)| (*id, to.offset)).collect(),
                });
            }
        }
    }

    pub(super) fn is_in_flight(&self, wanted: impl Fn(&Purpose) -> bool) -> bool {
        self.in_flight
            .iter()
            .any(|request| wanted(&request.purpose))
            || self
                .inbox
                .iter()
                .any(|(request, _)| wanted(&request.purpose))
    }

    /// Takes the request that a response answers; None if the client gave it up.
    pub(super) fn take_in_flight(
        &mut self,
        connection: ConnectionId,
        correlation: Correlation,
    ) -> Option<InFlight> {
        let index = self.in_flight.iter().position(|request| {
            request.connection == connection && request.correlation == correlation
        })?;
        Some(self.in_flight.remove(index))
    }

    pub(super) fn arm_request_timeout(&self, ctx: &mut Ctx<'_>) {
        let key = self.timer(ConsumerTimer::RequestTimeout);
        let earliest = self.in_flight.iter().map(|request| request.deadline).min();
        match (earliest, ctx.queue.timer(key)) {
            (None, None) => {}
            (None, Some(_)) => ctx.cancel_timer(key),
            // A timer that fires too early only looks and sets itself again.
            (Some(at), Some(armed)) if armed <= at => {}
            (Some(at), _) => ctx.set_timer(at, key),
        }
    }

    /// `NetworkClient.handleTimedOutRequests`: a timed-out request closes its connection and
    /// fails everything in flight on it.
    pub(super) fn expire_requests(&mut self, ctx: &mut Ctx<'_>) {
        let late: Vec<ConnectionId> = self
            .in_flight
            .iter()
            .filter(|r| r.deadline <= ctx.now)
            .map(|r| r.connection)
            .collect();
        for connection in late {
            self.disconnect(connection, ctx);
        }
    }

    /// Closes a connection; its requests fail, the next one opens a new connection.
    pub(super) fn disconnect(&mut self, connection: ConnectionId, ctx: &mut Ctx<'_>) {
        let was_established = ctx.network.is_established(connection);
        ctx.network.close(connection);
        if connection == self.data_connection {
            let opens_at = self.next_connection_at(Peer::Data, was_established, ctx.now);
            self.data_connection = ctx.network.open(self.id, Peer::Data, opens_at);
        } else if connection == self.coordinator_connection {
            let opens_at = self.next_connection_at(Peer::Coordinator, was_established, ctx.now);
            self.coordinator_connection = ctx.network.open(self.id, Peer::Coordinator, opens_at);
            self.reconnect_at = opens_at;
        }
        let (lost, kept) = std::mem::take(&mut self.in_flight)
            .into_iter()
            .partition(|request| request.connection == connection);
        self.in_flight = kept;
        let lost: Vec<InFlight> = lost;
        self.inbox.extend(
            lost.into_iter()
                .map(|request| (request, Response::Disconnected)),
        );
    }

    /// `reconnect.backoff.ms`, growing while connections do not even come about.
    fn next_connection_at(&mut self, peer: Peer, was_established: bool, now: SimTime) -> SimTime {
        let failures = match peer {
            Peer::Data => &mut self.data_failures,
            Peer::Coordinator => &mut self.coordinator_failures,
        };
        if was_established {
            *failures = 0;
        }
        let attempt = *failures;
        *failures += 1;
        now.after(exponential_backoff(
            self.config.reconnect_backoff,
            self.config.reconnect_backoff_max,
            attempt,
            &mut self.reconnect_jitter,
        ))
    }

    pub(super) fn lose_coordinator(&mut self, ctx: &mut Ctx<'_>) {
        if self.coordinator == CoordinatorLookup::Known {
            ctx.emit(Effect::CoordinatorLost { consumer: self.id });
            self.coordinator = CoordinatorLookup::Unknown { retry_at: ctx.now };
        }
    }

    /// Looks for the coordinator unless that is already under way or must wait.
    pub(super) fn find_coordinator(&mut self, ctx: &mut Ctx<'_>) {
        if let CoordinatorLookup::Unknown { retry_at } = self.coordinator
            && ctx.now >= retry_at
        {
            self.coordinator = CoordinatorLookup::Finding;
            self.send_data(Purpose::FindCoordinator, Request::FindCoordinator, ctx);
        }
    }

    /// Pause before retry number `attempt`, from 0.
    pub(super) fn backoff(&mut self, attempt: u32) -> SimDuration {
        exponential_backoff(
            self.config.retry_backoff,
            self.config.retry_backoff_max,
            attempt,
            &mut self.backoff,
        )
    }
}

/// `ExponentialBackoff` with 20 % jitter (0.4 of the specification); constant where it may not grow.
fn exponential_backoff(
    initial: SimDuration,
    max: SimDuration,
    attempt: u32,
    jitter: &mut Stream,
) -> SimDuration {
    if max <= initial {
        return max;
    }
    let grown = initial.times(1_u64 << attempt.min(20)).min(max).as_micros();
    let jittered = grown * 4 / 5 + jitter.below(grown * 2 / 5 + 1);
    SimDuration::from_micros(jittered).min(max)
}
