//! `failing-test`: a test expects something else than the policy says.

use crate::diag::Diagnostic;
use crate::lint::{Input, Lint};
use crate::trial;

/// Runs every test of the set. The words are those of `exeat test`.
pub fn check(input: &Input<'_>, _: &'static Lint) -> Vec<Diagnostic> {
    trial::diagnostics(&trial::run(input.set), input.set)
}
