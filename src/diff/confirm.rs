//! Whether the judge says of a witness what the prover says. Nothing else is ever shown.

use crate::judge::Judge;
use crate::policy::PolicySet;
use crate::prove::Witness;
use crate::trial::{Staged, stage};

/// An export that was looked at again.
pub(super) struct Confirmed {
    /// As it can be pasted into a test.
    pub(super) text: String,
}

/// An export that the second set allows and the first does not.
pub(super) fn confirm(
    before: &PolicySet,
    after: &PolicySet,
    witness: &Witness,
) -> Option<Confirmed> {
    let staged = stage(&after.schema, &witness.given(&after.schema))?;
    let earlier = stage(&before.schema, &witness.given(&before.schema))?;
    let holds = is_allowed(after, &staged) && !is_allowed(before, &earlier);
    debug_assert!(holds || witness.rough, "unconfirmed: {}", staged.text);
    holds.then_some(Confirmed { text: staged.text })
}

/// Waivers aside.
fn is_allowed(policy: &PolicySet, staged: &Staged) -> bool {
    let judge = Judge {
        policy,
        directory: &staged.directory,
    };
    let verdict = judge.verdict(&staged.event);
    verdict.denies.is_empty() && !verdict.allows.is_empty()
}
