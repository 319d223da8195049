//! Atoms of one path: alone, `is …`, `matches`, `contains`; the others are sent on.
//!
//! Knows no rules. Whatever does not fit says which operator was probably meant.

use super::super::{Atom, AtomKind, ExprKind, Path, Schema};
use super::collections::not_a_text;
use super::found::Operator;
use super::items::empty_text;
use super::paths::{Meant, Typed, meant, readable, report_unknown};
use super::scope::{Kind, Scope};
use super::subject::check_role;
use super::words::{mismatch, phrase};
use super::{approved, collections, compare, regex};
use crate::event::FieldId;
use crate::syntax::ast::{self, Item, Name, Spanned, State, Text, Type};
use crate::syntax::quote;
use crate::text::Span;

/// Resolves an atom, or expands a condition. None: it is broken, and that was reported.
pub(super) fn atom(tree: &ast::Atom, span: Span, scope: &mut Scope<'_>) -> Option<ExprKind> {
    if let ast::Atom::Bare(path) = tree {
        return bare(path, scope);
    }
    let kind = kind(tree, scope)?;
    let atom = Atom {
        span,
        path_span: tree.path().map_or(span, |path| path.span),
        kind,
    };
    Some(ExprKind::Atom(atom))
}

fn kind(tree: &ast::Atom, scope: &mut Scope<'_>) -> Option<AtomKind> {
    match tree {
        // Whoever resolves an atom has sent it elsewhere.
        ast::Atom::Bare(_) => None,
        ast::Atom::Approved {
            by,
            of_tenant,
            within,
        } => approved::approved(by, *of_tenant, within.value, scope),
        ast::Atom::Is { path, state } => is(path, *state, scope),
        ast::Atom::Compare { path, op, operand } => compare::compare(path, *op, operand, scope),
        ast::Atom::In {
            path,
            op,
            negated,
            collection,
        } => {
            let op = Operator::new("in", *op, *negated);
            collections::within(path, op, collection, scope)
        }
        ast::Atom::Like {
            path,
            op,
            negated,
            globs,
        } => {
            let op = Operator::new("like", *op, *negated);
            collections::like(path, op, globs, scope)
        }
        ast::Atom::AnyAll {
            quantifier,
            path,
            collection,
        } => collections::any_all(*quantifier, path, collection, scope),
        ast::Atom::Matches {
            path,
            op,
            negated,
            pattern,
        } => matches(path, *op, *negated, pattern, scope),
        ast::Atom::Contains {
            path,
            op,
            negated,
            item,
        } => contains(path, *op, *negated, item, scope),
    }
}

fn bare(path: &ast::Path, scope: &mut Scope<'_>) -> Option<ExprKind> {
    match meant(path, scope) {
        Meant::Broken => None,
        Meant::Unknown => {
            report_unknown(path, scope);
            None
        }
        Meant::Other(Kind::Condition) => {
            let body = scope.conditions.get(path.head.text.as_str())?;
            Some(ExprKind::Condition {
                name: path.head.clone(),
                body: body.clone(),
            })
        }
        Meant::Other(kind) => {
            let name = &path.head.text;
            let message = format!("`{name}` is {}, and neither true nor false", kind.phrase());
            let reader = if kind == Kind::Hours {
                "time"
            } else {
                "tenant"
            };
            let diagnostic = mismatch(message)
                .label(path.span, "a condition belongs here")
                .help(format!("write what is looked for: `{reader} in {name}`"));
            scope.report(diagnostic);
            None
        }
        Meant::Path(typed) if typed.ty == Type::Bool => Some(ExprKind::Atom(Atom {
            span: path.span,
            path_span: path.span,
            kind: AtomKind::Bool(typed.path),
        })),
        Meant::Path(typed) => {
            let name = scope.schema.name_of(typed.path);
            let message = format!(
                "`{name}` is {}, and neither true nor false",
                phrase(typed.ty)
            );
            let diagnostic = mismatch(message)
                .label(path.span, "a condition belongs here")
                .help(format!("write `{name} is set`, or compare it"));
            scope.report(diagnostic);
            None
        }
    }
}

fn is(path: &ast::Path, state: Spanned<State>, scope: &mut Scope<'_>) -> Option<AtomKind> {
    let typed = readable(path, scope)?;
    let word = match state.value {
        State::Set | State::Missing => None,
        State::Listed => Some(("is listed", "is set")),
        State::Unlisted => Some(("is unlisted", "is missing")),
    };
    let tabled = matches!(
        typed.path,
        Path::Field(FieldId::ACTOR | FieldId::TENANT | FieldId::LIST | FieldId::TICKET)
    );
    if let (Some((written, meant)), false) = (word, tabled) {
        let name = scope.schema.name_of(typed.path);
        let diagnostic = mismatch(format!("`{name}` has no table that it could be listed in"))
            .label(state.span, "asks for a row")
            .label(typed.span, "has none")
            .help(format!(
                "`{written}` is for `actor`, `tenant`, `list` and `ticket`; probably `{name} {meant}` is meant"
            ));
        scope.report(diagnostic);
        return None;
    }
    Some(AtomKind::Is {
        path: typed.path,
        state: state.value,
    })
}

fn matches(
    path: &ast::Path,
    op: Span,
    negated: bool,
    pattern: &Text,
    scope: &mut Scope<'_>,
) -> Option<AtomKind> {
    let typed = readable(path, scope);
    let identity = typed.is_some_and(|t| Schema::is_identity(t.path));
    let compiled = regex::compile(pattern, identity, scope);
    let typed = typed?;
    if typed.ty != Type::Text {
        not_a_text(typed, "matches", op, scope);
        return None;
    }
    Some(AtomKind::Matches {
        path: typed.path,
        negated,
        regex: compiled?,
        regex_span: pattern.span,
    })
}

fn contains(
    path: &ast::Path,
    op: Span,
    negated: bool,
    item: &Item,
    scope: &mut Scope<'_>,
) -> Option<AtomKind> {
    let typed = readable(path, scope)?;
    let name = scope.schema.name_of(typed.path);
    let item = match item {
        Item::Name(item) => item,
        Item::Network(network) => {
            let diagnostic = mismatch(format!("`{name}` holds no networks"))
                .label(network.span, "a network")
                .help("only an ip is looked for in networks: `ip in 10.0.0.0/8`");
            scope.report(diagnostic);
            return None;
        }
    };
    if typed.ty != Type::Texts {
        contains_nothing(typed, op, item, scope);
        return None;
    }
    if item.text.is_empty() {
        scope.report(empty_text(item.span, &format!("write `{name} is missing`")));
        return None;
    }
    if scope.set_named(item).is_some() {
        scope.mark_used("set", &item.text);
        let diagnostic = mismatch(format!(
            "`contains` looks for one text, and `{}` is a set",
            item.text
        ))
        .label(item.span, "a set")
        .help(format!("write `any {name} in {}`", item.text));
        scope.report(diagnostic);
        return None;
    }
    check_role(typed.path, item, scope);
    Some(AtomKind::Contains {
        path: typed.path,
        negated,
        item: item.text.clone(),
        item_span: item.span,
    })
}

fn contains_nothing(typed: Typed, op: Span, item: &Name, scope: &mut Scope<'_>) {
    let name = scope.schema.name_of(typed.path);
    let wanted = if scope.set_named(item).is_some() {
        scope.mark_used("set", &item.text);
        format!("{name} in {}", item.text)
    } else if typed.ty == Type::Text {
        format!(
            "{name} == {}` or `{name} like {}",
            quote(&item.text),
            quote(&format!("*{}*", item.text))
        )
    } else {
        format!("{name} == …")
    };
    let message = format!(
        "`contains` looks into a set of texts, and `{name}` is {}",
        phrase(typed.ty)
    );
    let diagnostic = mismatch(message)
        .label(op, "takes a set on its left")
        .label(typed.span, phrase(typed.ty))
        .help(format!("write `{wanted}`"));
    scope.report(diagnostic);
}
