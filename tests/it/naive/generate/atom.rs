//! Well-typed conditions of every kind. It deliberately does not know what they are for.

use super::declare::{
    CLASS_SETS, DOMAIN_GLOBS, HOURS, NETWORK_SETS, PEOPLE_SET, TENANT_GLOBS, TENANT_SETS,
};
use super::maker::Maker;
use super::vocabulary as words;
use crate::naive::model::expr::{
    Approved, Atom, Collection, Comparison, Expr, Globs, Operand, Presence, Quantifier, Sense,
};
use crate::naive::model::policy::Subject;
use crate::naive::model::value::{Type, Value};

use Comparison::{AtLeast, AtMost, Equal, Greater, Less, Unequal};

/// Texts that may be compared with each other.
const PAIRS: [(&str, &str); 9] = [
    ("tenant", "ticket.tenant"),
    ("tenant", "actor.tenant"),
    ("actor.tenant", "ticket.tenant"),
    ("approver", "actor"),
    ("destination.domain", "actor.domain"),
    ("approver.domain", "destination.domain"),
    ("action", "purpose"),
    ("actor", "sender"),
    ("sender.domain", "destination.domain"),
];

impl Maker {
    pub fn expr(&mut self, depth: usize) -> Expr {
        if depth == 0 || self.rng.chance(40) {
            return Expr::Atom(self.atom());
        }
        match self.rng.below(3) {
            0 => Expr::Not(Box::new(self.expr(depth - 1))),
            1 => Expr::And(self.exprs(depth - 1)),
            _ => Expr::Or(self.exprs(depth - 1)),
        }
    }

    fn exprs(&mut self, depth: usize) -> Vec<Expr> {
        (0..self.rng.between(2, 3))
            .map(|_| self.expr(depth))
            .collect()
    }

    /// Tries kinds of atoms until one is possible here.
    pub fn atom(&mut self) -> Atom {
        loop {
            if let Some(atom) = self.try_atom() {
                return atom;
            }
        }
    }

    fn try_atom(&mut self) -> Option<Atom> {
        match self.rng.below(21) {
            0 => self.path(Type::Bool).map(Atom::Bare),
            1 => self.condition(),
            2 | 3 => self.presence(),
            4 | 5 => self.compare_literal(Type::Text, &[Equal, Unequal]),
            6 => self.compare_texts(),
            7 => self.compare_literal(Type::Int, &[Equal, Unequal, Less, AtMost, Greater, AtLeast]),
            8 => self.compare_paths(),
            9 => self.compare_literal(
                Type::Time,
                &[Equal, Unequal, Less, AtMost, Greater, AtLeast],
            ),
            10 => self.compare_times(),
            11 => self.address(),
            12 => self.compare_literal(Type::Bool, &[Equal, Unequal]),
            13 | 14 => self.membership(),
            15 | 20 => Some(Atom::In(
                self.path(Type::Time)?,
                self.sense(),
                Collection::Hours((*self.rng.pick(&HOURS)).to_owned()),
            )),
            16 => self.like(),
            17 => self.matches(),
            18 => self.sets_atom(),
            _ => Some(Atom::Approved(self.approval())),
        }
    }

    fn sense(&mut self) -> Sense {
        if self.rng.chance(30) {
            Sense::Negated
        } else {
            Sense::Plain
        }
    }

    fn condition(&mut self) -> Option<Atom> {
        let names: Vec<String> = self
            .world
            .policy
            .conditions
            .iter()
            .map(|condition| condition.name.clone())
            .collect();
        (!names.is_empty()).then(|| Atom::Condition(self.rng.pick(&names).clone()))
    }

    fn presence(&mut self) -> Option<Atom> {
        if !self.shape.presence {
            return None;
        }
        if self.rng.chance(40) {
            let path = (*self.rng.pick(&["actor", "tenant", "list", "ticket"])).to_owned();
            return Some(Atom::Is(
                path,
                *self.rng.pick(&[Presence::Listed, Presence::Unlisted]),
            ));
        }
        let kind = *self.rng.pick(&[
            Type::Text,
            Type::Int,
            Type::Bool,
            Type::Time,
            Type::Ip,
            Type::Set,
        ]);
        Some(Atom::Is(
            self.path(kind)?,
            *self.rng.pick(&[Presence::Set, Presence::Missing]),
        ))
    }

    fn compare_literal(&mut self, kind: Type, comparisons: &[Comparison]) -> Option<Atom> {
        let path = self.path(kind)?;
        let comparison = *self.rng.pick(comparisons);
        let literal = match self.value(&path, kind) {
            Value::Int(number) if number < 0 => Value::Int(5),
            other => other,
        };
        Some(Atom::Compare(path, comparison, Operand::Literal(literal)))
    }

    fn compare_texts(&mut self) -> Option<Atom> {
        let (left, right) = *self.rng.pick(&PAIRS);
        let (left, right) = if self.rng.chance(50) {
            (left, right)
        } else {
            (right, left)
        };
        let texts = self.paths(Type::Text);
        let there = [left, right]
            .iter()
            .all(|path| texts.iter().any(|text| text == path));
        let comparison = *self.rng.pick(&[Equal, Unequal]);
        there.then(|| {
            Atom::Compare(
                left.to_owned(),
                comparison,
                Operand::Path(right.to_owned(), 0),
            )
        })
    }

    fn compare_paths(&mut self) -> Option<Atom> {
        let kind = *self.rng.pick(&[Type::Int, Type::Int, Type::Bool, Type::Ip]);
        let comparisons: &[Comparison] = if kind == Type::Int {
            &[Equal, Unequal, Less, AtMost, Greater, AtLeast]
        } else {
            &[Equal, Unequal]
        };
        let comparison = *self.rng.pick(comparisons);
        Some(Atom::Compare(
            self.path(kind)?,
            comparison,
            Operand::Path(self.path(kind)?, 0),
        ))
    }

    fn compare_times(&mut self) -> Option<Atom> {
        let comparison = *self
            .rng
            .pick(&[Less, AtMost, Greater, AtLeast, Equal, Unequal]);
        let shift = self.length() * self.rng.pick(&[0, 0, 1, -1]);
        Some(Atom::Compare(
            self.path(Type::Time)?,
            comparison,
            Operand::Path(self.path(Type::Time)?, shift),
        ))
    }

    fn address(&mut self) -> Option<Atom> {
        let path = self.path(Type::Ip)?;
        Some(match self.rng.below(4) {
            0 => Atom::Compare(
                path.clone(),
                *self.rng.pick(&[Equal, Unequal]),
                Operand::Literal(self.value(&path, Type::Ip)),
            ),
            1 => Atom::In(path, self.sense(), Collection::Inline(self.networks())),
            _ => Atom::In(
                path,
                self.sense(),
                Collection::Set((*self.rng.pick(&NETWORK_SETS)).to_owned()),
            ),
        })
    }

    fn membership(&mut self) -> Option<Atom> {
        let (path, collection) = match self.rng.below(6) {
            0 => (
                "tenant".to_owned(),
                Collection::Set((*self.rng.pick(&TENANT_SETS)).to_owned()),
            ),
            1 => (
                (*self.rng.pick(&["actor", "approver"])).to_owned(),
                Collection::Set(PEOPLE_SET.to_owned()),
            ),
            2 | 3 => {
                let path = *self.rng.pick(&[
                    "destination.domain",
                    "destination.domain",
                    "actor.domain",
                    "approver.domain",
                ]);
                (
                    path.to_owned(),
                    Collection::Path("tenant.domains".to_owned()),
                )
            }
            _ => {
                let path = self.path(Type::Text)?;
                let items = self.items(&path);
                (path, Collection::Inline(items))
            }
        };
        Some(Atom::In(path, self.sense(), collection))
    }

    fn like(&mut self) -> Option<Atom> {
        let set = |name: &str| Globs::Many(Collection::Set(name.to_owned()));
        let (path, globs) = match self.rng.below(7) {
            0 => ("tenant", set(TENANT_GLOBS)),
            1 => ("destination.domain", set(DOMAIN_GLOBS)),
            2 => (
                "actor",
                Globs::One((*self.rng.pick(&words::ACTOR_GLOBS)).to_owned()),
            ),
            3 => (
                "destination.domain",
                Globs::Many(Collection::Path("tenant.domains".to_owned())),
            ),
            4 => ("tenant", Globs::One(self.tenant_glob())),
            5 if self.world.policy.field("labels").is_some() => {
                ("list", Globs::Many(Collection::Path("labels".to_owned())))
            }
            5 => (
                "list",
                Globs::Many(Collection::Inline(self.items("list.markings"))),
            ),
            _ => (
                "destination",
                Globs::One(
                    (*self.rng.pick(&["*opensea.io*", "https://*", "*@*", "*\n"])).to_owned(),
                ),
            ),
        };
        Some(Atom::Like(path.to_owned(), self.sense(), globs))
    }

    fn matches(&mut self) -> Option<Atom> {
        let fitting =
            *self
                .rng
                .pick(&["ticket", "list", "actor", "approver", "destination.domain"]);
        let (path, regexes) = match self.rng.below(3) {
            0 => (self.path(Type::Text)?, words::REGEXES.concat()),
            _ => (
                fitting.to_owned(),
                words::REGEXES[words::regexes_of(fitting)].to_vec(),
            ),
        };
        Some(Atom::Matches(
            path,
            self.sense(),
            (*self.rng.pick(&regexes)).to_owned(),
        ))
    }

    fn sets_atom(&mut self) -> Option<Atom> {
        let path = self.path(Type::Set)?;
        if self.rng.chance(40) {
            let item = self.item(&path);
            return Some(Atom::Contains(path, self.sense(), item));
        }
        let collection = match (path.as_str(), self.rng.below(3)) {
            ("fields", 0) => Collection::Path("list.classes".to_owned()),
            ("roles", 0) => Collection::Path("approver_roles".to_owned()),
            ("fields" | "list.classes", 1) => {
                Collection::Set((*self.rng.pick(&CLASS_SETS)).to_owned())
            }
            // A `*` in what is used with `any` and `all` would be a question of its own.
            ("labels" | "list.markings", _) => return None,
            _ => Collection::Inline(self.items(&path)),
        };
        Some(Atom::Quantified(
            *self.rng.pick(&[Quantifier::Any, Quantifier::All]),
            path,
            collection,
        ))
    }

    pub fn approval(&mut self) -> Approved {
        Approved {
            by: self.subject(45),
            of_tenant: self.rng.chance(25),
            at_most: self.length(),
        }
    }

    /// `anyone` in so many cases of a hundred.
    pub fn subject(&mut self, anyone: usize) -> Subject {
        if self.rng.chance(anyone) {
            return Subject::Anyone;
        }
        match self.rng.below(5) {
            0 => Subject::Actor(
                (0..self.rng.between(1, 2))
                    .map(|_| self.text("actor"))
                    .collect(),
            ),
            1 => Subject::ActorLike((*self.rng.pick(&words::ACTOR_GLOBS)).to_owned()),
            _ => Subject::Role(
                self.rng
                    .some(&words::ROLES, 3)
                    .into_iter()
                    .map(str::to_owned)
                    .collect(),
            ),
        }
    }
}
