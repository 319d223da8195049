//! `failing-test`: a test expects something else than the policy says.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};
use crate::trial;

/// Every expectation that was not met. The words are those of `exeat test`.
pub fn check(input: &Input<'_>, _: &'static Lint) -> Vec<Diagnostic> {
    trial::diagnostics(input.tests, input.set)
}
