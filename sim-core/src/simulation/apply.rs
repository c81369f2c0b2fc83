//! Applying commands: checks first, then acts; a refused command changes nothing.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "commands are told apart in three steps, each with a rest"
)]

use std::collections::VecDeque;
use std::sync::Arc;

use locale::{Text, say};

use super::Simulation;
use crate::command::{Command, CommandError, TimedCommand};
use crate::consumer::{AppCall, Consumer, Life};
use crate::effect::Effect;
use crate::event::{Cause, ConsumerTimer, TimerKey};
use crate::ids::{ConsumerId, GroupId, TopicId};
use crate::limits::{CONSUMERS_MAX, GROUPS_MAX, PARTITIONS_MAX, PRODUCE_RATE_MAX, TOPICS_MAX};
use crate::production::{self, Source};
use crate::scenario::{CommitStyle, ConsumerSpec, Production, Scenario, TopicSpec};
use crate::sorting;
use crate::time::SimDuration;
use crate::world::RollingRestart;

/// A day: longest block and restart delay.
pub(super) const DAY_MS: u64 = 86_400_000;

impl Simulation {
    pub(super) fn take_command(&mut self) -> Cause {
        let command = Arc::new(self.tape[self.next_command].command.clone());
        self.next_command += 1;
        if let Err(error) = self.apply(&command) {
            self.effects.clear();
            self.effects.push(Effect::CommandRefused {
                command,
                why: error.told(),
            });
        }
        Cause::Command(self.event)
    }

    /// The next step takes `command`, before every later event.
    pub(crate) fn insert_command(&mut self, command: Command) {
        let at = self.now;
        let mut tape = self.tape.to_vec();
        tape.insert(self.next_command, TimedCommand { at, command });
        self.tape = tape.into();
    }

    /// Whether `command` could be applied now. Changes nothing.
    pub fn can_apply(&self, command: &Command) -> Result<(), CommandError> {
        let mut trial = self.clone();
        trial.effects.clear();
        trial.apply(&Arc::new(command.clone()))
    }

    fn apply(&mut self, command: &Arc<Command>) -> Result<(), CommandError> {
        let consumer = match &**command {
            Command::AddConsumer { .. } => None,
            other => other
                .consumer_name()
                .map(|name| self.find_consumer(name))
                .transpose()?,
        };
        self.effects.push(Effect::CommandApplied {
            command: command.clone(),
            consumer,
        });
        match (&**command, consumer) {
            (Command::AddConsumer { consumer }, _) => self.add_and_start(consumer),
            (Command::SetConfig { who: _, key, value }, target) => {
                self.set_config(target, key, value)
            }
            (Command::SetCommit { who: _, commit }, target) => self.set_commit(target, *commit),
            (Command::SetProgram { who: _, program }, target) => {
                program.check(|key| format!("program.{key}"))?;
                for id in self.targets(target) {
                    self.world.consumers[id.index()].next_program = **program;
                }
                Ok(())
            }
            (Command::CreateTopic { topic }, _) => self.create_topic(topic),
            (Command::AddPartitions { topic, partitions }, _) => {
                self.add_partitions(topic, *partitions)
            }
            (
                Command::SetProduceRate {
                    topic,
                    records_per_second,
                },
                _,
            ) => self.set_rate(topic, *records_per_second),
            (
                Command::ProduceNew {
                    topic,
                    from,
                    to,
                    per_tick,
                    tick_ms,
                },
                _,
            ) => self.produce_new(topic, (*from, *to), *per_tick, *tick_ms),
            (Command::RollingRestart { group }, _) => self.rolling_restart(group.as_deref()),
            (other, Some(id)) => self.apply_to_consumer(other, id),
            (_, None) => unreachable!("the remaining commands name a consumer"),
        }
    }

    fn find_consumer(&self, name: &str) -> Result<ConsumerId, CommandError> {
        self.world
            .consumer_named(name)
            .ok_or_else(|| CommandError::UnknownConsumer {
                name: name.to_owned(),
                known: self
                    .world
                    .consumers
                    .iter()
                    .map(|c| &*c.name)
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }

    fn find_topic(&self, name: &str) -> Result<TopicId, CommandError> {
        self.world
            .directory
            .topic_named(name)
            .ok_or_else(|| CommandError::UnknownTopic {
                name: name.to_owned(),
                known: self
                    .world
                    .directory
                    .topic_names()
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }

    fn targets(&self, one: Option<ConsumerId>) -> Vec<ConsumerId> {
        one.map_or_else(
            || {
                (0..self.world.consumers.len())
                    .map(ConsumerId::from_index)
                    .collect()
            },
            |id| vec![id],
        )
    }

    pub(super) fn require(
        &self,
        id: ConsumerId,
        is_met: bool,
        wish: impl Into<Text>,
        needs: Text,
    ) -> Result<(), CommandError> {
        let consumer = &self.world.consumers[id.index()];
        if is_met {
            return Ok(());
        }
        let state = if consumer.frozen_since.is_some() {
            say::state_frozen()
        } else {
            consumer.life.told()
        };
        Err(CommandError::WrongState {
            name: consumer.name.to_string(),
            state: Box::new(state),
            wish: Box::new(wish.into()),
            needs: Box::new(needs),
        })
    }

    fn with_consumer(
        &mut self,
        id: ConsumerId,
        act: impl FnOnce(&mut Consumer, &mut crate::ctx::Ctx<'_>),
    ) {
        let cause = Cause::Command(self.event);
        let (actors, mut ctx) = self.split(cause);
        act(&mut actors.consumers[id.index()], &mut ctx);
    }

    fn apply_to_consumer(&mut self, command: &Command, id: ConsumerId) -> Result<(), CommandError> {
        let consumer = &self.world.consumers[id.index()];
        let (life, is_frozen) = (consumer.life, consumer.frozen_since.is_some());
        let is_running = life == Life::Running;
        match command {
            Command::Kill { .. } => {
                self.require(id, life.is_alive(), "kill", say::needs_running())?;
                self.with_consumer(id, Consumer::kill);
            }
            Command::Restart { after_ms, .. } => self.restart(id, *after_ms)?,
            Command::Freeze { .. } => {
                self.require(
                    id,
                    life.is_alive() && !is_frozen,
                    "freeze",
                    say::needs_running(),
                )?;
                self.with_consumer(id, Consumer::freeze);
            }
            Command::Thaw { .. } => {
                self.require(id, is_frozen, "thaw", say::needs_frozen())?;
                self.with_consumer(id, Consumer::thaw);
            }
            Command::Block { ms, .. } => {
                self.require(id, is_running, "block", say::needs_running())?;
                in_range("ms", *ms, 1, DAY_MS)?;
                self.with_consumer(id, |consumer, ctx| {
                    consumer.block(SimDuration::from_millis(*ms), ctx);
                });
            }
            Command::Cut { .. }
            | Command::Heal { .. }
            | Command::LoseNext { .. }
            | Command::LoseNextAnswer { .. }
            | Command::DelayNext { .. } => self.apply_to_network(command, id)?,
            Command::SetProcessing { processing, .. } => {
                processing.check("processing")?;
                self.with_consumer(id, |consumer, ctx| {
                    consumer.set_processing(*processing, ctx);
                    consumer.next_program.processing = *processing;
                    consumer.started_program.processing = *processing;
                });
            }
            other => self.apply_to_program(other, id)?,
        }
        Ok(())
    }

    fn apply_to_program(&mut self, command: &Command, id: ConsumerId) -> Result<(), CommandError> {
        let consumer = &self.world.consumers[id.index()];
        let (life, is_frozen) = (consumer.life, consumer.frozen_since.is_some());
        let is_running = life == Life::Running;
        match command {
            Command::SlowCpu { percent, .. } => {
                in_range("percent", (*percent).into(), 100, 10_000)?;
                self.with_consumer(id, |consumer, ctx| consumer.slow_cpu(*percent, ctx));
            }
            Command::StopExternal { ms, .. } => {
                self.require(id, is_running, "stop_external", say::needs_running())?;
                in_range("ms", *ms, 1, DAY_MS)?;
                self.with_consumer(id, |consumer, ctx| {
                    consumer.stall(SimDuration::from_millis(*ms), ctx);
                });
            }
            Command::Throw { .. } => {
                self.require(id, is_running && !is_frozen, "throw", say::needs_running())?;
                self.with_consumer(id, Consumer::throw);
            }
            Command::Wakeup { .. } => {
                self.require(id, is_running && !is_frozen, "wakeup", say::needs_running())?;
                self.with_consumer(id, Consumer::wakeup);
            }
            Command::KillAt { point, .. } => {
                self.require(
                    id,
                    life.is_alive() && !is_frozen,
                    "kill_at",
                    say::needs_running(),
                )?;
                self.with_consumer(id, |consumer, ctx| consumer.kill_at(*point, ctx));
            }
            other => {
                self.require(id, is_running, say::wish_calling(), say::needs_running())?;
                let call = self.app_call(other)?;
                self.with_consumer(id, |consumer, ctx| consumer.call(call, ctx));
            }
        }
        Ok(())
    }

    fn app_call(&mut self, command: &Command) -> Result<AppCall, CommandError> {
        Ok(match command {
            Command::Close {
                how, timeout_ms, ..
            } => {
                in_range("timeout_ms", timeout_ms.unwrap_or(0), 0, DAY_MS)?;
                AppCall::Close {
                    how: *how,
                    timeout: timeout_ms.map(SimDuration::from_millis),
                }
            }
            Command::Enforce { .. } => AppCall::Enforce,
            Command::Commit { .. } => AppCall::Commit,
            Command::Unsubscribe { .. } => AppCall::Unsubscribe,
            Command::Subscribe { who, topics } => {
                let mut ids = topics
                    .iter()
                    .map(|name| self.find_topic(name))
                    .collect::<Result<Vec<_>, _>>()?;
                sorting::sort(&mut ids);
                ids.dedup();
                let id = self.find_consumer(who)?;
                let stands_alone = !self.world.consumers[id.index()].assign.is_empty();
                self.require(id, !stands_alone, "subscribe", say::needs_no_assign())?;
                let ids: Arc<[TopicId]> = ids.into();
                let consumer = &mut self.world.consumers[id.index()];
                consumer.pattern = None;
                consumer.topics = ids.clone();
                AppCall::Subscribe(ids)
            }
            _ => unreachable!("handled by the caller"),
        })
    }

    fn restart(&mut self, id: ConsumerId, after_ms: Option<u64>) -> Result<(), CommandError> {
        let life = self.world.consumers[id.index()].life;
        self.require(id, !life.is_alive(), "restart", say::needs_ended())?;
        let after = match after_ms {
            Some(ms) => {
                in_range("after_ms", ms, 0, DAY_MS)?;
                SimDuration::from_millis(ms)
            }
            None => SimDuration::from_micros(self.costs.pod_restart_us),
        };
        let cause = Cause::Command(self.event);
        self.queue.set_timer(
            self.now.after(after),
            cause,
            TimerKey::Consumer(id, ConsumerTimer::Start),
        );
        Ok(())
    }

    fn add_and_start(&mut self, spec: &ConsumerSpec) -> Result<(), CommandError> {
        if self.world.consumers.len() >= CONSUMERS_MAX {
            return Err(CommandError::Limit {
                what: say::limit_consumers(),
                limit: CONSUMERS_MAX as u64,
            });
        }
        if self.world.consumer_named(&spec.name).is_some() {
            return Err(CommandError::OutOfRange {
                field: "name",
                value: spec.name.clone(),
                allowed: say::allowed_free_name(),
            });
        }
        // The topics and partitions of now, not those of the start.
        let mut scenario = Scenario::clone(&self.scenario);
        scenario.topics = self.topic_specs.to_vec();
        for (topic, id) in scenario
            .topics
            .iter_mut()
            .zip(self.world.directory.topic_ids())
        {
            let count = self.world.directory.partitions_of(id).len();
            topic.partitions = TopicId::from_index(count).0;
        }
        scenario.check_consumer(spec)?;
        let config = scenario.consumer_config(spec)?;
        self.room_for_group(config.group_id.as_deref().unwrap_or_default())?;
        let id = self.add_consumer(spec, config);
        self.with_consumer(id, Consumer::start);
        Ok(())
    }

    /// Sets a key for the next start of one or all consumers; all or none.
    fn set_commit(
        &mut self,
        target: Option<ConsumerId>,
        commit: CommitStyle,
    ) -> Result<(), CommandError> {
        commit.check("commit")?;
        let targets = self.targets(target);
        let has_workers = |id: &ConsumerId| {
            let consumer = &self.world.consumers[id.index()];
            consumer.next_program.workers.is_some()
        };
        if targets.iter().any(has_workers) {
            commit.check_with_workers("commit")?;
        }
        for id in targets {
            self.world.consumers[id.index()].next_program.commit = commit;
        }
        Ok(())
    }

    fn set_config(
        &mut self,
        target: Option<ConsumerId>,
        key: &str,
        value: &str,
    ) -> Result<(), CommandError> {
        let mut changed = Vec::new();
        for id in self.targets(target) {
            let mut config = self.world.consumers[id.index()].next_config.clone();
            config.set(key, value)?;
            config.validate()?;
            changed.push((id, config));
        }
        if key == "group.id" {
            let name = value.trim();
            Scenario::check_group(name)?;
            self.room_for_group(name)?;
            let group = self.group(name);
            for (id, _) in &changed {
                self.world.consumers[id.index()].next_group = group;
            }
        }
        for (id, config) in changed {
            self.world.consumers[id.index()].next_config = config;
        }
        Ok(())
    }

    /// Whether the group is known or may still be made.
    fn room_for_group(&self, name: &str) -> Result<(), CommandError> {
        let names = &self.world.group_names;
        if names.len() < GROUPS_MAX || names.iter().any(|known| **known == *name) {
            return Ok(());
        }
        Err(CommandError::Limit {
            what: say::limit_groups(),
            limit: GROUPS_MAX as u64,
        })
    }

    /// A new topic, into which is produced from now on.
    fn create_topic(&mut self, spec: &TopicSpec) -> Result<(), CommandError> {
        spec.check()?;
        let is_free = self.world.directory.topic_named(&spec.name).is_none();
        if !is_free || matches!(spec.production, Production::Ticks { .. }) {
            return Err(CommandError::OutOfRange {
                field: "topic",
                value: spec.name.clone(),
                allowed: say::allowed_new_topic(),
            });
        }
        let room = PARTITIONS_MAX - self.world.directory.partition_count();
        in_range("topic.partitions", spec.partitions.into(), 1, room as u64)?;
        in_range(
            "topics",
            self.topic_specs.len() as u64 + 1,
            1,
            TOPICS_MAX as u64,
        )?;
        let silent = TopicSpec {
            production: Production::None,
            ..spec.clone()
        };
        let id = self.add_topic(&silent, Cause::Command(self.event));
        self.topic_specs = self
            .topic_specs
            .iter()
            .cloned()
            .chain([spec.clone()])
            .collect();
        if let Production::Rate {
            records_per_second,
            keys,
        } = spec.production
        {
            self.world.rates[id.index()] = records_per_second;
            self.world.directory.set_keys(id, keys);
            self.spread(id, records_per_second, keys);
        }
        self.effects.push(Effect::PartitionsAdded {
            topic: id,
            from: 0,
            to: spec.partitions,
        });
        Ok(())
    }

    fn add_partitions(&mut self, topic: &str, total: u32) -> Result<(), CommandError> {
        let id = self.find_topic(topic)?;
        let from = TopicId::from_index(self.world.directory.partitions_of(id).len()).0;
        let room = PARTITIONS_MAX - self.world.directory.partition_count();
        let max = u64::from(from) + room as u64;
        // Kafka can only add partitions (INVALID_PARTITIONS otherwise).
        in_range("partitions", total.into(), u64::from(from) + 1, max)?;
        let spec = self.topic_specs[id.index()].clone();
        for _ in from..total {
            self.add_partition(id, &spec, Source::nothing(0));
        }
        if let Production::Rate { keys, .. } = spec.production {
            self.spread(id, self.rate_of(id), keys);
        }
        self.effects.push(Effect::PartitionsAdded {
            topic: id,
            from,
            to: total,
        });
        self.recheck_fetches();
        Ok(())
    }

    fn rate_of(&self, topic: TopicId) -> u32 {
        self.world.rates.get(topic.index()).copied().unwrap_or(0)
    }

    fn set_rate(&mut self, topic: &str, rate: u32) -> Result<(), CommandError> {
        let id = self.find_topic(topic)?;
        in_range(
            "records_per_second",
            rate.into(),
            0,
            PRODUCE_RATE_MAX.into(),
        )?;
        let keys = match self.topic_specs[id.index()].production {
            Production::Rate { keys, .. } => keys,
            Production::None | Production::Ticks { .. } => 0,
        };
        self.world.rates[id.index()] = rate;
        self.spread(id, rate, keys);
        self.recheck_fetches();
        Ok(())
    }

    /// Gives every partition of a topic its share of `rate` from now on.
    fn spread(&mut self, topic: TopicId, rate: u32, keys: u32) {
        let partitions = self.world.directory.partitions_of(topic).to_vec();
        let count = TopicId::from_index(partitions.len()).0;
        for (partition, share) in partitions.into_iter().zip(production::shares(keys, count)) {
            let log = &mut self.world.broker.logs[partition.index()];
            let base = log.log_end_offset(self.now);
            log.set_source(Source::steady(
                base,
                self.now,
                rate,
                share,
                self.seed,
                partition.0,
            ));
        }
    }

    fn produce_new(
        &mut self,
        topic: &str,
        (from, to): (u32, u32),
        per_tick: u32,
        tick_ms: u64,
    ) -> Result<(), CommandError> {
        let id = self.find_topic(topic)?;
        let count = self.world.directory.partitions_of(id).len() as u64;
        in_range("to", to.into(), u64::from(from) + 1, count)?;
        in_range("tick_ms", tick_ms, 1, DAY_MS)?;
        in_range("per_tick", per_tick.into(), 0, PRODUCE_RATE_MAX.into())?;
        let first_us = i64::try_from(self.now.as_micros()).unwrap_or(i64::MAX);
        for partition in &self.world.directory.partitions_of(id)[from as usize..to as usize] {
            let log = &mut self.world.broker.logs[partition.index()];
            let base = log.log_end_offset(self.now);
            log.set_source(Source::ticks(
                base,
                first_us,
                tick_ms * 1_000,
                per_tick.into(),
            ));
        }
        self.recheck_fetches();
        Ok(())
    }

    fn recheck_fetches(&mut self) {
        let cause = Cause::Command(self.event);
        let (actors, mut ctx) = self.split(cause);
        actors.broker.recheck_parked(&mut ctx);
    }

    fn rolling_restart(&mut self, group: Option<&str>) -> Result<(), CommandError> {
        let names = &self.world.group_names;
        let id = match group {
            None => GroupId(0),
            Some(name) => names
                .iter()
                .position(|known| &**known == name)
                .map(GroupId::from_index)
                .ok_or_else(|| CommandError::UnknownGroup {
                    name: name.to_owned(),
                    known: names.join(", "),
                })?,
        };
        let running = self
            .world
            .consumers
            .iter()
            .filter(|c| c.group == id && c.life == Life::Running);
        let waiting: VecDeque<ConsumerId> = running.map(|consumer| consumer.id).collect();
        let pod_restart = SimDuration::from_micros(self.costs.pod_restart_us);
        // It takes over from one that is running, with the pod that one has in hand.
        let running = self.world.deployment.take();
        self.world.deployment = Some(RollingRestart {
            waiting,
            current: running.and_then(|running| running.current),
            pod_restart,
        });
        self.queue
            .set_timer(self.now, Cause::Command(self.event), TimerKey::Deployment);
        Ok(())
    }
}

pub(super) fn in_range(
    field: &'static str,
    value: u64,
    min: u64,
    max: u64,
) -> Result<(), CommandError> {
    if (min..=max).contains(&value) {
        Ok(())
    } else {
        Err(CommandError::OutOfRange {
            field,
            value: value.to_string(),
            allowed: say::allowed_range(min.to_string(), max.to_string()),
        })
    }
}
