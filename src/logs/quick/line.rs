//! One line whose values are found: what stands at a slot, as it is spelled or as the text that it says.
//!
//! Knows no field, and nothing of what is made of values.

use super::plan::Slots;
use super::shape::{Piece, Slot};
use super::table::Spelling;
use super::telling::telling_end;
use crate::logs::bind::Bound;
use crate::logs::pieces::unquoted;
use crate::logs::walk::Walk;
use std::borrow::Cow;

/// A line whose values are found.
pub(super) struct Line<'l, 's> {
    /// It, and what stands behind it in its block.
    pub bytes: &'l [u8],
    pub pieces: &'l [Piece],
    pub source: &'s Bound,
}

impl<'l> Line<'l, '_> {
    /// A value as it stands in the line, and whether it has escapes; none where nothing stands.
    #[inline]
    pub(super) fn piece(&self, slot: Slot) -> Option<(&'l [u8], bool)> {
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
    #[inline(always)]
    pub(super) fn spelling<'k>(&self, slots: &Slots, room: &'k mut Vec<u8>) -> Spelling<'k>
    where
        'l: 'k,
    {
        if let [(_, slot)] = slots.as_slice() {
            let piece = self.pieces.get(*slot).copied().unwrap_or_default();
            return Spelling {
                text: self.bytes,
                from: piece.from,
                to: piece.to,
            };
        }
        room.clear();
        for (_, slot) in slots {
            room.extend_from_slice(self.raw(*slot));
            room.push(0);
        }
        Spelling {
            to: room.len(),
            text: room,
            from: 0,
        }
    }

    /// What tells the domain of a text that stands alone, as it is.
    #[inline(always)]
    pub(super) fn telling(&self, slots: &Slots) -> Option<(usize, usize)> {
        let [(_, slot)] = slots.as_slice() else {
            return None;
        };
        let piece = self.pieces.get(*slot).filter(|piece| !piece.escaped)?;
        let (from, to) = (piece.from + 1, piece.to.checked_sub(1)?);
        let is_text = from < to && self.bytes.get(piece.from) == Some(&b'"');
        is_text.then(|| (from, telling_end(self.bytes, from, to)))
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

/// A part of a line, or of what it was unescaped to.
pub(super) struct Text<'l> {
    pub base: Cow<'l, [u8]>,
    pub from: usize,
    pub to: usize,
}

impl Text<'_> {
    #[inline]
    pub fn bytes(&self) -> &[u8] {
        self.base.get(self.from..self.to).unwrap_or_default()
    }
}

/// The text of the first slot that holds something; none where what stands there is no text.
#[inline]
pub(super) fn first_text<'l>(line: &Line<'l, '_>, slots: &Slots) -> Option<Option<Text<'l>>> {
    for (_, slot) in slots {
        let Some((raw, escaped)) = line.piece(*slot) else {
            continue;
        };
        let piece = line.pieces.get(*slot).copied().unwrap_or_default();
        let text = match raw {
            [b'"', b'"'] | [b'n', ..] => continue,
            [b'"', .., b'"'] if escaped => unescaped(raw)?,
            [b'"', .., b'"'] => Text {
                base: Cow::Borrowed(line.bytes),
                from: piece.from + 1,
                to: piece.to - 1,
            },
            [b'-' | b'0'..=b'9', ..] => {
                return Some(Some(Text {
                    base: Cow::Borrowed(line.bytes),
                    from: piece.from,
                    to: piece.to,
                }));
            }
            _ => return None,
        };
        let nulls = &line.source.null;
        if nulls.is_empty() || nulls.iter().all(|null| null.as_bytes() != text.bytes()) {
            return Some(Some(text));
        }
    }
    Some(None)
}

#[cold]
fn unescaped<'l>(raw: &[u8]) -> Option<Text<'l>> {
    let text = unquoted(std::str::from_utf8(raw).ok()?)?.into_owned();
    Some(Text {
        from: 0,
        to: text.len(),
        base: Cow::Owned(text.into_bytes()),
    })
}
