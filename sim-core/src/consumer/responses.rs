//! Reading answers: only when some thread looks at the sockets (B.1, B.4).

use std::collections::VecDeque;

use super::requests::{InFlight, Purpose};
use super::{App, Client, CoordinatorLookup, FetchState};
use crate::ctx::Ctx;
use crate::event::Correlation;
use crate::ids::ConnectionId;
use crate::protocol::{ErrorCode, Response};

impl Client {
    /// A response reached the socket.
    pub(super) fn on_response(
        &mut self,
        connection: ConnectionId,
        correlation: Correlation,
        response: Response,
        ctx: &mut Ctx<'_>,
    ) {
        let Some(request) = self.take_in_flight(connection, correlation) else {
            return;
        };
        self.arm_request_timeout(ctx);
        self.inbox.push_back((request, response));
        self.wake_readers(ctx);
    }

    /// Something is in the inbox: the application thread reads it at once if it waits on the
    /// network, else the heartbeat thread at its next tick, else it lies there.
    pub(super) fn wake_readers(&mut self, ctx: &mut Ctx<'_>) {
        if self.is_frozen {
            return;
        }
        match self.app {
            App::Polling { .. } => self.on_poll_network_event(ctx),
            App::Committing { .. } => {
                self.read_inbox(ctx);
                self.continue_commit(ctx);
            }
            App::Closing(_) => {
                self.read_inbox(ctx);
                self.continue_close(ctx);
            }
            App::Listening(_) if self.committer.sync.is_some() => self.continue_listening(ctx),
            App::Stuck => {}
            App::Processing(ref batch)
                if batch.started == ctx.now && self.has_metadata_answer() =>
            {
                self.read_metadata(ctx);
            }
            App::Off
            | App::Idle
            | App::Turning
            | App::Processing(_)
            | App::Listening(_)
            | App::HandingOver { .. } => {
                self.arm_heartbeat_thread(ctx);
            }
        }
    }

    fn has_metadata_answer(&self) -> bool {
        self.inbox
            .iter()
            .any(|(request, _)| request.purpose == Purpose::Metadata)
    }

    /// Before `poll()` returns records it transmits the next fetch (`transmitSends`), and the socket
    /// is read while it does. Answers are kept for the next poll, but metadata is the network
    /// client's own and taken in at once: it comes right behind the fetch it waited for.
    fn read_metadata(&mut self, ctx: &mut Ctx<'_>) {
        let (metadata, rest): (VecDeque<_>, VecDeque<_>) = std::mem::take(&mut self.inbox)
            .into_iter()
            .partition(|(request, _)| request.purpose == Purpose::Metadata);
        self.inbox = rest;
        for (request, response) in metadata {
            self.handle(request, response, ctx);
        }
        self.arm_heartbeat_thread(ctx);
    }

    /// Handles everything that lies in the inbox. True if there was anything.
    pub(super) fn read_inbox(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let mut has_read = false;
        while let Some((request, response)) = self.inbox.pop_front() {
            has_read = true;
            self.handle(request, response, ctx);
        }
        has_read
    }

    fn handle(&mut self, request: InFlight, response: Response, ctx: &mut Ctx<'_>) {
        let is_current = request.generation_id == self.membership.generation_id;
        let error = response.error();
        match (request.purpose, response) {
            (Purpose::Join, Response::JoinGroup(response)) => {
                self.on_join_response(response, is_current, ctx);
            }
            (Purpose::Join | Purpose::Sync, Response::Disconnected) => {
                self.on_lost_join(is_current, ctx);
            }
            (Purpose::Sync, Response::SyncGroup { error, partitions }) => {
                self.on_sync_response(error, partitions, is_current, ctx);
            }
            (Purpose::Heartbeat, _) => self.on_heartbeat_response(error, is_current, ctx),
            (Purpose::Leave | Purpose::CloseFetch, _) => {}
            (Purpose::Commit { how, offsets }, _) => {
                self.on_commit_response(how, &offsets, error, is_current, ctx);
            }
            (Purpose::Committed, Response::OffsetFetch { offsets }) => {
                self.on_committed(offsets, ctx);
            }
            (Purpose::Committed, _) => self.lose_coordinator(ctx),
            (Purpose::Reset(policy), Response::ListOffsets { offsets }) => {
                self.on_reset(policy, offsets, ctx);
            }
            (Purpose::Reset(_), _) => self.on_positions_failed(FetchState::AwaitReset, ctx),
            (Purpose::Validate, Response::OffsetForLeaderEpoch { partitions }) => {
                self.on_validated(&partitions, ctx);
            }
            (Purpose::Validate, _) => self.on_positions_failed(FetchState::AwaitValidation, ctx),
            (Purpose::Fetch, Response::Fetch { partitions }) => self.on_fetched(partitions),
            (Purpose::Fetch, _) => self.on_fetch_failed(),
            (Purpose::Metadata, Response::Metadata { partition_counts }) => {
                self.on_metadata(Some(partition_counts), ctx);
            }
            (Purpose::Metadata, _) => self.on_metadata(None, ctx),
            // Found, but its connection must not be opened yet: "coordinator unavailable" (B.1).
            (Purpose::FindCoordinator, Response::FindCoordinator)
                if ctx.now < self.reconnect_at =>
            {
                self.on_lookup_failed(ctx);
            }
            (Purpose::FindCoordinator, Response::FindCoordinator) => {
                self.coordinator = CoordinatorLookup::Known;
                self.lookup_failures = 0;
                self.heartbeat.session_deadline = ctx.now.after(self.config.session_timeout);
                self.send_queued_commits(ctx);
                self.arm_heartbeat_thread(ctx);
            }
            (Purpose::FindCoordinator, _) => self.on_lookup_failed(ctx),
            (Purpose::Join | Purpose::Sync, _) => unreachable!("an answer of another kind"),
        }
    }

    fn on_lost_join(&mut self, is_current: bool, ctx: &mut Ctx<'_>) {
        self.lose_coordinator(ctx);
        self.fail_join_for_now(ErrorCode::Disconnected, is_current, ctx);
    }

    fn on_lookup_failed(&mut self, ctx: &mut Ctx<'_>) {
        let wait = self.backoff(self.lookup_failures);
        self.lookup_failures += 1;
        self.fail_queued_commits();
        self.coordinator = CoordinatorLookup::Unknown {
            retry_at: ctx.now.after(wait),
        };
        self.arm_heartbeat_thread(ctx);
    }
}
