//! `empty-period`: `until` is not after `from`.

use super::{dated, is_empty};
use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};

/// Every rule and waiver that is never in force.
pub fn check(input: &Input<'_>, lint: &'static Lint) -> Vec<Diagnostic> {
    let empty = dated(input.set).filter(|dated| is_empty(dated.period));
    let told = empty.filter_map(|dated| {
        let (_, from) = dated.period.from?;
        let (_, until) = dated.period.until?;
        let message = format!("`{}` is never in force", dated.name.text);
        let diagnostic = lint.diagnostic(message).label(until, "not after");
        Some(diagnostic.label(from, "this"))
    });
    told.collect()
}
