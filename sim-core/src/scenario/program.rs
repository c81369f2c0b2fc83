//! What the application does around `poll()`: its time per record and its commits.
//!
//! Deliberately lacks behaviour; the consumer follows it.

use serde::{Deserialize, Serialize};

use super::ScenarioError;
use super::check::within;
use crate::limits::{COMMIT_EVERY_MAX, PROCESSING_US_MAX};

/// What the application does around `poll()`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ProgramSpec {
    /// Argument of `poll()` in milliseconds, 1 to 3 600 000.
    pub poll_timeout_ms: u64,
    /// Time per record.
    pub processing: ProcessingTime,
    /// Explicit commits; automatic ones are `enable.auto.commit`'s.
    pub commit: CommitStyle,
}

impl Default for ProgramSpec {
    fn default() -> Self {
        Self {
            poll_timeout_ms: 1_000,
            processing: ProcessingTime::Constant { us: 20_000 },
            commit: CommitStyle::Auto,
        }
    }
}

/// Time the application needs for one record. A function of (seed, partition, offset).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum ProcessingTime {
    /// The same for every record.
    Constant {
        /// Microseconds, 0 to 3 600 000 000.
        us: u64,
    },
    /// Equally likely between two bounds.
    Uniform {
        /// Shortest, in microseconds.
        min_us: u64,
        /// Longest, in microseconds.
        max_us: u64,
    },
    /// Mostly short, rarely very long: Pareto with shape 1.5, cut at 1 000 times the median.
    HeavyTail {
        /// Median in microseconds.
        median_us: u64,
    },
}

/// When the program itself commits. With anything but `auto`, automatic commits are off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum CommitStyle {
    /// Never; `enable.auto.commit` decides alone.
    #[default]
    Auto,
    /// `commitSync()` after each batch.
    SyncAfterBatch,
    /// `commitSync()` of the batch's end before it is processed.
    SyncBeforeProcessing,
    /// `commitSync({p: offset + 1})` after each record.
    SyncPerRecord,
    /// `commitSync()` at the end of the batch in which so many records were reached since the
    /// last commit.
    SyncEvery {
        /// How many, 1 to 1 000 000.
        records: u32,
    },
    /// `commitSync(map of processed offsets)` after every so many records, inside the batch.
    ExplicitEvery {
        /// How many, 1 to 1 000 000.
        records: u32,
    },
    /// `commitAsync()` after each batch; a failure is logged and not retried.
    AsyncAfterBatch,
    /// The same, and the callback sends the same offsets again when the failure is retriable.
    AsyncRetry,
    /// The same, but only if no newer commit was made since.
    AsyncRetrySequenceGuard,
    /// The same, but only if an offset is above what was acknowledged last.
    AsyncRetryOffsetGuard,
    /// `commitAsync()` after each batch, and `commitSync(map of processed offsets)` before
    /// `close()`.
    AsyncAfterBatchPlusSyncOnClose,
    /// Offsets are kept with the results, in one transaction per record; on assignment the
    /// program seeks to them. Nothing is committed to Kafka.
    Outside,
    /// Never, and automatic commits are off.
    None,
}

impl ProgramSpec {
    /// Checks every field; `field` names the place of one.
    pub(super) fn check(&self, field: impl Fn(&str) -> String) -> Result<(), ScenarioError> {
        within(
            field("poll_timeout_ms"),
            self.poll_timeout_ms,
            1,
            3_600_000,
            " ms",
        )?;
        self.processing.check(&field("processing"))?;
        self.commit.check(&field("commit"))
    }
}

impl CommitStyle {
    /// Checks the bounds.
    pub fn check(&self, field: &str) -> Result<(), ScenarioError> {
        match *self {
            Self::SyncEvery { records } | Self::ExplicitEvery { records } => within(
                format!("{field}.records"),
                records.into(),
                1,
                COMMIT_EVERY_MAX.into(),
                " records",
            ),
            Self::Auto
            | Self::SyncAfterBatch
            | Self::SyncBeforeProcessing
            | Self::SyncPerRecord
            | Self::AsyncAfterBatch
            | Self::AsyncRetry
            | Self::AsyncRetrySequenceGuard
            | Self::AsyncRetryOffsetGuard
            | Self::AsyncAfterBatchPlusSyncOnClose
            | Self::Outside
            | Self::None => Ok(()),
        }
    }
}

impl ProcessingTime {
    /// Checks the bounds.
    pub fn check(&self, field: &str) -> Result<(), ScenarioError> {
        let bounded =
            |key: &str, us: u64| within(format!("{field}.{key}"), us, 0, PROCESSING_US_MAX, " µs");
        match *self {
            Self::Constant { us } => bounded("us", us),
            Self::Uniform { min_us, max_us } => {
                bounded("max_us", max_us)?;
                within(
                    format!("{field}.min_us"),
                    min_us,
                    0,
                    max_us,
                    " µs (up to max_us)",
                )
            }
            Self::HeavyTail { median_us } => bounded("median_us", median_us.saturating_mul(1_000)),
        }
    }
}
