//! Rules that are lifted where no waiver lifted them, and the reverse.

use super::half::Half;
use super::{Change, Halves, Kind, Way};
use crate::policy::{PolicySet, Waiver};
use crate::prove::{Answer, Ask, Truths};
use crate::text::Span;

pub(super) fn changes(halves: &Halves<'_>) -> Vec<Change> {
    halves.both_ways(|way, before, after| {
        let waivers = after.set.waivers.iter();
        let changes = waivers.flat_map(|waiver| lifted(halves, way, waiver, (before, after)));
        changes.collect()
    })
}

fn lifted(
    halves: &Halves<'_>,
    way: Way,
    waiver: &Waiver,
    (before, after): (&Half<'_>, &Half<'_>),
) -> Vec<Change> {
    let name = &waiver.name.text;
    let lifts = lifts(after.set, waiver);
    let changes = lifts.into_iter().filter_map(|(rule, span)| {
        let mut all = vec![Ask::clauses(after.schema(), waiver.into(), Truths::TRUE)];
        let same = before.set.waivers.iter().filter(|other| {
            let names = self::lifts(before.set, other);
            names.iter().any(|(known, _)| *known == rule)
        });
        all.extend(same.map(|other| Ask::clauses(before.schema(), other.into(), Truths::NOT_TRUE)));
        let change = match (halves.prover.ask(&Ask::All(all)), way) {
            (Answer::Never, _) => return None,
            (Answer::GaveUp(why), _) => {
                let message = format!("cannot tell whether `{name}` lifts more: {}", why.words());
                Change::new(Kind::NotCompared, message)
            }
            (Answer::Can(_), Way::Closes) => {
                let message = format!("`{rule}` is not lifted any more where `{name}` lifted it");
                Change::new(Kind::LostWaiver, message)
            }
            (Answer::Can(_), _) => {
                let message = format!("`{name}` lifts `{rule}` where no waiver did");
                Change::new(Kind::NewWaiver, message)
            }
        };
        let here = match way {
            Way::Closes => "was lifted here",
            _ => "is lifted here",
        };
        let change = change.label(span, here);
        Some(match before.waiver_named(name) {
            Some(other) => change.label(other.name.span, other_side(way)),
            None => change,
        })
    });
    changes.collect()
}

fn other_side(way: Way) -> &'static str {
    match way {
        Way::Closes => "as it is",
        _ => "as it was",
    }
}

/// What a waiver lifts, by name, with the places where it says so.
fn lifts(set: &PolicySet, waiver: &Waiver) -> Vec<(String, Span)> {
    let rules = waiver.lifts.iter().filter_map(|(id, span)| {
        let rule = set.rule(*id)?;
        Some((rule.name.text.clone(), *span))
    });
    let not_allowed = waiver.lifts_not_allowed;
    rules
        .chain(not_allowed.map(|span| ("not-allowed".to_owned(), span)))
        .collect()
}
