//! One event against a policy set: three-valued, with its reasons; and limits over many events.
//!
//! Knows no log and no output. A verdict does not depend on other events; what a limit needs of one
//! event is in the verdict, and [`windows`] adds it up, exact for any order.

mod answers;
mod approval;
mod atoms;
mod condition;
mod decider;
mod held;
mod ranking;
mod recorder;
mod scene;
mod shares;
mod subject;
mod target;
mod truth;
mod verdicts;
pub mod windows;
mod words;

pub use decider::{Column, Common, Decider, Decision, LeftOver, Matched, Plan, Reach, Reads, Row};
pub use ranking::{Nearest, Ranking};
pub use truth::Truth;

use crate::directory::Directory;
use crate::event::{FieldId, Value};
use crate::policy::{PolicySet, RuleId, WaiverId};
use crate::text::Span;

/// A policy set and a directory, ready to judge events.
#[derive(Clone, Copy, Debug)]
pub struct Judge<'a> {
    /// What is allowed.
    pub policy: &'a PolicySet,
    /// Who is who.
    pub directory: &'a Directory,
}

/// What the policy says of one event, taken as if it were out; limits not yet added up.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Verdict {
    /// Denies that are true or unknown, lifted ones too, in the order of their ids.
    pub denies: Vec<Hit>,
    /// Allows that are true.
    pub allows: Vec<RuleId>,
    /// No unlifted deny is true or unknown, and no allow is true; a waiver may lift this.
    pub not_allowed: Option<Lift>,
    /// Limits whose condition is true or unknown, lifted ones too.
    pub limits: Vec<LimitHit>,
}

/// Whether a waiver covers the event, and which (the first by name).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Lift {
    Stands,
    Lifted(WaiverId),
}

/// A deny that is not false.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// Which rule.
    pub rule: RuleId,
    /// True or unknown.
    pub truth: Truth,
    /// Whether a waiver lifts it.
    pub lift: Lift,
}

/// A limit that is not false.
#[derive(Clone, Debug, PartialEq)]
pub struct LimitHit {
    /// Which rule.
    pub rule: RuleId,
    /// Whether a waiver lifts it (what is waived still counts).
    pub lift: Lift,
    /// What it counts of this event.
    pub share: Share,
}

/// What one event adds to a limit's window.
#[derive(Clone, Debug, PartialEq)]
pub enum Share {
    /// The condition is unknown, or a key or the measure is missing: it does not count.
    Undecided,
    /// It counts under this key.
    Counts {
        /// The values of `per`, in its order; none is a key like any other. Actors by person.
        key: Vec<Option<Value>>,
        /// How much.
        measure: Measured,
    },
}

/// How much of a limit's measure one event holds.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Measured {
    /// 1 for exports; rows, bytes or another int.
    Sum(i64),
    /// A value, or a pair of tenant and list, of which distinct ones are counted.
    Distinct(Vec<Option<Value>>),
}

/// One part of a rule's condition on one event, with why it is so.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// What part of the rule it is.
    pub part: Part,
    /// Its place in the policy.
    pub span: Span,
    /// Where it is used, when the place lies in a declared condition.
    pub used_at: Option<Span>,
    /// What it is on this event (of an `unless`: of the expression behind it).
    pub truth: Truth,
    /// Whether the rule's condition would be true but for parts like this one.
    pub fails: bool,
    /// For the policy's side: "412093 is more", "the actor is not support", "`ticket` is missing".
    pub words: String,
    /// For the record's side: which fields it reads, and a few words for each ("412093 rows", "role engineer").
    pub fields: Vec<(FieldId, String)>,
    /// Paths, as the author writes them, that are missing and make it unknown.
    pub missing: Vec<String>,
}

/// Which part of a rule a reason is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub enum Part {
    Subject,
    Target,
    When,
    Unless,
    Period,
    /// A limit's keys or measure.
    Measure,
}

/// A rule's whole answer on one event, atom by atom, in the order of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// Which rule.
    pub rule: RuleId,
    /// The whole condition.
    pub truth: Truth,
    /// Subject, each pattern of the target, each atom, the period.
    pub reasons: Vec<Reason>,
}
