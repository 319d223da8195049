//! What is walked, and what is found on the way.
//!
//! Knows the forms that a value can have, and no path.

use crate::logs::row::Row;
use std::ops::Range;

/// A record as its format gives it.
#[derive(Clone, Copy, Debug)]
pub enum Record<'r> {
    /// A JSON object, checked.
    Json(&'r str),
    /// A row of a table: its cells are texts by the names of the header.
    Row(Row<'r>),
}

impl<'r> Record<'r> {
    /// As it stands in the log.
    #[must_use]
    pub fn text(&self) -> &'r str {
        match self {
            Self::Json(text) => text,
            Self::Row(row) => row.text,
        }
    }

    /// The row that names a row's cells; empty where none does.
    #[must_use]
    pub fn head(&self) -> &'r str {
        match self {
            Self::Json(_) => "",
            Self::Row(row) => row.header.text(),
        }
    }
}

/// A value in one of a walk's texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    pub(super) text: usize,
    pub(super) range: Range<usize>,
    pub(super) form: Form,
}

/// What a piece of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Json,
    /// The record itself: its members are its cells.
    Row,
    /// A text as it is, but for quotes that are written twice.
    Cell {
        doubled: bool,
    },
}
