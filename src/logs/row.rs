//! A row of a table: its text, where its cells lie in it, and the header that names them.
//!
//! Knows quotes and delimiters; how a log is cut into rows is the business of `rows`.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// What a source says of its tables.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// What stands between cells; none: what the header tells.
    pub delimiter: Option<u8>,
    /// The names of the columns, where no header does: then none is expected.
    pub header: Option<Vec<String>>,
}

/// Delimiters that a header may tell, in the order in which they are believed.
pub const DELIMITERS: [u8; 3] = [b',', b'\t', b';'];

/// A table has no more columns.
pub const MOST_COLUMNS: usize = 10_000;

/// The names of a table's columns.
#[derive(Clone, Debug)]
pub struct Header {
    /// The row that they stand in; empty where the source names them.
    text: String,
    delimiter: u8,
    names: Vec<String>,
    columns: HashMap<String, Vec<usize>>,
}

/// A cell: where its text lies in the row, quotes left out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// Its bytes in the row.
    pub range: Range<usize>,
    /// Whether quotes are written twice in it.
    pub doubled: bool,
}

/// One row that has as many cells as its header.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// What names the cells.
    pub header: &'a Header,
    /// Without its end.
    pub text: &'a str,
    /// In their order.
    pub cells: &'a [Cell],
}

/// Why a row is none, with the offset of the quote that is to blame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// A quoted cell has no end.
    Unclosed(usize),
    /// A cell goes on behind its closing quote.
    Stray(usize),
}

impl Table {
    /// The header that the source itself names.
    #[must_use]
    pub fn named(&self) -> Option<Header> {
        let names = self.header.clone()?;
        let delimiter = self.delimiter.unwrap_or(b',');
        Some(Header::new(String::new(), delimiter, names))
    }

    /// Whether cells may end at a byte.
    #[must_use]
    pub fn delimits(&self, byte: u8) -> bool {
        match self.delimiter {
            Some(delimiter) => byte == delimiter,
            None => DELIMITERS.contains(&byte),
        }
    }
}

impl Header {
    /// Whether it names the same columns, in the same text.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.delimiter == other.delimiter && self.text == other.text && self.names == other.names
    }

    /// The header that a row is.
    ///
    /// # Errors
    /// Why it is none.
    pub fn read(text: &str, table: &Table) -> Result<Self, HeaderFlaw> {
        let delimiter = table.delimiter.unwrap_or_else(|| told_by(text));
        let mut cells = Vec::new();
        let count = split(text, delimiter, MOST_COLUMNS, &mut cells).map_err(HeaderFlaw::Quote)?;
        if count > MOST_COLUMNS {
            return Err(HeaderFlaw::Columns);
        }
        let names = cells.iter().map(|cell| cell.text(text).trim().to_owned());
        Ok(Self::new(text.to_owned(), delimiter, names.collect()))
    }

    fn new(text: String, delimiter: u8, names: Vec<String>) -> Self {
        let mut columns: HashMap<String, Vec<usize>> = HashMap::with_capacity(names.len());
        for (column, name) in names.iter().enumerate() {
            columns.entry(name.clone()).or_default().push(column);
        }
        Self {
            text,
            delimiter,
            names,
            columns,
        }
    }

    /// The row that names the columns; empty where the source does.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What stands between cells.
    #[must_use]
    pub fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// In the order of the columns.
    #[must_use]
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The columns of a name: usually one.
    #[must_use]
    pub fn columns(&self, name: &str) -> &[usize] {
        self.columns.get(name).map_or(&[], Vec::as_slice)
    }
}

/// Why a row is no header.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFlaw {
    /// Its quotes are wrong.
    Quote(Flaw),
    /// There are more columns than are read.
    Columns,
}

/// The delimiter that stands most often outside of quotes.
fn told_by(header: &str) -> u8 {
    let mut counts = [0_usize; DELIMITERS.len()];
    let mut quoted = false;
    for byte in header.bytes() {
        quoted ^= byte == b'"';
        for (delimiter, count) in DELIMITERS.iter().zip(&mut counts) {
            *count += usize::from(byte == *delimiter && !quoted);
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    let told = DELIMITERS.iter().zip(counts).find(|(_, n)| *n == most);
    told.map_or(b',', |(delimiter, _)| *delimiter)
}

impl Cell {
    /// What the cell holds.
    #[must_use]
    pub fn text<'r>(&self, row: &'r str) -> Cow<'r, str> {
        without_doubles(row.get(self.range.clone()).unwrap_or(""), self.doubled)
    }
}

/// A cell's text without its quotes; those in it that are written twice become one.
#[must_use]
pub fn without_doubles(text: &str, doubled: bool) -> Cow<'_, str> {
    if doubled {
        Cow::Owned(text.replace("\"\"", "\""))
    } else {
        Cow::Borrowed(text)
    }
}

/// Finds the cells of a row and tells how many there are, also of those beyond `most`, which are not kept.
///
/// `row = cell { delimiter cell }`, `cell = '"' { any | '""' } '"' | { any but delimiter }`
///
/// # Errors
/// A quote that is out of place.
pub fn split(row: &str, delimiter: u8, most: usize, cells: &mut Vec<Cell>) -> Result<usize, Flaw> {
    cells.clear();
    let bytes = row.as_bytes();
    let (mut at, mut count) = (0, 0);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        let (cell, next) = if rest.first() == Some(&b'"') {
            let cell = quoted(bytes, at)?;
            let next = cell.range.end + 1;
            (cell, next)
        } else {
            let length = memchr::memchr(delimiter, rest).unwrap_or(rest.len());
            let cell = Cell {
                range: at..at + length,
                doubled: false,
            };
            (cell, at + length)
        };
        count += 1;
        if count <= most {
            cells.push(cell);
        }
        match bytes.get(next) {
            None => return Ok(count),
            Some(byte) if *byte == delimiter => at = next + 1,
            Some(_) => return Err(Flaw::Stray(next - 1)),
        }
    }
}

/// The cell whose opening quote stands here.
fn quoted(bytes: &[u8], open: usize) -> Result<Cell, Flaw> {
    let start = open + 1;
    let (mut at, mut doubled) = (start, false);
    loop {
        let rest = bytes.get(at..).unwrap_or_default();
        at += memchr::memchr(b'"', rest).ok_or(Flaw::Unclosed(open))?;
        if bytes.get(at + 1) != Some(&b'"') {
            let range = start..at;
            return Ok(Cell { range, doubled });
        }
        doubled = true;
        at += 2;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(row: &str) -> Result<Vec<String>, Flaw> {
        let mut cells = Vec::new();
        let count = split(row, b',', 3, &mut cells)?;
        assert_eq!(count.min(3), cells.len());
        Ok(cells.iter().map(|c| c.text(row).into_owned()).collect())
    }

    #[test]
    fn cells_are_what_lies_between_delimiters() {
        for (row, expected) in [
            ("", Ok(vec![""])),
            (",", Ok(vec!["", ""])),
            ("a,b", Ok(vec!["a", "b"])),
            ("\"a\",\"\"", Ok(vec!["a", ""])),
            ("\"a,\n\"\"b\"\"\",c", Ok(vec!["a,\n\"b\"", "c"])),
            ("5\" disk, \"x\"", Ok(vec!["5\" disk", " \"x\""])),
            ("a,b,c,d,e", Ok(vec!["a", "b", "c"])),
            ("a,\"b", Err(Flaw::Unclosed(2))),
            ("a,\"b\"\"", Err(Flaw::Unclosed(2))),
            ("\"a\" ,b", Err(Flaw::Stray(2))),
            ("é,\"b\"c\"", Err(Flaw::Stray(5))),
        ] {
            let expected = expected.map(|cells| cells.into_iter().map(str::to_owned).collect());
            assert_eq!(cells(row), expected, "{row}");
        }
    }

    #[test]
    fn the_header_tells_the_delimiter() {
        for (text, delimiter) in [
            ("", b','),
            ("time", b','),
            ("a,b;c", b','),
            ("a;b;c,d", b';'),
            ("a\tb", b'\t'),
            ("\"a,b,c\";d", b';'),
            ("\"a\"\",;;\",b", b','),
        ] {
            assert_eq!(told_by(text), delimiter, "{text}");
        }
        let header = Header::read("a; b ;a;\"\"", &Table::default()).unwrap();
        assert_eq!(header.names(), ["a", "b", "a", ""]);
        assert_eq!(header.columns("a"), [0, 2]);
        assert_eq!(header.columns(""), [3]);
        assert!(header.columns("c").is_empty());
    }
}
