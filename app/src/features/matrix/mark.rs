//! The marks of records in words.
//!
//! Deliberately lacks drawing.

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

    /// What follows the number of records.
    pub fn word(self) -> &'static str {
        match self {
            Self::Twice => "processed again",
            Self::Lost => "lost",
            Self::Skipped => "skipped",
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
    pub fn words(self, stretch: &Stretch) -> String {
        format!(
            "{} {} at {}: {}",
            locale::say::records(stretch.records),
            self.word(),
            format::seconds(stretch.from),
            stretch.cause
        )
    }
}

/// The marks of a row in words, without what grows from frame to frame.
pub fn spoken(row: &MatrixRow) -> String {
    let mut words = String::new();
    for kind in [Mark::Lost, Mark::Skipped] {
        if let Some(last) = kind.stretches(row).last() {
            words.push_str("; ");
            words.push_str(&kind.words(last));
        }
    }
    if !row.twice.is_empty() {
        words.push_str("; some records ran twice");
    }
    words
}
