//! Which lists a rule, a waiver or an invariant is about: patterns over tenants and lists.
//!
//! Knows no directory but the names of its tenants.

use super::super::{ColumnId, Glob, Pattern, Target, TenantPattern};
use super::items::Use;
use super::scope::Scope;
use super::tenants;
use crate::syntax::ast::{self, Name};

/// Resolves a target. None: a set in it is broken, and that was reported.
pub(super) fn target(tree: &ast::Target, scope: &mut Scope<'_>) -> Option<Target> {
    let patterns: Vec<_> = tree.patterns.iter().map(|p| pattern(p, scope)).collect();
    Some(Target {
        span: tree.span,
        patterns: patterns.into_iter().collect::<Option<_>>()?,
    })
}

fn pattern(tree: &ast::Pattern, scope: &mut Scope<'_>) -> Option<Pattern> {
    Some(Pattern {
        span: tree.span,
        tenant_span: tree.tenant.span,
        tenant: tenant(&tree.tenant, scope)?,
        list_span: tree.list.span,
        list: Glob::new(&tree.list.text),
    })
}

fn tenant(name: &Name, scope: &mut Scope<'_>) -> Option<TenantPattern> {
    match name.text.as_str() {
        "any" if !name.quoted => return Some(TenantPattern::Any),
        "own" if !name.quoted => {
            scope.read(ColumnId::ACTOR_TENANT);
            return Some(TenantPattern::Own);
        }
        _ => {}
    }
    if scope.set_named(name).is_some() {
        return set(name, scope);
    }
    tenants::check(name, scope);
    let glob = Glob::new(&name.text);
    Some(if glob.is_any() {
        TenantPattern::Any
    } else {
        TenantPattern::Globs(None, [glob].into())
    })
}

/// The members of a set; one that is `*` makes it any tenant, also a missing one.
fn set(name: &Name, scope: &mut Scope<'_>) -> Option<TenantPattern> {
    scope.mark_used("set", &name.text);
    let items = scope.sets.get(name.text.as_str())?.clone();
    let at = Use {
        reader: "tenant",
        span: name.span,
        path: None,
    };
    let globs = items.globs(at, scope)?;
    tenants::check_items(&items, scope);
    Some(if globs.iter().any(Glob::is_any) {
        TenantPattern::Any
    } else {
        TenantPattern::Globs(Some(name.text.clone()), globs)
    })
}
