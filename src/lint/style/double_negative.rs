//! `double-negative`: `unless not …`, `not not …`.

use super::expressions::{clauses, expressions, peeled};
use crate::diag::Diagnostic;
use crate::lint::{Checked, Input, Lint};
use crate::syntax::ast::{Clause, ClauseKind, Expr, ExprKind};
use crate::text::Span;

type Edits = Vec<(Span, String)>;

/// Every negation of a negation.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    input
        .files
        .iter()
        .flat_map(|file| in_file(file, lint))
        .collect()
}

fn in_file(file: &Checked<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let nots = expressions(file.tree).into_iter();
    let nots = nots.filter_map(|expr| not_not(expr, lint, file));
    let statements = file.tree.statements.iter();
    let unlesses = statements.filter_map(|s| unless_not(clauses(&s.kind), lint, file));
    nots.chain(unlesses).collect()
}

fn not_not(expr: &Expr, lint: &'static Lint, file: &Checked<'_>) -> Option<Diagnostic> {
    let ExprKind::Not(outer) = &expr.kind else {
        return None;
    };
    let inner = negated(outer)?;
    let diagnostic = lint
        .diagnostic("`not not` says nothing")
        .label(expr.span, "");
    let edits = keep(inner.span, expr.span, "");
    Some(offer(diagnostic, "take both out", edits, file))
}

fn unless_not(clauses: &[Clause], lint: &'static Lint, file: &Checked<'_>) -> Option<Diagnostic> {
    let (clause, condition) = clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::Unless(expr) => Some((clause, expr)),
        _ => None,
    })?;
    let inner = negated(condition)?;
    let diagnostic = lint
        .diagnostic("`unless not` is `when`")
        .label(clause.keyword.to(condition.span), "");
    let when = clauses.iter().find_map(|clause| match &clause.kind {
        ClauseKind::When(expr) => Some(expr),
        _ => None,
    });
    let (title, edits) = match when {
        None => ("write `when`", keep(inner.span, clause.span, "when ")),
        Some(when) => ("add it to `when`", moved(when, inner, clause.span, file)),
    };
    Some(offer(diagnostic, title, edits, file))
}

/// What is negated by an expression that is a negation.
fn negated(expr: &Expr) -> Option<&Expr> {
    match &peeled(expr).kind {
        ExprKind::Not(inner) => Some(inner),
        _ => None,
    }
}

/// Of `outer` only `inner` stays, behind `head`.
fn keep(inner: Span, outer: Span, head: &str) -> Edits {
    let before = Span {
        end: inner.start,
        ..outer
    };
    let behind = Span {
        start: inner.end,
        ..outer
    };
    vec![(before, head.to_owned()), (behind, String::new())]
}

/// `inner` goes behind the condition that is there, and the clause away with the blanks before it.
fn moved(when: &Expr, inner: &Expr, clause: Span, file: &Checked<'_>) -> Edits {
    let (open, close) = around(when);
    let (left, right) = around(inner);
    let text = file.source.slice(inner.span);
    let before = Span {
        start: 0,
        end: clause.start,
        ..clause
    };
    let kept = file.source.slice(before).trim_end().len();
    vec![
        (when.span.part(0, 0), open.to_owned()),
        (
            when.span.after(),
            format!("{close} and {left}{text}{right}"),
        ),
        (before.part(kept, usize::MAX).to(clause), String::new()),
    ]
}

/// What a part of an `and` must stand in.
fn around(expr: &Expr) -> (&'static str, &'static str) {
    match expr.kind {
        ExprKind::Or(_) => ("(", ")"),
        _ => ("", ""),
    }
}

/// A fix that would take a comment with it is not offered.
fn offer(diagnostic: Diagnostic, title: &str, edits: Edits, file: &Checked<'_>) -> Diagnostic {
    match edits.iter().any(|(span, _)| file.has_comment(*span)) {
        true => diagnostic,
        false => diagnostic.safe_fix(title, edits),
    }
}
