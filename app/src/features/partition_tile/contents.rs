//! What a tile shows of its partition.
//!
//! Deliberately lacks the page.

use locale::{Text, say};
use sim_core::view::{LabView, PartitionView, ReadState};
use sim_core::{ConsumerId, GroupId, PartitionId};

use crate::features::matrix::scene::{letter, place, reading};
use crate::owner;

/// Records a small log shows at least.
const LOG_RECORDS_MIN: u64 = 150;

/// A tile's contents; positions in thousandths of the log shown.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tile {
    /// Name of the partition.
    pub name: String,
    /// CSS classes.
    pub class: String,
    /// Records not committed.
    pub lag: u64,
    /// Committed up to here.
    pub committed: u16,
    /// Length of what is read and not committed.
    pub read: u16,
    /// Next record to fetch.
    pub position: u16,
}

/// The tile of partition `id` as a group reads it, on the card of `holder` or in the dock.
pub fn tile(lab: &LabView, id: PartitionId, group: GroupId, holder: Option<ConsumerId>) -> Tile {
    let Some(partition) = in_group(lab, id, group) else {
        return Tile::default();
    };
    let (committed, read, position) = log(partition);
    Tile {
        name: partition.name.to_string(),
        class: class(partition, holder),
        lag: partition.lag,
        committed,
        read,
        position,
    }
}

/// As the group reads it; one that nobody asks for lies in the dock of the first group.
fn in_group(lab: &LabView, id: PartitionId, group: GroupId) -> Option<&PartitionView> {
    let own = reading(lab, id, group);
    own.or_else(|| lab.partitions.get(place(lab, id)?))
}

/// Committed, read and position in thousandths of the log shown.
fn log(partition: &PartitionView) -> (u16, u16, u16) {
    let end = partition.log_end_offset;
    let span = (partition.lag + partition.lag / 6)
        .max(LOG_RECORDS_MIN)
        .min(end.max(20));
    let start = end.max(span) - span;
    let share = |offset: u64| {
        let inside = offset.saturating_sub(start).min(span);
        let permille = u16::try_from(inside.saturating_mul(1_000) / span.max(1)).unwrap_or(1_000);
        permille - permille % 5
    };
    let committed = partition
        .committed_offset
        .unwrap_or(partition.log_start_offset);
    let committed_share = share(committed);
    let read = share(partition.processed_offset.max(committed)) - committed_share;
    let position = share(partition.position.unwrap_or(partition.processed_offset));
    (committed_share, read, position)
}

/// CSS classes: the owner's colours, and what makes the tile differ from a normal one.
fn class(partition: &PartitionView, holder: Option<ConsumerId>) -> String {
    if let (Some(holder), Some(reader)) = (holder, partition.reader)
        && holder != reader
    {
        return format!("{} tile--lapsed", owner::class(holder));
    }
    let colours = partition.reader.map_or("", owner::class);
    match partition.state {
        ReadState::Reading => colours.to_owned(),
        ReadState::AssignedNotFetched => format!("{colours} tile--arriving"),
        ReadState::BeingRevoked => format!("{colours} tile--leaving"),
        ReadState::Stopped | ReadState::NeverAssigned => "tile--stop".to_owned(),
    }
}

/// The tile in words.
pub fn said(lab: &LabView, id: PartitionId, group: GroupId) -> Text {
    let Some(partition) = in_group(lab, id, group) else {
        return Text::default();
    };
    let reader = || {
        let letter = |reader| Text::verbatim(letter(lab, reader).to_owned());
        partition.reader.map_or_else(say::nobody, letter)
    };
    let state = match partition.state {
        ReadState::Stopped if !partition.is_asked_for => say::tile_not_asked_for(),
        ReadState::Stopped | ReadState::NeverAssigned => say::tile_nobody(),
        ReadState::Reading => say::tile_read_by(reader()),
        ReadState::AssignedNotFetched => say::tile_arriving(reader()),
        ReadState::BeingRevoked => say::tile_leaving(reader()),
    };
    let offset = |offset: Option<u64>| {
        offset.map_or_else(say::tile_none, |offset| Text::verbatim(offset.to_string()))
    };
    say::tile_said(
        state,
        offset(partition.position),
        offset(partition.committed_offset),
        partition.log_end_offset.to_string(),
    )
}

#[cfg(test)]
mod tests {
    use sim_core::TopicId;

    use super::*;

    fn partition() -> PartitionView {
        PartitionView {
            id: PartitionId(0),
            group: Some(GroupId(0)),
            topic: TopicId(0),
            name: "orders-0".into(),
            reader: Some(ConsumerId(1)),
            state: ReadState::Reading,
            is_asked_for: true,
            log_start_offset: 0,
            committed_offset: Some(1_675),
            processed_offset: 1_690,
            position: Some(1_703),
            log_end_offset: 1_704,
            lag: 29,
            records_twice: 0,
            records_lost: 0,
            records_skipped: 0,
            stopped_since: None,
        }
    }

    #[test]
    fn the_small_log_shows_the_last_records() {
        let (committed, read, position) = log(&partition());
        assert_eq!((committed, read, position), (805, 100, 990));
    }

    #[test]
    fn a_card_that_lost_its_partition_does_not_show_the_new_owner() {
        assert_eq!(class(&partition(), Some(ConsumerId(0))), "o1 tile--lapsed");
        assert_eq!(class(&partition(), Some(ConsumerId(1))), "o2");
        assert_eq!(class(&partition(), None), "o2");
    }
}
