//! Compares a simulated run with a recorded one by the recordings' own rules.
//!
//! The rules stand beside the files; the numbers here are theirs. Deliberately lacks mercy: what
//! a recording does not call unstable must agree.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::fmt::{self, Debug};

use serde::Serialize;

use super::ranges::Span;
use super::recording::{ActionKind, KafkaRecording};
use super::trace::{Callback, CommitSeen, CoordinatorFact, Millis, Offsets, Trace};

/// Two lines of the coordinator that are closer together than this may swap.
const SWAP_MS: Millis = 20;

/// Something in which the runs differ.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Difference {
    /// Two sequences differ at a place.
    #[error("{what}, entry {index}: Kafka {kafka}, simulated {simulated}")]
    Sequence {
        what: String,
        index: usize,
        kafka: String,
        simulated: String,
    },
    /// Two entries that belong together are too far apart.
    #[error("{what}: Kafka at {kafka} ms, simulated at {simulated} ms, tolerance {tolerance} ms")]
    Time {
        what: String,
        kafka: Millis,
        simulated: Millis,
        tolerance: Millis,
    },
    /// A commit of one run has no counterpart in the other.
    #[error("{who} at {at} ms: {present} commits {offsets:?}, {absent} nothing like it")]
    Commit {
        who: String,
        at: Millis,
        present: &'static str,
        absent: &'static str,
        offsets: Offsets,
    },
    /// A fact about the end.
    #[error("{field}: Kafka {kafka}, simulated {simulated}")]
    Outcome {
        field: String,
        kafka: String,
        simulated: String,
    },
}

/// How much was compared, and the largest time difference that was seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    pub callbacks: usize,
    pub generations: usize,
    pub commits: usize,
    pub offsets: usize,
    pub largest_ms: Millis,
    pub tolerance_ms: Millis,
}

impl fmt::Display for Figures {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} callbacks, {} generations, {} commits, {} committed offsets, {} ms of {} ms",
            self.callbacks,
            self.generations,
            self.commits,
            self.offsets,
            self.largest_ms,
            self.tolerance_ms
        )
    }
}

/// A callback or a line of the coordinator, in both runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Beat {
    pub kind: String,
    /// The consumer whose callback it is, or the member a line names (`c1#2`).
    pub who: Option<String>,
    pub partitions: Vec<String>,
    pub generation: Option<i32>,
    pub members: Option<u64>,
    pub kafka: Millis,
    pub simulated: Millis,
}

impl Beat {
    fn of_callbacks(kafka: &Callback, simulated: &Callback) -> Self {
        Self {
            kind: kafka.kind.to_owned(),
            who: Some(kafka.who.clone()),
            partitions: kafka.partitions.iter().cloned().collect(),
            generation: None,
            members: None,
            kafka: kafka.at,
            simulated: simulated.at,
        }
    }

    fn of_facts(kafka: &CoordinatorFact, simulated: &CoordinatorFact) -> Self {
        Self {
            kind: kafka.kind.clone(),
            who: kafka.member.clone(),
            partitions: Vec::new(),
            generation: kafka.generation,
            members: kafka.members,
            kafka: kafka.at,
            simulated: simulated.at,
        }
    }

    fn distance(&self) -> Millis {
        (self.kafka - self.simulated).abs()
    }
}

/// What a comparison found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    pub differences: Vec<Difference>,
    pub figures: Figures,
    /// Everything whose times were compared, as Kafka had it in time.
    pub beats: Vec<Beat>,
}

/// Everything in which `simulated` differs from `recording`, and how much was looked at.
pub fn compare(recording: &KafkaRecording, simulated: &Trace) -> Compared {
    let kafka = Trace::from(recording);
    let comparison = Comparison {
        recording,
        kafka: &kafka,
        simulated,
        tolerance: recording.tolerance_ms,
        beats: RefCell::default(),
    };
    let mut found = Vec::new();
    comparison.coordinator(&mut found);
    for who in recording.consumers.keys() {
        comparison.callbacks(who, &mut found);
        comparison.generations(who, &mut found);
        comparison.errors(who, &mut found);
        comparison.commits(who, &mut found);
    }
    comparison.outcome(&mut found);
    let mut beats = comparison.beats.into_inner();
    beats.sort_by_key(|beat| beat.kafka);
    let largest = beats.iter().map(Beat::distance).max();
    Compared {
        differences: found,
        figures: Figures {
            callbacks: kafka.callbacks.len(),
            generations: kafka.generations.len(),
            commits: kafka.commits.len(),
            offsets: kafka.outcome.committed.len(),
            largest_ms: largest.unwrap_or(0),
            tolerance_ms: recording.tolerance_ms,
        },
        beats,
    }
}

struct Comparison<'a> {
    recording: &'a KafkaRecording,
    kafka: &'a Trace,
    simulated: &'a Trace,
    tolerance: Millis,
    beats: RefCell<Vec<Beat>>,
}

impl Comparison<'_> {
    fn is_unstable(&self, what: &str) -> bool {
        self.recording.unstable.iter().any(|entry| entry == what)
    }

    fn callbacks(&self, who: &str, found: &mut Vec<Difference>) {
        if self.is_unstable(&format!("callbacks:{who}")) {
            return;
        }
        let of = |trace: &'_ Trace| -> Vec<Callback> {
            let own = trace
                .callbacks
                .iter()
                .filter(|callback| callback.who == who);
            own.cloned().collect()
        };
        let (kafka, simulated) = (of(self.kafka), of(self.simulated));
        let line = |callback: &Callback| {
            let list: Vec<&str> = callback.partitions.iter().map(String::as_str).collect();
            format!("{} ({})", callback.kind, list.join(" "))
        };
        let before = found.len();
        sequence(
            &format!("callbacks of {who}"),
            &kafka,
            &simulated,
            line,
            found,
        );
        if found.len() > before {
            return;
        }
        for (kafka, simulated) in kafka.iter().zip(&simulated) {
            let beat = Beat::of_callbacks(kafka, simulated);
            self.time(&format!("{who} {}", line(kafka)), beat, found);
        }
    }

    fn generations(&self, who: &str, found: &mut Vec<Difference>) {
        if self.is_unstable(&format!("generations:{who}")) {
            return;
        }
        let of = |trace: &'_ Trace| -> Vec<(i32, Option<String>)> {
            let own = trace.generations.iter().filter(|seen| seen.who == who);
            own.map(|seen| (seen.generation, seen.member.clone()))
                .collect()
        };
        let line = |(generation, member): &(i32, Option<String>)| {
            format!("{generation} as {}", member.as_deref().unwrap_or("nobody"))
        };
        sequence(
            &format!("generations of {who}"),
            &of(self.kafka),
            &of(self.simulated),
            line,
            found,
        );
    }

    fn errors(&self, who: &str, found: &mut Vec<Difference>) {
        if self.is_unstable(&format!("errors:{who}")) {
            return;
        }
        let of = |trace: &'_ Trace| -> Vec<String> {
            let own = trace.errors.iter().filter(|error| error.who == who);
            let mut exceptions: Vec<String> = own.map(|error| error.exception.clone()).collect();
            exceptions.dedup();
            exceptions
        };
        sequence(
            &format!("errors of {who}"),
            &of(self.kafka),
            &of(self.simulated),
            Clone::clone,
            found,
        );
    }

    fn time(&self, what: &str, beat: Beat, found: &mut Vec<Difference>) {
        if beat.distance() > self.tolerance {
            found.push(Difference::Time {
                what: what.to_owned(),
                kafka: beat.kafka,
                simulated: beat.simulated,
                tolerance: self.tolerance,
            });
        }
        self.beats.borrow_mut().push(beat);
    }

    fn coordinator(&self, found: &mut Vec<Difference>) {
        let is_group = |fact: &CoordinatorFact| {
            matches!(
                fact.kind.as_str(),
                "prepare_rebalance" | "join_complete" | "empty"
            )
        };
        let leaves_out_group = self.is_unstable("coordinator:group");
        let is_stable = |fact: &CoordinatorFact| {
            let is_left_out = fact
                .member
                .as_ref()
                .is_some_and(|member| self.is_unstable(&format!("coordinator:member:{member}")));
            !(is_left_out || leaves_out_group && is_group(fact))
        };
        let of = |trace: &'_ Trace| -> Vec<CoordinatorFact> {
            trace
                .coordinator
                .iter()
                .filter(|fact| is_stable(fact))
                .cloned()
                .collect()
        };
        let (kafka, simulated) = (of(self.kafka), of(self.simulated));
        let Some(pairs) = pair_up(&kafka, &simulated) else {
            sequence("coordinator", &kafka, &simulated, fact_line, found);
            return;
        };
        for (kafka, simulated) in pairs {
            let what = format!("coordinator {}", fact_line(kafka));
            self.time(&what, Beat::of_facts(kafka, simulated), found);
        }
    }

    fn commits(&self, who: &str, found: &mut Vec<Difference>) {
        if self.is_unstable(&format!("callbacks:{who}")) {
            return;
        }
        let of = |trace: &'_ Trace| -> Vec<CommitSeen> {
            trace
                .commits
                .iter()
                .filter(|commit| commit.who == who)
                .cloned()
                .collect()
        };
        let (kafka, simulated) = (of(self.kafka), of(self.simulated));
        for commit in &kafka {
            if !simulated.iter().any(|other| self.is_like(commit, other)) {
                found.push(unmatched(commit, "Kafka", "the simulator"));
            }
        }
        let end = self
            .recording
            .script
            .iter()
            .map(|action| action.at_ms)
            .max()
            .unwrap_or(0);
        let inner = simulated
            .iter()
            .filter(|commit| commit.is_automatic && commit.at < end - self.tolerance);
        for commit in inner {
            if !kafka.iter().any(|other| self.is_like(other, commit)) {
                found.push(unmatched(commit, "the simulator", "Kafka"));
            }
        }
    }

    fn is_like(&self, kafka: &CommitSeen, simulated: &CommitSeen) -> bool {
        // commitSync() without a map also names what was only positioned, not processed.
        let has_same_partitions = if kafka.is_automatic {
            kafka.offsets.keys().eq(simulated.offsets.keys())
        } else {
            kafka
                .offsets
                .keys()
                .all(|partition| simulated.offsets.contains_key(partition))
        };
        kafka.is_automatic == simulated.is_automatic
            && has_same_partitions
            && kafka.offsets.iter().all(|(partition, offset)| {
                let allowed = self.slack(partition, Some(kafka.at));
                simulated.offsets[partition].abs_diff(*offset) <= allowed
            })
    }

    /// Rate × tolerance, plus one batch: the one in hand at a moment, or the usual one.
    fn slack(&self, partition: &str, at: Option<Millis>) -> u64 {
        let polls = self.kafka.polls.iter().filter_map(|poll| {
            let count = *poll.counts.get(partition)?;
            Some((poll.at, poll.done.unwrap_or(poll.at), count))
        });
        let mut counts: Vec<u64> = polls.clone().map(|(_, _, count)| count).collect();
        counts.sort_unstable();
        let usual = counts.get(counts.len() / 2).copied().unwrap_or(0);
        let in_hand = at.and_then(|at| {
            let near = polls
                .filter(|(from, to, _)| *from <= at + self.tolerance && at - self.tolerance <= *to);
            near.map(|(_, _, count)| count).max()
        });
        let tolerance = u64::try_from(self.tolerance).unwrap_or(0);
        let (records, per_ms) = self.rate(partition);
        (records * tolerance).div_ceil(per_ms) + usual.max(in_hand.unwrap_or(0))
    }

    /// Records per milliseconds: as produced, or where all was there before, as processed.
    fn rate(&self, partition: &str) -> (u64, u64) {
        let (topic, number) = partition.rsplit_once('-').unwrap_or((partition, ""));
        let number: u32 = number.parse().unwrap_or(0);
        for action in &self.recording.script {
            if let ActionKind::ProduceNew {
                topic: grown,
                from,
                to,
                per_tick,
                tick_ms,
            } = &action.what
                && grown == topic
                && (*from..*to).contains(&number)
            {
                return ((*per_tick).into(), *tick_ms);
            }
        }
        let produced = self
            .recording
            .topics
            .iter()
            .find(|known| known.name == topic);
        if let Some(ticks) = produced.and_then(|topic| topic.production) {
            (ticks.per_tick_per_partition.into(), ticks.tick_ms.max(1))
        } else {
            let process = self
                .recording
                .consumers
                .values()
                .map(|consumer| consumer.process_ms);
            (1, process.min().unwrap_or(1).max(1))
        }
    }

    fn outcome(&self, found: &mut Vec<Difference>) {
        let (kafka, simulated) = (&self.kafka.outcome, &self.simulated.outcome);
        if !self.is_unstable("final_state") {
            same("final.state", &kafka.state, &simulated.state, found);
            same("final.members", &kafka.members, &simulated.members, found);
        }
        let partitions: BTreeSet<&String> = kafka
            .committed
            .keys()
            .chain(simulated.committed.keys())
            .collect();
        for partition in partitions {
            let (ours, theirs) = (
                simulated.committed.get(partition),
                kafka.committed.get(partition),
            );
            let is_near = match (ours, theirs) {
                (Some(ours), Some(theirs)) => ours.abs_diff(*theirs) <= self.slack(partition, None),
                _ => false,
            };
            if !is_near {
                found.push(outcome(
                    format!("final.committed of {partition}"),
                    &theirs,
                    &ours,
                ));
            }
        }
        let fields = [
            (
                "final.processed_more_than_once",
                &kafka.processed_twice,
                &simulated.processed_twice,
            ),
            (
                "final.never_processed",
                &kafka.never_processed,
                &simulated.never_processed,
            ),
        ];
        for (field, kafka, simulated) in fields {
            let partitions: BTreeSet<&String> = kafka.keys().chain(simulated.keys()).collect();
            for partition in partitions {
                let of = |spans: Option<&Vec<Span>>| spans.cloned().unwrap_or_default();
                let (kafka, simulated) = (of(kafka.get(partition)), of(simulated.get(partition)));
                let slack = self.slack(partition, None);
                if !(covers(&kafka, &simulated, slack) && covers(&simulated, &kafka, slack)) {
                    found.push(outcome(
                        format!("{field} of {partition}"),
                        &kafka,
                        &simulated,
                    ));
                }
            }
        }
    }
}

/// Every range of `these` that is longer than `slack` has a counterpart whose ends are near.
fn covers(these: &[Span], others: &[Span], slack: u64) -> bool {
    these
        .iter()
        .filter(|span| span.count() > slack)
        .all(|span| {
            let is_near = |other: &Span| {
                span.from.abs_diff(other.from) <= slack && span.to.abs_diff(other.to) <= slack
            };
            others.iter().any(is_near)
        })
}

fn unmatched(commit: &CommitSeen, present: &'static str, absent: &'static str) -> Difference {
    Difference::Commit {
        who: commit.who.clone(),
        at: commit.at,
        present,
        absent,
        offsets: commit.offsets.clone(),
    }
}

fn outcome(field: String, kafka: &impl Debug, simulated: &impl Debug) -> Difference {
    Difference::Outcome {
        field,
        kafka: format!("{kafka:?}"),
        simulated: format!("{simulated:?}"),
    }
}

fn same<T: PartialEq + Debug>(field: &str, kafka: &T, simulated: &T, found: &mut Vec<Difference>) {
    if kafka != simulated {
        found.push(outcome(field.to_owned(), kafka, simulated));
    }
}

fn sequence<T>(
    what: &str,
    kafka: &[T],
    simulated: &[T],
    line: impl Fn(&T) -> String,
    found: &mut Vec<Difference>,
) {
    let texts = |entries: &[T]| entries.iter().map(&line).collect::<Vec<_>>();
    let (kafka, simulated) = (texts(kafka), texts(simulated));
    let Some(index) = (0..kafka.len().max(simulated.len()))
        .find(|index| kafka.get(*index) != simulated.get(*index))
    else {
        return;
    };
    let entry = |entries: &[String]| {
        entries
            .get(index)
            .cloned()
            .unwrap_or_else(|| "nothing more".to_owned())
    };
    found.push(Difference::Sequence {
        what: what.to_owned(),
        index,
        kafka: entry(&kafka),
        simulated: entry(&simulated),
    });
}

fn fact_line(fact: &CoordinatorFact) -> String {
    let mut line = fact.kind.clone();
    if let Some(generation) = fact.generation {
        line.extend([format!(" {generation}")]);
    }
    if let Some(members) = fact.members {
        line.extend([format!(" with {members}")]);
    }
    if let Some(member) = &fact.member {
        line.extend([format!(" {member}")]);
    }
    line
}

/// Pairs equal entries in their order of occurrence. None if something is left over, or if
/// entries stand in another order that were not close together.
fn pair_up<'a>(
    kafka: &'a [CoordinatorFact],
    simulated: &'a [CoordinatorFact],
) -> Option<Vec<(&'a CoordinatorFact, &'a CoordinatorFact)>> {
    if kafka.len() != simulated.len() {
        return None;
    }
    let mut taken = vec![false; simulated.len()];
    let mut pairs = Vec::with_capacity(kafka.len());
    for (place, fact) in kafka.iter().enumerate() {
        let line = fact_line(fact);
        let index = (0..simulated.len())
            .find(|index| !taken[*index] && fact_line(&simulated[*index]) == line)?;
        taken[index] = true;
        pairs.push((place, index));
    }
    let may_swap = |a: usize, b: usize| (kafka[a].at - kafka[b].at).abs() < SWAP_MS;
    let is_ordered = pairs.iter().enumerate().all(|(number, (place, index))| {
        let later = &pairs[number + 1..];
        later
            .iter()
            .all(|(other, after)| after > index || may_swap(*place, *other))
    });
    is_ordered.then(|| {
        pairs
            .into_iter()
            .map(|(place, index)| (&kafka[place], &simulated[index]))
            .collect()
    })
}
