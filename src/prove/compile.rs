//! Conditions as formulas: Kleene's connectives taken apart by the truths that are asked for.

mod approval;
mod atoms;
mod paths;
mod relations;

use super::formula::{Formula, Leaf, Of, SetTest, Test, TestId};
use super::tables::Tables;
use super::truths::Truths;
use super::vars::{VarId, Vars};
use super::{Ask, Clauses, Part, PartKind};
use crate::event::FieldId;
use crate::policy::{
    ColumnId, Expr, ExprKind, Glob, Path, Pattern, Period, Schema, Subject, SubjectKind, Target,
    TenantPattern,
};

/// Makes formulas, and lists what they mention.
#[derive(Debug, Default)]
pub(super) struct Compiler {
    pub(super) vars: Vars,
    pub(super) tests: Vec<Test>,
    /// What holds in every world, of the variables so far.
    pub(super) axioms: Vec<Formula>,
    /// Something in it is only told roughly: a world that is found has to be looked at again.
    pub(super) rough: bool,
    /// Tables that are left open.
    pub(super) tables: Tables,
}

/// How parts join.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Joint {
    And,
    Or,
}

/// What a variable may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Is {
    Missing,
    None,
    Value,
}

/// A part that can be asked for its truths.
pub(super) type Asked<'f> = &'f dyn Fn(&mut Compiler, Truths) -> Formula;

impl Compiler {
    pub(super) fn ask(&mut self, ask: &Ask<'_>) -> Formula {
        match ask {
            Ask::Is(part, truths) => self.part(part, *truths),
            Ask::All(asks) => {
                Formula::all(asks.iter().map(|ask| self.ask(ask)).collect::<Vec<_>>())
            }
            Ask::Any(asks) => {
                Formula::any(asks.iter().map(|ask| self.ask(ask)).collect::<Vec<_>>())
            }
        }
    }

    fn part(&mut self, part: &Part<'_>, truths: Truths) -> Formula {
        let schema = part.schema;
        match part.kind {
            PartKind::Clauses(clauses) => self.clauses(schema, clauses, truths),
            PartKind::Subject(subject) => self.subject(schema, subject, truths),
            PartKind::Target(target) => self.target(schema, target, truths),
            PartKind::Pattern(pattern) => self.pattern(schema, pattern, truths),
            PartKind::Expr(expr) => self.expr(schema, expr, truths),
            PartKind::Period(period) => self.period(schema, period, truths),
            PartKind::Given(path) => self.given(schema, path, truths),
        }
    }

    fn clauses(&mut self, schema: &Schema, clauses: Clauses<'_>, truths: Truths) -> Formula {
        let subject = |c: &mut Self, t| c.subject(schema, clauses.subject, t);
        let target = |c: &mut Self, t| {
            clauses.target.map_or(constant(Truths::TRUE, t), |target| {
                c.target(schema, target, t)
            })
        };
        let when = |c: &mut Self, t| {
            clauses
                .when
                .map_or(constant(Truths::TRUE, t), |when| c.expr(schema, when, t))
        };
        let unless = |c: &mut Self, t: Truths| {
            let wanted = t.negated();
            clauses.unless.map_or(constant(Truths::FALSE, wanted), |e| {
                c.expr(schema, e, wanted)
            })
        };
        let period = |c: &mut Self, t| c.period(schema, &clauses.period, t);
        self.joined(
            Joint::And,
            &[&subject, &target, &when, &unless, &period],
            truths,
        )
    }

    fn subject(&mut self, schema: &Schema, subject: &Subject, truths: Truths) -> Formula {
        match &subject.kind {
            SubjectKind::Anyone => constant(Truths::TRUE, truths),
            SubjectKind::Roles(names) => {
                let roles = self.path(schema, Path::Field(FieldId::ROLES));
                let names = names.iter().map(|name| name.text.clone());
                let test = self.test(Of::Texts(names.collect()), Truths::UNKNOWN, false);
                set(roles, SetTest::Any(test), truths)
            }
            SubjectKind::Actors(names) => {
                let names = names.iter().map(|(name, _)| name.clone()).collect();
                self.unary(
                    schema,
                    Path::Field(FieldId::ACTOR),
                    Of::Texts(names),
                    truths,
                )
            }
            SubjectKind::ActorLike(glob, _) => {
                let globs = Of::Globs(vec![glob.text().to_owned()]);
                self.unary(schema, Path::Field(FieldId::ACTOR), globs, truths)
            }
        }
    }

    fn target(&mut self, schema: &Schema, target: &Target, truths: Truths) -> Formula {
        let patterns: Vec<_> = target
            .patterns
            .iter()
            .map(|pattern| move |c: &mut Self, t| c.pattern(schema, pattern, t))
            .collect();
        let parts: Vec<Asked<'_>> = patterns.iter().map(|p| -> Asked<'_> { p }).collect();
        self.joined(Joint::Or, &parts, truths)
    }

    fn pattern(&mut self, schema: &Schema, pattern: &Pattern, truths: Truths) -> Formula {
        let tenant = |c: &mut Self, t| match &pattern.tenant {
            TenantPattern::Any => constant(Truths::TRUE, t),
            TenantPattern::Own => c.own(schema, t),
            TenantPattern::Globs(_, globs) => c.covered(schema, FieldId::TENANT, globs, t),
        };
        let list = |c: &mut Self, t| {
            c.covered(
                schema,
                FieldId::LIST,
                std::slice::from_ref(&pattern.list),
                t,
            )
        };
        self.joined(Joint::And, &[&tenant, &list], truths)
    }

    fn own(&mut self, schema: &Schema, truths: Truths) -> Formula {
        let home = Path::Column(ColumnId::ACTOR_TENANT);
        self.same_paths(schema, home, Path::Field(FieldId::TENANT), truths)
    }

    /// A missing text leaves a pattern open, but for `*`.
    fn covered(
        &mut self,
        schema: &Schema,
        field: FieldId,
        globs: &[Glob],
        truths: Truths,
    ) -> Formula {
        if globs.iter().any(Glob::is_any) {
            return constant(Truths::TRUE, truths);
        }
        let globs = globs.iter().map(|glob| glob.text().to_owned()).collect();
        self.unary(schema, Path::Field(field), Of::Globs(globs), truths)
    }

    fn period(&mut self, schema: &Schema, period: &Period, truths: Truths) -> Formula {
        let time = Path::Field(FieldId::TIME);
        let from = period.from.map_or(i128::MIN, |(time, _)| time.0);
        let until = period.until.map_or(i128::MAX, |(time, _)| time.0 - 1);
        if period.from.is_none() && period.until.is_none() {
            return constant(Truths::TRUE, truths);
        }
        self.unary(schema, time, Of::Between(from, until), truths)
    }

    fn given(&mut self, schema: &Schema, path: Path, truths: Truths) -> Formula {
        let var = self.path(schema, path);
        self.there(var, truths)
    }

    /// True where it is not missing, else unknown.
    pub(super) fn there(&mut self, var: VarId, truths: Truths) -> Formula {
        if self.is_set(var) {
            let truth = |t| match t {
                Truths::TRUE => Some(Truths::TRUE),
                Truths::UNKNOWN => Some(Truths::FALSE),
                _ => None,
            };
            let each = truths.each().filter_map(truth);
            return Formula::any(each.map(|truth| {
                Formula::Leaf(Leaf::Set {
                    set: var,
                    test: SetTest::Given,
                    truth,
                })
            }));
        }
        let test = self.test(Of::Always(true), Truths::UNKNOWN, true);
        Formula::Leaf(Leaf::In { var, test, truths })
    }

    fn expr(&mut self, schema: &Schema, expr: &Expr, truths: Truths) -> Formula {
        match &expr.kind {
            ExprKind::And(parts) => self.exprs(schema, Joint::And, parts, truths),
            ExprKind::Or(parts) => self.exprs(schema, Joint::Or, parts, truths),
            ExprKind::Not(inner) => self.expr(schema, inner, truths.negated()),
            ExprKind::Condition { body, .. } => self.expr(schema, body, truths),
            ExprKind::Atom(atom) => self.atom(schema, &atom.kind, truths),
        }
    }

    fn exprs(&mut self, schema: &Schema, joint: Joint, parts: &[Expr], truths: Truths) -> Formula {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| move |c: &mut Self, t| c.expr(schema, part, t))
            .collect();
        let parts: Vec<Asked<'_>> = parts.iter().map(|p| -> Asked<'_> { p }).collect();
        self.joined(joint, &parts, truths)
    }

    /// Kleene's and, or or, of parts.
    pub(super) fn joined(&mut self, joint: Joint, parts: &[Asked<'_>], truths: Truths) -> Formula {
        // An `or` is false where an `and` is true, of parts that are turned as well.
        let (truths, turned) = match joint {
            Joint::And => (truths, false),
            Joint::Or => (truths.negated(), true),
        };
        let mut each = |truths: Truths| -> Vec<Formula> {
            let asked = if turned { truths.negated() } else { truths };
            parts.iter().map(|part| part(self, asked)).collect()
        };
        match truths {
            Truths::ANY => Formula::constant(true),
            Truths::TRUE => Formula::all(each(Truths::TRUE)),
            Truths::FALSE => Formula::any(each(Truths::FALSE)),
            Truths::NOT_TRUE => Formula::any(each(Truths::NOT_TRUE)),
            Truths::NOT_FALSE => Formula::all(each(Truths::NOT_FALSE)),
            Truths::UNKNOWN => {
                let all = Formula::all(each(Truths::NOT_FALSE));
                Formula::all([all, Formula::any(each(Truths::NOT_TRUE))])
            }
            Truths::KNOWN => {
                let all = Formula::all(each(Truths::TRUE));
                Formula::any([all, Formula::any(each(Truths::FALSE))])
            }
            _ => Formula::constant(false),
        }
    }

    /// A test of one path.
    pub(super) fn unary(&mut self, schema: &Schema, path: Path, of: Of, truths: Truths) -> Formula {
        let var = self.path(schema, path);
        let test = self.test(of, Truths::UNKNOWN, false);
        Formula::Leaf(Leaf::In { var, test, truths })
    }

    pub(super) fn test(&mut self, of: Of, missing: Truths, none: bool) -> TestId {
        let test = Test { of, missing, none };
        let at = self.tests.iter().position(|known| *known == test);
        TestId(at.unwrap_or_else(|| {
            self.tests.push(test);
            self.tests.len() - 1
        }))
    }
}

/// What is always of one truth.
pub(super) fn constant(truth: Truths, truths: Truths) -> Formula {
    Formula::constant(truths.have(truth))
}

/// A test of a set: unknown where it is missing.
pub(super) fn set(set: VarId, test: SetTest, truths: Truths) -> Formula {
    Formula::any(
        truths
            .each()
            .map(|truth| Formula::Leaf(Leaf::Set { set, test, truth })),
    )
}

/// `x - y <= most`.
pub(super) fn at_most(x: VarId, y: VarId, most: i128) -> Formula {
    if x == y {
        return constant(Truths::TRUE, Truths::of(most >= 0));
    }
    Formula::Leaf(Leaf::Below { x, y, most })
}
