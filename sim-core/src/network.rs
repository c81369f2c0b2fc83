//! Links between consumers and the broker: latency, jitter, loss, cut links, and connections
//! on which the broker answers one request at a time, in order.
//!
//! A cut holds bytes back as TCP does: what is still wanted arrives after the heal; what the
//! client gave up (closed connection) never does. A lost message takes with it whatever follows in
//! its direction of the connection, because TCP keeps the order. MODEL: TCP's own back-off after a
//! heal and connection set-up cost nothing; on a cut link it takes `request.timeout.ms` to notice
//! that a connection does not come about.

mod faults;

pub(crate) use faults::Peer;

use std::collections::VecDeque;

use crate::command::{Link, Way};
use crate::effect::Fault;

use crate::event::{Cause, Correlation, Event};
use crate::ids::{ConnectionId, ConsumerId};
use crate::protocol::{Api, Request, Response};
use crate::queue::Queue;
use crate::rng::{Purpose, Stream};
use crate::scenario::NetworkSpec;
use crate::time::{SimDuration, SimTime};
use crate::view::CutView;

use faults::{Cuts, PlannedFault, Plans};

/// What a lost segment costs: Linux' minimal retransmission timeout.
const RETRANSMISSION: SimDuration = SimDuration::from_millis(200);

#[derive(Clone, Debug, Hash)]
enum Message {
    /// With what it is delayed by.
    Up(Correlation, Box<Request>, SimDuration),
    Down(Correlation, Box<Response>),
}

/// What goes on getting lost on a connection, as TCP keeps the order.
#[derive(Clone, Debug, Default, Hash)]
struct Losses {
    /// A request was lost: nothing more reaches the broker.
    requests: bool,
    /// An answer was lost: no later one reaches the client.
    answers: bool,
    /// Requests whose answers will be lost.
    answers_to: Vec<Correlation>,
}

#[derive(Clone, Debug, Hash)]
struct Connection {
    consumer: ConsumerId,
    peer: Peer,
    /// The client opens it then, after the backoff.
    opens_at: SimTime,
    /// Something went through: the client has reached the broker.
    is_established: bool,
    losses: Losses,
    /// False once the client end is closed.
    is_open: bool,
    /// The broker is working on (or parks) a request of this connection.
    is_muted: bool,
    waiting: VecDeque<(Correlation, Box<Request>)>,
    held: VecDeque<Message>,
    last_up: SimTime,
    last_down: SimTime,
}

#[derive(Clone, Debug, Hash)]
pub(crate) struct Network {
    connections: Vec<Connection>,
    cuts: Vec<Cuts>,
    plans: Plans,
    latency: SimDuration,
    jitter_us: u64,
    loss_per_million: u32,
    rng: Stream,
}

impl Network {
    pub(crate) fn new(spec: &NetworkSpec, seed: u64) -> Self {
        Self {
            connections: Vec::new(),
            cuts: Vec::new(),
            plans: Plans::default(),
            latency: SimDuration::from_micros(spec.latency_us),
            jitter_us: spec.jitter_us,
            loss_per_million: spec.loss_per_million,
            rng: Stream::new(seed, Purpose::Network),
        }
    }

    pub(crate) fn open(
        &mut self,
        consumer: ConsumerId,
        peer: Peer,
        opens_at: SimTime,
    ) -> ConnectionId {
        let id = ConnectionId::from_index(self.connections.len());
        self.connections.push(Connection {
            consumer,
            peer,
            opens_at,
            is_established: false,
            losses: Losses::default(),
            is_open: true,
            is_muted: false,
            waiting: VecDeque::new(),
            held: VecDeque::new(),
            last_up: SimTime::ZERO,
            last_down: SimTime::ZERO,
        });
        id
    }

    /// The client end closes. Requests the broker already has are still carried out.
    pub(crate) fn close(&mut self, id: ConnectionId) {
        let connection = &mut self.connections[id.index()];
        connection.is_open = false;
        connection.held.clear();
    }

    pub(crate) fn consumer(&self, id: ConnectionId) -> ConsumerId {
        self.connections[id.index()].consumer
    }

    /// Whether anything ever went through a connection.
    pub(crate) fn is_established(&self, id: ConnectionId) -> bool {
        self.connections[id.index()].is_established
    }

    fn cuts_of(&self, consumer: ConsumerId) -> Cuts {
        self.cuts.get(consumer.index()).copied().unwrap_or_default()
    }

    /// What is cut, if anything is.
    pub(crate) fn cut_view(&self, consumer: ConsumerId) -> Option<CutView> {
        let cuts = self.cuts_of(consumer);
        (cuts != Cuts::default()).then(|| CutView {
            coordinator: cuts.way_of(Peer::Coordinator),
            data: cuts.way_of(Peer::Data),
        })
    }

    /// Whether anything is wrong, now or planned.
    pub(crate) fn is_ill(&self, consumer: ConsumerId) -> bool {
        self.cuts_of(consumer) != Cuts::default() || self.plans.has_any(consumer)
    }

    /// Cuts a part of the links, in addition to what is cut. False if it was cut already.
    pub(crate) fn cut(&mut self, consumer: ConsumerId, link: Link, way: Way) -> bool {
        let before = self.cuts_of(consumer);
        let after = before.with(Cuts::of(link, way));
        if self.cuts.len() <= consumer.index() {
            self.cuts.resize(consumer.index() + 1, Cuts::default());
        }
        self.cuts[consumer.index()] = after;
        before != after
    }

    /// Makes everything whole; what was held back is sent now.
    pub(crate) fn heal(
        &mut self,
        consumer: ConsumerId,
        now: SimTime,
        cause: Cause,
        queue: &mut Queue,
    ) {
        self.plans.forget(consumer);
        if let Some(cuts) = self.cuts.get_mut(consumer.index()) {
            *cuts = Cuts::default();
        }
        for index in 0..self.connections.len() {
            if self.connections[index].consumer != consumer {
                continue;
            }
            let id = ConnectionId::from_index(index);
            for message in std::mem::take(&mut self.connections[index].held) {
                self.transmit(id, message, now, cause, queue);
            }
        }
    }

    /// The consumer's next request of that kind will fail.
    pub(crate) fn plan_fault(
        &mut self,
        consumer: ConsumerId,
        api: Api,
        fault: Fault,
        by: SimDuration,
    ) {
        self.plans.plan(PlannedFault {
            consumer,
            api,
            fault,
            by,
        });
    }

    /// Sends a request; returns when it will arrive, unless the link is cut or it is lost, and what
    /// went wrong as planned.
    pub(crate) fn send(
        &mut self,
        id: ConnectionId,
        correlation: Correlation,
        request: Request,
        now: SimTime,
        cause: Cause,
        queue: &mut Queue,
    ) -> (Option<SimTime>, Option<Fault>) {
        let plan = self.plans.take(self.consumer(id), request.api());
        let connection = &mut self.connections[id.index()];
        let mut delay = SimDuration::ZERO;
        match plan.map(|plan| plan.fault) {
            Some(Fault::RequestLost) => connection.losses.requests = true,
            Some(Fault::AnswerLost) => connection.losses.answers_to.push(correlation),
            Some(Fault::RequestDelayed) => delay = plan.map(|plan| plan.by).unwrap_or_default(),
            None => {}
        }
        // A lost answer is told when it is lost.
        let told = plan
            .map(|plan| plan.fault)
            .filter(|fault| *fault != Fault::AnswerLost);
        if connection.losses.requests {
            return (None, told);
        }
        let message = Message::Up(correlation, Box::new(request), delay);
        (self.carry(id, message, now, cause, queue), told)
    }

    /// Answers the request the connection is muted for, and lets the next waiting one in.
    pub(crate) fn reply(
        &mut self,
        id: ConnectionId,
        correlation: Correlation,
        response: Response,
        now: SimTime,
        cause: Cause,
        queue: &mut Queue,
    ) -> (Option<SimTime>, Option<Fault>) {
        let connection = &mut self.connections[id.index()];
        connection.is_muted = false;
        if let Some((next, request)) = connection.waiting.pop_front() {
            // Stays muted for it, so that nothing overtakes.
            connection.is_muted = true;
            queue.push(
                now,
                cause,
                Event::RequestArrived {
                    connection: id,
                    correlation: next,
                    request,
                    queued: true,
                },
            );
        }
        if !connection.is_open || connection.losses.answers {
            return (None, None);
        }
        if connection.losses.answers_to.contains(&correlation) {
            connection.losses.answers = true;
            return (None, Some(Fault::AnswerLost));
        }
        let message = Message::Down(correlation, Box::new(response));
        (self.carry(id, message, now, cause, queue), None)
    }

    /// A request reached the broker. Returns it if the broker may work on it now.
    pub(crate) fn admit(
        &mut self,
        id: ConnectionId,
        correlation: Correlation,
        request: Box<Request>,
        queued: bool,
    ) -> Option<Box<Request>> {
        let connection = &mut self.connections[id.index()];
        if connection.is_muted && !queued {
            connection.waiting.push_back((correlation, request));
            return None;
        }
        connection.is_muted = true;
        Some(request)
    }

    /// Whether a response that arrives now still has a reader.
    pub(crate) fn is_open(&self, id: ConnectionId) -> bool {
        self.connections[id.index()].is_open
    }

    fn carry(
        &mut self,
        id: ConnectionId,
        message: Message,
        now: SimTime,
        cause: Cause,
        queue: &mut Queue,
    ) -> Option<SimTime> {
        let cuts = self.cuts_of(self.consumer(id));
        let connection = &mut self.connections[id.index()];
        let peer = connection.peer;
        let is_held = match message {
            // A connection comes about only if both directions work.
            Message::Up(..) if !connection.is_established => {
                cuts.holds_up(peer) || cuts.holds_down(peer)
            }
            Message::Up(..) => cuts.holds_up(peer),
            Message::Down(..) => cuts.holds_down(peer),
        };
        if is_held {
            connection.held.push_back(message);
            return None;
        }
        Some(self.transmit(id, message, now, cause, queue))
    }

    fn transmit(
        &mut self,
        id: ConnectionId,
        message: Message,
        now: SimTime,
        cause: Cause,
        queue: &mut Queue,
    ) -> SimTime {
        let mut delay = self.latency;
        if self.jitter_us > 0 {
            delay += SimDuration::from_micros(self.rng.below(self.jitter_us + 1));
        }
        if self.loss_per_million > 0 {
            while self.rng.below(1_000_000) < u64::from(self.loss_per_million) {
                delay += RETRANSMISSION;
            }
        }
        let connection = &mut self.connections[id.index()];
        match message {
            Message::Up(correlation, request, by) => {
                connection.is_established = true;
                let sent = now.max(connection.opens_at);
                let at = sent.after(delay).after(by).max(connection.last_up);
                connection.last_up = at;
                queue.push(
                    at,
                    cause,
                    Event::RequestArrived {
                        connection: id,
                        correlation,
                        request,
                        queued: false,
                    },
                );
                at
            }
            Message::Down(correlation, response) => {
                let at = now.after(delay).max(connection.last_down);
                connection.last_down = at;
                queue.push(
                    at,
                    cause,
                    Event::ResponseArrived {
                        connection: id,
                        correlation,
                        response,
                    },
                );
                at
            }
        }
    }
}
