//! A run as data: scenario, seed and what was done. Encoded as JSON with a version.
//!
//! Deliberately lacks results: they follow from the recording.

use serde::{Deserialize, Serialize};

use locale::say;

use crate::command::TimedCommand;
use crate::json;
use crate::limits::{COMMANDS_MAX, RECORDING_BYTES_MAX};
use crate::scenario::{FORMAT, Scenario, ScenarioError};

/// Version of the model. A recording made by another one replays by time, and results may differ.
pub const MODEL: u32 = 1;

/// Everything that decides a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recording {
    /// Format version; 1.
    pub format: u32,
    /// Model that made it.
    #[serde(default = "model_version")]
    pub model: u32,
    /// The start.
    pub scenario: Scenario,
    /// Seed of every random stream.
    pub seed: u64,
    /// What was done, by time; equal times in list order.
    #[serde(default)]
    pub commands: Vec<TimedCommand>,
}

fn model_version() -> u32 {
    MODEL
}

impl Recording {
    /// A fresh recording of `scenario`.
    pub fn new(scenario: Scenario, seed: u64) -> Self {
        Self {
            format: FORMAT,
            model: MODEL,
            scenario,
            seed,
            commands: Vec::new(),
        }
    }

    /// JSON text.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("recordings hold only JSON values")
    }

    /// Reads and checks JSON text of at most [`RECORDING_BYTES_MAX`] bytes.
    #[inline]
    pub fn from_json(text: &str) -> Result<Self, ScenarioError> {
        if text.len() > RECORDING_BYTES_MAX {
            return Err(ScenarioError::range(
                "recording",
                say::value_bytes(text.len().to_string()),
                say::allowed_at_most_bytes(RECORDING_BYTES_MAX.to_string()),
            ));
        }
        let recording: Self = json::read(text).map_err(ScenarioError::Syntax)?;
        recording.check()?;
        Ok(recording)
    }

    /// Checks every field against its allowed range.
    pub fn check(&self) -> Result<(), ScenarioError> {
        if self.format != FORMAT {
            return Err(ScenarioError::range("format", self.format, FORMAT));
        }
        if self.commands.len() > COMMANDS_MAX {
            return Err(ScenarioError::range(
                "commands",
                say::value_entries(self.commands.len().to_string()),
                say::allowed_range("0", COMMANDS_MAX.to_string()),
            ));
        }
        if self.commands.windows(2).any(|pair| pair[0].at > pair[1].at) {
            return Err(ScenarioError::range(
                "commands",
                say::unordered_times(),
                say::allowed_ascending(),
            ));
        }
        self.scenario.check()
    }
}
