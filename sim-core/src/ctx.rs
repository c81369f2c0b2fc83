//! An actor's only door out: time, messages, timers and effects.
//!
//! Deliberately lacks access to any other actor's state.

use crate::directory::Directory;
use crate::effect::{Effect, Fault};
use crate::event::{Cause, Correlation, Event, TimerKey};
use crate::ids::{ConnectionId, ConsumerId};
use crate::network::Network;
use crate::outside::OutsideStore;
use crate::protocol::{Api, Request, Response};
use crate::queue::Queue;
use crate::time::{SimDuration, SimTime};

/// Where an answer goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct ReplyTo {
    pub connection: ConnectionId,
    pub correlation: Correlation,
    /// For effects and views only; the protocol does not know it.
    pub consumer: ConsumerId,
}

#[derive(Debug)]
pub(crate) struct Ctx<'a> {
    pub now: SimTime,
    pub cause: Cause,
    pub queue: &'a mut Queue,
    pub network: &'a mut Network,
    pub directory: &'a Directory,
    pub outside: &'a mut OutsideStore,
    pub effects: &'a mut Vec<Effect>,
    /// The actor's process died in the middle of its handler: nothing gets out any more.
    pub is_mute: bool,
}

impl Ctx<'_> {
    pub(crate) fn emit(&mut self, effect: Effect) {
        if !self.is_mute {
            self.effects.push(effect);
        }
    }

    pub(crate) fn set_timer(&mut self, at: SimTime, key: TimerKey) {
        if !self.is_mute {
            self.queue.set_timer(at.max(self.now), self.cause, key);
        }
    }

    pub(crate) fn cancel_timer(&mut self, key: TimerKey) {
        self.queue.cancel_timer(key);
    }

    pub(crate) fn send(
        &mut self,
        connection: ConnectionId,
        correlation: Correlation,
        request: Request,
        delay: SimDuration,
    ) {
        if self.is_mute {
            return;
        }
        let api = request.api();
        let consumer = self.network.consumer(connection);
        let (arrives, fault) = self.network.send(
            connection,
            correlation,
            request,
            self.now.after(delay),
            self.cause,
            self.queue,
        );
        self.emit(Effect::RequestSent {
            consumer,
            api,
            arrives,
        });
        self.emit_fault(consumer, api, fault);
    }

    pub(crate) fn reply(&mut self, to: ReplyTo, response: Response) {
        let error = response.error();
        let api = response.api();
        let (arrives, fault) = self.network.reply(
            to.connection,
            to.correlation,
            response,
            self.now,
            self.cause,
            self.queue,
        );
        self.emit(Effect::ResponseSent {
            consumer: to.consumer,
            api,
            error,
            arrives,
        });
        self.emit_fault(to.consumer, api, fault);
    }

    fn emit_fault(&mut self, consumer: ConsumerId, api: Api, fault: Option<Fault>) {
        if let Some(fault) = fault {
            self.emit(Effect::MessageFailed {
                consumer,
                api,
                fault,
            });
        }
    }

    /// Answers later, when the coordinator's log write is replicated; the connection stays muted.
    pub(crate) fn reply_at(&mut self, at: SimTime, to: ReplyTo, response: Response) {
        if at <= self.now {
            self.reply(to, response);
        } else {
            self.queue.push(
                at,
                self.cause,
                Event::ReplyReady {
                    connection: to.connection,
                    correlation: to.correlation,
                    response: Box::new(response),
                },
            );
        }
    }
}
