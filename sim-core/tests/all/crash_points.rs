//! `kill -9` at a point of the program: each dies where it was asked to, with what it had done.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::{story, ten_records};
use sim_core::effect::ProcessEnd;
use sim_core::scenario::CommitStyle;
use sim_core::{Command, CrashPoint, Effect};
use story::close;
use ten_records::{offsets, ten_records, who, worker};

#[test]
fn a_process_dies_at_the_point_it_was_asked_to() {
    let killed = |point| {
        let told = ten_records()
            .prop("max.poll.records", 4)
            .latency_ms(1)
            .consumer(worker(CommitStyle::SyncAfterBatch))
            .at(4_000, Command::KillAt { who: who(), point })
            .consumer(
                worker(CommitStyle::SyncAfterBatch)
                    .named("b")
                    .starts_at(4_500),
            )
            .run_to(4_990 + 10_000);
        let (at, how) = told.ended("a").expect("it dies");
        assert_eq!(how, ProcessEnd::Killed, "{point:?}");
        let done = told.facts.iter().filter_map(|fact| match fact.effect {
            Effect::RecordsProcessed {
                consumer, range, ..
            } if consumer == told.consumer("a") => Some(range.count()),
            _ => None,
        });
        (at, done.sum::<u64>(), offsets(&told).len())
    };
    // b joins at 4.5 s; a hears of it with its heartbeat of 6 s, when four records are done.
    assert_eq!(killed(CrashPoint::BeforePoll).1, 0);
    assert_eq!(killed(CrashPoint::InBatch).1, 2);
    assert_eq!(killed(CrashPoint::AfterProcessing).1, 4);
    let (_, done, stored) = killed(CrashPoint::InCommit);
    assert_eq!(
        (done, stored),
        (4, 1),
        "the commit arrives, its answer finds nobody"
    );
    let revoked = killed(CrashPoint::InRevoked).0;
    let waiting = killed(CrashPoint::JoinedWaiting).0;
    assert_eq!(
        revoked, waiting,
        "the JoinGroup follows the callback at once"
    );
    assert!(killed(CrashPoint::LeaderSyncing).0 > waiting);
    assert!(killed(CrashPoint::InAssigned).0 > waiting);
    let returned = killed(CrashPoint::BatchBegin);
    assert_eq!(
        returned,
        killed(CrashPoint::NextRecord),
        "the first of a batch"
    );
    assert_eq!(returned.1, 0);
    let (at, done, stored) = killed(CrashPoint::BeforeCommit);
    assert_eq!((at, done, stored), (5_401, 4, 0), "nothing is sent");
    assert_eq!(
        killed(CrashPoint::Heartbeat).0,
        6_006,
        "a heartbeat, not the commit"
    );
}

#[test]
fn a_process_dies_where_a_point_comes_but_once() {
    let killed = |point, style: CommitStyle| {
        let told = ten_records()
            .prop("auto.commit.interval.ms", 1_000)
            .prop("max.poll.records", 4)
            .consumer(worker(style))
            .at(5_150, Command::KillAt { who: who(), point });
        let told = if point == CrashPoint::BeforeClose {
            told.at(5_650, close("a")).run_to(30_000)
        } else {
            told.run_to(30_000)
        };
        let (at, how) = told.ended("a").expect("it ends");
        assert_eq!(how, ProcessEnd::Killed, "{point:?}");
        (at, offsets(&told).last().copied())
    };
    // The third record begins at 5.2 s; batches of four end at 5.4 and 5.8 s; commits are due at whole seconds.
    assert_eq!(
        killed(CrashPoint::NextRecord, CommitStyle::Auto),
        (5_200, Some(0))
    );
    assert_eq!(
        killed(CrashPoint::AutoCommit, CommitStyle::Auto),
        (6_000, Some(0))
    );
    assert_eq!(
        killed(CrashPoint::BeforeClose, CommitStyle::Auto),
        (5_800, Some(0))
    );
    let (at, _) = killed(CrashPoint::BeforeCommit, CommitStyle::AsyncAfterBatch);
    assert_eq!(at, 5_400);
}
