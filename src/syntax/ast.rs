//! The syntax tree: what the author wrote, with the place of everything.
//!
//! Nothing here is resolved: a name is a name, whatever it may stand for.

mod condition;
mod declare;
mod rule;
mod trial;
mod words;

use crate::text::Span;

pub use condition::{
    AnyAll, Atom, Collection, Comparison, Expr, ExprKind, Globs, Literal, LiteralKind, Operand,
    Path, State,
};
pub use declare::{
    ClockSpan, ConditionDecl, Entity, FieldDecl, HoursDecl, HoursSpan, Item, List, Network, Roles,
    SetDecl, Type,
};
pub use rule::{
    Amount, Claim, Clause, ClauseKind, Effect, EffectKind, Invariant, Measure, Pattern, Quantifier,
    Rule, Severity, Subject, SubjectKind, Target, Waiver,
};
pub use trial::{Expect, Expected, Record, RecordValue, Test, TestStep};

/// One file's statements and comments, in the order in which they stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct File {
    /// Whole and broken statements.
    pub statements: Vec<Statement>,
    /// Comments without their line ends, `#` included.
    pub comments: Vec<Comment>,
}

/// A comment, from `#` to the end of its line.
#[derive(Clone, Debug, PartialEq)]
pub struct Comment {
    /// The comment's place, `#` included.
    pub span: Span,
    /// Its text, `#` included, trailing blanks not.
    pub text: String,
    /// Whether something else stands before it on its line.
    pub trailing: bool,
}

/// A statement with its place, keyword to last token.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Keyword to last token.
    pub span: Span,
    /// What it says.
    pub kind: StatementKind,
    /// A mistake in it was reported: what is here is only a part, and nothing more should be said of what lacks.
    pub broken: bool,
}

/// What a statement declares.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar of docs/language.md names them")]
pub enum StatementKind {
    Role(Roles),
    Field(FieldDecl),
    Set(SetDecl),
    Hours(HoursDecl),
    Condition(ConditionDecl),
    Rule(Rule),
    Waiver(Waiver),
    Invariant(Invariant),
    Test(Test),
    /// Too broken for more than, perhaps, its kind's keyword and its name, which it still declares.
    Broken {
        /// None where no statement begins so, nor with a word near to it.
        keyword: Option<Keyword>,
        /// Of an attribute, without its prefix.
        name: Option<Name>,
    },
}

/// The keywords that begin statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Keyword {
    Role,
    Field,
    Set,
    Hours,
    Condition,
    Rule,
    Waiver,
    Invariant,
    Test,
}

/// A name, or a text that stands where a name may.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Name {
    /// The name itself, unescaped if it was quoted.
    pub text: String,
    /// Its place, quotes included.
    pub span: Span,
    /// A quoted one is never a set, nor a reserved word.
    pub quoted: bool,
}

/// A text literal.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Text {
    /// What it says, unescaped (of `matches`: the pattern as it stands).
    pub value: String,
    /// Its place, quotes included.
    pub span: Span,
}

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}
