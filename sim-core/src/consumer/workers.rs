//! Worker threads: a queue of ranges, one record per thread, and what is finished out of order.
//!
//! Each finished record is an event, because the order in which they finish is the point.
//! Workers know nothing of assignments: what a revoke leaves behind they finish all the same.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::commit::Offsets;
use super::pace::Pace;
use super::program::plain_offset;
use super::{AfterCommit, App, Client};
use crate::command::CrashPoint;
use crate::ctx::Ctx;
use crate::effect::{CommitHow, Effect, FatalError};
use crate::event::ConsumerTimer;
use crate::ids::{GenerationId, PartitionId};
use crate::protocol::RecordRange;
use crate::scenario::{OnPoison, WorkerMode, WorkerPool};
use crate::sorting;
use crate::time::{SimDuration, SimTime};

/// A record in a worker's hands.
#[derive(Clone, Copy, Debug, Hash)]
struct Job {
    partition: PartitionId,
    offset: u64,
    generation_id: GenerationId,
    started: SimTime,
    ends: SimTime,
}

/// How far a partition is finished.
#[derive(Clone, Debug, Hash)]
struct Finished {
    /// Offset after the last record handed over.
    handed: u64,
    /// Everything handed over below it is finished.
    prefix: u64,
    /// Finished beyond the prefix, sorted.
    beyond: Vec<(u64, u64)>,
    committed: u64,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct Workers {
    pub pool: WorkerPool,
    queue: VecDeque<(RecordRange, GenerationId)>,
    pub queued: u64,
    jobs: Vec<Option<Job>>,
    finished: BTreeMap<PartitionId, Finished>,
    /// `pause_resume`: a batch is in work and its partitions are paused.
    has_paused: bool,
}

impl Workers {
    pub(super) fn new(pool: WorkerPool) -> Self {
        Self {
            pool,
            queue: VecDeque::new(),
            queued: 0,
            jobs: vec![None; pool.count as usize],
            finished: BTreeMap::new(),
            has_paused: false,
        }
    }

    /// Who is at work, since when and until when.
    pub(crate) fn jobs(&self) -> impl Iterator<Item = (u32, SimTime, SimTime)> {
        let jobs = (0_u32..).zip(&self.jobs);
        jobs.filter_map(|(worker, job)| job.map(|job| (worker, job.started, job.ends)))
    }

    pub(crate) fn busy(&self) -> u64 {
        self.jobs.iter().flatten().count() as u64
    }

    fn is_idle(&self) -> bool {
        self.queue.is_empty() && self.busy() == 0
    }

    /// Everything that dies with the process.
    pub(super) fn in_hand(&self) -> Vec<RecordRange> {
        let jobs = self.jobs.iter().flatten().map(|job| RecordRange {
            partition: job.partition,
            from: job.offset,
            to: job.offset + 1,
        });
        jobs.chain(self.queue.iter().map(|(range, _)| *range))
            .collect()
    }

    /// Takes as much of `ranges` as there is room for.
    fn take_in(&mut self, ranges: &mut VecDeque<RecordRange>, generation_id: GenerationId) {
        while let Some(range) = ranges.front_mut() {
            let room = u64::from(self.pool.queue) - self.queued;
            let count = range.count().min(room);
            if count == 0 {
                return;
            }
            let taken = RecordRange {
                to: range.from + count,
                ..*range
            };
            range.from += count;
            if range.from == range.to {
                ranges.pop_front();
            }
            self.queued += count;
            self.note_handed(taken);
            self.queue.push_back((taken, generation_id));
        }
    }

    /// A range that does not continue the one before begins a new tenure of its partition.
    fn note_handed(&mut self, range: RecordRange) {
        let fresh = Finished {
            handed: range.to,
            prefix: range.from,
            beyond: Vec::new(),
            committed: range.from,
        };
        let known = self
            .finished
            .entry(range.partition)
            .or_insert_with(|| fresh.clone());
        if known.handed == range.from {
            known.handed = range.to;
        } else {
            *known = fresh;
        }
    }

    /// Free workers take the next queued records. True if any did.
    fn begin_jobs(&mut self, pace: &Pace, now: SimTime, block: &mut SimDuration) -> bool {
        let mut has_begun = false;
        for job in self.jobs.iter_mut().filter(|job| job.is_none()) {
            let Some((range, generation_id)) = self.queue.front_mut() else {
                break;
            };
            let (partition, offset) = (range.partition, range.from);
            let sleep = std::mem::take(block);
            *job = Some(Job {
                partition,
                offset,
                generation_id: *generation_id,
                started: now,
                ends: now.after(sleep).after(pace.time_of(partition, offset)),
            });
            range.from += 1;
            if range.from == range.to {
                self.queue.pop_front();
            }
            self.queued -= 1;
            has_begun = true;
        }
        has_begun
    }

    /// The record in every worker's hands takes so much longer.
    fn stall(&mut self, time: SimDuration) -> bool {
        for job in self.jobs.iter_mut().flatten() {
            job.ends = job.ends.after(time);
        }
        self.busy() > 0
    }

    /// Records finished by `now`, in the order in which they finished.
    fn take_finished(&mut self, now: SimTime) -> Vec<Job> {
        let mut finished = Vec::new();
        for job in &mut self.jobs {
            if job.is_some_and(|job| job.ends <= now) {
                finished.extend(job.take());
            }
        }
        sorting::sort_by_key(&mut finished, |job| job.ends);
        finished
    }

    fn note_finished(&mut self, partition: PartitionId, offset: u64) {
        if let Some(known) = self.finished.get_mut(&partition) {
            known.add(offset);
        }
    }

    fn next_end(&self) -> Option<SimTime> {
        let ends = self.jobs.iter().flatten().map(|job| job.ends);
        ends.filter(|ends| *ends < SimTime::MAX).min()
    }

    /// Prefixes that are not committed yet, also of partitions that went to others meanwhile:
    /// such a program does not ask whose they are.
    fn uncommitted(&self) -> Offsets {
        self.finished
            .iter()
            .filter(|(_, known)| known.prefix > known.committed)
            .map(|(partition, known)| (*partition, plain_offset(known.prefix)))
            .collect()
    }
}

impl Finished {
    fn add(&mut self, offset: u64) {
        if offset < self.prefix {
            return;
        }
        let place = self.beyond.partition_point(|(from, _)| *from <= offset);
        let continues = place > 0 && self.beyond[place - 1].1 >= offset;
        if continues {
            let last = &mut self.beyond[place - 1];
            last.1 = last.1.max(offset + 1);
            let end = last.1;
            if self.beyond.get(place).is_some_and(|next| next.0 == end) {
                self.beyond[place - 1].1 = self.beyond[place].1;
                self.beyond.remove(place);
            }
        } else if self
            .beyond
            .get(place)
            .is_some_and(|next| next.0 == offset + 1)
        {
            self.beyond[place].0 = offset;
        } else {
            self.beyond.insert(place, (offset, offset + 1));
        }
        if let Some((from, to)) = self.beyond.first().copied()
            && from <= self.prefix
        {
            self.prefix = to;
            self.beyond.remove(0);
        }
    }
}

impl Client {
    /// `poll()` returned records: they go to the workers.
    pub(super) fn hand_over(&mut self, ranges: &Arc<[RecordRange]>, ctx: &mut Ctx<'_>) {
        if self.visit(CrashPoint::BatchBegin, ctx) {
            return;
        }
        if std::mem::take(&mut self.has_to_throw) {
            for range in ranges.iter() {
                self.abandon_range(*range, ctx);
            }
            self.fail(FatalError::Thrown, ctx);
            return;
        }
        let total = ranges.iter().map(RecordRange::count).sum();
        let rest = ranges.iter().copied().collect();
        self.app = App::HandingOver { rest, total };
        self.arm_heartbeat_thread(ctx);
        self.go_on_handing_over(ctx);
    }

    fn go_on_handing_over(&mut self, ctx: &mut Ctx<'_>) {
        let generation_id = self.membership.generation_id;
        let pace = self.pace(ctx);
        let Some(workers) = &mut self.workers else {
            return;
        };
        let mut nothing = VecDeque::new();
        let rest = if let App::HandingOver { rest, .. } = &mut self.app {
            rest
        } else {
            &mut nothing
        };
        loop {
            workers.take_in(rest, generation_id);
            if !workers.begin_jobs(&pace, ctx.now, &mut self.pending_block) {
                break;
            }
        }
        self.arm_workers(ctx);
        if matches!(&self.app, App::HandingOver { rest, .. } if rest.is_empty()) {
            self.handed_over(ctx);
        }
    }

    fn arm_workers(&self, ctx: &mut Ctx<'_>) {
        if let Some(at) = self.workers.as_ref().and_then(Workers::next_end) {
            ctx.set_timer(at, self.timer(ConsumerTimer::Workers));
        }
    }

    /// The last record of the batch is in the queue.
    fn handed_over(&mut self, ctx: &mut Ctx<'_>) {
        if let Some(workers) = &mut self.workers
            && workers.pool.mode == WorkerMode::PauseResume
        {
            workers.has_paused = true;
            for partition in &mut self.assigned {
                partition.is_paused = true;
            }
        }
        self.top_of_loop(ctx);
    }

    /// Some worker is through with its record.
    pub(super) fn on_workers(&mut self, ctx: &mut Ctx<'_>) {
        let finished = self.workers.as_mut();
        let finished = finished.map(|workers| workers.take_finished(ctx.now));
        for job in finished.unwrap_or_default() {
            let is_poison = ctx
                .directory
                .next_poison(job.partition, job.offset, job.offset + 1)
                .is_some();
            if is_poison && !self.meet_poison_in_worker((job.partition, job.offset), ctx) {
                self.keep_trying(job);
                continue;
            }
            if let Some(workers) = &mut self.workers {
                workers.note_finished(job.partition, job.offset);
            }
            ctx.emit(Effect::RecordsProcessed {
                consumer: self.id,
                group: self.group,
                generation_id: job.generation_id,
                range: RecordRange {
                    partition: job.partition,
                    from: job.offset,
                    to: job.offset + 1,
                },
                started: job.started,
                finished: job.ends,
            });
        }
        if self.visit_record(ctx) {
            return;
        }
        let is_idle = self.workers.as_ref().is_some_and(Workers::is_idle);
        if is_idle && self.visit(CrashPoint::AfterProcessing, ctx) {
            return;
        }
        if self.exit.is_none() {
            self.go_on_handing_over(ctx);
            self.answer_calls(ctx);
        }
    }

    /// An external call takes `time` longer for every record in hand.
    pub(super) fn stall_workers(&mut self, time: SimDuration, ctx: &mut Ctx<'_>) -> bool {
        let workers = self.workers.as_mut();
        let has_stalled = workers.is_some_and(|workers| workers.stall(time));
        self.arm_workers(ctx);
        has_stalled
    }

    /// A worker that tries a record for ever is lost for the others.
    fn keep_trying(&mut self, job: Job) {
        if !matches!(self.on_poison, OnPoison::RetryInPlace { .. }) {
            return;
        }
        if let Some(free) = self
            .workers
            .as_mut()
            .and_then(|workers| workers.jobs.iter_mut().find(|job| job.is_none()))
        {
            *free = Some(Job {
                ends: SimTime::MAX,
                ..job
            });
        }
    }

    /// Between two polls: what the mode commits and resumes. True if the program is in
    /// `commitSync()` now.
    pub(super) fn tend_workers(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(workers) = &mut self.workers else {
            return false;
        };
        match workers.pool.mode {
            WorkerMode::AutoCommit => return false,
            WorkerMode::FinishedPrefix => {}
            WorkerMode::PauseResume => {
                if !workers.is_idle() || !workers.has_paused {
                    return false;
                }
                workers.has_paused = false;
                for partition in &mut self.assigned {
                    partition.is_paused = false;
                }
            }
        }
        self.commit_finished(AfterCommit::Loop, ctx).is_none()
    }

    /// `commitSync` of the finished prefixes; gives back what comes after it if there is nothing
    /// to wait for.
    pub(super) fn commit_finished(
        &mut self,
        then: AfterCommit,
        ctx: &mut Ctx<'_>,
    ) -> Option<AfterCommit> {
        let offsets = match &self.workers {
            Some(workers) if workers.pool.mode != WorkerMode::AutoCommit => workers.uncommitted(),
            Some(_) | None => return Some(then),
        };
        if offsets.is_empty() {
            return Some(then);
        }
        self.commit_sync(CommitHow::SyncFinished, offsets, then, ctx)
    }

    /// The finished prefixes are stored.
    pub(super) fn note_finished_committed(&mut self, offsets: &Offsets) {
        let Some(workers) = &mut self.workers else {
            return;
        };
        for (partition, committed) in offsets.iter() {
            if let Some(known) = workers.finished.get_mut(partition) {
                known.committed = known.committed.max(committed.offset);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_ends_before_the_first_unfinished_record() {
        let mut finished = Finished {
            handed: 20,
            prefix: 10,
            beyond: Vec::new(),
            committed: 10,
        };
        for (offset, prefix) in [(12, 10), (11, 10), (14, 10), (10, 13), (13, 15), (9, 15)] {
            finished.add(offset);
            assert_eq!(finished.prefix, prefix, "after {offset}");
        }
        assert!(finished.beyond.is_empty());
    }
}
