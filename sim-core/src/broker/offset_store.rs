//! Committed offsets per group (`__consumer_offsets`), each with the moment of its commit.
//!
//! No ownership check and no monotonicity check, as in Kafka (A.13).

use crate::ids::{GroupId, PartitionId};
use crate::protocol::CommittedOffset;
use crate::time::SimTime;

#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct OffsetStore {
    groups: Vec<Vec<Option<StoredOffset>>>,
}

#[derive(Clone, Copy, Debug, Hash)]
struct StoredOffset {
    committed: CommittedOffset,
    committed_at: SimTime,
}

impl OffsetStore {
    /// Stores an offset; the same value again is younger than before.
    pub(crate) fn commit(
        &mut self,
        group: GroupId,
        partition: PartitionId,
        committed: CommittedOffset,
        committed_at: SimTime,
    ) {
        if self.groups.len() <= group.index() {
            self.groups.resize(group.index() + 1, Vec::new());
        }
        let offsets = &mut self.groups[group.index()];
        if offsets.len() <= partition.index() {
            offsets.resize(partition.index() + 1, None);
        }
        offsets[partition.index()] = Some(StoredOffset {
            committed,
            committed_at,
        });
    }

    pub(crate) fn committed(
        &self,
        group: GroupId,
        partition: PartitionId,
    ) -> Option<CommittedOffset> {
        let stored = self.groups.get(group.index())?.get(partition.index())?;
        stored.map(|stored| stored.committed)
    }

    pub(crate) fn is_empty(&self, group: GroupId) -> bool {
        self.groups
            .get(group.index())
            .is_none_or(|offsets| offsets.iter().all(Option::is_none))
    }

    /// Drops the offsets that `has_expired` picks by partition and moment of commit.
    pub(crate) fn expire(
        &mut self,
        group: GroupId,
        has_expired: impl Fn(PartitionId, SimTime) -> bool,
    ) -> Vec<PartitionId> {
        let mut expired = Vec::new();
        let offsets = self.groups.get_mut(group.index()).into_iter().flatten();
        for (index, stored) in offsets.enumerate() {
            let partition = PartitionId::from_index(index);
            if stored.is_some_and(|stored| has_expired(partition, stored.committed_at)) {
                *stored = None;
                expired.push(partition);
            }
        }
        expired
    }
}
