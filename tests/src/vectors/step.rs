//! One recorded call of an assignor.
//!
//! Deliberately lacks state: a step holds all inputs of its call.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::Arc;

use serde::Deserialize;
use sim_core::assignor::{
    AssignorInput, AssignorMember, AssignorName, AssignorOutput, AssignorTopic, UserData, assignor,
};
use sim_core::java_hash::{hash_map_order, string_spread};

type Partitions = Vec<(Arc<str>, Vec<u32>)>;

#[derive(Deserialize)]
pub(super) struct Step {
    pub(super) event: String,
    topics: Vec<Topic>,
    #[serde(default = "no_generation")]
    leader_max_generation: i32,
    members: Vec<Member>,
    hash_order: Option<Vec<usize>>,
    /// Absent where Kafka throws.
    expected: Option<BTreeMap<Arc<str>, Partitions>>,
}

#[derive(Deserialize)]
struct Topic {
    name: Arc<str>,
    partitions: u32,
    racks: Option<Vec<Vec<Arc<str>>>>,
}

#[derive(Deserialize)]
struct Member {
    id: Arc<str>,
    instance: Option<Arc<str>>,
    rack: Option<Arc<str>>,
    subscribed: Vec<Arc<str>>,
    #[serde(default)]
    owned: Partitions,
    #[serde(default = "no_generation")]
    generation: i32,
    user_data: Option<RecordedUserData>,
}

#[derive(Deserialize)]
struct RecordedUserData {
    generation: i32,
    #[serde(default)]
    partitions: Partitions,
}

fn no_generation() -> i32 {
    -1
}

impl Step {
    pub(super) fn run(&self, name: AssignorName, exception: Option<&str>) -> Result<(), String> {
        let input = self.input();
        if let Some(order) = &self.hash_order {
            let spreads: Vec<u32> = input.members.iter().map(|m| m.hash_spread).collect();
            same("hash order", &hash_map_order(&spreads), order)?;
        }
        let answer = assignor(name).assign(&input);
        match (answer, &self.expected, exception) {
            (Ok(output), Some(expected), None) => {
                same("assignment", &by_member(&input, &output), expected)
            }
            (Err(error), None, Some(exception)) => {
                same("exception", &error.java_class(), &Some(exception))
            }
            (answer, _, Some(exception)) => Err(format!("{answer:?}, Kafka: {exception}")),
            (answer, _, None) => Err(format!("{answer:?}")),
        }
    }

    fn input(&self) -> AssignorInput {
        let topics = self.topics.iter().map(|topic| AssignorTopic {
            name: topic.name.clone(),
            partition_count: topic.partitions,
            racks: topic.racks.clone(),
        });
        let members = self.members.iter().map(|member| AssignorMember {
            id: member.id.clone(),
            hash_spread: string_spread(&member.id),
            group_instance_id: member.instance.clone(),
            rack: member.rack.clone(),
            subscribed: member.subscribed.clone(),
            owned: flat(&member.owned),
            generation: member.generation,
            user_data: member.user_data.as_ref().map(|data| UserData {
                generation: data.generation,
                partitions: flat(&data.partitions),
            }),
        });
        AssignorInput {
            topics: topics.collect(),
            members: members.collect(),
            leader_max_generation: self.leader_max_generation,
        }
    }
}

fn flat(partitions: &Partitions) -> Vec<(Arc<str>, u32)> {
    let numbered = partitions.iter().flat_map(|(topic, numbers)| {
        numbers
            .iter()
            .map(move |&number| (Arc::clone(topic), number))
    });
    numbered.collect()
}

fn by_member(input: &AssignorInput, output: &AssignorOutput) -> BTreeMap<Arc<str>, Partitions> {
    let named = input
        .members
        .iter()
        .zip(&output.per_member)
        .map(|(member, partitions)| {
            let mut topics: Partitions = Vec::new();
            for &(topic, partition) in partitions {
                let name = &input.topics[topic as usize].name;
                match topics.last_mut() {
                    Some((last, numbers)) if last == name => numbers.push(partition),
                    _ => topics.push((Arc::clone(name), vec![partition])),
                }
            }
            (Arc::clone(&member.id), topics)
        });
    named.collect()
}

/// Compares with what Kafka gave.
pub(super) fn same<T: PartialEq + Debug>(what: &str, ours: &T, kafka: &T) -> Result<(), String> {
    if ours == kafka {
        return Ok(());
    }
    Err(format!("{what} is {ours:?}, Kafka: {kafka:?}"))
}
