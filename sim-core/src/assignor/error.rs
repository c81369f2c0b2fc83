//! How Kafka's own assignors fail: by an exception or by never returning.
//!
//! Deliberately lacks any error of ours: every input has an answer or one of these.

use thiserror::Error;

/// What becomes of the group leader's `poll()` instead of an assignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum AssignorError {
    /// Sticky assignors, unequal subscriptions: a member that was set aside because nothing it has
    /// can move is looked at all the same, usually as the previous owner of a partition.
    #[error("the assignor met a member it had set aside (java.lang.NullPointerException)")]
    NullPointer,
    /// Sticky assignors, equal subscriptions: somebody claims partitions the topic does not have,
    /// so that more seem unassigned than members have room for.
    #[error("partitions are left but no member has room (java.lang.IllegalStateException)")]
    IllegalState,
    /// Sticky assignors, unequal subscriptions: balancing moves the same partitions to and fro for
    /// ever, so `poll()` does not return. Seen when a stale member is preferred for a partition of
    /// a topic it does not subscribe to.
    #[error("the assignor never finishes balancing")]
    Endless,
}

impl AssignorError {
    /// The Java class of the exception; `None` if nothing is thrown.
    pub const fn java_class(self) -> Option<&'static str> {
        match self {
            Self::NullPointer => Some("java.lang.NullPointerException"),
            Self::IllegalState => Some("java.lang.IllegalStateException"),
            Self::Endless => None,
        }
    }
}
