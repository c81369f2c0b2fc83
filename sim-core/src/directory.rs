//! Names of topics and partitions, and what is true of their records for ever. Written only when
//! topics are made or grow; everybody may read it, because none of it is anybody's state.

use std::sync::Arc;

use crate::ids::{PartitionId, TopicId, TopicPartition};
use crate::sorting;

#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct Directory {
    topics: Vec<Topic>,
    partitions: Vec<Partition>,
}

#[derive(Clone, Debug, Hash)]
struct Topic {
    name: Arc<str>,
    /// Position of the name among all topic names.
    rank: u32,
    partitions: Vec<PartitionId>,
    /// Number of different keys its producers use; 0 = null keys.
    keys: u32,
}

#[derive(Clone, Debug, Hash)]
#[expect(
    clippy::struct_field_names,
    reason = "a topic and a number are a topic partition"
)]
struct Partition {
    topic_partition: TopicPartition,
    name: Arc<str>,
    /// Offsets of records that no program can process, sorted.
    poison: Vec<u64>,
}

impl Directory {
    pub(crate) fn add_topic(&mut self, name: &str) -> TopicId {
        let id = TopicId::from_index(self.topics.len());
        self.topics.push(Topic {
            name: name.into(),
            rank: 0,
            partitions: Vec::new(),
            keys: 0,
        });
        let mut order: Vec<usize> = (0..self.topics.len()).collect();
        sorting::sort_by_key(&mut order, |index| &self.topics[*index].name);
        for (rank, index) in order.into_iter().enumerate() {
            self.topics[index].rank = TopicId::from_index(rank).0;
        }
        id
    }

    pub(crate) fn set_keys(&mut self, topic: TopicId, keys: u32) {
        self.topics[topic.index()].keys = keys;
    }

    pub(crate) fn set_poison(&mut self, partition: PartitionId, mut offsets: Vec<u64>) {
        sorting::sort(&mut offsets);
        offsets.dedup();
        self.partitions[partition.index()].poison = offsets;
    }

    /// The first poison record of `from..to`.
    pub(crate) fn next_poison(&self, partition: PartitionId, from: u64, to: u64) -> Option<u64> {
        let poison = &self.partitions[partition.index()].poison;
        let place = poison.partition_point(|offset| *offset < from);
        poison.get(place).copied().filter(|offset| *offset < to)
    }

    pub(crate) fn keys_of(&self, topic: TopicId) -> u32 {
        self.topics[topic.index()].keys
    }

    pub(crate) fn add_partition(&mut self, topic: TopicId) -> PartitionId {
        let id = PartitionId::from_index(self.partitions.len());
        let entry = &mut self.topics[topic.index()];
        let partition = PartitionId::from_index(entry.partitions.len()).0;
        entry.partitions.push(id);
        self.partitions.push(Partition {
            topic_partition: TopicPartition { topic, partition },
            name: format!("{}-{partition}", entry.name).into(),
            poison: Vec::new(),
        });
        id
    }

    pub(crate) fn topic_named(&self, name: &str) -> Option<TopicId> {
        self.topics
            .iter()
            .position(|topic| &*topic.name == name)
            .map(TopicId::from_index)
    }

    pub(crate) fn topic_names(&self) -> impl Iterator<Item = &str> {
        self.topics.iter().map(|topic| &*topic.name)
    }

    pub(crate) fn topic_name(&self, topic: TopicId) -> &Arc<str> {
        &self.topics[topic.index()].name
    }

    pub(crate) fn topic_ids(&self) -> impl Iterator<Item = TopicId> + use<> {
        (0..self.topics.len()).map(TopicId::from_index)
    }

    pub(crate) fn partitions_of(&self, topic: TopicId) -> &[PartitionId] {
        &self.topics[topic.index()].partitions
    }

    pub(crate) fn partition_count(&self) -> usize {
        self.partitions.len()
    }

    pub(crate) fn partition_name(&self, partition: PartitionId) -> &Arc<str> {
        &self.partitions[partition.index()].name
    }

    pub(crate) fn topic_partition(&self, partition: PartitionId) -> TopicPartition {
        self.partitions[partition.index()].topic_partition
    }

    /// Sorts as callbacks do: by topic name, then number.
    pub(crate) fn sort(&self, partitions: &mut [PartitionId]) {
        sorting::sort_by_key(partitions, |id| {
            let tp = self.topic_partition(*id);
            (self.topics[tp.topic.index()].rank, tp.partition)
        });
    }
}
