//! Integer newtypes that name things; strings live in tables.
//!
//! Deliberately lacks behaviour: an id never reaches what it names.

use serde::{Deserialize, Serialize};

macro_rules! index_newtype {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// Position in the table that holds the named thing.
            pub const fn index(self) -> usize {
                self.0 as usize
            }
            /// The id of table position `index`.
            ///
            /// # Panics
            /// If `index` exceeds `u32::MAX`, which every limit forbids.
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).expect("limits keep tables below u32::MAX"))
            }
        }
    };
}

index_newtype!(
    /// A topic, by its position in the scenario.
    TopicId
);
index_newtype!(
    /// A topic-partition, by order of creation over all topics.
    PartitionId
);
index_newtype!(
    /// A consumer of the scenario; keeps its id over restarts of its process.
    ConsumerId
);
index_newtype!(
    /// A consumer group, by its position in the scenario.
    GroupId
);
index_newtype!(
    /// A member id handed out by a group coordinator; the string is in the member table.
    MemberId
);
index_newtype!(
    /// A broker of the cluster.
    BrokerId
);
index_newtype!(
    /// A client's TCP connection to one node.
    ConnectionId
);

/// Position in a run: how many events and commands were processed before and including this one.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct EventId(pub u64);

/// Generation of a classic group: one per completed join phase; −1 when a client has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GenerationId(pub i32);

impl GenerationId {
    /// What a client that belongs to no generation sends.
    pub const NONE: Self = Self(-1);
}

/// Topic and partition number, as Kafka writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TopicPartition {
    /// The topic.
    pub topic: TopicId,
    /// Partition number inside the topic, from 0.
    pub partition: u32,
}
