//! A table from CSV: RFC 4180, with a header row.
//!
//! Knows no columns. Values are the library's; their places are found in the record's own text.

use super::sheet::{Cell, Header, Raw, Row, Sheet, bad, body, first_line, piece};
use crate::diag::Diagnostic;
use crate::text::{Source, Span};
use std::collections::BTreeMap;
use std::ops::Range;

/// Reads a table. None: it has no header, or that is broken, which was reported.
pub(super) fn read(source: &Source, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    let mut records = Records::new(source);
    let Some(header) = records.next() else {
        let diagnostic =
            bad("the table is empty").label(first_line(source), "a header belongs here");
        sink.push(diagnostic.help("its first row names the columns"));
        return None;
    };
    let columns = header.map_err(|bad| sink.push(*bad)).ok()?;
    let mut sheet = Sheet {
        place: columns.span,
        columns: columns
            .cells
            .into_iter()
            .map(|(name, span)| (name.trim().to_owned(), span))
            .collect(),
        header: Header::Row,
        rows: Vec::new(),
    };
    for record in records {
        match record.and_then(|record| row(record, &sheet.columns)) {
            Ok(row) => sheet.rows.push(row),
            Err(bad) => sink.push(*bad),
        }
    }
    Some(sheet)
}

/// A record with the places of its cells.
struct Record {
    span: Span,
    cells: Vec<(String, Span)>,
}

fn row(record: Record, columns: &[(String, Span)]) -> Result<Row, Box<Diagnostic>> {
    if record.cells.len() != columns.len() {
        let (here, there) = (record.cells.len(), columns.len());
        let cells = if here == 1 { "cell" } else { "cells" };
        let message = format!("this row has {here} {cells}, and the header has {there}");
        let diagnostic = bad(message).label(record.span, format!("{here} {cells}"));
        return Err(diagnostic
            .help("a cell that holds a comma stands in quotes")
            .into());
    }
    let named = columns.iter().zip(record.cells);
    let filled = named.filter(|(_, (text, _))| !text.trim().is_empty());
    let cells: BTreeMap<String, Cell> = filled
        .map(|((name, _), (text, span))| {
            let raw = Raw::Csv(text);
            (name.clone(), Cell { span, raw })
        })
        .collect();
    Ok(Row {
        span: record.span,
        cells,
    })
}

/// The records of a file that are not blank.
struct Records<'s> {
    source: &'s Source,
    reader: ::csv::Reader<&'s [u8]>,
}

impl<'s> Records<'s> {
    fn new(source: &'s Source) -> Self {
        let reader = ::csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .from_reader(body(source).as_bytes());
        Self { source, reader }
    }

    fn offset(&self) -> usize {
        usize::try_from(self.reader.position().byte()).unwrap_or(usize::MAX)
    }
}

impl Iterator for Records<'_> {
    type Item = Result<Record, Box<Diagnostic>>;

    fn next(&mut self) -> Option<Self::Item> {
        let from = self.offset();
        let mut record = ::csv::StringRecord::new();
        // The text is UTF-8 and in memory: there is nothing that reading could fail on.
        let true = self.reader.read_record(&mut record).ok()? else {
            return None;
        };
        let text = body(self.source).get(from..self.offset())?;
        let trimmed = text.trim_start_matches(['\r', '\n']);
        let mark = self.source.text.len() - body(self.source).len();
        let start = mark + from + (text.len() - trimmed.len());
        let raw = trimmed.trim_end_matches(['\r', '\n']);
        Some(placed(self.source, raw, start, &record))
    }
}

/// Puts each value at its place.
fn placed(
    source: &Source,
    raw: &str,
    start: usize,
    values: &::csv::StringRecord,
) -> Result<Record, Box<Diagnostic>> {
    let span = piece(source, start, start + raw.len());
    let ranges = ranges(raw).map_err(|flaw| {
        let (message, at) = match flaw {
            Flaw::Unclosed(at) => ("a quoted cell has no end", at),
            Flaw::Stray(at) => ("a cell goes on behind its closing quote", at),
        };
        bad(message)
            .label(piece(source, start + at, start + at + 1), "this quote")
            .help("a quote inside a quoted cell is written twice: `\"\"`")
    })?;
    let place = |range: &Range<usize>| piece(source, start + range.start, start + range.end);
    let values = values.iter().map(str::to_owned);
    let cells = values.zip(ranges.iter().map(place)).collect();
    Ok(Record { span, cells })
}

/// Why a record is no CSV, with the offset of the quote.
enum Flaw {
    Unclosed(usize),
    Stray(usize),
}

/// Where the cells of a record lie, quotes left out.
fn ranges(raw: &str) -> Result<Vec<Range<usize>>, Flaw> {
    let mut ranges = Vec::new();
    let mut at = 0;
    loop {
        let rest = raw.get(at..).unwrap_or("");
        let (range, next) = match rest.strip_prefix('"') {
            Some(quoted) => {
                let length = quoted_length(quoted).ok_or(Flaw::Unclosed(at))?;
                (at + 1..at + 1 + length, at + length + 2)
            }
            None => {
                let length = rest.find(',').unwrap_or(rest.len());
                (at..at + length, at + length)
            }
        };
        ranges.push(range);
        match raw.get(next..).and_then(|behind| behind.chars().next()) {
            None => return Ok(ranges),
            Some(',') => at = next + 1,
            Some(_) => return Err(Flaw::Stray(next.saturating_sub(1))),
        }
    }
}

/// How much of a text stands before the quote that closes it; two quotes are one of the text's own.
fn quoted_length(text: &str) -> Option<usize> {
    let mut length = 0;
    loop {
        let rest = text.get(length..)?;
        length += rest.find('"')?;
        match text.get(length + 1..) {
            Some(behind) if behind.starts_with('"') => length += 2,
            _ => return Some(length),
        }
    }
}
