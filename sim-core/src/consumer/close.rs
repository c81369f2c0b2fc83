//! Leaving: `close()` in its order (B.10) and `LeaveGroup` (B.9).

use super::listener::CalledFrom;
use super::requests::Purpose;
use super::{App, ClassicMembershipState, Client, CloseStage, CoordinatorLookup};
use crate::command::{CloseHow, CrashPoint};
use crate::config::CLOSE_TIMEOUT;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect, ProcessEnd, RejoinReason};
use crate::event::ConsumerTimer;
use crate::protocol::Request;

impl Client {
    /// `maybeLeaveGroup`: one attempt, nobody waits for the answer but `close()`.
    pub(super) fn send_leave(&mut self, ctx: &mut Ctx<'_>) {
        let is_member = self.coordinator == CoordinatorLookup::Known
            && self.membership.state != ClassicMembershipState::Unjoined;
        if let Some(caller) = self.caller().filter(|_| is_member) {
            self.send_group(
                Purpose::Leave,
                Request::LeaveGroup {
                    group: self.group,
                    caller,
                },
                ctx,
            );
        }
    }

    pub(super) fn begin_close(&mut self, ctx: &mut Ctx<'_>) {
        if self.visit(CrashPoint::BeforeClose, ctx) {
            return;
        }
        ctx.emit(Effect::CloseBegun { consumer: self.id });
        ctx.cancel_timer(self.timer(ConsumerTimer::PollWake));
        ctx.cancel_timer(self.timer(ConsumerTimer::BatchDone));
        let timeout = self
            .close_timeout
            .unwrap_or(CLOSE_TIMEOUT)
            .min(self.config.request_timeout);
        self.close_by = ctx.now.after(timeout);
        self.app = App::Closing(CloseStage::Commit);
        if self.uses_auto_commit() {
            // Failures are only logged.
            let offsets = self.all_consumed();
            let started = self.start_sync_commit(CommitHow::AutoOnClose, offsets, timeout, ctx);
            if started.is_ok() {
                self.continue_close(ctx);
                return;
            }
        }
        if !self.awaits_queued_commits(ctx) {
            self.run_commit_callbacks(ctx);
            self.leave_on_close(ctx);
        }
    }

    /// Asynchronous commits that wait for the coordinator are waited for.
    fn awaits_queued_commits(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if !self.committer.async_commits.is_queued() || ctx.now >= self.close_by {
            return false;
        }
        self.find_coordinator(ctx);
        let wake = match self.coordinator {
            CoordinatorLookup::Unknown { retry_at } => retry_at.min(self.close_by),
            CoordinatorLookup::Finding | CoordinatorLookup::Known => self.close_by,
        };
        ctx.set_timer(wake, self.timer(ConsumerTimer::CallWake));
        true
    }

    /// KIP-1092.
    /// Static members stay: they are expected back (B.9).
    pub(super) fn is_dynamic(&self) -> bool {
        self.config.group_instance_id.is_none()
    }

    fn leaves_on_close(&self) -> bool {
        match self.close_how {
            CloseHow::Default => self.is_dynamic(),
            CloseHow::Leave => true,
            CloseHow::Remain => false,
        }
    }

    fn leave_on_close(&mut self, ctx: &mut Ctx<'_>) {
        self.heartbeat.is_enabled = false;
        ctx.cancel_timer(self.timer(ConsumerTimer::HeartbeatThread));
        if self.give_up_all(CalledFrom::Close, ctx) {
            self.leave_after_callback(ctx);
        }
    }

    pub(super) fn leave_after_callback(&mut self, ctx: &mut Ctx<'_>) {
        self.assigned.clear();
        if self.leaves_on_close() {
            self.send_leave(ctx);
        }
        self.reset_generation_and_member(RejoinReason::SubscriptionChanged, ctx);
        self.app = App::Closing(CloseStage::Leave);
        self.continue_close(ctx);
    }

    /// Goes on as far as the answers allow.
    pub(super) fn continue_close(&mut self, ctx: &mut Ctx<'_>) {
        self.read_inbox(ctx);
        let is_late = ctx.now >= self.close_by;
        loop {
            match self.app {
                App::Closing(CloseStage::Commit) => {
                    if !self.drive_sync_commit(ctx) || self.awaits_queued_commits(ctx) {
                        return;
                    }
                    self.run_commit_callbacks(ctx);
                    self.leave_on_close(ctx);
                    return;
                }
                App::Closing(CloseStage::Leave) => {
                    if !is_late
                        && self.is_in_flight(|purpose| {
                            matches!(
                                purpose,
                                Purpose::Leave
                                    | Purpose::Join
                                    | Purpose::Sync
                                    | Purpose::Commit { .. }
                            )
                        })
                    {
                        break;
                    }
                    if self.fetcher.has_session {
                        self.send_data(Purpose::CloseFetch, Request::CloseFetchSession, ctx);
                    }
                    self.app = App::Closing(CloseStage::FetchSession);
                }
                App::Closing(CloseStage::FetchSession) => {
                    if !is_late && self.is_in_flight(|purpose| *purpose == Purpose::CloseFetch) {
                        break;
                    }
                    self.run_commit_callbacks(ctx);
                    self.app = App::Off;
                    self.exit = Some(
                        self.failed_with
                            .map_or(ProcessEnd::Closed, ProcessEnd::Failed),
                    );
                    return;
                }
                App::Off
                | App::Polling { .. }
                | App::Idle
                | App::Processing(_)
                | App::Committing { .. }
                | App::Listening(_)
                | App::Stuck
                | App::Turning
                | App::HandingOver { .. } => return,
            }
        }
        ctx.set_timer(self.close_by, self.timer(ConsumerTimer::CallWake));
    }
}
