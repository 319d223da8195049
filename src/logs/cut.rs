//! What the readers of formats cut a log into, and where they are in it.
//!
//! Knows no mapping: a cut is a text or the reason why there is none.

use super::Place;
use super::row::Row;

/// A piece of a log, in the order of the log.
#[derive(Clone, Debug)]
pub enum Cut<'a> {
    /// One record: a JSON object, checked.
    Record {
        /// Where.
        place: Place,
        /// The object, from brace to brace.
        text: &'a str,
    },
    /// One record: a row of a table, with as many cells as its header.
    Row {
        /// Where.
        place: Place,
        /// The row.
        row: Row<'a>,
    },
    /// A record, or the rest of a document or file, that could not be read.
    Unreadable {
        /// Where.
        place: Place,
        /// Why.
        reason: String,
    },
}

/// How much of a log was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Decompressed.
    pub bytes: u64,
    /// The last one with or without its end.
    pub lines: u64,
}

/// A position in the decompressed log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The caller's number of the file.
    pub file: u32,
    /// Bytes before it.
    pub offset: u64,
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
}

impl Cursor {
    /// The beginning of a file.
    #[must_use]
    pub fn start(file: u32) -> Self {
        Self {
            file,
            offset: 0,
            line: 1,
            column: 1,
        }
    }

    /// Moves behind these bytes.
    pub fn advance(&mut self, bytes: &[u8]) {
        self.offset += size(bytes);
        let lines = memchr::memchr_iter(b'\n', bytes).count();
        let tail = match memchr::memrchr(b'\n', bytes) {
            Some(at) => {
                self.line += u64::try_from(lines).unwrap_or(u64::MAX);
                self.column = 1;
                bytes.get(at + 1..).unwrap_or_default()
            }
            None => bytes,
        };
        self.column += characters(tail);
    }

    /// This position moved behind these bytes.
    #[must_use]
    pub fn behind(mut self, bytes: &[u8]) -> Self {
        self.advance(bytes);
        self
    }

    /// `column 7`, or `line 3, column 7` where a reader who is told of `start` would look in another line.
    #[must_use]
    pub fn seen_from(&self, start: &Self) -> String {
        if self.line == start.line {
            format!("column {}", self.column)
        } else {
            format!("line {}, column {}", self.line, self.column)
        }
    }

    /// The place of what begins here and is so many bytes long.
    #[must_use]
    pub fn place(&self, length: u64) -> Place {
        Place {
            file: self.file,
            offset: self.offset,
            part: None,
            line: self.line,
            column: self.column,
            length,
        }
    }
}

/// A length in 64 bits.
#[must_use]
pub fn size(bytes: &[u8]) -> u64 {
    u64::try_from(bytes.len()).unwrap_or(u64::MAX)
}

/// How many characters begin in these bytes, as far as they are UTF-8.
fn characters(bytes: &[u8]) -> u64 {
    let begins = |b: &&u8| (**b & 0xC0) != 0x80;
    u64::try_from(bytes.iter().filter(begins).count()).unwrap_or(u64::MAX)
}

/// `longer than 16 MiB`, in the words of a reason.
#[must_use]
pub fn too_long(most: usize) -> String {
    const MIB: usize = 1024 * 1024;
    match most {
        _ if most >= MIB && most.is_multiple_of(MIB) => format!("longer than {} MiB", most / MIB),
        _ if most >= 1024 && most.is_multiple_of(1024) => {
            format!("longer than {} KiB", most / 1024)
        }
        _ => format!("longer than {most} bytes"),
    }
}

/// The bytes of a record that is being read, as long as it is not too long.
#[derive(Clone, Debug, Default)]
pub struct Held {
    bytes: Vec<u8>,
    length: u64,
    too_long: bool,
}

impl Held {
    /// Adds bytes. Beyond `most` nothing is kept, and what was is let go.
    pub fn push(&mut self, bytes: &[u8], most: usize) {
        self.length += size(bytes);
        let needed = self.bytes.len() + bytes.len();
        if self.too_long || needed > most {
            self.too_long = true;
            self.bytes = Vec::new();
            return;
        }
        if needed > self.bytes.capacity() {
            // By doubling, but never beyond what may be kept.
            let room = needed.saturating_mul(2).min(most.max(needed));
            self.bytes.reserve_exact(room - self.bytes.len());
        }
        self.bytes.extend_from_slice(bytes);
    }

    /// All bytes, unless they were too many.
    #[must_use]
    pub fn bytes(&self) -> Option<&[u8]> {
        (!self.too_long).then_some(&self.bytes)
    }

    /// How many bytes were added.
    #[must_use]
    pub fn length(&self) -> u64 {
        self.length
    }

    /// Begins anew; keeps the memory unless it is much.
    pub fn clear(&mut self) {
        if self.bytes.capacity() > 1 << 20 {
            self.bytes = Vec::new();
        }
        self.bytes.clear();
        self.length = 0;
        self.too_long = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_never_needs_more_room_than_it_may() {
        let mut held = Held::default();
        for piece in 0..20 {
            held.push(&[7; 1000], 15_000);
            assert!(held.bytes.capacity() <= 15_000, "{piece}");
            assert_eq!(held.bytes().is_some(), piece < 15);
        }
        assert_eq!((held.length(), held.bytes.capacity()), (20_000, 0));
        held.clear();
        held.push(b"a", 15_000);
        assert_eq!((held.bytes(), held.length()), (Some(&b"a"[..]), 1));
    }

    #[test]
    fn positions_count_lines_and_characters() {
        let start = Cursor::start(3);
        let at = start.behind("é\n日x".as_bytes());
        assert_eq!((at.offset, at.line, at.column), (7, 2, 3));
        assert_eq!(at.seen_from(&start), "line 2, column 3");
        assert_eq!(at.seen_from(&at), "column 3");
        let bytes = "é\n日x".as_bytes();
        let drops = (0..bytes.len()).fold(start, |at, n| at.behind(&bytes[n..=n]));
        assert_eq!(drops, at);
    }

    #[test]
    fn lengths_are_said_in_round_numbers() {
        for (most, said) in [
            (16 << 20, "longer than 16 MiB"),
            (2048, "longer than 2 KiB"),
            (100, "longer than 100 bytes"),
            (0, "longer than 0 bytes"),
        ] {
            assert_eq!(too_long(most), said);
        }
    }
}
