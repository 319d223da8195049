//! What the records of a source tell of its logs as a whole: their times and their numbers.

use super::at::At;
use super::spans::{End, Spans};
use crate::logs::Met;
use crate::logs::source::{Coverage, Per};
use crate::time::Time;
use std::collections::BTreeMap;
use std::io;

/// What has numbers of its own.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// All logs of the source.
    Source,
    /// The file of this number.
    File(u32),
    /// What has this name; none where a record does not say.
    Named(Option<String>),
}

/// The times and numbers of records. Memory follows what has numbers of its own.
#[derive(Debug, Default)]
pub struct Marks {
    /// The times, where the source says how long a log may be silent.
    pub times: Option<Spans>,
    /// The numbers, where the source has a counter.
    pub numbers: BTreeMap<Whose, Spans>,
}

impl Marks {
    /// Adds what a record tells, of a file.
    pub fn record(&mut self, coverage: &Coverage, file: u32, at: At, met: Met) {
        if let Some(time) = met.time {
            self.time(coverage, at, time);
        }
        let (Some(counter), Some(Ok(number))) = (&coverage.counter, met.number) else {
            return;
        };
        let whose = match counter.per {
            Per::Source => Whose::Source,
            Per::File => Whose::File(file),
            Per::Value(_) => Whose::Named(met.of),
        };
        let spans = self.numbers.entry(whose).or_insert_with(|| Spans::new(1));
        spans.number(End {
            number: number.into(),
            time: met.time.unwrap_or_default(),
            at,
        });
    }

    /// Adds the time of a record.
    pub fn time(&mut self, coverage: &Coverage, at: At, time: Time) {
        if let Some(max_gap) = coverage.max_gap {
            let times = self.times.get_or_insert_with(|| Spans::new(max_gap.0));
            times.number(End {
                number: time.0,
                time,
                at,
            });
        }
    }

    /// Adds all of these.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn merge(&mut self, other: Self) -> io::Result<()> {
        match (&mut self.times, other.times) {
            (Some(times), Some(more)) => times.merge(more)?,
            (None, Some(more)) => self.times = Some(more),
            (_, None) => {}
        }
        for (whose, more) in other.numbers {
            match self.numbers.get_mut(&whose) {
                Some(numbers) => numbers.merge(more)?,
                None => _ = self.numbers.insert(whose, more),
            }
        }
        Ok(())
    }
}
