//! Which member's claim to a partition counts.
//!
//! Deliberately lacks quotas: a claim that counts here may still be cut later.

use std::collections::BTreeSet;

use super::super::prepared::{Prepared, RankedPartition};
use super::partition_table::PartitionTable;

/// What one member says it had, before anyone else is asked.
#[derive(Debug)]
pub(in super::super) struct RawClaim {
    /// −1 for none.
    pub(in super::super) generation: i32,
    /// Partitions of known topics; a number may exceed what the topic has.
    pub(in super::super) partitions: Vec<RankedPartition>,
}

/// Claims after conflicts are settled.
#[derive(Debug)]
pub(super) struct Claims {
    pub(super) raw: Vec<RawClaim>,
    /// Per member what it may keep.
    pub(super) kept: Vec<Vec<RankedPartition>>,
    /// Claimed by two members of one generation at some point.
    pub(super) contested: BTreeSet<RankedPartition>,
    pub(super) max_generation: i32,
}

impl Claims {
    /// Members are asked in hash order. A later claim wins with a higher generation, loses with a
    /// lower one, and voids both if the generations are equal. Kafka compares the later claim's
    /// generation with that in the subscription of the earlier claimant.
    pub(super) fn resolve(prepared: &Prepared<'_>, hash_order: &[u32], raw: Vec<RawClaim>) -> Self {
        let mut claimant: PartitionTable<u32> = PartitionTable::new(prepared);
        let mut kept: Vec<Vec<RankedPartition>> = vec![Vec::new(); raw.len()];
        let mut contested = BTreeSet::new();
        let mut max_generation = prepared.input.leader_max_generation;
        for &member in hash_order {
            let claim = &raw[member as usize];
            max_generation = max_generation.max(claim.generation);
            for &partition in &claim.partitions {
                let Some(other) = claimant.get(partition) else {
                    kept[member as usize].push(partition);
                    claimant.set(partition, member);
                    continue;
                };
                let other_generation = prepared.input.members[other as usize].generation.max(-1);
                if claim.generation < other_generation {
                    continue;
                }
                if let Some(place) = kept[other as usize].iter().position(|&p| p == partition) {
                    kept[other as usize].remove(place);
                }
                claimant.set(partition, member);
                if claim.generation == other_generation {
                    contested.insert(partition);
                } else {
                    kept[member as usize].push(partition);
                }
            }
        }
        Self {
            raw,
            kept,
            contested,
            max_generation,
        }
    }

    /// Per partition the member that claims it from the highest generation before the newest one:
    /// a hint whom to prefer when the partition moves anyway.
    pub(super) fn previous_owners(
        &self,
        prepared: &Prepared<'_>,
        hash_order: &[u32],
    ) -> PartitionTable<u32> {
        let mut owners: PartitionTable<u32> = PartitionTable::new(prepared);
        for &member in hash_order {
            let claim = &self.raw[member as usize];
            if claim.generation >= self.max_generation {
                continue;
            }
            for &partition in &claim.partitions {
                let is_newest = owners
                    .get(partition)
                    .is_none_or(|other| self.raw[other as usize].generation < claim.generation);
                if is_newest {
                    owners.set(partition, member);
                }
            }
        }
        owners
    }
}

/// The partitions that are not in `assigned`, which is sorted like `all`.
///
/// Kafka walks both lists side by side, so an assigned partition that does not exist is never
/// passed and everything after it counts as unassigned.
pub(super) fn unassigned(
    all: impl Iterator<Item = RankedPartition>,
    assigned: &[RankedPartition],
) -> Vec<RankedPartition> {
    let mut assigned = assigned.iter().peekable();
    all.filter(|partition| assigned.next_if(|&next| next == partition).is_none())
        .collect()
}
