//! Invariants that hold less than any did, and the reverse.

use super::half::Half;
use super::{Change, Halves, Kind, Way};
use crate::policy::{Invariant, Schema};
use crate::prove::{Answer, Ask, Part, PartKind, Truths};

pub(super) fn changes(halves: &Halves<'_>) -> Vec<Change> {
    halves.both_ways(|way, before, after| {
        let invariants = before.set.invariants.iter();
        let changes = invariants.filter_map(|one| weaker(halves, way, one, (before, after)));
        changes.collect()
    })
}

fn weaker(
    halves: &Halves<'_>,
    way: Way,
    invariant: &Invariant,
    (before, after): (&Half<'_>, &Half<'_>),
) -> Option<Change> {
    let name = &invariant.name.text;
    let mut all = about(before.schema(), invariant);
    let others = after.set.invariants.iter();
    let others = others.filter(|other| other.quantifier == invariant.quantifier);
    all.extend(others.map(|other| Ask::Any(not_about(after.schema(), other))));
    let kept = after
        .set
        .invariants
        .iter()
        .find(|other| other.name.text == *name);
    let change = match (halves.prover.ask(&Ask::All(all)), way) {
        (Answer::Never, _) => return None,
        (Answer::GaveUp(why), _) => {
            let message = format!(
                "cannot tell whether `{name}` still holds as much: {}",
                why.words()
            );
            Change::new(Kind::NotCompared, message).label(invariant.name.span, "")
        }
        (Answer::Can(_), Way::Closes) => {
            let message = format!("`{name}` holds of exports of which no invariant did");
            Change::new(Kind::StrongerInvariant, message).label(invariant.name.span, "is new")
        }
        (Answer::Can(_), _) => {
            let message = match kept {
                Some(_) => {
                    format!("`{name}` does not hold of all exports any more of which it did")
                }
                None => format!("`{name}` is gone, and no other invariant holds as much"),
            };
            Change::new(Kind::WeakerInvariant, message).label(invariant.name.span, "was so")
        }
    };
    Some(match kept {
        Some(kept) => change.label(
            kept.name.span,
            match way {
                Way::Closes => "was so",
                _ => "is new",
            },
        ),
        None => change,
    })
}

/// The exports that it is about: `when` is true, and `unless` is not.
fn about<'a>(schema: &'a Schema, invariant: &'a Invariant) -> Vec<Ask<'a>> {
    let part = |kind, truths| Ask::Is(Part { schema, kind }, truths);
    let mut all = vec![
        part(PartKind::Subject(&invariant.subject), Truths::TRUE),
        part(PartKind::Target(&invariant.target), Truths::TRUE),
    ];
    all.extend(
        invariant
            .when
            .as_ref()
            .map(|when| Ask::expr(schema, when, Truths::TRUE)),
    );
    let unless = invariant.unless.as_ref();
    all.extend(unless.map(|unless| Ask::expr(schema, unless, Truths::NOT_TRUE)));
    all
}

/// Why an export may be none of them.
fn not_about<'a>(schema: &'a Schema, invariant: &'a Invariant) -> Vec<Ask<'a>> {
    let part = |kind, truths| Ask::Is(Part { schema, kind }, truths);
    let mut any = vec![
        part(PartKind::Subject(&invariant.subject), Truths::NOT_TRUE),
        part(PartKind::Target(&invariant.target), Truths::NOT_TRUE),
    ];
    any.extend(
        invariant
            .when
            .as_ref()
            .map(|when| Ask::expr(schema, when, Truths::NOT_TRUE)),
    );
    let unless = invariant.unless.as_ref();
    any.extend(unless.map(|unless| Ask::expr(schema, unless, Truths::TRUE)));
    any
}
