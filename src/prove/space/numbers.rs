//! Classes of numbers: what lies between the bounds that are asked about.

use super::{Asked, Class, Component};
use crate::prove::formula::Of;
use crate::prove::vars::{Place, Var};
use crate::syntax::ast::Type;
use crate::time::NANOS;
use std::collections::BTreeSet;

/// The years 1 to 9999.
const FIRST_TIME: i128 = -62_135_596_800 * NANOS;
const LAST_TIME: i128 = 253_402_300_800 * NANOS - 1;

pub(super) fn classes(asked: &Asked<'_>) -> Component {
    let classes = spans(asked);
    let classes = classes
        .into_iter()
        .map(|(low, high)| Class::Numbers(low, high, None));
    Component {
        classes: classes.collect(),
        ..Component::default()
    }
}

/// Whether it counts something, so that it is never below 0.
pub(super) fn counts(var: &Var) -> bool {
    var.place == Place::Field && (var.name == "rows" || var.name == "bytes")
}

/// All numbers, cut where a test changes its mind; both ends included.
pub(super) fn spans(asked: &Asked<'_>) -> Vec<(i128, i128)> {
    let time = asked.vars.iter().any(|(_, var)| var.sort == Type::Time);
    let (first, last) = if time {
        (FIRST_TIME, LAST_TIME)
    } else {
        (i128::from(i64::MIN), i128::from(i64::MAX))
    };
    let mut starts = BTreeSet::from([first]);
    if asked.vars.iter().any(|(_, var)| counts(var)) {
        starts.insert(0);
    }
    for test in &asked.tests {
        if let Of::Between(from, to) = test {
            starts.insert(*from);
            starts.insert(to.saturating_add(1));
        }
    }
    starts.retain(|start| first <= *start && *start <= last);
    let ends = starts.iter().skip(1).map(|start| start - 1).chain([last]);
    starts.iter().copied().zip(ends).collect()
}
