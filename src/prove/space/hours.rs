//! Classes of times where hours are asked about: of each span of time, the combinations of hours that occur.
//!
//! Exact where a span is short, or all hours are of one zone; else some combination may have been overlooked.

use super::numbers::spans;
use super::{Asked, Class, Component};
use crate::policy::Hours;
use crate::prove::formula::Of;
use crate::time::{NANOS, Time};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

const MINUTE: i128 = 60 * NANOS;
const DAY: i128 = 24 * 60 * MINUTE;
/// A span that is no longer is looked at whole.
const SHORT: i128 = 15 * DAY;
/// A week, whatever its clocks do.
const WEEK: i128 = 8 * DAY;

/// Combinations that occur in a span, each at some instant; and whether these are all.
type Occurring = (Vec<(Vec<bool>, i128)>, bool);

/// Spans that have been looked at.
#[derive(Debug, Default)]
pub(in crate::prove) struct HoursCache(HashMap<(Vec<String>, i128, i128), Occurring>);

/// The classes, and whether none was overlooked.
pub(super) fn classes(
    asked: &Asked<'_>,
    cache: &mut HoursCache,
    around: Time,
) -> (Component, bool) {
    let mut hours: Vec<Arc<Hours>> = Vec::new();
    for test in &asked.tests {
        if let Of::Hours(one) = test
            && !hours.contains(one)
        {
            hours.push(Arc::clone(one));
        }
    }
    if hours.is_empty() {
        return (super::numbers::classes(asked), true);
    }
    let names: Vec<String> = hours.iter().map(|h| format!("{h:?}")).collect();
    let (mut classes, mut sure) = (Vec::new(), true);
    for (low, high) in spans(asked) {
        let known = cache.0.entry((names.clone(), low, high));
        let (occurring, all) = known.or_insert_with(|| occurring(&hours, low, high, around));
        sure &= *all;
        let held = occurring.iter().map(|(held, _)| held.clone());
        classes.extend(held.map(|held| Class::Numbers(low, high, Some(held))));
    }
    let component = Component {
        classes,
        hours,
        ..Component::default()
    };
    (component, sure)
}

fn occurring(hours: &[Arc<Hours>], low: i128, high: i128, around: Time) -> Occurring {
    let mut found: BTreeMap<Vec<bool>, i128> = BTreeMap::new();
    let mut look = |from: i128, to: i128| {
        for at in steps(hours, from, to) {
            found.entry(held(hours, at)).or_insert(at);
        }
    };
    let short = high - low <= SHORT;
    let one_zone = hours
        .windows(2)
        .all(|pair| matches!(pair, [a, b] if a.zone == b.zone));
    if short {
        look(low, high);
    } else {
        // Two weeks that lie apart: the clocks do not change in both.
        let weeks = if one_zone { 2 } else { 14 };
        let first = around.0.clamp(low, high - SHORT);
        for week in 0..weeks {
            let from = first + week * 26 * DAY;
            look(from.min(high), from.saturating_add(WEEK).min(high));
        }
        look(low, low + WEEK);
        look(high - WEEK, high);
    }
    (found.into_iter().collect(), short || one_zone)
}

fn held(hours: &[Arc<Hours>], at: i128) -> Vec<bool> {
    hours.iter().map(|h| h.contain(Time(at))).collect()
}

/// An instant from `low` to `high` at which just these hours hold, near to a wanted one.
pub(in crate::prove) fn instant(
    hours: &[Arc<Hours>],
    wanted: &[bool],
    (low, high): (i128, i128),
    near: i128,
) -> Option<i128> {
    let start = near.clamp(low, high);
    let weeks = [start, low, low.saturating_add(WEEK)];
    let weeks = weeks.into_iter().chain((1..15).map(|n| low + n * 26 * DAY));
    weeks
        .filter(|from| *from <= high)
        .flat_map(|from| steps(hours, from, from.saturating_add(WEEK).min(high)))
        .chain([high])
        .find(|at| held(hours, *at) == wanted)
}

/// The first instant and every one after it at which hours may begin or end.
fn steps(hours: &[Arc<Hours>], from: i128, to: i128) -> impl Iterator<Item = i128> {
    let quarters = |minutes: u16| minutes.is_multiple_of(15);
    let spans = || hours.iter().flat_map(|h| &h.spans);
    let step = if spans().all(|span| quarters(span.from) && quarters(span.to)) {
        15 * MINUTE
    } else {
        MINUTE
    };
    let next = (from.div_euclid(step) + 1) * step;
    let mut at = Some(from);
    std::iter::from_fn(move || {
        let now = at.filter(|now| *now <= to)?;
        at = Some(if now == from { next } else { now + step });
        Some(now)
    })
}
