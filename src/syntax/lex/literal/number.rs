//! Integers, sizes and durations.

use super::{Read, fault, mended, quote, short};
use crate::diag::Diagnostic;
use crate::syntax::token::TokenKind;
use crate::text::Span;
use crate::time::Length;

/// Sizes, in bytes.
const SIZES: [(&str, i64); 6] = [
    ("KB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
];

/// Durations, in seconds, from long to short.
const UNITS: [(&str, i64); 5] = [
    ("w", 604_800),
    ("d", 86_400),
    ("h", 3_600),
    ("min", 60),
    ("s", 1),
];

/// How else people write a duration's unit.
const OTHER_UNITS: [(&str, &str); 16] = [
    ("weeks", "w"),
    ("week", "w"),
    ("wk", "w"),
    ("days", "d"),
    ("day", "d"),
    ("hours", "h"),
    ("hour", "h"),
    ("hrs", "h"),
    ("hr", "h"),
    ("minutes", "min"),
    ("minute", "min"),
    ("mins", "min"),
    ("m", "min"),
    ("seconds", "s"),
    ("second", "s"),
    ("sec", "s"),
];

/// No time lies further from another than this, in seconds: 9999 years.
const LONGEST: i64 = 315_537_897_600;

/// `5_000`.
pub fn integer(text: &str, span: Span) -> Read {
    match digits(text) {
        Ok(n) => (TokenKind::Int(n), None),
        Err(wrong) => (TokenKind::Int(0), wrong.fault(text, "", span)),
    }
}

/// What is wrong with a row of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum WrongDigits {
    Underscores,
    TooMany,
}

impl WrongDigits {
    fn fault(self, digits: &str, unit: &str, span: Span) -> Option<Diagnostic> {
        let whole = short(&format!("{digits}{unit}"));
        match self {
            Self::TooMany => fault(
                format!("`{whole}` is too large a number"),
                span,
                format!("the largest is `{}`", i64::MAX),
            ),
            Self::Underscores => {
                let parts: Vec<&str> = digits.split('_').filter(|p| !p.is_empty()).collect();
                let right = format!("{}{unit}", parts.join("_"));
                mended(
                    format!("in `{whole}`, each `_` stands between two digits"),
                    span,
                    &right,
                )
            }
        }
    }
}

/// A number with single `_` between its digits.
fn digits(text: &str) -> Result<i64, WrongDigits> {
    if text.split('_').any(str::is_empty) {
        return Err(WrongDigits::Underscores);
    }
    text.replace('_', "")
        .parse()
        .map_err(|_| WrongDigits::TooMany)
}

/// Digits and a unit, once or, of durations, joined: `10MB`, `24h`, `1d12h`.
pub fn quantity(text: &str, span: Span) -> Read {
    let parts = parts(text);
    match parts.as_slice() {
        [(number, unit)] => one(number, unit, text, span),
        [(number, "e" | "E"), (exponent, "")] => exponential(number, exponent, text, span),
        _ => joined(&parts, text, span),
    }
}

/// `1d12h` as `1`, `d` and `12`, `h`.
fn parts(text: &str) -> Vec<(&str, &str)> {
    let mut parts = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        let number = rest
            .find(|c: char| !(c.is_ascii_digit() || c == '_'))
            .unwrap_or(rest.len());
        let (digits, behind) = rest.split_at_checked(number).unwrap_or((rest, ""));
        let unit = behind
            .find(|c: char| c.is_ascii_digit())
            .unwrap_or(behind.len());
        let (unit, behind) = behind.split_at_checked(unit).unwrap_or((behind, ""));
        parts.push((digits, unit));
        rest = behind;
    }
    parts
}

fn one(number: &str, unit: &str, text: &str, span: Span) -> Read {
    if UNITS.iter().any(|(u, _)| *u == unit) {
        return joined(&[(number, unit)], text, span);
    }
    if let Some((_, bytes)) = SIZES.iter().find(|(u, _)| *u == unit) {
        return size(number, unit, *bytes, span);
    }
    if let Some(right) = meant_size(unit) {
        let right = format!("{number}{right}");
        return (
            TokenKind::Bytes(0),
            mended(
                format!("the size `{text}` is written `{right}`"),
                span,
                &right,
            ),
        );
    }
    if meant_unit(unit).is_some() {
        return joined(&[(number, unit)], text, span);
    }
    unknown_unit(text, unit, span)
}

fn size(number: &str, unit: &str, bytes: i64, span: Span) -> Read {
    let n = digits(number).and_then(|n| n.checked_mul(bytes).ok_or(WrongDigits::TooMany));
    match n {
        Ok(n) => (TokenKind::Bytes(n), None),
        Err(WrongDigits::TooMany) => {
            let message = format!(
                "`{}` is too large a size",
                short(&format!("{number}{unit}"))
            );
            let help = format!("the largest is {} bytes, about `9_223_372_036GB`", i64::MAX);
            (TokenKind::Bytes(0), fault(message, span, help))
        }
        Err(wrong) => (TokenKind::Bytes(0), wrong.fault(number, unit, span)),
    }
}

/// `kb`, `K`, `Mb`: the size's unit that was meant.
fn meant_size(unit: &str) -> Option<&'static str> {
    let same = |(u, _): &&(&'static str, i64)| u.eq_ignore_ascii_case(unit);
    let letter = |(u, _): &&(&'static str, i64)| {
        unit != "m" && u.get(..1).is_some_and(|l| l.eq_ignore_ascii_case(unit))
    };
    SIZES
        .iter()
        .find(same)
        .or_else(|| SIZES.iter().find(letter))
        .map(|(u, _)| *u)
}

/// The duration's unit itself, or the one that was meant by another word for it.
fn meant_unit(unit: &str) -> Option<&'static str> {
    let lower = unit.to_ascii_lowercase();
    let other = OTHER_UNITS
        .iter()
        .find(|(o, _)| *o == lower)
        .map(|(_, u)| *u);
    UNITS
        .iter()
        .map(|(u, _)| *u)
        .find(|u| *u == lower)
        .or(other)
}

fn unknown_unit(text: &str, unit: &str, span: Span) -> Read {
    if ["month", "months", "mo", "year", "years", "y", "yr"].contains(&unit) {
        let message = format!("`{text}` has no fixed length");
        return (
            TokenKind::Duration(Length(0)),
            fault(message, span, "count it in days: `30d`, `365d`"),
        );
    }
    let message = format!("`{}` has the unknown unit `{}`", short(text), short(unit));
    let help = format!(
        "durations have `s`, `min`, `h`, `d`, `w`, sizes `KB`, `MB`, `GB`, `KiB`, `MiB`, `GiB`; a name that begins with a digit stands in quotes: `{}`",
        short(&quote(text))
    );
    (TokenKind::Text(text.to_owned()), fault(message, span, help))
}

/// `1e5`: numbers are written out.
fn exponential(number: &str, exponent: &str, text: &str, span: Span) -> Read {
    let value = exponent
        .parse()
        .ok()
        .and_then(|e| 10_i64.checked_pow(e))
        .and_then(|power| digits(number).ok()?.checked_mul(power));
    let message = format!("the number `{}` is written out", short(text));
    let wrong = match value {
        Some(n) => mended(message, span, &grouped(n)),
        None => fault(message, span, format!("the largest is `{}`", i64::MAX)),
    };
    (TokenKind::Int(0), wrong)
}

/// A number with `_` between its thousands.
fn grouped(n: i64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (at, c) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(c);
    }
    text
}

/// A duration: units from long to short, each once.
fn joined(parts: &[(&str, &str)], text: &str, span: Span) -> Read {
    let zero = TokenKind::Duration(Length(0));
    let units: Option<Vec<&str>> = parts.iter().map(|(_, unit)| meant_unit(unit)).collect();
    let Some(units) = units else {
        let unit = parts
            .iter()
            .map(|(_, u)| *u)
            .find(|u| meant_unit(u).is_none())
            .unwrap_or("");
        return unknown_unit(text, unit, span);
    };
    let right: String = parts
        .iter()
        .zip(&units)
        .map(|((n, _), u)| format!("{n}{u}"))
        .collect();
    if right != text {
        return (
            zero,
            mended(
                format!(
                    "the duration `{}` is written `{}`",
                    short(text),
                    short(&right)
                ),
                span,
                &right,
            ),
        );
    }
    let order = |unit: &str| UNITS.iter().position(|(u, _)| *u == unit);
    if !units.is_sorted_by(|a, b| order(a) < order(b)) {
        let message = format!(
            "the units of the duration `{}` are out of order",
            short(text)
        );
        return (
            zero,
            fault(
                message,
                span,
                "from long to short, each once: `1w2d3h4min5s`",
            ),
        );
    }
    match seconds(parts) {
        Ok(n) if n <= LONGEST => (TokenKind::Duration(Length::seconds(n)), None),
        Err(wrong @ WrongDigits::Underscores) => {
            let number = parts.first().map_or("", |(n, _)| *n);
            let unit = units.first().copied().unwrap_or("");
            (zero, wrong.fault(number, unit, span))
        }
        _ => {
            let message = format!("the duration `{}` is longer than 9999 years", short(text));
            (zero, fault(message, span, "no two times lie so far apart"))
        }
    }
}

fn seconds(parts: &[(&str, &str)]) -> Result<i64, WrongDigits> {
    let mut sum = 0_i64;
    for (number, unit) in parts {
        let each = UNITS.iter().find(|(u, _)| u == unit).map_or(0, |(_, s)| *s);
        let part = digits(number)?
            .checked_mul(each)
            .ok_or(WrongDigits::TooMany)?;
        sum = sum.checked_add(part).ok_or(WrongDigits::TooMany)?;
    }
    Ok(sum)
}
