//! The application thread: calls, `poll()` pass by pass, batches (B.3 and the recordings' loop).

use std::sync::Arc;

use super::listener::CalledFrom;
use super::{AfterCommit, App, AppCall, Client, CoordinatorLookup, PollWait};
use crate::command::CrashPoint;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect, FatalError, RejoinReason};
use crate::event::ConsumerTimer;
use crate::limits::PASSES_PER_POLL_MAX;
use crate::time::{SimDuration, SimTime};

/// pollForFetches never blocks longer than this (B.3 step 4).
const POLL_WAIT_MAX: SimDuration = SimDuration::from_secs(5);

/// What one pass of `poll()`'s loop led to.
enum Pass {
    /// `poll()` returns (records or nothing) or threw.
    Over,
    /// Blocked on the network.
    Blocked,
    /// Something was read; look again.
    Again,
}

impl Client {
    /// Between two polls: carries out what was asked for, then polls.
    pub(super) fn top_of_loop(&mut self, ctx: &mut Ctx<'_>) {
        while let Some(call) = self.calls.pop_front() {
            match call {
                AppCall::Close { how, timeout } => {
                    self.close_how = how;
                    self.close_timeout = timeout;
                    self.close_program(ctx);
                    return;
                }
                AppCall::Throw(error) => {
                    self.fail(error, ctx);
                    return;
                }
                AppCall::Enforce => self.request_rejoin(RejoinReason::Enforced, ctx),
                AppCall::Unsubscribe => {
                    self.fetcher.buffer.clear();
                    if !self.give_up_all(CalledFrom::Unsubscribe, ctx) {
                        return;
                    }
                    self.unsubscribe_after_callback(ctx);
                }
                AppCall::Subscribe(topics) => {
                    self.pattern = None;
                    self.subscription = topics;
                    self.drop_unsubscribed(ctx);
                }
                AppCall::Commit => {
                    let offsets = self.all_consumed();
                    let then = AfterCommit::Loop;
                    if self
                        .commit_sync(CommitHow::SyncByCommand, offsets, then, ctx)
                        .is_none()
                    {
                        return;
                    }
                }
            }
        }
        let is_idle = self.subscription.is_empty() && self.pattern.is_none();
        if is_idle && self.assigned.is_empty() {
            self.app = App::Idle;
            return;
        }
        if !std::mem::take(&mut self.progress.has_tended) {
            self.progress.has_tended = true;
            if self.tend_workers(ctx) {
                return;
            }
            self.progress.has_tended = false;
        }
        if self.visit(CrashPoint::BeforePoll, ctx) {
            return;
        }
        self.app = App::Polling {
            until: ctx.now.after(self.poll_timeout),
            wait: PollWait::Network,
        };
        if self.heartbeat.slack > SimDuration::ZERO {
            self.arm_heartbeat_thread(ctx);
        }
        self.run_poll(ctx);
    }

    pub(super) fn unsubscribe_after_callback(&mut self, ctx: &mut Ctx<'_>) {
        self.assigned.clear();
        if self.is_dynamic() {
            self.send_leave(ctx);
        }
        self.reset_generation_and_member(RejoinReason::SubscriptionChanged, ctx);
        self.membership.joined_subscription = None;
        self.membership.assignment_snapshot = None;
        self.subscription = Arc::from([]);
        self.pattern = None;
    }

    pub(super) fn run_poll(&mut self, ctx: &mut Ctx<'_>) {
        for _ in 0..PASSES_PER_POLL_MAX {
            match self.poll_pass(ctx) {
                Pass::Over | Pass::Blocked => return,
                Pass::Again => {}
            }
        }
        ctx.emit(Effect::InvariantBroken {
            what: format!("poll() of consumer {} never blocks", self.id.0),
        });
    }

    pub(super) fn poll_until(&self) -> SimTime {
        match self.app {
            App::Polling { until, .. } => until,
            App::Off
            | App::Idle
            | App::Processing(_)
            | App::HandingOver { .. }
            | App::Committing { .. }
            | App::Listening(_)
            | App::Stuck
            | App::Turning
            | App::Closing(_) => SimTime::ZERO,
        }
    }

    /// One pass of the loop in `ConsumerDelegate.poll`.
    fn poll_pass(&mut self, ctx: &mut Ctx<'_>) -> Pass {
        let until = self.poll_until();
        self.note_poll(ctx.now);
        if self.wake_out_of_poll(ctx) {
            return Pass::Over;
        }
        self.run_commit_callbacks(ctx);
        let mut is_ready = self.coordinator == CoordinatorLookup::Known;
        // Without a group the coordinator is only asked for offsets.
        if !is_ready && self.stands_alone && !self.is_initializing() {
            is_ready = true;
        } else if !is_ready {
            self.find_coordinator(ctx);
            if ctx.now < until {
                return self.block_or_read(PollWait::Coordinator, ctx);
            }
        }
        if is_ready && !self.stands_alone {
            self.notice_rejoin_reasons(ctx);
            if self.awaits_pattern(ctx) && ctx.now < until {
                return self.block_or_read(PollWait::Positions, ctx);
            }
            is_ready = self.join_step(ctx);
            if matches!(self.app, App::Listening(_) | App::Stuck) {
                return Pass::Blocked;
            }
        }
        if self.throw_if_fatal(ctx) {
            return Pass::Over;
        }
        if is_ready {
            self.auto_commit_if_due(ctx);
            if !self.update_positions(ctx) && ctx.now < until {
                return self.block_or_read(PollWait::Positions, ctx);
            }
        }
        if self.fatal.is_some() {
            return Pass::Again;
        }
        if self.return_records(ctx) || self.throw_if_fatal(ctx) {
            return Pass::Over;
        }
        self.send_fetches(ctx);
        self.refresh_metadata_if_due(ctx);
        if ctx.now >= until {
            self.top_of_loop(ctx);
            return Pass::Over;
        }
        let pass = self.block_or_read(PollWait::Network, ctx);
        if matches!(pass, Pass::Again) && (self.return_records(ctx) || self.throw_if_fatal(ctx)) {
            return Pass::Over;
        }
        pass
    }

    /// A network poll: reads what is there, else blocks until a response or the next moment at
    /// which the loop has to look.
    fn block_or_read(&mut self, wait: PollWait, ctx: &mut Ctx<'_>) -> Pass {
        if self.read_inbox(ctx) {
            return Pass::Again;
        }
        let until = self.poll_until();
        self.app = App::Polling { until, wait };
        let wake = until.min(self.next_look(wait, ctx));
        ctx.set_timer(wake, self.timer(ConsumerTimer::PollWake));
        Pass::Blocked
    }

    fn next_look(&self, wait: PollWait, ctx: &Ctx<'_>) -> SimTime {
        let mut at = ctx
            .now
            .after(self.config.heartbeat_interval.min(POLL_WAIT_MAX));
        if let CoordinatorLookup::Unknown { retry_at } = self.coordinator {
            at = at.min(retry_at);
        }
        if wait != PollWait::Network {
            return at;
        }
        if self.uses_auto_commit() && !self.is_rejoin_needed_or_pending() {
            at = at.min(self.committer.auto_due);
        }
        if self.is_rejoin_needed_or_pending() {
            at = at.min(self.join_retry_at(ctx.now));
        }
        if !self.metadata_in_flight {
            at = at.min(self.metadata_due);
        }
        if self.lacks_position() {
            let backoff = self.config.retry_backoff.max(SimDuration::from_millis(1));
            at = at.min(ctx.now.after(backoff));
        }
        at
    }

    /// A response arrived while `poll()` blocks.
    pub(super) fn on_poll_network_event(&mut self, ctx: &mut Ctx<'_>) {
        self.read_inbox(ctx);
        self.after_network_poll(ctx);
    }

    /// The blocking network poll ended by time.
    pub(super) fn on_poll_wake(&mut self, ctx: &mut Ctx<'_>) {
        if matches!(self.app, App::Polling { .. }) {
            self.read_inbox(ctx);
            self.after_network_poll(ctx);
        }
    }

    fn after_network_poll(&mut self, ctx: &mut Ctx<'_>) {
        let App::Polling { until, wait } = self.app else {
            return;
        };
        if self.wake_out_of_poll(ctx) {
            return;
        }
        if wait == PollWait::Network {
            if self.return_records(ctx) || self.throw_if_fatal(ctx) {
                return;
            }
            if ctx.now >= until && self.fatal.is_none() {
                self.top_of_loop(ctx);
                return;
            }
        }
        self.run_poll(ctx);
    }

    /// An error that collecting found leaves `poll()` at once.
    fn throw_if_fatal(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(error) = self.fatal.take() else {
            return false;
        };
        self.fail(error, ctx);
        true
    }

    /// Returns buffered records to the application, sending the next fetch first.
    fn return_records(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(ranges) = self.collect(ctx) else {
            return false;
        };
        self.send_fetches(ctx);
        ctx.cancel_timer(self.timer(ConsumerTimer::PollWake));
        ctx.emit(Effect::BatchReturned {
            consumer: self.id,
            group: self.group,
            generation_id: self.membership.generation_id,
            ranges: ranges.clone(),
        });
        self.begin_batch(ranges, ctx);
        true
    }

    /// The way from a batch or its commit to the top of the loop, if that takes time.
    pub(super) fn next_turn(&mut self, ctx: &mut Ctx<'_>) {
        if self.costs.turn == SimDuration::ZERO {
            self.top_of_loop(ctx);
            return;
        }
        self.app = App::Turning;
        let at = ctx.now.after(self.costs.turn);
        ctx.set_timer(at, self.timer(ConsumerTimer::CallWake));
        self.arm_heartbeat_thread(ctx);
    }

    /// An exception that the loop does not survive: `finally { close(); }`.
    pub(super) fn fail(&mut self, error: FatalError, ctx: &mut Ctx<'_>) {
        self.last_error = Some(error.name());
        self.failed_with = Some(error);
        self.begin_close(ctx);
    }
}
