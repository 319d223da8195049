//! Atoms over two paths: what they say while both hold a value, and of missing and none sides.

use super::super::formula::{Formula, Leaf};
use super::super::truths::Truths;
use super::super::vars::VarId;
use super::{Compiler, Is, at_most};
use crate::policy::{NoneOrder, Path, Schema};
use crate::syntax::ast::{Comparison, Type};
use std::cmp::Ordering;

/// What a relation of two variables says.
pub(super) struct Relation<'f> {
    pub(super) a: VarId,
    pub(super) b: VarId,
    /// Where both hold a value: the formula that it holds, or does not.
    pub(super) values: &'f dyn Fn(bool) -> Formula,
    /// Where one or both are none.
    pub(super) none: &'f dyn Fn(Is, Is) -> bool,
}

impl Compiler {
    pub(super) fn relation(&mut self, relation: &Relation<'_>, truths: Truths) -> Formula {
        let (a, b) = (relation.a, relation.b);
        let mut ways = Vec::new();
        if truths.have(Truths::KNOWN) {
            ways.push(Formula::all([
                self.is(a, Is::Missing, false),
                self.is(b, Is::Missing, false),
            ]));
        } else {
            for holds in [true, false] {
                if truths.have(Truths::of(holds)) {
                    let values = (relation.values)(holds);
                    ways.push(Formula::all([
                        self.is(a, Is::Value, true),
                        self.is(b, Is::Value, true),
                        values,
                    ]));
                }
            }
            for (one, other) in [
                (Is::None, Is::None),
                (Is::None, Is::Value),
                (Is::Value, Is::None),
            ] {
                let can = |c: &Self, var, state| state != Is::None || c.may_be_none(var);
                let said = Truths::of((relation.none)(one, other));
                if can(self, a, one) && can(self, b, other) && truths.have(said) {
                    ways.push(Formula::all([
                        self.is(a, one, true),
                        self.is(b, other, true),
                    ]));
                }
            }
        }
        if truths.have(Truths::UNKNOWN) {
            ways.push(self.is(a, Is::Missing, true));
            ways.push(self.is(b, Is::Missing, true));
        }
        Formula::any(ways)
    }

    fn may_be_none(&self, var: VarId) -> bool {
        self.vars
            .get(var)
            .is_some_and(|v| v.may_be_none(&self.vars))
    }

    /// `==` of two paths; of persons where either is an identity.
    pub(super) fn same_paths(
        &mut self,
        schema: &Schema,
        left: Path,
        right: Path,
        truths: Truths,
    ) -> Formula {
        let (mut a, mut b) = (self.path(schema, left), self.path(schema, right));
        if Schema::is_identity(left) || Schema::is_identity(right) {
            (a, b) = (self.folded(a), self.folded(b));
        }
        self.same(a, b, truths)
    }

    pub(super) fn same(&mut self, a: VarId, b: VarId, truths: Truths) -> Formula {
        if a == b {
            // Nothing is a none's equal, itself included.
            let value = self.is(a, Is::Value, true);
            let none = self.is(a, Is::None, true);
            let missing = self.is(a, Is::Missing, true);
            let ways = [
                (Truths::TRUE, value),
                (Truths::FALSE, none),
                (Truths::UNKNOWN, missing),
            ];
            let ways = ways.into_iter().filter(|(truth, _)| truths.have(*truth));
            return Formula::any(ways.map(|(_, way)| way));
        }
        let (one, other) = (a.min(b), a.max(b));
        let relation = Relation {
            a,
            b,
            values: &|holds| {
                Formula::Leaf(Leaf::Same {
                    a: one,
                    b: other,
                    holds,
                })
            },
            none: &|_, _| false,
        };
        self.relation(&relation, truths)
    }

    /// An ordering, or equality, of two numbers: `x op y + shift`.
    pub(super) fn ordered(
        &mut self,
        (x, y): (VarId, VarId),
        op: Comparison,
        shift: i128,
        truths: Truths,
    ) -> Formula {
        let (left, right) = (self.none_order(x), self.none_order(y));
        let sort = self.vars.get(x).map(|var| var.sort);
        let none = |a: Is, b: Is| match op {
            Comparison::Eq => false,
            Comparison::Ne => true,
            _ if sort != Some(Type::Time) => false,
            _ => match (rank(a, left), rank(b, right)) {
                (Some(a), Some(b)) => says(op, a.cmp(&b)),
                _ => false,
            },
        };
        let values = |holds: bool| {
            let (op, holds) = match op {
                Comparison::Ne => (Comparison::Eq, !holds),
                op => (op, holds),
            };
            let up_to = at_most(x, y, shift);
            let from = at_most(y, x, -shift);
            let below = at_most(x, y, shift - 1);
            let above = at_most(y, x, -shift - 1);
            match (op, holds) {
                (Comparison::Eq | Comparison::Ne, true) => Formula::all([up_to, from]),
                (Comparison::Eq | Comparison::Ne, false) => Formula::any([below, above]),
                (Comparison::Le, true) | (Comparison::Gt, false) => up_to,
                (Comparison::Lt, true) | (Comparison::Ge, false) => below,
                (Comparison::Ge, true) | (Comparison::Lt, false) => from,
                (Comparison::Gt, true) | (Comparison::Le, false) => above,
            }
        };
        let relation = Relation {
            a: x,
            b: y,
            values: &values,
            none: &none,
        };
        self.relation(&relation, truths)
    }
}

fn rank(state: Is, order: NoneOrder) -> Option<i8> {
    match (state, order) {
        (Is::None, NoneOrder::Before) => Some(-1),
        (Is::None, NoneOrder::After) => Some(1),
        (Is::None, NoneOrder::Unordered) => None,
        _ => Some(0),
    }
}

fn says(op: Comparison, order: Ordering) -> bool {
    match op {
        Comparison::Eq => order.is_eq(),
        Comparison::Ne => order.is_ne(),
        Comparison::Lt => order.is_lt(),
        Comparison::Le => order.is_le(),
        Comparison::Gt => order.is_gt(),
        Comparison::Ge => order.is_ge(),
    }
}
