//! Time zones: what a clock on the wall shows at an instant.

use super::{Length, NANOS, Time};
use jiff::{
    Span, Timestamp,
    civil::DateTime,
    tz::{AmbiguousOffset, TimeZone, TimeZoneTransition},
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

    /// A stretch of time around an instant, both ends in it, through which the clocks run on evenly. Within a second of
    /// a change it is that instant alone.
    #[must_use]
    pub fn steady(&self, at: Time) -> (Time, Time) {
        let stamp = held(at);
        let second = Length(NANOS);
        let nanos = |change: TimeZoneTransition<'_>| Time(change.timestamp().as_nanosecond());
        let following = self.zone.following(stamp).next().map(nanos);
        let behind = stamp.saturating_add(Span::new().nanoseconds(1));
        let preceding = behind
            .ok()
            .and_then(|behind| self.zone.preceding(behind).next());
        let first = preceding.map_or(Time(i128::MIN), |change| nanos(change).plus(second));
        let last = following.map_or(Time(i128::MAX), |change| change.minus(second));
        if first <= at && at <= last {
            (first, last)
        } else {
            (at, at)
        }
    }

    /// How much later clocks are than those of UTC, at an instant.
    fn east(&self, at: Time) -> Length {
        Length::seconds(self.zone.to_offset(held(at)).seconds().into())
    }

    /// The instant at which clocks show what those of UTC show at another; where they never do, that of the
    /// change, and where they do twice, one of the two.
    #[must_use]
    pub fn shows(&self, utc: Time) -> Time {
        let near = utc.minus(self.east(utc));
        utc.minus(self.east(near))
    }

    /// What the wall clock shows at an instant. In the last hours of the year 9999, beyond what the library
    /// holds, clocks stay as they are.
    #[must_use]
    pub fn wall(&self, at: Time) -> Wall {
        let local = at.plus(self.east(at)).0;
        Wall {
            day: weekday(local.div_euclid(DAY)),
            nanos: i64::try_from(local.rem_euclid(DAY)).unwrap_or_default(),
        }
    }
}

/// The nearest instant that the library holds.
fn held(at: Time) -> Timestamp {
    let held = at.0.clamp(
        Timestamp::MIN.as_nanosecond(),
        Timestamp::MAX.as_nanosecond(),
    );
    Timestamp::from_nanosecond(held).unwrap_or_default()
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
