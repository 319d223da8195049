//! What the directory says otherwise: of people, tenants, lists, tickets, grants and approvals.
//!
//! Rows are compared as they stand. Whatever is said otherwise may let more out, what is taken away too: a deny that
//! asks first whether a field is set is false without it, and without the table of people a log's own word on roles
//! counts. Which exports that are is not worked out.

use super::{Change, Input, Kind};
use crate::directory::{Directory, Row};
use crate::event::Value;
use crate::policy::Schema;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Rows of one table that are named; the rest are counted.
const NAMED: usize = 10;

/// Rows by key, each a few facts by name.
type Rows = BTreeMap<String, BTreeMap<String, String>>;

pub(super) fn changes(input: &Input<'_>) -> Vec<Change> {
    let (old, new) = input.directories;
    let was = tables(old, &input.old.schema);
    let is = tables(new, &input.new.schema);
    let pairs = was.into_iter().zip(is);
    let rows = pairs.flat_map(|((table, was), (_, is))| table_changes(table, &was, &is));
    tables_changes(old, new).into_iter().chain(rows).collect()
}

/// Tables that are there on one side only.
fn tables_changes(old: &Directory, new: &Directory) -> Vec<Change> {
    let there = |of: &Directory| {
        [
            ("people", of.people.is_some()),
            ("tenants", of.tenants.is_some()),
            ("lists", of.lists.is_some()),
            ("tickets", of.tickets.is_some()),
            ("approvals", of.approvals.is_some()),
        ]
    };
    let pairs = there(old).into_iter().zip(there(new));
    let changes = pairs.filter_map(|((table, was), (_, is))| {
        let (what, help) = match (was, is) {
            (true, false) => (
                "is gone",
                "without a table its fields are missing, and a log's own word counts",
            ),
            (false, true) => ("is new", "with a table its word counts, and not the log's"),
            _ => return None,
        };
        Some(Change::new(Kind::DirectoryChanged, format!("{table}: the table {what}")).help(help))
    });
    changes.collect()
}

fn tables(directory: &Directory, schema: &Schema) -> [(&'static str, Rows); 7] {
    let keyed = |rows: Option<&HashMap<String, Row>>| -> Rows {
        let rows = rows.into_iter().flatten();
        rows.map(|(key, row)| (key.clone(), facts(row, schema)))
            .collect()
    };
    let lists = directory.lists.iter().flatten();
    let lists = lists.map(|((tenant, list), row)| (format!("{tenant}/{list}"), facts(row, schema)));
    [
        ("people", keyed(directory.people.as_ref())),
        ("aliases", aliases(directory)),
        ("grants", grants(directory)),
        ("tenants", keyed(directory.tenants.as_ref())),
        ("lists", lists.collect()),
        ("tickets", keyed(directory.tickets.as_ref())),
        ("approvals", approvals(directory)),
    ]
}

fn facts(row: &Row, schema: &Schema) -> BTreeMap<String, String> {
    let cells = row.cells.iter().filter_map(|(column, value)| {
        let name = schema.column(*column)?.name.clone();
        Some((name, value.as_ref().map_or("none".to_owned(), text)))
    });
    cells.collect()
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(n) => n.to_string(),
        Value::Bool(yes) => yes.to_string(),
        Value::Time(time) => time.to_string(),
        Value::Ip(ip) => ip.to_string(),
        Value::Texts(texts) => texts.join(", "),
    }
}

fn aliases(directory: &Directory) -> Rows {
    let aliases = directory.aliases.iter();
    let of = |person: &String| BTreeMap::from([("person".to_owned(), person.clone())]);
    aliases
        .map(|(alias, person)| (alias.clone(), of(person)))
        .collect()
}

fn grants(directory: &Directory) -> Rows {
    let mut rows = Rows::new();
    for (actor, grants) in &directory.grants {
        for grant in grants {
            let from = grant
                .from
                .map_or("ever".to_owned(), |from| from.to_string());
            let key = format!("{actor} as {} from {from}", grant.role);
            let until = ("until".to_owned(), grant.until.to_string());
            rows.entry(key).or_default().extend([until]);
        }
    }
    rows
}

fn approvals(directory: &Directory) -> Rows {
    let mut rows = Rows::new();
    for (ticket, approvals) in directory.approvals.iter().flatten() {
        for approval in approvals {
            let all = || "all".to_owned();
            let key = format!(
                "{ticket} by {} for {}",
                approval.approver,
                approval.actor.clone().unwrap_or_else(all)
            );
            let list = approval.list.as_ref().map(|list| list.text().to_owned());
            let rest = [
                ("at", approval.approved_at.to_string()),
                ("tenant", approval.tenant.clone().unwrap_or_else(all)),
                ("list", list.unwrap_or_else(all)),
                (
                    "rows",
                    approval.rows.map_or_else(all, |rows| rows.to_string()),
                ),
            ];
            let facts = rest.map(|(name, value)| (name.to_owned(), value));
            rows.entry(key).or_default().extend(facts);
        }
    }
    rows
}

fn table_changes(table: &'static str, was: &Rows, is: &Rows) -> Vec<Change> {
    let keys: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let rows = keys
        .into_iter()
        .filter_map(|key| match (was.get(key), is.get(key)) {
            (None, Some(facts)) => Some(format!("`{key}` is new{}", shown(facts.iter()))),
            (Some(_), None) => Some(format!("`{key}` is gone")),
            (Some(was), Some(is)) if was != is => Some(format!("`{key}`{}", otherwise(was, is))),
            _ => None,
        });
    let mut rows: Vec<String> = rows.collect();
    let rest = rows.len().saturating_sub(NAMED);
    rows.truncate(NAMED);
    rows.extend((rest > 0).then(|| format!("and {rest} more rows")));
    let changes = rows.into_iter().map(|row| {
        Change::new(Kind::DirectoryChanged, format!("{table}: {row}")).help(
            "who and what may leave by that is not worked out: look at the rules that read it",
        )
    });
    changes.collect()
}

fn otherwise(was: &BTreeMap<String, String>, is: &BTreeMap<String, String>) -> String {
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    let differ = names.into_iter().filter_map(|name| {
        let (was, is) = (was.get(name), is.get(name));
        let word = |value: Option<&String>| value.map_or("not told", String::as_str).to_owned();
        (was != is).then(|| format!("{name} is `{}`, was `{}`", word(is), word(was)))
    });
    format!(": {}", differ.collect::<Vec<_>>().join("; "))
}

fn shown<'f>(facts: impl Iterator<Item = (&'f String, &'f String)>) -> String {
    let told: Vec<String> = facts
        .filter(|(_, value)| *value != "none")
        .map(|(name, value)| format!("{name} {value}"))
        .collect();
    match told.is_empty() {
        true => String::new(),
        false => format!(": {}", told.join("; ")),
    }
}
