//! The directory's files: what is read from them, and what is said of what does not fit.

use crate::harness::top;
use crate::pinned::{Pinned, entries};
use crate::resolve::{Fixture, policies, shown};
use exeat::diag::Diagnostic;
use exeat::directory::{Cell, Directory, RolesFrom, load, tenants};
use exeat::event::{Event, FieldId, Value};
use exeat::policy::{ColumnId, Known, Schema};
use exeat::syntax::ast::Entity;
use exeat::text::{Source, Sources};
use exeat::time::{Time, parse_rfc3339};
use std::fs;
use std::path::{Path, PathBuf};

struct Loaded {
    sources: Sources,
    directory: Directory,
    said: Vec<Diagnostic>,
}

fn folders(kind: &str) -> Vec<PathBuf> {
    entries(Path::new("tests/directory").join(kind))
}

fn files(folder: &Path) -> Sources {
    let mut sources = Sources::default();
    for path in entries(folder) {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if name != "expected.txt" && !name.ends_with(".exeat") {
            sources.add(name, fs::read_to_string(&path).unwrap());
        }
    }
    sources
}

fn schema(folder: &Path) -> Schema {
    if !folder.join("policy.exeat").exists() {
        return Schema::default();
    }
    let fixture = Fixture::new(&policies(folder), &Known::default());
    assert_eq!(fixture.resolved.diagnostics, []);
    fixture.resolved.set.schema
}

fn loaded(folder: &Path) -> Loaded {
    let sources = files(folder);
    let texts: Vec<&Source> = sources.iter().collect();
    let (directory, said) = load(&texts, &schema(folder));
    Loaded {
        directory,
        said,
        sources,
    }
}

#[test]
fn bad_files_are_told_what_is_wrong() {
    let mut pinned = Pinned::default();
    for folder in folders("bad") {
        let loaded = loaded(&folder);
        assert!(!loaded.said.is_empty(), "{}", folder.display());
        let said = shown(&loaded.said, &loaded.sources);
        pinned.compare(&folder.join("expected.txt"), &said);
    }
    pinned.end();
}

#[test]
fn the_three_forms_hold_the_same() {
    let mut texts = Vec::new();
    for folder in folders("ok") {
        let loaded = loaded(&folder);
        assert_eq!(
            shown(&loaded.said, &loaded.sources),
            "",
            "{}",
            folder.display()
        );
        let directory = loaded.directory;
        let mut people: Vec<_> = directory.people.as_ref().unwrap().keys().collect();
        people.sort();
        assert_eq!(people, ["ana.ruiz@mail.example", "kim@opensea.io"]);
        texts.push(all_of(&directory));
    }
    assert_eq!(texts.len(), 3);
    assert!(texts.iter().all(|text| *text == texts[0]), "{texts:#?}");
}

#[test]
fn cells_hold_what_was_written() {
    let folder = folders("ok").remove(0);
    let directory = loaded(&folder).directory;
    let schema = schema(&folder);
    let mut event = Event::at(at("2026-01-15"));
    let text = |text: &str| Some(Value::Text(text.to_owned()));
    event.set(FieldId::ACTOR, text("AR"));
    event.set(FieldId::TENANT, text("opensea"));
    event.set(FieldId::LIST, text("all, of them"));
    event.set(FieldId::TICKET, text("SUP-1"));
    let cell = |column| directory.cell(column, &schema, &event);
    let texts = |texts: &[&str]| Value::Texts(texts.iter().map(|t| (*t).to_owned()).collect());
    let value = |column| match cell(column) {
        Cell::Value(value) => value.clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(
        value(ColumnId::ACTOR_TEAM),
        Value::Text("tier \"2\"".to_owned())
    );
    assert_eq!(cell(ColumnId::ACTOR_TENANT), Cell::None);
    assert_eq!(cell(ColumnId::ACTOR_LEFT), Cell::None);
    assert_eq!(
        value(ColumnId::ACTOR_ROLES),
        texts(&["engineer", "support"])
    );
    assert_eq!(
        value(ColumnId::TENANT_DOMAINS),
        texts(&["opensea.example", "opensea.io"])
    );
    assert_eq!(cell(ColumnId::TENANT_LEFT), Cell::Missing);
    assert_eq!(value(ColumnId::LIST_CLASSES), texts(&["email", "phone"]));
    assert_eq!(
        value(ColumnId::TICKET_OPENED),
        Value::Time(at("2026-01-01T07:00:00Z"))
    );
    assert_eq!(cell(ColumnId::TICKET_CLOSED), Cell::None);
    let clearance = schema.column_named(Entity::Actor, "clearance").unwrap();
    assert_eq!(value(clearance), Value::Int(3));
    let roles = directory.roles_of("ana", event.time).unwrap();
    assert!(roles.contains("dpo"));
    let approvals = directory.approvals_of("SUP-1").unwrap();
    assert_eq!(approvals[0].actor.as_deref(), Some("ana.ruiz@mail.example"));
    assert_eq!(approvals[0].rows, Some(500));
    assert_eq!(approvals[1].actor, None);
    event.set(FieldId::TENANT, text("celsius"));
    let cell = directory.cell(ColumnId::TENANT_DOMAINS, &schema, &event);
    assert_eq!(cell, Cell::None);
}

#[test]
fn tenants_are_read_before_the_policy() {
    for folder in folders("ok") {
        let sources = files(&folder);
        let texts: Vec<&Source> = sources.iter().collect();
        assert_eq!(tenants(&texts).unwrap(), ["opensea", "celsius"]);
        let others: Vec<&Source> = texts
            .into_iter()
            .filter(|source| !source.name.starts_with("tenants"))
            .collect();
        assert_eq!(tenants(&others), None);
    }
}

/// Each set of the repository that has a directory beside it.
#[test]
fn shipped_policies_and_their_directories_fit() {
    let mut sets = entries("tests/policies");
    sets.push(top().join("policies"));
    sets.retain(|set| set.join("directory").is_dir());
    assert!(sets.len() > 2);
    for set in sets {
        let sources = files(&set.join("directory"));
        let texts: Vec<&Source> = sources.iter().collect();
        let known = Known {
            tenants: tenants(&texts),
        };
        let fixture = Fixture::new(&policies(&set), &known);
        let (_, said) = load(&texts, &fixture.resolved.set.schema);
        let said = shown(&fixture.syntax, &fixture.sources)
            + &shown(&fixture.resolved.diagnostics, &fixture.sources)
            + &shown(&said, &sources);
        assert_eq!(said, "", "{}", set.display());
    }
}

/// Without files nothing is known, and nothing is wrong.
#[test]
fn no_files_are_no_directory() {
    let (directory, said) = load(&[], &Schema::default());
    assert_eq!(said, []);
    assert!(directory.people.is_none() && directory.tenants.is_none());
    assert!(directory.approvals.is_none());
    assert_eq!(directory.roles, RolesFrom::People);
}

/// `approved by actor like …` looks at the spelling.
#[test]
fn an_approvals_row_keeps_its_approvers_alias() {
    let mut sources = Sources::default();
    let people = "actor,aliases,roles,tenant,team,joined,left\nana@x,ana,,,,,\n";
    let approvals = "ticket,approver,approved_at,actor,tenant,list,rows\nT-1,ANA,2026-03-02,,,,\n";
    sources.add("people.csv".to_owned(), people.to_owned());
    sources.add("approvals.csv".to_owned(), approvals.to_owned());
    let texts: Vec<&Source> = sources.iter().collect();
    let (directory, said) = load(&texts, &Schema::default());
    assert_eq!(said, []);
    assert_eq!(directory.approvals_of("T-1").unwrap()[0].approver, "ana");
    assert_eq!(directory.person("ana"), "ana@x");
}

fn at(text: &str) -> Time {
    parse_rfc3339(text).unwrap()
}

/// A canonical text of all tables.
fn all_of(directory: &Directory) -> String {
    let mut lines: Vec<String> = Vec::new();
    let cells = |row: &exeat::directory::Row| {
        let mut cells: Vec<_> = row.cells.iter().filter(|(_, v)| v.is_some()).collect();
        cells.sort();
        format!("{cells:?}")
    };
    let tables = [
        (directory.people.as_ref(), "people"),
        (directory.tenants.as_ref(), "tenants"),
        (directory.tickets.as_ref(), "tickets"),
    ];
    for (table, name) in tables {
        let rows = table.unwrap().iter();
        lines.extend(rows.map(|(key, row)| format!("{name} {key}: {}", cells(row))));
    }
    let lists = directory.lists.as_ref().unwrap().iter();
    lines.extend(lists.map(|(key, row)| format!("list {key:?}: {}", cells(row))));
    lines.extend(directory.aliases.iter().map(|alias| format!("{alias:?}")));
    lines.extend(directory.grants.iter().map(|grants| format!("{grants:?}")));
    let approvals = directory.approvals.as_ref().unwrap().iter();
    lines.extend(approvals.map(|approvals| format!("{approvals:?}")));
    lines.sort();
    lines.join("\n")
}
