//! `==`, `!=` and the orderings: two values of one type.
//!
//! Knows no other operator but to name the one that was probably meant.

use super::super::networks::is_single;
use super::super::{AtomKind, Operand};
use super::atoms::folded;
use super::items::{Use, empty_text, read_network, single};
use super::paths::{Meant, Typed, meant, readable, report_unknown};
use super::scope::{Kind, Scope};
use super::tenants;
use super::words::{mismatch, offer, phrase, plural};
use crate::diag::Diagnostic;
use crate::event::Value;
use crate::nearest::nearest;
use crate::syntax::ast::{self, Comparison, Literal, LiteralKind, Name, Spanned, Type};
use crate::syntax::quote;
use crate::time::{Length, parse_rfc3339};

/// Resolves a comparison. None: it is broken, and that was reported.
pub(super) fn compare(
    path: &ast::Path,
    op: Spanned<Comparison>,
    operand: &ast::Operand,
    scope: &mut Scope<'_>,
) -> Option<AtomKind> {
    let left = readable(path, scope);
    let right = match operand {
        ast::Operand::Literal(literal) => Right::Literal(literal),
        ast::Operand::Path { path, shift } => {
            let typed = right_path(path, left, op, scope);
            Right::Path(typed?, *shift)
        }
    };
    let left = left?;
    comparable(left, op, &right, scope)?;
    let resolved = match right {
        Right::Literal(literal) => Operand::Literal(value(left, op, literal, scope)?),
        Right::Path(typed, shift) => two_paths(left, op, typed, shift, scope)?,
    };
    Some(AtomKind::Compare {
        path: left.path,
        op: op.value,
        operand: resolved,
        operand_span: operand.span(),
    })
}

enum Right<'t> {
    Literal(&'t Literal),
    Path(Typed, Option<Spanned<Length>>),
}

/// The sign of a comparison.
pub(super) fn sign(op: Comparison) -> &'static str {
    match op {
        Comparison::Eq => "==",
        Comparison::Ne => "!=",
        Comparison::Lt => "<",
        Comparison::Le => "<=",
        Comparison::Gt => ">",
        Comparison::Ge => ">=",
    }
}

fn is_ordering(op: Comparison) -> bool {
    !matches!(op, Comparison::Eq | Comparison::Ne)
}

/// `not ` where the operator that was meant must be negated.
fn negation(op: Comparison) -> &'static str {
    if op == Comparison::Ne { "not " } else { "" }
}

/// Whether the left side can be compared so at all.
fn comparable(
    left: Typed,
    op: Spanned<Comparison>,
    right: &Right<'_>,
    scope: &mut Scope<'_>,
) -> Option<()> {
    let name = scope.schema.name_of(left.path);
    let (not, sign) = (negation(op.value), sign(op.value));
    if left.ty == Type::Texts {
        let wanted = match right {
            Right::Literal(Literal {
                kind: LiteralKind::Text(text),
                ..
            }) if text.is_empty() => format!("{name} is missing"),
            Right::Literal(Literal {
                kind: LiteralKind::Text(text),
                ..
            }) => format!("{name} {not}contains {}", quote(text)),
            Right::Path(typed, _) if typed.ty == Type::Text => {
                format!("{} {not}in {name}", scope.schema.name_of(typed.path))
            }
            Right::Path(typed, _) if typed.ty == Type::Texts => {
                let other = scope.schema.name_of(typed.path);
                format!("{not}any {name} in {other}")
            }
            _ => format!("{name} {not}contains \"…\""),
        };
        single_values(left, op, &wanted, scope);
        return None;
    }
    if is_ordering(op.value) && !matches!(left.ty, Type::Int | Type::Time) {
        let help = match left.ty {
            Type::Ip => format!("write `{name} in 10.0.0.0/8`"),
            Type::Bool => format!("write `{name}` alone, or `not {name}`"),
            _ => format!("write `{name} == \"…\"`, `{name} like \"…*\"` or `{name} matches \"…\"`"),
        };
        let message = format!(
            "`{sign}` orders ints and times, and `{name}` is {}",
            phrase(left.ty)
        );
        let diagnostic = mismatch(message)
            .label(op.span, "orders")
            .label(left.span, phrase(left.ty))
            .help(help);
        scope.report(diagnostic);
        return None;
    }
    Some(())
}

fn single_values(left: Typed, op: Spanned<Comparison>, wanted: &str, scope: &mut Scope<'_>) {
    let name = scope.schema.name_of(left.path);
    let sign = sign(op.value);
    let message = format!("`{sign}` compares single values, and `{name}` is a set of texts");
    let diagnostic = mismatch(message)
        .label(left.span, "a set of texts")
        .label(op.span, "compares single values")
        .help(format!("write `{wanted}`"));
    scope.report(diagnostic);
}

/// A name on the right is never a text, which is what its author may have thought.
fn right_path(
    path: &ast::Path,
    left: Option<Typed>,
    op: Spanned<Comparison>,
    scope: &mut Scope<'_>,
) -> Option<Typed> {
    let reader = left.map_or("…".to_owned(), |l| scope.schema.name_of(l.path));
    match meant(path, scope) {
        Meant::Path(typed) => Some(typed),
        Meant::Broken => None,
        Meant::Unknown if path.tail.is_none() => {
            match left.map(|l| l.ty) {
                None | Some(Type::Text) => needs_quotes(&path.head, scope),
                Some(Type::Texts) => {
                    let wanted =
                        format!("{reader} {}contains {}", negation(op.value), path.head.text);
                    single_values(left?, op, &wanted, scope);
                }
                Some(_) => report_unknown(path, scope),
            }
            None
        }
        Meant::Unknown => {
            report_unknown(path, scope);
            None
        }
        Meant::Other(kind) => {
            let (name, sign) = (&path.head.text, sign(op.value));
            let help = match kind {
                Kind::Set | Kind::Hours => {
                    format!("write `{reader} {}in {name}`", negation(op.value))
                }
                Kind::Condition | Kind::Field => {
                    format!("a condition stands alone: `{name}`, or `not {name}`")
                }
            };
            let message = format!(
                "`{sign}` compares values, and `{name}` is {}",
                kind.phrase()
            );
            let diagnostic = mismatch(message)
                .label(path.span, kind.phrase())
                .label(op.span, "compares values")
                .help(help);
            scope.report(diagnostic);
            None
        }
    }
}

fn needs_quotes(name: &Name, scope: &mut Scope<'_>) {
    if scope.may_be_unread(&["field", "set", "hours"]) {
        return;
    }
    let quoted = quote(&name.text);
    let fields = scope.schema.fields.iter().map(|f| f.name.as_str());
    let near = nearest(&name.text, fields).map(str::to_owned);
    let message = format!("no field is called `{}`", name.text);
    let diagnostic = Diagnostic::error("unknown-name", message)
        .label(name.span, "a name is a field here, never a text");
    let diagnostic = match near {
        Some(near) => offer(diagnostic, name.span, &near, false).help(format!(
            "did you mean `{near}`? a text needs quotes: `{quoted}`"
        )),
        None => diagnostic
            .help(format!("a text needs quotes: `{quoted}`"))
            .fix(format!("write `{quoted}`"), vec![(name.span, quoted)]),
    };
    scope.report(diagnostic);
}

fn two_paths(
    left: Typed,
    op: Spanned<Comparison>,
    right: Typed,
    shift: Option<Spanned<Length>>,
    scope: &mut Scope<'_>,
) -> Option<Operand> {
    let name = scope.schema.name_of(right.path);
    if let Some(shift) = shift.filter(|_| right.ty != Type::Time) {
        let message = format!(
            "only a time can be moved, and `{name}` is {}",
            phrase(right.ty)
        );
        let diagnostic = mismatch(message)
            .label(shift.span, "moves a time")
            .label(right.span, phrase(right.ty))
            .help(format!("compare with `{name}` alone"));
        scope.report(diagnostic);
        return None;
    }
    if left.ty != right.ty {
        let reader = scope.schema.name_of(left.path);
        let message = format!(
            "`{reader}` is {}, and `{name}` is {}",
            phrase(left.ty),
            phrase(right.ty)
        );
        let help = if left.ty == Type::Text && right.ty == Type::Texts {
            format!("write `{reader} {}in {name}`", negation(op.value))
        } else {
            format!("`{}` compares two {}", sign(op.value), plural(left.ty))
        };
        let diagnostic = mismatch(message)
            .label(right.span, phrase(right.ty))
            .label(left.span, phrase(left.ty))
            .help(help);
        scope.report(diagnostic);
        return None;
    }
    Some(Operand::Path {
        path: right.path,
        shift: shift.map(|s| s.value),
    })
}

/// The value of a literal beside a path, if it is of the path's type.
fn value(
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
    let sign = sign(op.value);
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
    let sign = sign(op);
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
