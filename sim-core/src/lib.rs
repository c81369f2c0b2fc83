//! Deterministic model of Apache Kafka consumer groups.
//!
//! A [`Recording`] (scenario, seed, commands) decides a run completely. [`Simulation`] steps
//! through it, [`Timeline`] travels in it, [`view`] holds what a page may know of it.
//!
//! ```
//! use sim_core::{Command, Recording, SimTime, Timeline, scenario::default_scenario};
//!
//! let mut timeline = Timeline::new(Recording::new(default_scenario(), 7)).unwrap();
//! timeline.seek(SimTime::from_millis(12_000));
//! timeline.act(Command::Kill { who: "consumer-b".to_owned() }).unwrap();
//! timeline.seek(SimTime::from_millis(30_000));
//! assert!(timeline.lab().counters.records_twice > 0, "B had not committed everything");
//! ```
//!
//! Deliberately lacks a clock, IO, threads and a browser.

pub mod assignor;
mod broker;
pub mod cli;
mod command;
pub mod config;
mod consumer;
mod ctx;
mod directory;
pub mod effect;
mod event;
mod explain;
mod fingerprint;
mod history;
mod ids;
mod invariants;
pub mod java_hash;
pub mod json;
pub mod ledger;
pub mod limits;
pub mod link;
pub mod listing;
mod metrics;
mod network;
mod outside;
mod present;
mod production;
mod protocol;
mod queue;
mod recording;
pub mod report;
mod rng;
pub mod scenario;
mod shared_log;
mod simulation;
pub mod sorting;
mod time;
mod timeline;
pub mod view;
pub mod what_if;
mod world;

pub use command::{CloseHow, Command, CommandError, CrashPoint, Link, TimedCommand, Way};
pub use effect::Effect;
pub use event::Cause;
pub use ids::{
    BrokerId, ConnectionId, ConsumerId, EventId, GenerationId, GroupId, MemberId, PartitionId,
    TopicId, TopicPartition,
};
pub use production::partitioner;
pub use protocol::{Api, ErrorCode, RecordRange};
pub use recording::{MODEL, Recording};
pub use scenario::{Scenario, ScenarioError};
pub use simulation::{Fate, Simulation, Step};
pub use time::{SimDuration, SimTime};
pub use timeline::{Acted, Progress, Timeline};
