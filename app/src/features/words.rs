//! What the stage says: states, clocks, barriers and wires in words.
//!
//! Deliberately lacks the page; every function is from a view to text.

pub mod program;

use locale::{Text, say};
use sim_core::scenario::{CommitStyle, ProcessingTime};
use sim_core::view::{
    Barrier, ClockView, ConsumerStatus, ConsumerView, CutView, GroupState, GroupView, LoopStep,
    SkipCause, WireView,
};
use sim_core::{SimDuration, SimTime};

use crate::format;

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
pub fn status(consumer: &ConsumerView) -> (Text, Weight) {
    let since = || format::seconds(consumer.status_since);
    match consumer.status {
        ConsumerStatus::NotStarted => (say::state_is_not_started(), Weight::Line),
        ConsumerStatus::Starting => (say::state_is_starting(), Weight::Line),
        ConsumerStatus::Joining => (say::state_is_joining(), Weight::Plain),
        ConsumerStatus::Reading => (say::state_is_reading(), Weight::Plain),
        ConsumerStatus::Idle => (say::state_is_idle(), Weight::Line),
        ConsumerStatus::MustRejoin => (say::state_is_must_rejoin(), Weight::Loud),
        ConsumerStatus::Rejoined => (say::state_is_rejoined(), Weight::Plain),
        ConsumerStatus::Frozen => (say::state_is_frozen(), Weight::Loud),
        ConsumerStatus::NetworkCut => {
            let label = consumer.cut.map(CutView::label);
            (label.unwrap_or_default(), Weight::Loud)
        }
        ConsumerStatus::PollIsLate => (say::state_is_poll_late(), Weight::Loud),
        ConsumerStatus::Fenced => (say::state_is_fenced(), Weight::Loud),
        ConsumerStatus::Closing => (say::state_is_closing(), Weight::Line),
        ConsumerStatus::Closed => (say::state_is_closed_at(since()), Weight::Line),
        ConsumerStatus::Killed => (say::state_is_killed_at(since()), Weight::Line),
        ConsumerStatus::Failed => (say::state_is_failed_at(since()), Weight::Loud),
    }
}

/// A clock as a meter: text, filled share in thousandths, and how it looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Meter {
    /// `9.1 s left`, `expired`, `never`.
    pub text: Text,
    /// What is left, in thousandths.
    pub permille: u16,
    /// Below 30 %.
    pub low: bool,
    /// Nothing left, or no clock at all: hatched.
    pub out: bool,
}

impl Meter {
    fn out(text: Text) -> Self {
        Self {
            text,
            out: true,
            ..Self::default()
        }
    }

    fn running(clock: ClockView) -> Self {
        let (left, total) = (clock.left.as_micros(), clock.total.as_micros().max(1));
        let share = left.min(total).saturating_mul(1_000) / total;
        let permille = u16::try_from(share).unwrap_or(1_000);
        Self {
            text: say::state_left(format::left(clock.left)),
            permille: permille - permille % 5,
            low: permille < 300,
            out: false,
        }
    }
}

/// The session clock, which the coordinator keeps.
pub fn session_meter(consumer: &ConsumerView) -> Meter {
    if consumer.status == ConsumerStatus::Closed {
        return Meter::out(say::state_no_member());
    }
    match consumer.session {
        Some(clock) if clock.left > SimDuration::ZERO => Meter::running(clock),
        Some(_) => Meter::out(say::state_expired()),
        None if consumer.session_expired && consumer.status != ConsumerStatus::Starting => {
            Meter::out(say::state_expired())
        }
        None => Meter::out(say::state_no_member()),
    }
}

/// The poll clock, which the client keeps.
pub fn poll_meter(consumer: &ConsumerView) -> Meter {
    match consumer.poll {
        Some(clock) if clock.left > SimDuration::ZERO => Meter::running(clock),
        Some(_) => Meter::out(say::state_expired()),
        None => Meter::out(say::state_never()),
    }
}

/// The poll loop of a card.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Loop {
    /// One sentence in place of the steps.
    pub instead: Option<Text>,
    /// The middle step.
    pub process: Text,
    /// The last step.
    pub commit: Text,
    /// Which step runs: 0 fetch, 1 process, 2 commit.
    pub step: Option<u8>,
    /// Progress of the batch in thousandths.
    pub permille: u16,
}

/// The poll loop in words.
pub fn poll_loop(consumer: &ConsumerView) -> Loop {
    let instead = match consumer.status {
        ConsumerStatus::Killed => Some(say::state_told_nobody()),
        ConsumerStatus::Closed => Some(say::state_has_left()),
        ConsumerStatus::NotStarted => Some(say::state_no_process()),
        ConsumerStatus::Failed => Some(last_error(consumer)),
        ConsumerStatus::Frozen => Some(say::state_frozen_whole()),
        ConsumerStatus::Fenced => Some(say::state_finishing()),
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
        LoopStep::Callback { name } => (None, say::state_in_callback(name), 0),
        LoopStep::Commit => (Some(2), waiting(consumer), 0),
        LoopStep::Process {
            done,
            total,
            permille,
        } => (
            Some(1),
            workers(consumer)
                .unwrap_or_else(|| say::state_process_of(done.to_string(), total.to_string())),
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
fn workers(consumer: &ConsumerView) -> Option<Text> {
    let pool = consumer.workers?;
    Some(say::state_workers(
        pool.queued.to_string(),
        pool.busy.to_string(),
    ))
}

fn last_error(consumer: &ConsumerView) -> Text {
    let name = consumer.last_error.clone();
    name.map_or_else(say::state_by_exception, Text::verbatim)
}

fn waiting(consumer: &ConsumerView) -> Text {
    match consumer.status {
        ConsumerStatus::Idle => say::state_nothing_to_read(),
        ConsumerStatus::Joining | ConsumerStatus::Starting => say::state_waits_for_partitions(),
        ConsumerStatus::Closing => say::state_close_runs(),
        ConsumerStatus::Rejoined => say::state_waits_for_others(),
        ConsumerStatus::NotStarted
        | ConsumerStatus::Reading
        | ConsumerStatus::MustRejoin
        | ConsumerStatus::Frozen
        | ConsumerStatus::NetworkCut
        | ConsumerStatus::PollIsLate
        | ConsumerStatus::Fenced
        | ConsumerStatus::Closed
        | ConsumerStatus::Killed
        | ConsumerStatus::Failed => say::state_process(),
    }
}

fn commit(consumer: &ConsumerView) -> Text {
    match (consumer.auto_commit_due, consumer.commit) {
        (Some(SimDuration::ZERO), _) => say::state_commit_due(),
        (Some(due), _) => {
            let seconds = due.as_micros().div_ceil(1_000_000);
            say::state_commit_in(say::seconds(seconds.to_string()))
        }
        (None, style) => own_commit(style),
    }
}

fn own_commit(style: CommitStyle) -> Text {
    match style {
        CommitStyle::SyncAfterBatch
        | CommitStyle::SyncBeforeProcessing
        | CommitStyle::SyncPerRecord
        | CommitStyle::SyncEvery { .. }
        | CommitStyle::ExplicitEvery { .. } => "commitSync".into(),
        CommitStyle::AsyncAfterBatch
        | CommitStyle::AsyncRetry
        | CommitStyle::AsyncRetrySequenceGuard
        | CommitStyle::AsyncRetryOffsetGuard
        | CommitStyle::AsyncAfterBatchPlusSyncOnClose => "commitAsync".into(),
        CommitStyle::Outside => say::state_commit_outside(),
        CommitStyle::Auto | CommitStyle::None => say::state_commit_none(),
    }
}

/// A member's place at the barrier: why it is missing, and the detail.
pub fn barrier(barrier: Barrier, session_ends: Option<SimTime>, now: SimTime) -> (Text, Text) {
    let until = |at: SimTime| format::left(at.since(now));
    match barrier {
        Barrier::NoRebalance => {
            let left = session_ends.map(|ends| say::state_left(until(ends)));
            (say::state_member(), left.unwrap_or_default())
        }
        Barrier::Joined { since } => (say::state_in(), format::seconds(since)),
        Barrier::Synced => (say::state_in(), say::state_has_part()),
        Barrier::AwaitingSync => (say::state_joined(), say::state_sync_awaited()),
        Barrier::NotTold { next_heartbeat } => (
            say::state_not_told(),
            say::state_heartbeat_in(until(next_heartbeat)),
        ),
        Barrier::InBatch { done, total, .. } => (
            say::state_in_batch(),
            say::state_batch_of(done.to_string(), total.to_string()),
        ),
        Barrier::Committing => (say::state_committing(), say::state_before_rejoin()),
        Barrier::Silent { since } => {
            let detail = session_ends.map_or_else(
                || say::state_since(format::seconds(since)),
                |ends| say::state_session_ends_in(until(ends)),
            );
            (say::state_silent(), detail)
        }
        Barrier::OnTheWay => (say::state_on_the_way(), say::state_request_travels()),
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
pub fn phase(group: &GroupView, now: SimTime) -> Text {
    let left = group.phase_ends.map(|ends| format::left(ends.since(now)));
    match (group.in_initial_delay, left) {
        (true, Some(left)) => say::state_delay_left(left),
        (true, None) => say::state_delay(),
        (false, _) => say::state_open_for(format::left(now.since(group.state_since))),
    }
}

/// `generation 7, next 8`.
pub fn generation(group: &GroupView) -> Text {
    let current = group.generation_id.max(0);
    match group.state {
        GroupState::PreparingRebalance => {
            say::state_generation_next(current.to_string(), (current + 1).to_string())
        }
        GroupState::CompletingRebalance
        | GroupState::Stable
        | GroupState::Empty
        | GroupState::Dead => say::state_generation(current.to_string()),
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
    Silent(Text),
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
        (_, Some(heard)) if silent => {
            Wire::Silent(say::state_no_heartbeat(format::left(now.since(heard))))
        }
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
pub fn skipped(cause: SkipCause) -> Text {
    match cause {
        SkipCause::LatestInNewGroup => say::state_skipped(),
        SkipCause::LatestOnNewPartition => say::state_skipped_new(),
        SkipCause::DeletedByRetention => say::state_skipped_deleted(),
        SkipCause::ByDuration => say::state_skipped_duration(),
        SkipCause::OffsetsExpired => say::state_skipped_expired(),
        SkipCause::Sought => say::state_skipped_sought(),
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
        assert_eq!(meter.text, "9.1 s left");
        assert_eq!(meter.permille, 910);
        assert!(!meter.low);
        let meter = Meter::running(clock(27_000, 300_000));
        assert_eq!(meter.text, "27.0 s left");
        assert_eq!(meter.permille, 90);
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
