//! Runs that move together: branches, or the same tape under other protocols.

use std::fmt::Debug;

use leptos::prelude::*;
use sim_core::view::{LabView, MatrixView};
use sim_core::what_if::Change;
use sim_core::{Recording, SimTime, Timeline};

use super::Session;
use crate::language::said;
use crate::{dom, format};

/// Events of a lane between two looks at the clock.
const SLICE_EVENTS: u32 = 1_000;
/// Most lanes beside each other.
pub const LANES_MAX: usize = 3;

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Compared {
    /// The branch in view under EAGER and under COOPERATIVE.
    Protocols,
    /// Branches by number, two or three.
    Branches(Vec<usize>),
}

/// One of the runs.
#[derive(Debug)]
pub struct Lane {
    /// What it is called.
    pub title: String,
    /// The assignors its consumers offer, in Kafka's spelling.
    pub strategy: String,
    run: Run,
    /// Room that its drawing wants left and right of the plot.
    room: (f64, f64),
}

#[derive(Debug)]
enum Run {
    Simulated(Box<Timeline>),
    Shown(Box<dyn Shown>),
}

/// A run that is more, or other, than a timeline.
pub trait Shown: Debug {
    /// The stage at a moment.
    fn lab(&self, at: SimTime) -> LabView;
    /// A stretch of it.
    fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView;
    /// Brings it to a moment, by at most so many events; true once it is there.
    fn follow(&mut self, at: SimTime, events: u32) -> bool;
}

/// The runs, on the clock of the session.
#[derive(Clone, Copy, Debug)]
pub struct Lanes(StoredValue<Vec<Lane>, LocalStorage>);

impl Default for Lanes {
    fn default() -> Self {
        Self(StoredValue::new_local(Vec::new()))
    }
}

impl Lanes {
    /// Starts the runs of a comparison, from time 0.
    pub fn open(self, session: Session, what: &Compared) {
        let runs: Vec<(String, Recording)> = match what {
            Compared::Protocols => protocols(&session.recording()),
            Compared::Branches(numbers) => session.with_timeline(|timeline| {
                let all = timeline.branches();
                let find = |number| all.iter().find(|branch| branch.index == number);
                let known = numbers.iter().filter_map(|number| find(*number));
                let run = |branch: &sim_core::view::BranchView| {
                    let title = said(&format::branch(&branch.name));
                    (title, timeline.recording_of(branch.index))
                };
                known.take(LANES_MAX).map(run).collect()
            }),
        };
        self.show(runs);
    }

    /// Starts these runs, each with its title, from time 0.
    pub fn show(self, runs: Vec<(String, Recording)>) {
        let lane = |(title, recording): (String, Recording)| {
            let strategy = strategy(&recording);
            let timeline = Timeline::new(recording).ok()?;
            Some(Lane {
                title,
                strategy,
                run: Run::Simulated(Box::new(timeline)),
                room: (0.0, 0.0),
            })
        };
        self.0
            .set_value(runs.into_iter().filter_map(lane).collect());
    }

    /// Puts one more beside the others.
    pub fn put(self, run: Box<dyn Shown>) {
        self.0.update_value(|lanes| {
            lanes.push(Lane {
                title: String::new(),
                strategy: String::new(),
                run: Run::Shown(run),
                room: (0.0, 0.0),
            });
        });
    }

    /// How many.
    pub fn count(self) -> usize {
        self.0.with_value(Vec::len)
    }

    /// Reads a lane's run.
    pub fn with<R>(self, index: usize, read: impl FnOnce(&Lane) -> R) -> Option<R> {
        self.0.with_value(|lanes| lanes.get(index).map(read))
    }

    /// Notes the room that a lane's drawing wants left and right of its plot; true if that is new.
    pub fn want_room(self, index: usize, room: (f64, f64)) -> bool {
        let changed = self.0.try_update_value(|lanes| {
            let lane = lanes.get_mut(index)?;
            Some(std::mem::replace(&mut lane.room, room) != room)
        });
        changed.flatten().unwrap_or(false)
    }

    /// The room that all of them leave there, so that a moment lies at the same place in each.
    pub fn room(self) -> (f64, f64) {
        let wider = |(left, right): (f64, f64), lane: &Lane| {
            (left.max(lane.room.0), right.max(lane.room.1))
        };
        self.0
            .with_value(|lanes| lanes.iter().fold((0.0, 0.0), wider))
    }

    /// Brings all to `at` within some milliseconds; true once they are there.
    pub fn follow(self, at: SimTime, budget_ms: f64) -> bool {
        let until = dom::now_ms() + budget_ms;
        let all = self.0.try_update_value(|lanes| {
            lanes.iter_mut().all(|lane| {
                while !lane.follow(at) {
                    if dom::now_ms() >= until {
                        return false;
                    }
                }
                true
            })
        });
        all.unwrap_or(true)
    }
}

impl Lane {
    /// Its run, if it is one.
    pub fn timeline(&self) -> Option<&Timeline> {
        match &self.run {
            Run::Simulated(timeline) => Some(timeline),
            Run::Shown(_) => None,
        }
    }

    /// Its stage; a timeline's is that of the moment it has come to.
    pub fn lab(&self, at: SimTime) -> LabView {
        match &self.run {
            Run::Simulated(timeline) => timeline.lab(),
            Run::Shown(run) => run.lab(at),
        }
    }

    /// A stretch of it.
    pub fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView {
        match &self.run {
            Run::Simulated(timeline) => timeline.matrix(from, to),
            Run::Shown(run) => run.matrix(from, to),
        }
    }

    fn follow(&mut self, at: SimTime) -> bool {
        match &mut self.run {
            Run::Simulated(timeline) => timeline.seek_some(at, SLICE_EVENTS),
            Run::Shown(run) => run.follow(at, SLICE_EVENTS),
        }
    }
}

/// The same tape under both protocols.
fn protocols(recording: &Recording) -> Vec<(String, Recording)> {
    let under = |title: &str, value: &str| {
        let change = Change::Setting {
            key: "partition.assignment.strategy",
            value: value.to_owned(),
        };
        Some((title.to_owned(), change.apply(recording).ok()?))
    };
    [
        under("Eager", "range"),
        under("Cooperative", "cooperative-sticky"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn strategy(recording: &Recording) -> String {
    let scenario = &recording.scenario;
    let first = scenario.consumers.first();
    let config = first.and_then(|spec| scenario.consumer_config(spec).ok());
    let names = config.map(|config| config.partition_assignment_strategy);
    let names = names.iter().flatten().map(|name| name.protocol_name());
    names.collect::<Vec<_>>().join(", ")
}
