//! The time formats of real logs, each read exactly to the nanosecond or refused with the reason.
//!
//! Knows no field and no source but the zone that a source gives to times without one.
//!
//! A number is counted from 1970 in a unit that its size tells: below 1e11 seconds, below 1e14
//! milliseconds, below 1e17 microseconds, else nanoseconds. Fourteen digits are year to second.

use super::numbers::{Decimal, NotWhole, all_digits};
use crate::time::{Civil, ParseTimeError, Time, Zone};

/// Reads a time as a log writes it, a number in its digits.
///
/// # Errors
/// Says in plain words why it is no time, without repeating it.
pub fn read_time(text: &str, zone: Option<&Zone>) -> Result<Time, String> {
    let text = text.trim();
    if let Some(number) = Decimal::parse(text) {
        return read_number(text, &number, zone);
    }
    let mut rest = Rest(text);
    let (shown, style) = if text.contains('/') {
        (american(&mut rest)?, "5/18/2021 9:13:33 PM")
    } else {
        (iso(&mut rest)?, "2021-05-18T21:13:33Z")
    };
    let offset = offset(&mut rest)?;
    if !rest.0.is_empty() {
        return Err(format!("what stands behind `{style}` is not understood"));
    }
    instant(shown, offset, zone)
}

fn instant(shown: Civil, offset: Option<i32>, zone: Option<&Zone>) -> Result<Time, String> {
    let read = match (offset, zone) {
        (Some(seconds), _) => shown.at_offset(seconds),
        (None, Some(zone)) => shown.in_zone(zone),
        (None, None) => {
            shown.at_offset(0).map_err(|ParseTimeError(why)| why)?;
            return Err(
                "it has no time zone; `zone = \"UTC\"` in the source gives it one".to_owned(),
            );
        }
    };
    read.map_err(|ParseTimeError(why)| why)
}

/// A count from 1970, or fourteen digits: `20230317180424.293`.
fn read_number(text: &str, number: &Decimal, zone: Option<&Zone>) -> Result<Time, String> {
    let whole = text.split('.').next().unwrap_or(text);
    if all_digits(whole) && whole.len() == 14 {
        let mut rest = Rest(text);
        return instant(compact(&mut rest)?, None, zone);
    }
    if all_digits(text) && text.len() == 8 && (text.starts_with("19") || text.starts_with("20")) {
        return Err("a date without a clock time, or seconds of the 1970s".to_owned());
    }
    let power = match number.whole_digits() {
        ..=11 => 9,
        12..=14 => 6,
        15..=17 => 3,
        _ => 0,
    };
    match number.times_ten_to(power) {
        Ok(nanos) if (FIRST..END).contains(&nanos) => Ok(Time(nanos)),
        Ok(_) | Err(NotWhole::Large) => Err("it lies beyond the years 1 to 9999".to_owned()),
        Err(NotWhole::Fraction) => Err("it is finer than a nanosecond".to_owned()),
    }
}

/// 0001-01-01 and the end of 9999.
const FIRST: i128 = -62_135_596_800 * crate::time::NANOS;
const END: i128 = 253_402_300_800 * crate::time::NANOS;

/// What is not read yet.
struct Rest<'a>(&'a str);

impl Rest<'_> {
    /// Takes exactly one of these characters.
    fn eat(&mut self, any: &[char]) -> bool {
        match self.0.strip_prefix(any) {
            Some(rest) => {
                self.0 = rest;
                true
            }
            None => false,
        }
    }

    /// Takes a word in any case.
    fn word(&mut self, word: &str) -> bool {
        let same = |head: &str| head.eq_ignore_ascii_case(word);
        match self.0.split_at_checked(word.len()) {
            Some((head, rest)) if same(head) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    /// Takes so many digits, or fewer, but at least so many.
    fn digits(&mut self, least: usize, most: usize) -> Option<i16> {
        let found = self.0.bytes().take(most).take_while(u8::is_ascii_digit);
        let (head, rest) = self.0.split_at_checked(found.count())?;
        if head.len() < least {
            return None;
        }
        self.0 = rest;
        head.parse().ok()
    }

    fn small(&mut self, least: usize, most: usize) -> Option<i8> {
        i8::try_from(self.digits(least, most)?).ok()
    }
}

/// `2021-05-18T21:13:33.123`; a blank may stand for the `T`; a date alone is its midnight.
fn iso(rest: &mut Rest<'_>) -> Result<Civil, String> {
    let mut date = || {
        let year = rest.digits(4, 4)?;
        let month = rest.eat(&['-']).then(|| rest.small(2, 2))??;
        let day = rest.eat(&['-']).then(|| rest.small(2, 2))??;
        Some((year, month, day))
    };
    let Some(date) = date() else {
        return Err("no time in any form that is known".to_owned());
    };
    if rest.0.is_empty() {
        return Ok(civil(date, (0, 0, 0), 0));
    }
    if !rest.eat(&['T', 't', ' ']) {
        return Err("behind the date no clock time follows".to_owned());
    }
    let clock = clock(rest, 2)?;
    let nanos = fraction(rest)?;
    Ok(civil(date, clock, nanos))
}

/// `5/18/2021 9:13:33 PM`; without the half of the day it could be day first, and is refused.
fn american(rest: &mut Rest<'_>) -> Result<Civil, String> {
    let mut date = || {
        let month = rest.small(1, 2)?;
        let day = rest.eat(&['/']).then(|| rest.small(1, 2))??;
        let year = rest.eat(&['/']).then(|| rest.digits(4, 4))??;
        rest.eat(&[' ']).then_some((year, month, day))
    };
    let Some(date) = date() else {
        return Err("no time in any form that is known".to_owned());
    };
    let (hour, minute, second) = clock(rest, 1)?;
    let nanos = fraction(rest)?;
    rest.eat(&[' ', '\u{202f}']);
    let noon = match (rest.word("AM"), rest.word("PM")) {
        (true, _) => 0,
        (_, true) => 12,
        _ => return Err("AM or PM is missing: it may be day first".to_owned()),
    };
    if !(1..=12).contains(&hour) {
        return Err(format!("with AM or PM there is no hour {hour}"));
    }
    Ok(civil(date, (hour % 12 + noon, minute, second), nanos))
}

/// `20230317180424.293`.
fn compact(rest: &mut Rest<'_>) -> Result<Civil, String> {
    let mut whole = || {
        let date = (rest.digits(4, 4)?, rest.small(2, 2)?, rest.small(2, 2)?);
        let clock = (rest.small(2, 2)?, rest.small(2, 2)?, rest.small(2, 2)?);
        Some((date, clock))
    };
    let Some((date, clock)) = whole() else {
        return Err("no time in any form that is known".to_owned());
    };
    let nanos = fraction(rest)?;
    Ok(civil(date, clock, nanos))
}

type Clock = (i8, i8, i8);

fn clock(rest: &mut Rest<'_>, least: usize) -> Result<Clock, String> {
    let mut parts = || {
        let hour = rest.small(least, 2)?;
        let minute = rest.eat(&[':']).then(|| rest.small(2, 2))??;
        let second = rest.eat(&[':']).then(|| rest.small(2, 2))??;
        Some((hour, minute, second))
    };
    let clock = parts().ok_or("the clock time lacks hours, minutes or seconds")?;
    if rest.0.starts_with(|c: char| c.is_ascii_digit()) {
        return Err("behind the seconds stand more digits without a point".to_owned());
    }
    Ok(clock)
}

/// Any number of decimals; beyond nine only zeros.
fn fraction(rest: &mut Rest<'_>) -> Result<i32, String> {
    if !rest.eat(&['.', ',']) {
        return Ok(0);
    }
    let digits = rest.0.bytes().take_while(u8::is_ascii_digit).count();
    let (digits, behind) = rest.0.split_at_checked(digits).unwrap_or_default();
    let number =
        Decimal::parse(&format!("0.{digits}")).ok_or("behind the point no digits follow")?;
    rest.0 = behind;
    match number.times_ten_to(9).map(i32::try_from) {
        Ok(Ok(nanos)) => Ok(nanos),
        _ => Err("it is finer than a nanosecond".to_owned()),
    }
}

/// `Z`, `UTC`, `GMT`, `+01:00`, `+0100`, `+01`, in seconds; none when nothing stands there.
fn offset(rest: &mut Rest<'_>) -> Result<Option<i32>, String> {
    rest.eat(&[' ']);
    if rest.0.is_empty() {
        return Ok(None);
    }
    if rest.word("Z") || rest.word("UTC") || rest.word("GMT") {
        return Ok(Some(0));
    }
    let west = rest.0.starts_with('-');
    if !rest.eat(&['+', '-']) {
        return Err("what stands where a zone should is not understood".to_owned());
    }
    let mut parts = || {
        let hours = rest.small(2, 2)?;
        let colon = rest.eat(&[':']);
        let minutes = if rest.0.is_empty() && !colon {
            0
        } else {
            rest.small(2, 2)?
        };
        (hours < 24 && minutes < 60).then_some(i32::from(hours) * 3600 + i32::from(minutes) * 60)
    };
    let seconds = parts().ok_or("the zone is no hours and minutes")?;
    Ok(Some(if west { -seconds } else { seconds }))
}

fn civil((year, month, day): (i16, i8, i8), clock: Clock, nanos: i32) -> Civil {
    let (hour, minute, second) = clock;
    Civil {
        year,
        month,
        day,
        hour,
        minute,
        second,
        nanos,
    }
}

#[cfg(test)]
mod tests;
