//! One field of a line: its value fitted, hashed and marked, each as seldom as can be.
//!
//! Knows where its values stand in a line, and leaves to the slow way's own functions what is done to a
//! spelling that is new.

use super::exact::{self, Exact};
use super::plan::{How, Planned, Slots};
use super::shape::{Piece, Slot};
use super::table::Table;
use super::telling::telling;
use super::{Met, Want};
use crate::digest::Keyed;
use crate::domain::domain_of;
use crate::event::{FieldId, Identities, Salt, Value, clean};
use crate::logs::bind::{Bound, Rule};
use crate::logs::pieces::unquoted;
use crate::logs::values::{Leaf, fit};
use crate::logs::walk::Walk;
use crate::syntax::ast::Type;
use crate::time::Time;
use std::borrow::Cow;

/// Longer spellings are no business of a table.
const LONGEST: usize = 64 * 1024;

/// What the caller makes of values.
pub(super) type Marks<'m, M> = &'m mut dyn FnMut(FieldId, Met<'_>) -> M;

/// What hashes are made with.
#[derive(Debug)]
pub(super) struct Print {
    pub identities: Identities,
    /// For the tables.
    pub texts: Keyed,
    /// Whether events can have an identity at all.
    pub counts: bool,
}

/// A line whose values are found.
pub(super) struct Line<'l, 's> {
    pub bytes: &'l [u8],
    pub pieces: &'l [Piece],
    pub source: &'s Bound,
}

impl<'l> Line<'l, '_> {
    /// A value as it stands in the line, and whether it has escapes; none where nothing stands.
    #[inline]
    fn piece(&self, slot: Slot) -> Option<(&'l [u8], bool)> {
        let piece = self.pieces.get(slot)?;
        let raw = self.bytes.get(piece.from..piece.to)?;
        (!raw.is_empty()).then_some((raw, piece.escaped))
    }

    /// A value as it stands in the line; empty where nothing does.
    #[inline]
    pub(super) fn raw(&self, slot: Slot) -> &'l [u8] {
        self.piece(slot).map_or(&[], |(raw, _)| raw)
    }

    /// What stands at all of the slots, as one text: with control characters, which no value holds.
    #[inline]
    pub(super) fn key<'k>(&self, slots: &Slots, room: &'k mut Vec<u8>) -> &'k [u8]
    where
        'l: 'k,
    {
        if let [(_, slot)] = slots.as_slice() {
            return self.raw(*slot);
        }
        room.clear();
        for (_, slot) in slots {
            room.extend_from_slice(self.raw(*slot));
            room.push(0);
        }
        room
    }

    /// A walk that found just what stands at the slots.
    pub(super) fn walk(&self, slots: &Slots) -> Option<Walk<'_, 'l>> {
        let texts = slots.iter().map(|(node, slot)| {
            let raw = std::str::from_utf8(self.raw(*slot)).ok()?;
            Some((*node, raw))
        });
        let texts: Option<Vec<_>> = texts.collect();
        let there = texts?.into_iter().filter(|(_, raw)| !raw.is_empty());
        Walk::of_values(&self.source.tree, &self.source.splits, there).ok()
    }
}

/// A field, and what the last line said of it.
#[derive(Debug)]
pub(super) struct Field<'s, M> {
    field: FieldId,
    rule: Option<&'s Rule>,
    want: Want,
    how: How,
    slots: Slots,
    salt: Salt,
    /// What was made of its values; of their domains, if these are marked one by one.
    known: Table<Known<M>>,
    entry: usize,
    /// Where the spellings of several slots are put together.
    room: Vec<u8>,
    pub now: Now,
}

/// What is known of a spelling.
#[derive(Debug)]
struct Known<M> {
    print: u64,
    there: bool,
    mark: Option<M>,
    /// Of few fields: apart, so that what is known of the others stays small.
    rest: Option<Box<Rest>>,
}

/// What else is known of a number, an instant or an id.
#[derive(Debug)]
struct Rest {
    exact: Option<Exact>,
    /// The fingerprint of an id.
    id: Option<u64>,
}

/// What a line says of a field.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Now {
    pub there: bool,
    /// Of a field that holds numbers or instants.
    pub exact: Option<Exact>,
    /// Of the field `id`.
    pub id: Option<u64>,
}

impl Now {
    pub(super) fn time(&self) -> Option<Time> {
        match self.exact? {
            Exact::Time(time) => Some(time),
            _ => None,
        }
    }
}

impl<'s, M> Field<'s, M> {
    pub(super) fn new(planned: Planned<'s>, print: &Print) -> Self {
        Self {
            field: planned.field,
            rule: planned.rule,
            want: planned.want,
            how: planned.how,
            slots: planned.slots,
            salt: print.identities.salt(planned.field),
            known: Table::default(),
            entry: 0,
            room: Vec::new(),
            now: Now::default(),
        }
    }

    #[inline]
    pub(super) fn is(&self, field: FieldId) -> bool {
        self.field == field
    }

    #[inline]
    pub(super) fn mark(&self) -> Option<&M> {
        self.known.get(self.entry)?.mark.as_ref()
    }

    /// Reads it from a line: what it adds to the content's fingerprint; none where its value does not fit.
    #[inline]
    pub(super) fn read(
        &mut self,
        line: &Line<'_, '_>,
        days: &mut exact::Days,
        print: &Print,
        mark: Marks<'_, M>,
    ) -> Option<u64> {
        match self.how {
            How::Once => self.once(line, print, mark),
            How::Text => self.text(line, print, mark),
            How::Exact(ty) => self.exact(line, ty, days, print),
        }
    }

    /// By the table of spellings.
    #[inline]
    fn once(&mut self, line: &Line<'_, '_>, print: &Print, mark: Marks<'_, M>) -> Option<u64> {
        let key = line.key(&self.slots, &mut self.room);
        let hash = print.texts.of(key);
        self.entry = match self.known.find(hash, key) {
            Some(entry) => entry,
            None => {
                (key.len() <= LONGEST).then_some(())?;
                let value = taken(self.field, self.rule, &self.slots, line)?;
                let (field, want) = (self.field, self.want);
                let known = known(field, want, self.salt, value.as_ref(), print, mark);
                self.known.add(hash, key, known)
            }
        };
        let known = self.known.get(self.entry)?;
        self.now.there = known.there;
        self.now.exact = known.rest.as_ref().and_then(|rest| rest.exact);
        self.now.id = known.rest.as_ref().and_then(|rest| rest.id);
        Some(known.print)
    }

    /// A text that is looked at each time.
    #[inline]
    fn text(&mut self, line: &Line<'_, '_>, print: &Print, mark: Marks<'_, M>) -> Option<u64> {
        let text = first_text(line, &self.slots)?;
        self.now.there = text.is_some();
        if self.want == Want::Domain {
            self.domain(text.as_deref(), print, mark)?;
        }
        Some(match text.as_deref() {
            Some(text) if self.field == FieldId::ID => {
                let (content, id) = print.identities.both(self.salt, text);
                self.now.id = Some(id);
                content
            }
            Some(text) if print.counts => print.identities.bytes(self.salt, text),
            _ => {
                self.now.id = None;
                0
            }
        })
    }

    /// The mark of a domain, by what of a text can tell it.
    #[inline]
    fn domain(&mut self, text: Option<&[u8]>, print: &Print, mark: Marks<'_, M>) -> Option<()> {
        let key = text.map_or(&[][..], telling);
        let hash = print.texts.of(key);
        self.entry = match self.known.find(hash, key) {
            Some(entry) => entry,
            None => {
                (key.len() <= LONGEST).then_some(())?;
                let domain = domain_of(std::str::from_utf8(key).ok()?);
                let met = text.map_or(Met::Missing, |_| Met::Domain(domain.as_deref()));
                let known = Known {
                    print: 0,
                    there: text.is_some(),
                    rest: None,
                    mark: Some(mark(self.field, met)),
                };
                self.known.add(hash, key, known)
            }
        };
        Some(())
    }

    /// A number, an instant or an address, read each time.
    #[inline]
    fn exact(
        &mut self,
        line: &Line<'_, '_>,
        ty: Type,
        days: &mut exact::Days,
        print: &Print,
    ) -> Option<u64> {
        let mut value = None;
        for (_, slot) in &self.slots {
            let Some((raw, escaped)) = line.piece(*slot) else {
                continue;
            };
            value = exact::usual(raw, escaped, ty, line.source, days);
            if value.is_none_or(|value| value.is_below_zero() && counts(self.field)) {
                value = fitted(raw, self.field, ty, line.source)?;
            }
            if value.is_some() {
                break;
            }
        }
        self.now.there = value.is_some();
        self.now.exact = value;
        Some(match value {
            None => 0,
            Some(_) if !print.counts => 0,
            Some(Exact::Int(number)) => print.identities.int(self.salt, number),
            Some(Exact::Time(time)) => print.identities.time(self.salt, time),
            Some(Exact::Ipv4(ip)) => print.identities.bytes(self.salt, &ip),
            Some(Exact::Ipv6(ip)) => print.identities.bytes(self.salt, &ip),
        })
    }
}

fn counts(field: FieldId) -> bool {
    matches!(field, FieldId::ROWS | FieldId::BYTES)
}

/// The value as the slow way makes it, if it fits.
#[cold]
fn taken(
    field: FieldId,
    rule: Option<&Rule>,
    slots: &Slots,
    line: &Line<'_, '_>,
) -> Option<Option<Value>> {
    let Some(rule) = rule else {
        return Some(None);
    };
    let walk = line.walk(slots)?;
    let value = line.source.take(rule, &walk).value.ok()?;
    Some(value.and_then(|value| clean(field, value)))
}

fn known<M>(
    field: FieldId,
    want: Want,
    salt: Salt,
    value: Option<&Value>,
    print: &Print,
    mark: Marks<'_, M>,
) -> Known<M> {
    let domain = match value {
        Some(Value::Text(text)) => domain_of(text),
        _ => None,
    };
    let met = match (value, want) {
        (None, _) => Met::Missing,
        (Some(_), Want::Domain) => Met::Domain(domain.as_deref()),
        (Some(value), _) => Met::Value(value),
    };
    let marked = matches!(want, Want::Mark | Want::Domain);
    let rest = Rest {
        exact: value.and_then(Exact::of),
        id: match value {
            Some(Value::Text(id)) if field == FieldId::ID => {
                Some(print.identities.id(id.as_bytes()))
            }
            _ => None,
        },
    };
    let is_some = rest.exact.is_some() || rest.id.is_some();
    Known {
        print: value.map_or(0, |value| print.identities.value(salt, value)),
        there: value.is_some(),
        rest: is_some.then(|| Box::new(rest)),
        mark: marked.then(|| mark(field, met)),
    }
}

/// One value as the slow way fits it: nothing, or none where it does not fit.
#[cold]
fn fitted(raw: &[u8], field: FieldId, ty: Type, source: &Bound) -> Option<Option<Exact>> {
    let raw = std::str::from_utf8(raw).ok()?;
    let leaf = source.without_null(Leaf::of(raw));
    let value = fit(leaf, field, ty, source.zone.as_ref()).ok()?;
    Some(value.as_ref().and_then(Exact::of))
}

/// The text of the first slot that holds something; none where what stands there is no text.
#[inline]
fn first_text<'l>(line: &Line<'l, '_>, slots: &Slots) -> Option<Option<Cow<'l, [u8]>>> {
    for (_, slot) in slots {
        let Some((raw, escaped)) = line.piece(*slot) else {
            continue;
        };
        let text = match raw {
            [b'"', b'"'] | [b'n', ..] => continue,
            [b'"', .., b'"'] if escaped => unescaped(raw)?,
            [b'"', inside @ .., b'"'] => Cow::Borrowed(inside),
            [b'-' | b'0'..=b'9', ..] => return Some(Some(Cow::Borrowed(raw))),
            _ => return None,
        };
        let nulls = &line.source.null;
        if nulls.is_empty() || nulls.iter().all(|null| *null.as_bytes() != *text) {
            return Some(Some(text));
        }
    }
    Some(None)
}

#[cold]
fn unescaped(raw: &[u8]) -> Option<Cow<'_, [u8]>> {
    Some(match unquoted(std::str::from_utf8(raw).ok()?)? {
        Cow::Borrowed(text) => Cow::Borrowed(text.as_bytes()),
        Cow::Owned(text) => Cow::Owned(text.into_bytes()),
    })
}
