//! `missing-owner`: a rule that nobody answers for.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};

/// Every rule without an owner.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let orphans = input.set.rules.iter().filter(|rule| rule.owner.is_none());
    let told = orphans.map(|rule| {
        let message = format!("`{}` does not say who answers for it", rule.name.text);
        let diagnostic = lint.diagnostic(message).label(rule.name.span, "no `owner`");
        diagnostic.help("add an `owner`: a team's address outlives a person's")
    });
    told.collect()
}
