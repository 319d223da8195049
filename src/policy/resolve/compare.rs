//! `==`, `!=` and the orderings: two values of one type.
//!
//! Knows no other operator but to name the one that was probably meant.

use super::super::{AtomKind, Operand};
use super::literals::value;
use super::paths::{Meant, Typed, meant, readable, report_unknown};
use super::scope::{Kind, Scope};
use super::words::{mismatch, negation, offer, phrase, plural};
use crate::diag::Diagnostic;
use crate::nearest::nearest;
use crate::syntax::ast::{self, Comparison, Literal, LiteralKind, Name, Spanned, Type};
use crate::syntax::quote;
use crate::time::Length;

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

fn is_ordering(op: Comparison) -> bool {
    !matches!(op, Comparison::Eq | Comparison::Ne)
}

/// Whether the left side can be compared so at all.
fn comparable(
    left: Typed,
    op: Spanned<Comparison>,
    right: &Right<'_>,
    scope: &mut Scope<'_>,
) -> Option<()> {
    let name = scope.schema.name_of(left.path);
    let (not, sign) = (negation(op.value), op.value.sign());
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
    let sign = op.value.sign();
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
            let (name, sign) = (&path.head.text, op.value.sign());
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
            format!("`{}` compares two {}", op.value.sign(), plural(left.ty))
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
