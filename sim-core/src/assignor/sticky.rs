//! `StickyAssignor`: as even as subscriptions allow, moving as little as possible.
//!
//! The eager and the cooperative variant share everything but where members' claims come from and
//! what happens to partitions that change hands. Deliberately lacks Kafka's logging, and its
//! memory: the highest generation seen is passed in and out.

mod balance;
mod claims;
mod constrained;
mod general;
mod holdings;
mod movements;
mod partition_table;

use super::prepared::{Prepared, RankedPartition};
use super::racks::RackTable;
use super::{Assignor, AssignorError, AssignorInput, AssignorMember, AssignorName, AssignorOutput};
use claims::Claims;
pub(super) use claims::RawClaim;

#[derive(Debug)]
pub(super) struct Sticky;

impl Assignor for Sticky {
    fn name(&self) -> AssignorName {
        AssignorName::Sticky
    }

    fn assign(&self, input: &AssignorInput) -> Result<AssignorOutput, AssignorError> {
        let prepared = Prepared::new(input);
        let raw = prepared
            .input
            .members
            .iter()
            .map(|member| raw_claim(&prepared, member));
        let plan = plan(&prepared, raw.collect())?;
        Ok(prepared.output(plan.per_member, plan.max_generation))
    }
}

/// An eager member has given everything up before it joins; its user data tells what it had.
fn raw_claim(prepared: &Prepared<'_>, member: &AssignorMember) -> RawClaim {
    match &member.user_data {
        Some(data) => RawClaim {
            generation: data.generation,
            partitions: prepared.known_partitions(&data.partitions),
        },
        None => RawClaim {
            generation: -1,
            partitions: Vec::new(),
        },
    }
}

/// What both variants agree on.
#[derive(Debug)]
pub(super) struct Plan {
    pub(super) per_member: Vec<Vec<RankedPartition>>,
    pub(super) max_generation: i32,
    /// Partitions that another member still has, with their new owner. Only known when all members
    /// subscribe to the same topics.
    pub(super) transfers: Option<Vec<(RankedPartition, u32)>>,
    /// Members in the order in which Java iterates a map of them.
    pub(super) hash_order: Vec<u32>,
}

pub(super) fn plan(prepared: &Prepared<'_>, raw: Vec<RawClaim>) -> Result<Plan, AssignorError> {
    let hash_order = prepared.hash_order();
    let claims = Claims::resolve(prepared, &hash_order, raw);
    let max_generation = claims.max_generation;
    if hash_order.is_empty() {
        return Ok(Plan {
            per_member: Vec::new(),
            max_generation,
            transfers: None,
            hash_order,
        });
    }
    // Kafka asks once for all members and topics together, unlike range.
    let everyone: Vec<u32> = (0..prepared.member_count()).collect();
    let table = RackTable::new(prepared);
    let racks = table
        .matter(&everyone, 0..prepared.topic_count())
        .then_some(&table);
    let (per_member, transfers) = if prepared.is_one_subscription(&hash_order) {
        let (per_member, transfers) = constrained::assign(prepared, racks, &hash_order, &claims)?;
        (per_member, Some(transfers))
    } else {
        (general::assign(prepared, racks, &hash_order, claims)?, None)
    };
    Ok(Plan {
        per_member,
        max_generation,
        transfers,
        hash_order,
    })
}
