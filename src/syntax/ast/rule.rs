//! Rules, waivers and invariants: effects, subjects, targets, amounts and clauses.

use super::{Expr, Name, Path, Spanned, Text};
use crate::text::Span;
use crate::time::{Length, Time};

/// `rule name { effect clause… }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Rule {
    pub name: Name,
    /// None only in a broken rule.
    pub effect: Option<Effect>,
    pub clauses: Vec<Clause>,
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Effect {
    /// The keyword to the last token.
    pub span: Span,
    /// The keyword alone.
    pub keyword: Span,
    pub kind: EffectKind,
}

/// `allow …`, `deny …` or `limit …`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum EffectKind {
    Allow {
        subject: Subject,
        target: Target,
    },
    Deny {
        subject: Subject,
        target: Target,
    },
    Limit {
        subject: Subject,
        target: Option<Target>,
        amount: Amount,
        keys: Vec<Path>,
        window: Spanned<Length>,
    },
}

/// Whom it is about.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Subject {
    pub span: Span,
    pub kind: SubjectKind,
}

/// `anyone`, `role a, b`, `actor "x"`, `actor like "*@x"`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum SubjectKind {
    Anyone,
    Roles(Vec<Name>),
    Actors(Vec<Text>),
    ActorLike(Text),
}

/// `pattern, …`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Target {
    pub span: Span,
    pub patterns: Vec<Pattern>,
}

/// `tenants/lists`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Pattern {
    pub span: Span,
    /// Before the first slash. Unquoted, it may be `any`, `own`, a set, or a glob.
    pub tenant: Name,
    /// Behind it: a glob, further slashes included.
    pub list: Name,
}

/// How much a limit lets through.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Amount {
    pub span: Span,
    pub most: Spanned<i64>,
    pub measure: Measure,
}

/// What a limit counts.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum Measure {
    Exports,
    Rows,
    /// The amount was a size such as `10MB`.
    Bytes,
    Tenants,
    Lists,
    Destinations,
    Actors,
    Distinct(Path),
}

/// A clause behind a rule's effect, or in a waiver or invariant.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Clause {
    /// The keyword to the last token.
    pub span: Span,
    /// The keyword alone.
    pub keyword: Span,
    pub kind: ClauseKind,
}

/// What a clause says. Rules, waivers and invariants each take some of these.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum ClauseKind {
    When(Expr),
    Unless(Expr),
    From(Spanned<Time>),
    Until(Spanned<Time>),
    Severity(Spanned<Severity>),
    Owner(Text),
    Note(Text),
    /// Waivers only.
    Lift(Vec<Name>),
    /// Waivers only.
    For(Subject, Option<Target>),
    /// Waivers only.
    By(Text),
}

/// How bad it is when a deny or a limit is broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Severity {
    Low,
    Medium,
    High,
    Critical,
}

/// `waiver name { … }`, all of it clauses.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Waiver {
    pub name: Name,
    pub clauses: Vec<Clause>,
}

/// `invariant name { never|always allow … }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Invariant {
    pub name: Name,
    /// None only in a broken one.
    pub claim: Option<Claim>,
    pub clauses: Vec<Clause>,
}

/// What an invariant claims.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Claim {
    pub span: Span,
    pub quantifier: Quantifier,
    pub subject: Subject,
    pub target: Target,
}

/// `never` or `always`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Quantifier {
    Never,
    Always,
}
