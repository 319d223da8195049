//! Expressions: `and`, `or`, `not` and parentheses around atoms.
//!
//! Knows no atoms. A broken part makes the whole unknown, in silence; the other parts are still checked.

use super::super::{Expr, ExprKind};
use super::atoms;
use super::scope::Scope;
use crate::syntax::ast;

/// Resolves an expression. None: it is broken, and that was reported.
pub(super) fn expr(tree: &ast::Expr, scope: &mut Scope<'_>) -> Option<Expr> {
    let kind = match &tree.kind {
        ast::ExprKind::Or(parts) => ExprKind::Or(all(parts, scope)?),
        ast::ExprKind::And(parts) => ExprKind::And(all(parts, scope)?),
        ast::ExprKind::Not(inner) => ExprKind::Not(Box::new(expr(inner, scope)?)),
        ast::ExprKind::Parens(inner) => return expr(inner, scope),
        ast::ExprKind::Atom(atom) => atoms::atom(atom, tree.span, scope)?,
        ast::ExprKind::Broken => return None,
    };
    Some(Expr {
        span: tree.span,
        kind,
    })
}

fn all(parts: &[ast::Expr], scope: &mut Scope<'_>) -> Option<Vec<Expr>> {
    let resolved: Vec<_> = parts.iter().map(|part| expr(part, scope)).collect();
    resolved.into_iter().collect()
}
