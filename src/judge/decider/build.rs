//! Puts each rule's lanes into columns.

use super::column::{Column as Parts, Unknowns, every};
use super::lanes::{Lane, Lanes};
use super::part::Part;
use super::{Column, Owner, Plan, Reads};
use crate::event::Event;
use crate::judge::Judge;
use crate::judge::scene::Scene;
use crate::judge::truth::Truth;
use crate::policy::{Effect, Path};
use crate::syntax::ast::Type;
use crate::time::Time;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A part of a lane; none is something that no column tells.
struct Placed<'a> {
    part: Option<Part<'a>>,
    meaning: String,
    place: Place,
}

/// Where a part's truth is told.
#[derive(Clone, Copy)]
enum Place {
    /// In a path's column, and whether by more than that it holds something.
    Column(Path, bool),
    Time,
    /// It is the same for every event.
    Fixed(Truth),
    Nowhere,
}

/// What a column is asked for, so far.
#[derive(Clone, Copy, Debug, Default)]
struct Asked {
    values: bool,
}

/// The plan of a judge.
pub(super) fn plan(judge: Judge<'_>) -> Plan<'_> {
    let mut lanes = all_lanes(judge);
    // Like stands by like, so that a row's words are mostly all 0.
    lanes.sort_by(|(_, a), (_, b)| {
        let meanings = a.iter().map(|part| &part.meaning);
        meanings.cmp(b.iter().map(|part| &part.meaning))
    });
    let words = lanes.len().div_ceil(64);
    let mut open = vec![0_u64; words];
    let mut columns: BTreeMap<Path, (Asked, Parts<'_>)> = BTreeMap::new();
    let mut time: Option<Parts<'_>> = None;
    let mut undecided = Vec::new();
    for (number, (owner, lane)) in lanes.iter().enumerate() {
        let mut is_open = false;
        let unknowns = owner.unknowns();
        for Placed {
            part,
            meaning,
            place,
        } in lane
        {
            match (place, part) {
                (Place::Column(path, values), Some(part)) => {
                    let new = || (Asked::default(), Parts::new(judge, Some(*path)));
                    let (asked, parts) = columns.entry(*path).or_insert_with(new);
                    asked.values |= values;
                    parts.add(number, part, meaning, unknowns);
                }
                (Place::Time, Some(part)) => {
                    let parts = time.get_or_insert_with(|| Parts::new(judge, None));
                    parts.add(number, part, meaning, unknowns);
                }
                (Place::Fixed(Truth::True | Truth::False), _) => {}
                _ => is_open = true,
            }
        }
        let rule = match owner {
            Owner::Allow(rule) | Owner::Deny(rule) | Owner::Limit(rule) => *rule,
            Owner::Waiver(_) => continue,
        };
        undecided.extend(is_open.then_some(rule));
        if let Some(word) = open.get_mut(number / 64)
            && (is_open || matches!(owner, Owner::Deny(_)))
        {
            *word |= 1 << (number % 64);
        }
    }
    undecided.sort_unstable();
    undecided.dedup();
    Plan {
        undecided,
        ..finished(judge, &lanes, open, columns, time)
    }
}

fn finished<'a>(
    judge: Judge<'a>,
    lanes: &[(Owner, Vec<Placed<'a>>)],
    open: Vec<u64>,
    columns: BTreeMap<Path, (Asked, Parts<'a>)>,
    time: Option<Parts<'a>>,
) -> Plan<'a> {
    let finish = |mut parts: Parts<'a>| {
        parts.finish(lanes.len());
        Arc::new(parts)
    };
    let (columns, parts): (Vec<Column>, Vec<Arc<Parts<'a>>>) = columns
        .into_iter()
        .map(|(path, (asked, parts))| {
            let reads = match judge.policy.schema.type_of(path) {
                _ if !asked.values => Reads::Presence,
                Some(Type::Int) => Reads::Int,
                _ => Reads::Value,
            };
            (Column { path, reads }, finish(parts))
        })
        .unzip();
    let every = every(lanes.len());
    let word = |at: usize| every.get(at).copied().unwrap_or_default();
    Plan {
        judge,
        columns,
        parts,
        time: time.map(finish),
        lanes: lanes.iter().map(|(owner, _)| *owner).collect(),
        open: open.into(),
        first: [word(0), word(1)],
        every: every.into(),
        undecided: Vec::new(),
    }
}

/// The lanes of all rules, and of the waivers that lift limits; without those that are never true.
fn all_lanes(judge: Judge<'_>) -> Vec<(Owner, Vec<Placed<'_>>)> {
    let mut lanes = Vec::new();
    for (id, rule) in judge.policy.rules_by_id() {
        let owner = match rule.effect {
            Effect::Allow => Owner::Allow(id),
            Effect::Deny => Owner::Deny(id),
            Effect::Limit { .. } => Owner::Limit(id),
        };
        let of_rule = Lanes::of_rule(judge, rule).into_iter();
        lanes.extend(of_rule.map(|lane| (owner, placed(lane, &judge))));
    }
    for (id, waiver) in (0..)
        .map(crate::policy::WaiverId)
        .zip(&judge.policy.waivers)
    {
        let is_limit = |rule| {
            let rule = judge.policy.rule(rule);
            rule.is_some_and(|rule| matches!(rule.effect, Effect::Limit { .. }))
        };
        if waiver.lifts.iter().any(|(rule, _)| is_limit(*rule)) {
            let of_waiver = Lanes::of_waiver(judge, waiver).into_iter();
            lanes.extend(of_waiver.map(|lane| (Owner::Waiver(id), placed(lane, &judge))));
        }
    }
    lanes.retain(|(owner, lane)| {
        !lane.iter().any(|part| match part.place {
            Place::Fixed(Truth::False) => true,
            Place::Fixed(Truth::Unknown) => owner.unknowns() == Unknowns::RuleOut,
            _ => false,
        })
    });
    lanes
}

impl Owner {
    fn unknowns(self) -> Unknowns {
        match self {
            Self::Allow(_) | Self::Waiver(_) => Unknowns::RuleOut,
            Self::Deny(_) | Self::Limit(_) => Unknowns::StayOpen,
        }
    }
}

fn placed<'a>(lane: Lane<'a>, judge: &Judge<'_>) -> Vec<Placed<'a>> {
    let parts = lane.into_iter();
    parts.map(|part| Placed::new(part, judge)).collect()
}

impl<'a> Placed<'a> {
    fn new(part: Option<Part<'a>>, judge: &Judge<'_>) -> Self {
        let place = part.as_ref().map_or(Place::Nowhere, |p| place(p, judge));
        Self {
            meaning: part.as_ref().map(|p| p.meaning(judge)).unwrap_or_default(),
            part,
            place,
        }
    }
}

fn place(part: &Part<'_>, judge: &Judge<'_>) -> Place {
    let needs = part.needs(judge);
    let mut paths = needs.paths.iter();
    match (needs.more, paths.next(), paths.next()) {
        (true, ..) | (_, _, Some(_)) => Place::Nowhere,
        (false, Some(path), None) => Place::Column(*path, needs.values),
        (false, None, _) if needs.time => Place::Time,
        (false, None, _) => {
            let nothing = Event::at(Time::default());
            Place::Fixed(part.truth(&Scene::new(judge, &nothing)))
        }
    }
}
