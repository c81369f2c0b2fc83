//! Reads a simulated run: effects become a trace in the recordings' terms.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use sim_core::effect::{CommitHow, ProcessEnd, RemovalReason};
use sim_core::view::GroupState;
use sim_core::{
    Command, ConsumerId, Effect, MemberId, PartitionId, Recording, SimTime, TimedCommand, TopicId,
};

use super::drive::DriveError;
use super::ranges::{Span, covered, gaps};
use super::trace::{
    Callback, CommitSeen, CoordinatorFact, ErrorSeen, GenerationSeen, Millis, Offsets, Outcome,
    PollSeen, Trace,
};

/// One batch of a simulated consumer: from the poll that returned it to its last record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    pub polled: SimTime,
    pub ended: SimTime,
}

/// Everything seen so far.
#[derive(Debug)]
pub struct Watcher {
    trace: Trace,
    consumers: Vec<String>,
    topics: Vec<String>,
    partitions: Vec<String>,
    member_names: BTreeMap<MemberId, String>,
    members: BTreeMap<MemberId, ConsumerId>,
    assigned: BTreeMap<ConsumerId, BTreeSet<String>>,
    living: BTreeSet<ConsumerId>,
    turns: BTreeMap<ConsumerId, Vec<Turn>>,
    processed: BTreeMap<String, Vec<Span>>,
    abandoned: Vec<(SimTime, String, Span)>,
}

/// Topics get their ids in the order in which they are created.
fn created_topic(timed: &TimedCommand) -> Option<String> {
    if let Command::CreateTopic { topic } = &timed.command {
        return Some(topic.name.clone());
    }
    None
}

impl Watcher {
    pub fn new(recording: &Recording) -> Self {
        let scenario = &recording.scenario;
        let created = recording.commands.iter().filter_map(created_topic);
        let partitions = scenario.topics.iter().flat_map(|topic| {
            (0..topic.partitions).map(move |number| format!("{}-{number}", topic.name))
        });
        Self {
            trace: Trace {
                outcome: Outcome {
                    state: GroupState::Empty.name().to_owned(),
                    ..Outcome::default()
                },
                ..Trace::default()
            },
            consumers: scenario
                .consumers
                .iter()
                .map(|spec| spec.name.clone())
                .collect(),
            topics: scenario
                .topics
                .iter()
                .map(|topic| topic.name.clone())
                .chain(created)
                .collect(),
            partitions: partitions.collect(),
            member_names: BTreeMap::new(),
            members: BTreeMap::new(),
            assigned: BTreeMap::new(),
            living: BTreeSet::new(),
            turns: BTreeMap::new(),
            processed: BTreeMap::new(),
            abandoned: Vec::new(),
        }
    }

    /// Takes in what one step did.
    pub fn watch(&mut self, at: SimTime, effects: &[Effect]) -> Result<(), DriveError> {
        effects.iter().try_for_each(|effect| {
            if let Effect::CommandRefused { command, why } = effect {
                return Err(DriveError::Refused {
                    command: format!("{command:?}"),
                    why: why.to_string(),
                });
            }
            self.watch_process(at, effect);
            self.watch_client(at, effect);
            self.watch_coordinator(at, effect);
            Ok(())
        })
    }

    fn who(&self, consumer: ConsumerId) -> String {
        self.consumers[consumer.index()].clone()
    }

    fn names(&self, partitions: &Arc<[PartitionId]>) -> BTreeSet<String> {
        let name = |id: &PartitionId| self.partitions[id.index()].clone();
        partitions.iter().map(name).collect()
    }

    fn offsets(&self, offsets: &[(PartitionId, u64)]) -> Offsets {
        let named =
            |(id, offset): &(PartitionId, u64)| (self.partitions[id.index()].clone(), *offset);
        offsets.iter().map(named).collect()
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other effects are watched elsewhere"
    )]
    fn watch_process(&mut self, at: SimTime, effect: &Effect) {
        match effect {
            Effect::ProcessStarted { consumer } => {
                self.living.insert(*consumer);
            }
            Effect::ProcessEnded { consumer, how } => {
                self.living.remove(consumer);
                if let ProcessEnd::Failed(error) = how {
                    self.add_error(*consumer, error.name());
                }
            }
            Effect::PartitionsAdded { topic, from, to } => self.add_partitions(*topic, *from, *to),
            Effect::BatchReturned {
                consumer, ranges, ..
            } => {
                let turn = Turn {
                    polled: at,
                    ended: SimTime::MAX,
                };
                self.turns.entry(*consumer).or_default().push(turn);
                let counts = ranges.iter().map(|range| {
                    (
                        self.partitions[range.partition.index()].clone(),
                        range.count(),
                    )
                });
                let poll = PollSeen {
                    at: millis(at),
                    done: None,
                    counts: counts.collect(),
                    who: self.who(*consumer),
                };
                self.trace.polls.push(poll);
            }
            Effect::RecordsProcessed {
                consumer, range, ..
            } => {
                if let Some(turn) = self
                    .turns
                    .get_mut(consumer)
                    .and_then(|turns| turns.last_mut())
                {
                    turn.ended = at;
                }
                let span = Span {
                    from: range.from,
                    to: range.to,
                };
                let name = self.partitions[range.partition.index()].clone();
                self.processed.entry(name).or_default().push(span);
            }
            Effect::RecordsAbandoned { range, .. } => {
                let span = Span {
                    from: range.from,
                    to: range.to,
                };
                let name = self.partitions[range.partition.index()].clone();
                self.abandoned.push((at, name, span));
            }
            _ => {}
        }
    }

    fn add_partitions(&mut self, topic: TopicId, from: u32, to: u32) {
        let name = self.topics[topic.index()].clone();
        self.partitions
            .extend((from..to).map(|number| format!("{name}-{number}")));
    }

    fn add_error(&mut self, consumer: ConsumerId, exception: &str) {
        let who = self.who(consumer);
        self.trace.errors.push(ErrorSeen {
            who,
            exception: exception.to_owned(),
        });
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other effects are watched elsewhere"
    )]
    fn watch_client(&mut self, at: SimTime, effect: &Effect) {
        match effect {
            Effect::PartitionsAssigned {
                consumer,
                partitions,
            } => {
                let names = self.names(partitions);
                self.assigned
                    .entry(*consumer)
                    .or_default()
                    .extend(names.iter().cloned());
                self.add_callback(at, *consumer, "assigned", names);
            }
            Effect::PartitionsRevoked {
                consumer,
                partitions,
            } => self.add_loss(at, *consumer, "revoked", partitions),
            Effect::PartitionsLost {
                consumer,
                partitions,
            } => self.add_loss(at, *consumer, "lost", partitions),
            Effect::GenerationChanged {
                consumer,
                generation_id,
                member,
            } => {
                let member = member.and_then(|id| self.member_names.get(&id).cloned());
                let who = self.who(*consumer);
                self.trace.generations.push(GenerationSeen {
                    who,
                    generation: generation_id.0,
                    member,
                });
            }
            Effect::CommitSucceeded {
                consumer,
                how,
                offsets,
            } => {
                let commit = CommitSeen {
                    at: millis(at),
                    who: self.who(*consumer),
                    is_automatic: is_automatic(*how),
                    offsets: self.offsets(offsets),
                };
                self.trace.commits.push(commit);
            }
            // The application never sees how an automatic commit fails.
            Effect::CommitFailed {
                consumer,
                how,
                error,
            } if !is_automatic(*how) => {
                self.add_error(*consumer, error.name());
            }
            _ => {}
        }
    }

    /// A callback that takes partitions away.
    fn add_loss(
        &mut self,
        at: SimTime,
        consumer: ConsumerId,
        kind: &'static str,
        partitions: &Arc<[PartitionId]>,
    ) {
        let names = self.names(partitions);
        self.assigned
            .entry(consumer)
            .or_default()
            .retain(|name| !names.contains(name));
        self.add_callback(at, consumer, kind, names);
    }

    fn add_callback(
        &mut self,
        at: SimTime,
        consumer: ConsumerId,
        kind: &'static str,
        partitions: BTreeSet<String>,
    ) {
        let who = self.who(consumer);
        self.trace.callbacks.push(Callback {
            at: millis(at),
            who,
            kind,
            partitions,
        });
    }

    #[expect(
        clippy::wildcard_enum_match_arm,
        reason = "the other effects are watched elsewhere"
    )]
    fn watch_coordinator(&mut self, at: SimTime, effect: &Effect) {
        match effect {
            Effect::MemberIdHandedOut {
                member, consumer, ..
            } => self.name_member(*member, *consumer),
            Effect::MemberAdded {
                member,
                consumer,
                is_static,
                ..
            } => {
                self.members.insert(*member, *consumer);
                if *is_static {
                    self.name_member(*member, *consumer);
                    let member = self.member_names.get(member).cloned();
                    self.add_fact(at, "static_member_added", None, None, member);
                }
            }
            Effect::MemberReplaced {
                old_member,
                member,
                consumer,
                ..
            } => {
                self.name_member(*member, *consumer);
                self.members.remove(old_member);
                self.members.insert(*member, *consumer);
                // The recorded line names the old one only.
                let old = self.member_names.get(old_member).cloned();
                self.add_fact(at, "static_member_replaced", None, None, old);
            }
            Effect::MemberRemoved {
                member,
                reason,
                was_pending,
                ..
            } => {
                self.members.remove(member);
                let kind = match reason {
                    RemovalReason::Left => "leave",
                    RemovalReason::SessionExpired => "session_expired",
                    RemovalReason::NotRejoined => "not_rejoined_removed",
                    RemovalReason::NotSynced | RemovalReason::GroupFull => return,
                };
                if !was_pending {
                    let member = self.member_names.get(member).cloned();
                    self.add_fact(at, kind, None, None, member);
                }
            }
            Effect::GroupTransition {
                to, generation_id, ..
            } => {
                to.name().clone_into(&mut self.trace.outcome.state);
                if *to == GroupState::PreparingRebalance {
                    self.add_fact(at, "prepare_rebalance", Some(*generation_id), None, None);
                }
            }
            Effect::JoinPhaseCompleted {
                generation_id,
                members,
                ..
            } => {
                if *members == 0 {
                    self.add_fact(at, "empty", Some(*generation_id), None, None);
                } else {
                    let members = Some(u64::from(*members));
                    self.add_fact(at, "join_complete", Some(*generation_id), members, None);
                }
            }
            Effect::OffsetsStored { offsets, .. } => {
                let offsets = self.offsets(offsets);
                self.trace.outcome.committed.extend(offsets);
            }
            _ => {}
        }
    }

    fn name_member(&mut self, member: MemberId, consumer: ConsumerId) {
        let who = self.who(consumer);
        let prefix = format!("{who}#");
        let earlier = self
            .member_names
            .values()
            .filter(|name| name.starts_with(&prefix))
            .count();
        self.member_names
            .insert(member, format!("{who}#{}", earlier + 1));
    }

    fn add_fact(
        &mut self,
        at: SimTime,
        kind: &str,
        generation: Option<i32>,
        members: Option<u64>,
        member: Option<String>,
    ) {
        self.trace.coordinator.push(CoordinatorFact {
            at: millis(at),
            kind: kind.to_owned(),
            generation,
            members,
            member,
        });
    }

    /// Processes that have not ended.
    pub fn living(&self) -> Vec<String> {
        self.living
            .iter()
            .map(|consumer| self.who(*consumer))
            .collect()
    }

    /// The batches of a consumer, in order.
    pub fn turns(&self, who: &str) -> Vec<Turn> {
        let known = self.consumers.iter().position(|name| name == who);
        let turns = known.and_then(|index| self.turns.get(&ConsumerId::from_index(index)));
        turns.cloned().unwrap_or_default()
    }

    /// The trace; what was processed stands in `books`, in which every process was stopped.
    /// at `end`.
    pub fn into_trace(self, books: &Self, end: SimTime) -> Trace {
        let mut trace = self.trace;
        let is_stable = trace.outcome.state == GroupState::Stable.name();
        for (member, consumer) in &self.members {
            let name = self.member_names.get(member).cloned().unwrap_or_default();
            let assigned = self.assigned.get(consumer).filter(|_| is_stable).cloned();
            trace
                .outcome
                .members
                .insert(name, assigned.unwrap_or_default());
        }
        for partition in &self.partitions {
            let processed = books.processed.get(partition).cloned().unwrap_or_default();
            let twice = covered(&processed, 2);
            if !twice.is_empty() {
                trace
                    .outcome
                    .processed_twice
                    .insert(partition.clone(), twice);
            }
            let highest = processed.iter().map(|span| span.to).max().unwrap_or(0);
            let committed = trace.outcome.committed.get(partition).copied().unwrap_or(0);
            let mut reached = processed;
            let in_hand = books
                .abandoned
                .iter()
                .filter(|(at, name, _)| *at == end && name == partition);
            reached.extend(in_hand.map(|(_, _, span)| *span));
            let never = gaps(&reached, highest.max(committed));
            if !never.is_empty() {
                trace
                    .outcome
                    .never_processed
                    .insert(partition.clone(), never);
            }
        }
        trace
    }
}

fn is_automatic(how: CommitHow) -> bool {
    match how {
        CommitHow::Auto | CommitHow::AutoOnRejoin | CommitHow::AutoOnClose => true,
        CommitHow::SyncAfterBatch
        | CommitHow::SyncBeforeProcessing
        | CommitHow::SyncByCommand
        | CommitHow::SyncInRevoked
        | CommitHow::SyncPerRecord
        | CommitHow::SyncProcessed
        | CommitHow::SyncOnClose
        | CommitHow::SyncFinished
        | CommitHow::Async
        | CommitHow::AsyncRetry => false,
    }
}

fn millis(at: SimTime) -> Millis {
    Millis::try_from((at.as_micros() + 500) / 1_000).unwrap_or(Millis::MAX)
}
