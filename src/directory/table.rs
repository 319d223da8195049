//! The tables of the directory: their files' names, their columns, and what the cells hold.
//!
//! Knows no rows.

use crate::policy::{ColumnId, Schema};
use crate::syntax::ast::{Entity, Type};

/// A table of the directory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Table {
    People,
    Grants,
    Tenants,
    Lists,
    Tickets,
    Approvals,
}

/// A column of a table.
#[derive(Clone, Debug)]
pub(super) struct ColumnSpec<'s> {
    /// As the header writes it.
    pub name: &'s str,
    /// What its cells hold.
    pub holds: Holds,
    /// Whether a table can do without it.
    pub need: Need,
    /// Its number in the schema, if the policy can read it.
    pub id: Option<ColumnId>,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// A value as it stands.
    Value(Type),
    /// A person: folded.
    Identity,
    /// People: folded.
    Identities,
    /// Domains, in the normal form of `.domain`.
    Domains,
    /// An int that is not below 0.
    Count,
}

/// Whether a table can do without a column, and a row without its cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Need {
    /// Every row has it.
    Mandatory,
    /// The policy reads it: the table has the column, a row may leave it empty.
    Read,
    /// It may be left out.
    Optional,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 6] = [
        Self::People,
        Self::Grants,
        Self::Tenants,
        Self::Lists,
        Self::Tickets,
        Self::Approvals,
    ];

    /// The file's name without its ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::People => "people",
            Self::Grants => "grants",
            Self::Tenants => "tenants",
            Self::Lists => "lists",
            Self::Tickets => "tickets",
            Self::Approvals => "approvals",
        }
    }

    /// Its columns, those that the policy declares included.
    pub fn columns(self, schema: &Schema) -> Vec<ColumnSpec<'_>> {
        use Holds::{Count, Identity, Value};
        let (entity, own): (_, &[(&'static str, Holds, Need)]) = match self {
            Self::People => (Some(Entity::Actor), &[("actor", Identity, Need::Mandatory)]),
            Self::Tenants => (Some(Entity::Tenant), &[TENANT]),
            Self::Lists => (Some(Entity::List), &[TENANT, LIST]),
            Self::Tickets => (Some(Entity::Ticket), &[TICKET]),
            Self::Grants => (
                None,
                &[
                    ("actor", Identity, Need::Mandatory),
                    ("role", Value(Type::Text), Need::Mandatory),
                    ("from", Value(Type::Time), Need::Optional),
                    ("until", Value(Type::Time), Need::Mandatory),
                ],
            ),
            Self::Approvals => (
                None,
                &[
                    TICKET,
                    ("approver", Identity, Need::Mandatory),
                    ("approved_at", Value(Type::Time), Need::Mandatory),
                    ("actor", Identity, Need::Optional),
                    ("tenant", Value(Type::Text), Need::Optional),
                    ("list", Value(Type::Text), Need::Optional),
                    ("rows", Count, Need::Optional),
                ],
            ),
        };
        let own = own.iter().map(|(name, holds, need)| ColumnSpec {
            name,
            holds: *holds,
            need: *need,
            id: None,
        });
        own.chain(attributes(entity, schema)).collect()
    }
}

const TENANT: (&str, Holds, Need) = ("tenant", Holds::Value(Type::Text), Need::Mandatory);
const LIST: (&str, Holds, Need) = ("list", Holds::Value(Type::Text), Need::Mandatory);
const TICKET: (&str, Holds, Need) = ("ticket", Holds::Value(Type::Text), Need::Mandatory);

fn attributes(entity: Option<Entity>, schema: &Schema) -> impl Iterator<Item = ColumnSpec<'_>> {
    let columns = (0..).map(ColumnId).zip(&schema.columns);
    let own = columns.filter(move |(_, column)| Some(column.entity) == entity);
    own.map(|(id, column)| ColumnSpec {
        name: &column.name,
        holds: match id {
            ColumnId::ACTOR_ALIASES => Holds::Identities,
            ColumnId::TENANT_DOMAINS => Holds::Domains,
            _ => Holds::Value(column.ty),
        },
        need: if column.read {
            Need::Read
        } else {
            Need::Optional
        },
        id: Some(id),
    })
}
