//! Exports that were joined of several records, on disk, until what there is to tell of them is told.

use super::at::At;
use super::case::Case;
use super::packed::{pack, unpack};
use super::row::{RowReader, RowWriter};
use super::sorted::{Sorted, Sorter};
use super::spool::{Kept, Spool};
use super::timed::{AT, read_at, write_at};
use crate::event::Event;
use crate::logs::join::Joined;
use crate::time::Time;
use std::io;

/// time, place, event, fragments.
const ROW: usize = 16 + AT + 16 + 8;

/// An export of one or several records.
#[derive(Clone, Debug)]
pub struct Export {
    /// Where its first record stands.
    pub at: At,
    /// What they are together.
    pub joined: Joined,
}

/// All of them.
#[derive(Debug)]
pub struct Exports {
    rows: Sorter<ROW>,
    spool: Spool,
}

/// An export as it is told: the event, and of how many records it is made.
pub type Whole = (Event, u64);

impl Exports {
    /// None yet.
    ///
    /// # Errors
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            rows: Sorter::default(),
            spool: Spool::new()?,
        })
    }

    /// Keeps one.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn keep(&mut self, export: &Export) -> io::Result<()> {
        let event = &export.joined.event;
        let kept = self.spool.keep(&pack(event, &[]))?;
        let row = write_at(RowWriter::new().time(event.time), export.at);
        let row = row.u64(kept.offset).u64(kept.length);
        self.rows.push(row.u64(export.joined.fragments).done())
    }

    /// To be asked for them in the order of (time, place).
    ///
    /// # Errors
    /// When a temporary file cannot be written or read.
    pub fn sorted(self) -> io::Result<SortedExports> {
        Ok(SortedExports {
            rows: self.rows.sorted()?,
            spool: self.spool,
        })
    }
}

/// Exports in the order of (time, place).
#[derive(Debug)]
pub struct SortedExports {
    rows: Sorted<ROW>,
    spool: Spool,
}

impl SortedExports {
    /// The export of a case; to be asked in the order of cases. None of an event that is one record.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn of_case(&mut self, case: &Case) -> io::Result<Option<Whole>> {
        while let Some((time, at)) = self.rows.peek().map(key) {
            if (time, at) > (case.time, case.at) {
                break;
            }
            let Some(row) = self.rows.next()? else { break };
            if (time, at) < (case.time, case.at) {
                continue;
            }
            let mut row = RowReader::new(&row);
            let _key = (row.time(), read_at(&mut row));
            let kept = Kept {
                offset: row.u64(),
                length: row.u64(),
            };
            let event = unpack(&self.spool.read(kept)?).map(|(event, _)| event);
            return Ok(event.zip(Some(row.u64())));
        }
        Ok(None)
    }
}

fn key(row: &[u8; ROW]) -> (Time, At) {
    let mut row = RowReader::new(row);
    (row.time(), read_at(&mut row))
}
