//! The generator is not vacuous: over many seeds each kind of finding occurs often, and each kind of
//! atom is true, false and unknown often.

use std::collections::BTreeMap;

use super::{EVERYTHING, world};
use crate::naive::evaluate::atom::holds;
use crate::naive::evaluate::finding::KINDS;
use crate::naive::evaluate::remark::{REMARKS, remarks};
use crate::naive::evaluate::truth::Truth;
use crate::naive::evaluate::verdict::findings;
use crate::naive::model::World;
use crate::naive::model::expr::{Atom, Collection, Comparison, Expr, Globs, Operand, Quantifier};

type Counts = BTreeMap<String, usize>;

fn count(counts: &mut Counts, what: String) {
    *counts.entry(what).or_default() += 1;
}

#[expect(
    clippy::print_stderr,
    reason = "shown with --no-capture, so that the distribution can be looked at"
)]
fn tell(counts: &str) {
    eprintln!("{counts}");
}

#[test]
fn every_kind_of_finding_occurs_often() {
    let (mut counts, mut events, mut clean) = (Counts::new(), 0, 0);
    for seed in 0..2_000 {
        let world = world(seed, EVERYTHING);
        let found = findings(&world);
        events += world.log.len();
        clean += (0..world.log.len())
            .filter(|place| found.iter().all(|finding| finding.event != *place))
            .count();
        found
            .iter()
            .for_each(|finding| count(&mut counts, format!("{:?}", finding.kind)));
        remarks(&world)
            .iter()
            .for_each(|((remark, _), _)| count(&mut counts, format!("{remark:?}")));
    }
    let told = format!("{events} events, {clean} clean, {counts:?}");
    tell(&told);
    assert!(clean * 10 > events, "{told}");
    let names = KINDS
        .map(|kind| format!("{kind:?}"))
        .into_iter()
        .chain(REMARKS.map(|remark| format!("{remark:?}")));
    for name in names {
        assert!(
            counts.get(&name).is_some_and(|count| *count >= 200),
            "{name}: {told}"
        );
    }
}

#[test]
fn every_kind_of_atom_is_true_false_and_unknown() {
    let mut counts = Counts::new();
    for seed in 0..1_000 {
        let world = world(seed, EVERYTHING);
        for atom in atoms(&world) {
            for event in &world.log {
                let truth = holds(&world, event, &Expr::Atom(atom.clone()));
                count(&mut counts, format!("{} {truth:?}", kind(&atom)));
            }
        }
    }
    tell(&format!("{counts:?}"));
    let kinds: Vec<&str> = counts
        .keys()
        .filter_map(|name| name.strip_suffix(" True"))
        .collect();
    assert_eq!(kinds.len(), 18, "{kinds:?}");
    for kind in kinds {
        for truth in [Truth::True, Truth::False, Truth::Unknown] {
            let name = format!("{kind} {truth:?}");
            let never = kind == "is" && truth == Truth::Unknown;
            assert_eq!(
                never,
                counts.get(&name).is_none_or(|count| *count < 25),
                "{name}: {counts:?}"
            );
        }
    }
}

fn atoms(world: &World) -> Vec<Atom> {
    let policy = &world.policy;
    let rules = policy
        .rules
        .iter()
        .flat_map(|rule| rule.when.iter().chain(&rule.unless));
    let conditions = policy.conditions.iter().map(|condition| &condition.means);
    let waivers = policy.waivers.iter().flat_map(|waiver| &waiver.when);
    rules
        .chain(conditions)
        .chain(waivers)
        .flat_map(parts)
        .collect()
}

fn parts(expr: &Expr) -> Vec<Atom> {
    match expr {
        Expr::Atom(atom) => vec![atom.clone()],
        Expr::Not(inner) => parts(inner),
        Expr::And(joined) | Expr::Or(joined) => joined.iter().flat_map(parts).collect(),
    }
}

fn kind(atom: &Atom) -> &'static str {
    match atom {
        Atom::Bare(_) => "a bare bool",
        Atom::Condition(_) => "a condition",
        Atom::Is(..) => "is",
        Atom::Compare(_, Comparison::Equal, _) => "==",
        Atom::Compare(_, Comparison::Unequal, _) => "!=",
        Atom::Compare(_, _, Operand::Literal(_)) => "an ordering with a literal",
        Atom::Compare(_, _, Operand::Path(_, 0)) => "an ordering of paths",
        Atom::Compare(..) => "an ordering with a duration",
        Atom::In(_, _, Collection::Inline(_)) => "in a list",
        Atom::In(_, _, Collection::Set(_)) => "in a set",
        Atom::In(_, _, Collection::Hours(_)) => "in hours",
        Atom::In(_, _, Collection::Path(_)) => "in a path",
        Atom::Like(_, _, Globs::One(_)) => "like a glob",
        Atom::Like(..) => "like a collection",
        Atom::Matches(..) => "matches",
        Atom::Contains(..) => "contains",
        Atom::Quantified(Quantifier::Any | Quantifier::All, ..) => "any, all",
        Atom::Approved(_) => "approved",
    }
}
