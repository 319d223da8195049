//! A table's rows as typed values: its columns checked, each cell read.
//!
//! Knows no keys and no people. Of a row whose mandatory cell is missing or broken nothing is kept.

use super::cells::{people, value};
use super::sheet::{Header, Row, Sheet, bad};
use super::table::{ColumnSpec, Holds, Need, Table};
use crate::diag::Diagnostic;
use crate::event::Value;
use crate::nearest::nearest;
use crate::policy::{ColumnId, Schema};
use crate::text::Span;
use crate::time::Time;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// A row of typed cells.
#[derive(Debug)]
pub(super) struct Line {
    /// The whole row.
    pub span: Span,
    /// What the policy can read; an empty cell is `None`, a column that the table lacks is not here.
    pub cells: HashMap<ColumnId, Option<Value>>,
    /// What only the directory reads: keys, grants, approvals; empty cells are not here.
    pub own: BTreeMap<&'static str, Value>,
    /// Other names of a person, folded, and where each stands.
    pub aliases: Vec<(String, Span)>,
    keys: Vec<Span>,
}

/// Reads the rows of a table. None: its columns are not there, which was reported.
pub(super) fn typed(
    sheet: &Sheet,
    table: Table,
    schema: &Schema,
    sink: &mut Vec<Diagnostic>,
) -> Option<Vec<Line>> {
    let columns = table.columns(schema);
    if !columns_are_there(sheet, table, &columns, sink) {
        return None;
    }
    let lines = sheet.rows.iter();
    let lines = lines.filter_map(|row| line(row, sheet, table, &columns, sink));
    Some(lines.collect())
}

impl Line {
    /// The text of a column of the directory's own.
    pub fn text(&self, column: &str) -> Option<String> {
        match self.own.get(column)? {
            Value::Text(text) => Some(text.clone()),
            _ => None,
        }
    }

    /// The time of a column of the directory's own.
    pub fn time(&self, column: &str) -> Option<Time> {
        match self.own.get(column)? {
            Value::Time(time) => Some(*time),
            _ => None,
        }
    }

    /// The int of a column of the directory's own.
    pub fn int(&self, column: &str) -> Option<i64> {
        match self.own.get(column)? {
            Value::Int(n) => Some(*n),
            _ => None,
        }
    }

    /// The place of the row's key.
    pub fn key_span(&self) -> Span {
        match self.keys.as_slice() {
            [] => self.span,
            [first, rest @ ..] => rest.iter().fold(*first, |all, key| all.to(*key)),
        }
    }
}

fn line(
    row: &Row,
    sheet: &Sheet,
    table: Table,
    columns: &[ColumnSpec<'_>],
    sink: &mut Vec<Diagnostic>,
) -> Option<Line> {
    let mut line = Line {
        span: row.span,
        cells: HashMap::new(),
        own: BTreeMap::new(),
        aliases: Vec::new(),
        keys: Vec::new(),
    };
    let mut whole = true;
    for column in columns.iter().filter(|column| sheet.has(column.name)) {
        let cell = row.cells.get(column.name);
        let before = sink.len();
        let read = cell.and_then(|cell| value(cell, column.name, column.holds, sink));
        let misfits = sink.len() > before;
        if let (Holds::Identities, Some(cell)) = (column.holds, cell) {
            line.aliases = people(cell);
        }

        if column.need == Need::Mandatory {
            line.keys.extend(cell.map(|cell| cell.span));
            if read.is_none() && !misfits {
                sink.push(lacks_cell(row, table, column.name));
            }
            whole &= read.is_some();
        }
        match (column.id, own_name(column.name)) {
            (Some(id), _) if !misfits => {
                line.cells.insert(id, read);
            }
            (None, Some(name)) => {
                if let Some(read) = read {
                    line.own.insert(name, read);
                }
            }
            _ => {}
        }
    }
    whole.then_some(line)
}

/// Names of the columns that only the directory reads.
fn own_name(column: &str) -> Option<&'static str> {
    let names = [
        "actor",
        "approved_at",
        "approver",
        "from",
        "list",
        "role",
        "rows",
        "tenant",
        "ticket",
        "until",
    ];
    names.into_iter().find(|name| *name == column)
}

fn lacks_cell(row: &Row, table: Table, column: &str) -> Diagnostic {
    let table = table.name();
    bad(format!("a row of `{table}` has no `{column}`"))
        .label(row.span, format!("`{column}` is empty"))
        .help(format!("every row of `{table}` needs one"))
}

fn columns_are_there(
    sheet: &Sheet,
    table: Table,
    columns: &[ColumnSpec<'_>],
    sink: &mut Vec<Diagnostic>,
) -> bool {
    let mut whole = true;
    let mut near = BTreeSet::new();
    let mut first: BTreeMap<&str, Span> = BTreeMap::new();
    for (name, at) in &sheet.columns {
        if let Some(earlier) = first.insert(name, *at) {
            whole = false;
            sink.push(two_columns(name, *at, earlier));
        }
        let known = || columns.iter().map(|column| column.name);
        if known().any(|column| column == name) {
            continue;
        }
        let missing = known().filter(|column| !named(sheet, column));
        if let Some(meant) = nearest(name, missing) {
            near.insert(meant);
            sink.push(near_column(name, meant, *at, sheet.header));
            whole = false;
        }
    }
    for column in columns.iter().filter(|column| !sheet.has(column.name)) {
        // The column that it was probably meant to be has been told.
        if near.contains(column.name) {
            continue;
        }
        match column.need {
            Need::Mandatory => {
                whole = false;
                sink.push(lacks_column(
                    sheet,
                    table,
                    column.name,
                    "every row needs one",
                ));
            }
            Need::Read => {
                let why = "the policy reads it; leave its cells empty where there is none";
                sink.push(lacks_column(sheet, table, column.name, why));
            }
            Need::Optional => {}
        }
    }
    whole
}

fn named(sheet: &Sheet, column: &str) -> bool {
    sheet.columns.iter().any(|(name, _)| name == column)
}

fn two_columns(name: &str, at: Span, first: Span) -> Diagnostic {
    bad(format!("two columns are called `{name}`"))
        .label(at, "again here")
        .label(first, "first here")
        .help("rename one of the two, or take it out")
}

fn near_column(name: &str, meant: &str, at: Span, header: Header) -> Diagnostic {
    let written = match header {
        Header::Row => meant.to_owned(),
        Header::Keys => format!("\"{meant}\""),
    };

    bad(format!("no column is called `{name}`"))
        .label(at, "read by nobody")
        .help(format!("did you mean `{meant}`?"))
        .fix(format!("write `{meant}`"), vec![(at, written)])
}

fn lacks_column(sheet: &Sheet, table: Table, column: &str, why: &str) -> Diagnostic {
    let label = match sheet.header {
        Header::Row => "the header does not name it",
        Header::Keys => "no row has it",
    };
    bad(format!(
        "the table `{}` has no column `{column}`",
        table.name()
    ))
    .label(sheet.place, label)
    .help(why)
}
