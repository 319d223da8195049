//! The kinds of changes: what each is called, how much it matters, which way it goes.

use crate::diag::Level;

/// Which way a change goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// More can leave, or less is noticed.
    Opens,
    /// Less can leave, or more is noticed.
    Closes,
    /// That could not be worked out.
    Unknown,
}

impl Way {
    /// The other way round.
    pub(super) fn back(self) -> Self {
        match self {
            Self::Opens => Self::Closes,
            Self::Closes => Self::Opens,
            Self::Unknown => Self::Unknown,
        }
    }
}

/// A row of the table of changes.
#[derive(Clone, Copy, Debug)]
pub struct KindRow {
    /// Which.
    pub kind: Kind,
    /// Its stable name.
    pub name: &'static str,
    /// How much it matters.
    pub level: Level,
    /// Which way it goes.
    pub way: Way,
    /// One sentence.
    pub about: &'static str,
}

macro_rules! kinds {
    ($($kind:ident $name:literal $level:ident $way:ident $about:literal;)*) => {
        /// What a change is: a row of [`KINDS`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "the table tells what each is")]
        pub enum Kind {
            $($kind,)*
        }

        /// Every kind of change, in the order in which they are told.
        pub const KINDS: &[KindRow] = &[$(Kind::$kind.row(),)*];

        impl Kind {
            /// Its row of the table.
            #[must_use]
            pub const fn row(self) -> KindRow {
                match self {
                    $(Self::$kind => KindRow {
                        kind: Self::$kind, name: $name, level: Level::$level, way: Way::$way, about: $about,
                    },)*
                }
            }
        }
    };
}

kinds! {
    NewAccess "new-access" Error Opens "an export is allowed that was not";
    LooserLimit "looser-limit" Error Opens "no single limit counts as strictly any more";
    NewWaiver "new-waiver" Error Opens "a rule is lifted where no waiver lifted it";
    WeakerInvariant "weaker-invariant" Error Opens "something need not hold any more";
    LooserCheck "looser-check" Error Opens "a lint says less than it did: a new suppression, or a lower level";
    DirectoryChanged "directory-changed" Warning Opens "the directory says something else: more may leave, or less";
    LostAccess "lost-access" Info Closes "an export was allowed that is not any more";
    TighterLimit "tighter-limit" Info Closes "a limit counts more strictly than any did";
    LostWaiver "lost-waiver" Info Closes "a rule is not lifted any more where a waiver lifted it";
    StrongerInvariant "stronger-invariant" Info Closes "something must hold that had not to";
    StricterCheck "stricter-check" Info Closes "a lint says more than it did";
    NotCompared "not-compared" Warning Unknown "the prover gave up: nothing is claimed";
}
