//! Which changes would have helped: the run and each changed run to the same moment.
//!
//! Deliberately lacks guesses: what did not save anything when it was run is not told.

use super::levers::{Change, Outcome, Replay, changes};
use crate::recording::Recording;
use crate::scenario::ScenarioError;
use crate::sorting;
use crate::time::SimTime;
use crate::view::Harm;

/// So many are told.
const LEVERS_MAX: usize = 5;
/// Shorter savings of time are not told: nobody would see them.
const SAVED_MS_MIN: u64 = 100;

impl Outcome {
    /// What `harm` is counted in: milliseconds or records.
    pub fn of_harm(&self, harm: Harm) -> u64 {
        match harm {
            Harm::Stopped => self.stopped.as_millis(),
            Harm::Twice => self.twice,
            Harm::Lost => self.lost,
        }
    }

    /// What was saved by having `other` instead; 0 if it would not be noticed.
    pub fn saved(&self, harm: Harm, other: &Self) -> u64 {
        let saved = self.of_harm(harm).saturating_sub(other.of_harm(harm));
        match harm {
            Harm::Stopped if saved < SAVED_MS_MIN => 0,
            Harm::Stopped | Harm::Twice | Harm::Lost => saved,
        }
    }
}

/// A change that helped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lever {
    /// The change.
    pub change: Change,
    /// What the changed run has cost.
    pub outcome: Outcome,
}

/// Runs a recording and its changes one after the other, in portions.
#[derive(Debug)]
pub struct LeverSearch {
    harm: Harm,
    until: SimTime,
    recording: Recording,
    /// Still to be tried; the last one runs now.
    waiting: Vec<Change>,
    replay: Replay,
    base: Option<Outcome>,
    helped: Vec<Lever>,
}

impl LeverSearch {
    /// Will run to `until` what could be different about the acts before `now`.
    pub fn new(
        recording: Recording,
        harm: Harm,
        now: SimTime,
        until: SimTime,
    ) -> Result<Self, ScenarioError> {
        let mut waiting = changes(&recording, now);
        waiting.reverse();
        Ok(Self {
            replay: Replay::new(&recording, until)?,
            harm,
            until,
            recording,
            waiting,
            base: None,
            helped: Vec::new(),
        })
    }

    /// Goes on for at most `events` events. True when everything is measured.
    pub fn work(&mut self, events: u32) -> bool {
        let Some(outcome) = self.replay.work(events) else {
            return false;
        };
        match self.base {
            None => self.base = Some(outcome),
            Some(base) => {
                if let Some(change) = self.waiting.pop()
                    && base.saved(self.harm, &outcome) > 0
                {
                    self.helped.push(Lever { change, outcome });
                }
            }
        }
        self.begin_next()
    }

    fn begin_next(&mut self) -> bool {
        while let Some(change) = self.waiting.last() {
            let changed = change.apply(&self.recording);
            if let Ok(replay) = changed.and_then(|changed| Replay::new(&changed, self.until)) {
                self.replay = replay;
                return false;
            }
            self.waiting.pop();
        }
        true
    }

    /// How many changed runs are still to be measured.
    pub fn left(&self) -> usize {
        self.waiting.len()
    }

    /// The figures of the run as it is, and what helped most, best first.
    pub fn levers(self) -> (Outcome, Vec<Lever>) {
        let base = self.base.unwrap_or_default();
        let mut helped = self.helped;
        let then = if self.harm == Harm::Lost {
            Harm::Twice
        } else {
            Harm::Stopped
        };
        sorting::sort_by_key(&mut helped, |lever| {
            let outcome = &lever.outcome;
            (outcome.of_harm(self.harm), outcome.of_harm(then))
        });
        helped.truncate(LEVERS_MAX);
        (base, helped)
    }
}
