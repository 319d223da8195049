//! Paths as variables, and what ties them: a row that is not there has no columns, a home tenant holds only
//! while its person is there, a domain needs a text.

use super::super::formula::{Formula, Leaf, Of, SetTest};
use super::super::truths::Truths;
use super::super::vars::{Place, Var, VarId, Vars};
use super::{Compiler, Is, at_most};
use crate::event::FieldId;
use crate::policy::{ColumnId, NoneOrder, Path, Schema};
use crate::syntax::ast::{Entity, Type};

impl Compiler {
    /// The variable of a path.
    pub(in super::super) fn path(&mut self, schema: &Schema, path: Path) -> VarId {
        let mut var = Vars::of_path(schema, path);
        if let Path::Domain(field) = path {
            var.place = Place::Domain(self.path(schema, Path::Field(field)));
        }
        let (id, new) = self.vars.intern(var);
        if new {
            self.tie(schema, id, path);
        }
        id
    }

    pub(in super::super) fn is_set(&self, var: VarId) -> bool {
        self.vars.get(var).is_some_and(|v| v.sort == Type::Texts)
    }

    /// A text as identities are compared: itself where it holds only such.
    pub(super) fn folded(&mut self, base: VarId) -> VarId {
        let Some(var) = self.vars.get(base).filter(|var| !var.folded).cloned() else {
            return base;
        };
        let folded = Var {
            name: format!("folded {}", var.name),
            sort: Type::Text,
            place: Place::Folded(base),
            folded: true,
        };
        let (id, new) = self.vars.intern(folded);
        if new {
            for (one, other) in [(base, id), (id, base)] {
                let implied = [
                    self.is(one, Is::Missing, false),
                    self.is(other, Is::Missing, true),
                ];
                self.axioms.push(Formula::any(implied));
                let implied = [
                    self.is(one, Is::None, false),
                    self.is(other, Is::None, true),
                ];
                self.axioms.push(Formula::any(implied));
            }
        }
        id
    }

    pub(super) fn approver_tenant(&mut self) -> VarId {
        let var = Var {
            name: "approver.tenant".to_owned(),
            sort: Type::Text,
            place: Place::ApproverTenant,
            folded: false,
        };
        self.vars.intern(var).0
    }

    /// Something that is true, false or unknown, and of which nothing else is told.
    pub(super) fn open(&mut self, name: String) -> VarId {
        let var = Var {
            name,
            sort: Type::Bool,
            place: Place::Open,
            folded: false,
        };
        self.vars.intern(var).0
    }

    /// The roles of the approver as the people table tells them.
    pub(super) fn approvers_roles(&mut self) -> VarId {
        let var = Var {
            name: "roles of the approver".to_owned(),
            sort: Type::Texts,
            place: Place::Open,
            folded: false,
        };
        self.vars.intern(var).0
    }

    /// Whether the row of an entity is there.
    pub(super) fn listed(&mut self, schema: &Schema, entity: Entity) -> VarId {
        let var = Var {
            name: format!("listed {}", entity.name()),
            sort: Type::Bool,
            place: Place::Listed(entity),
            folded: false,
        };
        let (id, new) = self.vars.intern(var);
        if new {
            let mut keys = vec![entity.field()];
            if entity == Entity::List {
                keys.push(FieldId::TENANT);
            }
            for key in keys {
                let key = self.path(schema, Path::Field(key));
                let implied = [self.is(key, Is::Missing, false), self.yes(id, false)];
                self.axioms.push(Formula::any(implied));
            }
        }
        id
    }

    pub(super) fn yes(&mut self, var: VarId, holds: bool) -> Formula {
        let test = self.test(Of::Yes, Truths::UNKNOWN, false);
        Formula::Leaf(Leaf::In {
            var,
            test,
            truths: Truths::of(holds),
        })
    }

    /// Whether a variable is in a state.
    pub(super) fn is(&mut self, var: VarId, state: Is, holds: bool) -> Formula {
        if self.is_set(var) {
            let there = match state {
                Is::Missing => !holds,
                Is::None => return Formula::constant(!holds),
                Is::Value => holds,
            };
            return Formula::Leaf(Leaf::Set {
                set: var,
                test: SetTest::Given,
                truth: Truths::of(there),
            });
        }
        let test = self.test(
            Of::Always(state == Is::Value),
            Truths::of(state == Is::Missing),
            state == Is::None,
        );
        Formula::Leaf(Leaf::In {
            var,
            test,
            truths: Truths::of(holds),
        })
    }

    fn tie(&mut self, schema: &Schema, id: VarId, path: Path) {
        match path {
            Path::Field(_) => {}
            Path::Domain(field) => {
                let base = self.path(schema, Path::Field(field));
                let implied = [
                    self.is(base, Is::Missing, false),
                    self.is(id, Is::Missing, true),
                ];
                self.axioms.push(Formula::any(implied));
            }
            Path::Column(column) => {
                let Some(entity) = schema.column(column).map(|c| c.entity) else {
                    return;
                };
                let listed = self.listed(schema, entity);
                let implied = [self.yes(listed, true), self.is(id, Is::Missing, true)];
                self.axioms.push(Formula::any(implied));
                if column == ColumnId::ACTOR_TENANT || column == ColumnId::ACTOR_ROLES {
                    self.while_there(schema, id);
                }
            }
        }
    }

    /// A home tenant, or roles of the row, need somebody who is there: `joined <= time < left`.
    fn while_there(&mut self, schema: &Schema, held: VarId) {
        let time = self.path(schema, Path::Field(FieldId::TIME));
        let joined = self.path(schema, Path::Column(ColumnId::ACTOR_JOINED));
        let left = self.path(schema, Path::Column(ColumnId::ACTOR_LEFT));
        let nothing = if self.is_set(held) {
            let test = self.test(Of::Always(true), Truths::UNKNOWN, false);
            Formula::any([
                self.is(held, Is::Missing, true),
                super::set(held, SetTest::Any(test), Truths::FALSE),
            ])
        } else {
            self.is(held, Is::Value, false)
        };
        for (bound, there) in [
            (joined, at_most(joined, time, 0)),
            (left, at_most(time, left, -1)),
        ] {
            let known = self.is(bound, Is::Value, true);
            let open = self.is(bound, Is::Value, false);
            let there = Formula::all([known, there]);
            self.axioms
                .push(Formula::any([open, there, nothing.clone()]));
        }
    }

    pub(super) fn none_order(&self, var: VarId) -> NoneOrder {
        self.vars
            .get(var)
            .map_or(NoneOrder::Unordered, Var::none_order)
    }
}

impl Compiler {
    /// Only what is out is looked at: what is not blocked, nor failed with neither rows nor bytes.
    pub(in super::super) fn only_out(&mut self) {
        let named = |vars: &Vars, name: &str| {
            let of = |var: &Var| var.place == Place::Field && var.name == name;
            vars.iter().find(|(_, var)| of(var)).map(|(id, _)| id)
        };
        let Some(outcome) = named(&self.vars, "outcome") else {
            return;
        };
        let schema = Schema::default();
        let mut is = |words: &[&str], truths: Truths| {
            let words = words.iter().map(|word| (*word).to_owned()).collect();
            let test = self.test(Of::Texts(words), Truths::FALSE, false);
            Formula::Leaf(Leaf::In {
                var: outcome,
                test,
                truths,
            })
        };
        let success = is(&["blocked", "failure"], Truths::FALSE);
        let failure = is(&["failure"], Truths::TRUE);
        let some = [FieldId::ROWS, FieldId::BYTES].map(|field| {
            self.unary(
                &schema,
                Path::Field(field),
                Of::Between(1, i128::MAX),
                Truths::TRUE,
            )
        });
        let failure = Formula::all([failure, Formula::any(some)]);
        self.axioms.push(Formula::any([success, failure]));
    }
}
