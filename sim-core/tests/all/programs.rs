//! What the application does around `poll()`, one story per habit.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a story looks only at the facts it is about"
)]

use crate::{story, ten_records};
use sim_core::effect::{CommitError, CommitHow};
use sim_core::ledger::{LossCause, RepeatCause};
use sim_core::scenario::{CommitStyle, OnPoison, ProcessingTime, ProgramSpec, Sink, WorkerMode};
use sim_core::{Api, CloseHow, Command, Effect};
use story::{Story, Told, close, consumer, cut, heal, kill, restart};
use ten_records::{offsets, ten_records, who, worker};

#[test]
fn a_commit_after_each_record_leaves_at_most_one_to_repeat() {
    let told = ten_records()
        .latency_ms(5)
        .consumer(worker(CommitStyle::SyncPerRecord))
        // 5005 + 3 records with a round trip each = 5330: dies with the fourth in hand.
        .at(5_400, kill("a"))
        .at(6_000, restart("a", 0))
        .run_to(40_000);
    assert_eq!(offsets(&told), (1..=10).collect::<Vec<u64>>());
    assert_eq!(told.fate("t-0").twice, 0);

    let told = ten_records()
        .latency_ms(5)
        .consumer(worker(CommitStyle::SyncPerRecord))
        // The commit of a finished record is still on its way to the broker.
        .at(5_107, kill("a"))
        .at(6_000, restart("a", 0))
        .run_to(40_000);
    assert!(told.fate("t-0").twice <= 1);
}

#[test]
fn a_commit_every_three_records_comes_inside_the_batch() {
    let style = CommitStyle::ExplicitEvery { records: 3 };
    let told = ten_records().consumer(worker(style)).run_to(8_000);
    assert_eq!(
        told.committed("a", "t-0"),
        [(5_300, 3), (5_600, 6), (5_900, 9)]
    );
    let told = ten_records()
        .consumer(worker(style))
        .at(5_550, kill("a"))
        .at(6_000, restart("a", 0))
        .run_to(40_000);
    assert_eq!(told.fate("t-0").twice, 2, "of 3..6 two were finished");
}

#[test]
fn a_commit_every_five_records_waits_for_the_end_of_the_batch() {
    let told = ten_records()
        .consumer(worker(CommitStyle::SyncEvery { records: 5 }).prop("max.poll.records", 4))
        .run_to(8_000);
    assert_eq!(
        told.committed("a", "t-0"),
        [(5_800, 8)],
        "the batch in which the fifth was reached; two more are not five"
    );
}

#[test]
fn a_commit_in_flight_dies_with_the_process_that_waits_for_nothing() {
    let story = || {
        ten_records()
            .latency_ms(20)
            .consumer(worker(CommitStyle::AsyncAfterBatch).prop("max.poll.records", 5))
    };
    let told = story().run_to(8_000);
    let sent: Vec<u64> = told.moments(|effect| {
        matches!(
            effect,
            Effect::CommitSucceeded {
                how: CommitHow::Async,
                ..
            }
        )
    });
    assert_eq!(sent.len(), 2);
    assert!(
        told.moments(|effect| matches!(effect, Effect::CommitFailed { .. }))
            .is_empty()
    );
    assert_eq!(offsets(&told), [5, 10]);
    // Processing goes on while the commit travels: the second batch begins at once.
    let begun: Vec<u64> = told.batches("a").into_iter().map(|(at, _)| at).collect();
    assert_eq!(begun[1] - begun[0], 500);
}

/// The link is cut in the first of five batches; everything after it waits in the socket until
/// the requests time out. The callbacks then find five failures.
fn five_failures(style: CommitStyle) -> Told {
    ten_records()
        .prop("session.timeout.ms", 45_000)
        .prop("request.timeout.ms", 5_000)
        .consumer(worker(style).prop("max.poll.records", 2))
        .at(5_100, cut("a"))
        .at(10_300, heal("a"))
        .run_to(20_000)
}

#[test]
fn the_naive_retry_moves_the_committed_offset_back() {
    let told = five_failures(CommitStyle::AsyncRetry);
    // Each commitAsync in a callback first runs the callbacks behind it: the oldest is sent last.
    assert_eq!(offsets(&told), [10, 8, 6, 4, 2]);
    let failures = told.moments(|effect| {
        matches!(
            effect,
            Effect::CommitFailed {
                error: CommitError::Retriable,
                ..
            }
        )
    });
    assert_eq!(failures.len(), 5);
}

#[test]
fn a_sequence_number_lets_only_the_newest_commit_be_sent_again() {
    let told = five_failures(CommitStyle::AsyncRetrySequenceGuard);
    assert_eq!(offsets(&told), [10]);
}

#[test]
fn an_offset_guard_does_not_help_while_nothing_is_acknowledged() {
    let told = five_failures(CommitStyle::AsyncRetryOffsetGuard);
    assert_eq!(offsets(&told), [10, 8, 6, 4, 2]);
}

#[test]
fn without_a_retry_a_failed_commit_is_made_good_by_the_next_one() {
    let told = five_failures(CommitStyle::AsyncAfterBatch);
    assert_eq!(offsets(&told), [0_u64; 0]);
    assert_eq!(told.fate("t-0").once, 10);
}

#[test]
fn the_last_word_before_close_is_a_commit_sync() {
    let told = ten_records()
        .latency_ms(20)
        .consumer(worker(CommitStyle::AsyncAfterBatchPlusSyncOnClose))
        .at(5_500, close("a"))
        .run_to(10_000);
    let last = told.moment("the commit before close()", |effect| {
        matches!(
            effect,
            Effect::CommitSucceeded {
                how: CommitHow::SyncOnClose,
                ..
            }
        )
    });
    let closing = told.moment("close()", |effect| {
        matches!(effect, Effect::CloseBegun { .. })
    });
    assert_eq!(last, closing);
    assert_eq!(offsets(&told), [10, 10]);
}

#[test]
fn offsets_kept_with_the_results_repeat_nothing_after_a_kill() {
    let told = ten_records()
        .consumer(worker(CommitStyle::Outside))
        .at(5_450, kill("a"))
        .at(6_000, restart("a", 0))
        .run_to(40_000);
    let fate = told.fate("t-0");
    assert_eq!((fate.once, fate.twice, fate.lost), (10, 0, 0));
    assert_eq!(fate.committed_offset, None, "Kafka knows nothing of it");
}

/// A slow record holds up the commits of everything behind it, not the work itself.
fn one_slow_key(mode: WorkerMode) -> Story {
    Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 6_000)
        .prop("auto.commit.interval.ms", 1_000)
        .prop("max.poll.records", 10)
        .keyed_rate(20, 4)
        .consumer(
            consumer("a")
                .takes(ProcessingTime::SlowKey {
                    us: 10_000,
                    key: 2,
                    slow_us: 400_000,
                })
                .polls_for_ms(100)
                .auto_commits()
                .workers(4, 100, mode),
        )
}

/// Every offset of the partition in the order in which workers finished it.
fn finishing_order(told: &Told) -> Vec<u64> {
    let finished = told.facts.iter().filter_map(|fact| match &fact.effect {
        Effect::RecordsProcessed { range, .. } => Some(range.from),
        _ => None,
    });
    finished.collect()
}

#[test]
fn workers_finish_out_of_order_within_a_partition() {
    let told = one_slow_key(WorkerMode::FinishedPrefix).run_to(20_000);
    let order = finishing_order(&told);
    assert!(order.windows(2).any(|pair| pair[0] > pair[1]));
    // Every commit names only what was finished from the start on.
    let mut finished = std::collections::BTreeSet::new();
    for fact in &told.facts {
        match &fact.effect {
            Effect::RecordsProcessed { range, .. } => {
                finished.extend(range.from..range.to);
            }
            Effect::OffsetsStored { offsets, .. } => {
                assert!((0..offsets[0].1).all(|offset| finished.contains(&offset)));
            }
            _ => {}
        }
    }
}

#[test]
fn automatic_commits_cover_what_the_workers_have_not_finished() {
    let lost = |mode| {
        let told = one_slow_key(mode)
            .at(15_010, kill("a"))
            .at(16_000, restart("a", 0))
            .run_to(40_000);
        let fate = told.fate("t-0");
        (fate.lost, fate.twice)
    };
    assert!(lost(WorkerMode::AutoCommit).0 > 0);
    assert_eq!(lost(WorkerMode::FinishedPrefix).0, 0);
    assert_eq!(lost(WorkerMode::PauseResume).0, 0);
    assert!(
        lost(WorkerMode::FinishedPrefix).1 > 0,
        "finished behind a gap is done again"
    );
}

#[test]
fn paused_partitions_bring_nothing_until_the_batch_is_finished() {
    let told = ten_records()
        .prop("max.poll.records", 5)
        .prop("max.poll.interval.ms", 5_000)
        .consumer(
            consumer("a")
                .takes_ms(4_000)
                .polls_for_ms(100)
                .auto_commits()
                .workers(1, 100, WorkerMode::PauseResume),
        )
        .run_to(60_000);
    // 20 s for a batch are four times max.poll.interval.ms, but poll() is called all the time.
    assert!(
        told.moments(|effect| matches!(effect, Effect::PollTimeout { .. }))
            .is_empty()
    );
    let batches: Vec<u64> = told.batches("a").into_iter().map(|(at, _)| at).collect();
    assert_eq!(batches.len(), 2);
    assert!((20_000..=20_200).contains(&(batches[1] - batches[0])));
    assert_eq!(offsets(&told), [5, 10]);
    assert_eq!(told.fate("t-0").once, 10);
}

#[test]
fn a_full_queue_makes_the_polling_thread_wait() {
    let told = ten_records()
        .consumer(
            worker(CommitStyle::Auto)
                .prop("max.poll.records", 4)
                .workers(1, 2, WorkerMode::AutoCommit),
        )
        .run_to(8_000);
    // One in hand and two queued: the fourth is taken in when the first is finished, 100 ms
    // later, and so on.
    let batches: Vec<u64> = told.batches("a").into_iter().map(|(at, _)| at).collect();
    assert_eq!(batches, [5_000, 5_100, 5_500]);
    assert_eq!(told.fate("t-0").once, 10);
}

/// The sixth of ten records cannot be processed; a pod is back after 5 s.
fn poisoned(style: CommitStyle, answer: OnPoison) -> Told {
    ten_records()
        .poison(0, 5)
        .prop("max.poll.interval.ms", 10_000)
        .consumer(worker(style).on_poison(answer))
        .run_to(60_000)
}

fn meetings(told: &Told) -> usize {
    told.moments(|effect| matches!(effect, Effect::PoisonMet { .. }))
        .len()
}

#[test]
fn a_poison_record_is_a_crash_loop_for_a_program_that_commits_itself() {
    let told = poisoned(CommitStyle::SyncAfterBatch, OnPoison::Crash);
    assert!(meetings(&told) > 3, "it comes back and meets it again");
    let fate = told.fate("t-0");
    assert_eq!((fate.committed_offset, fate.twice), (None, 5));
    assert_eq!((fate.lost, fate.pending), (0, 5));
    // Each commit made before it holds: the loop repeats nothing.
    let told = poisoned(CommitStyle::SyncPerRecord, OnPoison::Crash);
    let fate = told.fate("t-0");
    assert_eq!((fate.committed_offset, fate.twice), (Some(5), 0));
}

#[test]
fn with_automatic_commits_close_passes_over_the_poison_and_loses_the_rest_of_the_batch() {
    let told = poisoned(CommitStyle::Auto, OnPoison::Crash);
    assert_eq!(meetings(&told), 1);
    let fate = told.fate("t-0");
    assert_eq!(
        (fate.once, fate.lost, fate.committed_offset),
        (5, 5, Some(10))
    );
}

#[test]
fn a_process_that_dies_of_poison_never_gets_past_it() {
    let told = poisoned(CommitStyle::Auto, OnPoison::Kill);
    assert!(meetings(&told) > 1);
    let fate = told.fate("t-0");
    assert_eq!((fate.twice, fate.lost, fate.pending), (5, 0, 5));
}

#[test]
fn skipped_and_dead_letters_count_as_processed() {
    for answer in [OnPoison::Skip, OnPoison::DeadLetter] {
        let told = poisoned(CommitStyle::SyncAfterBatch, answer);
        let fate = told.fate("t-0");
        assert_eq!((fate.once, fate.committed_offset), (10, Some(10)));
        let letters = told.facts.iter().find_map(|fact| match fact.effect {
            Effect::PoisonMet { dead_letters, .. } => Some(dead_letters),
            _ => None,
        });
        assert_eq!(letters, Some(u64::from(answer == OnPoison::DeadLetter)));
    }
}

#[test]
fn retrying_in_place_blocks_the_partition_until_the_client_leaves() {
    let told = poisoned(
        CommitStyle::SyncAfterBatch,
        OnPoison::RetryInPlace { backoff_ms: 500 },
    );
    let fate = told.fate("t-0");
    assert_eq!((fate.once, fate.pending), (5, 5));
    assert_eq!(
        told.moments(|effect| matches!(effect, Effect::PollTimeout { .. }))
            .len(),
        1
    );
}

#[test]
fn an_idempotent_sink_drops_what_is_delivered_twice() {
    let told = |sink| {
        ten_records()
            .consumer(worker(CommitStyle::SyncAfterBatch).sink(sink))
            .at(5_450, kill("a"))
            .at(6_000, restart("a", 0))
            .run_to(40_000)
    };
    let fate = told(Sink::Plain).fate("t-0");
    assert_eq!((fate.extra_runs, fate.extra_effects), (4, 4));
    let fate = told(Sink::Idempotent).fate("t-0");
    assert_eq!((fate.extra_runs, fate.extra_effects), (4, 0));
}

#[test]
fn an_exception_in_mid_batch_commits_the_whole_batch_where_commits_are_automatic() {
    let thrown = |style| {
        ten_records()
            .consumer(worker(style))
            .at(5_350, Command::Throw { who: who() })
            .at(7_000, restart("a", 0))
            .run_to(40_000)
    };
    let told = thrown(CommitStyle::Auto);
    let fate = told.fate("t-0");
    assert_eq!((fate.once, fate.lost, fate.twice), (3, 7, 0));
    let told = thrown(CommitStyle::SyncAfterBatch);
    let fate = told.fate("t-0");
    assert_eq!((fate.once, fate.lost, fate.twice), (7, 0, 3));
}

#[test]
fn who_remains_in_the_group_is_missed_only_when_its_session_ends() {
    let closed = |how| {
        let told = Story::with_partitions(1)
            .prop("session.timeout.ms", 6_000)
            .consumer(consumer("a"))
            .consumer(consumer("b"))
            .at(
                10_000,
                Command::Close {
                    who: who(),
                    how,
                    timeout_ms: None,
                },
            )
            .run_to(20_000);
        (told.sent("a", Api::LeaveGroup).len(), told.removed("a"))
    };
    assert_eq!(closed(CloseHow::Default), (1, vec![10_000]));
    assert_eq!(closed(CloseHow::Leave), (1, vec![10_000]));
    // Last heard at its heartbeat of 9 s.
    assert_eq!(closed(CloseHow::Remain), (0, vec![15_000]));
}

#[test]
fn wakeup_ends_the_poll_and_the_loop_goes_on() {
    let told = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .once(9_000, 3)
        .consumer(consumer("a").takes_ms(100).polls_for_ms(60_000))
        .at(5_000, Command::Wakeup { who: who() })
        // In a batch it is only noted: the next poll() throws at once.
        .at(9_100, Command::Wakeup { who: who() })
        .run_to(12_000);
    let woken = told.moments(|effect| matches!(effect, Effect::WokenUp { .. }));
    assert_eq!(woken, [5_000, 9_300]);
    assert_eq!(told.fate("t-0").once, 3);
    assert!(told.ended("a").is_none());
}

#[test]
fn an_external_call_that_hangs_delays_the_record_in_hand() {
    let told = ten_records()
        .consumer(worker(CommitStyle::SyncPerRecord))
        .at(
            5_150,
            Command::StopExternal {
                who: who(),
                ms: 1_000,
            },
        )
        .run_to(8_000);
    let commits: Vec<u64> = told
        .committed("a", "t-0")
        .iter()
        .map(|(at, _)| *at)
        .collect();
    assert_eq!(commits[..3], [5_100, 6_200, 6_300]);
}

fn repeat_causes(told: &Told) -> Vec<RepeatCause> {
    let causes = told.simulation.processed().filter_map(|span| span.cause);
    let mut causes: Vec<RepeatCause> = causes.map(|(cause, _)| cause).collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}

fn loss_causes(told: &Told) -> Vec<LossCause> {
    let mut causes: Vec<LossCause> = told.simulation.losses().map(|loss| loss.cause).collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}

/// `a` does something to itself in a batch of ten, or after it, and starts again.
fn told_of(style: CommitStyle, at: u64, command: Command) -> Told {
    ten_records()
        .consumer(worker(style))
        .at(at, command)
        .at(20_000, restart("a", 0))
        .run_to(60_000)
}

#[test]
fn every_repeat_names_its_cause_and_the_commit_before_it() {
    let told = told_of(CommitStyle::SyncAfterBatch, 5_450, kill("a"));
    assert_eq!(repeat_causes(&told), [RepeatCause::Killed]);
    let told = told_of(CommitStyle::None, 7_000, close("a"));
    assert_eq!(repeat_causes(&told), [RepeatCause::ClosedUncommitted]);
    let told = told_of(
        CommitStyle::SyncAfterBatch,
        5_350,
        Command::Throw { who: who() },
    );
    assert_eq!(repeat_causes(&told), [RepeatCause::Threw]);
    assert!(
        told.simulation
            .processed()
            .all(|span| span.resumed.is_none())
    );

    let told = ten_records()
        .consumer(worker(CommitStyle::None))
        .at(7_000, Command::Unsubscribe { who: who() })
        .at(
            8_000,
            Command::Subscribe {
                who: who(),
                topics: vec!["t".to_owned()],
            },
        )
        .run_to(20_000);
    assert_eq!(repeat_causes(&told), [RepeatCause::Unsubscribed]);

    // The oldest of five commits is stored last; whoever comes then goes back to it.
    let told = ten_records()
        .prop("session.timeout.ms", 45_000)
        .prop("request.timeout.ms", 5_000)
        .consumer(worker(CommitStyle::AsyncRetry).prop("max.poll.records", 2))
        .at(5_100, cut("a"))
        .at(10_300, heal("a"))
        .at(20_000, close("a"))
        .at(21_000, restart("a", 0))
        .run_to(40_000);
    assert_eq!(told.fate("t-0").twice, 8);
    assert_eq!(repeat_causes(&told), [RepeatCause::StaleCommit]);
    let repeat = told
        .simulation
        .processed()
        .find(|span| span.cause.is_some());
    let commit = repeat.and_then(|span| span.resumed).expect("there was one");
    assert_eq!(commit.offset, 2);
}

#[test]
fn every_loss_names_its_cause_and_the_commit_that_made_it() {
    let told = told_of(CommitStyle::SyncBeforeProcessing, 5_450, kill("a"));
    assert_eq!(loss_causes(&told), [LossCause::CommittedThenKilled]);
    let told = told_of(CommitStyle::Auto, 5_350, Command::Throw { who: who() });
    assert_eq!(loss_causes(&told), [LossCause::CommittedByClose]);
    let loss = told.simulation.losses().next().expect("seven records");
    assert_eq!(loss.commit.map(|commit| commit.offset), Some(10));
    let told = one_slow_key(WorkerMode::AutoCommit)
        .at(15_010, kill("a"))
        .run_to(20_000);
    assert_eq!(loss_causes(&told), [LossCause::HandedOver]);
}

/// Old links read on, and the new styles are written as they are named.
#[test]
fn styles_have_their_names() {
    let text = |style: CommitStyle| serde_json::to_string(&style).unwrap();
    assert_eq!(text(CommitStyle::Auto), "\"auto\"");
    assert_eq!(
        text(CommitStyle::AsyncRetrySequenceGuard),
        "\"async_retry_sequence_guard\""
    );
    assert_eq!(
        text(CommitStyle::ExplicitEvery { records: 7 }),
        "{\"explicit_every\":{\"records\":7}}"
    );
    let read: CommitStyle = serde_json::from_str("\"sync_after_batch\"").unwrap();
    assert_eq!(read, CommitStyle::SyncAfterBatch);
}

/// A running process keeps its program; the next one has the new program.
#[test]
fn a_new_program_waits_for_the_next_start() {
    let program = ProgramSpec {
        commit: CommitStyle::SyncPerRecord,
        processing: ProcessingTime::Constant { us: 100_000 },
        sink: Sink::Idempotent,
        ..ProgramSpec::default()
    };
    let set = Command::SetProgram {
        who: None,
        program: Box::new(program),
    };
    let story = ten_records()
        .consumer(worker(CommitStyle::None))
        .at(5_100, set);
    let told = story.clone().run_to(10_000);
    assert_eq!(offsets(&told), [] as [u64; 0]);
    let told = story
        .at(7_000, kill("a"))
        .at(7_000, restart("a", 0))
        .run_to(40_000);
    assert_eq!(offsets(&told), (1..=10).collect::<Vec<u64>>());
    let fate = told.fate("t-0");
    assert_eq!((fate.twice, fate.extra_effects), (10, 0));
}

#[test]
fn a_wrong_program_names_field_value_and_range() {
    let told = ten_records()
        .consumer(worker(CommitStyle::Auto))
        .run_to(1_000);
    let mut program = ProgramSpec::default();
    program.listener.revoked_sleep_ms = 3_600_001;
    let set = Command::SetProgram {
        who: None,
        program: Box::new(program),
    };
    let error = told.simulation.can_apply(&set).unwrap_err().to_string();
    assert!(
        error.starts_with("`program.listener.revoked_sleep_ms` is 3600001; allowed: 0"),
        "{error}"
    );
}
