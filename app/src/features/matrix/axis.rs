//! The time axis: which stretch of the run is in view, and where each moment lies in it.
//!
//! Deliberately lacks drawing; everything here is plain arithmetic.

use locale::{Text, say};
use sim_core::{SimDuration, SimTime};

/// Up to this head the whole run is in view.
pub const WHOLE_RUN: SimTime = SimTime::from_millis(40_000);
/// Afterwards the window has this length.
pub const FOLLOW_SPAN: SimDuration = SimDuration::from_secs(60);
/// Shortest window a reader can zoom to.
pub const SPAN_MIN: SimDuration = SimDuration::from_millis(20);
/// Longest window a reader can zoom to.
pub const SPAN_MAX: SimDuration = SimDuration::from_secs(7 * 24 * 3_600);

/// How much of the run the reader wants to see.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// The whole run at first, a following window later.
    #[default]
    Auto,
    /// A following window of this length.
    Span(SimDuration),
    /// From 0 s to the head.
    All,
    /// This very stretch.
    Held(Window),
}

/// A stretch of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// First moment in view.
    pub from: SimTime,
    /// Last moment in view.
    pub to: SimTime,
}

impl Window {
    /// Length of the window.
    pub fn span(self) -> SimDuration {
        self.to.since(self.from)
    }

    /// True if the moment is in view.
    pub fn holds(self, at: SimTime) -> bool {
        self.from <= at && at <= self.to
    }

    fn starting(from_us: u64, span: SimDuration) -> Self {
        let from = SimTime::from_micros(from_us);
        Self {
            from,
            to: from.after(span),
        }
    }
}

impl Zoom {
    /// The window's length when it follows the playhead; None when everything is in view.
    fn following(self, head: SimTime) -> Option<SimDuration> {
        match self {
            Self::Auto if head <= WHOLE_RUN => None,
            Self::Auto => Some(FOLLOW_SPAN),
            Self::Span(span) => Some(span),
            Self::All | Self::Held(_) => None,
        }
    }

    /// `factor` times the stretch of `window`, with the moment `fixed` where it is.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "lengths of windows, clamped"
    )]
    pub fn about(window: Window, fixed: SimTime, factor: f64) -> Self {
        let length = window.span().as_micros().max(1) as f64;
        let (least, most) = (SPAN_MIN.as_micros() as f64, SPAN_MAX.as_micros() as f64);
        let span = (length * factor).clamp(least, most);
        let share = fixed.since(window.from).as_micros() as f64 / length;
        let from = fixed.as_micros() as f64 - share * span;
        let span = SimDuration::from_micros(span as u64);
        Self::Held(Window::starting(from.max(0.0) as u64, span))
    }

    /// `window` moved by a share of its length, between 0 s and the head.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "moments of a run, clamped"
    )]
    pub fn panned(window: Window, share: f64, head: SimTime) -> Self {
        let span = window.span();
        let from = window.from.as_micros() as f64 + share * span.as_micros() as f64;
        let last = head.as_micros().saturating_sub(span.as_micros() / 4) as f64;
        let from = from.min(last.max(window.from.as_micros() as f64)).max(0.0);
        Self::Held(Window::starting(from as u64, span))
    }

    /// A held stretch that the playhead has left, or was moved out of, follows it again.
    #[must_use]
    pub fn after_move(self, before: SimTime, at: SimTime, playing: bool) -> Self {
        match self {
            Self::Held(window)
                if before != at && !window.holds(at) && (window.holds(before) || !playing) =>
            {
                Self::Span(window.span())
            }
            Self::Auto | Self::Span(_) | Self::All | Self::Held(_) => self,
        }
    }

    /// One step closer or farther than `window`.
    pub fn scaled(window: Window, closer: bool) -> Self {
        let span = window.span().as_micros();
        let span = if closer {
            span / 2
        } else {
            span.saturating_mul(2)
        };
        Self::Span(SimDuration::from_micros(
            span.clamp(SPAN_MIN.as_micros(), SPAN_MAX.as_micros()),
        ))
    }
}

/// The window for a playhead at `at`. A window that still holds the playhead stays where it is, so
/// that nothing glides under the reader's pointer; one that does not is put in place again.
pub fn follow(current: Window, zoom: Zoom, at: SimTime, head: SimTime) -> Window {
    if let Zoom::Held(window) = zoom {
        return window;
    }
    let head = head.max(at);
    let Some(span) = zoom.following(head) else {
        return whole_run(head);
    };
    let length = span.as_micros();
    let fits = current.span() == span
        && at >= current.from
        && at.since(current.from).as_micros() <= length / 100 * 97;
    if fits {
        return current;
    }
    // Steps of a tenth keep the ticks in place.
    let step = (length / 10).max(1);
    let lead = length / 10 * 7;
    let from = at.as_micros().saturating_sub(lead) / step * step;
    Window::starting(from, span)
}

fn whole_run(head: SimTime) -> Window {
    if head <= WHOLE_RUN {
        return Window {
            from: SimTime::ZERO,
            to: WHOLE_RUN,
        };
    }
    let step = nice_step(head.as_micros() / 10);
    let to = head.as_micros().div_ceil(step).saturating_mul(step);
    Window {
        from: SimTime::ZERO,
        to: SimTime::from_micros(to),
    }
}

/// A window laid over pixels.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TimeAxis {
    /// The window.
    pub window: Window,
    /// Pixel of its start.
    pub left: f64,
    /// Pixel of its end.
    pub right: f64,
}

impl TimeAxis {
    /// Pixel of a moment, outside the plot for moments out of view.
    #[expect(clippy::cast_precision_loss, reason = "pixels")]
    pub fn x(&self, at: SimTime) -> f64 {
        let span = self.window.span().as_micros().max(1) as f64;
        let from = self.window.from.as_micros() as f64;
        self.left + (at.as_micros() as f64 - from) / span * (self.right - self.left)
    }

    /// Pixel of a moment, moved to the plot's edge if it is out of view.
    pub fn x_inside(&self, at: SimTime) -> f64 {
        self.x(at).clamp(self.left, self.right.max(self.left))
    }

    /// Moment under a pixel, at most `limit`.
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to the window"
    )]
    pub fn at(&self, x: f64, limit: SimTime) -> SimTime {
        let width = (self.right - self.left).max(1.0);
        let share = ((x - self.left) / width).clamp(0.0, 1.0);
        let offset = (share * self.window.span().as_micros() as f64).round() as u64;
        self.window
            .from
            .after(SimDuration::from_micros(offset))
            .min(limit)
    }

    /// Labelled ticks, and the step between small ones.
    pub fn ticks(&self) -> Ticks {
        let width = (self.right - self.left).max(1.0);
        let span = self.window.span().as_micros().max(1);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a positive length in microseconds"
        )]
        let wanted = (span as f64 / width * LABEL_EVERY_PX) as u64;
        let major_us = nice_step(wanted);
        Ticks {
            major_us,
            minor_us: minor_step(major_us),
            first_us: self.window.from.as_micros(),
            last_us: self.window.to.as_micros(),
        }
    }
}

/// Distance aimed at between two labels of the axis.
const LABEL_EVERY_PX: f64 = 70.0;

/// Ticks of an axis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticks {
    /// Between labels.
    pub major_us: u64,
    /// Between small ticks.
    pub minor_us: u64,
    first_us: u64,
    last_us: u64,
}

impl Ticks {
    /// Moments with a label.
    pub fn majors(&self) -> impl Iterator<Item = SimTime> + use<> {
        moments(self.major_us, self.first_us, self.last_us)
    }

    /// Moments with a small tick (labelled ones included).
    pub fn minors(&self) -> impl Iterator<Item = SimTime> + use<> {
        moments(self.minor_us, self.first_us, self.last_us)
    }

    /// Label of a tick; the first one in view carries the unit.
    pub fn label(&self, at: SimTime, is_first: bool) -> Text {
        let micros = at.as_micros();
        let number = if self.major_us >= 60_000_000 {
            let seconds = micros / 1_000_000;
            return clock(seconds).into();
        } else if self.major_us >= 1_000_000 {
            format!("{}", micros / 1_000_000)
        } else {
            let decimals = match self.major_us {
                100_000.. => 1,
                10_000.. => 2,
                1_000.. => 3,
                _ => 4,
            };
            format!("{:.decimals$}", at.as_secs_f64())
        };
        if is_first {
            say::seconds(number)
        } else {
            number.into()
        }
    }
}

fn clock(seconds: u64) -> String {
    if seconds >= 3_600 {
        format!(
            "{}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        )
    } else {
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }
}

fn moments(step: u64, first: u64, last: u64) -> impl Iterator<Item = SimTime> + use<> {
    let step = step.max(1);
    let start = first.div_ceil(step);
    let end = last / step;
    (start..=end).map(move |count| SimTime::from_micros(count * step))
}

/// Smallest round length of at least `wanted` microseconds.
fn nice_step(wanted: u64) -> u64 {
    const MINUTE: u64 = 60_000_000;
    const LONG: [u64; 12] = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480, 720, 1_440];
    let mut decade = 1_u64;
    while decade < MINUTE {
        for factor in [1, 2, 5] {
            let step = decade * factor;
            if step >= wanted && step <= 30_000_000 {
                return step;
            }
        }
        decade *= 10;
    }
    LONG.iter()
        .map(|minutes| minutes * MINUTE)
        .find(|step| *step >= wanted)
        .unwrap_or(LONG[LONG.len() - 1] * MINUTE)
}

fn minor_step(major_us: u64) -> u64 {
    let leading = {
        let mut value = major_us;
        while value >= 10 && value.is_multiple_of(10) {
            value /= 10;
        }
        value
    };
    let parts = match leading {
        2 => 4,
        3 | 6 | 9 | 12 | 18 | 36 | 72 | 144 | 288 | 432 | 864 => 6,
        _ => 5,
    };
    (major_us / parts).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn s(seconds: u64) -> SimTime {
        SimTime::from_millis(seconds * 1_000)
    }

    #[test]
    fn the_first_forty_seconds_are_whole() {
        let window = follow(Window::default(), Zoom::Auto, s(12), s(40));
        assert_eq!((window.from, window.to), (s(0), s(40)));
    }

    #[test]
    fn later_the_window_follows_in_steps() {
        let first = follow(Window::default(), Zoom::Auto, s(41), s(41));
        assert_eq!((first.from, first.to), (s(0), s(60)));
        assert_eq!(follow(first, Zoom::Auto, s(58), s(58)), first);
        let next = follow(first, Zoom::Auto, s(59), s(59));
        assert_eq!((next.from, next.to), (s(12), s(72)));
        assert_eq!(follow(next, Zoom::Auto, s(11), s(80)).from, s(0));
    }

    #[test]
    fn all_ends_at_a_round_moment_past_the_head() {
        let window = follow(Window::default(), Zoom::All, s(10), s(93));
        assert_eq!((window.from, window.to), (s(0), s(100)));
    }

    #[test]
    fn a_zoom_keeps_the_moment_under_the_pointer() {
        let window = Window {
            from: s(10),
            to: s(50),
        };
        let Zoom::Held(near) = Zoom::about(window, s(20), 0.5) else {
            panic!("a zoom holds its stretch");
        };
        assert_eq!((near.from, near.to), (s(15), s(35)));
        let Zoom::Held(moved) = Zoom::panned(near, 0.5, s(90)) else {
            panic!("so does a move");
        };
        assert_eq!((moved.from, moved.to), (s(25), s(45)));
        assert_eq!(
            Zoom::panned(near, -9.0, s(90)),
            Zoom::Held(Window {
                from: s(0),
                to: s(20)
            })
        );
    }

    #[test]
    fn a_held_stretch_lets_go_when_the_playhead_leaves_it() {
        let window = Window {
            from: s(10),
            to: s(50),
        };
        let held = Zoom::Held(window);
        assert_eq!(held.after_move(s(20), s(30), true), held);
        assert_eq!(held.after_move(s(60), s(61), true), held);
        let following = Zoom::Span(window.span());
        assert_eq!(held.after_move(s(50), s(51), true), following);
        assert_eq!(held.after_move(s(60), s(70), false), following);
    }

    #[test]
    fn pixels_and_moments_agree() {
        let axis = TimeAxis {
            window: Window {
                from: s(10),
                to: s(50),
            },
            left: 100.0,
            right: 500.0,
        };
        assert!((axis.x(s(30)) - 300.0).abs() < 1e-9);
        assert_eq!(axis.at(300.0, s(100)), s(30));
        assert_eq!(axis.at(900.0, s(42)), s(42));
        assert!((axis.x_inside(s(70)) - 500.0).abs() < 1e-9);
    }

    #[test]
    fn ticks_are_round_and_labelled() {
        let axis = TimeAxis {
            window: Window {
                from: s(0),
                to: s(36),
            },
            left: 118.0,
            right: 980.0,
        };
        let ticks = axis.ticks();
        assert_eq!((ticks.major_us, ticks.minor_us), (5_000_000, 1_000_000));
        let labels: Vec<Text> = ticks
            .majors()
            .enumerate()
            .map(|(index, at)| ticks.label(at, index == 0))
            .collect();
        assert_eq!(labels, ["0 s", "5", "10", "15", "20", "25", "30", "35"]);
    }

    #[test]
    fn short_and_long_windows_keep_few_labels() {
        for millis in [20_u64, 500, 3_000, 36_000, 600_000, 86_400_000, 604_800_000] {
            let axis = TimeAxis {
                window: Window {
                    from: s(0),
                    to: SimTime::from_millis(millis),
                },
                left: 0.0,
                right: 860.0,
            };
            let count = axis.ticks().majors().count();
            assert!((4..=14).contains(&count), "{count} labels in {millis} ms");
        }
    }
}
