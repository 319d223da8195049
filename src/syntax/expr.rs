//! Conditions: `and`, `or`, `not`, parentheses and atoms.

use super::ast::{
    AnyAll, Atom, Collection, Comparison, Expr, ExprKind, Globs, Operand, Spanned, State,
};
use super::input::{DEEPEST, Input, Parse};
use super::mistake::{Mistake, Wanted};
use super::subject::subject;
use super::terminal::{close, fail, fail_for_good, one_of, path, text, token, word};
use super::token::{Sign, TokenKind};
use super::value::{duration, item, list, literal, network};
use super::want;
use crate::diag::Diagnostic;
use crate::text::Span;
use nom::combinator::{cut, opt};
use nom::error::context;
use nom::sequence::preceded;
use nom::{Err, Parser};

const COMPARISONS: [(Sign, Comparison); 6] = [
    (Sign::Eq, Comparison::Eq),
    (Sign::Ne, Comparison::Ne),
    (Sign::Lt, Comparison::Lt),
    (Sign::Le, Comparison::Le),
    (Sign::Gt, Comparison::Gt),
    (Sign::Ge, Comparison::Ge),
];
const STATES: &[(&str, State)] = &[
    ("set", State::Set),
    ("missing", State::Missing),
    ("listed", State::Listed),
    ("unlisted", State::Unlisted),
];
const ANY_ALL: &[(&str, AnyAll)] = &[("any", AnyAll::Any), ("all", AnyAll::All)];

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
    match close(Sign::CloseParen, ")", open).parse(rest) {
        Ok((rest, _)) => Ok((rest, ExprKind::Parens(Box::new(inner)))),
        Err(e) => {
            let more = continuations(&inner);
            Err(e.map(|m| m.or_wanted(rest, more)))
        }
    }
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

/// atom = path | path "is" … | path comparison … | path ["not"] "in" … | … ;
fn atom(i: Input) -> Parse<Expr> {
    let (rest, kind) = match i.word() {
        Some("any" | "all") => any_all(i)?,
        Some("approved") => approved(i)?,
        _ => about_path(i)?,
    };
    let span = i.span_to(rest);
    let kind = ExprKind::Atom(kind);
    Ok((rest, Expr { span, kind }))
}

/// ( "any" | "all" ) path "in" collection
fn any_all(i: Input) -> Parse<Atom> {
    let (i, quantifier) = one_of(ANY_ALL).parse(i)?;
    let pair = (path("a field"), cut(preceded(word("in"), cut(collection))));
    let (i, (path, collection)) = cut(context("any fields in [email, phone]", pair)).parse(i)?;
    Ok((
        i,
        Atom::AnyAll {
            quantifier,
            path,
            collection,
        },
    ))
}

/// "approved" "by" subject [ "of" "tenant" ] "at" "most" duration "before"
fn approved(i: Input) -> Parse<Atom> {
    let approval = (
        preceded(word("by"), cut(subject)),
        opt(preceded(word("of"), cut(word("tenant")))),
        cut(preceded(word("at"), cut(preceded(word("most"), duration)))),
        cut(word("before")),
    );
    let example = "approved by role dpo at most 24h before";
    preceded(word("approved"), cut(context(example, approval)))
        .map(|(by, of, within, _)| {
            let of_tenant = of.is_some();
            Atom::Approved {
                by,
                of_tenant,
                within,
            }
        })
        .parse(i)
}

/// path, and what is said of it
fn about_path(i: Input) -> Parse<Atom> {
    if let Some(wrong) = value_first(i) {
        return fail_for_good(i, wrong);
    }
    let (rest, path) = path("a condition").parse(i)?;
    let negated = rest.word() == Some("not");
    let behind = if negated { rest.behind() } else { rest };
    let op = rest.span_to(behind.behind());
    let inner = behind.behind();
    match behind.word() {
        Some("is") if !negated => {
            let (rest, state) = cut(one_of(STATES)).parse(inner)?;
            Ok((rest, Atom::Is { path, state }))
        }
        Some("in") => {
            let (rest, collection) = cut(collection).parse(inner)?;
            Ok((
                rest,
                Atom::In {
                    path,
                    op,
                    negated,
                    collection,
                },
            ))
        }
        Some("like") => {
            let (rest, globs) = cut(globs).parse(inner)?;
            Ok((
                rest,
                Atom::Like {
                    path,
                    op,
                    negated,
                    globs,
                },
            ))
        }
        Some("matches") => {
            let (rest, pattern) = cut(raw_text).parse(inner)?;
            Ok((
                rest,
                Atom::Matches {
                    path,
                    op,
                    negated,
                    pattern,
                },
            ))
        }
        Some("contains") => {
            let (rest, item) = cut(item).parse(inner)?;
            Ok((
                rest,
                Atom::Contains {
                    path,
                    op,
                    negated,
                    item,
                },
            ))
        }
        _ if negated => Err(Err::Failure(Mistake::wanted(behind, &NEGATABLE))),
        _ => compare(rest, path),
    }
}

const NEGATABLE: [Wanted; 4] = [
    Wanted::Word("in"),
    Wanted::Word("like"),
    Wanted::Word("matches"),
    Wanted::Word("contains"),
];

/// path ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) operand, or the path alone
fn compare(i: Input, path: super::ast::Path) -> Parse<Atom> {
    let sign = i.peek().map(|t| (&t.kind, t.span));
    let found = COMPARISONS
        .iter()
        .find(|(s, _)| sign.is_some_and(|(k, _)| *k == TokenKind::Sign(*s)));
    let op = match (found, sign) {
        (Some((_, value)), Some((_, span))) => Spanned {
            value: *value,
            span,
        },
        (None, Some((TokenKind::Sign(Sign::Equals), span))) => {
            note_single_equals(i, span);
            let value = Comparison::Eq;
            Spanned { value, span }
        }
        _ => return Ok((i, Atom::Bare(path))),
    };
    let (i, operand) = cut(operand).parse(i.behind())?;
    Ok((i, Atom::Compare { path, op, operand }))
}

fn note_single_equals(i: Input, span: Span) {
    i.note(
        Diagnostic::error("syntax", "`=` defines; what compares is `==`")
            .label(span, "")
            .help("write `==`")
            .fix("write `==`", vec![(span, "==".to_owned())]),
    );
}

/// `5 < rows`: the field stands on the left.
fn value_first(i: Input) -> Option<Diagnostic> {
    let token = i.peek()?;
    let is_value = matches!(
        token.kind,
        TokenKind::Int(_)
            | TokenKind::Bytes(_)
            | TokenKind::Duration(_)
            | TokenKind::Time(_)
            | TokenKind::Network(_)
    );
    let is_bool = matches!(i.word(), Some("true" | "false"));
    if token.is_faulty() || !(is_value || is_bool) {
        return None;
    }
    let shown = i.desk().source.slice(token.span);
    let help = match (i.behind().peek(), i.behind().behind().word()) {
        (Some(op), Some(field)) => turned(shown, i.desk().source.slice(op.span), field),
        _ => None,
    };
    let message = format!("a condition begins with a field, not with the value `{shown}`");
    let help = help.unwrap_or_else(|| "write it like `rows <= 5_000`".to_owned());
    Some(
        Diagnostic::error("syntax", message)
            .label(token.span, "")
            .help(help),
    )
}

fn turned(value: &str, op: &str, field: &str) -> Option<String> {
    let op = match op {
        "<" => ">",
        "<=" => ">=",
        ">" => "<",
        ">=" => "<=",
        "==" | "!=" => op,
        _ => return None,
    };
    Some(format!("write `{field} {op} {value}`"))
}

/// collection = list | network | path ;
fn collection(i: Input) -> Parse<Collection> {
    match i.peek().map(|t| &t.kind) {
        Some(TokenKind::Sign(Sign::OpenBracket)) => list.map(Collection::List).parse(i),
        Some(TokenKind::Network(_)) => network.map(Collection::Network).parse(i),
        _ => path("a list, a set or a field")
            .map(Collection::Path)
            .parse(i),
    }
}

/// text | collection
fn globs(i: Input) -> Parse<Globs> {
    let is_text = matches!(i.peek().map(|t| &t.kind), Some(TokenKind::Text(_)));
    if is_text && !i.behind().is_sign(Sign::Dot) {
        return text.map(Globs::Text).parse(i);
    }
    match collection(i) {
        Ok((rest, found)) => Ok((rest, Globs::Collection(found))),
        Err(Err::Error(m)) => Err(Err::Error(m.or_wanted(i, &[want::TEXT]))),
        Err(e) => Err(e),
    }
}

/// The text behind `matches`, byte for byte.
fn raw_text(i: Input) -> Parse<super::ast::Text> {
    let source = i.desk().source;
    token(i, want::REGEX, |t| {
        let value = super::lex::text_body(source.slice(t.span))?.to_owned();
        let span = t.span;
        (t.kind == TokenKind::Raw).then_some(super::ast::Text { value, span })
    })
}

/// operand = literal | path [ ( "+" | "-" ) duration ] ;
fn operand(i: Input) -> Parse<Operand> {
    let quoted_path = i.behind().is_sign(Sign::Dot);
    if !quoted_path && let Ok((rest, literal)) = literal(i) {
        return Ok((rest, Operand::Literal(literal)));
    }
    let Ok((rest, path)) = path("a value or a field").parse(i) else {
        return fail(i, &[want::OPERAND]);
    };
    let (rest, shift) = super::value::shift(rest, super::value::Blanks::Around)?;
    Ok((rest, Operand::Path { path, shift }))
}
