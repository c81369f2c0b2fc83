//! What reaches the program from outside its loop: exceptions, `wakeup()`, external calls.

use super::program::emit_processed;
use super::{App, Client, Consumer};
use crate::ctx::Ctx;
use crate::effect::{Effect, FatalError};
use crate::event::ConsumerTimer;
use crate::time::SimDuration;

impl Consumer {
    /// An exception inside the batch, at the record in hand; without one at the next record.
    pub(crate) fn throw(&mut self, ctx: &mut Ctx<'_>) {
        self.with_client(ctx, Client::throw);
    }

    pub(crate) fn wakeup(&mut self, ctx: &mut Ctx<'_>) {
        self.with_client(ctx, Client::wakeup);
    }

    /// The external call for the record in hand takes longer; without one, for the next record.
    pub(crate) fn stall(&mut self, time: SimDuration, ctx: &mut Ctx<'_>) {
        let timer = self.timer(ConsumerTimer::BatchDone);
        let at = self.frozen_since.unwrap_or(ctx.now);
        let Some(client) = self.client.as_deref_mut() else {
            return;
        };
        if let App::Processing(batch) = &mut client.app
            && batch.stall(time, at)
        {
            ctx.set_timer(batch.stops_at(), timer);
        } else if !client.stall_workers(time, ctx) {
            client.pending_block += time;
        }
    }
}

impl Client {
    fn throw(&mut self, ctx: &mut Ctx<'_>) {
        match std::mem::replace(&mut self.app, App::Off) {
            App::Processing(mut batch) => {
                batch.break_off(ctx.now);
                let done = batch.done();
                let finished =
                    emit_processed((self.id, self.group), &mut batch, (done, ctx.now), ctx);
                self.note_processed(&finished);
                self.throw_from(&batch, FatalError::Thrown, ctx);
            }
            App::HandingOver { rest, .. } => {
                for range in rest {
                    self.abandon_range(range, ctx);
                }
                self.fail(FatalError::Thrown, ctx);
            }
            other @ (App::Off
            | App::Polling { .. }
            | App::Idle
            | App::Turning
            | App::Stuck
            | App::Listening(_)
            | App::Committing { .. }
            | App::Closing(_)) => {
                self.app = other;
                self.has_to_throw = true;
            }
        }
    }

    /// B.12: a flag that `poll()` looks at before each pass and after each network poll, and
    /// commitSync likewise. The loop catches the exception and goes on.
    fn wakeup(&mut self, ctx: &mut Ctx<'_>) {
        self.is_woken = true;
        match self.app {
            App::Polling { .. } => self.on_poll_wake(ctx),
            App::Committing { .. } => self.wake_out_of_commit(ctx),
            App::Off
            | App::Idle
            | App::Turning
            | App::Stuck
            | App::Listening(_)
            | App::Processing(_)
            | App::HandingOver { .. }
            | App::Closing(_) => {}
        }
    }

    /// `commitSync()` throws while its request is out: whether it was stored nobody is told.
    fn wake_out_of_commit(&mut self, ctx: &mut Ctx<'_>) {
        if !std::mem::take(&mut self.is_woken) {
            return;
        }
        self.committer.sync = None;
        ctx.cancel_timer(self.timer(ConsumerTimer::CallWake));
        ctx.emit(Effect::WokenUp { consumer: self.id });
        self.continue_commit(ctx);
    }

    /// The exception of `wakeup()` leaves `poll()`, if the flag is set.
    pub(super) fn wake_out_of_poll(&mut self, ctx: &mut Ctx<'_>) -> bool {
        if !std::mem::take(&mut self.is_woken) {
            return false;
        }
        ctx.cancel_timer(self.timer(ConsumerTimer::PollWake));
        ctx.emit(Effect::WokenUp { consumer: self.id });
        self.top_of_loop(ctx);
        true
    }
}
