//! An event as bytes, with what did not fit its fields, and back again.
//!
//! Plain data in a form of its own: knows neither records nor where bytes are kept.

use crate::event::{Event, FieldId, Value};
use crate::logs::Misfit;
use crate::time::Time;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The bytes of an event and its misfits.
#[must_use]
pub fn pack(event: &Event, misfits: &[Misfit]) -> Vec<u8> {
    let mut into = Packer(Vec::new());
    into.time(event.time);
    let values = (0_u16..).zip(&event.values);
    let there: Vec<_> = values
        .filter_map(|(field, value)| Some((field, value.as_ref()?)))
        .collect();
    into.length(there.len());
    for (field, value) in there {
        into.field(FieldId(field));
        into.value(value);
    }
    into.length(misfits.len());
    for misfit in misfits {
        into.field(misfit.field);
        into.text(&misfit.value);
        into.text(&misfit.reason);
    }
    into.0
}

/// What was packed; none of bytes that never were.
#[must_use]
pub fn unpack(bytes: &[u8]) -> Option<(Event, Vec<Misfit>)> {
    let mut from = Unpacker(bytes);
    let mut event = Event::at(from.time()?);
    for _ in 0..from.length()? {
        let (field, value) = (from.field()?, from.value()?);
        event.set(field, Some(value));
    }
    let mut misfits = Vec::new();
    for _ in 0..from.length()? {
        misfits.push(Misfit {
            field: from.field()?,
            value: from.text()?,
            reason: from.text()?,
        });
    }
    Some((event, misfits))
}

struct Packer(Vec<u8>);

impl Packer {
    fn length(&mut self, length: usize) {
        let length = u32::try_from(length).unwrap_or(u32::MAX);
        self.0.extend(length.to_be_bytes());
    }

    fn field(&mut self, field: FieldId) {
        self.0.extend(field.0.to_be_bytes());
    }

    fn text(&mut self, text: &str) {
        self.length(text.len());
        self.0.extend(text.as_bytes());
    }

    fn time(&mut self, time: Time) {
        self.0.extend(time.0.to_be_bytes());
    }

    fn value(&mut self, value: &Value) {
        match value {
            Value::Text(text) => {
                self.0.push(0);
                self.text(text);
            }
            Value::Int(number) => {
                self.0.push(1);
                self.0.extend(number.to_be_bytes());
            }
            Value::Bool(value) => self.0.extend([2, u8::from(*value)]),
            Value::Time(time) => {
                self.0.push(3);
                self.time(*time);
            }
            Value::Ip(IpAddr::V4(ip)) => {
                self.0.push(4);
                self.0.extend(ip.octets());
            }
            Value::Ip(IpAddr::V6(ip)) => {
                self.0.push(5);
                self.0.extend(ip.octets());
            }
            Value::Texts(texts) => {
                self.0.push(6);
                self.length(texts.len());
                texts.iter().for_each(|text| self.text(text));
            }
        }
    }
}

struct Unpacker<'a>(&'a [u8]);

impl Unpacker<'_> {
    fn bytes<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (first, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*first)
    }

    fn length(&mut self) -> Option<u32> {
        self.bytes().map(u32::from_be_bytes)
    }

    fn field(&mut self) -> Option<FieldId> {
        self.bytes().map(|bytes| FieldId(u16::from_be_bytes(bytes)))
    }

    fn text(&mut self) -> Option<String> {
        let length = usize::try_from(self.length()?).ok()?;
        let (text, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        String::from_utf8(text.to_vec()).ok()
    }

    fn time(&mut self) -> Option<Time> {
        self.bytes().map(|bytes| Time(i128::from_be_bytes(bytes)))
    }

    fn value(&mut self) -> Option<Value> {
        Some(match self.bytes()? {
            [0] => Value::Text(self.text()?),
            [1] => Value::Int(i64::from_be_bytes(self.bytes()?)),
            [2] => Value::Bool(self.bytes()? != [0]),
            [3] => Value::Time(self.time()?),
            [4] => Value::Ip(Ipv4Addr::from(self.bytes::<4>()?).into()),
            [5] => Value::Ip(Ipv6Addr::from(self.bytes::<16>()?).into()),
            [6] => {
                let mut texts = Vec::new();
                for _ in 0..self.length()? {
                    texts.push(self.text()?);
                }
                Value::Texts(texts)
            }
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back_and_a_piece_of_it_does_not() {
        let mut event = Event::at(Time(-5));
        let text = |t: &str| t.to_owned();
        let values = [
            (FieldId::ACTOR, Value::Text(text("kim"))),
            (FieldId::ROWS, Value::Int(-7)),
            (
                FieldId::ROLES,
                Value::Texts(vec![text("a"), text("ü\u{0}")]),
            ),
            (FieldId::COLUMNS, Value::Texts(Vec::new())),
            (FieldId::IP, Value::Ip("198.51.100.7".parse().unwrap())),
            (FieldId(20), Value::Ip("2001:db8::7".parse().unwrap())),
            (FieldId(21), Value::Bool(true)),
            (FieldId(22), Value::Bool(false)),
            (FieldId::APPROVED_AT, Value::Time(Time(i128::MAX))),
        ];
        for (field, value) in values {
            event.set(field, Some(value));
        }
        let misfit = |field| Misfit {
            field,
            value: text("\"x\""),
            reason: text("no IP address"),
        };
        let misfits = vec![misfit(FieldId::BYTES), misfit(FieldId(30))];
        let bytes = pack(&event, &misfits);
        assert_eq!(unpack(&bytes), Some((event, misfits)));
        for end in 0..bytes.len() {
            assert_eq!(unpack(&bytes[..end]), None, "{end}");
        }
    }
}
