//! The program as Java, and where its threads are in it.
//!
//! `UPDATE_EXPECT=1 cargo test -p sim-core --test all listing::` rewrites `golden/listings.txt`.

use crate::story;
use expect_test::expect_file;
use sim_core::listing::{CodeLine, CodeText, Place, Thread, ThreadView};
use sim_core::scenario::{CommitStyle, ListenerSpec, OnPoison, SeekTo, Sink, WorkerMode};
use sim_core::{ConsumerId, SimDuration, SimTime, Timeline};
use story::{C, Story, consumer, freeze};

fn opened(story: &Story, ms: u64) -> (Timeline, ConsumerId) {
    let mut timeline = Timeline::new(story.recording()).expect("a valid scenario");
    timeline.seek(SimTime::from_millis(ms));
    let consumer = timeline.lab().consumers[0].id;
    (timeline, consumer)
}

fn line(line: &CodeLine) -> String {
    let number = line
        .number
        .map_or(String::new(), |number| number.to_string());
    let text = if let CodeText::Java(text) = &line.text {
        text.clone()
    } else {
        format!("<{:?}>", line.text)
    };
    let place = line.place.map_or(String::new(), |place| {
        let point = place.crash_point();
        format!(
            "   // {place:?}{}",
            point.map_or(String::new(), |p| format!(", {p:?}"))
        )
    });
    let mark = if line.is_changed { '*' } else { ' ' };
    let indent = "  ".repeat(line.indent.into());
    format!("{number:>3}{mark} {indent}{text}{place}")
        .trim_end()
        .to_owned()
}

fn told(name: &str, consumer: C) -> String {
    let story = Story::with_partitions(2)
        .prop("session.timeout.ms", 10_000)
        .consumer(consumer);
    let (timeline, consumer) = opened(&story, 4_000);
    let lines: Vec<String> = timeline.listing(consumer).lines.iter().map(line).collect();
    format!("== {name}\n{}\n", lines.join("\n"))
}

#[test]
fn every_habit_has_its_lines() {
    let with = |style| consumer("a").commits(style);
    let busy = ListenerSpec {
        commit_in_revoked: true,
        own_lost: true,
        revoked_sleep_ms: 1_500,
        seek_in_assigned: Some(SeekTo::AgoMs(60_000)),
        ..ListenerSpec::default()
    };
    let all = [
        told("automatic commits", with(CommitStyle::Auto)),
        told(
            "commitSync after each batch",
            with(CommitStyle::SyncAfterBatch),
        ),
        told("commitSync before", with(CommitStyle::SyncBeforeProcessing)),
        told("per record", with(CommitStyle::SyncPerRecord)),
        told(
            "every 7 at a batch's end",
            with(CommitStyle::SyncEvery { records: 7 }),
        ),
        told(
            "every 7 inside",
            with(CommitStyle::ExplicitEvery { records: 7 }),
        ),
        told("asynchronous", with(CommitStyle::AsyncAfterBatch)),
        told("naive retry", with(CommitStyle::AsyncRetry)),
        told(
            "with a sequence",
            with(CommitStyle::AsyncRetrySequenceGuard),
        ),
        told(
            "with offsets compared",
            with(CommitStyle::AsyncRetryOffsetGuard),
        ),
        told(
            "and sync on close",
            with(CommitStyle::AsyncAfterBatchPlusSyncOnClose),
        ),
        told("outside", with(CommitStyle::Outside)),
        told("never", with(CommitStyle::None).on_poison(OnPoison::Skip)),
        told(
            "a busy listener",
            with(CommitStyle::SyncAfterBatch).listens(busy),
        ),
        told(
            "workers",
            with(CommitStyle::Auto).workers(4, 100, WorkerMode::AutoCommit),
        ),
        told(
            "finished prefix",
            consumer("a").workers(4, 100, WorkerMode::FinishedPrefix),
        ),
        told(
            "pause and resume",
            consumer("a").workers(4, 100, WorkerMode::PauseResume),
        ),
        told(
            "an idempotent sink and retries",
            with(CommitStyle::Auto)
                .sink(Sink::Idempotent)
                .on_poison(OnPoison::RetryInPlace { backoff_ms: 500 }),
        ),
        told(
            "a pattern",
            with(CommitStyle::Auto).subscribes_by_pattern("t.*"),
        ),
        told("assign()", with(CommitStyle::Auto).assigns(&["t-1"])),
    ];
    expect_file!["golden/listings.txt"].assert_eq(&all.join("\n"));
}

fn application(timeline: &Timeline, consumer: ConsumerId) -> ThreadView {
    let threads = timeline.threads(consumer);
    *threads.first().expect("it runs")
}

#[test]
fn the_application_thread_is_where_the_run_is() {
    // Ten records at 5 s, 100 ms each, three to a batch.
    let story = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("max.poll.records", 3)
        .latency_ms(10)
        .once(5_000, 10)
        .consumer(
            consumer("a")
                .commits(CommitStyle::SyncAfterBatch)
                .takes_ms(100),
        );
    let (mut timeline, consumer) = opened(&story, 4_000);
    let waiting = application(&timeline, consumer);
    assert_eq!(
        (waiting.thread, waiting.place),
        (Thread::Application, Place::Poll)
    );
    timeline.seek(SimTime::from_millis(5_160));
    let working = application(&timeline, consumer);
    assert_eq!(working.place, Place::Record);
    assert_eq!(working.records, Some((1, 3)));
    assert_eq!(working.left, Some(SimDuration::from_millis(50)));
    assert_eq!(working.total, Some(SimDuration::from_millis(100)));
    timeline.seek(SimTime::from_millis(5_320));
    assert_eq!(application(&timeline, consumer).place, Place::Commit);
    let heartbeat = timeline.threads(consumer)[1];
    assert_eq!(
        (heartbeat.thread, heartbeat.place),
        (Thread::Heartbeat, Place::HeartbeatWait)
    );
    assert!(
        heartbeat
            .left
            .is_some_and(|left| left <= SimDuration::from_secs(3))
    );
}

#[test]
fn workers_and_a_frozen_process() {
    let story = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .once(5_000, 10)
        .consumer(consumer("a").takes_ms(1_000).polls_for_ms(100).workers(
            2,
            100,
            WorkerMode::AutoCommit,
        ))
        .at(5_400, freeze("a"));
    let (mut timeline, consumer) = opened(&story, 5_300);
    let at_work: Vec<Thread> = timeline
        .threads(consumer)
        .iter()
        .map(|one| one.thread)
        .collect();
    assert_eq!(
        at_work,
        [
            Thread::Application,
            Thread::Worker(0),
            Thread::Worker(1),
            Thread::Heartbeat
        ]
    );
    timeline.seek(SimTime::from_millis(5_500));
    let frozen = timeline.threads(consumer);
    timeline.seek(SimTime::from_millis(9_000));
    assert_eq!(
        timeline.threads(consumer),
        frozen,
        "a frozen process stands still"
    );
}
