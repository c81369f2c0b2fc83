//! The figures of a run, measured while it goes.

use std::collections::BTreeMap;

use locale::Text;
use sim_core::effect::{ProcessEnd, RemovalReason};
use sim_core::scenario::OnPoison;
use sim_core::view::{ConsumerStatus, LabView, MatrixView, PartitionView};
use sim_core::{Effect, Recording, ScenarioError, SimTime, Simulation};

use crate::edit::Edit;
use crate::figure::{Figure, FigureKind};
use crate::grade::changes_of;

const STRATEGY: &str = "partition.assignment.strategy";

/// The figures of one run between two moments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measured {
    /// Commands of the story that could not be carried out, and why.
    pub refused: Vec<Text>,
    figures: BTreeMap<FigureKind, i64>,
    partitions: BTreeMap<(FigureKind, String), i64>,
}

impl Measured {
    /// The value of a figure, whichever run its name says; None for a partition that is not there.
    pub fn value(&self, figure: &Figure) -> Option<i64> {
        match &figure.partition {
            None => self.figures.get(&figure.kind).copied(),
            Some(partition) => self
                .partitions
                .get(&(figure.kind, partition.clone()))
                .copied(),
        }
    }

    /// The partitions with the most of something; none if none has any.
    pub fn partitions_with_most(&self, kind: FigureKind) -> Vec<String> {
        let of_kind = || {
            self.partitions
                .iter()
                .filter(move |((other, _), _)| *other == kind)
        };
        let most = of_kind().map(|(_, value)| *value).max().unwrap_or(0);
        of_kind()
            .filter(|(_, value)| most > 0 && **value == most)
            .map(|((_, name), _)| name.clone())
            .collect()
    }
}

/// Counts of what happened in the window, from the facts as they come.
#[derive(Clone, Copy, Debug, Default)]
struct Counts {
    commits_failed: i64,
    poll_timeouts: i64,
    sessions_expired: i64,
    consumers_failed: i64,
    parked: i64,
}

impl Counts {
    fn note(&mut self, effect: &Effect) {
        #[allow(clippy::wildcard_enum_match_arm, reason = "most facts are not counted")]
        match effect {
            Effect::CommitFailed { .. } => self.commits_failed += 1,
            Effect::PollTimeout { .. } => self.poll_timeouts += 1,
            Effect::MemberRemoved {
                reason: RemovalReason::SessionExpired,
                ..
            } => self.sessions_expired += 1,
            Effect::ProcessEnded {
                how: ProcessEnd::Failed(_),
                ..
            } => self.consumers_failed += 1,
            Effect::PoisonMet {
                answer: OnPoison::Skip | OnPoison::DeadLetter,
                ..
            } => self.parked += 1,
            _ => {}
        }
    }
}

/// A run on its way to its figures, in portions.
#[derive(Debug)]
pub struct Measure {
    run: Simulation,
    from: SimTime,
    until: SimTime,
    before: Option<LabView>,
    /// Out of order at the first of the two moments.
    out_of_order_before: i64,
    counts: Counts,
    refused: Vec<Text>,
    changes: (i64, i64),
}

impl Measure {
    /// Of a recording, which was made with these changes, between two moments.
    pub fn new(
        recording: &Recording,
        changes: &[Edit],
        from: SimTime,
        until: SimTime,
    ) -> Result<Self, ScenarioError> {
        Ok(Self {
            run: Simulation::new(recording)?,
            from,
            until,
            before: None,
            out_of_order_before: 0,
            counts: Counts::default(),
            refused: Vec::new(),
            changes: changes_of(changes),
        })
    }

    /// Goes on for at most `events` events. The figures, once it is at its end.
    pub fn work(&mut self, events: u32) -> Option<Measured> {
        let mut left = events;
        if self.before.is_none() {
            loop {
                if left == 0 {
                    return None;
                }
                let Some(step) = self.run.step(self.from) else {
                    break;
                };
                self.refused.extend(refusals(step.effects));
                left -= 1;
            }
            self.run.run_until(self.from);
            self.before = Some(self.run.lab());
            self.out_of_order_before = signed(self.run.out_of_order());
        }
        while left > 0 {
            let Some(step) = self.run.step(self.until) else {
                self.run.run_until(self.until);
                return Some(self.figures());
            };
            for effect in step.effects {
                self.counts.note(effect);
            }
            self.refused.extend(refusals(step.effects));
            left -= 1;
        }
        None
    }

    /// All at once.
    pub fn finish(mut self) -> Measured {
        loop {
            if let Some(measured) = self.work(u32::MAX) {
                return measured;
            }
        }
    }

    /// The run as far as it is.
    pub fn run(&self) -> &Simulation {
        &self.run
    }

    fn figures(&self) -> Measured {
        let after = self.run.lab();
        let none = LabView::clone(&after);
        let before = self.before.as_ref().unwrap_or(&none);
        let matrix = self.run.matrix(SimTime::ZERO, self.until);
        let mut measured = Measured {
            refused: self.refused.clone(),
            ..Measured::default()
        };
        self.totals(before, &after, &mut measured.figures);
        people(&after, &mut measured.figures);
        self.stops(&matrix, &after, &mut measured);
        by_partition(before, &after, &mut measured.partitions);
        measured
    }

    fn totals(&self, before: &LabView, after: &LabView, to: &mut BTreeMap<FigureKind, i64>) {
        let (b, a) = (&before.counters, &after.counters);
        let since = |after: u64, before: u64| signed(after) - signed(before);
        to.extend([
            (
                FigureKind::RecordsTotal,
                since(a.records_total, b.records_total),
            ),
            (
                FigureKind::RecordsOnce,
                since(a.records_once, b.records_once),
            ),
            (
                FigureKind::RecordsTwice,
                since(a.records_twice, b.records_twice),
            ),
            (FigureKind::ExtraRuns, since(a.extra_runs, b.extra_runs)),
            (
                FigureKind::ExtraEffects,
                since(a.extra_effects, b.extra_effects),
            ),
            (
                FigureKind::RecordsLost,
                since(a.records_lost, b.records_lost),
            ),
            (
                FigureKind::RecordsSkipped,
                since(a.records_skipped, b.records_skipped),
            ),
            (FigureKind::RecordsPending, signed(a.records_pending)),
            (FigureKind::Lag, signed(a.lag)),
            (FigureKind::Rebalances, since(a.rebalances, b.rebalances)),
            (
                FigureKind::StoppedPartitionMs,
                since(a.stopped_partition_ms, b.stopped_partition_ms),
            ),
            (FigureKind::StoppedAtEnd, i64::from(a.stopped_partitions)),
            (FigureKind::CommitsFailed, self.counts.commits_failed),
            (FigureKind::PollTimeouts, self.counts.poll_timeouts),
            (FigureKind::SessionsExpired, self.counts.sessions_expired),
            (FigureKind::ConsumersFailed, self.counts.consumers_failed),
            (FigureKind::RecordsParked, self.counts.parked),
            (
                FigureKind::RecordsOutOfOrder,
                signed(self.run.out_of_order()) - self.out_of_order_before,
            ),
            (FigureKind::Changes, self.changes.0),
            (FigureKind::ChangedSettings, self.changes.1),
        ]);
        to.insert(FigureKind::Cooperative, self.is_cooperative(after).into());
        let generation = after.groups.first().map_or(0, |group| group.generation_id);
        to.insert(FigureKind::Generation, generation.into());
    }

    /// Whether every running consumer lists assignors of the COOPERATIVE protocol only.
    fn is_cooperative(&self, after: &LabView) -> bool {
        let mut running = after.consumers.iter().filter(|it| is_running(it.status));
        running.all(|consumer| {
            let settings = self.run.settings(consumer.id);
            let list = settings.iter().find(|(key, _)| *key == STRATEGY);
            list.is_some_and(|(_, names)| {
                names
                    .split(',')
                    .all(|name| name.to_lowercase().contains("cooperative"))
            })
        })
    }

    /// Stretches without a reader, after the first reader, within the window.
    fn stops(&self, matrix: &MatrixView, after: &LabView, measured: &mut Measured) {
        let mut longest_of_all = 0;
        let mut stopped = 0;
        for row in &matrix.rows {
            let was_read = row
                .segments
                .iter()
                .skip_while(|segment| segment.reader.is_none());
            let mut longest = 0;
            let mut sum = 0;
            for segment in was_read.filter(|segment| segment.reader.is_none()) {
                let from = segment.from.max(self.from);
                let millis = signed(segment.to.as_millis()) - signed(from.as_millis());
                longest = longest.max(millis);
                sum += millis.max(0);
            }
            stopped += i64::from(longest > 0);
            longest_of_all = longest_of_all.max(longest);
            let name = after.readings_of(row.partition).next();
            let name = name.map_or_else(String::new, |it| it.name.to_string());
            let partitions = &mut measured.partitions;
            let known = partitions.entry((FigureKind::LongestStopMs, name.clone()));
            known
                .and_modify(|most| *most = longest.max(*most))
                .or_insert(longest);
            add(partitions, (FigureKind::StoppedPartitionMs, name), sum);
        }
        let rebalance = matrix.bands.iter().filter_map(|band| {
            let end = band.to.unwrap_or(self.until);
            (band.from >= self.from || end > self.from)
                .then(|| signed(end.as_millis()) - signed(band.from.max(self.from).as_millis()))
        });
        let rebalance = rebalance.max().unwrap_or(0);
        measured.figures.extend([
            (FigureKind::StoppedPartitions, stopped),
            (FigureKind::LongestStopMs, longest_of_all),
            (FigureKind::LongestRebalanceMs, rebalance),
        ]);
    }
}

fn is_running(status: ConsumerStatus) -> bool {
    !matches!(
        status,
        ConsumerStatus::NotStarted
            | ConsumerStatus::Closed
            | ConsumerStatus::Killed
            | ConsumerStatus::Failed
    )
}

fn people(after: &LabView, to: &mut BTreeMap<FigureKind, i64>) {
    let assigned: Vec<usize> = after
        .consumers
        .iter()
        .filter(|consumer| is_running(consumer.status))
        .map(|consumer| consumer.assigned.len())
        .collect();
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    let most = count(assigned.iter().copied().max().unwrap_or(0));
    let fewest = count(assigned.iter().copied().min().unwrap_or(0));
    to.extend([
        (FigureKind::Consumers, count(assigned.len())),
        (
            FigureKind::IdleConsumers,
            count(assigned.iter().filter(|it| **it == 0).count()),
        ),
        (FigureKind::AssignedMax, most),
        (FigureKind::AssignedMin, fewest),
        (FigureKind::AssignedSpread, most - fewest),
    ]);
}

/// A partition's figure is summed over the groups that read it.
fn add(to: &mut BTreeMap<(FigureKind, String), i64>, key: (FigureKind, String), value: i64) {
    *to.entry(key).or_insert(0) += value;
}

fn by_partition(before: &LabView, after: &LabView, to: &mut BTreeMap<(FigureKind, String), i64>) {
    for partition in &after.partitions {
        let is_its = |it: &&PartitionView| (it.id, it.group) == (partition.id, partition.group);
        let earlier = before.partitions.iter().find(is_its);
        let since = |now: u64, read: fn(&PartitionView) -> u64| {
            signed(now) - earlier.map_or(0, |earlier| signed(read(earlier)))
        };
        let name = || partition.name.to_string();
        add(to, (FigureKind::Lag, name()), signed(partition.lag));
        add(
            to,
            (FigureKind::RecordsTwice, name()),
            since(partition.records_twice, |it| it.records_twice),
        );
        add(
            to,
            (FigureKind::RecordsLost, name()),
            since(partition.records_lost, |it| it.records_lost),
        );
        add(
            to,
            (FigureKind::RecordsSkipped, name()),
            since(partition.records_skipped, |it| it.records_skipped),
        );
    }
}

fn refusals(effects: &[Effect]) -> impl Iterator<Item = Text> {
    effects.iter().filter_map(|effect| {
        if let Effect::CommandRefused { why, .. } = effect {
            Some(why.clone())
        } else {
            None
        }
    })
}

fn signed(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
