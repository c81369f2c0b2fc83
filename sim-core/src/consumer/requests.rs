//! Requests in flight: correlation, time-outs, lost connections.

use std::sync::Arc;

use super::{Client, CoordinatorLookup};
use crate::config::OffsetReset;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect};
use crate::event::{ConsumerTimer, Correlation};
use crate::ids::{ConnectionId, GenerationId, PartitionId};
use crate::protocol::{CommittedOffset, Request, Response};
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
            self.assign_cost
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
        ctx.network.close(connection);
        if connection == self.data_connection {
            self.data_connection = ctx.network.open(self.id);
        } else if connection == self.coordinator_connection {
            self.coordinator_connection = ctx.network.open(self.id);
            // MODEL: the first step of the backoff without its jitter, however often it is lost.
            self.reconnect_at = ctx.now.after(self.config.reconnect_backoff);
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

    /// Exponential backoff with 20 % jitter (0.4 of the specification).
    pub(super) fn backoff(&mut self, attempt: u32) -> SimDuration {
        let initial = self.config.retry_backoff.as_micros();
        let max = self.config.retry_backoff_max.as_micros();
        let grown = initial
            .saturating_mul(1_u64 << attempt.min(20))
            .min(max.max(initial));
        let jittered = grown * 4 / 5 + self.backoff.below(grown * 2 / 5 + 1);
        SimDuration::from_micros(jittered.min(max.max(initial)))
    }
}
