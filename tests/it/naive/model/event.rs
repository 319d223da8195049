//! One recorded export. It deliberately does not know what its fields do.

use std::collections::BTreeMap;

use super::instant::Nanos;
use super::value::Value;

#[derive(Clone, Debug, Default)]
pub struct Event {
    /// By field; one that is not here is missing.
    pub cells: BTreeMap<String, Cell>,
    /// How its values are spelled in the log; two copies of a record share it.
    pub spelling: u64,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Fits(Value),
    /// JSON that is not of the field's type.
    Misfit(serde_json::Value),
}

impl Event {
    pub fn new<const N: usize>(cells: [(&str, Value); N]) -> Event {
        let cells = cells.map(|(field, value)| (field.to_owned(), Cell::Fits(value)));
        Event {
            cells: cells.into(),
            spelling: 0,
        }
    }

    pub fn with(&self, field: &str, value: Value) -> Event {
        self.with_cell(field, Cell::Fits(value))
    }

    pub fn with_cell(&self, field: &str, cell: Cell) -> Event {
        let mut changed = self.clone();
        changed.cells.insert(field.to_owned(), cell);
        changed
    }

    pub fn without(&self, field: &str) -> Event {
        let mut changed = self.clone();
        changed.cells.remove(field);
        changed
    }

    /// What stands there and fits.
    pub fn value(&self, field: &str) -> Option<&Value> {
        match self.cells.get(field)? {
            Cell::Fits(value) => Some(value),
            Cell::Misfit(_) => None,
        }
    }

    pub fn text(&self, field: &str) -> Option<&str> {
        match self.value(field)? {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn int(&self, field: &str) -> Option<i64> {
        match self.value(field)? {
            Value::Int(number) => Some(*number),
            _ => None,
        }
    }

    pub fn instant(&self, field: &str) -> Option<Nanos> {
        match self.value(field)? {
            Value::Time(instant) => Some(*instant),
            _ => None,
        }
    }

    /// When it happened; a record without is unreadable and never judged.
    pub fn time(&self) -> Nanos {
        self.instant("time").unwrap()
    }
}
