//! Kafka's requests and responses, as far as the model speaks them.
//!
//! Deliberately lacks wire bytes; sizes matter only for records, which have a size each.

use std::sync::Arc;

use crate::config::AssignorName;
use crate::ids::{GenerationId, GroupId, MemberId, PartitionId, TopicId};
use crate::time::SimDuration;

/// Error codes with Kafka's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// No error.
    None,
    /// `JoinGroup` without id: take this one and come back (KIP-394).
    MemberIdRequired,
    /// The coordinator does not know that member.
    UnknownMemberId,
    /// The generation is not the current one.
    IllegalGeneration,
    /// The group waits for everybody to rejoin.
    RebalanceInProgress,
    /// No assignor that everybody supports.
    InconsistentGroupProtocol,
    /// `session.timeout.ms` is outside the broker's bounds.
    InvalidSessionTimeout,
    /// `group.max.size` reached.
    GroupMaxSizeReached,
    /// Another process took over the `group.instance.id`.
    FencedInstanceId,
    /// Position outside the log.
    OffsetOutOfRange,
    /// Connection lost or request timed out (client-side).
    Disconnected,
}

impl ErrorCode {
    /// Kafka's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::MemberIdRequired => "MEMBER_ID_REQUIRED",
            Self::UnknownMemberId => "UNKNOWN_MEMBER_ID",
            Self::IllegalGeneration => "ILLEGAL_GENERATION",
            Self::RebalanceInProgress => "REBALANCE_IN_PROGRESS",
            Self::InconsistentGroupProtocol => "INCONSISTENT_GROUP_PROTOCOL",
            Self::InvalidSessionTimeout => "INVALID_SESSION_TIMEOUT",
            Self::GroupMaxSizeReached => "GROUP_MAX_SIZE_REACHED",
            Self::FencedInstanceId => "FENCED_INSTANCE_ID",
            Self::OffsetOutOfRange => "OFFSET_OUT_OF_RANGE",
            Self::Disconnected => "disconnected",
        }
    }
}

/// Request kinds with Kafka's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the names are Kafka's")]
pub enum Api {
    Metadata,
    FindCoordinator,
    JoinGroup,
    SyncGroup,
    Heartbeat,
    LeaveGroup,
    OffsetCommit,
    OffsetFetch,
    ListOffsets,
    OffsetForLeaderEpoch,
    Fetch,
}

impl Api {
    /// Every kind.
    pub const ALL: [Self; 11] = [
        Self::Metadata,
        Self::FindCoordinator,
        Self::JoinGroup,
        Self::SyncGroup,
        Self::Heartbeat,
        Self::LeaveGroup,
        Self::OffsetCommit,
        Self::OffsetFetch,
        Self::ListOffsets,
        Self::OffsetForLeaderEpoch,
        Self::Fetch,
    ];

    /// Kafka's spelling.
    pub fn name(self) -> &'static str {
        match self {
            Self::Metadata => "Metadata",
            Self::FindCoordinator => "FindCoordinator",
            Self::JoinGroup => "JoinGroup",
            Self::SyncGroup => "SyncGroup",
            Self::Heartbeat => "Heartbeat",
            Self::LeaveGroup => "LeaveGroup",
            Self::OffsetCommit => "OffsetCommit",
            Self::OffsetFetch => "OffsetFetch",
            Self::ListOffsets => "ListOffsets",
            Self::OffsetForLeaderEpoch => "OffsetForLeaderEpoch",
            Self::Fetch => "Fetch",
        }
    }
}

/// What a member tells the group about itself (`ConsumerProtocolSubscription` v3). Its equality is
/// the coordinator's "identical metadata".
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Subscription {
    /// `partition.assignment.strategy`, in order of preference.
    pub assignors: Arc<[AssignorName]>,
    pub topics: Arc<[TopicId]>,
    /// User data of `StickyAssignor`: the last assignment it was given, and in which generation.
    pub last_given: Option<(Arc<[PartitionId]>, GenerationId)>,
    /// Owned partitions, sorted; empty for EAGER members, who revoke first.
    pub owned: Arc<[PartitionId]>,
    /// Generation the member is in while it asks (v3, since 3.4).
    pub generation_id: GenerationId,
}

/// A committed offset as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct CommittedOffset {
    pub offset: u64,
    /// Whether the commit carried a leader epoch (it does once records were consumed).
    pub has_leader_epoch: bool,
}

/// A member as the leader learns of it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct JoinedMember {
    pub member_id: MemberId,
    pub name: Arc<str>,
    pub hash_spread: u32,
    pub group_instance_id: Option<Arc<str>>,
    pub subscription: Subscription,
}

/// Who asks: the member id and, for static members, `group.instance.id`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Caller {
    pub member_id: MemberId,
    pub group_instance_id: Option<Arc<str>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct JoinGroupRequest {
    pub group: GroupId,
    pub member_id: Option<MemberId>,
    pub group_instance_id: Option<Arc<str>>,
    pub client_id: Arc<str>,
    pub session_timeout: SimDuration,
    pub rebalance_timeout: SimDuration,
    pub subscription: Subscription,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct FetchRequest {
    pub partitions: Vec<(PartitionId, u64)>,
    pub max_wait: SimDuration,
    pub min_bytes: u32,
    pub max_bytes: u32,
    pub partition_max_bytes: u32,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Request {
    Metadata {
        /// None: all there are.
        topics: Option<Arc<[TopicId]>>,
    },
    FindCoordinator,
    JoinGroup(JoinGroupRequest),
    SyncGroup {
        group: GroupId,
        caller: Caller,
        generation_id: GenerationId,
        /// Filled by the leader only.
        assignments: Vec<(MemberId, Arc<[PartitionId]>)>,
    },
    Heartbeat {
        group: GroupId,
        caller: Caller,
        generation_id: GenerationId,
    },
    LeaveGroup {
        group: GroupId,
        caller: Caller,
    },
    OffsetCommit {
        group: GroupId,
        caller: Option<Caller>,
        generation_id: GenerationId,
        offsets: Arc<[(PartitionId, CommittedOffset)]>,
    },
    OffsetFetch {
        group: GroupId,
        partitions: Vec<PartitionId>,
    },
    ListOffsets {
        partitions: Vec<PartitionId>,
        wanted: WantedOffset,
    },
    OffsetForLeaderEpoch {
        partitions: Vec<PartitionId>,
    },
    Fetch(FetchRequest),
    /// The closing, empty fetch of `close()`.
    CloseFetchSession,
}

impl Request {
    pub(crate) fn api(&self) -> Api {
        match self {
            Self::Metadata { .. } => Api::Metadata,
            Self::FindCoordinator => Api::FindCoordinator,
            Self::JoinGroup(_) => Api::JoinGroup,
            Self::SyncGroup { .. } => Api::SyncGroup,
            Self::Heartbeat { .. } => Api::Heartbeat,
            Self::LeaveGroup { .. } => Api::LeaveGroup,
            Self::OffsetCommit { .. } => Api::OffsetCommit,
            Self::OffsetFetch { .. } => Api::OffsetFetch,
            Self::ListOffsets { .. } => Api::ListOffsets,
            Self::OffsetForLeaderEpoch { .. } => Api::OffsetForLeaderEpoch,
            Self::Fetch(_) | Self::CloseFetchSession => Api::Fetch,
        }
    }
}

/// Which offset a `ListOffsets` asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum WantedOffset {
    Earliest,
    Latest,
    /// Of the first record with this timestamp in milliseconds, which may be before time 0, or a
    /// later one.
    Timestamp(i64),
}

/// Records `from..to` of one partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RecordRange {
    /// The partition.
    pub partition: PartitionId,
    /// First offset.
    pub from: u64,
    /// One past the last offset.
    pub to: u64,
}

impl RecordRange {
    /// Number of records.
    pub fn count(&self) -> u64 {
        self.to - self.from
    }
}

/// What a fetch brings of one partition; partitions that bring nothing are left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Fetched {
    Records(RecordRange),
    /// `OFFSET_OUT_OF_RANGE`: the log does not have the offset asked for.
    OutOfRange {
        partition: PartitionId,
        offset: u64,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct JoinGroupResponse {
    pub error: ErrorCode,
    pub generation_id: GenerationId,
    pub member_id: Option<MemberId>,
    pub is_leader: bool,
    pub protocol: Option<AssignorName>,
    /// KIP-814: a static leader that came back keeps the group's assignment.
    pub skip_assignment: bool,
    /// Filled for the leader only.
    pub members: Vec<JoinedMember>,
}

impl JoinGroupResponse {
    pub(crate) fn failed(error: ErrorCode, member_id: Option<MemberId>) -> Self {
        Self {
            error,
            generation_id: GenerationId::NONE,
            member_id,
            is_leader: false,
            protocol: None,
            skip_assignment: false,
            members: Vec::new(),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Response {
    Metadata {
        partition_counts: Vec<(TopicId, u32)>,
    },
    FindCoordinator,
    JoinGroup(JoinGroupResponse),
    SyncGroup {
        error: ErrorCode,
        partitions: Arc<[PartitionId]>,
    },
    Heartbeat {
        error: ErrorCode,
    },
    LeaveGroup {
        error: ErrorCode,
    },
    OffsetCommit {
        error: ErrorCode,
    },
    OffsetFetch {
        offsets: Vec<(PartitionId, Option<CommittedOffset>)>,
    },
    ListOffsets {
        /// None: no record matches.
        offsets: Vec<(PartitionId, Option<u64>)>,
    },
    OffsetForLeaderEpoch {
        partitions: Vec<PartitionId>,
    },
    Fetch {
        partitions: Vec<Fetched>,
    },
    FetchSessionClosed,
    /// Client-side: the connection is gone, the request has no answer.
    Disconnected,
}

impl Response {
    /// The request kind it answers; a lost connection counts as a failed fetch.
    pub(crate) fn api(&self) -> Api {
        match self {
            Self::Metadata { .. } => Api::Metadata,
            Self::FindCoordinator => Api::FindCoordinator,
            Self::JoinGroup(_) => Api::JoinGroup,
            Self::SyncGroup { .. } => Api::SyncGroup,
            Self::Heartbeat { .. } => Api::Heartbeat,
            Self::LeaveGroup { .. } => Api::LeaveGroup,
            Self::OffsetCommit { .. } => Api::OffsetCommit,
            Self::OffsetFetch { .. } => Api::OffsetFetch,
            Self::ListOffsets { .. } => Api::ListOffsets,
            Self::OffsetForLeaderEpoch { .. } => Api::OffsetForLeaderEpoch,
            Self::Fetch { .. } | Self::FetchSessionClosed | Self::Disconnected => Api::Fetch,
        }
    }

    /// The error a person would look at.
    pub(crate) fn error(&self) -> ErrorCode {
        match self {
            Self::JoinGroup(response) => response.error,
            Self::SyncGroup { error, .. }
            | Self::Heartbeat { error }
            | Self::LeaveGroup { error }
            | Self::OffsetCommit { error } => *error,
            Self::Disconnected => ErrorCode::Disconnected,
            Self::Fetch { partitions }
                if partitions
                    .iter()
                    .any(|fetched| matches!(fetched, Fetched::OutOfRange { .. })) =>
            {
                ErrorCode::OffsetOutOfRange
            }
            Self::Metadata { .. }
            | Self::FindCoordinator
            | Self::OffsetFetch { .. }
            | Self::ListOffsets { .. }
            | Self::OffsetForLeaderEpoch { .. }
            | Self::Fetch { .. }
            | Self::FetchSessionClosed => ErrorCode::None,
        }
    }
}
