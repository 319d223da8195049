//! JSON lines: every line is a record. A bad line costs itself and no other.
//!
//! Knows no mapping. Where lines begin and end is the business of `blocks`.

use super::Item;
use super::bind::Bound;
use super::blocks::Block;
use super::cut::{Cursor, Cut, size, too_long};
use super::cuts::OneCut;
use super::grammar::{self, Kind};
use super::walk::Record;
use super::{Place, Reading};

impl Bound {
    /// Gives out all that a block holds, in its order. `start` tells its file, and the line and the column
    /// at which a block of lines begins; other blocks know.
    pub fn block(
        &self,
        block: &Block,
        start: Place,
        most: usize,
        sink: &mut dyn FnMut(Item<'_>),
    ) -> Reading {
        let mut read = Reading::default();
        match block {
            Block::Lines { offset, bytes, .. } => {
                let mut line = Line {
                    file: start.file,
                    offset: *offset,
                    number: start.line,
                    bytes,
                };
                while let Some((one, next)) = line.split() {
                    read.records += u64::from(self.line(one, most, sink));
                    read.lines += next.number - line.number;
                    line = next;
                }
            }
            Block::Lost {
                place,
                lines,
                reason,
            } => {
                read.records += 1;
                read.lines += lines;
                let line = start.line + place.line - 1;
                sink(Item::Unreadable {
                    place: Place { line, ..*place },
                    reason: reason.clone(),
                });
            }
            Block::Cuts(cuts) => {
                for (place, cut) in cuts.iter() {
                    read.records += 1;
                    self.cut(place, &cut, sink);
                }
            }
        }
        read
    }

    /// Gives out what one cut holds.
    pub fn cut(&self, place: Place, cut: &OneCut<'_>, sink: &mut dyn FnMut(Item<'_>)) {
        match cut {
            OneCut::Record(record) => self.record(place, *record, sink),
            OneCut::Unreadable(reason) => sink(Item::Unreadable {
                place,
                reason: (*reason).to_owned(),
            }),
        }
    }

    /// Gives out what a line without its end holds; says whether that is a record at all.
    pub fn line(&self, line: Line<'_>, most: usize, sink: &mut dyn FnMut(Item<'_>)) -> bool {
        let start = Cursor {
            offset: line.offset,
            line: line.number,
            ..Cursor::start(line.file)
        };
        if line.bytes.len() > most {
            sink(Item::Unreadable {
                place: start.place(size(line.bytes)),
                reason: too_long(most),
            });
            return true;
        }
        match check_line(start, line.bytes) {
            None => false,
            Some(Cut::Record { place, text }) => {
                self.record(place, Record::Json(text), sink);
                true
            }
            Some(Cut::Unreadable { place, reason }) => {
                sink(Item::Unreadable { place, reason });
                true
            }
            // A line is no row of a table.
            Some(Cut::Row { .. }) => false,
        }
    }
}

/// A line without its end, or all that is left of a block.
#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    /// The caller's number of the file.
    pub file: u32,
    /// Bytes before it.
    pub offset: u64,
    /// From 1.
    pub number: u64,
    /// It.
    pub bytes: &'a [u8],
}

impl<'a> Line<'a> {
    /// The first line, and what is behind its end; none where nothing is left.
    #[must_use]
    pub fn split(&self) -> Option<(Self, Self)> {
        if self.bytes.is_empty() {
            return None;
        }
        let end = memchr::memchr(b'\n', self.bytes);
        let (line, rest) = match end {
            Some(at) => (self.bytes.get(..at)?, self.bytes.get(at + 1..)?),
            None => (self.bytes, &[][..]),
        };
        let ended = u64::from(end.is_some());
        let first = Self {
            bytes: line,
            ..*self
        };
        let behind = Self {
            offset: self.offset + size(line) + ended,
            number: self.number + ended,
            bytes: rest,
            ..*self
        };
        Some((first, behind))
    }
}

/// One line, without its end: nothing if it is blank.
#[must_use]
pub fn check_line(start: Cursor, line: &[u8]) -> Option<Cut<'_>> {
    let (mut start, mut line) = (start, line);
    if let Some(behind) = line.strip_prefix(b"\xEF\xBB\xBF") {
        // A byte-order mark is no character of the line.
        start.offset += 3;
        line = behind;
    }
    let bytes = line.trim_ascii();
    let lead = line.len() - line.trim_ascii_start().len();
    start.advance(line.get(..lead).unwrap_or_default());
    if bytes.is_empty() {
        return None;
    }
    let place = start.place(size(bytes));
    Some(match check(start, bytes) {
        Ok(text) => Cut::Record { place, text },
        Err(reason) => Cut::Unreadable { place, reason },
    })
}

/// The bytes as the text of a JSON object, or why they are none.
fn check(start: Cursor, bytes: &[u8]) -> Result<&str, String> {
    let at = |n: usize| {
        let at = start.behind(bytes.get(..n).unwrap_or_default());
        at.seen_from(&start)
    };
    let text = std::str::from_utf8(bytes)
        .map_err(|e| not_utf8(&at(e.valid_up_to()), bytes.get(e.valid_up_to())))?;
    let kind = grammar::check(bytes)
        .map_err(|fault| format!("not JSON at {}: {}", at(fault.at), fault.flaw))?;
    match kind {
        Kind::Object => Ok(text),
        other => Err(no_object(other)),
    }
}

/// In the words of a reason: the first byte that is no UTF-8.
#[must_use]
pub fn not_utf8(at: &str, byte: Option<&u8>) -> String {
    let byte = byte.copied().unwrap_or_default();
    format!("not UTF-8 at {at}: byte {byte:#04X}")
}

/// In the words of a reason: a value that is no record.
#[must_use]
pub fn no_object(kind: Kind) -> String {
    let what = match kind {
        Kind::Object => "an object",
        Kind::List => "a list",
        Kind::Text => "a text",
        Kind::Number => "a number",
        Kind::Word => "`true`, `false` or `null`",
    };
    format!("{what}, where a record must be an object")
}
