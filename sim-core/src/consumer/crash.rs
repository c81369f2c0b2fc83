//! Points of the program at which a process can be killed, and the one place that looks.

use super::{App, Client, Consumer};
use crate::command::CrashPoint;
use crate::ctx::Ctx;
use crate::effect::ProcessEnd;
use crate::event::ConsumerTimer;

impl Client {
    /// The program comes to `point`. If it is to be killed there, nothing that the handler still
    /// does gets out, and the process ends with it.
    pub(super) fn visit(&mut self, point: CrashPoint, ctx: &mut Ctx<'_>) -> bool {
        if self.crash_at != Some(point) {
            return false;
        }
        self.exit = Some(ProcessEnd::Killed);
        ctx.is_mute = true;
        true
    }

    /// Where a batch stops for a kill in its middle.
    pub(super) fn crash_stop(&self, done: u64, total: u64) -> Option<u64> {
        (self.crash_at == Some(CrashPoint::InBatch)).then(|| (total / 2).max(done))
    }
}

impl Consumer {
    /// From now on the process dies at its next visit of `point`.
    pub(crate) fn kill_at(&mut self, point: CrashPoint, ctx: &mut Ctx<'_>) {
        let timer = self.timer(ConsumerTimer::BatchDone);
        let Some(client) = self.client.as_deref_mut() else {
            return;
        };
        client.crash_at = Some(point);
        let middle = client.crash_stop(0, 0).is_some();
        if let App::Processing(batch) = &mut client.app
            && middle
        {
            batch.stop_in_the_middle(ctx.now);
            ctx.set_timer(batch.stops_at(), timer);
        }
    }
}
