//! What the stage says: states, clocks, barriers and wires in words.
//!
//! Deliberately lacks the page; every function is from a view to text.

pub mod program;

use sim_core::scenario::{CommitStyle, ProcessingTime};
use sim_core::view::{
    Barrier, ClockView, ConsumerStatus, ConsumerView, CutView, GroupState, GroupView, LoopStep,
    SkipCause, WireView,
};
use sim_core::{SimDuration, SimTime};

use crate::format;
use crate::language::said;

/// How much a chip asks for attention.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Weight {
    /// Normal.
    #[default]
    Plain,
    /// At rest.
    Line,
    /// Inverted: look here.
    Loud,
}

impl Weight {
    /// CSS classes of the chip.
    pub fn class(self) -> &'static str {
        match self {
            Self::Plain => "chip",
            Self::Line => "chip chip--line",
            Self::Loud => "chip chip--solid",
        }
    }
}

/// True while no process of the consumer exists.
pub fn is_down(status: ConsumerStatus) -> bool {
    match status {
        ConsumerStatus::NotStarted
        | ConsumerStatus::Closed
        | ConsumerStatus::Killed
        | ConsumerStatus::Failed => true,
        ConsumerStatus::Starting
        | ConsumerStatus::Joining
        | ConsumerStatus::Reading
        | ConsumerStatus::Idle
        | ConsumerStatus::MustRejoin
        | ConsumerStatus::Rejoined
        | ConsumerStatus::Frozen
        | ConsumerStatus::NetworkCut
        | ConsumerStatus::PollIsLate
        | ConsumerStatus::Fenced
        | ConsumerStatus::Closing => false,
    }
}

/// Text and weight of a card's chip.
pub fn status(consumer: &ConsumerView) -> (String, Weight) {
    let since = || format::seconds(consumer.status_since);
    let (text, weight) = match consumer.status {
        ConsumerStatus::NotStarted => ("Not started".to_owned(), Weight::Line),
        ConsumerStatus::Starting => ("Starting".to_owned(), Weight::Line),
        ConsumerStatus::Joining => ("Joining".to_owned(), Weight::Plain),
        ConsumerStatus::Reading => ("Reading".to_owned(), Weight::Plain),
        ConsumerStatus::Idle => ("Idle, no partitions".to_owned(), Weight::Line),
        ConsumerStatus::MustRejoin => ("Must rejoin".to_owned(), Weight::Loud),
        ConsumerStatus::Rejoined => ("Rejoined".to_owned(), Weight::Plain),
        ConsumerStatus::Frozen => ("Frozen".to_owned(), Weight::Loud),
        ConsumerStatus::NetworkCut => {
            let label = consumer.cut.map(CutView::label);
            (said(&label.unwrap_or_default()), Weight::Loud)
        }
        ConsumerStatus::PollIsLate => ("Poll is late".to_owned(), Weight::Loud),
        ConsumerStatus::Fenced => ("Fenced".to_owned(), Weight::Loud),
        ConsumerStatus::Closing => ("Closing …".to_owned(), Weight::Line),
        ConsumerStatus::Closed => (format!("Closed at {}", since()), Weight::Line),
        ConsumerStatus::Killed => (format!("Killed at {}", since()), Weight::Line),
        ConsumerStatus::Failed => (format!("Failed at {}", since()), Weight::Loud),
    };
    (text, weight)
}

/// A clock as a meter: text, filled share in thousandths, and how it looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meter {
    /// `9.1 s left`, `expired`, `never`.
    pub text: String,
    /// What is left, in thousandths.
    pub permille: u16,
    /// Below 30 %.
    pub low: bool,
    /// Nothing left, or no clock at all: hatched.
    pub out: bool,
}

impl Meter {
    fn out(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            out: true,
            ..Self::default()
        }
    }

    fn running(clock: ClockView) -> Self {
        let (left, total) = (clock.left.as_micros(), clock.total.as_micros().max(1));
        let share = left.min(total).saturating_mul(1_000) / total;
        let permille = u16::try_from(share).unwrap_or(1_000);
        Self {
            text: format!("{} left", format::left(clock.left)),
            permille: permille - permille % 5,
            low: permille < 300,
            out: false,
        }
    }
}

/// The session clock, which the coordinator keeps.
pub fn session_meter(consumer: &ConsumerView) -> Meter {
    if consumer.status == ConsumerStatus::Closed {
        return Meter::out("no member");
    }
    match consumer.session {
        Some(clock) if clock.left > SimDuration::ZERO => Meter::running(clock),
        Some(_) => Meter::out("expired"),
        None if consumer.session_expired => Meter::out("expired"),
        None => Meter::out("no member"),
    }
}

/// The poll clock, which the client keeps.
pub fn poll_meter(consumer: &ConsumerView) -> Meter {
    match consumer.poll {
        Some(clock) if clock.left > SimDuration::ZERO => Meter::running(clock),
        Some(_) => Meter::out("expired"),
        None => Meter::out("never"),
    }
}

/// The poll loop of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loop {
    /// One sentence in place of the steps.
    pub instead: Option<String>,
    /// The middle step.
    pub process: String,
    /// The last step.
    pub commit: String,
    /// Which step runs: 0 fetch, 1 process, 2 commit.
    pub step: Option<u8>,
    /// Progress of the batch in thousandths.
    pub permille: u16,
}

/// The poll loop in words.
pub fn poll_loop(consumer: &ConsumerView) -> Loop {
    let instead = match consumer.status {
        ConsumerStatus::Killed => Some("no process, no LeaveGroup sent".to_owned()),
        ConsumerStatus::Closed => Some("left the group, LeaveGroup sent".to_owned()),
        ConsumerStatus::NotStarted => Some("no process yet".to_owned()),
        ConsumerStatus::Failed => Some(last_error(consumer)),
        ConsumerStatus::Frozen => Some("frozen: heartbeats stop too".to_owned()),
        ConsumerStatus::Fenced => Some("finishing a batch it no longer owns".to_owned()),
        ConsumerStatus::Starting
        | ConsumerStatus::Joining
        | ConsumerStatus::Reading
        | ConsumerStatus::Idle
        | ConsumerStatus::MustRejoin
        | ConsumerStatus::Rejoined
        | ConsumerStatus::NetworkCut
        | ConsumerStatus::PollIsLate
        | ConsumerStatus::Closing => None,
    };
    let (step, process, permille) = match consumer.step {
        LoopStep::None | LoopStep::Close => (None, waiting(consumer), 0),
        LoopStep::Fetch => (
            Some(0),
            workers(consumer).unwrap_or_else(|| waiting(consumer)),
            0,
        ),
        LoopStep::Callback { name } => (None, format!("in {name}()"), 0),
        LoopStep::Commit => (Some(2), waiting(consumer), 0),
        LoopStep::Process {
            done,
            total,
            permille,
        } => (
            Some(1),
            workers(consumer).unwrap_or_else(|| format!("process {done} of {total}")),
            permille - permille % 5,
        ),
    };
    Loop {
        instead,
        process,
        commit: commit(consumer),
        step,
        permille,
    }
}

/// What the worker threads have.
fn workers(consumer: &ConsumerView) -> Option<String> {
    let pool = consumer.workers?;
    Some(format!("{} queued, {} in work", pool.queued, pool.busy))
}

fn last_error(consumer: &ConsumerView) -> String {
    consumer
        .last_error
        .clone()
        .unwrap_or_else(|| "ended by an exception".to_owned())
}

fn waiting(consumer: &ConsumerView) -> String {
    match consumer.status {
        ConsumerStatus::Idle => "nothing to read",
        ConsumerStatus::Joining | ConsumerStatus::Starting => "waiting for partitions",
        ConsumerStatus::Closing => "close() is running",
        ConsumerStatus::Rejoined => "waiting for the others",
        ConsumerStatus::NotStarted
        | ConsumerStatus::Reading
        | ConsumerStatus::MustRejoin
        | ConsumerStatus::Frozen
        | ConsumerStatus::NetworkCut
        | ConsumerStatus::PollIsLate
        | ConsumerStatus::Fenced
        | ConsumerStatus::Closed
        | ConsumerStatus::Killed
        | ConsumerStatus::Failed => "process",
    }
    .to_owned()
}

fn commit(consumer: &ConsumerView) -> String {
    match (consumer.auto_commit_due, consumer.commit) {
        (Some(SimDuration::ZERO), _) => "commit due".to_owned(),
        (Some(due), _) => format!("commit {} s", due.as_micros().div_ceil(1_000_000)),
        (None, style) => own_commit(style).to_owned(),
    }
}

fn own_commit(style: CommitStyle) -> &'static str {
    match style {
        CommitStyle::SyncAfterBatch
        | CommitStyle::SyncBeforeProcessing
        | CommitStyle::SyncPerRecord
        | CommitStyle::SyncEvery { .. }
        | CommitStyle::ExplicitEvery { .. } => "commitSync",
        CommitStyle::AsyncAfterBatch
        | CommitStyle::AsyncRetry
        | CommitStyle::AsyncRetrySequenceGuard
        | CommitStyle::AsyncRetryOffsetGuard
        | CommitStyle::AsyncAfterBatchPlusSyncOnClose => "commitAsync",
        CommitStyle::Outside => "offset with the result",
        CommitStyle::Auto | CommitStyle::None => "no commit",
    }
}

/// A member's place at the barrier: why it is missing, and the detail.
pub fn barrier(
    barrier: Barrier,
    session_ends: Option<SimTime>,
    now: SimTime,
) -> (&'static str, String) {
    match barrier {
        Barrier::NoRebalance => {
            let left = session_ends.map(|ends| format::left(ends.since(now)));
            (
                "member",
                left.map_or_else(String::new, |left| format!("{left} left")),
            )
        }
        Barrier::Joined { since } => ("in", said(&format::seconds(since))),
        Barrier::Synced => ("in", "has its part".to_owned()),
        Barrier::AwaitingSync => ("joined", "SyncGroup awaited".to_owned()),
        Barrier::NotTold { next_heartbeat } => (
            "not told yet",
            format!("heartbeat in {}", format::left(next_heartbeat.since(now))),
        ),
        Barrier::InBatch { done, total, .. } => ("in a batch", format!("{done} of {total}")),
        Barrier::Committing => ("committing", "before it rejoins".to_owned()),
        Barrier::Silent { since } => {
            let detail = session_ends.map_or_else(
                || format!("since {}", format::seconds(since)),
                |ends| format!("session ends in {}", format::left(ends.since(now))),
            );
            ("silent", detail)
        }
        Barrier::OnTheWay => ("on the way", "its request travels".to_owned()),
    }
}

/// True if nobody waits for the member.
pub fn is_in(barrier: Barrier) -> bool {
    match barrier {
        Barrier::Joined { .. } | Barrier::Synced | Barrier::NoRebalance => true,
        Barrier::AwaitingSync
        | Barrier::NotTold { .. }
        | Barrier::InBatch { .. }
        | Barrier::Committing
        | Barrier::Silent { .. }
        | Barrier::OnTheWay => false,
    }
}

/// What the coordinator waits for, beside the barrier's heading.
pub fn phase(group: &GroupView, now: SimTime) -> String {
    let left = group.phase_ends.map(|ends| format::left(ends.since(now)));
    match (group.in_initial_delay, left) {
        (true, Some(left)) => format!("initial delay, {left} left"),
        (true, None) => "initial delay".to_owned(),
        (false, _) => format!("open for {}", format::left(now.since(group.state_since))),
    }
}

/// `generation 7, next 8`.
pub fn generation(group: &GroupView) -> String {
    let current = group.generation_id.max(0);
    match group.state {
        GroupState::PreparingRebalance => format!("generation {current}, next {}", current + 1),
        GroupState::CompletingRebalance
        | GroupState::Stable
        | GroupState::Empty
        | GroupState::Dead => format!("generation {current}"),
    }
}

/// What the wire between a card and the coordinator shows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Wire {
    /// Nothing was sent yet.
    #[default]
    Bare,
    /// A request goes up.
    Up(&'static str),
    /// A reply comes down.
    Down(&'static str),
    /// Nothing is heard any more.
    Silent(String),
}

/// The wire of a consumer at `now`.
pub fn wire(consumer: &ConsumerView, now: SimTime) -> Wire {
    let silent = consumer.frozen
        || consumer.cut.is_some_and(CutView::is_unheard)
        || matches!(
            consumer.status,
            ConsumerStatus::Killed | ConsumerStatus::Failed
        );
    match (&consumer.wire, consumer.heard) {
        (_, Some(heard)) if silent => Wire::Silent(format!(
            "no heartbeat for {}",
            format::left(now.since(heard))
        )),
        (
            Some(WireView {
                up: true, label, ..
            }),
            _,
        ) => Wire::Up(label),
        (
            Some(WireView {
                up: false, label, ..
            }),
            _,
        ) => Wire::Down(label),
        (None, _) => Wire::Bare,
    }
}

/// Label of the records a reset jumped over, with the cause of the last ones.
pub fn skipped(cause: SkipCause) -> &'static str {
    match cause {
        SkipCause::LatestInNewGroup => "skipped",
        SkipCause::LatestOnNewPartition => "skipped, new partition",
        SkipCause::DeletedByRetention => "skipped, deleted by retention",
        SkipCause::ByDuration => "skipped, older than by_duration",
        SkipCause::OffsetsExpired => "skipped, offsets expired",
        SkipCause::Sought => "skipped by seek()",
    }
}

/// Ten times as slow.
pub fn slowed(processing: ProcessingTime) -> ProcessingTime {
    let slow = |us: u64| {
        us.saturating_mul(10)
            .clamp(1, sim_core::limits::PROCESSING_US_MAX)
    };
    match processing {
        ProcessingTime::Constant { us } => ProcessingTime::Constant { us: slow(us) },
        ProcessingTime::Uniform { min_us, max_us } => ProcessingTime::Uniform {
            min_us: slow(min_us),
            max_us: slow(max_us),
        },
        ProcessingTime::HeavyTail { median_us } => ProcessingTime::HeavyTail {
            median_us: slow(median_us),
        },
        ProcessingTime::SlowKey { us, key, slow_us } => ProcessingTime::SlowKey {
            us: slow(us),
            key,
            slow_us: slow(slow_us),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(left_ms: u64, total_ms: u64) -> ClockView {
        ClockView {
            left: SimDuration::from_millis(left_ms),
            total: SimDuration::from_millis(total_ms),
        }
    }

    #[test]
    fn meters_say_what_is_left() {
        let meter = Meter::running(clock(9_100, 10_000));
        assert_eq!((meter.text.as_str(), meter.permille), ("9.1 s left", 910));
        assert!(!meter.low);
        let meter = Meter::running(clock(27_000, 300_000));
        assert_eq!((meter.text.as_str(), meter.permille), ("27.0 s left", 90));
        assert!(meter.low);
        assert_eq!(Meter::running(clock(299_000, 300_000)).text, "4:59 left");
    }

    #[test]
    fn the_barrier_says_why_someone_is_missing() {
        let now = SimTime::from_millis(24_600);
        let told = Barrier::NotTold {
            next_heartbeat: SimTime::from_millis(26_700),
        };
        assert_eq!(barrier(told, None, now).1, "heartbeat in 2.1 s");
        let silent = Barrier::Silent {
            since: SimTime::from_millis(12_400),
        };
        assert_eq!(barrier(silent, None, now).1, "since 12.4 s");
        let ends = Some(SimTime::from_millis(27_000));
        assert_eq!(barrier(silent, ends, now).1, "session ends in 2.4 s");
    }

    #[test]
    fn slow_means_ten_times() {
        let base = ProcessingTime::Uniform {
            min_us: 10,
            max_us: 30,
        };
        assert_eq!(
            slowed(base),
            ProcessingTime::Uniform {
                min_us: 100,
                max_us: 300
            }
        );
    }
}
