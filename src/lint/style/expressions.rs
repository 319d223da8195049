//! Every expression of a file, the inner ones too.
//!
//! Recursion is as deep as the parser lets expressions nest.

use crate::syntax::ast::{Clause, ClauseKind, Expr, ExprKind, File, StatementKind};

/// Every expression, outer before inner.
pub(in crate::lint) fn expressions(tree: &File) -> Vec<&Expr> {
    let mut all = Vec::new();
    for statement in &tree.statements {
        match &statement.kind {
            StatementKind::Condition(condition) => add(&condition.expr, &mut all),
            kind => clauses(kind).iter().for_each(|clause| match &clause.kind {
                ClauseKind::When(expr) | ClauseKind::Unless(expr) => add(expr, &mut all),
                _ => {}
            }),
        }
    }
    all
}

/// The clauses of a rule, waiver or invariant; nothing else has any.
pub(super) fn clauses(kind: &StatementKind) -> &[Clause] {
    match kind {
        StatementKind::Rule(rule) => &rule.clauses,
        StatementKind::Waiver(waiver) => &waiver.clauses,
        StatementKind::Invariant(invariant) => &invariant.clauses,
        _ => &[],
    }
}

/// What stands within parentheses, however many.
pub(super) fn peeled(mut expr: &Expr) -> &Expr {
    while let ExprKind::Parens(inner) = &expr.kind {
        expr = inner;
    }
    expr
}

fn add<'a>(expr: &'a Expr, all: &mut Vec<&'a Expr>) {
    all.push(expr);
    match &expr.kind {
        ExprKind::Or(parts) | ExprKind::And(parts) => parts.iter().for_each(|part| add(part, all)),
        ExprKind::Not(inner) | ExprKind::Parens(inner) => add(inner, all),
        ExprKind::Atom(_) | ExprKind::Broken => {}
    }
}
