//! Hours: whether an instant's wall clock in a zone lies in a span of a week.
//! The offsets of zones are looked up, not written down here; the calendar is counted by hand.

use crate::naive::model::instant::{DAY, MINUTE, Nanos, SECOND};
use crate::naive::model::policy::{Hours, Span};

pub fn within(hours: &Hours, instant: Nanos) -> bool {
    let local = instant + offset(&hours.zone, instant);
    hours.spans.iter().any(|span| in_span(*span, local))
}

/// How far the clocks of a zone are ahead of UTC. In the last hours of the calendar they stay as they are.
pub fn offset(zone: &str, instant: Nanos) -> Nanos {
    let zone = jiff::tz::TimeZone::get(zone).unwrap();
    let known = instant.min(jiff::Timestamp::MAX.as_nanosecond());
    let timestamp = jiff::Timestamp::from_nanosecond(known).unwrap();
    Nanos::from(zone.to_offset(timestamp).seconds()) * SECOND
}

/// Start included, end not; a span that ends before it begins belongs to the day on which it starts.
fn in_span(span: Span, local: Nanos) -> bool {
    // 1970-01-01 was a Thursday; Monday is 0.
    let weekday = (local.div_euclid(DAY) + 3).rem_euclid(7);
    let clock = local.rem_euclid(DAY);
    let (start, end) = (span.start * MINUTE, span.end * MINUTE);
    let today = on_day(span, weekday);
    let yesterday = on_day(span, (weekday + 6) % 7);
    if start < end {
        today && start <= clock && clock < end
    } else {
        today && start <= clock || yesterday && clock < end
    }
}

fn on_day(span: Span, weekday: i128) -> bool {
    let mut day = span.first;
    loop {
        if day == weekday {
            return true;
        }
        if day == span.last {
            return false;
        }
        day = (day + 1) % 7;
    }
}
