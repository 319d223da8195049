//! Declared conditions: each is checked once, where it stands, and expanded where it is named.
//!
//! Knows no rules. What an expanded condition may grow to has a limit, so that judging stays cheap.

use super::exprs::expr;
use super::graph::{Graph, order};
use super::scope::{Body, Kind, Scope};
use super::sets::circle_of;
use crate::diag::Diagnostic;
use crate::syntax::ast::{Atom, ConditionDecl, Expr, ExprKind, Path};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

const MOST_LEVELS: usize = 200;
const MOST_ATOMS: usize = 10_000;

/// Resolves every condition, those that others name first.
pub(super) fn resolve(scope: &mut Scope<'_>) {
    let conditions = declared(scope);
    let order = order(&graph(&conditions, scope));
    let steps = order.circles.iter().flatten();
    let circular: BTreeSet<&str> = steps.map(|(name, ..)| *name).collect();
    for circle in &order.circles {
        scope.report(circle_of("condition", circle));
    }
    let mut weights = BTreeMap::new();
    for name in order.names {
        let Some(condition) = conditions.get(name) else {
            continue;
        };
        let resolved = expr(&condition.expr, scope);
        let weight = weigh(&condition.expr, &weights);
        weights.insert(name, weight);
        if circular.contains(name) || !is_bearable(condition, weight, scope) {
            continue;
        }
        if let Some(resolved) = resolved {
            scope.conditions.insert(name, Arc::new(resolved));
        }
    }
}

/// How much an expanded expression is.
#[derive(Clone, Copy, Default)]
struct Weight {
    levels: usize,
    atoms: usize,
}

fn declared<'a>(scope: &Scope<'a>) -> BTreeMap<&'a str, &'a ConditionDecl> {
    let bodies = scope.names.iter();
    let conditions = bodies.filter_map(|(name, entry)| match entry.body {
        Some(Body::Condition(condition)) => Some((*name, condition)),
        _ => None,
    });
    conditions.collect()
}

fn graph<'a>(conditions: &BTreeMap<&'a str, &'a ConditionDecl>, scope: &Scope<'a>) -> Graph<'a> {
    let named = |condition: &'a ConditionDecl| {
        let mut names = Vec::new();
        bare_names(&condition.expr, &mut |path| {
            let entry = scope.names.get(path.head.text.as_str());
            if path.tail.is_none() && entry.is_some_and(|e| e.kind == Kind::Condition) {
                names.push((path.head.text.as_str(), path.span));
            }
        });
        names
    };
    let all = conditions.iter();
    all.map(|(name, condition)| (*name, named(condition)))
        .collect()
}

fn bare_names<'a>(tree: &'a Expr, found: &mut impl FnMut(&'a Path)) {
    match &tree.kind {
        ExprKind::Or(parts) | ExprKind::And(parts) => {
            parts.iter().for_each(|part| bare_names(part, found));
        }
        ExprKind::Not(inner) | ExprKind::Parens(inner) => bare_names(inner, found),
        ExprKind::Atom(Atom::Bare(path)) => found(path),
        ExprKind::Atom(_) | ExprKind::Broken => {}
    }
}

fn weigh(tree: &Expr, weights: &BTreeMap<&str, Weight>) -> Weight {
    let inner = match &tree.kind {
        ExprKind::Or(parts) | ExprKind::And(parts) => {
            let parts = parts.iter().map(|part| weigh(part, weights));
            parts.fold(Weight::default(), |sum, part| Weight {
                levels: sum.levels.max(part.levels),
                atoms: sum.atoms.saturating_add(part.atoms),
            })
        }
        ExprKind::Not(inner) | ExprKind::Parens(inner) => weigh(inner, weights),
        ExprKind::Atom(Atom::Bare(path)) => weights
            .get(path.head.text.as_str())
            .copied()
            .unwrap_or(Weight {
                levels: 0,
                atoms: 1,
            }),
        ExprKind::Atom(_) | ExprKind::Broken => Weight {
            levels: 0,
            atoms: 1,
        },
    };
    Weight {
        levels: inner.levels.saturating_add(1),
        ..inner
    }
}

/// Of a chain of conditions only the first that is too much is told; those above it are silent.
fn is_bearable(condition: &ConditionDecl, weight: Weight, scope: &mut Scope<'_>) -> bool {
    if weight.levels <= MOST_LEVELS && weight.atoms <= MOST_ATOMS {
        return true;
    }
    let name = &condition.name;
    if names_only_whole(&condition.expr, scope) {
        scope.report(too_much(&name.text, name.span));
    }
    false
}

fn names_only_whole(tree: &Expr, scope: &Scope<'_>) -> bool {
    let mut whole = true;
    bare_names(tree, &mut |path| {
        let name = path.head.text.as_str();
        let is_condition = scope
            .names
            .get(name)
            .is_some_and(|e| e.kind == Kind::Condition);
        whole &= !is_condition || scope.conditions.contains_key(name);
    });
    whole
}

fn too_much(name: &str, at: Span) -> Diagnostic {
    let message =
        format!("the condition `{name}` is too much once all conditions in it are expanded");
    Diagnostic::error("syntax", message)
        .label(at, "too much")
        .help(format!(
            "at most {MOST_ATOMS} tests, nested at most {MOST_LEVELS} deep; name fewer conditions in it"
        ))
}
