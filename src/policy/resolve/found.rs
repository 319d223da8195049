//! What stands behind `in`, `like`, `any` and `all`: a list, a set, hours, a network or a path.
//!
//! Knows not whether it suits what is looked for in it.

use super::super::Hours;
use super::items::flatten;
use super::paths::{Meant, Typed, meant, report_unknown};
use super::scope::{Items, Kind, Scope};
use super::words::{mismatch, unknown};
use crate::syntax::ast::{self, Name, Network, Spanned, Type};
use crate::syntax::quote;
use crate::text::Span;
use std::sync::Arc;

/// What a collection turned out to be.
pub(super) enum Found {
    /// A list, or a set with its name.
    Items(Option<String>, Arc<Items>, Span),
    Network(Spanned<Network>),
    Hours(Arc<Hours>, Span),
    Path(Typed),
}

/// Finds it. None: it is broken, and that was reported.
pub(super) fn collection(
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

/// Its place.
pub(super) fn span_of(tree: &ast::Collection) -> Span {
    match tree {
        ast::Collection::List(list) => list.span,
        ast::Collection::Network(network) => network.span,
        ast::Collection::Path(path) => path.span,
    }
}

/// An operator as it stands in the text.
#[derive(Clone, Copy)]
pub(super) struct Operator {
    pub word: &'static str,
    pub span: Span,
    pub negated: bool,
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

    /// `not ` where it is negated.
    pub fn not(self) -> &'static str {
        if self.negated { "not " } else { "" }
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
