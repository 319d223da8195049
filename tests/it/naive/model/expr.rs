//! Conditions: the atoms of the language and how they are joined.
//! It deliberately does not know whether one is well typed.

use super::instant::Nanos;
use super::policy::{Item, Subject};
use super::value::Value;

/// `rows`, `tenant.left`, `destination.domain`.
pub type Path = String;

#[derive(Clone, Debug)]
pub enum Expr {
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Atom(Atom),
}

#[derive(Clone, Debug)]
pub enum Atom {
    /// A bool field.
    Bare(Path),
    Condition(String),
    Is(Path, Presence),
    Compare(Path, Comparison, Operand),
    In(Path, Sense, Collection),
    Like(Path, Sense, Globs),
    Matches(Path, Sense, String),
    Contains(Path, Sense, Item),
    Quantified(Quantifier, Path, Collection),
    Approved(Approved),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    Set,
    Missing,
    Listed,
    Unlisted,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    Equal,
    Unequal,
    Less,
    AtMost,
    Greater,
    AtLeast,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sense {
    Plain,
    Negated,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    Any,
    All,
}

#[derive(Clone, Debug)]
pub enum Operand {
    Literal(Value),
    /// A path, and what is added to it (0: nothing is).
    Path(Path, Nanos),
}

#[derive(Clone, Debug)]
pub enum Collection {
    Inline(Vec<Item>),
    Set(String),
    Hours(String),
    Path(Path),
}

#[derive(Clone, Debug)]
pub enum Globs {
    One(String),
    Many(Collection),
}

/// `approved by SUBJECT [of tenant] at most DURATION before`.
#[derive(Clone, Debug)]
pub struct Approved {
    pub by: Subject,
    pub of_tenant: bool,
    pub at_most: Nanos,
}

impl Expr {
    pub fn and(parts: impl IntoIterator<Item = Expr>) -> Expr {
        Expr::And(parts.into_iter().collect())
    }
}
