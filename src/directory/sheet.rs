//! A table as it was written: rows of cells, each with its place.
//!
//! Knows neither columns nor types; the readers of CSV and JSON make it.

use crate::diag::Diagnostic;
use crate::text::{Source, Span};
use std::collections::BTreeMap;

/// A table as it was written.
#[derive(Debug)]
pub(super) struct Sheet {
    /// The header, or where the table begins.
    pub place: Span,
    /// Names of columns with their places, in the order in which they first stand.
    pub columns: Vec<(String, Span)>,
    /// Whether the columns are known even without a row.
    pub header: Header,
    /// The rows.
    pub rows: Vec<Row>,
}

/// Where the columns' names come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Header {
    /// A header row tells them all.
    Row,
    /// Each row tells its own.
    Keys,
}

/// A row as it was written.
#[derive(Debug)]
pub(super) struct Row {
    /// The whole row.
    pub span: Span,
    /// By column; empty cells are not here.
    pub cells: BTreeMap<String, Cell>,
}

/// A cell that is not empty.
#[derive(Debug)]
pub(super) struct Cell {
    /// Its place.
    pub span: Span,
    /// What stands in it.
    pub raw: Raw,
}

/// What stands in a cell.
#[derive(Debug)]
pub(super) enum Raw {
    /// A CSV cell: a set's members are separated by `;`.
    Csv(String),
    /// A JSON text.
    Text(String),
    /// A JSON number, as it is written.
    Number(String),
    /// A JSON truth value.
    Bool(bool),
    /// A JSON array of texts.
    Texts(Vec<(String, Span)>),
    /// Something that no cell holds, as in "… is …".
    Other(&'static str),
}

impl Sheet {
    /// Whether there is a column of this name; without a header and rows there may be any.
    pub fn has(&self, column: &str) -> bool {
        let no_rows = self.header == Header::Keys && self.rows.is_empty();
        no_rows || self.columns.iter().any(|(name, _)| name == column)
    }
}

/// Something wrong with the directory.
pub(super) fn bad(message: impl Into<String>) -> Diagnostic {
    Diagnostic::error("bad-directory", message)
}

/// A piece of a file.
pub(super) fn piece(source: &Source, from: usize, to: usize) -> Span {
    let offset = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Span {
        source: source.id,
        start: offset(from),
        end: offset(to),
    }
}

/// The first line of a file, a byte-order mark and blanks at its end left out.
pub(super) fn first_line(source: &Source) -> Span {
    let mark = source.text.len() - body(source).len();
    let line = body(source).lines().next().unwrap_or("").trim_end();
    piece(source, mark, mark + line.len())
}

/// A file's text without a byte-order mark.
pub(super) fn body(source: &Source) -> &str {
    source.text.strip_prefix('\u{feff}').unwrap_or(&source.text)
}
