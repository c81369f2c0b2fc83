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

    /// Between two records of a batch.
    pub(super) fn visit_record(&mut self, ctx: &mut Ctx<'_>) -> bool {
        self.visit(CrashPoint::InBatch, ctx) || self.visit(CrashPoint::NextRecord, ctx)
    }

    /// Where a batch stops for a kill at a record.
    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other points are no record's"
    )]
    pub(super) fn crash_stop(&self, done: u64, total: u64) -> Option<u64> {
        match self.crash_at? {
            CrashPoint::InBatch => Some((total / 2).max(done)),
            CrashPoint::NextRecord => Some(done),
            _ => None,
        }
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
        let stops = client.crash_stop(0, 0).is_some();
        if let App::Processing(batch) = &mut client.app
            && stops
        {
            batch.stop_soon(point == CrashPoint::InBatch, ctx.now);
            ctx.set_timer(batch.stops_at(), timer);
        }
    }
}
