//! A consumer's program as the Java a person would write for exactly these settings, and where
//! its threads are in it.
//!
//! Deliberately lacks words about it: what is no Java is named, and the page finds the words.

mod java;
mod threads;

use crate::command::CrashPoint;
use crate::ids::ConsumerId;
use crate::simulation::Simulation;
use crate::time::SimDuration;
use java::Reads;

/// The program that a consumer runs, or would run next.
pub(crate) fn listing(simulation: &Simulation, consumer: ConsumerId) -> Listing {
    let world = &simulation.world;
    let directory = &world.directory;
    let consumer = &world.consumers[consumer.index()];
    let (config, program) = match consumer.client.as_deref() {
        Some(client) => (&client.config, &consumer.started_program),
        None => (&consumer.next_config, &consumer.next_program),
    };
    let reads = if !consumer.assign.is_empty() {
        let one = |id| {
            let tp = directory.topic_partition(id);
            (directory.topic_name(tp.topic).to_string(), tp.partition)
        };
        Reads::Partitions(consumer.assign.iter().map(|id| one(*id)).collect())
    } else if let Some(pattern) = &consumer.pattern {
        Reads::Pattern(pattern.text().to_owned())
    } else {
        let name = |id| directory.topic_name(id).to_string();
        Reads::Topics(consumer.topics.iter().map(|id| name(*id)).collect())
    };
    let group = &world.group_names[consumer.group.index()];
    java::write(simulation.release(), group, config, program, &reads)
}

/// Where its threads are.
pub(crate) fn threads(simulation: &Simulation, consumer: ConsumerId) -> Vec<ThreadView> {
    let consumer = &simulation.world.consumers[consumer.index()];
    threads::threads(consumer, simulation.now())
}

/// The program, line by line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listing {
    /// From top to bottom.
    pub lines: Vec<CodeLine>,
}

/// A line of the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CodeLine {
    /// Java lines are numbered; what happens inside the library is not.
    pub number: Option<u32>,
    /// Levels of indentation.
    pub indent: u8,
    /// What stands there.
    pub text: CodeText,
    /// Which place of the program it is, if threads are ever seen there.
    pub place: Option<Place>,
    /// It sets a key to something else than its default.
    pub is_changed: bool,
}

/// What stands on a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeText {
    /// Java.
    Java(String),
    /// So many keys are at their defaults.
    KeysAtDefault(usize),
    /// Inside `poll()`: the automatic commit, with `auto.commit.interval.ms`.
    AutoCommit(SimDuration),
    /// Heading: the rebalance listener, on the application thread.
    ListenerHeading,
    /// Heading: so many worker threads.
    WorkersHeading(u32),
    /// Heading: the heartbeat thread, inside the library.
    HeartbeatHeading,
}

/// A place of the program at which a thread can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// The constructor.
    Construct,
    /// `poll()`.
    Poll,
    /// The automatic commit inside it.
    AutoCommit,
    /// A commit before the batch is processed.
    CommitBefore,
    /// The head of the loop over the batch.
    Loop,
    /// A record is processed, by the application thread.
    Record,
    /// A record is handed to the workers.
    HandOver,
    /// A commit inside the loop over the batch.
    CommitInLoop,
    /// A commit after the batch.
    Commit,
    /// The last commit before `close()`.
    CommitOnClose,
    /// `close()`.
    Close,
    /// `onPartitionsAssigned`.
    Assigned,
    /// `onPartitionsRevoked`.
    Revoked,
    /// `onPartitionsLost`.
    Lost,
    /// A record is processed, by a worker.
    Worker,
    /// The heartbeat thread waits.
    HeartbeatWait,
    /// It sends.
    HeartbeatSend,
}

impl Place {
    /// Where a process dies that is killed at its next visit.
    pub const fn crash_point(self) -> Option<CrashPoint> {
        match self {
            Self::Construct | Self::HeartbeatWait | Self::HandOver | Self::CommitOnClose => None,
            Self::Poll => Some(CrashPoint::BeforePoll),
            Self::AutoCommit => Some(CrashPoint::AutoCommit),
            Self::Loop => Some(CrashPoint::BatchBegin),
            Self::Record | Self::Worker => Some(CrashPoint::NextRecord),
            Self::CommitBefore | Self::CommitInLoop | Self::Commit => {
                Some(CrashPoint::BeforeCommit)
            }
            Self::Close => Some(CrashPoint::BeforeClose),
            Self::Assigned => Some(CrashPoint::InAssigned),
            Self::Revoked => Some(CrashPoint::InRevoked),
            Self::Lost => Some(CrashPoint::InLost),
            Self::HeartbeatSend => Some(CrashPoint::Heartbeat),
        }
    }
}

/// Which thread.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thread {
    /// The one that calls `poll()`.
    Application,
    /// The library's own.
    Heartbeat,
    /// A worker, from 0.
    Worker(u32),
}

/// Where a thread is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ThreadView {
    /// Which.
    pub thread: Thread,
    /// Where.
    pub place: Place,
    /// Until it goes on by itself; None while it waits for somebody else.
    pub left: Option<SimDuration>,
    /// The whole of that time.
    pub total: Option<SimDuration>,
    /// Records of the batch that are finished, and all of them.
    pub records: Option<(u64, u64)>,
}
