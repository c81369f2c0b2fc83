//! What one drawing of the matrix is made of.
//!
//! Deliberately lacks drawing.

use locale::Text;
use sim_core::view::{LabView, MatrixView, PartitionView};
use sim_core::{ConsumerId, PartitionId, SimTime};

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

/// Place of a partition in the view.
pub fn place(lab: &LabView, partition: PartitionId) -> Option<usize> {
    let guess = partition.index();
    if lab
        .partitions
        .get(guess)
        .is_some_and(|view| view.id == partition)
    {
        return Some(guess);
    }
    lab.partitions.iter().position(|view| view.id == partition)
}

/// Number of partitions of each topic, in the view's order.
pub fn topic_sizes(partitions: &[PartitionView]) -> Vec<usize> {
    partitions
        .chunk_by(|a, b| a.topic == b.topic)
        .map(<[PartitionView]>::len)
        .collect()
}

/// Topic of a partition's name: `orders` of `orders-5`.
pub fn topic_name(partition: &PartitionView) -> &str {
    partition
        .name
        .rsplit_once('-')
        .map_or(&*partition.name, |(topic, _)| topic)
}
