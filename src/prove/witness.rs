//! A world in which something is so: as plain values by path, and as what a `test` block gives.

use super::vars::{Place, VarId, Vars};
use crate::event::{FieldId, Value};
use crate::policy::{GivenValue, Path, Schema};
use crate::syntax::ast::Entity;
use crate::time::Time;
use std::collections::BTreeMap;

/// What a variable holds.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Held {
    Missing,
    None,
    Value(Value),
}

/// One export, and what is known around it.
#[derive(Clone, Debug, PartialEq)]
pub struct Witness {
    /// Paths as the policy writes them, each with its value; of a column, none is a cell that is missing. A
    /// field that is not here is missing, a column that is not here is empty.
    pub values: Vec<(String, Option<Value>)>,
    /// Whose row is not there.
    pub unlisted: Vec<Entity>,
    /// The home tenant of the approver.
    pub approver_tenant: Option<String>,
    /// Something in the question was told only roughly: it may be that the judge does not confirm it, and
    /// then nothing is known.
    pub rough: bool,
}

impl Witness {
    pub(super) fn of(vars: &Vars, held: &BTreeMap<VarId, Held>, around: Time, rough: bool) -> Self {
        let mut witness = Self {
            values: Vec::new(),
            unlisted: Vec::new(),
            approver_tenant: None,
            rough,
        };
        for (id, var) in vars.iter() {
            let held = held.get(&id).unwrap_or(&Held::Missing);
            match (var.place, held) {
                (Place::Field, Held::Value(value)) => {
                    witness.values.push((var.name.clone(), Some(value.clone())));
                }
                (Place::Column(..), Held::Value(value)) => {
                    witness.values.push((var.name.clone(), Some(value.clone())));
                }
                (Place::Column(..), Held::Missing) => witness.values.push((var.name.clone(), None)),
                (Place::ApproverTenant, Held::Value(Value::Text(home))) => {
                    witness.approver_tenant = Some(home.clone());
                }
                (Place::Listed(entity), Held::Value(Value::Bool(false))) => {
                    witness.unlisted.push(entity);
                }
                _ => {}
            }
        }
        witness.add_usual(vars, around);
        witness.leave_out_rows();
        witness
    }

    /// What every export has, where the question did not care.
    fn add_usual(&mut self, vars: &Vars, around: Time) {
        let text = |text: &str| Value::Text(text.to_owned());
        for (name, value) in [
            ("time", Value::Time(around)),
            ("actor", text("kim@mail.example")),
            ("tenant", text("acme")),
            ("list", text("customers")),
        ] {
            if !vars.iter().any(|(_, var)| var.name == name) {
                self.values.push((name.to_owned(), Some(value)));
            }
        }
    }

    /// A row that is not there needs no cells, and one whose key is missing is not there anyway.
    fn leave_out_rows(&mut self) {
        let given = |path: &str| {
            self.values
                .iter()
                .any(|(name, value)| name == path && value.is_some())
        };
        let keyed: Vec<Entity> = [Entity::Actor, Entity::Tenant, Entity::List, Entity::Ticket]
            .into_iter()
            .filter(|entity| given(entity.name()) && (*entity != Entity::List || given("tenant")))
            .collect();
        self.unlisted.retain(|entity| given(entity.name()));
        self.unlisted.sort();
        let rows: Vec<String> = keyed
            .iter()
            .filter(|entity| !self.unlisted.contains(entity))
            .map(|entity| format!("{}.", entity.name()))
            .collect();
        self.values.retain(|(name, _)| {
            !name.contains('.') || rows.iter().any(|row| name.starts_with(row.as_str()))
        });
    }

    /// What a test of this world gives; what the schema does not know is left out.
    #[must_use]
    pub fn given(&self, schema: &Schema) -> Vec<GivenValue> {
        let values = self.values.iter().filter_map(|(name, value)| {
            let path = path_named(schema, name)?;
            Some(GivenValue::Value(path, value.clone()))
        });
        let mut given: Vec<GivenValue> = values.collect();
        if !self.unlisted.is_empty() {
            given.push(GivenValue::Unlisted(self.unlisted.clone()));
        }
        given.extend(
            self.approver_tenant
                .clone()
                .map(|home| GivenValue::ApproverTenant(Some(home))),
        );
        given
    }

    /// The value of a path, if it has one.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&Value> {
        let found = self.values.iter().find(|(path, _)| path == name)?;
        found.1.as_ref()
    }
}

fn path_named(schema: &Schema, name: &str) -> Option<Path> {
    let fields = (0..).map(FieldId).zip(&schema.fields);
    let mut named = fields.filter(|(_, field)| field.name == name);
    if let Some((id, _)) = named.next() {
        return Some(Path::Field(id));
    }
    let (entity, column) = name.split_once('.')?;
    let entities = [Entity::Actor, Entity::Tenant, Entity::List, Entity::Ticket];
    let entity = entities.into_iter().find(|e| e.name() == entity)?;
    schema.column_named(entity, column).map(Path::Column)
}
