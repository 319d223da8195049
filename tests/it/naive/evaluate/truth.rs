//! Kleene's three truths. It deliberately does not know what is true of what.

/// In this order `and` is the least and `or` the greatest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    False,
    Unknown,
    True,
}

use Truth::{False, True, Unknown};

impl Truth {
    pub fn of(certain: bool) -> Truth {
        if certain { True } else { False }
    }

    /// Unknown where there is nothing to tell by.
    pub fn known(certain: Option<bool>) -> Truth {
        certain.map_or(Unknown, Truth::of)
    }

    pub fn negated(self) -> Truth {
        match self {
            False => True,
            Unknown => Unknown,
            True => False,
        }
    }
}

pub fn all(parts: impl IntoIterator<Item = Truth>) -> Truth {
    parts.into_iter().min().unwrap_or(True)
}

pub fn any(parts: impl IntoIterator<Item = Truth>) -> Truth {
    parts.into_iter().max().unwrap_or(False)
}

#[test]
fn and_or_not_are_kleenes() {
    let table = [
        (False, False, False, False),
        (False, Unknown, False, Unknown),
        (False, True, False, True),
        (Unknown, Unknown, Unknown, Unknown),
        (Unknown, True, Unknown, True),
        (True, True, True, True),
    ];
    for (one, other, both, either) in table {
        assert_eq!((all([one, other]), all([other, one])), (both, both));
        assert_eq!((any([one, other]), any([other, one])), (either, either));
    }
    assert_eq!(
        [False, Unknown, True].map(Truth::negated),
        [True, Unknown, False]
    );
}
