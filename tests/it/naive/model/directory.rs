//! The directory: tables that may be absent, rows that may leave cells empty.
//! It deliberately does not know what an absent table or an empty cell means.

use std::collections::{BTreeMap, BTreeSet};

use super::instant::Nanos;
use super::value::Value;

#[derive(Clone, Debug, Default)]
pub struct Directory {
    pub people: Option<Vec<Person>>,
    pub grants: Option<Vec<Grant>>,
    pub tenants: Option<Vec<Tenant>>,
    pub lists: Option<Vec<List>>,
    pub tickets: Option<Vec<Ticket>>,
    pub approvals: Option<Vec<Approval>>,
}

/// Declared columns by name; an empty cell is not in it.
pub type Columns = BTreeMap<String, Value>;

#[derive(Clone, Debug, Default)]
pub struct Person {
    pub actor: String,
    pub aliases: Vec<String>,
    pub roles: BTreeSet<String>,
    pub tenant: Option<String>,
    pub team: Option<String>,
    pub joined: Option<Nanos>,
    pub left: Option<Nanos>,
    pub columns: Columns,
}

#[derive(Clone, Debug)]
pub struct Grant {
    pub actor: String,
    pub role: String,
    pub from: Option<Nanos>,
    pub until: Nanos,
}

#[derive(Clone, Debug, Default)]
pub struct Tenant {
    pub tenant: String,
    pub domains: BTreeSet<String>,
    pub region: Option<String>,
    pub joined: Option<Nanos>,
    pub left: Option<Nanos>,
    pub columns: Columns,
}

#[derive(Clone, Debug, Default)]
pub struct List {
    pub tenant: String,
    pub list: String,
    pub classes: BTreeSet<String>,
    pub columns: Columns,
}

#[derive(Clone, Debug, Default)]
pub struct Ticket {
    pub ticket: String,
    pub tenant: Option<String>,
    pub opened: Option<Nanos>,
    pub closed: Option<Nanos>,
    pub columns: Columns,
}

#[derive(Clone, Debug, Default)]
pub struct Approval {
    pub ticket: String,
    pub approver: String,
    pub approved_at: Nanos,
    pub actor: Option<String>,
    pub tenant: Option<String>,
    /// A glob.
    pub list: Option<String>,
    /// The most rows of one export.
    pub rows: Option<i64>,
}
