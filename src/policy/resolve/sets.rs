//! Declared sets: their members, with those of the sets in them, and sets that contain each other.
//!
//! Knows not what a set is used as.

use super::graph::{Graph, order};
use super::items::flatten;
use super::scope::{Body, Scope};
use crate::diag::Diagnostic;
use crate::syntax::ast::{Item, SetDecl};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Flattens every set.
pub(super) fn resolve(scope: &mut Scope<'_>) {
    let sets = declared(scope);
    let order = order(&graph(&sets, scope));
    let circular: BTreeSet<&str> = order
        .circles
        .iter()
        .flatten()
        .map(|(name, ..)| *name)
        .collect();
    for circle in &order.circles {
        scope.report(circle_of("set", circle));
    }
    for name in order.names {
        let Some(set) = sets.get(name) else { continue };
        not_a_tenant(set, scope);
        if circular.contains(name) {
            continue;
        }
        if let Some(items) = flatten(&set.items, scope) {
            scope.sets.insert(name, Arc::new(items));
        }
    }
}

/// Sets or conditions that contain each other.
pub(super) fn circle_of(what: &str, circle: &[(&str, &str, Span)]) -> Diagnostic {
    let names: Vec<String> = circle.iter().map(|(n, ..)| format!("`{n}`")).collect();
    let message = match names.as_slice() {
        [name] => format!("the {what} {name} contains itself"),
        _ => format!("the {what}s {} contain each other", names.join(", ")),
    };
    let mut diagnostic = Diagnostic::error("set-cycle", message);
    for (name, named, span) in circle {
        diagnostic = diagnostic.label(*span, format!("`{name}` contains `{named}`"));
    }
    diagnostic.help(if circle.len() > 1 {
        "take one of them out of the other"
    } else {
        "take it out"
    })
}

fn declared<'a>(scope: &Scope<'a>) -> BTreeMap<&'a str, &'a SetDecl> {
    let sets = scope
        .names
        .iter()
        .filter_map(|(name, entry)| match entry.body {
            Some(Body::Set(set)) => Some((*name, set)),
            _ => None,
        });
    sets.collect()
}

fn graph<'a>(sets: &BTreeMap<&'a str, &'a SetDecl>, scope: &Scope<'a>) -> Graph<'a> {
    let contained = |set: &'a SetDecl| {
        let names = set.items.items.iter().filter_map(|item| match item {
            Item::Name(name) if scope.set_named(name).is_some() => {
                Some((name.text.as_str(), name.span))
            }
            _ => None,
        });
        names.collect()
    };
    sets.iter()
        .map(|(name, set)| (*name, contained(set)))
        .collect()
}

/// A pattern could not tell the two apart.
fn not_a_tenant(set: &SetDecl, scope: &mut Scope<'_>) {
    let name = &set.name;
    if scope
        .tenants
        .as_ref()
        .is_some_and(|known| known.contains(name.text.as_str()))
    {
        let message = format!("`{}` is a set here, and a tenant in the table", name.text);
        let diagnostic = Diagnostic::error("duplicate-name", message)
            .label(name.span, "named like a tenant")
            .help("give the set another name, so that a pattern can name either");
        scope.report(diagnostic);
    }
}
