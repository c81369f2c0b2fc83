//! The closed lists of causes in words that follow `40 records: ` or `1 record: `, each with the
//! commit that was or was not made.

use locale::{Text, say};

use super::sentences::{Setting, broker_setting, setting};
use crate::ledger::{LossCause, ProcessedSpan, RepeatCause};
use crate::simulation::Simulation;
use crate::view::SkipCause;

pub(crate) fn repeat_cause(cause: Option<RepeatCause>) -> Text {
    let Some(cause) = cause else {
        return say::repeat_unknown();
    };
    match cause {
        RepeatCause::Killed => say::repeat_killed(),
        RepeatCause::KilledCommitLost => say::repeat_killed_commit_lost(),
        RepeatCause::KilledCommitStored => say::repeat_killed_commit_stored(),
        RepeatCause::Frozen => say::repeat_frozen(),
        RepeatCause::CutOff => say::repeat_cut_off(),
        RepeatCause::PollTimeout => say::repeat_poll_timeout(),
        RepeatCause::RevokedUncommitted => say::repeat_revoked(),
        RepeatCause::CommitRefused => say::repeat_refused(),
        RepeatCause::CooperativeGap => say::repeat_cooperative_gap(),
        RepeatCause::ClosedUncommitted => say::repeat_closed(),
        RepeatCause::ClosedInRebalance => say::repeat_closed_in_rebalance(),
        RepeatCause::Unsubscribed => say::repeat_unsubscribed(),
        RepeatCause::Threw => say::repeat_threw(),
        RepeatCause::StaleCommit => say::repeat_stale(),
        RepeatCause::LateCommit => say::repeat_late(),
        RepeatCause::Reset => say::repeat_reset(),
        RepeatCause::StandAlone => say::repeat_stand_alone(),
        RepeatCause::Sought => say::repeat_sought(),
        RepeatCause::Zombie => say::repeat_zombie(),
        RepeatCause::OffsetsExpired => say::repeat_expired(),
    }
}

pub(crate) fn loss_cause(cause: LossCause) -> Text {
    match cause {
        LossCause::CommittedThenKilled => say::loss_committed_then_killed(),
        LossCause::CommittedByClose => say::loss_by_close(),
        LossCause::HandedOver => say::loss_handed_over(),
        LossCause::CommittedThenGivenUp => say::loss_given_up(),
        LossCause::LateCommit => say::loss_late(),
    }
}

pub(crate) fn skip_cause(cause: SkipCause) -> Text {
    match cause {
        SkipCause::LatestInNewGroup => say::skip_latest(),
        SkipCause::LatestOnNewPartition => say::skip_new_partition(),
        SkipCause::DeletedByRetention => say::skip_retention(),
        SkipCause::Sought => say::skip_sought(),
        SkipCause::ByDuration => say::skip_by_duration(),
        SkipCause::OffsetsExpired => say::skip_expired(),
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
