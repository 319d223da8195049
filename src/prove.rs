//! Exact reasoning over conditions: can this be, and of which export? Is it the same as that?
//!
//! A question ([`Ask`]) joins conditions of one or two policy sets, each with the truths that it is to have:
//! true, false, or unknown for want of a field. The answer is a world in which all of it is so
//! ([`Witness`]), or that there is none, or that the prover gave up, and why. There is no solver behind it:
//! values are parted into classes that no test of the question tells apart, and choices are split until
//! nothing is left open.
//!
//! ```
//! use exeat::policy::{Known, resolve};
//! use exeat::prove::{Answer, Ask, Prover, Truths};
//! use exeat::syntax::parse;
//! use exeat::text::Sources;
//!
//! let mut sources = Sources::default();
//! let policy = "rule small {\n    allow anyone to export any/*\n    when  rows <= 500\n}\n\
//!     rule tiny {\n    allow anyone to export any/*\n    when  rows <= 100 and tenant == \"acme\"\n}\n";
//! let id = sources.add("p.exeat", policy);
//! let parsed = parse(sources.get(id).unwrap());
//! let set = resolve(&[&parsed.file], &Known::default()).set;
//! let (small, tiny) = (&set.rules[0], &set.rules[1]);
//!
//! // Is there an export that `tiny` allows and `small` does not?
//! let prover = Prover::new(exeat::time::parse_rfc3339("2026-03-02").unwrap());
//! let of = |rule, truths| Ask::rule(&set.schema, rule, truths);
//! let more = Ask::All(vec![of(tiny, Truths::TRUE), of(small, Truths::NOT_TRUE)]);
//! assert_eq!(prover.ask(&more), Answer::Never);
//!
//! // And the other way round? Yes, and here is one.
//! let more = Ask::All(vec![of(small, Truths::TRUE), of(tiny, Truths::NOT_TRUE)]);
//! let Answer::Can(witness) = prover.ask(&more) else { panic!() };
//! assert!(witness.values.iter().any(|(path, _)| path == "rows"));
//! ```
//!
//! # Worlds
//! The world of a witness is one that a `test` block can bring: an event, rows for whom it names with cells
//! that are values, none or missing, an approver's home tenant. Each name is one person: aliases are the
//! directory's. Only events that are out are looked at. Whoever shows a witness has the judge confirm it
//! first: [`Witness::given`] is what a test gives.
//!
//! Knows no rows of a directory, no waivers' effect and no windows.

mod automata;
mod bits;
mod compile;
mod formula;
mod model;
mod names;
mod search;
mod space;
mod tables;
mod truths;
mod vars;
mod witness;

pub use tables::Tables;
pub use truths::Truths;
pub use witness::Witness;

use crate::policy::{
    Expr, Invariant, Path, Pattern, Period, Rule, Schema, Subject, Target, Waiver,
};
use crate::time::Time;
use automata::Automata;
use compile::Compiler;
use search::Found;
use space::{HoursCache, Space};
use std::cell::RefCell;

/// Answers questions; what it has worked out of patterns it keeps.
#[derive(Debug, Default)]
pub struct Prover {
    around: Time,
    tables: Tables,
    automata: RefCell<Automata>,
    hours: RefCell<HoursCache>,
}

/// A question: can all of this be at once?
#[derive(Clone, Debug)]
pub enum Ask<'p> {
    /// A part of a policy has one of these truths.
    Is(Part<'p>, Truths),
    /// All of these.
    All(Vec<Ask<'p>>),
    /// At least one of these.
    Any(Vec<Ask<'p>>),
}

/// A part of a policy that is true, false or unknown of an event.
#[derive(Clone, Copy, Debug)]
pub struct Part<'p> {
    /// Of the set in which it stands.
    pub schema: &'p Schema,
    /// What it is.
    pub kind: PartKind<'p>,
}

/// What part of a policy it is.
#[derive(Clone, Copy, Debug)]
pub enum PartKind<'p> {
    /// A whole condition.
    Clauses(Clauses<'p>),
    /// Whom it is about.
    Subject(&'p Subject),
    /// Which lists.
    Target(&'p Target),
    /// One pattern of a target.
    Pattern(&'p Pattern),
    /// An expression, or an atom.
    Expr(&'p Expr),
    /// When it is in force.
    Period(&'p Period),
    /// True where a path is not missing, else unknown: what a limit needs of its keys and its measure.
    Given(Path),
}

/// A condition: all of its parts.
#[derive(Clone, Copy, Debug)]
pub struct Clauses<'p> {
    /// Whom it is about.
    pub subject: &'p Subject,
    /// Which lists; none means all.
    pub target: Option<&'p Target>,
    /// Must be true.
    pub when: Option<&'p Expr>,
    /// Must be false.
    pub unless: Option<&'p Expr>,
    /// When it is in force.
    pub period: Period,
}

/// What came of a question.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// It can be: here.
    Can(Box<Witness>),
    /// It cannot be, whatever happens.
    Never,
    /// Nothing can be said.
    GaveUp(Why),
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Too many choices hang together.
    Branches,
    /// The patterns are too many, or too large, to be looked at together.
    Patterns,
    /// Something in it is told only roughly: a text together with its own domain, globs that come from the
    /// event, hours of several zones.
    Rough,
}

impl Why {
    /// In a few words for the reader.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Branches => "too many choices hang together",
            Self::Patterns => "its patterns are too large to be looked at together",
            Self::Rough => {
                "a text and its own domain, globs out of a field, or hours of several zones hang together"
            }
        }
    }
}

impl<'p> Ask<'p> {
    /// The condition of a rule has one of these truths.
    #[must_use]
    pub fn rule(schema: &'p Schema, rule: &'p Rule, truths: Truths) -> Self {
        Self::clauses(schema, Clauses::from(rule), truths)
    }

    /// A condition has one of these truths.
    #[must_use]
    pub fn clauses(schema: &'p Schema, clauses: Clauses<'p>, truths: Truths) -> Self {
        let kind = PartKind::Clauses(clauses);
        Self::Is(Part { schema, kind }, truths)
    }

    /// An expression has one of these truths.
    #[must_use]
    pub fn expr(schema: &'p Schema, expr: &'p Expr, truths: Truths) -> Self {
        let kind = PartKind::Expr(expr);
        Self::Is(Part { schema, kind }, truths)
    }
}

impl Prover {
    /// Witnesses will happen around this time, where nothing speaks against it.
    #[must_use]
    pub fn new(around: Time) -> Self {
        Self {
            around,
            ..Self::default()
        }
    }

    /// Nothing that is impossible may be possible with these tables.
    #[must_use]
    pub fn beside(mut self, tables: Tables) -> Self {
        self.tables = tables;
        self
    }

    /// Whether it can be, and where.
    #[must_use]
    pub fn ask(&self, ask: &Ask<'_>) -> Answer {
        let answer = self.attempt(ask, &Tables::default());
        if answer != Answer::Never || self.tables.are_plain() {
            return answer;
        }
        match self.attempt(ask, &self.tables) {
            Answer::Never => Answer::Never,
            Answer::Can(_) | Answer::GaveUp(_) => Answer::GaveUp(Why::Rough),
        }
    }

    fn attempt(&self, ask: &Ask<'_>, tables: &Tables) -> Answer {
        let mut compiler = Compiler {
            tables: tables.clone(),
            ..Compiler::default()
        };
        let formula = compiler.ask(ask);
        compiler.only_out();
        compiler.rough |= names::names_matter(tables, &compiler, &formula);
        let automata = &mut self.automata.borrow_mut();
        let hours = &mut self.hours.borrow_mut();
        let space = match Space::build(&compiler, &formula, automata, hours, self.around) {
            Ok(space) => space,
            Err(why) => return Answer::GaveUp(why),
        };
        let links = search::links(&compiler, &space);
        let mut maker = model::Maker::new(&compiler, &space, &links, automata, self.around);
        let found = search::search(&space, &links, &formula, &compiler.axioms, |branch| {
            maker.model(branch)
        });
        match found {
            Found::Model(witness) => Answer::Can(Box::new(witness)),
            Found::Nothing if space.unsure || compiler.rough => Answer::GaveUp(Why::Rough),
            Found::Nothing => Answer::Never,
            Found::GaveUp(why) => Answer::GaveUp(why),
        }
    }

    /// Of parts that cannot all be so at once: a few that cannot either, none of which can be spared. All of
    /// them where that is not shown.
    #[must_use]
    pub fn core<'p>(&self, parts: &[Ask<'p>]) -> Vec<usize> {
        let mut kept: Vec<usize> = (0..parts.len()).collect();
        for at in 0..parts.len() {
            let fewer: Vec<usize> = kept.iter().copied().filter(|one| *one != at).collect();
            let asked = fewer.iter().filter_map(|one| parts.get(*one).cloned());
            if self.ask(&Ask::All(asked.collect())) == Answer::Never {
                kept = fewer;
            }
        }
        kept
    }
}

impl<'p> From<&'p Rule> for Clauses<'p> {
    fn from(rule: &'p Rule) -> Self {
        Self {
            subject: &rule.subject,
            target: rule.target.as_ref(),
            when: rule.when.as_ref(),
            unless: rule.unless.as_ref(),
            period: rule.period,
        }
    }
}

impl<'p> From<&'p Waiver> for Clauses<'p> {
    fn from(waiver: &'p Waiver) -> Self {
        Self {
            subject: &waiver.subject,
            target: waiver.target.as_ref(),
            when: waiver.when.as_ref(),
            unless: None,
            period: waiver.period,
        }
    }
}

impl<'p> From<&'p Invariant> for Clauses<'p> {
    fn from(invariant: &'p Invariant) -> Self {
        Self {
            subject: &invariant.subject,
            target: Some(&invariant.target),
            when: invariant.when.as_ref(),
            unless: invariant.unless.as_ref(),
            period: Period::default(),
        }
    }
}
