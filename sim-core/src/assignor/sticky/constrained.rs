//! All members subscribe to the same topics: quotas and two waiting lists suffice.
//!
//! Deliberately lacks moves: a partition is given once and stays.

use std::collections::{BTreeSet, VecDeque};

use super::super::AssignorError;
use super::super::prepared::{Prepared, RankedPartition};
use super::super::racks::RackTable;
use super::claims::{Claims, unassigned};
use super::partition_table::PartitionTable;
use crate::sorting;

type Transfers = Vec<(RankedPartition, u32)>;

/// Who gets what, and which of it another member still has.
pub(super) fn assign(
    prepared: &Prepared<'_>,
    racks: Option<&RackTable>,
    hash_order: &[u32],
    claims: &Claims,
) -> Result<(Vec<Vec<RankedPartition>>, Transfers), AssignorError> {
    let mut group = Constrained::new(prepared, racks, &claims.contested);
    for &member in hash_order {
        group.keep_claims(member, &claims.kept[member as usize]);
    }
    let mut assigned: Vec<RankedPartition> = group.given.iter().flatten().copied().collect();
    sorting::sort(&mut assigned);
    let mut left = unassigned(prepared.all_partitions(), &assigned);
    let place = prepared.id_places();
    for members in [group.under.as_mut_slice(), group.exact.make_contiguous()] {
        sorting::sort_by_key(members, |&member| place[member as usize]);
    }
    if let Some(racks) = racks {
        sorting::sort_by_key(&mut left, |&partition| racks.near_count(partition));
        left = group.assign_near_replicas(racks, left);
    }
    group.assign_in_turn(left)?;
    if !group.under.is_empty() {
        return Err(AssignorError::IllegalState);
    }
    Ok((group.given, group.transfers))
}

#[derive(Debug)]
struct Constrained<'a> {
    racks: Option<&'a RackTable>,
    contested: &'a BTreeSet<RankedPartition>,
    quota_min: usize,
    quota_max: usize,
    /// How many members are to get more than the least.
    over_wanted: usize,
    over_count: usize,
    /// Members with less than the least.
    under: Vec<u32>,
    /// Members with exactly the least that may get one more.
    exact: VecDeque<u32>,
    given: Vec<Vec<RankedPartition>>,
    revoked_from: PartitionTable<u32>,
    transfers: Transfers,
}

impl<'a> Constrained<'a> {
    fn new(
        prepared: &Prepared<'_>,
        racks: Option<&'a RackTable>,
        contested: &'a BTreeSet<RankedPartition>,
    ) -> Self {
        let partition_count = prepared.all_partitions().count();
        let member_count = prepared.input.members.len();
        Self {
            racks,
            contested,
            quota_min: partition_count / member_count,
            quota_max: partition_count.div_ceil(member_count),
            over_wanted: partition_count % member_count,
            over_count: 0,
            under: Vec::new(),
            exact: VecDeque::new(),
            given: vec![Vec::new(); member_count],
            revoked_from: PartitionTable::new(prepared),
            transfers: Vec::new(),
        }
    }

    /// One more member has more than the least; with the last such, nobody at the least may grow.
    fn count_over(&mut self) {
        self.over_count += 1;
        if self.over_count == self.over_wanted {
            self.exact.clear();
        }
    }

    fn keep_claims(&mut self, member: u32, claimed: &[RankedPartition]) {
        let mut kept = Vec::with_capacity(claimed.len());
        for &partition in claimed {
            if self
                .racks
                .is_some_and(|racks| !racks.matches(member, partition))
            {
                self.revoked_from.set(partition, member);
            } else if !self.contested.contains(&partition) {
                kept.push(partition);
            }
        }
        // By number first: what is cut off are the highest numbers of all topics.
        sorting::sort_by_key(&mut kept, |&(rank, partition)| (partition, rank));
        if kept.len() < self.quota_min {
            self.under.push(member);
        } else if kept.len() >= self.quota_max && self.over_count < self.over_wanted {
            self.count_over();
            self.cut(member, &mut kept, self.quota_max);
        } else {
            self.cut(member, &mut kept, self.quota_min);
            if self.over_count < self.over_wanted {
                self.exact.push_back(member);
            }
        }
        self.given[member as usize] = kept;
    }

    fn cut(&mut self, member: u32, kept: &mut Vec<RankedPartition>, quota: usize) {
        for partition in kept.drain(quota..) {
            self.revoked_from.set(partition, member);
        }
    }

    /// Gives a partition and says how many the member has then.
    fn give(&mut self, member: u32, partition: RankedPartition) -> usize {
        let is_moving = self
            .revoked_from
            .get(partition)
            .is_some_and(|from| from != member);
        if is_moving || self.contested.contains(&partition) {
            self.transfers.push((partition, member));
        }
        self.given[member as usize].push(partition);
        self.given[member as usize].len()
    }

    /// Gives what has a replica near a member with room, and returns the rest.
    fn assign_near_replicas(
        &mut self,
        racks: &RackTable,
        partitions: Vec<RankedPartition>,
    ) -> Vec<RankedPartition> {
        let mut left = Vec::new();
        let mut turn = 0;
        for partition in partitions {
            let is_near = |member: u32| racks.is_near(member, partition);
            let count = self.under.len();
            let found_under = (0..count)
                .map(|step| (turn + step) % count)
                .find(|&place| is_near(self.under[place]));
            if let Some(place) = found_under {
                turn = self.give_to_under(place, partition);
            } else if let Some(place) = self.exact.iter().position(|&member| is_near(member)) {
                self.give_to_exact(place, partition);
            } else {
                left.push(partition);
            }
        }
        left
    }

    /// Returns whose turn is next.
    fn give_to_under(&mut self, place: usize, partition: RankedPartition) -> usize {
        let member = self.under[place];
        let size = self.give(member, partition);
        let next = if size >= self.quota_min {
            self.under.remove(place);
            if size < self.quota_max && self.over_count < self.over_wanted {
                self.exact.push_back(member);
            }
            place
        } else {
            place + 1
        };
        next.checked_rem(self.under.len()).unwrap_or(0)
    }

    fn give_to_exact(&mut self, place: usize, partition: RankedPartition) {
        let member = self.exact[place];
        if self.give(member, partition) == self.quota_max {
            self.exact.remove(place);
            self.count_over();
        }
    }

    /// Deals out the rest: to those under the least in turn, then one each to those at the least.
    fn assign_in_turn(&mut self, partitions: Vec<RankedPartition>) -> Result<(), AssignorError> {
        let mut turn = 0;
        for partition in partitions {
            if self.under.is_empty() {
                // Claims to partitions that do not exist leave more to give than there is room.
                let member = self.exact.pop_front().ok_or(AssignorError::IllegalState)?;
                self.give(member, partition);
                continue;
            }
            turn = if turn < self.under.len() { turn } else { 0 };
            let member = self.under[turn];
            if self.give(member, partition) == self.quota_min {
                self.under.remove(turn);
                self.exact.push_back(member);
            } else {
                turn += 1;
            }
        }
        Ok(())
    }
}
