//! `diff`: what it claims holds of every generated event; and sets at a git revision.

mod revisions;

use crate::naive::cases::{again, seeds};
use crate::naive::evaluate::finding::Kind as Verdict;
use crate::naive::evaluate::verdict::{findings, out};
use crate::naive::generate::{EVERYTHING, world};
use crate::naive::model::World;
use crate::naive::model::policy::{Effect, Policy};
use crate::naive::model::policy_text;
use crate::naive::random::Rng;
use crate::prove::model::set_in;
use exeat::diff::{Change, Input, KINDS, Kind, Muted, Way, run};
use exeat::directory::Directory;
use exeat::lint::Levels;
use exeat::policy::PolicySet;
use exeat::text::Sources;
use exeat::time::parse_rfc3339;
use std::collections::BTreeSet;

#[test]
fn every_kind_has_its_row() {
    for row in KINDS {
        assert_eq!(row.kind.row().name, row.name);
    }
    let names: BTreeSet<_> = KINDS.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), KINDS.len());
}

/// The page lists the kinds as the table does.
#[test]
fn the_page_has_every_kind() {
    let page = include_str!("../../docs/merging.md");
    for row in KINDS {
        let way = match row.way {
            Way::Opens => "opens",
            Way::Closes => "closes",
            Way::Unknown => "unknown",
        };
        let line = format!("| `{}` | {way} | {} |", row.name, row.about);
        assert!(page.contains(&line), "{line}");
    }
}

#[test]
fn no_recorded_event_gains_or_loses_unseen() {
    let (mut gained, mut told) = (0, 0);
    for seed in seeds(400) {
        let mut before = world(seed, EVERYTHING);
        before.policy.waivers.clear();
        plain_directory(&mut before);
        let mut after = before.clone();
        if !changed(&mut after.policy, seed) {
            continue;
        }
        let allowed = [&before, &after].map(allowed);
        for (old, new, opens) in [(0, 1, true), (1, 0, false)] {
            let gains = allowed[new].difference(&allowed[old]).count();
            let way = if opens { Way::Opens } else { Way::Closes };
            let changes = compared(&before.policy, &after.policy, seed);
            let is_told = changes.iter().any(|change| {
                let access = [Kind::NewAccess, Kind::LostAccess].contains(&change.kind);
                access && change.kind.row().way == way || change.kind == Kind::NotCompared
            });
            gained += usize::from(gains > 0);
            told += usize::from(is_told);
            assert!(
                gains == 0 || is_told,
                "{}: {gains} events, {way:?}, {changes:#?}",
                again(seed)
            );
        }
    }
    assert!(gained > 50 && told >= gained, "{gained} {told}");
}

/// A set, and the same in another order and under other names, mean the same.
#[test]
fn another_order_is_no_change() {
    let mut compared_rules = 0;
    for seed in seeds(200) {
        let policy = world(seed, EVERYTHING).policy;
        let mut moved = policy.clone();
        moved.rules.reverse();
        moved.conditions.reverse();
        compared_rules += moved.rules.len();
        let changes = compared(&policy, &moved, seed);
        assert!(changes.is_empty(), "{}: {changes:#?}", again(seed));
    }
    assert!(compared_rules > 500);
}

/// Names are people's own, and approvals the event's: what a witness's world can hold.
fn plain_directory(world: &mut World) {
    world.directory.approvals = None;
    for person in world.directory.people.iter_mut().flatten() {
        person.aliases.clear();
    }
}

/// Takes a rule out, turns it round, or ends it; false where there is none.
fn changed(policy: &mut Policy, seed: u64) -> bool {
    let rules = policy.rules.len();
    if rules == 0 {
        return false;
    }
    let at = usize::try_from(seed / 4).unwrap() % rules;
    match seed % 4 {
        0 => _ = policy.rules.remove(at),
        1 => {
            let rule = &mut policy.rules[at];
            rule.effect = match rule.effect {
                Effect::Allow => Effect::Deny,
                Effect::Deny => Effect::Allow,
                Effect::Limit(_) => return false,
            };
        }
        2 => policy.rules[at].when = None,
        _ => policy.rules[at].unless = policy.rules[at].when.take(),
    }
    true
}

/// The places of events that are out and allowed, limits aside.
fn allowed(world: &World) -> BTreeSet<usize> {
    let is_limit = |name: &str| {
        let mut rules = world.policy.rules.iter();
        rules.any(|rule| rule.name == name && matches!(rule.effect, Effect::Limit(_)))
    };
    let mut places: BTreeSet<usize> = (0..world.log.len())
        .filter(|place| out(&world.log[*place]))
        .collect();
    for finding in findings(world) {
        let of_limit = is_limit(&finding.rule);
        if finding.kind != Verdict::OverLimit && !of_limit {
            places.remove(&finding.event);
        }
    }
    places
}

fn compared(old: &Policy, new: &Policy, seed: u64) -> Vec<Change> {
    let mut sources = Sources::default();
    let old = set(&mut sources, old, seed);
    let new = set(&mut sources, new, seed);
    let levels = Levels::default();
    let directory = Directory::default();
    let muted = Muted {
        suppressed: &[],
        levels: &levels,
    };
    run(&Input {
        sources: &sources,
        old: &old,
        new: &new,
        directories: (&directory, &directory),
        now: parse_rfc3339("2026-03-02").unwrap(),
        muted: (muted, muted),
    })
}

fn set(sources: &mut Sources, policy: &Policy, seed: u64) -> PolicySet {
    set_in(sources, &policy_text::files(policy, &mut Rng::new(seed)))
}
