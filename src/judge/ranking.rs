//! Which allows come nearest to an event: those of which the least would have to change.
//!
//! Asks every allow no more than whom and what it is for, from an index over all of them; weighs the others' parts in
//! that order without a word, until no allow that is left can come nearer; and has reasons only for what is told.

use super::condition::{Clauses, condition};
use super::decider::{Lanes, Part, Parts, Reads, Unknowns};
use super::recorder::Weight;
use super::scene::Scene;
use super::truth::Truth;
use super::{Answer, Judge, subject, target};
use crate::event::{Event, FieldId};
use crate::policy::{Effect, Path, Rule, RuleId, Subject, Target};
use std::collections::HashMap;

/// A judge's allows, ready to be ranked for event after event.
#[derive(Debug)]
pub struct Ranking<'a> {
    judge: Judge<'a>,
    allows: Vec<(RuleId, &'a Rule)>,
    /// Different subjects, each with the allows that have it.
    subjects: Vec<(&'a Subject, Vec<usize>)>,
    /// Of each lane of a target: its allow, and its target where the columns do not tell all of it.
    lanes: Vec<(usize, Option<&'a Target>)>,
    tenants: Parts<'a>,
    lists: Parts<'a>,
}

/// The allows that come nearest.
#[derive(Clone, Debug, PartialEq)]
pub struct Nearest {
    /// The nearest first: the fewest parts that would have to change, a rule for others or for other lists last; among
    /// equals one that lacks nothing but its approval; then by name.
    pub answers: Vec<Answer>,
    /// Whether the nearest lacks nothing but its approval.
    pub lacks_approval_alone: bool,
}

/// What keeps a rule from being true.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Lack {
    ApprovalAlone,
    Other,
}

/// How far a rule is from allowing an event: a rule for others, or for other lists, is further than one
/// that was meant for this export and lacks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Distance {
    /// Of subject and target, how many fail.
    beside: u32,
    /// How many parts fail.
    cost: u32,
    lack: Lack,
}

impl<'a> Ranking<'a> {
    /// Puts the allows' subjects and targets into an index.
    #[must_use]
    pub fn new(judge: Judge<'a>) -> Self {
        let allows = judge.policy.rules_by_id();
        let allows = allows.filter(|(_, rule)| matches!(rule.effect, Effect::Allow));
        let mut ranking = Self {
            judge,
            allows: allows.collect(),
            subjects: Vec::new(),
            lanes: Vec::new(),
            tenants: Parts::new(judge, Some(Path::Field(FieldId::TENANT))),
            lists: Parts::new(judge, Some(Path::Field(FieldId::LIST))),
        };
        ranking.subjects = subjects(&ranking.allows);
        for number in 0..ranking.allows.len() {
            ranking.target(number);
        }
        let lanes = ranking.lanes.len();
        ranking.tenants.finish(lanes);
        ranking.lists.finish(lanes);
        ranking
    }

    /// The nearest allows, at most so many.
    #[must_use]
    pub fn nearest(&self, event: &Event, most: usize) -> Nearest {
        let scene = Scene::new(&self.judge, event);
        let ranked = self.ranked(&scene, most);
        let first = ranked.first();
        Nearest {
            lacks_approval_alone: first.is_some_and(|(d, _)| d.lack == Lack::ApprovalAlone),
            answers: ranked
                .iter()
                .map(|(_, rule)| self.judge.answer(*rule, event))
                .collect(),
        }
    }

    fn target(&mut self, number: usize) {
        let Some((_, rule)) = self.allows.get(number) else {
            return;
        };
        let target = rule.target.as_ref();
        for lane in Lanes::of_target(self.judge, target) {
            let at = self.lanes.len();
            let mut told = true;
            for part in lane {
                match part {
                    Some(part @ Part::Globs { field, .. }) if field == FieldId::TENANT => {
                        let meaning = part.meaning(&self.judge);
                        self.tenants.add(at, &part, &meaning, Unknowns::RuleOut);
                    }
                    Some(part @ Part::Globs { .. }) => {
                        let meaning = part.meaning(&self.judge);
                        self.lists.add(at, &part, &meaning, Unknowns::RuleOut);
                    }
                    _ => told = false,
                }
            }
            self.lanes.push((number, target.filter(|_| !told)));
        }
    }

    fn ranked(&self, scene: &Scene<'_>, most: usize) -> Vec<(Distance, RuleId)> {
        let mut fails: Vec<u32> = vec![2; self.allows.len()];
        self.subjects_hold(scene, &mut fails);
        self.targets_hold(scene, &mut fails);
        let mut weight = Weight::default();
        let mut ranked: Vec<(Distance, RuleId)> = Vec::new();
        for beside in 0..=2 {
            let least = Distance {
                beside,
                cost: beside,
                lack: match beside {
                    0 => Lack::ApprovalAlone,
                    _ => Lack::Other,
                },
            };
            let of_level = self.allows.iter().zip(&fails);
            for ((id, rule), _) in of_level.filter(|(_, fails)| **fails == beside) {
                let worst = ranked.last().filter(|_| ranked.len() >= most);
                // Who comes later in the order of names must come nearer.
                if most == 0 || worst.is_some_and(|(worst, _)| *worst <= least) {
                    return ranked;
                }
                let distance = weigh(scene, rule, beside, &mut weight);
                let place = ranked.partition_point(|(other, _)| *other <= distance);
                if place < most {
                    ranked.truncate(most - 1);
                    ranked.insert(place, (distance, *id));
                }
            }
        }
        ranked
    }

    fn subjects_hold(&self, scene: &Scene<'_>, fails: &mut [u32]) {
        for (subject, allows) in &self.subjects {
            if subject::is_actor(scene, subject) == Truth::True {
                allows.iter().for_each(|number| less(fails, *number));
            }
        }
    }

    fn targets_hold(&self, scene: &Scene<'_>, fails: &mut [u32]) {
        let left = |parts: &Parts<'_>, field| {
            let value = scene.event.get(field);
            parts.left(Reads::Value, value, scene.event.time).may
        };
        let tenants = left(&self.tenants, FieldId::TENANT);
        let lists = left(&self.lists, FieldId::LIST);
        let mut last = None;
        for ((tenants, lists), lanes) in tenants.iter().zip(lists).zip(self.lanes.chunks(64)) {
            let mut may = tenants & lists;
            while may != 0 {
                let lane = usize::try_from(may.trailing_zeros()).unwrap_or_default();
                may &= may - 1;
                let Some((number, target)) = lanes.get(lane) else {
                    break;
                };
                // The lanes of an allow stand by each other.
                if last != Some(*number) && target.is_none_or(|target| covers(scene, target)) {
                    less(fails, *number);
                    last = Some(*number);
                }
            }
        }
    }
}

fn less(fails: &mut [u32], number: usize) {
    if let Some(fails) = fails.get_mut(number) {
        *fails -= 1;
    }
}

fn covers(scene: &Scene<'_>, target: &Target) -> bool {
    let mut patterns = target.patterns.iter();
    patterns.any(|pattern| target::covers(scene, pattern) == Truth::True)
}

fn subjects<'a>(allows: &[(RuleId, &'a Rule)]) -> Vec<(&'a Subject, Vec<usize>)> {
    let mut found: Vec<(&Subject, Vec<usize>)> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for (number, (_, rule)) in allows.iter().enumerate() {
        let place = places.entry(rule.subject.meaning()).or_insert_with(|| {
            found.push((&rule.subject, Vec::new()));
            found.len() - 1
        });
        if let Some((_, allows)) = found.get_mut(*place) {
            allows.push(number);
        }
    }
    found
}

fn weigh(scene: &Scene<'_>, rule: &Rule, beside: u32, weight: &mut Weight) -> Distance {
    weight.clear();
    condition(scene, &Clauses::from(rule), weight);
    Distance {
        beside,
        cost: weight.cost(),
        lack: if weight.fails_on_approval_alone() {
            Lack::ApprovalAlone
        } else {
            Lack::Other
        },
    }
}
