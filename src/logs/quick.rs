//! The quick way to read JSON lines, and rows of tables as such lines: what a policy wants of a line, without making an event of it.
//!
//! Knows a source's mapping, and of what the caller makes of values only that it is made once for each
//! distinct spelling. Whatever it answers is what [`read`](super::read) gives for that line; where it is not
//! sure of that it says so, and the slow way tells: for a mistake, for a value that does not fit, for keys
//! that stand twice or hold an escape, and for whatever else is rare.

mod block;
mod ends;
mod exact;
mod field;
mod line;
mod plan;
mod shape;
mod table;
mod telling;
mod written;

pub use block::{Block, Clean};

use super::bind::Bound;
use super::record::Class;
use super::row::Row;
use super::there::Fields;
use super::walk::Walk;
use crate::digest::{HashKey, Keyed};
use crate::event::{FieldId, Identities, Identity, Value};
use crate::time::Time;
use exact::Exact;
use field::{Field, Marks, Print};
use line::Line;
use plan::Slots;
use shape::{Layout, Piece, Shapes, Slot};
use std::hint::black_box;
use table::Table;
use written::Written;

/// What the caller wants to know of a field. Whether its value fits is looked at in any case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Want {
    /// The caller's mark of the value.
    Mark,
    /// The caller's mark of the domain that the value names.
    Domain,
    /// The number.
    Int,
    /// The instant.
    Time,
    /// Only whether there is a value.
    Presence,
    /// No more than that it fits.
    Nothing,
}

/// What the caller makes a mark of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Met<'v> {
    /// The event has no value there.
    Missing,
    /// The value, as the event holds it.
    Value(&'v Value),
    /// The domain of the value; none if it names none.
    Domain(Option<&'v str>),
}

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quickly {
    /// An export, all of whose values fit.
    Event,
    /// A record that the source knows not to be an export.
    NotExport,
    /// Only the slow way can tell.
    Slow,
}

/// One thread's reader of one source's lines. `M` is what the caller makes of a value, once.
#[derive(Debug)]
pub struct Quick<'s, M> {
    source: &'s Bound,
    layout: Layout<'s>,
    shapes: Shapes,
    pieces: Vec<Piece>,
    /// Slots that, unless they are null or an empty list, split the record.
    splitting: Vec<Slot>,
    /// Slots of lists into whose elements paths go.
    deep: Vec<Slot>,
    /// What tells whether a line is an export; nothing where all are.
    class: Option<(Slots, Table<Quickly>)>,
    /// One for each want, in their order, then the others.
    fields: Vec<Field<'s, M>>,
    days: exact::Days,
    /// Which of the fields is the time, and which the id.
    time_at: usize,
    id_at: Option<usize>,
    print: Print,
    time: Time,
    there: Fields,
    identity: Option<Identity>,
    written: Written,
}

impl<'s, M> Quick<'s, M> {
    /// A reader for a source and what is wanted of its fields: the position there is the number by which a
    /// field is asked for later. None where such records can only be read slowly.
    #[must_use]
    pub fn new(source: &'s Bound, wants: &[(FieldId, Want)], key: HashKey) -> Option<Self> {
        let plan = plan::Plan::new(source, wants)?;
        let print = Print {
            identities: Identities::new(key, source.name()),
            texts: Keyed::new(key.0 ^ key.1.rotate_left(32)),
            counts: source.fills(FieldId::ID),
        };
        let field = |planned| Field::new(planned, source, &print);
        let fields: Vec<Field<'s, M>> = plan.fields.into_iter().map(field).collect();
        let position = |id| fields.iter().position(|field| field.is(id));
        Some(Self {
            time_at: position(FieldId::TIME)?,
            id_at: position(FieldId::ID),
            source,
            pieces: plan.layout.room(),
            layout: plan.layout,
            shapes: Shapes::default(),
            splitting: plan.splitting,
            deep: plan.deep,
            class: plan.class.map(|slots| (slots, Table::default())),
            fields,
            days: exact::Days::default(),
            print,
            time: Time::default(),
            there: 0,
            identity: None,
            written: Written::new(&source.tree),
        })
    }

    /// Reads one line. What it says can be asked for until the next.
    pub fn line(
        &mut self,
        line: Clean<'_>,
        mark: &mut dyn FnMut(FieldId, Met<'_>) -> M,
    ) -> Quickly {
        self.read(line, mark).unwrap_or(Quickly::Slow)
    }

    /// Reads one row. What it says can be asked for until the next.
    pub fn row(&mut self, row: &Row<'_>, mark: &mut dyn FnMut(FieldId, Met<'_>) -> M) -> Quickly {
        let mut written = std::mem::replace(&mut self.written, Written::none());
        let read = written.line(row).and_then(|line| self.read(line, mark));
        self.written = written;
        read.unwrap_or(Quickly::Slow)
    }

    /// When the event happened.
    #[must_use]
    pub fn time(&self) -> Time {
        self.time
    }

    /// What the caller made of the value of a field that it wanted so.
    #[inline]
    #[must_use]
    pub fn mark(&self, want: usize) -> Option<&M> {
        self.fields.get(want)?.mark()
    }

    /// The number, of a field that was wanted so; none where it is missing.
    #[inline]
    #[must_use]
    pub fn int(&self, want: usize) -> Option<i64> {
        match self.fields.get(want)?.now.exact? {
            Exact::Int(number) => Some(number),
            _ => None,
        }
    }

    /// The instant, of a field that was wanted so; none where it is missing.
    #[inline]
    #[must_use]
    pub fn instant(&self, want: usize) -> Option<Time> {
        self.fields.get(want)?.now.time()
    }

    /// The same, to be changed: whatever says of that value what it said before.
    #[inline]
    #[must_use]
    pub fn mark_mut(&mut self, want: usize) -> Option<&mut M> {
        self.fields.get_mut(want)?.mark_mut()
    }

    /// Whether a field that was wanted has a value.
    #[inline]
    #[must_use]
    pub fn is_there(&self, want: usize) -> bool {
        self.fields.get(want).is_some_and(|field| field.now.there)
    }

    /// Which of the fields that are looked for the event has: as [`Bound::there`] tells.
    #[inline]
    #[must_use]
    pub fn there(&self) -> Fields {
        self.there
    }

    /// The event's identity; none without an id.
    #[inline]
    #[must_use]
    pub fn identity(&self) -> Option<Identity> {
        self.identity
    }

    #[inline]
    fn read(&mut self, line: Clean<'_>, mark: Marks<'_, M>) -> Option<Quickly> {
        if !self.shapes.fill(&self.layout, line, &mut self.pieces) {
            return None;
        }
        let line = Line {
            bytes: line.behind,
            pieces: &self.pieces,
            source: self.source,
        };
        let splits = |slot: &Slot| !matches!(line.raw(*slot), b"" | b"null" | b"[]");
        if self.splitting.iter().any(splits) {
            return None;
        }
        if let Some((slots, known)) = &mut self.class {
            match class(slots, known, &line, &self.print)? {
                Quickly::Event => {}
                other => {
                    // A key may stand twice in what paths go into: that is not looked at here.
                    let objects = |slot: &Slot| line.raw(*slot).contains(&b'{');
                    return (!self.deep.iter().any(objects)).then_some(other);
                }
            }
        }
        for field in &mut self.fields {
            field.seek(&line, &self.print);
        }
        // So the processor waits for its memory but once. What it comes to has no meaning.
        black_box(self.fields.iter().fold(0, |all, field| all ^ field.touch()));
        let (mut content, mut there) = (0_u64, 0);
        for field in &mut self.fields {
            let print = field.read(&line, &mut self.days, &self.print, mark)?;
            content = content.wrapping_add(print);
            there |= if field.now.there { field.bit } else { 0 };
        }
        self.there = there;
        self.time = self.fields.get(self.time_at)?.now.time()?;
        let id = self.id_at.and_then(|at| self.fields.get(at)?.now.id);
        self.identity = id.map(|id| Identity { id, content });
        Some(Quickly::Event)
    }
}

/// What the slow way says of the values that tell whether a record is an export.
fn class(
    slots: &Slots,
    known: &mut Table<Quickly>,
    line: &Line<'_, '_>,
    print: &Print,
) -> Option<Quickly> {
    let mut room = Vec::new();
    let spelling = line.spelling(slots, &mut room);
    if let Some(found) = known.find(spelling, &print.texts) {
        return known.get(found).copied();
    }
    let walk: Walk<'_, '_> = line.walk(slots)?;
    let class = match line.source.class(&walk) {
        Class::Export => Quickly::Event,
        Class::NotExport => Quickly::NotExport,
        Class::Unknown(_) | Class::Hidden(_) => return None,
    };
    known.add(spelling, &print.texts, class);
    Some(class)
}
