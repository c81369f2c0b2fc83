//! A value per partition, also for partitions that a stale claim wrongly takes to exist.
//!
//! Deliberately lacks iteration: whoever walks partitions does it in Kafka's order.

use std::collections::BTreeMap;

use super::super::prepared::{Prepared, RankedPartition};

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct PartitionTable<T> {
    known: Vec<Vec<Option<T>>>,
    beyond: BTreeMap<RankedPartition, T>,
}

impl<T: Copy> PartitionTable<T> {
    pub(super) fn new(prepared: &Prepared<'_>) -> Self {
        let known = (0..prepared.topic_count())
            .map(|rank| vec![None; prepared.partition_count(rank) as usize])
            .collect();
        Self {
            known,
            beyond: BTreeMap::new(),
        }
    }

    pub(super) fn get(&self, at: RankedPartition) -> Option<T> {
        match self.known[at.0 as usize].get(at.1 as usize) {
            Some(value) => *value,
            None => self.beyond.get(&at).copied(),
        }
    }

    pub(super) fn set(&mut self, at: RankedPartition, value: T) {
        match self.known[at.0 as usize].get_mut(at.1 as usize) {
            Some(slot) => *slot = Some(value),
            None => {
                self.beyond.insert(at, value);
            }
        }
    }
}
