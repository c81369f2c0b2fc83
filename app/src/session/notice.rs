//! Messages: a toast that goes by itself and a banner that stays.

use locale::Text;

/// A short message at the lower edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub text: Text,
    /// Offer Undo.
    pub can_undo: bool,
}

/// A message above the stage, until it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// What is wrong.
    pub text: Text,
    /// What happens instead.
    pub consequence: Text,
}
