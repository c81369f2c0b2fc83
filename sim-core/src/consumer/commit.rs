//! Committing: periodic automatic commits (C.3), awaited ones, commitSync (C.4).

use std::sync::Arc;

use super::requests::Purpose;
use super::{
    App, ClassicMembershipState, Client, CoordinatorLookup, FetchState, SyncCommit, SyncCommitState,
};
use crate::command::CrashPoint;
use crate::ctx::Ctx;
use crate::effect::{CommitError, CommitHow, Effect, FatalError, RejoinReason};
use crate::event::ConsumerTimer;
use crate::ids::PartitionId;
use crate::protocol::{CommittedOffset, ErrorCode, Request};
use crate::time::{SimDuration, SimTime};

pub(super) type Offsets = Arc<[(PartitionId, CommittedOffset)]>;

impl Client {
    /// `SubscriptionState.allConsumed`: positions of everything with a valid position.
    pub(super) fn all_consumed(&self) -> Offsets {
        self.assigned
            .iter()
            .filter(|partition| partition.state == FetchState::Fetching)
            .map(|partition| {
                (
                    partition.id,
                    CommittedOffset {
                        offset: partition.position,
                        has_leader_epoch: partition.has_leader_epoch,
                    },
                )
            })
            .collect()
    }

    /// Members commit only while STABLE; who stands alone always may try.
    pub(super) fn may_commit(&self) -> bool {
        self.stands_alone || self.membership.state == ClassicMembershipState::Stable
    }

    /// What the client answers itself when it is not STABLE.
    pub(super) fn local_refusal(&self) -> CommitError {
        if self.is_rebalance_in_progress() {
            CommitError::RebalanceInProgress
        } else {
            CommitError::CommitFailed
        }
    }

    pub(super) fn report_commit(
        &mut self,
        how: CommitHow,
        result: Result<(), CommitError>,
        offsets: &Offsets,
        ctx: &mut Ctx<'_>,
    ) {
        match result {
            Ok(()) => {
                if how == CommitHow::SyncFinished {
                    self.note_finished_committed(offsets);
                }
                let offsets = offsets
                    .iter()
                    .map(|(partition, committed)| (*partition, committed.offset))
                    .collect();
                ctx.emit(Effect::CommitSucceeded {
                    consumer: self.id,
                    how,
                    offsets,
                });
            }
            Err(error) => {
                self.last_error = Some(error.name());
                ctx.emit(Effect::CommitFailed {
                    consumer: self.id,
                    how,
                    error,
                });
            }
        }
    }

    pub(super) fn send_commit(&mut self, how: CommitHow, offsets: Offsets, ctx: &mut Ctx<'_>) {
        let request = Request::OffsetCommit {
            group: self.group,
            caller: self.caller(),
            generation_id: self.membership.generation_id,
            offsets: offsets.clone(),
        };
        self.send_group(Purpose::Commit { how, offsets }, request, ctx);
        self.visit(CrashPoint::InCommit, ctx);
    }

    /// `maybeAutoCommitOffsetsAsync`: only inside `poll()`, only positions of earlier polls.
    pub(super) fn auto_commit_if_due(&mut self, ctx: &mut Ctx<'_>) {
        if !self.uses_auto_commit() || ctx.now < self.committer.auto_due {
            return;
        }
        // MODEL: with 0 Kafka commits in every pass of its loop; here time has to go on.
        let interval = self
            .config
            .auto_commit_interval
            .max(SimDuration::from_millis(1));
        let interval = interval + self.heartbeat.slack;
        self.committer.auto_due = ctx.now.after(interval);
        let offsets = self.all_consumed();
        if offsets.is_empty() || self.visit(CrashPoint::AutoCommit, ctx) {
            return;
        }
        if self.may_commit() {
            self.send_commit(CommitHow::Auto, offsets, ctx);
        } else {
            self.report_commit(CommitHow::Auto, Err(self.local_refusal()), &offsets, ctx);
        }
    }

    /// Starts `commitSync()`; the result arrives through [`Self::take_sync_result`].
    pub(super) fn start_sync_commit(
        &mut self,
        how: CommitHow,
        offsets: Offsets,
        timeout: SimDuration,
        ctx: &mut Ctx<'_>,
    ) -> Result<(), CommitError> {
        self.run_commit_callbacks(ctx);
        // commitSync() of nothing returns when every commitAsync before it is answered (C.4).
        let is_wait = offsets.is_empty();
        if is_wait && !self.committer.async_commits.is_pending() {
            return Err(CommitError::Timeout);
        }
        if !is_wait && !self.may_commit() {
            let refusal = self.local_refusal();
            self.report_commit(how, Err(refusal), &offsets, ctx);
            // It fails before it sends anything, but commitSync() looks at the network once.
            self.read_inbox(ctx);
            return Err(refusal);
        }
        self.committer.sync = Some(SyncCommit {
            how,
            offsets,
            gives_up: ctx.now.after(timeout),
            attempts: 0,
            state: SyncCommitState::RetryAt(ctx.now),
        });
        self.drive_sync_commit(ctx);
        Ok(())
    }

    /// Sends, sends again or gives up a pending commitSync. True when it is over.
    pub(super) fn drive_sync_commit(&mut self, ctx: &mut Ctx<'_>) -> bool {
        let Some(sync) = &self.committer.sync else {
            return true;
        };
        let (how, offsets, gives_up) = (sync.how, sync.offsets.clone(), sync.gives_up);
        if offsets.is_empty() && !self.committer.async_commits.is_pending() {
            self.committer.sync = None;
            return true;
        }
        if ctx.now >= gives_up {
            self.committer.sync = None;
            self.report_commit(how, Err(CommitError::Timeout), &offsets, ctx);
            return true;
        }
        let mut wake = gives_up;
        if let SyncCommitState::RetryAt(at) = sync.state {
            if self.coordinator != CoordinatorLookup::Known {
                self.find_coordinator(ctx);
                if let CoordinatorLookup::Unknown { retry_at } = self.coordinator {
                    wake = wake.min(retry_at);
                }
            } else if offsets.is_empty() {
                // Nothing of its own to send.
            } else if !self.may_commit() {
                // Each attempt asks for the generation anew.
                let refusal = self.local_refusal();
                self.committer.sync = None;
                self.report_commit(how, Err(refusal), &offsets, ctx);
                return true;
            } else if ctx.now >= at {
                if let Some(sync) = &mut self.committer.sync {
                    sync.state = SyncCommitState::Sent;
                }
                self.send_commit(how, offsets, ctx);
            } else {
                wake = wake.min(at);
            }
        }
        ctx.set_timer(wake, self.timer(ConsumerTimer::CallWake));
        false
    }

    pub(super) fn on_commit_response(
        &mut self,
        how: CommitHow,
        offsets: &Offsets,
        error: ErrorCode,
        is_current: bool,
        ctx: &mut Ctx<'_>,
    ) {
        let result = match error {
            ErrorCode::None => Ok(()),
            ErrorCode::RebalanceInProgress => {
                self.request_rejoin(RejoinReason::CommitSaidSo, ctx);
                Err(CommitError::RebalanceInProgress)
            }
            ErrorCode::UnknownMemberId | ErrorCode::IllegalGeneration => {
                if !is_current && self.is_rebalance_in_progress() {
                    Err(CommitError::RebalanceInProgress)
                } else {
                    self.reset_after_fenced_commit(error, is_current, ctx);
                    Err(CommitError::CommitFailed)
                }
            }
            ErrorCode::Disconnected => {
                self.lose_coordinator(ctx);
                Err(CommitError::Timeout)
            }
            ErrorCode::FencedInstanceId if is_current => Err(CommitError::FencedInstanceId),
            ErrorCode::FencedInstanceId => Err(self.local_refusal()),
            ErrorCode::MemberIdRequired
            | ErrorCode::InconsistentGroupProtocol
            | ErrorCode::InvalidSessionTimeout
            | ErrorCode::GroupMaxSizeReached
            | ErrorCode::OffsetOutOfRange => unreachable!("no commit answer carries it"),
        };
        if result == Err(CommitError::FencedInstanceId) {
            self.fatal = Some(FatalError::FencedInstanceId);
        }
        if matches!(how, CommitHow::Async | CommitHow::AsyncRetry) {
            let is_lost = result == Err(CommitError::Timeout);
            self.on_async_answer(if is_lost {
                Err(CommitError::Retriable)
            } else {
                result
            });
            return;
        }
        let is_retriable = result == Err(CommitError::Timeout);
        let is_sync = self
            .committer
            .sync
            .as_ref()
            .is_some_and(|sync| sync.how == how);
        if is_sync && is_retriable {
            self.retry_sync_commit(ctx.now);
            return;
        }
        if is_sync {
            self.committer.sync = None;
        }
        self.report_commit(how, result, offsets, ctx);
        match how {
            CommitHow::AutoOnRejoin => self.on_prepare_commit_response(is_retriable, ctx),
            CommitHow::Auto if is_retriable => {
                self.committer.auto_due = ctx.now.after(self.config.retry_backoff);
            }
            CommitHow::Auto
            | CommitHow::AutoOnClose
            | CommitHow::SyncAfterBatch
            | CommitHow::SyncBeforeProcessing
            | CommitHow::SyncByCommand
            | CommitHow::SyncInRevoked
            | CommitHow::SyncPerRecord
            | CommitHow::SyncProcessed
            | CommitHow::SyncOnClose
            | CommitHow::SyncFinished
            | CommitHow::Async
            | CommitHow::AsyncRetry => {}
        }
    }

    fn reset_after_fenced_commit(&mut self, error: ErrorCode, is_current: bool, ctx: &mut Ctx<'_>) {
        if !is_current || self.stands_alone {
            return;
        }
        if error == ErrorCode::UnknownMemberId {
            self.reset_generation_and_member(RejoinReason::Fenced, ctx);
        } else {
            self.reset_generation(ctx);
        }
    }

    fn retry_sync_commit(&mut self, now: SimTime) {
        let attempts = self.committer.sync.as_ref().map_or(0, |sync| sync.attempts);
        let wait = self.backoff(attempts);
        if let Some(sync) = &mut self.committer.sync {
            sync.attempts += 1;
            sync.state = SyncCommitState::RetryAt(now.after(wait));
        }
    }

    pub(super) fn is_committing(&self) -> bool {
        matches!(self.app, App::Committing { .. })
    }
}
