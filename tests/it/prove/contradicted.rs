//! What the prover says can never be, no recorded event of a generated world is, with whatever tables.

use super::model::{prover, rule, set};
use crate::naive::cases::{again, seeds};
use crate::naive::evaluate::scope::condition;
use crate::naive::evaluate::truth::Truth;
use crate::naive::evaluate::verdict::out;
use crate::naive::generate::{EVERYTHING, world};
use crate::naive::model::World;
use crate::naive::model::policy_text;
use crate::naive::random::Rng;
use exeat::prove::{Answer, Ask, Tables, Truths};
use std::collections::{BTreeMap, BTreeSet};

#[test]
fn no_event_is_what_can_never_be() {
    let mut asked = 0;
    for seed in seeds(300) {
        let world = world(seed, EVERYTHING);
        let texts = policy_text::files(&world.policy, &mut Rng::new(seed));
        let set = set(&texts);
        let directory = &world.directory;
        let people = directory.people.iter().flatten();
        let aliases = people.flat_map(|person| &person.aliases);
        let prover = prover().beside(Tables {
            people: directory.people.is_some(),
            approvals: directory.approvals.is_some(),
            aliases: aliases
                .map(|alias| alias.trim().to_ascii_lowercase())
                .collect(),
        });
        let names: Vec<&str> = set
            .rules
            .iter()
            .map(|rule| rule.name.text.as_str())
            .collect();
        for (place, truths) in seen(&world, &names) {
            let parts = truths
                .iter()
                .enumerate()
                .map(|(at, truth)| rule(&set, at, *truth));
            asked += 1;
            assert_ne!(
                prover.ask(&Ask::All(parts.collect())),
                Answer::Never,
                "{}\n{names:?} {truths:?}\n{:#?}\n{}",
                again(seed),
                world.log[place],
                texts.join("\n")
            );
        }
    }
    assert!(asked > 500, "{asked}");
}

/// Every combination of the rules' truths that some event has, with one such event.
fn seen(world: &World, names: &[&str]) -> BTreeMap<usize, Vec<Truths>> {
    let mut known = BTreeSet::new();
    let mut all = BTreeMap::new();
    for (place, event) in world.log.iter().enumerate().filter(|(_, event)| out(event)) {
        let truth = |name: &&str| {
            let rules = &world.policy.rules;
            let rule = rules.iter().find(|rule| rule.name == **name).unwrap();
            match condition(world, event, rule) {
                Truth::True => Truths::TRUE,
                Truth::False => Truths::FALSE,
                Truth::Unknown => Truths::UNKNOWN,
            }
        };
        let truths: Vec<Truths> = names.iter().map(truth).collect();
        if known.insert(truths.clone()) {
            all.insert(place, truths);
        }
    }
    all
}
