//! The tool against the oracle, on thousands of small worlds; a difference is made small and shown whole.
//! It deliberately does not know which of the two is right.

use std::collections::{BTreeMap, BTreeSet};

use super::cases::{again, seeds};
use super::evaluate::finding::Finding;
use super::evaluate::remark::remarks;
use super::evaluate::verdict::findings;
use super::generate::{EVERYTHING, world};
use super::harness::{Answer, answer, shown};
use super::model::World;
use super::properties;
use super::shrink::smallest;

#[test]
fn the_tool_finds_what_the_oracle_finds() {
    for seed in seeds(1_000) {
        let world = world(seed, EVERYTHING);
        let files = 1 + seed as usize % 3;
        match answer(&world, seed, files) {
            Ok(told) if told.findings == findings(&world) => {}
            Ok(_) => {
                let mut differs = |world: &World| {
                    answer(world, seed, 1).is_ok_and(|told| told.findings != findings(world))
                };
                // A difference that needs several files is shown as it is.
                let small = if differs(&world) {
                    smallest(world, &mut differs)
                } else {
                    world
                };
                let told = answer(&small, seed, files).map_or_else(
                    |wrong| wrong,
                    |told| compared(&told.findings, &findings(&small)),
                );
                panic!("{}\n{}\n{told}", again(seed), shown(&small, seed));
            }
            Err(_) => refused(world, seed),
        }
    }
}

#[test]
fn the_tool_remarks_what_the_oracle_remarks() {
    for seed in seeds(300) {
        let world = world(seed, EVERYTHING);
        match answer(&world, seed, 1) {
            Ok(Answer { remarks: told, .. }) if told == remarks(&world) => {}
            Ok(_) => {
                let mut differs = |world: &World| {
                    answer(world, seed, 1).is_ok_and(|told| told.remarks != remarks(world))
                };
                let small = smallest(world, &mut differs);
                let told = answer(&small, seed, 1).unwrap().remarks;
                panic!(
                    "{}\n{}\n{}",
                    again(seed),
                    shown(&small, seed),
                    compared(&counted(told), &counted(remarks(&small)))
                );
            }
            Err(_) => refused(world, seed),
        }
    }
}

/// The worlds are valid, so the tool must take them.
fn refused(world: World, seed: u64) -> ! {
    let small = smallest(world, &mut |world| answer(world, seed, 1).is_err());
    panic!(
        "{}\n{}\n{:?}",
        again(seed),
        shown(&small, seed),
        answer(&small, seed, 1).err()
    );
}

fn counted<T: Ord>(these: BTreeMap<T, u64>) -> BTreeSet<(T, u64)> {
    these.into_iter().collect()
}

fn compared<T: Ord + std::fmt::Debug>(tool: &BTreeSet<T>, oracle: &BTreeSet<T>) -> String {
    let only = |these: &BTreeSet<T>, those: &BTreeSet<T>| {
        format!("{:#?}", these.difference(those).collect::<Vec<_>>())
    };
    format!(
        "only the tool: {}\nonly the oracle: {}",
        only(tool, oracle),
        only(oracle, tool)
    )
}

fn tool(world: &World, files: usize) -> BTreeSet<Finding> {
    match answer(world, 1, files) {
        Ok(answer) => answer.findings,
        Err(wrong) => panic!("{wrong}\n{}", shown(world, 1)),
    }
}

#[test]
fn to_the_tool_a_missing_field_never_allows() {
    properties::a_missing_field_never_allows(&tool, 60, 4);
}

#[test]
fn to_the_tool_an_allow_never_refuses() {
    properties::an_allow_never_refuses(&tool, 120);
}

#[test]
fn to_the_tool_a_deny_never_allows() {
    properties::a_deny_never_allows(&tool, 120);
}

#[test]
fn to_the_tool_order_means_nothing() {
    properties::order_means_nothing(&tool, 150);
}
