//! Stories: a scenario and a script in a few lines, run and told one fact a line in Kafka's names.
#![allow(
    clippy::wildcard_enum_match_arm,
    reason = "a check looks only at the facts it is about"
)]
#![allow(clippy::struct_excessive_bools, reason = "independent switches")]

use std::collections::BTreeMap;
use std::fmt::Write as _;

use sim_core::effect::ProcessEnd;
use sim_core::scenario::{
    CommitStyle, ConfigValue, ConsumerSpec, CostSpec, ListenerSpec, NetworkSpec, OnPoison,
    PoisonRecord, ProcessingTime, Production, ProgramSpec, Scenario, Sink, TopicSpec, WorkerMode,
    WorkerPool,
};
use sim_core::view::GroupState;
use sim_core::{
    Api, Command, ConsumerId, Effect, EventId, Fate, GroupId, PartitionId, Recording, SimTime,
    Simulation, TimedCommand,
};

use super::prose;

#[path = "acts.rs"]
mod acts;
pub use acts::*;

/// What a trace shows beyond the protocol's turning points.
#[derive(Clone, Copy, Debug, Default)]
pub struct Show {
    /// Heartbeats and their answers.
    pub heartbeats: bool,
    /// `JoinGroup`, `SyncGroup` and `LeaveGroup` as they travel.
    pub requests: bool,
    /// Commits that succeeded.
    pub commits: bool,
    /// Positions of newly assigned partitions.
    pub positions: bool,
    /// Batches: what `poll()` returned and what was processed.
    pub records: bool,
    /// Fetches and metadata requests leaving the client.
    pub fetches: bool,
}

impl Show {
    /// Only the turning points.
    pub const PROTOCOL: Self = Self {
        heartbeats: false,
        requests: false,
        commits: false,
        positions: false,
        records: false,
        fetches: false,
    };
    /// Turning points, positions, batches and commits: what an application sees.
    pub const APPLICATION: Self = Self {
        commits: true,
        positions: true,
        records: true,
        ..Self::PROTOCOL
    };
    /// `JoinGroup`, `SyncGroup` and `LeaveGroup` as they travel.
    pub const REQUESTS: Self = Self {
        requests: true,
        ..Self::PROTOCOL
    };
}

/// A scenario in the making. Zero latency, zero start cost and zero append latency unless told
/// otherwise, so that every number in a trace is a rule of Kafka and not of the network.
#[derive(Clone, Debug)]
pub struct Story {
    scenario: Scenario,
    seed: u64,
}

/// A consumer in the making.
#[derive(Clone, Debug)]
pub struct C(ConsumerSpec);

/// A consumer that subscribes to the story's first topic, starts at 0, never commits and needs
/// no time for a record.
pub fn consumer(name: &str) -> C {
    C(ConsumerSpec {
        name: name.to_owned(),
        group: "billing".to_owned(),
        subscribe: Vec::new(),
        pattern: None,
        assign: Vec::new(),
        start_at_ms: SimTime::ZERO,
        idle: false,
        props: BTreeMap::new(),
        program: ProgramSpec {
            poll_timeout_ms: 1_000,
            processing: ProcessingTime::Constant { us: 0 },
            commit: CommitStyle::None,
            ..ProgramSpec::default()
        },
    })
}

impl C {
    pub fn starts_at(mut self, ms: u64) -> Self {
        self.0.start_at_ms = SimTime::from_millis(ms);
        self
    }

    pub fn named(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.name);
        self
    }

    pub fn group(mut self, name: &str) -> Self {
        name.clone_into(&mut self.0.group);
        self
    }

    pub fn subscribes_by_pattern(mut self, pattern: &str) -> Self {
        self.0.pattern = Some(pattern.to_owned());
        self
    }

    pub fn assigns(mut self, partitions: &[&str]) -> Self {
        self.0.assign = partitions.iter().map(ToString::to_string).collect();
        self
    }

    pub fn subscribes(mut self, topics: &[&str]) -> Self {
        self.0.subscribe = topics.iter().map(|name| (*name).to_owned()).collect();
        self
    }

    pub fn prop(mut self, key: &str, value: impl ToString) -> Self {
        self.0
            .props
            .insert(key.to_owned(), ConfigValue::Text(value.to_string()));
        self
    }

    pub fn commits(mut self, style: CommitStyle) -> Self {
        self.0.program.commit = style;
        self
    }

    pub fn auto_commits(self) -> Self {
        self.commits(CommitStyle::Auto)
    }

    pub fn takes_ms(self, per_record: u64) -> Self {
        self.takes(ProcessingTime::Constant {
            us: per_record * 1_000,
        })
    }

    pub fn takes(mut self, processing: ProcessingTime) -> Self {
        self.0.program.processing = processing;
        self
    }

    pub fn on_poison(mut self, answer: OnPoison) -> Self {
        self.0.program.on_poison = answer;
        self
    }

    pub fn listens(mut self, listener: ListenerSpec) -> Self {
        self.0.program.listener = listener;
        self
    }

    pub fn sink(mut self, sink: Sink) -> Self {
        self.0.program.sink = sink;
        self
    }

    pub fn workers(self, count: u32, queue: u32, mode: WorkerMode) -> Self {
        self.pool(Some(WorkerPool { count, queue, mode }))
    }

    pub fn pool(mut self, pool: Option<WorkerPool>) -> Self {
        self.0.program.workers = pool;
        self
    }

    pub fn polls_for_ms(mut self, timeout: u64) -> Self {
        self.0.program.poll_timeout_ms = timeout;
        self
    }
}

impl Story {
    /// A story about one topic `t`.
    pub fn with_partitions(partitions: u32) -> Self {
        let topic = TopicSpec {
            name: "t".to_owned(),
            partitions,
            record_bytes: 100,
            preloaded_per_partition: 0,
            production: Production::None,
            retention_ms: None,
            retention_bytes: None,
            poison: Vec::new(),
        };
        Self {
            scenario: Scenario {
                format: 1,
                name: "story".to_owned(),
                title: String::new(),
                release: "4.3".to_owned(),
                broker: BTreeMap::new(),
                network: NetworkSpec {
                    latency_us: 0,
                    jitter_us: 0,
                    loss_per_million: 0,
                },
                costs: CostSpec {
                    client_start_us: 0,
                    append_us: 0,
                    pod_restart_us: 5_000_000,
                    ..CostSpec::default()
                },
                topics: vec![topic],
                props: BTreeMap::new(),
                consumers: Vec::new(),
                script: Vec::new(),
                member_hash_spreads: BTreeMap::new(),
            },
            seed: 7,
        }
    }

    /// One more topic.
    pub fn topic(mut self, name: &str, partitions: u32) -> Self {
        let like = self.scenario.topics[0].clone();
        self.scenario.topics.push(TopicSpec {
            name: name.to_owned(),
            partitions,
            preloaded_per_partition: 0,
            production: Production::None,
            retention_ms: None,
            retention_bytes: None,
            poison: Vec::new(),
            ..like
        });
        self
    }

    fn last_topic(&mut self) -> &mut TopicSpec {
        self.scenario
            .topics
            .last_mut()
            .expect("a story has a topic")
    }

    /// Records in every partition of the last topic before time 0.
    pub fn preloaded(mut self, per_partition: u64) -> Self {
        self.last_topic().preloaded_per_partition = per_partition;
        self
    }

    /// `count` records into every partition of the last topic at `first_ms` and every `tick_ms`.
    pub fn ticks(mut self, first_ms: i64, tick_ms: u64, count: u32) -> Self {
        self.last_topic().production = Production::Ticks {
            first_tick_ms: first_ms,
            tick_ms,
            per_tick_per_partition: count,
        };
        self
    }

    /// `count` records into every partition of the last topic at `ms`, then nothing for a day.
    pub fn once(self, ms: i64, count: u32) -> Self {
        self.ticks(ms, 86_400_000, count)
    }

    /// A steady rate over the last topic, without keys.
    pub fn rate(mut self, records_per_second: u32) -> Self {
        self.last_topic().production = Production::Rate {
            records_per_second,
            keys: 0,
        };
        self
    }

    /// `retention.ms` of the last topic.
    pub fn retention_ms(mut self, ms: u64) -> Self {
        self.last_topic().retention_ms = Some(ms);
        self
    }

    /// `retention.bytes` of the last topic, for each partition.
    pub fn retention_bytes(mut self, bytes: u64) -> Self {
        self.last_topic().retention_bytes = Some(bytes);
        self
    }

    /// A record of the last topic that no program can process.
    pub fn poison(mut self, partition: u32, offset: u64) -> Self {
        self.last_topic()
            .poison
            .push(PoisonRecord { partition, offset });
        self
    }

    /// The same, with so many different keys.
    pub fn keyed_rate(mut self, records_per_second: u32, keys: u32) -> Self {
        self.last_topic().production = Production::Rate {
            records_per_second,
            keys,
        };
        self
    }

    /// Append latency L of the coordinator.
    pub fn append_ms(mut self, ms: u64) -> Self {
        self.scenario.costs.append_us = ms * 1_000;
        self
    }

    /// One-way latency.
    pub fn latency_ms(mut self, ms: u64) -> Self {
        self.scenario.network.latency_us = ms * 1_000;
        self
    }

    /// Random latency on top, one way.
    pub fn jitter_us(mut self, us: u64) -> Self {
        self.scenario.network.jitter_us = us;
        self
    }

    /// Messages per million that TCP must send again.
    pub fn loss_per_million(mut self, count: u32) -> Self {
        self.scenario.network.loss_per_million = count;
        self
    }

    /// From process start to the first request.
    pub fn start_cost_ms(mut self, ms: u64) -> Self {
        self.scenario.costs.client_start_us = ms * 1_000;
        self
    }

    /// Dictates the order in which the coordinator's hash map iterates members (`consumer#n`).
    pub fn hash_order(mut self, members: &[&str]) -> Self {
        let spreads = members.iter().map(|name| (*name).to_owned()).zip(0..);
        self.scenario.member_hash_spreads = spreads.collect();
        self
    }

    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// A setting of every client.
    pub fn prop(mut self, key: &str, value: impl ToString) -> Self {
        self.scenario
            .props
            .insert(key.to_owned(), ConfigValue::Text(value.to_string()));
        self
    }

    /// A setting of the broker.
    pub fn broker(mut self, key: &str, value: impl ToString) -> Self {
        self.scenario
            .broker
            .insert(key.to_owned(), ConfigValue::Text(value.to_string()));
        self
    }

    pub fn consumer(mut self, consumer: C) -> Self {
        let spec = self.complete(consumer);
        self.scenario.consumers.push(spec);
        self
    }

    fn complete(&self, consumer: C) -> ConsumerSpec {
        let mut spec = consumer.0;
        if spec.subscribe.is_empty() && spec.pattern.is_none() && spec.assign.is_empty() {
            spec.subscribe.push(self.scenario.topics[0].name.clone());
        }
        spec
    }

    /// A new consumer process at that moment.
    pub fn adds(self, at_ms: u64, consumer: C) -> Self {
        let spec = self.complete(consumer);
        self.at(
            at_ms,
            Command::AddConsumer {
                consumer: Box::new(spec),
            },
        )
    }

    /// Puts a command on the script; call in order of time.
    pub fn at(mut self, ms: u64, command: Command) -> Self {
        self.scenario.script.push(TimedCommand {
            at: SimTime::from_millis(ms),
            command,
        });
        self
    }

    pub fn recording(&self) -> Recording {
        Recording::new(self.scenario.clone(), self.seed)
    }

    /// Runs to `ms` and remembers every fact.
    pub fn run_to(self, ms: u64) -> Told {
        Told::of(self.recording(), ms)
    }
}

/// A fact and its place in the run.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact {
    pub at: SimTime,
    pub event: EventId,
    pub effect: Effect,
}

/// A run that was told to its end.
#[derive(Clone, Debug)]
pub struct Told {
    pub recording: Recording,
    pub simulation: Simulation,
    pub facts: Vec<Fact>,
}

impl Told {
    /// Runs a recording to `ms`; a broken invariant of the model fails the test.
    pub fn of(recording: Recording, ms: u64) -> Self {
        let mut simulation = Simulation::new(&recording).expect("a valid scenario");
        let facts = collect(&mut simulation, SimTime::from_millis(ms));
        assert_eq!(simulation.violation(), None, "{}", recording.to_json());
        let refused = facts
            .iter()
            .find(|fact| matches!(fact.effect, Effect::CommandRefused { .. }));
        assert_eq!(refused, None, "a story's command was refused");
        Self {
            recording,
            simulation,
            facts,
        }
    }

    /// Moments, in milliseconds, of the facts `is_wanted` picks.
    pub fn moments(&self, is_wanted: impl Fn(&Effect) -> bool) -> Vec<u64> {
        self.facts
            .iter()
            .filter(|fact| is_wanted(&fact.effect))
            .map(|fact| whole_ms(fact.at))
            .collect()
    }

    /// The only moment of a fact.
    pub fn moment(&self, what: &str, is_wanted: impl Fn(&Effect) -> bool) -> u64 {
        let moments = self.moments(is_wanted);
        assert_eq!(moments.len(), 1, "{what}: {moments:?}");
        moments[0]
    }

    /// First moment of a fact at or after `from_ms`.
    pub fn first(&self, from_ms: u64, is_wanted: impl Fn(&Effect) -> bool) -> Option<u64> {
        self.moments(is_wanted)
            .into_iter()
            .find(|at| *at >= from_ms)
    }

    pub fn consumer(&self, name: &str) -> ConsumerId {
        let found = self
            .simulation
            .consumers()
            .find(|id| self.simulation.consumer_name(*id) == name);
        found.expect("a consumer of that name")
    }

    pub fn partition(&self, name: &str) -> PartitionId {
        let found = self
            .simulation
            .partitions()
            .find(|id| self.simulation.partition_name(*id) == name);
        found.expect("a partition of that name")
    }

    pub fn fate(&self, partition: &str) -> Fate {
        self.simulation.fate(GroupId(0), self.partition(partition))
    }

    /// Moments at which the group entered `state`.
    pub fn entered(&self, state: GroupState) -> Vec<u64> {
        self.moments(|effect| matches!(effect, Effect::GroupTransition { to, .. } if *to == state))
    }

    /// Moment and generation of each completed join phase.
    pub fn generations(&self) -> Vec<(u64, i32, u32)> {
        let row = |fact: &Fact| match fact.effect {
            Effect::JoinPhaseCompleted {
                generation_id,
                members,
                ..
            } => Some((whole_ms(fact.at), generation_id, members)),
            _ => None,
        };
        self.facts.iter().filter_map(row).collect()
    }

    /// Moments at which `who`'s `onPartitionsAssigned` ran, with names of what it got.
    pub fn assigned(&self, who: &str) -> Vec<(u64, String)> {
        self.callbacks(who, |effect| match effect {
            Effect::PartitionsAssigned {
                consumer,
                partitions,
            } => Some((*consumer, partitions)),
            _ => None,
        })
    }

    pub fn revoked(&self, who: &str) -> Vec<(u64, String)> {
        self.callbacks(who, |effect| match effect {
            Effect::PartitionsRevoked {
                consumer,
                partitions,
            } => Some((*consumer, partitions)),
            _ => None,
        })
    }

    pub fn lost(&self, who: &str) -> Vec<(u64, String)> {
        self.callbacks(who, |effect| match effect {
            Effect::PartitionsLost {
                consumer,
                partitions,
            } => Some((*consumer, partitions)),
            _ => None,
        })
    }

    fn callbacks(
        &self,
        who: &str,
        pick: impl Fn(&Effect) -> Option<(ConsumerId, &std::sync::Arc<[PartitionId]>)>,
    ) -> Vec<(u64, String)> {
        let id = self.consumer(who);
        let row = |fact: &Fact| {
            let (consumer, partitions) = pick(&fact.effect)?;
            (consumer == id).then(|| {
                (
                    whole_ms(fact.at),
                    prose::partitions(&self.simulation, partitions),
                )
            })
        };
        self.facts.iter().filter_map(row).collect()
    }

    /// Moments at which `who` sent requests of that kind.
    pub fn sent(&self, who: &str, wanted: Api) -> Vec<u64> {
        let id = self.consumer(who);
        self.moments(|effect| matches!(effect, Effect::RequestSent { consumer, api, .. } if *consumer == id && *api == wanted))
    }

    /// Moments at which the coordinator removed a member of `who`.
    pub fn removed(&self, who: &str) -> Vec<u64> {
        let id = self.consumer(who);
        self.moments(
            |effect| matches!(effect, Effect::MemberRemoved { consumer, .. } if *consumer == id),
        )
    }

    /// Moments and offsets of `who`'s successful commits of `partition`.
    pub fn committed(&self, who: &str, partition: &str) -> Vec<(u64, u64)> {
        let (id, wanted) = (self.consumer(who), self.partition(partition));
        let row = |fact: &Fact| match &fact.effect {
            Effect::OffsetsStored {
                consumer, offsets, ..
            } if *consumer == id => offsets
                .iter()
                .find(|(partition, _)| *partition == wanted)
                .map(|(_, offset)| (whole_ms(fact.at), *offset)),
            _ => None,
        };
        self.facts.iter().filter_map(row).collect()
    }

    /// Batches `who` got from `poll()`, as (moment, "t-0 0..5").
    pub fn batches(&self, who: &str) -> Vec<(u64, String)> {
        let id = self.consumer(who);
        let row = |fact: &Fact| match &fact.effect {
            Effect::BatchReturned {
                consumer, ranges, ..
            } if *consumer == id => {
                Some((whole_ms(fact.at), prose::ranges(&self.simulation, ranges)))
            }
            _ => None,
        };
        self.facts.iter().filter_map(row).collect()
    }

    /// When `who`'s process ended, and how.
    pub fn ended(&self, who: &str) -> Option<(u64, ProcessEnd)> {
        let id = self.consumer(who);
        self.facts.iter().find_map(|fact| match fact.effect {
            Effect::ProcessEnded { consumer, how } if consumer == id => {
                Some((whole_ms(fact.at), how))
            }
            _ => None,
        })
    }

    /// The trace from `from_ms` on, under a heading of comment lines.
    pub fn trace(&self, heading: &str, from_ms: u64, show: Show) -> String {
        let mut text = String::new();
        for line in heading.lines() {
            writeln!(text, "{}", format!("# {}", line.trim()).trim_end())
                .expect("writing to a string");
        }
        text.push('\n');
        for fact in &self.facts {
            if whole_ms(fact.at) < from_ms {
                continue;
            }
            if let Some((who, what)) = prose::line(&self.simulation, fact, show) {
                writeln!(text, "{} {who:<12} {what}", prose::clock(fact.at))
                    .expect("writing to a string");
            }
        }
        text.push_str(&prose::summary(&self.simulation));
        text
    }
}

/// Steps to `limit`, keeping every effect.
pub fn collect(simulation: &mut Simulation, limit: SimTime) -> Vec<Fact> {
    let mut facts = Vec::new();
    while let Some(step) = simulation.step(limit) {
        let (at, event) = (step.at, step.event);
        facts.extend(step.effects.iter().map(|effect| Fact {
            at,
            event,
            effect: effect.clone(),
        }));
        if simulation.violation().is_some() {
            break;
        }
    }
    simulation.run_until(limit);
    facts
}

/// Milliseconds; a story whose numbers are not whole would be hard to read.
fn whole_ms(at: SimTime) -> u64 {
    at.as_millis()
}
