//! One field of a line: its value fitted, hashed and marked, each as seldom as can be.
//!
//! Knows where its values stand in a line, and leaves to the slow way's own functions what is done to a
//! spelling that is new.

use super::exact::{self, Exact};
use super::line::{Line, Text, first_text};
use super::plan::{How, Planned, Slots};
use super::table::{Sought, Spelling, Table};
use super::telling::telling_end;
use super::{Met, Want};
use crate::digest::Keyed;
use crate::domain::domain_of;
use crate::event::{FieldId, Identities, Salt, Value, clean};
use crate::logs::bind::{Bound, Rule};
use crate::logs::there::Fields;
use crate::logs::values::{Leaf, fit};
use crate::syntax::ast::Type;
use crate::time::Time;

/// Longer spellings are no business of a table.
const LONGEST: usize = 64 * 1024;

/// What a field that holds nothing is spelled as.
const NOTHING: Spelling<'static> = Spelling {
    text: &[],
    from: 0,
    to: 0,
};

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
    /// Where the line's spelling is looked for.
    sought: Sought,
    /// What tells the domain of the line's text, if that stands there as it is.
    telling: Option<(usize, usize)>,
    /// Where the spellings of several slots are put together.
    room: Vec<u8>,
    pub now: Now,
    /// By which it is told that it is there; none where that is not asked.
    pub bit: Fields,
}

/// What is known of a spelling.
#[derive(Debug)]
struct Known<M> {
    print: u64,
    mark: Option<M>,
    there: bool,
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
    pub(super) fn new(planned: Planned<'s>, source: &Bound, print: &Print) -> Self {
        Self {
            field: planned.field,
            rule: planned.rule,
            want: planned.want,
            how: planned.how,
            slots: planned.slots,
            salt: print.identities.salt(planned.field),
            known: Table::default(),
            entry: 0,
            sought: Sought::default(),
            telling: None,
            room: Vec::new(),
            now: Now::default(),
            bit: source.bit_of(planned.field),
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

    #[inline]
    pub(super) fn mark_mut(&mut self) -> Option<&mut M> {
        self.known.get_mut(self.entry)?.mark.as_mut()
    }

    /// Looks for the place of what is known of its spelling, if it is read by that.
    #[inline(always)]
    pub(super) fn seek(&mut self, line: &Line<'_, '_>, print: &Print) {
        match (self.how, self.want) {
            (How::Once, _) => {
                let spelling = line.spelling(&self.slots, &mut self.room);
                self.sought = self.known.seek(spelling, &print.texts);
            }
            (How::Text, Want::Domain) => {
                self.telling = line.telling(&self.slots);
                if let Some((from, to)) = self.telling {
                    let text = line.bytes;
                    let spelling = Spelling { text, from, to };
                    self.sought = self.known.seek(spelling, &print.texts);
                }
            }
            _ => {}
        }
    }

    /// Looks at what is known of it; what that gives has no meaning.
    #[inline(always)]
    pub(super) fn touch(&self) -> u64 {
        self.known.touch(&self.sought, |known| known.print)
    }

    /// Reads it from a line, for which it was sought: what it adds to the content's fingerprint; none where its value does not fit.
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
        let spelling = line.spelling(&self.slots, &mut self.room);
        self.entry = match self.known.found(&self.sought, spelling, &print.texts) {
            Some(entry) => entry,
            None => {
                (spelling.length() <= LONGEST).then_some(())?;
                let value = taken(self.field, self.rule, &self.slots, line)?;
                let (field, want) = (self.field, self.want);
                let known = known(field, want, self.salt, value.as_ref(), print, mark);
                self.known.add(spelling, &print.texts, known)
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
            self.domain(text.as_ref(), print, mark)?;
        }
        Some(match text {
            Some(text) if self.field == FieldId::ID => {
                let Text { base, from, to } = text;
                let (content, id) = print.identities.both(self.salt, &base, from, to);
                self.now.id = Some(id);
                content
            }
            Some(Text { base, from, to }) if print.counts => {
                print.identities.part(self.salt, &base, from, to)
            }
            _ => {
                self.now.id = None;
                0
            }
        })
    }

    /// The mark of a domain, by what of a text can tell it.
    #[inline]
    fn domain(&mut self, text: Option<&Text<'_>>, print: &Print, mark: Marks<'_, M>) -> Option<()> {
        let (spelling, found) = match (self.telling, text) {
            (Some((from, to)), Some(text)) => {
                let text = &text.base;
                let spelling = Spelling { text, from, to };
                let found = self.known.found(&self.sought, spelling, &print.texts);
                (spelling, found)
            }
            (_, text) => {
                let spelling = text.map_or(NOTHING, |text| Spelling {
                    text: &text.base,
                    from: text.from,
                    to: telling_end(&text.base, text.from, text.to),
                });
                (spelling, self.known.find(spelling, &print.texts))
            }
        };
        self.entry = match found {
            Some(entry) => entry,
            None => {
                (spelling.length() <= LONGEST).then_some(())?;
                let whole = text.map(|text| std::str::from_utf8(text.bytes()));
                let whole = whole.transpose().ok()?;
                let domain = whole.and_then(domain_of);
                let met = whole.map_or(Met::Missing, |_| Met::Domain(domain.as_deref()));
                let known = Known {
                    print: 0,
                    there: whole.is_some(),
                    rest: None,
                    mark: Some(mark(self.field, met)),
                };
                self.known.add(spelling, &print.texts, known)
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
            Some(Exact::Ip(ip)) => print.identities.ip(self.salt, ip),
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
