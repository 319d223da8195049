//! The variables of a question: fields, columns, domains, and what stands beside them. By name, so that
//! two policy sets can be asked about together.

use crate::event::FieldId;
use crate::policy::{NoneOrder, Path, Schema};
use crate::syntax::ast::{Entity, Type};
use std::collections::HashMap;

/// A variable's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct VarId(pub(super) usize);

/// A variable.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Var {
    /// As the policy writes it.
    pub(super) name: String,
    pub(super) sort: Type,
    pub(super) place: Place,
    /// Holds only folded texts.
    pub(super) folded: bool,
}

/// What a variable is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Place {
    Field,
    Column(Entity, Order),
    /// The domain of a text.
    Domain(VarId),
    /// A text as identities are compared.
    Folded(VarId),
    /// The home tenant of the event's approver.
    ApproverTenant,
    /// What rows would tell that are not looked at.
    Open,
    /// Whether what an entity's field names has a row.
    Listed(Entity),
}

/// Where a none stands among times.
pub(super) type Order = NoneOrder;

/// All variables of a question.
#[derive(Debug, Default)]
pub(super) struct Vars {
    pub(super) all: Vec<Var>,
    ids: HashMap<Var, VarId>,
}

impl Vars {
    pub(super) fn get(&self, id: VarId) -> Option<&Var> {
        self.all.get(id.0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (VarId, &Var)> {
        (0..).map(VarId).zip(&self.all)
    }

    /// The number of a variable, and whether it is new.
    pub(super) fn intern(&mut self, var: Var) -> (VarId, bool) {
        if let Some(id) = self.ids.get(&var) {
            return (*id, false);
        }
        let id = VarId(self.all.len());
        self.all.push(var.clone());
        self.ids.insert(var, id);
        (id, true)
    }

    /// A field or column of a schema; for a domain, see its base.
    pub(super) fn of_path(schema: &Schema, path: Path) -> Var {
        let place = match path {
            Path::Column(id) => schema
                .column(id)
                .map_or(Place::Field, |c| Place::Column(c.entity, c.none)),
            Path::Field(_) | Path::Domain(_) => Place::Field,
        };
        Var {
            name: schema.name_of(path),
            sort: schema.type_of(path).unwrap_or(Type::Text),
            place,
            folded: matches!(path, Path::Field(FieldId::ACTOR | FieldId::APPROVER)),
        }
    }
}

impl Var {
    /// Whether it may be missing.
    pub(super) fn may_miss(&self) -> bool {
        let always = match self.place {
            Place::Listed(_) => true,
            Place::Field => self.name == "time",
            _ => false,
        };
        !always
    }

    /// Whether a row may say that there is none.
    pub(super) fn may_be_none(&self, vars: &Vars) -> bool {
        match self.place {
            Place::Column(..) => self.sort != Type::Texts,
            Place::Folded(base) => vars.get(base).is_some_and(|base| {
                matches!(base.place, Place::Column(..)) && base.sort != Type::Texts
            }),
            _ => false,
        }
    }

    /// Where its none stands among times.
    pub(super) fn none_order(&self) -> NoneOrder {
        match self.place {
            Place::Column(_, order) => order,
            _ => NoneOrder::Unordered,
        }
    }
}
