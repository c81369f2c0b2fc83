//! Every small group, and the time a large one takes.

use super::*;

const NAMES: [&str; 2] = ["alpha", "beta"];
const IDS: [&str; 4] = ["m-a", "m-b", "m-c", "m-d"];

fn input(partition_counts: &[u32], members: Vec<AssignorMember>) -> AssignorInput {
    let topics = NAMES
        .iter()
        .zip(partition_counts)
        .map(|(&name, &partition_count)| AssignorTopic {
            name: name.into(),
            partition_count,
            racks: None,
        })
        .collect();
    AssignorInput {
        topics,
        members,
        leader_max_generation: -1,
    }
}

/// Every group of up to four members and up to six partitions in up to two topics, with every
/// combination of subscriptions.
fn every_small_group(mut check: impl FnMut(&AssignorInput)) {
    for member_count in 1..=4_u32 {
        for first in 0..=6_u32 {
            for second in 0..=6 - first {
                for choice in 0..3_u32.pow(member_count) {
                    let members = (0..member_count)
                        .map(|i| {
                            let subscribed: &[&str] = match choice / 3_u32.pow(i) % 3 {
                                0 => &NAMES,
                                1 => &NAMES[..1],
                                _ => &NAMES[1..],
                            };
                            AssignorMember::new(IDS[i as usize], subscribed)
                        })
                        .collect();
                    check(&input(&[first, second], members));
                }
            }
        }
    }
}

fn is_subscribed(member: &AssignorMember, topic: &AssignorTopic) -> bool {
    member.subscribed.contains(&topic.name)
}

/// Each partition with a subscriber has exactly one owner, and the owner subscribes to it.
fn assert_complete_and_disjoint(input: &AssignorInput, output: &AssignorOutput) {
    assert_eq!(output.per_member.len(), input.members.len());
    let mut given: Vec<(u32, u32)> = Vec::new();
    for (member, partitions) in input.members.iter().zip(&output.per_member) {
        assert!(partitions.is_sorted(), "{input:?}");
        for &(topic, partition) in partitions {
            assert!(
                is_subscribed(member, &input.topics[topic as usize]),
                "{input:?}"
            );
            given.push((topic, partition));
        }
    }
    given.sort_unstable();
    let wanted: Vec<(u32, u32)> = (0..)
        .zip(&input.topics)
        .filter(|(_, topic)| {
            input
                .members
                .iter()
                .any(|member| is_subscribed(member, topic))
        })
        .flat_map(|(i, topic)| (0..topic.partition_count).map(move |partition| (i, partition)))
        .collect();
    assert_eq!(given, wanted, "{input:?}");
}

fn counts(output: &AssignorOutput, topic: Option<u32>) -> Vec<usize> {
    let count = |partitions: &Vec<(u32, u32)>| {
        partitions
            .iter()
            .filter(|(of, _)| topic.is_none_or(|topic| topic == *of))
            .count()
    };
    output.per_member.iter().map(count).collect()
}

fn assert_even(counts: &[usize], input: &AssignorInput) {
    let least = counts.iter().min().copied().unwrap_or(0);
    assert!(
        counts.iter().all(|&count| count <= least + 1),
        "{counts:?} of {input:?}"
    );
}

fn all_alike(input: &AssignorInput) -> bool {
    input
        .members
        .iter()
        .all(|member| member.subscribed == input.members[0].subscribed)
}

#[test]
fn range_is_even_within_every_topic() {
    every_small_group(|input| {
        let output = assignor(AssignorName::Range).assign(input).unwrap();
        assert_complete_and_disjoint(input, &output);
        for (i, topic) in (0..).zip(&input.topics) {
            let of_subscribers: Vec<usize> = input
                .members
                .iter()
                .zip(counts(&output, Some(i)))
                .filter(|(member, _)| is_subscribed(member, topic))
                .map(|(_, count)| count)
                .collect();
            assert_even(&of_subscribers, input);
        }
    });
}

#[test]
fn round_robin_is_even_over_all_topics_if_subscriptions_are_alike() {
    every_small_group(|input| {
        let output = assignor(AssignorName::RoundRobin).assign(input).unwrap();
        assert_complete_and_disjoint(input, &output);
        if all_alike(input) {
            assert_even(&counts(&output, None), input);
        }
    });
}

#[test]
fn every_assignor_knows_its_name() {
    for name in AssignorName::ALL {
        assert_eq!(assignor(name).name(), name);
    }
}

#[test]
fn no_members_and_no_topics_are_no_trouble() {
    for name in [AssignorName::Range, AssignorName::RoundRobin] {
        let nobody = assignor(name).assign(&input(&[3], Vec::new())).unwrap();
        assert_eq!(nobody.per_member, Vec::<Vec<AssignedPartition>>::new());
        let nothing = input(&[], vec![AssignorMember::new("m-a", &["alpha"])]);
        assert_eq!(
            assignor(name).assign(&nothing).unwrap().per_member,
            [Vec::new()]
        );
    }
}

#[test]
fn a_topic_nobody_subscribes_to_does_not_shift_the_others() {
    let mut group = input(&[2, 2], vec![AssignorMember::new("m-a", &["beta"])]);
    group.topics.reverse();
    for name in [AssignorName::Range, AssignorName::RoundRobin] {
        let output = assignor(name).assign(&group).unwrap();
        assert_eq!(output.per_member, [vec![(0, 0), (0, 1)]]);
    }
}
