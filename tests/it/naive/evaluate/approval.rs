//! `approved by … at most … before`: Kleene's conjunction of its parts, over the event's own approver
//! or over the rows of an approvals table. It deliberately does not know of rules.

use std::collections::BTreeSet;

use super::attribute::home_tenant;
use super::glob;
use super::people::{employed, identity, person, roles};
use super::scope::covers;
use super::truth::{self, Truth};
use crate::naive::model::World;
use crate::naive::model::directory::Approval;
use crate::naive::model::event::Event;
use crate::naive::model::expr::Approved;
use crate::naive::model::instant::Nanos;
use crate::naive::model::policy::Subject;
use crate::naive::model::value::Value;

pub fn approved(world: &World, event: &Event, asked: &Approved) -> Truth {
    match &world.directory.approvals {
        None => {
            let claim = Claim {
                approver: event.text("approver"),
                at: event.instant("approved_at"),
                roles: claimed_roles(event),
            };
            given(world, event, asked, &claim)
        }
        Some(rows) => by_table(world, event, asked, rows),
    }
}

/// Who is said to have approved, and when.
struct Claim<'a> {
    approver: Option<&'a str>,
    at: Option<Nanos>,
    /// As told by the log.
    roles: Option<BTreeSet<String>>,
}

fn claimed_roles(event: &Event) -> Option<BTreeSet<String>> {
    match event.value("approver_roles") {
        Some(Value::Set(roles)) => Some(roles.clone()),
        _ => None,
    }
}

fn given(world: &World, event: &Event, asked: &Approved, claim: &Claim) -> Truth {
    truth::all([
        somebody_else(world, event, claim),
        satisfies(world, &asked.by, claim),
        if asked.of_tenant {
            of_tenant(world, event, claim)
        } else {
            Truth::True
        },
        while_employed(world, claim),
        Truth::known(
            claim
                .at
                .map(|at| (0..=asked.at_most).contains(&(event.time() - at))),
        ),
    ])
}

fn somebody_else(world: &World, event: &Event, claim: &Claim) -> Truth {
    let pair = claim.approver.zip(event.text("actor"));
    Truth::known(pair.map(|(approver, actor)| {
        identity(&world.directory, approver) != identity(&world.directory, actor)
    }))
}

/// `anyone` and `actor` need an approver only; `role` needs roles at the time of the approval.
fn satisfies(world: &World, by: &Subject, claim: &Claim) -> Truth {
    if claim.approver.is_none() {
        return Truth::Unknown;
    }
    covers(world, by, claim.approver, approver_roles(world, claim))
}

fn approver_roles(world: &World, claim: &Claim) -> Option<BTreeSet<String>> {
    match world.directory.people {
        Some(_) => Some(roles(&world.directory, claim.approver?, claim.at?)),
        None => claim.roles.clone(),
    }
}

/// Without a row the approver's home tenant is missing; a row that names none makes it none.
fn of_tenant(world: &World, event: &Event, claim: &Claim) -> Truth {
    let home = || {
        Some(home_tenant(
            person(&world.directory, claim.approver?)?,
            claim.at?,
        ))
    };
    Truth::known(
        home()
            .zip(event.text("tenant"))
            .map(|(home, tenant)| home.as_deref() == Some(tenant)),
    )
}

/// With a row, an approval given outside employment is false.
fn while_employed(world: &World, claim: &Claim) -> Truth {
    match claim
        .approver
        .and_then(|approver| person(&world.directory, approver))
    {
        None => Truth::True,
        Some(row) => Truth::known(claim.at.map(|at| employed(row, at))),
    }
}

fn by_table(world: &World, event: &Event, asked: &Approved, rows: &[Approval]) -> Truth {
    let Some(ticket) = event.text("ticket") else {
        return Truth::Unknown;
    };
    let rows = rows.iter().filter(|row| row.ticket == ticket);
    truth::any(rows.map(|row| by_row(world, event, asked, row)))
}

fn by_row(world: &World, event: &Event, asked: &Approved, row: &Approval) -> Truth {
    let named = event.text("approver").map(|named| {
        identity(&world.directory, named) == identity(&world.directory, &row.approver)
    });
    let claim = Claim {
        approver: Some(&row.approver),
        at: Some(row.approved_at),
        roles: claimed_roles(event).filter(|_| named == Some(true)),
    };
    truth::all([
        given(world, event, asked, &claim),
        Truth::of(named.unwrap_or(true)),
        cell(&row.actor, event.text("actor"), |cell, actor| {
            identity(&world.directory, cell) == identity(&world.directory, actor)
        }),
        cell(&row.tenant, event.text("tenant"), |cell, tenant| {
            cell == tenant
        }),
        cell(&narrowing(&row.list), event.text("list"), glob::matches),
        row.rows.map_or(Truth::True, |cap| {
            Truth::known(event.int("rows").map(|rows| rows <= cap))
        }),
    ])
}

/// A glob that covers all is as good as none.
fn narrowing(list: &Option<String>) -> Option<String> {
    list.clone().filter(|glob| glob != "*")
}

/// An empty cell covers all, also what is missing.
fn cell(cell: &Option<String>, field: Option<&str>, covers: impl Fn(&str, &str) -> bool) -> Truth {
    cell.as_ref().map_or(Truth::True, |cell| {
        Truth::known(field.map(|field| covers(cell, field)))
    })
}
