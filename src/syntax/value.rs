//! Values: literals, lists, and the records of tests.

use super::ast::{Item, List, Literal, LiteralKind, Network, Path, Record, RecordValue, Spanned};
use super::input::{Input, Parse};
use super::mistake::{Mistake, Wanted};
use super::terminal::{fail, free_name, path, sign, token};
use super::token::{Sign, TokenKind};
use super::want;
use crate::diag::Diagnostic;
use crate::text::Span;
use crate::time::{Length, Time};
use nom::combinator::cut;
use nom::error::context;
use nom::sequence::separated_pair;
use nom::{Err, Parser};
use std::collections::HashMap;

/// A length of time.
pub fn duration(i: Input) -> Parse<Spanned<Length>> {
    token(i, want::DURATION, |t| match t.kind {
        TokenKind::Duration(value) => Some(Spanned {
            value,
            span: t.span,
        }),
        _ => None,
    })
}

/// An instant.
pub fn time(i: Input) -> Parse<Spanned<Time>> {
    token(i, want::TIME, |t| match t.kind {
        TokenKind::Time(value) => Some(Spanned {
            value,
            span: t.span,
        }),
        _ => None,
    })
}

/// A number.
pub fn int(i: Input) -> Parse<Spanned<i64>> {
    token(i, want::INT, |t| match t.kind {
        TokenKind::Int(value) => Some(Spanned {
            value,
            span: t.span,
        }),
        _ => None,
    })
}

/// A network or an address.
pub fn network(i: Input) -> Parse<Spanned<Network>> {
    token(i, want::NETWORK, |t| match t.kind {
        TokenKind::Network(value) => Some(Spanned {
            value,
            span: t.span,
        }),
        _ => None,
    })
}

/// literal = text | int | bytes | time | network | "true" | "false" ;
pub fn literal(i: Input) -> Parse<Literal> {
    let word = i.word();
    token(i, want::VALUE, |t| {
        let kind = match &t.kind {
            TokenKind::Text(value) => LiteralKind::Text(value.clone()),
            TokenKind::Int(n) => LiteralKind::Int(*n),
            TokenKind::Bytes(n) => LiteralKind::Bytes(*n),
            TokenKind::Time(time) => LiteralKind::Time(*time),
            TokenKind::Network(network) => LiteralKind::Network(*network),
            TokenKind::Word if word == Some("true") => LiteralKind::Bool(true),
            TokenKind::Word if word == Some("false") => LiteralKind::Bool(false),
            _ => return None,
        };
        Some(Literal { span: t.span, kind })
    })
}

/// item = name | text | network ;
pub fn item(i: Input) -> Parse<Item> {
    match i.peek().map(|t| &t.kind) {
        Some(TokenKind::Network(_)) => network.map(Item::Network).parse(i),
        _ => match free_name("an item").map(Item::Name).parse(i) {
            Err(_) => fail(i, &[want::ITEM]),
            found => found,
        },
    }
}

/// list = "[" [ item { "," item } [ "," ] ] "]" ;
pub fn list(i: Input) -> Parse<List> {
    let (rest, open) = sign(Sign::OpenBracket, "[").parse(i)?;
    let (rest, items) = until_close(rest, item, (Sign::CloseBracket, "]"), open, want::MEMBER)?;
    let span = i.span_to(rest);
    Ok((rest, List { items, span }))
}

/// [ part { "," part } [ "," ] ] close
fn until_close<'a, O>(
    i: Input<'a>,
    part: fn(Input<'a>) -> Parse<'a, O>,
    (end, shown): (Sign, &'static str),
    open: Span,
    wanted: Wanted,
) -> Parse<'a, Vec<O>> {
    let mut parts = Vec::new();
    let mut rest = i;
    loop {
        if rest.is_sign(end) {
            return Ok((rest.behind(), parts));
        }
        match part(rest) {
            Ok((behind, found)) => {
                parts.push(found);
                rest = behind;
            }
            Err(e) => {
                let at = rest;
                let lacks_end = move |m: Mistake| match at.is_empty() {
                    true => Mistake::wanted(at, &[Wanted::Word(shown)]).opened(open),
                    false => m.instead(at, &[wanted, Wanted::Word(shown)]),
                };
                return Err(for_good(e.map(lacks_end)));
            }
        }
        if rest.is_sign(Sign::Comma) {
            rest = rest.behind();
        } else if !rest.is_sign(end) {
            let mut wanted = vec![Wanted::Word(",")];
            wanted.retain(|_| !rest.is_on_new_line());
            wanted.push(Wanted::Word(shown));
            return Err(Err::Failure(Mistake::wanted(rest, &wanted).opened(open)));
        }
    }
}

fn for_good(e: Err<Mistake>) -> Err<Mistake> {
    match e {
        Err::Error(m) => Err::Failure(m),
        other => other,
    }
}

/// record = "{" [ path ":" value { "," path ":" value } [ "," ] ] "}" ;
pub fn record(i: Input) -> Parse<Record> {
    let (rest, open) = sign(Sign::OpenBrace, "{").parse(i)?;
    let end = (Sign::CloseBrace, "}");
    let (rest, entries) = until_close(rest, entry, end, open, want::FIELD)?;
    let span = i.span_to(rest);
    note_duplicates(i, &entries);
    Ok((rest, Record { span, entries }))
}

/// path ":" value
fn entry(i: Input) -> Parse<(Path, RecordValue)> {
    let colon = sign(Sign::Colon, ":");
    let pair = separated_pair(path("a field"), cut(colon), cut(value));
    context("rows: 5_000", pair).parse(i)
}

fn note_duplicates(i: Input, entries: &[(Path, RecordValue)]) {
    let mut first: HashMap<(&str, Option<&str>), Span> = HashMap::new();
    for (path, _) in entries {
        let tail = path.tail.as_ref().map(|t| t.text.as_str());
        let key = (path.head.text.as_str(), tail);
        let Some(earlier) = first.get(&key) else {
            first.insert(key, path.span);
            continue;
        };
        let shown = i.desk().source.slice(path.span);
        i.note(
            Diagnostic::error("syntax", format!("`{shown}` is given twice"))
                .label(path.span, "again here")
                .label(*earlier, "first here")
                .help("keep one of the two"),
        );
    }
}

/// value = literal | name | list | "missing" | ( "+" | "-" ) duration ;
fn value(i: Input) -> Parse<RecordValue> {
    if let Ok((rest, literal)) = literal(i) {
        return Ok((rest, RecordValue::Literal(literal)));
    }
    match i.peek().map(|t| (&t.kind, t.span)) {
        Some((TokenKind::Sign(Sign::OpenBracket), _)) => list.map(RecordValue::List).parse(i),
        Some((TokenKind::Sign(Sign::Plus | Sign::Minus), _)) => {
            let (rest, found) = shift(i, Blanks::Any)?;
            match found {
                Some(length) => Ok((rest, RecordValue::Shift(length))),
                None => fail(i, &[want::VALUE]),
            }
        }
        Some((TokenKind::Word, span)) if i.word() == Some("missing") => {
            Ok((i.behind(), RecordValue::Missing(span)))
        }
        _ => free_name("a value").map(RecordValue::Name).parse(i),
    }
}

/// Whether a sign needs blanks around it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Blanks {
    /// In arithmetic, where `a-1h` would be a name.
    Around,
    /// Where nothing stands before the sign.
    Any,
}

/// [ ( "+" | "-" ) duration ]
pub fn shift(i: Input, blanks: Blanks) -> Parse<Option<Spanned<Length>>> {
    let negative = i.is_sign(Sign::Minus);
    if !negative && !i.is_sign(Sign::Plus) {
        return Ok((i, None));
    }
    if blanks == Blanks::Around {
        note_blanks(i);
    }
    let (rest, length) = cut(duration).parse(i.behind())?;
    let Length(nanos) = length.value;
    let value = Length(if negative {
        nanos.saturating_neg()
    } else {
        nanos
    });
    let span = i.span_to(rest);
    Ok((rest, Some(Spanned { value, span })))
}

/// Notes that a sign touches what stands beside it.
fn note_blanks(i: Input) {
    let Some(sign) = i.peek().map(|t| t.span) else {
        return;
    };
    let left = i.last().is_some_and(|t| t.span.end == sign.start);
    let right = i.peek_at(1).is_some_and(|t| t.span.start == sign.end);
    if !left && !right {
        return;
    }
    let blank = |touches: bool| if touches { " " } else { "" };
    let shown = i.desk().source.slice(sign);
    i.note(
        Diagnostic::error("syntax", format!("`{shown}` stands between blanks"))
            .label(sign, "")
            .help(format!(
                "write ` {shown} `, as in `tenant.left {shown} 24h`"
            ))
            .fix(
                "put blanks around it",
                vec![(sign, format!("{}{shown}{}", blank(left), blank(right)))],
            ),
    );
}
