//! Conditions: `and`, `or`, `not` and parentheses around atoms.

use super::ast::{Atom, Expr, ExprKind};
use super::atom::atom;
use super::input::{DEEPEST, Input, Parse};
use super::mistake::{Mistake, Wanted};
use super::terminal::fail_for_good;
use super::token::{Sign, TokenKind};
use super::want;
use crate::diag::Diagnostic;
use crate::text::Span;
use nom::combinator::cut;
use nom::{Err, Parser};

/// A condition, and nothing behind it on its line that could have belonged to it.
pub fn condition(i: Input) -> Parse<Expr> {
    let (rest, expr) = expr(i)?;
    let closes = rest.is_sign(Sign::CloseParen) || rest.is_sign(Sign::CloseBracket);
    if let Some(token) = rest.peek().filter(|_| closes) {
        return fail_for_good(rest, closes_nothing(rest, token.span));
    }
    if !rest.is_empty() && !rest.is_on_new_line() && !may_follow(rest) {
        return Err(Err::Failure(Mistake::wanted(rest, continuations(&expr))));
    }
    Ok((rest, expr))
}

/// What an end says that has no beginning.
pub fn closes_nothing(i: Input, span: Span) -> Diagnostic {
    let shown = i.desk().source.slice(span);
    Diagnostic::error("syntax", format!("this `{shown}` closes nothing"))
        .label(span, "nothing is open here")
        .help("delete it")
}

/// Whether the next token may stand behind a condition on its line.
fn may_follow(i: Input) -> bool {
    let kind = i.peek().map(|t| &t.kind);
    matches!(
        kind,
        Some(TokenKind::Text(_) | TokenKind::Sign(Sign::CloseBrace))
    ) || i.word().is_some_and(super::keyword::is_any)
}

/// What could have stood behind a condition.
pub fn continuations(expr: &Expr) -> &'static [Wanted] {
    match &expr.kind {
        ExprKind::Atom(Atom::Bare(_)) => &[want::OPERATOR, Wanted::Word("and"), Wanted::Word("or")],
        ExprKind::Or(parts) | ExprKind::And(parts) => parts.last().map_or(&[], continuations),
        ExprKind::Not(inner) => continuations(inner),
        _ => &[Wanted::Word("and"), Wanted::Word("or")],
    }
}

/// expr = and { "or" and } ;
pub fn expr(i: Input) -> Parse<Expr> {
    chain(i, "or", Sign::Or, and, ExprKind::Or)
}

/// and = unary { "and" unary } ;
fn and(i: Input) -> Parse<Expr> {
    chain(i, "and", Sign::And, unary, ExprKind::And)
}

/// part { keyword part }
fn chain<'a>(
    i: Input<'a>,
    keyword: &'static str,
    foreign: Sign,
    part: fn(Input<'a>) -> Parse<'a, Expr>,
    kind: fn(Vec<Expr>) -> ExprKind,
) -> Parse<'a, Expr> {
    let (mut rest, first) = part(i)?;
    let mut parts = vec![first];
    while rest.word() == Some(keyword) || rest.is_sign(foreign) {
        let (behind, next) = cut(part).parse(rest.behind())?;
        parts.push(next);
        rest = behind;
    }
    match <[Expr; 1]>::try_from(parts) {
        Ok([only]) => Ok((rest, only)),
        Err(parts) => {
            let span = i.span_to(rest);
            Ok((
                rest,
                Expr {
                    span,
                    kind: kind(parts),
                },
            ))
        }
    }
}

/// unary = "not" unary | "(" expr ")" | atom ;
fn unary(i: Input) -> Parse<Expr> {
    let is_not = i.word() == Some("not") || i.is_sign(Sign::Not);
    if !is_not && !i.is_sign(Sign::OpenParen) {
        return atom(i);
    }
    let Some(inside) = i.behind().deeper() else {
        return fail_for_good(i, too_deep(i));
    };
    let (rest, kind) = if is_not {
        negation(inside)?
    } else {
        parens(i, inside)?
    };
    let span = i.span_to(rest);
    Ok((rest.as_deep_as(i), Expr { span, kind }))
}

fn negation(inside: Input) -> Parse<ExprKind> {
    let (rest, inner) = cut(unary).parse(inside)?;
    Ok((rest, ExprKind::Not(Box::new(inner))))
}

fn parens<'a>(i: Input<'a>, inside: Input<'a>) -> Parse<'a, ExprKind> {
    let open = i.peek().map_or_else(|| i.span_to(i), |t| t.span);
    let (rest, inner) = cut(expr).parse(inside)?;
    if rest.is_sign(Sign::CloseParen) {
        return Ok((rest.behind(), ExprKind::Parens(Box::new(inner))));
    }
    let mut wanted = match rest.is_on_new_line() {
        true => Vec::new(),
        false => continuations(&inner).to_vec(),
    };
    wanted.push(Wanted::Word(")"));
    Err(Err::Failure(Mistake::wanted(rest, &wanted).opened(open)))
}

fn too_deep(i: Input) -> Diagnostic {
    let place = i.peek().map_or_else(|| i.span_to(i), |t| t.span);
    Diagnostic::error(
        "syntax",
        format!("a condition is nested more than {DEEPEST} deep"),
    )
    .label(place, "one level too many")
    .help("give a part of it a name with `condition`")
}
