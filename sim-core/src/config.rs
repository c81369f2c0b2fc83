//! STUB; the real one replaces it at merge.
#![allow(missing_docs, unused_variables, clippy::all, clippy::pedantic)]
use std::sync::Arc;
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError { #[error("`{key}` is {value}; allowed: {allowed}")] OutOfRange { key: String, value: String, allowed: String } }
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KafkaRelease { V2_8, V3_9, V4_3 }
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ConsumerConfig { pub client_id: Arc<str> }
impl ConsumerConfig {
    pub fn defaults(release: KafkaRelease) -> Self { Self { client_id: "".into() } }
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), ConfigError> { Ok(()) }
    pub fn get(&self, key: &str) -> Option<String> { None }
    pub fn validate(&self, broker: &BrokerConfig) -> Result<(), ConfigError> { Ok(()) }
}
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BrokerConfig;
impl BrokerConfig {
    pub fn defaults(release: KafkaRelease) -> Self { Self }
    pub fn set(&mut self, key: &str, value: &str) -> Result<(), ConfigError> { Ok(()) }
}
/// One documented key. See CONSUMER_KEYS / BROKER_KEYS.
#[derive(Clone, Copy, Debug)]
pub struct ConfigKey { pub name: &'static str, pub unit: &'static str, pub default: &'static str, pub allowed: &'static str, pub doc: &'static str, pub group: &'static str, pub modelled: bool }
pub const CONSUMER_KEYS: &[ConfigKey] = &[];
pub const BROKER_KEYS: &[ConfigKey] = &[];
