//! Simulated time in whole microseconds.
//!
//! Deliberately lacks any way to read a clock and any floating-point state.

use core::fmt;
use core::ops::{Add, AddAssign, Sub};

use locale::{Gap, Text, say};

/// A moment of a run: microseconds since the run's time 0. Never negative.
///
/// ```
/// use sim_core::{SimDuration, SimTime};
/// assert_eq!(SimTime::from_millis(3).after(SimDuration::from_millis(2)).as_micros(), 5_000);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimTime(u64);

/// A length of simulated time in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SimDuration(u64);

impl SimTime {
    /// Time 0 of every run.
    pub const ZERO: Self = Self(0);
    /// Later than every event; used as "no limit".
    pub const MAX: Self = Self(u64::MAX);

    /// From whole microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }
    /// From whole milliseconds; saturates at [`SimTime::MAX`].
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000))
    }
    /// From milliseconds with up to three decimals, if a run can reach that moment.
    pub fn from_fractional_millis(millis: f64) -> Option<Self> {
        Self::in_a_run(millis * 1_000.0)
    }
    /// From seconds with up to six decimals, if a run can reach that moment.
    pub fn from_fractional_seconds(seconds: f64) -> Option<Self> {
        Self::in_a_run(seconds * 1e6)
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "checked against 0 and RUN_TIME_MAX, which is below 2^53"
    )]
    fn in_a_run(micros: f64) -> Option<Self> {
        let end = crate::limits::RUN_TIME_MAX.as_micros() as f64;
        let micros = micros.round();
        (0.0..=end).contains(&micros).then_some(Self(micros as u64))
    }
    /// Whole microseconds since time 0.
    pub const fn as_micros(self) -> u64 {
        self.0
    }
    /// Milliseconds since time 0, rounded down.
    pub const fn as_millis(self) -> u64 {
        self.0 / 1_000
    }
    /// Seconds since time 0, for display only.
    #[expect(clippy::cast_precision_loss, reason = "display only")]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }
    /// This moment plus `duration`, saturating.
    #[must_use]
    pub const fn after(self, duration: SimDuration) -> Self {
        Self(self.0.saturating_add(duration.0))
    }
    /// Time from `earlier` to this moment, or zero if `earlier` is later.
    pub const fn since(self, earlier: Self) -> SimDuration {
        SimDuration(self.0.saturating_sub(earlier.0))
    }
}

impl SimDuration {
    /// No time.
    pub const ZERO: Self = Self(0);
    /// Longer than every run.
    pub const MAX: Self = Self(u64::MAX);

    /// From whole microseconds.
    pub const fn from_micros(micros: u64) -> Self {
        Self(micros)
    }
    /// From whole milliseconds, saturating.
    pub const fn from_millis(millis: u64) -> Self {
        Self(millis.saturating_mul(1_000))
    }
    /// From whole seconds, saturating.
    pub const fn from_secs(secs: u64) -> Self {
        Self(secs.saturating_mul(1_000_000))
    }
    /// Whole microseconds.
    pub const fn as_micros(self) -> u64 {
        self.0
    }
    /// Milliseconds, rounded down.
    pub const fn as_millis(self) -> u64 {
        self.0 / 1_000
    }
    /// Seconds, for display only.
    #[expect(clippy::cast_precision_loss, reason = "display only")]
    pub fn as_secs_f64(self) -> f64 {
        self.0 as f64 / 1e6
    }
    /// Difference, or zero if `other` is longer.
    #[must_use]
    pub const fn saturating_sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
    /// Half of it, rounded down.
    pub(crate) fn half(self) -> Self {
        Self(self.0 / 2)
    }

    /// This length `factor` times, saturating.
    #[must_use]
    pub const fn times(self, factor: u64) -> Self {
        Self(self.0.saturating_mul(factor))
    }
}

impl Add for SimDuration {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl AddAssign for SimDuration {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Add<SimDuration> for SimTime {
    type Output = Self;
    fn add(self, duration: SimDuration) -> Self {
        self.after(duration)
    }
}

impl Sub for SimTime {
    type Output = SimDuration;
    fn sub(self, earlier: Self) -> SimDuration {
        self.since(earlier)
    }
}

impl fmt::Display for SimTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Text::from(*self).fmt(f)
    }
}

/// `24.600 s`, in the reader's language.
impl From<SimTime> for Text {
    fn from(at: SimTime) -> Self {
        say::seconds(format!("{}.{:03}", at.0 / 1_000_000, at.0 / 1_000 % 1_000))
    }
}

/// `9.1 s` or `250 ms`, in the reader's language.
impl From<SimDuration> for Text {
    fn from(duration: SimDuration) -> Self {
        if duration.0 >= 1_000_000 {
            let tenths = (duration.0 + 50_000) / 100_000;
            say::seconds(format!("{}.{}", tenths / 10, tenths % 10))
        } else {
            say::milliseconds((duration.0 / 1_000).to_string())
        }
    }
}

impl From<SimTime> for Gap {
    fn from(at: SimTime) -> Self {
        Text::from(at).into()
    }
}

impl From<SimDuration> for Gap {
    fn from(duration: SimDuration) -> Self {
        Text::from(duration).into()
    }
}

impl fmt::Display for SimDuration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Text::from(*self).fmt(f)
    }
}
