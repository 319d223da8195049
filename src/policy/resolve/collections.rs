//! `in`, `like` against several, `any … in` and `all … in`: what is looked for, and in what.
//!
//! Knows no comparisons. What does not fit says which operator was probably meant.

use super::super::{AtomKind, Collection, Glob, Globs, Path};
use super::found::{Found, Operator, collection, span_of};
use super::items::{Use, empty_text, folded};
use super::paths::{Typed, readable};
use super::scope::{Items, Scope};
use super::subject::check_role;
use super::tenants;
use super::words::{mismatch, phrase};
use crate::syntax::ast::{self, AnyAll, Name, Spanned, Text, Type};
use crate::text::Span;

/// `path in …`.
pub(super) fn within(
    path: &ast::Path,
    op: Operator,
    tree: &ast::Collection,
    scope: &mut Scope<'_>,
) -> Option<AtomKind> {
    let typed = readable(path, scope);
    let found = collection(tree, op, typed, scope);
    let (typed, found) = (typed?, found?);
    let collection = match (typed.ty, found) {
        (Type::Text, Found::Items(name, items, span)) => texts(typed, name, &items, span, scope)?,
        (Type::Text, Found::Path(set)) if set.ty == Type::Texts => Collection::Path(set.path),
        (Type::Ip, Found::Items(name, items, span)) => {
            let reader = scope.schema.name_of(typed.path);
            let at = Use {
                reader: &reader,
                span,
                path: None,
            };
            Collection::Networks(name, items.networks(at, scope)?)
        }
        (Type::Ip, Found::Network(network)) => Collection::Networks(None, [network.value].into()),
        (Type::Time, Found::Hours(hours, _)) => Collection::Hours(hours),
        (_, found) => {
            not_within(typed, op, &found, scope);
            return None;
        }
    };
    Some(AtomKind::In {
        path: typed.path,
        negated: op.negated,
        collection,
        collection_span: span_of(tree),
    })
}

/// `any path in …`, `all path in …`.
pub(super) fn any_all(
    quantifier: Spanned<AnyAll>,
    path: &ast::Path,
    tree: &ast::Collection,
    scope: &mut Scope<'_>,
) -> Option<AtomKind> {
    let op = Operator::new("in", quantifier.span, false);
    let typed = readable(path, scope);
    let found = collection(tree, op, typed, scope);
    let (typed, found) = (typed?, found?);
    if typed.ty != Type::Texts {
        let word = quantifier.value.word();
        let name = scope.schema.name_of(typed.path);
        let message = format!(
            "`{word}` looks at a set of texts, and `{name}` is {}",
            phrase(typed.ty)
        );
        let diagnostic = mismatch(message)
            .label(quantifier.span, "takes a set")
            .label(typed.span, phrase(typed.ty))
            .help(format!("write `{name} in …`, without `{word}`"));
        scope.report(diagnostic);
        return None;
    }
    let collection = match found {
        Found::Items(name, items, span) => texts(typed, name, &items, span, scope)?,
        Found::Path(set) if set.ty == Type::Texts => Collection::Path(set.path),
        found => {
            not_within(typed, op, &found, scope);
            return None;
        }
    };
    Some(AtomKind::AnyAll {
        quantifier: quantifier.value,
        path: typed.path,
        collection,
        collection_span: span_of(tree),
    })
}

/// `path like …`.
pub(super) fn like(
    path: &ast::Path,
    op: Operator,
    tree: &ast::Globs,
    scope: &mut Scope<'_>,
) -> Option<AtomKind> {
    let typed = readable(path, scope);
    let (found, span) = match tree {
        ast::Globs::Text(text) => (None, text.span),
        ast::Globs::Collection(tree) => (Some(collection(tree, op, typed, scope)?), span_of(tree)),
    };
    let typed = typed?;
    if typed.ty != Type::Text {
        not_a_text(typed, "like", op.span, scope);
        return None;
    }
    let globs = match (tree, found) {
        (ast::Globs::Text(text), _) => glob(typed, text, op, scope)?,
        (_, Some(Found::Items(name, items, span))) => globs(typed, name, &items, span, scope)?,
        (_, Some(Found::Path(set))) if matches!(set.ty, Type::Text | Type::Texts) => {
            Globs::Path(set.path)
        }
        (_, Some(found)) => {
            not_within(typed, op, &found, scope);
            return None;
        }
        (_, None) => return None,
    };
    Some(AtomKind::Like {
        path: typed.path,
        negated: op.negated,
        globs,
        globs_span: span,
    })
}

fn texts(
    typed: Typed,
    name: Option<String>,
    items: &Items,
    span: Span,
    scope: &mut Scope<'_>,
) -> Option<Collection> {
    let reader = scope.schema.name_of(typed.path);
    let at = Use {
        reader: &reader,
        span,
        path: Some(typed.path),
    };
    let texts = items.texts(at, scope)?;
    check_members(typed.path, items, scope);
    Some(Collection::Texts(name, texts))
}

fn globs(
    typed: Typed,
    name: Option<String>,
    items: &Items,
    span: Span,
    scope: &mut Scope<'_>,
) -> Option<Globs> {
    let reader = scope.schema.name_of(typed.path);
    let at = Use {
        reader: &reader,
        span,
        path: Some(typed.path),
    };
    let globs = items.globs(at, scope)?;
    check_members(typed.path, items, scope);
    Some(Globs::Globs(name, globs))
}

fn glob(typed: Typed, text: &Text, op: Operator, scope: &mut Scope<'_>) -> Option<Globs> {
    let folded = folded(typed.path, &text.value);
    if folded.is_empty() {
        let name = scope.schema.name_of(typed.path);
        let state = if op.negated { "set" } else { "missing" };
        scope.report(empty_text(text.span, &format!("write `{name} is {state}`")));
        return None;
    }
    if tenants::holds_tenant(typed.path) {
        let named = Name {
            text: text.value.clone(),
            span: text.span,
            quoted: true,
        };
        tenants::check(&named, scope);
    }
    let glob = Glob::new(folded);
    Some(Globs::Globs(None, [glob].into()))
}

/// Members that are compared with tenants or roles must be some.
fn check_members(path: Path, items: &Items, scope: &mut Scope<'_>) {
    if tenants::holds_tenant(path) {
        tenants::check_items(items, scope);
    }
    for name in &items.texts {
        check_role(path, name, scope);
    }
}

/// What is looked for is never in what it is looked for in.
fn not_within(typed: Typed, op: Operator, found: &Found, scope: &mut Scope<'_>) {
    let name = scope.schema.name_of(typed.path);
    let (what, span) = match found {
        Found::Items(_, _, span) => ("a list of texts or networks", *span),
        Found::Network(network) => ("a network", network.span),
        Found::Hours(_, span) => ("hours", *span),
        Found::Path(path) => (phrase(path.ty), path.span),
    };
    let message = format!(
        "`{name}` is {}, and never {} {what}",
        phrase(typed.ty),
        op.word
    );
    let diagnostic = mismatch(message)
        .label(span, what)
        .label(typed.span, phrase(typed.ty))
        .help(meant_instead(&name, typed, op, found, scope));
    scope.report(diagnostic);
}

fn meant_instead(
    name: &str,
    typed: Typed,
    op: Operator,
    found: &Found,
    scope: &Scope<'_>,
) -> String {
    let not = op.not();
    match (typed.ty, found) {
        (Type::Text, Found::Path(other)) if other.ty == Type::Text => {
            let sign = if op.negated { "!=" } else { "==" };
            let other = scope.schema.name_of(other.path);
            format!("write `{name} {sign} {other}`")
        }
        (Type::Texts, Found::Path(other)) if other.ty == Type::Text => {
            let other = scope.schema.name_of(other.path);
            format!("turn it round: `{other} {not}in {name}`")
        }
        (Type::Texts, Found::Items(..) | Found::Path(_)) => {
            format!("write `{not}any {name} in …`, or `{not}all {name} in …`")
        }
        (_, Found::Network(_)) => format!("only an ip is in a network: `ip {not}in …`"),
        (_, Found::Hours(hours, _)) => {
            format!("only a time is in hours: `time {not}in {}`", hours.name)
        }
        (Type::Int, _) => format!("compare it: `{name} == 5`, `{name} <= 100`"),
        (Type::Time, _) => format!("compare it, as in `{name} >= 2026-01-01`, or name hours"),
        (Type::Bool, _) => format!("write `{name}` alone, or `not {name}`"),
        (Type::Ip, _) => format!("write networks: `{name} {not}in [10.0.0.0/8]`"),
        (Type::Text, _) => String::from("name a list, a set, or a field that holds a set"),
    }
}

/// `like` or `matches` on what is no text.
pub(super) fn not_a_text(typed: Typed, word: &str, op: Span, scope: &mut Scope<'_>) {
    let name = scope.schema.name_of(typed.path);
    let message = format!(
        "`{word}` looks at a text, and `{name}` is {}",
        phrase(typed.ty)
    );
    let help = match typed.ty {
        Type::Int => format!("compare it: `{name} >= 50`, `{name} == 50`"),
        Type::Time => format!("compare it: `{name} >= 2026-01-01`, or write `{name} in` and hours"),
        Type::Bool => format!("write `{name}` alone, or `not {name}`"),
        Type::Ip => format!("write `{name} in 10.0.0.0/8`"),
        Type::Text | Type::Texts => {
            format!("write `{name} contains \"…\"`, or `any {name} in […]`")
        }
    };
    let diagnostic = mismatch(message)
        .label(op, "takes a text")
        .label(typed.span, phrase(typed.ty))
        .help(help);
    scope.report(diagnostic);
}
