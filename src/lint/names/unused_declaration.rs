//! `unused-declaration`: a role, set, hours, condition or field that nothing uses.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};

/// Every declared name without a use.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let declared = input.set.roles.iter().chain(&input.set.names);
    let unused = declared.filter(|declared| !declared.used);
    let told = unused.map(|declared| {
        let message = format!(
            "nothing uses the {} `{}`",
            declared.kind, declared.name.text
        );
        let diagnostic = lint.diagnostic(message).label(declared.name.span, "");
        diagnostic.help("take it out, or use it where it was meant to be used")
    });
    told.collect()
}
