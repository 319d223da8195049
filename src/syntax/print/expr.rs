//! Conditions over several lines: one operand a line, its `and` or `or` before it.

use super::Printer;
use super::inside;
use super::out::Out;
use crate::syntax::ast::{Atom, Collection, Expr, ExprKind, Globs, List};
use crate::text::Span;

/// Where the operators of a chain stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Left of the operands, in the room that a keyword leaves.
    Top,
    /// Where the operands begin.
    Nested,
}

/// The parts of a chain, and its operator.
fn chain(expr: &Expr) -> Option<(&'static str, &[Expr])> {
    match &expr.kind {
        ExprKind::Or(parts) => Some(("or", parts)),
        ExprKind::And(parts) => Some(("and", parts)),
        _ => None,
    }
}

/// Where within a condition comments have places: in lists, and from a chain's second operand on.
pub fn claims(expr: &Expr) -> Vec<Span> {
    if let Some((_, [first, others @ ..])) = chain(expr) {
        let mut found = claims(first);
        found.extend(others.last().map(|last| Span {
            start: first.span.end,
            ..last.span
        }));
        return found;
    }
    match &expr.kind {
        ExprKind::Not(inner) | ExprKind::Parens(inner) => claims(inner),
        ExprKind::Atom(atom) => list_of(atom).map(|l| inside(l.span)).into_iter().collect(),
        _ => Vec::new(),
    }
}

fn list_of(atom: &Atom) -> Option<&List> {
    let collection = match atom {
        Atom::In { collection, .. } | Atom::AnyAll { collection, .. } => collection,
        Atom::Like {
            globs: Globs::Collection(collection),
            ..
        } => collection,
        _ => return None,
    };
    match collection {
        Collection::List(list) => Some(list),
        _ => None,
    }
}

impl Printer<'_> {
    /// Whether a condition stands on several lines however short it is.
    pub fn breaks(&self, expr: &Expr) -> bool {
        match &expr.kind {
            ExprKind::Or(_) | ExprKind::And(_) => self.is_broken(expr.span),
            ExprKind::Not(inner) | ExprKind::Parens(inner) => self.breaks(inner),
            ExprKind::Atom(atom) => list_of(atom).is_some_and(|l| self.is_broken(l.span)),
            ExprKind::Broken => false,
        }
    }

    /// Whether a condition's operands each have a line when it does not fit on one.
    pub fn is_chain(&self, expr: &Expr) -> bool {
        chain(expr).is_some()
    }

    /// A condition, from the column on that is reached.
    pub fn expr(&self, out: &mut Out, expr: &Expr, level: Level) {
        let flat = self.flat_expr(expr);
        if !self.breaks(expr) && out.fits(flat.chars().count()) {
            return out.push(&flat);
        }
        if let Some((operator, parts)) = chain(expr) {
            return self.chain(out, expr.span, operator, parts, level);
        }
        match &expr.kind {
            ExprKind::Not(inner) => {
                out.push("not ");
                self.expr(out, inner, Level::Nested);
            }
            ExprKind::Parens(inner) => {
                out.push("(");
                self.expr(out, inner, Level::Nested);
                out.push(")");
            }
            ExprKind::Atom(atom) => {
                let (head, list) = self.atom(atom);
                out.push(&head);
                if let Some(list) = list {
                    self.list(out, list);
                }
            }
            _ => out.push(&flat),
        }
    }

    /// Each operand on its line, with its comments. The first one's are the business of whoever calls.
    fn chain(&self, out: &mut Out, span: Span, operator: &str, parts: &[Expr], level: Level) {
        let column = out.column();
        let indent = match level {
            Level::Top => column.saturating_sub(operator.len() + 1),
            Level::Nested => column,
        };
        let last = parts.len().saturating_sub(1);
        let loose = |part: &Expr| self.notes.outside(part.span, &claims(part));
        // Behind the last operand's line stands the whole's own comment: none from within may go there.
        let things = parts.iter().enumerate().map(|(at, part)| match at {
            0 => (part.span, Vec::new()),
            at if at == last => (part.span, Vec::new()),
            _ => (part.span, loose(part)),
        });
        let rows = self.notes.rows(span, things);
        for (at, (part, row)) in parts.iter().zip(&rows.rows).enumerate() {
            if at > 0 {
                out.newline(indent);
                let late = if at == last { loose(part) } else { Vec::new() };
                for comment in row.lead.iter().map(|n| n.comment).chain(late) {
                    out.push(&comment.text);
                    out.newline(indent);
                }
                out.push(operator);
                out.push(" ");
            }
            self.expr(out, part, Level::Nested);
            out.tail(row.tail);
        }
    }
}
