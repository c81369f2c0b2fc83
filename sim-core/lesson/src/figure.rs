//! What can be measured of a run, by name.

use std::fmt;
use std::str::FromStr;

use locale::{Text, say};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::misread::Misread;

/// What a figure counts in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Pieces.
    Count,
    /// Milliseconds.
    Millis,
    /// Milliseconds times partitions.
    PartitionMillis,
}

/// What is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FigureKind {
    /// Records written.
    RecordsTotal,
    /// Records processed exactly once.
    RecordsOnce,
    /// Records processed more than once.
    RecordsTwice,
    /// Processings beyond the first.
    ExtraRuns,
    /// Those of them that took effect again.
    ExtraEffects,
    /// Records below the committed offset that nobody has processed or will.
    RecordsLost,
    /// Records a reset jumped over.
    RecordsSkipped,
    /// Records not processed yet at the end.
    RecordsPending,
    /// Records that were written and not committed at the end.
    Lag,
    /// Completed rebalances.
    Rebalances,
    /// Time without a reader, summed over partitions.
    StoppedPartitionMs,
    /// Partitions that lost their reader at some time.
    StoppedPartitions,
    /// Partitions without a reader at the end.
    StoppedAtEnd,
    /// Longest time that one partition had no reader.
    LongestStopMs,
    /// Longest time from the beginning of a rebalance to its end.
    LongestRebalanceMs,
    /// Commits that failed.
    CommitsFailed,
    /// `poll()` did not come back within `max.poll.interval.ms`.
    PollTimeouts,
    /// Members whose session ran out.
    SessionsExpired,
    /// Processes that an exception of Kafka's ended.
    ConsumersFailed,
    /// Running processes at the end.
    Consumers,
    /// Running processes without a partition at the end.
    IdleConsumers,
    /// Most partitions of one running consumer at the end.
    AssignedMax,
    /// Fewest partitions of one running consumer at the end.
    AssignedMin,
    /// Difference of the two.
    AssignedSpread,
    /// Generation of the (first) group at the end.
    Generation,
    /// Times that a record was dead-lettered or passed over.
    RecordsParked,
    /// 1 if every running consumer follows the COOPERATIVE protocol at the end, else 0.
    Cooperative,
    /// Records processed before an older record of the same key.
    RecordsOutOfOrder,
    /// Changes made to the lesson's run.
    Changes,
    /// Settings changed.
    ChangedSettings,
}

impl FigureKind {
    /// All of them with their names in files.
    pub const ALL: [(Self, &'static str); 30] = [
        (Self::RecordsTotal, "records_total"),
        (Self::RecordsOnce, "records_once"),
        (Self::RecordsTwice, "records_twice"),
        (Self::ExtraRuns, "extra_runs"),
        (Self::ExtraEffects, "extra_effects"),
        (Self::RecordsLost, "records_lost"),
        (Self::RecordsSkipped, "records_skipped"),
        (Self::RecordsPending, "records_pending"),
        (Self::RecordsParked, "records_parked"),
        (Self::RecordsOutOfOrder, "records_out_of_order"),
        (Self::Lag, "lag"),
        (Self::Rebalances, "rebalances"),
        (Self::StoppedPartitionMs, "stopped_partition_ms"),
        (Self::StoppedPartitions, "stopped_partitions"),
        (Self::StoppedAtEnd, "stopped_at_end"),
        (Self::LongestStopMs, "longest_stop_ms"),
        (Self::LongestRebalanceMs, "longest_rebalance_ms"),
        (Self::CommitsFailed, "commits_failed"),
        (Self::PollTimeouts, "poll_timeouts"),
        (Self::SessionsExpired, "sessions_expired"),
        (Self::ConsumersFailed, "consumers_failed"),
        (Self::Consumers, "consumers"),
        (Self::IdleConsumers, "idle_consumers"),
        (Self::AssignedMax, "assigned_max"),
        (Self::AssignedMin, "assigned_min"),
        (Self::AssignedSpread, "assigned_spread"),
        (Self::Generation, "generation"),
        (Self::Cooperative, "cooperative"),
        (Self::Changes, "changes"),
        (Self::ChangedSettings, "changed_settings"),
    ];

    /// Its name in files.
    pub fn name(self) -> &'static str {
        let found = Self::ALL.iter().find(|(kind, _)| *kind == self);
        found.map_or("", |(_, name)| name)
    }

    /// What it counts in.
    pub fn unit(self) -> Unit {
        match self {
            Self::StoppedPartitionMs => Unit::PartitionMillis,
            Self::LongestStopMs | Self::LongestRebalanceMs => Unit::Millis,
            Self::RecordsTotal
            | Self::RecordsOnce
            | Self::RecordsTwice
            | Self::ExtraRuns
            | Self::ExtraEffects
            | Self::RecordsLost
            | Self::RecordsSkipped
            | Self::RecordsPending
            | Self::RecordsParked
            | Self::RecordsOutOfOrder
            | Self::Lag
            | Self::Rebalances
            | Self::StoppedPartitions
            | Self::StoppedAtEnd
            | Self::CommitsFailed
            | Self::PollTimeouts
            | Self::SessionsExpired
            | Self::ConsumersFailed
            | Self::Consumers
            | Self::IdleConsumers
            | Self::AssignedMax
            | Self::AssignedMin
            | Self::AssignedSpread
            | Self::Generation
            | Self::Cooperative
            | Self::Changes
            | Self::ChangedSettings => Unit::Count,
        }
    }

    /// Whether it can be asked of one partition.
    pub fn has_partitions(self) -> bool {
        matches!(
            self,
            Self::Lag
                | Self::RecordsTwice
                | Self::RecordsLost
                | Self::RecordsSkipped
                | Self::LongestStopMs
                | Self::StoppedPartitionMs
        )
    }

    /// A few words for people.
    pub fn label(self) -> Text {
        match self {
            Self::RecordsTotal => say::figure_records_total(),
            Self::RecordsOnce => say::figure_records_once(),
            Self::RecordsTwice => say::figure_records_twice(),
            Self::ExtraRuns => say::figure_extra_runs(),
            Self::ExtraEffects => say::figure_extra_effects(),
            Self::RecordsLost => say::figure_records_lost(),
            Self::RecordsSkipped => say::figure_records_skipped(),
            Self::RecordsPending => say::figure_records_pending(),
            Self::RecordsParked => say::figure_records_parked(),
            Self::RecordsOutOfOrder => say::figure_records_out_of_order(),
            Self::Lag => say::figure_lag(),
            Self::Rebalances => say::figure_rebalances(),
            Self::StoppedPartitionMs => say::figure_stopped_partition_ms(),
            Self::StoppedPartitions => say::figure_stopped_partitions(),
            Self::StoppedAtEnd => say::figure_stopped_at_end(),
            Self::LongestStopMs => say::figure_longest_stop_ms(),
            Self::LongestRebalanceMs => say::figure_longest_rebalance_ms(),
            Self::CommitsFailed => say::figure_commits_failed(),
            Self::PollTimeouts => say::figure_poll_timeouts(),
            Self::SessionsExpired => say::figure_sessions_expired(),
            Self::ConsumersFailed => say::figure_consumers_failed(),
            Self::Consumers => say::figure_consumers(),
            Self::IdleConsumers => say::figure_idle_consumers(),
            Self::AssignedMax => say::figure_assigned_max(),
            Self::AssignedMin => say::figure_assigned_min(),
            Self::AssignedSpread => say::figure_assigned_spread(),
            Self::Generation => say::figure_generation(),
            Self::Cooperative => say::figure_cooperative(),
            Self::Changes => say::figure_changes(),
            Self::ChangedSettings => say::figure_changed_settings(),
        }
    }

    /// A value of it in words: `34.1 s`, `17`.
    pub fn told(self, value: i64) -> Text {
        match self.unit() {
            Unit::Count => Text::verbatim(locale::grouped(value.unsigned_abs())),
            Unit::Millis if value < 1_000 => say::milliseconds(value.to_string()),
            Unit::Millis => say::seconds(tenths(value)),
            Unit::PartitionMillis => say::partition_seconds(tenths(value)),
        }
    }
}

/// Milliseconds as seconds with one decimal, rounded half up.
fn tenths(millis: i64) -> String {
    let tenths = (millis + 50) / 100;
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// A figure of a run: `solution.lag[orders-3]`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Figure {
    /// Which run; None = the one that is spoken of.
    pub run: Option<String>,
    /// What is measured.
    pub kind: FigureKind,
    /// Of one partition only.
    pub partition: Option<String>,
}

impl FromStr for Figure {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let text = text.trim();
        let (head, partition) = match text.strip_suffix(']').and_then(|rest| rest.split_once('[')) {
            Some((head, partition)) => (head, Some(partition.to_owned())),
            None => (text, None),
        };
        let (run, name) = match head.rsplit_once('.') {
            Some((run, name)) => (Some(run.to_owned()), name),
            None => (None, head),
        };
        let kind = FigureKind::ALL.iter().find(|(_, known)| *known == name);
        let Some((kind, _)) = kind else {
            return Err(Misread::UnknownFigure(name.to_owned()));
        };
        if partition.is_some() && !kind.has_partitions() {
            return Err(Misread::NotOfPartition(*kind));
        }
        Ok(Self {
            run,
            kind: *kind,
            partition,
        })
    }
}

impl fmt::Display for Figure {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(run) = &self.run {
            write!(to, "{run}.")?;
        }
        to.write_str(self.kind.name())?;
        match &self.partition {
            Some(partition) => write!(to, "[{partition}]"),
            None => Ok(()),
        }
    }
}

impl<'de> Deserialize<'de> for Figure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let read: Result<Self, Misread> = text.parse();
        read.map_err(|problem| serde::de::Error::custom(problem.sealed()))
    }
}

impl Serialize for Figure {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
