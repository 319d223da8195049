//! `expires-soon`: its `until` comes within the time that `--within` tells.

use super::{dated, days, is_empty};
use crate::diag::Diagnostic;
use crate::lint::{Input, Lint, written};

/// Every rule and waiver that ends soon.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let last = input.now.plus(input.within);
    let soon = dated(input.set).filter_map(|dated| {
        let (until, span) = dated.period.until?;
        if is_empty(dated.period) || until <= input.now || last < until {
            return None;
        }
        let left = days(until.since(input.now));
        let name = &dated.name.text;
        let message = format!("`{name}` ends on {}, in {left}", written(until));
        Some(
            lint.diagnostic(message)
                .label(span, "not in force from then on"),
        )
    });
    soon.collect()
}
