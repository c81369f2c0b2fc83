//! Members subscribe to different topics: keep, fill, then move what evens out the loads.
//!
//! Deliberately lacks the moving; see `balance`.

use super::super::AssignorError;
use super::super::prepared::{Prepared, RankedPartition};
use super::super::racks::RackTable;
use super::balance::Balance;
use super::claims::{Claims, unassigned};
use super::holdings::Holdings;
use crate::sorting;

pub(super) fn assign(
    prepared: &Prepared<'_>,
    racks: Option<&RackTable>,
    hash_order: &[u32],
    claims: Claims,
) -> Result<Vec<Vec<RankedPartition>>, AssignorError> {
    let subscribers = prepared.subscribers(hash_order);
    let all = rarest_first(prepared, &subscribers);
    let mut holdings = Holdings::new(prepared);
    let kept = keep_claims(prepared, racks, hash_order, &claims.kept, &mut holdings);
    let mut left = unassigned(all.iter().copied(), &kept.sorted(&subscribers));
    let is_first = holdings
        .by_load()
        .next_back()
        .is_none_or(|member| holdings.size(member) == 0);
    fill(prepared, racks, &left, &mut holdings);

    let can_move = |&(rank, _): &RankedPartition| subscribers[rank as usize].len() > 1;
    left.retain(can_move);
    let movable: Vec<RankedPartition> = all.into_iter().filter(can_move).collect();
    set_aside_fixed(prepared, hash_order, can_move, &mut holdings);

    let before = holdings.all().to_vec();
    let in_play: Vec<u32> = holdings.by_load().collect();
    let mut balance = Balance {
        prepared,
        racks,
        hash_order,
        subscribers: &subscribers,
        previous_owners: claims.previous_owners(prepared, hash_order),
        has_copies: kept.has_nonexistent,
        holdings,
        movements: super::movements::Movements::default(),
        is_balanced: None,
    };
    if !kept.revokes {
        balance.improve(&left)?;
    }
    let has_moved = balance.improve(&movable)?;
    let after = balance.holdings.into_all();
    let is_in_vain = !is_first && has_moved && score(&after, &in_play) >= score(&before, &in_play);
    Ok(if is_in_vain { before } else { after })
}

/// All partitions, those of topics with few subscribers first.
fn rarest_first(prepared: &Prepared<'_>, subscribers: &[Vec<u32>]) -> Vec<RankedPartition> {
    let mut ranks: Vec<u32> = (0..prepared.topic_count()).collect();
    sorting::sort_by_key(&mut ranks, |&rank| subscribers[rank as usize].len());
    let numbered = ranks
        .into_iter()
        .flat_map(|rank| (0..prepared.partition_count(rank)).map(move |number| (rank, number)));
    numbered.collect()
}

#[derive(Debug, Default)]
struct Kept {
    partitions: Vec<RankedPartition>,
    /// A claim fell to its member's new subscription or rack.
    revokes: bool,
    /// A claim to a partition that does not exist was kept.
    has_nonexistent: bool,
}

impl Kept {
    fn sorted(&self, subscribers: &[Vec<u32>]) -> Vec<RankedPartition> {
        let mut sorted = self.partitions.clone();
        sorting::sort_by_key(&mut sorted, |&(rank, number)| {
            (subscribers[rank as usize].len(), rank, number)
        });
        sorted
    }
}

fn keep_claims(
    prepared: &Prepared<'_>,
    racks: Option<&RackTable>,
    hash_order: &[u32],
    claims: &[Vec<RankedPartition>],
    holdings: &mut Holdings,
) -> Kept {
    let mut kept = Kept::default();
    for &member in hash_order {
        for &partition in &claims[member as usize] {
            let is_near = racks.is_none_or(|racks| racks.matches(member, partition));
            if prepared.is_subscribed(member, partition.0) && is_near {
                holdings.give(member, partition);
                kept.partitions.push(partition);
                kept.has_nonexistent |= partition.1 >= prepared.partition_count(partition.0);
            } else {
                kept.revokes = true;
            }
        }
    }
    kept
}

/// Gives each partition to the least loaded subscriber: first, with racks, one near a replica.
fn fill(
    prepared: &Prepared<'_>,
    racks: Option<&RackTable>,
    partitions: &[RankedPartition],
    holdings: &mut Holdings,
) {
    let mut left = Vec::new();
    if let Some(racks) = racks {
        for &partition in partitions {
            let near = holdings.by_load().find(|&member| {
                prepared.is_subscribed(member, partition.0) && racks.matches(member, partition)
            });
            match near {
                Some(member) => holdings.give(member, partition),
                None => left.push(partition),
            }
        }
    } else {
        left.extend_from_slice(partitions);
    }
    for partition in left {
        let member = holdings
            .by_load()
            .find(|&member| prepared.is_subscribed(member, partition.0))
            .expect("every prepared topic has a subscriber");
        holdings.give(member, partition);
    }
}

/// Sets aside members that have all they can have, none of which can move.
fn set_aside_fixed(
    prepared: &Prepared<'_>,
    hash_order: &[u32],
    can_move: impl Fn(&RankedPartition) -> bool,
    holdings: &mut Holdings,
) {
    for &member in hash_order {
        let is_full = holdings.size(member) >= prepared.size_max(member);
        if is_full && !holdings.of_member(member).iter().any(&can_move) {
            holdings.set_aside(member);
        }
    }
}

/// Sum of the differences in load over all pairs of `members`: 0 is perfectly even.
fn score(assignment: &[Vec<RankedPartition>], members: &[u32]) -> usize {
    let sizes: Vec<usize> = members
        .iter()
        .map(|&m| assignment[m as usize].len())
        .collect();
    (1..sizes.len())
        .flat_map(|i| sizes[..i].iter().map(move |size| (i, size)))
        .map(|(i, size)| sizes[i].abs_diff(*size))
        .sum()
}
