//! Which events are the same: a fingerprint of an event's id, and one of everything that it says.
//!
//! Made from a hash of each value, so that a value that comes again is hashed once. Knows no record.

use super::{Event, FieldId, Value};
use crate::digest::{HashKey, Keyed, mixed};
use crate::time::Time;
use std::net::IpAddr;

/// What tells whether two events are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identity {
    /// Of the source and the event's id.
    pub id: u64,
    /// Of the values of all fields, and of those that did not fit.
    pub content: u64,
}

/// The identity of an event; one without an id has none. `misfits` are the texts that did not fit their
/// fields, as they stand in the record.
#[must_use]
pub fn identity_of<'m>(
    key: HashKey,
    source: &str,
    event: &Event,
    misfits: impl IntoIterator<Item = (FieldId, &'m str)>,
) -> Option<Identity> {
    Identities::new(key, source).of(event, misfits)
}

/// What makes the identities of one source's events.
#[derive(Clone, Debug)]
pub struct Identities {
    values: Keyed,
    source: u64,
}

/// What makes equal values of two fields differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Salt(u64);

impl Identities {
    /// For the events of a source.
    #[must_use]
    pub fn new(key: HashKey, source: &str) -> Self {
        Self {
            source: Keyed::new(key.0).of(source.as_bytes()),
            values: Keyed::new(key.1),
        }
    }

    /// The identity of an event; one without an id has none.
    #[must_use]
    pub fn of<'m>(
        &self,
        event: &Event,
        misfits: impl IntoIterator<Item = (FieldId, &'m str)>,
    ) -> Option<Identity> {
        let id = self.id(event.text(FieldId::ID)?.as_bytes());
        let values = (0_u16..).map(FieldId).zip(&event.values);
        let said = values.filter_map(|(field, value)| {
            let value = value.as_ref()?;
            Some(self.value(self.salt(field), value))
        });
        let unfit = misfits.into_iter().map(|(f, text)| self.misfit(f, text));
        let content = said.chain(unfit).fold(0, u64::wrapping_add);
        Some(Identity { id, content })
    }

    /// The half that stands for an id.
    #[inline]
    #[must_use]
    pub fn id(&self, id: &[u8]) -> u64 {
        mixed(self.values.of(id), self.source)
    }

    /// What a field's values are hashed with.
    #[must_use]
    pub fn salt(&self, field: FieldId) -> Salt {
        Salt(self.values.of(&field.0.to_be_bytes()))
    }

    /// What the bytes of a value add to the content, which is the sum of all.
    #[inline]
    #[must_use]
    pub fn bytes(&self, salt: Salt, bytes: &[u8]) -> u64 {
        mixed(self.values.of(bytes), salt.0)
    }

    /// The same of a part of some bytes: fastest where they go on behind it.
    #[inline]
    #[must_use]
    pub fn part(&self, salt: Salt, bytes: &[u8], from: usize, to: usize) -> u64 {
        mixed(self.values.part(bytes, from, to), salt.0)
    }

    /// What an id adds to the content, and the half that stands for it: of a part of some bytes.
    #[inline]
    #[must_use]
    pub fn both(&self, salt: Salt, bytes: &[u8], from: usize, to: usize) -> (u64, u64) {
        let hash = self.values.part(bytes, from, to);
        (mixed(hash, salt.0), mixed(hash, self.source))
    }

    /// What a whole number adds to the content.
    #[inline]
    #[must_use]
    pub fn int(&self, salt: Salt, number: i64) -> u64 {
        mixed(self.values.numbers(number.cast_unsigned(), 0), salt.0)
    }

    /// What an instant adds to the content.
    #[inline]
    #[must_use]
    pub fn time(&self, salt: Salt, time: Time) -> u64 {
        let [a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p] = time.0.to_le_bytes();
        let low = u64::from_le_bytes([a, b, c, d, e, f, g, h]);
        let high = u64::from_le_bytes([i, j, k, l, m, n, o, p]);
        mixed(self.values.numbers(low, high), salt.0)
    }

    /// What an address adds to the content.
    #[inline]
    #[must_use]
    pub fn ip(&self, salt: Salt, ip: IpAddr) -> u64 {
        let address = match ip {
            IpAddr::V4(ip) => return mixed(self.values.numbers(u32::from(ip).into(), 4), salt.0),
            IpAddr::V6(ip) => ip.octets(),
        };
        self.bytes(salt, &address)
    }

    /// What a value adds to the content. A field's type is always the same, so that its bytes tell all.
    #[must_use]
    pub fn value(&self, salt: Salt, value: &Value) -> u64 {
        match value {
            Value::Text(text) => self.bytes(salt, text.as_bytes()),
            Value::Int(n) => self.int(salt, *n),
            Value::Bool(b) => self.bytes(salt, &[u8::from(*b)]),
            Value::Time(time) => self.time(salt, *time),
            Value::Ip(ip) => self.ip(salt, *ip),
            Value::Texts(texts) => {
                let mut all = Vec::new();
                for text in texts {
                    all.extend_from_slice(&text.len().to_be_bytes());
                    all.extend_from_slice(text.as_bytes());
                }
                self.bytes(salt, &all)
            }
        }
    }

    fn misfit(&self, field: FieldId, text: &str) -> u64 {
        // Never the same as the value of the same text.
        mixed(
            self.bytes(self.salt(field), text.as_bytes()),
            0xD1B5_4A32_D192_ED03,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: HashKey = HashKey(3, 4);

    fn event(values: &[(FieldId, Value)]) -> Event {
        let mut event = Event::at(Time(5));
        event.set(FieldId::ID, Some(Value::Text("a".to_owned())));
        for (field, value) in values {
            event.set(*field, Some(value.clone()));
        }
        event
    }

    fn of(event: &Event) -> Identity {
        identity_of(KEY, "s", event, []).unwrap()
    }

    #[test]
    fn every_value_its_field_and_its_misfits_count() {
        let text = |t: &str| Value::Text(t.to_owned());
        let set = |ts: &[&str]| Value::Texts(ts.iter().map(|t| (*t).to_owned()).collect());
        let ip = |t: &str| Value::Ip(t.parse().unwrap());
        let all = [
            event(&[]),
            event(&[(FieldId::TIME, Value::Time(Time(6)))]),
            event(&[(FieldId::ACTOR, text("b"))]),
            event(&[(FieldId::TENANT, text("b"))]),
            event(&[(FieldId::TENANT, text("b")), (FieldId::LIST, text("c"))]),
            event(&[(FieldId::TENANT, text("c")), (FieldId::LIST, text("b"))]),
            event(&[(FieldId::ROWS, Value::Int(1))]),
            event(&[(FieldId::BYTES, Value::Int(1))]),
            event(&[
                (FieldId::ROWS, Value::Int(1)),
                (FieldId::BYTES, Value::Int(2)),
            ]),
            event(&[
                (FieldId::ROWS, Value::Int(2)),
                (FieldId::BYTES, Value::Int(1)),
            ]),
            event(&[(FieldId::ROLES, set(&[]))]),
            event(&[(FieldId::ROLES, set(&["a", "b"]))]),
            event(&[(FieldId::ROLES, set(&["ab"]))]),
            event(&[(FieldId::IP, ip("1.2.3.4"))]),
            event(&[(FieldId::IP, ip("::1.2.3.4"))]),
            event(&[(FieldId(20), Value::Bool(true))]),
            event(&[(FieldId(20), Value::Bool(false))]),
        ];
        let mut contents: Vec<u64> = all.iter().map(|e| of(e).content).collect();
        for misfit in [
            (FieldId::ACTOR, "b"),
            (FieldId::ACTOR, ""),
            (FieldId::IP, "b"),
        ] {
            let identity = identity_of(KEY, "s", &all[0], [misfit]).unwrap();
            contents.push(identity.content);
        }
        contents.sort_unstable();
        contents.dedup();
        assert_eq!(contents.len(), all.len() + 3);
        assert!(all.iter().all(|e| of(e).id == of(&all[0]).id));
    }

    #[test]
    fn source_and_key_make_a_difference_and_without_an_id_there_is_none() {
        let one = event(&[]);
        assert_eq!(of(&one), of(&event(&[])));
        let other = |key, source: &str| identity_of(key, source, &one, []).unwrap();
        assert_ne!(other(KEY, "t").id, of(&one).id);
        assert_eq!(other(KEY, "t").content, of(&one).content);
        assert_ne!(other(HashKey(4, 4), "s").id, of(&one).id);
        assert_ne!(other(HashKey(3, 5), "s").content, of(&one).content);
        assert_eq!(identity_of(KEY, "s", &Event::at(Time(5)), []), None);
    }

    /// What a key gives today it gives for ever: identities may outlive the program that made them.
    #[test]
    fn identities_stay() {
        let identity = of(&event(&[(FieldId::ACTOR, Value::Text("b".to_owned()))]));
        let expected = Identity {
            id: 14_004_894_236_437_031,
            content: 5_495_136_093_047_779_453,
        };
        assert_eq!(identity, expected);
    }
}
