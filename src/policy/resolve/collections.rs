//! `in`, `like` against several, `any … in` and `all … in`: what is looked for, and in what.
//!
//! Knows no comparisons. What does not fit says which operator was probably meant.

use super::super::{AtomKind, Collection, Glob, Globs, Hours, Path};
use super::atoms::{check_role, folded, not_a_text};
use super::items::{Items, Use, empty_text, flatten};
use super::paths::{Meant, Typed, meant, readable, report_unknown};
use super::scope::{Kind, Scope};
use super::tenants;
use super::words::{mismatch, phrase, unknown};
use crate::syntax::ast::{self, AnyAll, Name, Network, Spanned, Text, Type};
use crate::syntax::quote;
use crate::text::Span;
use std::sync::Arc;

/// An operator as it stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Operator {
    word: &'static str,
    span: Span,
    negated: bool,
}

impl Operator {
    /// The operator of a word.
    pub fn new(word: &'static str, span: Span, negated: bool) -> Self {
        Self {
            word,
            span,
            negated,
        }
    }

    fn not(self) -> &'static str {
        if self.negated { "not " } else { "" }
    }
}

/// What a collection turned out to be.
enum Found {
    /// A list, or a set with its name.
    Items(Option<String>, Arc<Items>, Span),
    Network(Spanned<Network>),
    Hours(Arc<Hours>, Span),
    Path(Typed),
}

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
        let word = match quantifier.value {
            AnyAll::Any => "any",
            AnyAll::All => "all",
        };
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

fn span_of(tree: &ast::Collection) -> Span {
    match tree {
        ast::Collection::List(list) => list.span,
        ast::Collection::Network(network) => network.span,
        ast::Collection::Path(path) => path.span,
    }
}

fn collection(
    tree: &ast::Collection,
    op: Operator,
    reader: Option<Typed>,
    scope: &mut Scope<'_>,
) -> Option<Found> {
    let path = match tree {
        ast::Collection::List(list) => {
            let items = flatten(list, scope)?;
            return Some(Found::Items(None, Arc::new(items), list.span));
        }
        ast::Collection::Network(network) => return Some(Found::Network(*network)),
        ast::Collection::Path(path) => path,
    };
    let name = &path.head.text;
    match meant(path, scope) {
        Meant::Path(typed) => Some(Found::Path(typed)),
        Meant::Broken => None,
        Meant::Other(Kind::Set) => {
            let items = scope.sets.get(name.as_str())?.clone();
            Some(Found::Items(Some(name.clone()), items, path.span))
        }
        Meant::Other(Kind::Hours) => {
            let hours = scope.hours.get(name.as_str())?.clone();
            Some(Found::Hours(hours, path.span))
        }
        Meant::Other(kind) => {
            let message = format!("`{name}` is {}, and holds nothing", kind.phrase());
            let diagnostic = mismatch(message)
                .label(path.span, "a set, hours or a field belongs here")
                .help(format!(
                    "a condition stands alone: `{name}`, or `not {name}`"
                ));
            scope.report(diagnostic);
            None
        }
        Meant::Unknown => {
            unknown_collection(path, op, reader, scope);
            None
        }
    }
}

fn unknown_collection(
    path: &ast::Path,
    op: Operator,
    reader: Option<Typed>,
    scope: &mut Scope<'_>,
) {
    if path.tail.is_some() {
        return report_unknown(path, scope);
    }
    if path.head.quoted {
        return text_is_no_collection(&path.head, op, reader, scope);
    }
    if scope.may_be_unread(&["set", "hours", "field"]) {
        return;
    }
    let others = scope.names.values().filter(|e| e.kind != Kind::Condition);
    let others = others.map(|entry| entry.name.text.as_str());
    let fields = scope.schema.fields.iter().map(|f| f.name.as_str());
    let mut diagnostic = unknown(scope, "set", &path.head, others.chain(fields));
    if diagnostic.help.is_none() {
        let name = &path.head.text;
        let help = format!("declare it: `set {name} = […]`; a text stands in a list: `[{name}]`");
        diagnostic = diagnostic.help(help);
    }
    scope.report(diagnostic);
}

fn text_is_no_collection(name: &Name, op: Operator, reader: Option<Typed>, scope: &mut Scope<'_>) {
    let text = quote(&name.text);
    let reader = reader.map(|typed| (scope.schema.name_of(typed.path), typed.ty));
    let help = match reader {
        Some((reader, Type::Text)) if name.text.contains('*') => {
            format!("write `{reader} {}like {text}`", op.not())
        }
        Some((reader, Type::Text)) => {
            let sign = if op.negated { "!=" } else { "==" };
            format!("write `{reader} {sign} {text}`, or a list: `[{text}]`")
        }
        Some((reader, Type::Texts)) => format!("write `{reader} contains {text}`"),
        Some((_, Type::Ip)) => format!("write a list: `[{text}]`"),
        _ => String::from("name a set, hours or a field"),
    };
    let diagnostic = mismatch(format!(
        "`in` looks into a collection, and `{text}` is one text"
    ))
    .label(name.span, "one text")
    .label(op.span, "looks into a collection")
    .help(help);
    scope.report(diagnostic);
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
