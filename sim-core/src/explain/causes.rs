//! The closed lists of causes in words that follow `40 records: ` or `1 record: `, each with the
//! commit that was or was not made.

use super::sentences::{Setting, broker_setting, setting};
use crate::ledger::{LossCause, ProcessedSpan, RepeatCause};
use crate::simulation::Simulation;
use crate::view::SkipCause;

/// `1 record`, `40 records`.
pub(crate) fn records(number: u64) -> String {
    counted(number, "record")
}

/// The number, and the word in its plural where that is due.
pub(crate) fn counted(number: u64, word: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{number} {word}{ending}")
}

pub(crate) fn repeat_cause(cause: Option<RepeatCause>) -> &'static str {
    let Some(cause) = cause else {
        return "processed before";
    };
    match cause {
        RepeatCause::Killed => {
            "the reader before was killed between processing and the next commit"
        }
        RepeatCause::KilledCommitLost => {
            "the reader before was killed with a commit on its way, which the broker never got"
        }
        RepeatCause::KilledCommitStored => {
            "the reader before was killed with a commit on its way; the broker stored it, but it does not reach so far"
        }
        RepeatCause::Frozen => {
            "the reader before stood still, with processed records not committed, until its session had expired"
        }
        RepeatCause::CutOff => {
            "the reader before was cut off until its session had expired, and no later commit of it got through"
        }
        RepeatCause::PollTimeout => {
            "the reader before left because poll() came too late; it worked on, but its commit does not count any more"
        }
        RepeatCause::RevokedUncommitted => {
            "the reader before gave the partition up without a commit of what it had processed"
        }
        RepeatCause::CommitRefused => {
            "the last commit of the reader before was refused because of a rebalance, and then it gave the partition up"
        }
        RepeatCause::CooperativeGap => {
            "the reader before committed when it rejoined, but read on, without another commit, until the partition was revoked"
        }
        RepeatCause::ClosedUncommitted => {
            "the reader before closed without a commit of what it had processed"
        }
        RepeatCause::ClosedInRebalance => {
            "the reader before closed during a rebalance, when its last commit is not accepted"
        }
        RepeatCause::Unsubscribed => "the reader before unsubscribed, which commits nothing",
        RepeatCause::Threw => {
            "an exception ended the reader before between processing and the next commit"
        }
        RepeatCause::StaleCommit => "an older commit was sent again and stored after a newer one",
        RepeatCause::LateCommit => {
            "a member committed an older offset of a partition that was not its own any more"
        }
        RepeatCause::Reset => {
            "no commit said where to read, and auto.offset.reset went back to what was processed before"
        }
        RepeatCause::StandAlone => {
            "a consumer with assign() reads the same partition; it takes no part in the group’s rebalances"
        }
        RepeatCause::Sought => "the program’s own seek() went back, whatever is committed",
        RepeatCause::Zombie => {
            "a member that had lost the partition was still at work on it, and may not commit that any more"
        }
        RepeatCause::OffsetsExpired => {
            "the group’s committed offsets had expired, and auto.offset.reset went back behind them"
        }
    }
}

pub(crate) fn loss_cause(cause: LossCause) -> &'static str {
    match cause {
        LossCause::CommittedThenKilled => {
            "the commit came before the processing, and then the reader was killed"
        }
        LossCause::CommittedByClose => {
            "close() committed the whole batch, of which only a part was processed"
        }
        LossCause::HandedOver => {
            "the commit came when workers were handed the batch, and they never finished it"
        }
        LossCause::CommittedThenGivenUp => {
            "the commit came before the processing, and then the reader gave the partition up"
        }
        LossCause::LateCommit => {
            "a member whose partition it was no longer committed past what the owner had processed"
        }
    }
}

pub(crate) fn skip_cause(cause: SkipCause) -> &'static str {
    match cause {
        SkipCause::LatestInNewGroup => {
            "nothing was committed, and latest begins at the end of the log"
        }
        SkipCause::LatestOnNewPartition => {
            "written to a new partition before it was read; nothing was committed, and latest begins at the end"
        }
        SkipCause::DeletedByRetention => "retention deleted what was not read in time",
        SkipCause::Sought => "the program’s own seek() went past, whatever is committed",
        SkipCause::ByDuration => "older than by_duration reaches back, with nothing committed",
        SkipCause::OffsetsExpired => {
            "the group’s committed offsets had expired, and auto.offset.reset went past"
        }
    }
}

/// The setting that would have made the repeat smaller.
pub(super) fn setting_of_repeat(simulation: &Simulation, span: &ProcessedSpan) -> Setting {
    let key = match span.cause?.0 {
        RepeatCause::PollTimeout => "max.poll.interval.ms",
        RepeatCause::OffsetsExpired => {
            return broker_setting(simulation, "offsets.retention.minutes");
        }
        RepeatCause::Reset => "auto.offset.reset",
        RepeatCause::Sought | RepeatCause::StandAlone => return None,
        RepeatCause::CommitRefused
        | RepeatCause::CooperativeGap
        | RepeatCause::ClosedInRebalance
        | RepeatCause::Unsubscribed
        | RepeatCause::Threw
        | RepeatCause::StaleCommit
        | RepeatCause::LateCommit
        | RepeatCause::Killed
        | RepeatCause::KilledCommitLost
        | RepeatCause::KilledCommitStored
        | RepeatCause::Frozen
        | RepeatCause::CutOff
        | RepeatCause::RevokedUncommitted
        | RepeatCause::ClosedUncommitted
        | RepeatCause::Zombie => "auto.commit.interval.ms",
    };
    setting(simulation, span.consumer, key)
}
