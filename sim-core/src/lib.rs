//! Deterministic model of Apache Kafka consumer groups.

pub mod config;
mod ids;
mod time;

pub use ids::{
    BrokerId, ConnectionId, ConsumerId, EventId, GenerationId, GroupId, MemberId, PartitionId,
    TopicId, TopicPartition,
};
pub use time::{SimDuration, SimTime};
