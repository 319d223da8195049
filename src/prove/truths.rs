//! Which of Kleene's three truths something is asked to have.

/// A set of truths.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Truths(u8);

impl Truths {
    /// False.
    pub const FALSE: Self = Self(1);
    /// Unknown.
    pub const UNKNOWN: Self = Self(2);
    /// True.
    pub const TRUE: Self = Self(4);
    /// False or unknown.
    pub const NOT_TRUE: Self = Self(3);
    /// Unknown or true.
    pub const NOT_FALSE: Self = Self(6);
    /// False or true: whatever it needs is there.
    pub const KNOWN: Self = Self(5);
    /// Any of the three.
    pub const ANY: Self = Self(7);

    /// Whether each of the others is among these.
    #[must_use]
    pub fn have(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    /// The truths of the negation.
    #[must_use]
    pub fn negated(self) -> Self {
        let swapped = ((self.0 & 1) << 2) | ((self.0 & 4) >> 2);
        Self(swapped | (self.0 & 2))
    }

    /// All others.
    #[must_use]
    pub fn others(self) -> Self {
        Self(!self.0 & 7)
    }

    /// One by one: false and true before unknown, so that what is there is tried before what is missing.
    pub(super) fn each(self) -> impl Iterator<Item = Self> {
        [Self::TRUE, Self::FALSE, Self::UNKNOWN]
            .into_iter()
            .filter(move |one| self.have(*one))
    }

    pub(super) fn of(holds: bool) -> Self {
        if holds { Self::TRUE } else { Self::FALSE }
    }
}
