//! A scenario's file as exports to come: what each gives, and how long after the one before.
//!
//! Knows no cast: names in angle brackets stand as they are written.

use super::super::world::{Key, key};
use crate::event::{FieldId, Value};
use crate::policy::{Expect, Given, GivenValue, Known, Path, Step, resolve};
use crate::syntax::parse;
use crate::text::{Source, SourceId};
use crate::time::{Length, Time};
use std::collections::BTreeMap;

/// What is told, moved by whole weeks to its time.
pub(super) struct Story {
    /// When it begins.
    pub(super) start: Time,
    /// In their order; at least one.
    pub(super) exports: Vec<Export>,
}

/// An export, as it is meant: it may have to be cut into several.
pub(super) struct Export {
    /// How long after the one before; of the first: after the start.
    pub(super) after: Length,
    /// All that it gives but its time.
    pub(super) values: BTreeMap<Key, GivenValue>,
}

const WEEK: i64 = 7 * 86_400;

impl Story {
    /// Reads a file of this shape: one test, whose one sequence moves on by lengths of time.
    pub(super) fn read(text: &str, now: Time) -> Option<Self> {
        let source = Source {
            id: SourceId(0),
            name: "scenario".to_owned(),
            text: text.to_owned(),
        };
        let parsed = parse(&source);
        let resolved = resolve(&[&parsed.file], &Known::default());
        if !parsed.diagnostics.is_empty() || !resolved.diagnostics.is_empty() {
            return None;
        }
        let test = resolved.set.tests.first()?;
        let Some(Step::Sequence(_, steps)) = test.steps.first() else {
            return None;
        };
        let written = test.given.iter().find_map(time)?;
        let by = weeks(written, now);
        let mut exports = Vec::new();
        for (repeats, expect) in steps {
            for _ in 0..*repeats {
                exports.push(export(&test.given, expect, by)?);
            }
        }
        Some(Self {
            start: written.plus(by),
            exports,
        })
    }

    /// How many tenants it goes through.
    pub(super) fn tenants(&self) -> usize {
        let next = |export: &&Export| {
            let tenant = export.values.get(&Key::Path(Path::Field(FieldId::TENANT)));
            matches!(tenant, Some(GivenValue::Value(_, Some(Value::Text(name)))) if name == NEXT_TENANT)
        };
        self.exports.iter().filter(next).count().max(1)
    }
}

/// Stands for a tenant that has not been played with yet.
pub(super) const NEXT_TENANT: &str = "<next tenant>";

fn time(given: &Given) -> Option<Time> {
    match &given.value {
        GivenValue::Value(Path::Field(FieldId::TIME), Some(Value::Time(time))) => Some(*time),
        _ => None,
    }
}

/// The least number of whole weeks that moves a time to `now` or behind it.
fn weeks(written: Time, now: Time) -> Length {
    let week = Length::seconds(WEEK).0;
    let weeks = now
        .since(written)
        .0
        .saturating_add(week - 1)
        .div_euclid(week);
    Length(weeks.saturating_mul(week))
}

fn export(given: &[Given], expect: &Expect, by: Length) -> Option<Export> {
    let time = Key::Path(Path::Field(FieldId::TIME));
    let all = given.iter().chain(&expect.with).map(|given| &given.value);
    let mut values: BTreeMap<Key, GivenValue> =
        all.map(|value| (key(value), moved(value, by))).collect();
    match values.remove(&time)? {
        GivenValue::Shift(_, after) => Some(Export { after, values }),
        _ => None,
    }
}

fn moved(value: &GivenValue, by: Length) -> GivenValue {
    match value {
        GivenValue::Value(path, Some(Value::Time(time))) => {
            GivenValue::Value(*path, Some(Value::Time(time.plus(by))))
        }
        other => other.clone(),
    }
}
