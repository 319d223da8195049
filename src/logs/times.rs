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
mod tests {
    use super::*;
    use crate::time::parse_rfc3339;

    fn rfc(text: &str) -> Time {
        parse_rfc3339(text).unwrap()
    }

    #[test]
    fn every_format_of_real_logs_is_read_exactly() {
        let utc = Zone::named("UTC").unwrap();
        let new_york = Zone::named("America/New_York").unwrap();
        for (text, zone, expected) in [
            ("2021-07-30T16:32:57Z", None, "2021-07-30T16:32:57Z"),
            ("2022-02-08 09:23:37+11:00", None, "2022-02-07T22:23:37Z"),
            (
                "2023-03-22T15:07:16.240+0000",
                None,
                "2023-03-22T15:07:16.24Z",
            ),
            ("2023-05-09T11:14:52-07:00", None, "2023-05-09T18:14:52Z"),
            ("2023-05-09T11:14:52-07", None, "2023-05-09T18:14:52Z"),
            ("2021-05-18T21:13:33", Some(&utc), "2021-05-18T21:13:33Z"),
            (
                "2021-05-18T21:13:33",
                Some(&new_york),
                "2021-05-19T01:13:33Z",
            ),
            ("2024-12-19 16:31:20", Some(&utc), "2024-12-19T16:31:20Z"),
            (
                "2024-01-20 15:45:30.123",
                Some(&utc),
                "2024-01-20T15:45:30.123Z",
            ),
            (
                "2024-12-19 16:31:20.123456",
                Some(&utc),
                "2024-12-19T16:31:20.123456Z",
            ),
            (
                "2023-12-01T17:55:31.4699153Z",
                None,
                "2023-12-01T17:55:31.4699153Z",
            ),
            (
                "2022-02-15T21:51:50.071173943Z",
                None,
                "2022-02-15T21:51:50.071173943Z",
            ),
            (
                "2020-06-21 20:41:25.000000000",
                Some(&utc),
                "2020-06-21T20:41:25Z",
            ),
            (
                "2021-05-18T21:13:33.000000000000Z",
                None,
                "2021-05-18T21:13:33Z",
            ),
            ("2021-05-18 21:13:33,5 UTC", None, "2021-05-18T21:13:33.5Z"),
            ("2021-05-18t21:13:33z", None, "2021-05-18T21:13:33Z"),
            (" 2021-05-18T21:13:33Z\r\n", None, "2021-05-18T21:13:33Z"),
            ("2021-05-18", Some(&utc), "2021-05-18T00:00:00Z"),
            ("5/18/2021 9:13:33 PM", Some(&utc), "2021-05-18T21:13:33Z"),
            ("12/1/2021 12:00:00 AM", Some(&utc), "2021-12-01T00:00:00Z"),
            ("12/1/2021 12:00:00 pm", Some(&utc), "2021-12-01T12:00:00Z"),
            ("20230317180424.293", Some(&utc), "2023-03-17T18:04:24.293Z"),
            ("1694713528", None, "2023-09-14T17:45:28Z"),
            ("1717680343.697000", None, "2024-06-06T13:25:43.697Z"),
            ("1621305118553", None, "2021-05-18T02:31:58.553Z"),
            ("1621305118553.0", None, "2021-05-18T02:31:58.553Z"),
            ("1621305118553123", None, "2021-05-18T02:31:58.553123Z"),
            (
                "1621305118553123456",
                None,
                "2021-05-18T02:31:58.553123456Z",
            ),
            ("1.621305118e9", None, "2021-05-18T02:31:58Z"),
            ("-1", None, "1969-12-31T23:59:59Z"),
            ("99999999999", None, "5138-11-16T09:46:39Z"),
            ("100000000000", None, "1973-03-03T09:46:40Z"),
            ("2016-12-31T23:59:60Z", None, "2017-01-01T00:00:00Z"),
            (
                "2017-01-01T05:29:60.25+05:30",
                None,
                "2017-01-01T00:00:00.25Z",
            ),
            ("2021-05-18T24:00:00Z", None, "2021-05-19T00:00:00Z"),
            ("2024-02-29T00:00:00Z", None, "2024-02-29T00:00:00Z"),
            ("0001-01-01T00:00:00Z", None, "0001-01-01T00:00:00Z"),
        ] {
            assert_eq!(read_time(text, zone), Ok(rfc(expected)), "{text}");
        }
        let last = Time(END - 1);
        assert_eq!(read_time("9999-12-31T23:59:59.999999999Z", None), Ok(last));
    }

    #[test]
    fn what_is_no_time_is_refused_with_the_reason() {
        let new_york = Zone::named("America/New_York").unwrap();
        for (text, zone, reason) in [
            ("2021-05-18T21:13:33", None, "zone = \"UTC\""),
            ("2024-12-19 16:31:20", None, "zone = \"UTC\""),
            ("5/18/2021 9:13:33 PM", None, "zone = \"UTC\""),
            ("20230317180424.293", None, "zone = \"UTC\""),
            ("2021-05-18", None, "zone = \"UTC\""),
            (
                "2024-12-17 00:00:00000000",
                None,
                "more digits without a point",
            ),
            ("redacted", None, "no time in any form"),
            ("...", None, "no time in any form"),
            ("", None, "no time in any form"),
            ("-", None, "no time in any form"),
            ("Tue Sep 11 10:00:00 2001 UTC", None, "no time in any form"),
            ("18/5/2021 9:13:33 PM", Some(&new_york), "no month 18"),
            ("5/18/2021 21:13:33", Some(&new_york), "AM or PM"),
            ("5/18/2021 13:13:33 PM", Some(&new_york), "no hour 13"),
            ("2021-11-31T00:00:00Z", None, "November has 30 days"),
            ("2021-02-29T00:00:00Z", None, "2021 was no leap year"),
            ("2021-13-01T00:00:00Z", None, "no month 13"),
            ("2021-00-01T00:00:00Z", None, "no month 0"),
            ("2021-01-00T00:00:00Z", None, "not 0"),
            ("0000-01-01T00:00:00Z", None, "no year 0"),
            ("2021-05-18T24:00:01Z", None, "no hour 24"),
            ("2021-05-18T25:00:00Z", None, "no hour 25"),
            ("2021-05-18T10:60:00Z", None, "no minute 60"),
            ("2021-05-18T10:00:61Z", None, "no second 61"),
            ("2021-05-18T10:00:60Z", None, "leap second"),
            ("2021-05-18T21:13Z", None, "lacks hours, minutes or seconds"),
            ("2021-05-18T", None, "lacks hours, minutes or seconds"),
            ("2021-05-18X21:13:33", None, "no clock time follows"),
            ("2021-05-18T21:13:33.Z", None, "no digits follow"),
            (
                "2021-05-18T21:13:33.0000000001Z",
                None,
                "finer than a nanosecond",
            ),
            ("2021-05-18T21:13:33+25:00", None, "no hours and minutes"),
            ("2021-05-18T21:13:33+01:", None, "no hours and minutes"),
            ("2021-05-18T21:13:33 PST", None, "where a zone should"),
            ("2021-05-18T21:13:33Zulu", None, "what stands behind"),
            ("2021-11-07T01:30:00", Some(&new_york), "show it twice"),
            ("2021-03-14T02:30:00", Some(&new_york), "never show it"),
            ("20230317", None, "a date without a clock time"),
            ("99999999999999999999999", None, "beyond the years"),
            ("1e300", None, "beyond the years"),
            ("1.0000000001", None, "finer than a nanosecond"),
        ] {
            let refused = read_time(text, zone).expect_err(text);
            assert!(refused.contains(reason), "{text}: {refused}");
        }
    }
}
