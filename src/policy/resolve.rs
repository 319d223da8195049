//! From syntax trees to a resolved policy set: names, then types, and every error of both.
//!
//! Knows no texts of files and no directory but the names of its tenants. One cause gives one
//! diagnostic: what is computed from something broken is dropped in silence, so that a set with
//! errors holds only what could be resolved, and none of it half.

mod approved;
mod ascii;
mod atoms;
mod clauses;
mod collections;
mod compare;
mod conditions;
mod confusable;
mod declare;
mod exprs;
mod found;
mod graph;
mod hours;
mod items;
mod literals;
mod paths;
mod records;
mod regex;
mod rules;
mod scope;
mod sets;
mod spelled;
mod subject;
mod target;
mod tenants;
mod trials;
mod words;

use super::{Known, PolicySet, Resolved, RuleId};
use crate::diag::Diagnostic;
use crate::syntax::ast;
use crate::text::Span;
use std::collections::BTreeSet;

/// Resolves a policy set, which may be spread over any number of files in any order.
#[must_use]
pub fn resolve(files: &[&ast::File], known: &Known) -> Resolved {
    let statements = in_order(files);
    let mut scope = declare::declare(&statements, known);
    sets::resolve(&mut scope);
    hours::resolve(&mut scope);
    conditions::resolve(&mut scope);
    let mut set = PolicySet {
        rules: rules::rules(&statements, &mut scope),
        invariants: rules::invariants(&statements, &mut scope),
        ..PolicySet::default()
    };
    for (number, rule) in (0..).zip(&set.rules) {
        scope.number_rule(&rule.name.text, RuleId(number));
    }
    set.waivers = rules::waivers(&statements, &mut scope);
    set.tests = trials::tests(&statements, &mut scope);
    let look_alikes = confusable::check(&statements, &mut scope);
    let (mut set, diagnostics) = scope.finish(set);
    set.tests.sort_by(|a, b| a.name.text.cmp(&b.name.text));
    Resolved {
        set,
        diagnostics: one_for_each_cause(diagnostics, &look_alikes),
    }
}

/// Statements by place, so that of two definitions the same is the second whatever the order of files.
fn in_order<'a>(files: &[&'a ast::File]) -> Vec<&'a ast::Statement> {
    let mut statements: Vec<_> = files.iter().flat_map(|f| &f.statements).collect();
    statements.sort_by_key(|statement| statement.span);
    statements
}

/// By place. Of one place the same is said once, and nothing more of a name that only looks like the right one.
fn one_for_each_cause(mut all: Vec<Diagnostic>, look_alikes: &BTreeSet<Span>) -> Vec<Diagnostic> {
    all.sort_by_key(|d| d.place());
    all.retain(|d| {
        d.code == "confusable-name" || d.place().is_none_or(|span| !look_alikes.contains(&span))
    });
    let mut seen = BTreeSet::new();
    all.retain(|d| seen.insert((d.place(), d.code, d.message.clone())));
    all
}
