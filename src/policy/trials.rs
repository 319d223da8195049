//! Resolved tests: records whose paths and types are known, expectations whose rules exist.

use super::{Path, RuleId};
use crate::event::{FieldId, Value};
use crate::syntax::ast::{Entity, Expected, Name};
use crate::text::Span;
use crate::time::Length;

/// A `test` block.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub struct Test {
    pub name: Name,
    pub span: Span,
    pub given: Vec<Given>,
    pub steps: Vec<Step>,
}

/// One entry of a record.
#[derive(Clone, Debug)]
pub struct Given {
    /// The path and the value.
    pub span: Span,
    /// What it gives.
    pub value: GivenValue,
}

/// What an entry of a record gives.
#[derive(Clone, Debug)]
pub enum GivenValue {
    /// A value, or missing. Only fields and columns; never `.domain`.
    Value(Path, Option<Value>),
    /// A time counted from its own event's (for the field `time`: from the event before).
    Shift(Path, Length),
    /// `unlisted: [tenant]`: these have no row.
    Unlisted(Vec<Entity>),
    /// `approver.tenant`: the approver's home tenant; none for missing.
    ApproverTenant(Option<String>),
}

/// A test's expectation, or a sequence.
#[derive(Clone, Debug)]
pub enum Step {
    /// Stands alone.
    Expect(Expect),
    /// Events that share one log, each with how often it is repeated (at least 1).
    Sequence(Span, Vec<(u32, Expect)>),
}

/// `expect violation with { … } of …`.
#[derive(Clone, Debug)]
#[allow(missing_docs, reason = "the language's words")]
pub struct Expect {
    pub span: Span,
    pub outcome: Expected,
    pub outcome_span: Span,
    pub with: Vec<Given>,
    /// Rules that must be among the findings' (behind `allow`: among the true allows).
    pub of: Vec<(RuleId, Span)>,
    /// `of not-allowed`.
    pub of_not_allowed: Option<Span>,
}

impl GivenValue {
    /// The field that it sets, if it sets one.
    #[must_use]
    pub fn field(&self) -> Option<FieldId> {
        match self {
            Self::Value(Path::Field(id), _) | Self::Shift(Path::Field(id), _) => Some(*id),
            _ => None,
        }
    }
}
