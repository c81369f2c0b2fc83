//! What the application does around `poll()`: its time per record and its commits.
//!
//! Deliberately lacks behaviour; the consumer follows it.

use serde::{Deserialize, Serialize};

use locale::say;

use super::check::within;
use super::{ListenerSpec, ScenarioError};
use crate::limits::{COMMIT_EVERY_MAX, KEYS_MAX, PROCESSING_US_MAX, WORKER_QUEUE_MAX, WORKERS_MAX};

/// What the application does around `poll()`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ProgramSpec {
    /// Argument of `poll()` in milliseconds, 1 to 3 600 000.
    pub poll_timeout_ms: u64,
    /// Time per record.
    pub processing: ProcessingTime,
    /// Explicit commits; automatic ones are `enable.auto.commit`'s.
    pub commit: CommitStyle,
    /// Worker threads that process what the polling thread hands them; absent = it processes
    /// itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub workers: Option<WorkerPool>,
    /// What it does with a record that it cannot process.
    #[serde(skip_serializing_if = "is_default")]
    pub on_poison: OnPoison,
    /// Its `ConsumerRebalanceListener`.
    #[serde(skip_serializing_if = "is_default")]
    pub listener: ListenerSpec,
    /// What happens to the effect of a record that was processed before.
    #[serde(skip_serializing_if = "is_default")]
    pub sink: Sink,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What the program does with a record that it cannot process (`TopicSpec.poison`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum OnPoison {
    /// An exception leaves the loop: `finally { close(); }`, and the pod restarts.
    #[default]
    Crash,
    /// The process dies at once, and the pod restarts.
    Kill,
    /// It is logged and passed over.
    Skip,
    /// It is produced to `<topic>.DLT`.
    DeadLetter,
    /// It is tried again and again, before anything behind it.
    RetryInPlace {
        /// Between two attempts, 0 to 3 600 000 ms.
        backoff_ms: u64,
    },
}

/// Where results go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sink {
    /// A record processed again takes effect again.
    #[default]
    Plain,
    /// A record processed again changes nothing.
    Idempotent,
}

/// A record that no program can process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct PoisonRecord {
    /// Partition number.
    pub partition: u32,
    /// Its offset.
    pub offset: u64,
}

/// Worker threads behind one queue. A free worker takes the next queued record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkerPool {
    /// Threads, 1 to 64.
    pub count: u32,
    /// Records that may wait, 1 to 1 000 000; the polling thread waits for room.
    #[serde(default = "queue_default")]
    pub queue: u32,
    /// What the polling thread does meanwhile.
    pub mode: WorkerMode,
}

fn queue_default() -> u32 {
    1_000
}

/// How polling and commits go with the workers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum WorkerMode {
    /// It hands over and polls on; automatic commits cover what was handed over.
    AutoCommit,
    /// After each poll it commits, per partition, up to the first unfinished record.
    FinishedPrefix,
    /// It pauses its partitions, polls on with nothing until the batch is finished, commits
    /// that and resumes.
    PauseResume,
}

impl Default for ProgramSpec {
    fn default() -> Self {
        Self {
            poll_timeout_ms: 1_000,
            processing: ProcessingTime::Constant { us: 20_000 },
            commit: CommitStyle::Auto,
            workers: None,
            on_poison: OnPoison::Crash,
            listener: ListenerSpec::default(),
            sink: Sink::Plain,
        }
    }
}

/// Time the application needs for one record. A function of (seed, partition, offset).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// The same for every record but those of one key.
    SlowKey {
        /// Microseconds for the others.
        us: u64,
        /// Number of the slow key among the topic's `keys`.
        key: u32,
        /// Microseconds for records with that key.
        slow_us: u64,
    },
}

/// When the program itself commits. With anything but `auto`, automatic commits are off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// Checks every field, the listener's too; `field` names the place of one.
    pub(crate) fn check(&self, field: impl Fn(&str) -> String) -> Result<(), ScenarioError> {
        within(
            field("poll_timeout_ms"),
            self.poll_timeout_ms,
            1,
            3_600_000,
            "ms",
        )?;
        self.listener.check(&field("listener"))?;
        self.processing.check(&field("processing"))?;
        self.commit.check(&field("commit"))?;
        if let OnPoison::RetryInPlace { backoff_ms } = self.on_poison {
            let name = field("on_poison.retry_in_place.backoff_ms");
            within(name, backoff_ms, 0, 3_600_000, "ms")?;
        }
        let Some(workers) = self.workers else {
            return Ok(());
        };
        within(
            field("workers.count"),
            workers.count.into(),
            1,
            WORKERS_MAX.into(),
            say::unit_threads(),
        )?;
        within(
            field("workers.queue"),
            workers.queue.into(),
            1,
            WORKER_QUEUE_MAX.into(),
            say::unit_records(),
        )?;
        self.commit.check_with_workers(&field("commit"))
    }
}

impl CommitStyle {
    /// With workers their mode says what is committed.
    pub fn check_with_workers(self, field: &str) -> Result<(), ScenarioError> {
        if matches!(self, Self::Auto | Self::None) {
            Ok(())
        } else {
            Err(ScenarioError::range(
                field,
                format!("{self:?}"),
                say::allowed_commit_workers(),
            ))
        }
    }

    /// Checks the bounds.
    pub fn check(&self, field: &str) -> Result<(), ScenarioError> {
        match *self {
            Self::SyncEvery { records } | Self::ExplicitEvery { records } => within(
                format!("{field}.records"),
                records.into(),
                1,
                COMMIT_EVERY_MAX.into(),
                say::unit_records(),
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
            |key: &str, us: u64| within(format!("{field}.{key}"), us, 0, PROCESSING_US_MAX, "µs");
        match *self {
            Self::Constant { us } => bounded("us", us),
            Self::Uniform { min_us, max_us } => {
                bounded("max_us", max_us)?;
                within(
                    format!("{field}.min_us"),
                    min_us,
                    0,
                    max_us,
                    say::unit_us_to_max(),
                )
            }
            Self::HeavyTail { median_us } => bounded("median_us", median_us.saturating_mul(1_000)),
            Self::SlowKey { us, key, slow_us } => {
                bounded("us", us)?;
                bounded("slow_us", slow_us)?;
                within(
                    format!("{field}.key"),
                    key.into(),
                    0,
                    (KEYS_MAX - 1).into(),
                    "",
                )
            }
        }
    }
}
