//! Where letters and pin labels go so that nothing overlaps.
//!
//! Deliberately lacks drawing; everything here is plain arithmetic.

use sim_core::sorting;

/// Room between a segment's start and its first letter.
const LETTER_INSET_PX: f64 = 4.0;
/// How far a letter may move to get out of the way.
const LETTER_SHIFT_MAX_PX: f64 = 26.0;
/// Room kept around a letter.
const LETTER_CLEARANCE_PX: f64 = 2.5;
/// Room between a pin's centre and its label.
pub const PIN_LABEL_GAP_PX: f64 = 8.0;
/// Half the width of a pin.
pub const PIN_HALF_PX: f64 = 5.0;

/// Distance between two letters of one segment.
pub fn letter_pitch(plot_width: f64) -> f64 {
    if plot_width >= 600.0 { 190.0 } else { 110.0 }
}

/// Left edges of the letters in a segment from `from` to `to`: one at the start, then one every
/// `pitch`, each moved right until it touches none of `obstacles` (sorted vertical lines).
pub fn letters(from: f64, to: f64, letter: f64, pitch: f64, obstacles: &[f64]) -> Vec<f64> {
    let mut places = Vec::new();
    let mut wanted = from + LETTER_INSET_PX;
    while wanted + letter + LETTER_CLEARANCE_PX <= to {
        if let Some(x) = clear_of(wanted, letter, obstacles)
            && x + letter + LETTER_CLEARANCE_PX <= to
        {
            places.push(x);
        } else if places.is_empty() {
            // A letter on a tick is better than a segment without a name.
            places.push(wanted);
        }
        wanted += pitch.max(letter + 1.0);
    }
    places
}

fn clear_of(wanted: f64, letter: f64, obstacles: &[f64]) -> Option<f64> {
    let mut x = wanted;
    for line in obstacles {
        if *line < x - LETTER_CLEARANCE_PX {
            continue;
        }
        if *line > x + letter + LETTER_CLEARANCE_PX {
            break;
        }
        x = line + LETTER_CLEARANCE_PX + 0.5;
    }
    (x - wanted <= LETTER_SHIFT_MAX_PX).then_some(x)
}

/// A pin that wants a label.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PinBox {
    /// Centre of the mark.
    pub x: f64,
    /// Width of the label.
    pub label: f64,
    /// Yours come first.
    pub by_user: bool,
    /// Selected ones come before all others.
    pub selected: bool,
}

/// Side of the pin on which its label stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// Label, then mark.
    Left,
    /// Mark, then label.
    Right,
}

/// Picks a side for each pin's label, or none where it would cover another label or mark.
/// `taken` is covered already (the playhead's tag); `left` and `right` bound the plot.
pub fn pin_labels(
    pins: &[PinBox],
    left: f64,
    right: f64,
    taken: &[(f64, f64)],
) -> Vec<Option<Side>> {
    let mut busy: Vec<(f64, f64)> = pins
        .iter()
        .map(|pin| (pin.x - PIN_HALF_PX, pin.x + PIN_HALF_PX))
        .chain(taken.iter().copied())
        .collect();
    let mut order: Vec<usize> = (0..pins.len()).collect();
    sorting::sort_by_key(&mut order, |index| {
        let pin = &pins[*index];
        (!pin.selected, !pin.by_user, *index)
    });
    let mut sides = vec![None; pins.len()];
    for index in order {
        let pin = pins[index];
        let own = (pin.x - PIN_HALF_PX, pin.x + PIN_HALF_PX);
        let choices = if pin.by_user {
            [Side::Right, Side::Left]
        } else {
            [Side::Left, Side::Right]
        };
        for side in choices {
            let span = label_span(pin, side);
            let inside = span.0 >= left && span.1 <= right;
            let free = busy
                .iter()
                .all(|other| *other == own || !overlap(*other, span));
            if inside && free {
                busy.push(span);
                sides[index] = Some(side);
                break;
            }
        }
    }
    sides
}

/// Pixels a label covers.
pub fn label_span(pin: PinBox, side: Side) -> (f64, f64) {
    match side {
        Side::Left => (
            pin.x - PIN_LABEL_GAP_PX - pin.label,
            pin.x - PIN_LABEL_GAP_PX,
        ),
        Side::Right => (
            pin.x + PIN_LABEL_GAP_PX,
            pin.x + PIN_LABEL_GAP_PX + pin.label,
        ),
    }
}

fn overlap(a: (f64, f64), b: (f64, f64)) -> bool {
    a.0 < b.1 + 2.0 && b.0 < a.1 + 2.0
}

/// Keeps the values that are at least `gap` after the one kept before.
pub fn thinned(values: impl IntoIterator<Item = f64>, gap: f64) -> Vec<f64> {
    let mut kept: Vec<f64> = Vec::new();
    for value in values {
        if kept.last().is_none_or(|last| value - last >= gap) {
            kept.push(value);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_segment_is_named_at_its_start_and_again() {
        assert_eq!(
            letters(118.0, 700.0, 8.0, 190.0, &[]),
            [122.0, 312.0, 502.0, 692.0][..3]
        );
        assert!(letters(118.0, 126.0, 8.0, 190.0, &[]).is_empty());
    }

    #[test]
    fn letters_step_aside_for_lines() {
        let places = letters(100.0, 300.0, 8.0, 190.0, &[107.0, 118.0]);
        assert_eq!(places, [121.0]);
    }

    #[test]
    fn a_crowded_segment_keeps_its_name() {
        let crowd: Vec<f64> = (0..60).map(|tick| 100.0 + f64::from(tick) * 6.0).collect();
        assert_eq!(letters(100.0, 400.0, 8.0, 190.0, &crowd), [104.0]);
    }

    fn pin(x: f64, by_user: bool) -> PinBox {
        PinBox {
            x,
            label: 60.0,
            by_user,
            selected: false,
        }
    }

    #[test]
    fn yours_stand_right_and_the_systems_left() {
        let sides = pin_labels(&[pin(200.0, true), pin(400.0, false)], 100.0, 900.0, &[]);
        assert_eq!(sides, [Some(Side::Right), Some(Side::Left)]);
    }

    #[test]
    fn no_label_covers_another() {
        let pins: Vec<PinBox> = (0..40)
            .map(|index| pin(120.0 + f64::from(index) * 17.0, index % 3 == 0))
            .collect();
        let sides = pin_labels(&pins, 100.0, 900.0, &[(300.0, 350.0)]);
        let spans: Vec<(f64, f64)> = pins
            .iter()
            .zip(&sides)
            .filter_map(|(pin, side)| side.map(|side| label_span(*pin, side)))
            .collect();
        for (index, span) in spans.iter().enumerate() {
            assert!(!overlap(*span, (300.0, 350.0)));
            for other in &spans[index + 1..] {
                assert!(!overlap(*span, *other));
            }
        }
    }

    #[test]
    fn a_label_stays_inside_the_plot() {
        let sides = pin_labels(&[pin(880.0, true), pin(110.0, false)], 100.0, 900.0, &[]);
        assert_eq!(sides, [Some(Side::Left), Some(Side::Right)]);
    }

    #[test]
    fn ticks_are_thinned() {
        assert_eq!(thinned([1.0, 2.0, 7.0, 9.0, 13.0], 6.0), [1.0, 7.0, 13.0]);
    }
}
