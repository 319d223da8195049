//! Questions about policies, and the judge's word on what is answered.

use exeat::judge::{Judge, Truth};
use exeat::policy::{Known, PolicySet, RuleId, resolve};
use exeat::prove::{Ask, Prover, Truths, Witness};
use exeat::syntax::parse;
use exeat::text::Sources;
use exeat::time::parse_rfc3339;
use exeat::trial::{Staged, stage};

/// A policy set of some files' texts; it must be fit for use.
pub fn set(texts: &[String]) -> PolicySet {
    set_in(&mut Sources::default(), texts)
}

/// The same, its texts among others.
pub fn set_in(sources: &mut Sources, texts: &[String]) -> PolicySet {
    let ids: Vec<_> = texts
        .iter()
        .map(|text| sources.add("p.exeat", text))
        .collect();
    let parsed: Vec<_> = ids
        .iter()
        .map(|id| parse(sources.get(*id).unwrap()))
        .collect();
    let trees: Vec<_> = parsed.iter().map(|parsed| &parsed.file).collect();
    let resolved = resolve(&trees, &Known::default());
    let errors: Vec<_> = resolved
        .diagnostics
        .iter()
        .filter(|d| d.level == exeat::diag::Level::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:?}\n{}", texts.join("\n"));
    resolved.set
}

pub fn prover() -> Prover {
    Prover::new(parse_rfc3339("2026-03-02T15:00:00Z").unwrap())
}

pub fn rule(set: &PolicySet, at: usize, truths: Truths) -> Ask<'_> {
    Ask::rule(&set.schema, &set.rules[at], truths)
}

pub fn staged(set: &PolicySet, witness: &Witness) -> Staged {
    stage(&set.schema, &witness.given(&set.schema)).expect("a witness has a time")
}

/// The truth of a rule's condition in a witness's world, as the judge sees it.
pub fn truth(set: &PolicySet, at: usize, staged: &Staged) -> Truth {
    let judge = Judge {
        policy: set,
        directory: &staged.directory,
    };
    // A limit's answer also says whether its measure is there.
    let mut one = set.clone();
    one.rules[at].effect = exeat::policy::Effect::Allow;
    let judge = Judge {
        policy: &one,
        ..judge
    };
    judge
        .answer(RuleId(u32::try_from(at).unwrap()), &staged.event)
        .truth
}

pub fn is(truth: Truth, truths: Truths) -> bool {
    truths.have(match truth {
        Truth::True => Truths::TRUE,
        Truth::False => Truths::FALSE,
        Truth::Unknown => Truths::UNKNOWN,
    })
}
