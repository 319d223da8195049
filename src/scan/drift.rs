//! Fields that were always there, and from some time on never are.
//!
//! Hour by hour of the events' own time, so that no order makes a difference.

use super::Scan;
use super::at::At;
use super::presence::{Alike, Count, Presence};
use super::said::said;
use super::sequence::Taken;
use crate::finding::{Finding, Kind};
use crate::logs::Fields;
use crate::policy::Path;
use crate::time::{NANOS, Time};
use std::io;

/// So many events had it, all of them, before it went; and so many have it no more.
const MANY: u64 = 20;
/// So many hours some events may have it and others not, when it goes: a change comes bit by bit.
const BETWEEN: i64 = 24;

/// What is known of a field, hour by hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Course {
    /// Events that had it before the first that had it not.
    before: u64,
    /// The hour of the first that had it not.
    first_without: Option<i64>,
    /// The hour of the last that had it.
    last_with: Option<i64>,
    /// Events behind that hour, all without it; and how many of them have something there that does not fit.
    after: u64,
    unfit: u64,
    /// The first of them.
    at: Option<At>,
}

impl Course {
    /// The events of one hour: with it, without it, of those with something unfit, the first without it.
    fn hour(&mut self, hour: i64, with: u64, without: u64, unfit: u64, at: Option<At>) {
        if self.first_without.is_none() && without == 0 {
            self.before += with;
        }
        if without > 0 {
            self.first_without.get_or_insert(hour);
        }
        if with > 0 {
            self.last_with = Some(hour);
            (self.after, self.unfit, self.at) = (0, 0, None);
        } else {
            self.after += without;
            self.unfit += unfit;
            self.at = self.at.or(at);
        }
    }

    /// The hour from which on it is gone; none where it is not, or was not always there.
    fn gone(&self) -> Option<i64> {
        let (first, last) = (self.first_without?, self.last_with?);
        let is_gone = self.before >= MANY && self.after >= MANY && last - first < BETWEEN;
        is_gone.then_some(last + 1)
    }
}

/// Tells of all sources which fields are gone.
///
/// # Errors
/// When `emit` fails, or a temporary file cannot be read.
pub fn tell(
    scan: &Scan<'_>,
    taken: &mut Taken,
    emit: &mut dyn FnMut(Finding) -> io::Result<()>,
) -> io::Result<()> {
    for (name, log) in scan.sources() {
        let Some(presence) = taken.presence.remove(name) else {
            continue;
        };
        let bits: Vec<Fields> = log.source.looked_for().map(|(_, bit)| bit).collect();
        let courses = courses(presence, &bits)?;
        for ((field, _), course) in log.source.looked_for().zip(courses) {
            let Some(hour) = course.gone() else { continue };
            let field = scan.judge.policy.schema.name_of(Path::Field(field));
            let since = Time(i128::from(hour) * 3_600 * NANOS);
            let (before, after) = (course.before, course.after);
            let what = match course.unfit {
                0 => format!("`{field}` is not there any more since {since}"),
                _ => format!("`{field}` does not fit its type any more since {since}"),
            };
            let place = course.at.and_then(|at| taken.starts.place(at));
            let place = place.and_then(|at| {
                let log = scan.logs.get(usize::try_from(at.file).ok()?)?;
                Some(log.place(at))
            });
            taken.tally.found(Kind::FieldDrift);
            emit(Finding {
                place,
                help: Some(format!(
                    "find out what changed in the system that writes the log, and mend the mapping of `{field}` in `{name}`"
                )),
                ..said(
                    Kind::FieldDrift,
                    format!("{what}: all of {before} events before had it, none of {after} has"),
                    &[name, &field],
                )
            })?;
        }
    }
    Ok(())
}

/// Of each field.
fn courses(presence: Presence, bits: &[Fields]) -> io::Result<Vec<Course>> {
    let mut courses = vec![Course::default(); bits.len()];
    let mut hour: Vec<(Alike, Count)> = Vec::new();
    let mut end = |hour: &mut Vec<(Alike, Count)>| {
        for (course, bit) in courses.iter_mut().zip(bits) {
            let (mut with, mut without, mut unfit, mut at) = (0, 0, 0, None);
            for (alike, (count, first)) in hour.iter() {
                if alike.there & bit != 0 {
                    with += count;
                    continue;
                }
                without += count;
                unfit += if alike.unfit & bit != 0 { *count } else { 0 };
                at = Some(at.map_or(*first, |at: At| at.min(*first)));
            }
            if let Some((alike, _)) = hour.first() {
                course.hour(alike.hour, with, without, unfit, at);
            }
        }
        hour.clear();
    };
    presence.each(&mut |alike, count| {
        if hour
            .first()
            .is_some_and(|(first, _)| first.hour != alike.hour)
        {
            end(&mut hour);
        }
        hour.push((alike, count));
    })?;
    end(&mut hour);
    Ok(courses)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(block: u32) -> At {
        At {
            block,
            ..At::default()
        }
    }

    /// Hours of events with and without a field, and the hour from which on it is gone.
    fn gone(hours: &[(i64, u64, u64)]) -> Option<i64> {
        let mut events = Vec::new();
        for (hour, with, without) in hours {
            let time = Time(i128::from(*hour) * 3_600 * NANOS + 7);
            events.extend((0..*with).map(|_| (time, 1)));
            events.extend((0..*without).map(|_| (time, 0)));
        }
        let mut both = Vec::new();
        for order in [1, 7] {
            let mut presence = Presence::default();
            for some in 0..order {
                let mut batch = Presence::default();
                let some = events.iter().zip(0..).skip(some).step_by(order);
                some.for_each(|((time, there), n)| batch.event(*time, at(n), *there, 0));
                presence.merge(batch).unwrap();
            }
            both.push(courses(presence, &[1]).unwrap());
        }
        assert_eq!(both[0], both[1]);
        both[0][0].gone()
    }

    #[test]
    fn a_field_is_gone_when_all_had_it_and_none_has() {
        for (hours, expected) in [
            (&[(1, 20, 0), (2, 0, 20)][..], Some(2)),
            (&[(1, 19, 0), (2, 0, 20)], None),
            (&[(1, 20, 0), (2, 0, 19)], None),
            // It comes back.
            (&[(1, 50, 0), (2, 0, 50), (90, 1, 0)], None),
            // It was not always there.
            (&[(1, 50, 1), (2, 90, 0), (3, 0, 50)], None),
            (
                &[(1, 60, 0), (5, 50, 1), (28, 2, 60), (29, 0, 50)],
                Some(29),
            ),
            (&[(1, 60, 0), (5, 50, 1), (29, 2, 60), (30, 0, 50)], None),
            (&[(1, 60, 0), (5, 50, 1), (6, 2, 60)], None),
            (&[(1, 0, 500)], None),
            (&[(1, 500, 0)], None),
        ] {
            assert_eq!(gone(hours), expected, "{hours:?}");
        }
    }
}
