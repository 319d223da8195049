//! What a record is known by: its source and id, and all that was read of it.

use super::timed::KnownBy;
use crate::digest::{self, Digest};
use crate::event::{Event, FieldId, Value};
use crate::logs::Misfit;
use std::num::NonZeroU64;

/// What an event is known by; none where it has no id. Misfits are known by the text that did not fit.
#[must_use]
pub fn known_by(source: &str, event: &Event, misfits: &[Misfit]) -> Option<KnownBy> {
    let id = event.text(FieldId::ID)?;
    let id = digest::of(&[source.as_bytes(), id.as_bytes()]);
    Some(KnownBy {
        id: NonZeroU64::new(first(id)).unwrap_or(NonZeroU64::MAX),
        content: first(content(event, misfits)),
    })
}

fn first(digest: [u8; 16]) -> u64 {
    digest.first_chunk().copied().map_or(0, u64::from_be_bytes)
}

/// The digest of every mapped field.
fn content(event: &Event, misfits: &[Misfit]) -> [u8; 16] {
    let mut digest = Digest::default();
    for (number, value) in (0_u16..).zip(&event.values) {
        if let Some(value) = value {
            digest.part(&number.to_be_bytes());
            add_value(&mut digest, value);
        }
    }
    for misfit in misfits {
        digest.part(&misfit.field.0.to_be_bytes());
        digest.part(misfit.value.as_bytes());
    }
    digest.half()
}

/// A field's type is always the same, so that its number and the value's bytes tell all.
fn add_value(digest: &mut Digest, value: &Value) {
    match value {
        Value::Text(text) => digest.part(text.as_bytes()),
        Value::Int(n) => digest.part(&n.to_be_bytes()),
        Value::Bool(b) => digest.part(&[u8::from(*b)]),
        Value::Time(time) => digest.part(&time.0.to_be_bytes()),
        Value::Ip(ip) => digest.part(ip.to_string().as_bytes()),
        Value::Texts(texts) => {
            digest.part(&texts.len().to_be_bytes());
            texts.iter().for_each(|text| digest.part(text.as_bytes()));
        }
    }
}
