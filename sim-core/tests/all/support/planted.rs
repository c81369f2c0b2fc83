//! Each rule is shown one planted violation, and must see it.

use super::{
    CommitStyle, Ran, loses_nothing, loses_only_in_close, never_repeats_by_order, run, story,
};
use std::collections::BTreeSet;

use sim_core::view::GroupState;
use sim_core::{ConsumerId, Fate, GroupId, PartitionId, SimTime};

use super::{Healing, same_run};
use crate::checks::{
    Book, Claims, batch_continues, census_agrees, commit_inside_log, expiry_is_on_time,
    generation_follows, ledger_adds_up, ledger_agrees, log_grows, losses_agree, time_goes_on,
    transition_is_legal,
};

fn fate() -> Fate {
    Fate {
        log_end_offset: 10,
        committed_offset: Some(6),
        once: 3,
        twice: 1,
        extra_runs: 2,
        extra_effects: 2,
        lost: 1,
        at_risk: 1,
        skipped: 1,
        pending: 4,
    }
}

/// Offsets 0..3 once, 3 three times, 4 skipped, 5 and (below) the gap at 9 never.
fn book() -> Book {
    Book {
        committed: 6,
        runs: vec![1, 1, 0, 3, 0, 0, 1],
        skipped: BTreeSet::from([4]),
    }
}

#[test]
fn the_unbroken_is_let_through() {
    assert_eq!(ledger_adds_up(&fate()), Ok(()));
    assert_eq!(ledger_agrees(&fate(), &book()), Ok(()));
    assert_eq!(commit_inside_log(10, 10), Ok(()));
    assert_eq!(log_grows(3, 3), Ok(()));
    assert_eq!(
        transition_is_legal(GroupState::CompletingRebalance, GroupState::Stable),
        Ok(())
    );
    assert_eq!(generation_follows(4, 5), Ok(()));
    assert_eq!(batch_continues(Some(5), 5, 9, 9), Ok(()));
    assert_eq!(census_agrees(2, 2), Ok(()));
}

/// A group of two, one of which is killed in its batch.
fn killed_with(style: CommitStyle) -> Ran {
    let member = |name: &str| story::consumer(name).commits(style).takes_ms(100);
    let story = story::Story::with_partitions(2)
        .prop("auto.offset.reset", "earliest")
        .ticks(0, 2_000, 10)
        .consumer(member("a"))
        .consumer(member("b"))
        .at(20_250, story::kill("a"));
    run(&story.recording())
}

#[test]
fn a_program_that_commits_before_it_processes() {
    let ran = killed_with(CommitStyle::SyncBeforeProcessing);
    assert!(loses_nothing(&ran).is_err() && loses_only_in_close(&ran).is_err());
    assert!(never_repeats_by_order(&ran).is_ok());
}

#[test]
fn a_program_that_commits_after_it_has_processed() {
    let ran = killed_with(CommitStyle::SyncAfterBatch);
    assert!(loses_nothing(&ran).is_ok() && loses_only_in_close(&ran).is_ok());
    assert!(never_repeats_by_order(&ran).is_err());
}

#[test]
fn a_record_that_vanishes() {
    assert!(
        ledger_adds_up(&Fate {
            pending: 3,
            ..fate()
        })
        .is_err()
    );
    assert!(
        ledger_adds_up(&Fate {
            at_risk: 5,
            ..fate()
        })
        .is_err()
    );
    assert!(
        ledger_adds_up(&Fate {
            extra_runs: 0,
            ..fate()
        })
        .is_err()
    );
}

#[test]
fn a_ledger_that_miscounts() {
    for wrong in [
        Fate { once: 4, ..fate() },
        Fate { twice: 0, ..fate() },
        Fate {
            extra_runs: 3,
            ..fate()
        },
        Fate {
            skipped: 0,
            ..fate()
        },
        Fate { lost: 0, ..fate() },
        Fate {
            at_risk: 2,
            ..fate()
        },
    ] {
        assert!(ledger_agrees(&wrong, &book()).is_err(), "{wrong:?}");
    }
}

#[test]
fn a_loss_while_there_is_hope() {
    // Of the unprocessed 2 and 5 below the committed 6, one is at risk: somebody stands at 5.
    assert_eq!(losses_agree(&fate(), &book(), &[5], &[]), Ok(()));
    assert_eq!(losses_agree(&fate(), &book(), &[9], &[(2, 3)]), Ok(()));
    assert!(
        losses_agree(&fate(), &book(), &[9], &[]).is_err(),
        "nobody is left: both are lost"
    );
    assert!(
        losses_agree(&fate(), &book(), &[0], &[]).is_err(),
        "both may still be read"
    );
}

#[test]
fn a_commit_beyond_the_log() {
    assert!(commit_inside_log(11, 10).is_err());
}

#[test]
fn a_log_that_shrinks() {
    assert!(log_grows(4, 3).is_err());
}

#[test]
fn a_group_that_skips_a_state() {
    assert!(transition_is_legal(GroupState::PreparingRebalance, GroupState::Stable).is_err());
    assert!(transition_is_legal(GroupState::Stable, GroupState::Empty).is_err());
    assert!(transition_is_legal(GroupState::Empty, GroupState::CompletingRebalance).is_err());
}

#[test]
fn a_generation_that_is_left_out_or_used_twice() {
    assert!(generation_follows(4, 6).is_err());
    assert!(generation_follows(4, 4).is_err());
}

#[test]
fn two_owners_in_one_generation() {
    let mut claims = Claims::default();
    assert_eq!(
        claims.claim(GroupId(0), 3, PartitionId(1), ConsumerId(0)),
        Ok(())
    );
    assert_eq!(
        claims.claim(GroupId(0), 4, PartitionId(1), ConsumerId(1)),
        Ok(()),
        "the next generation may move it"
    );
    assert_eq!(
        claims.claim(GroupId(1), 3, PartitionId(1), ConsumerId(2)),
        Ok(()),
        "another group reads it too"
    );
    assert!(
        claims
            .claim(GroupId(0), 4, PartitionId(1), ConsumerId(0))
            .is_err()
    );
}

#[test]
fn a_poll_that_leaves_out_or_repeats_or_invents_records() {
    assert!(batch_continues(Some(4), 5, 9, 9).is_err());
    assert!(batch_continues(Some(6), 5, 9, 9).is_err());
    assert!(batch_continues(None, 5, 9, 9).is_err());
    assert!(batch_continues(Some(5), 5, 10, 9).is_err());
}

#[test]
fn a_session_that_ends_early_or_late() {
    let at = SimTime::from_millis;
    assert_eq!(
        expiry_is_on_time(at(16_000), at(6_000), 10_000, None),
        Ok(())
    );
    assert_eq!(
        expiry_is_on_time(at(300_500), at(100), 10_000, Some(at(500))),
        Ok(())
    );
    assert!(expiry_is_on_time(at(15_999), at(6_000), 10_000, None).is_err());
    assert!(expiry_is_on_time(at(16_001), at(6_000), 10_000, Some(at(6_000))).is_err());
}

#[test]
fn a_member_that_is_counted_and_not_there() {
    assert!(census_agrees(3, 2).is_err());
}

#[test]
fn a_watcher_that_interferes() {
    assert_eq!(same_run(7, 7), Ok(()));
    assert!(same_run(7, 8).is_err());
}

#[test]
fn a_loop_without_time() {
    assert_eq!(time_goes_on(SimTime::ZERO, 1_000), Ok(()));
    assert!(time_goes_on(SimTime::ZERO, 1_000_000).is_err());
}

#[test]
fn a_group_that_does_not_heal() {
    let healthy = Healing {
        became_stable_ms: 70_000,
        deadline_ms: 80_000,
        state: GroupState::Stable,
        lag_before: 500,
        lag_after: 90,
        lag_allowed: 100,
    };
    assert_eq!(healthy.check(), Ok(()));
    assert!(
        Healing {
            became_stable_ms: 80_001,
            ..healthy
        }
        .check()
        .is_err()
    );
    assert!(
        Healing {
            state: GroupState::PreparingRebalance,
            ..healthy
        }
        .check()
        .is_err()
    );
    assert!(
        Healing {
            lag_after: 251,
            ..healthy
        }
        .check()
        .is_err()
    );
    assert!(
        Healing {
            lag_before: 0,
            lag_after: 101,
            ..healthy
        }
        .check()
        .is_err()
    );
}
