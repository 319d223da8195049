//! What an evaluation leaves behind: nothing, or each part with why it is so.
//!
//! The evaluation itself is in `condition`, the same for both.

use super::truth::{Joint, Truth};
use super::{Part, Reason};
use crate::event::FieldId;
use crate::text::Span;

/// What a part must be for the whole to be true; it turns around at each `not`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are the words themselves")]
pub(super) enum Wanted {
    True,
    False,
}

/// Where an evaluation stands: in which part of a rule, and what is wanted there.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stand {
    pub(super) part: Part,
    pub(super) wanted: Wanted,
    /// Where a condition is used, inside of it.
    pub(super) used_at: Option<Span>,
}

/// What can be told of one part.
#[derive(Clone, Debug, Default)]
pub(super) struct Told {
    pub(super) span: Span,
    pub(super) words: String,
    pub(super) fields: Vec<(FieldId, String)>,
    pub(super) missing: Vec<String>,
}

/// What kind of part it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum About {
    /// `approved by …`.
    Approval,
    Other,
}

/// Watches an evaluation.
pub(super) trait Recorder {
    /// Whether parts are evaluated that can no longer change the truth.
    const WHOLE: bool;

    /// One part that joins nothing; `tell` is called where its words are wanted.
    fn note(&mut self, stand: Stand, about: About, truth: Truth, tell: impl FnOnce() -> Told);

    /// Parts that are joined begin here.
    fn enter(&mut self) -> Mark;

    /// They end here.
    fn leave(&mut self, mark: Mark, joint: Joint, truth: Truth, wanted: Wanted);
}

/// Where joined parts begin.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Mark {
    noted: usize,
    costs: usize,
}

/// Leaves nothing behind, and stops as soon as the truth is decided.
pub(super) struct Silent;

impl Recorder for Silent {
    const WHOLE: bool = false;

    fn note(&mut self, _: Stand, _: About, _: Truth, _: impl FnOnce() -> Told) {}

    fn enter(&mut self) -> Mark {
        Mark::default()
    }

    fn leave(&mut self, _: Mark, _: Joint, _: Truth, _: Wanted) {}
}

/// Keeps how much would have to change, and no words.
#[derive(Clone, Debug, Default)]
pub(super) struct Weight {
    noted: Vec<Noted>,
    /// Of each part since the innermost `enter`: how many parts must change for it to be as wanted.
    costs: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Noted {
    about: About,
    fails: bool,
}

impl Recorder for Weight {
    const WHOLE: bool = true;

    fn note(&mut self, stand: Stand, about: About, truth: Truth, _: impl FnOnce() -> Told) {
        let fails = !stand.wanted.is(truth);
        self.costs.push(u32::from(fails));
        self.noted.push(Noted { about, fails });
    }

    fn enter(&mut self) -> Mark {
        Mark {
            noted: self.noted.len(),
            costs: self.costs.len(),
        }
    }

    /// Where the joined whole is as wanted, no part of it fails. Where it is not, all those parts fail that
    /// are not as wanted: all of them must change, or any one.
    fn leave(&mut self, mark: Mark, joint: Joint, truth: Truth, wanted: Wanted) {
        let costs = self.costs.drain(mark.costs..);
        if wanted.is(truth) {
            drop(costs);
            self.costs.push(0);
            let inside = self.noted.iter_mut().skip(mark.noted);
            inside.for_each(|noted| noted.fails = false);
            return;
        }
        let cost = match (joint, wanted) {
            (Joint::And, Wanted::True) | (Joint::Or, Wanted::False) => costs.sum(),
            (Joint::Or, Wanted::True) | (Joint::And, Wanted::False) => costs.min().unwrap_or(1),
        };
        self.costs.push(cost);
    }
}

impl Weight {
    /// How many parts must change, at least, for the whole to be true.
    pub(super) fn cost(&self) -> u32 {
        self.costs.iter().sum()
    }

    /// Whether something fails, and all that fails is approvals.
    pub(super) fn fails_on_approval_alone(&self) -> bool {
        let mut failing = self.noted.iter().filter(|noted| noted.fails).peekable();
        failing.peek().is_some() && failing.all(|noted| noted.about == About::Approval)
    }

    /// Forgets all.
    pub(super) fn clear(&mut self) {
        self.noted.clear();
        self.costs.clear();
    }
}

/// Keeps a reason for every part.
#[derive(Default)]
pub(super) struct Reasons {
    told: Vec<Reason>,
    weight: Weight,
}

impl Recorder for Reasons {
    const WHOLE: bool = true;

    fn note(&mut self, stand: Stand, about: About, truth: Truth, tell: impl FnOnce() -> Told) {
        let told = tell();
        self.told.push(Reason {
            part: stand.part,
            span: told.span,
            used_at: stand.used_at,
            truth,
            fails: false,
            words: told.words,
            fields: told.fields,
            missing: told.missing,
        });
        self.weight.note(stand, about, truth, Told::default);
    }

    fn enter(&mut self) -> Mark {
        self.weight.enter()
    }

    fn leave(&mut self, mark: Mark, joint: Joint, truth: Truth, wanted: Wanted) {
        self.weight.leave(mark, joint, truth, wanted);
    }
}

impl Reasons {
    /// What was noted, in the order of the text.
    pub(super) fn into_reasons(self) -> Vec<Reason> {
        let told = self.told.into_iter().zip(self.weight.noted);
        let told = told.map(|(reason, Noted { fails, .. })| Reason { fails, ..reason });
        told.collect()
    }
}

impl Wanted {
    pub(super) fn is(self, truth: Truth) -> bool {
        match self {
            Self::True => truth == Truth::True,
            Self::False => truth == Truth::False,
        }
    }

    pub(super) fn turned(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note(reasons: &mut Reasons, wanted: Wanted, truth: Truth) {
        let stand = Stand {
            part: Part::When,
            wanted,
            used_at: None,
        };
        reasons.note(stand, About::Other, truth, Told::default);
    }

    fn joined(joint: Joint, wanted: Wanted, truths: [Truth; 2]) -> (Vec<bool>, u32) {
        let mut reasons = Reasons::default();
        let mark = reasons.enter();
        truths.iter().for_each(|t| note(&mut reasons, wanted, *t));
        let whole = joint.with(truths[0], truths[1]);
        reasons.leave(mark, joint, whole, wanted);
        let cost = reasons.weight.cost();
        let fails = reasons.into_reasons().iter().map(|r| r.fails).collect();
        (fails, cost)
    }

    #[test]
    fn what_fails_follows_the_polarity() {
        use Truth::{False, True, Unknown};
        for (joint, wanted, truths, fails, cost) in [
            (Joint::And, Wanted::True, [True, False], [false, true], 1),
            (Joint::And, Wanted::True, [Unknown, False], [true, true], 2),
            (Joint::Or, Wanted::True, [False, False], [true, true], 1),
            (Joint::Or, Wanted::True, [True, False], [false, false], 0),
            (Joint::And, Wanted::False, [True, True], [true, true], 1),
            (Joint::And, Wanted::False, [True, False], [false, false], 0),
            (Joint::Or, Wanted::False, [True, True], [true, true], 2),
            (Joint::Or, Wanted::False, [True, False], [true, false], 1),
        ] {
            let found = joined(joint, wanted, truths);
            assert_eq!(
                found,
                (fails.to_vec(), cost),
                "{joint:?} {wanted:?} {truths:?}"
            );
        }
    }
}
