//! `CooperativeStickyAssignor`: sticky, but a partition goes to a new owner only after the old one
//! has given it up, in the rebalance that follows.
//!
//! Deliberately lacks the waiting itself: the members' clients revoke and join again.

use std::collections::{BTreeMap, BTreeSet};

use super::prepared::{Prepared, RankedPartition};
use super::sticky::{Plan, RawClaim, plan};
use super::{Assignor, AssignorError, AssignorInput, AssignorMember, AssignorName, AssignorOutput};
use crate::sorting;

#[derive(Debug)]
pub(super) struct CooperativeSticky;

impl Assignor for CooperativeSticky {
    fn name(&self) -> AssignorName {
        AssignorName::CooperativeSticky
    }

    fn assign(&self, input: &AssignorInput) -> Result<AssignorOutput, AssignorError> {
        let prepared = Prepared::new(input);
        let raw: Vec<RawClaim> = input
            .members
            .iter()
            .map(|member| raw_claim(&prepared, member))
            .collect();
        let owned: Vec<Vec<RankedPartition>> =
            raw.iter().map(|claim| claim.partitions.clone()).collect();
        let mut plan = plan(&prepared, raw)?;
        let transfers = plan
            .transfers
            .take()
            .unwrap_or_else(|| find_transfers(&plan, &owned));
        let mut withheld: Vec<Vec<RankedPartition>> = vec![Vec::new(); input.members.len()];
        for (partition, member) in transfers {
            withheld[member as usize].push(partition);
        }
        for (partitions, mut withheld) in plan.per_member.iter_mut().zip(withheld) {
            sorting::sort(&mut withheld);
            withhold(partitions, &withheld);
        }
        Ok(prepared.output(plan.per_member, plan.max_generation))
    }
}

/// A cooperative member keeps its partitions while it joins and lists them in its subscription.
fn raw_claim(prepared: &Prepared<'_>, member: &AssignorMember) -> RawClaim {
    let generation = match &member.user_data {
        Some(data) if member.generation < 0 => data.generation,
        _ => member.generation,
    };
    RawClaim {
        generation,
        partitions: prepared.known_partitions(&member.owned),
    }
}

/// Partitions that one member gains and some member must give up first.
fn find_transfers(plan: &Plan, owned: &[Vec<RankedPartition>]) -> Vec<(RankedPartition, u32)> {
    let mut gained: BTreeMap<RankedPartition, u32> = BTreeMap::new();
    let mut lost: BTreeSet<RankedPartition> = BTreeSet::new();
    for &member in &plan.hash_order {
        let sorted = |partitions: &[RankedPartition]| {
            let mut sorted = partitions.to_vec();
            sorting::sort(&mut sorted);
            sorted
        };
        let before = sorted(&owned[member as usize]);
        let after = sorted(&plan.per_member[member as usize]);
        let is_new = |partition: &&RankedPartition| before.binary_search(partition).is_err();
        let is_gone = |partition: &&RankedPartition| after.binary_search(partition).is_err();
        gained.extend(
            after
                .iter()
                .filter(is_new)
                .map(|&partition| (partition, member)),
        );
        lost.extend(before.iter().filter(is_gone));
    }
    gained.retain(|partition, _| lost.contains(partition));
    gained.into_iter().collect()
}

/// Removes each of the sorted `withheld` once.
fn withhold(partitions: &mut Vec<RankedPartition>, withheld: &[RankedPartition]) {
    let mut is_done = vec![false; withheld.len()];
    partitions.retain(|partition| match withheld.binary_search(partition) {
        Ok(place) if !is_done[place] => {
            is_done[place] = true;
            false
        }
        _ => true,
    });
}
