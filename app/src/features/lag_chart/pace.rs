//! When the curves are drawn again: often enough to follow, rarely enough to cost little.

use crate::features::matrix::Geometry;

/// Milliseconds between two drawings while playing.
const REDRAW_MS: f64 = 100.0;

/// What decides whether a drawing is still true.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Drawn {
    /// When.
    pub at_ms: f64,
    /// Where.
    pub geometry: Geometry,
    /// What of the run.
    pub revision: u64,
    /// In which colours.
    pub palette: u64,
}

/// Whether the curves must be drawn again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// No.
    Nothing,
    /// Yes.
    Now,
    /// The last drawing is too young; a frame must follow even if nothing else asks for one.
    Later,
}

/// Compares a drawing with what it should show.
pub fn need(drawn: Drawn, next: Drawn) -> Need {
    let same_place = drawn.geometry == next.geometry && drawn.palette == next.palette;
    let age_ms = next.at_ms - drawn.at_ms;
    if !same_place {
        Need::Now
    } else if drawn.revision == next.revision {
        Need::Nothing
    } else if (0.0..REDRAW_MS).contains(&age_ms) {
        Need::Later
    } else {
        Need::Now
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_drawn_at_once_or_a_little_later_but_never_lost() {
        let drawn = Drawn {
            at_ms: 1_000.0,
            revision: 4,
            ..Drawn::default()
        };
        let at = |at_ms, revision| Drawn {
            at_ms,
            revision,
            ..drawn
        };
        assert_eq!(need(drawn, at(1_500.0, 4)), Need::Nothing);
        assert_eq!(need(drawn, at(1_016.0, 5)), Need::Later);
        assert_eq!(need(drawn, at(1_100.0, 5)), Need::Now);
    }
}
