//! `missing-note`: a rule that does not say why.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};

/// Every rule without a note.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let silent = input.set.rules.iter().filter(|rule| rule.notes.is_empty());
    let told = silent.map(|rule| {
        let message = format!("`{}` does not say why", rule.name.text);
        let diagnostic = lint.diagnostic(message).label(rule.name.span, "no `note`");
        diagnostic.help("add a `note`: every finding of the rule shows it")
    });
    told.collect()
}
