//! Committed offsets per group (`__consumer_offsets`).
//!
//! No ownership check and no monotonicity check, as in Kafka (A.13).

use crate::ids::{GroupId, PartitionId};
use crate::protocol::CommittedOffset;

#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct OffsetStore {
    groups: Vec<Vec<Option<CommittedOffset>>>,
}

impl OffsetStore {
    pub(crate) fn commit(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        offset: CommittedOffset,
    ) {
        if self.groups.len() <= group.index() {
            self.groups.resize(group.index() + 1, Vec::new());
        }
        let offsets = &mut self.groups[group.index()];
        if offsets.len() <= partition.index() {
            offsets.resize(partition.index() + 1, None);
        }
        offsets[partition.index()] = Some(offset);
    }

    pub(crate) fn committed(
        &self,
        group: GroupId,
        partition: PartitionId,
    ) -> Option<CommittedOffset> {
        self.groups
            .get(group.index())?
            .get(partition.index())
            .copied()
            .flatten()
    }
}
