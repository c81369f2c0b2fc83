//! The heartbeat thread: its ticks, what disables it, and leaving when `poll()` is late (B.4).
//!
//! Deliberately never runs a callback.

use super::requests::Purpose;
use super::{ClassicMembershipState, Client, CoordinatorLookup, Heartbeat};
use crate::command::CrashPoint;
use crate::ctx::Ctx;
use crate::effect::{Effect, FatalError, RejoinReason};
use crate::event::ConsumerTimer;
use crate::protocol::{ErrorCode, Request};
use crate::time::{SimDuration, SimTime};

/// The thread sleeps `retry.backoff.ms` when nothing is due. MODEL: at least this long; with 0 Kafka's
/// waits until the application wakes it.
const TICK_MIN: SimDuration = SimDuration::from_millis(1);

impl Heartbeat {
    pub(super) fn new(retry_backoff: SimDuration, slack: SimDuration) -> Self {
        Self {
            is_enabled: false,
            due: SimTime::MAX,
            session_deadline: SimTime::MAX,
            poll_deadline: SimTime::MAX,
            last_poll: SimTime::ZERO,
            tick_anchor: SimTime::ZERO,
            failures: 0,
            tick: retry_backoff.max(TICK_MIN) + slack.half(),
            slack,
        }
    }

    /// Next heartbeat.
    pub(crate) fn due(&self) -> SimTime {
        self.due
    }

    fn next_due(&self, now: SimTime, interval: SimDuration) -> SimTime {
        now.after(interval).after(self.slack)
    }

    /// First tick of the thread at or after `at`.
    fn tick_from(&self, at: SimTime) -> SimTime {
        if at == SimTime::MAX {
            return at;
        }
        let ticks = at
            .since(self.tick_anchor)
            .as_micros()
            .div_ceil(self.tick.as_micros())
            .max(1);
        self.tick_anchor.after(self.tick.times(ticks))
    }
}

impl Client {
    /// In the `JoinGroup` answer: session, poll and heartbeat timers start anew.
    pub(super) fn enable_heartbeat(&mut self, ctx: &mut Ctx<'_>) {
        let heartbeat = &mut self.heartbeat;
        heartbeat.is_enabled = true;
        heartbeat.due = heartbeat.next_due(ctx.now, self.config.heartbeat_interval);
        heartbeat.session_deadline = ctx.now.after(self.config.session_timeout);
        heartbeat.poll_deadline = ctx.now.after(self.config.max_poll_interval);
        heartbeat.last_poll = ctx.now;
        heartbeat.tick_anchor = ctx.now;
        heartbeat.failures = 0;
        self.arm_heartbeat_thread(ctx);
    }

    /// `pollHeartbeat`: every pass of `poll()`'s loop proves that the application lives.
    pub(super) fn note_poll(&mut self, now: SimTime) {
        self.heartbeat.last_poll = now;
        self.heartbeat.poll_deadline = now.after(self.config.max_poll_interval);
    }

    fn heartbeat_thread_sleeps(&self) -> bool {
        !self.heartbeat.is_enabled
            || matches!(
                self.membership.state,
                ClassicMembershipState::Unjoined | ClassicMembershipState::PreparingRebalance
            )
    }

    /// Sets the thread's timer to the next moment at which it would do something. Moments that
    /// only move later (poll deadline) are looked at again when the timer fires.
    pub(super) fn arm_heartbeat_thread(&self, ctx: &mut Ctx<'_>) {
        let key = self.timer(ConsumerTimer::HeartbeatThread);
        if !self.heartbeat.is_enabled {
            ctx.cancel_timer(key);
            return;
        }
        let heartbeat = &self.heartbeat;
        // Inside poll() the application wakes the thread in time; else it has only its ticks.
        let due = if heartbeat.slack == SimDuration::ZERO || self.app_reads_network() {
            heartbeat.due
        } else {
            heartbeat.tick_from(heartbeat.due)
        };
        let mut at = match self.coordinator {
            CoordinatorLookup::Known => due
                .min(heartbeat.tick_from(heartbeat.poll_deadline))
                // The thread reads the network before it looks at this timer, so an answer of
                // that very moment counts.
                .min(
                    heartbeat.tick_from(
                        heartbeat
                            .session_deadline
                            .after(SimDuration::from_micros(1)),
                    ),
                ),
            CoordinatorLookup::Finding => SimTime::MAX,
            CoordinatorLookup::Unknown { retry_at } => heartbeat.tick_from(retry_at.max(ctx.now)),
        };
        if !self.inbox.is_empty() && !self.app_reads_network() {
            let tick = heartbeat.tick_from(ctx.now.after(SimDuration::from_micros(1)));
            // A tick of this very instant may still be to come; it must not be put off.
            let is_due_now = ctx.queue.timer(key) == Some(ctx.now);
            at = at.min(if is_due_now { ctx.now } else { tick });
        }
        if at == SimTime::MAX {
            ctx.cancel_timer(key);
        } else if ctx.queue.timer(key) != Some(at.max(ctx.now)) {
            ctx.set_timer(at, key);
        }
    }

    /// One round of `HeartbeatThread.run`.
    pub(super) fn on_heartbeat_thread(&mut self, ctx: &mut Ctx<'_>) {
        if self.heartbeat_thread_sleeps() {
            self.heartbeat.is_enabled = false;
            return;
        }
        if !self.app_reads_network() {
            self.read_inbox(ctx);
            self.refresh_metadata_if_due(ctx);
        }
        if self.heartbeat_thread_sleeps() {
            self.heartbeat.is_enabled = false;
            return;
        }
        if self.coordinator != CoordinatorLookup::Known {
            self.find_coordinator(ctx);
        } else if ctx.now > self.heartbeat.session_deadline {
            // No answer for a session: another connection may work. Nothing else changes.
            self.lose_coordinator(ctx);
            self.disconnect(self.coordinator_connection, ctx);
            self.heartbeat.session_deadline = SimTime::MAX;
        } else if ctx.now >= self.heartbeat.poll_deadline {
            self.leave_for_late_poll(ctx);
            return;
        } else if ctx.now >= self.heartbeat.due {
            self.send_heartbeat(ctx);
        }
        self.arm_heartbeat_thread(ctx);
    }

    fn send_heartbeat(&mut self, ctx: &mut Ctx<'_>) {
        if self.visit(CrashPoint::Heartbeat, ctx) {
            return;
        }
        self.heartbeat.due = self
            .heartbeat
            .next_due(ctx.now, self.config.heartbeat_interval);
        self.heartbeat.tick_anchor = ctx.now;
        let Some(caller) = self.caller() else {
            return;
        };
        let request = Request::Heartbeat {
            group: self.group,
            caller,
            generation_id: self.membership.generation_id,
        };
        self.send_group(Purpose::Heartbeat, request, ctx);
    }

    /// KIP-62: the client itself leaves; the coordinator times nothing but sessions.
    fn leave_for_late_poll(&mut self, ctx: &mut Ctx<'_>) {
        ctx.emit(Effect::PollTimeout {
            consumer: self.id,
            last_poll: self.heartbeat.last_poll,
        });
        if self.is_dynamic() {
            self.send_leave(ctx);
        }
        self.reset_generation_and_member(RejoinReason::PollTimeout, ctx);
        self.heartbeat.is_enabled = false;
    }

    pub(super) fn on_heartbeat_response(
        &mut self,
        error: ErrorCode,
        is_current: bool,
        ctx: &mut Ctx<'_>,
    ) {
        match error {
            ErrorCode::None | ErrorCode::RebalanceInProgress => {
                self.heartbeat.session_deadline = ctx.now.after(self.config.session_timeout);
                self.heartbeat.failures = 0;
                let is_news = error == ErrorCode::RebalanceInProgress
                    && self.membership.state == ClassicMembershipState::Stable;
                if is_news && is_current {
                    self.request_rejoin(RejoinReason::HeartbeatSaidSo, ctx);
                }
            }
            ErrorCode::Disconnected => {
                self.lose_coordinator(ctx);
                let wait = self.backoff(self.heartbeat.failures);
                self.heartbeat.failures += 1;
                self.heartbeat.due = ctx.now.after(wait);
            }
            ErrorCode::IllegalGeneration if is_current => self.reset_generation(ctx),
            ErrorCode::UnknownMemberId if is_current => {
                self.reset_generation_and_member(RejoinReason::Fenced, ctx);
            }
            // Stored by the thread, thrown by the next poll().
            ErrorCode::FencedInstanceId if is_current => {
                self.reset_generation_and_member(RejoinReason::Fenced, ctx);
                self.fatal = Some(FatalError::FencedInstanceId);
            }
            ErrorCode::IllegalGeneration
            | ErrorCode::UnknownMemberId
            | ErrorCode::FencedInstanceId
            | ErrorCode::MemberIdRequired
            | ErrorCode::InconsistentGroupProtocol
            | ErrorCode::InvalidSessionTimeout
            | ErrorCode::GroupMaxSizeReached
            | ErrorCode::OffsetOutOfRange => {}
        }
        self.arm_heartbeat_thread(ctx);
    }
}
