//! What one event adds to a limit's window: its key and its measure.

use super::held::Held;
use super::recorder::{About, Recorder, Stand};
use super::scene::Scene;
use super::truth::Truth;
use super::{Judge, Measured, Part, Share, words};
use crate::event::{Event, FieldId, Value};
use crate::policy::{Amount, Measure, Path, Schema};
use crate::text::Span;
use crate::time::Time;

/// The share of an event for which the limit's condition is true.
pub(super) fn share<R: Recorder>(
    scene: &Scene<'_>,
    amount: &Amount,
    keys: &[(Path, Span)],
    out: &mut R,
) -> Share {
    let stand = Stand::of(Part::Measure);
    let measure = measured(scene, amount.measure);
    let is_there = known(measure.as_ref());
    out.note(stand, About::Other, is_there, || {
        words::measure(scene, amount, is_there)
    });
    let mut key = Some(Vec::with_capacity(keys.len()));
    for (path, span) in keys {
        let value = counted(scene, *path);
        let is_there = known(value.as_ref());
        out.note(stand, About::Other, is_there, || {
            words::key(scene, *path, *span, is_there)
        });
        key = key.zip(value).map(|(mut key, value)| {
            key.push(value);
            key
        });
    }
    match key.zip(measure) {
        Some((key, measure)) => Share::Counts { key, measure },
        None => Share::Undecided,
    }
}

fn known<T>(value: Option<&T>) -> Truth {
    value.map_or(Truth::Unknown, |_| Truth::True)
}

impl Share {
    /// Whether it can be told what the event adds.
    pub(super) fn truth(&self) -> Truth {
        match self {
            Self::Undecided => Truth::Unknown,
            Self::Counts { .. } => Truth::True,
        }
    }
}

/// How much of a measure the event holds; none where it is missing.
fn measured(scene: &Scene<'_>, measure: Measure) -> Option<Measured> {
    match measure {
        Measure::Exports => Some(Measured::Sum(1)),
        Measure::Sum(path) => match scene.read(path) {
            Held::Int(n) => Some(Measured::Sum(n)),
            _ => None,
        },
        Measure::Distinct(path) => Some(Measured::Distinct(vec![counted(scene, path)?])),
        Measure::Lists => {
            let tenant = counted(scene, Path::Field(FieldId::TENANT))?;
            let list = counted(scene, Path::Field(FieldId::LIST))?;
            Some(Measured::Distinct(vec![tenant, list]))
        }
    }
}

/// A value as it is counted: a none is one like any other. None where it is missing.
fn counted(scene: &Scene<'_>, path: Path) -> Option<Option<Value>> {
    match scene.read(path) {
        Held::Missing => None,
        held => Some(held.to_value().map(|value| as_counted(scene, path, value))),
    }
}

/// Whoever has aliases is one person.
fn as_counted(scene: &Scene<'_>, path: Path, value: Value) -> Value {
    match value {
        Value::Text(text) if Schema::is_identity(path) => {
            Value::Text(scene.person(&text).into_owned())
        }
        value => value,
    }
}

impl Judge<'_> {
    /// A value that a field (or its domain) holds, in the form in which limits count it as key or measure.
    #[must_use]
    pub fn counts_as(&self, path: Path, value: Value) -> Value {
        let nothing = Event::at(Time::default());
        as_counted(&Scene::new(self, &nothing), path, value)
    }
}
