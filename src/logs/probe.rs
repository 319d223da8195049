//! Which source a log is of: how many of its first records each one knows, and what it fills of them.
//!
//! Knows no names of files. A sample is the beginning of a log, decompressed.

use super::bind::Bound;
use super::bytes::{Filled, Input};
use super::{Item, Place, read};
use crate::event::FieldId;
use std::cell::Cell;
use std::io::{self, Read};

/// So many records tell.
pub const RECORDS: u64 = 1000;

/// So many bytes are looked at, of all logs together: 8 MiB.
pub const BYTES: u64 = 8 * 1024 * 1024;

/// The beginning of a log.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Its bytes, decompressed.
    pub bytes: Vec<u8>,
    /// Whether the log ends where they end.
    pub whole: bool,
}

impl Sample {
    /// The first bytes of a log, at most so many; the log may be compressed.
    ///
    /// # Errors
    /// The reader's own, and where nothing can be decompressed. What breaks off later has a beginning.
    pub fn take(log: impl Read, most: u64) -> io::Result<Self> {
        let most = usize::try_from(most).unwrap_or(usize::MAX);
        let mut input = Input::new(log);
        let mut bytes = Vec::new();
        loop {
            let more = match input.fill()? {
                Filled::Bytes(more) if bytes.len() < most => more,
                Filled::Damaged(reason) if bytes.is_empty() => {
                    return Err(io::Error::other(reason.to_owned()));
                }
                Filled::End => return Ok(Self { bytes, whole: true }),
                Filled::Bytes(_) | Filled::Damaged(_) => {
                    let whole = false;
                    return Ok(Self { bytes, whole });
                }
            };
            let fits = more.get(..most - bytes.len()).unwrap_or(more);
            bytes.extend_from_slice(fits);
            let used = fits.len();
            input.consume(used);
        }
    }
}

/// What a source makes of a log's beginning.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// Records that hold an export.
    pub exports: u64,
    /// Records that the source knows not to be one.
    pub not_exports: u64,
    /// Records of an action that it does not know.
    pub unclassified: u64,
    /// Records that it cannot read.
    pub unreadable: u64,
    /// Events in the exports: one of them may hold several.
    pub events: u64,
    /// How many of these events have a value of which field, in the order of fields.
    pub filled: Vec<(FieldId, u64)>,
}

impl Fit {
    /// What the source makes of these logs: of their first records together.
    ///
    /// # Errors
    /// None: the samples are in memory.
    pub fn of(samples: &[Sample], source: &Bound) -> io::Result<Self> {
        let mut fit = Self::default();
        for sample in samples {
            if fit.records() >= RECORDS {
                break;
            }
            fit.add(sample, source)?;
        }
        Ok(fit)
    }

    /// Records looked at.
    #[must_use]
    pub fn records(&self) -> u64 {
        self.exports + self.not_exports + self.unclassified + self.unreadable
    }

    /// Whether the log may be of this source: it knows some of the records, and of exports it says more than
    /// that they are there. Whatever has a time is an export to a source that says nothing of what is one.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.not_exports > 0 || (self.events > 0 && self.values() >= 2 * self.events)
    }

    /// How much speaks for the source: values that it fills, the time aside. A record that is known to be none
    /// counts like an export with three.
    #[must_use]
    pub fn weight(&self) -> u64 {
        self.values() + 3 * self.not_exports
    }

    fn values(&self) -> u64 {
        let values = self.filled.iter();
        values
            .filter(|(field, _)| *field != FieldId::TIME)
            .map(|(_, count)| count)
            .sum()
    }

    fn add(&mut self, sample: &Sample, source: &Bound) -> io::Result<()> {
        let enough = Cell::new(false);
        let input = Until {
            rest: &sample.bytes,
            enough: &enough,
        };
        let mut last = None;
        let end = u64::try_from(sample.bytes.len()).unwrap_or(u64::MAX);
        read(input, 0, source, sample.bytes.len(), &mut |item| {
            let torn = matches!(&item, Item::Unreadable { place, .. }
                if !sample.whole && place.offset + place.length >= end);
            if !enough.get() && !torn {
                self.count(&item, &mut last);
                enough.set(self.records() >= RECORDS);
            }
        })?;
        Ok(())
    }

    /// A record of several events counts once, as the first of them.
    fn count(&mut self, item: &Item<'_>, last: &mut Option<u64>) {
        let again = |place: &Place, last: &mut Option<u64>| {
            let again = place.part.is_some() && *last == Some(place.offset);
            *last = Some(place.offset);
            u64::from(!again)
        };
        match item {
            Item::Met { .. } => {}
            Item::NotExport => self.not_exports += 1,
            Item::Event(recorded) => {
                self.exports += again(&recorded.place, last);
                self.events += 1;
                for (at, value) in (0..).zip(&recorded.event.values) {
                    if value.is_some() {
                        self.fill(FieldId(at));
                    }
                }
            }
            Item::Unclassified { place, .. } => self.unclassified += again(place, last),
            Item::Unreadable { place, .. } => self.unreadable += again(place, last),
        }
    }

    fn fill(&mut self, field: FieldId) {
        match self.filled.binary_search_by_key(&field, |(f, _)| *f) {
            Ok(at) => {
                if let Some((_, count)) = self.filled.get_mut(at) {
                    *count += 1;
                }
            }
            Err(at) => self.filled.insert(at, (field, 1)),
        }
    }
}

/// Bytes that end when there is enough.
struct Until<'a> {
    rest: &'a [u8],
    enough: &'a Cell<bool>,
}

impl Read for Until<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        if self.enough.get() {
            return Ok(0);
        }
        self.rest.read(room)
    }
}
