//! Which file holds which table.
//!
//! Knows names of files, not what stands in them.

use super::sheet::{bad, first_line};
use super::table::Table;
use crate::diag::Diagnostic;
use crate::nearest::nearest;
use crate::text::Source;
use std::collections::BTreeMap;
use std::path::Path;

/// How a file writes its rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    /// An array of objects.
    Json,
    /// An object a line.
    JsonLines,
}

/// The file of each table that is there.
pub(super) fn tables<'s>(
    files: &[&'s Source],
    sink: &mut Vec<Diagnostic>,
) -> BTreeMap<Table, (&'s Source, Form)> {
    let mut found: BTreeMap<Table, (&Source, Form)> = BTreeMap::new();
    for source in files {
        let Some((table, form)) = table_of(source, sink) else {
            continue;
        };
        if let Some((first, _)) = found.get(&table) {
            sink.push(two_files(table, source, first));
        } else {
            found.insert(table, (source, form));
        }
    }
    found
}

fn table_of(source: &Source, sink: &mut Vec<Diagnostic>) -> Option<(Table, Form)> {
    let path = Path::new(&source.name);
    let stem = path.file_stem()?.to_str()?;
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or("");
    let form = match ending {
        "csv" => Some(Form::Csv),
        "json" => Some(Form::Json),
        "jsonl" => Some(Form::JsonLines),
        _ => None,
    };
    let table = Table::ALL.into_iter().find(|table| table.name() == stem);
    match (table, form) {
        (Some(table), Some(form)) => return Some((table, form)),
        // A page about a table is none.
        (Some(_), None) if ending == "md" => {}
        (Some(table), None) => sink.push(other_ending(source, table)),
        (None, Some(_)) => {
            let names = Table::ALL.iter().map(|table| table.name());
            if let Some(near) = nearest(stem, names) {
                sink.push(near_name(source, stem, near, ending));
            }
        }
        (None, None) => {}
    }
    None
}

fn two_files(table: Table, second: &Source, first: &Source) -> Diagnostic {
    bad(format!("the table `{}` is in two files", table.name()))
        .label(first_line(second), "a second one")
        .label(first_line(first), "the first one")
        .help("put all rows into one of them, and take the other out")
}

fn other_ending(source: &Source, table: Table) -> Diagnostic {
    let name = table.name();
    bad(format!(
        "the table `{name}` is in a file of an unknown kind"
    ))
    .label(first_line(source), "not read")
    .help(format!(
        "write it as `{name}.csv`, `{name}.json` or `{name}.jsonl`"
    ))
}

fn near_name(source: &Source, stem: &str, near: &str, ending: &str) -> Diagnostic {
    bad(format!("no table of the directory is called `{stem}`"))
        .label(first_line(source), "not read")
        .help(format!(
            "if `{near}` is meant, name the file `{near}.{ending}`"
        ))
}
