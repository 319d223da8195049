//! From when to when findings are told.

use crate::time::Time;

/// Times from the first on, before the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first time in it.
    pub since: Time,
    /// The first time behind it.
    pub until: Time,
}

impl Period {
    /// All of time that logs tell of.
    pub const ALL: Self = Self {
        since: Time(i128::MIN),
        until: Time(i128::MAX),
    };

    /// Whether a time lies in it.
    #[must_use]
    pub fn contains(&self, time: Time) -> bool {
        self.since <= time && time < self.until
    }
}

impl Default for Period {
    fn default() -> Self {
        Self::ALL
    }
}
