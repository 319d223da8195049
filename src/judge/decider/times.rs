//! The rows of the time: one for each stretch in which no hours, period or other bound turns.

use super::Reads;
use super::kept::Kept;
use super::row::Row;
use crate::time::Time;

/// Of more stretches than this all are forgotten.
const MOST_STRETCHES: usize = 4_096;

/// What rules say of the time alone.
#[derive(Debug)]
pub(super) struct Times<'a> {
    parts: Kept<'a>,
    /// By the time at which they begin.
    known: Vec<Row>,
    /// The place of the one used last: most logs run on.
    last: usize,
    /// Holds never.
    none: Row,
}

impl<'a> Times<'a> {
    pub(super) fn new(parts: Kept<'a>) -> Self {
        Self {
            parts,
            known: Vec::new(),
            last: 0,
            none: Row::nothing(),
        }
    }

    /// The row that holds at a time.
    pub(super) fn row(&mut self, at: Time) -> &Row {
        let holds = |row: Option<&Row>| row.is_some_and(|row| row.holds_at(at));
        if !holds(self.known.get(self.last)) {
            let behind = self.known.partition_point(|row| row.first() <= at);
            let before = behind.saturating_sub(1);
            if holds(self.known.get(before)) {
                self.last = before;
            } else {
                self.add(behind, at);
            }
        }
        self.last()
    }

    /// The row that was asked for last.
    pub(super) fn last(&self) -> &Row {
        self.known.get(self.last).unwrap_or(&self.none)
    }

    #[cold]
    fn add(&mut self, behind: usize, at: Time) {
        let row = self.parts.row(Reads::Value, None, at);
        if self.known.len() >= MOST_STRETCHES {
            self.known.clear();
        }
        self.last = behind.min(self.known.len());
        self.known.insert(self.last, row);
    }
}
