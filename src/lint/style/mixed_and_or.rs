//! `mixed-and-or`: `a and b or c` without parentheses.

use super::expressions::expressions;
use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};
use crate::syntax::ast::{Expr, ExprKind};
use crate::text::Span;

/// Every `or` that has a bare `and` for a part.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let all = input.files.iter().flat_map(|file| expressions(file.tree));
    all.filter_map(|expr| mixed(expr, lint)).collect()
}

fn mixed(expr: &Expr, lint: &'static Lint) -> Option<Diagnostic> {
    let ExprKind::Or(parts) = &expr.kind else {
        return None;
    };
    let bare = parts
        .iter()
        .filter(|part| matches!(part.kind, ExprKind::And(_)));
    let spans: Vec<Span> = bare.map(|part| part.span).collect();
    if spans.is_empty() {
        return None;
    }
    let diagnostic = lint.diagnostic("`and` and `or` side by side without parentheses");
    let labelled = spans.iter().fold(diagnostic, |diagnostic, span| {
        diagnostic.label(*span, "taken together, since `and` binds closer")
    });
    let edits = spans.iter().flat_map(|span| parentheses(*span));
    Some(labelled.safe_fix("put what is taken together in parentheses", edits.collect()))
}

fn parentheses(span: Span) -> [(Span, String); 2] {
    [
        (span.part(0, 0), "(".to_owned()),
        (span.after(), ")".to_owned()),
    ]
}
