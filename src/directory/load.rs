//! The directory from its files: tables read, columns checked, rows put under their keys.
//!
//! Knows no file system: texts with names come in. A row that is broken is reported and left out.

use super::find::{Form, tables};
use super::sheet::{Sheet, bad};
use super::table::Table;
use super::typed::{Line, typed};
use super::{Approval, Directory, Grant, Row};
use super::{csv, json};
use crate::diag::Diagnostic;
use crate::policy::{Glob, Schema};
use crate::text::{Source, Span};
use std::collections::{BTreeMap, HashMap};

/// The keys of the tenants table, if there is one that can be read; [`load`] tells what is wrong with it.
#[must_use]
pub fn tenants(files: &[&Source]) -> Option<Vec<String>> {
    let mut unsaid = Vec::new();
    let (source, form) = *tables(files, &mut unsaid).get(&Table::Tenants)?;
    let sheet = sheet(source, form, &mut unsaid)?;
    let lines = typed(&sheet, Table::Tenants, &Schema::default(), &mut unsaid)?;
    lines.iter().map(|line| line.text("tenant")).collect()
}

/// Reads all tables. With errors, what is loaded is not to be used.
#[must_use]
pub fn load(files: &[&Source], schema: &Schema) -> (Directory, Vec<Diagnostic>) {
    let mut sink = Vec::new();
    let mut tables: BTreeMap<Table, (Sheet, Vec<Line>)> = tables(files, &mut sink)
        .into_iter()
        .filter_map(|(table, (source, form))| {
            let sheet = sheet(source, form, &mut sink)?;
            let lines = typed(&sheet, table, schema, &mut sink)?;
            Some((table, (sheet, lines)))
        })
        .collect();
    let mut loading = Loading {
        directory: Directory::default(),
        sink,
    };
    if let (Some((sheet, _)), false) = (
        tables.get(&Table::Grants),
        tables.contains_key(&Table::People),
    ) {
        loading.grants_without_people(sheet);
    }
    // People first: the other tables name them, perhaps by an alias.
    for table in Table::ALL {
        if let Some((_, lines)) = tables.remove(&table) {
            loading.table(table, lines);
        }
    }
    loading.sink.sort_by_key(Diagnostic::place);
    (loading.directory, loading.sink)
}

fn sheet(source: &Source, form: Form, sink: &mut Vec<Diagnostic>) -> Option<Sheet> {
    match form {
        Form::Csv => csv::read(source, sink),
        Form::Json => json::read(source, sink),
        Form::JsonLines => json::read_lines(source, sink),
    }
}

struct Loading {
    directory: Directory,
    sink: Vec<Diagnostic>,
}

impl Loading {
    fn table(&mut self, table: Table, lines: Vec<Line>) {
        match table {
            Table::People => self.people(lines),
            Table::Grants => self.grants(&lines),
            Table::Tenants => {
                let keyed = self.keyed(table, lines, |line| line.text("tenant"));
                self.directory.tenants = Some(keyed);
            }
            Table::Lists => {
                let key = |line: &Line| Some((line.text("tenant")?, line.text("list")?));
                let keyed = self.keyed(table, lines, key);
                self.directory.lists = Some(keyed);
            }
            Table::Tickets => {
                let keyed = self.keyed(table, lines, |line| line.text("ticket"));
                self.directory.tickets = Some(keyed);
            }
            Table::Approvals => self.approvals(&lines),
        }
    }

    /// Rows by their keys; of two with one key both places are told.
    fn keyed<K: Eq + std::hash::Hash + Clone>(
        &mut self,
        table: Table,
        lines: Vec<Line>,
        key: impl Fn(&Line) -> Option<K>,
    ) -> HashMap<K, Row> {
        let mut rows = HashMap::new();
        let mut places: HashMap<K, Span> = HashMap::new();
        for line in lines {
            let Some(key) = key(&line) else { continue };
            let at = line.key_span();
            if let Some(first) = places.get(&key) {
                let message = format!("the table `{}` has two rows with this key", table.name());
                let diagnostic = bad(message)
                    .label(at, "again here")
                    .label(*first, "first here")
                    .help("make them one, or take one out");
                self.sink.push(diagnostic);
                continue;
            }
            places.insert(key.clone(), at);
            rows.insert(key, Row { cells: line.cells });
        }
        rows
    }

    fn people(&mut self, lines: Vec<Line>) {
        let named = |line: &Line| Some((line.text("actor")?, line.key_span()));
        let actors: HashMap<String, Span> = lines.iter().filter_map(named).collect();
        let mut first: HashMap<String, (String, Span)> = HashMap::new();
        for line in &lines {
            let Some(actor) = line.text("actor") else {
                continue;
            };
            for (alias, at) in line.aliases.iter().filter(|(alias, _)| *alias != actor) {
                let other = first.get(alias).filter(|(owner, _)| *owner != actor);
                let other = other.map(|(_, at)| at).or(actors.get(alias));
                match other {
                    Some(other) => self.sink.push(two_people(alias, *at, *other)),
                    None => {
                        first.insert(alias.clone(), (actor.clone(), *at));
                    }
                }
            }
        }
        let owned = first.into_iter().map(|(alias, (actor, _))| (alias, actor));
        self.directory.aliases = owned.collect();
        self.directory.people = Some(self.keyed(Table::People, lines, |line| line.text("actor")));
    }

    fn grants(&mut self, lines: &[Line]) {
        for line in lines {
            let (Some(actor), Some(role), Some(until)) =
                (line.text("actor"), line.text("role"), line.time("until"))
            else {
                continue;
            };
            let person = self.directory.person(&actor).to_owned();
            let from = line.time("from");
            let grants = self.directory.grants.entry(person).or_default();
            grants.push(Grant { role, from, until });
        }
    }

    fn approvals(&mut self, lines: &[Line]) {
        let mut by_ticket: HashMap<String, Vec<Approval>> = HashMap::new();
        for line in lines {
            let (Some(ticket), Some(approver), Some(approved_at)) = (
                line.text("ticket"),
                line.text("approver"),
                line.time("approved_at"),
            ) else {
                continue;
            };
            let person = |folded: String| self.directory.person(&folded).to_owned();
            by_ticket.entry(ticket).or_default().push(Approval {
                approver,
                approved_at,
                actor: line.text("actor").map(person),
                tenant: line.text("tenant"),
                list: line.text("list").map(Glob::new),
                rows: line.int("rows"),
            });
        }
        self.directory.approvals = Some(by_ticket);
    }

    fn grants_without_people(&mut self, grants: &Sheet) {
        let diagnostic = bad("there are grants, and no table of people")
            .label(grants.place, "grants roles to nobody")
            .help("add `people.csv`: an actor's roles are the people's and the grants' together");
        self.sink.push(diagnostic);
    }
}

fn two_people(alias: &str, at: Span, first: Span) -> Diagnostic {
    bad(format!(
        "the alias `{alias}` is another person's name as well"
    ))
    .label(at, "an alias here")
    .label(first, "another person")
    .help("an alias stands for one person: take it out of one of the two rows")
}
