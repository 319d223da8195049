//! The rows that a scan puts aside: fixed-length bytes that sort by their first parts.
//!
//! A row is written and read field by field; numbers are big-endian, signed ones shifted to sort.

use crate::logs::Place;
use crate::time::Time;

/// Bytes of a [`Place`] in a row.
pub const PLACE: usize = 4 + 8 + 4 + 8 + 8 + 8;

/// Writes a row.
#[derive(Debug)]
pub struct RowWriter<const N: usize> {
    row: [u8; N],
    at: usize,
}

impl<const N: usize> RowWriter<N> {
    /// An empty row; what is not written is zero.
    #[must_use]
    pub fn new() -> Self {
        Self { row: [0; N], at: 0 }
    }

    /// Bytes as they are.
    #[must_use]
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        let end = self.at.saturating_add(bytes.len());
        if let Some(slot) = self.row.get_mut(self.at..end) {
            slot.copy_from_slice(bytes);
        }
        self.at = end;
        self
    }

    /// A number.
    #[must_use]
    pub fn u32(self, n: u32) -> Self {
        self.bytes(&n.to_be_bytes())
    }

    /// A number.
    #[must_use]
    pub fn u64(self, n: u64) -> Self {
        self.bytes(&n.to_be_bytes())
    }

    /// A signed number; negative ones sort first.
    #[must_use]
    pub fn i64(self, n: i64) -> Self {
        self.u64(n.cast_unsigned() ^ (1 << 63))
    }

    /// An instant; earlier ones sort first.
    #[must_use]
    pub fn time(self, time: Time) -> Self {
        self.bytes(&(time.0.cast_unsigned() ^ (1 << 127)).to_be_bytes())
    }

    /// A record's place.
    #[must_use]
    pub fn place(self, place: Place) -> Self {
        self.u32(place.file)
            .u64(place.offset)
            .u32(place.part.map_or(0, |part| part.saturating_add(1)))
            .u64(place.line)
            .u64(place.column)
            .u64(place.length)
    }

    /// The row, which must be exactly full.
    #[must_use]
    pub fn done(self) -> [u8; N] {
        debug_assert_eq!(self.at, N, "a row has one length");
        self.row
    }
}

/// Reads a row, in the order in which it was written.
#[derive(Debug)]
pub struct RowReader<'a> {
    row: &'a [u8],
}

impl<'a> RowReader<'a> {
    /// From its start.
    #[must_use]
    pub fn new(row: &'a [u8]) -> Self {
        Self { row }
    }

    /// So many bytes.
    pub fn bytes<const M: usize>(&mut self) -> [u8; M] {
        let Some((first, rest)) = self.row.split_first_chunk::<M>() else {
            return [0; M];
        };
        self.row = rest;
        *first
    }

    /// A number.
    pub fn u32(&mut self) -> u32 {
        u32::from_be_bytes(self.bytes())
    }

    /// A number.
    pub fn u64(&mut self) -> u64 {
        u64::from_be_bytes(self.bytes())
    }

    /// A signed number.
    pub fn i64(&mut self) -> i64 {
        (self.u64() ^ (1 << 63)).cast_signed()
    }

    /// An instant.
    pub fn time(&mut self) -> Time {
        Time((u128::from_be_bytes(self.bytes()) ^ (1 << 127)).cast_signed())
    }

    /// A record's place.
    pub fn place(&mut self) -> Place {
        Place {
            file: self.u32(),
            offset: self.u64(),
            part: self.u32().checked_sub(1),
            line: self.u64(),
            column: self.u64(),
            length: self.u64(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_sort_as_bytes_and_come_back() {
        let row = |n: i64, t: i128| RowWriter::<24>::new().i64(n).time(Time(t)).done();
        assert!(row(-1, 0) < row(0, 0));
        assert!(row(i64::MIN, 0) < row(i64::MAX, 0));
        assert!(row(0, -5) < row(0, 3));
        let bytes = row(-7, -9);
        let mut reader = RowReader::new(&bytes);
        assert_eq!(reader.i64(), -7);
        assert_eq!(reader.time(), Time(-9));
    }

    #[test]
    fn places_come_back() {
        let place = Place {
            file: 3,
            offset: 1 << 40,
            part: Some(0),
            line: 7,
            column: 2,
            length: 99,
        };
        let bytes = RowWriter::<PLACE>::new().place(place).done();
        assert_eq!(RowReader::new(&bytes).place(), place);
    }
}
