//! The fields of a program as data: what each is called, how it is read and how it is set.

use locale::{Text, say};
use sim_core::scenario::{
    CommitStyle, OnPoison, ProcessingTime, ProgramSpec, SeekTo, WorkerMode, WorkerPool,
};

use crate::features::words::program::{
    COMMITS, KINDS, MODES, Named, POISON, SEEKS, SINKS, kind_of, names, place,
};

/// What a field is edited with.
#[derive(Clone, Copy, Debug)]
pub(super) enum Control {
    /// One of these.
    Choice(&'static [fn() -> Text]),
    /// A whole number.
    Whole,
    /// Microseconds, written as milliseconds.
    Millis,
    /// On or off.
    Switch,
}

/// One field.
#[derive(Clone, Copy, Debug)]
pub(super) struct Field {
    /// Nothing where the heading says it.
    pub label: fn() -> Text,
    pub testid: &'static str,
    pub control: Control,
    /// Its value; None while the program has no such part.
    pub get: fn(&ProgramSpec) -> Option<u64>,
    pub set: fn(&mut ProgramSpec, u64),
}

/// Fields under one heading.
#[derive(Clone, Copy, Debug)]
pub(super) struct Block {
    pub title: fn() -> Text,
    pub doc: fn() -> Text,
    pub fields: &'static [Field],
    /// Takes effect at once, not at the next start.
    pub is_live: bool,
    /// What gives way when commits and workers do not go together, and how that is offered.
    pub gives_way: Offer,
}

/// What a button says and does.
type Offer = (fn() -> Text, fn(&mut ProgramSpec));

const fn choice(
    label: fn() -> Text,
    testid: &'static str,
    names: &'static [fn() -> Text],
    get: fn(&ProgramSpec) -> Option<u64>,
    set: fn(&mut ProgramSpec, u64),
) -> Field {
    field(label, testid, Control::Choice(names), get, set)
}

const fn field(
    label: fn() -> Text,
    testid: &'static str,
    control: Control,
    get: fn(&ProgramSpec) -> Option<u64>,
    set: fn(&mut ProgramSpec, u64),
) -> Field {
    Field {
        label,
        testid,
        control,
        get,
        set,
    }
}

const AUTOMATIC: Offer = (say::settings_offer_workers, |one| {
    one.commit = CommitStyle::Auto;
});
const ALONE: Offer = (say::settings_offer_commits, |one| one.workers = None);

/// Every part of a program.
pub(super) const BLOCKS: &[Block] = &[
    Block {
        title: say::settings_block_time,
        doc: say::settings_doc_time,
        fields: TIME,
        is_live: true,
        gives_way: AUTOMATIC,
    },
    Block {
        title: say::settings_block_commits,
        doc: say::settings_doc_commits,
        fields: COMMIT,
        is_live: false,
        gives_way: ALONE,
    },
    Block {
        title: say::settings_block_listener,
        doc: say::settings_doc_next_start,
        fields: LISTENER,
        is_live: false,
        gives_way: AUTOMATIC,
    },
    Block {
        title: say::settings_block_workers,
        doc: say::settings_doc_workers,
        fields: WORKERS,
        is_live: false,
        gives_way: AUTOMATIC,
    },
    Block {
        title: say::settings_block_outcomes,
        doc: say::settings_doc_next_start,
        fields: OUTCOMES,
        is_live: false,
        gives_way: AUTOMATIC,
    },
];

const TIME: &[Field] = &[
    choice(
        Text::default,
        "processing-kind",
        &KINDS,
        |one| Some(kind_of(one.processing) as u64),
        |one, kind| {
            let (low, high, key) = times(one.processing);
            one.processing = match kind {
                1 => ProcessingTime::Uniform {
                    min_us: low,
                    max_us: high.max(low),
                },
                2 => ProcessingTime::HeavyTail { median_us: low },
                3 => ProcessingTime::SlowKey {
                    us: low,
                    key,
                    slow_us: if high > low { high } else { low * 10 },
                },
                _ => ProcessingTime::Constant { us: low },
            };
        },
    ),
    field(
        say::settings_field_ms_per_record,
        "processing-ms",
        Control::Millis,
        |one| Some(times(one.processing).0),
        |one, value| match &mut one.processing {
            ProcessingTime::Constant { us } | ProcessingTime::SlowKey { us, .. } => *us = value,
            ProcessingTime::HeavyTail { median_us } => *median_us = value,
            ProcessingTime::Uniform { min_us, max_us } => {
                *min_us = value;
                *max_us = value.max(*max_us);
            }
        },
    ),
    field(
        say::settings_field_ms_at_most,
        "processing-ms-max",
        Control::Millis,
        |one| (kind_of(one.processing) == 1).then_some(times(one.processing).1),
        |one, value| {
            if let ProcessingTime::Uniform { max_us, .. } = &mut one.processing {
                *max_us = value;
            }
        },
    ),
    field(
        say::settings_field_slow_key,
        "slow-key",
        Control::Whole,
        |one| (kind_of(one.processing) == 3).then_some(times(one.processing).2.into()),
        |one, value| {
            if let ProcessingTime::SlowKey { key, .. } = &mut one.processing {
                *key = whole(value);
            }
        },
    ),
    field(
        say::settings_field_slow_key_ms,
        "slow-key-ms",
        Control::Millis,
        |one| (kind_of(one.processing) == 3).then_some(times(one.processing).1),
        |one, value| {
            if let ProcessingTime::SlowKey { slow_us, .. } = &mut one.processing {
                *slow_us = value;
            }
        },
    ),
];

const COMMIT: &[Field] = &[
    choice(
        Text::default,
        "commit-style",
        &names(&COMMITS),
        |one| Some(place(&COMMITS, &one.commit) as u64),
        |one, index| one.commit = at(&COMMITS, index),
    ),
    field(
        say::settings_field_commit_every,
        "commit-every",
        Control::Whole,
        |one| match one.commit {
            CommitStyle::SyncEvery { records } | CommitStyle::ExplicitEvery { records } => {
                Some(records.into())
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
            | CommitStyle::None => None,
        },
        |one, value| {
            if let CommitStyle::SyncEvery { records } | CommitStyle::ExplicitEvery { records } =
                &mut one.commit
            {
                *records = whole(value);
            }
        },
    ),
];

const LISTENER: &[Field] = &[
    field(
        say::settings_field_commit_in_revoked,
        "commit-in-revoked",
        Control::Switch,
        |one| Some(one.listener.commit_in_revoked.into()),
        |one, value| one.listener.commit_in_revoked = value == 1,
    ),
    field(
        say::settings_field_own_lost,
        "own-lost",
        Control::Switch,
        |one| Some(one.listener.own_lost.into()),
        |one, value| one.listener.own_lost = value == 1,
    ),
    field(
        say::settings_field_keeps_offsets,
        "keeps-offsets",
        Control::Switch,
        |one| Some(one.listener.keeps_offsets.into()),
        |one, value| one.listener.keeps_offsets = value == 1,
    ),
    field(
        say::settings_field_revoked_ms,
        "revoked-sleep",
        Control::Whole,
        |one| Some(one.listener.revoked_sleep_ms),
        |one, value| one.listener.revoked_sleep_ms = value,
    ),
    field(
        say::settings_field_assigned_ms,
        "assigned-sleep",
        Control::Whole,
        |one| Some(one.listener.assigned_sleep_ms),
        |one, value| one.listener.assigned_sleep_ms = value,
    ),
    field(
        say::settings_field_lost_ms,
        "lost-sleep",
        Control::Whole,
        |one| Some(one.listener.lost_sleep_ms),
        |one, value| one.listener.lost_sleep_ms = value,
    ),
    choice(
        || "onPartitionsAssigned".into(),
        "seek-in-assigned",
        &names(&SEEKS),
        |one| Some(place(&SEEKS, &one.listener.seek_in_assigned) as u64),
        |one, index| one.listener.seek_in_assigned = at(&SEEKS, index),
    ),
    field(
        say::settings_field_seek_offset,
        "seek-offset",
        Control::Whole,
        |one| match one.listener.seek_in_assigned {
            Some(SeekTo::Offset(offset)) => Some(offset),
            Some(SeekTo::Beginning | SeekTo::End | SeekTo::AgoMs(_)) | None => None,
        },
        |one, value| one.listener.seek_in_assigned = Some(SeekTo::Offset(value)),
    ),
    field(
        say::settings_field_seek_ago,
        "seek-ago",
        Control::Whole,
        |one| match one.listener.seek_in_assigned {
            Some(SeekTo::AgoMs(ms)) => Some(ms),
            Some(SeekTo::Beginning | SeekTo::End | SeekTo::Offset(_)) | None => None,
        },
        |one, value| one.listener.seek_in_assigned = Some(SeekTo::AgoMs(value)),
    ),
];

const WORKERS: &[Field] = &[
    choice(
        Text::default,
        "worker-mode",
        &names(&MODES),
        |one| Some(place(&MODES, &one.workers.map(|pool| pool.mode)) as u64),
        |one, index| {
            let mode: Option<WorkerMode> = at(&MODES, index);
            let (count, queue) = one.workers.map_or(POOL, |pool| (pool.count, pool.queue));
            one.workers = mode.map(|mode| WorkerPool { count, queue, mode });
        },
    ),
    field(
        say::settings_field_worker_count,
        "worker-count",
        Control::Whole,
        |one| one.workers.map(|pool| pool.count.into()),
        |one, value| {
            if let Some(pool) = &mut one.workers {
                pool.count = whole(value);
            }
        },
    ),
    field(
        say::settings_field_worker_queue,
        "worker-queue",
        Control::Whole,
        |one| one.workers.map(|pool| pool.queue.into()),
        |one, value| {
            if let Some(pool) = &mut one.workers {
                pool.queue = whole(value);
            }
        },
    ),
];

const OUTCOMES: &[Field] = &[
    choice(
        say::settings_field_on_poison,
        "on-poison",
        &names(&POISON),
        |one| Some(place(&POISON, &one.on_poison) as u64),
        |one, index| one.on_poison = at(&POISON, index),
    ),
    field(
        say::settings_field_poison_backoff,
        "poison-backoff",
        Control::Whole,
        |one| match one.on_poison {
            OnPoison::RetryInPlace { backoff_ms } => Some(backoff_ms),
            OnPoison::Crash | OnPoison::Kill | OnPoison::Skip | OnPoison::DeadLetter => None,
        },
        |one, backoff_ms| one.on_poison = OnPoison::RetryInPlace { backoff_ms },
    ),
    choice(
        say::settings_field_sink,
        "sink",
        &names(&SINKS),
        |one| Some(place(&SINKS, &one.sink) as u64),
        |one, index| one.sink = at(&SINKS, index),
    ),
    field(
        say::settings_field_poll_timeout,
        "poll-timeout",
        Control::Whole,
        |one| Some(one.poll_timeout_ms),
        |one, value| one.poll_timeout_ms = value,
    ),
];

/// Threads and room of a new pool.
const POOL: (u32, u32) = (4, 1_000);

/// The usual time, the other one and the number of the slow key; microseconds.
fn times(processing: ProcessingTime) -> (u64, u64, u32) {
    match processing {
        ProcessingTime::Constant { us } => (us, us, 0),
        ProcessingTime::Uniform { min_us, max_us } => (min_us, max_us, 0),
        ProcessingTime::HeavyTail { median_us } => (median_us, median_us, 0),
        ProcessingTime::SlowKey { us, key, slow_us } => (us, slow_us, key),
    }
}

fn at<T: Copy>(table: &[Named<T>], index: u64) -> T {
    let last = table.len() - 1;
    table[usize::try_from(index).unwrap_or(last).min(last)].0
}

/// What is too large for the field is far above its range, and is refused as such.
fn whole(value: u64) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
