//! Where each kind of fate happened, for stepping through them.
//!
//! Deliberately lacks the page; everything is from a view to a list.

use sim_core::view::{LabView, MatrixRow, MatrixView, Stretch};
use sim_core::{SimTime, sorting};

use crate::session::Selection;

/// What a counter counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    Rebalance,
    Stopped,
    Once,
    Twice,
    Lost,
    Skipped,
    Lag,
}

impl Fate {
    /// For tests.
    pub fn key(self) -> &'static str {
        match self {
            Self::Rebalance => "rebalances",
            Self::Stopped => "stopped",
            Self::Once => "once",
            Self::Twice => "twice",
            Self::Lost => "lost",
            Self::Skipped => "skipped",
            Self::Lag => "lag",
        }
    }

    /// In the glossary.
    pub fn term(self) -> Option<&'static str> {
        match self {
            Self::Rebalance => Some("rebalance"),
            Self::Stopped => Some("unread"),
            Self::Once => None,
            Self::Twice => Some("duplicate"),
            Self::Lost => Some("loss"),
            Self::Skipped => Some("skipped"),
            Self::Lag => Some("lag"),
        }
    }

    /// False where there is no single place to go to.
    pub fn has_occurrences(self) -> bool {
        match self {
            Self::Once => false,
            Self::Rebalance
            | Self::Stopped
            | Self::Twice
            | Self::Lost
            | Self::Skipped
            | Self::Lag => true,
        }
    }
}

/// A place to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Occurrence {
    /// When.
    pub at: SimTime,
    /// What to select there.
    pub selection: Selection,
}

/// All places of a fate, in order of time.
pub fn occurrences(fate: Fate, view: &MatrixView, lab: &LabView) -> Vec<Occurrence> {
    let mut all: Vec<Occurrence> = match fate {
        Fate::Rebalance => view
            .bands
            .iter()
            .map(|band| Occurrence {
                at: band.from,
                selection: Selection::Event(band.event),
            })
            .collect(),
        Fate::Stopped => view.rows.iter().flat_map(stops).collect(),
        Fate::Twice => of_stretches(view, |row| &row.twice, |stretch| stretch.to),
        Fate::Lost => of_stretches(view, |row| &row.lost, |stretch| stretch.from),
        Fate::Skipped => of_stretches(view, |row| &row.skipped, |stretch| stretch.from),
        Fate::Lag => worst(lab).into_iter().collect(),
        Fate::Once => Vec::new(),
    };
    sorting::sort_by_key(&mut all, |occurrence| occurrence.at);
    all
}

/// Moments at which a partition lost its reader; the time before its first one does not count.
fn stops(row: &MatrixRow) -> impl Iterator<Item = Occurrence> + use<'_> {
    row.segments
        .iter()
        .skip_while(|segment| segment.reader.is_none())
        .filter(|segment| segment.reader.is_none())
        .map(|segment| Occurrence {
            at: segment.from,
            selection: Selection::Partition(row.partition),
        })
}

fn of_stretches(
    view: &MatrixView,
    stretches: fn(&MatrixRow) -> &Vec<Stretch>,
    at: fn(&Stretch) -> SimTime,
) -> Vec<Occurrence> {
    view.rows
        .iter()
        .flat_map(|row| {
            stretches(row).iter().map(move |stretch| Occurrence {
                at: at(stretch),
                selection: Selection::Partition(row.partition),
            })
        })
        .collect()
}

fn worst(lab: &LabView) -> Option<Occurrence> {
    lab.partitions
        .iter()
        .max_by_key(|partition| partition.lag)
        .map(|partition| Occurrence {
            at: lab.at,
            selection: Selection::Partition(partition.id),
        })
}

/// The next place after `now`, or the first one.
pub fn next(all: &[Occurrence], now: SimTime) -> Option<&Occurrence> {
    all.iter()
        .find(|occurrence| occurrence.at > now)
        .or_else(|| all.first())
}

#[cfg(test)]
mod tests {
    use sim_core::view::Segment;
    use sim_core::{ConsumerId, PartitionId};

    use super::*;

    fn ms(millis: u64) -> SimTime {
        SimTime::from_millis(millis)
    }

    #[test]
    fn stepping_goes_on_and_wraps() {
        let place = |at| Occurrence {
            at: ms(at),
            selection: Selection::Partition(PartitionId(0)),
        };
        let all = [place(10), place(20)];
        assert_eq!(next(&all, ms(0)), Some(&all[0]));
        assert_eq!(next(&all, ms(10)), Some(&all[1]));
        assert_eq!(next(&all, ms(20)), Some(&all[0]));
        assert_eq!(next(&[], ms(20)), None);
    }

    #[test]
    fn a_partition_stops_only_after_it_was_read() {
        let segment = |from, to, reader| Segment {
            from: ms(from),
            to: ms(to),
            reader,
        };
        let row = MatrixRow {
            partition: PartitionId(3),
            group: None,
            segments: vec![
                segment(0, 3, None),
                segment(3, 9, Some(ConsumerId(1))),
                segment(9, 12, None),
                segment(12, 20, Some(ConsumerId(0))),
            ],
            commits: Vec::new(),
            twice: Vec::new(),
            lost: Vec::new(),
            skipped: Vec::new(),
        };
        let at: Vec<SimTime> = stops(&row).map(|occurrence| occurrence.at).collect();
        assert_eq!(at, [ms(9)]);
    }
}
