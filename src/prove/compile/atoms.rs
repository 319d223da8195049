//! Atoms as formulas: the operators of the language over what paths may hold.

use super::super::formula::{Formula, Leaf, Of, Pattern, SetTest};
use super::super::truths::Truths;
use super::super::vars::VarId;
use super::relations::Relation;
use super::{Compiler, Is, set};
use crate::event::Value;
use crate::policy::{AtomKind, Collection, Globs, Operand, Path, Schema};
use crate::syntax::ast::{AnyAll, Comparison, Entity, State};

impl Compiler {
    pub(super) fn atom(&mut self, schema: &Schema, atom: &AtomKind, truths: Truths) -> Formula {
        match atom {
            AtomKind::Bool(path) => self.unary(schema, *path, Of::Yes, truths),
            AtomKind::Is { path, state } => self.state(schema, *path, *state, truths),
            AtomKind::Compare {
                path, op, operand, ..
            } => self.compare(schema, *path, *op, operand, truths),
            AtomKind::In {
                path,
                negated,
                collection,
                ..
            } => self.is_in(schema, *path, collection, turned(truths, *negated)),
            AtomKind::Like {
                path,
                negated,
                globs,
                ..
            } => self.like(schema, *path, globs, turned(truths, *negated)),
            AtomKind::Matches {
                path,
                negated,
                regex,
                ..
            } => {
                let of = Of::Regex(Pattern(regex.clone()));
                self.unary(schema, *path, of, turned(truths, *negated))
            }
            AtomKind::Contains {
                path,
                negated,
                item,
                ..
            } => {
                let var = self.path(schema, *path);
                let test = self.test(Of::Texts(vec![item.clone()]), Truths::UNKNOWN, false);
                set(var, SetTest::Any(test), turned(truths, *negated))
            }
            AtomKind::AnyAll {
                quantifier,
                path,
                collection,
                ..
            } => self.any_all(schema, *quantifier, *path, collection, truths),
            AtomKind::Approved {
                by,
                of_tenant,
                within,
            } => self.approved(schema, by, *of_tenant, *within, truths),
        }
    }

    fn state(&mut self, schema: &Schema, path: Path, state: State, truths: Truths) -> Formula {
        let ways: Vec<Formula> = match state {
            State::Set | State::Missing => {
                let var = self.path(schema, path);
                let wanted = if state == State::Set {
                    Is::Value
                } else {
                    Is::Missing
                };
                let ways = known(truths).map(|holds| self.is(var, wanted, holds));
                ways.collect()
            }
            State::Listed | State::Unlisted => {
                let Some(entity) = entity_of(path) else {
                    return Formula::constant(false);
                };
                let listed = self.listed(schema, entity);
                let ways = known(truths);
                ways.map(|holds| self.yes(listed, holds == (state == State::Listed)))
                    .collect()
            }
        };
        Formula::any(ways)
    }

    fn compare(
        &mut self,
        schema: &Schema,
        path: Path,
        op: Comparison,
        operand: &Operand,
        truths: Truths,
    ) -> Formula {
        match operand {
            Operand::Literal(value) => self.compare_literal(schema, path, op, value, truths),
            Operand::Path { path: other, shift } => {
                let sort = schema.type_of(path);
                let number = matches!(
                    sort,
                    Some(crate::syntax::ast::Type::Int | crate::syntax::ast::Type::Time)
                );
                if number {
                    let pair = (self.path(schema, path), self.path(schema, *other));
                    return self.ordered(pair, op, shift.map_or(0, |by| by.0), truths);
                }
                let wanted = turned(truths, op == Comparison::Ne);
                self.same_paths(schema, path, *other, wanted)
            }
        }
    }

    fn compare_literal(
        &mut self,
        schema: &Schema,
        path: Path,
        op: Comparison,
        value: &Value,
        truths: Truths,
    ) -> Formula {
        let number = match value {
            Value::Int(n) => i128::from(*n),
            Value::Time(time) => time.0,
            other => {
                let of = match other {
                    Value::Text(text) => Of::Texts(vec![text.clone()]),
                    Value::Ip(ip) => Of::Address(*ip),
                    Value::Bool(true) => Of::Yes,
                    Value::Bool(false) => return self.is_false(schema, path, op, truths),
                    _ => Of::Always(false),
                };
                return self.unary(schema, path, of, turned(truths, op == Comparison::Ne));
            }
        };
        let var = self.path(schema, path);
        let (of, negated) = match op {
            Comparison::Eq => (Of::Between(number, number), false),
            Comparison::Ne => (Of::Between(number, number), true),
            Comparison::Lt => (Of::Between(i128::MIN, number - 1), false),
            Comparison::Le => (Of::Between(i128::MIN, number), false),
            Comparison::Gt => (Of::Between(number + 1, i128::MAX), false),
            Comparison::Ge => (Of::Between(number, i128::MAX), false),
        };
        let none = self.none_beside_literal(var, op, matches!(value, Value::Time(_)));
        let test = self.test(of, Truths::UNKNOWN, none);
        let truths = turned(truths, negated);
        Formula::Leaf(Leaf::In { var, test, truths })
    }

    /// What an ordering says of a none: it has a place among times, and none among numbers.
    fn none_beside_literal(&self, var: VarId, op: Comparison, time: bool) -> bool {
        use crate::policy::NoneOrder::{After, Before};
        let order = self.none_order(var);
        match op {
            Comparison::Lt | Comparison::Le => time && order == Before,
            Comparison::Gt | Comparison::Ge => time && order == After,
            Comparison::Eq | Comparison::Ne => false,
        }
    }

    fn is_false(&mut self, schema: &Schema, path: Path, op: Comparison, truths: Truths) -> Formula {
        let var = self.path(schema, path);
        // Of a none, `== true` and `== false` are both false: as if it were true to the test below.
        let test = self.test(Of::Yes, Truths::UNKNOWN, true);
        let truths = turned(truths, op == Comparison::Eq);
        Formula::Leaf(Leaf::In { var, test, truths })
    }

    fn is_in(
        &mut self,
        schema: &Schema,
        path: Path,
        collection: &Collection,
        truths: Truths,
    ) -> Formula {
        let of = match collection {
            Collection::Texts(_, texts) => Of::Texts(texts.to_vec()),
            Collection::Networks(_, networks) => Of::Networks(networks.to_vec()),
            Collection::Hours(hours) => Of::Hours(hours.clone()),
            Collection::Path(other) => return self.member(schema, path, *other, truths),
        };
        self.unary(schema, path, of, truths)
    }

    fn member(&mut self, schema: &Schema, path: Path, other: Path, truths: Truths) -> Formula {
        // Members that are persons are compared folded, which is not told of members here.
        self.rough |= Schema::is_identity(path);
        let (text, members) = (self.path(schema, path), self.path(schema, other));
        let relation = Relation {
            a: text,
            b: members,
            values: &|holds| {
                Formula::Leaf(Leaf::Member {
                    text,
                    set: members,
                    holds,
                })
            },
            none: &|_, _| false,
        };
        self.relation(&relation, truths)
    }

    fn like(&mut self, schema: &Schema, path: Path, globs: &Globs, truths: Truths) -> Formula {
        match globs {
            Globs::Globs(_, globs) => {
                let globs = globs.iter().map(|glob| glob.text().to_owned()).collect();
                self.unary(schema, path, Of::Globs(globs), truths)
            }
            Globs::Path(other) => {
                self.rough = true;
                let var = self.path(schema, *other);
                if self.is_set(var) {
                    return self.member(schema, path, *other, truths);
                }
                let (a, b) = (self.path(schema, path), var);
                self.same(a, b, truths)
            }
        }
    }

    fn any_all(
        &mut self,
        schema: &Schema,
        quantifier: AnyAll,
        path: Path,
        collection: &Collection,
        truths: Truths,
    ) -> Formula {
        let a = self.path(schema, path);
        let b = match collection {
            Collection::Texts(_, texts) => {
                let test = self.test(Of::Texts(texts.to_vec()), Truths::UNKNOWN, false);
                let test = match quantifier {
                    AnyAll::Any => SetTest::Any(test),
                    AnyAll::All => SetTest::All(test),
                };
                return set(a, test, truths);
            }
            Collection::Path(other) => self.path(schema, *other),
            Collection::Networks(..) | Collection::Hours(_) => return Formula::constant(false),
        };
        let relation = Relation {
            a,
            b,
            values: &|holds| {
                Formula::Leaf(match quantifier {
                    AnyAll::Any => Leaf::Meet { a, b, holds },
                    AnyAll::All => Leaf::Within { a, b, holds },
                })
            },
            none: &|_, _| false,
        };
        self.relation(&relation, truths)
    }
}

fn turned(truths: Truths, negated: bool) -> Truths {
    if negated { truths.negated() } else { truths }
}

/// The two truths of what is never unknown.
fn known(truths: Truths) -> impl Iterator<Item = bool> {
    [true, false]
        .into_iter()
        .filter(move |holds| truths.have(Truths::of(*holds)))
}

fn entity_of(path: Path) -> Option<Entity> {
    let entities = [Entity::Actor, Entity::Tenant, Entity::List, Entity::Ticket];
    entities
        .into_iter()
        .find(|e| path == Path::Field(e.field()))
}
