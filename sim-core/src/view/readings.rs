//! Partitions that several groups read: which entry is whose, and what it is called.

use super::{LabView, PartitionView};
use crate::ids::{GroupId, PartitionId, TopicId};

impl LabView {
    /// A partition as a group reads it.
    pub fn reading(&self, id: PartitionId, group: GroupId) -> Option<&PartitionView> {
        self.readings_of(id).find(|view| view.group == Some(group))
    }

    /// A partition as each of its groups reads it.
    pub fn readings_of(&self, id: PartitionId) -> impl Iterator<Item = &PartitionView> {
        self.partitions.iter().filter(move |view| view.id == id)
    }

    /// Every partition once, whoever reads it.
    pub fn partition_ids(&self) -> impl Iterator<Item = PartitionId> {
        let mut is_new = vec![true; self.partitions.len()];
        let ids = self.partitions.iter().map(|view| view.id);
        ids.filter(move |id| std::mem::take(&mut is_new[id.index()]))
    }

    /// Number of partitions, whoever reads them.
    pub fn partition_count(&self) -> usize {
        self.partition_ids().count()
    }

    /// Whether several groups read partitions of a topic.
    pub fn is_shared(&self, topic: TopicId) -> bool {
        let start = self.partitions.partition_point(|view| view.topic < topic);
        let end = self.partitions.partition_point(|view| view.topic <= topic);
        match &self.partitions[start..end] {
            [first, .., last] => first.group != last.group,
            [] | [_] => false,
        }
    }

    /// The group's name, where the topic of the partition has several.
    pub fn told_group(&self, view: &PartitionView) -> Option<&str> {
        let group = view.group.filter(|_| self.is_shared(view.topic))?;
        self.group_name(group)
    }

    /// `group.id`.
    pub fn group_name(&self, id: GroupId) -> Option<&str> {
        let group = self.groups.iter().find(|group| group.id == id)?;
        Some(&group.name)
    }

    /// `orders-5`, or `orders-5 · audit` where several groups read the topic.
    pub fn reading_name(&self, view: &PartitionView) -> String {
        match self.told_group(view) {
            Some(group) => format!("{} · {group}", view.name),
            None => view.name.to_string(),
        }
    }
}
