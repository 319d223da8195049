//! Which events are the same, and which share an id but not their content.

use super::row::{PLACE, RowReader, RowWriter};
use super::sorted::Sorter;
use super::spool::Spool;
use crate::digest::{self, Digest};
use crate::event::{Event, FieldId, Value};
use crate::logs::{Misfit, Place};
use crate::time::Time;
use std::io;

/// id, content, event, time, place.
const IDENTITY: usize = 16 + 16 + 8 + 16 + PLACE;
/// id, event, time, place.
const FIRST: usize = 16 + 8 + 16 + PLACE;
/// event, time, what, place, first place.
pub const TWIN: usize = 8 + 16 + 4 + PLACE + PLACE;

/// The identities of all events that have an id.
pub type Identities = Sorter<IDENTITY>;

/// Events whose id stood before: rows in the order of events.
pub type Twins = Spool;

/// An event whose id stood before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Twin {
    /// Its number.
    pub event: u64,
    /// Its time.
    pub time: Time,
    /// Whether the content was the same too.
    pub same: Same,
    /// Its place.
    pub place: Place,
    /// Where the first one stands.
    pub first: Place,
}

/// What twins share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Same {
    /// Source, id and every mapped field: one event.
    Everything,
    /// Source and id only: both count.
    Id,
}

/// Puts an event's identity aside; one without an id has none.
///
/// # Errors
/// When the temporary file cannot be written.
pub fn keep(
    identities: &mut Identities,
    source: &str,
    number: u64,
    event: &Event,
    misfits: &[Misfit],
    place: Place,
) -> io::Result<()> {
    let Some(id) = event.text(FieldId::ID) else {
        return Ok(());
    };
    let row = RowWriter::<IDENTITY>::new()
        .bytes(&digest::of(&[source.as_bytes(), id.as_bytes()]))
        .bytes(&content(event, misfits))
        .u64(number)
        .time(event.time)
        .place(place);
    identities.push(row.done())
}

/// The events whose id stood before.
///
/// # Errors
/// When a temporary file cannot be written or read.
pub fn twins(identities: Identities) -> io::Result<Twins> {
    let mut twins = Sorter::default();
    let firsts = equal_ones(identities, &mut twins)?;
    conflicting_ones(firsts, &mut twins)?;
    let mut spool = Spool::new()?;
    let mut sorted = twins.sorted()?;
    while let Some(row) = sorted.next()? {
        spool.keep(&row)?;
    }
    Ok(spool)
}

/// Of each id and content the first is kept; the others are duplicates of it.
fn equal_ones(identities: Identities, twins: &mut Sorter<TWIN>) -> io::Result<Sorter<FIRST>> {
    let mut sorted = identities.sorted()?;
    let mut firsts = Sorter::default();
    let mut first: Option<([u8; 16], [u8; 16], Place)> = None;
    while let Some(row) = sorted.next()? {
        let mut row = RowReader::new(&row);
        let (id, content): ([u8; 16], [u8; 16]) = (row.bytes(), row.bytes());
        let (event, time, place) = (row.u64(), row.time(), row.place());
        match first {
            Some((i, c, at)) if i == id && c == content => {
                twins.push(
                    Twin {
                        event,
                        time,
                        same: Same::Everything,
                        place,
                        first: at,
                    }
                    .row(),
                )?;
            }
            _ => {
                first = Some((id, content, place));
                let row = RowWriter::<FIRST>::new().bytes(&id);
                firsts.push(row.u64(event).time(time).place(place).done())?;
            }
        }
    }
    Ok(firsts)
}

/// What is left of one id has different contents: all but the first are in conflict with it.
fn conflicting_ones(firsts: Sorter<FIRST>, twins: &mut Sorter<TWIN>) -> io::Result<()> {
    let mut sorted = firsts.sorted()?;
    let mut first: Option<([u8; 16], Place)> = None;
    while let Some(row) = sorted.next()? {
        let mut row = RowReader::new(&row);
        let (id, event, time, place) = (row.bytes(), row.u64(), row.time(), row.place());
        match first {
            Some((i, at)) if i == id => {
                twins.push(
                    Twin {
                        event,
                        time,
                        same: Same::Id,
                        place,
                        first: at,
                    }
                    .row(),
                )?;
            }
            _ => first = Some((id, place)),
        }
    }
    Ok(())
}

impl Twin {
    fn row(self) -> [u8; TWIN] {
        let same = u32::from(self.same == Same::Id);
        RowWriter::new()
            .u64(self.event)
            .time(self.time)
            .u32(same)
            .place(self.place)
            .place(self.first)
            .done()
    }

    /// From its row.
    #[must_use]
    pub fn read(row: &[u8; TWIN]) -> Self {
        let mut row = RowReader::new(row);
        Self {
            event: row.u64(),
            time: row.time(),
            same: if row.u32() == 0 {
                Same::Everything
            } else {
                Same::Id
            },
            place: row.place(),
            first: row.place(),
        }
    }
}

/// The digest of every mapped field, misfits by the text that did not fit.
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
