//! Moves made while balancing, so that a move back can undo one instead of adding another.
//!
//! Deliberately lacks the assignment; it only knows where moved partitions came from.

use std::collections::BTreeMap;

use super::super::prepared::{Prepared, RankedPartition};
use crate::java_hash::{hash_map_order_after, spread, string_hash, topic_partition_hash};

/// Source and destination.
type Pair = (u32, u32);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Movements {
    of_partition: BTreeMap<RankedPartition, Pair>,
    by_topic_and_pair: BTreeMap<(u32, Pair), HashSetOrder>,
}

/// Partition numbers of one topic, in the order in which they were put into a Java hash set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct HashSetOrder {
    numbers: Vec<u32>,
    /// The set never shrinks.
    size_max: usize,
}

impl Movements {
    /// The partition to move in place of `partition`: if one of its topic has gone the other way
    /// between the same members, that one.
    pub(super) fn substitute(
        &self,
        prepared: &Prepared<'_>,
        partition: RankedPartition,
        owner: u32,
        to: u32,
    ) -> RankedPartition {
        let (rank, _) = partition;
        let from = self
            .of_partition
            .get(&partition)
            .map_or(owner, |&(source, _)| source);
        match self.by_topic_and_pair.get(&(rank, (to, from))) {
            Some(set) => (rank, set.first(&prepared.topic(rank).name)),
            None => partition,
        }
    }

    /// Notes a move. Several moves of one partition count as one from its first owner.
    pub(super) fn record(&mut self, partition: RankedPartition, from: u32, to: u32) {
        let source = match self.of_partition.remove(&partition) {
            Some(earlier) => {
                self.forget(partition, earlier);
                earlier.0
            }
            None => from,
        };
        if source != to {
            self.of_partition.insert(partition, (source, to));
            let set = self
                .by_topic_and_pair
                .entry((partition.0, (source, to)))
                .or_default();
            set.numbers.push(partition.1);
            set.size_max = set.size_max.max(set.numbers.len());
        }
    }

    fn forget(&mut self, (rank, number): RankedPartition, pair: Pair) {
        let set = self.by_topic_and_pair.entry((rank, pair)).or_default();
        set.numbers.retain(|&other| other != number);
        if set.numbers.is_empty() {
            self.by_topic_and_pair.remove(&(rank, pair));
        }
    }
}

impl HashSetOrder {
    fn first(&self, topic: &str) -> u32 {
        let topic_hash = string_hash(topic);
        let spreads: Vec<u32> = self
            .numbers
            .iter()
            .map(|&number| spread(topic_partition_hash(topic_hash, number)))
            .collect();
        self.numbers[hash_map_order_after(&spreads, self.size_max)[0]]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Fourteen numbers and then one less: the set has 32 buckets and keeps them.
    #[test]
    fn the_first_of_a_set_depends_on_how_large_it_was() {
        let mut movements = Movements::default();
        for number in 0..14 {
            movements.record((0, number), 1, 2);
        }
        for number in 2..14 {
            movements.record((0, number), 2, 1);
        }
        let set = &movements.by_topic_and_pair[&(0, (1, 2))];
        assert_eq!(
            (set.numbers.as_slice(), set.size_max),
            ([0, 1].as_slice(), 14)
        );
        let fresh = |numbers: &[u32]| HashSetOrder {
            numbers: numbers.into(),
            size_max: 2,
        };
        let pairs: Vec<(u32, u32)> = (0..30)
            .flat_map(|a| (0..a).map(move |b| [a, b]))
            .map(|numbers| {
                let grown = HashSetOrder {
                    numbers: numbers.into(),
                    size_max: 14,
                };
                (grown.first("orders"), fresh(&numbers).first("orders"))
            })
            .collect();
        assert!(pairs.iter().any(|(grown, fresh)| grown != fresh));
    }

    #[test]
    fn moves_of_one_partition_count_as_one_until_it_is_back() {
        let mut movements = Movements::default();
        movements.record((0, 5), 1, 2);
        movements.record((0, 5), 2, 3);
        assert_eq!(movements.of_partition[&(0, 5)], (1, 3));
        movements.record((0, 5), 3, 1);
        assert!(movements.of_partition.is_empty() && movements.by_topic_and_pair.is_empty());
    }
}
