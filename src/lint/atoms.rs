//! The atoms and subjects of a resolved policy set, wherever they stand.
//!
//! A declared condition stands wherever it is used: each of its atoms counts once.

use crate::policy::{Atom, AtomKind, Expr, ExprKind, Invariant, PolicySet, Rule, Subject, Waiver};
use crate::text::Span;
use std::collections::BTreeMap;

/// Every atom once, by place.
pub(super) fn atoms(set: &PolicySet) -> impl Iterator<Item = &Atom> {
    let mut all: BTreeMap<Span, &Atom> = BTreeMap::new();
    for expr in expressions(set) {
        visit(expr, true, &mut |atom, _| {
            all.insert(atom.span, atom);
        });
    }
    all.into_values()
}

/// Every subject once, by place: of rules, waivers and invariants, and of approvals.
pub(super) fn subjects(set: &PolicySet) -> impl Iterator<Item = &Subject> {
    let rules = set.rules.iter().map(|rule| &rule.subject);
    let waivers = set.waivers.iter().map(|waiver| &waiver.subject);
    let invariants = set.invariants.iter().map(|invariant| &invariant.subject);
    let approvers = atoms(set).filter_map(|atom| match &atom.kind {
        AtomKind::Approved { by, .. } => Some(by),
        _ => None,
    });
    let all = rules.chain(waivers).chain(invariants).chain(approvers);
    let by_place: BTreeMap<Span, &Subject> = all.map(|subject| (subject.span, subject)).collect();
    by_place.into_values()
}

/// Every atom of an expression, and whether it stands under no `not`, or under two.
pub(super) fn visit<'a>(expr: &'a Expr, positive: bool, see: &mut dyn FnMut(&'a Atom, bool)) {
    match &expr.kind {
        ExprKind::Or(parts) | ExprKind::And(parts) => {
            parts.iter().for_each(|part| visit(part, positive, see));
        }
        ExprKind::Not(inner) => visit(inner, !positive, see),
        ExprKind::Condition { body, .. } => visit(body, positive, see),
        ExprKind::Atom(atom) => see(atom, positive),
    }
}

fn expressions(set: &PolicySet) -> impl Iterator<Item = &Expr> {
    let rules = set
        .rules
        .iter()
        .flat_map(|Rule { when, unless, .. }| when.iter().chain(unless));
    let waivers = set.waivers.iter().flat_map(|Waiver { when, .. }| when);
    let invariants = set.invariants.iter();
    let invariants =
        invariants.flat_map(|Invariant { when, unless, .. }| when.iter().chain(unless));
    rules.chain(waivers).chain(invariants)
}
