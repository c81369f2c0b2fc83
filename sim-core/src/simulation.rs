//! The simulation: one value that steps from event to event.
//!
//! `Clone` is a keyframe. Everything in `world`, `queue` and `network` decides the future and is
//! in the fingerprint; ledger, history and metrics only watch.

mod apply;
mod deployment;
mod faults;
mod inspect;
mod readings;
mod setup;

pub(crate) use setup::tape;

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use crate::command::TimedCommand;
use crate::ctx::{Ctx, ReplyTo};
use crate::effect::Effect;
use crate::event::{Cause, Event, TimerKey};
use crate::fingerprint::Fingerprint;
use crate::history::History;
use crate::ids::{ConsumerId, EventId};
use crate::invariants;
use crate::ledger::{Growth, Ledger};
use crate::limits::EVENTS_PER_INSTANT_MAX;
use crate::metrics::Metrics;
use crate::network::Network;
use crate::queue::{Queue, Scheduled};
use crate::scenario::CostSpec;
use crate::time::SimTime;
use crate::view::Sample;
use crate::world::World;

pub use inspect::Fate;
pub(crate) use readings::Reading;

/// What one step did.
#[derive(Clone, Debug)]
pub struct Step<'a> {
    /// Position of the step.
    pub event: EventId,
    /// When.
    pub at: SimTime,
    /// Why it was scheduled.
    pub cause: Cause,
    /// Facts it made.
    pub effects: &'a [Effect],
}

/// A run in progress.
///
/// ```
/// use sim_core::{Recording, SimTime, Simulation, scenario::default_scenario};
/// let mut simulation = Simulation::new(&Recording::new(default_scenario(), 7)).unwrap();
/// simulation.run_until(SimTime::from_millis(5_000));
/// assert_eq!(simulation.now(), SimTime::from_millis(5_000));
/// ```
#[derive(Clone, Debug)]
pub struct Simulation {
    now: SimTime,
    event: EventId,
    pub(crate) world: World,
    pub(crate) queue: Queue,
    pub(crate) network: Network,
    /// Script of the scenario, then what was done, by time.
    tape: Arc<[TimedCommand]>,
    next_command: usize,
    instant_events: u32,
    costs: CostSpec,
    seed: u64,
    scenario: Arc<crate::scenario::Scenario>,
    /// As they were created, also during the run.
    topic_specs: Arc<[crate::scenario::TopicSpec]>,

    pub(crate) ledger: Ledger,
    pub(crate) history: History,
    pub(crate) metrics: Metrics,
    effects: Vec<Effect>,
    violation: Option<Arc<str>>,
    observes: bool,
}

impl Simulation {
    /// Simulated time.
    pub fn now(&self) -> SimTime {
        self.now
    }

    pub(crate) fn seed(&self) -> u64 {
        self.seed
    }

    /// Events and commands processed.
    pub fn event(&self) -> EventId {
        self.event
    }

    /// First broken invariant, if any: a defect of the model.
    pub fn violation(&self) -> Option<&str> {
        self.violation.as_deref()
    }

    /// Turns ledger, history and metrics off (the run itself must not notice).
    pub fn stop_observing(&mut self) {
        self.observes = false;
    }

    /// A hash of everything that decides the future; equal on every platform.
    pub fn fingerprint(&self) -> u64 {
        let mut hasher = Fingerprint::default();
        self.now.hash(&mut hasher);
        self.event.hash(&mut hasher);
        self.world.hash(&mut hasher);
        self.queue.hash(&mut hasher);
        self.network.hash(&mut hasher);
        self.next_command.hash(&mut hasher);
        hasher.finish()
    }

    /// Memory a keyframe of this state needs for itself, in bytes (estimate).
    pub fn keyframe_bytes(&self) -> usize {
        let assigned: usize = self
            .world
            .consumers
            .iter()
            .filter_map(|c| c.client.as_deref())
            .map(|c| c.assigned.len() * 48 + 2_048)
            .sum();
        self.queue.len() * size_of::<Scheduled>() * 2
            + self.world.broker.logs.len() * 96
            + assigned
            + self.ledger.own_bytes()
            + self.history.own_bytes()
            + self.metrics.samples.own_bytes()
    }

    /// Time of the next event or command.
    pub fn next_at(&mut self) -> Option<SimTime> {
        let command = self.tape.get(self.next_command).map(|command| command.at);
        let event = self.queue.next_at();
        match (command, event) {
            (Some(command), Some(event)) => Some(command.min(event)),
            (command, event) => command.or(event),
        }
    }

    /// Processes the next event or command at or before `limit`. Events of an instant come
    /// before commands of the same instant.
    pub fn step(&mut self, limit: SimTime) -> Option<Step<'_>> {
        let event_at = self.queue.next_at();
        let command_at = self.tape.get(self.next_command).map(|command| command.at);
        let takes_command =
            command_at.is_some_and(|command| event_at.is_none_or(|event| event > command));
        let at = if takes_command { command_at } else { event_at }?;
        if at > limit {
            return None;
        }
        self.enter(at);
        self.effects.clear();
        let cause = if takes_command {
            self.take_command()
        } else {
            self.take_event()?
        };
        if self.observes {
            self.observe();
        }
        Some(Step {
            event: self.event,
            at,
            cause,
            effects: &self.effects,
        })
    }

    fn enter(&mut self, at: SimTime) {
        if self.observes {
            while self.metrics.next <= at {
                let sample = self.sample(self.metrics.next);
                self.metrics.push(sample);
            }
        }
        if at > self.now {
            self.instant_events = 0;
        }
        self.instant_events += 1;
        self.now = at;
        self.event.0 += 1;
    }

    /// Runs to `limit` and stands there.
    pub fn run_until(&mut self, limit: SimTime) {
        while self.step(limit).is_some() {
            if self.is_stuck() {
                break;
            }
        }
        self.now = self.now.max(limit);
    }

    /// Runs to `limit` but processes at most `events` events. True when `limit` was reached.
    pub fn run_some(&mut self, limit: SimTime, events: u32) -> bool {
        for _ in 0..events {
            if self.step(limit).is_none() || self.is_stuck() {
                self.now = self.now.max(limit);
                return true;
            }
        }
        false
    }

    /// Points of the curves from `from` to `to`.
    pub(crate) fn samples(&self, from: SimTime, to: SimTime) -> Vec<Sample> {
        let samples = self.metrics.samples.since(|sample| sample.at < from);
        samples
            .take_while(|sample| sample.at <= to)
            .copied()
            .collect()
    }

    /// Kafka release whose defaults apply.
    pub(crate) fn release(&self) -> crate::config::KafkaRelease {
        self.scenario
            .kafka_release()
            .expect("checked when the recording was opened")
    }

    /// Number of things worth telling so far.
    pub(crate) fn story_len(&self) -> usize {
        self.history.story.len()
    }

    /// The last event before `event` that is worth telling.
    pub(crate) fn last_story_before(&self, event: EventId) -> Option<EventId> {
        self.history
            .story
            .iter()
            .rev()
            .map(|entry| entry.event)
            .find(|told| *told < event)
    }

    fn is_stuck(&mut self) -> bool {
        if self.instant_events < EVENTS_PER_INSTANT_MAX {
            return false;
        }
        self.break_invariant("more events at one instant than the limit; the run stops here");
        true
    }

    fn break_invariant(&mut self, what: &str) {
        if self.violation.is_none() {
            self.violation = Some(format!("{what} (event {}, {})", self.event.0, self.now).into());
        }
    }

    /// Sets what will be done later; everything up to now must be unchanged.
    pub(crate) fn set_tape(&mut self, tape: Arc<[TimedCommand]>) {
        debug_assert!(
            tape.get(..self.next_command) == self.tape.get(..self.next_command),
            "the past is fixed"
        );
        self.tape = tape;
    }

    fn take_event(&mut self) -> Option<Cause> {
        let Scheduled { cause, event, .. } = self.queue.pop()?;
        let (world, mut ctx) = self.split(Cause::Event(self.event));
        dispatch(world, event, &mut ctx);
        Some(cause)
    }

    /// The actors on one side, their door out on the other.
    fn split(&mut self, cause: Cause) -> (Actors<'_>, Ctx<'_>) {
        let World {
            directory,
            broker,
            consumers,
            deployment,
            outside,
            ..
        } = &mut self.world;
        let actors = Actors {
            broker,
            consumers,
            deployment,
        };
        let ctx = Ctx {
            now: self.now,
            cause,
            queue: &mut self.queue,
            network: &mut self.network,
            directory,
            outside,
            effects: &mut self.effects,
            is_mute: false,
        };
        (actors, ctx)
    }

    fn observe(&mut self) {
        let (world, now) = (&self.world, self.now);
        let log_end = |partition| world.log_end_offset(partition, now);
        let group_of = |consumer: ConsumerId| world.consumers[consumer.index()].group;
        for effect in &self.effects {
            self.ledger.apply(effect, self.now, self.event, &log_end);
            self.history.apply(effect, self.now, self.event, &group_of);
            if let Effect::RecordsProcessed { range, .. } = effect {
                self.metrics.processed += range.count();
            }
            if let Effect::PartitionsAdded { topic, from, .. } = effect
                && *from > 0
            {
                let had = world.directory.partitions_of(*topic).iter();
                self.ledger.growths.push(Growth {
                    topic: *topic,
                    at: now,
                    ends: had.take(*from as usize).map(|id| log_end(*id)).collect(),
                });
            }
        }
        if let Some(what) = invariants::check_step(&self.world, &self.effects, self.now) {
            self.break_invariant(&what);
        }
    }

    fn sample(&self, at: SimTime) -> Sample {
        let (mut lag, mut lag_stopped, mut produced) = (0, 0, 0);
        for partition in self.partitions() {
            produced += self.world.log_end_offset(partition, at);
        }
        for reading in self.readings() {
            let behind = self.world.lag(reading.group, reading.partition, at);
            lag += behind;
            let open = self.history.open_segment(reading.group, reading.partition);
            if open.reader.is_none() {
                lag_stopped += behind;
            }
        }
        let processed = self.metrics.processed + self.world.processed_in_hand(at);
        Sample {
            at,
            lag,
            lag_stopped,
            produced,
            processed,
        }
    }
}

/// Mutable access to every actor, apart from the queue and the network.
struct Actors<'a> {
    broker: &'a mut crate::broker::Broker,
    consumers: &'a mut Vec<crate::consumer::Consumer>,
    deployment: &'a mut Option<crate::world::RollingRestart>,
}

fn dispatch(actors: Actors<'_>, event: Event, ctx: &mut Ctx<'_>) {
    match event {
        Event::RequestArrived {
            connection,
            correlation,
            request,
            queued,
        } => {
            let consumer = ctx.network.consumer(connection);
            if let Some(request) = ctx.network.admit(connection, correlation, request, queued) {
                actors.broker.on_request(
                    *request,
                    ReplyTo {
                        connection,
                        correlation,
                        consumer,
                    },
                    ctx,
                );
            }
        }
        Event::ReplyReady {
            connection,
            correlation,
            response,
        } => {
            let consumer = ctx.network.consumer(connection);
            ctx.reply(
                ReplyTo {
                    connection,
                    correlation,
                    consumer,
                },
                *response,
            );
        }
        Event::ResponseArrived {
            connection,
            correlation,
            response,
        } => {
            if ctx.network.is_open(connection) {
                let consumer = ctx.network.consumer(connection);
                actors.consumers[consumer.index()].on_response(
                    connection,
                    correlation,
                    *response,
                    ctx,
                );
            }
        }
        Event::AssignmentStored {
            group,
            generation_id,
        } => actors
            .broker
            .coordinator
            .on_assignment_stored(group, generation_id, ctx),
        Event::Timer(TimerKey::Consumer(consumer, timer)) => {
            actors.consumers[consumer.index()].on_timer(timer, ctx);
        }
        Event::Timer(TimerKey::Fetch(connection)) => actors.broker.on_fetch_timer(connection, ctx),
        Event::Timer(TimerKey::LogRetention) => actors.broker.on_retention_check(ctx),
        Event::Timer(TimerKey::OffsetExpiry) => actors.broker.coordinator.on_expiry_check(ctx),
        Event::Timer(key @ (TimerKey::Session(..) | TimerKey::Join(_) | TimerKey::Sync(_))) => {
            actors.broker.coordinator.on_timer(key, ctx);
        }
        Event::Timer(TimerKey::Deployment) => {
            deployment::on_timer(actors.deployment, actors.consumers, ctx);
        }
    }
}
