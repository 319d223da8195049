//! The directory as CSV files, rows and columns in any order.
//! It deliberately does not know what a table is for.

use std::collections::BTreeSet;

use super::directory::{Approval, Columns, Directory, Grant, List, Person, Tenant, Ticket};
use super::instant::{self, DAY, Nanos};
use super::policy::Policy;
use super::value::Value;
use super::words::zone;
use crate::naive::random::Rng;

/// A row by column.
type Row = Vec<(String, String)>;

/// The name and text of each table that is there.
pub fn tables(
    directory: &Directory,
    policy: &Policy,
    rng: &mut Rng,
) -> Vec<(&'static str, String)> {
    let mut files = Vec::new();
    let mut add = |name, columns: &str, rows: Option<Vec<Row>>, rng: &mut Rng| {
        let table = name_of_columns(name, columns, policy);
        if let Some(rows) = rows {
            files.push((name, csv(&table, rows, rng)));
        }
    };
    let d = directory;
    let people = d
        .people
        .as_ref()
        .map(|rows| rows.iter().map(|row| person(row, rng)).collect());
    add(
        "people.csv",
        "actor aliases roles tenant team joined left",
        people,
        rng,
    );
    let grants = d
        .grants
        .as_ref()
        .map(|rows| rows.iter().map(|row| grant(row, rng)).collect());
    add("grants.csv", "actor role from until", grants, rng);
    let tenants = d
        .tenants
        .as_ref()
        .map(|rows| rows.iter().map(|row| tenant(row, rng)).collect());
    add(
        "tenants.csv",
        "tenant domains region joined left",
        tenants,
        rng,
    );
    let lists = d
        .lists
        .as_ref()
        .map(|rows| rows.iter().map(|row| list(row, rng)).collect());
    add("lists.csv", "tenant list classes", lists, rng);
    let tickets = d
        .tickets
        .as_ref()
        .map(|rows| rows.iter().map(|row| ticket(row, rng)).collect());
    add("tickets.csv", "ticket tenant opened closed", tickets, rng);
    let approvals = d
        .approvals
        .as_ref()
        .map(|rows| rows.iter().map(|row| approval(row, rng)).collect());
    add(
        "approvals.csv",
        "ticket approver approved_at actor tenant list rows",
        approvals,
        rng,
    );
    files
}

/// The columns of a file: its own and the declared ones.
fn name_of_columns(file: &str, own: &str, policy: &Policy) -> Vec<String> {
    let table = match file {
        "people.csv" => "actor",
        "tenants.csv" => "tenant",
        "lists.csv" => "list",
        "tickets.csv" => "ticket",
        _ => "",
    };
    let declared = policy.columns(table).map(|(column, _)| column.to_owned());
    own.split(' ').map(str::to_owned).chain(declared).collect()
}

fn csv(columns: &[String], mut rows: Vec<Row>, rng: &mut Rng) -> String {
    let mut columns = columns.to_vec();
    rng.shuffle(&mut columns);
    rng.shuffle(&mut rows);
    let mut text = columns.join(",") + "\n";
    for row in rows {
        let cell = |column: &String| {
            row.iter()
                .find(|(name, _)| name == column)
                .map_or("", |(_, cell)| cell)
        };
        let cells: Vec<String> = columns
            .iter()
            .map(|column| quoted(cell(column), rng))
            .collect();
        text.push_str(&cells.join(","));
        text.push('\n');
    }
    text
}

fn quoted(cell: &str, rng: &mut Rng) -> String {
    let needed = cell.contains([',', '"', '\n', '\r', ' ', '\t']);
    if needed || rng.chance(5) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

fn row<const N: usize>(cells: [(&str, String); N], columns: &Columns, rng: &mut Rng) -> Row {
    let own = cells
        .into_iter()
        .map(|(column, cell)| (column.to_owned(), cell));
    own.chain(
        columns
            .iter()
            .map(|(column, value)| (column.clone(), value_text(value, rng))),
    )
    .collect()
}

fn value_text(value: &Value, rng: &mut Rng) -> String {
    match value {
        Value::Text(text) => text.clone(),
        Value::Int(number) => number.to_string(),
        Value::Bool(truth) => truth.to_string(),
        Value::Time(instant) => time(Some(*instant), rng),
        Value::Ip(address) => address.to_string(),
        Value::Set(members) => joined(members),
    }
}

fn joined(members: &BTreeSet<String>) -> String {
    members.iter().cloned().collect::<Vec<_>>().join(";")
}

fn time(instant: Option<Nanos>, rng: &mut Rng) -> String {
    match instant {
        None => String::new(),
        Some(instant) if instant % DAY == 0 && rng.chance(50) => instant::date(instant),
        Some(instant) => instant::rfc3339(instant, zone(rng, instant)),
    }
}

fn or_empty(cell: &Option<String>) -> String {
    cell.clone().unwrap_or_default()
}

fn person(person: &Person, rng: &mut Rng) -> Row {
    let cells = [
        ("actor", person.actor.clone()),
        ("aliases", person.aliases.join(";")),
        ("roles", joined(&person.roles)),
        ("tenant", or_empty(&person.tenant)),
        ("team", or_empty(&person.team)),
        ("joined", time(person.joined, rng)),
        ("left", time(person.left, rng)),
    ];
    row(cells, &person.columns, rng)
}

fn grant(grant: &Grant, rng: &mut Rng) -> Row {
    let cells = [
        ("actor", grant.actor.clone()),
        ("role", grant.role.clone()),
        ("from", time(grant.from, rng)),
        ("until", time(Some(grant.until), rng)),
    ];
    row(cells, &Columns::new(), rng)
}

fn tenant(tenant: &Tenant, rng: &mut Rng) -> Row {
    let cells = [
        ("tenant", tenant.tenant.clone()),
        ("domains", joined(&tenant.domains)),
        ("region", or_empty(&tenant.region)),
        ("joined", time(tenant.joined, rng)),
        ("left", time(tenant.left, rng)),
    ];
    row(cells, &tenant.columns, rng)
}

fn list(list: &List, rng: &mut Rng) -> Row {
    let cells = [
        ("tenant", list.tenant.clone()),
        ("list", list.list.clone()),
        ("classes", joined(&list.classes)),
    ];
    row(cells, &list.columns, rng)
}

fn ticket(ticket: &Ticket, rng: &mut Rng) -> Row {
    let cells = [
        ("ticket", ticket.ticket.clone()),
        ("tenant", or_empty(&ticket.tenant)),
        ("opened", time(ticket.opened, rng)),
        ("closed", time(ticket.closed, rng)),
    ];
    row(cells, &ticket.columns, rng)
}

fn approval(approval: &Approval, rng: &mut Rng) -> Row {
    let cells = [
        ("ticket", approval.ticket.clone()),
        ("approver", approval.approver.clone()),
        ("approved_at", time(Some(approval.approved_at), rng)),
        ("actor", or_empty(&approval.actor)),
        ("tenant", or_empty(&approval.tenant)),
        ("list", or_empty(&approval.list)),
        (
            "rows",
            approval.rows.map(|cap| cap.to_string()).unwrap_or_default(),
        ),
    ];
    row(cells, &Columns::new(), rng)
}
