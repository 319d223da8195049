//! Cases as whoever tells them needs them: with their records, and with the events that are joined of several.

use super::case::{Case, CaseOf, CaseReader};
use super::exports::{SortedExports, Whole};
use super::gather::Records;
use std::io::{self, Read};

/// Cases that are handed to a thread at once.
pub const TOGETHER: usize = 16;

/// A case with what was fetched of it already.
#[derive(Debug)]
pub struct Given {
    /// The case.
    pub case: Case,
    /// Its record, of a log that can only be read forwards.
    pub record: Option<Vec<u8>>,
    /// Of an event that is joined of records.
    pub whole: Option<Whole>,
}

/// Cases with what was fetched of them, in their order.
#[derive(Debug)]
pub struct Givens<'a, R> {
    cases: CaseReader<R>,
    records: Records,
    exports: &'a mut SortedExports,
    number: u64,
}

impl<'a, R: Read> Givens<'a, R> {
    /// From the first.
    #[must_use]
    pub fn new(cases: CaseReader<R>, records: Records, exports: &'a mut SortedExports) -> Self {
        Self {
            cases,
            records,
            exports,
            number: 0,
        }
    }

    /// The next one.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn next(&mut self) -> io::Result<Option<Given>> {
        let Some(case) = self.cases.next()? else {
            return Ok(None);
        };
        let record = self.records.of_case(self.number)?;
        self.number += 1;
        let whole = match case.of {
            CaseOf::Event => self.exports.of_case(&case)?,
            CaseOf::Fragment => None,
        };
        Ok(Some(Given {
            case,
            record,
            whole,
        }))
    }

    /// As many as are handed to a thread at once; fewer are the last.
    ///
    /// # Errors
    /// When a temporary file cannot be read.
    pub fn some(&mut self) -> io::Result<Vec<Given>> {
        let mut some = Vec::with_capacity(TOGETHER);
        while some.len() < TOGETHER
            && let Some(next) = self.next()?
        {
            some.push(next);
        }
        Ok(some)
    }
}
