//! Cells as typed values: what fits, and what is said of what does not.
//!
//! Knows no tables.

use super::sheet::{Cell, Raw, bad};
use super::table::Holds;
use crate::diag::Diagnostic;
use crate::domain::host_name;
use crate::event::{Value, fold_identity};
use crate::policy::{is_single, parse_network};
use crate::syntax::ast::Type;
use crate::text::Span;
use crate::time::{Time, parse_rfc3339};

/// Reads a cell. None: it does not fit, which was reported, or it is blank.
pub(super) fn value(
    cell: &Cell,
    column: &str,
    holds: Holds,
    sink: &mut Vec<Diagnostic>,
) -> Option<Value> {
    let read = match holds {
        Holds::Value(Type::Texts) => texts(cell, column, &plain),
        Holds::Identities => texts(cell, column, &|text, _| Ok(fold_identity(text))),
        Holds::Domains => texts(cell, column, &domain),
        Holds::Identity => text(cell, column).map(|t| Value::Text(fold_identity(t))),
        Holds::Value(Type::Text) => text(cell, column).and_then(|t| unpadded(t, cell, column)),
        Holds::Value(Type::Int) => int(cell, column).map(Value::Int),
        Holds::Count => int(cell, column).and_then(|n| count(n, cell, column)),
        Holds::Value(Type::Bool) => truth(cell, column),
        Holds::Value(Type::Time) => time(cell, column).map(Value::Time),
        Holds::Value(Type::Ip) => address(cell, column),
    };
    let value = read.map_err(|bad| sink.push(*bad)).ok()?;
    let blank = matches!(&value, Value::Text(text) if text.is_empty());
    (!blank).then_some(value)
}

fn misfit(column: &str, what: &str, is: &str, at: Span, help: &str) -> Box<Diagnostic> {
    let diagnostic = bad(format!("`{column}` is {what}, and this is {is}"))
        .label(at, format!("not {what}"))
        .help(help);
    Box::new(diagnostic)
}

/// What stands in a cell that is no text, as in "this is …".
fn kind(raw: &Raw) -> &'static str {
    match raw {
        Raw::Csv(_) | Raw::Text(_) => "another text",
        Raw::Number(_) => "a number",
        Raw::Bool(_) => "a truth value",
        Raw::Texts(_) => "an array",
        Raw::Other(what) => what,
    }
}

fn text<'c>(cell: &'c Cell, column: &str) -> Result<&'c str, Box<Diagnostic>> {
    match &cell.raw {
        Raw::Csv(text) | Raw::Text(text) => Ok(text),
        other => {
            let help = "a text stands in quotes";
            Err(misfit(column, "a text", kind(other), cell.span, help))
        }
    }
}

/// Blanks around a name would never be noticed, and never be equal.
fn unpadded(text: &str, cell: &Cell, column: &str) -> Result<Value, Box<Diagnostic>> {
    if text.trim() == text {
        return Ok(Value::Text(text.to_owned()));
    }
    Err(bad(format!("there are blanks around this `{column}`"))
        .label(cell.span, "compared as it stands")
        .help(format!("write `{}`", text.trim()))
        .into())
}

type Member<'m> = &'m dyn Fn(&str, Span) -> Result<String, Box<Diagnostic>>;

fn texts(cell: &Cell, column: &str, member: Member<'_>) -> Result<Value, Box<Diagnostic>> {
    let Some(members) = members(&cell.raw, cell.span) else {
        let help = "write an array of texts";
        return Err(misfit(
            column,
            "a set of texts",
            kind(&cell.raw),
            cell.span,
            help,
        ));
    };
    let members = members.into_iter().filter(|(text, _)| !text.is_empty());
    let members: Result<Vec<String>, _> = members.map(|(text, at)| member(text, at)).collect();
    let mut members = members?;
    members.sort();
    members.dedup();
    Ok(Value::Texts(members))
}

/// The people of a cell, folded, and where each stands.
pub(super) fn people(cell: &Cell) -> Vec<(String, Span)> {
    let members = members(&cell.raw, cell.span).unwrap_or_default();
    let folded = members
        .into_iter()
        .map(|(text, at)| (fold_identity(text), at));
    folded.collect()
}

/// None: not a set of texts.
fn members(raw: &Raw, span: Span) -> Option<Vec<(&str, Span)>> {
    match raw {
        Raw::Csv(text) => Some(separated(text, span)),
        Raw::Text(text) => Some(vec![(text, span)]),
        Raw::Texts(texts) => Some(texts.iter().map(|(t, at)| (t.as_str(), *at)).collect()),
        Raw::Number(_) | Raw::Bool(_) | Raw::Other(_) => None,
    }
}

/// The members of a CSV cell, and where each stands, as far as the cell holds no doubled quotes.
fn separated(text: &str, span: Span) -> Vec<(&str, Span)> {
    let as_written = span.range().len() == text.len();
    let mut from = 0;
    let members = text.split(';').map(|padded| {
        let member = padded.trim();
        let at = from + (padded.len() - padded.trim_start().len());
        from += padded.len() + 1;
        let place = if as_written {
            span.part(at, at + member.len())
        } else {
            span
        };
        (member, place)
    });
    members.collect()
}

fn plain(text: &str, _: Span) -> Result<String, Box<Diagnostic>> {
    Ok(text.to_owned())
}

fn domain(text: &str, at: Span) -> Result<String, Box<Diagnostic>> {
    host_name(text).ok_or_else(|| {
        bad(format!("`{text}` is no domain"))
            .label(at, "no host name")
            .help("write the name alone, in ASCII: `opensea.io`, without `https://`, `@`, port or path")
            .into()
    })
}

fn int(cell: &Cell, column: &str) -> Result<i64, Box<Diagnostic>> {
    let written = match &cell.raw {
        Raw::Csv(text) | Raw::Text(text) => Some(text.as_str()),
        // What a spreadsheet writes of an int.
        Raw::Number(text) => Some(text.strip_suffix(".0").unwrap_or(text)),
        _ => None,
    };
    let digits = |text: &&str| {
        let digits = text.strip_prefix('-').unwrap_or(text);
        !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
    };
    let read = written.filter(digits).and_then(|text| text.parse().ok());
    read.ok_or_else(|| {
        let help = "write digits alone, in 64 bits: `50000`";
        misfit(column, "an int", kind(&cell.raw), cell.span, help)
    })
}

fn count(n: i64, cell: &Cell, column: &str) -> Result<Value, Box<Diagnostic>> {
    if n >= 0 {
        return Ok(Value::Int(n));
    }
    let help = "leave it empty where there is no cap";
    Err(misfit(column, "a count", "below 0", cell.span, help))
}

fn truth(cell: &Cell, column: &str) -> Result<Value, Box<Diagnostic>> {
    match &cell.raw {
        Raw::Bool(b) => Ok(Value::Bool(*b)),
        Raw::Csv(text) | Raw::Text(text) if text == "true" => Ok(Value::Bool(true)),
        Raw::Csv(text) | Raw::Text(text) if text == "false" => Ok(Value::Bool(false)),
        other => {
            let help = "write `true` or `false`";
            Err(misfit(column, "a bool", kind(other), cell.span, help))
        }
    }
}

fn time(cell: &Cell, column: &str) -> Result<Time, Box<Diagnostic>> {
    let written = match &cell.raw {
        Raw::Csv(text) | Raw::Text(text) => parse_rfc3339(text).ok(),
        _ => None,
    };
    written.ok_or_else(|| {
        let help =
            "write a date, `2026-11-02`, or a time with seconds and zone, `2026-11-02T08:00:00Z`";
        misfit(column, "a time", kind(&cell.raw), cell.span, help)
    })
}

fn address(cell: &Cell, column: &str) -> Result<Value, Box<Diagnostic>> {
    let written = match &cell.raw {
        Raw::Csv(text) | Raw::Text(text) => parse_network(text).ok(),
        _ => None,
    };
    let single = written.filter(|network| is_single(*network));
    single
        .map(|network| Value::Ip(network.address))
        .ok_or_else(|| {
            let help = "write one address, of IPv4 or IPv6";
            misfit(column, "an ip address", kind(&cell.raw), cell.span, help)
        })
}
