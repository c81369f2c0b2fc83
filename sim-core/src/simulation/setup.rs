//! Building the world of a scenario at time 0.

use std::sync::Arc;

use super::Simulation;
use crate::broker::Broker;
use crate::broker::group_coordinator::GroupCoordinator;
use crate::broker::log::{PartitionLog, Retention};
use crate::command::TimedCommand;
use crate::config::ConsumerConfig;
use crate::consumer::{Consumer, Costs};
use crate::event::{Cause, ConsumerTimer, TimerKey};
use crate::history::History;
use crate::ids::{ConsumerId, EventId, GroupId, PartitionId, TopicId};
use crate::ledger::Ledger;
use crate::metrics::Metrics;
use crate::network::Network;
use crate::production;
use crate::queue::Queue;
use crate::recording::Recording;
use crate::scenario::{ConsumerSpec, Production, Scenario, ScenarioError, TopicPattern, TopicSpec};
use crate::sorting;
use crate::time::{SimDuration, SimTime};
use crate::world::World;

/// The whole tape of a recording: the scenario's script and what was done, by time.
pub(crate) fn tape(recording: &Recording) -> Arc<[TimedCommand]> {
    let mut tape = recording.scenario.script.clone();
    tape.extend(recording.commands.iter().cloned());
    // Stable: at equal times the script comes first, then list order.
    sorting::sort_by_key(&mut tape, |command| command.at);
    tape.into()
}

impl Simulation {
    /// The run at time 0, before its first event.
    pub fn new(recording: &Recording) -> Result<Self, ScenarioError> {
        recording.check()?;
        let (scenario, seed) = (&recording.scenario, recording.seed);
        let append = SimDuration::from_micros(scenario.costs.append_us);
        let broker_config = scenario.broker_config()?;
        let coordinator = GroupCoordinator::new(
            broker_config.clone(),
            append,
            seed,
            scenario.member_hash_spreads.clone(),
        );
        let partitions = scenario.partition_count();
        let mut simulation = Self {
            now: SimTime::ZERO,
            event: EventId(0),
            world: World {
                directory: crate::directory::Directory::default(),
                broker: Broker::new(&broker_config, coordinator),
                consumers: Vec::new(),
                group_names: Vec::new(),
                rates: Vec::new(),
                deployment: None,
                outside: crate::outside::OutsideStore::default(),
            },
            queue: Queue::default(),
            network: Network::new(&scenario.network, seed),
            tape: tape(recording),
            next_command: 0,
            instant_events: 0,
            costs: scenario.costs.clone(),
            seed,
            scenario: Arc::new(scenario.clone()),
            topic_specs: scenario.topics.clone().into(),
            ledger: Ledger::new(partitions),
            history: History::default(),
            metrics: Metrics::new(partitions),
            effects: Vec::new(),
            violation: None,
            observes: true,
        };
        simulation.add_topics(scenario);
        simulation.queue.set_timer(
            SimTime::ZERO.after(broker_config.offsets_retention_check_interval),
            Cause::Scenario,
            TimerKey::OffsetExpiry,
        );
        for name in scenario.group_names() {
            simulation.group(&name);
        }
        for spec in &scenario.consumers {
            let id = simulation.add_consumer(spec, scenario.consumer_config(spec)?);
            if !spec.idle {
                simulation.queue.set_timer(
                    spec.start_at_ms,
                    Cause::Scenario,
                    TimerKey::Consumer(id, ConsumerTimer::Start),
                );
            }
        }
        Ok(simulation)
    }

    fn add_topics(&mut self, scenario: &Scenario) {
        for spec in &scenario.topics {
            self.add_topic(spec, Cause::Scenario);
        }
    }

    /// The broker's checks begin to matter with the first topic that does not keep everything.
    fn check_retention(&mut self, spec: &TopicSpec, cause: Cause) {
        let is_limited = spec.retention_ms.is_some() || spec.retention_bytes.is_some();
        if is_limited && self.queue.timer(TimerKey::LogRetention).is_none() {
            let interval = self.world.broker.retention_check_interval;
            let passed = self.now.as_micros() / interval.as_micros();
            let next = SimTime::ZERO.after(interval.times(passed + 1));
            self.queue.set_timer(next, cause, TimerKey::LogRetention);
        }
    }

    pub(super) fn add_topic(&mut self, spec: &TopicSpec, cause: Cause) -> TopicId {
        self.check_retention(spec, cause);
        let topic = self.world.directory.add_topic(&spec.name);
        let (rate, keys) = match spec.production {
            Production::Rate {
                records_per_second,
                keys,
            } => (records_per_second, keys),
            Production::None | Production::Ticks { .. } => (0, 0),
        };
        self.world.rates.push(rate);
        self.world.directory.set_keys(topic, keys);
        let first = PartitionId::from_index(self.world.broker.logs.len()).0;
        let sources = production::initial_sources(
            &spec.production,
            spec.preloaded_per_partition,
            spec.partitions,
            self.seed,
            first,
        );
        for source in sources {
            self.add_partition(topic, spec, source);
        }
        for number in 0..spec.partitions {
            let poison = spec
                .poison
                .iter()
                .filter(|poison| poison.partition == number);
            let offsets = poison.map(|poison| poison.offset).collect();
            let partition = PartitionId(first + number);
            self.world.directory.set_poison(partition, offsets);
        }
        topic
    }

    pub(super) fn add_partition(
        &mut self,
        topic: TopicId,
        spec: &TopicSpec,
        source: production::Source,
    ) {
        let retention = Retention {
            age: spec.retention_ms.map(SimDuration::from_millis),
            bytes: spec.retention_bytes,
        };
        self.world.directory.add_partition(topic);
        self.world
            .broker
            .logs
            .push(PartitionLog::new(spec.record_bytes, retention, source));
        self.history.add_partition(self.now);
    }

    /// The group of that name, made if it is new.
    pub(super) fn group(&mut self, name: &str) -> GroupId {
        if let Some(index) = self
            .world
            .group_names
            .iter()
            .position(|known| &**known == name)
        {
            return GroupId::from_index(index);
        }
        self.world.group_names.push(name.into());
        self.world.broker.coordinator.add_group(name)
    }

    pub(super) fn add_consumer(
        &mut self,
        spec: &ConsumerSpec,
        config: ConsumerConfig,
    ) -> ConsumerId {
        let id = ConsumerId::from_index(self.world.consumers.len());
        let group = self.group(config.group_id.as_deref().unwrap_or(&spec.group));
        let mut topics: Vec<TopicId> = spec
            .subscribe
            .iter()
            .filter_map(|name| self.world.directory.topic_named(name))
            .collect();
        sorting::sort(&mut topics);
        topics.dedup();
        let pod_restart = SimDuration::from_micros(self.costs.pod_restart_us);
        let mut consumer = Consumer::new(
            id,
            spec.name.as_str().into(),
            group,
            topics.into(),
            config,
            (spec.program, pod_restart),
            Costs::from(&self.costs),
            self.seed,
        );
        let mut assign: Vec<PartitionId> = self
            .partitions()
            .filter(|id| {
                let name = self.world.directory.partition_name(*id);
                spec.assign.iter().any(|wanted| **wanted == **name)
            })
            .collect();
        sorting::sort(&mut assign);
        consumer.assign = assign.into();
        let pattern = spec.pattern.as_deref();
        consumer.pattern = pattern
            .and_then(|pattern| TopicPattern::parse("pattern", pattern).ok())
            .map(Arc::new);
        self.world.consumers.push(consumer);
        self.history.add_consumer(group);
        self.ledger.add_consumer(&spec.program);
        id
    }
}
