//! The store outside Kafka where programs keep offsets with their results.
//!
//! MODEL: it is always there, answers at once, and the last writer wins.

use std::collections::BTreeMap;

use crate::ids::{GroupId, PartitionId};

/// Per group and partition the offset after the last stored result.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct OutsideStore(BTreeMap<(GroupId, PartitionId), u64>);

impl OutsideStore {
    pub(crate) fn offset(&self, group: GroupId, partition: PartitionId) -> Option<u64> {
        self.0.get(&(group, partition)).copied()
    }

    pub(crate) fn store(&mut self, group: GroupId, partition: PartitionId, offset: u64) {
        self.0.insert((group, partition), offset);
    }
}
