//! What a path says of an event: a value, *none* (a row that leaves the column empty) or missing.
//! It deliberately does not know what an atom makes of it.

use super::domain::domain;
use super::people::{employed, folded, person, roles};
use crate::naive::model::World;
use crate::naive::model::directory::{Columns, List, Person, Tenant, Ticket};
use crate::naive::model::event::Event;
use crate::naive::model::instant::Nanos;
use crate::naive::model::value::{Type, Value};

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Found {
    Missing,
    Nothing(Lies),
    Is(Value),
}

/// Where in time a none lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Lies {
    Before,
    After,
    Nowhere,
}

pub fn look_up(world: &World, event: &Event, path: &str) -> Found {
    match path.split_once('.') {
        None => field(world, event, path),
        Some((head, "domain")) => or_missing(
            event
                .text(head)
                .and_then(|text| domain(&folded_if_identity(head, text)))
                .map(Value::Text),
        ),
        Some(("actor", column)) => actor_row(world, event).map_or(Found::Missing, |row| {
            of_person(world, row, column, event.time())
        }),
        Some(("tenant", column)) => {
            tenant_row(world, event).map_or(Found::Missing, |row| of_tenant(world, row, column))
        }
        Some(("list", column)) => {
            list_row(world, event).map_or(Found::Missing, |row| of_list(world, row, column))
        }
        Some(("ticket", column)) => {
            ticket_row(world, event).map_or(Found::Missing, |row| of_ticket(world, row, column))
        }
        Some(_) => panic!("nothing is called {path}"),
    }
}

/// `actor` and `approver` are read folded; `roles` are the directory's where it has people.
fn field(world: &World, event: &Event, field: &str) -> Found {
    match field {
        "roles" => or_missing(actor_roles(world, event)),
        _ => or_missing(event.value(field).cloned().map(|value| match value {
            Value::Text(text) => Value::Text(folded_if_identity(field, &text)),
            other => other,
        })),
    }
}

fn actor_roles(world: &World, event: &Event) -> Option<Value> {
    match &world.directory.people {
        Some(_) => event
            .text("actor")
            .map(|actor| Value::Set(roles(&world.directory, actor, event.time()))),
        None => event.value("roles").cloned(),
    }
}

pub fn is_identity(path: &str) -> bool {
    path == "actor" || path == "approver"
}

fn folded_if_identity(field: &str, text: &str) -> String {
    if is_identity(field) {
        folded(text)
    } else {
        text.to_owned()
    }
}

fn or_missing(value: Option<Value>) -> Found {
    value.map_or(Found::Missing, Found::Is)
}

fn or_none(value: Option<Value>, lies: Lies) -> Found {
    value.map_or(Found::Nothing(lies), Found::Is)
}

fn text_cell(cell: &Option<String>) -> Found {
    or_none(cell.clone().map(Value::Text), Lies::Nowhere)
}

fn time_cell(cell: Option<Nanos>, lies: Lies) -> Found {
    or_none(cell.map(Value::Time), lies)
}

pub fn actor_row<'a>(world: &'a World, event: &Event) -> Option<&'a Person> {
    person(&world.directory, event.text("actor")?)
}

pub fn tenant_row<'a>(world: &'a World, event: &Event) -> Option<&'a Tenant> {
    let tenant = event.text("tenant")?;
    world
        .directory
        .tenants
        .as_ref()?
        .iter()
        .find(|row| row.tenant == tenant)
}

pub fn list_row<'a>(world: &'a World, event: &Event) -> Option<&'a List> {
    let (tenant, list) = (event.text("tenant")?, event.text("list")?);
    world
        .directory
        .lists
        .as_ref()?
        .iter()
        .find(|row| row.tenant == tenant && row.list == list)
}

pub fn ticket_row<'a>(world: &'a World, event: &Event) -> Option<&'a Ticket> {
    let ticket = event.text("ticket")?;
    world
        .directory
        .tickets
        .as_ref()?
        .iter()
        .find(|row| row.ticket == ticket)
}

pub fn home_tenant(person: &Person, time: Nanos) -> Option<String> {
    person.tenant.clone().filter(|_| employed(person, time))
}

fn of_person(world: &World, row: &Person, column: &str, time: Nanos) -> Found {
    match column {
        "roles" if employed(row, time) => Found::Is(Value::Set(row.roles.clone())),
        "roles" => Found::Is(Value::Set(Default::default())),
        "tenant" => text_cell(&home_tenant(row, time)),
        "team" => text_cell(&row.team),
        "joined" => time_cell(row.joined, Lies::Before),
        "left" => time_cell(row.left, Lies::After),
        _ => declared(world, &row.columns, "actor", column),
    }
}

fn of_tenant(world: &World, row: &Tenant, column: &str) -> Found {
    match column {
        "domains" => Found::Is(Value::Set(row.domains.clone())),
        "region" => text_cell(&row.region),
        "joined" => time_cell(row.joined, Lies::Before),
        "left" => time_cell(row.left, Lies::After),
        _ => declared(world, &row.columns, "tenant", column),
    }
}

fn of_list(world: &World, row: &List, column: &str) -> Found {
    match column {
        "classes" => Found::Is(Value::Set(row.classes.clone())),
        _ => declared(world, &row.columns, "list", column),
    }
}

fn of_ticket(world: &World, row: &Ticket, column: &str) -> Found {
    match column {
        "tenant" => text_cell(&row.tenant),
        "opened" => time_cell(row.opened, Lies::Before),
        "closed" => time_cell(row.closed, Lies::After),
        _ => declared(world, &row.columns, "ticket", column),
    }
}

/// An empty set column is the empty set; any other empty one is none.
fn declared(world: &World, columns: &Columns, table: &str, column: &str) -> Found {
    let kind = world
        .policy
        .field(&format!("{table}.{column}"))
        .unwrap()
        .kind;
    match columns.get(column) {
        Some(value) => Found::Is(value.clone()),
        None if kind == Type::Set => Found::Is(Value::Set(Default::default())),
        None => Found::Nothing(Lies::Nowhere),
    }
}
