//! Tables: rows of cells below a header. RFC 4180 and what people really write.
//!
//! Knows no mapping. A bad row costs itself and no other; where quotes are out of place, reading goes on
//! behind the line in which that showed.

mod ends;

use super::bytes::{Filled, Input};
use super::cut::{Cursor, Cut, Extent, Held, size, too_long};
use super::jsonl::not_utf8;
use super::row::{Cell, Flaw, Header, HeaderFlaw, Row, Table, split};
use ends::Ends;
use std::io;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Reads a log to its end, or up to where it cannot be read; tells how much that was.
///
/// # Errors
/// Only the reader's own.
pub fn read<R: io::Read>(
    input: &mut Input<R>,
    file: u32,
    most: usize,
    table: &Table,
    out: &mut dyn FnMut(Cut<'_>),
) -> io::Result<Extent> {
    let mut rows = Rows::new(file, most, table, out);
    loop {
        let used = match input.fill()? {
            Filled::Bytes(bytes) => rows.feed(bytes),
            Filled::End => break rows.end(),
            Filled::Damaged(reason) => break rows.damaged(reason),
        };
        input.consume(used);
    }
    Ok(Extent {
        bytes: rows.at.offset,
        lines: rows.at.line - u64::from(rows.at.column == 1),
    })
}

/// The row that names a table's columns: empty where there is none, or where the source names them.
///
/// # Errors
/// Only the reader's own.
pub fn head<R: io::Read>(input: &mut Input<R>, most: usize, table: &Table) -> io::Result<String> {
    let mut ignore = |_: Cut<'_>| {};
    let mut rows = Rows::new(0, most, table, &mut ignore);
    while rows.header.is_none() && rows.lost.is_none() {
        let used = match input.fill()? {
            Filled::Bytes(bytes) => rows.feed(bytes),
            _ => {
                rows.end();
                break;
            }
        };
        input.consume(used);
    }
    Ok(rows
        .header
        .map_or_else(String::new, |header| header.text().to_owned()))
}

struct Rows<'a> {
    /// Where the row begins that is being read.
    at: Cursor,
    /// Behind what of it is held.
    behind: Cursor,
    held: Held,
    ends: Ends,
    most: usize,
    table: &'a Table,
    header: Option<Header>,
    /// Memory for the cells of a row.
    cells: Vec<Cell>,
    /// Since where nothing can be read any more, and why.
    lost: Option<(Cursor, String)>,
    out: &'a mut dyn FnMut(Cut<'_>),
}

impl<'a> Rows<'a> {
    fn new(file: u32, most: usize, table: &'a Table, out: &'a mut dyn FnMut(Cut<'_>)) -> Self {
        let at = Cursor::start(file);
        Self {
            at,
            behind: at,
            held: Held::default(),
            ends: Ends::default(),
            most,
            table,
            header: table.named(),
            cells: Vec::new(),
            lost: None,
            out,
        }
    }

    /// Uses some of the bytes, at least one; tells how many.
    fn feed(&mut self, bytes: &[u8]) -> usize {
        if self.lost.is_some() {
            self.behind.advance(bytes);
            return bytes.len();
        }
        if let Some(used) = self.byte_order_mark(bytes) {
            return used;
        }
        let (header, table) = (&self.header, self.table);
        let delimits = |byte| match header {
            Some(header) => byte == header.delimiter(),
            None => table.delimits(byte),
        };
        let Some(end) = self.ends.next(bytes, delimits) else {
            self.hold(bytes);
            return bytes.len();
        };
        let (last, rest) = bytes.split_at_checked(end).unwrap_or((bytes, &[]));
        let mark = match rest {
            [b'\r', b'\n', ..] => &b"\r\n"[..],
            [b'\r', ..] => b"\r",
            _ => b"\n",
        };
        self.row(last);
        if mark.ends_with(b"\n") && !self.ends.quoted() {
            // The usual row is on one line.
            self.behind.offset += size(last) + size(mark);
            self.behind.line += 1;
            self.behind.column = 1;
        } else {
            self.behind.advance(last);
            self.behind.advance(mark);
        }
        self.begin();
        last.len() + mark.len()
    }

    /// The mark at the start of a file is no part of its first row, however its bytes arrive.
    fn byte_order_mark(&mut self, bytes: &[u8]) -> Option<usize> {
        let held = usize::try_from(self.behind.offset)
            .ok()
            .filter(|n| *n < 3)?;
        let wanted = BYTE_ORDER_MARK.get(held..held + 1)?;
        if self.held.length() != self.behind.offset || !bytes.starts_with(wanted) {
            return None;
        }
        if held < 2 {
            self.held.push(wanted, BYTE_ORDER_MARK.len());
            self.behind.offset += 1;
        } else {
            self.behind.offset = 3;
            self.begin();
        }
        Some(1)
    }

    fn hold(&mut self, bytes: &[u8]) {
        self.held.push(bytes, self.most);
        self.behind.advance(bytes);
    }

    /// The next row begins here.
    fn begin(&mut self) {
        self.at = self.behind;
        self.held.clear();
        self.ends = Ends::default();
    }

    /// The row that is held so far, and ends with `last`.
    fn row(&mut self, last: &[u8]) {
        let length = self.held.length() + size(last);
        let mut held = std::mem::take(&mut self.held);
        let whole = if held.length() == 0 && last.len() <= self.most {
            Some(last)
        } else {
            held.push(last, self.most);
            held.bytes()
        };
        match whole {
            Some(bytes) => self.take(bytes),
            None if self.header.is_none() => {
                self.lose(&format!("it is {}", too_long(self.most)));
            }
            None => self.unreadable(length, too_long(self.most)),
        }
        self.held = held;
    }

    fn take(&mut self, bytes: &[u8]) {
        if self.is_blank(bytes) {
            return;
        }
        let text = match std::str::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => {
                let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
                let at = self.at.behind(before).seen_from(&self.at);
                let reason = not_utf8(&at, bytes.get(error.valid_up_to()));
                return match self.header {
                    Some(_) => self.unreadable(size(bytes), reason),
                    None => self.lose(&reason),
                };
            }
        };
        match self.header.take() {
            None => self.head(text),
            Some(header) => {
                self.cells_of(&header, text);
                self.header = Some(header);
            }
        }
    }

    /// Nothing, or nothing but blanks and delimiters.
    fn is_blank(&self, bytes: &[u8]) -> bool {
        bytes.iter().all(|byte| match &self.header {
            Some(header) => matches!(byte, b' ' | b'\t') || *byte == header.delimiter(),
            None => matches!(byte, b' ' | b'\t') || self.table.delimits(*byte),
        })
    }

    fn head(&mut self, text: &str) {
        match Header::read(text, self.table) {
            Ok(header) => self.header = Some(header),
            Err(HeaderFlaw::Quote(flaw)) => {
                let reason = self.flaw(text, flaw);
                self.lose(&reason);
            }
            Err(HeaderFlaw::Columns) => {
                self.lose("it names more than 10,000 columns");
            }
        }
    }

    fn cells_of(&mut self, header: &Header, text: &str) {
        if is_mark_and(text, header.text()) {
            return;
        }
        let columns = header.names().len();
        let mut cells = std::mem::take(&mut self.cells);
        let count = split(text, header.delimiter(), columns, &mut cells);
        match count {
            Err(flaw) => {
                let reason = self.flaw(text, flaw);
                self.unreadable(size(text.as_bytes()), reason);
            }
            Ok(count) => match alike(header, text, &cells) {
                Alike::Same if count == columns => {}
                Alike::Same | Alike::Other if count > 1 => self.another_header(),
                _ if count != columns => {
                    let reason = ragged(count, columns);
                    self.unreadable(size(text.as_bytes()), reason);
                }
                _ => {
                    let place = self.at.place(size(text.as_bytes()));
                    let cells = &cells;
                    (self.out)(Cut::Row {
                        place,
                        row: Row {
                            header,
                            text,
                            cells,
                        },
                    });
                }
            },
        }
        self.cells = cells;
    }

    fn another_header(&mut self) {
        let reason = "other columns begin here; give each table to exeat as a file of its own";
        self.lost = Some((self.at, reason.to_owned()));
    }

    fn flaw(&self, text: &str, flaw: Flaw) -> String {
        let (Flaw::Unclosed(at) | Flaw::Stray(at)) = flaw;
        let before = text.as_bytes().get(..at).unwrap_or_default();
        let at = self.at.behind(before).seen_from(&self.at);
        match flaw {
            Flaw::Unclosed(_) => format!("the quoted cell at {at} has no end"),
            Flaw::Stray(_) => format!(
                "a cell goes on behind its closing quote at {at}; inside a quoted cell a quote is written twice"
            ),
        }
    }

    fn unreadable(&mut self, length: u64, reason: String) {
        let place = self.at.place(length);
        (self.out)(Cut::Unreadable { place, reason });
    }

    /// Without a header no row can be read.
    fn lose(&mut self, reason: &str) {
        let reason = format!("the header cannot be read, and no row without it: {reason}");
        self.lost = Some((self.at, reason));
    }

    fn end(&mut self) {
        // The last row may have no end; it is one all the same.
        if self.lost.is_none() && self.held.length() > 0 {
            self.row(&[]);
        }
        self.found();
        self.at = self.behind;
    }

    /// What has no end before damage may have lost its own: it belongs to the rest that cannot be read.
    fn damaged(&mut self, reason: &str) {
        self.found();
        self.unreadable(self.held.length(), reason.to_owned());
        self.at = self.behind;
    }

    /// Tells what was lost.
    fn found(&mut self) {
        if let Some((from, reason)) = self.lost.take() {
            let place = from.place(self.behind.offset - from.offset);
            (self.out)(Cut::Unreadable { place, reason });
            self.at = self.behind;
            self.held.clear();
        }
    }
}

/// The same text, or behind a byte-order mark: files were put one behind the other.
fn is_mark_and(text: &str, header: &str) -> bool {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    bare == header
}

/// What a row has in common with the header.
enum Alike {
    Nothing,
    /// The same names in the same order.
    Same,
    /// More than half of its cells are names of columns.
    Other,
}

fn alike(header: &Header, text: &str, cells: &[Cell]) -> Alike {
    let is_name = |cell: &&Cell| {
        let name = cell.text(text);
        let name = name.trim().trim_start_matches('\u{feff}');
        !name.is_empty() && !header.columns(name).is_empty()
    };
    // Most rows begin with no name.
    if !cells.first().as_ref().is_some_and(is_name) {
        return Alike::Nothing;
    }
    let names = header.names().iter().zip(cells);
    if names
        .clone()
        .all(|(name, cell)| cell.text(text).trim() == name)
    {
        return Alike::Same;
    }
    if cells.iter().filter(is_name).count() * 2 > cells.len() {
        return Alike::Other;
    }
    Alike::Nothing
}

fn ragged(count: usize, columns: usize) -> String {
    let cells = if count == 1 { "cell" } else { "cells" };
    format!("{count} {cells}, where the header has {columns}")
}
