//! `near-miss`: one tenant, probably, in two spellings, where no tenants table tells.
//!
//! Of fields, columns and sets the resolver tells, which knows what there is to be near to.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};
use crate::nearest::is_near_miss;
use crate::policy::{PolicySet, Target, TenantPattern};
use crate::text::Span;
use std::collections::BTreeMap;

/// Every tenant named once in a target that is one slip from one named more often.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    if input.directory.tenants.is_some() {
        return Vec::new();
    }
    let named = tenants(input.set);
    let slips = named.iter().filter_map(|(name, places)| {
        let [place] = places.as_slice() else {
            return None;
        };
        let (meant, others) = often(&named).find(|(other, _)| is_slip(name, other))?;
        let message = format!("`{name}` is one slip away from `{meant}`");
        let diagnostic = lint.diagnostic(message).label(*place, "named only here");
        let first = others.first()?;
        let diagnostic = diagnostic.label(*first, "named more often");
        Some(diagnostic.help(format!("did you mean `{meant}`?")))
    });
    slips.collect()
}

type Named<'a> = BTreeMap<&'a str, Vec<Span>>;

fn often<'a>(named: &'a Named<'a>) -> impl Iterator<Item = (&'a str, &'a Vec<Span>)> {
    let all = named.iter().map(|(name, places)| (*name, places));
    all.filter(|(_, places)| places.len() > 1)
}

/// Numbered names are near to each other, and meant to be.
fn is_slip(name: &str, other: &str) -> bool {
    let letters = |text: &str| text.replace(|c: char| c.is_ascii_digit(), "");
    is_near_miss(name, other) && letters(name) != letters(other)
}

/// Tenants that targets name without a star, with their places.
fn tenants(set: &PolicySet) -> Named<'_> {
    let rules = set.rules.iter().filter_map(|rule| rule.target.as_ref());
    let waivers = set
        .waivers
        .iter()
        .filter_map(|waiver| waiver.target.as_ref());
    let invariants = set.invariants.iter().map(|invariant| &invariant.target);
    let mut named = Named::new();
    for Target { patterns, .. } in rules.chain(waivers).chain(invariants) {
        for pattern in patterns {
            if let TenantPattern::Globs(None, globs) = &pattern.tenant {
                let exact = globs.iter().filter(|glob| !glob.has_star());
                exact.for_each(|g| named.entry(g.text()).or_default().push(pattern.tenant_span));
            }
        }
    }
    named
}
