//! Links between consumers and the broker: latency, jitter, loss, cut links, and connections
//! on which the broker answers one request at a time, in order.
//!
//! A cut holds bytes back as TCP does: what is still wanted arrives after the heal; what the
//! client gave up (closed connection) never does. MODEL: TCP's own back-off after a heal and
//! connection set-up cost nothing.

use std::collections::VecDeque;

use crate::event::{Cause, Correlation, Event};
use crate::ids::{ConnectionId, ConsumerId};
use crate::protocol::{Request, Response};
use crate::queue::Queue;
use crate::rng::{Purpose, Stream};
use crate::scenario::NetworkSpec;
use crate::time::{SimDuration, SimTime};

/// What a lost segment costs: Linux' minimal retransmission timeout.
const RETRANSMISSION: SimDuration = SimDuration::from_millis(200);

#[derive(Clone, Debug, Hash)]
enum Message {
    Up(Correlation, Box<Request>),
    Down(Correlation, Box<Response>),
}

#[derive(Clone, Debug, Hash)]
struct Connection {
    consumer: ConsumerId,
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
    cut: Vec<bool>,
    latency: SimDuration,
    jitter_us: u64,
    loss_per_million: u32,
    rng: Stream,
}

impl Network {
    pub(crate) fn new(spec: &NetworkSpec, seed: u64) -> Self {
        Self {
            connections: Vec::new(),
            cut: Vec::new(),
            latency: SimDuration::from_micros(spec.latency_us),
            jitter_us: spec.jitter_us,
            loss_per_million: spec.loss_per_million,
            rng: Stream::new(seed, Purpose::Network),
        }
    }

    pub(crate) fn open(&mut self, consumer: ConsumerId) -> ConnectionId {
        let id = ConnectionId::from_index(self.connections.len());
        self.connections.push(Connection {
            consumer,
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

    pub(crate) fn set_cut(
        &mut self,
        consumer: ConsumerId,
        is_cut: bool,
        now: SimTime,
        cause: Cause,
        queue: &mut Queue,
    ) {
        if self.cut.len() <= consumer.index() {
            self.cut.resize(consumer.index() + 1, false);
        }
        self.cut[consumer.index()] = is_cut;
        if is_cut {
            return;
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

    /// Sends a request; returns when it will arrive, unless the link is cut.
    pub(crate) fn send(
        &mut self,
        id: ConnectionId,
        correlation: Correlation,
        request: Request,
        now: SimTime,
        cause: Cause,
        queue: &mut Queue,
    ) -> Option<SimTime> {
        self.carry(
            id,
            Message::Up(correlation, Box::new(request)),
            now,
            cause,
            queue,
        )
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
    ) -> Option<SimTime> {
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
        if !connection.is_open {
            return None;
        }
        self.carry(
            id,
            Message::Down(correlation, Box::new(response)),
            now,
            cause,
            queue,
        )
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
        let connection = &mut self.connections[id.index()];
        if self
            .cut
            .get(connection.consumer.index())
            .copied()
            .unwrap_or(false)
        {
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
            Message::Up(correlation, request) => {
                let at = now.after(delay).max(connection.last_up);
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
