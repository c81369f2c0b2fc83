//! The marks of records in words.
//!
//! Deliberately lacks drawing.

use locale::{Text, say};
use sim_core::view::{MatrixRow, Stretch};

use crate::format;

/// What became of marked records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// A red lane.
    Twice,
    /// A diamond.
    Lost,
    /// Two arrows.
    Skipped,
}

impl Mark {
    /// All, the worst first.
    pub const ALL: [Self; 3] = [Self::Lost, Self::Skipped, Self::Twice];

    /// `40 skipped`.
    pub fn counted(self, records: u64) -> Text {
        let count = records.to_string();
        match self {
            Self::Twice => say::matrix_count_twice(count),
            Self::Lost => say::matrix_count_lost(count),
            Self::Skipped => say::matrix_count_skipped(count),
        }
    }

    /// A row's marks of this kind.
    pub fn stretches(self, row: &MatrixRow) -> &[Stretch] {
        match self {
            Self::Twice => &row.twice,
            Self::Lost => &row.lost,
            Self::Skipped => &row.skipped,
        }
    }

    /// `40 records skipped at 12.4 s: the program’s own seek() jumped over them`.
    pub fn words(self, stretch: &Stretch) -> Text {
        let records = say::records(stretch.records);
        let at = format::seconds(stretch.from);
        let cause = stretch.cause.clone();
        match self {
            Self::Twice => say::matrix_mark_twice(records, at, cause),
            Self::Lost => say::matrix_mark_lost(records, at, cause),
            Self::Skipped => say::matrix_mark_skipped(records, at, cause),
        }
    }
}

/// The marks of a row in words, without what grows from frame to frame.
pub fn spoken(row: &MatrixRow) -> Vec<Text> {
    let lasts = [Mark::Lost, Mark::Skipped].into_iter();
    let lasts = lasts.filter_map(|kind| Some(kind.words(kind.stretches(row).last()?)));
    let twice = (!row.twice.is_empty()).then(say::matrix_row_twice);
    lasts.chain(twice).collect()
}
