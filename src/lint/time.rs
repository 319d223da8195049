//! Lints of periods: of rules and waivers alike.

pub mod empty_period;
pub mod expired_rule;
pub mod expired_waiver;
pub mod expires_soon;
pub mod long_waiver;

use crate::policy::{Period, PolicySet};
use crate::syntax::ast::Name;
use crate::text::Span;
use crate::time::{Length, NANOS, Time};

/// A rule or waiver by what these lints need of it.
struct Dated<'a> {
    name: &'a Name,
    period: Period,
}

/// All rules, then all waivers.
fn dated(set: &PolicySet) -> impl Iterator<Item = Dated<'_>> {
    let rules = set.rules.iter().map(|r| (&r.name, r.period));
    let waivers = set.waivers.iter().map(|w| (&w.name, w.period));
    let all = rules.chain(waivers);
    all.map(|(name, period)| Dated { name, period })
}

/// When a period ended, if it has; an empty one never began.
fn ended(period: Period, now: Time) -> Option<(Time, Span)> {
    period
        .until
        .filter(|(until, _)| *until <= now && !is_empty(period))
}

fn is_empty(period: Period) -> bool {
    match (period.from, period.until) {
        (Some((from, _)), Some((until, _))) => until <= from,
        _ => false,
    }
}

/// Whole days, a begun one counted; `1 day`, `12 days`.
fn days(length: Length) -> String {
    let day = 24 * 60 * 60 * NANOS;
    let begun = length.0.div_euclid(day) + i128::from(length.0.rem_euclid(day) > 0);
    match begun {
        1 => "1 day".to_owned(),
        n => format!("{n} days"),
    }
}
