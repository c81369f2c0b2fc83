//! Life of the process: start, kill, freeze, thaw, and what its timers wake.

use std::collections::VecDeque;
use std::sync::Arc;

use super::async_commits::AsyncCommits;
use super::cpu::Cpu;
use super::pace::PaceCache;
use super::program::{Progress, emit_processed};
use super::workers::Workers;
use super::{
    AfterCommit, App, AppCall, AssignedPartition, Client, Committer, Consumer, CoordinatorLookup,
    Costs, Fetcher, Heartbeat, Life, Membership, Program,
};
use crate::command::CloseHow;
use crate::config::ConsumerConfig;
use crate::ctx::Ctx;
use crate::effect::{Effect, ProcessEnd};
use crate::event::{ConsumerTimer, Correlation, TimerKey};
use crate::ids::{ConnectionId, ConsumerId, GroupId, TopicId};
use crate::network::Peer;
use crate::protocol::Response;
use crate::rng::{Purpose, Stream};
use crate::scenario::{ProcessingTime, ProgramSpec};
use crate::time::{SimDuration, SimTime};

const TIMERS: [ConsumerTimer; 8] = [
    ConsumerTimer::Start,
    ConsumerTimer::Started,
    ConsumerTimer::PollWake,
    ConsumerTimer::BatchDone,
    ConsumerTimer::HeartbeatThread,
    ConsumerTimer::RequestTimeout,
    ConsumerTimer::CallWake,
    ConsumerTimer::Workers,
];

impl Consumer {
    #[expect(
        clippy::too_many_arguments,
        reason = "each comes from another part of the scenario"
    )]
    pub(crate) fn new(
        id: ConsumerId,
        name: Arc<str>,
        group: GroupId,
        topics: Arc<[TopicId]>,
        config: ConsumerConfig,
        (next_program, pod_restart): (ProgramSpec, SimDuration),
        costs: Costs,
        seed: u64,
    ) -> Self {
        Self {
            id,
            name,
            group,
            next_group: group,
            topics,
            pattern: None,
            assign: Arc::from([]),
            next_config: config,
            program: Program::new(&next_program, pod_restart),
            next_program,
            started_program: next_program,
            life: Life::NotStarted,
            life_since: SimTime::ZERO,
            frozen_since: None,
            is_cut: false,
            client: None,
            deferred: Vec::new(),
            costs,
            cpu: Cpu::NORMAL,
            seed,
            starts: 0,
            dead_letters: 0,
        }
    }

    pub(super) fn timer(&self, timer: ConsumerTimer) -> TimerKey {
        TimerKey::Consumer(self.id, timer)
    }

    fn live_to(&mut self, life: Life, ctx: &Ctx<'_>) {
        self.life = life;
        self.life_since = ctx.now;
    }

    /// Starts the process now.
    pub(crate) fn start(&mut self, ctx: &mut Ctx<'_>) {
        assert!(!self.life.is_alive(), "a running process cannot start");
        // A start that was also planned for later is void.
        ctx.cancel_timer(self.timer(ConsumerTimer::Start));
        self.starts += 1;
        self.program = Program::new(&self.next_program, self.program.pod_restart);
        self.started_program = self.next_program;
        self.group = self.next_group;
        self.live_to(Life::Starting, ctx);
        let client = Client::new(self, ctx);
        self.client = Some(Box::new(client));
        ctx.emit(Effect::ProcessStarted { consumer: self.id });
        ctx.set_timer(
            ctx.now.after(self.cpu.time(self.costs.start)),
            self.timer(ConsumerTimer::Started),
        );
    }

    pub(super) fn with_client(
        &mut self,
        ctx: &mut Ctx<'_>,
        act: impl FnOnce(&mut Client, &mut Ctx<'_>),
    ) {
        let Some(client) = self.client.as_deref_mut() else {
            return;
        };
        act(client, ctx);
        let is_closing = matches!(client.app, App::Closing(_));
        let exit = client.exit;
        ctx.is_mute = false;
        if let Some(how) = exit {
            self.abandon(ctx);
            self.end(how, ctx);
        } else if is_closing && self.life == Life::Running {
            self.live_to(Life::Closing, ctx);
        }
    }

    fn end(&mut self, how: ProcessEnd, ctx: &mut Ctx<'_>) {
        let mut comes_back = false;
        if let Some(client) = self.client.take() {
            if how == ProcessEnd::Killed {
                client.tell_unanswered_commits(ctx);
            }
            comes_back = client.comes_back;
            self.dead_letters = client.dead_letters;
            ctx.network.close(client.data_connection);
            ctx.network.close(client.coordinator_connection);
        }
        for timer in TIMERS {
            ctx.cancel_timer(self.timer(timer));
        }
        self.deferred.clear();
        self.frozen_since = None;
        self.live_to(
            match how {
                ProcessEnd::Killed => Life::Killed,
                ProcessEnd::Closed => Life::Closed,
                ProcessEnd::Failed(error) => Life::Failed(error),
            },
            ctx,
        );
        ctx.emit(Effect::ProcessEnded {
            consumer: self.id,
            how,
        });
        if comes_back {
            let at = ctx.now.after(self.program.pod_restart);
            ctx.set_timer(at, self.timer(ConsumerTimer::Start));
        }
    }

    pub(crate) fn on_response(
        &mut self,
        connection: ConnectionId,
        correlation: Correlation,
        response: Response,
        ctx: &mut Ctx<'_>,
    ) {
        self.with_client(ctx, |client, ctx| {
            client.on_response(connection, correlation, response, ctx);
        });
    }

    pub(crate) fn on_timer(&mut self, timer: ConsumerTimer, ctx: &mut Ctx<'_>) {
        if self.frozen_since.is_some() {
            self.deferred.push(timer);
            return;
        }
        match timer {
            ConsumerTimer::Start => self.start(ctx),
            ConsumerTimer::Started => {
                self.live_to(Life::Running, ctx);
                self.with_client(ctx, Client::begin);
            }
            ConsumerTimer::PollWake => self.with_client(ctx, Client::on_poll_wake),
            ConsumerTimer::BatchDone => self.with_client(ctx, Client::on_batch_done),
            ConsumerTimer::HeartbeatThread => self.with_client(ctx, Client::on_heartbeat_thread),
            ConsumerTimer::RequestTimeout => self.with_client(ctx, Client::on_request_timeout),
            ConsumerTimer::CallWake => self.with_client(ctx, Client::on_call_wake),
            ConsumerTimer::Workers => self.with_client(ctx, Client::on_workers),
        }
    }

    /// `kill -9`: what is finished counts, the rest of the batch is nobody's.
    pub(crate) fn kill(&mut self, ctx: &mut Ctx<'_>) {
        let at = self.frozen_since.unwrap_or(ctx.now);
        if let Some(client) = self.client.as_deref_mut()
            && let App::Processing(batch) = &mut client.app
        {
            let done = batch.done_at(at);
            emit_processed((self.id, self.group), batch, (done, at), ctx);
        }
        self.abandon(ctx);
        self.end(ProcessEnd::Killed, ctx);
    }

    fn abandon(&self, ctx: &mut Ctx<'_>) {
        let Some(client) = self.client.as_deref() else {
            return;
        };
        let mut rest = match &client.app {
            App::Processing(batch) => batch.rest_at(self.frozen_since.unwrap_or(ctx.now)),
            App::Committing {
                then: AfterCommit::Begin(ranges),
            } => ranges.to_vec(),
            App::Committing {
                then: AfterCommit::GoOn(batch),
            } => batch.between(batch.done(), batch.total),
            App::Committing {
                then: AfterCommit::Loop | AfterCommit::Close,
            }
            | App::Listening(_)
            | App::Stuck
            | App::Turning
            | App::Off
            | App::Polling { .. }
            | App::Idle
            | App::Closing(_) => Vec::new(),
            App::HandingOver { rest, .. } => rest.iter().copied().collect(),
        };
        rest.extend(client.workers.iter().flat_map(Workers::in_hand));
        for range in rest {
            ctx.emit(Effect::RecordsAbandoned {
                consumer: self.id,
                group: self.group,
                range,
            });
        }
    }

    pub(crate) fn freeze(&mut self, ctx: &mut Ctx<'_>) {
        self.frozen_since = Some(ctx.now);
        if let Some(client) = self.client.as_deref_mut() {
            client.is_frozen = true;
        }
        ctx.emit(Effect::Frozen { consumer: self.id });
    }

    /// Every thread goes on with the clock it finds.
    pub(crate) fn thaw(&mut self, ctx: &mut Ctx<'_>) {
        let Some(since) = self.frozen_since.take() else {
            return;
        };
        ctx.emit(Effect::Thawed { consumer: self.id });
        let deferred = std::mem::take(&mut self.deferred);
        let batch_timer = self.timer(ConsumerTimer::BatchDone);
        if let Some(client) = self.client.as_deref_mut() {
            client.is_frozen = false;
            if let App::Processing(batch) = &mut client.app {
                batch.resume(since, ctx.now);
                ctx.set_timer(batch.stops_at(), batch_timer);
            }
        }
        for timer in deferred {
            if timer != ConsumerTimer::BatchDone {
                self.on_timer(timer, ctx);
            }
        }
        self.with_client(ctx, |client, ctx| {
            if !client.inbox.is_empty() {
                client.wake_readers(ctx);
            }
            client.answer_calls(ctx);
        });
    }

    /// A call the application makes when it is next free; `poll()` is woken up for it.
    pub(crate) fn call(&mut self, call: AppCall, ctx: &mut Ctx<'_>) {
        self.with_client(ctx, |client, ctx| {
            client.calls.push_back(call);
            client.answer_calls(ctx);
        });
    }

    pub(crate) fn block(&mut self, sleep: SimDuration, ctx: &mut Ctx<'_>) {
        let timer = self.timer(ConsumerTimer::BatchDone);
        let at = self.frozen_since.unwrap_or(ctx.now);
        let Some(client) = self.client.as_deref_mut() else {
            return;
        };
        if let App::Processing(batch) = &mut client.app
            && batch.block(sleep, at)
        {
            ctx.set_timer(batch.stops_at(), timer);
        } else {
            client.pending_block += sleep;
        }
    }

    pub(crate) fn set_processing(&mut self, processing: ProcessingTime, ctx: &mut Ctx<'_>) {
        self.program.processing = processing;
        let processing = self.cpu.processing(processing);
        let timer = self.timer(ConsumerTimer::BatchDone);
        let is_frozen = self.frozen_since.is_some();
        let Some(client) = self.client.as_deref_mut() else {
            return;
        };
        client.processing = processing;
        let pace = client.pace(ctx);
        if let App::Processing(batch) = &mut client.app
            && !is_frozen
        {
            batch.set_pace(pace, ctx.now);
            ctx.set_timer(batch.stops_at(), timer);
        }
    }
}

impl Consumer {
    /// From the next record on; a new process finds the same CPU.
    pub(crate) fn slow_cpu(&mut self, percent: u32, ctx: &mut Ctx<'_>) {
        self.cpu = Cpu::at_percent(percent);
        self.set_processing(self.program.processing, ctx);
    }
}

impl Client {
    #[expect(clippy::too_many_lines, reason = "one line per field")]
    fn new(consumer: &Consumer, ctx: &mut Ctx<'_>) -> Self {
        let config = consumer.next_config.clone();
        let own_seed =
            consumer.seed ^ (u64::from(consumer.id.0) << 32 | u64::from(consumer.starts));
        Self {
            id: consumer.id,
            group: consumer.group,
            stands_alone: !consumer.assign.is_empty(),
            poll_timeout: consumer.program.poll_timeout,
            processing: consumer.cpu.processing(consumer.program.processing),
            seed: consumer.seed,
            costs: consumer.costs,
            is_frozen: false,
            commit_style: consumer.program.commit,
            listener: consumer.program.listener,
            app: App::Off,
            membership: Membership::new(),
            coordinator: CoordinatorLookup::Unknown {
                retry_at: SimTime::ZERO,
            },
            heartbeat: Heartbeat::new(config.retry_backoff, consumer.costs.timer_slack),
            subscription: consumer.topics.clone(),
            pattern: consumer.pattern.clone(),
            is_pattern_fresh: false,
            assigned: consumer
                .assign
                .iter()
                .map(|id| AssignedPartition::new(*id))
                .collect(),
            last_given: None,
            leader_max_generation: -1,
            fetcher: Fetcher::new(),
            // The timer starts with the constructor (C.3).
            committer: Committer {
                auto_due: ctx.now.after(config.auto_commit_interval),
                sync: None,
                async_commits: AsyncCommits::default(),
            },
            progress: Progress::default(),
            pace_cache: PaceCache::default(),
            workers: consumer.program.workers.map(Workers::new),
            on_poison: consumer.program.on_poison,
            dead_letters: consumer.dead_letters,
            comes_back: false,
            metadata: Vec::new(),
            metadata_due: SimTime::ZERO,
            metadata_in_flight: false,
            pending_assignment: None,
            data_connection: ctx.network.open(consumer.id, Peer::Data, ctx.now),
            coordinator_connection: ctx.network.open(consumer.id, Peer::Coordinator, ctx.now),
            reconnect_at: SimTime::ZERO,
            data_failures: 0,
            coordinator_failures: 0,
            reconnect_jitter: Stream::new(own_seed, Purpose::Reconnect),
            in_flight: Vec::new(),
            next_correlation: 0,
            inbox: VecDeque::new(),
            calls: VecDeque::new(),
            close_by: SimTime::MAX,
            close_how: CloseHow::Default,
            close_timeout: None,
            crash_at: None,
            has_to_throw: false,
            is_woken: false,
            pending_block: SimDuration::ZERO,
            fatal: None,
            failed_with: None,
            exit: None,
            backoff: Stream::new(own_seed, Purpose::Backoff),
            lookup_failures: 0,
            last_error: None,
            config,
        }
    }

    /// The constructor is through: first metadata and coordinator lookup, then the loop.
    fn begin(&mut self, ctx: &mut Ctx<'_>) {
        self.refresh_metadata_if_due(ctx);
        if self.stands_alone {
            let partitions = self.assigned.iter().map(|partition| partition.id).collect();
            ctx.emit(Effect::PartitionsTaken {
                consumer: self.id,
                partitions,
            });
        }
        self.top_of_loop(ctx);
    }

    fn on_request_timeout(&mut self, ctx: &mut Ctx<'_>) {
        self.expire_requests(ctx);
        self.arm_request_timeout(ctx);
        if !self.inbox.is_empty() {
            self.wake_readers(ctx);
        }
    }

    /// Leaves `poll()` for the calls that wait, if that is possible now.
    pub(super) fn answer_calls(&mut self, ctx: &mut Ctx<'_>) {
        let is_free = matches!(self.app, App::Polling { .. } | App::Idle);
        if is_free && !self.is_frozen && !self.calls.is_empty() {
            ctx.cancel_timer(self.timer(ConsumerTimer::PollWake));
            self.top_of_loop(ctx);
        }
    }

    fn on_call_wake(&mut self, ctx: &mut Ctx<'_>) {
        match self.app {
            App::Committing { .. } => self.continue_commit(ctx),
            App::Closing(_) => self.continue_close(ctx),
            App::Listening(_) => self.continue_listening(ctx),
            App::Turning => self.top_of_loop(ctx),
            App::Off
            | App::Polling { .. }
            | App::Idle
            | App::Stuck
            | App::Processing(_)
            | App::HandingOver { .. } => {}
        }
    }
}
