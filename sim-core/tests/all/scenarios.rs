//! Golden traces: the reference timelines, and stories that each teach one thing.
//!
//! `UPDATE_EXPECT=1 cargo test -p sim-core --test all scenarios::` rewrites `golden/`; read the diff.

use crate::{h_rows, story};
use expect_test::expect_file;
use sim_core::effect::{ProcessEnd, RejoinReason};
use sim_core::scenario::{CommitStyle, ProcessingTime};
use sim_core::view::GroupState;
use sim_core::{Api, Command, Effect};
use story::{
    Show, Story, Told, close, consumer, cut, delay_next, freeze, heal, kill, restart, thaw,
};

/// The numbers first, so that a wrong one is named; then the whole text.
fn check_row(row: &h_rows::Row) {
    for check in &row.checks {
        assert_eq!(
            check.simulated, check.expected,
            "{}: {}",
            row.name, check.what
        );
    }
    expect_file![format!("golden/{}.txt", row.name)].assert_eq(&row.trace);
}

#[test]
fn h1_first_consumer_of_a_new_group() {
    check_row(&h_rows::h1());
}

#[test]
fn h2_second_consumer_inside_the_initial_delay() {
    check_row(&h_rows::h2());
}

#[test]
fn h3_second_consumer_joins_a_stable_group() {
    check_row(&h_rows::h3());
}

#[test]
fn h4_crash() {
    check_row(&h_rows::h4());
}

#[test]
fn h5_last_member_leaves() {
    check_row(&h_rows::h5());
}

#[test]
fn h6_poll_interval_exceeded() {
    check_row(&h_rows::h6());
}

#[test]
fn h7_static_restart() {
    check_row(&h_rows::h7());
}

#[test]
fn h8_static_poll_timeout() {
    check_row(&h_rows::h8());
}

#[test]
fn h9_clock_of_automatic_commits() {
    check_row(&h_rows::h9());
}

#[test]
fn h10_cooperative_scale_out() {
    check_row(&h_rows::h10());
}

#[test]
fn h11_a_slow_member_stalls_the_group() {
    check_row(&h_rows::h11());
}

/// Compares runs, told one after the other, with `golden/{name}.txt`.
fn check_story(name: &str, parts: &[(&str, &Told, u64, Show)]) {
    let told: Vec<String> = parts
        .iter()
        .map(|(heading, told, from_ms, show)| told.trace(heading, *from_ms, *show))
        .collect();
    expect_file![format!("golden/{name}.txt")].assert_eq(&told.join("\n"));
}

fn extra_runs(told: &Told) -> u64 {
    told.simulation.totals(sim_core::GroupId(0)).extra_runs
}

/// Two consumers that read a record per partition every 500 ms, 100 ms each, and commit
/// automatically every 5 s; sessions of 10 s.
fn pair() -> Story {
    Story::with_partitions(2)
        .prop("session.timeout.ms", 10_000)
        .ticks(250, 500, 1)
        .consumer(consumer("a").auto_commits().takes_ms(100))
        .consumer(consumer("b").auto_commits().takes_ms(100))
}

#[test]
fn killed_is_silence_closed_is_a_goodbye() {
    let killed = pair().at(20_300, kill("b")).run_to(40_000);
    let closed = pair().at(20_300, close("b")).run_to(40_000);
    // Last heartbeat 18000, so 10 s of silence from there, then the next heartbeat of a.
    assert_eq!(killed.removed("b"), [28_000]);
    assert_eq!(closed.removed("b"), [20_350]);
    assert!(extra_runs(&killed) > 0);
    assert_eq!(extra_runs(&closed), 0);
    check_story(
        "killed_or_closed",
        &[
            ("Kill -9: nobody is told. The coordinator waits for the whole session, and what b had processed
              since its last automatic commit is processed again by a.", &killed, 18_000, Show { commits: true, ..Show::PROTOCOL }),
            ("close(): b finishes its batch, commits, says goodbye. Nothing is processed twice.", &closed, 18_000, Show { commits: true, ..Show::PROTOCOL }),
        ],
    );
}

#[test]
fn a_newcomer_waits_for_a_batch_in_hand() {
    let told = Story::with_partitions(2)
        .once(5_000, 250)
        .consumer(
            consumer("a")
                .auto_commits()
                .takes_ms(20)
                .prop("max.poll.records", 500),
        )
        .consumer(consumer("b").auto_commits().starts_at(6_000).takes_ms(20))
        .run_to(20_000);
    // The first fetch brought both partitions: 500 records, 20 ms each, from 5000 to 15000.
    assert_eq!(told.generations()[1], (15_000, 2, 2));
    check_story(
        "newcomer_waits",
        &[(
            "b joins while a works on a batch of 10 s. a knows since its heartbeat, but only poll() can act on it.",
            &told,
            4_000,
            Show::APPLICATION,
        )],
    );
}

#[test]
fn whoever_polls_too_late_has_left_the_group() {
    let told = Story::with_partitions(1)
        .prop("max.poll.interval.ms", 6_000)
        .prop("auto.offset.reset", "earliest")
        .once(10_000, 4)
        .consumer(
            consumer("a")
                .commits(CommitStyle::SyncAfterBatch)
                .takes_ms(2_500),
        )
        .consumer(
            consumer("b")
                .commits(CommitStyle::SyncAfterBatch)
                .starts_at(1_000)
                .takes_ms(1_000),
        )
        .run_to(40_000);
    let reader = if told.batches("a").is_empty() {
        "b"
    } else {
        "a"
    };
    assert_eq!(reader, "a");
    assert_eq!(
        told.moments(|effect| matches!(effect, Effect::PollTimeout { .. }))
            .len(),
        1
    );
    assert_eq!(extra_runs(&told), 4);
    check_story(
        "poll_interval",
        &[("a needs 10 s for a batch, max.poll.interval.ms is 6 s: its own heartbeat thread leaves the group.
            b gets the partition and the same records. The commitSync() of a fails, and only its next poll() joins again.", &told, 9_000, Show { requests: true, ..Show::APPLICATION })],
    );
}

#[test]
fn frozen_for_longer_than_the_session() {
    let told = Story::with_partitions(2)
        .prop("session.timeout.ms", 10_000)
        .prop("auto.offset.reset", "earliest")
        .ticks(8_000, 4_000, 4)
        .consumer(consumer("a").auto_commits().takes_ms(300))
        .consumer(consumer("b").auto_commits().takes_ms(300))
        .at(20_500, freeze("b"))
        .at(45_300, thaw("b"))
        .run_to(60_000);
    assert_eq!(told.removed("b"), [28_000]);
    assert_eq!(told.lost("b").len(), 1);
    assert!(extra_runs(&told) > 0);
    check_story(
        "frozen_longer_than_the_session",
        &[("b is frozen for 25 s with a session of 10 s. It wakes up as a zombie: it finishes what it has in hand and in
            its buffer, though a has long read it, and learns from its next heartbeat that it is nobody.", &told, 19_000, Show::APPLICATION)],
    );
}

#[test]
fn frozen_for_less_than_the_session() {
    let told = pair()
        .at(20_300, freeze("b"))
        .at(27_300, thaw("b"))
        .run_to(40_000);
    assert_eq!(told.generations().len(), 1);
    assert_eq!(extra_runs(&told), 0);
    check_story(
        "frozen_shorter_than_the_session",
        &[(
            "A freeze of 7 s with a session of 10 s: a pause, nothing else.",
            &told,
            18_000,
            Show {
                commits: true,
                ..Show::PROTOCOL
            },
        )],
    );
}

#[test]
fn cut_off_but_still_at_work() {
    let told = Story::with_partitions(2)
        .latency_ms(1)
        .prop("session.timeout.ms", 10_000)
        .preloaded(100)
        .prop("auto.offset.reset", "earliest")
        .consumer(
            consumer("a")
                .auto_commits()
                .takes_ms(300)
                .prop("max.poll.records", 10),
        )
        .consumer(
            consumer("b")
                .auto_commits()
                .takes_ms(300)
                .prop("max.poll.records", 10),
        )
        .at(17_500, cut("b"))
        .at(40_000, heal("b"))
        .run_to(90_000);
    assert_eq!(told.removed("b").len(), 1);
    assert!(
        told.batches("b")
            .iter()
            .any(|(at, _)| (28_000..40_000).contains(at)),
        "b reads on from its buffer"
    );
    assert!(extra_runs(&told) > 0);
    assert_eq!(
        told.simulation.group_state(sim_core::GroupId(0)),
        GroupState::Stable
    );
    check_story(
        "network_cut",
        &[("b loses its network, not its work: it goes on with what it has fetched, and commits nothing. The group gives its
            partition to a. After the heal b learns that it is not a member any more.", &told, 15_000, Show::APPLICATION)],
    );
}

#[test]
fn a_leader_that_dies_while_it_waits_counts_as_joined() {
    let told = Story::with_partitions(2)
        .prop("session.timeout.ms", 10_000)
        .prop("auto.offset.reset", "earliest")
        .once(9_500, 1)
        .consumer(consumer("a"))
        .consumer(consumer("b").takes_ms(9_000))
        .consumer(consumer("c").starts_at(10_000))
        .at(14_000, kill("a"))
        .run_to(40_000);
    check_story(
        "leader_dies_parked",
        &[("a is leader and dies while its JoinGroup waits for b. The broker cannot see that: a counts as joined and is
            to assign generation 2. Everybody waits for its session, which began when the join phase ended.", &told, 9_000, Show::REQUESTS)],
    );
    let generations = told.generations();
    // Its JoinGroup is parked at 12000, it dies at 14000, the phase ends with the batch of b.
    assert_eq!(generations[1], (18_500, 2, 3));
    // Its session begins with the end of the join phase.
    assert_eq!(told.removed("a"), [28_500]);
    assert_eq!(generations[2], (28_500, 3, 2));
    assert!(
        told.assigned("c").iter().all(|(at, _)| *at >= 28_500),
        "nobody is assigned anything by a dead leader"
    );
}

#[test]
fn closing_inside_the_join_phase_means_leaving_after_it() {
    let told = Story::with_partitions(3)
        .latency_ms(1)
        .prop("auto.offset.reset", "earliest")
        .once(9_500, 1)
        .consumer(consumer("a"))
        .consumer(consumer("b").takes_ms(5_000))
        .consumer(consumer("c").starts_at(10_000))
        .at(13_000, close("a"))
        .run_to(25_000);
    let generations = told.generations();
    assert_eq!(generations[1].2, 3, "a counts as joined");
    assert_eq!(generations[2].2, 2, "and leaves only then");
    let (closed, how) = told.ended("a").expect("a closes");
    assert_eq!(how, ProcessEnd::Closed);
    assert!(closed >= generations[1].0);
    check_story(
        "closed_inside_the_join_phase",
        &[("a calls close() while its JoinGroup is parked. Its LeaveGroup waits on the same connection, so generation 2
            still counts a; then a leaves, and the SyncGroups of the others come too late for generation 2.", &told, 9_000, Show::REQUESTS)],
    );
}

#[test]
fn a_followers_sync_group_loses_the_race() {
    let told = Story::with_partitions(2)
        .latency_ms(1)
        .consumer(consumer("a"))
        .consumer(consumer("b"))
        .at(
            10_000,
            Command::Enforce {
                who: "a".to_owned(),
            },
        )
        // The answer to b's JoinGroup is on the wire; b reads it only after the thaw.
        .at(12_009, freeze("b"))
        .at(
            12_100,
            Command::Enforce {
                who: "a".to_owned(),
            },
        )
        .at(12_200, thaw("b"))
        .run_to(20_000);
    check_story(
        "sync_group_loses_the_race",
        &[("b stands still between the answer to its JoinGroup and its SyncGroup. Meanwhile a, the leader, starts the next
            rebalance. The SyncGroup of b is answered REBALANCE_IN_PROGRESS: it rejoins at once, without any callback
            for the generation it never saw.", &told, 9_000, Show::REQUESTS)],
    );
}

#[test]
fn a_cooperative_follower_that_syncs_too_late_is_never_told_of_the_generation() {
    let run = |delay: Option<u64>| {
        let mut story = Story::with_partitions(3)
            .prop("partition.assignment.strategy", "cooperative-sticky")
            .latency_ms(1)
            .append_ms(2)
            .consumer(consumer("a"))
            .consumer(consumer("b").starts_at(3_500));
        if let Some(ms) = delay {
            story = story.at(5_000, delay_next("b", "SyncGroup", ms));
        }
        story.run_to(12_500)
    };
    let (in_time, late) = (run(None), run(Some(20)));
    let gap = |told: &Told| {
        let given = told.revoked("a").last().map_or(0, |(at, _)| *at);
        told.assigned("b").last().map_or(0, |(at, _)| *at) - given
    };
    assert_eq!(in_time.assigned("b").len(), 2, "nothing, then t-2");
    assert_eq!(late.assigned("b").len(), 1, "only t-2");
    assert_eq!(
        [in_time.generations().len(), late.generations().len()],
        [3, 3]
    );
    // One heartbeat interval against a few milliseconds.
    assert!(
        (2_900..=3_100).contains(&gap(&in_time)),
        "{}",
        gap(&in_time)
    );
    assert!(gap(&late) < 50, "{}", gap(&late));
    check_story(
        "cooperative_sync_group_race",
        &[
            ("The SyncGroup of b, the follower, arrives in time: b gets nothing, and hears of the second round with its
              next heartbeat.", &in_time, 5_900, Show::REQUESTS),
            ("It arrives 20 ms later, when a has given up t-2 and joined again. The answer is REBALANCE_IN_PROGRESS:
              b rejoins at once, without a callback for that generation, and the second round is over immediately.",
              &late, 5_900, Show::REQUESTS),
        ],
    );
}

#[test]
fn committed_before_processed_is_lost_with_the_process() {
    let told = Story::with_partitions(1)
        .prop("session.timeout.ms", 10_000)
        .prop("auto.offset.reset", "earliest")
        .once(5_000, 10)
        .consumer(
            consumer("a")
                .commits(CommitStyle::SyncBeforeProcessing)
                .takes_ms(100),
        )
        .consumer(
            consumer("b")
                .commits(CommitStyle::SyncBeforeProcessing)
                .takes_ms(100)
                .starts_at(1_000),
        )
        .at(6_350, kill("a"))
        .run_to(30_000);
    check_story(
        "commit_before_processing",
        &[(
            "a commits the whole batch and dies after three records of ten. b goes on behind the batch: seven are lost.",
            &told,
            4_000,
            Show::APPLICATION,
        )],
    );
    assert_eq!(told.fate("t-0").lost, 7);
}

#[test]
fn latest_skips_what_came_before_it_looked() {
    let told = Story::with_partitions(1)
        .ticks(100, 200, 1)
        .consumer(consumer("a").takes_ms(1))
        .run_to(4_000);
    assert_eq!(told.fate("t-0").skipped, 15);
    check_story(
        "latest_skips",
        &[("A new group with auto.offset.reset=latest. \"Latest\" is the log end when ListOffsets is answered, 3 s after the
            consumer started: everything produced in between is skipped for good.", &told, 0, Show { positions: true, ..Show::PROTOCOL })],
    );
}

#[test]
fn an_automatic_commit_excludes_the_batch_it_comes_with() {
    let told = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .once(5_000, 20)
        .consumer(
            consumer("a")
                .auto_commits()
                .takes_ms(1_000)
                .prop("max.poll.records", 5)
                .prop("session.timeout.ms", 6_000),
        )
        .at(11_500, kill("a"))
        .at(12_000, restart("a", 0))
        .run_to(40_000);
    // Due at 8000; the poll of 10000 commits 5 while it returns 5..10.
    assert_eq!(told.committed("a", "t-0")[0], (10_000, 5));
    assert_eq!(told.fate("t-0").twice, 1);
    check_story(
        "auto_commit_excludes_the_batch",
        &[("The poll() at 10 s commits what earlier polls returned, not what it returns itself. Killed in that batch, a
            processes again what it had finished of it.", &told, 4_000, Show::APPLICATION)],
    );
}

#[test]
fn only_the_leader_notices_new_partitions() {
    let told = Story::with_partitions(2)
        .consumer(consumer("a").prop("metadata.max.age.ms", 20_000))
        .consumer(
            consumer("b")
                .prop("metadata.max.age.ms", 5_000)
                .starts_at(100),
        )
        .at(
            10_000,
            Command::AddPartitions {
                topic: "t".to_owned(),
                partitions: 4,
            },
        )
        .run_to(30_000);
    let noticed = told.moment("noticed", |effect| {
        matches!(
            effect,
            Effect::RejoinRequested {
                reason: RejoinReason::MetadataChanged,
                ..
            }
        )
    });
    assert!(
        noticed >= 20_000,
        "b asked every 5 s, but only a's next look counts"
    );
    assert_eq!(told.generations().len(), 2);
    check_story(
        "leader_notices_partitions",
        &[("Two partitions more at 10 s. b refreshes its metadata every 5 s, but it is a follower and does not compare.
            a is leader and refreshes every 20 s: then the group rebalances.", &told, 9_000, Show { fetches: false, ..Show::PROTOCOL })],
    );
}

#[test]
fn a_rolling_restart_of_three_pods() {
    let told = Story::with_partitions(3)
        .latency_ms(1)
        .start_cost_ms(13)
        .append_ms(2)
        .prop("session.timeout.ms", 10_000)
        .prop("auto.offset.reset", "earliest")
        .ticks(250, 500, 1)
        .consumer(consumer("a").auto_commits().takes_ms(20))
        .consumer(consumer("b").auto_commits().takes_ms(20))
        .consumer(consumer("c").auto_commits().takes_ms(20))
        .at(20_000, Command::RollingRestart { group: None })
        .run_to(60_000);
    // One for each pod that goes, one for each that comes.
    assert_eq!(told.generations().len(), 1 + 6);
    assert_eq!(extra_runs(&told), 0);
    check_story(
        "rolling_restart",
        &[(
            "Three pods, one after the other, each away for 5 s: six rebalances, and nothing is processed twice.",
            &told,
            19_000,
            Show::PROTOCOL,
        )],
    );
}

#[test]
fn a_slow_member_with_a_heavy_tail() {
    let run = |processing| {
        Story::with_partitions(2)
            .prop("auto.offset.reset", "earliest")
            .preloaded(1_000)
            .consumer(
                consumer("a")
                    .auto_commits()
                    .takes(processing)
                    .prop("max.poll.records", 500),
            )
            .adds(4_000, consumer("b").auto_commits().takes_ms(1))
            .run_to(25_000)
    };
    let steady = run(ProcessingTime::Constant { us: 20_000 });
    let tail = run(ProcessingTime::HeavyTail { median_us: 20_000 });
    check_story(
        "heavy_tail",
        &[
            ("20 ms for every record, batches of 500 in 10 s: b joins at 4 s and waits for the end of the batch in hand.", &steady, 3_000, Show { records: true, ..Show::PROTOCOL }),
            ("20 ms for most records, now and then seconds: the median is the same, the batches are twice as long,
              and so is the wait.", &tail, 3_000, Show { records: true, ..Show::PROTOCOL }),
        ],
    );
    let joined = |told: &Told| told.generations()[1].0;
    assert_eq!(joined(&steady), 13_000);
    assert_eq!(joined(&tail), 21_159);
}

#[test]
fn the_initial_delay_comes_back_with_every_empty_group() {
    let told = Story::with_partitions(1)
        .consumer(consumer("a"))
        .at(10_000, close("a"))
        .at(20_000, restart("a", 0))
        .at(30_000, close("a"))
        .at(30_600, restart("a", 400))
        .run_to(40_000);
    assert_eq!(
        told.assigned("a")
            .iter()
            .map(|(at, _)| *at)
            .collect::<Vec<_>>(),
        [3_000, 23_000, 34_000]
    );
    check_story(
        "initial_delay_again",
        &[(
            "group.initial.rebalance.delay.ms is not only for new groups: whoever joins an Empty one waits 3 s.",
            &told,
            0,
            Show::PROTOCOL,
        )],
    );
}

#[test]
fn the_initial_delay_ends_with_the_rebalance_timeout() {
    let mut story = Story::with_partitions(4).prop("max.poll.interval.ms", 10_000);
    for (name, at) in [("a", 0), ("b", 2_900), ("c", 5_900), ("d", 8_900)] {
        story = story.consumer(consumer(name).starts_at(at));
    }
    let told = story.run_to(11_000);
    assert_eq!(told.generations(), [(10_000, 1, 4)]);
    check_story("initial_delay_capped", &[("Somebody joins in every window of the initial delay. It is not put off for ever: the last window ends with
        the rebalance timeout of the first member, 10 s.", &told, 0, Show::PROTOCOL)]);
}

#[test]
fn an_exact_multiple_of_max_poll_records_costs_a_prefetch() {
    let run = |most: u32| {
        Story::with_partitions(1)
            .prop("auto.offset.reset", "earliest")
            .ticks(5_000, 10_000, 10)
            .consumer(consumer("a").takes_ms(100).prop("max.poll.records", most))
            .run_to(6_500)
    };
    let (exact, uneven) = (run(5), run(6));
    // The batch that empties the buffer begins at 5500 or 5600. Only the uneven one finds the end
    // and fetches ahead; the exact one fetches when it is done.
    let fetches = |told: &Told| {
        told.sent("a", Api::Fetch)
            .into_iter()
            .filter(|at| (5_001..=6_000).contains(at))
            .collect::<Vec<_>>()
    };
    assert_eq!(fetches(&exact), [6_000]);
    assert_eq!(fetches(&uneven), [5_600]);
    check_story(
        "exact_multiple",
        &[
            ("Ten records, max.poll.records=5: the second batch takes the last record without hitting the end, so the
              partition still counts as buffered and nothing is fetched ahead.", &exact, 4_900, Show { fetches: true, ..Show::APPLICATION }),
            ("max.poll.records=6: the second batch hits the end, and the next fetch goes out before it is processed.", &uneven, 4_900, Show { fetches: true, ..Show::APPLICATION }),
        ],
    );
}
