//! Times that no right clock shows: in the future, or from before the log was written.

use super::{Log, Scan};
use crate::logs::Place;
use crate::time::{Length, Time, parse_rfc3339};

/// So far ahead a clock may be that nobody minds: five minutes.
const AHEAD: Length = Length::minutes(5);

/// From when to when the times of a log can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Clock {
    since: Time,
    until: Time,
}

impl Clock {
    /// Of a log: from when its file begins by its name, if that tells, less the horizon; else from the year 2000
    /// on. Until now.
    #[must_use]
    pub fn of(scan: &Scan<'_>, log: &Log<'_>) -> Self {
        Self {
            since: begins(log).map_or_else(oldest, |begins| begins.minus(scan.lateness)),
            until: scan.now.plus(AHEAD),
        }
    }

    /// Whether a time can be.
    #[inline]
    #[must_use]
    pub fn shows(&self, time: Time) -> bool {
        self.since <= time && time <= self.until
    }
}

/// Where the time of an event is, if it cannot be, with an example and the reason.
#[must_use]
pub fn wrong(scan: &Scan<'_>, place: Place, time: Time) -> Option<(&'static str, String)> {
    let file = usize::try_from(place.file).ok();
    let log = file.and_then(|file| scan.logs.get(file))?;
    let clock = Clock::of(scan, log);
    if clock.shows(time) {
        return None;
    }
    let (which, why) = match (time > clock.until, begins(log)) {
        (true, _) => ("in the future", format!("it is {}", scan.now)),
        (false, Some(begins)) => (
            "from before the log",
            format!("by its name the file begins at {begins}"),
        ),
        (false, None) => (
            "from before the log",
            format!("before {} no such log was written", oldest()),
        ),
    };
    Some((which, format!("{time}, and {why}")))
}

fn begins(log: &Log<'_>) -> Option<Time> {
    let shown = log.source.coverage().files.as_ref()?.begins(&log.name)?;
    Some(match log.source.zone() {
        Some(zone) => zone.shows(shown),
        None => shown,
    })
}

/// A clock that was never set shows a year before this.
fn oldest() -> Time {
    parse_rfc3339("2000-01-01").unwrap_or_default()
}
