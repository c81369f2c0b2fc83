//! Moving partitions between members until nothing gets more even.
//!
//! Deliberately lacks the decision whether the result is worth its moves.

use super::super::AssignorError;
use super::super::prepared::{Prepared, RankedPartition};
use super::super::racks::RackTable;
use super::holdings::Holdings;
use super::movements::Movements;
use super::partition_table::PartitionTable;

/// Passes that need no second look: hardly any group takes this many.
const PASSES_USUAL: u32 = 8;
/// Passes after which balancing counts as endless even if no state has come back yet.
const PASSES_MAX: u32 = 1_000;

#[derive(Debug)]
pub(super) struct Balance<'a> {
    pub(super) prepared: &'a Prepared<'a>,
    pub(super) racks: Option<&'a RackTable>,
    pub(super) hash_order: &'a [u32],
    /// Per topic, in hash order.
    pub(super) subscribers: &'a [Vec<u32>],
    pub(super) previous_owners: PartitionTable<u32>,
    /// A partition may be held twice.
    pub(super) has_copies: bool,
    pub(super) holdings: Holdings,
    pub(super) movements: Movements,
    /// Remembered until the next move.
    pub(super) is_balanced: Option<bool>,
}

impl Balance<'_> {
    /// Passes over `partitions` until a pass moves nothing; says whether any pass did.
    ///
    /// Kafka has no way out if the same state comes back. To see that, the state is kept at every
    /// pass whose number is a power of two, and compared with at every pass after.
    pub(super) fn improve(
        &mut self,
        partitions: &[RankedPartition],
    ) -> Result<bool, AssignorError> {
        let mut seen: Option<(PartitionTable<u32>, Movements)> = None;
        for pass in 0..PASSES_MAX {
            if let Some((owners, movements)) = &seen
                && owners == self.holdings.owners()
                && *movements == self.movements
            {
                return Err(AssignorError::Endless);
            }
            if pass >= PASSES_USUAL && pass.is_power_of_two() {
                seen = Some((self.holdings.owners().clone(), self.movements.clone()));
            }
            if !self.pass_once(partitions)? {
                return Ok(pass > 0);
            }
        }
        Err(AssignorError::Endless)
    }

    /// Says whether anything was moved.
    fn pass_once(&mut self, partitions: &[RankedPartition]) -> Result<bool, AssignorError> {
        let mut has_moved = false;
        for &partition in partitions {
            if self.is_balanced() {
                break;
            }
            if let Some(member) = self.better_owner(partition)? {
                self.reassign(partition, member);
                has_moved = true;
            }
        }
        Ok(has_moved)
    }

    /// The member that should have the partition instead of its owner, if there is one.
    fn better_owner(&self, partition: RankedPartition) -> Result<Option<u32>, AssignorError> {
        let owner = self.holdings.owner(partition);
        let size = self.size(owner)?;
        if let Some(previous) = self.previous_owners.get(partition) {
            // Kafka does not ask whether the previous owner still subscribes.
            if size > self.size(previous)? + 1 {
                return Ok(Some(previous));
            }
        }
        let subscribers = &self.subscribers[partition.0 as usize];
        let owner_racks = self.racks.filter(|racks| racks.is_near(owner, partition));
        let near = subscribers
            .iter()
            .filter(|&&member| owner_racks.is_some_and(|racks| racks.is_near(member, partition)));
        for &other in near.chain(subscribers) {
            if size > self.size(other)? + 1 {
                let least_loaded = self
                    .holdings
                    .by_load()
                    .find(|&member| self.prepared.is_subscribed(member, partition.0));
                return Ok(least_loaded);
            }
        }
        Ok(None)
    }

    /// Kafka has removed members that were set aside, and reads the size of nothing.
    fn size(&self, member: u32) -> Result<u32, AssignorError> {
        if self.holdings.is_set_aside(member) {
            return Err(AssignorError::NullPointer);
        }
        Ok(self.holdings.size(member))
    }

    fn reassign(&mut self, partition: RankedPartition, to: u32) {
        let owner = self.holdings.owner(partition);
        let moved = self
            .movements
            .substitute(self.prepared, partition, owner, to);
        let from = self.holdings.transfer(moved, to);
        self.movements.record(moved, from, to);
        self.is_balanced = None;
    }

    fn is_balanced(&mut self) -> bool {
        if let Some(known) = self.is_balanced {
            return known;
        }
        let mut sizes = self
            .holdings
            .by_load()
            .map(|member| self.holdings.size(member));
        let least = sizes.next().unwrap_or(0);
        let most = sizes.next_back().unwrap_or(least);
        drop(sizes);
        let is_balanced = least + 1 >= most
            || if self.has_copies {
                !self.some_copy_is_better_elsewhere()
            } else {
                !self.some_partition_is_better_elsewhere()
            };
        self.is_balanced = Some(is_balanced);
        is_balanced
    }

    /// Whether a member with room for more could take a partition from one with two more than it.
    fn some_partition_is_better_elsewhere(&self) -> bool {
        let largest_owner: Vec<u32> = (0..self.prepared.topic_count())
            .map(|rank| {
                let sizes = self
                    .hash_order
                    .iter()
                    .filter(|&&member| self.holdings.count(rank, member) > 0)
                    .map(|&member| self.holdings.size(member));
                sizes.max().unwrap_or(0)
            })
            .collect();
        self.with_room().any(|member| {
            let size = self.holdings.size(member);
            self.prepared.subscriptions[member as usize]
                .iter()
                .any(|&rank| largest_owner[rank as usize] > size + 1)
        })
    }

    /// The same where partitions may be held twice: the holder that comes last in hash order
    /// counts as the owner, and a member never wants what it holds already.
    fn some_copy_is_better_elsewhere(&self) -> bool {
        let mut last_holder: PartitionTable<u32> = PartitionTable::new(self.prepared);
        for &member in self.hash_order {
            for &partition in self.holdings.of_member(member) {
                last_holder.set(partition, member);
            }
        }
        self.with_room().any(|member| {
            let size = self.holdings.size(member);
            self.prepared.partitions_of(member).any(|partition| {
                !self.holdings.of_member(member).contains(&partition)
                    && last_holder
                        .get(partition)
                        .is_some_and(|owner| self.holdings.size(owner) > size + 1)
            })
        })
    }

    fn with_room(&self) -> impl Iterator<Item = u32> {
        self.holdings
            .by_load()
            .filter(|&member| self.holdings.size(member) != self.prepared.size_max(member))
    }
}
