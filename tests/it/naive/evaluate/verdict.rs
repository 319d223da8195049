//! From a whole log to its findings. It deliberately does not know why a rule holds.

use std::collections::BTreeSet;

use super::finding::{Finding, Kind};
use super::remark::standing_events;
use super::scope::{condition, waives};
use super::truth::Truth;
use super::window::{self, Standing};
use crate::naive::model::World;
use crate::naive::model::event::Event;
use crate::naive::model::policy::Effect;

pub fn findings(world: &World) -> BTreeSet<Finding> {
    let standing = standing_events(world);
    let leaving: Vec<&Event> = standing
        .iter()
        .map(|place| &world.log[*place])
        .filter(|event| out(event))
        .collect();
    let mut all = BTreeSet::new();
    for place in standing {
        let event = &world.log[place];
        let judged = judge(world, &leaving, event);
        let leaves = out(event);
        for (kind, rule) in judged
            .into_iter()
            .filter(|(kind, _)| leaves || kind.violates())
        {
            let kind = if leaves { kind } else { Kind::BlockedAttempt };
            all.insert(Finding {
                event: place,
                kind,
                rule,
            });
        }
    }
    all
}

/// Unless it is blocked, or a failure whose rows and bytes are 0 or missing.
pub fn out(event: &Event) -> bool {
    let nothing = |field| event.int(field).is_none_or(|amount| amount == 0);
    match event.text("outcome") {
        Some("blocked") => false,
        Some("failure") => !(nothing("rows") && nothing("bytes")),
        _ => true,
    }
}

/// The findings of an event as if it were out, with the rule of each.
fn judge(world: &World, leaving: &[&Event], event: &Event) -> Vec<(Kind, String)> {
    let mut raw = denials(world, event);
    let settled = raw.iter().any(|(_, rule)| !lifted(world, event, rule));
    if !settled && !allowed(world, event) {
        raw.push((Kind::NotAllowed, "not-allowed".to_owned()));
    }
    raw.extend(limits(world, leaving, event));
    raw.into_iter()
        .map(|(kind, rule)| after_waivers(world, event, kind, rule))
        .collect()
}

fn after_waivers(world: &World, event: &Event, kind: Kind, rule: String) -> (Kind, String) {
    match kind {
        _ if lifted(world, event, &rule) => (Kind::Waived, rule),
        Kind::NotAllowed => (kind, String::new()),
        _ => (kind, rule),
    }
}

fn lifted(world: &World, event: &Event, rule: &str) -> bool {
    let waivers = world
        .policy
        .waivers
        .iter()
        .filter(|waiver| waiver.lift.iter().any(|lifted| lifted == rule));
    waivers
        .into_iter()
        .any(|waiver| waives(world, event, waiver) == Truth::True)
}

/// Denies that are true or unknown.
fn denials(world: &World, event: &Event) -> Vec<(Kind, String)> {
    let denies = world
        .policy
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, Effect::Deny));
    let each = denies.filter_map(|rule| match condition(world, event, rule) {
        Truth::True => Some((Kind::Denied, rule.name.clone())),
        Truth::Unknown => Some((Kind::Undecided, rule.name.clone())),
        Truth::False => None,
    });
    each.collect()
}

fn allowed(world: &World, event: &Event) -> bool {
    let mut allows = world
        .policy
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, Effect::Allow));
    allows.any(|rule| condition(world, event, rule) == Truth::True)
}

fn limits(world: &World, leaving: &[&Event], event: &Event) -> Vec<(Kind, String)> {
    let each = world.policy.rules.iter().filter_map(|rule| {
        let Effect::Limit(limit) = &rule.effect else {
            return None;
        };
        match window::standing(world, leaving, event, rule, limit) {
            Standing::Within => None,
            Standing::Over => Some((Kind::OverLimit, rule.name.clone())),
            Standing::Undecided => Some((Kind::Undecided, rule.name.clone())),
        }
    });
    each.collect()
}
