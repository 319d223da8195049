//! Instants: a date, which is midnight UTC, or RFC 3339 with seconds and zone.

use super::{Read, fault, mended, short};
use crate::diag::Diagnostic;
use crate::syntax::token::TokenKind;
use crate::text::Span;
use crate::time::{Time, parse_rfc3339};

const EXAMPLE: &str =
    "a time is a date, `2026-11-02`, or has seconds and a zone, `2026-11-02T08:00:00Z`";

/// A date, or a date and a time of day.
pub fn read(text: &str, span: Span) -> Read {
    let (date, clock) = match text.split_once(['T', 't']) {
        Some((date, clock)) => (date, Some(clock)),
        None => (text, None),
    };
    let wrong = wrong_date(date, text, span).or_else(|| wrong_clock(clock?, date, text, span));
    match (wrong, parse_rfc3339(text)) {
        (None, Ok(time)) => (TokenKind::Time(time), None),
        (Some(wrong), _) => (TokenKind::Time(Time(0)), Some(wrong)),
        (None, Err(_)) => {
            let message = format!("`{}` lies outside the years that can be told", short(text));
            (TokenKind::Time(Time(0)), fault(message, span, EXAMPLE))
        }
    }
}

/// A number of exactly so many digits.
fn fixed(text: &str, length: usize) -> Option<u32> {
    let numeric = text.len() == length && text.chars().all(|c| c.is_ascii_digit());
    text.parse().ok().filter(|_| numeric)
}

fn wrong_date(date: &str, text: &str, span: Span) -> Option<Diagnostic> {
    let parts: Vec<&str> = date.split('-').collect();
    let read = |at: usize, length| parts.get(at).and_then(|part| fixed(part, length));
    let place = span.part(0, date.len());
    let (Some(year), Some(month), Some(day), 3) = (read(0, 4), read(1, 2), read(2, 2), parts.len())
    else {
        return fault(format!("`{}` is no date", short(text)), span, EXAMPLE);
    };
    if !(1..=12).contains(&month) {
        return fault(
            format!("there is no month {month:02} in `{date}`"),
            place,
            "months go from `01` to `12`",
        );
    }
    let last = days(year, month);
    if !(1..=last).contains(&day) {
        let message = format!("there is no day {day:02} in `{year:04}-{month:02}`");
        return fault(
            message,
            place,
            format!("its last is `{year:04}-{month:02}-{last}`"),
        );
    }
    None
}

/// How many days a month has.
fn days(year: u32, month: u32) -> u32 {
    let leap = (year.is_multiple_of(4) && !year.is_multiple_of(100)) || year.is_multiple_of(400);
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

fn wrong_clock(clock: &str, date: &str, text: &str, span: Span) -> Option<Diagnostic> {
    let zone_at = clock.find(['Z', 'z', '+', '-']).unwrap_or(clock.len());
    let (of_day, zone) = clock.split_at_checked(zone_at)?;
    let (whole, fraction) = match of_day.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (of_day, None),
    };
    let parts: Vec<Option<u32>> = whole.split(':').map(|p| fixed(p, 2)).collect();
    let text = short(text);
    let (hour, minute, second) = match parts.as_slice() {
        [Some(hour), Some(minute), Some(second)] => (*hour, *minute, *second),
        [Some(hour), Some(minute)] if fraction.is_none() => {
            let zone = if zone.is_empty() { "Z" } else { zone };
            let right = format!("{date}T{hour:02}:{minute:02}:00{zone}");
            return mended(format!("the time `{text}` has no seconds"), span, &right);
        }
        _ => return fault(format!("`{text}` is no time"), span, EXAMPLE),
    };
    if hour > 23 || minute > 59 || second > 60 {
        let message = format!("there is no `{hour:02}:{minute:02}:{second:02}` on a clock");
        return fault(message, span, EXAMPLE);
    }
    if fraction
        .is_some_and(|f| !(1..=9).contains(&f.len()) || !f.chars().all(|c| c.is_ascii_digit()))
    {
        let message =
            format!("the seconds of `{text}` have no one to nine digits behind the point");
        return fault(message, span, "times are exact to the nanosecond");
    }
    wrong_zone(zone, &text, span)
}

fn wrong_zone(zone: &str, text: &str, span: Span) -> Option<Diagnostic> {
    if zone.is_empty() {
        return fault(
            format!("the time `{text}` has no zone"),
            span,
            format!("write `{text}Z` for UTC, or a distance from it: `{text}+01:00`"),
        );
    }
    let offset = zone.get(1..).and_then(|o| o.split_once(':'));
    let known = offset
        .and_then(|(hours, minutes)| Some(fixed(hours, 2)? <= 23 && fixed(minutes, 2)? <= 59))
        .unwrap_or(false);
    if known || zone.eq_ignore_ascii_case("z") {
        return None;
    }
    let message = format!("`{}` is no zone of the time `{text}`", short(zone));
    fault(
        message,
        span,
        "a zone is `Z` for UTC or a distance from it: `+01:00`",
    )
}
