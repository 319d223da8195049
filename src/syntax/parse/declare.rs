//! The statements of one line: roles, fields, sets, hours and named conditions.

use super::super::ast::{
    ConditionDecl, Entity, FieldDecl, HoursDecl, HoursSpan, Name, Roles, SetDecl, Spanned,
    StatementKind, Type,
};
use super::super::expr;
use super::super::input::{Input, Parse};
use super::super::mistake::{Mistake, Wanted};
use super::super::terminal::{
    RESERVED, comma_separated, fail, name, names, note_reserved, one_of, sign, text, token, word,
};
use super::super::token::{Sign, TokenKind};
use super::super::value::list;
use super::super::want;
use super::{sound_name, starts_statement};
use crate::diag::Diagnostic;
use crate::time::Weekday;
use nom::combinator::{cut, opt};
use nom::sequence::{preceded, terminated};
use nom::{Err, Parser};

/// role = "role" name { "," name } [ text ] ;
pub fn role(i: Input) -> Parse<StatementKind> {
    let (rest, (names, note)) = (names("a role's name"), opt(text)).parse(i)?;
    let more: &[Wanted] = if note.is_none() {
        &[Wanted::Word(","), want::TEXT]
    } else {
        &[]
    };
    ends_line(rest, more)?;
    Ok((rest, StatementKind::Role(Roles { names, note })))
}

/// Fails where something stands behind a statement on its line that begins none.
fn ends_line(i: Input, more: &[Wanted]) -> Result<(), Err<Mistake>> {
    if i.is_on_new_line() || starts_statement(i) {
        return Ok(());
    }
    let mut wanted = more.to_vec();
    wanted.push(Wanted::Kind("the end of the line"));
    Err(Err::Failure(Mistake::wanted(i, &wanted)))
}

const ENTITIES: &[(&str, Entity)] = &[
    ("actor", Entity::Actor),
    ("tenant", Entity::Tenant),
    ("list", Entity::List),
    ("ticket", Entity::Ticket),
];
const TYPES: [(&str, Type); 5] = [
    ("text", Type::Text),
    ("int", Type::Int),
    ("bool", Type::Bool),
    ("time", Type::Time),
    ("ip", Type::Ip),
];

/// How else people name types.
const OTHER_TYPES: [(&str, &str); 14] = [
    ("string", "text"),
    ("str", "text"),
    ("texts", "set of text"),
    ("list", "set of text"),
    ("array", "set of text"),
    ("strings", "set of text"),
    ("integer", "int"),
    ("number", "int"),
    ("boolean", "bool"),
    ("date", "time"),
    ("datetime", "time"),
    ("timestamp", "time"),
    ("address", "ip"),
    ("cidr", "ip"),
];

/// field = "field" [ ("actor" | "tenant" | "list" | "ticket") "." ] name ":" type ;
pub fn field(i: Input) -> Parse<StatementKind> {
    let (i, entity) = if i.behind().is_sign(Sign::Dot) {
        terminated(one_of(ENTITIES), sign(Sign::Dot, "."))
            .map(Some)
            .parse(i)?
    } else {
        (i, None)
    };
    let (i, name) = name("a field's name").parse(i)?;
    note_reserved(i, &name, &RESERVED);
    let (i, ty) = preceded(sign(Sign::Colon, ":"), cut(field_type)).parse(i)?;
    ends_line(i, &[])?;
    Ok((i, StatementKind::Field(FieldDecl { entity, name, ty })))
}

/// type = "text" | "int" | "bool" | "time" | "ip" | "set" "of" "text" ;
fn field_type(i: Input) -> Parse<Spanned<Type>> {
    if i.word() == Some("set") {
        let of_text = preceded(word("of"), cut(word("text")));
        let (rest, _) = cut(preceded(word("set"), of_text)).parse(i)?;
        let value = Type::Texts;
        return Ok((
            rest,
            Spanned {
                value,
                span: i.span_to(rest),
            },
        ));
    }
    let word = i.word();
    if let Some((_, value)) = TYPES.iter().find(|(name, _)| word == Some(name)) {
        let rest = i.behind();
        return Ok((
            rest,
            Spanned {
                value: *value,
                span: i.span_to(rest),
            },
        ));
    }
    match OTHER_TYPES
        .iter()
        .find(|(other, _)| word == Some(other))
        .zip(i.peek())
    {
        Some(((other, right), token)) => {
            let help = format!("write `{right}`");
            let diagnostic = Diagnostic::error(
                "syntax",
                format!("the type `{other}` is called `{right}` here"),
            )
            .label(token.span, "")
            .help(help.clone())
            .fix(help, vec![(token.span, (*right).to_owned())]);
            Err(Err::Failure(Mistake::said(i, diagnostic)))
        }
        None => {
            let mut wanted: Vec<Wanted> =
                TYPES.iter().map(|(name, _)| Wanted::Word(name)).collect();
            wanted.push(Wanted::Word("set of text"));
            fail(i, &wanted)
        }
    }
}

/// The name of a field whose declaration is broken; an attribute's without its prefix.
pub fn broken_field(i: Input) -> Option<Name> {
    if i.behind().is_sign(Sign::Dot) {
        sound_name(i.behind().behind())
    } else {
        sound_name(i)
    }
}

/// set = "set" name "=" list ;
pub fn set(i: Input) -> Parse<StatementKind> {
    let (i, name) = name("a set's name").parse(i)?;
    note_reserved(i, &name, &RESERVED);
    note_reserved(i, &name, &["own"]);
    let (i, items) = preceded(sign(Sign::Equals, "="), cut(list)).parse(i)?;
    ends_line(i, &[])?;
    Ok((i, StatementKind::Set(SetDecl { name, items })))
}

/// hours = "hours" name "=" span { "," span } text ;
pub fn hours(i: Input) -> Parse<StatementKind> {
    let (i, name) = name("a name for the hours").parse(i)?;
    note_reserved(i, &name, &RESERVED);
    let (i, spans) =
        preceded(sign(Sign::Equals, "="), cut(comma_separated(hours_span))).parse(i)?;
    let (i, zone) = match text(i) {
        Ok(found) => found,
        Err(_) => {
            return fail(
                i,
                &[Wanted::Word(","), Wanted::Kind("a time zone in quotes")],
            );
        }
    };
    ends_line(i, &[])?;
    Ok((i, StatementKind::Hours(HoursDecl { name, spans, zone })))
}

/// span = days clock-span ;
fn hours_span(i: Input) -> Parse<HoursSpan> {
    let (i, (first, last)) = days(i)?;
    let (i, clock) = cut(|i| {
        token(i, want::CLOCK, |t| match t.kind {
            TokenKind::Clock(value) => Some(Spanned {
                value,
                span: t.span,
            }),
            _ => None,
        })
    })
    .parse(i)?;
    Ok((i, HoursSpan { first, last, clock }))
}

const DAYS: [(&str, &str, Weekday); 7] = [
    ("mon", "monday", Weekday::Mon),
    ("tue", "tuesday", Weekday::Tue),
    ("wed", "wednesday", Weekday::Wed),
    ("thu", "thursday", Weekday::Thu),
    ("fri", "friday", Weekday::Fri),
    ("sat", "saturday", Weekday::Sat),
    ("sun", "sunday", Weekday::Sun),
];

/// days: mon, mon-fri, sat-mon
fn days(i: Input) -> Parse<(Spanned<Weekday>, Spanned<Weekday>)> {
    let Some((word, token)) = i.word().zip(i.peek()) else {
        return fail(i, &[want::DAYS]);
    };
    let (from, to) = word.split_once('-').unwrap_or((word, word));
    let day = |name: &str| {
        DAYS.iter()
            .find(|(short, ..)| *short == name)
            .map(|(.., day)| *day)
    };
    let (Some(first), Some(last)) = (day(from), day(to)) else {
        let Some(right) = meant_days(word) else {
            return fail(i, &[want::DAYS]);
        };
        let title = format!("write `{right}`");
        let diagnostic = Diagnostic::error("syntax", format!("`{word}` names no days here"))
            .label(token.span, "")
            .help(title.clone())
            .fix(title, vec![(token.span, right)]);
        return Err(Err::Failure(Mistake::said(i, diagnostic)));
    };
    let cut_at = |from, to| token.span.part(from, to);
    let first = Spanned {
        value: first,
        span: cut_at(0, from.len()),
    };
    let last = Spanned {
        value: last,
        span: cut_at(word.len() - to.len(), word.len()),
    };
    Ok((i.behind(), (first, last)))
}

/// `Mon`, `monday-Friday`: the days that were meant.
fn meant_days(word: &str) -> Option<String> {
    let day = |name: &str| {
        let lower = name.to_ascii_lowercase();
        let same = |(short, long, _): &&(&'static str, &'static str, Weekday)| {
            lower.starts_with(short) && (long.starts_with(&lower) || lower.len() == 4)
        };
        DAYS.iter().find(same).map(|(short, ..)| *short)
    };
    let days: Option<Vec<&str>> = word.split('-').map(day).collect();
    days.filter(|d| d.len() <= 2).map(|d| d.join("-"))
}

/// condition = "condition" name "=" expr [ text ] ;
pub fn condition(i: Input) -> Parse<StatementKind> {
    let (i, name) = name("a condition's name").parse(i)?;
    note_reserved(i, &name, &RESERVED);
    let body = preceded(sign(Sign::Equals, "="), cut(expr::condition));
    let (i, (expr, note)) = (body, opt(text)).parse(i)?;
    ends_line(i, &[])?;
    Ok((
        i,
        StatementKind::Condition(ConditionDecl { name, expr, note }),
    ))
}
