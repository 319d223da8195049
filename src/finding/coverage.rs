//! How complete logs are: what was looked for, and what is missing.

use crate::time::Time;

/// How complete the logs of a run are, as far as their sources say what should be there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Coverage {
    /// What was looked for: `files`, `manifest`, `sequence`, `max_gap`. Nothing: nobody knows what is missing.
    pub asked: Vec<&'static str>,
    /// From when to when what is missing would be known.
    pub period: Option<(Time, Time)>,
    /// What is missing, at most [`MOST_GAPS`].
    pub gaps: Vec<Gap>,
    /// How much is missing, that too which is not listed.
    pub count: u64,
}

/// So much of what is missing is listed.
pub const MOST_GAPS: usize = 1000;

/// Something that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gap {
    /// By what it is known: one of those of [`Coverage::asked`].
    pub by: &'static str,
    /// The source whose logs lack it.
    pub source: String,
    /// From when to when, if that can be told.
    pub period: Option<(Time, Time)>,
    /// What it is, in a line.
    pub what: String,
}

/// Whether a period is covered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Covered<'c> {
    /// Nothing that should be there is missing.
    Whole,
    /// These are missing; more than these where not all are listed.
    Holes(Vec<&'c Gap>),
    /// Nobody said what should be there, or it reaches beyond what the logs tell.
    Unknown,
}

impl Coverage {
    /// Whether everything is there from a time on and before another.
    #[must_use]
    pub fn covers(&self, since: Time, until: Time) -> Covered<'_> {
        let touches = |gap: &&Gap| match gap.period {
            Some((from, to)) => from < until && since < to,
            None => true,
        };
        let holes: Vec<&Gap> = self.gaps.iter().filter(touches).collect();
        let listed = u64::try_from(self.gaps.len()).unwrap_or(u64::MAX);
        if !holes.is_empty() || self.count > listed {
            return Covered::Holes(holes);
        }
        match self.period {
            Some((from, to)) if from <= since && until <= to => Covered::Whole,
            _ => Covered::Unknown,
        }
    }

    /// Adds something that is missing; whether it is listed.
    pub fn add(&mut self, gap: Gap) -> bool {
        self.count = self.count.saturating_add(1);
        let listed = self.gaps.len() < MOST_GAPS;
        if listed {
            self.gaps.push(gap);
        }
        listed
    }

    /// From when to when some way of looking tells what is missing. Of two periods that do not touch the longer
    /// one counts: nobody looked between them.
    pub fn tells(&mut self, by: &'static str, period: Option<(Time, Time)>) {
        self.asked.push(by);
        let Some((from, to)) = period else { return };
        let (first, last) = self.period.unwrap_or((from, to));
        let touches = from <= last && first <= to;
        self.period = match touches {
            true => Some((first.min(from), last.max(to))),
            false if to.since(from) > last.since(first) => Some((from, to)),
            false => Some((first, last)),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_covered_where_nothing_in_it_is_missing() {
        let gap = |period: Option<(i128, i128)>| Gap {
            by: "files",
            source: "s".to_owned(),
            period: period.map(|(from, to)| (Time(from), Time(to))),
            what: String::new(),
        };
        let mut coverage = Coverage::default();
        assert_eq!(coverage.covers(Time(1), Time(2)), Covered::Unknown);
        coverage.tells("files", Some((Time(10), Time(50))));
        assert!(coverage.add(gap(Some((20, 30)))));
        let holes = Covered::Holes(vec![&coverage.gaps[0]]);
        for (since, until, expected) in [
            (10, 20, Covered::Whole),
            (30, 50, Covered::Whole),
            (10, 21, holes.clone()),
            (29, 50, holes.clone()),
            (22, 23, holes.clone()),
            (9, 12, Covered::Unknown),
            (30, 51, Covered::Unknown),
        ] {
            assert_eq!(coverage.covers(Time(since), Time(until)), expected);
        }
        let mut other = coverage.clone();
        // Nobody looked from 50 to 60.
        for (from, to, expected) in [
            (60, 70, (10, 50)),
            (60, 200, (60, 200)),
            (40, 60, (40, 200)),
        ] {
            other.tells("max_gap", Some((Time(from), Time(to))));
            assert_eq!(other.period, Some((Time(expected.0), Time(expected.1))));
        }
        let mut other = coverage.clone();
        other.add(gap(None));
        let timeless = Covered::Holes(vec![&other.gaps[1]]);
        assert_eq!(other.covers(Time(10), Time(20)), timeless);
        other.gaps.truncate(1);
        assert_eq!(other.covers(Time(10), Time(20)), Covered::Holes(vec![]));
    }
}
