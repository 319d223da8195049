//! What a condition means, as text: parts in no order, named conditions written out.

use super::super::{AtomKind, Collection, Expr, ExprKind, Globs, Hours, Operand, Schema};
use super::{sorted, subject};
use std::fmt::Debug;

/// A condition's meaning, names of conditions expanded.
pub(super) fn expr(tree: &Expr, schema: &Schema) -> String {
    match &tree.kind {
        ExprKind::Or(_) => format!("or {}", sorted(parts(tree, schema, Joint::Or))),
        ExprKind::And(_) => format!("and {}", sorted(parts(tree, schema, Joint::And))),
        ExprKind::Not(inner) => format!("not ({})", expr(inner, schema)),
        ExprKind::Condition { body, .. } => expr(body, schema),
        ExprKind::Atom(inner) => atom(&inner.kind, schema),
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Joint {
    Or,
    And,
}

/// The parts of an `and` (or `or`), those of an `and` (or `or`) right in it included.
fn parts(tree: &Expr, schema: &Schema, joint: Joint) -> Vec<String> {
    match (&tree.kind, joint) {
        (ExprKind::Or(inner), Joint::Or) | (ExprKind::And(inner), Joint::And) => {
            let inner = inner.iter().flat_map(|part| parts(part, schema, joint));
            inner.collect()
        }
        (ExprKind::Condition { body, .. }, _) => parts(body, schema, joint),
        _ => vec![expr(tree, schema)],
    }
}

fn atom(kind: &AtomKind, schema: &Schema) -> String {
    let left = kind.reads().next().map(|path| schema.name_of(path));
    let left = left.unwrap_or_default();
    let right = right(kind, schema);
    match kind {
        AtomKind::Bool(_) => left,
        AtomKind::Is { .. } => format!("{left} is {right}"),
        AtomKind::Compare { op, .. } => format!("{left} {op:?} {right}"),
        AtomKind::In { negated, .. } => format!("{}{left} in {right}", not(*negated)),
        AtomKind::Like { negated, .. } => format!("{}{left} like {right}", not(*negated)),
        AtomKind::Matches { negated, .. } => format!("{}{left} matches {right}", not(*negated)),
        AtomKind::Contains { negated, .. } => format!("{}{left} contains {right}", not(*negated)),
        AtomKind::AnyAll { quantifier, .. } => format!("{quantifier:?} {left} in {right}"),
        AtomKind::Approved { .. } => format!("approved by {right}"),
    }
}

fn not(negated: bool) -> &'static str {
    if negated { "not " } else { "" }
}

/// What stands behind an atom's operator.
fn right(kind: &AtomKind, schema: &Schema) -> String {
    match kind {
        AtomKind::Bool(_) => String::new(),
        AtomKind::Is { state, .. } => format!("{state:?}"),
        AtomKind::Compare { operand, .. } => match operand {
            Operand::Literal(value) => format!("{value:?}"),
            Operand::Path { path, shift } => {
                format!("{} moved {shift:?}", schema.name_of(*path))
            }
        },
        AtomKind::In {
            collection: inner, ..
        }
        | AtomKind::AnyAll {
            collection: inner, ..
        } => collection(inner, schema),
        AtomKind::Like { globs, .. } => match globs {
            Globs::Globs(_, globs) => texts(globs),
            Globs::Path(path) => schema.name_of(*path),
        },
        AtomKind::Matches { regex, .. } => format!("{:?}", regex.compiled.as_str()),
        AtomKind::Contains { item, .. } => format!("{item:?}"),
        AtomKind::Approved {
            by,
            of_tenant,
            within,
        } => format!("{} of tenant: {of_tenant} {within:?}", subject(by)),
    }
}

fn collection(collection: &Collection, schema: &Schema) -> String {
    match collection {
        Collection::Texts(_, members) => texts(members),
        Collection::Networks(_, members) => texts(members),
        Collection::Hours(inner) => hours(inner),
        Collection::Path(path) => schema.name_of(*path),
    }
}

fn texts<T: Debug>(members: &[T]) -> String {
    sorted(members.iter().map(|member| format!("{member:?}")).collect())
}

fn hours(hours: &Hours) -> String {
    format!("{} {:?}", texts(&hours.spans), hours.zone.name())
}
