//! A program in words: what the form offers for each part and what a card says of it.

use sim_core::config::CONSUMER_KEYS;
use sim_core::scenario::{CommitStyle, OnPoison, ProcessingTime, ProgramSpec, SeekTo, Sink};
use sim_core::scenario::{ListenerSpec, WorkerMode, WorkerPool};
use sim_core::view::{ConsumerView, LabView, SubscriptionView};

/// Records between two commits, until another number is written.
pub const EVERY: u32 = 100;

/// How the time per record varies.
pub const KINDS: [&str; 4] = ["always the same", "at random", "heavy tail", "one slow key"];

/// Commit styles.
pub const COMMITS: [(CommitStyle, &str); 13] = [
    (CommitStyle::Auto, "automatic, as enable.auto.commit says"),
    (CommitStyle::SyncAfterBatch, "commitSync() after each batch"),
    (CommitStyle::SyncPerRecord, "commitSync() after each record"),
    (
        CommitStyle::SyncEvery { records: EVERY },
        "commitSync() after a batch, every N records",
    ),
    (
        CommitStyle::ExplicitEvery { records: EVERY },
        "commitSync(offsets) inside the batch, every N records",
    ),
    (
        CommitStyle::SyncBeforeProcessing,
        "commitSync() before processing",
    ),
    (
        CommitStyle::AsyncAfterBatch,
        "commitAsync() after each batch",
    ),
    (
        CommitStyle::AsyncRetry,
        "commitAsync(), failures sent again",
    ),
    (
        CommitStyle::AsyncRetrySequenceGuard,
        "commitAsync(), sent again if none is newer",
    ),
    (
        CommitStyle::AsyncRetryOffsetGuard,
        "commitAsync(), sent again if the offset is higher",
    ),
    (
        CommitStyle::AsyncAfterBatchPlusSyncOnClose,
        "commitAsync(), and commitSync() before close()",
    ),
    (CommitStyle::Outside, "offsets kept with the results"),
    (CommitStyle::None, "never"),
];

/// What the polling thread does beside its workers.
pub const MODES: [(Option<WorkerMode>, &str); 4] = [
    (None, "none: the polling thread processes"),
    (Some(WorkerMode::AutoCommit), "workers, automatic commits"),
    (
        Some(WorkerMode::FinishedPrefix),
        "workers, commits the finished prefix",
    ),
    (
        Some(WorkerMode::PauseResume),
        "workers, pause() and resume()",
    ),
];

/// What happens to a record that cannot be processed.
pub const POISON: [(OnPoison, &str); 5] = [
    (OnPoison::Crash, "the exception ends the loop"),
    (OnPoison::Kill, "the process dies at once"),
    (OnPoison::Skip, "logged and passed over"),
    (OnPoison::DeadLetter, "sent to a dead-letter topic"),
    (
        OnPoison::RetryInPlace { backoff_ms: 1_000 },
        "tried again and again",
    ),
];

/// What a repeat does.
pub const SINKS: [(Sink, &str); 2] = [
    (Sink::Plain, "a repeat takes effect again"),
    (Sink::Idempotent, "idempotent: a repeat changes nothing"),
];

/// Where the listener seeks to.
pub const SEEKS: [(Option<SeekTo>, &str); 5] = [
    (None, "seeks nowhere"),
    (Some(SeekTo::Beginning), "seekToBeginning() on assignment"),
    (Some(SeekTo::End), "seekToEnd() on assignment"),
    (
        Some(SeekTo::Offset(0)),
        "seek() to one offset on assignment",
    ),
    (
        Some(SeekTo::AgoMs(60_000)),
        "seek() to a time on assignment",
    ),
];

/// The words of a table.
pub const fn names<T: Copy, const N: usize>(table: &[(T, &'static str); N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut index = 0;
    while index < N {
        names[index] = table[index].1;
        index += 1;
    }
    names
}

/// Place of a kind of time per record in [`KINDS`].
pub fn kind_of(processing: ProcessingTime) -> usize {
    match processing {
        ProcessingTime::Constant { .. } => 0,
        ProcessingTime::Uniform { .. } => 1,
        ProcessingTime::HeavyTail { .. } => 2,
        ProcessingTime::SlowKey { .. } => 3,
    }
}

/// Place in a table of the entry that is `now` but for its numbers.
pub fn place<T>(table: &[(T, &str)], now: &T) -> usize
where
    T: Alike,
{
    let alike = |(one, _): &(T, &str)| one.is_alike(now);
    table.iter().position(alike).unwrap_or(0)
}

/// The same choice, whatever its number.
pub trait Alike {
    /// Whether it is.
    fn is_alike(&self, other: &Self) -> bool;
}

macro_rules! alike {
    ($($kind:ty),*) => {$(
        impl Alike for $kind {
            fn is_alike(&self, other: &Self) -> bool {
                std::mem::discriminant(self) == std::mem::discriminant(other)
            }
        }
    )*};
}
alike!(CommitStyle, OnPoison, Sink);

impl<T: Copy> Alike for Option<T> {
    fn is_alike(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(one), Some(other)) => {
                std::mem::discriminant(one) == std::mem::discriminant(other)
            }
            (None, None) => true,
            (Some(_), None) | (None, Some(_)) => false,
        }
    }
}

/// Milliseconds of so many microseconds, with their fraction.
pub fn millis(micros: u64) -> String {
    let text = format!("{}.{:03}", micros / 1_000, micros % 1_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// `20 ms`, `10 to 30 ms at random`.
fn processing(processing: ProcessingTime) -> String {
    match processing {
        ProcessingTime::Constant { us } => format!("{} ms", millis(us)),
        ProcessingTime::Uniform { min_us, max_us } => {
            format!("{} to {} ms at random", millis(min_us), millis(max_us))
        }
        ProcessingTime::HeavyTail { median_us } => {
            format!("{} ms with a heavy tail", millis(median_us))
        }
        ProcessingTime::SlowKey { us, key, slow_us } => {
            format!("{} ms, key {key} {} ms", millis(us), millis(slow_us))
        }
    }
}

/// How a program commits.
pub fn commit(style: CommitStyle) -> String {
    let name = COMMITS[place(&COMMITS, &style)].1;
    match style {
        CommitStyle::SyncEvery { records } | CommitStyle::ExplicitEvery { records } => {
            name.replace('N', &records.to_string())
        }
        CommitStyle::Auto
        | CommitStyle::SyncAfterBatch
        | CommitStyle::SyncBeforeProcessing
        | CommitStyle::SyncPerRecord
        | CommitStyle::AsyncAfterBatch
        | CommitStyle::AsyncRetry
        | CommitStyle::AsyncRetrySequenceGuard
        | CommitStyle::AsyncRetryOffsetGuard
        | CommitStyle::AsyncAfterBatchPlusSyncOnClose
        | CommitStyle::Outside
        | CommitStyle::None => name.to_owned(),
    }
}

fn workers(pool: Option<WorkerPool>) -> String {
    let name = MODES[place(&MODES, &pool.map(|pool| pool.mode))].1;
    pool.map_or_else(
        || name.to_owned(),
        |pool| format!("{} {name}, {} may wait", pool.count, pool.queue),
    )
}

fn on_poison(answer: OnPoison) -> String {
    let name = POISON[place(&POISON, &answer)].1;
    if let OnPoison::RetryInPlace { backoff_ms } = answer {
        format!("{name}, every {backoff_ms} ms")
    } else {
        name.to_owned()
    }
}

fn listener(listener: ListenerSpec) -> String {
    let mut parts = Vec::new();
    if listener.commit_in_revoked {
        parts.push("commitSync() in onPartitionsRevoked".to_owned());
    }
    if listener.own_lost {
        parts.push("an onPartitionsLost of its own".to_owned());
    }
    for (callback, ms) in [
        ("onPartitionsRevoked", listener.revoked_sleep_ms),
        ("onPartitionsAssigned", listener.assigned_sleep_ms),
        ("onPartitionsLost", listener.lost_sleep_ms),
    ] {
        if ms > 0 {
            parts.push(format!("{ms} ms in {callback}"));
        }
    }
    if listener.keeps_offsets {
        parts.push("keeps its map of offsets".to_owned());
    }
    match listener.seek_in_assigned {
        Some(SeekTo::Offset(offset)) => parts.push(format!("seek() to {offset} on assignment")),
        Some(SeekTo::AgoMs(ms)) => parts.push(format!("seek() to {ms} ms ago on assignment")),
        seek @ Some(SeekTo::Beginning | SeekTo::End) => {
            parts.push(SEEKS[place(&SEEKS, &seek)].1.to_owned());
        }
        None => {}
    }
    if parts.is_empty() {
        return "does nothing".to_owned();
    }
    parts.join(", ")
}

/// The parts of a program that differ at the next start, each with its new words.
fn changes(now: &ProgramSpec, next: &ProgramSpec) -> Vec<(&'static str, String)> {
    let parts = [
        (
            "poll() timeout",
            now.poll_timeout_ms != next.poll_timeout_ms,
            format!("{} ms", next.poll_timeout_ms),
        ),
        (
            "time per record",
            now.processing != next.processing,
            processing(next.processing),
        ),
        ("commits", now.commit != next.commit, commit(next.commit)),
        (
            "rebalance listener",
            now.listener != next.listener,
            listener(next.listener),
        ),
        (
            "workers",
            now.workers != next.workers,
            workers(next.workers),
        ),
        (
            "poison records",
            now.on_poison != next.on_poison,
            on_poison(next.on_poison),
        ),
        (
            "sink",
            now.sink != next.sink,
            SINKS[place(&SINKS, &next.sink)].1.to_owned(),
        ),
    ];
    let differ = parts.into_iter().filter(|(_, differs, _)| *differs);
    differ.map(|(name, _, words)| (name, words)).collect()
}

/// Whether anything of a consumer waits for its next start.
pub fn waits_for_restart(view: &ConsumerView) -> bool {
    let is_other = |started: &ProgramSpec| *started != view.next_program;
    !view.pending_settings.is_empty() || view.started_program.as_ref().is_some_and(is_other)
}

/// What waits for its next start, a line each.
pub fn pending(view: &ConsumerView) -> Vec<String> {
    if !waits_for_restart(view) {
        return Vec::new();
    }
    let mut lines: Vec<String> = Vec::new();
    for (key, value) in &view.pending_settings {
        let known = CONSUMER_KEYS.iter().find(|known| known.name == *key);
        let is_modelled = known.is_none_or(|known| known.modelled);
        let note = if is_modelled { "" } else { " (not modelled)" };
        lines.push(format!("{key}={value}{note}"));
    }
    if let Some(started) = &view.started_program {
        let parts = changes(started, &view.next_program);
        lines.extend(
            parts
                .into_iter()
                .map(|(name, words)| format!("{name}: {words}")),
        );
    }
    lines
}

/// What a consumer reads, where that is not every topic as a member of the only group.
pub fn reads(view: &ConsumerView, lab: &LabView) -> String {
    let mut parts = Vec::new();
    let mut group = lab.groups.iter().filter(|_| lab.groups.len() > 1);
    if let Some(group) = group.find(|group| group.id == view.group) {
        parts.push(format!("group {}", group.name));
    }
    match &view.subscription {
        SubscriptionView::Assign => return "assign(): no member of a group".to_owned(),
        SubscriptionView::Pattern(pattern) => parts.push(format!("subscribe(Pattern) {pattern}")),
        SubscriptionView::Topics(topics) if topics.is_empty() => {
            parts.push("subscribes to nothing".to_owned());
        }
        SubscriptionView::Topics(topics) => {
            let all = lab
                .partitions
                .last()
                .map_or(0, |last| last.topic.index() + 1);
            if topics.len() < all {
                parts.push(format!("subscribes to {}", topic_names(topics, lab)));
            }
        }
    }
    parts.join(" · ")
}

/// `orders, refunds`.
pub fn topic_names(topics: &[sim_core::TopicId], lab: &LabView) -> String {
    let name = |topic: &sim_core::TopicId| {
        let first = lab.partitions.partition_point(|one| one.topic < *topic);
        let partition = lab.partitions.get(first)?;
        Some(partition.name.rsplit_once('-')?.0)
    };
    let names: Vec<&str> = topics.iter().filter_map(name).collect();
    names.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_that_wait_are_named_in_words() {
        let now = ProgramSpec::default();
        let next = ProgramSpec {
            commit: CommitStyle::SyncEvery { records: 30 },
            on_poison: OnPoison::RetryInPlace { backoff_ms: 250 },
            processing: ProcessingTime::SlowKey {
                us: 20_000,
                key: 7,
                slow_us: 1_500_500,
            },
            listener: ListenerSpec {
                revoked_sleep_ms: 40,
                seek_in_assigned: Some(SeekTo::Offset(9)),
                ..ListenerSpec::default()
            },
            ..now
        };
        let words: Vec<String> = changes(&now, &next)
            .into_iter()
            .map(|(name, words)| format!("{name}: {words}"))
            .collect();
        assert_eq!(
            words,
            [
                "time per record: 20 ms, key 7 1500.5 ms",
                "commits: commitSync() after a batch, every 30 records",
                "rebalance listener: 40 ms in onPartitionsRevoked, seek() to 9 on assignment",
                "poison records: tried again and again, every 250 ms",
            ]
        );
    }
}
