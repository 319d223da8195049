//! What stands behind an effect, a claim, or in a waiver: the clauses of one block.
//!
//! Knows not which block takes which clause; the parser does.

use super::super::{Expr, Note, Period, Subject, Target};
use super::exprs::expr;
use super::scope::Scope;
use super::subject::subject;
use super::target::target;
use crate::syntax::ast::{self, ClauseKind, Name, Severity, Text};

/// The clauses of a block.
#[derive(Default)]
pub(super) struct Clauses<'t> {
    pub when: Option<Expr>,
    pub unless: Option<Expr>,
    pub period: Period,
    pub severity: Option<Severity>,
    pub owner: Option<Note>,
    pub notes: Vec<Note>,
    pub lift: Option<&'t [Name]>,
    pub subject: Option<Subject>,
    pub target: Option<Target>,
    pub by: Option<Note>,
}

/// Resolves the clauses of a block. None: one is broken, and that was reported.
pub(super) fn clauses<'t>(trees: &'t [ast::Clause], scope: &mut Scope<'_>) -> Option<Clauses<'t>> {
    let mut clauses = Clauses::default();
    let mut whole = true;
    for tree in trees {
        whole &= add(&tree.kind, &mut clauses, scope).is_some();
    }
    whole.then_some(clauses)
}

fn add<'t>(kind: &'t ClauseKind, clauses: &mut Clauses<'t>, scope: &mut Scope<'_>) -> Option<()> {
    match kind {
        ClauseKind::When(tree) => clauses.when = Some(expr(tree, scope)?),
        ClauseKind::Unless(tree) => clauses.unless = Some(expr(tree, scope)?),
        ClauseKind::From(time) => clauses.period.from = Some((time.value, time.span)),
        ClauseKind::Until(time) => clauses.period.until = Some((time.value, time.span)),
        ClauseKind::Severity(severity) => clauses.severity = Some(severity.value),
        ClauseKind::Owner(text) => clauses.owner = Some(note(text)),
        ClauseKind::Note(text) => clauses.notes.push(note(text)),
        ClauseKind::Lift(names) => clauses.lift = Some(names),
        ClauseKind::By(text) => clauses.by = Some(note(text)),
        ClauseKind::For(whom, which) => {
            let whom = subject(whom, scope);
            let which = which.as_ref().map(|tree| target(tree, scope));
            clauses.subject = Some(whom?);
            if let Some(which) = which {
                clauses.target = Some(which?);
            }
        }
    }
    Some(())
}

fn note(text: &Text) -> Note {
    Note {
        text: text.value.clone(),
        span: text.span,
    }
}
