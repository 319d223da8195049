//! Literals beside a comparison: values of the path's type, and what was meant where they are not.
//!
//! Knows no other operands.

use super::super::networks::is_single;
use super::items::{Use, empty_text, folded, read_network, single};
use super::paths::Typed;
use super::scope::Scope;
use super::tenants;
use super::words::{mismatch, negation, phrase};
use crate::event::Value;
use crate::syntax::ast::{Comparison, Literal, LiteralKind, Name, Spanned, Type};
use crate::time::parse_rfc3339;

/// The value of a literal beside a path, if it is of the path's type.
pub(super) fn value(
    left: Typed,
    op: Spanned<Comparison>,
    literal: &Literal,
    scope: &mut Scope<'_>,
) -> Option<Value> {
    let name = scope.schema.name_of(left.path);
    match (left.ty, &literal.kind) {
        (Type::Text, LiteralKind::Text(text)) => {
            let folded = folded(left.path, text);
            if folded.is_empty() {
                let state = if op.value == Comparison::Ne {
                    "set"
                } else {
                    "missing"
                };
                let help = format!("write `{name} is {state}`");
                let fix = format!("is {state}");
                let diagnostic = empty_text(literal.span, &help).fix(
                    format!("write `{fix}`"),
                    vec![(op.span.to(literal.span), fix)],
                );
                scope.report(diagnostic);
                return None;
            }
            if tenants::holds_tenant(left.path) {
                let named = Name {
                    text: text.clone(),
                    span: literal.span,
                    quoted: true,
                };
                tenants::check_exact(&named, scope);
            }
            Some(Value::Text(folded))
        }
        (Type::Int, LiteralKind::Int(n) | LiteralKind::Bytes(n)) => Some(Value::Int(*n)),
        (Type::Bool, LiteralKind::Bool(b)) => Some(Value::Bool(*b)),
        (Type::Time, LiteralKind::Time(t)) => Some(Value::Time(*t)),
        (Type::Ip, LiteralKind::Network(network)) => match single(*network) {
            Some(ip) => Some(Value::Ip(ip)),
            None => network_is_in(left, op, literal, scope),
        },
        (Type::Ip, LiteralKind::Text(text)) => {
            let at = Use {
                reader: &name,
                span: literal.span,
                path: None,
            };
            match single(read_network(text, literal.span, at, scope)?) {
                Some(ip) => Some(Value::Ip(ip)),
                None => network_is_in(left, op, literal, scope),
            }
        }
        _ => {
            other_type(left, op, literal, scope);
            None
        }
    }
}

fn network_is_in(
    left: Typed,
    op: Spanned<Comparison>,
    literal: &Literal,
    scope: &mut Scope<'_>,
) -> Option<Value> {
    let name = scope.schema.name_of(left.path);
    let sign = op.value.sign();
    let diagnostic = mismatch(format!("`{sign}` compares with one address, not a network"))
        .label(literal.span, "a network")
        .label(op.span, "compares with one address")
        .help(format!("write `{name} {}in …`", negation(op.value)));
    scope.report(diagnostic);
    None
}

fn other_type(left: Typed, op: Spanned<Comparison>, literal: &Literal, scope: &mut Scope<'_>) {
    let name = scope.schema.name_of(left.path);
    let what = literal_phrase(literal);
    let message = format!("`{name}` is {}, and this is {what}", phrase(left.ty));
    let diagnostic = mismatch(message)
        .label(literal.span, what)
        .label(left.span, phrase(left.ty))
        .help(meant_literal(&name, left.ty, op.value, literal));
    scope.report(diagnostic);
}

/// As in "this is …".
pub(super) fn literal_phrase(literal: &Literal) -> &'static str {
    match &literal.kind {
        LiteralKind::Text(_) => "a text",
        LiteralKind::Int(_) => "an int",
        LiteralKind::Bytes(_) => "a size, which is an int",
        LiteralKind::Time(_) => "a time",
        LiteralKind::Network(network) if is_single(*network) => "an address",
        LiteralKind::Network(_) => "a network",
        LiteralKind::Bool(_) => "a bool",
    }
}

fn meant_literal(name: &str, ty: Type, op: Comparison, literal: &Literal) -> String {
    let sign = op.sign();
    match (ty, &literal.kind) {
        (Type::Int, LiteralKind::Text(text)) if text.parse::<i64>().is_ok() => {
            format!("write it without quotes: `{name} {sign} {text}`")
        }
        (Type::Int, LiteralKind::Text(_)) => format!("compare it with an int: `{name} <= 100`"),
        (Type::Time, LiteralKind::Text(text)) if parse_rfc3339(text).is_ok() => {
            format!("write it without quotes: `{name} {sign} {text}`")
        }
        (Type::Time, _) => format!("a time is written `{name} {sign} 2026-11-02`"),
        (Type::Bool, LiteralKind::Text(text)) if text == "true" || text == "false" => {
            format!("write it without quotes: `{name} {sign} {text}`")
        }
        (Type::Bool, _) => format!("write `{name}` alone, or `not {name}`"),
        (Type::Text, LiteralKind::Int(n)) => {
            format!("a text needs quotes: `{name} {sign} \"{n}\"`")
        }
        (Type::Text, LiteralKind::Network(network)) if is_single(*network) => {
            format!(
                "a text needs quotes: `{name} {sign} \"{}\"`",
                network.address
            )
        }
        (Type::Text, LiteralKind::Bool(true)) => format!("write `{name} is set`"),
        (Type::Text, LiteralKind::Bool(false)) => format!("write `{name} is missing`"),
        (Type::Text, _) => String::from("a text needs quotes"),
        (Type::Ip, _) => format!("an address is written `{name} {sign} 10.0.0.1`"),
        (Type::Int | Type::Texts, _) => format!("compare it with {}", phrase(ty)),
    }
}
