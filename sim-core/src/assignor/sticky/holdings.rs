//! Who holds which partition while the general case is worked out, with the orders it needs.
//!
//! Deliberately lacks rules: partitions go where the caller says.

use std::collections::BTreeSet;

use super::super::prepared::{Prepared, RankedPartition, to_u32};
use super::partition_table::PartitionTable;
use crate::sorting;

#[derive(Debug)]
pub(super) struct Holdings {
    of_member: Vec<Vec<RankedPartition>>,
    owner: PartitionTable<u32>,
    /// Per topic and member, how many partitions.
    counts: Vec<Vec<u32>>,
    /// Members by load, then id; the id as its place in id order.
    by_load: BTreeSet<(u32, u32)>,
    is_set_aside: Vec<bool>,
    id_place: Vec<u32>,
    member_at: Vec<u32>,
}

impl Holdings {
    pub(super) fn new(prepared: &Prepared<'_>) -> Self {
        let member_count = prepared.input.members.len();
        let id_place = prepared.id_places();
        let mut member_at = vec![0; member_count];
        for (member, &place) in (0..).zip(&id_place) {
            member_at[place as usize] = member;
        }
        Self {
            of_member: vec![Vec::new(); member_count],
            owner: PartitionTable::new(prepared),
            counts: vec![vec![0; member_count]; prepared.topic_count() as usize],
            by_load: sorting::set_of(id_place.iter().map(|&place| (0, place))),
            is_set_aside: vec![false; member_count],
            id_place,
            member_at,
        }
    }

    pub(super) fn of_member(&self, member: u32) -> &[RankedPartition] {
        &self.of_member[member as usize]
    }

    pub(super) fn all(&self) -> &[Vec<RankedPartition>] {
        &self.of_member
    }

    pub(super) fn into_all(self) -> Vec<Vec<RankedPartition>> {
        self.of_member
    }

    pub(super) fn size(&self, member: u32) -> u32 {
        to_u32(self.of_member[member as usize].len())
    }

    /// How many partitions of the topic the member holds.
    pub(super) fn count(&self, rank: u32, member: u32) -> u32 {
        self.counts[rank as usize][member as usize]
    }

    /// The member that was given the partition last.
    pub(super) fn owner(&self, partition: RankedPartition) -> u32 {
        self.owner
            .get(partition)
            .expect("every partition is given to somebody before it can move")
    }

    pub(super) fn owners(&self) -> &PartitionTable<u32> {
        &self.owner
    }

    /// Members that were not set aside, least loaded first.
    pub(super) fn by_load(&self) -> impl DoubleEndedIterator<Item = u32> {
        self.by_load
            .iter()
            .map(|&(_, place)| self.member_at[place as usize])
    }

    pub(super) fn is_set_aside(&self, member: u32) -> bool {
        self.is_set_aside[member as usize]
    }

    /// Takes a member out of the order; what it holds stays with it.
    pub(super) fn set_aside(&mut self, member: u32) {
        self.by_load.remove(&self.load(member));
        self.is_set_aside[member as usize] = true;
    }

    pub(super) fn give(&mut self, member: u32, partition: RankedPartition) {
        self.by_load.remove(&self.load(member));
        self.of_member[member as usize].push(partition);
        self.counts[partition.0 as usize][member as usize] += 1;
        self.owner.set(partition, member);
        self.by_load.insert(self.load(member));
    }

    /// Moves a partition from its owner, and returns that.
    pub(super) fn transfer(&mut self, partition: RankedPartition, to: u32) -> u32 {
        let from = self.owner(partition);
        self.by_load.remove(&self.load(from));
        let held = &mut self.of_member[from as usize];
        let place = held
            .iter()
            .position(|&p| p == partition)
            .expect("an owner holds it");
        held.remove(place);
        self.counts[partition.0 as usize][from as usize] -= 1;
        self.by_load.insert(self.load(from));
        self.give(to, partition);
        from
    }

    fn load(&self, member: u32) -> (u32, u32) {
        (self.size(member), self.id_place[member as usize])
    }
}
