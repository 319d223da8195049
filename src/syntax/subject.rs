//! Whom, of what and how much: subjects, targets, and the amounts of limits.

use super::ast::{Amount, Measure, Path, Pattern, Spanned, Subject, SubjectKind, Target};
use super::input::{Input, Parse};
use super::mistake::Wanted;
use super::terminal::{comma_separated, fail, names, path, text, token, word};
use super::token::TokenKind;
use super::value::int;
use super::want;
use nom::Parser;
use nom::branch::alt;
use nom::combinator::cut;
use nom::sequence::preceded;

/// subject = "anyone" | "role" name { "," name } | "actor" ( text { "," text } | "like" text ) ;
pub fn subject(i: Input) -> Parse<Subject> {
    let (rest, kind) = alt((
        word("anyone").map(|_| SubjectKind::Anyone),
        preceded(word("role"), cut(names("a role's name"))).map(SubjectKind::Roles),
        preceded(word("actor"), cut(actors)),
    ))
    .parse(i)?;
    let span = i.span_to(rest);
    Ok((rest, Subject { span, kind }))
}

/// text { "," text } | "like" text
fn actors(i: Input) -> Parse<SubjectKind> {
    alt((
        comma_separated(text).map(SubjectKind::Actors),
        preceded(word("like"), cut(text)).map(SubjectKind::ActorLike),
    ))
    .parse(i)
}

/// target = pattern { "," pattern } ;
pub fn target(i: Input) -> Parse<Target> {
    let (rest, patterns) = comma_separated(pattern).parse(i)?;
    let span = i.span_to(rest);
    Ok((rest, Target { span, patterns }))
}

/// pattern = ( "any" | "own" | word | text ) "/" ( word { "/" word } | text ) ;
fn pattern(i: Input) -> Parse<Pattern> {
    token(i, want::PATTERN, |t| match &t.kind {
        TokenKind::Pattern(parts) => {
            let (tenant, list) = (**parts).clone();
            let span = t.span;
            Some(Pattern { span, tenant, list })
        }
        _ => None,
    })
}

/// amount = int measure | bytes ;
pub fn amount(i: Input) -> Parse<Amount> {
    let (rest, (most, measure)) = alt((bytes, (int, cut(measure)))).parse(i)?;
    let span = i.span_to(rest);
    Ok((
        rest,
        Amount {
            span,
            most,
            measure,
        },
    ))
}

fn bytes(i: Input) -> Parse<(Spanned<i64>, Measure)> {
    token(i, want::BYTES, |t| match t.kind {
        TokenKind::Bytes(value) => Some((
            Spanned {
                value,
                span: t.span,
            },
            Measure::Bytes,
        )),
        _ => None,
    })
}

const MEASURES: [(&str, Measure); 6] = [
    ("exports", Measure::Exports),
    ("rows", Measure::Rows),
    ("tenants", Measure::Tenants),
    ("lists", Measure::Lists),
    ("destinations", Measure::Destinations),
    ("actors", Measure::Actors),
];

/// measure = "exports" | "rows" | "tenants" | "lists" | "destinations" | "actors" | "distinct" path ;
fn measure(i: Input) -> Parse<Measure> {
    if i.word() == Some("distinct") {
        let distinct = cut(path("a field")).map(Measure::Distinct);
        return preceded(word("distinct"), distinct).parse(i);
    }
    let found = MEASURES.iter().find(|(name, _)| i.word() == Some(name));
    match found {
        Some((_, measure)) => Ok((i.behind(), measure.clone())),
        None => {
            let mut wanted: Vec<Wanted> = MEASURES
                .iter()
                .map(|(name, _)| Wanted::Word(name))
                .collect();
            wanted.push(Wanted::Word("distinct"));
            fail(i, &wanted)
        }
    }
}

/// keys = path { "," path } ;
pub fn keys(i: Input) -> Parse<Vec<Path>> {
    comma_separated(path("a field")).parse(i)
}
