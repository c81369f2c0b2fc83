//! Defects that were found in the model, each as the smallest run that shows it.

#[path = "support/prose.rs"]
mod prose;
#[path = "support/story.rs"]
mod story;

use sim_core::Effect;
use story::{Story, close, consumer};

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

/// A consumer inside close() never rejoins, so it must not say that it has to.
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
