//! State of all actors, with read access for views and checks.
//!
//! Deliberately lacks handlers: actors change themselves.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::broker::Broker;
use crate::consumer::{App, Consumer};
use crate::directory::Directory;
use crate::ids::{ConsumerId, GroupId, PartitionId};
use crate::outside::OutsideStore;
use crate::time::{SimDuration, SimTime};

#[derive(Clone, Debug, Hash)]
pub(crate) struct World {
    pub directory: Directory,
    pub broker: Broker,
    pub consumers: Vec<Consumer>,
    pub group_names: Vec<Arc<str>>,
    /// Production rate per topic, where one is set.
    pub rates: Vec<u32>,
    pub deployment: Option<RollingRestart>,
    pub outside: OutsideStore,
}

/// A rolling restart: one pod after the other, each waits for the one before to have joined.
#[derive(Clone, Debug, Hash)]
pub(crate) struct RollingRestart {
    pub waiting: VecDeque<ConsumerId>,
    pub current: Option<(ConsumerId, PodStage)>,
    pub pod_restart: SimDuration,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum PodStage {
    Closing,
    Down { until: SimTime },
    Joining { give_up: SimTime },
}

impl World {
    pub(crate) fn consumer_named(&self, name: &str) -> Option<ConsumerId> {
        self.consumers
            .iter()
            .position(|consumer| &*consumer.name == name)
            .map(ConsumerId::from_index)
    }

    pub(crate) fn log_end_offset(&self, partition: PartitionId, at: SimTime) -> u64 {
        self.broker.logs[partition.index()].log_end_offset(at)
    }

    pub(crate) fn committed_offset(&self, group: GroupId, partition: PartitionId) -> Option<u64> {
        self.broker
            .coordinator
            .offsets
            .committed(group, partition)
            .map(|committed| committed.offset)
    }

    /// Records between the group's committed offset, or the log start if there is none, and the
    /// log end.
    pub(crate) fn lag(&self, group: Option<GroupId>, partition: PartitionId, at: SimTime) -> u64 {
        let log = &self.broker.logs[partition.index()];
        let from = group.and_then(|group| self.committed_offset(group, partition));
        log.log_end_offset(at)
            .saturating_sub(from.unwrap_or(log.log_start_offset))
    }

    /// Records finished in batches that are still in hand.
    pub(crate) fn processed_in_hand(&self, at: SimTime) -> u64 {
        self.consumers
            .iter()
            .filter_map(|consumer| match &consumer.client.as_deref()?.app {
                App::Processing(batch) => {
                    Some(batch.unreported_at(consumer.frozen_since.unwrap_or(at)))
                }
                App::Off
                | App::Polling { .. }
                | App::Idle
                | App::Listening(_)
                | App::Stuck
                | App::Turning
                | App::Committing { .. }
                | App::HandingOver { .. }
                | App::Closing(_) => None,
            })
            .sum()
    }
}
