//! `no-rules`: a policy set that allows nothing, for it has no rule at all.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};
use crate::text::Span;

/// The first statement of a set without a rule; of an empty file its beginning.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let first = input.files.first().filter(|_| input.set.rules.is_empty());
    let told = first.map(|file| {
        let start = match file.tree.statements.first() {
            Some(statement) => statement.span.start,
            None => 0,
        };
        let begin = Span {
            source: file.source.id,
            start,
            end: start,
        };
        let diagnostic = lint.diagnostic("the policy set has no rule, so nothing is allowed");
        let help = "every export in a log will be a finding: write a rule that allows one";
        diagnostic.label(begin, "").help(help)
    });
    told.into_iter().collect()
}
