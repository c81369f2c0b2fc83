//! What the build wrote about the recordings.
//!
//! Deliberately lacks the page.

use lesson::Said;
use serde::Deserialize;
use sim_core::SimTime;

/// Every recording and every file of assignors' answers.
#[derive(Clone, Debug, Default, PartialEq, Deserialize)]
pub struct Index {
    /// Runs of a real broker.
    pub recordings: Vec<Listed>,
    /// Answers of Kafka's own classes.
    pub vectors: Vec<Vectors>,
}

/// How a comparison came out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// No difference beyond the tolerance.
    Agrees,
    /// At least one.
    Differs,
    /// The model does not have its protocol.
    Later,
}

/// A recording as lists show it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Listed {
    /// Its name.
    pub name: String,
    /// What it shows.
    pub title: Said,
    /// `classic`, `consumer` or `mixed`.
    pub protocol: String,
    /// How it came out.
    pub result: Outcome,
    /// What was compared.
    pub figures: Option<Figures>,
}

/// How much was compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct Figures {
    /// Calls of the rebalance listener.
    pub callbacks: usize,
    /// Generations that consumers saw.
    pub generations: usize,
    /// Commits.
    pub commits: usize,
    /// Committed offsets at the end.
    pub offsets: usize,
    /// Largest difference in time.
    pub largest_ms: u64,
    /// What is allowed.
    pub tolerance_ms: u64,
}

/// A file of assignors' answers.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Vectors {
    /// Its name.
    pub name: String,
    /// How it came out.
    pub result: Outcome,
    /// How many.
    pub cases: u64,
}

/// A recording.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Exhibit {
    /// What lists show of it.
    #[serde(flatten)]
    pub listed: Listed,
    /// When it ended.
    pub end: u64,
    /// Its processes; `who` is a place here.
    pub consumers: Vec<String>,
    /// Its partitions.
    pub rows: Vec<Row>,
    /// Rebalances: from, to, generation.
    pub bands: Vec<(u64, Option<u64>, i32)>,
    /// What was done, and what happened.
    pub pins: Vec<Pin>,
    /// The simulated run of the same script, as a link.
    pub run: Option<String>,
    /// What was compared in time.
    #[serde(default)]
    pub beats: Vec<Beat>,
    /// What stood at the end.
    #[serde(default)]
    pub ending: Vec<Ending>,
}

impl Exhibit {
    /// When something was done or happened that the page shows, in both runs; the ticks of the
    /// producer are none of it.
    pub fn moments(&self) -> Vec<SimTime> {
        let beats = self.beats.iter().map(|beat| beat.kafka.max(beat.simulated));
        let beats = beats.filter_map(|at| u64::try_from(at).ok());
        let pins = self.pins.iter().map(|pin| pin.at);
        let all = beats.chain(pins).filter(|at| *at <= self.end);
        all.map(SimTime::from_millis).collect()
    }

    /// Place of the consumer that a beat is about.
    pub fn place(&self, beat: &Beat) -> Option<usize> {
        let name = beat.who.as_deref()?.split('#').next()?;
        self.consumers.iter().position(|it| it == name)
    }
}

/// A partition, by what was recorded of it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// Its topic.
    pub topic: u32,
    /// When it came to be.
    pub since: u64,
    /// Records before the first of `written`.
    pub preloaded: u64,
    /// From when on (before the start too), every how many milliseconds, how many records.
    pub written: Vec<(i64, i64, u64)>,
    /// From, to, who.
    pub segments: Vec<(u64, u64, u32)>,
    /// When the committed offset became what.
    pub committed: Vec<(u64, u64)>,
    /// Batches in which records ran again: from, to, records, first offset.
    pub twice: Vec<(u64, u64, u64, u64)>,
    /// Records that ended with their process: when, how many, first offset.
    pub lost: Vec<(u64, u64, u64)>,
    /// Records that a reader jumped over: when, how many, first offset.
    pub skipped: Vec<(u64, u64, u64)>,
}

/// A mark on the time axis.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Pin {
    /// When.
    pub at: u64,
    /// What.
    pub what: String,
    /// By or to whom.
    pub who: Option<u32>,
    /// A topic, or an exception.
    pub name: Option<String>,
    /// Its partitions from now on.
    pub partitions: Option<u32>,
}

/// A callback or a line of the coordinator, in both runs.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Beat {
    /// What it was.
    pub kind: String,
    /// A consumer, or a member such as `c1#2`.
    pub who: Option<String>,
    /// Of a callback.
    pub partitions: Vec<String>,
    /// Of a line of the coordinator.
    pub generation: Option<i32>,
    /// Of a line of the coordinator.
    pub members: Option<u64>,
    /// When the real broker or client did it.
    pub kafka: i64,
    /// When the simulated one did.
    pub simulated: i64,
}

impl Beat {
    /// Milliseconds by which the simulated one was later.
    pub fn off(&self) -> i64 {
        self.simulated - self.kafka
    }
}

/// A partition at the end: recorded, simulated.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Ending {
    /// The partition.
    pub partition: String,
    /// Committed offset.
    pub committed: (Option<u64>, Option<u64>),
    /// Records that ran more than once.
    pub twice: (u64, u64),
    /// Records that nobody ran.
    pub never: (u64, u64),
}
