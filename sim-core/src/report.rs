//! A run as texts to take away: its told events as CSV and JSON, the whole of it as Markdown.
//!
//! Everything is as of the playhead. Deliberately lacks files; the page saves the texts.

mod events;
mod markdown;

pub use events::{csv, json};
pub use markdown::markdown;

use crate::timeline::Timeline;

/// Name of the branch in view.
fn branch_name(timeline: &Timeline) -> String {
    let branches = timeline.branches().into_iter();
    let mut current = branches.filter(|branch| branch.is_current);
    current.next().map(|branch| branch.name).unwrap_or_default()
}
