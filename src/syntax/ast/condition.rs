//! Conditions: `and`, `or`, `not`, atoms, and what atoms compare.

use super::{Item, List, Name, Network, Spanned, Subject, Text};
use crate::text::Span;
use crate::time::{Length, Time};

/// A condition's expression.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Expr {
    /// Parentheses included.
    pub span: Span,
    pub kind: ExprKind,
}

/// `or`, `and`, `not`, or an atom.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
#[allow(
    clippy::large_enum_variant,
    reason = "nearly every expression is an atom: a box for each would save nothing"
)]
pub enum ExprKind {
    /// Two or more.
    Or(Vec<Expr>),
    /// Two or more.
    And(Vec<Expr>),
    Not(Box<Expr>),
    /// `( … )`: kept, since `a or (b and c)` is not flagged where `a or b and c` is.
    Parens(Box<Expr>),
    Atom(Atom),
    /// A mistake stood here and was reported.
    Broken,
}

/// One test of a value.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Atom {
    /// A bool field, or a condition's name.
    Bare(Path),
    Is {
        path: Path,
        state: Spanned<State>,
    },
    Compare {
        path: Path,
        op: Spanned<Comparison>,
        operand: Operand,
    },
    In {
        path: Path,
        /// The word `in`, or `not in`.
        op: Span,
        negated: bool,
        collection: Collection,
    },
    Like {
        path: Path,
        op: Span,
        negated: bool,
        globs: Globs,
    },
    Matches {
        path: Path,
        op: Span,
        negated: bool,
        /// `value` is the raw pattern, byte for byte what stands between the quotes.
        pattern: Text,
    },
    Contains {
        path: Path,
        op: Span,
        negated: bool,
        item: Item,
    },
    AnyAll {
        quantifier: Spanned<AnyAll>,
        path: Path,
        collection: Collection,
    },
    Approved {
        by: Subject,
        of_tenant: bool,
        within: Spanned<Length>,
    },
}

impl Atom {
    /// What it looks at; of an approval nothing.
    #[must_use]
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Bare(path)
            | Self::Is { path, .. }
            | Self::Compare { path, .. }
            | Self::In { path, .. }
            | Self::Like { path, .. }
            | Self::Matches { path, .. }
            | Self::Contains { path, .. }
            | Self::AnyAll { path, .. } => Some(path),
            Self::Approved { .. } => None,
        }
    }
}

/// `set`, `missing`, `listed`, `unlisted`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum State {
    Set,
    Missing,
    Listed,
    Unlisted,
}

/// `==`, `!=`, `<`, `<=`, `>`, `>=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the signs themselves")]
pub enum Comparison {
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// `any` or `all`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum AnyAll {
    Any,
    All,
}

/// The right side of a comparison.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Operand {
    Literal(Literal),
    /// `path + 24h`; the length is negative for `-`. None without.
    Path {
        path: Path,
        shift: Option<Spanned<Length>>,
    },
}

impl Operand {
    /// Its place.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Literal(literal) => literal.span,
            Self::Path { path, shift } => shift.map_or(path.span, |s| path.span.to(s.span)),
        }
    }
}

/// A literal value with its place.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Literal {
    pub span: Span,
    pub kind: LiteralKind,
}

/// What a literal is.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum LiteralKind {
    Text(String),
    Int(i64),
    /// A size such as `10MB`, in bytes.
    Bytes(i64),
    Time(Time),
    Network(Network),
    Bool(bool),
}

/// What `in`, `any`, `all` look into.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Collection {
    List(List),
    Network(Spanned<Network>),
    /// A set, hours, or a field.
    Path(Path),
}

/// What `like` compares with.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Globs {
    Text(Text),
    Collection(Collection),
}

/// `name` or `name.name`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Path {
    pub span: Span,
    pub head: Name,
    pub tail: Option<Name>,
}
