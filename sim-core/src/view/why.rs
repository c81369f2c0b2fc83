//! Questions and their answers: what is asked about, the chain of causes, the log as a figure.
//!
//! Deliberately lacks the rules that find a chain; they are in `explain`.

use locale::Text;

use crate::ids::{ConsumerId, EventId, PartitionId};
use crate::time::SimTime;

/// What a question is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// Whatever matters most now.
    Now,
    /// A partition: why stopped, twice, or read by this one.
    Partition(PartitionId),
    /// A consumer: why in this state.
    Consumer(ConsumerId),
    /// A single event.
    Event(EventId),
}

/// Answer of the Why panel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyView {
    /// The question.
    pub question: Text,
    /// Short answer.
    pub answer: Text,
    /// Log of the partition in question.
    pub log: Option<LogFigure>,
    /// Chain from the first cause to now, and what comes next.
    pub steps: Vec<WhyStep>,
    /// What went wrong, if the question is about that.
    pub harm: Option<Harm>,
}

/// What one would rather not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Harm {
    /// Nobody reads.
    Stopped,
    /// Records were processed more than once.
    Twice,
    /// Records were lost.
    Lost,
}

/// Offsets of one partition as a bar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogFigure {
    /// The partition.
    pub partition: PartitionId,
    /// Committed.
    pub committed_offset: u64,
    /// Processed furthest.
    pub processed_offset: u64,
    /// Log end.
    pub log_end_offset: u64,
    /// Whose processing is uncommitted.
    pub reader: Option<ConsumerId>,
}

/// One step of the chain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyStep {
    /// When; None for "next".
    pub at: Option<SimTime>,
    /// Mark.
    pub mark: WhyMark,
    /// Bold start of the sentence.
    pub fact: Text,
    /// Rest of it.
    pub because: Text,
    /// Setting that decides, as (key, value, default).
    pub setting: Option<(&'static str, String, String)>,
    /// Event to jump to.
    pub event: Option<EventId>,
}

/// Marks of the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyMark {
    /// You did it (diamond).
    You,
    /// The system did it (ring).
    System,
    /// Now (target).
    Now,
    /// Forecast (dotted).
    Next,
}
