//! The rows of one column: worked out where they are asked for, equal ones kept once.

use super::Reads;
use super::column::Column;
use super::row::Row;
use crate::event::Value;
use crate::time::Time;
use std::collections::HashSet;
use std::rc::Rc;

/// Of more rows than this those are let go that nobody has.
const MOST_ROWS: usize = 65_536;

/// A column and its rows so far.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    column: Column<'a>,
    usual: Rc<[u64]>,
    rows: HashSet<Row>,
    /// Of a column of numbers the rows by step.
    steps: Vec<Option<Row>>,
}

impl<'a> Kept<'a> {
    pub(super) fn new(column: Column<'a>, reads: Reads) -> Self {
        let steps = match reads {
            Reads::Int => column.steps(),
            Reads::Value | Reads::Presence => 0,
        };
        Self {
            usual: column.usual().into(),
            column,
            rows: HashSet::new(),
            steps: vec![None; steps],
        }
    }

    /// The row of a value, as it is at a time.
    pub(super) fn row(&mut self, reads: Reads, value: Option<&Value>, at: Time) -> Row {
        let left = self.column.left(reads, value, at);
        let row = Row::new(&left.may, &left.doubts, left.stretch, &self.usual);
        if let Some(known) = self.rows.get(&row) {
            return known.clone();
        }
        if self.rows.len() >= MOST_ROWS {
            self.rows.retain(|row| !row.is_unused());
        }
        self.rows.insert(row.clone());
        row
    }

    /// The row of a number, or of none.
    pub(super) fn int_row(&mut self, number: Option<i64>) -> Row {
        let step = self.column.step(number);
        if let Some(Some(row)) = self.steps.get(step) {
            return row.clone();
        }
        let row = self.row(Reads::Int, number.map(Value::Int).as_ref(), Time::default());
        if let Some(known) = self.steps.get_mut(step) {
            *known = Some(row.clone());
        }
        row
    }
}
