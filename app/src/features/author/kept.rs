//! The draft in this browser: the present one, and the one before it.
//!
//! Where storage is refused nothing is kept, and the page says so.

use serde::{Deserialize, Serialize};

use crate::preferences;

const KEY: &str = "rebalance-lab.draft";
const BEFORE: &str = "rebalance-lab.draft-before";

/// A text and where it was opened from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// What of the address led to it; empty for the author's own.
    pub from: String,
    /// The file.
    pub text: String,
}

impl Draft {
    /// The present one.
    pub fn kept() -> Option<Self> {
        serde_json::from_str(&preferences::read(KEY)?).ok()
    }

    /// The text before that.
    pub fn before() -> Option<String> {
        preferences::read(BEFORE)
    }

    /// Keeps it; a draft from elsewhere becomes the one before. True if it can be read again.
    pub fn keep(&self) -> bool {
        if let Some(other) = Self::kept().filter(|kept| kept.from != self.from) {
            other.shelve();
        }
        let text = serde_json::to_string(self).expect("a draft holds only JSON values");
        preferences::store(KEY, &text);
        Self::kept().as_ref() == Some(self)
    }

    /// Makes it the one before.
    pub fn shelve(&self) {
        preferences::store(BEFORE, &self.text);
    }
}
