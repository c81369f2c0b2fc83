//! The rebalance listener of a program: what it does inside the three callbacks.

use serde::{Deserialize, Serialize};

/// A `ConsumerRebalanceListener`. The default one does nothing, and its `onPartitionsLost` is
/// Kafka's own, which calls `onPartitionsRevoked`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, default)]
pub struct ListenerSpec {
    /// `onPartitionsRevoked` calls `commitSync()` with what was processed of these partitions.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub commit_in_revoked: bool,
    /// It has an `onPartitionsLost` of its own, which does not call `onPartitionsRevoked`.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub own_lost: bool,
    /// Time spent in `onPartitionsRevoked`, after its commit, in milliseconds, 0 to 3 600 000.
    #[serde(skip_serializing_if = "is_zero")]
    pub revoked_sleep_ms: u64,
    /// Time spent in `onPartitionsAssigned` in milliseconds, 0 to 3 600 000.
    #[serde(skip_serializing_if = "is_zero")]
    pub assigned_sleep_ms: u64,
    /// Time spent in its own `onPartitionsLost` in milliseconds, 0 to 3 600 000.
    #[serde(skip_serializing_if = "is_zero")]
    pub lost_sleep_ms: u64,
    /// The callbacks leave the program's map of processed offsets alone, so that it commits
    /// partitions which it no longer owns.
    #[serde(skip_serializing_if = "core::ops::Not::not")]
    pub keeps_offsets: bool,
    /// `onPartitionsAssigned` seeks in the new partitions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seek_in_assigned: Option<SeekTo>,
}

/// Where `onPartitionsAssigned` seeks to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum SeekTo {
    /// `seekToBeginning()`
    Beginning,
    /// `seekToEnd()`
    End,
    /// `seek()` to the same offset in each partition.
    Offset(u64),
    /// `offsetsForTimes()` of so many milliseconds ago, 0 to 86 400 000; where no record is that
    /// young, `seekToEnd()`.
    AgoMs(u64),
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's signature for skip_serializing_if"
)]
fn is_zero(value: &u64) -> bool {
    *value == 0
}
