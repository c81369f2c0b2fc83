//! What the queue delivers, and why it was scheduled.

use crate::ids::{ConnectionId, ConsumerId, EventId, GroupId, MemberId};
use crate::protocol::{Request, Response};

/// Who is to blame for an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It stood in the scenario.
    Scenario,
    /// Somebody acted.
    Command(EventId),
    /// An earlier event.
    Event(EventId),
}

/// Which request of a connection.
pub(crate) type Correlation = u32;

#[derive(Clone, Debug, Hash)]
pub(crate) enum Event {
    /// A request reaches the broker's socket; `queued` = it waited there behind another one.
    RequestArrived {
        connection: ConnectionId,
        correlation: Correlation,
        request: Box<Request>,
        queued: bool,
    },
    /// A response that had to wait for the coordinator's log is ready.
    ReplyReady {
        connection: ConnectionId,
        correlation: Correlation,
        response: Box<Response>,
    },
    /// A response reaches the client's socket.
    ResponseArrived {
        connection: ConnectionId,
        correlation: Correlation,
        response: Box<Response>,
    },
    /// The group record of this generation is written and replicated.
    AssignmentStored { group: GroupId, generation_id: i32 },
    /// A timer fired.
    Timer(TimerKey),
}

/// Timers; setting a key again replaces the older one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum TimerKey {
    /// Coordinator: session (or new-member, or pending-id) timer.
    Session(GroupId, MemberId),
    /// Coordinator: end of the join phase or of a window of the initial delay.
    Join(GroupId),
    /// Coordinator: end of the sync phase.
    Sync(GroupId),
    /// Broker: a parked Fetch may be answerable.
    Fetch(ConnectionId),
    /// A consumer's own timers.
    Consumer(ConsumerId, ConsumerTimer),
    /// The deployment's rolling restart looks at the pods.
    Deployment,
    /// Broker: `log.retention.check.interval.ms` is over.
    LogRetention,
    /// Coordinator: `offsets.retention.check.interval.ms` is over.
    OffsetExpiry,
}

impl TimerKey {
    /// A number of its own for each key.
    pub(crate) fn code(self) -> u64 {
        let (kind, a, b): (u64, u32, u32) = match self {
            Self::Session(group, member) => (0, group.0, member.0),
            Self::Join(group) => (1, group.0, 0),
            Self::Sync(group) => (2, group.0, 0),
            Self::Fetch(connection) => (3, connection.0, 0),
            Self::Consumer(consumer, timer) => (4, consumer.0, timer as u32),
            Self::Deployment => (5, 0, 0),
            Self::LogRetention => (6, 0, 0),
            Self::OffsetExpiry => (6, 1, 0),
        };
        kind << 61 | u64::from(a) << 32 | u64::from(b)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum ConsumerTimer {
    /// Process start requested by scenario or restart.
    Start,
    /// The client's start cost is over.
    Started,
    /// The application thread's wait inside `poll()` ends.
    PollWake,
    /// The batch in hand is finished.
    BatchDone,
    /// The heartbeat thread has something to do.
    HeartbeatThread,
    /// The oldest request in flight times out.
    RequestTimeout,
    /// A blocking call (commitSync, close) must retry or give up.
    CallWake,
    /// A worker thread is through with its record.
    Workers,
}
