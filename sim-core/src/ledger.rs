//! The ledger of records: who processed which offsets, when and in which generation, and what
//! became of each: pending, once, twice, lost, skipped. A fold over effects.
//!
//! Everything is ranges of offsets; totals always add up to the logs.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

mod causes;
pub(crate) mod coverage;
mod fate;
mod processed;
mod skips;

use std::collections::BTreeMap;

use crate::command::Command;
use crate::effect::{Effect, PositionSource, ProcessEnd};
use crate::ids::{ConsumerId, EventId, GenerationId, GroupId, PartitionId, TopicId};
use crate::protocol::RecordRange;
use crate::scenario::{ProgramSpec, Sink};
use crate::shared_log::SharedLog;
use crate::sorting;
use crate::time::SimTime;

use causes::Flags;
pub use causes::{LossCause, RepeatCause};
pub(crate) use fate::{PartitionFate, contains, length, without};
use fate::{Reader, hold, split_by_readers, subtract};
use skips::{LogWatch, ResetSituation};

pub use skips::SkippedSpan;

/// A commit as it was stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StoredCommit {
    /// The offset.
    pub offset: u64,
    /// Who sent it.
    pub by: ConsumerId,
    /// When.
    pub at: SimTime,
    /// By which event.
    pub event: EventId,
}

/// One stretch of processing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProcessedSpan {
    /// In which group.
    pub group: GroupId,
    /// Which records.
    pub range: RecordRange,
    /// By whom.
    pub consumer: ConsumerId,
    /// Under which generation.
    pub generation_id: GenerationId,
    /// First record begun.
    pub started: SimTime,
    /// Last record finished.
    pub finished: SimTime,
    /// When the ledger learnt of it: later than `finished` for the first records of a batch.
    pub told: SimTime,
    /// Of these, processed before.
    pub repeats: u64,
    /// Why, if any.
    pub cause: Option<(RepeatCause, EventId)>,
    /// The last commit for the partition when its reader began to read it; None if there was none.
    pub resumed: Option<StoredCommit>,
    /// Event that reported it.
    pub event: EventId,
}

/// Records of one partition that a `poll()` returned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ReturnedSpan {
    pub group: GroupId,
    pub range: RecordRange,
    pub consumer: ConsumerId,
    pub at: SimTime,
    pub event: EventId,
}

/// A commit of one partition that changed what is committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct MovedCommit {
    pub group: GroupId,
    pub partition: PartitionId,
    pub commit: StoredCommit,
}

/// Records that became lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LostSpan {
    /// In which group.
    pub group: GroupId,
    /// Which records.
    pub range: RecordRange,
    /// When nobody was left who could process them.
    pub at: SimTime,
    /// Why.
    pub cause: LossCause,
    /// The commit that covers them.
    pub commit: Option<StoredCommit>,
    /// Event that did it.
    pub event: EventId,
}

/// Sums over one group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Processed exactly once.
    pub once: u64,
    /// Processed more than once.
    pub twice: u64,
    /// Processings beyond the first.
    pub extra_runs: u64,
    /// Those of them that took effect again, because the sink is not idempotent.
    pub extra_effects: u64,
    /// Lost.
    pub lost: u64,
    /// Below the committed offset, unprocessed, but somebody alive may still process it.
    pub at_risk: u64,
    /// Jumped over by a reset.
    pub skipped: u64,
}

/// A topic that got more partitions.
#[derive(Clone, Debug)]
pub(crate) struct Growth {
    pub topic: TopicId,
    pub at: SimTime,
    /// Log ends of the partitions that it had: what is below went where their number sent it.
    pub ends: Vec<u64>,
}

#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    fates: BTreeMap<GroupId, Vec<PartitionFate>>,
    totals: BTreeMap<GroupId, Totals>,
    logs: LogWatch,
    /// When each group had its first position.
    first_position: BTreeMap<GroupId, EventId>,
    consumers: Vec<Flags>,
    /// By consumer: the sink, and whether it has workers.
    programs: Vec<(Sink, bool)>,
    /// The same for the next start.
    next_programs: Vec<(Sink, bool)>,
    pub spans: SharedLog<ProcessedSpan>,
    /// The spans with repeats, once more, for the matrix.
    pub repeats: SharedLog<ProcessedSpan>,
    pub losses: SharedLog<LostSpan>,
    pub skips: SharedLog<SkippedSpan>,
    pub returned: SharedLog<ReturnedSpan>,
    pub commits: SharedLog<MovedCommit>,
    pub growths: Vec<Growth>,
}

impl Ledger {
    /// `partitions`: how many there are at the start.
    pub(crate) fn new(partitions: usize) -> Self {
        Self {
            logs: LogWatch::new(partitions),
            ..Self::default()
        }
    }

    pub(crate) fn add_consumer(&mut self, program: &ProgramSpec) {
        let known = (program.sink, program.workers.is_some());
        self.programs.push(known);
        self.next_programs.push(known);
    }

    fn set_program(&mut self, one: Option<ConsumerId>, program: &ProgramSpec) {
        let known = (program.sink, program.workers.is_some());
        match one {
            Some(id) => self.next_programs[id.index()] = known,
            None => self.next_programs.fill(known),
        }
    }

    fn on_start(&mut self, consumer: ConsumerId) {
        *self.flags(consumer) = Flags::default();
        self.programs[consumer.index()] = self.next_programs[consumer.index()];
    }

    pub(crate) fn sink(&self, consumer: ConsumerId) -> Sink {
        self.program(consumer).0
    }

    fn program(&self, consumer: ConsumerId) -> (Sink, bool) {
        let known = self.programs.get(consumer.index()).copied();
        known.unwrap_or_default()
    }

    /// Why records that nobody holds any more are lost with `consumer`.
    fn loss_with(&mut self, consumer: ConsumerId) -> LossCause {
        if self.program(consumer).1 {
            LossCause::HandedOver
        } else if self.flags(consumer).closing.is_some() {
            LossCause::CommittedByClose
        } else {
            LossCause::CommittedThenGivenUp
        }
    }

    pub(crate) fn totals(&self, group: GroupId) -> Totals {
        self.totals.get(&group).copied().unwrap_or_default()
    }

    pub(crate) fn fate(&self, group: GroupId, partition: PartitionId) -> Option<&PartitionFate> {
        self.fates.get(&group)?.get(partition.index())
    }

    pub(crate) fn own_bytes(&self) -> usize {
        let fates: usize = self
            .fates
            .values()
            .map(|fates| fates.len() * (size_of::<PartitionFate>() + 96))
            .sum();
        fates
            + self.spans.own_bytes()
            + self.repeats.own_bytes()
            + self.losses.own_bytes()
            + self.skips.own_bytes()
            + self.returned.own_bytes()
            + self.commits.own_bytes()
    }

    fn fate_mut(&mut self, group: GroupId, partition: PartitionId) -> &mut PartitionFate {
        let fates = self.fates.entry(group).or_default();
        if fates.len() <= partition.index() {
            fates.resize_with(partition.index() + 1, PartitionFate::default);
        }
        &mut fates[partition.index()]
    }

    fn flags(&mut self, consumer: ConsumerId) -> &mut Flags {
        if self.consumers.len() <= consumer.index() {
            self.consumers
                .resize(consumer.index() + 1, Flags::default());
        }
        &mut self.consumers[consumer.index()]
    }

    #[expect(clippy::too_many_lines, reason = "one arm per effect")]
    pub(crate) fn apply(
        &mut self,
        effect: &Effect,
        at: SimTime,
        event: EventId,
        log_end: &dyn Fn(PartitionId) -> u64,
    ) {
        match effect {
            Effect::RecordsProcessed {
                consumer,
                group,
                generation_id,
                range,
                started,
                finished,
            } => {
                self.on_processed(ProcessedSpan {
                    group: *group,
                    range: *range,
                    consumer: *consumer,
                    generation_id: *generation_id,
                    started: *started,
                    finished: *finished,
                    told: at,
                    repeats: 0,
                    cause: None,
                    resumed: None,
                    event,
                });
                let cause = self.loss_with(*consumer);
                self.judge(*group, range.partition, cause, at, event);
            }
            Effect::BatchReturned {
                consumer,
                group,
                ranges,
                ..
            } => {
                for range in ranges.iter() {
                    self.returned.push(ReturnedSpan {
                        group: *group,
                        range: *range,
                        consumer: *consumer,
                        at,
                        event,
                    });
                    let fate = self.fate_mut(*group, range.partition);
                    if let Some(reader) = fate.readers.iter_mut().find(|r| r.consumer == *consumer)
                    {
                        reader.position = range.to;
                        hold(&mut reader.in_hand, (range.from, range.to));
                    }
                }
            }
            Effect::OffsetsStored {
                consumer,
                group,
                offsets,
            } => {
                let cause = self.loss_with(*consumer);
                for (partition, offset) in offsets.iter() {
                    self.fate_mut(*group, *partition).expired = None;
                    let stored = StoredCommit {
                        offset: *offset,
                        by: *consumer,
                        at,
                        event,
                    };
                    let fate = self.fate_mut(*group, *partition);
                    let is_moved = fate.committed != Some(*offset);
                    fate.store(stored, cause);
                    if is_moved {
                        self.commits.push(MovedCommit {
                            group: *group,
                            partition: *partition,
                            commit: stored,
                        });
                    }
                    self.judge(*group, *partition, cause, at, event);
                }
            }
            Effect::PositionSet {
                consumer,
                group,
                partition,
                position,
                source,
            } => {
                let place = (*group, *partition, *consumer);
                let positions = (*position, log_end(*partition));
                self.on_position(place, positions, *source, at, event);
            }
            Effect::CommitUnanswered {
                consumer,
                group,
                offsets,
            } => {
                for (partition, offset) in offsets.iter() {
                    self.fate_mut(*group, *partition).on_its_way = Some((*consumer, *offset));
                }
            }
            // The end of the process, which follows, judges what is lost with it.
            Effect::RecordsAbandoned {
                consumer,
                group,
                range,
            } => {
                let fate = self.fate_mut(*group, range.partition);
                if let Some(reader) = fate.readers.iter_mut().find(|r| r.consumer == *consumer) {
                    subtract(&mut reader.in_hand, range.from, range.to);
                }
            }
            Effect::PartitionsRevoked {
                consumer,
                partitions,
            } => self.on_given_up(
                *consumer,
                partitions,
                RepeatCause::RevokedUncommitted,
                at,
                event,
            ),
            Effect::PartitionsLost {
                consumer,
                partitions,
            } => self.on_given_up(*consumer, partitions, RepeatCause::Zombie, at, event),
            Effect::ProcessEnded { consumer, how } => {
                self.on_process_ended(*consumer, *how, at, event);
            }
            Effect::PartitionsAdded { from, to, .. } => self.logs.on_added(to - from, event),
            Effect::OffsetsExpired {
                group, partitions, ..
            } => {
                for partition in partitions.iter() {
                    self.fate_mut(*group, *partition).expired = Some(event);
                }
            }
            Effect::LogStartMoved {
                partition, offset, ..
            } => self.logs.on_start_moved(*partition, *offset),
            Effect::ProcessStarted { consumer } => self.on_start(*consumer),
            other => {
                if let Effect::CommandApplied { command, consumer } = other
                    && let Command::SetProgram { program, .. } = &**command
                {
                    self.set_program(*consumer, program);
                }
                if let Some(consumer) = causes::consumer_of(other) {
                    self.flags(consumer).apply(other, event);
                }
            }
        }
    }

    fn on_position(
        &mut self,
        (group, partition, consumer): (GroupId, PartitionId, ConsumerId),
        (position, log_end): (u64, u64),
        source: PositionSource,
        at: SimTime,
        event: EventId,
    ) {
        // Another process that still believes to own it: why has it not given it up?
        let stale = self
            .fate_mut(group, partition)
            .readers
            .iter()
            .rfind(|r| r.consumer != consumer && r.owns)
            .map(|r| r.consumer);
        let flags = stale.map(|stale| *self.flags(stale));
        let since = *self.first_position.entry(group).or_insert(event);
        let is_new_partition = self.logs.is_newer_than(partition, since);
        let log_start_offset = self.logs.start_of(partition);
        let stands_alone = self.flags(consumer).stands_alone;
        let fate = self.fate_mut(group, partition);
        let was_out_of_range = fate.committed.is_some()
            || fate
                .readers
                .iter()
                .any(|r| r.consumer == consumer && r.owns);
        if let Some(flags) = flags {
            fate.handover = Some(flags.why_kept(event));
        }
        fate.hand_over(source, event);
        if let Some(taken) = stands_alone {
            fate.handover = Some((RepeatCause::StandAlone, taken));
        }
        fate.resumed = fate.stored;
        fate.on_its_way = None;
        // Its workers may still be at what it got before.
        let known = fate.readers.iter().position(|r| r.consumer == consumer);
        let in_hand = known.map(|place| fate.readers.remove(place).in_hand);
        fate.readers.push(Reader {
            consumer,
            position,
            in_hand: in_hand.unwrap_or_default(),
            owns: true,
        });
        let policy = match source {
            PositionSource::Reset(policy) => Some(Some(policy)),
            PositionSource::Seek => Some(None),
            PositionSource::Committed | PositionSource::Outside => None,
        };
        if let Some(policy) = policy {
            if let Some(expired) = fate.expired
                && position < fate.coverage.end()
            {
                fate.handover = Some((RepeatCause::OffsetsExpired, expired));
            }
            let situation = ResetSituation {
                policy,
                log_start_offset,
                was_out_of_range,
                has_expired: fate.expired.is_some(),
                is_new_partition,
            };
            let span = (group, partition, consumer);
            // Beyond the log end, where `seek()` may go, there is nothing to jump over.
            self.skip_to(position.min(log_end), span, situation, at, event);
        }
        self.judge(group, partition, LossCause::CommittedThenGivenUp, at, event);
    }

    /// Everything before `position` that nobody processed is jumped over.
    fn skip_to(
        &mut self,
        position: u64,
        (group, partition, consumer): (GroupId, PartitionId, ConsumerId),
        situation: ResetSituation,
        at: SimTime,
        event: EventId,
    ) {
        let fate = self.fate_mut(group, partition);
        let mut jumped = Vec::new();
        for gap in fate.coverage.gaps(0, position) {
            jumped.extend(without(gap, &fate.skipped));
        }
        fate.skipped.extend(&jumped);
        sorting::sort(&mut fate.skipped);
        self.totals.entry(group).or_default().skipped += length(&jumped);
        for (from, to, cause) in jumped.into_iter().flat_map(|gap| situation.causes(gap)) {
            self.skips.push(SkippedSpan {
                group,
                range: RecordRange {
                    partition,
                    from,
                    to,
                },
                consumer,
                at,
                cause,
                event,
            });
        }
    }

    fn on_given_up(
        &mut self,
        consumer: ConsumerId,
        partitions: &[PartitionId],
        default_cause: RepeatCause,
        at: SimTime,
        event: EventId,
    ) {
        let flags = *self.flags(consumer);
        let loss = self.loss_with(consumer);
        let groups: Vec<GroupId> = self.fates.keys().copied().collect();
        for group in groups {
            for partition in partitions {
                let fate = self.fate_mut(group, *partition);
                let Some(reader) = fate.readers.iter_mut().find(|r| r.consumer == consumer) else {
                    continue;
                };
                reader.owns = false;
                let is_working = !reader.in_hand.is_empty();
                if !is_working {
                    fate.readers.retain(|r| r.consumer != consumer);
                }
                // Somebody else may have it already; then this was no handover.
                if !fate.readers.iter().any(|r| r.owns) {
                    fate.handover = Some(flags.handover(default_cause, event));
                }
                self.judge(group, *partition, loss, at, event);
            }
        }
    }

    fn on_process_ended(
        &mut self,
        consumer: ConsumerId,
        how: ProcessEnd,
        at: SimTime,
        event: EventId,
    ) {
        let (cause, loss) = match how {
            ProcessEnd::Killed if self.program(consumer).1 => {
                (RepeatCause::Killed, LossCause::HandedOver)
            }
            ProcessEnd::Killed => (RepeatCause::Killed, LossCause::CommittedThenKilled),
            ProcessEnd::Closed => (RepeatCause::ClosedUncommitted, self.loss_with(consumer)),
            ProcessEnd::Failed(_) => (RepeatCause::Threw, self.loss_with(consumer)),
        };
        let mut touched = Vec::new();
        for (group, fates) in &mut self.fates {
            for (index, fate) in fates.iter_mut().enumerate() {
                let Some(position) = fate.readers.iter().position(|r| r.consumer == consumer)
                else {
                    continue;
                };
                let reader = fate.readers.remove(position);
                if reader.owns {
                    let cause = match cause {
                        RepeatCause::Killed => fate.killed(consumer),
                        other => other,
                    };
                    fate.handover = Some((cause, event));
                }
                touched.push((*group, PartitionId::from_index(index)));
            }
        }
        for (group, partition) in touched {
            self.judge(group, partition, loss, at, event);
        }
    }

    /// Splits what lies below the committed offset unprocessed into at risk and lost.
    fn judge(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        cause: LossCause,
        at: SimTime,
        event: EventId,
    ) {
        let fate = self.fate_mut(group, partition);
        let Some(committed) = fate.committed else {
            return;
        };
        let is_clean = fate.lost.is_empty() && fate.at_risk == 0;
        let is_covered = matches!(fate.coverage.spans(), [first, ..] if first.from == 0 && first.to >= committed);
        if is_clean && (is_covered || committed == 0) {
            return;
        }
        let mut lost = Vec::new();
        let mut at_risk = 0;
        for gap in fate.coverage.gaps(0, committed) {
            for (from, to) in without(gap, &fate.skipped) {
                let (hopeful, hopeless) = split_by_readers(from, to, &fate.readers);
                at_risk += hopeful;
                lost.extend(hopeless);
            }
        }
        let (before, after) = (length(&fate.lost), length(&lost));
        let mut new: Vec<(u64, u64)> = Vec::new();
        for span in &lost {
            new.extend(without(*span, &fate.lost));
        }
        let commit = fate.stored;
        let cause = fate.stored_loss.unwrap_or(cause);
        let risk_before = std::mem::replace(&mut fate.at_risk, at_risk);
        fate.lost = lost;
        let totals = self.totals.entry(group).or_default();
        totals.lost = totals.lost + after - before;
        totals.at_risk = totals.at_risk + at_risk - risk_before;
        for (from, to) in new {
            self.losses.push(LostSpan {
                group,
                range: RecordRange {
                    partition,
                    from,
                    to,
                },
                at,
                cause,
                commit,
                event,
            });
        }
    }
}
