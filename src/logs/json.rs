//! A stream of JSON documents: objects one behind the other or line by line, arrays of records, objects with an
//! array of records in them. Records come out one by one; no document is ever held whole.
//!
//! Knows no mapping. A defect costs the rest of its document; where documents have lines of their own,
//! reading goes on at the next line.

mod lost;

use super::bytes::{Filled, Input};
use super::cut::{Cursor, Cut, Extent, Held, too_long};
use super::flaw::TOO_DEEP;
use super::grammar::{ByteOrderMarks, Grammar, Kind, Mark};
use super::jsonl::{no_object, not_utf8};
use super::pieces::unescaped;
use lost::{Lost, Until};
use std::io;

/// Reads a log to its end, or up to where it cannot be read; tells how much that was. `records` are the
/// keys to the array of records inside a document.
///
/// # Errors
/// Only the reader's own.
pub fn read<R: io::Read>(
    input: &mut Input<R>,
    file: u32,
    most: usize,
    records: &[String],
    out: &mut dyn FnMut(Cut<'_>),
) -> io::Result<Extent> {
    let mut stream = Stream {
        at: Cursor::start(file),
        grammar: Grammar::new(ByteOrderMarks::Allowed),
        records,
        most,
        lines: Lines::Unknown,
        document: None,
        record: None,
        spare: Held::default(),
        lost: None,
        out,
    };
    loop {
        let used = match input.fill()? {
            Filled::Bytes(bytes) => stream.feed(bytes),
            Filled::End => break stream.end(),
            Filled::Damaged(reason) => break stream.damaged(reason),
        };
        input.consume(used);
    }
    let unended = u64::from(stream.at.column > 1);
    Ok(Extent {
        bytes: stream.at.offset,
        lines: stream.at.line - 1 + unended,
    })
}

struct Stream<'a> {
    /// Behind all that was used.
    at: Cursor,
    grammar: Grammar,
    records: &'a [String],
    most: usize,
    lines: Lines,
    document: Option<Document>,
    /// What is being read: an element of an array of records, or a document that may be a record.
    record: Option<Record>,
    /// Memory of the record before, for the next.
    spare: Held,
    /// What is skipped, since where, and why.
    lost: Option<Lost>,
    out: &'a mut dyn FnMut(Cut<'_>),
}

/// Whether every document so far had lines of its own.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Lines {
    Unknown,
    /// Each has one line; the last ended on this.
    Separate(u64),
    Mixed,
}

struct Document {
    start: Cursor,
    /// How many keys of the way to the array of records are open.
    matched: usize,
    /// The key that was read last, or is being read, where keys matter.
    key: Vec<u8>,
    in_key: bool,
    /// In how many brackets records stand, while the array of records is open.
    elements: Option<usize>,
}

struct Record {
    start: Cursor,
    kind: Kind,
    held: Held,
}

/// Longer keys than this are no keys to records.
const MOST_KEY: usize = 4096;

impl Stream<'_> {
    /// Uses some of the bytes, or at least gets on; tells how many.
    fn feed(&mut self, bytes: &[u8]) -> usize {
        if let Some(lost) = &self.lost {
            return self.skip(lost.until, bytes);
        }
        if self.is_broken_off(bytes) {
            self.lose(
                "it breaks off before the end of its line".to_owned(),
                Until::NextLine,
            );
            self.found();
        }
        let piece = self.piece(bytes);
        match self.grammar.feed(piece) {
            Ok((used, mark)) => {
                self.take(piece.get(..used).unwrap_or_default(), mark);
                used
            }
            Err(fault) => {
                self.fault(piece, fault);
                fault.at
            }
        }
    }

    /// Where documents have lines of their own, lines are fed one by one.
    fn piece<'b>(&self, bytes: &'b [u8]) -> &'b [u8] {
        let line = match self.lines {
            Lines::Separate(_) => memchr::memchr(b'\n', bytes),
            _ => None,
        };
        line.and_then(|end| bytes.get(..=end)).unwrap_or(bytes)
    }

    /// Where documents have lines of their own, one that begins in the first column ends the one before it.
    fn is_broken_off(&self, bytes: &[u8]) -> bool {
        matches!(self.lines, Lines::Separate(_)) && self.may_begin_anew(bytes.first())
    }

    fn may_begin_anew(&self, byte: Option<&u8>) -> bool {
        let before = |d: &Document| d.start.line < self.at.line;
        self.at.column == 1
            && matches!(byte, Some(b'{' | b'['))
            && self.document.as_ref().is_some_and(before)
    }

    fn take(&mut self, piece: &[u8], mark: Mark) {
        let (last, before) = piece.split_last().map_or((&[][..], piece), |(_, before)| {
            (piece.get(before.len()..).unwrap_or_default(), before)
        });
        let begin = self.at.behind(before);
        self.at.advance(piece);
        if let Some(record) = &mut self.record {
            record.held.push(piece, self.most);
        }
        if let Some(document) = self.document.as_mut().filter(|d| d.in_key) {
            document.key_goes_on(piece);
        }
        match mark {
            Mark::More => {}
            Mark::Unseen => self.at.column = self.at.column.saturating_sub(1),
            Mark::Begin(0, kind) => self.open(begin, kind, last),
            Mark::Begin(depth, kind) => self.begin(depth, begin, kind, last),
            Mark::End(0) => self.close(),
            Mark::End(depth) => self.ended(depth),
            Mark::KeyBegin(_) | Mark::KeyEnd(_) => {
                if let Some(document) = &mut self.document {
                    document.key_turns(mark);
                }
            }
        }
    }

    /// A document begins.
    fn open(&mut self, start: Cursor, kind: Kind, first: &[u8]) {
        if self.lines == Lines::Separate(start.line) {
            self.lines = Lines::Mixed;
        }
        let list = kind == Kind::List;
        self.document = Some(Document {
            start,
            matched: 0,
            key: Vec::new(),
            in_key: false,
            elements: list.then_some(1),
        });
        if list {
            self.grammar.watch(1);
        } else {
            self.grammar.watch(self.records.len());
            self.hold(start, kind, first);
        }
    }

    /// A value begins inside a document: a record, the array of records, or an object on the way to it.
    fn begin(&mut self, depth: usize, start: Cursor, kind: Kind, first: &[u8]) {
        let Some(document) = &mut self.document else {
            return;
        };
        if document.elements == Some(depth) {
            self.hold(start, kind, first);
        } else if document.elements.is_none() && document.is_on_the_way(depth, self.records) {
            let last = document.matched + 1 == self.records.len();
            if last && kind == Kind::List {
                document.elements = Some(depth + 1);
                self.grammar.watch(depth + 1);
                // It holds records, so it is none itself.
                self.record = None;
            } else if !last && kind == Kind::Object {
                document.matched += 1;
            }
        }
    }

    fn ended(&mut self, depth: usize) {
        let Some(document) = &mut self.document else {
            return;
        };
        if document.elements == Some(depth) {
            self.give_out();
        } else if document.elements == Some(depth + 1) {
            document.elements = None;
            self.grammar.watch(self.records.len());
        } else if document.elements.is_none() && document.matched == depth {
            document.matched -= 1;
        }
    }

    /// A document ends.
    fn close(&mut self) {
        let start = self.document.take().map(|document| document.start.line);
        self.lines = match self.lines {
            Lines::Unknown | Lines::Separate(_) if start == Some(self.at.line) => {
                Lines::Separate(self.at.line)
            }
            _ => Lines::Mixed,
        };
        self.grammar.watch(0);
        self.give_out();
    }

    fn hold(&mut self, start: Cursor, kind: Kind, first: &[u8]) {
        self.grammar.was_too_deep();
        let mut held = std::mem::take(&mut self.spare);
        held.clear();
        held.push(first, self.most);
        self.record = Some(Record { start, kind, held });
    }

    /// Gives out the record that ends here.
    fn give_out(&mut self) {
        let Some(record) = self.record.take() else {
            return;
        };
        let place = record.start.place(self.at.offset - record.start.offset);
        let deep = self.grammar.was_too_deep();
        (self.out)(match record.text(deep, self.most) {
            Ok(text) => Cut::Record { place, text },
            Err(reason) => Cut::Unreadable { place, reason },
        });
        self.spare = record.held;
    }
}

impl Document {
    fn key_goes_on(&mut self, piece: &[u8]) {
        if self.key.len() <= MOST_KEY {
            self.key.extend(piece.iter().take(MOST_KEY + 1));
        }
    }

    fn key_turns(&mut self, mark: Mark) {
        self.in_key = matches!(mark, Mark::KeyBegin(_));
        if self.in_key {
            self.key.clear();
        } else {
            // The closing quote.
            self.key.pop();
        }
    }

    fn is_on_the_way(&self, depth: usize, records: &[String]) -> bool {
        let key = std::str::from_utf8(&self.key).ok();
        let next = records.get(self.matched);
        depth == self.matched + 1
            && self.key.len() <= MOST_KEY
            && key
                .zip(next)
                .is_some_and(|(key, next)| unescaped(key) == *next)
    }
}

impl Record {
    fn text(&self, deep: bool, most: usize) -> Result<&str, String> {
        if self.kind != Kind::Object {
            return Err(no_object(self.kind));
        }
        if deep {
            return Err(TOO_DEEP.to_owned());
        }
        let bytes = self.held.bytes().ok_or_else(|| too_long(most))?;
        std::str::from_utf8(bytes).map_err(|e| {
            let before = bytes.get(..e.valid_up_to()).unwrap_or_default();
            let at = self.start.behind(before);
            not_utf8(&at.seen_from(&self.start), bytes.get(e.valid_up_to()))
        })
    }
}
