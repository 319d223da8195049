//! What must hold of any judge of worlds, be it the naive evaluator or the tool: no field is worth leaving
//! out, allows only allow, denies only deny, and order means nothing.
//! It deliberately does not know how the judge comes to its findings.

use std::collections::BTreeSet;

use super::cases::{again, seeds};
use super::evaluate::finding::{Finding, Kind};
use super::evaluate::verdict;
use super::generate::{EVERYTHING, Shape, another_rule, world};
use super::model::World;
use super::model::policy::Effect;
use super::random::Rng;

/// Findings of a world whose log lies in so many files.
pub type Judge = dyn Fn(&World, usize) -> BTreeSet<Finding>;

/// Places of events with a violation.
fn violating(judge: &Judge, world: &World) -> BTreeSet<usize> {
    let found = judge(world, 1);
    found
        .into_iter()
        .filter(|finding| finding.kind.violates())
        .map(|finding| finding.event)
        .collect()
}

/// Taking any one field but `id`, a failure's `rows` and `bytes`, and (with an approvals table) `approver` out of
/// an event never makes it allowed if it was not, for policies without `is …`.
pub fn a_missing_field_never_allows(judge: &Judge, usual: u64, tries: usize) {
    for seed in seeds(usual) {
        let world = world(
            seed,
            Shape {
                presence: false,
                copies: false,
            },
        );
        let mut pairs = refused_with_fields(&world, &violating(judge, &world));
        Rng::new(seed).shuffle(&mut pairs);
        for (place, field) in pairs.into_iter().take(tries) {
            let mut poorer = world.clone();
            poorer.log[place] = poorer.log[place].without(&field);
            let still = violating(judge, &poorer).contains(&place);
            assert!(
                still,
                "without `{field}` event {place} is allowed; {}\n{:#?}",
                again(seed),
                world.log[place]
            );
        }
    }
}

fn refused_with_fields(world: &World, refused: &BTreeSet<usize>) -> Vec<(usize, String)> {
    let table = world.directory.approvals.is_some();
    let spared = |place: usize, field: &str| match field {
        "id" | "time" => true,
        "rows" | "bytes" => world.log[place].text("outcome") == Some("failure"),
        "approver" => table,
        _ => false,
    };
    let fields = |place: &usize| {
        world.log[*place]
            .cells
            .keys()
            .map(|field| (*place, field.clone()))
            .collect::<Vec<_>>()
    };
    refused
        .iter()
        .flat_map(fields)
        .filter(|(place, field)| !spared(*place, field))
        .collect()
}

/// Adding an allow never adds a violating event.
pub fn an_allow_never_refuses(judge: &Judge, usual: u64) {
    for seed in seeds(usual) {
        let world = world(seed, EVERYTHING);
        let after = another_rule(&world, seed ^ 0xA110, EVERYTHING, Effect::Allow);
        let added: Vec<usize> = violating(judge, &after)
            .difference(&violating(judge, &world))
            .copied()
            .collect();
        assert!(
            added.is_empty(),
            "an allow made events {added:?} violations; {}\n{:#?}",
            again(seed),
            after.policy
        );
    }
}

/// Adding a deny never removes a violating event, whatever waivers there are.
pub fn a_deny_never_allows(judge: &Judge, usual: u64) {
    for seed in seeds(usual) {
        let world = world(seed, EVERYTHING);
        let mut after = another_rule(&world, seed ^ 0xDE27, EVERYTHING, Effect::Deny);
        let added = after.policy.rules[after.policy.rules.len() - 1]
            .name
            .clone();
        let lifted = Rng::new(seed).chance(50);
        after
            .policy
            .waivers
            .iter_mut()
            .filter(|_| lifted)
            .for_each(|waiver| waiver.lift.push(added.clone()));
        let removed: Vec<usize> = violating(judge, &world)
            .difference(&violating(judge, &after))
            .copied()
            .collect();
        assert!(
            removed.is_empty(),
            "a deny allowed events {removed:?}; {}\n{:#?}",
            again(seed),
            after.policy
        );
    }
}

/// Shuffling lines or splitting the log into several files changes nothing.
pub fn order_means_nothing(judge: &Judge, usual: u64) {
    for seed in seeds(usual) {
        let world = world(seed, EVERYTHING);
        let mut shuffled = world.clone();
        Rng::new(seed).shuffle(&mut shuffled.log);
        let (before, after) = (
            by_record(&world, judge(&world, 1)),
            by_record(&shuffled, judge(&shuffled, 3)),
        );
        assert_eq!(before, after, "{}", again(seed));
    }
}

/// Findings by what the record says instead of where it stands.
fn by_record(world: &World, found: BTreeSet<Finding>) -> BTreeSet<(String, Kind, String)> {
    let record = |finding: &Finding| format!("{:?}", world.log[finding.event].cells);
    found
        .into_iter()
        .map(|finding| (record(&finding), finding.kind, finding.rule))
        .collect()
}

fn naive(world: &World, _files: usize) -> BTreeSet<Finding> {
    verdict::findings(world)
}

#[test]
fn to_the_naive_evaluator_a_missing_field_never_allows() {
    a_missing_field_never_allows(&naive, 200, 6);
}

#[test]
fn to_the_naive_evaluator_an_allow_never_refuses() {
    an_allow_never_refuses(&naive, 250);
}

#[test]
fn to_the_naive_evaluator_a_deny_never_allows() {
    a_deny_never_allows(&naive, 250);
}

#[test]
fn to_the_naive_evaluator_order_means_nothing() {
    order_means_nothing(&naive, 250);
}
