//! Which fields events have, hour by hour: the same whatever order they come in.
//!
//! Memory follows the hours and the different choices of fields, up to a bound; what is more goes to disk.

use super::at::At;
use super::row::{RowReader, RowWriter};
use super::sorted::Sorter;
use super::timed::{AT, read_at, write_at};
use crate::logs::Fields;
use crate::time::{NANOS, Time};
use std::collections::BTreeMap;
use std::io;

/// Choices in memory: some 6 MiB.
const MOST: usize = 64 * 1024;
/// hour, fields that are there, fields that do not fit, how many events, the first of them.
const ROW: usize = 8 + 8 + 8 + 8 + AT;
const HOUR: i128 = 3_600 * NANOS;

/// Events of one hour that have the same fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Alike {
    /// Hours since 1970.
    pub hour: i64,
    /// What they have.
    pub there: Fields,
    /// Of what they have something that does not fit.
    pub unfit: Fields,
}

/// How many events are alike, and where the first of them stands.
pub type Count = (u64, At);

/// All events so far.
#[derive(Debug, Default)]
pub struct Presence {
    counts: BTreeMap<Alike, Count>,
    /// What the last event was, and how many followed it that are alike: most do.
    last: Option<(Alike, Count)>,
    /// The hour of the last event: from when, until when.
    hour: (i128, i128),
    disk: Sorter<ROW>,
}

impl Presence {
    /// Adds an event.
    #[inline]
    pub fn event(&mut self, time: Time, at: At, there: Fields, unfit: Fields) {
        if let Some((last, (count, first))) = &mut self.last
            && (last.there, last.unfit) == (there, unfit)
            && (self.hour.0..self.hour.1).contains(&time.0)
        {
            *count += 1;
            *first = at.min(*first);
            return;
        }
        self.settle();
        let hour = time.0.div_euclid(HOUR);
        self.hour = (hour * HOUR, hour * HOUR + HOUR);
        let alike = Alike {
            hour: i64::try_from(hour).unwrap_or_default(),
            there,
            unfit,
        };
        self.last = Some((alike, (1, at)));
    }

    fn settle(&mut self) {
        if let Some((alike, count)) = self.last.take() {
            self.add(alike, count);
        }
    }

    fn add(&mut self, alike: Alike, (count, first): Count) {
        let known = self.counts.entry(alike).or_insert((0, first));
        *known = (known.0 + count, known.1.min(first));
    }

    /// Adds all of these; what is too much for memory goes to disk.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn merge(&mut self, mut other: Self) -> io::Result<()> {
        other.settle();
        for (alike, count) in other.counts {
            self.add(alike, count);
        }
        if self.counts.len() > MOST {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        for (alike, (count, first)) in std::mem::take(&mut self.counts) {
            let row = RowWriter::new().i64(alike.hour);
            let row = row.u64(alike.there).u64(alike.unfit).u64(count);
            self.disk.push(write_at(row, first).done())?;
        }
        Ok(())
    }

    /// All, in the order of hours; some that are alike may come one after the other.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn each(mut self, each: &mut dyn FnMut(Alike, Count)) -> io::Result<()> {
        self.settle();
        self.spill()?;
        let mut rows = self.disk.sorted()?;
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(&row);
            let alike = Alike {
                hour: row.i64(),
                there: row.u64(),
                unfit: row.u64(),
            };
            let count = row.u64();
            each(alike, (count, read_at(&mut row)));
        }
        Ok(())
    }
}
