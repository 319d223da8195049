//! Resolved rules, waivers and invariants, and the expressions in them. Each keeps its places in the text.

use super::{Glob, Hours, Path};
use crate::syntax::ast::{AnyAll, Comparison, Network, Quantifier, Severity, State};
use crate::text::Span;
use crate::time::{Length, Time};

use super::Note;
use crate::event::Value;
use crate::syntax::ast::Name;
use std::sync::Arc;

/// An allow, deny or limit.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Its name, where it is declared.
    pub name: Name,
    /// The whole statement.
    pub span: Span,
    /// What it does.
    pub effect: Effect,
    /// The effect's text, keyword to last token.
    pub effect_span: Span,
    /// Whom it is about.
    pub subject: Subject,
    /// Which lists; a limit without a target has none, and means all.
    pub target: Option<Target>,
    /// Must be true.
    pub when: Option<Expr>,
    /// Must be false.
    pub unless: Option<Expr>,
    /// When it is in force.
    pub period: Period,
    /// `high` unless it says otherwise.
    pub severity: Severity,
    /// Who answers for it.
    pub owner: Option<Note>,
    /// Why.
    pub notes: Vec<Note>,
}

/// What a rule does.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub enum Effect {
    Allow,
    Deny,
    Limit {
        amount: Amount,
        /// The paths of `per`, with their places; scalars all.
        keys: Vec<(Path, Span)>,
        window: Length,
        window_span: Span,
    },
}

/// How much a limit lets through.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub struct Amount {
    /// More than this is over the limit.
    pub most: i64,
    pub measure: Measure,
    pub span: Span,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Events.
    Exports,
    /// The sum of an int field: `rows`, `bytes`.
    Sum(Path),
    /// Distinct values of a scalar: `tenants`, `destinations`, `actors`, `distinct …`.
    Distinct(Path),
    /// Distinct pairs of tenant and list.
    Lists,
}

/// `from <= time < until`.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Period {
    /// Included.
    pub from: Option<(Time, Span)>,
    /// Not included.
    pub until: Option<(Time, Span)>,
}

/// Whom something is about.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub struct Subject {
    pub span: Span,
    pub kind: SubjectKind,
}

/// Whom something is about.
#[derive(Clone, Debug)]
pub enum SubjectKind {
    /// Everybody, strangers included.
    Anyone,
    /// Who holds any of these roles.
    Roles(Vec<Name>),
    /// Any of these people; folded.
    Actors(Vec<(String, Span)>),
    /// Whose folded spelling matches; the glob is folded.
    ActorLike(Glob, Span),
}

/// Which lists.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub struct Target {
    pub span: Span,
    pub patterns: Vec<Pattern>,
}

/// `tenants/lists`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub struct Pattern {
    pub span: Span,
    pub tenant_span: Span,
    pub tenant: TenantPattern,
    pub list_span: Span,
    pub list: Glob,
}

/// Which tenants.
#[derive(Clone, Debug)]
pub enum TenantPattern {
    /// `any`, or `*`: true even when the tenant is missing.
    Any,
    /// `own`: `actor.tenant == tenant`.
    Own,
    /// A glob, or a set's members; a set's name is kept for messages.
    Globs(Option<String>, Arc<[Glob]>),
}

/// A condition's expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// Where it stands. In an expanded condition: where the condition is declared.
    pub span: Span,
    /// What it says.
    pub kind: ExprKind,
}

/// What an expression says.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// Kleene's or of two or more.
    Or(Vec<Expr>),
    /// Kleene's and of two or more.
    And(Vec<Expr>),
    /// Kleene's not.
    Not(Box<Expr>),
    /// A test of a value.
    Atom(Atom),
    /// A condition's name, expanded: the outer span is where it is used.
    Condition {
        /// The condition's name.
        name: Name,
        /// What it stands for, with the places of its declaration.
        body: Arc<Expr>,
    },
}

/// One test of a value.
#[derive(Clone, Debug)]
pub struct Atom {
    /// The whole atom.
    pub span: Span,
    /// The path that it reads; `approved by …` has none, its span is the whole.
    pub path_span: Span,
    /// What it tests.
    pub kind: AtomKind,
}

/// What an atom tests. Literals compared with identities are folded already.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub enum AtomKind {
    /// A bool by itself.
    Bool(Path),
    /// `is set`, `is missing`: any path. `is listed`, `is unlisted`: the fields actor, tenant, list, ticket.
    Is { path: Path, state: State },
    /// Types agree; orderings only of ints and times.
    Compare {
        path: Path,
        op: Comparison,
        operand: Operand,
        operand_span: Span,
    },
    In {
        path: Path,
        negated: bool,
        collection: Collection,
        collection_span: Span,
    },
    Like {
        path: Path,
        negated: bool,
        globs: Globs,
        globs_span: Span,
    },
    Matches {
        path: Path,
        negated: bool,
        regex: Regex,
        regex_span: Span,
    },
    Contains {
        path: Path,
        negated: bool,
        item: String,
        item_span: Span,
    },
    AnyAll {
        quantifier: AnyAll,
        path: Path,
        /// Texts or a set path.
        collection: Collection,
        collection_span: Span,
    },
    Approved {
        by: Subject,
        of_tenant: bool,
        within: Length,
    },
}

/// The right side of a comparison.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub enum Operand {
    Literal(Value),
    /// A path, moved by a length if it is a time.
    Path {
        path: Path,
        shift: Option<Length>,
    },
}

/// What `in`, `any`, `all` look into. Sets are expanded; the name is kept for messages.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub enum Collection {
    Texts(Option<String>, Arc<[String]>),
    Networks(Option<String>, Arc<[Network]>),
    Hours(Arc<Hours>),
    /// A path that holds a set of texts.
    Path(Path),
}

/// What `like` compares with.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub enum Globs {
    Globs(Option<String>, Arc<[Glob]>),
    /// A path that holds a set of texts, each a glob, or a text that is one.
    Path(Path),
}

/// A regular expression, anchored and compiled; the text is what the author wrote.
#[derive(Clone, Debug)]
pub struct Regex {
    /// As written between the quotes.
    pub text: String,
    /// Anchored at both ends, ASCII classes, and case-insensitive over identities.
    pub compiled: regex::Regex,
}

/// A waiver.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Its name, where it is declared.
    pub name: Name,
    /// The whole statement.
    pub span: Span,
    /// Denies and limits that it lifts, with the places where it names them.
    pub lifts: Vec<(super::RuleId, Span)>,
    /// Where it lifts `not-allowed`, if it does.
    pub lifts_not_allowed: Option<Span>,
    /// Whom it is for.
    pub subject: Subject,
    /// Which lists; none means all.
    pub target: Option<Target>,
    /// Must be true.
    pub when: Option<Expr>,
    /// When it is in force.
    pub period: Period,
    /// Who gave it.
    pub by: Note,
    /// Why.
    pub notes: Vec<Note>,
}

/// An invariant.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub struct Invariant {
    pub name: Name,
    pub span: Span,
    pub quantifier: Quantifier,
    pub subject: Subject,
    pub target: Target,
    pub when: Option<Expr>,
    pub unless: Option<Expr>,
    pub owner: Option<Note>,
    pub notes: Vec<Note>,
}
