//! What an atom says of an event: the operators over what paths hold.
//!
//! A missing value leaves any of them open, but `is …`; a missing side beats a none side.

use super::approval;
use super::held::{Held, Texts};
use super::scene::{Scene, folded};
use super::truth::Truth;
use crate::event::FieldId;
use crate::policy::{
    Atom, AtomKind, Collection, Glob, Globs, NoneOrder, Operand, Path, Regex, Schema,
};
use crate::syntax::ast::{AnyAll, Comparison, Entity, Network, State};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::net::IpAddr;

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

/// `==` of two paths.
pub(super) fn equal(scene: &Scene<'_>, left: Path, right: Path) -> Truth {
    let operand = Operand::Path {
        path: right,
        shift: None,
    };
    compare(scene, left, Comparison::Eq, &operand)
}

fn compare(scene: &Scene<'_>, path: Path, op: Comparison, operand: &Operand) -> Truth {
    let left = scene.read(path);
    let right = right_side(scene, operand);
    if left == Held::Missing || right == Held::Missing {
        return Truth::Unknown;
    }
    let of_people = Schema::is_identity(path)
        || matches!(operand, Operand::Path { path, .. } if Schema::is_identity(*path));
    let same = || {
        if of_people {
            same_person(scene, &left, &right)
        } else {
            same(&left, &right)
        }
    };
    match op {
        Comparison::Eq => same(),
        Comparison::Ne => same().negate(),
        Comparison::Lt => order(&left, &right, Ordering::is_lt),
        Comparison::Le => order(&left, &right, Ordering::is_le),
        Comparison::Gt => order(&left, &right, Ordering::is_gt),
        Comparison::Ge => order(&left, &right, Ordering::is_ge),
    }
}

/// What an operand holds.
pub(super) fn right_side<'s>(scene: &'s Scene<'_>, operand: &'s Operand) -> Held<'s> {
    match operand {
        Operand::Literal(value) => Held::from(value),
        Operand::Path { path, shift } => scene.read(*path).shifted(*shift),
    }
}

/// Neither side is missing. Sides of two types are no error of the event's: nothing can be told.
fn same(left: &Held<'_>, right: &Held<'_>) -> Truth {
    match (left, right) {
        (Held::None(_), _) | (_, Held::None(_)) => Truth::False,
        (Held::Text(a), Held::Text(b)) => Truth::from(a == b),
        (Held::Int(a), Held::Int(b)) => Truth::from(a == b),
        (Held::Bool(a), Held::Bool(b)) => Truth::from(a == b),
        (Held::Time(a), Held::Time(b)) => Truth::from(a == b),
        (Held::Ip(a), Held::Ip(b)) => Truth::from(a == b),
        _ => Truth::Unknown,
    }
}

fn same_person(scene: &Scene<'_>, left: &Held<'_>, right: &Held<'_>) -> Truth {
    match (left, right) {
        (Held::Text(a), Held::Text(b)) => Truth::from(scene.person(a) == scene.person(b)),
        _ => same(left, right),
    }
}

/// A none of a time column lies before or after every time, any other nowhere.
fn order(left: &Held<'_>, right: &Held<'_>, wanted: fn(Ordering) -> bool) -> Truth {
    let order = match (left, right) {
        (Held::Int(a), Held::Int(b)) => a.cmp(b),
        (Held::Int(_), Held::None(_)) | (Held::None(_), Held::Int(_)) => return Truth::False,
        _ => match (among_times(left), among_times(right)) {
            (Some(a), Some(b)) => a.cmp(&b),
            _ if matches!(left, Held::None(_)) || matches!(right, Held::None(_)) => {
                return Truth::False;
            }
            _ => return Truth::Unknown,
        },
    };
    Truth::from(wanted(order))
}

/// A place among all times, and the two ends beyond them.
fn among_times(held: &Held<'_>) -> Option<(i8, i128)> {
    match held {
        Held::None(NoneOrder::Before) => Some((-1, 0)),
        Held::Time(time) => Some((0, time.0)),
        Held::None(NoneOrder::After) => Some((1, 0)),
        _ => None,
    }
}

fn is_in(scene: &Scene<'_>, path: Path, collection: &Collection) -> Truth {
    let left = scene.read(path);
    if left == Held::Missing {
        return Truth::Unknown;
    }
    match (left, collection) {
        (left, Collection::Path(set)) => match (left, scene.read(*set)) {
            (Held::None(_), Held::Texts(_)) => Truth::False,
            (Held::Text(text), Held::Texts(texts)) => among(scene, path, &text, texts),
            _ => Truth::Unknown,
        },
        (Held::None(_), _) => Truth::False,
        (Held::Text(text), Collection::Texts(_, texts)) => {
            among(scene, path, &text, Texts::Value(texts))
        }
        (Held::Ip(ip), Collection::Networks(_, networks)) => {
            Truth::from(networks.iter().any(|n| n.holds(ip)))
        }
        (Held::Time(time), Collection::Hours(hours)) => Truth::from(hours.contain(time)),
        _ => Truth::Unknown,
    }
}

/// Whether a text is a member; of an identity, whether the person is.
fn among(scene: &Scene<'_>, path: Path, text: &str, texts: Texts<'_>) -> Truth {
    if !Schema::is_identity(path) {
        return Truth::from(texts.contains(text));
    }
    let person = scene.person(text);
    let mut people = texts.iter().map(|member| scene.person(member));
    Truth::from(people.any(|member| member == person))
}

impl Network {
    /// Whether an address lies in it. IPv4 in IPv6's clothes is IPv4, on either side.
    pub(super) fn holds(&self, ip: IpAddr) -> bool {
        let prefix = u32::from(self.prefix);
        let differs = match (self.address.to_canonical(), ip.to_canonical()) {
            (IpAddr::V4(net), IpAddr::V4(ip)) => {
                let prefix = if self.address.is_ipv6() {
                    prefix.saturating_sub(96)
                } else {
                    prefix
                };
                (net.to_bits() ^ ip.to_bits())
                    .checked_shr(32_u32.saturating_sub(prefix))
                    .unwrap_or(0)
                    != 0
            }
            (IpAddr::V6(net), IpAddr::V6(ip)) => {
                (net.to_bits() ^ ip.to_bits())
                    .checked_shr(128_u32.saturating_sub(prefix))
                    .unwrap_or(0)
                    != 0
            }
            _ => true,
        };
        !differs
    }
}

fn is_like(scene: &Scene<'_>, path: Path, globs: &Globs) -> Truth {
    let left = scene.read(path);
    let right = match globs {
        Globs::Globs(..) => None,
        Globs::Path(path) => Some(scene.read(*path)),
    };
    if left == Held::Missing || right == Some(Held::Missing) {
        return Truth::Unknown;
    }
    let text = match left {
        Held::Text(text) => text,
        Held::None(_) => return Truth::False,
        _ => return Truth::Unknown,
    };
    let glob = |glob: &str| Glob::new(in_case_of(path, glob)).matches(&text);
    match (globs, right) {
        (Globs::Globs(_, globs), _) => Truth::from(globs.iter().any(|g| g.matches(&text))),
        (_, Some(Held::Texts(texts))) => Truth::from(texts.iter().any(glob)),
        (_, Some(Held::Text(text))) => Truth::from(glob(&text)),
        (_, Some(Held::None(_))) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// A glob from the directory or the event, folded where it is compared with an identity.
fn in_case_of(path: Path, glob: &str) -> Cow<'_, str> {
    if Schema::is_identity(path) {
        folded(glob)
    } else {
        Cow::Borrowed(glob)
    }
}

fn matches(scene: &Scene<'_>, path: Path, regex: &Regex) -> Truth {
    match scene.read(path) {
        Held::Text(text) => Truth::from(regex.compiled.is_match(&text)),
        Held::None(_) => Truth::False,
        _ => Truth::Unknown,
    }
}

fn contains(scene: &Scene<'_>, path: Path, item: &str) -> Truth {
    match scene.read(path) {
        Held::Texts(texts) => Truth::from(texts.contains(item)),
        Held::None(_) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Over the empty set both are false.
fn any_all(scene: &Scene<'_>, quantifier: AnyAll, path: Path, collection: &Collection) -> Truth {
    let right = match collection {
        Collection::Texts(_, texts) => Held::Texts(Texts::Value(texts)),
        Collection::Path(path) => scene.read(*path),
        Collection::Networks(..) | Collection::Hours(_) => Held::Missing,
    };
    let (Held::Texts(left), Held::Texts(right)) = (scene.read(path), right) else {
        return Truth::Unknown;
    };
    let mut members = left.iter().peekable();
    Truth::from(match quantifier {
        AnyAll::Any => members.any(|m| right.contains(m)),
        AnyAll::All => members.peek().is_some() && members.all(|m| right.contains(m)),
    })
}

/// The field that a path reads, or whose row it reads.
pub(super) fn field_of(path: Path, schema: &Schema) -> Option<FieldId> {
    match path {
        Path::Field(field) | Path::Domain(field) => Some(field),
        Path::Column(column) => schema.column(column).map(|c| c.entity.field()),
    }
}

/// Every path that an atom reads, the left side first; of an approval none, since it reads much else.
pub(super) fn reads(kind: &AtomKind) -> impl Iterator<Item = Path> {
    let (left, right) = match kind {
        AtomKind::Bool(path)
        | AtomKind::Is { path, .. }
        | AtomKind::Matches { path, .. }
        | AtomKind::Contains { path, .. } => (Some(*path), None),
        AtomKind::Compare { path, operand, .. } => match operand {
            Operand::Path { path: right, .. } => (Some(*path), Some(*right)),
            Operand::Literal(_) => (Some(*path), None),
        },
        AtomKind::In {
            path, collection, ..
        }
        | AtomKind::AnyAll {
            path, collection, ..
        } => match collection {
            Collection::Path(right) => (Some(*path), Some(*right)),
            _ => (Some(*path), None),
        },
        AtomKind::Like { path, globs, .. } => match globs {
            Globs::Path(right) => (Some(*path), Some(*right)),
            Globs::Globs(..) => (Some(*path), None),
        },
        AtomKind::Approved { .. } => (None, None),
    };
    left.into_iter().chain(right)
}
