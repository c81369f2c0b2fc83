//! What one drawing of the matrix is made of.
//!
//! Deliberately lacks drawing.

use locale::Text;
use sim_core::view::{LabView, MatrixRow, MatrixView, PartitionView};
use sim_core::{ConsumerId, GroupId, PartitionId, SimTime};

use super::axis::TimeAxis;
use super::rows::RowPlan;
use crate::session::Selection;

/// Everything a drawing needs.
#[derive(Debug)]
pub struct Scene<'a> {
    /// The stage at the playhead.
    pub lab: &'a LabView,
    /// The stretch in view.
    pub view: &'a MatrixView,
    /// Time to pixels.
    pub axis: TimeAxis,
    /// Places of the rows.
    pub plan: &'a RowPlan,
    /// Width of the canvas.
    pub width: f64,
    /// Height of the canvas.
    pub height: f64,
    /// The one selection.
    pub selection: Option<Selection>,
    /// The one preview.
    pub hover: Option<Selection>,
    /// The preview has rested long enough to dim the other rows.
    pub dimmed: bool,
    /// Topics can be unfolded.
    pub folds: bool,
    /// What lies right of the playhead, if that needs to be said.
    pub ahead: Option<Text>,
}

impl Scene<'_> {
    /// The playhead.
    pub fn at(&self) -> SimTime {
        self.lab.at
    }

    /// Pixel of the playhead, inside the plot.
    pub fn head_x(&self) -> f64 {
        self.axis.x_inside(self.at())
    }

    /// Letter of a consumer.
    pub fn letter(&self, consumer: ConsumerId) -> &str {
        letter(self.lab, consumer)
    }

    /// True if `mark` points at the partition.
    pub fn marks(&self, mark: Option<Selection>, partition: &PartitionView) -> bool {
        match mark {
            Some(Selection::Partition(id)) => id == partition.id,
            Some(Selection::Consumer(id)) => {
                partition.reader == Some(id)
                    && partition.state != sim_core::view::ReadState::Stopped
            }
            Some(Selection::Event(_)) | None => false,
        }
    }
}

/// Letter of a consumer, or a dash if the run knows none of that id.
pub fn letter(lab: &LabView, consumer: ConsumerId) -> &str {
    lab.consumers
        .get(consumer.index())
        .filter(|view| view.id == consumer)
        .or_else(|| lab.consumers.iter().find(|view| view.id == consumer))
        .map_or("–", |view| &view.letter)
}

/// Place of a partition in the view: the first, where several groups read it.
pub fn place(lab: &LabView, partition: PartitionId) -> Option<usize> {
    let is_it = |view: &PartitionView| view.id == partition;
    place_where(lab, partition, is_it)
}

/// A partition as this group reads it.
pub fn reading(lab: &LabView, partition: PartitionId, group: GroupId) -> Option<&PartitionView> {
    let is_it = |view: &PartitionView| view.id == partition && view.group == Some(group);
    lab.partitions.get(place_where(lab, partition, is_it)?)
}

fn place_where(
    lab: &LabView,
    partition: PartitionId,
    is_it: impl Fn(&PartitionView) -> bool,
) -> Option<usize> {
    let guess = partition.index();
    if lab.partitions.get(guess).is_some_and(&is_it) {
        return Some(guess);
    }
    lab.partitions.iter().position(is_it)
}

/// What became of a partition in its group; rows of the view may outnumber the partitions that
/// exist now.
pub fn history<'a>(
    view: &'a MatrixView,
    index: usize,
    partition: &PartitionView,
) -> Option<&'a MatrixRow> {
    let is_its = |row: &&MatrixRow| (row.partition, row.group) == (partition.id, partition.group);
    let guess = view.rows.get(index).filter(is_its);
    guess.or_else(|| view.rows.iter().find(is_its))
}

/// Number of rows of each topic, in the view's order: one for each group and partition.
pub fn topic_sizes(partitions: &[PartitionView]) -> Vec<usize> {
    partitions
        .chunk_by(|a, b| a.topic == b.topic)
        .map(<[PartitionView]>::len)
        .collect()
}

/// Number of partitions among the rows of a topic.
pub fn distinct(rows: &[PartitionView]) -> usize {
    let last = |own: &[PartitionView]| {
        let (_, number) = own.last()?.name.rsplit_once('-')?;
        number.parse::<usize>().ok()
    };
    let groups = rows.chunk_by(|a, b| a.group == b.group);
    groups.filter_map(last).max().map_or(0, |last| last + 1)
}

/// Topic of a partition's name: `orders` of `orders-5`.
pub fn topic_name(partition: &PartitionView) -> &str {
    partition
        .name
        .rsplit_once('-')
        .map_or(&*partition.name, |(topic, _)| topic)
}
