//! What all assignors do first: order topics and members, look names up once.
//!
//! Deliberately lacks any decision about who gets what.

use std::sync::Arc;

use super::{AssignorInput, AssignorOutput, AssignorTopic};
use crate::java_hash::{compare_strings, hash_map_order};
use crate::sorting;

/// A topic by its place in name order, and a partition number. Sorts as Kafka sorts.
pub(super) type RankedPartition = (u32, u32);

/// An input with its names looked up.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) input: &'a AssignorInput,
    /// Rank to position in the input: topics by name, those with partitions and subscribers only.
    topics: Vec<u32>,
    /// Per member the ranks of its topics, ascending.
    pub(super) subscriptions: Vec<Vec<u32>>,
}

impl<'a> Prepared<'a> {
    pub(super) fn new(input: &'a AssignorInput) -> Self {
        let mut topics: Vec<u32> = (0..to_u32(input.topics.len()))
            .filter(|&topic| input.topics[topic as usize].partition_count > 0)
            .collect();
        sorting::sort_by(&mut topics, |&a, &b| {
            compare_strings(
                &input.topics[a as usize].name,
                &input.topics[b as usize].name,
            )
        });
        let mut prepared = Self {
            input,
            topics,
            subscriptions: Vec::new(),
        };
        prepared.subscriptions = prepared.look_up_subscriptions();
        prepared.drop_unsubscribed();
        prepared
    }

    fn look_up_subscriptions(&self) -> Vec<Vec<u32>> {
        let mut subscriptions: Vec<Vec<u32>> = Vec::with_capacity(self.input.members.len());
        let mut previous: Option<&[Arc<str>]> = None;
        for member in &self.input.members {
            // Members of a group nearly always subscribe to the same list.
            let ranks = match subscriptions.last() {
                Some(last) if previous == Some(&member.subscribed) => last.clone(),
                _ => {
                    let mut ranks: Vec<u32> = member
                        .subscribed
                        .iter()
                        .filter_map(|name| self.rank(name))
                        .collect();
                    sorting::sort(&mut ranks);
                    ranks.dedup();
                    ranks
                }
            };
            previous = Some(&member.subscribed);
            subscriptions.push(ranks);
        }
        subscriptions
    }

    /// Kafka's leader hands its assignor only topics that somebody subscribes to.
    fn drop_unsubscribed(&mut self) {
        let mut wanted = vec![false; self.topics.len()];
        for &rank in self.subscriptions.iter().flatten() {
            wanted[rank as usize] = true;
        }
        if wanted.iter().all(|&is_wanted| is_wanted) {
            return;
        }
        let mut kept = 0;
        let new_ranks: Vec<u32> = wanted
            .iter()
            .map(|&is_wanted| {
                kept += u32::from(is_wanted);
                kept.saturating_sub(1)
            })
            .collect();
        let mut is_wanted = wanted.into_iter();
        self.topics.retain(|_| is_wanted.next().unwrap_or(false));
        for rank in self.subscriptions.iter_mut().flatten() {
            *rank = new_ranks[*rank as usize];
        }
    }

    pub(super) fn topic_count(&self) -> u32 {
        to_u32(self.topics.len())
    }

    pub(super) fn member_count(&self) -> u32 {
        to_u32(self.input.members.len())
    }

    pub(super) fn topic(&self, rank: u32) -> &'a AssignorTopic {
        &self.input.topics[self.topics[rank as usize] as usize]
    }

    pub(super) fn partition_count(&self, rank: u32) -> u32 {
        self.topic(rank).partition_count
    }

    /// The rank of a topic name, if it is known.
    pub(super) fn rank(&self, name: &str) -> Option<u32> {
        self.topics
            .binary_search_by(|&topic| {
                compare_strings(&self.input.topics[topic as usize].name, name)
            })
            .ok()
            .map(to_u32)
    }

    /// Members as range and round robin order them: static ones by instance id, then dynamic ones
    /// by member id.
    pub(super) fn identity_order(&self) -> Vec<u32> {
        let members = &self.input.members;
        let mut order: Vec<u32> = (0..self.member_count()).collect();
        sorting::sort_by(&mut order, |&a, &b| {
            let (a, b) = (&members[a as usize], &members[b as usize]);
            match (&a.group_instance_id, &b.group_instance_id) {
                (Some(a), Some(b)) => compare_strings(a, b),
                (Some(_), None) => std::cmp::Ordering::Less,
                (None, Some(_)) => std::cmp::Ordering::Greater,
                (None, None) => compare_strings(&a.id, &b.id),
            }
        });
        order
    }

    /// Members as Java iterates a map filled with them one by one.
    pub(super) fn hash_order(&self) -> Vec<u32> {
        let spreads: Vec<u32> = self.input.members.iter().map(|m| m.hash_spread).collect();
        hash_map_order(&spreads).into_iter().map(to_u32).collect()
    }

    /// Per member its place in the order of member ids.
    pub(super) fn id_places(&self) -> Vec<u32> {
        let members = &self.input.members;
        let mut by_id: Vec<u32> = (0..self.member_count()).collect();
        sorting::sort_by(&mut by_id, |&a, &b| {
            compare_strings(&members[a as usize].id, &members[b as usize].id)
        });
        let mut places = vec![0; by_id.len()];
        for (place, member) in (0..).zip(by_id) {
            places[member as usize] = place;
        }
        places
    }

    pub(super) fn is_subscribed(&self, member: u32, rank: u32) -> bool {
        self.subscriptions[member as usize]
            .binary_search(&rank)
            .is_ok()
    }

    /// How many partitions the member could have.
    pub(super) fn size_max(&self, member: u32) -> u32 {
        let ranks = &self.subscriptions[member as usize];
        ranks.iter().map(|&rank| self.partition_count(rank)).sum()
    }

    /// The partitions the member could have.
    pub(super) fn partitions_of(&self, member: u32) -> impl Iterator<Item = RankedPartition> {
        let ranks = &self.subscriptions[member as usize];
        ranks.iter().flat_map(|&rank| self.numbered(rank))
    }

    /// All partitions by topic name, then number.
    pub(super) fn all_partitions(&self) -> impl Iterator<Item = RankedPartition> {
        (0..self.topic_count()).flat_map(|rank| self.numbered(rank))
    }

    fn numbered(&self, rank: u32) -> impl Iterator<Item = RankedPartition> + use<> {
        (0..self.partition_count(rank)).map(move |number| (rank, number))
    }

    /// `partitions` without those of unknown topics. Numbers are not checked, nor does Kafka.
    pub(super) fn known_partitions(&self, partitions: &[(Arc<str>, u32)]) -> Vec<RankedPartition> {
        let mut known = Vec::with_capacity(partitions.len());
        let mut last: Option<(&str, Option<u32>)> = None;
        for (name, number) in partitions {
            let rank = match last {
                Some((last_name, rank)) if last_name == &**name => rank,
                _ => self.rank(name),
            };
            last = Some((name, rank));
            known.extend(rank.map(|rank| (rank, *number)));
        }
        known
    }

    /// Kafka's test whether all members subscribe to the same topics.
    ///
    /// Each is compared with the first subscription in `members` that is not empty, so an empty
    /// one before that goes unnoticed. Topics that are unknown to the leader count here.
    pub(super) fn is_one_subscription(&self, members: &[u32]) -> bool {
        let subscribed = |&member: &u32| &self.input.members[member as usize].subscribed;
        let mut rest = members
            .iter()
            .map(subscribed)
            .skip_while(|names| names.is_empty());
        let Some(first) = rest.next() else {
            return true;
        };
        let names = sorting::set_of(first.iter().map(|name| &**name));
        rest.all(|other| {
            other == first
                || other.len() == names.len() && other.iter().all(|name| names.contains(&**name))
        })
    }

    /// Per topic its subscribers, in the order of `members`.
    pub(super) fn subscribers(&self, members: &[u32]) -> Vec<Vec<u32>> {
        let mut subscribers = vec![Vec::new(); self.topics.len()];
        for &member in members {
            for &rank in &self.subscriptions[member as usize] {
                subscribers[rank as usize].push(member);
            }
        }
        subscribers
    }

    /// Sorts every member's partitions and names topics by their position in the input.
    pub(super) fn output(
        &self,
        mut per_member: Vec<Vec<RankedPartition>>,
        leader_max_generation: i32,
    ) -> AssignorOutput {
        for partitions in &mut per_member {
            sorting::sort(partitions);
            for (topic, _) in partitions {
                *topic = self.topics[*topic as usize];
            }
        }
        AssignorOutput {
            per_member,
            leader_max_generation,
        }
    }
}

pub(super) fn to_u32(count: usize) -> u32 {
    u32::try_from(count).expect("limits keep tables below u32::MAX")
}
