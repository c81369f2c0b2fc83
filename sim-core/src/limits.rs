//! Every bound of the simulator, with its reason.

use crate::time::SimTime;

/// Longest run: a week. Beyond it nothing new happens that a lesson could show.
pub const RUN_TIME_MAX: SimTime = SimTime::from_millis(7 * 24 * 3_600 * 1_000);
/// Consumers in a run; past it the page cannot tell them apart.
pub const CONSUMERS_MAX: usize = 500;
/// Topics in a run.
pub const TOPICS_MAX: usize = 100;
/// Partitions over all topics; the benchmark's largest case has 10 000.
pub const PARTITIONS_MAX: usize = 20_000;
/// Groups in a run.
pub const GROUPS_MAX: usize = 32;
/// Commands in a recording; a link with more would not open in a second.
pub const COMMANDS_MAX: usize = 10_000;
/// Characters in a name (Kafka limits topic names to 249).
pub const NAME_CHARS_MAX: usize = 249;
/// Characters in a scenario's title; it stands in one line of the page.
pub const TITLE_CHARS_MAX: usize = 200;
/// Records per second and topic.
pub const PRODUCE_RATE_MAX: u32 = 10_000_000;
/// Different keys per topic; each key is hashed once per partition count.
pub const KEYS_MAX: u32 = 100_000;
/// Milliseconds or bytes a topic keeps; more than any run can reach.
pub const RETENTION_MAX: u64 = 1 << 53;
/// Events at one instant; more means a loop without time, which is reported, never run on.
pub const EVENTS_PER_INSTANT_MAX: u32 = 2_000_000;
/// Passes of one `poll()` at one instant; each but the last one reads something, so this is far away.
pub const PASSES_PER_POLL_MAX: u32 = 10_000;
/// Simulated network latency, one way, in microseconds.
pub const LATENCY_US_MAX: u64 = 10_000_000;
/// Longest processing time of one record: an hour.
pub const PROCESSING_US_MAX: u64 = 3_600_000_000;
/// Records between two explicit commits; beyond it nobody would notice that there is one.
pub const COMMIT_EVERY_MAX: u32 = 1_000_000;
/// Poison records of one topic; a program meets each of them as an event.
pub const POISON_MAX: usize = 1_000;
/// Worker threads of one program; each record they finish is an event.
pub const WORKERS_MAX: u32 = 64;
/// Records that may wait for workers.
pub const WORKER_QUEUE_MAX: u32 = 1_000_000;
/// Bytes of a decoded recording (link or file).
pub const RECORDING_BYTES_MAX: usize = 1 << 20;
/// Bytes of pasted settings; each unknown key is compared with all known ones.
pub const PASTE_BYTES_MAX: usize = 64 << 10;
/// Settings read from a paste; the page shows a line for each.
pub const PASTE_LINES_MAX: usize = 500;
/// Events between two keyframes at the start; doubled whenever the budget is used up.
pub const KEYFRAME_SPACING: u64 = 20_000;
/// Memory for keyframes.
pub const KEYFRAME_BYTES_MAX: usize = 64 << 20;
/// Branches of a timeline.
pub const BRANCHES_MAX: usize = 64;
/// The same with those that were deleted, whose start and end are kept for Undo.
pub const BRANCHES_EVER_MAX: usize = 512;
/// Characters of a branch's name; it stands in one line of a menu.
pub const BRANCH_NAME_CHARS_MAX: usize = 40;
/// Step records kept for the event list.
pub const STEP_WINDOW: usize = 4_096;
