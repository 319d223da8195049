//! The rows of one column: worked out where they are asked for, equal ones kept once.

use super::column::Column as Parts;
use super::row::Row;
use super::{Column, Reads};
use crate::domain::domain_of;
use crate::event::{Event, Value};
use crate::policy::Path;
use crate::time::Time;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;
use std::sync::Arc;

/// Of more rows than this those are let go that nobody has.
const MOST_ROWS: usize = 65_536;
/// Of more texts than this all are forgotten: a column of so many seldom repeats them.
const MOST_TEXTS: usize = 16_384;

/// A column and its rows so far.
#[derive(Debug)]
pub(super) struct Kept<'a> {
    column: Arc<Parts<'a>>,
    usual: Rc<[u64]>,
    rows: HashSet<Row>,
    /// Of a column of numbers the rows by step.
    steps: Vec<Option<Row>>,
    /// Rows of texts that events held, and of none.
    texts: HashMap<String, Row>,
    none: Option<Row>,
    /// Holds never.
    nothing: Row,
}

impl<'a> Kept<'a> {
    pub(super) fn new(column: Arc<Parts<'a>>, reads: Reads) -> Self {
        let steps = match reads {
            Reads::Int => column.steps(),
            Reads::Value | Reads::Presence => 0,
        };
        Self {
            usual: column.usual().into(),
            column,
            rows: HashSet::new(),
            steps: vec![None; steps],
            texts: HashMap::new(),
            none: None,
            nothing: Row::nothing(),
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

    /// The row of what an event holds.
    pub(super) fn of(&mut self, column: &Column, event: &Event) -> Row {
        let at = event.time;
        let domain;
        let value = match column.path {
            Path::Field(field) => event.get(field),
            Path::Domain(field) => {
                domain = event.text(field).and_then(domain_of).map(Value::Text);
                domain.as_ref()
            }
            Path::Column(_) => None,
        };
        let known = match (value, column.reads) {
            (Some(Value::Int(n)), Reads::Int) => return self.int_row(Some(*n)).clone(),
            (Some(Value::Text(text)), _) => self.texts.get(text),
            (None, _) => self.none.as_ref(),
            _ => None,
        };
        if let Some(row) = known.filter(|row| row.holds_at(at)) {
            return row.clone();
        }
        let row = self.row(column.reads, value, at);
        match value {
            Some(Value::Text(text)) => {
                if self.texts.len() >= MOST_TEXTS {
                    self.texts.clear();
                }
                self.texts.insert(text.clone(), row.clone());
            }
            None => self.none = Some(row.clone()),
            _ => {}
        }
        row
    }

    /// The row of a number, or of none.
    #[inline]
    pub(super) fn int_row(&mut self, number: Option<i64>) -> &Row {
        let step = self.column.step(number);
        if !matches!(self.steps.get(step), Some(Some(_))) {
            self.make_step(step, number);
        }
        self.of_step(step)
    }

    /// The same, where it was asked for before.
    pub(super) fn known_int_row(&self, number: Option<i64>) -> &Row {
        self.of_step(self.column.step(number))
    }

    fn of_step(&self, step: usize) -> &Row {
        let row = self.steps.get(step).and_then(Option::as_ref);
        row.unwrap_or(&self.nothing)
    }

    #[cold]
    fn make_step(&mut self, step: usize, number: Option<i64>) {
        let row = self.row(Reads::Int, number.map(Value::Int).as_ref(), Time::default());
        if let Some(known) = self.steps.get_mut(step) {
            *known = Some(row);
        }
    }
}
