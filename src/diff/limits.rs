//! Limits that let more through than any limit did, and the reverse.

use super::clauses::{Worded, cause};
use super::half::Half;
use super::{Change, Halves, Kind, Way};
use crate::policy::{Effect, Measure, Path, Rule};
use crate::prove::{Answer, Ask, Truths, Why};
use crate::time::Length;

pub(super) fn changes(halves: &Halves<'_>) -> Vec<Change> {
    halves.both_ways(|way, before, after| {
        let limits = before.limits().filter(|limit| !before.is_kept(limit));
        let changes = limits.filter_map(|limit| loosened(halves, way, limit, (before, after)));
        changes.collect()
    })
}

/// What a limit counts, and up to what.
struct Counts<'r> {
    most: i64,
    measure: Measure,
    keys: Vec<Path>,
    window: Length,
    rule: &'r Rule,
}

impl<'r> Counts<'r> {
    fn of(rule: &'r Rule) -> Option<Self> {
        let Effect::Limit {
            amount,
            keys,
            window,
            ..
        } = &rule.effect
        else {
            return None;
        };
        let mut keys: Vec<Path> = keys.iter().map(|(path, _)| *path).collect();
        keys.sort_unstable();
        Some(Self {
            most: amount.most,
            measure: amount.measure,
            keys,
            window: *window,
            rule,
        })
    }
}

/// A limit of before that no single one of after stands in for.
fn loosened(
    halves: &Halves<'_>,
    way: Way,
    limit: &Rule,
    (before, after): (&Half<'_>, &Half<'_>),
) -> Option<Change> {
    let counts = Counts::of(limit)?;
    let mut gave_up = None;
    for other in after.limits().filter_map(Counts::of) {
        match stands_in(halves, &other, &counts, (before, after)) {
            StandsIn::Yes => return None,
            StandsIn::No => {}
            StandsIn::Unknown(why) => gave_up = Some(why),
        }
    }
    let name = &limit.name.text;
    if let Some(why) = gave_up {
        return Some(unknown(limit, why));
    }
    let worded = Worded {
        halves,
        way: way.back(),
    };
    let counterpart = after.rule_named(name);
    let (kind, message) = match (way, counterpart.is_some()) {
        (Way::Closes, true) => (
            Kind::TighterLimit,
            format!("`{name}` counts more strictly than any limit did"),
        ),
        (Way::Closes, false) => (
            Kind::TighterLimit,
            format!("no limit counted what `{name}` counts"),
        ),
        (_, true) => (
            Kind::LooserLimit,
            format!("`{name}` lets more through, and no other limit stands in for it"),
        ),
        (_, false) => (
            Kind::LooserLimit,
            format!("`{name}` is gone, and no other limit stands in for it"),
        ),
    };
    Some(Change::new(kind, message).labels(cause(&worded, counterpart, limit)))
}

enum StandsIn {
    Yes,
    No,
    Unknown(Why),
}

/// Whether whatever exceeds the second exceeds the first: never an event that only the second counts.
fn stands_in(
    halves: &Halves<'_>,
    other: &Counts<'_>,
    limit: &Counts<'_>,
    (before, after): (&Half<'_>, &Half<'_>),
) -> StandsIn {
    let names = |half: &Half<'_>, paths: &[Path]| -> Vec<String> {
        let mut names: Vec<String> = paths
            .iter()
            .map(|path| half.schema().name_of(*path))
            .collect();
        names.sort();
        names
    };
    let measured = |half: &Half<'_>, measure: Measure| match measure {
        Measure::Exports => "exports".to_owned(),
        Measure::Lists => "lists".to_owned(),
        Measure::Sum(path) => format!("sum {}", half.schema().name_of(path)),
        Measure::Distinct(path) => format!("distinct {}", half.schema().name_of(path)),
    };
    let counts_so = names(after, &other.keys) == names(before, &limit.keys)
        && measured(after, other.measure) == measured(before, limit.measure)
        && other.most <= limit.most
        && other.window >= limit.window;
    if !counts_so {
        return StandsIn::No;
    }
    let answer = halves.prover.ask(&Ask::All(vec![
        Ask::rule(before.schema(), limit.rule, Truths::TRUE),
        Ask::rule(after.schema(), other.rule, Truths::NOT_TRUE),
    ]));
    match answer {
        Answer::Never => StandsIn::Yes,
        Answer::Can(_) => StandsIn::No,
        Answer::GaveUp(why) => StandsIn::Unknown(why),
    }
}

fn unknown(limit: &Rule, why: Why) -> Change {
    let name = &limit.name.text;
    let message = format!(
        "cannot tell whether a limit stands in for `{name}`: {}",
        why.words()
    );
    Change::new(Kind::NotCompared, message).label(limit.effect_span, "")
}
