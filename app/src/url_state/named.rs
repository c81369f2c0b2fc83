//! Runs that have a name: `scenario=` and `lesson=` of the address, `load` of a host page.

use sim_core::Recording;
use sim_core::scenario::default_scenario;

use super::address::SEED;

/// Every name.
pub const NAMES: [&str; 1] = ["first-run"];

/// The run of that name.
pub fn named(name: &str) -> Option<Recording> {
    (name == NAMES[0]).then(|| Recording::new(default_scenario(), SEED))
}
