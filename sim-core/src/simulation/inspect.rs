//! Plain read access for tests, examples and tools: names, offsets, fates, group states.
//!
//! Deliberately lacks anything that could change a run.

use super::Simulation;
use crate::broker::classic_group::ClassicGroup;
use crate::ids::{ConsumerId, GroupId, MemberId, PartitionId, TopicId};
use crate::ledger::{LostSpan, ProcessedSpan, SkippedSpan, Totals, length};
use crate::time::SimDuration;
use crate::view::GroupState;

/// What became of one partition's records in one group, now. The parts add up to the log.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Fate {
    /// Next offset to be written.
    pub log_end_offset: u64,
    /// The group's committed offset.
    pub committed_offset: Option<u64>,
    /// Processed exactly once.
    pub once: u64,
    /// Processed more than once.
    pub twice: u64,
    /// Processings beyond the first.
    pub extra_runs: u64,
    /// Those of them that took effect again.
    pub extra_effects: u64,
    /// Committed past, never processed, and nobody alive will.
    pub lost: u64,
    /// Committed past, not processed yet, somebody may still; part of `pending`.
    pub at_risk: u64,
    /// Jumped over by a reset.
    pub skipped: u64,
    /// Everything else.
    pub pending: u64,
}

impl Simulation {
    /// All partitions, in order of creation.
    pub fn partitions(&self) -> impl Iterator<Item = PartitionId> + use<> {
        (0..self.world.directory.partition_count()).map(PartitionId::from_index)
    }

    /// All groups.
    pub fn groups(&self) -> impl Iterator<Item = GroupId> + use<> {
        (0..self.world.group_names.len()).map(GroupId::from_index)
    }

    /// All consumers, dead ones too.
    pub fn consumers(&self) -> impl Iterator<Item = ConsumerId> + use<> {
        (0..self.world.consumers.len()).map(ConsumerId::from_index)
    }

    /// `topic-number`.
    pub fn partition_name(&self, partition: PartitionId) -> &str {
        self.world.directory.partition_name(partition)
    }

    /// The topic's name.
    pub fn topic_name(&self, topic: TopicId) -> &str {
        self.world.directory.topic_name(topic)
    }

    /// The consumer's name in the scenario.
    pub fn consumer_name(&self, consumer: ConsumerId) -> &str {
        &self.world.consumers[consumer.index()].name
    }

    /// `group.id`.
    pub fn group_name(&self, group: GroupId) -> &str {
        &self.world.group_names[group.index()]
    }

    /// The group a consumer belongs to.
    pub fn group_of(&self, consumer: ConsumerId) -> GroupId {
        self.world.consumers[consumer.index()].group
    }

    /// `consumer#n`: the n-th member id the coordinator gave that consumer.
    pub fn member_label(&self, member: MemberId) -> String {
        let entry = self.world.broker.coordinator.table.get(member);
        format!("{}#{}", self.consumer_name(entry.consumer), entry.ordinal)
    }

    /// State of a group at its coordinator.
    pub fn group_state(&self, group: GroupId) -> GroupState {
        self.classic_group(group).state
    }

    /// Generation of a group at its coordinator (0 before the first).
    pub fn generation_id(&self, group: GroupId) -> i32 {
        self.classic_group(group).generation_id
    }

    /// Completed join phases of a group.
    pub fn rebalances(&self, group: GroupId) -> u64 {
        self.classic_group(group).rebalances
    }

    fn classic_group(&self, group: GroupId) -> &ClassicGroup {
        &self.world.broker.coordinator.groups[group.index()]
    }

    /// Next offset to be written into a partition.
    pub fn log_end_offset(&self, partition: PartitionId) -> u64 {
        self.world.log_end_offset(partition, self.now)
    }

    /// The group's committed offset, if there is one.
    pub fn committed_offset(&self, group: GroupId, partition: PartitionId) -> Option<u64> {
        self.world.committed_offset(group, partition)
    }

    /// Records between the committed offset and the log end, over all partitions.
    pub fn lag(&self, group: GroupId) -> u64 {
        self.partitions()
            .map(|partition| self.world.lag(Some(group), partition, self.now))
            .sum()
    }

    /// Time without a reader so far, summed over partitions, each group for itself.
    pub fn stopped_total(&self) -> SimDuration {
        self.history.stopped_total(self.now)
    }

    /// Sums of a group's ledger.
    pub fn totals(&self, group: GroupId) -> Totals {
        self.ledger.totals(group)
    }

    /// What became of one partition's records in one group.
    pub fn fate(&self, group: GroupId, partition: PartitionId) -> Fate {
        let mut fate = Fate {
            log_end_offset: self.log_end_offset(partition),
            committed_offset: self.committed_offset(group, partition),
            ..Fate::default()
        };
        if let Some(known) = self.ledger.fate(group, partition) {
            for span in known.coverage.spans() {
                let records = span.to - span.from;
                if span.count == 1 {
                    fate.once += records;
                } else {
                    fate.twice += records;
                }
                fate.extra_runs += records * u64::from(span.count - 1);
            }
            fate.lost = length(&known.lost);
            fate.skipped = length(&known.skipped);
            fate.at_risk = known.at_risk();
            fate.extra_effects = known.extra_effects;
        }
        let settled = fate.once + fate.twice + fate.lost + fate.skipped;
        fate.pending = fate.log_end_offset.saturating_sub(settled);
        fate
    }

    /// Partitions a consumer's process has now.
    pub(crate) fn assigned(&self, consumer: ConsumerId) -> Vec<PartitionId> {
        let client = self.world.consumers[consumer.index()].client.as_deref();
        client.map_or_else(Vec::new, |client| {
            client.assigned.iter().map(|one| one.id).collect()
        })
    }

    /// The end of what the group has processed of a partition.
    pub(crate) fn processed_to(&self, group: GroupId, partition: PartitionId) -> u64 {
        let fate = self.ledger.fate(group, partition);
        fate.map_or(0, |fate| fate.coverage.end())
    }

    /// Whether a reader has finished everything of a partition before `offset`.
    pub(crate) fn is_passed(&self, group: GroupId, partition: PartitionId, offset: u64) -> bool {
        let fate = self.ledger.fate(group, partition);
        fate.is_some_and(|fate| fate.is_passed(offset))
    }

    /// Everything that was ever processed, in order of its end.
    pub fn processed(&self) -> impl Iterator<Item = &ProcessedSpan> {
        self.ledger.spans.iter()
    }

    /// First offset that retention has kept.
    pub fn log_start_offset(&self, partition: PartitionId) -> u64 {
        self.world.broker.logs[partition.index()].log_start_offset
    }

    /// Everything that a reset ever jumped over.
    pub fn skips(&self) -> impl Iterator<Item = &SkippedSpan> {
        self.ledger.skips.iter()
    }

    /// Everything that was ever lost.
    pub fn losses(&self) -> impl Iterator<Item = &LostSpan> {
        self.ledger.losses.iter()
    }
}
