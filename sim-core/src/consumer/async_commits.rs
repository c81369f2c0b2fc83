//! commitAsync (C.5): sent at once, never sent again by the client; answers wait for the
//! application thread, whose callbacks may send the same offsets once more.

use std::collections::VecDeque;

use super::commit::Offsets;
use super::{Client, CoordinatorLookup};
use crate::ctx::Ctx;
use crate::effect::{CommitError, CommitHow};
use crate::ids::PartitionId;
use crate::protocol::CommittedOffset;
use crate::scenario::CommitStyle;

/// An asynchronous commit on its way. `number` counts the program's commits, not their retries.
#[derive(Clone, Debug, Hash)]
pub(crate) struct AsyncCommit {
    how: CommitHow,
    number: u64,
    offsets: Offsets,
}

#[derive(Clone, Debug, Hash)]
struct Completed {
    commit: AsyncCommit,
    result: Result<(), CommitError>,
}

/// Asynchronous commits of one client and the callbacks that wait for its application thread.
#[derive(Clone, Debug, Default, Hash)]
pub(crate) struct AsyncCommits {
    /// Behind the coordinator lookup.
    queued: VecDeque<AsyncCommit>,
    /// Sent, in order; a connection answers in order.
    sent: VecDeque<AsyncCommit>,
    completed: VecDeque<Completed>,
    /// Number of the program's last commit.
    last: u64,
    /// Highest acknowledged offsets, for the guard that compares them.
    acknowledged: Vec<(PartitionId, u64)>,
}

impl AsyncCommits {
    /// Something is sent or queued, and its callback has not run.
    pub(super) fn is_pending(&self) -> bool {
        !self.queued.is_empty() || !self.sent.is_empty()
    }

    /// Something waits for the coordinator.
    pub(super) fn is_queued(&self) -> bool {
        !self.queued.is_empty()
    }

    fn acknowledge(&mut self, offsets: &Offsets) {
        for (partition, committed) in offsets.iter() {
            match self
                .acknowledged
                .binary_search_by_key(partition, |(known, _)| *known)
            {
                Ok(place) => self.acknowledged[place].1 = committed.offset,
                Err(place) => self
                    .acknowledged
                    .insert(place, (*partition, committed.offset)),
            }
        }
    }

    fn is_above_acknowledged(
        &self,
        (partition, committed): &(PartitionId, CommittedOffset),
    ) -> bool {
        let known = self
            .acknowledged
            .binary_search_by_key(partition, |(known, _)| *known);
        known.map_or(true, |place| committed.offset > self.acknowledged[place].1)
    }
}

impl Client {
    /// `commitAsync()` with offsets as they are now.
    pub(super) fn commit_async(&mut self, offsets: Offsets, ctx: &mut Ctx<'_>) {
        self.run_commit_callbacks(ctx);
        if offsets.is_empty() {
            return;
        }
        self.committer.async_commits.last += 1;
        let commit = AsyncCommit {
            how: CommitHow::Async,
            number: self.committer.async_commits.last,
            offsets,
        };
        self.launch(commit, ctx);
        self.read_inbox(ctx);
    }

    fn launch(&mut self, commit: AsyncCommit, ctx: &mut Ctx<'_>) {
        if self.coordinator == CoordinatorLookup::Known {
            self.send_async(commit, ctx);
        } else {
            self.committer.async_commits.queued.push_back(commit);
            self.find_coordinator(ctx);
        }
    }

    fn send_async(&mut self, commit: AsyncCommit, ctx: &mut Ctx<'_>) {
        if self.may_commit() {
            let (how, offsets) = (commit.how, commit.offsets.clone());
            self.committer.async_commits.sent.push_back(commit);
            self.send_commit(how, offsets, ctx);
        } else {
            let result = Err(self.local_refusal());
            let completed = Completed { commit, result };
            self.committer.async_commits.completed.push_back(completed);
        }
    }

    /// The coordinator is found: what waited for it is sent.
    pub(super) fn send_queued_commits(&mut self, ctx: &mut Ctx<'_>) {
        for commit in std::mem::take(&mut self.committer.async_commits.queued) {
            self.send_async(commit, ctx);
        }
    }

    /// The lookup failed: what waited for it fails.
    pub(super) fn fail_queued_commits(&mut self) {
        let commits = &mut self.committer.async_commits;
        for commit in std::mem::take(&mut commits.queued) {
            let result = Err(CommitError::Retriable);
            commits.completed.push_back(Completed { commit, result });
        }
    }

    /// The oldest asynchronous commit was answered; its callback runs later.
    pub(super) fn on_async_answer(&mut self, result: Result<(), CommitError>) {
        let commits = &mut self.committer.async_commits;
        if let Some(commit) = commits.sent.pop_front() {
            commits.completed.push_back(Completed { commit, result });
        }
    }

    /// `invokeCompletedOffsetCommitCallbacks`, on the application thread.
    ///
    /// A callback that commits again runs the callbacks behind it first, because every commitAsync
    /// begins with them. So of several that failed the oldest is sent last.
    pub(super) fn run_commit_callbacks(&mut self, ctx: &mut Ctx<'_>) {
        loop {
            let mut again = Vec::new();
            while let Some(done) = self.committer.async_commits.completed.pop_front() {
                let Completed { commit, result } = done;
                self.report_commit(commit.how, result, &commit.offsets, ctx);
                match result {
                    Ok(()) => self.committer.async_commits.acknowledge(&commit.offsets),
                    Err(CommitError::Retriable) if self.sends_again(&commit) => again.push(commit),
                    Err(_) => {}
                }
            }
            if again.is_empty() {
                return;
            }
            for mut commit in again.into_iter().rev() {
                commit.how = CommitHow::AsyncRetry;
                self.launch(commit, ctx);
            }
        }
    }

    fn sends_again(&self, commit: &AsyncCommit) -> bool {
        let commits = &self.committer.async_commits;
        match self.commit_style {
            CommitStyle::AsyncRetry => true,
            CommitStyle::AsyncRetrySequenceGuard => commit.number == commits.last,
            CommitStyle::AsyncRetryOffsetGuard => {
                let mut offsets = commit.offsets.iter();
                offsets.any(|entry| commits.is_above_acknowledged(entry))
            }
            CommitStyle::Auto
            | CommitStyle::SyncAfterBatch
            | CommitStyle::SyncBeforeProcessing
            | CommitStyle::SyncPerRecord
            | CommitStyle::SyncEvery { .. }
            | CommitStyle::ExplicitEvery { .. }
            | CommitStyle::AsyncAfterBatch
            | CommitStyle::AsyncAfterBatchPlusSyncOnClose
            | CommitStyle::Outside
            | CommitStyle::None => false,
        }
    }
}
