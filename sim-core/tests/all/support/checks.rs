//! Checkers over plain data, so that each can be shown a planted violation, and the notes of a
//! run that feed them.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]
#![allow(clippy::too_many_lines, reason = "told in one piece")]

use std::collections::{BTreeMap, BTreeSet};

use sim_core::effect::{PositionSource, RemovalReason};
use sim_core::view::GroupState;
use sim_core::{ConsumerId, Effect, Fate, GroupId, MemberId, PartitionId, SimTime, Simulation};

/// A rule that was broken.
pub type Broken = Result<(), String>;

/// The parts of a fate add up to the log.
pub fn ledger_adds_up(fate: &Fate) -> Broken {
    let sum = fate.once + fate.twice + fate.lost + fate.skipped + fate.pending;
    if sum != fate.log_end_offset {
        return Err(format!(
            "the ledger's parts make {sum}, the log has {}: {fate:?}",
            fate.log_end_offset
        ));
    }
    if fate.at_risk > fate.pending {
        return Err(format!("more at risk than pending: {fate:?}"));
    }
    if fate.extra_effects > fate.extra_runs {
        return Err(format!("more extra effects than extra runs: {fate:?}"));
    }
    if fate.extra_runs < fate.twice {
        return Err(format!("fewer extra runs than repeated records: {fate:?}"));
    }
    Ok(())
}

/// What a run's facts say about one partition in one group, counted offset by offset.
#[derive(Clone, Debug, Default)]
pub struct Book {
    /// As last stored; what expires is not uncommitted.
    pub committed: u64,
    pub runs: Vec<u32>,
    pub skipped: BTreeSet<u64>,
}

impl Book {
    fn runs_of(&self, offset: u64) -> u32 {
        usize::try_from(offset)
            .ok()
            .and_then(|index| self.runs.get(index))
            .copied()
            .unwrap_or(0)
    }

    fn process(&mut self, from: u64, to: u64) {
        for offset in from..to {
            let index = usize::try_from(offset).expect("a small log");
            if self.runs.len() <= index {
                self.runs.resize(index + 1, 0);
            }
            self.runs[index] += 1;
            self.skipped.remove(&offset);
        }
    }

    fn reset_to(&mut self, position: u64) {
        let jumped: Vec<u64> = (0..position)
            .filter(|offset| self.runs_of(*offset) == 0)
            .collect();
        self.skipped.extend(jumped);
    }
}

/// The ledger's intervals agree with a count of every single record.
pub fn ledger_agrees(fate: &Fate, book: &Book) -> Broken {
    let count = |is_wanted: &dyn Fn(u32) -> bool| {
        book.runs.iter().filter(|runs| is_wanted(**runs)).count() as u64
    };
    let extra: u64 = book
        .runs
        .iter()
        .map(|runs| u64::from(runs.saturating_sub(1)))
        .sum();
    let below = (0..book.committed)
        .filter(|offset| book.runs_of(*offset) == 0 && !book.skipped.contains(offset));
    let counted = [
        ("once", fate.once, count(&|runs| runs == 1)),
        ("more than once", fate.twice, count(&|runs| runs > 1)),
        ("extra runs", fate.extra_runs, extra),
        ("skipped", fate.skipped, book.skipped.len() as u64),
        (
            "lost or at risk",
            fate.lost + fate.at_risk,
            below.count() as u64,
        ),
    ];
    match counted
        .into_iter()
        .find(|(_, ledger, counted)| ledger != counted)
    {
        Some((what, ledger, counted)) => Err(format!(
            "{what}: the ledger says {ledger}, counting says {counted}: {fate:?}"
        )),
        None => Ok(()),
    }
}

/// Whether somebody alive may still process `offset`: its position is not past it, or it has it
/// in hand.
pub fn is_hopeful(offset: u64, positions: &[u64], in_hand: &[(u64, u64)]) -> bool {
    positions.iter().any(|position| *position <= offset)
        || in_hand
            .iter()
            .any(|(from, to)| (*from..*to).contains(&offset))
}

/// What lies below the committed offset unprocessed is at risk while there is hope, else lost.
pub fn losses_agree(fate: &Fate, book: &Book, positions: &[u64], in_hand: &[(u64, u64)]) -> Broken {
    let below = (0..book.committed)
        .filter(|offset| book.runs_of(*offset) == 0 && !book.skipped.contains(offset));
    let hopeful = below
        .filter(|offset| is_hopeful(*offset, positions, in_hand))
        .count() as u64;
    if hopeful == fate.at_risk {
        Ok(())
    } else {
        Err(format!(
            "at risk: the ledger says {}, counting says {hopeful}, positions {positions:?}, in hand {in_hand:?}: {fate:?}",
            fate.at_risk
        ))
    }
}

/// Nothing is committed that is not in the log.
pub fn commit_inside_log(offset: u64, log_end_offset: u64) -> Broken {
    if offset <= log_end_offset {
        Ok(())
    } else {
        Err(format!(
            "offset {offset} was committed, the log ends at {log_end_offset}"
        ))
    }
}

/// A log never shrinks.
pub fn log_grows(before: u64, after: u64) -> Broken {
    if before <= after {
        Ok(())
    } else {
        Err(format!("a log end went from {before} back to {after}"))
    }
}

/// The group states follow Kafka's table.
pub fn transition_is_legal(from: GroupState, to: GroupState) -> Broken {
    use GroupState::{CompletingRebalance, Empty, PreparingRebalance, Stable};
    let legal = [
        (Empty, PreparingRebalance),
        (Stable, PreparingRebalance),
        (CompletingRebalance, PreparingRebalance),
        (PreparingRebalance, CompletingRebalance),
        (PreparingRebalance, Empty),
        (CompletingRebalance, Stable),
    ];
    if legal.contains(&(from, to)) {
        Ok(())
    } else {
        Err(format!(
            "a group went from {} to {}",
            from.name(),
            to.name()
        ))
    }
}

/// Each completed join phase is the next generation.
pub fn generation_follows(before: i32, now: i32) -> Broken {
    if now == before + 1 {
        Ok(())
    } else {
        Err(format!("generation {now} follows {before}"))
    }
}

/// Who was assigned what, per group and generation.
#[derive(Clone, Debug, Default)]
pub struct Claims(BTreeMap<(GroupId, i32, PartitionId), ConsumerId>);

impl Claims {
    /// The generations of a deleted group begin anew.
    pub fn forget(&mut self, group: GroupId) {
        self.0.retain(|(of, _, _), _| *of != group);
    }

    /// A second owner in the same generation is a broken rule.
    pub fn claim(
        &mut self,
        group: GroupId,
        generation: i32,
        partition: PartitionId,
        owner: ConsumerId,
    ) -> Broken {
        match self.0.insert((group, generation, partition), owner) {
            Some(other) if other != owner => Err(format!(
                "{partition:?} is {other:?}'s and {owner:?}'s in generation {generation}"
            )),
            Some(_) | None => Ok(()),
        }
    }
}

/// `poll()` goes on where it was: nothing is left out, nothing returned twice by one position.
pub fn batch_continues(position: Option<u64>, from: u64, to: u64, log_end_offset: u64) -> Broken {
    if position != Some(from) {
        return Err(format!(
            "poll() returned {from}..{to} at position {position:?}"
        ));
    }
    if to > log_end_offset {
        return Err(format!(
            "poll() returned {from}..{to}, the log ends at {log_end_offset}"
        ));
    }
    Ok(())
}

/// A member is removed for silence exactly when its timer says so, not earlier and not later.
pub fn expiry_is_on_time(
    removed: SimTime,
    heard: SimTime,
    session_ms: u64,
    new_member_since: Option<SimTime>,
) -> Broken {
    let silence = removed.since(heard).as_millis();
    let as_new = new_member_since.map(|since| removed.since(since).as_millis());
    if silence == session_ms || as_new == Some(300_000) {
        Ok(())
    } else {
        Err(format!(
            "removed at {removed}, last heard at {heard}, session of {session_ms} ms"
        ))
    }
}

/// A handful of consumers cannot have that much to do at one instant.
pub fn time_goes_on(at: SimTime, steps: u64) -> Broken {
    if steps < 20_000 {
        Ok(())
    } else {
        Err(format!("{steps} events at {at}, and no end"))
    }
}

/// The members a join phase counts are those that came and did not go.
pub fn census_agrees(counted: u32, known: usize) -> Broken {
    if usize::try_from(counted) == Ok(known) {
        Ok(())
    } else {
        Err(format!(
            "a join phase counts {counted} members, {known} came and did not go"
        ))
    }
}

/// Everything the checkers need to remember of a run.
#[derive(Debug, Default)]
pub struct Notes {
    session_ms: u64,
    books: BTreeMap<(GroupId, PartitionId), Book>,
    claims: Claims,
    log_ends: Vec<u64>,
    generations: BTreeMap<GroupId, i32>,
    client_generation: BTreeMap<ConsumerId, i32>,
    positions: BTreeMap<(ConsumerId, PartitionId), u64>,
    in_hand: BTreeMap<(ConsumerId, PartitionId), BTreeSet<u64>>,
    members: BTreeMap<GroupId, BTreeSet<MemberId>>,
    pending: BTreeSet<MemberId>,
    heard: BTreeMap<MemberId, SimTime>,
    new_since: BTreeMap<MemberId, SimTime>,
}

impl Notes {
    /// `session_ms`: the `session.timeout.ms` of every member.
    pub fn new(session_ms: u64) -> Self {
        Self {
            session_ms,
            ..Self::default()
        }
    }

    /// Checks one step's facts against everything noted before.
    pub fn note(&mut self, simulation: &Simulation, effects: &[Effect]) -> Broken {
        for effect in effects {
            self.note_group(simulation, effect)?;
            self.note_client(simulation, effect)?;
        }
        let ends: Vec<u64> = simulation
            .partitions()
            .map(|partition| simulation.log_end_offset(partition))
            .collect();
        for (before, after) in self.log_ends.iter().zip(&ends) {
            log_grows(*before, *after)?;
        }
        self.log_ends = ends;
        Ok(())
    }

    fn note_group(&mut self, simulation: &Simulation, effect: &Effect) -> Broken {
        match effect {
            Effect::GroupTransition { from, to, .. } => transition_is_legal(*from, *to)?,
            Effect::JoinPhaseCompleted {
                group,
                generation_id,
                members,
                ..
            } => {
                let before = self.generations.insert(*group, *generation_id).unwrap_or(0);
                generation_follows(before, *generation_id)?;
                let known = self.members.entry(*group).or_default();
                census_agrees(*members, known.len())?;
                for member in known.iter() {
                    self.new_since.remove(member);
                }
            }
            Effect::MemberIdHandedOut { member, .. } => {
                self.pending.insert(*member);
                self.heard.insert(*member, simulation.now());
            }
            Effect::MemberReplaced {
                group,
                old_member,
                member,
                ..
            } => {
                let known = self.members.entry(*group).or_default();
                if !known.remove(old_member) {
                    return Err(format!(
                        "{old_member:?} was replaced without being a member"
                    ));
                }
                known.insert(*member);
                self.new_since.remove(old_member);
                self.heard.remove(old_member);
                self.heard.insert(*member, simulation.now());
            }
            Effect::MemberAdded {
                group,
                member,
                is_static,
                ..
            } => {
                // A static member gets its id and is added in one step.
                if !self.pending.remove(member) && !is_static {
                    return Err(format!("{member:?} was added without an id handed out"));
                }
                self.members.entry(*group).or_default().insert(*member);
                self.new_since.insert(*member, simulation.now());
            }
            Effect::MemberHeard { member, .. } => {
                self.heard.insert(*member, simulation.now());
            }
            Effect::MemberRemoved {
                group,
                member,
                reason,
                was_pending,
                ..
            } => {
                let was_known = if *was_pending {
                    self.pending.remove(member)
                } else {
                    self.members.entry(*group).or_default().remove(member)
                };
                if !was_known {
                    return Err(format!("{member:?} was removed and never there"));
                }
                if *reason == RemovalReason::SessionExpired {
                    let heard = self.heard.get(member).copied().unwrap_or_default();
                    expiry_is_on_time(
                        simulation.now(),
                        heard,
                        self.session_ms,
                        self.new_since.get(member).copied(),
                    )?;
                }
            }
            Effect::GroupDeleted { group } => {
                self.generations.remove(group);
                self.claims.forget(*group);
            }
            Effect::OffsetsStored { group, offsets, .. } => {
                for (partition, offset) in offsets.iter() {
                    let book = self.books.entry((*group, *partition)).or_default();
                    book.committed = *offset;
                    commit_inside_log(*offset, simulation.log_end_offset(*partition))?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn note_client(&mut self, simulation: &Simulation, effect: &Effect) -> Broken {
        match effect {
            Effect::ProcessStarted { consumer } | Effect::ProcessEnded { consumer, .. } => {
                self.positions.retain(|(owner, _), _| owner != consumer);
                self.in_hand.retain(|(owner, _), _| owner != consumer);
                self.client_generation.remove(consumer);
            }
            Effect::PartitionsRevoked {
                consumer,
                partitions,
            }
            | Effect::PartitionsLost {
                consumer,
                partitions,
            } => {
                for partition in partitions.iter() {
                    self.positions.remove(&(*consumer, *partition));
                }
            }
            Effect::GenerationChanged {
                consumer,
                generation_id,
                ..
            } => {
                self.client_generation.insert(*consumer, generation_id.0);
            }
            Effect::PartitionsAssigned {
                consumer,
                partitions,
            } => {
                let generation = self.client_generation.get(consumer).copied().unwrap_or(-1);
                for partition in partitions.iter() {
                    self.positions.remove(&(*consumer, *partition));
                    self.claims.claim(
                        simulation.group_of(*consumer),
                        generation,
                        *partition,
                        *consumer,
                    )?;
                }
            }
            Effect::PositionSet {
                consumer,
                group,
                partition,
                position,
                source,
            } => {
                self.positions.insert((*consumer, *partition), *position);
                let log_end = simulation.log_end_offset(*partition);
                // A program may seek anywhere.
                if *source != PositionSource::Seek {
                    commit_inside_log(*position, log_end)?;
                }
                if matches!(source, PositionSource::Reset(_) | PositionSource::Seek) {
                    self.books
                        .entry((*group, *partition))
                        .or_default()
                        .reset_to((*position).min(log_end));
                }
            }
            Effect::BatchReturned {
                consumer, ranges, ..
            } => {
                for range in ranges.iter() {
                    let position = self
                        .positions
                        .insert((*consumer, range.partition), range.to);
                    self.in_hand
                        .entry((*consumer, range.partition))
                        .or_default()
                        .extend(range.from..range.to);
                    batch_continues(
                        position,
                        range.from,
                        range.to,
                        simulation.log_end_offset(range.partition),
                    )?;
                }
            }
            Effect::RecordsAbandoned {
                consumer, range, ..
            } => {
                if let Some(held) = self.in_hand.get_mut(&(*consumer, range.partition)) {
                    held.retain(|offset| !(range.from..range.to).contains(offset));
                }
            }
            Effect::RecordsProcessed {
                consumer,
                group,
                range,
                ..
            } => {
                if let Some(held) = self.in_hand.get_mut(&(*consumer, range.partition)) {
                    (range.from..range.to).for_each(|offset| {
                        held.remove(&offset);
                    });
                }
                self.books
                    .entry((*group, range.partition))
                    .or_default()
                    .process(range.from, range.to);
            }
            _ => {}
        }
        Ok(())
    }

    fn positions_in(
        &self,
        simulation: &Simulation,
        group: GroupId,
        partition: PartitionId,
    ) -> Vec<u64> {
        let is_wanted = |key: &(ConsumerId, PartitionId)| {
            key.1 == partition && simulation.group_of(key.0) == group
        };
        self.positions
            .iter()
            .filter(|(key, _)| is_wanted(key))
            .map(|(_, position)| *position)
            .collect()
    }

    fn in_hand_in(
        &self,
        simulation: &Simulation,
        group: GroupId,
        partition: PartitionId,
    ) -> Vec<(u64, u64)> {
        let is_wanted = |key: &(ConsumerId, PartitionId)| {
            key.1 == partition && simulation.group_of(key.0) == group
        };
        self.in_hand
            .iter()
            .filter(|(key, _)| is_wanted(key))
            .flat_map(|(_, held)| held.iter().map(|offset| (*offset, offset + 1)))
            .collect()
    }

    /// The ledger against the books, group by group, partition by partition.
    pub fn check_ledger(&self, simulation: &Simulation) -> Broken {
        let empty = Book::default();
        for group in simulation.groups() {
            let mut sums = [0; 5];
            for partition in simulation.partitions() {
                let fate = simulation.fate(group, partition);
                ledger_adds_up(&fate)?;
                let book = self.books.get(&(group, partition)).unwrap_or(&empty);
                ledger_agrees(&fate, book)?;
                losses_agree(
                    &fate,
                    book,
                    &self.positions_in(simulation, group, partition),
                    &self.in_hand_in(simulation, group, partition),
                )?;
                for (sum, part) in sums.iter_mut().zip([
                    fate.once,
                    fate.twice,
                    fate.lost,
                    fate.skipped,
                    fate.at_risk,
                ]) {
                    *sum += part;
                }
            }
            let totals = simulation.totals(group);
            if sums
                != [
                    totals.once,
                    totals.twice,
                    totals.lost,
                    totals.skipped,
                    totals.at_risk,
                ]
            {
                return Err(format!(
                    "a group's totals {totals:?} are not the sum of its partitions {sums:?}"
                ));
            }
        }
        Ok(())
    }
}
