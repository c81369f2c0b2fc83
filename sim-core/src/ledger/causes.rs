//! The closed lists of causes, and what the ledger remembers of each consumer to choose one.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a fold names the few effects it needs"
)]

use crate::command::Command;
use crate::effect::{CommitError, CommitHow, Effect};
use crate::ids::{ConsumerId, EventId};
use crate::scenario::OnPoison;

/// Why records were processed again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RepeatCause {
    /// The reader before was killed after its last commit.
    Killed,
    /// The same, with a commit on its way that the broker never got.
    KilledCommitLost,
    /// The same, with a commit on its way that the broker stored, and which did not reach so far.
    KilledCommitStored,
    /// The reader before was frozen and its session expired.
    Frozen,
    /// The reader before was cut off and its session expired.
    CutOff,
    /// The reader before did not call `poll()` in time.
    PollTimeout,
    /// The reader before gave the partition up without committing what it had processed.
    RevokedUncommitted,
    /// The reader before tried to commit, was refused, and gave the partition up.
    CommitRefused,
    /// The reader before committed when it rejoined and read on until the revoke (COOPERATIVE).
    CooperativeGap,
    /// The reader before closed without committing what it had processed.
    ClosedUncommitted,
    /// The reader before closed while a rebalance was pending, so its commit was refused.
    ClosedInRebalance,
    /// The reader before unsubscribed, which commits nothing.
    Unsubscribed,
    /// An exception ended the reader before.
    Threw,
    /// An older commit was stored after a newer one, by the owner itself.
    StaleCommit,
    /// A member committed a partition that was not its own any more.
    LateCommit,
    /// `auto.offset.reset` went back.
    Reset,
    /// A consumer that takes partitions by `assign()` reads what the group reads, too.
    StandAlone,
    /// The program's own `seek()` went back to records processed before.
    Sought,
    /// The committed offset had expired, and the reset went back behind it.
    OffsetsExpired,
    /// A member that had lost the partition was still at work on it.
    Zombie,
}

/// Why records were lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LossCause {
    /// Committed before they were processed, then killed.
    CommittedThenKilled,
    /// Committed before they were processed, then given up.
    CommittedThenGivenUp,
    /// `close()` committed the whole batch although it was not finished.
    CommittedByClose,
    /// Committed when they were handed to workers, who did not finish them.
    HandedOver,
    /// Committed by a member that did not own the partition any more, past what its owner had
    /// processed.
    LateCommit,
}

/// What has befallen a consumer, each with the event that did it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flags {
    pub frozen: Option<EventId>,
    pub cut: Option<EventId>,
    pub poll_timeout: Option<EventId>,
    pub closing: Option<EventId>,
    /// It reads by `assign()`.
    pub stands_alone: Option<EventId>,
    threw: Option<EventId>,
    unsubscribed: Option<EventId>,
    refused: Option<EventId>,
    rejoin_commit: Option<EventId>,
}

/// The consumer whose flags an effect may change.
pub(super) fn consumer_of(effect: &Effect) -> Option<ConsumerId> {
    match effect {
        Effect::Frozen { consumer }
        | Effect::Thawed { consumer }
        | Effect::NetworkCut { consumer, .. }
        | Effect::NetworkHealed { consumer }
        | Effect::PollTimeout { consumer, .. }
        | Effect::CloseBegun { consumer }
        | Effect::GenerationChanged { consumer, .. }
        | Effect::PartitionsAssigned { consumer, .. }
        | Effect::PartitionsTaken { consumer, .. }
        | Effect::CommitSucceeded { consumer, .. }
        | Effect::CommitFailed { consumer, .. }
        | Effect::PoisonMet { consumer, .. }
        | Effect::CommandApplied {
            consumer: Some(consumer),
            ..
        } => Some(*consumer),
        _ => None,
    }
}

impl Flags {
    /// Why a reader that believes to own a partition has not given it up to another one.
    pub(super) fn why_kept(&self, event: EventId) -> (RepeatCause, EventId) {
        [
            (self.frozen, RepeatCause::Frozen),
            (self.cut, RepeatCause::CutOff),
            (self.poll_timeout, RepeatCause::PollTimeout),
        ]
        .into_iter()
        .find_map(|(flag, cause)| flag.map(|event| (cause, event)))
        .unwrap_or((RepeatCause::Zombie, event))
    }

    pub(super) fn apply(&mut self, effect: &Effect, event: EventId) {
        match effect {
            Effect::Frozen { .. } => self.frozen = Some(event),
            Effect::Thawed { .. } => self.frozen = None,
            Effect::NetworkCut { .. } => self.cut = Some(event),
            Effect::NetworkHealed { .. } => self.cut = None,
            Effect::PollTimeout { .. } => self.poll_timeout = Some(event),
            Effect::CloseBegun { .. } => self.closing = Some(event),
            Effect::GenerationChanged { .. } => self.poll_timeout = None,
            Effect::PartitionsTaken { .. } => self.stands_alone = Some(event),
            Effect::PartitionsAssigned { .. } => {
                self.unsubscribed = None;
                self.refused = None;
                self.rejoin_commit = None;
            }
            Effect::CommitSucceeded { how, .. } => {
                self.refused = None;
                if *how == CommitHow::AutoOnRejoin {
                    self.rejoin_commit = Some(event);
                }
            }
            Effect::CommitFailed { error, .. } => {
                if matches!(
                    error,
                    CommitError::RebalanceInProgress | CommitError::CommitFailed
                ) {
                    self.refused = Some(event);
                }
            }
            Effect::PoisonMet {
                answer: OnPoison::Crash,
                ..
            } => self.threw = Some(event),
            Effect::CommandApplied { command, .. } => match **command {
                Command::Throw { .. } => self.threw = Some(event),
                Command::Unsubscribe { .. } => self.unsubscribed = Some(event),
                _ => {}
            },
            _ => {}
        }
    }

    /// Why what was processed beyond the commit runs again after the partition was given up.
    pub(super) fn handover(&self, default: RepeatCause, event: EventId) -> (RepeatCause, EventId) {
        let is_lost = default == RepeatCause::Zombie;
        if let Some(timeout) = self.poll_timeout {
            return (RepeatCause::PollTimeout, timeout);
        }
        if let Some(closing) = self.closing {
            return match self.threw {
                Some(threw) => (RepeatCause::Threw, threw),
                None if is_lost => (RepeatCause::ClosedInRebalance, closing),
                None => (RepeatCause::ClosedUncommitted, closing),
            };
        }
        if let Some(unsubscribed) = self.unsubscribed {
            return (RepeatCause::Unsubscribed, unsubscribed);
        }
        match (self.refused, self.rejoin_commit) {
            _ if is_lost => (default, event),
            (Some(refused), _) => (RepeatCause::CommitRefused, refused),
            (None, Some(commit)) => (RepeatCause::CooperativeGap, commit),
            (None, None) => (default, event),
        }
    }
}
