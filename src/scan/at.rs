//! Where records stand, in few bytes: by the block in which they were read. What is kept of every event is
//! kept so; it becomes a [`Place`] only when something is told of it.

use crate::logs::{Line, Place};

/// Where a record begins in its block. Sorts as the logs do: by file and position.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The number of the block, over all logs.
    pub block: u32,
    /// Bytes from the block's start.
    pub offset: u32,
    /// Which of several events of the record, from 1; 0 where there is but one.
    pub part: u32,
    /// Lines from the block's start.
    pub line: u32,
    /// Of the block's first line: characters from the block's start; else from that of the line.
    pub column: u32,
    /// Bytes of the record.
    pub length: u32,
}

/// Where a block begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The number of its log.
    pub file: u32,
    /// Bytes before it, decompressed.
    pub offset: u64,
    /// From 1.
    pub line: u64,
    /// From 1, in characters.
    pub column: u64,
}

impl Start {
    /// Where a place is in the block that begins here. A block is smaller than 4 GiB, by far.
    #[must_use]
    pub fn at(&self, block: u32, place: Place) -> At {
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let line = place.line.saturating_sub(self.line);
        let first = if line == 0 { self.column } else { 1 };
        At {
            block,
            offset: small(place.offset.saturating_sub(self.offset)),
            part: place.part.map_or(0, |part| part.saturating_add(1)),
            line: small(line),
            column: small(place.column.saturating_sub(first)),
            length: small(place.length),
        }
    }

    /// Where a record is that is a whole line, in the block of lines that begins here.
    #[must_use]
    pub fn at_line(&self, block: u32, line: &Line<'_>) -> At {
        let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
        let text = line.bytes.strip_suffix(b"\r").unwrap_or(line.bytes);
        At {
            block,
            offset: small(line.offset.saturating_sub(self.offset)),
            part: 0,
            line: small(line.number.saturating_sub(self.line)),
            column: 0,
            length: u32::try_from(text.len()).unwrap_or(u32::MAX),
        }
    }

    /// The place of something in the block that begins here.
    #[must_use]
    pub fn place(&self, at: At) -> Place {
        let first = if at.line == 0 { self.column } else { 1 };
        Place {
            file: self.file,
            offset: self.offset.saturating_add(u64::from(at.offset)),
            part: at.part.checked_sub(1),
            line: self.line.saturating_add(u64::from(at.line)),
            column: first.saturating_add(u64::from(at.column)),
            length: u64::from(at.length),
        }
    }
}

/// Where all blocks begin, by their numbers.
#[derive(Clone, Debug, Default)]
pub struct Starts(Vec<Start>);

impl Starts {
    /// Adds the next block's.
    pub fn push(&mut self, start: Start) {
        self.0.push(start);
    }

    /// The number of the next block.
    #[must_use]
    pub fn next(&self) -> u32 {
        u32::try_from(self.0.len()).unwrap_or(u32::MAX)
    }

    /// Where a block begins; none of one that was never read.
    #[must_use]
    pub fn of(&self, block: u32) -> Option<Start> {
        self.0.get(usize::try_from(block).ok()?).copied()
    }

    /// Where something stands; none of a block that was never read.
    #[must_use]
    pub fn place(&self, at: At) -> Option<Place> {
        self.of(at.block).map(|start| start.place(at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_come_back() {
        let start = Start {
            file: 2,
            offset: 1 << 40,
            line: 7,
            column: 5,
        };
        for (line, column, part) in [
            (7, 5, None),
            (7, 9, Some(0)),
            (8, 1, Some(3)),
            (12, 4, None),
        ] {
            let place = Place {
                file: 2,
                offset: (1 << 40) + 77,
                part,
                line,
                column,
                length: 12,
            };
            assert_eq!(start.place(start.at(3, place)), place);
        }
    }
}
