//! Hours: spans of wall-clock time on days of the week, in a zone.

use crate::time::{Time, Wall, Weekday, Zone};

/// Declared hours.
#[derive(Clone, Debug, PartialEq)]
pub struct Hours {
    /// Its name.
    pub name: String,
    /// At least one.
    pub spans: Vec<HoursSpan>,
    /// Whose wall clock.
    pub zone: Zone,
}

/// One span, on each of some days.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct HoursSpan {
    /// First day; days run on from it, over Sunday, to `last`.
    pub first: Weekday,
    /// Last day, included.
    pub last: Weekday,
    /// Minutes after 00:00, included.
    pub from: u16,
    /// Minutes after 00:00, not included; below `from` it is on the next day. Never equal to it.
    pub to: u16,
}

const MINUTE: i64 = 60 * 1_000_000_000;

impl Hours {
    /// Whether an instant lies in any of the spans.
    #[must_use]
    pub fn contain(&self, at: Time) -> bool {
        let wall = self.zone.wall(at);
        self.spans.iter().any(|span| span.contains(wall))
    }
}

impl HoursSpan {
    fn contains(&self, wall: Wall) -> bool {
        let from = i64::from(self.from) * MINUTE;
        let to = i64::from(self.to) * MINUTE;
        if from < to {
            return self.has_day(wall.day) && from <= wall.nanos && wall.nanos < to;
        }
        (self.has_day(wall.day) && from <= wall.nanos)
            || (self.has_day(before(wall.day)) && wall.nanos < to)
    }

    fn has_day(&self, day: Weekday) -> bool {
        if self.first <= self.last {
            self.first <= day && day <= self.last
        } else {
            day >= self.first || day <= self.last
        }
    }
}

fn before(day: Weekday) -> Weekday {
    match day {
        Weekday::Mon => Weekday::Sun,
        Weekday::Tue => Weekday::Mon,
        Weekday::Wed => Weekday::Tue,
        Weekday::Thu => Weekday::Wed,
        Weekday::Fri => Weekday::Thu,
        Weekday::Sat => Weekday::Fri,
        Weekday::Sun => Weekday::Sat,
    }
}
