//! Records that no program can process, and what this one does with them.
//!
//! MODEL: the attempt costs no time, and a program that tries again for ever does nothing else:
//! it ends only by being killed.

use super::batch::Batch;
use super::program::emit_processed;
use super::{App, AppCall, Client};
use crate::ctx::Ctx;
use crate::effect::{Effect, FatalError, ProcessEnd};
use crate::ids::PartitionId;
use crate::protocol::RecordRange;
use crate::scenario::OnPoison;

impl Client {
    /// How many records of the batch come before its next poison record.
    pub(super) fn poison_ahead(batch: &Batch, ctx: &Ctx<'_>) -> Option<u64> {
        let mut index = batch.done();
        for range in batch.between(batch.done(), batch.total) {
            let met = ctx
                .directory
                .next_poison(range.partition, range.from, range.to);
            if let Some(offset) = met {
                return Some(index + offset - range.from);
            }
            index += range.count();
        }
        None
    }

    /// The next record of the batch is poison. Gives the batch back if the program goes on.
    pub(super) fn meet_poison(&mut self, mut batch: Batch, ctx: &mut Ctx<'_>) -> Option<Batch> {
        let (partition, offset) = batch.record(batch.done())?;
        self.note_poison(partition, offset, ctx);
        match self.on_poison {
            OnPoison::Skip | OnPoison::DeadLetter => {
                batch.pass_over();
                let done = batch.done();
                let finished =
                    emit_processed((self.id, self.group), &mut batch, (done, ctx.now), ctx);
                self.note_processed(&finished);
                Some(batch)
            }
            OnPoison::Crash => {
                self.comes_back = true;
                self.throw_from(&batch, FatalError::PoisonRecord, ctx);
                None
            }
            OnPoison::Kill => {
                self.comes_back = true;
                self.exit = Some(ProcessEnd::Killed);
                batch.stick();
                self.app = App::Processing(batch);
                None
            }
            OnPoison::RetryInPlace { .. } => {
                batch.stick();
                self.app = App::Processing(batch);
                self.arm_heartbeat_thread(ctx);
                None
            }
        }
    }

    /// An exception in mid-batch: what is not processed stays so.
    pub(super) fn throw_from(&mut self, batch: &Batch, error: FatalError, ctx: &mut Ctx<'_>) {
        for range in batch.between(batch.done(), batch.total) {
            self.abandon_range(range, ctx);
        }
        self.fail(error, ctx);
    }

    pub(super) fn abandon_range(&self, range: RecordRange, ctx: &mut Ctx<'_>) {
        ctx.emit(Effect::RecordsAbandoned {
            consumer: self.id,
            group: self.group,
            range,
        });
    }

    fn note_poison(&mut self, partition: PartitionId, offset: u64, ctx: &mut Ctx<'_>) {
        self.dead_letters += u64::from(self.on_poison == OnPoison::DeadLetter);
        ctx.emit(Effect::PoisonMet {
            consumer: self.id,
            group: self.group,
            partition,
            offset,
            answer: self.on_poison,
            dead_letters: self.dead_letters,
        });
    }

    /// A worker met a poison record. True if it counts as processed, false if it never will be.
    pub(super) fn meet_poison_in_worker(
        &mut self,
        (partition, offset): (PartitionId, u64),
        ctx: &mut Ctx<'_>,
    ) -> bool {
        self.note_poison(partition, offset, ctx);
        let range = RecordRange {
            partition,
            from: offset,
            to: offset + 1,
        };
        match self.on_poison {
            OnPoison::Skip | OnPoison::DeadLetter => return true,
            OnPoison::Crash => {
                self.comes_back = true;
                self.abandon_range(range, ctx);
                self.calls
                    .push_front(AppCall::Throw(FatalError::PoisonRecord));
            }
            OnPoison::Kill => {
                self.comes_back = true;
                self.abandon_range(range, ctx);
                self.exit = Some(ProcessEnd::Killed);
            }
            OnPoison::RetryInPlace { .. } => {}
        }
        false
    }
}
