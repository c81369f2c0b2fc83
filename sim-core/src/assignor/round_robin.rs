//! `RoundRobinAssignor`: all partitions of all topics dealt out in turn.
//!
//! Deliberately lacks racks and memory, like Kafka's.

use super::prepared::Prepared;
use super::{Assignor, AssignorError, AssignorInput, AssignorName, AssignorOutput};

#[derive(Debug)]
pub(super) struct RoundRobin;

impl Assignor for RoundRobin {
    fn name(&self) -> AssignorName {
        AssignorName::RoundRobin
    }

    fn assign(&self, input: &AssignorInput) -> Result<AssignorOutput, AssignorError> {
        let prepared = Prepared::new(input);
        let circle = prepared.identity_order();
        let mut per_member = vec![Vec::new(); input.members.len()];
        let mut next = 0;
        for (rank, subscribers) in (0..).zip(prepared.subscribers(&circle)) {
            let mut subscribes = vec![false; input.members.len()];
            for member in subscribers {
                subscribes[member as usize] = true;
            }
            for partition in 0..prepared.partition_count(rank) {
                // Every prepared topic has a subscriber, so this ends within one turn.
                while !subscribes[circle[next] as usize] {
                    next = (next + 1) % circle.len();
                }
                per_member[circle[next] as usize].push((rank, partition));
                next = (next + 1) % circle.len();
            }
        }
        Ok(prepared.output(per_member, input.leader_max_generation))
    }
}
