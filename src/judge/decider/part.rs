//! One part of a rule's condition: what it says of an event, and of what its truth follows.
//!
//! Decides nothing itself: each truth is the evaluation's own.

use crate::event::FieldId;
use crate::judge::condition::{expression, in_period};
use crate::judge::held::Held;
use crate::judge::recorder::{Silent, Stand};
use crate::judge::scene::Scene;
use crate::judge::truth::Truth;
use crate::judge::{Judge, Part as Clause, subject, target};
use crate::policy::{
    AtomKind, ColumnId, Expr, ExprKind, Glob, Path, Period, Subject, SubjectKind, TenantPattern,
};
use crate::syntax::ast::{Entity, State};
use std::collections::BTreeSet;

/// A part of a condition, all of which must hold.
#[derive(Clone, Debug)]
pub(in crate::judge) enum Part<'a> {
    /// An expression, or that it is false.
    Expr {
        /// Never a condition's name, nor a `not`.
        expr: &'a Expr,
        negated: bool,
    },
    /// Whose export it is.
    Subject(&'a Subject),
    /// A target's tenants, or its lists.
    Globs { field: FieldId, globs: Vec<Glob> },
    /// `own/…`.
    Own,
    /// When the rule is in force.
    Period(&'a Period),
    /// That a limit's key or measure is there.
    Known(Path),
}

impl Part<'_> {
    /// What it says of an event.
    pub(super) fn truth(&self, scene: &Scene<'_>) -> Truth {
        match self {
            Self::Expr { expr, negated } => {
                let stand = Stand::of(Clause::When);
                expression(scene, expr, stand, &mut Silent).negate_if(*negated)
            }
            Self::Subject(subject) => subject::is_actor(scene, subject),
            Self::Globs { field, globs } => target::any_glob(globs, scene.event.text(*field)),
            Self::Own => target::tenant(scene, &TenantPattern::Own),
            Self::Period(period) => in_period(scene.event.time, period),
            Self::Known(path) => match scene.read(*path) {
                Held::Missing => Truth::Unknown,
                _ => Truth::True,
            },
        }
    }

    /// Equal for parts that say the same of every event.
    pub(in crate::judge) fn meaning(&self, judge: &Judge<'_>) -> String {
        let schema = &judge.policy.schema;
        match self {
            Self::Expr { expr, negated } => format!("{negated} {}", expr.meaning(schema)),
            Self::Subject(subject) => subject.meaning(),
            Self::Globs { field, globs } => {
                let globs: Vec<&str> = globs.iter().map(Glob::text).collect();
                format!("{field:?} {globs:?}")
            }
            Self::Own => "own".to_owned(),
            Self::Period(period) => {
                let from = period.from.map(|(time, _)| time);
                format!("{from:?} {:?}", period.until.map(|(time, _)| time))
            }
            Self::Known(path) => format!("known {path:?}"),
        }
    }

    /// Of what its truth follows.
    pub(super) fn needs(&self, judge: &Judge<'_>) -> Needs {
        let mut needs = Needs::default();
        match self {
            Self::Expr { expr, .. } => needs.expr(expr, judge),
            Self::Subject(subject) => match subject.kind {
                SubjectKind::Anyone => {}
                SubjectKind::Roles(_) => needs.path(Path::Field(FieldId::ROLES), judge),
                SubjectKind::Actors(_) | SubjectKind::ActorLike(..) => {
                    needs.path(Path::Field(FieldId::ACTOR), judge);
                }
            },
            Self::Globs { field, .. } => needs.path(Path::Field(*field), judge),
            Self::Own => {
                needs.path(Path::Column(ColumnId::ACTOR_TENANT), judge);
                needs.path(Path::Field(FieldId::TENANT), judge);
            }
            Self::Period(_) => needs.time = true,
            Self::Known(Path::Field(FieldId::TIME)) => {}
            Self::Known(Path::Field(field)) => needs.presence(*field, judge),
            Self::Known(Path::Column(_)) => needs.more = true,
            Self::Known(path) => needs.path(*path, judge),
        }
        needs
    }
}

/// Of what a truth follows: of what some paths hold, and of the time.
#[derive(Clone, Debug, Default)]
pub(super) struct Needs {
    /// Fields and their domains, as the log tells them.
    pub(super) paths: BTreeSet<Path>,
    /// Whether any of them is asked for more than whether it is there.
    pub(super) values: bool,
    /// The event's time.
    pub(super) time: bool,
    /// More than can be told here.
    pub(super) more: bool,
}

impl Needs {
    pub(super) fn expr(&mut self, expr: &Expr, judge: &Judge<'_>) {
        match &expr.kind {
            ExprKind::Or(parts) | ExprKind::And(parts) => {
                parts.iter().for_each(|part| self.expr(part, judge));
            }
            ExprKind::Not(inside) => self.expr(inside, judge),
            ExprKind::Condition { body, .. } => self.expr(body, judge),
            ExprKind::Atom(atom) => self.atom(&atom.kind, judge),
        }
    }

    fn atom(&mut self, atom: &AtomKind, judge: &Judge<'_>) {
        match atom {
            AtomKind::Approved { .. } => self.more = true,
            AtomKind::Is {
                path: Path::Field(field),
                state: State::Set | State::Missing,
            } => self.presence(*field, judge),
            AtomKind::Is {
                path,
                state: State::Listed | State::Unlisted,
            } => {
                let entities = [Entity::Actor, Entity::Tenant, Entity::List, Entity::Ticket];
                let of_path = |e: &Entity| *path == Path::Field(e.field());
                match entities.into_iter().find(of_path) {
                    Some(entity) => self.row(entity, judge),
                    None => self.more = true,
                }
            }
            atom => atom.reads().for_each(|path| self.path(path, judge)),
        }
    }

    fn presence(&mut self, field: FieldId, judge: &Judge<'_>) {
        match field {
            FieldId::TIME => {}
            FieldId::ROLES => self.path(Path::Field(field), judge),
            _ => _ = self.paths.insert(Path::Field(field)),
        }
    }

    fn path(&mut self, path: Path, judge: &Judge<'_>) {
        match path {
            Path::Field(FieldId::TIME) => self.time = true,
            Path::Field(FieldId::ROLES) if judge.directory.tells_roles() => {
                self.value(Path::Field(FieldId::ACTOR));
                self.time = true;
            }
            Path::Field(_) | Path::Domain(_) => self.value(path),
            Path::Column(id) => {
                let Some(column) = judge.policy.schema.column(id) else {
                    self.more = true;
                    return;
                };
                self.row(column.entity, judge);
                self.time |= matches!(id, ColumnId::ACTOR_TENANT | ColumnId::ACTOR_ROLES);
            }
        }
    }

    /// A row of a table that is not there follows of nothing.
    fn row(&mut self, entity: Entity, judge: &Judge<'_>) {
        let directory = judge.directory;
        let is_there = match entity {
            Entity::Actor => directory.people.is_some(),
            Entity::Tenant => directory.tenants.is_some(),
            Entity::List => directory.lists.is_some(),
            Entity::Ticket => directory.tickets.is_some(),
        };
        if !is_there {
            return;
        }
        self.value(Path::Field(entity.field()));
        if entity == Entity::List {
            self.value(Path::Field(FieldId::TENANT));
        }
    }

    fn value(&mut self, path: Path) {
        self.paths.insert(path);
        self.values = true;
    }
}
