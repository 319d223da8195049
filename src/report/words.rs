//! The words that several outputs share: names of truths and parts, values and numbers as text.
//!
//! Escapes nothing: each output does that for itself.

use crate::event::{Event, FieldId, Value};
use crate::judge::{Part, Truth};
use crate::policy::{PolicySet, Schema};

/// `true`, `false`, `unknown`.
#[must_use]
pub fn truth(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "true",
        Truth::False => "false",
        Truth::Unknown => "unknown",
    }
}

/// The clause, or piece of the effect, that a part of a rule stands in.
#[must_use]
pub fn part(part: Part) -> &'static str {
    match part {
        Part::Subject => "subject",
        Part::Target => "target",
        Part::When => "when",
        Part::Unless => "unless",
        Part::Period => "period",
        Part::Measure => "measure",
    }
}

/// What an event says, field by field in the order of the schema, with the names of the fields.
pub fn fields<'a>(
    event: &'a Event,
    policy: Option<&PolicySet>,
) -> impl Iterator<Item = (String, &'a Value)> {
    let default;
    let schema = match policy {
        Some(policy) => &policy.schema,
        None => {
            default = Schema::default();
            &default
        }
    };
    let named: Vec<(String, &'a Value)> = (0..)
        .map(FieldId)
        .zip(&event.values)
        .filter_map(|(id, value)| Some((field_name(schema, id), value.as_ref()?)))
        .collect();
    named.into_iter()
}

/// A field's name; one that the schema does not know is told by its number, never dropped.
fn field_name(schema: &Schema, id: FieldId) -> String {
    schema
        .field(id)
        .map_or_else(|| format!("#{}", id.0), |field| field.name.clone())
}

/// `1 event`, `2 events`.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A value on one line: a set's members with commas.
#[must_use]
pub fn value(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Bool(b) => b.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Ip(ip) => ip.to_string(),
        Value::Texts(texts) => texts.join(", "),
    }
}
