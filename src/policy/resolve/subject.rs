//! Whom a rule, a waiver, an invariant or an approval is about.
//!
//! Knows no roles but the declared ones.

use super::super::{ColumnId, Glob, Path, Subject, SubjectKind};
use super::items::empty_text;
use super::scope::Scope;
use super::words::{mismatch, unknown};
use crate::event::{FieldId, fold_identity};
use crate::syntax::ast::{self, Name, Text};
use crate::syntax::quote;
use crate::text::Span;

/// Resolves a subject. None: it is broken, and that was reported.
pub(super) fn subject(tree: &ast::Subject, scope: &mut Scope<'_>) -> Option<Subject> {
    let kind = match &tree.kind {
        ast::SubjectKind::Anyone => SubjectKind::Anyone,
        ast::SubjectKind::Roles(names) => SubjectKind::Roles(roles(names, scope)?),
        ast::SubjectKind::Actors(texts) => SubjectKind::Actors(actors(texts, scope)?),
        ast::SubjectKind::ActorLike(text) => {
            let folded = fold_identity(&text.value);
            if folded.is_empty() {
                scope.report(empty_text(
                    text.span,
                    "write `anyone`, or `actor like \"*@…\"`",
                ));
                return None;
            }
            SubjectKind::ActorLike(Glob::new(folded), text.span)
        }
    };
    Some(Subject {
        span: tree.span,
        kind,
    })
}

/// Marks a role as used. None: nobody declared it, and that was reported.
pub(super) fn role(name: &Name, scope: &mut Scope<'_>) -> Option<()> {
    if scope.roles.contains_key(name.text.as_str()) {
        scope.mark_used("role", &name.text);
        return Some(());
    }
    if !scope.may_be_unread(&["role"]) {
        let diagnostic = unknown(scope, "role", name, scope.roles.keys().copied());
        scope.report(diagnostic);
    }
    None
}

fn roles(names: &[Name], scope: &mut Scope<'_>) -> Option<Vec<Name>> {
    scope.read(ColumnId::ACTOR_ROLES);
    let mut whole = true;
    for name in names {
        whole &= role(name, scope).is_some();
    }
    let mut roles = names.to_vec();
    roles.sort_by(|a, b| a.text.cmp(&b.text));
    roles.dedup_by(|a, b| a.text == b.text);
    whole.then_some(roles)
}

fn actors(texts: &[Text], scope: &mut Scope<'_>) -> Option<Vec<(String, Span)>> {
    let named: Vec<_> = texts.iter().map(|text| actor(text, scope)).collect();
    let mut actors: Vec<(String, Span)> = named.into_iter().collect::<Option<_>>()?;
    actors.sort();
    actors.dedup_by(|a, b| a.0 == b.0);
    Some(actors)
}

fn actor(text: &Text, scope: &mut Scope<'_>) -> Option<(String, Span)> {
    let folded = fold_identity(&text.value);
    if folded.is_empty() {
        scope.report(empty_text(text.span, "name a person, or write `anyone`"));
        return None;
    }
    if folded.contains('*') {
        let diagnostic = mismatch("`actor` takes a name as it stands, and this one holds `*`")
            .label(text.span, "compared as it stands")
            .help(format!("write `actor like {}`", quote(&text.value)));
        scope.report(diagnostic);
        return None;
    }
    Some((folded, text.span))
}

/// An unquoted name that is compared with roles must be a declared one.
pub(super) fn check_role(path: Path, name: &Name, scope: &mut Scope<'_>) {
    let holds_roles = matches!(
        path,
        Path::Field(FieldId::ROLES | FieldId::APPROVER_ROLES) | Path::Column(ColumnId::ACTOR_ROLES)
    );
    if holds_roles && !name.quoted {
        role(name, scope);
    }
}
