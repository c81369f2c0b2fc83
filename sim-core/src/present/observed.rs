//! What a bare run shows, without a timeline around it.

use crate::cli::{self, Describe};
use crate::ids::{ConsumerId, GroupId};
use crate::present::{self, key_order};
use crate::simulation::Simulation;
use crate::time::SimTime;
use crate::view::{EventRow, LabView, MatrixView};

impl Simulation {
    /// The stage now.
    pub fn lab(&self) -> LabView {
        present::lab(self)
    }

    /// Partition × time from `from` to `to`, up to now.
    pub fn matrix(&self, from: SimTime, to: SimTime) -> MatrixView {
        present::matrix(self, from, to)
    }

    /// The newest `limit` things worth telling, oldest first.
    pub fn events(&self, limit: usize) -> Vec<EventRow> {
        present::events(self, limit)
    }

    /// Records that were processed before an older record of the same key, in all groups, each
    /// counted once per group. Only a topic with keys that gets more partitions has them: order
    /// is kept within a partition.
    pub fn out_of_order(&self) -> u64 {
        self.groups()
            .map(|group| key_order::out_of_order(self, group))
            .sum()
    }

    /// Settings a consumer runs with now (or starts with next): key and value.
    pub fn settings(&self, consumer: ConsumerId) -> Vec<(&'static str, String)> {
        present::settings(self, consumer)
    }

    /// What `kafka-consumer-groups` prints of a group; nothing if the group has no rows.
    pub fn describe(&self, group: GroupId, what: Describe) -> String {
        cli::describe(self, group, what)
    }
}
