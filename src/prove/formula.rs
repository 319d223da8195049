//! What is to be satisfied, two-valued: `all` and `any` of leaves. Missing and none are values here like
//! any other, so that Kleene's unknown needs no third truth.

use super::truths::Truths;
use super::vars::VarId;
use crate::policy::{Hours, Regex};
use crate::syntax::ast::Network;
use std::net::IpAddr;
use std::sync::Arc;

/// A formula in negation normal form.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    Leaf(Leaf),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

/// A test in the list of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct TestId(pub(super) usize);

/// What can be asserted. All but `In` and `Set` are only asserted together with the presence of both sides.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Leaf {
    /// A test of one variable has one of these truths.
    In {
        var: VarId,
        test: TestId,
        truths: Truths,
    },
    /// A test of a set: exactly one truth.
    Set {
        set: VarId,
        test: SetTest,
        truth: Truths,
    },
    /// Two variables of one sort hold the same, or not.
    Same { a: VarId, b: VarId, holds: bool },
    /// `x - y <= most`.
    Below { x: VarId, y: VarId, most: i128 },
    /// A text is a member of a set, or not.
    Member {
        text: VarId,
        set: VarId,
        holds: bool,
    },
    /// Two sets have a member in common, or none.
    Meet { a: VarId, b: VarId, holds: bool },
    /// A set has members, all of them in another; or not so.
    Within { a: VarId, b: VarId, holds: bool },
}

/// A test of a set, with what its members are tested for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum SetTest {
    /// It is not missing.
    Given,
    /// Some member passes.
    Any(TestId),
    /// There are members, and all pass.
    All(TestId),
}

/// A test of one value, and what it says of a missing one and of a none.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Test {
    pub(super) of: Of,
    pub(super) missing: Truths,
    pub(super) none: bool,
}

/// A regular expression; two of one text are the same.
#[derive(Clone, Debug)]
pub(super) struct Pattern(pub(super) Regex);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.anchored() == other.anchored()
    }
}

impl Pattern {
    /// As it is compiled, anchored at both ends.
    pub(super) fn anchored(&self) -> &str {
        self.0.compiled.as_str()
    }

    pub(super) fn matches(&self, text: &str) -> bool {
        self.0.compiled.is_match(text)
    }
}

/// What a value is tested for.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Of {
    Always(bool),
    /// A bool.
    Yes,
    Texts(Vec<String>),
    /// Any of these.
    Globs(Vec<String>),
    Regex(Pattern),
    /// Both included.
    Between(i128, i128),
    Networks(Vec<Network>),
    Address(IpAddr),
    Hours(Arc<Hours>),
}

impl Formula {
    /// True, or false, whatever happens.
    pub(super) fn constant(holds: bool) -> Self {
        if holds {
            Self::All(Vec::new())
        } else {
            Self::Any(Vec::new())
        }
    }

    /// Whether nothing makes it false.
    pub(super) fn is_constant(&self, holds: bool) -> bool {
        match self {
            Self::All(parts) => holds && parts.is_empty(),
            Self::Any(parts) => !holds && parts.is_empty(),
            Self::Leaf(_) => false,
        }
    }

    pub(super) fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::All(inner) => kept.extend(inner),
                part if part.is_constant(false) => return part,
                part => kept.push(part),
            }
        }
        one_or(kept, Self::All)
    }

    pub(super) fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        let mut kept = Vec::new();
        for part in parts {
            match part {
                Self::Any(inner) => kept.extend(inner),
                part if part.is_constant(true) => return part,
                part => kept.push(part),
            }
        }
        one_or(kept, Self::Any)
    }
}

fn one_or(mut parts: Vec<Formula>, joined: fn(Vec<Formula>) -> Formula) -> Formula {
    match parts.pop() {
        Some(part) if parts.is_empty() => part,
        Some(part) => {
            parts.push(part);
            joined(parts)
        }
        None => joined(parts),
    }
}

impl Leaf {
    /// The leaf that holds where this one does not, as long as both sides are there.
    pub(super) fn opposite(self) -> Option<Self> {
        Some(match self {
            Self::In { var, test, truths } => Self::In {
                var,
                test,
                truths: truths.others(),
            },
            Self::Set { .. } => return None,
            Self::Same { a, b, holds } => Self::Same {
                a,
                b,
                holds: !holds,
            },
            Self::Below { x, y, most } => Self::Below {
                x: y,
                y: x,
                most: most.saturating_neg().saturating_sub(1),
            },
            Self::Member { text, set, holds } => Self::Member {
                text,
                set,
                holds: !holds,
            },
            Self::Meet { a, b, holds } => Self::Meet {
                a,
                b,
                holds: !holds,
            },
            Self::Within { a, b, holds } => Self::Within {
                a,
                b,
                holds: !holds,
            },
        })
    }
}
