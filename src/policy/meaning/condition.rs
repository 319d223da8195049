//! What a condition means, as text: parts in no order, named conditions written out.

use super::super::{AtomKind, Collection, Expr, ExprKind, Globs, Hours, Operand, Path, Schema};
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
    let name = |path: &Path| schema.name_of(*path);
    let worded = |path: &Path, negated: bool, operator: &str, right: String| {
        let not = if negated { "not " } else { "" };
        format!("{not}{} {operator} {right}", name(path))
    };
    match kind {
        AtomKind::Bool(path) => name(path),
        AtomKind::Is { path, state } => format!("{} is {state:?}", name(path)),
        AtomKind::Compare {
            path, op, operand, ..
        } => match operand {
            Operand::Literal(value) => format!("{} {op:?} {value:?}", name(path)),
            Operand::Path { path: other, shift } => {
                format!("{} {op:?} {} moved {shift:?}", name(path), name(other))
            }
        },
        AtomKind::In {
            path,
            negated,
            collection: inner,
            ..
        } => worded(path, *negated, "in", collection(inner, schema)),
        AtomKind::Like {
            path,
            negated,
            globs,
            ..
        } => {
            let globs = match globs {
                Globs::Globs(_, globs) => texts(globs),
                Globs::Path(path) => name(path),
            };
            worded(path, *negated, "like", globs)
        }
        AtomKind::Matches {
            path,
            negated,
            regex,
            ..
        } => {
            let pattern = regex.compiled.as_str();
            worded(path, *negated, "matches", format!("{pattern:?}"))
        }
        AtomKind::Contains {
            path,
            negated,
            item,
            ..
        } => worded(path, *negated, "contains", format!("{item:?}")),
        AtomKind::AnyAll {
            quantifier,
            path,
            collection: inner,
            ..
        } => {
            let inner = collection(inner, schema);
            format!("{quantifier:?} {} in {inner}", name(path))
        }
        AtomKind::Approved {
            by,
            of_tenant,
            within,
        } => {
            let by = subject(by);
            format!("approved by {by} of tenant: {of_tenant} {within:?}")
        }
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
