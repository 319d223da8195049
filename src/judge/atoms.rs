//! What an atom says of an event: the operators over what paths hold.
//!
//! A missing value leaves any of them open, but `is …`; a missing side beats a none side.

mod compare;
mod members;

pub(super) use compare::{equal, right_side};

use super::approval;
use super::held::Held;
use super::scene::Scene;
use super::truth::Truth;
use crate::event::FieldId;
use crate::policy::{Atom, AtomKind, Path, Schema};
use crate::syntax::ast::{Entity, State};
use compare::compare;
use members::{any_all, contains, is_in, is_like, matches};

/// The truth of an atom on an event.
pub(super) fn truth(scene: &Scene<'_>, atom: &Atom) -> Truth {
    match &atom.kind {
        AtomKind::Bool(path) => holds(scene.read(*path)),
        AtomKind::Is { path, state } => Truth::from(is(scene, *path, *state)),
        AtomKind::Compare {
            path, op, operand, ..
        } => compare(scene, *path, *op, operand),
        AtomKind::In {
            path,
            negated,
            collection,
            ..
        } => is_in(scene, *path, collection).negate_if(*negated),
        AtomKind::Like {
            path,
            negated,
            globs,
            ..
        } => is_like(scene, *path, globs).negate_if(*negated),
        AtomKind::Matches {
            path,
            negated,
            regex,
            ..
        } => matches(scene, *path, regex).negate_if(*negated),
        AtomKind::Contains {
            path,
            negated,
            item,
            ..
        } => contains(scene, *path, item).negate_if(*negated),
        AtomKind::AnyAll {
            quantifier,
            path,
            collection,
            ..
        } => any_all(scene, *quantifier, *path, collection),
        AtomKind::Approved {
            by,
            of_tenant,
            within,
        } => approval::approved(scene, by, *of_tenant, *within).truth,
    }
}

fn holds(held: Held<'_>) -> Truth {
    match held {
        Held::Bool(b) => Truth::from(b),
        Held::None(_) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn is(scene: &Scene<'_>, path: Path, state: State) -> bool {
    match state {
        State::Set => !matches!(scene.read(path), Held::Missing | Held::None(_)),
        State::Missing => scene.read(path) == Held::Missing,
        State::Listed => is_listed(scene, path),
        State::Unlisted => !is_listed(scene, path),
    }
}

/// Whether the directory has a row for what a field names.
pub(super) fn is_listed(scene: &Scene<'_>, path: Path) -> bool {
    entity_of(path).is_some_and(|entity| scene.is_listed(entity))
}

fn entity_of(path: Path) -> Option<Entity> {
    let entities = [Entity::Actor, Entity::Tenant, Entity::List, Entity::Ticket];
    entities
        .into_iter()
        .find(|e| path == Path::Field(e.field()))
}

/// The field that a path reads, or whose row it reads.
pub(super) fn field_of(path: Path, schema: &Schema) -> Option<FieldId> {
    match path {
        Path::Field(field) | Path::Domain(field) => Some(field),
        Path::Column(column) => schema.column(column).map(|c| c.entity.field()),
    }
}
