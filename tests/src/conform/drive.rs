//! Plays a plan: finds each action's place in the simulated run, then watches that run.
//!
//! An action of the application's loop took effect between two turns of the recorded loop, and
//! it must do so between two turns of the simulated one, whose batches lie some milliseconds
//! elsewhere. So the run so far is played ahead and looked at before the action is placed.

use sim_core::{Command, Recording, ScenarioError, SimDuration, SimTime, Simulation, TimedCommand};

use super::plan::{Place, Plan, Step};
use super::trace::{Millis, Trace};
use super::watch::{Turn, Watcher};

/// A run never depends on chance here: no jitter, no loss, dictated member hashes.
const SEED: u64 = 1;
/// How far behind an action its surroundings are looked at.
const LOOK_BEHIND_MS: Millis = 2_000;

/// Why a plan could not be played to its end.
#[derive(Debug, thiserror::Error)]
pub enum DriveError {
    /// The scenario made of the recording is not valid.
    #[error(transparent)]
    Scenario(#[from] ScenarioError),
    /// The run refused a command.
    #[error("the simulated run refuses {command}: {why}")]
    Refused {
        /// What was asked for.
        command: String,
        /// The run's words.
        why: String,
    },
    /// No simulated batch is near the recorded one.
    #[error("{who} polls no batch within {tolerance} ms of {polled} ms, where it is blocked")]
    NoBatch {
        /// Consumer name.
        who: String,
        /// Recorded time of the poll.
        polled: Millis,
        /// Allowed distance.
        tolerance: Millis,
    },
    /// An invariant of the model broke.
    #[error("{0}")]
    Invariant(String),
}

/// The simulated counterpart of a recorded run, and what of it can be compared.
pub fn drive(plan: &Plan, tolerance: Millis) -> Result<(Recording, Trace), DriveError> {
    let mut recording = Recording::new(plan.scenario.clone(), SEED);
    for step in &plan.steps {
        let at = find_place(&recording, step, tolerance)?;
        let command = step.command.clone();
        recording.commands.push(TimedCommand { at, command });
        recording.commands.sort_by_key(|command| command.at);
    }
    let end = moment(plan.end);
    let watcher = play(&recording, end)?;
    // Whoever still works on a batch is stopped, which tells how far it has come.
    let mut stopped = recording.clone();
    for who in watcher.living() {
        let command = Command::Kill { who };
        stopped.commands.push(TimedCommand { at: end, command });
    }
    let books = play(&stopped, end)?;
    Ok((recording, watcher.into_trace(&books, end)))
}

fn moment(at: Millis) -> SimTime {
    SimTime::from_millis(u64::try_from(at).unwrap_or(0))
}

fn play(recording: &Recording, until: SimTime) -> Result<Watcher, DriveError> {
    let mut simulation = Simulation::new(recording)?;
    let mut watcher = Watcher::new(recording);
    while let Some(step) = simulation.step(until) {
        watcher.watch(step.at, step.effects)?;
    }
    match simulation.violation() {
        Some(what) => Err(DriveError::Invariant(what.to_owned())),
        None => Ok(watcher),
    }
}

/// When the command has to be given in the simulated run.
fn find_place(so_far: &Recording, step: &Step, tolerance: Millis) -> Result<SimTime, DriveError> {
    let at = moment(step.at);
    let Some(who) = step
        .command
        .consumer_name()
        .filter(|_| step.place != Place::Time)
    else {
        return Ok(at);
    };
    let watcher = play(so_far, moment(step.at + LOOK_BEHIND_MS))?;
    let turns = watcher.turns(who);
    match step.place {
        Place::Time => Ok(at),
        Place::LoopTurn => Ok(loop_turn(&turns, at)),
        Place::Batch { polled } => {
            let nearest = turns
                .iter()
                .min_by_key(|turn| distance(turn.polled, moment(polled)));
            let near = nearest.filter(|turn| {
                let limit = u64::try_from(tolerance).unwrap_or(0);
                distance(turn.polled, moment(polled)) <= SimDuration::from_millis(limit)
            });
            let turn = near.ok_or_else(|| DriveError::NoBatch {
                who: who.to_owned(),
                polled,
                tolerance,
            })?;
            Ok(inside(turn, moment(polled), at))
        }
    }
}

/// The end of a poll or batch nearest to `at`. Inside a batch that is its end, for which the
/// command waits by itself, or the poll before it.
fn loop_turn(turns: &[Turn], at: SimTime) -> SimTime {
    let around = turns
        .iter()
        .find(|turn| turn.polled <= at && at < turn.ended);
    match around {
        Some(turn) if at.since(turn.polled) < turn.ended.since(at) => just_before(turn.polled),
        Some(_) | None => at,
    }
}

/// The same distance into the simulated batch as into the recorded one.
fn inside(turn: &Turn, polled: SimTime, at: SimTime) -> SimTime {
    let first_record = SimDuration::from_millis(2);
    if at.since(polled) <= first_record {
        // The sleep comes before the first record: it must be asked for before the poll returns.
        return just_before(turn.polled);
    }
    turn.polled
        .after(at.since(polled))
        .min(just_before(turn.ended))
}

fn just_before(at: SimTime) -> SimTime {
    SimTime::from_micros(at.as_micros().saturating_sub(1))
}

fn distance(a: SimTime, b: SimTime) -> SimDuration {
    a.since(b).max(b.since(a))
}
