//! The records of all cases that stand in logs which can only be read forwards, fetched in one more
//! reading of just those logs.

use super::Scan;
use super::at::Starts;
use super::case::Cases;
use super::fetch::{Fetcher, How};
use super::row::{RowReader, RowWriter};
use super::sorted::{Sorted, Sorter};
use super::spool::{Kept, Spool};
use super::timed::{AT, read_at, write_at};
use std::io;

/// place, number of the case.
const WANTED: usize = AT + 8;
/// number of the case, record.
const FETCHED: usize = 8 + 16;

/// Records, by the numbers of their cases.
#[derive(Debug)]
pub struct Records {
    sorted: Sorted<FETCHED>,
    spool: Spool,
}

/// Fetches them.
///
/// # Errors
/// When a temporary file cannot be written or read. A log that cannot be read again is no error here.
pub fn records(
    scan: &Scan<'_>,
    cases: &mut Cases,
    starts: &Starts,
    how: &dyn Fn(u32) -> How,
) -> io::Result<Records> {
    let mut wanted = Sorter::<WANTED>::default();
    let mut reader = cases.reader()?;
    let mut number = 0_u64;
    while let Some(case) = reader.next()? {
        let file = starts.place(case.at).map(|place| place.file);
        if case.record.is_none() && file.is_some_and(|file| how(file) == How::Forwards) {
            wanted.push(write_at(RowWriter::new(), case.at).u64(number).done())?;
        }
        number += 1;
    }
    let mut fetched = Sorter::<FETCHED>::default();
    let mut spool = Spool::new()?;
    let mut fetcher = Fetcher::new(scan);
    let mut sorted = wanted.sorted()?;
    while let Some(row) = sorted.next()? {
        let mut row = RowReader::new(&row);
        let (at, number) = (read_at(&mut row), row.u64());
        let record = starts
            .place(at)
            .and_then(|place| fetcher.record(place, How::Forwards).ok());
        if let Some(record) = record {
            let kept = spool.keep(&record)?;
            let row = RowWriter::new().u64(number);
            fetched.push(row.u64(kept.offset).u64(kept.length).done())?;
        }
    }
    Ok(Records {
        sorted: fetched.sorted()?,
        spool,
    })
}

impl Records {
    /// The record of a case; to be asked in the order of cases. None where it was not fetched.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub fn of_case(&mut self, case: u64) -> io::Result<Option<Vec<u8>>> {
        let next = self.sorted.peek().map(|row| RowReader::new(row).u64());
        if next != Some(case) {
            return Ok(None);
        }
        let Some(row) = self.sorted.next()? else {
            return Ok(None);
        };
        let mut row = RowReader::new(&row);
        let _number = row.u64();
        let kept = Kept {
            offset: row.u64(),
            length: row.u64(),
        };
        self.spool.read(kept).map(Some)
    }
}
