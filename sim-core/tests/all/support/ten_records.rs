//! The set-up of stories about what a program does with one batch.

use sim_core::scenario::CommitStyle;

use super::story::{C, Story, Told, consumer};

/// One partition, ten records at 5 s, 100 ms for each.
pub fn ten_records() -> Story {
    Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 6_000)
        .once(5_000, 10)
}

pub fn worker(style: CommitStyle) -> C {
    consumer("a").commits(style).takes_ms(100)
}

/// The consumer `a`.
pub fn who() -> String {
    "a".to_owned()
}

/// What `a` has committed, in order.
pub fn offsets(told: &Told) -> Vec<u64> {
    let stored = told.committed("a", "t-0");
    stored.into_iter().map(|(_, offset)| offset).collect()
}
