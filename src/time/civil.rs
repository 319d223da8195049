//! Instants as text: RFC 3339 in, RFC 3339 out; and what a calendar and a clock show, with an offset or a
//! zone, as an instant. Other logs' formats live with the logs.

use super::{NANOS, Time, Zone};
use jiff::{SignedDuration, civil::DateTime, fmt::temporal::Pieces, tz::AmbiguousOffset};
use std::fmt;

/// Why a text is not an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseTimeError(pub String);

/// Reads RFC 3339 with seconds and a zone (`2026-11-02T08:00:00+01:00`), or a bare date, which is midnight UTC.
///
/// # Errors
/// Says what is wrong with the text, in words for its author.
pub fn parse_rfc3339(text: &str) -> Result<Time, ParseTimeError> {
    let full;
    let text = if text.len() == 10 {
        full = format!("{text}T00:00:00Z");
        &full
    } else {
        text
    };
    let pieces = Pieces::parse(text).map_err(|e| ParseTimeError(e.to_string()))?;
    match (pieces.time(), pieces.to_numeric_offset()) {
        (Some(clock), Some(offset)) => {
            Ok(instant(pieces.date().to_datetime(clock), offset.seconds()))
        }
        _ => refused("it has no time of day, or no zone".to_owned()),
    }
}

const EPOCH: DateTime = DateTime::constant(1970, 1, 1, 0, 0, 0, 0);

/// Counted here, for the library's own instants end a day before the calendar does: `9999-12-31` is what
/// many tables write for never.
fn instant(shown: DateTime, seconds_east: i32) -> Time {
    let nanos = shown.duration_since(EPOCH).as_nanos();
    Time(nanos - i128::from(seconds_east) * NANOS)
}

/// What a calendar and a clock show, somewhere: not yet an instant, and perhaps no possible time at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields explain themselves")]
pub struct Civil {
    /// 1 to 9999.
    pub year: i16,
    pub month: i8,
    pub day: i8,
    /// 24 only as `24:00:00`, the end of the day.
    pub hour: i8,
    pub minute: i8,
    /// 60 only where a leap second can be: it counts as the second after it, as in POSIX.
    pub second: i8,
    pub nanos: i32,
}

const MONTHS: [(&str, i8); 12] = [
    ("January", 31),
    ("February", 29),
    ("March", 31),
    ("April", 30),
    ("May", 31),
    ("June", 30),
    ("July", 31),
    ("August", 31),
    ("September", 30),
    ("October", 31),
    ("November", 30),
    ("December", 31),
];

const DAY: i128 = 86_400 * NANOS;

impl Civil {
    /// The instant at which this is shown so many seconds east of Greenwich.
    ///
    /// # Errors
    /// Says why no calendar or clock shows this.
    pub fn at_offset(self, seconds: i32) -> Result<Time, ParseTimeError> {
        let Time(nanos) = instant(self.date_time()?, seconds);
        self.carried(nanos)
    }

    /// The instant at which this is shown in a zone.
    ///
    /// # Errors
    /// Says why no calendar or clock shows this; or that the zone's clocks show it twice, or never.
    pub fn in_zone(self, zone: &Zone) -> Result<Time, ParseTimeError> {
        let shown = self.date_time()?;
        match zone.offset_when(shown) {
            AmbiguousOffset::Unambiguous { offset } => self.at_offset(offset.seconds()),
            AmbiguousOffset::Fold { .. } => refused(format!(
                "the clocks of {} show it twice, as summer time ends",
                zone.name()
            )),
            AmbiguousOffset::Gap { .. } => refused(format!(
                "the clocks of {} never show it, as summer time begins",
                zone.name()
            )),
        }
    }

    /// As the library holds it: the last second of the minute for a leap second, 00:00 for 24:00.
    fn date_time(self) -> Result<DateTime, ParseTimeError> {
        self.check_date()?;
        self.check_clock()?;
        DateTime::new(
            self.year,
            self.month,
            self.day,
            if self.hour == 24 { 0 } else { self.hour },
            self.minute,
            self.second.min(59),
            self.nanos,
        )
        .map_err(|_| ParseTimeError(format!("{} was no leap year", self.year)))
    }

    fn check_date(self) -> Result<(), ParseTimeError> {
        if !(1..=9999).contains(&self.year) {
            return refused(format!("there is no year {}", self.year));
        }
        let row = usize::try_from(self.month)
            .ok()
            .and_then(|m| MONTHS.get(m.checked_sub(1)?));
        let Some((name, days)) = row else {
            return refused(format!("there is no month {}", self.month));
        };
        if !(1..=*days).contains(&self.day) {
            return refused(format!("{name} has {days} days at most, not {}", self.day));
        }
        Ok(())
    }

    fn check_clock(self) -> Result<(), ParseTimeError> {
        let midnight = self.minute == 0 && self.second == 0 && self.nanos == 0;
        let hours = if midnight { 0..=24 } else { 0..=23 };
        if !hours.contains(&self.hour) {
            return refused(format!("there is no hour {} after midnight", self.hour));
        }
        if !(0..60).contains(&self.minute) {
            return refused(format!("an hour has no minute {}", self.minute));
        }
        if !(0..=60).contains(&self.second) {
            return refused(format!("a minute has no second {}", self.second));
        }
        Ok(())
    }

    /// Adds what [`Self::date_time`] took away; a leap second must then lie before midnight UTC.
    fn carried(self, nanos: i128) -> Result<Time, ParseTimeError> {
        let nanos = if self.hour == 24 { nanos + DAY } else { nanos };
        if self.second < 60 {
            return Ok(Time(nanos));
        }
        let after = nanos + NANOS;
        if after.rem_euclid(DAY) < NANOS {
            return Ok(Time(after));
        }
        refused("a leap second stands only before midnight UTC".to_owned())
    }
}

fn refused<T>(reason: String) -> Result<T, ParseTimeError> {
    Err(ParseTimeError(reason))
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match utc(*self) {
            Some(shown) => write!(f, "{shown}Z"),
            None => write!(f, "{} seconds from 1970", self.0.div_euclid(NANOS)),
        }
    }
}

/// What calendar and clock show in UTC; none outside the years that the library can show.
fn utc(time: Time) -> Option<DateTime> {
    let seconds = i64::try_from(time.0.div_euclid(NANOS)).ok()?;
    let nanos = i32::try_from(time.0.rem_euclid(NANOS)).ok()?;
    EPOCH.checked_add(SignedDuration::new(seconds, nanos)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_calendar_is_read_and_shown_from_end_to_end() {
        for text in [
            "0001-01-01T00:00:00Z",
            "1969-12-31T23:59:59.999999999Z",
            "1970-01-01T00:00:00Z",
            "2026-11-02T08:00:00.5Z",
            "9999-12-31T23:59:59.999999999Z",
        ] {
            assert_eq!(parse_rfc3339(text).unwrap().to_string(), text);
        }
        let never = parse_rfc3339("9999-12-31").unwrap();
        assert_eq!(never.to_string(), "9999-12-31T00:00:00Z");
        assert_eq!(never, parse_rfc3339("9999-12-31T01:00:00+01:00").unwrap());
    }

    #[test]
    fn what_has_no_clock_or_no_zone_is_no_instant() {
        for text in ["2026-11-02T08:00:00", "2026-11-02Z", "20261102", "soon", ""] {
            assert!(parse_rfc3339(text).is_err(), "{text}");
        }
    }
}
