//! Blocks of records that were cut already: of documents and of tables.
//!
//! Knows no mapping, and not how they are cut.

use super::Place;
use super::bind::Bound;
use super::blocks::{Block, Blocks, Limits};
use super::bytes::Input;
use super::cut::Cut;
use super::row::{Cell, Header, Row};
use super::walk::Record;
use super::{json, rows};
use std::io::{self, Read};
use std::ops::Range;

/// Records, and what could not be read between them, in their order.
#[derive(Debug, Default)]
pub struct Cuts {
    text: String,
    /// The header of all rows.
    header: Option<Header>,
    cells: Vec<Cell>,
    cuts: Vec<(Place, Kept)>,
}

#[derive(Debug)]
enum Kept {
    Record(Range<usize>),
    Row {
        text: Range<usize>,
        cells: Range<usize>,
    },
    Unreadable(String),
}

/// One of the cuts.
#[derive(Debug)]
pub enum OneCut<'a> {
    /// A record.
    Record(Record<'a>),
    /// Why there is none.
    Unreadable(&'a str),
}

impl<'a> OneCut<'a> {
    /// The row of a table that it is.
    #[must_use]
    pub fn row(&self) -> Option<Row<'a>> {
        match self {
            Self::Record(Record::Row(row)) => Some(*row),
            _ => None,
        }
    }
}

/// Reads a log of documents or of a table, and gives its records out block by block; tells its decompressed bytes.
///
/// # Errors
/// Only the reader's own.
pub fn cuts<R: Read>(
    input: &mut Input<R>,
    file: u32,
    source: &Bound,
    limits: Limits,
    out: &mut dyn Blocks,
) -> io::Result<u64> {
    let mut full = Cuts::default();
    let mut wanted = true;
    let mut each = |cut: Cut<'_>| {
        if wanted && full.refuses(&cut) {
            wanted = out.take(Block::Cuts(std::mem::take(&mut full)));
        }
        full.push(cut);
        if wanted && full.is_full(limits) {
            wanted = out.take(Block::Cuts(std::mem::take(&mut full)));
        }
        if !wanted {
            full = Cuts::default();
        }
    };
    let most = limits.record;
    let extent = if source.format.is_table(input.begins_with_bracket()?) {
        rows::read(input, file, most, &source.table, &mut each)?
    } else {
        json::read(input, file, most, &source.records, &mut each)?
    };
    if wanted && !full.cuts.is_empty() {
        out.take(Block::Cuts(full));
    }
    Ok(extent.bytes)
}

impl Cuts {
    /// Where the first begins.
    #[must_use]
    pub fn start(&self) -> Option<Place> {
        self.cuts.first().map(|(place, _)| *place)
    }

    /// Each of them, with its place.
    pub fn iter(&self) -> impl Iterator<Item = (Place, OneCut<'_>)> {
        let text = |range: &Range<usize>| self.text.get(range.clone()).unwrap_or("");
        self.cuts.iter().filter_map(move |(place, kept)| {
            let cut = match kept {
                Kept::Record(range) => OneCut::Record(Record::Json(text(range))),
                Kept::Row { text: range, cells } => OneCut::Record(Record::Row(Row {
                    header: self.header.as_ref()?,
                    text: text(range),
                    cells: self.cells.get(cells.clone()).unwrap_or_default(),
                })),
                Kept::Unreadable(reason) => OneCut::Unreadable(reason),
            };
            Some((*place, cut))
        })
    }

    /// All but the last; none if that was all.
    #[must_use]
    pub fn without_last(mut self) -> Option<Self> {
        self.cuts.pop();
        (!self.cuts.is_empty()).then_some(self)
    }

    fn push(&mut self, cut: Cut<'_>) {
        let start = self.text.len();
        let (place, kept) = match cut {
            Cut::Record { place, text } => {
                self.text.push_str(text);
                (place, Kept::Record(start..self.text.len()))
            }
            Cut::Row { place, row } => {
                if self.header.is_none() {
                    self.header = Some(row.header.clone());
                }
                self.text.push_str(row.text);
                let first = self.cells.len();
                self.cells.extend_from_slice(row.cells);
                let kept = Kept::Row {
                    text: start..self.text.len(),
                    cells: first..self.cells.len(),
                };
                (place, kept)
            }
            Cut::Unreadable { place, reason } => (place, Kept::Unreadable(reason)),
        };
        self.cuts.push((place, kept));
    }

    /// Whether a cut cannot go into the same block: its header is another, or it is so far away that 32 bits
    /// do not tell its place.
    fn refuses(&self, cut: &Cut<'_>) -> bool {
        let header = match cut {
            Cut::Row { row, .. } => self.header.as_ref().map(|header| (header, row.header)),
            _ => None,
        };
        let place = match cut {
            Cut::Record { place, .. } | Cut::Row { place, .. } | Cut::Unreadable { place, .. } => {
                place
            }
        };
        let far = |first: Place| place.offset.saturating_sub(first.offset) > 1 << 30;
        header.is_some_and(|(own, other)| !own.is(other)) || self.start().is_some_and(far)
    }

    /// Places in it are told from its start, in 32 bits.
    fn is_full(&self, limits: Limits) -> bool {
        self.text.len() >= limits.block || self.cuts.len() >= limits.block / 64
    }
}
