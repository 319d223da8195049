//! `expired-waiver`: its `until` has passed.

use super::ended;
use crate::diag::Diagnostic;
use crate::lint::{Input, Lint, written};

/// Every waiver that is over.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let over = input.set.waivers.iter().filter_map(|waiver| {
        let (until, span) = ended(waiver.period, input.now)?;
        let message = format!("`{}` ended on {}", waiver.name.text, written(until));
        let diagnostic = lint.diagnostic(message).label(span, "has passed");
        Some(diagnostic.help("it lifts nothing any more: take it out, or have it given anew"))
    });
    over.collect()
}
