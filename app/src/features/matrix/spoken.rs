//! The selected row in words, for people who do not see the canvas.

use leptos::prelude::*;
use locale::{Text, say};
use sim_core::SimTime;
use sim_core::view::{LabView, MatrixRow, PartitionView, Segment};

use super::mark;
use super::rig::Rig;
use super::scene::{history, letter};
use crate::format;
use crate::session::{Selection, Session};

/// `orders-5, 12.4 to 26.3 s, nobody reads`, and what became of records; empty while no partition is selected.
pub fn selected_row(session: Session, rig: Rig) -> Memo<Text> {
    Memo::new(move |_| {
        session.pulse.track();
        let Some(Selection::Partition(id)) = session.selection.get() else {
            return Text::default();
        };
        let window = rig.window();
        let view = session.with_timeline(|timeline| timeline.matrix(window.from, window.to));
        session.lab().with_untracked(|lab| {
            let readings = lab.readings_of(id);
            let said = readings.filter_map(|partition| {
                let row = history(&view, partition.id.index(), partition)?;
                Some(words(lab, partition, row, view.head))
            });
            Text::joined(said, "; ")
        })
    })
}

fn words(lab: &LabView, partition: &PartitionView, row: &MatrixRow, head: SimTime) -> Text {
    let name = lab.reading_name(partition);
    let Some(segment) = at(&row.segments, lab.at) else {
        return Text::verbatim(name);
    };
    let who = segment
        .reader
        .map_or_else(say::matrix_row_nobody, |reader| {
            say::matrix_row_reads(letter(lab, reader))
        });
    let own = say::matrix_row(name, span(segment, head), who);
    Text::joined(std::iter::once(own).chain(mark::spoken(row)), "; ")
}

/// The segment at a moment; at a border the one that begins there.
pub fn at(segments: &[Segment], at: SimTime) -> Option<&Segment> {
    let after = segments.partition_point(|segment| segment.from <= at);
    after.checked_sub(1).and_then(|index| segments.get(index))
}

fn span(segment: &Segment, head: SimTime) -> Text {
    if segment.to >= head {
        say::matrix_row_since(format::seconds(segment.from))
    } else {
        let from = format::seconds_number(segment.from);
        say::matrix_row_from_to(from, format::seconds(segment.to))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn segment(from: u64, to: u64) -> Segment {
        Segment {
            from: SimTime::from_millis(from),
            to: SimTime::from_millis(to),
            reader: None,
        }
    }

    #[test]
    fn open_segments_do_not_change_their_words() {
        let head = SimTime::from_millis(30_000);
        assert_eq!(span(&segment(12_400, 26_300), head), "12.4 to 26.3 s");
        assert_eq!(span(&segment(12_400, 30_000), head), "since 12.4 s");
    }

    #[test]
    fn a_border_belongs_to_what_begins() {
        let segments = [segment(0, 10), segment(10, 20)];
        let found = at(&segments, SimTime::from_millis(10)).map(|segment| segment.to);
        assert_eq!(found, Some(SimTime::from_millis(20)));
        assert_eq!(at(&[], SimTime::ZERO), None);
    }
}
