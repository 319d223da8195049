//! A policy set as it is judged: everything named, typed and resolved; it cannot hold a bad pattern.
//!
//! Knows no logs and no directory rows. Conditions are expanded where they stand.

mod example;
mod glob;
mod hours;
mod meaning;
mod networks;
mod reads;
mod resolve;
mod rules;
mod schema;
mod trials;

pub use glob::Glob;
pub use hours::{Hours, HoursSpan};
pub use networks::{NotANetwork, is_single, parse_network};
pub use resolve::resolve;
pub use rules::{
    Amount, Atom, AtomKind, Collection, Effect, Expr, ExprKind, Globs, Invariant, Measure, Operand,
    Pattern, Period, Regex, Rule, Subject, SubjectKind, Target, TenantPattern, Waiver,
};
pub use schema::{Column, ColumnId, Field, NoneOrder, Path, Schema};
pub use trials::{Expect, Given, GivenValue, Step, Test};

use crate::diag::Diagnostic;
use crate::syntax::ast::Name;
use crate::text::Span;

/// A rule's place in [`PolicySet::rules`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleId(pub u32);

/// A waiver's place in [`PolicySet::waivers`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WaiverId(pub u32);

/// A resolved policy set. Lists are sorted by name: the order of files and statements is gone.
#[derive(Clone, Debug, Default)]
pub struct PolicySet {
    /// Declared roles.
    pub roles: Vec<Declared>,
    /// Declared sets, hours and conditions, for what looks at declarations; uses are expanded.
    pub names: Vec<Declared>,
    /// Fields and directory columns, built in and declared.
    pub schema: Schema,
    /// Allows, denies and limits.
    pub rules: Vec<Rule>,
    /// Waivers.
    pub waivers: Vec<Waiver>,
    /// Invariants.
    pub invariants: Vec<Invariant>,
    /// Tests.
    pub tests: Vec<Test>,
}

/// A declared name and whether anything uses it.
#[derive(Clone, Debug, PartialEq)]
pub struct Declared {
    /// The name where it is declared.
    pub name: Name,
    /// `role`, `field`, `set`, `hours` or `condition`.
    pub kind: &'static str,
    /// Whether anything in the set uses it.
    pub used: bool,
}

/// What resolving gives: always a set, and what is wrong. The set is fit for use only without errors.
#[derive(Clone, Debug, Default)]
pub struct Resolved {
    /// What could be resolved.
    pub set: PolicySet,
    /// Errors of the groups `names` and `types`, in the order of their places.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the directory knows that names are checked against: nothing, without a tenants table.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// Keys of the tenants table, where there is one.
    pub tenants: Option<Vec<String>>,
}

impl PolicySet {
    /// A rule by its id.
    #[must_use]
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.get(usize::try_from(id.0).ok()?)
    }

    /// A waiver by its id.
    #[must_use]
    pub fn waiver(&self, id: WaiverId) -> Option<&Waiver> {
        self.waivers.get(usize::try_from(id.0).ok()?)
    }

    /// Every rule with its id.
    pub fn rules_by_id(&self) -> impl Iterator<Item = (RuleId, &Rule)> {
        (0..).map(RuleId).zip(&self.rules)
    }
}

/// A place in a policy together with a note that its author left there.
#[derive(Clone, Debug, PartialEq)]
pub struct Note {
    /// The text.
    pub text: String,
    /// Its place.
    pub span: Span,
}
