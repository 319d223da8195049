//! What an event comes to: each is in exactly one class, and the ledger adds them up.

use crate::event::Event;
use crate::finding::Kind;
use crate::judge::{Hit, Lift, Share, Truth, Verdict};
use crate::policy::{RuleId, WaiverId};

/// What an event comes to, the best case last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the words of the ledger")]
pub enum Class {
    NotOut,
    Violating,
    Waived,
    Allowed,
}

/// One thing that a verdict says against an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Charge {
    /// What it is.
    pub kind: Kind,
    /// Which rule says so; none for `not-allowed`.
    pub rule: Option<RuleId>,
    /// The waiver that lifts it.
    pub lifted_by: Option<WaiverId>,
}

/// Everything that a verdict says against an event, limits' sums aside, in the order of the rules.
#[must_use]
pub fn charges(verdict: &Verdict) -> Vec<Charge> {
    let denies = verdict.denies.iter().map(deny);
    let undecided = verdict
        .limits
        .iter()
        .filter(|hit| hit.share == Share::Undecided);
    let limits = undecided.map(|hit| Charge {
        kind: Kind::Undecided,
        rule: Some(hit.rule),
        lifted_by: waiver(hit.lift),
    });
    let not_allowed = verdict.not_allowed.map(|lift| Charge {
        kind: Kind::NotAllowed,
        rule: None,
        lifted_by: waiver(lift),
    });
    denies.chain(limits).chain(not_allowed).collect()
}

fn deny(hit: &Hit) -> Charge {
    Charge {
        kind: if hit.truth == Truth::True {
            Kind::Denied
        } else {
            Kind::Undecided
        },
        rule: Some(hit.rule),
        lifted_by: waiver(hit.lift),
    }
}

/// The waiver of a lift, if it is lifted.
#[must_use]
pub fn waiver(lift: Lift) -> Option<WaiverId> {
    match lift {
        Lift::Stands => None,
        Lift::Lifted(waiver) => Some(waiver),
    }
}

impl Class {
    /// By its charges.
    #[must_use]
    pub fn of(event: &Event, charges: &[Charge]) -> Self {
        if !event.is_out() {
            return Self::NotOut;
        }
        let worst = charges.iter().map(|charge| match charge.lifted_by {
            None => Self::Violating,
            Some(_) => Self::Waived,
        });
        worst.min().unwrap_or(Self::Allowed)
    }
}

/// What a not-allowed is called: an approval that alone failed has a name of its own.
#[must_use]
pub fn named(kind: Kind, lacks_approval_alone: impl FnOnce() -> bool) -> Kind {
    if kind == Kind::NotAllowed && lacks_approval_alone() {
        Kind::BadApproval
    } else {
        kind
    }
}
