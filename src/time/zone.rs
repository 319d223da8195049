//! Time zones: what a clock on the wall shows at an instant.

use super::Time;
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

    /// What the wall clock shows at an instant; none beyond the years that can be held.
    #[must_use]
    pub fn wall(&self, at: Time) -> Option<Wall> {
        let stamp = Timestamp::from_nanosecond(at.0).ok()?;
        let local = self.zone.to_datetime(stamp);
        let day = usize::try_from(local.weekday().to_monday_zero_offset()).ok()?;
        let clock = local.time();
        let seconds = (i64::from(clock.hour()) * 60 + i64::from(clock.minute())) * 60
            + i64::from(clock.second());
        Some(Wall {
            day: *Weekday::ALL.get(day)?,
            nanos: seconds * 1_000_000_000 + i64::from(clock.subsec_nanosecond()),
        })
    }
}
