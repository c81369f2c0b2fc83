//! Whether the records of a key were processed in the order in which they were written.
//!
//! Kafka keeps order within a partition. The key of a record decides its partition: murmur2 of it
//! modulo their number (`BuiltInPartitioner.partitionForKey`). A topic that gets more partitions
//! moves keys, while their older records stay where they are.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::ids::{GroupId, PartitionId, TopicId};
use crate::ledger::coverage::Coverage;
use crate::ledger::{Growth, ProcessedSpan, without};
use crate::production::KeyHomes;
use crate::simulation::Simulation;
use crate::sorting;
use crate::time::{SimDuration, SimTime};

/// So many records of a topic are looked at; what comes after them is not counted.
const LOOKED_AT_MAX: u64 = 5_000_000;

/// Records `from..to` of a stretch, which processed them for the first time.
struct FirstRun {
    from: u64,
    to: u64,
    span: ProcessedSpan,
}

impl FirstRun {
    /// When the record was done: the stretch at an even pace.
    fn done(&self, offset: u64) -> SimTime {
        let (range, whole) = (self.span.range, self.span.finished.since(self.span.started));
        let share = u128::from(whole.as_micros()) * u128::from(offset + 1 - range.from)
            / u128::from(range.count());
        let share = u64::try_from(share).unwrap_or(u64::MAX);
        self.span.started.after(SimDuration::from_micros(share))
    }
}

/// What a group has processed of one partition.
#[derive(Default)]
struct Log {
    runs: Vec<FirstRun>,
    coverage: Coverage,
}

impl Log {
    fn add(&mut self, span: ProcessedSpan) {
        let range = span.range;
        let covered: Vec<(u64, u64)> = self.coverage.within(range.from, range.to);
        for (from, to) in without((range.from, range.to), &covered) {
            self.runs.push(FirstRun { from, to, span });
        }
        self.coverage.add(range.from, range.to);
    }
}

/// Records of `group` that were done before an older one of the same key.
pub(super) fn out_of_order(simulation: &Simulation, group: GroupId) -> u64 {
    let growths = &simulation.ledger.growths;
    let mut topics: Vec<TopicId> = growths.iter().map(|growth| growth.topic).collect();
    sorting::sort(&mut topics);
    topics.dedup();
    let keys = |topic: &TopicId| simulation.world.directory.keys_of(*topic);
    topics.retain(|topic| keys(topic) > 0);
    if topics.is_empty() {
        return 0;
    }
    let logs = logs(simulation, group);
    let of = |topic: &TopicId| Order::new(simulation, group, *topic, &logs).out_of_order();
    topics.iter().map(of).sum()
}

/// By partition.
fn logs(simulation: &Simulation, group: GroupId) -> Vec<Log> {
    let mut logs = Vec::new();
    logs.resize_with(simulation.world.directory.partition_count(), Log::default);
    let in_hand = super::in_hand(simulation);
    let in_hand = in_hand.iter().map(|(span, _)| span);
    for span in simulation.ledger.spans.iter().chain(in_hand) {
        if span.group == group {
            logs[span.range.partition.index()].add(*span);
        }
    }
    logs
}

/// One topic, from growth to growth.
struct Order<'a> {
    simulation: &'a Simulation,
    group: GroupId,
    keys: u32,
    partitions: &'a [PartitionId],
    growths: Vec<&'a Growth>,
    logs: &'a [Log],
    /// Of each key, partition by number: when the last record that is older than the growth in
    /// view was done, if it was not before it.
    late: BTreeMap<u32, Vec<(usize, SimTime)>>,
    /// Records that may still be looked at.
    left: u64,
}

impl<'a> Order<'a> {
    fn new(simulation: &'a Simulation, group: GroupId, topic: TopicId, logs: &'a [Log]) -> Self {
        let directory = &simulation.world.directory;
        let growths = simulation.ledger.growths.iter();
        Self {
            simulation,
            group,
            keys: directory.keys_of(topic),
            partitions: directory.partitions_of(topic),
            growths: growths.filter(|growth| growth.topic == topic).collect(),
            logs,
            late: BTreeMap::new(),
            left: LOOKED_AT_MAX,
        }
    }

    fn out_of_order(mut self) -> u64 {
        let mut count = 0;
        for nth in 1..=self.growths.len() {
            self.note_late(nth - 1);
            let latest = self.late.values().flatten().map(|(_, done)| *done).max();
            if let Some(latest) = latest {
                count += self.ahead(nth, latest);
            }
        }
        count
    }

    /// The offsets of a partition that were written after as many growths and before the next.
    fn written(&self, growths: usize, number: usize) -> (u64, u64) {
        let end = |growth: &&Growth| growth.ends.get(number).copied().unwrap_or(0);
        let from = growths
            .checked_sub(1)
            .and_then(|last| self.growths.get(last));
        let to = self.growths.get(growths).map_or(u64::MAX, end);
        (from.map_or(0, end), to)
    }

    fn homes(&self, growths: usize) -> KeyHomes {
        let then = self.growths.get(growths).map(|growth| growth.ends.len());
        let count = then.unwrap_or(self.partitions.len());
        KeyHomes::new(self.keys, u32::try_from(count).unwrap_or(u32::MAX))
    }

    fn key(&self, homes: &KeyHomes, number: usize, offset: u64) -> Option<u32> {
        homes.key_of(
            number,
            self.simulation.seed(),
            self.partitions[number],
            offset,
        )
    }

    /// As many of the offsets as may still be looked at.
    fn look(&mut self, (from, to): (u64, u64)) -> Range<u64> {
        let to = to.min(from.saturating_add(self.left));
        self.left -= to.saturating_sub(from);
        from..to
    }

    /// Remembers the records from before the growth `nth` that were done after it, or are not.
    fn note_late(&mut self, nth: usize) {
        let (homes, grown) = (self.homes(nth), self.growths[nth].at);
        for number in 0..self.growths[nth].ends.len() {
            let id = self.partitions[number];
            let (start, end) = self.written(nth, number);
            let logs = self.logs;
            let log = &logs[id.index()];
            for run in log.runs.iter().filter(|run| run.span.finished > grown) {
                for offset in self.look((run.from.max(start), run.to.min(end))) {
                    let done = run.done(offset);
                    if done > grown {
                        self.note(&homes, number, offset, done);
                    }
                }
            }
            let mut gone = log.coverage.within(start, end);
            if let Some(fate) = self.simulation.ledger.fate(self.group, id) {
                gone.extend(fate.lost.iter().chain(&fate.skipped));
            }
            for pending in without((start, end), &gone) {
                for offset in self.look(pending) {
                    self.note(&homes, number, offset, SimTime::MAX);
                }
            }
        }
    }

    fn note(&mut self, homes: &KeyHomes, number: usize, offset: u64, done: SimTime) {
        let Some(key) = self.key(homes, number, offset) else {
            return;
        };
        let last = self.late.entry(key).or_default();
        match last.iter_mut().find(|(of, _)| *of == number) {
            Some((_, last)) => *last = done.max(*last),
            None => last.push((number, done)),
        }
    }

    /// Records from after the growth that were done while an older one of their key was not.
    fn ahead(&mut self, growths: usize, latest: SimTime) -> u64 {
        let homes = self.homes(growths);
        let (partitions, logs) = (self.partitions, self.logs);
        let mut count = 0;
        for (number, id) in partitions.iter().enumerate() {
            let (start, end) = self.written(growths, number);
            let runs = logs[id.index()].runs.iter();
            for run in runs.filter(|run| run.span.started < latest) {
                for offset in self.look((run.from.max(start), run.to.min(end))) {
                    let key = self.key(&homes, number, offset);
                    let late = key.and_then(|key| self.late.get(&key));
                    let is_ahead =
                        |(of, done): &(usize, SimTime)| *of != number && *done > run.done(offset);
                    count += u64::from(late.is_some_and(|late| late.iter().any(is_ahead)));
                }
            }
        }
        count
    }
}
