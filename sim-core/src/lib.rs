//! Deterministic model of Apache Kafka consumer groups.

pub mod assignor;
pub mod config;
mod ids;
pub mod java_hash;
mod producer;
mod time;

pub use ids::{
    BrokerId, ConnectionId, ConsumerId, EventId, GenerationId, GroupId, MemberId, PartitionId,
    TopicId, TopicPartition,
};
pub use producer::partitioner;
pub use time::{SimDuration, SimTime};
