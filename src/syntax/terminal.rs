//! The smallest parsers: one token each, names, paths and lists of them.

use super::ast::{Name, Path, Spanned, Text};
use super::input::{Input, Parse};
use super::lex::{text_body, unescape};
use super::mistake::{Mistake, Wanted};
use super::token::{Fault, Sign, Token, TokenKind};
use super::want;
use crate::diag::Diagnostic;
use crate::text::Span;
use nom::combinator::cut;
use nom::{Err, Parser};

/// Words that are no name of a field, a set or a condition unless quoted.
pub const RESERVED: [&str; 14] = [
    "and", "or", "not", "any", "all", "in", "is", "like", "matches", "contains", "approved",
    "true", "false", "missing",
];

/// Fails here, wanting something else.
pub fn fail<'a, O>(i: Input<'a>, wanted: &[Wanted]) -> Parse<'a, O> {
    Err(Err::Error(Mistake::wanted(i, wanted)))
}

/// Fails here with words of its own, for good.
pub fn fail_for_good<'a, O>(i: Input<'a>, diagnostic: Diagnostic) -> Parse<'a, O> {
    Err(Err::Failure(Mistake::said(i, diagnostic)))
}

/// The next token, if it is of the wanted kind.
pub fn token<'a, O>(
    i: Input<'a>,
    wanted: Wanted,
    take: impl FnOnce(&'a Token) -> Option<O>,
) -> Parse<'a, O> {
    match i.peek().and_then(take) {
        Some(output) => Ok((i.behind(), output)),
        None => fail(i, &[wanted]),
    }
}

/// A keyword.
pub fn word<'a>(keyword: &'static str) -> impl Parser<Input<'a>, Output = Span, Error = Mistake> {
    move |i: Input<'a>| {
        let is_it = i.word() == Some(keyword);
        token(i, Wanted::Word(keyword), |t| is_it.then_some(t.span))
    }
}

/// One of a table's words, as what it stands for.
pub fn one_of<'a, T: Copy>(
    table: &'static [(&'static str, T)],
) -> impl Parser<Input<'a>, Output = Spanned<T>, Error = Mistake> {
    move |i: Input<'a>| {
        let found = i.word().and_then(|w| table.iter().find(|(k, _)| *k == w));
        match (found, i.peek()) {
            (Some((_, value)), Some(t)) => {
                let (value, span) = (*value, t.span);
                Ok((i.behind(), Spanned { value, span }))
            }
            _ => {
                let wanted: Vec<Wanted> = table.iter().map(|(k, _)| Wanted::Word(k)).collect();
                fail(i, &wanted)
            }
        }
    }
}

/// A sign.
pub fn sign<'a>(
    wanted: Sign,
    shown: &'static str,
) -> impl Parser<Input<'a>, Output = Span, Error = Mistake> {
    move |i: Input<'a>| {
        token(i, Wanted::Word(shown), |t| {
            (t.kind == TokenKind::Sign(wanted)).then_some(t.span)
        })
    }
}

/// A text.
pub fn text(i: Input) -> Parse<Text> {
    // Behind the name `matches` a text was taken for a pattern: only here it is known to be none.
    if let Some(raw) = i.peek().filter(|t| t.kind == TokenKind::Raw) {
        let body = text_body(i.desk().source.slice(raw.span)).unwrap_or("");
        let (value, fault) = unescape(body, raw.span);
        if let Some(fault) = fault {
            i.note(fault);
        }
        let span = raw.span;
        return Ok((i.behind(), Text { value, span }));
    }
    token(i, want::TEXT, |t| match &t.kind {
        TokenKind::Text(value) => Some(Text {
            value: value.clone(),
            span: t.span,
        }),
        _ => None,
    })
}

/// A name, or a text where one may stand; `what` says whose.
pub fn name<'a>(
    what: &'static str,
) -> impl Parser<Input<'a>, Output = Name, Error = Mistake> + Copy {
    move |i: Input<'a>| {
        if let Some(word) = i.word() {
            let text = word.to_owned();
            return token(i, Wanted::Kind(what), |t| {
                Some(Name {
                    text,
                    span: t.span,
                    quoted: false,
                })
            });
        }
        match text(i) {
            Ok((rest, Text { value, span })) => {
                let name = Name {
                    text: value,
                    span,
                    quoted: true,
                };
                Ok((rest, name))
            }
            Err(_) => fail(i, &[Wanted::Kind(what)]),
        }
    }
}

/// A name that is no reserved word.
pub fn free_name<'a>(
    what: &'static str,
) -> impl Parser<Input<'a>, Output = Name, Error = Mistake> + Copy {
    move |i: Input<'a>| {
        let is_reserved = i.word().is_some_and(|w| RESERVED.contains(&w));
        if is_reserved {
            return fail(i, &[Wanted::Kind(what)]);
        }
        name(what).parse(i)
    }
}

/// Notes that a declared name is a reserved word; it stays one, so that parsing goes on.
pub fn note_reserved(i: Input, name: &Name, words: &[&str]) {
    let faulty = i.last().is_some_and(|t| !matches!(t.fault, Fault::None));
    if name.quoted || faulty || !words.contains(&name.text.as_str()) {
        return;
    }
    let shown = &name.text;
    i.note(
        Diagnostic::error("syntax", format!("`{shown}` is a word of the language"))
            .label(name.span, "a name may be this only in quotes")
            .help(format!("take another name, or write `\"{shown}\"`")),
    );
}

/// name { "," name }
pub fn names<'a>(
    what: &'static str,
) -> impl Parser<Input<'a>, Output = Vec<Name>, Error = Mistake> {
    comma_separated(name(what))
}

/// item { "," item }, where behind a comma an item must follow.
pub fn comma_separated<'a, P, O>(
    item: P,
) -> impl Parser<Input<'a>, Output = Vec<O>, Error = Mistake>
where
    P: Parser<Input<'a>, Output = O, Error = Mistake> + Copy,
{
    move |i: Input<'a>| {
        let (mut rest, first) = { item }.parse(i)?;
        let mut items = vec![first];
        while rest.is_sign(Sign::Comma) {
            let (behind, next) = cut(item).parse(rest.behind())?;
            items.push(next);
            rest = behind;
        }
        Ok((rest, items))
    }
}

/// path = name [ "." name ] ;
pub fn path<'a>(
    what: &'static str,
) -> impl Parser<Input<'a>, Output = Path, Error = Mistake> + Copy {
    move |i: Input<'a>| {
        let (rest, head) = free_name(what).parse(i)?;
        if !rest.is_sign(Sign::Dot) {
            let span = head.span;
            let tail = None;
            return Ok((rest, Path { span, head, tail }));
        }
        let (rest, tail) = cut(free_name("a field's name")).parse(rest.behind())?;
        if rest.is_sign(Sign::Dot) {
            return fail_for_good(rest, too_long(i.span_to(rest)));
        }
        let span = head.span.to(tail.span);
        let tail = Some(tail);
        Ok((rest, Path { span, head, tail }))
    }
}

fn too_long(span: Span) -> Diagnostic {
    Diagnostic::error("syntax", "a field has at most two names")
        .label(span, "a third would follow")
        .help("write it like `tenant.left` or `destination.domain`")
}
