//! `RangeAssignor`: per topic, consecutive partitions to the members in order.
//!
//! With racks (KIP-881) partitions first go to members near a replica, as far as the same quotas
//! allow. Deliberately lacks memory: earlier assignments do not count.

use std::collections::BTreeMap;

use super::prepared::{Prepared, RankedPartition, to_u32};
use super::racks::RackTable;
use super::{Assignor, AssignorError, AssignorInput, AssignorName, AssignorOutput};

#[derive(Debug)]
pub(super) struct Range;

impl Assignor for Range {
    fn name(&self) -> AssignorName {
        AssignorName::Range
    }

    fn assign(&self, input: &AssignorInput) -> Result<AssignorOutput, AssignorError> {
        let prepared = Prepared::new(input);
        let order = prepared.identity_order();
        let racks = RackTable::new(&prepared);
        let mut topics: Vec<TopicState> = (0..)
            .zip(prepared.subscribers(&order))
            .map(|(rank, members)| TopicState::new(&prepared, &racks, rank, members))
            .collect();
        let mut per_member = vec![Vec::new(); input.members.len()];
        if topics.iter().any(|topic| topic.needs_racks) {
            assign_near_replicas(&mut topics, &racks, &mut per_member);
        }
        for topic in &mut topics {
            topic.assign_in_turn(&mut per_member, |_, _| true);
        }
        Ok(prepared.output(per_member, input.leader_max_generation))
    }
}

type Assignment = [Vec<RankedPartition>];

/// A topic while its partitions are handed out.
#[derive(Debug)]
struct TopicState {
    rank: u32,
    /// Subscribers in identity order; the other lists go by position in this one.
    members: Vec<u32>,
    taken: Vec<u32>,
    /// What every subscriber gets at least.
    quota: u32,
    /// How many more subscribers may get one above the quota.
    extras_left: u32,
    is_taken: Vec<bool>,
    needs_racks: bool,
    /// Kafka looks at replica racks only if a subscriber has a rack.
    racks_known_count: u32,
}

impl TopicState {
    fn new(prepared: &Prepared<'_>, racks: &RackTable, rank: u32, members: Vec<u32>) -> Self {
        let partition_count = prepared.partition_count(rank);
        let member_count = to_u32(members.len());
        let has_racks = members.iter().any(|&member| racks.has_rack(member));
        Self {
            rank,
            taken: vec![0; members.len()],
            quota: partition_count / member_count,
            extras_left: partition_count % member_count,
            is_taken: vec![false; partition_count as usize],
            needs_racks: racks.matter(&members, rank..rank + 1),
            racks_known_count: if has_racks { partition_count } else { 0 },
            members,
        }
    }

    fn room(&self, place: usize) -> u32 {
        (self.quota + u32::from(self.extras_left > 0)).saturating_sub(self.taken[place])
    }

    fn take(&mut self, place: usize, partition: u32, per_member: &mut Assignment) {
        self.is_taken[partition as usize] = true;
        self.taken[place] += 1;
        if self.taken[place] > self.quota {
            self.extras_left -= 1;
        }
        per_member[self.members[place] as usize].push((self.rank, partition));
    }

    /// Gives each subscriber in turn the first partitions that are `wanted` by it and still free.
    fn assign_in_turn(
        &mut self,
        per_member: &mut Assignment,
        wanted: impl Fn(u32, RankedPartition) -> bool,
    ) {
        for place in 0..self.members.len() {
            let mut room = self.room(place);
            let first_free = self.is_taken.iter().position(|&is_taken| !is_taken);
            for partition in first_free.unwrap_or(self.is_taken.len())..self.is_taken.len() {
                if room == 0 {
                    break;
                }
                let partition = to_u32(partition);
                if !self.is_taken[partition as usize]
                    && wanted(self.members[place], (self.rank, partition))
                {
                    self.take(place, partition, per_member);
                    room -= 1;
                }
            }
        }
    }
}

/// The rack stage: topics that are alike are handed out together, so that the same numbers of all
/// of them go to one member.
fn assign_near_replicas(topics: &mut [TopicState], racks: &RackTable, per_member: &mut Assignment) {
    let mut groups: BTreeMap<(Vec<u32>, u32), Vec<&mut TopicState>> = BTreeMap::new();
    for topic in topics {
        let key = (topic.members.clone(), topic.racks_known_count);
        groups.entry(key).or_default().push(topic);
    }
    for ((_, partition_count), mut group) in groups {
        match group.as_mut_slice() {
            [topic] if topic.needs_racks => {
                topic.assign_in_turn(per_member, |member, at| racks.matches(member, at));
            }
            [_] => {}
            alike => assign_alike(alike, partition_count, racks, per_member),
        }
    }
}

fn assign_alike(
    topics: &mut [&mut TopicState],
    partition_count: u32,
    racks: &RackTable,
    per_member: &mut Assignment,
) {
    let mut places: Vec<usize> = (0..topics[0].members.len()).collect();
    for partition in 0..partition_count {
        let suits = |&place: &usize| {
            topics.iter().all(|topic| {
                racks.matches(topic.members[place], (topic.rank, partition))
                    && topic.room(place) > 0
            })
        };
        let Some(found) = places.iter().position(suits) else {
            continue;
        };
        let place = places[found];
        for topic in topics.iter_mut() {
            topic.take(place, partition, per_member);
        }
        if topics.iter().all(|topic| topic.room(place) == 0) {
            places.remove(found);
        }
    }
}
