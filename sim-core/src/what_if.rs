//! Silent forks: what would have come of it otherwise.
//!
//! A fork is a clone of a run that goes on beside it. Its work comes in portions, so that whoever
//! draws the run keeps its pace. Deliberately lacks any view of the fork but its costs.

mod crash;
mod levers;
mod search;

pub use crash::{CrashCost, CrashOutcome, CrashProbe};
pub use levers::{Change, Outcome, Replay, changes};
pub use search::{Lever, LeverSearch};
