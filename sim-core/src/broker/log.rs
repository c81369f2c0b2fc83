//! A partition's log as offsets: start, high watermark, end. No record is ever an object.
//!
//! MODEL: one replica, so the high watermark is the log end; batch boundaries are not modelled.

use crate::production::Source;
use crate::time::SimTime;

#[derive(Clone, Debug, Hash)]
pub(crate) struct PartitionLog {
    pub log_start_offset: u64,
    pub record_bytes: u32,
    source: Source,
}

impl PartitionLog {
    pub(crate) fn new(record_bytes: u32, source: Source) -> Self {
        Self {
            log_start_offset: 0,
            record_bytes,
            source,
        }
    }

    pub(crate) fn log_end_offset(&self, at: SimTime) -> u64 {
        self.source.log_end(at)
    }

    pub(crate) fn high_watermark(&self, at: SimTime) -> u64 {
        self.log_end_offset(at)
    }

    /// First moment at which `offset` can be read.
    pub(crate) fn readable_at(&self, offset: u64) -> SimTime {
        self.source.appended_at(offset)
    }

    /// From now on records come from another source, which starts at the log's end.
    pub(crate) fn set_source(&mut self, source: Source) {
        self.source = source;
    }
}
