//! `test` blocks: what is given, and what is expected.

use super::{List, Literal, Name, Path, Spanned};
use crate::text::Span;
use crate::time::Length;

/// `test name { given … expect … }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Test {
    pub name: Name,
    pub given: Option<Record>,
    pub steps: Vec<TestStep>,
}

/// A test's expectation, or a sequence of them.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum TestStep {
    Expect(Expect),
    Sequence {
        span: Span,
        /// Each with how often it is repeated.
        steps: Vec<(Option<Spanned<i64>>, Expect)>,
    },
}

/// `expect violation with { … } of name`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Expect {
    pub span: Span,
    pub outcome: Spanned<Expected>,
    pub with: Option<Record>,
    pub of: Vec<Name>,
}

/// What a test expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Expected {
    Allow,
    Violation,
    Undecided,
}

/// `{ path: value, … }`.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub struct Record {
    pub span: Span,
    pub entries: Vec<(Path, RecordValue)>,
}

/// A value in a test's record.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the grammar names them")]
pub enum RecordValue {
    Literal(Literal),
    /// A bare name: a text where a text is wanted.
    Name(Name),
    List(List),
    Missing(Span),
    /// `+1h`, `-1h`.
    Shift(Spanned<Length>),
}
