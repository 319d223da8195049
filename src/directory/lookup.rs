//! Questions to the directory: one row, one attribute, a person's roles at a time.

use super::{Approval, Cell, Directory, RolesFrom, Row};
use crate::event::{Event, FieldId, Value};
use crate::policy::{ColumnId, Schema};
use crate::syntax::ast::Entity;
use crate::time::Time;
use std::collections::BTreeSet;

impl Directory {
    /// The person behind a folded name: an alias gives its person, any other name itself.
    #[must_use]
    pub fn person<'a>(&'a self, folded: &'a str) -> &'a str {
        self.aliases.get(folded).map_or(folded, String::as_str)
    }

    /// The row that an event's actor, tenant, list or ticket has, if any.
    #[must_use]
    pub fn row(&self, entity: Entity, event: &Event) -> Option<&Row> {
        let key = event.text(entity.field())?;
        match entity {
            Entity::Actor => self.people_row(key),
            Entity::Tenant => self.tenants.as_ref()?.get(key),
            Entity::Ticket => self.tickets.as_ref()?.get(key),
            Entity::List => {
                let tenant = event.text(FieldId::TENANT)?;
                self.lists
                    .as_ref()?
                    .get(&(tenant.to_owned(), key.to_owned()))
            }
        }
    }

    /// An attribute of the event's actor, tenant, list or ticket, at the event's time.
    #[must_use]
    pub fn cell<'a>(&'a self, column: ColumnId, schema: &Schema, event: &Event) -> Cell<'a> {
        let Some(entity) = schema.column(column).map(|c| c.entity) else {
            return Cell::Missing;
        };
        let Some(row) = self.row(entity, event) else {
            return Cell::Missing;
        };
        let held = matches!(column, ColumnId::ACTOR_TENANT | ColumnId::ACTOR_ROLES);
        if held && !employed(row, event.time) {
            return Cell::None;
        }
        row.cell(column)
    }

    /// The roles of a person at a time, as the people table and the grants tell; none without a people table.
    #[must_use]
    pub fn roles_of(&self, folded: &str, at: Time) -> Option<BTreeSet<&str>> {
        self.people.as_ref()?;
        let person = self.person(folded);
        let row = self.people_row(person);
        if row.is_some_and(|row| !employed(row, at)) {
            return Some(BTreeSet::new());
        }
        let mut roles: BTreeSet<&str> = BTreeSet::new();
        if let Some(Cell::Value(Value::Texts(own))) = row.map(|r| r.cell(ColumnId::ACTOR_ROLES)) {
            roles.extend(own.iter().map(String::as_str));
        }
        let granted = self.grants.get(person).into_iter().flatten();
        let in_force = granted.filter(|g| g.from.is_none_or(|from| from <= at) && at < g.until);
        roles.extend(in_force.map(|g| g.role.as_str()));
        Some(roles)
    }

    /// The roles that a person holds at any time.
    #[must_use]
    pub fn ever_held(&self, folded: &str) -> BTreeSet<&str> {
        let person = self.person(folded);
        let own = self
            .people_row(person)
            .map(|row| row.cell(ColumnId::ACTOR_ROLES));
        let own = match own {
            Some(Cell::Value(Value::Texts(own))) => own.as_slice(),
            _ => &[],
        };
        let granted = self.grants.get(person).into_iter().flatten();
        let granted = granted.map(|grant| grant.role.as_str());
        own.iter().map(String::as_str).chain(granted).collect()
    }

    /// Whether the people table, and not the event, says who holds which role and who is there.
    #[must_use]
    pub fn tells_roles(&self) -> bool {
        self.roles == RolesFrom::People && self.people.is_some()
    }

    /// A person's home tenant at a time. Missing without a row; none outside employment.
    #[must_use]
    pub fn home_of(&self, folded: &str, at: Time) -> Cell<'_> {
        match self.people_row(folded) {
            None => Cell::Missing,
            Some(row) if !employed(row, at) => Cell::None,
            Some(row) => row.cell(ColumnId::ACTOR_TENANT),
        }
    }

    /// Whether a person was employed at a time; none where no row tells.
    #[must_use]
    pub fn was_employed(&self, folded: &str, at: Time) -> Option<bool> {
        Some(employed(self.people_row(folded)?, at))
    }

    /// The approvals of a ticket; none without an approvals table, empty without a row.
    #[must_use]
    pub fn approvals_of(&self, ticket: &str) -> Option<&[Approval]> {
        let table = self.approvals.as_ref()?;
        Some(table.get(ticket).map_or(&[], Vec::as_slice))
    }

    fn people_row(&self, folded: &str) -> Option<&Row> {
        self.people.as_ref()?.get(self.person(folded))
    }
}

impl Row {
    /// One attribute of this row.
    #[must_use]
    pub fn cell(&self, column: ColumnId) -> Cell<'_> {
        match self.cells.get(&column) {
            None => Cell::Missing,
            Some(None) => Cell::None,
            Some(Some(value)) => Cell::Value(value),
        }
    }

    fn time(&self, column: ColumnId) -> Option<Time> {
        match self.cell(column) {
            Cell::Value(Value::Time(time)) => Some(*time),
            _ => None,
        }
    }
}

/// An empty or absent `joined` lies before every time, an empty or absent `left` after.
fn employed(row: &Row, at: Time) -> bool {
    row.time(ColumnId::ACTOR_JOINED).is_none_or(|j| j <= at)
        && row.time(ColumnId::ACTOR_LEFT).is_none_or(|l| at < l)
}
