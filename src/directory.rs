//! The directory: people, grants, tenants, lists, tickets and approvals; who was what, and when.
//!
//! Knows no policy but its schema, and no log. What it does not know and what it knows to be absent
//! are told apart: a [`Cell`] is missing, none, or a value.

mod cells;
mod csv;
mod find;
mod json;
mod load;
mod lookup;
mod sheet;
mod table;
mod typed;

pub use load::{load, tenants};

use crate::event::Value;
use crate::policy::ColumnId;
use crate::time::Time;
use std::collections::HashMap;

/// All tables. A table that is not there is `None`: nothing is known of what it would hold.
#[derive(Clone, Debug, Default)]
pub struct Directory {
    /// By folded actor.
    pub people: Option<HashMap<String, Row>>,
    /// Folded alias to the folded actor whose it is.
    pub aliases: HashMap<String, String>,
    /// By folded actor (never an alias).
    pub grants: HashMap<String, Vec<Grant>>,
    /// By tenant.
    pub tenants: Option<HashMap<String, Row>>,
    /// By tenant and list.
    pub lists: Option<HashMap<(String, String), Row>>,
    /// By ticket.
    pub tickets: Option<HashMap<String, Row>>,
    /// By ticket.
    pub approvals: Option<HashMap<String, Vec<Approval>>>,
    /// Whose word on roles and approvers' homes counts.
    pub roles: RolesFrom,
    /// In a test's world: the approver's home tenant as given.
    pub approver_tenant: Option<String>,
}

/// Whose word on an actor's roles counts where there is a people table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RolesFrom {
    /// The table's, at the event's time.
    #[default]
    People,
    /// The event's own: a test's world gives roles and rows both.
    Event,
}

/// One row's attributes.
#[derive(Clone, Debug, Default)]
pub struct Row {
    /// A column that the table lacks is not here; an empty cell is `None`.
    pub cells: HashMap<ColumnId, Option<Value>>,
}

/// What is known of an attribute.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell<'a> {
    /// No table or no row says anything.
    Missing,
    /// A row says that there is none.
    None,
    /// A row says this.
    Value(&'a Value),
}

/// A role for a while.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the columns of docs/language.md")]
pub struct Grant {
    pub role: String,
    /// None: before every time.
    pub from: Option<Time>,
    pub until: Time,
}

/// A row of the approvals table. `None` covers all.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs, reason = "the columns of docs/language.md")]
pub struct Approval {
    /// Folded and, because `actor like` looks at the spelling, an alias as it stands.
    pub approver: String,
    pub approved_at: Time,
    /// Folded, an alias resolved to its person.
    pub actor: Option<String>,
    pub tenant: Option<String>,
    pub list: Option<crate::policy::Glob>,
    pub rows: Option<i64>,
}
