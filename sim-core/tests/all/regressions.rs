//! Defects that were found in the model, each as the smallest run that shows it.

use crate::story;
use sim_core::effect::ProcessEnd;
use sim_core::{Command, Effect};
use story::{Story, close, consumer, freeze, kill, restart, thaw};

/// B.4: while the application works, the heartbeat thread reads answers at its 100 ms ticks. A
/// batch that begins exactly at a tick must not put that tick off.
#[test]
fn a_new_batch_does_not_put_off_the_heartbeat_threads_tick() {
    let told = Story::with_partitions(1)
        .append_ms(50)
        .prop("auto.offset.reset", "earliest")
        .once(4_000, 1_000)
        .consumer(
            consumer("a")
                .auto_commits()
                .prop("max.poll.records", 1)
                .takes_ms(100),
        )
        .run_to(9_900);
    // Due at 8050: the poll of 8100 commits, the answer is there at 8150; ticks are at 8100, 8200 ...
    assert_eq!(
        told.first(0, |effect| matches!(effect, Effect::CommitSucceeded { .. })),
        Some(8_200)
    );
}

/// A consumer inside `close()` never rejoins, so it must not say that it has to.
#[test]
fn close_does_not_announce_a_rejoin() {
    let told = Story::with_partitions(1)
        .consumer(consumer("a"))
        .at(10_000, close("a"))
        .run_to(11_000);
    assert_eq!(
        told.first(10_000, |effect| matches!(
            effect,
            Effect::RejoinRequested { .. }
        )),
        None
    );
}

/// Whoever starts a process first wins; a start that was also planned is void.
#[test]
fn a_pod_started_by_the_deployment_is_not_started_again() {
    let told = Story::with_partitions(1)
        .consumer(consumer("a"))
        .at(10_000, Command::RollingRestart { group: None })
        .at(11_000, restart("a", 8_000))
        .run_to(30_000);
    assert_eq!(
        told.moments(|effect| matches!(effect, Effect::ProcessStarted { .. }))
            .len(),
        2
    );
}

/// Without latency, a client that never waits for data must not spin at one instant for ever.
#[test]
fn time_goes_on_with_fetch_max_wait_0() {
    let told = Story::with_partitions(1)
        .prop("fetch.max.wait.ms", 0)
        .consumer(consumer("a"))
        .run_to(4_000);
    assert!(told.sent("a", sim_core::Api::Fetch).len() > 900);
}

/// A call that was made while the process stood still is carried out after the thaw.
#[test]
fn a_consumer_without_subscription_closes_after_a_freeze() {
    let told = Story::with_partitions(1)
        .consumer(consumer("a"))
        .at(
            5_000,
            Command::Unsubscribe {
                who: "a".to_owned(),
            },
        )
        .at(6_000, freeze("a"))
        .at(7_000, close("a"))
        .at(8_000, thaw("a"))
        .run_to(20_000);
    let (at, how) = told.ended("a").expect("a closes");
    assert_eq!(how, ProcessEnd::Closed);
    assert!((8_000..9_000).contains(&at), "{at}");
}

/// A second rolling restart takes over; a pod that is down for the first one still comes back.
#[test]
fn a_second_rolling_restart_does_not_forget_the_pod_that_is_down() {
    let rolling = || Command::RollingRestart { group: None };
    let told = Story::with_partitions(2)
        .consumer(consumer("a"))
        .consumer(consumer("b"))
        .at(10_000, rolling())
        .at(12_000, rolling())
        .run_to(90_000);
    let a = told.consumer("a");
    let starts = told
        .moments(|effect| matches!(effect, Effect::ProcessStarted { consumer } if *consumer == a));
    assert!(starts.len() >= 2, "{starts:?}");
}

/// `close()` polls the network while it waits, so an answer that already lies there counts.
#[test]
fn close_reads_the_answer_to_an_earlier_leave_group() {
    let told = Story::with_partitions(1)
        .consumer(consumer("a"))
        .at(
            5_000,
            Command::Unsubscribe {
                who: "a".to_owned(),
            },
        )
        .at(7_000, close("a"))
        .run_to(50_000);
    assert_eq!(told.ended("a"), Some((7_000, ProcessEnd::Closed)));
}

/// Any answer to a parked `SyncGroup` re-arms its member's session, a refusal too
/// (`GroupMetadataManager.propagateAssignment`).
///
/// The leader a dies while parked, and its timer is the first of three equal ones: the sync phase
/// ends, b and c are told to rejoin, and their own timers must not fire at the same instant.
#[test]
fn healthy_members_survive_the_end_of_a_parked_leader() {
    let told = Story::with_partitions(2)
        .latency_ms(1)
        .hash_order(&["a#1", "b#1", "c#1"])
        .prop("session.timeout.ms", 10_000)
        .prop("auto.offset.reset", "earliest")
        .once(9_500, 1)
        .consumer(consumer("a"))
        .consumer(consumer("b").takes_ms(9_000))
        .consumer(consumer("c").starts_at(10_000))
        .at(14_000, kill("a"))
        .run_to(60_000);
    assert_eq!(told.removed("a").len(), 1);
    assert_eq!(told.removed("b"), [0; 0]);
    assert_eq!(told.removed("c"), [0; 0]);
    let ids = told.moments(|effect| matches!(effect, Effect::MemberIdHandedOut { .. }));
    assert_eq!(ids.len(), 3, "{ids:?}");
}

/// A fetch that may not bring what `fetch.min.bytes` asks for waits for `fetch.max.wait.ms`, not
/// for a record that is already there.
#[test]
fn a_fetch_that_can_never_have_enough_waits_its_time() {
    let told = Story::with_partitions(1)
        .prop("auto.offset.reset", "earliest")
        .prop("fetch.min.bytes", 101)
        .prop("max.partition.fetch.bytes", 1)
        .preloaded(10)
        .consumer(consumer("a"))
        .run_to(5_000);
    assert_eq!(
        told.batches("a").first(),
        Some(&(3_500, "t-0 0..1".to_owned()))
    );
}
