//! One field of a line: its value fitted, hashed and marked, each as seldom as can be.
//!
//! Knows where its values stand in a line, and leaves to the slow way's own functions what is done to a
//! spelling that is new.

use super::plan::{How, Planned, Slots};
use super::shape::{Piece, Slot};
use super::table::Table;
use super::telling::telling;
use super::{Met, Want, exact};
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
use std::net::IpAddr;

/// Longer spellings are no business of a table.
const LONGEST: usize = 64 * 1024;

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
    pub text: &'l str,
    pub pieces: &'l [Piece],
    pub source: &'s Bound,
    pub days: &'l mut exact::Days,
}

impl<'l> Line<'l, '_> {
    #[inline]
    fn piece(&self, slot: Slot) -> Option<(&'l str, bool)> {
        let piece = self.pieces.get(slot)?;
        let raw = self.text.get(piece.from..piece.to)?;
        (!raw.is_empty()).then_some((raw, piece.escaped))
    }

    /// A value as it stands in the line; none where nothing does.
    #[inline]
    pub(super) fn raw(&self, slot: Slot) -> Option<&'l str> {
        self.piece(slot).map(|(raw, _)| raw)
    }

    /// What stands at all of the slots, as one text: with control characters, which no value holds.
    #[inline]
    pub(super) fn key(&self, slots: &Slots) -> Cow<'l, [u8]> {
        if let [(_, slot)] = slots.as_slice() {
            return Cow::Borrowed(self.raw(*slot).unwrap_or_default().as_bytes());
        }
        let mut key = Vec::new();
        for (_, slot) in slots {
            key.extend_from_slice(self.raw(*slot).unwrap_or_default().as_bytes());
            key.push(0);
        }
        Cow::Owned(key)
    }

    /// A walk that found just what stands at the slots.
    pub(super) fn walk(&self, slots: &Slots) -> Option<Walk<'_, 'l>> {
        let values = slots
            .iter()
            .filter_map(|(node, slot)| Some((*node, self.raw(*slot)?)));
        Walk::of_values(&self.source.tree, &self.source.splits, values).ok()
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
    pub now: Now,
}

/// What is known of a spelling.
#[derive(Debug)]
struct Known<M> {
    now: Now,
    mark: Option<M>,
}

/// What a line says of a field.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Now {
    /// What it adds to the content's fingerprint.
    pub print: u64,
    /// The fingerprint of an id.
    pub id: Option<u64>,
    pub there: bool,
    pub int: Option<i64>,
    pub time: Option<Time>,
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

    /// Reads it from a line; none where its value does not fit.
    #[inline]
    pub(super) fn read(
        &mut self,
        line: &mut Line<'_, '_>,
        print: &Print,
        mark: &mut dyn FnMut(FieldId, Met<'_>) -> M,
    ) -> Option<()> {
        match (self.how, self.rule.map(|rule| rule.ty)) {
            (How::Each, Some(Type::Text)) => self.text(line, print, mark),
            (How::Each, Some(ty)) => self.exact(line, ty, print),
            _ => self.once(line, print, mark),
        }
    }

    /// By the table of spellings.
    #[inline]
    fn once(
        &mut self,
        line: &Line<'_, '_>,
        print: &Print,
        mark: &mut dyn FnMut(FieldId, Met<'_>) -> M,
    ) -> Option<()> {
        let key = line.key(&self.slots);
        let hash = print.texts.of(&key);
        self.entry = match self.known.find(hash, &key) {
            Some(entry) => entry,
            None => {
                (key.len() <= LONGEST).then_some(())?;
                let value = self.taken(line)?;
                let known = self.known(value.as_ref(), print, mark);
                self.known.add(hash, &key, known)
            }
        };
        self.now = self.known.get(self.entry)?.now;
        Some(())
    }

    /// The value as the slow way makes it, if it fits.
    #[cold]
    fn taken(&self, line: &Line<'_, '_>) -> Option<Option<Value>> {
        let Some(rule) = self.rule else {
            return Some(None);
        };
        let walk = line.walk(&self.slots)?;
        let value = line.source.take(rule, &walk).value.ok()?;
        Some(value.and_then(|value| clean(self.field, value)))
    }

    fn known(
        &self,
        value: Option<&Value>,
        print: &Print,
        mark: &mut dyn FnMut(FieldId, Met<'_>) -> M,
    ) -> Known<M> {
        let domain = match value {
            Some(Value::Text(text)) => domain_of(text),
            _ => None,
        };
        let met = match (value, self.want) {
            (None, _) => Met::Missing,
            (Some(_), Want::Domain) => Met::Domain(domain.as_deref()),
            (Some(value), _) => Met::Value(value),
        };
        let marked = matches!(self.want, Want::Mark | Want::Domain);
        Known {
            now: self.said(value, print),
            mark: marked.then(|| mark(self.field, met)),
        }
    }

    fn said(&self, value: Option<&Value>, print: &Print) -> Now {
        let Some(value) = value else {
            return Now::default();
        };
        Now {
            print: print.identities.value(self.salt, value),
            id: match value {
                Value::Text(id) if self.field == FieldId::ID => Some(print.identities.id(id)),
                _ => None,
            },
            there: true,
            int: match value {
                Value::Int(number) => Some(*number),
                _ => None,
            },
            time: match value {
                Value::Time(time) => Some(*time),
                _ => None,
            },
        }
    }

    /// A text that is looked at each time.
    #[inline]
    fn text(
        &mut self,
        line: &Line<'_, '_>,
        print: &Print,
        mark: &mut dyn FnMut(FieldId, Met<'_>) -> M,
    ) -> Option<()> {
        let text = first_text(line, &self.slots)?;
        self.now = match &text {
            Some(text) if print.counts => Now {
                print: print.identities.text(self.salt, text),
                id: (self.field == FieldId::ID).then(|| print.identities.id(text)),
                there: true,
                ..Now::default()
            },
            _ => Now {
                there: text.is_some(),
                ..Now::default()
            },
        };
        if self.want == Want::Domain {
            return self.domain(text.as_deref(), print, mark);
        }
        Some(())
    }

    /// The mark of a domain, by what of a text can tell it.
    #[inline]
    fn domain(
        &mut self,
        text: Option<&str>,
        print: &Print,
        mark: &mut dyn FnMut(FieldId, Met<'_>) -> M,
    ) -> Option<()> {
        let key = text.map_or("", telling);
        let hash = print.texts.of(key.as_bytes());
        (key.len() <= LONGEST).then_some(())?;
        self.entry = match self.known.find(hash, key.as_bytes()) {
            Some(entry) => entry,
            None => {
                let domain = domain_of(key);
                let met = match text {
                    None => Met::Missing,
                    Some(_) => Met::Domain(domain.as_deref()),
                };
                let known = Known {
                    now: Now::default(),
                    mark: Some(mark(self.field, met)),
                };
                self.known.add(hash, key.as_bytes(), known)
            }
        };
        Some(())
    }

    /// A number, an instant or an address, read each time.
    #[inline]
    fn exact(&mut self, line: &mut Line<'_, '_>, ty: Type, print: &Print) -> Option<()> {
        let mut value = None;
        for (_, slot) in &self.slots {
            if let Some((raw, escaped)) = line.piece(*slot) {
                value = self.usual(raw, escaped, ty, line);
                if value.is_none() {
                    value = fitted(raw, self.field, ty, line.source)?;
                }
                if value.is_some() {
                    break;
                }
            }
        }
        self.now = self.said(value.as_ref(), print);
        Some(())
    }

    /// A value in a form that is read without a detour.
    #[inline]
    fn usual(&self, raw: &str, escaped: bool, ty: Type, line: &mut Line<'_, '_>) -> Option<Value> {
        let inside = match raw.as_bytes() {
            [b'"', inside @ .., b'"'] if !escaped && line.source.null.is_empty() => Some(inside),
            [b'"', ..] => return None,
            _ => None,
        };
        match (ty, inside) {
            (Type::Int, _) => {
                let number = exact::int(inside.unwrap_or(raw.as_bytes()))?;
                let counts = matches!(self.field, FieldId::ROWS | FieldId::BYTES);
                (number >= 0 || !counts).then_some(Value::Int(number))
            }
            (Type::Time, Some(text)) => line.days.time(text).map(Value::Time),
            (Type::Ip, Some(text)) => exact::ipv4(text).map(IpAddr::V4).map(Value::Ip),
            _ => None,
        }
    }
}

/// One value as the slow way fits it: nothing, or none where it does not fit.
#[cold]
fn fitted(raw: &str, field: FieldId, ty: Type, source: &Bound) -> Option<Option<Value>> {
    let leaf = source.without_null(Leaf::of(raw));
    fit(leaf, field, ty, source.zone.as_ref()).ok()
}

/// The text of the first slot that holds something; none where what stands there is no text.
#[inline]
fn first_text<'l>(line: &Line<'l, '_>, slots: &Slots) -> Option<Option<Cow<'l, str>>> {
    for (_, slot) in slots {
        let Some((raw, escaped)) = line.piece(*slot) else {
            continue;
        };
        let text = match raw.as_bytes() {
            [b'"', b'"'] | [b'n', ..] => continue,
            [b'"', .., b'"'] if escaped => unquoted(raw)?,
            [b'"', .., b'"'] => Cow::Borrowed(raw.get(1..raw.len() - 1)?),
            [b'-' | b'0'..=b'9', ..] => return Some(Some(Cow::Borrowed(raw))),
            _ => return None,
        };
        if !line.source.null.iter().any(|null| **null == *text) {
            return Some(Some(text));
        }
    }
    Some(None)
}
