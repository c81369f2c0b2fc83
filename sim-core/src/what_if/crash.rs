//! What a `kill -9` at a point of a program would cost from here on.

use crate::command::{Command, CommandError, CrashPoint};
use crate::effect::Effect;
use crate::ids::{ConsumerId, GroupId, PartitionId};
use crate::present;
use crate::simulation::Simulation;
use crate::time::{SimDuration, SimTime};
use crate::view::MatrixView;

/// A point that is not visited within this time counts as not reached.
const VISIT_WITHIN: SimDuration = SimDuration::from_secs(60);
/// So long is waited for others to take over.
const RECOVER_WITHIN: SimDuration = SimDuration::from_secs(120);

/// A clone of a large run takes as long as about so many of its events.
const CLONE_AS_EVENTS: u32 = 500;

/// What one kill costs, beside the same run without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CrashCost {
    /// The visit at which it dies.
    pub visit: SimTime,
    /// Records processed more than once.
    pub twice: u64,
    /// Records lost.
    pub lost: u64,
    /// Until the last of its partitions is read again; None if 120 s do not suffice.
    pub stop: Option<SimDuration>,
}

/// What came of the fork.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CrashOutcome {
    /// It does not come there within 60 s.
    NotReached,
    /// It dies there.
    Killed(CrashCost),
}

/// One fork: to the next visit of a point, the kill, and on until the rest of the group has
/// passed what the dead process had processed.
#[derive(Debug)]
pub struct CrashProbe {
    consumer: ConsumerId,
    group: GroupId,
    /// The run as it is, for comparison.
    unharmed: Simulation,
    /// The run with the kill, cloned by the first portion of work.
    fork: Option<Simulation>,
    kill: Command,
    stage: Stage,
}

#[derive(Debug)]
enum Stage {
    /// It lives. What it owns, and the end of its time to come to the point.
    Alive {
        owned: Vec<PartitionId>,
        until: SimTime,
    },
    /// It is dead, and others take over.
    Dead(Aftermath),
    /// The same time without the kill.
    Compared { aftermath: Aftermath, end: SimTime },
}

#[derive(Clone, Debug)]
struct Aftermath {
    killed: SimTime,
    /// Partitions that nobody reads again yet.
    unread: Vec<PartitionId>,
    /// Partitions with the end of what was processed of them, until somebody is past it.
    behind: Vec<(PartitionId, u64)>,
    stop: Option<SimDuration>,
}

impl CrashProbe {
    /// Will fork `run` to see what a kill of `consumer` at its next visit of `point` costs.
    ///
    /// # Errors
    /// Its process must run.
    pub fn new(
        run: Simulation,
        consumer: ConsumerId,
        point: CrashPoint,
    ) -> Result<Self, CommandError> {
        let kill = Command::KillAt {
            who: run.consumer_name(consumer).to_owned(),
            point,
        };
        run.can_apply(&kill)?;
        let stage = Stage::Alive {
            owned: run.assigned(consumer),
            until: run.now().after(VISIT_WITHIN),
        };
        Ok(Self {
            consumer,
            group: run.group_of(consumer),
            unharmed: run,
            fork: None,
            kill,
            stage,
        })
    }

    /// Goes on for at most `events` events. The outcome, once it is known.
    pub fn work(&mut self, events: u32) -> Option<CrashOutcome> {
        let mut left = events;
        if self.fork.is_none() {
            let mut fork = self.unharmed.clone();
            fork.insert_command(self.kill.clone());
            self.fork = Some(fork);
            left = events.saturating_sub(CLONE_AS_EVENTS);
        }
        for _ in 0..left {
            let step = match &mut self.stage {
                Stage::Alive { .. } => self.approach(),
                Stage::Dead(_) => self.recover(),
                Stage::Compared { end, .. } => {
                    let end = *end;
                    self.unharmed.step(end).is_none().then(|| self.cost())
                }
            };
            if step.is_some() {
                return step;
            }
        }
        None
    }

    /// Partition × time of the fork, as far as it has come.
    pub fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView {
        present::matrix(self.fork(), from, to)
    }

    fn fork(&self) -> &Simulation {
        self.fork.as_ref().unwrap_or(&self.unharmed)
    }

    /// A step of the living process.
    fn approach(&mut self) -> Option<CrashOutcome> {
        let (Stage::Alive { owned, until }, Some(fork)) = (&mut self.stage, &mut self.fork) else {
            return None;
        };
        let Some(step) = fork.step(*until) else {
            return Some(CrashOutcome::NotReached);
        };
        let consumer = self.consumer;
        let has_ended = step.effects.iter().any(
            |effect| matches!(effect, Effect::ProcessEnded { consumer: who, .. } if *who == consumer),
        );
        if !has_ended {
            let moved = step.effects.iter().any(|effect| moves(effect, consumer));
            if moved {
                *owned = fork.assigned(consumer);
            }
            return None;
        }
        let owned = std::mem::take(owned);
        let frontier = |id: &PartitionId| (*id, fork.processed_to(self.group, *id));
        self.stage = Stage::Dead(Aftermath {
            killed: fork.now(),
            behind: owned.iter().map(frontier).collect(),
            unread: owned,
            stop: Some(SimDuration::ZERO),
        });
        self.end_if_recovered()
    }

    /// A step of those who take over.
    fn recover(&mut self) -> Option<CrashOutcome> {
        let (Stage::Dead(aftermath), Some(fork)) = (&mut self.stage, &mut self.fork) else {
            return None;
        };
        let until = aftermath.killed.after(RECOVER_WITHIN);
        let Some(step) = fork.step(until) else {
            if !aftermath.unread.is_empty() {
                aftermath.stop = None;
            }
            return self.compare(until);
        };
        let (at, group) = (step.at, self.group);
        let mut has_news = false;
        for effect in step.effects {
            if let Effect::PositionSet {
                partition,
                group: of,
                ..
            } = effect
                && *of == group
                && aftermath.unread.contains(partition)
            {
                aftermath.unread.retain(|id| id != partition);
                aftermath.stop = Some(at.since(aftermath.killed));
            }
            has_news |= matches!(
                effect,
                Effect::PositionSet { .. } | Effect::RecordsProcessed { .. }
            );
        }
        if !has_news {
            return None;
        }
        aftermath
            .behind
            .retain(|(id, frontier)| !fork.is_passed(group, *id, *frontier));
        self.end_if_recovered()
    }

    fn end_if_recovered(&mut self) -> Option<CrashOutcome> {
        match &self.stage {
            Stage::Dead(aftermath)
                if aftermath.unread.is_empty() && aftermath.behind.is_empty() =>
            {
                self.compare(self.fork().now())
            }
            Stage::Alive { .. } | Stage::Dead(_) | Stage::Compared { .. } => None,
        }
    }

    fn compare(&mut self, end: SimTime) -> Option<CrashOutcome> {
        if let Stage::Dead(aftermath) = &self.stage {
            let aftermath = aftermath.clone();
            self.stage = Stage::Compared { aftermath, end };
        }
        None
    }

    fn cost(&self) -> CrashOutcome {
        let (killed, unharmed) = (
            self.fork().totals(self.group),
            self.unharmed.totals(self.group),
        );
        let Stage::Compared { aftermath, .. } = &self.stage else {
            return CrashOutcome::NotReached;
        };
        CrashOutcome::Killed(CrashCost {
            visit: aftermath.killed,
            twice: killed.twice.saturating_sub(unharmed.twice),
            lost: killed.lost.saturating_sub(unharmed.lost),
            stop: aftermath.stop,
        })
    }
}

/// Whether the consumer's assignment changes.
fn moves(effect: &Effect, who: ConsumerId) -> bool {
    matches!(
        effect,
        Effect::PartitionsAssigned { consumer, .. }
            | Effect::PartitionsRevoked { consumer, .. }
            | Effect::PartitionsLost { consumer, .. }
            | Effect::PositionSet { consumer, .. } if *consumer == who
    )
}
