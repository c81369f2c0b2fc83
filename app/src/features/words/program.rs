//! A program in words: what the form offers for each part and what a card says of it.

use locale::{Text, say};
use sim_core::config::CONSUMER_KEYS;
use sim_core::scenario::{CommitStyle, OnPoison, ProcessingTime, ProgramSpec, SeekTo, Sink};
use sim_core::scenario::{ListenerSpec, WorkerMode, WorkerPool};
use sim_core::view::{ConsumerView, LabView, SubscriptionView};

/// A choice and what it is called.
pub type Named<T> = (T, fn() -> Text);

/// Records between two commits, until another number is written.
pub const EVERY: u32 = 100;

/// How the time per record varies.
pub const KINDS: [fn() -> Text; 4] = [
    say::program_kind_constant,
    say::program_kind_random,
    say::program_kind_tail,
    say::program_kind_slow_key,
];

/// Commit styles.
pub const COMMITS: [Named<CommitStyle>; 13] = [
    (CommitStyle::Auto, say::program_commit_auto),
    (CommitStyle::SyncAfterBatch, say::program_commit_sync_batch),
    (CommitStyle::SyncPerRecord, say::program_commit_sync_record),
    (CommitStyle::SyncEvery { records: EVERY }, || {
        say::program_commit_sync_every("N")
    }),
    (CommitStyle::ExplicitEvery { records: EVERY }, || {
        say::program_commit_explicit_every("N")
    }),
    (
        CommitStyle::SyncBeforeProcessing,
        say::program_commit_before,
    ),
    (
        CommitStyle::AsyncAfterBatch,
        say::program_commit_async_batch,
    ),
    (CommitStyle::AsyncRetry, say::program_commit_async_retry),
    (
        CommitStyle::AsyncRetrySequenceGuard,
        say::program_commit_async_sequence,
    ),
    (
        CommitStyle::AsyncRetryOffsetGuard,
        say::program_commit_async_offset,
    ),
    (
        CommitStyle::AsyncAfterBatchPlusSyncOnClose,
        say::program_commit_async_close,
    ),
    (CommitStyle::Outside, say::program_commit_outside),
    (CommitStyle::None, say::program_commit_never),
];

/// What the polling thread does beside its workers.
pub const MODES: [Named<Option<WorkerMode>>; 4] = [
    (None, say::program_no_workers),
    (Some(WorkerMode::AutoCommit), say::program_workers_auto),
    (
        Some(WorkerMode::FinishedPrefix),
        say::program_workers_prefix,
    ),
    (Some(WorkerMode::PauseResume), say::program_workers_pause),
];

/// What happens to a record that cannot be processed.
pub const POISON: [Named<OnPoison>; 5] = [
    (OnPoison::Crash, say::program_poison_crash),
    (OnPoison::Kill, say::program_poison_kill),
    (OnPoison::Skip, say::program_poison_skip),
    (OnPoison::DeadLetter, say::program_poison_dead_letter),
    (
        OnPoison::RetryInPlace { backoff_ms: 1_000 },
        say::program_poison_retry,
    ),
];

/// What a repeat does.
pub const SINKS: [Named<Sink>; 2] = [
    (Sink::Plain, say::program_sink_plain),
    (Sink::Idempotent, say::program_sink_idempotent),
];

/// Where the listener seeks to.
pub const SEEKS: [Named<Option<SeekTo>>; 5] = [
    (None, say::program_seek_nowhere),
    (Some(SeekTo::Beginning), say::program_seek_beginning),
    (Some(SeekTo::End), say::program_seek_end),
    (Some(SeekTo::Offset(0)), say::program_seek_offset),
    (Some(SeekTo::AgoMs(60_000)), say::program_seek_time),
];

/// The words of a table.
pub const fn names<T: Copy, const N: usize>(table: &[Named<T>; N]) -> [fn() -> Text; N] {
    let mut names = [table[0].1; N];
    let mut index = 1;
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
pub fn place<T>(table: &[Named<T>], now: &T) -> usize
where
    T: Alike,
{
    let alike = |(one, _): &Named<T>| one.is_alike(now);
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
fn processing(processing: ProcessingTime) -> Text {
    match processing {
        ProcessingTime::Constant { us } => say::milliseconds(millis(us)),
        ProcessingTime::Uniform { min_us, max_us } => {
            say::program_time_random(millis(min_us), millis(max_us))
        }
        ProcessingTime::HeavyTail { median_us } => say::program_time_tail(millis(median_us)),
        ProcessingTime::SlowKey { us, key, slow_us } => {
            say::program_time_slow_key(millis(us), key.to_string(), millis(slow_us))
        }
    }
}

/// How a program commits.
pub fn commit(style: CommitStyle) -> Text {
    match style {
        CommitStyle::SyncEvery { records } => say::program_commit_sync_every(records.to_string()),
        CommitStyle::ExplicitEvery { records } => {
            say::program_commit_explicit_every(records.to_string())
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
        | CommitStyle::None => (COMMITS[place(&COMMITS, &style)].1)(),
    }
}

fn workers(pool: Option<WorkerPool>) -> Text {
    let Some(WorkerPool { count, queue, mode }) = pool else {
        return say::program_no_workers();
    };
    let (count, queue) = (count.to_string(), queue.to_string());
    match mode {
        WorkerMode::AutoCommit => say::program_pool_auto(count, queue),
        WorkerMode::FinishedPrefix => say::program_pool_prefix(count, queue),
        WorkerMode::PauseResume => say::program_pool_pause(count, queue),
    }
}

fn on_poison(answer: OnPoison) -> Text {
    if let OnPoison::RetryInPlace { backoff_ms } = answer {
        say::program_poison_retry_every(backoff_ms.to_string())
    } else {
        (POISON[place(&POISON, &answer)].1)()
    }
}

fn listener(listener: ListenerSpec) -> Text {
    let mut parts = Vec::new();
    if listener.commit_in_revoked {
        parts.push(say::settings_field_commit_in_revoked());
    }
    if listener.own_lost {
        parts.push(say::settings_field_own_lost());
    }
    for (callback, ms) in [
        ("onPartitionsRevoked", listener.revoked_sleep_ms),
        ("onPartitionsAssigned", listener.assigned_sleep_ms),
        ("onPartitionsLost", listener.lost_sleep_ms),
    ] {
        if ms > 0 {
            parts.push(say::program_ms_in(ms.to_string(), callback));
        }
    }
    if listener.keeps_offsets {
        parts.push(say::program_keeps_offsets());
    }
    match listener.seek_in_assigned {
        Some(SeekTo::Offset(offset)) => {
            parts.push(say::program_seeks_to(offset.to_string()));
        }
        Some(SeekTo::AgoMs(ms)) => parts.push(say::program_seeks_ago(ms.to_string())),
        seek @ Some(SeekTo::Beginning | SeekTo::End) => {
            parts.push((SEEKS[place(&SEEKS, &seek)].1)());
        }
        None => {}
    }
    if parts.is_empty() {
        return say::program_does_nothing();
    }
    Text::joined(parts, ", ")
}

/// The parts of a program that differ at the next start, each in its new words.
fn changes(now: &ProgramSpec, next: &ProgramSpec) -> Vec<Text> {
    let parts = [
        (
            now.poll_timeout_ms != next.poll_timeout_ms,
            say::program_next_poll(next.poll_timeout_ms.to_string()),
        ),
        (
            now.processing != next.processing,
            say::program_next_time(processing(next.processing)),
        ),
        (
            now.commit != next.commit,
            say::program_next_commits(commit(next.commit)),
        ),
        (
            now.listener != next.listener,
            say::program_next_listener(listener(next.listener)),
        ),
        (
            now.workers != next.workers,
            say::program_next_workers(workers(next.workers)),
        ),
        (
            now.on_poison != next.on_poison,
            say::program_next_poison(on_poison(next.on_poison)),
        ),
        (
            now.sink != next.sink,
            say::program_next_sink((SINKS[place(&SINKS, &next.sink)].1)()),
        ),
    ];
    let differ = parts.into_iter().filter(|(differs, _)| *differs);
    differ.map(|(_, words)| words).collect()
}

/// Whether anything of a consumer waits for its next start.
pub fn waits_for_restart(view: &ConsumerView) -> bool {
    let is_other = |started: &ProgramSpec| *started != view.next_program;
    !view.pending_settings.is_empty() || view.started_program.as_ref().is_some_and(is_other)
}

/// What waits for its next start, a line each.
pub fn pending(view: &ConsumerView) -> Vec<Text> {
    if !waits_for_restart(view) {
        return Vec::new();
    }
    let mut lines = Vec::new();
    for (key, value) in &view.pending_settings {
        let known = CONSUMER_KEYS.iter().find(|known| known.name == *key);
        let is_modelled = known.is_none_or(|known| known.modelled);
        let setting = format!("{key}={value}");
        lines.push(if is_modelled {
            setting.into()
        } else {
            say::program_not_modelled(setting)
        });
    }
    if let Some(started) = &view.started_program {
        lines.extend(changes(started, &view.next_program));
    }
    lines
}

/// What a consumer reads, where that is not every topic as a member of the only group.
pub fn reads(view: &ConsumerView, lab: &LabView) -> Text {
    let mut parts = Vec::new();
    let mut group = lab.groups.iter().filter(|_| lab.groups.len() > 1);
    if let Some(group) = group.find(|group| group.id == view.group) {
        parts.push(say::program_of_group(&group.name));
    }
    match &view.subscription {
        SubscriptionView::Assign => return say::program_assigns(),
        SubscriptionView::Pattern(pattern) => {
            parts.push(format!("subscribe(Pattern) {pattern}").into());
        }
        SubscriptionView::Topics(topics) if topics.is_empty() => {
            parts.push(say::program_subscribes_nothing());
        }
        SubscriptionView::Topics(topics) => {
            let all = lab
                .partitions
                .last()
                .map_or(0, |last| last.topic.index() + 1);
            if topics.len() < all {
                parts.push(say::program_subscribes(topic_names(topics, lab)));
            }
        }
    }
    Text::joined(parts, " · ")
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
        assert_eq!(
            changes(&now, &next),
            [
                "time per record: 20 ms, key 7 1500.5 ms",
                "commits: commitSync() after a batch, every 30 records",
                "rebalance listener: 40 ms in onPartitionsRevoked, seek() to 9 on assignment",
                "poison records: tried again and again, every 250 ms",
            ]
        );
    }
}
