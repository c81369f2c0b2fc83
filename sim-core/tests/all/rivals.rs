//! What other visualisers get wrong, each rule named and tested. The part of W21 about mixed groups
//! needs the new protocol and comes with it.

#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]

use crate::story;
use sim_core::effect::{RejoinReason, RemovalReason};
use sim_core::scenario::CommitStyle;
use sim_core::view::GroupState;
use sim_core::{Api, Command, CommandError, Effect, GroupId, RecordRange, SimTime, Simulation};
use story::{Story, Told, block, close, consumer, freeze, kill, restart};

fn names(told: &Told, who: &str) -> String {
    told.assigned(who)
        .last()
        .map_or_else(|| "never".to_owned(), |(_, names)| names.clone())
}

fn extra_runs(told: &Told) -> u64 {
    told.simulation.totals(GroupId(0)).extra_runs
}

#[test]
fn w1_more_consumers_than_partitions_are_allowed_and_idle() {
    let mut story = Story::with_partitions(2).once(8_000, 3);
    for name in ["a", "b", "c"] {
        story = story.consumer(consumer(name));
    }
    let told = story.run_to(10_000);
    assert_eq!(told.generations(), [(6_000, 1, 3)]);
    assert_eq!(
        [names(&told, "a"), names(&told, "b"), names(&told, "c")],
        ["t-0", "t-1", "nothing"]
    );
    assert!(told.batches("c").is_empty());
    assert!(
        !told.sent("c", Api::Heartbeat).is_empty(),
        "idle, but a member like any other"
    );
}

#[test]
fn w2_a_topic_can_only_grow() {
    let story = Story::with_partitions(4).consumer(consumer("a"));
    let mut simulation = Simulation::new(&story.recording()).unwrap();
    simulation.run_until(SimTime::from_millis(5_000));
    let grow = |partitions| Command::AddPartitions {
        topic: "t".to_owned(),
        partitions,
    };
    for fewer in [0, 1, 3, 4] {
        let refused = simulation.can_apply(&grow(fewer));
        assert!(
            matches!(
                refused,
                Err(CommandError::OutOfRange {
                    field: "partitions",
                    ..
                })
            ),
            "{refused:?}"
        );
    }
    assert_eq!(simulation.can_apply(&grow(5)), Ok(()));
}

#[test]
fn w3_a_crash_is_noticed_after_the_session_timeout_not_at_once() {
    for session in [6_000, 10_000, 45_000] {
        let told = Story::with_partitions(2)
            .prop("session.timeout.ms", session)
            .consumer(consumer("a"))
            .consumer(consumer("b"))
            .at(20_000, kill("b"))
            .run_to(80_000);
        // Last heard at 18000: two 3 s windows of the initial delay, then heartbeats every 3 s.
        assert_eq!(told.removed("b"), [18_000 + session]);
        assert_eq!(told.generations().len(), 2);
    }
}

/// Two members from the start.
fn sticky_group(strategy: &str, partitions: u32) -> Story {
    Story::with_partitions(partitions)
        .prop("partition.assignment.strategy", strategy)
        .consumer(consumer("a"))
        .consumer(consumer("b"))
}

/// The partitions of an EAGER member, before and after the rebalance of 20 s.
fn before_and_after(told: &Told, who: &str) -> [Vec<String>; 2] {
    let rows = told.assigned(who);
    let split = |row: Option<&(u64, String)>| {
        row.map_or_else(Vec::new, |(_, names)| {
            names.split(", ").map(str::to_owned).collect()
        })
    };
    [
        split(rows.iter().rfind(|(at, _)| *at < 20_000)),
        split(rows.last()),
    ]
}

#[test]
fn w4_w9_w14_a_newcomer_gets_its_share_from_sticky_and_the_least_moves() {
    let told = sticky_group("sticky", 6)
        .consumer(consumer("c").starts_at(20_000))
        .run_to(40_000);
    // Not idle, and not dealt from scratch either: whoever was there keeps two of its three.
    for who in ["a", "b"] {
        let [before, after] = before_and_after(&told, who);
        assert_eq!((before.len(), after.len()), (3, 2));
        assert!(after.iter().all(|name| before.contains(name)), "{who}");
    }
    assert_eq!(names(&told, "c").split(", ").count(), 2);
    // Round robin knows nothing of before.
    let told = sticky_group("roundrobin", 6)
        .consumer(consumer("c").starts_at(20_000))
        .run_to(40_000);
    let kept = ["a", "b"].map(|who| {
        let [before, after] = before_and_after(&told, who);
        after.iter().filter(|name| before.contains(name)).count()
    });
    assert!(kept.iter().sum::<usize>() < 4, "{kept:?}");
}

#[test]
fn w9_cooperative_sticky_is_a_protocol_in_two_rounds() {
    let told = sticky_group("cooperative-sticky", 6)
        .consumer(consumer("c").starts_at(20_000))
        .run_to(40_000);
    assert_eq!(told.generations().len(), 3, "two for one newcomer");
    for who in ["a", "b"] {
        let revoked = told.revoked(who);
        assert_eq!(revoked.len(), 1);
        assert_eq!(revoked[0].1.split(", ").count(), 1, "one of three");
    }
    let rows = told.assigned("c");
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].1, "nothing", "first they must be given up");
    assert_eq!(rows[1].1.split(", ").count(), 2);
}

#[test]
fn w21_there_is_no_assignor_between_cooperative_and_eager() {
    let story = sticky_group("CooperativeAndEagerAssignor", 2);
    let error = Simulation::new(&story.recording()).expect_err("no such class");
    assert!(
        error.to_string().contains("partition.assignment.strategy"),
        "{error}"
    );
}

#[test]
fn w5_range_deals_topic_by_topic() {
    let mut story = Story::with_partitions(3).topic("u", 3);
    for name in ["a", "b"] {
        story = story.consumer(consumer(name).subscribes(&["t", "u"]));
    }
    let told = story.run_to(8_000);
    // Over one list of six it would be three each; per topic the first member is ahead twice.
    assert_eq!(names(&told, "a"), "t-0, t-1, u-0, u-1");
    assert_eq!(names(&told, "b"), "t-2, u-2");
}

#[test]
fn w5_range_gives_the_first_members_the_extra_partition() {
    let mut story = Story::with_partitions(8);
    for name in ["a", "b", "c", "d", "e"] {
        story = story.consumer(consumer(name));
    }
    let told = story.run_to(8_000);
    let counts: Vec<usize> = ["a", "b", "c", "d", "e"]
        .iter()
        .map(|who| names(&told, who).split(", ").count())
        .collect();
    assert_eq!(counts, [2, 2, 2, 1, 1]);
}

/// Records of one partition, each 1 s, five to a poll; the clock of automatic commits runs out
/// in the first batch.
fn five_at_a_time() -> Story {
    Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("session.timeout.ms", 6_000)
        .once(5_000, 20)
        .consumer(
            consumer("a")
                .auto_commits()
                .takes_ms(1_000)
                .prop("max.poll.records", 5),
        )
}

#[test]
fn w6_w19_an_automatic_commit_waits_for_a_later_poll() {
    let told = five_at_a_time().run_to(22_000);
    let batches: Vec<u64> = told.batches("a").iter().map(|(at, _)| *at).collect();
    assert_eq!(batches, [5_000, 10_000, 15_000, 20_000]);
    // Due at 8000, in the middle of a batch: nothing happens then, and nothing when it ends but
    // the next poll, which commits what the polls before it returned.
    assert_eq!(
        told.committed("a", "t-0"),
        [(10_000, 5), (15_000, 10), (20_000, 15)]
    );
}

#[test]
fn w6_a_commit_never_covers_the_batch_it_is_sent_with() {
    // Killed right after the poll of 10000 that committed: its own batch was not in it.
    let told = five_at_a_time()
        .at(14_500, kill("a"))
        .at(15_000, restart("a", 0))
        .run_to(40_000);
    assert_eq!(told.fate("t-0").lost, 0);
    assert_eq!(told.fate("t-0").twice, 4);
}

#[test]
fn w16_a_poll_moves_the_position_and_not_the_committed_offset() {
    let told = five_at_a_time().run_to(7_500);
    let fate = told.fate("t-0");
    assert_eq!(told.batches("a"), [(5_000, "t-0 0..5".to_owned())]);
    assert_eq!((fate.log_end_offset, fate.committed_offset), (20, None));
}

#[test]
fn w7_w11_offsets_belong_to_the_group_and_survive_a_rebalance() {
    // The reset policy is latest: a moved partition that started over would skip or repeat.
    let told = Story::with_partitions(2)
        .ticks(8_000, 500, 1)
        .consumer(consumer("a").auto_commits().takes_ms(10))
        .consumer(consumer("b").auto_commits().takes_ms(10))
        .at(20_000, close("b"))
        .at(25_000, restart("b", 0))
        .run_to(40_000);
    assert_eq!(told.generations().len(), 3);
    let sums = told.simulation.totals(GroupId(0));
    assert_eq!((sums.twice, sums.lost, sums.skipped), (0, 0, 0));
    let end: u64 = told
        .simulation
        .partitions()
        .map(|id| told.simulation.log_end_offset(id))
        .sum();
    assert!(
        end - sums.once <= 2,
        "only the last record of each partition may be in hand"
    );
    // The second owner of t-1 went on exactly where the first one stopped.
    let position = told.facts.iter().rev().find_map(|fact| match fact.effect {
        Effect::PositionSet {
            partition,
            position,
            source: sim_core::effect::PositionSource::Committed,
            ..
        } if partition == told.partition("t-1") => Some(position),
        _ => None,
    });
    assert!(position.is_some_and(|position| position > 20));
}

#[test]
fn w7_reset_applies_only_without_a_committed_offset() {
    let told = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .preloaded(10)
        .consumer(consumer("a").commits(CommitStyle::SyncAfterBatch))
        .at(6_000, close("a"))
        .at(7_000, restart("a", 0))
        .run_to(20_000);
    let sources: Vec<_> = told
        .facts
        .iter()
        .filter_map(|fact| match fact.effect {
            Effect::PositionSet {
                position, source, ..
            } => Some((position, source)),
            _ => None,
        })
        .collect();
    assert_eq!(sources.len(), 2);
    assert_eq!(sources[0].0, 0);
    assert_eq!(
        sources[1],
        (10, sim_core::effect::PositionSource::Committed)
    );
    assert_eq!(extra_runs(&told), 0);
}

#[test]
fn w8_the_client_leaves_the_broker_does_not_time_poll() {
    let told = Story::with_partitions(1)
        .prop("max.poll.interval.ms", 8_000)
        .once(10_000, 1)
        .consumer(consumer("a").takes_ms(30_000))
        .run_to(50_000);
    let timeout = told.moment("poll timeout", |effect| {
        matches!(effect, Effect::PollTimeout { .. })
    });
    assert_eq!(told.sent("a", Api::LeaveGroup), [timeout]);
    let left = told.moment("left", |effect| {
        matches!(
            effect,
            Effect::MemberRemoved {
                reason: RemovalReason::Left,
                ..
            }
        )
    });
    assert_eq!(left, timeout);
    // All the while its heartbeats kept the session alive.
    assert!(told.sent("a", Api::Heartbeat).contains(&15_000));
}

#[test]
fn w8_a_process_that_cannot_speak_is_not_ejected_for_polling_late() {
    // Frozen, it cannot leave, and nobody else knows of max.poll.interval.ms: only the session ends.
    let told = Story::with_partitions(1)
        .prop("max.poll.interval.ms", 8_000)
        .prop("session.timeout.ms", 30_000)
        .consumer(consumer("a"))
        .consumer(consumer("b"))
        .at(20_000, freeze("b"))
        .run_to(60_000);
    assert_eq!(told.removed("b"), [48_000]);
    assert!(
        told.moments(|effect| matches!(effect, Effect::PollTimeout { .. }))
            .is_empty()
    );
}

#[test]
fn w10_one_loop_processes_records_one_by_one_in_order() {
    let told = Story::with_partitions(3)
        .prop("auto.offset.reset", "earliest")
        .preloaded(40)
        .ticks(5_000, 250, 2)
        .consumer(
            consumer("a")
                .auto_commits()
                .takes_ms(10)
                .prop("max.poll.records", 7),
        )
        .run_to(20_000);
    let mut last_end = SimTime::ZERO;
    let mut next = std::collections::BTreeMap::new();
    let mut spans = 0;
    for span in told.simulation.processed() {
        assert!(span.started >= last_end, "two records at once: {span:?}");
        last_end = span.finished;
        let RecordRange {
            partition,
            from,
            to,
        } = span.range;
        let expected = next.insert(partition, to).unwrap_or(0);
        assert_eq!(from, expected, "order inside a partition");
        spans += 1;
    }
    assert!(spans > 20);
}

#[test]
fn w11_added_partitions_cause_a_rebalance() {
    let told = Story::with_partitions(2)
        .prop("metadata.max.age.ms", 5_000)
        .consumer(consumer("a"))
        .consumer(consumer("b"))
        .at(
            10_000,
            Command::AddPartitions {
                topic: "t".to_owned(),
                partitions: 4,
            },
        )
        .run_to(30_000);
    assert_eq!(told.generations().len(), 2);
    assert_eq!(
        [names(&told, "a"), names(&told, "b")],
        ["t-0, t-1", "t-2, t-3"]
    );
}

#[test]
fn w12_members_learn_from_heartbeats_revoke_locally_and_the_client_leader_assigns() {
    let told = Story::with_partitions(2)
        .latency_ms(1)
        .consumer(consumer("a"))
        .consumer(consumer("b").starts_at(10_000))
        .run_to(20_000);
    let told_at = told.moment("told", |effect| {
        matches!(
            effect,
            Effect::RejoinRequested {
                reason: RejoinReason::HeartbeatSaidSo,
                ..
            }
        )
    });
    let revoked = told.revoked("a")[0].0;
    let joined = told.sent("a", Api::JoinGroup)[2];
    let (over, generation, _) = told.generations()[1];
    let leader_sync = told.moments(|effect| {
        matches!(
            effect,
            Effect::AssignmentReceived {
                generation_id: 2,
                ..
            }
        )
    });
    assert_eq!(generation, 2);
    // Only the owner itself takes its partitions away, after it was told and before it rejoins;
    // the plan comes from the leader, after the join phase.
    assert!(told_at <= revoked && revoked <= joined && joined < over && over < leader_sync[0]);
    let leader = told.facts.iter().rev().find_map(|fact| match fact.effect {
        Effect::AssignmentReceived { member, .. } => Some(told.simulation.member_label(member)),
        _ => None,
    });
    assert_eq!(leader.as_deref(), Some("a#1"));
}

#[test]
fn w13_the_length_of_a_rebalance_follows_from_settings() {
    // The same group, the same newcomer; only the batch in hand differs.
    let stop = |per_record: u64| {
        let told = Story::with_partitions(1)
            .once(9_000, 10)
            .consumer(consumer("a").takes_ms(per_record))
            .consumer(consumer("b").starts_at(9_100))
            .run_to(60_000);
        told.generations()[1].0 - told.entered(GroupState::PreparingRebalance)[1]
    };
    // Told at 12000; batches end at 9010, 13000, 29000.
    assert_eq!([stop(1), stop(400), stop(2_000)], [2_900, 3_900, 19_900]);
}

#[test]
fn w15_duplicates_after_a_rebalance_are_normal() {
    let told = five_at_a_time()
        .at(12_500, kill("a"))
        .at(13_000, restart("a", 0))
        .run_to(60_000);
    let fate = told.fate("t-0");
    assert_eq!(
        (fate.lost, fate.pending),
        (0, 0),
        "at least once: nothing is lost"
    );
    assert_eq!(fate.twice, 2, "but not exactly once");
}

#[test]
fn w15_every_group_gets_every_record() {
    let told = Story::with_partitions(2)
        .prop("auto.offset.reset", "earliest")
        .preloaded(10)
        .consumer(consumer("a").group("billing"))
        .consumer(consumer("b").group("search"))
        .run_to(5_000);
    for group in told.simulation.groups() {
        assert_eq!(
            told.simulation.totals(group).once,
            20,
            "{}",
            told.simulation.group_name(group)
        );
    }
}

#[test]
fn w17_every_fact_on_screen_has_state_behind_it() {
    // Who owns what follows from the assignment, not from an index: after a leaves, b owns all.
    let told = Story::with_partitions(4)
        .consumer(consumer("a"))
        .consumer(consumer("b"))
        .at(10_000, close("a"))
        .run_to(20_000);
    assert_eq!(names(&told, "b"), "t-0, t-1, t-2, t-3");
    assert_eq!(
        told.revoked("a").last().map(|(_, names)| names.as_str()),
        Some("t-0, t-1")
    );
}

#[test]
fn w18_the_slowest_members_next_poll_ends_the_join_phase() {
    for rest in [0, 4_000, 9_000] {
        let mut story = Story::with_partitions(3).once(10_000, 2);
        for name in ["a", "b", "c"] {
            story = story.consumer(consumer(name).takes_ms(100).prop("max.poll.records", 2));
        }
        if rest > 0 {
            story = story.at(10_050, block("b", rest));
        }
        let told = story
            .consumer(consumer("d").starts_at(10_100))
            .run_to(40_000);
        // Told at 12000; the batch of b ends at 10200 plus its sleep.
        assert_eq!(told.generations()[1].0, 12_000.max(10_200 + rest));
    }
}

#[test]
fn w18_heartbeats_are_checked() {
    let heartbeat = |interval: u64| {
        let told = Story::with_partitions(1)
            .prop("heartbeat.interval.ms", interval)
            .consumer(consumer("a"))
            .consumer(consumer("b").starts_at(10_100))
            .run_to(30_000);
        told.generations()[1].0
    };
    // a's first generation begins at 3000; b's join is noticed at its next heartbeat.
    assert_eq!(
        [heartbeat(1_000), heartbeat(3_000), heartbeat(7_000)],
        [11_000, 12_000, 17_000]
    );
}

#[test]
fn w20_a_crash_and_a_close_are_two_things() {
    let end = |command: Command| {
        Story::with_partitions(2)
            .prop("session.timeout.ms", 10_000)
            .prop("auto.offset.reset", "earliest")
            .ticks(7_000, 1_000, 3)
            .consumer(consumer("a").auto_commits().takes_ms(50))
            .consumer(consumer("b").auto_commits().takes_ms(50))
            .at(19_500, command)
            .run_to(60_000)
    };
    let (killed, closed) = (end(kill("b")), end(close("b")));
    assert!(killed.removed("b")[0] >= 25_000);
    assert_eq!(closed.removed("b"), [19_500]);
    assert!(extra_runs(&killed) > 0);
    assert_eq!(extra_runs(&closed), 0);
}

#[test]
fn w20_a_batch_of_many_records_repeats_as_many() {
    let repeats = |most: u32| {
        let told = Story::with_partitions(1)
            .prop("auto.offset.reset", "earliest")
            .prop("session.timeout.ms", 6_000)
            .preloaded(100)
            .consumer(
                consumer("a")
                    .commits(CommitStyle::SyncAfterBatch)
                    .takes_ms(100)
                    .prop("max.poll.records", most),
            )
            .at(7_950, kill("a"))
            .at(8_000, restart("a", 0))
            .run_to(60_000);
        extra_runs(&told)
    };
    // Killed 4950 ms after the start: with one record per poll at most that one is repeated.
    assert_eq!([repeats(1), repeats(20), repeats(100)], [0, 9, 49]);
}
