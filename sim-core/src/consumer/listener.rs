//! The rebalance listener: what the program does inside the three callbacks, and how long.
//!
//! Callbacks run on the application thread, inside `poll()`, `close()` or `unsubscribe()`; what
//! called them goes on when they return.

use std::sync::Arc;

use super::{App, Client, CloseStage, FetchState, PollWait};
use crate::command::CrashPoint;
use crate::config::OffsetReset;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect, PositionSource};
use crate::event::ConsumerTimer;
use crate::ids::PartitionId;
use crate::scenario::SeekTo;
use crate::time::{SimDuration, SimTime};

/// Which of the three.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CallbackKind {
    Revoked,
    Assigned,
    Lost,
}

impl CallbackKind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Revoked => "onPartitionsRevoked",
            Self::Assigned => "onPartitionsAssigned",
            Self::Lost => "onPartitionsLost",
        }
    }
}

/// What called the listener.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum CalledFrom {
    Poll { until: SimTime },
    Close,
    Unsubscribe,
}

/// A callback that has not returned yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Callback {
    pub kind: CallbackKind,
    from: CalledFrom,
    sleep: SimDuration,
    /// Set when the sleep has begun.
    until: Option<SimTime>,
}

impl Callback {
    /// When its sleep ends, once that has begun.
    pub(crate) fn until(&self) -> Option<SimTime> {
        self.until
    }

    /// How long it sleeps.
    pub(crate) fn length(&self) -> SimDuration {
        self.sleep
    }
}

impl Client {
    /// Calls the listener. True if it returned at once; else what called it is called again.
    pub(super) fn call_listener(
        &mut self,
        kind: CallbackKind,
        partitions: Arc<[PartitionId]>,
        from: CalledFrom,
        ctx: &mut Ctx<'_>,
    ) -> bool {
        let listener = self.listener;
        let consumer = self.id;
        ctx.emit(match kind {
            CallbackKind::Revoked => Effect::PartitionsRevoked {
                consumer,
                partitions: partitions.clone(),
            },
            CallbackKind::Assigned => Effect::PartitionsAssigned {
                consumer,
                partitions: partitions.clone(),
            },
            CallbackKind::Lost => Effect::PartitionsLost {
                consumer,
                partitions: partitions.clone(),
            },
        });
        // Kafka's default onPartitionsLost calls onPartitionsRevoked.
        let does_as_revoked =
            kind == CallbackKind::Revoked || (kind == CallbackKind::Lost && !listener.own_lost);
        let sleep_ms = match kind {
            CallbackKind::Assigned => listener.assigned_sleep_ms,
            _ if does_as_revoked => listener.revoked_sleep_ms,
            CallbackKind::Revoked | CallbackKind::Lost => listener.lost_sleep_ms,
        };
        if kind == CallbackKind::Assigned {
            self.seek_in_assigned(&partitions, ctx);
        }
        let point = if kind == CallbackKind::Assigned {
            CrashPoint::InAssigned
        } else {
            CrashPoint::InRevoked
        };
        let is_lost = kind == CallbackKind::Lost;
        if self.visit(point, ctx) || is_lost && self.visit(CrashPoint::InLost, ctx) {
            return true;
        }
        let processed = self.processed_of(&partitions);
        if kind != CallbackKind::Assigned && !listener.keeps_offsets {
            self.forget_processed(&partitions);
        }
        let mut is_committing = false;
        if does_as_revoked && listener.commit_in_revoked {
            let timeout = self.config.default_api_timeout;
            let how = CommitHow::SyncInRevoked;
            is_committing = self.start_sync_commit(how, processed, timeout, ctx).is_ok();
        }
        if !is_committing && sleep_ms == 0 {
            return true;
        }
        ctx.cancel_timer(self.timer(ConsumerTimer::PollWake));
        self.app = App::Listening(Callback {
            kind,
            from,
            sleep: SimDuration::from_millis(sleep_ms),
            until: None,
        });
        if !is_committing {
            self.begin_sleep(ctx);
        }
        false
    }

    fn seek_in_assigned(&mut self, partitions: &[PartitionId], ctx: &mut Ctx<'_>) {
        let Some(seek) = self.listener.seek_in_assigned else {
            return;
        };
        let (consumer, group) = (self.id, self.group);
        for id in partitions {
            let Some(partition) = self.partition_mut(*id) else {
                continue;
            };
            partition.has_leader_epoch = false;
            partition.reset_to = match seek {
                SeekTo::Beginning => Some(OffsetReset::Earliest),
                SeekTo::End => Some(OffsetReset::Latest),
                SeekTo::AgoMs(ms) => Some(OffsetReset::ByDuration(SimDuration::from_millis(ms))),
                SeekTo::Offset(_) => None,
            };
            if let SeekTo::Offset(position) = seek {
                partition.position = position;
                partition.state = FetchState::Fetching;
                ctx.emit(Effect::PositionSet {
                    consumer,
                    group,
                    partition: *id,
                    position,
                    source: PositionSource::Seek,
                });
            } else {
                partition.state = FetchState::AwaitReset;
            }
        }
    }

    fn begin_sleep(&mut self, ctx: &mut Ctx<'_>) {
        if let App::Listening(callback) = &mut self.app {
            let until = ctx.now.after(callback.sleep);
            callback.until = Some(until);
            ctx.set_timer(until, self.timer(ConsumerTimer::CallWake));
            self.arm_heartbeat_thread(ctx);
        }
    }

    /// Goes on inside the callback, and behind it when it returns.
    pub(super) fn continue_listening(&mut self, ctx: &mut Ctx<'_>) {
        if self.committer.sync.is_some() {
            self.read_inbox(ctx);
            if !self.drive_sync_commit(ctx) {
                return;
            }
            self.run_commit_callbacks(ctx);
        }
        let App::Listening(callback) = self.app else {
            return;
        };
        match callback.until {
            None if callback.sleep > SimDuration::ZERO => self.begin_sleep(ctx),
            Some(until) if ctx.now < until => {
                ctx.set_timer(until, self.timer(ConsumerTimer::CallWake));
            }
            None | Some(_) => {
                ctx.cancel_timer(self.timer(ConsumerTimer::CallWake));
                self.return_from_callback(callback.from, ctx);
            }
        }
    }

    fn return_from_callback(&mut self, from: CalledFrom, ctx: &mut Ctx<'_>) {
        match from {
            CalledFrom::Poll { until } => {
                self.app = App::Polling {
                    until,
                    wait: PollWait::Network,
                };
                // What belongs to the callback follows at once, whatever poll() does then.
                if self.go_on_after_callback(ctx) {
                    self.run_poll(ctx);
                }
            }
            CalledFrom::Close => {
                self.app = App::Closing(CloseStage::Leave);
                self.leave_after_callback(ctx);
            }
            CalledFrom::Unsubscribe => {
                self.unsubscribe_after_callback(ctx);
                self.top_of_loop(ctx);
            }
        }
    }

    /// Inside a callback, and not merely asleep: it waits for its commit.
    pub(super) fn is_committing_in_callback(&self) -> bool {
        matches!(self.app, App::Listening(_)) && self.committer.sync.is_some()
    }
}
