//! Client-side assignors: which member of a classic group gets which partitions.
//!
//! The group leader calls one of them between its `JoinGroup` answer and its `SyncGroup`. Inputs
//! are plain data, so recorded answers of Kafka can be compared one by one. Deliberately lacks
//! state: what Kafka's assignor objects remember between calls is passed in and out.

mod cooperative_sticky;
mod error;
mod prepared;
mod racks;
mod range;
mod round_robin;
mod sticky;

use std::fmt;
use std::sync::Arc;

pub use crate::config::AssignorName;
use crate::java_hash;
pub use error::AssignorError;

/// A topic as the group leader's metadata shows it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AssignorTopic {
    /// Topic name.
    pub name: Arc<str>,
    /// Partitions are numbered from 0.
    pub partition_count: u32,
    /// Per partition the racks of its replicas, leaving out replicas on brokers without a rack;
    /// `None` if no broker has a rack.
    pub racks: Option<Vec<Vec<Arc<str>>>>,
}

/// What a sticky assignor object of a member sends along with the subscription.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UserData {
    /// Generation of the last assignment the member was given; −1 before the first.
    pub generation: i32,
    /// Sticky only: that assignment. It outlives revocation and loss.
    pub partitions: Vec<(Arc<str>, u32)>,
}

/// A member with its subscription, as `JoinGroup` brings it to the group leader.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AssignorMember {
    /// Member id.
    pub id: Arc<str>,
    /// Spread of the Java hash of the id, or whatever a recording dictates instead.
    pub hash_spread: u32,
    /// `group.instance.id` of a static member.
    pub group_instance_id: Option<Arc<str>>,
    /// `client.rack`
    pub rack: Option<Arc<str>>,
    /// Names of the subscribed topics.
    pub subscribed: Vec<Arc<str>>,
    /// Cooperative members: what they own while they join.
    pub owned: Vec<(Arc<str>, u32)>,
    /// Generation in the subscription; −1 if the member has none.
    pub generation: i32,
    /// User data of the sticky assignors.
    pub user_data: Option<UserData>,
}

impl AssignorMember {
    /// A dynamic member that has never been in the group.
    pub fn new(id: &str, subscribed: &[&str]) -> Self {
        Self {
            id: id.into(),
            hash_spread: java_hash::string_spread(id),
            group_instance_id: None,
            rack: None,
            subscribed: subscribed.iter().map(|&name| name.into()).collect(),
            owned: Vec::new(),
            generation: -1,
            user_data: None,
        }
    }
}

/// Everything one call of an assignor depends on.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AssignorInput {
    /// The known topics. A subscribed topic that is not here is missing from the metadata.
    pub topics: Vec<AssignorTopic>,
    /// The members in the order of the `JoinGroup` answer, in which Kafka puts them into a map.
    pub members: Vec<AssignorMember>,
    /// The highest generation the leader's assignor object has seen; −1 for a fresh one.
    pub leader_max_generation: i32,
}

/// One partition of an assignment: position of the topic in [`AssignorInput::topics`], number.
pub type AssignedPartition = (u32, u32);

/// What an assignor decided.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AssignorOutput {
    /// Per member, in the order of the input, its partitions by topic name, then number.
    pub per_member: Vec<Vec<AssignedPartition>>,
    /// What the leader's assignor object remembers for its next call.
    pub leader_max_generation: i32,
}

/// A strategy of `partition.assignment.strategy`.
pub trait Assignor: fmt::Debug + Sync {
    /// Which one it is.
    fn name(&self) -> AssignorName;
    /// Divides the partitions among the members, exactly as Kafka's class does.
    fn assign(&self, input: &AssignorInput) -> Result<AssignorOutput, AssignorError>;
}

/// The assignor of that name.
///
/// ```
/// use sim_core::assignor::{AssignorInput, AssignorMember, AssignorName, AssignorTopic, assignor};
/// let input = AssignorInput {
///     topics: vec![AssignorTopic { name: "orders".into(), partition_count: 3, racks: None }],
///     members: ["a", "b"].map(|id| AssignorMember::new(id, &["orders"])).into(),
///     leader_max_generation: -1,
/// };
/// let output = assignor(AssignorName::Range).assign(&input).unwrap();
/// assert_eq!(output.per_member, [vec![(0, 0), (0, 1)], vec![(0, 2)]]);
/// ```
pub fn assignor(name: AssignorName) -> &'static dyn Assignor {
    match name {
        AssignorName::Range => &range::Range,
        AssignorName::RoundRobin => &round_robin::RoundRobin,
        AssignorName::Sticky => &sticky::Sticky,
        AssignorName::CooperativeSticky => &cooperative_sticky::CooperativeSticky,
    }
}

#[cfg(test)]
mod tests;
