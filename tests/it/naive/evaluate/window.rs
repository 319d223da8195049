//! Limits: what one event counts for, and what the window behind it holds. For each event it looks at
//! all events anew. It deliberately does not know of waivers: what is waived still counts.

use std::collections::BTreeSet;

use super::attribute::{Found, is_identity, look_up};
use super::people::identity;
use super::scope::condition;
use super::truth::Truth;
use crate::naive::model::World;
use crate::naive::model::event::Event;
use crate::naive::model::policy::{Limit, Measure, Rule};
use crate::naive::model::value::Value;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// It is none of the limit's business, or the window holds no more than it may.
    Within,
    Over,
    Undecided,
}

/// `out` holds every event that counts; the judged one counts in any case.
pub fn standing(
    world: &World,
    out: &[&Event],
    event: &Event,
    rule: &Rule,
    limit: &Limit,
) -> Standing {
    let (keys, own) = match share(world, event, rule, limit) {
        Share::None => return Standing::Within,
        Share::Unknown => return Standing::Undecided,
        Share::Counts(keys, own) => (keys, own),
    };
    let mut shares = vec![own];
    for other in out.iter().filter(|other| !std::ptr::eq(**other, event)) {
        let inside = event.time() - limit.window < other.time() && other.time() <= event.time();
        match share(world, other, rule, limit) {
            Share::Counts(theirs, amount) if inside && theirs == keys => shares.push(amount),
            _ => {}
        }
    }
    if total(shares) > i128::from(limit.most) {
        Standing::Over
    } else {
        Standing::Within
    }
}

enum Share {
    None,
    Unknown,
    /// Its keys, and what it adds.
    Counts(Vec<Found>, Amount),
}

enum Amount {
    Sum(i128),
    Distinct(Vec<Found>),
}

fn share(world: &World, event: &Event, rule: &Rule, limit: &Limit) -> Share {
    match condition(world, event, rule) {
        Truth::False => return Share::None,
        Truth::Unknown => return Share::Unknown,
        Truth::True => {}
    }
    let keys: Vec<Found> = limit
        .keys
        .iter()
        .map(|key| scalar(world, event, key))
        .collect();
    match amount(world, event, &limit.measure) {
        Some(amount) if !keys.contains(&Found::Missing) => Share::Counts(keys, amount),
        _ => Share::Unknown,
    }
}

/// People are counted, not their spellings; none is a value like any other.
fn scalar(world: &World, event: &Event, path: &str) -> Found {
    match look_up(world, event, path) {
        Found::Is(Value::Text(text)) if is_identity(path) => {
            Found::Is(Value::Text(identity(&world.directory, &text)))
        }
        Found::Is(Value::Set(_)) => panic!("{path} is a set and cannot be counted"),
        other => other,
    }
}

/// None where the measure is missing.
fn amount(world: &World, event: &Event, measure: &Measure) -> Option<Amount> {
    let distinct = |paths: &[&str]| {
        let values: Vec<Found> = paths
            .iter()
            .map(|path| scalar(world, event, path))
            .collect();
        (!values.contains(&Found::Missing)).then_some(Amount::Distinct(values))
    };
    match measure {
        Measure::Exports => Some(Amount::Sum(1)),
        Measure::Rows => event.int("rows").map(|rows| Amount::Sum(i128::from(rows))),
        Measure::Bytes => event
            .int("bytes")
            .map(|bytes| Amount::Sum(i128::from(bytes))),
        Measure::Tenants => distinct(&["tenant"]),
        Measure::Lists => distinct(&["tenant", "list"]),
        Measure::Destinations => distinct(&["destination"]),
        Measure::Actors => distinct(&["actor"]),
        Measure::Distinct(path) => distinct(&[path]),
    }
}

fn total(shares: Vec<Amount>) -> i128 {
    let (mut sum, mut different) = (0, BTreeSet::new());
    for share in shares {
        match share {
            Amount::Sum(amount) => sum += amount,
            Amount::Distinct(values) => {
                different.insert(values);
            }
        }
    }
    sum + different.len() as i128
}
