//! Deterministic model of Apache Kafka consumer groups.
mod command;
pub mod config;
mod ids;
pub mod limits;
mod recording;
pub mod scenario;
mod time;
mod timeline;
pub mod view;
pub use command::{Command, CommandError, TimedCommand};
pub use ids::{BrokerId, ConnectionId, ConsumerId, EventId, GenerationId, GroupId, MemberId, PartitionId, TopicId, TopicPartition};
pub use recording::{MODEL, Recording};
pub use scenario::{Scenario, ScenarioError};
pub use time::{SimDuration, SimTime};
pub use timeline::{Acted, Progress, Timeline};
