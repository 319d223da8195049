//! Kleene's three truths, and how they join.

/// Kleene's three truths, in the order in which `and` takes the least and `or` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl Truth {
    /// Kleene's not.
    #[must_use]
    pub fn negate(self) -> Self {
        match self {
            Self::False => Self::True,
            Self::Unknown => Self::Unknown,
            Self::True => Self::False,
        }
    }

    /// The negation where a word such as `not in` asks for it.
    #[must_use]
    pub fn negate_if(self, negated: bool) -> Self {
        if negated { self.negate() } else { self }
    }
}

impl From<bool> for Truth {
    fn from(holds: bool) -> Self {
        if holds { Self::True } else { Self::False }
    }
}

impl From<Option<bool>> for Truth {
    /// None is what cannot be told.
    fn from(holds: Option<bool>) -> Self {
        holds.map_or(Self::Unknown, Self::from)
    }
}

/// How several truths become one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Joint {
    And,
    Or,
}

impl Joint {
    /// The truth of nothing joined.
    pub(super) fn start(self) -> Truth {
        match self {
            Self::And => Truth::True,
            Self::Or => Truth::False,
        }
    }

    /// One more joined.
    pub(super) fn with(self, so_far: Truth, next: Truth) -> Truth {
        match self {
            Self::And => so_far.min(next),
            Self::Or => so_far.max(next),
        }
    }

    /// The truth that nothing joined later can change.
    pub(super) fn decided(self) -> Truth {
        self.start().negate()
    }
}
