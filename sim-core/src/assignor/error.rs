//! What Kafka's own assignors throw.
//!
//! Deliberately lacks any error of ours: every input has an answer or one of these.

use thiserror::Error;

/// An exception that leaves `poll()` of the group leader.
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
}

impl AssignorError {
    /// The Java class of the exception.
    pub const fn java_class(self) -> &'static str {
        match self {
            Self::NullPointer => "java.lang.NullPointerException",
            Self::IllegalState => "java.lang.IllegalStateException",
        }
    }
}
