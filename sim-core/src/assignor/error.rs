//! What Kafka's own assignors throw.
//!
//! Deliberately lacks any error of ours: every input has an answer or one of these.

use thiserror::Error;

use super::{Assignor, AssignorInput, AssignorName, AssignorOutput};

/// An exception that leaves `poll()` of the group leader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Error)]
pub enum AssignorError {
    /// The assignor is not part of the model yet.
    #[error("the {0} assignor is not modelled")]
    NotModelled(AssignorName),
}

/// Stands for an assignor that is not part of the model yet.
#[derive(Debug)]
pub(super) struct NotModelled(pub(super) AssignorName);

impl Assignor for NotModelled {
    fn name(&self) -> AssignorName {
        self.0
    }
    fn assign(&self, _input: &AssignorInput) -> Result<AssignorOutput, AssignorError> {
        Err(AssignorError::NotModelled(self.0))
    }
}
