//! What an event adds to limits, from what its values mean.

use super::super::numbers::Numbers;
use super::super::timed::Share;
use super::meaning::Meaning;
use super::wanted::Wanted;
use crate::event::FieldId;
use crate::judge::Lift;
use crate::logs::quick::Quick;
use crate::policy::{Amount, Effect, Measure, Path, PolicySet, RuleId};
use std::collections::HashMap;

/// Of more groups of values than this none is remembered.
const MOST_GROUPS: usize = 65_536;

/// How all limits count.
#[derive(Debug)]
pub struct Limits<'a> {
    numbers: &'a Numbers,
    /// By a rule's number; none of rules that are no limits, and of limits that count what no field holds.
    limits: Vec<Option<Counts>>,
    /// The numbers of several values together, by their own.
    groups: HashMap<Vec<u32>, u32>,
    group: Vec<u32>,
}

/// Where a counted value stands: its field's place in the list of wants, and which it is of the field's.
type Place = (usize, usize);

#[derive(Debug)]
struct Counts {
    key: Vec<Place>,
    amount: Counted,
}

#[derive(Debug)]
enum Counted {
    Exports,
    Int(usize),
    Distinct(Vec<Place>),
}

impl<'a> Limits<'a> {
    /// Those of a policy.
    #[must_use]
    pub fn new(policy: &PolicySet, wanted: &Wanted, numbers: &'a Numbers) -> Self {
        let limits = policy.rules.iter().map(|rule| match &rule.effect {
            Effect::Limit { amount, keys, .. } => {
                let paths = keys.iter().map(|(path, _)| *path);
                Some(Counts {
                    key: places(wanted, paths)?,
                    amount: counted(wanted, amount)?,
                })
            }
            Effect::Allow | Effect::Deny => None,
        });
        Self {
            numbers,
            limits: limits.collect(),
            groups: HashMap::new(),
            group: Vec::new(),
        }
    }

    /// What the line that was read last adds to limits that are true of it; false where that is not known.
    pub fn shares(
        &mut self,
        matched: &[RuleId],
        line: &Quick<'_, Meaning>,
        shares: &mut Vec<Share>,
    ) -> bool {
        for (number, rule) in (1..).zip(matched) {
            let at = usize::try_from(rule.0).unwrap_or(usize::MAX);
            let Some(Some(limit)) = self.limits.get(at) else {
                return false;
            };
            let (groups, group) = (&mut self.groups, &mut self.group);
            let mut together = |places| together(self.numbers, groups, group, places, line);
            let Some(key) = together(&limit.key) else {
                return false;
            };
            let amount = match &limit.amount {
                Counted::Exports => Some(1),
                Counted::Int(field) => line.int(*field),
                Counted::Distinct(places) => together(places).map(i64::from),
            };
            let Some(amount) = amount else {
                return false;
            };
            shares.push(Share {
                limit: *rule,
                key,
                amount,
                lift: Lift::Stands,
                last: number == matched.len(),
            });
        }
        true
    }
}

fn counted(wanted: &Wanted, amount: &Amount) -> Option<Counted> {
    Some(match amount.measure {
        Measure::Exports => Counted::Exports,
        Measure::Sum(path) => Counted::Int(wanted.int(path)?),
        Measure::Distinct(path) => Counted::Distinct(places(wanted, [path].into_iter())?),
        Measure::Lists => {
            let paths = [FieldId::TENANT, FieldId::LIST].map(Path::Field);
            Counted::Distinct(places(wanted, paths.into_iter())?)
        }
    })
}

fn places(wanted: &Wanted, mut paths: impl Iterator<Item = Path>) -> Option<Vec<Place>> {
    let mut places = Vec::new();
    paths.try_for_each(|path| {
        places.push(wanted.place_of(path)?);
        Some(())
    })?;
    Some(places)
}

/// The number of several values together.
fn together(
    numbers: &Numbers,
    groups: &mut HashMap<Vec<u32>, u32>,
    group: &mut Vec<u32>,
    places: &[Place],
    line: &Quick<'_, Meaning>,
) -> Option<u32> {
    let number = |(field, at): &Place| line.mark(*field)?.number(*at);
    if let [only] = places {
        return number(only);
    }
    group.clear();
    for place in places {
        group.push(number(place)?);
    }
    if let Some(number) = groups.get(group) {
        return Some(*number);
    }
    let counted = |(field, at): &Place| line.mark(*field)?.counted(*at);
    let values = places
        .iter()
        .map(|place| counted(place).map(|(value, _)| Some(value.clone())));
    let number = numbers.number(values.collect::<Option<Vec<_>>>()?);
    if groups.len() >= MOST_GROUPS {
        groups.clear();
    }
    groups.insert(group.clone(), number);
    Some(number)
}
