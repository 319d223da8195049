//! An export that is being made up: what it gives, to be changed until the policy lets it out.

use super::super::world::{Clock, Ids, Key, World};
use crate::domain::domain_of;
use crate::event::{FieldId, Value};
use crate::policy::{Given, GivenValue, Path, Schema};
use crate::text::Span;
use crate::time::Time;
use std::collections::BTreeMap;

/// What an export gives: every value but its time, which is always there.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) time: Time,
    pub(super) values: BTreeMap<Key, GivenValue>,
}

/// What is taken for the size of a row.
pub(super) const BYTES_A_ROW: i64 = 50;

impl Draft {
    /// What a path holds; none where it is missing, or nothing is said of it.
    pub(super) fn value(&self, path: Path) -> Option<Value> {
        if path == Path::Field(FieldId::TIME) {
            return Some(Value::Time(self.time));
        }
        if let Path::Domain(field) = path {
            return domain_of(self.text(Path::Field(field))?).map(Value::Text);
        }
        match self.values.get(&Key::Path(path))? {
            GivenValue::Value(_, value) => value.clone(),
            GivenValue::Shift(_, by) => Some(Value::Time(self.time.plus(*by))),
            _ => None,
        }
    }

    /// The text that a path holds.
    pub(super) fn text(&self, path: Path) -> Option<&str> {
        match self.values.get(&Key::Path(path))? {
            GivenValue::Value(_, Some(Value::Text(text))) => Some(text),
            _ => None,
        }
    }

    /// The texts that a path holds.
    pub(super) fn texts(&self, path: Path) -> Vec<String> {
        match self.value(path) {
            Some(Value::Texts(texts)) => texts,
            Some(Value::Text(text)) => vec![text],
            _ => Vec::new(),
        }
    }

    /// How many rows it takes.
    pub(super) fn rows(&self) -> i64 {
        match self.value(Path::Field(FieldId::ROWS)) {
            Some(Value::Int(rows)) => rows,
            _ => 0,
        }
    }

    /// Takes so many rows, and what they weigh.
    pub(super) fn take(&mut self, rows: i64) {
        self.set(Path::Field(FieldId::ROWS), Some(Value::Int(rows)));
        let bytes = rows.saturating_mul(BYTES_A_ROW);
        self.set(Path::Field(FieldId::BYTES), Some(Value::Int(bytes)));
    }

    /// Gives a field or column a value, or says that it is missing.
    pub(super) fn set(&mut self, path: Path, value: Option<Value>) {
        self.values
            .insert(Key::Path(path), GivenValue::Value(path, value));
    }

    /// Says nothing of a field or column: of a row, that there is none.
    pub(super) fn unset(&mut self, path: Path) {
        self.values.remove(&Key::Path(path));
    }

    /// The approver is this tenant's.
    pub(super) fn approver_of(&mut self, tenant: Option<String>) {
        let given = GivenValue::ApproverTenant(tenant);
        self.values.insert(Key::ApproverTenant, given);
    }

    /// All of it as a test gives it.
    pub(super) fn given(&self) -> Vec<Given> {
        let time = Path::Field(FieldId::TIME);
        let time = GivenValue::Value(time, Some(Value::Time(self.time)));
        let values = self.values.values().cloned().chain([time]);
        let given = |value| Given {
            span: Span::default(),
            value,
        };
        values.map(given).collect()
    }
}

/// A world of what is given, which has a time.
pub(super) fn world<'g>(
    schema: &Schema,
    given: &'g [Given],
    clock: &mut Clock,
) -> Option<World<'g>> {
    World::build(schema, given, &[], clock, Ids::EachItsOwn)
}
