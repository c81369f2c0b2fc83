//! Messages: a toast that goes by itself and a banner that stays.

/// A short message at the lower edge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// What happened.
    pub text: String,
    /// Offer Undo.
    pub can_undo: bool,
}

/// A message above the stage, until it is closed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Banner {
    /// What is wrong.
    pub text: String,
    /// What happens instead.
    pub consequence: String,
}
