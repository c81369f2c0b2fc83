//! Group lookup, timers and dispatch of group requests (`GroupCoordinatorService`).
//!
//! Deliberately lacks failover: there is one broker.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config::BrokerConfig;
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::Effect;
use crate::event::TimerKey;
use crate::ids::{GenerationId, GroupId, MemberId, PartitionId};
use crate::protocol::{Caller, CommittedOffset, ErrorCode, Response};
use crate::time::{SimDuration, SimTime};
use crate::view::GroupState;

use super::classic_group::{ClassicGroup, Env};
use super::member_table::MemberTable;
use super::offset_expiry::OffsetExpiration;
use super::offset_store::OffsetStore;
use super::shard::{Shard, partition_for};

#[derive(Clone, Debug, Hash)]
pub(crate) struct GroupCoordinator {
    pub config: BrokerConfig,
    append: SimDuration,
    /// Partitions of `__consumer_offsets` that keep a group.
    shards: BTreeMap<u32, Shard>,
    /// Which of them, by group.
    shard_of: Vec<u32>,
    pub groups: Vec<ClassicGroup>,
    pub table: MemberTable,
    pub offsets: OffsetStore,
}

impl GroupCoordinator {
    pub(crate) fn new(
        config: BrokerConfig,
        append: SimDuration,
        seed: u64,
        dictated: BTreeMap<String, u32>,
    ) -> Self {
        Self {
            config,
            append,
            shards: BTreeMap::new(),
            shard_of: Vec::new(),
            groups: Vec::new(),
            table: MemberTable::new(seed, dictated),
            offsets: OffsetStore::default(),
        }
    }

    pub(crate) fn add_group(&mut self, name: &str) -> GroupId {
        let id = GroupId::from_index(self.groups.len());
        let partition = partition_for(name, self.config.offsets_topic_num_partitions);
        let shard = Shard::new(&self.config, self.append);
        self.shards.entry(partition).or_insert(shard);
        self.shard_of.push(partition);
        self.groups.push(ClassicGroup::new(id));
        id
    }

    fn idle_at(&self, id: GroupId, now: SimTime) -> SimTime {
        self.shards[&self.shard_of[id.index()]].idle_at(now)
    }

    fn append(&mut self, id: GroupId, now: SimTime) -> SimTime {
        let shard = self.shards.get_mut(&self.shard_of[id.index()]);
        shard.expect("made with its group").append(now)
    }

    fn with_group<R>(
        &mut self,
        id: GroupId,
        act: impl FnOnce(&mut ClassicGroup, &mut Env<'_>) -> R,
    ) -> R {
        let shard = self
            .shards
            .get_mut(&self.shard_of[id.index()])
            .expect("made with its group");
        let mut env = Env {
            shard,
            table: &mut self.table,
            config: &self.config,
        };
        act(&mut self.groups[id.index()], &mut env)
    }

    pub(crate) fn on_join_group(
        &mut self,
        request: crate::protocol::JoinGroupRequest,
        to: ReplyTo,
        ctx: &mut Ctx<'_>,
    ) {
        self.with_group(request.group, |group, env| {
            group.on_join_group(request, to, env, ctx);
        });
    }

    pub(crate) fn on_sync_group(
        &mut self,
        id: GroupId,
        caller: &Caller,
        generation_id: GenerationId,
        assignments: Vec<(MemberId, Arc<[PartitionId]>)>,
        to: ReplyTo,
        ctx: &mut Ctx<'_>,
    ) {
        self.with_group(id, |group, env| {
            group.on_sync_group(caller, generation_id, assignments, to, env, ctx);
        });
    }

    pub(crate) fn on_heartbeat(
        &mut self,
        id: GroupId,
        caller: &Caller,
        generation_id: GenerationId,
        to: ReplyTo,
        ctx: &mut Ctx<'_>,
    ) {
        let error = self.with_group(id, |group, env| {
            group.on_heartbeat(caller, generation_id, env, ctx)
        });
        ctx.reply_at(self.idle_at(id, ctx.now), to, Response::Heartbeat { error });
    }

    pub(crate) fn on_leave_group(
        &mut self,
        id: GroupId,
        caller: &Caller,
        to: ReplyTo,
        ctx: &mut Ctx<'_>,
    ) {
        let error = self.with_group(id, |group, env| group.on_leave(caller, env, ctx));
        ctx.reply_at(
            self.idle_at(id, ctx.now),
            to,
            Response::LeaveGroup { error },
        );
    }

    pub(crate) fn on_offset_commit(
        &mut self,
        id: GroupId,
        caller: Option<&Caller>,
        generation_id: GenerationId,
        offsets: &[(PartitionId, CommittedOffset)],
        to: ReplyTo,
        ctx: &mut Ctx<'_>,
    ) {
        let error = self.with_group(id, |group, env| {
            group.on_offset_commit(caller, generation_id, env, ctx)
        });
        if error != ErrorCode::None {
            ctx.reply(to, Response::OffsetCommit { error });
            return;
        }
        for (partition, offset) in offsets {
            self.offsets.commit(id, *partition, *offset, ctx.now);
        }
        ctx.emit(Effect::OffsetsStored {
            group: id,
            consumer: to.consumer,
            offsets: offsets
                .iter()
                .map(|(partition, committed)| (*partition, committed.offset))
                .collect(),
        });
        let stored = self.append(id, ctx.now);
        ctx.reply_at(stored, to, Response::OffsetCommit { error });
    }

    /// No membership check; sees everything appended, answers when that is replicated (A.13).
    pub(crate) fn on_offset_fetch(
        &self,
        id: GroupId,
        partitions: Vec<PartitionId>,
        to: ReplyTo,
        ctx: &mut Ctx<'_>,
    ) {
        let offsets = partitions
            .into_iter()
            .map(|partition| (partition, self.offsets.committed(id, partition)))
            .collect();
        ctx.reply_at(
            self.idle_at(id, ctx.now),
            to,
            Response::OffsetFetch { offsets },
        );
    }

    pub(crate) fn on_assignment_stored(
        &mut self,
        id: GroupId,
        generation_id: i32,
        ctx: &mut Ctx<'_>,
    ) {
        self.with_group(id, |group, env| {
            group.on_assignment_stored(generation_id, env, ctx);
        });
    }

    /// `offsets.retention.check.interval.ms` is over (`cleanupGroupMetadata`).
    pub(crate) fn on_expiry_check(&mut self, ctx: &mut Ctx<'_>) {
        let (now, retention) = (ctx.now, self.config.offsets_retention);
        let mut written = Vec::new();
        for group in &mut self.groups {
            let rule = OffsetExpiration::of(group);
            let directory = ctx.directory;
            let expired = self.offsets.expire(group.id, |partition, committed_at| {
                let topic = directory.topic_partition(partition).topic;
                rule.has_expired(topic, committed_at, now, retention)
            });
            let has_expired = !expired.is_empty();
            if has_expired {
                written.push(group.id);
                ctx.emit(Effect::OffsetsExpired {
                    group: group.id,
                    partitions: expired.into(),
                    reason: rule.reason(),
                });
            }
            let existed = has_expired || group.generation_id > 0;
            if existed && group.state == GroupState::Empty && self.offsets.is_empty(group.id) {
                written.push(group.id);
                let mut fresh = ClassicGroup::new(group.id);
                fresh.state_since = now;
                fresh.rebalances = group.rebalances;
                *group = fresh;
                ctx.emit(Effect::GroupDeleted { group: group.id });
            }
        }
        for id in written {
            self.append(id, now);
        }
        let next = now.after(self.config.offsets_retention_check_interval);
        ctx.set_timer(next, TimerKey::OffsetExpiry);
    }

    pub(crate) fn on_timer(&mut self, key: TimerKey, ctx: &mut Ctx<'_>) {
        match key {
            TimerKey::Session(id, member) => {
                self.with_group(id, |group, env| group.on_session_expired(member, env, ctx));
            }
            TimerKey::Join(id) => self.with_group(id, |group, env| group.on_join_timer(env, ctx)),
            TimerKey::Sync(id) => self.with_group(id, |group, env| group.on_sync_timer(env, ctx)),
            TimerKey::Fetch(_)
            | TimerKey::Consumer(..)
            | TimerKey::Deployment
            | TimerKey::LogRetention
            | TimerKey::OffsetExpiry => {
                unreachable!("the simulation routes only group timers here")
            }
        }
    }
}
