//! Comparisons: `==`, `!=` and the orderings, with the place of a none among times.

use crate::judge::held::Held;
use crate::judge::scene::Scene;
use crate::judge::truth::Truth;
use crate::policy::{NoneOrder, Operand, Path, Schema};
use crate::syntax::ast::Comparison;
use std::cmp::Ordering;

/// `==` of two paths.
pub(in crate::judge) fn equal(scene: &Scene<'_>, left: Path, right: Path) -> Truth {
    let operand = Operand::Path {
        path: right,
        shift: None,
    };
    compare(scene, left, Comparison::Eq, &operand)
}

/// A comparison of a path with an operand: of people, where either side is an identity.
pub(super) fn compare(scene: &Scene<'_>, path: Path, op: Comparison, operand: &Operand) -> Truth {
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
pub(in crate::judge) fn right_side<'s>(scene: &'s Scene<'_>, operand: &'s Operand) -> Held<'s> {
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
