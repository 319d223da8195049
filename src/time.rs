//! Instants and lengths of time, exact to the nanosecond, and the wall clocks of time zones.
//!
//! The only room that knows the time-zone library. Sums saturate: they never overflow.

mod civil;
mod zone;

pub use civil::{Civil, ParseTimeError, parse_rfc3339};
pub use zone::{Wall, Weekday, Zone};

/// Nanoseconds in a second.
pub const NANOS: i128 = 1_000_000_000;

/// An instant: nanoseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Time(pub i128);

/// A length of time in nanoseconds; may be negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Length(pub i128);

impl Length {
    /// So many minutes.
    #[must_use]
    pub const fn minutes(n: i128) -> Self {
        Self(n * 60 * NANOS)
    }

    /// So many seconds.
    #[must_use]
    pub fn seconds(n: i64) -> Self {
        Self(i128::from(n).saturating_mul(NANOS))
    }
}

impl Time {
    /// This instant moved by a length, never beyond what can be held.
    #[must_use]
    pub fn plus(self, by: Length) -> Self {
        Self(self.0.saturating_add(by.0))
    }

    /// This instant moved back by a length.
    #[must_use]
    pub fn minus(self, by: Length) -> Self {
        Self(self.0.saturating_sub(by.0))
    }

    /// How long it is from `earlier` to this.
    #[must_use]
    pub fn since(self, earlier: Self) -> Length {
        Length(self.0.saturating_sub(earlier.0))
    }
}
