//! Where the threads of a process are now.

use super::{Place, Thread, ThreadView};
use crate::consumer::{AfterCommit, App, CallbackKind, Client, Consumer};
use crate::time::{SimDuration, SimTime};

/// The application thread first, then workers, then the heartbeat thread. A frozen process stands
/// still.
pub(super) fn threads(consumer: &Consumer, now: SimTime) -> Vec<ThreadView> {
    let now = consumer.frozen_since.unwrap_or(now);
    let Some(client) = consumer.client.as_deref() else {
        return Vec::new();
    };
    let mut threads = vec![application(client, now)];
    if let Some(workers) = &client.workers {
        let in_work = workers.jobs().map(|(worker, started, ends)| ThreadView {
            left: Some(ends.since(now)),
            total: Some(ends.since(started)),
            ..waiting(Thread::Worker(worker), Place::Worker)
        });
        threads.extend(in_work);
    }
    if client.heartbeat.is_enabled {
        let total = client.config.heartbeat_interval;
        threads.push(ThreadView {
            left: Some(client.heartbeat.due().since(now).min(total)),
            total: Some(total),
            ..waiting(Thread::Heartbeat, Place::HeartbeatWait)
        });
    }
    threads
}

fn waiting(thread: Thread, place: Place) -> ThreadView {
    ThreadView {
        thread,
        place,
        left: None,
        total: None,
        records: None,
    }
}

fn application(client: &Client, now: SimTime) -> ThreadView {
    let place = match &client.app {
        App::Off => Place::Construct,
        App::Polling { .. } | App::Idle | App::Turning | App::Stuck => Place::Poll,
        App::Processing(_) => Place::Record,
        App::HandingOver { .. } => Place::HandOver,
        App::Committing { then } => match then {
            AfterCommit::Begin(_) => Place::CommitBefore,
            AfterCommit::GoOn(_) => Place::CommitInLoop,
            AfterCommit::Loop => Place::Commit,
            AfterCommit::Close => Place::CommitOnClose,
        },
        App::Listening(callback) => match callback.kind {
            CallbackKind::Assigned => Place::Assigned,
            CallbackKind::Revoked => Place::Revoked,
            CallbackKind::Lost => Place::Lost,
        },
        App::Closing(_) => Place::Close,
    };
    let view = waiting(Thread::Application, place);
    match &client.app {
        App::Polling { until, .. } => ThreadView {
            left: Some(until.since(now)),
            total: Some(client.poll_timeout),
            ..view
        },
        App::Processing(batch) => {
            let (left, total) = batch.record_in_hand(now);
            ThreadView {
                left: Some(left),
                total: Some(total),
                records: Some((batch.done_at(now), batch.total)),
                ..view
            }
        }
        App::Listening(callback) => ThreadView {
            left: callback.until().map(|until: SimTime| until.since(now)),
            total: Some(callback.length()).filter(|length| *length > SimDuration::ZERO),
            ..view
        },
        App::Off
        | App::Idle
        | App::Turning
        | App::Stuck
        | App::HandingOver { .. }
        | App::Committing { .. }
        | App::Closing(_) => view,
    }
}
