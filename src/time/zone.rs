//! Time zones: what a clock on the wall shows at an instant.

use super::{Length, NANOS, Time};
use jiff::{
    Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone},
};

/// A day of the week, Monday first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the days explain themselves")]
pub enum Weekday {
    Mon,
    Tue,
    Wed,
    Thu,
    Fri,
    Sat,
    Sun,
}

impl Weekday {
    /// All seven, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];
}

/// What a clock and a calendar on the wall show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wall {
    /// The day of the week.
    pub day: Weekday,
    /// Nanoseconds since the wall clock's 00:00, below 86 400 000 000 000.
    pub nanos: i64,
}

/// An IANA time zone, from the bundled database: the same on every machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    name: String,
    zone: TimeZone,
}

impl Zone {
    /// The zone of an IANA name such as `America/New_York`, if there is one.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name).ok()?;
        Some(Self {
            name: name.to_owned(),
            zone,
        })
    }

    /// Every name of the database, sorted.
    #[must_use]
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = jiff::tz::db().available().map(|n| n.to_string()).collect();
        names.sort();
        names
    }

    /// The IANA name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which offset, or which two, may hold while its clocks show this.
    pub(super) fn offset_when(&self, shown: DateTime) -> AmbiguousOffset {
        self.zone.to_ambiguous_timestamp(shown).offset()
    }

    /// What the wall clock shows at an instant. In the last hours of the year 9999, beyond what the library
    /// holds, clocks stay as they are.
    #[must_use]
    pub fn wall(&self, at: Time) -> Wall {
        let held = at.0.clamp(
            Timestamp::MIN.as_nanosecond(),
            Timestamp::MAX.as_nanosecond(),
        );
        let stamp = Timestamp::from_nanosecond(held).unwrap_or_default();
        let east = Length::seconds(self.zone.to_offset(stamp).seconds().into());
        let local = at.plus(east).0;
        Wall {
            day: weekday(local.div_euclid(DAY)),
            nanos: i64::try_from(local.rem_euclid(DAY)).unwrap_or_default(),
        }
    }
}

const DAY: i128 = 86_400 * NANOS;

/// The first of January 1970, day 0, was a Thursday.
fn weekday(day: i128) -> Weekday {
    match day.rem_euclid(7) {
        0 => Weekday::Thu,
        1 => Weekday::Fri,
        2 => Weekday::Sat,
        3 => Weekday::Sun,
        4 => Weekday::Mon,
        5 => Weekday::Tue,
        _ => Weekday::Wed,
    }
}
