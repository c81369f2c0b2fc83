//! Racks of members and replicas as small numbers, and Kafka's test whether they matter.
//!
//! Deliberately lacks brokers: a partition only knows the racks its replicas are in.

use std::collections::BTreeMap;

use super::prepared::{Prepared, RankedPartition, to_u32};
use crate::sorting;

/// Racks of all members and partitions of one input.
#[derive(Debug)]
pub(super) struct RackTable {
    of_member: Vec<Option<u32>>,
    /// Per rack, how many members.
    members_in: Vec<u32>,
    /// Per topic rank and partition, ascending. Empty if no member has a rack.
    of_partition: Vec<Vec<Vec<u32>>>,
}

impl RackTable {
    pub(super) fn new(prepared: &Prepared<'_>) -> Self {
        let mut numbers: BTreeMap<&str, u32> = BTreeMap::new();
        let of_member: Vec<Option<u32>> = prepared
            .input
            .members
            .iter()
            .map(|member| {
                member
                    .rack
                    .as_deref()
                    .map(|rack| number(&mut numbers, rack))
            })
            .collect();
        if numbers.is_empty() {
            return Self {
                of_member,
                members_in: Vec::new(),
                of_partition: Vec::new(),
            };
        }
        let mut of_partition = Vec::new();
        for rank in 0..prepared.topic_count() {
            let topic = prepared.topic(rank);
            let mut partitions = vec![Vec::new(); topic.partition_count as usize];
            for (racks, names) in partitions.iter_mut().zip(topic.racks.iter().flatten()) {
                racks.extend(names.iter().map(|name| number(&mut numbers, name)));
                sorting::sort(racks);
                racks.dedup();
            }
            of_partition.push(partitions);
        }
        let mut members_in = vec![0; numbers.len()];
        for &rack in of_member.iter().flatten() {
            members_in[rack as usize] += 1;
        }
        Self {
            of_member,
            members_in,
            of_partition,
        }
    }

    pub(super) fn has_rack(&self, member: u32) -> bool {
        self.of_member[member as usize].is_some()
    }

    /// Racks of a partition's replicas; none for a partition that does not exist.
    fn racks(&self, (rank, number): RankedPartition) -> &[u32] {
        self.of_partition[rank as usize]
            .get(number as usize)
            .map_or(&[], Vec::as_slice)
    }

    /// Whether `member` has no rack, or one that a replica of the partition is in.
    pub(super) fn matches(&self, member: u32, partition: RankedPartition) -> bool {
        self.of_member[member as usize].is_none_or(|rack| self.racks(partition).contains(&rack))
    }

    /// Whether `member` has a rack that a replica of the partition is in.
    pub(super) fn is_near(&self, member: u32, partition: RankedPartition) -> bool {
        self.of_member[member as usize].is_some_and(|rack| self.racks(partition).contains(&rack))
    }

    /// How many members have a rack that a replica of the partition is in.
    pub(super) fn near_count(&self, partition: RankedPartition) -> u32 {
        self.racks(partition)
            .iter()
            .map(|&rack| self.members_in[rack as usize])
            .sum()
    }

    /// Kafka's test whether racks can make a difference for `members` and the topics of `ranks`:
    /// some member is in a replica's rack, and the partitions differ in their racks.
    pub(super) fn matter(&self, members: &[u32], ranks: std::ops::Range<u32>) -> bool {
        if self.of_partition.is_empty() || !members.iter().any(|&member| self.has_rack(member)) {
            return false;
        }
        let partitions = &self.of_partition[ranks.start as usize..ranks.end as usize];
        let mut all: Vec<u32> = partitions.iter().flatten().flatten().copied().collect();
        sorting::sort(&mut all);
        all.dedup();
        let is_near = |&member: &u32| {
            self.of_member[member as usize].is_some_and(|rack| all.binary_search(&rack).is_ok())
        };
        members.iter().any(is_near) && partitions.iter().flatten().any(|racks| *racks != all)
    }
}

fn number<'a>(numbers: &mut BTreeMap<&'a str, u32>, rack: &'a str) -> u32 {
    let next = to_u32(numbers.len());
    *numbers.entry(rack).or_insert(next)
}
