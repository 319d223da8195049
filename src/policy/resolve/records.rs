//! Records in tests: which fields and attributes they give, and values of their types.
//!
//! Knows no rules. A bare name is a text here.

use super::super::{Given, GivenValue, Path};
use super::items::{Use, flatten, folded, read_network, single};
use super::literals::literal_phrase;
use super::paths::{Typed, entity_named, givable};
use super::scope::Scope;
use super::subject::check_role;
use super::tenants;
use super::words::{mismatch, phrase};
use crate::diag::Diagnostic;
use crate::event::Value;
use crate::nearest::nearest;
use crate::syntax::ast::{
    self, Entity, Item, Literal, LiteralKind, Name, Record, RecordValue, Type,
};
use crate::syntax::quote;
use crate::text::Span;

/// Resolves a record. None: an entry is broken, and that was reported.
pub(super) fn record(tree: &Record, scope: &mut Scope<'_>) -> Option<Vec<Given>> {
    let entries: Vec<_> = tree
        .entries
        .iter()
        .map(|(path, value)| {
            let given = entry(path, value, scope);
            Some(Given {
                span: path.span.to(span_of(value)),
                value: given?,
            })
        })
        .collect();
    entries.into_iter().collect()
}

fn entry(path: &ast::Path, value: &RecordValue, scope: &mut Scope<'_>) -> Option<GivenValue> {
    let tail = path.tail.as_ref().map(|name| name.text.as_str());
    match (path.head.text.as_str(), tail) {
        ("unlisted", None) => unlisted(value, scope),
        ("approver", Some("tenant")) => approver_tenant(value, scope),
        _ => {
            let typed = given_path(path, scope)?;
            plain(typed, value, scope)
        }
    }
}

fn span_of(value: &RecordValue) -> Span {
    match value {
        RecordValue::Literal(literal) => literal.span,
        RecordValue::Name(name) => name.span,
        RecordValue::List(list) => list.span,
        RecordValue::Missing(span) => *span,
        RecordValue::Shift(shift) => shift.span,
    }
}

fn given_path(path: &ast::Path, scope: &mut Scope<'_>) -> Option<Typed> {
    let typed = givable(path, scope)?;
    if let Path::Domain(field) = typed.path {
        let field = scope.schema.name_of(Path::Field(field));
        let message = format!("`{field}.domain` follows from `{field}`, and cannot be given");
        let diagnostic = mismatch(message)
            .label(typed.span, "not given by itself")
            .help(format!("give `{field}`: `{field}: \"kim@opensea.io\"`"));
        scope.report(diagnostic);
        return None;
    }
    Some(typed)
}

fn plain(typed: Typed, value: &RecordValue, scope: &mut Scope<'_>) -> Option<GivenValue> {
    let value = match value {
        RecordValue::Missing(_) => None,
        RecordValue::Shift(shift) if typed.ty == Type::Time => {
            return Some(GivenValue::Shift(typed.path, shift.value));
        }
        RecordValue::Shift(shift) => {
            let name = scope.schema.name_of(typed.path);
            let message = format!("only a time is moved, and `{name}` is {}", phrase(typed.ty));
            let diagnostic = mismatch(message)
                .label(shift.span, "moves a time")
                .help(format!("write {} of its own", phrase(typed.ty)));
            scope.report(diagnostic);
            return None;
        }
        RecordValue::Name(name) => Some(text(typed, name, scope)?),
        RecordValue::Literal(literal) => Some(value_of(typed, literal, scope)?),
        RecordValue::List(list) => Some(texts(typed, list, scope)?),
    };
    Some(GivenValue::Value(typed.path, value))
}

fn value_of(typed: Typed, literal: &Literal, scope: &mut Scope<'_>) -> Option<Value> {
    match (typed.ty, &literal.kind) {
        (Type::Int, LiteralKind::Int(n) | LiteralKind::Bytes(n)) => Some(Value::Int(*n)),
        (Type::Bool, LiteralKind::Bool(b)) => Some(Value::Bool(*b)),
        (Type::Time, LiteralKind::Time(t)) => Some(Value::Time(*t)),
        (Type::Ip, LiteralKind::Network(network)) => match single(*network) {
            Some(ip) => Some(Value::Ip(ip)),
            None => misfit(typed, literal.span, "a network", scope),
        },
        (Type::Ip, LiteralKind::Text(text)) => {
            let name = scope.schema.name_of(typed.path);
            let at = Use {
                reader: &name,
                span: literal.span,
                path: None,
            };
            match single(read_network(text, literal.span, at, scope)?) {
                Some(ip) => Some(Value::Ip(ip)),
                None => misfit(typed, literal.span, "a network", scope),
            }
        }
        (_, LiteralKind::Text(written)) => {
            let name = Name {
                text: written.clone(),
                span: literal.span,
                quoted: true,
            };
            text(typed, &name, scope)
        }
        _ => misfit(typed, literal.span, literal_phrase(literal), scope),
    }
}

/// A text, or where a set is expected a set of one.
fn text(typed: Typed, name: &Name, scope: &mut Scope<'_>) -> Option<Value> {
    if !matches!(typed.ty, Type::Text | Type::Texts) {
        return misfit(typed, name.span, "a text", scope);
    }
    let value = folded(typed.path, &name.text);
    if value.is_empty() {
        let field = scope.schema.name_of(typed.path);
        let help = format!("write `{field}: missing`, or leave it out");
        scope.report(super::items::empty_text(name.span, &help));
        return None;
    }
    if scope.set_named(name).is_some() {
        return named_like_a_set(name, scope);
    }
    if tenants::holds_tenant(typed.path) {
        tenants::check_exact(name, scope);
    }
    check_role(typed.path, name, scope);
    Some(match typed.ty {
        Type::Texts => Value::Texts(vec![value]),
        _ => Value::Text(value),
    })
}

fn named_like_a_set(name: &Name, scope: &mut Scope<'_>) -> Option<Value> {
    scope.mark_used("set", &name.text);
    let quoted = quote(&name.text);
    let diagnostic = mismatch(format!(
        "`{}` is a set, and an export has one value",
        name.text
    ))
    .label(name.span, "a set")
    .help(format!(
        "name a member of it; a text of that name is written `{quoted}`"
    ));
    scope.report(diagnostic);
    None
}

fn texts(typed: Typed, list: &ast::List, scope: &mut Scope<'_>) -> Option<Value> {
    if typed.ty != Type::Texts {
        return misfit(typed, list.span, "a list", scope);
    }
    let items = flatten(list, scope)?;
    if let Some(network) = items.networks.first() {
        return misfit(typed, network.span, "a network", scope);
    }
    for name in &items.texts {
        check_role(typed.path, name, scope);
    }
    let texts = items.texts.iter().map(|name| name.text.clone());
    Some(Value::Texts(texts.collect()))
}

fn misfit(typed: Typed, at: Span, what: &'static str, scope: &mut Scope<'_>) -> Option<Value> {
    let name = scope.schema.name_of(typed.path);
    let message = format!("`{name}` is {}, and this is {what}", phrase(typed.ty));
    let example = match typed.ty {
        Type::Text => "\"…\"",
        Type::Int => "100",
        Type::Bool => "true",
        Type::Time => "2026-11-02T08:00:00Z",
        Type::Ip => "10.0.0.1",
        Type::Texts => "[…]",
    };
    let diagnostic = mismatch(message)
        .label(at, what)
        .help(format!("write it as `{name}: {example}`"));
    scope.report(diagnostic);
    None
}

fn unlisted(value: &RecordValue, scope: &mut Scope<'_>) -> Option<GivenValue> {
    let names: Vec<&Name> = match value {
        RecordValue::Name(name) => vec![name],
        RecordValue::List(list) => {
            let names = list.items.iter().map(|item| match item {
                Item::Name(name) => Some(name),
                Item::Network(_) => None,
            });
            match names.collect() {
                Some(names) => names,
                None => return not_unlisted(list.span, scope),
            }
        }
        other => return not_unlisted(span_of(other), scope),
    };
    let found: Vec<_> = names.iter().map(|name| entity(name, scope)).collect();
    let mut entities: Vec<Entity> = found.into_iter().collect::<Option<_>>()?;
    entities.sort();
    entities.dedup();
    Some(GivenValue::Unlisted(entities))
}

fn entity(name: &Name, scope: &mut Scope<'_>) -> Option<Entity> {
    let found = entity_named(&name.text);
    if found.is_none() {
        let message = format!("nothing called `{}` has rows", name.text);
        let diagnostic =
            Diagnostic::error("unknown-name", message).label(name.span, "has no table");
        let near = nearest(&name.text, ["actor", "tenant", "list", "ticket"]);
        let diagnostic = match near {
            Some(near) => super::words::offer(diagnostic, name.span, near, false),
            None => diagnostic.help("rows are of `actor`, `tenant`, `list` and `ticket`"),
        };
        scope.report(diagnostic);
    }
    found
}

fn not_unlisted(at: Span, scope: &mut Scope<'_>) -> Option<GivenValue> {
    let diagnostic = mismatch("`unlisted` names what has no row")
        .label(at, "a list belongs here")
        .help("write some of `unlisted: [actor, tenant, list, ticket]`");
    scope.report(diagnostic);
    None
}

fn approver_tenant(value: &RecordValue, scope: &mut Scope<'_>) -> Option<GivenValue> {
    let name = match value {
        RecordValue::Missing(_) => return Some(GivenValue::ApproverTenant(None)),
        RecordValue::Name(name) => name.clone(),
        RecordValue::Literal(Literal {
            kind: LiteralKind::Text(text),
            span,
        }) if !text.is_empty() => Name {
            text: text.clone(),
            span: *span,
            quoted: true,
        },
        other => {
            let diagnostic = mismatch("`approver.tenant` is a text: the approver's home tenant")
                .label(span_of(other), "a tenant belongs here")
                .help("write `approver.tenant: opensea`, or `missing`");
            scope.report(diagnostic);
            return None;
        }
    };
    if scope.set_named(&name).is_some() {
        named_like_a_set(&name, scope)?;
    }
    tenants::check_exact(&name, scope);
    Some(GivenValue::ApproverTenant(Some(name.text)))
}
