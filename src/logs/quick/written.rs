//! A row of a table as a line of JSON: just the cells that paths look at, so that rows are read like lines.
//!
//! Knows cells and names, and nothing of what is made of values.

use super::block::Clean;
use super::ends::is_plain;
use crate::logs::path::Step;
use crate::logs::row::{Header, Row};
use crate::logs::tree::{ROOT, Tree};

/// What paths look at in rows, and where that stands below one header.
#[derive(Debug)]
pub struct Written {
    names: Vec<String>,
    header: Option<(Header, Option<Columns>)>,
    line: String,
}

/// The columns that are looked at, each with what stands before its value in the line.
type Columns = Vec<(usize, String)>;

impl Written {
    /// For the paths of a tree.
    pub fn new(tree: &Tree) -> Self {
        let keys = tree.next(ROOT).iter().filter_map(|(step, _)| match step {
            Step::Key(key) => Some(key.clone()),
            _ => None,
        });
        Self {
            names: keys.collect(),
            header: None,
            line: String::new(),
        }
    }

    /// For no paths.
    pub fn none() -> Self {
        Self {
            names: Vec::new(),
            header: None,
            line: String::new(),
        }
    }

    /// The line that says what a row says; none where two columns have one name.
    #[inline]
    pub fn line(&mut self, row: &Row<'_>) -> Option<Clean<'_>> {
        if !matches!(&self.header, Some((header, _)) if header.is(row.header)) {
            let columns = columns(&self.names, row.header);
            self.header = Some((row.header.clone(), columns));
        }
        let columns = self.header.as_ref()?.1.as_ref()?;
        let all_plain = is_plain(row.text.as_bytes());
        self.line.clear();
        self.line.push('{');
        for (column, before) in columns {
            let cell = row.cells.get(*column)?;
            let text = row.text.get(cell.range.clone())?;
            self.line.push_str(before);
            if all_plain || is_plain(text.as_bytes()) {
                self.line.push('"');
                self.line.push_str(text);
                self.line.push('"');
            } else {
                self.line.push_str(&json(&cell.text(row.text)));
            }
        }
        self.line.push('}');
        let length = self.line.len();
        self.line.push_str(BEHIND);
        Some(Clean::first(self.line.as_bytes(), length))
    }
}

/// What stands behind a line, so that its last bytes can be looked at many at once; all of them would end a value.
const BEHIND: &str = "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\
    \n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n";

/// None where two columns have one of the names.
fn columns(names: &[String], header: &Header) -> Option<Columns> {
    let mut columns = Columns::new();
    for name in names {
        match header.columns(name) {
            [] => {}
            [only] => {
                let comma = if columns.is_empty() { "" } else { "," };
                columns.push((*only, format!("{comma}{}:", json(name))));
            }
            _ => return None,
        }
    }
    Some(columns)
}

fn json(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
