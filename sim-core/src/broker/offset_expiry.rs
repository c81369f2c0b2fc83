//! Which committed offsets of a group may expire, and from when on they age (KIP-211).

use std::collections::BTreeSet;

use crate::effect::ExpiryReason;
use crate::ids::TopicId;
use crate::sorting;
use crate::time::{SimDuration, SimTime};
use crate::view::GroupState;

use super::classic_group::ClassicGroup;

/// `ClassicGroup.offsetExpirationCondition`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OffsetExpiration {
    /// A rebalance is running.
    Never,
    /// The group lost its last member then: all its offsets, whenever they were committed.
    SinceEmpty(SimTime),
    /// Members are there: only topics that none of them subscribes, each since its commit.
    NotSubscribed(BTreeSet<TopicId>),
    /// Nobody ever joined (`assign()`, tools): each since its commit.
    SinceCommit,
}

impl OffsetExpiration {
    pub(super) fn of(group: &ClassicGroup) -> Self {
        let topics = group
            .members
            .iter()
            .flat_map(|member| member.subscription.topics.iter().copied());
        Self::in_state(
            group.state,
            group.state_since,
            group.generation_id,
            sorting::set_of(topics),
        )
    }

    /// A group has a protocol type from its first member on, so an empty one has it exactly if it
    /// has had a generation.
    fn in_state(
        state: GroupState,
        since: SimTime,
        generation_id: i32,
        subscribed: BTreeSet<TopicId>,
    ) -> Self {
        match state {
            GroupState::Empty if generation_id == 0 => Self::SinceCommit,
            GroupState::Empty => Self::SinceEmpty(since),
            GroupState::Stable => Self::NotSubscribed(subscribed),
            GroupState::PreparingRebalance | GroupState::CompletingRebalance | GroupState::Dead => {
                Self::Never
            }
        }
    }

    pub(super) fn reason(&self) -> ExpiryReason {
        match self {
            Self::SinceEmpty(_) => ExpiryReason::GroupEmpty,
            Self::NotSubscribed(_) => ExpiryReason::NotSubscribed,
            Self::SinceCommit | Self::Never => ExpiryReason::NeverJoined,
        }
    }

    pub(super) fn has_expired(
        &self,
        topic: TopicId,
        committed_at: SimTime,
        now: SimTime,
        retention: SimDuration,
    ) -> bool {
        let base = match self {
            Self::Never => return false,
            Self::NotSubscribed(subscribed) if subscribed.contains(&topic) => return false,
            Self::SinceEmpty(since) => *since,
            Self::NotSubscribed(_) | Self::SinceCommit => committed_at,
        };
        now.since(base) >= retention
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const RETENTION: SimDuration = SimDuration::from_secs(60);

    fn at(seconds: u64) -> SimTime {
        SimTime::from_millis(seconds * 1_000)
    }

    fn rule(state: GroupState, generation_id: i32) -> OffsetExpiration {
        OffsetExpiration::in_state(state, at(100), generation_id, BTreeSet::from([TopicId(0)]))
    }

    #[test]
    fn an_empty_group_ages_from_the_moment_it_became_empty() {
        let rule = rule(GroupState::Empty, 3);
        let expired =
            |committed, now| rule.has_expired(TopicId(0), at(committed), at(now), RETENTION);
        assert!(!expired(10, 159));
        assert!(expired(10, 160));
        assert!(expired(159, 160), "also what a tool committed since");
    }

    #[test]
    fn a_stable_group_keeps_what_it_subscribes_however_old() {
        let rule = rule(GroupState::Stable, 3);
        assert!(!rule.has_expired(TopicId(0), at(0), at(9_999), RETENTION));
        assert!(!rule.has_expired(TopicId(1), at(50), at(109), RETENTION));
        assert!(rule.has_expired(TopicId(1), at(50), at(110), RETENTION));
    }

    #[test]
    fn without_members_ever_each_commit_ages_by_itself() {
        let rule = rule(GroupState::Empty, 0);
        assert!(rule.has_expired(TopicId(0), at(200), at(260), RETENTION));
        assert!(!rule.has_expired(TopicId(0), at(201), at(260), RETENTION));
    }

    #[test]
    fn nothing_expires_during_a_rebalance() {
        for state in [
            GroupState::PreparingRebalance,
            GroupState::CompletingRebalance,
        ] {
            assert!(!rule(state, 3).has_expired(TopicId(1), at(0), at(9_999), RETENTION));
        }
    }
}
