//! Tenants that the policy names: with a tenants table, each must be in it, and a glob must match one.
//!
//! Knows no rows, only the keys.

use super::super::{ColumnId, Glob, Path};
use super::scope::{Items, Kind, Scope};
use super::words::{near_miss, offer};
use crate::diag::Diagnostic;
use crate::event::FieldId;
use crate::nearest::{is_near_miss, nearest};
use crate::syntax::ast::Name;
use crate::text::Span;

/// Whether a path holds the name of a tenant.
pub(super) fn holds_tenant(path: Path) -> bool {
    matches!(
        path,
        Path::Field(FieldId::TENANT)
            | Path::Column(ColumnId::ACTOR_TENANT | ColumnId::TICKET_TENANT)
    )
}

/// Checks every member of a list that is used as tenants.
pub(super) fn check_items(items: &Items, scope: &mut Scope<'_>) {
    for name in &items.texts {
        check(name, scope);
    }
}

/// Checks a tenant, or a glob over tenants.
pub(super) fn check(name: &Name, scope: &mut Scope<'_>) {
    if name.text.contains('*') {
        check_glob(&name.text, name.span, scope);
    } else {
        check_exact(name, scope);
    }
}

/// Checks one tenant, taken as it stands.
pub(super) fn check_exact(name: &Name, scope: &mut Scope<'_>) {
    let Some(known) = &scope.tenants else {
        return near_set(name, scope);
    };
    if known.contains(name.text.as_str()) {
        return;
    }
    let sets = scope.names.values().filter(|e| e.kind == Kind::Set);
    let sets = sets.map(|entry| entry.name.text.as_str());
    let near = nearest(&name.text, known.iter().copied().chain(sets));
    let message = format!("no tenant is called `{}`", name.text);
    let diagnostic =
        Diagnostic::error("unknown-name", message).label(name.span, "not in the tenants table");
    let diagnostic = match near {
        Some(near) => offer(diagnostic, name.span, near, name.quoted),
        None => diagnostic.help("a tenant that has left stays in the table, with its `left`"),
    };
    scope.report(diagnostic);
}

fn check_glob(glob: &str, span: Span, scope: &mut Scope<'_>) {
    let Some(known) = &scope.tenants else { return };
    let pattern = Glob::new(glob);
    if pattern.is_any() || known.iter().any(|tenant| pattern.matches(tenant)) {
        return;
    }
    let diagnostic = Diagnostic::error("unknown-name", format!("no tenant matches `{glob}`"))
        .label(span, "matches none of the tenants table");
    let diagnostic = match nearest(&glob.replace('*', ""), known.iter().copied()) {
        Some(near) => diagnostic.help(format!("the nearest is `{near}`")),
        None => diagnostic,
    };
    scope.report(diagnostic);
}

/// Without a table a tenant can be anything, but hardly a set's name with one slip in it.
fn near_set(name: &Name, scope: &mut Scope<'_>) {
    let mut sets = scope.names.values().filter(|e| e.kind == Kind::Set);
    let near = sets.find(|e| !name.quoted && is_near_miss(&name.text, &e.name.text));
    let Some(near) = near.map(|entry| entry.name) else {
        return;
    };
    let message = format!("`{}` is taken for a tenant", name.text);
    let diagnostic = near_miss(message)
        .label(name.span, "no set is called so")
        .label(near.span, format!("the set `{}`", near.text));
    scope.report(offer(diagnostic, name.span, &near.text, false));
}
