//! What the program does with a batch: its stops, its commits, its own map of processed offsets.
//!
//! A batch runs by itself from one stop to the next (`batch.rs`); at a stop the application
//! commits inside the batch. Deliberately lacks `poll()`.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::batch::Batch;
use super::commit::Offsets;
use super::{AfterCommit, App, Client};
use crate::command::CrashPoint;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect, FatalError};
use crate::event::ConsumerTimer;
use crate::ids::{ConsumerId, GroupId, PartitionId};
use crate::protocol::{CommittedOffset, RecordRange};
use crate::scenario::CommitStyle;
use crate::time::SimTime;

/// What the program itself remembers.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Progress {
    /// Per partition the offset after the last processed record.
    processed: BTreeMap<PartitionId, u64>,
    /// Records processed since it last committed.
    since_commit: u64,
    /// It looked after its workers in this turn of the loop.
    pub has_tended: bool,
}

impl Client {
    /// A new batch is in hand.
    pub(super) fn begin_batch(&mut self, ranges: Arc<[RecordRange]>, ctx: &mut Ctx<'_>) {
        if self.workers.is_some() {
            self.hand_over(&ranges, ctx);
            return;
        }
        if self.commit_style != CommitStyle::SyncBeforeProcessing {
            self.process(ranges, ctx);
            return;
        }
        let ends = ends_of(&ranges);
        let then = AfterCommit::Begin(ranges);
        if let Some(AfterCommit::Begin(ranges)) =
            self.commit_sync(CommitHow::SyncBeforeProcessing, ends, then, ctx)
        {
            self.process(ranges, ctx);
        }
    }

    pub(super) fn process(&mut self, ranges: Arc<[RecordRange]>, ctx: &mut Ctx<'_>) {
        if self.visit(CrashPoint::BatchBegin, ctx) {
            return;
        }
        let block = std::mem::take(&mut self.pending_block);
        let pace = self.pace(ctx);
        let batch = Batch::begin(ranges, self.membership.generation_id, ctx.now, block, pace);
        self.run_batch(batch, ctx);
    }

    /// Lets the batch run to its next stop.
    pub(super) fn run_batch(&mut self, mut batch: Batch, ctx: &mut Ctx<'_>) {
        if std::mem::take(&mut self.has_to_throw) {
            self.throw_from(&batch, FatalError::Thrown, ctx);
            return;
        }
        let mut ahead = Self::poison_ahead(&batch, ctx);
        while ahead == Some(batch.done()) {
            let Some(going_on) = self.meet_poison(batch, ctx) else {
                return;
            };
            batch = going_on;
            ahead = Self::poison_ahead(&batch, ctx);
        }
        if batch.is_finished() {
            self.finish_batch(ctx);
            return;
        }
        let middle = self.crash_stop(batch.done(), batch.total);
        let stops = [Some(self.next_stop(&batch)), ahead, middle];
        batch.stop_after(stops.into_iter().flatten().min().unwrap_or(batch.total));
        batch.go_on(ctx.now);
        ctx.set_timer(batch.stops_at(), self.timer(ConsumerTimer::BatchDone));
        let is_middle = middle == Some(batch.done());
        self.app = App::Processing(batch);
        if is_middle && self.visit_record(ctx) {
            return;
        }
        self.arm_heartbeat_thread(ctx);
    }

    /// After how many records of the batch the program does something else.
    fn next_stop(&self, batch: &Batch) -> u64 {
        match self.commit_style {
            CommitStyle::SyncPerRecord | CommitStyle::Outside => batch.done() + 1,
            CommitStyle::ExplicitEvery { records } => {
                let left = u64::from(records).saturating_sub(self.progress.since_commit);
                batch.done() + left.max(1)
            }
            CommitStyle::Auto
            | CommitStyle::SyncAfterBatch
            | CommitStyle::SyncBeforeProcessing
            | CommitStyle::SyncEvery { .. }
            | CommitStyle::AsyncAfterBatch
            | CommitStyle::AsyncRetry
            | CommitStyle::AsyncRetrySequenceGuard
            | CommitStyle::AsyncRetryOffsetGuard
            | CommitStyle::AsyncAfterBatchPlusSyncOnClose
            | CommitStyle::None => batch.total,
        }
    }

    /// The batch reached its stop.
    pub(super) fn on_batch_done(&mut self, ctx: &mut Ctx<'_>) {
        let App::Processing(mut batch) = std::mem::replace(&mut self.app, App::Off) else {
            unreachable!("the timer is cancelled with the batch");
        };
        batch.reach_stop();
        let done = batch.done();
        let finished = emit_processed((self.id, self.group), &mut batch, (done, ctx.now), ctx);
        self.note_processed(&finished);
        let Some((how, offsets)) = self.commit_at_stop(&finished, ctx) else {
            self.run_batch(batch, ctx);
            return;
        };
        self.progress.since_commit = 0;
        let then = AfterCommit::GoOn(batch);
        if let Some(AfterCommit::GoOn(batch)) = self.commit_sync(how, offsets, then, ctx) {
            self.run_batch(batch, ctx);
        }
    }

    pub(super) fn note_processed(&mut self, finished: &[RecordRange]) {
        for range in finished {
            self.progress.processed.insert(range.partition, range.to);
            self.progress.since_commit += range.count();
        }
    }

    /// What is committed inside the batch now.
    fn commit_at_stop(
        &self,
        finished: &[RecordRange],
        ctx: &mut Ctx<'_>,
    ) -> Option<(CommitHow, Offsets)> {
        match self.commit_style {
            CommitStyle::SyncPerRecord => Some((CommitHow::SyncPerRecord, ends_of(finished))),
            CommitStyle::ExplicitEvery { records }
                if self.progress.since_commit >= records.into() =>
            {
                Some((CommitHow::SyncProcessed, self.all_processed()))
            }
            CommitStyle::Outside => {
                for range in finished {
                    ctx.outside.store(self.group, range.partition, range.to);
                }
                None
            }
            CommitStyle::ExplicitEvery { .. }
            | CommitStyle::Auto
            | CommitStyle::SyncAfterBatch
            | CommitStyle::SyncBeforeProcessing
            | CommitStyle::SyncEvery { .. }
            | CommitStyle::AsyncAfterBatch
            | CommitStyle::AsyncRetry
            | CommitStyle::AsyncRetrySequenceGuard
            | CommitStyle::AsyncRetryOffsetGuard
            | CommitStyle::AsyncAfterBatchPlusSyncOnClose
            | CommitStyle::None => None,
        }
    }

    /// The last record is processed.
    fn finish_batch(&mut self, ctx: &mut Ctx<'_>) {
        if self.visit(CrashPoint::AfterProcessing, ctx) {
            return;
        }
        match self.commit_style {
            CommitStyle::SyncAfterBatch => {
                self.commit_batch(ctx);
                return;
            }
            CommitStyle::SyncEvery { records } if self.progress.since_commit >= records.into() => {
                self.commit_batch(ctx);
                return;
            }
            CommitStyle::AsyncAfterBatch
            | CommitStyle::AsyncRetry
            | CommitStyle::AsyncRetrySequenceGuard
            | CommitStyle::AsyncRetryOffsetGuard
            | CommitStyle::AsyncAfterBatchPlusSyncOnClose => {
                if self.visit(CrashPoint::BeforeCommit, ctx) {
                    return;
                }
                self.commit_async(self.all_consumed(), ctx);
            }
            CommitStyle::SyncEvery { .. }
            | CommitStyle::SyncPerRecord
            | CommitStyle::ExplicitEvery { .. }
            | CommitStyle::Outside
            | CommitStyle::Auto
            | CommitStyle::SyncBeforeProcessing
            | CommitStyle::None => {}
        }
        self.next_turn(ctx);
    }

    fn commit_batch(&mut self, ctx: &mut Ctx<'_>) {
        self.progress.since_commit = 0;
        let offsets = self.all_consumed();
        let then = AfterCommit::Loop;
        if self
            .commit_sync(CommitHow::SyncAfterBatch, offsets, then, ctx)
            .is_some()
        {
            self.next_turn(ctx);
        }
    }

    /// `commitSync()`; what comes after it is given back if it throws at once.
    pub(super) fn commit_sync(
        &mut self,
        how: CommitHow,
        offsets: Offsets,
        then: AfterCommit,
        ctx: &mut Ctx<'_>,
    ) -> Option<AfterCommit> {
        if self.visit(CrashPoint::BeforeCommit, ctx) {
            return None;
        }
        let timeout = self.config.default_api_timeout;
        if self.start_sync_commit(how, offsets, timeout, ctx).is_err() {
            return Some(then);
        }
        self.app = App::Committing { then };
        self.continue_commit(ctx);
        None
    }

    /// Inside `commitSync()`: goes on when it is over.
    pub(super) fn continue_commit(&mut self, ctx: &mut Ctx<'_>) {
        self.read_inbox(ctx);
        if !self.drive_sync_commit(ctx) || !self.is_committing() {
            return;
        }
        ctx.cancel_timer(self.timer(ConsumerTimer::CallWake));
        self.run_commit_callbacks(ctx);
        let App::Committing { then } = std::mem::replace(&mut self.app, App::Off) else {
            return;
        };
        match then {
            AfterCommit::Begin(ranges) => self.process(ranges, ctx),
            AfterCommit::GoOn(batch) => self.run_batch(batch, ctx),
            AfterCommit::Loop => self.next_turn(ctx),
            AfterCommit::Close => self.begin_close(ctx),
        }
    }

    /// The program ends its loop: what it still commits itself, then `close()`.
    pub(super) fn close_program(&mut self, ctx: &mut Ctx<'_>) {
        if self.commit_style == CommitStyle::AsyncAfterBatchPlusSyncOnClose {
            let offsets = self.all_processed();
            let then = AfterCommit::Close;
            if self
                .commit_sync(CommitHow::SyncOnClose, offsets, then, ctx)
                .is_none()
            {
                return;
            }
        }
        if self.commit_finished(AfterCommit::Close, ctx).is_some() {
            self.begin_close(ctx);
        }
    }

    /// The program's map of processed offsets.
    fn all_processed(&self) -> Offsets {
        let entries = self.progress.processed.iter();
        entries
            .map(|(partition, offset)| (*partition, plain_offset(*offset)))
            .collect()
    }

    /// The part of that map that is about `partitions`.
    pub(super) fn processed_of(&self, partitions: &[PartitionId]) -> Offsets {
        let all = self.progress.processed.iter();
        all.filter(|(partition, _)| partitions.contains(partition))
            .map(|(partition, offset)| (*partition, plain_offset(*offset)))
            .collect()
    }

    /// The listener is told that partitions are gone: their offsets leave the map.
    pub(super) fn forget_processed(&mut self, partitions: &[PartitionId]) {
        for partition in partitions {
            self.progress.processed.remove(partition);
        }
    }
}

/// An offset as programs write it: without a leader epoch.
pub(super) fn plain_offset(offset: u64) -> CommittedOffset {
    CommittedOffset {
        offset,
        has_leader_epoch: false,
    }
}

/// What a program commits that names the end of its batch: no other partition, and no epoch.
fn ends_of(ranges: &[RecordRange]) -> Offsets {
    let mut ends: BTreeMap<PartitionId, u64> = BTreeMap::new();
    for range in ranges {
        let end = ends.entry(range.partition).or_default();
        *end = range.to.max(*end);
    }
    ends.into_iter()
        .map(|(partition, offset)| (partition, plain_offset(offset)))
        .collect()
}

/// Tells the ledger what is finished up to record number `count`, the last one at `at`; returns
/// what was new.
pub(super) fn emit_processed(
    (consumer, group): (ConsumerId, GroupId),
    batch: &mut Batch,
    (count, at): (u64, SimTime),
    ctx: &mut Ctx<'_>,
) -> Vec<RecordRange> {
    let generation_id = batch.generation_id;
    let pieces = batch.take_unreported(count, at);
    for piece in &pieces {
        ctx.emit(Effect::RecordsProcessed {
            consumer,
            group,
            generation_id,
            range: piece.range,
            started: piece.started,
            finished: piece.finished,
        });
    }
    pieces.into_iter().map(|piece| piece.range).collect()
}
