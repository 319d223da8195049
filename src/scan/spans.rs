//! Numbers that were met, as spans without a hole longer than a reach: the same whatever order they come in.
//!
//! Memory follows how many holes there are, up to a bound; what is more goes to disk. Knows nothing of what
//! the numbers are.

use super::at::At;
use super::row::{RowReader, RowWriter};
use super::sorted::Sorter;
use super::timed::{AT, read_at, write_at};
use crate::time::Time;
use std::collections::BTreeMap;
use std::io;

/// Spans in memory: some 6 MiB.
const MOST: usize = 32 * 1024;
/// the first and the last number, each with time and place.
const ROW: usize = 2 * (16 + 16 + AT);

/// A number where it was met: of equal ones the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct End {
    /// The number.
    pub number: i128,
    /// When.
    pub time: Time,
    /// Where.
    pub at: At,
}

/// Numbers without a hole between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The least.
    pub first: End,
    /// The greatest.
    pub last: End,
}

/// All spans so far.
#[derive(Debug)]
pub struct Spans {
    /// Numbers no further apart than this have no hole between them.
    reach: i128,
    /// By their first numbers.
    spans: BTreeMap<i128, Span>,
    disk: Sorter<ROW>,
    most: usize,
}

impl Spans {
    /// None yet.
    #[must_use]
    pub fn new(reach: i128) -> Self {
        Self {
            reach,
            spans: BTreeMap::new(),
            disk: Sorter::default(),
            most: MOST,
        }
    }

    /// Adds a number.
    pub fn number(&mut self, end: End) {
        self.span(Span {
            first: end,
            last: end,
        });
    }

    /// Adds a span.
    pub fn span(&mut self, mut span: Span) {
        let behind = span.last.number.saturating_add(self.reach);
        while let Some((first, other)) = self.spans.range_mut(..=behind).next_back() {
            if other.last.number.saturating_add(self.reach) < span.first.number {
                break;
            }
            // The usual case: what comes next.
            if other.first < span.first {
                other.last = later(other.last, span.last);
                let (first, whole) = (*first, *other);
                return self.close_up(first, whole);
            }
            span = joined(*other, span);
            let first = *first;
            self.spans.remove(&first);
        }
        self.spans.insert(span.first.number, span);
    }

    /// A span that has grown at its end may reach the one before it, which it did not.
    fn close_up(&mut self, first: i128, span: Span) {
        let before = self.spans.range(..first).next_back();
        let touches = before
            .filter(|(_, other)| other.last.number.saturating_add(self.reach) >= span.first.number);
        if touches.is_some() {
            self.spans.remove(&first);
            self.span(span);
        }
    }

    /// Adds all of these; what is too much for memory goes to disk.
    ///
    /// # Errors
    /// When a temporary file cannot be written.
    pub fn merge(&mut self, other: Self) -> io::Result<()> {
        other.spans.into_values().for_each(|span| self.span(span));
        if self.spans.len() > self.most {
            self.spill()?;
        }
        Ok(())
    }

    fn spill(&mut self) -> io::Result<()> {
        for span in std::mem::take(&mut self.spans).into_values() {
            let row = RowWriter::new().time(Time(span.first.number));
            let row = write_at(row.time(span.first.time), span.first.at);
            let row = row.time(Time(span.last.number)).time(span.last.time);
            self.disk.push(write_at(row, span.last.at).done())?;
        }
        Ok(())
    }

    /// Each span, in their order.
    ///
    /// # Errors
    /// When a temporary file cannot be written or read, or `each` fails.
    pub fn each(mut self, each: &mut dyn FnMut(Span) -> io::Result<()>) -> io::Result<()> {
        self.spill()?;
        let mut rows = self.disk.sorted()?;
        let mut open: Option<Span> = None;
        while let Some(row) = rows.next()? {
            let mut row = RowReader::new(&row);
            let span = Span {
                first: read_end(&mut row),
                last: read_end(&mut row),
            };
            open = match open {
                Some(before)
                    if span.first.number <= before.last.number.saturating_add(self.reach) =>
                {
                    Some(joined(before, span))
                }
                before => {
                    before.map_or(Ok(()), &mut *each)?;
                    Some(span)
                }
            };
        }
        open.map_or(Ok(()), each)
    }
}

fn read_end(row: &mut RowReader<'_>) -> End {
    End {
        number: row.time().0,
        time: row.time(),
        at: read_at(row),
    }
}

fn joined(one: Span, other: Span) -> Span {
    Span {
        first: one.first.min(other.first),
        last: later(one.last, other.last),
    }
}

/// The greater number; where it was met first.
fn later(one: End, other: End) -> End {
    match one.number.cmp(&other.number) {
        std::cmp::Ordering::Less => other,
        std::cmp::Ordering::Equal => one.min(other),
        std::cmp::Ordering::Greater => one,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn end(number: i128, block: u32) -> End {
        End {
            number,
            time: Time(number),
            at: At {
                block,
                ..At::default()
            },
        }
    }

    fn all(spans: Spans) -> Vec<(i128, i128, u32, u32)> {
        let mut all = Vec::new();
        let mut each = |span: Span| {
            let (first, last) = (span.first, span.last);
            all.push((first.number, last.number, first.at.block, last.at.block));
            Ok(())
        };
        spans.each(&mut each).unwrap();
        all
    }

    proptest! {
        #[test]
        fn spans_are_those_of_all_numbers_in_order(
            numbers in prop::collection::vec(-40..40_i128, 0..60),
            reach in 1..6_i128,
            most in 1..8_usize,
            cut in 1..9_usize,
        ) {
            let ends: Vec<End> = numbers.iter().zip(0..).map(|(n, block)| end(*n, block)).collect();
            let mut sorted = ends.clone();
            sorted.sort();
            let mut expected: Vec<(i128, i128, u32, u32)> = Vec::new();
            for one in sorted {
                match expected.last_mut() {
                    Some(last) if one.number == last.1 => {}
                    Some(last) if one.number - last.1 <= reach => {
                        (last.1, last.3) = (one.number, one.at.block);
                    }
                    _ => expected.push((one.number, one.number, one.at.block, one.at.block)),
                }
            }
            let mut spans = Spans { most, ..Spans::new(reach) };
            for some in ends.chunks(cut) {
                let mut batch = Spans::new(reach);
                some.iter().for_each(|end| batch.number(*end));
                spans.merge(batch).unwrap();
            }
            prop_assert_eq!(all(spans), expected.clone());
            let mut together = Spans::new(reach);
            ends.iter().rev().for_each(|end| together.number(*end));
            prop_assert!(together.spans.len() == expected.len());
            prop_assert_eq!(all(together), expected);
        }
    }
}
